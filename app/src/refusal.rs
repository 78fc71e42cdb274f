//! Why a question was not answered, or a deed not done.

use crate::ask::programmes::Closed;
use crate::ask::questions::QuestionFault;
use crate::ask::returns::Saved;
use crate::ask::talk::TalkFault;
use crate::ask::visits::FieldFault;
use kpi::fault::Fault;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

/// Everything a door can say instead of an answer. The sentence is made where it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Nobody is signed in.
    SignIn,
    /// Name or password is wrong; which of them is not said.
    WrongPassword,
    /// Too many wrong passwords: wait.
    Wait {
        /// For how many seconds.
        seconds: u64,
    },
    /// This unit is known and outside the reader's right, or the role may not do it.
    Forbidden,
    /// There is no such thing.
    Missing,
    /// Somebody else changed it meanwhile.
    Stale,
    /// The name is already in use.
    Taken,
    /// Somebody else changed the same cells to something else. Everything besides is saved.
    Clashing(Saved),
    /// The return is at a stage, or the period at a date, where this cannot be done.
    NotNow(NotNow),
    /// The draft has faults; it is kept as it was typed.
    Faulty(Vec<Fault>),
    /// A note or a file of evidence cannot be taken, taken away or given out.
    Talk(TalkFault),
    /// A question, its answer or its end cannot be taken.
    Question(QuestionFault),
    /// A visit or a joint evaluation cannot be as it was sent.
    Field(FieldFault),
    /// The request cannot be read.
    Unreadable(Unreadable),
    /// The store is busy: try again.
    Busy,
    /// It broke. The incident's number is in the log too.
    Broken {
        /// The number.
        incident: String,
    },
}

/// Why something cannot be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotNow {
    /// It lies with the reviewer.
    Submitted,
    /// It is not with the reviewer.
    NotSubmitted,
    /// It does not wait for the second level of review.
    NotToConfirm,
    /// Its month is closed: by whom, when and why.
    Closed(Box<Closed>),
    /// The month is closed already, or open already.
    AlreadyTurned,
    /// Setting a programme, closing a month or opening it again needs words.
    ActWithoutReason,
    /// The setting makes no sense for the programme.
    NotASetting,
    /// The month is not over, or lies in the future.
    Future,
    /// Earlier than any figure (before 2010).
    TooEarly,
    /// Sending back needs words.
    WithoutReason,
    /// A correction after acceptance needs words.
    CorrectionWithoutReason,
    /// The unit files no returns, or nothing is asked of it in this month.
    NothingAsked,
    /// The local target is not stricter than the one above it.
    NotStricter,
}

/// Why a request cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// Larger than this many bytes.
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// Not UTF-8, and probably GBK.
    NotUtf8,
    /// Not what the form sends.
    NotTheForm,
    /// Sent from another site.
    OtherSite,
}

impl Refusal {
    /// The HTTP status it goes out with.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::SignIn | Refusal::WrongPassword => 401,
            Refusal::Wait { .. } => 429,
            Refusal::Forbidden => 403,
            Refusal::Missing => 404,
            Refusal::Stale | Refusal::Clashing(_) | Refusal::Taken | Refusal::NotNow(_) => 409,
            Refusal::Faulty(_) | Refusal::Field(_) => 422,
            Refusal::Talk(fault) => fault.status(),
            Refusal::Question(fault) => fault.status(),
            Refusal::Unreadable(Unreadable::TooLarge { .. }) => 413,
            Refusal::Unreadable(Unreadable::OtherSite) => 403,
            Refusal::Unreadable(_) => 400,
            Refusal::Busy => 503,
            Refusal::Broken { .. } => 500,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Refusal {}

impl From<kpi::role::Denied> for Refusal {
    fn from(_: kpi::role::Denied) -> Refusal {
        Refusal::Forbidden
    }
}

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    /// The call itself failed. In the browser that is nearly always the network.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Refusal {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Refusal::Unreadable(Unreadable::NotTheForm),
            _ => Refusal::Busy,
        }
    }
}
