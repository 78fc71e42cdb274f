//! Questions: a unit is asked about a figure, answers, and the question is closed with what came
//! of it. A question says no more than that a figure is worth verifying.

use super::talk::Did;
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::role::Actor;
use kpi::signals::RuleCode;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// No words of a question are longer, in characters.
pub const LONGEST_WORDS: usize = 2_000;

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QuestionState {
    /// It waits for the unit's answer.
    Open,
    /// It was answered, and waits for who asked.
    Answered,
    /// It is closed.
    Closed,
}

impl QuestionState {
    /// Every state.
    pub const ALL: [QuestionState; 3] = [
        QuestionState::Open,
        QuestionState::Answered,
        QuestionState::Closed,
    ];

    /// Its name in addresses and storage.
    pub fn code(self) -> &'static str {
        match self {
            QuestionState::Open => "open",
            QuestionState::Answered => "answered",
            QuestionState::Closed => "closed",
        }
    }

    /// The state of this name.
    pub fn from_code(code: &str) -> Option<QuestionState> {
        QuestionState::ALL
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// What the unit answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Because {
    /// It is so.
    RealChange,
    /// It was typed wrongly, and is corrected.
    EntryError,
    /// It is counted otherwise than before, or than elsewhere.
    DefinitionChanged,
    /// Something else: the words say what.
    Other,
}

impl Because {
    /// Every answer.
    pub const ALL: [Because; 4] = [
        Because::RealChange,
        Because::EntryError,
        Because::DefinitionChanged,
        Because::Other,
    ];

    /// Its name in forms and storage.
    pub fn code(self) -> &'static str {
        match self {
            Because::RealChange => "real_change",
            Because::EntryError => "entry_error",
            Because::DefinitionChanged => "definition_changed",
            Because::Other => "other",
        }
    }

    /// The answer of this name.
    pub fn from_code(code: &str) -> Option<Because> {
        Because::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Came {
    /// The figure was looked at and is as reported.
    Confirmed,
    /// The figure was corrected.
    Corrected,
    /// It is counted by another definition.
    DefinitionDiffers,
    /// The sign meant nothing.
    FalseAlarm,
    /// It could not be settled.
    NotSettled,
}

impl Came {
    /// Every outcome.
    pub const ALL: [Came; 5] = [
        Came::Confirmed,
        Came::Corrected,
        Came::DefinitionDiffers,
        Came::FalseAlarm,
        Came::NotSettled,
    ];

    /// Its name in forms and storage.
    pub fn code(self) -> &'static str {
        match self {
            Came::Confirmed => "confirmed",
            Came::Corrected => "corrected",
            Came::DefinitionDiffers => "definition_differs",
            Came::FalseAlarm => "false_alarm",
            Came::NotSettled => "not_settled",
        }
    }

    /// The outcome of this name.
    pub fn from_code(code: &str) -> Option<Came> {
        Came::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Why a question was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionFault {
    /// Without words nobody knows what is asked, answered or closed.
    NoWords,
    /// More words than [`LONGEST_WORDS`]: how many characters.
    TooLong(usize),
    /// No answer was chosen.
    NoAnswer,
    /// No outcome was chosen.
    NoOutcome,
    /// It is closed.
    Closed,
    /// Nothing was accepted there that could be asked about.
    NoFigures,
}

impl QuestionFault {
    /// The HTTP status it goes out with.
    pub fn status(self) -> u16 {
        match self {
            QuestionFault::Closed => 409,
            _ => 422,
        }
    }
}

/// A figure that a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedFigure {
    /// The data element.
    pub element: String,
    /// Its month.
    pub period: Period,
    /// As it was when it was asked about; `None` where it is withheld from the reader.
    pub then: Option<i64>,
    /// As it is now; `None` where it is withheld, or no longer there.
    pub now: Option<i64>,
    /// The return it stands in.
    pub programme: String,
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionHead {
    /// Its number.
    pub id: i64,
    /// The unit that is asked.
    pub unit: UnitRef,
    /// About which indicator.
    pub indicator: Option<String>,
    /// About which data elements.
    pub elements: Vec<String>,
    /// The first month.
    pub from: Period,
    /// The last month.
    pub to: Period,
    /// The rules that made the signs.
    pub rules: Vec<RuleCode>,
    /// Where it stands.
    pub state: QuestionState,
    /// What it was closed with.
    pub outcome: Option<Came>,
    /// When it was asked.
    pub asked_at: chrono::DateTime<chrono::Utc>,
    /// When something was said last.
    pub last_at: chrono::DateTime<chrono::Utc>,
}

/// What was said once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionEntry {
    /// What was done.
    pub act: Act,
    /// The words.
    pub text: String,
    /// What the unit points to.
    pub evidence: String,
    /// Who, and when.
    pub by: Did,
}

/// What can be done with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Asked.
    Asked,
    /// Answered.
    Answered(Because),
    /// Asked on.
    FollowedUp,
    /// Closed.
    Closed(Came),
}

/// A question with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// What it is about.
    pub head: QuestionHead,
    /// The units above, the nation first, with the unit itself last.
    pub path: Vec<UnitRef>,
    /// Its figures.
    pub figures: Vec<AskedFigure>,
    /// What was said.
    pub entries: Vec<QuestionEntry>,
    /// Goes back with a deed, so that a stale one is noticed.
    pub revision: i64,
    /// Whether the reader may answer for the unit.
    pub may_answer: bool,
    /// Whether the reader may ask on and close.
    pub may_ask: bool,
}

/// The questions that a reader sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionList {
    /// Under which unit.
    pub unit: UnitRef,
    /// The questions, the newest first.
    pub questions: Vec<QuestionHead>,
}

/// A question that somebody wants to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewQuestion {
    /// Whom.
    pub unit: UnitCode,
    /// About which indicator; its elements then need no naming.
    pub indicator: Option<String>,
    /// About which data elements.
    pub elements: Vec<String>,
    /// The first month.
    pub from: Period,
    /// The last month.
    pub to: Period,
    /// The rules that made the signs.
    pub rules: Vec<RuleCode>,
    /// The words.
    pub text: String,
}

/// A value that can be asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Askable {
    /// The units above, the nation first, with the unit itself last.
    pub path: Vec<UnitRef>,
    /// The indicator.
    pub indicator: String,
    /// The month.
    pub period: Period,
    /// Its figures.
    pub figures: Vec<AskedFigure>,
}

/// How often the questions about a rule's signs led to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleOutcome {
    /// The rule; `None` for questions that were asked without a sign.
    pub rule: Option<RuleCode>,
    /// Signs on the page's list.
    pub flagged: usize,
    /// Questions asked.
    pub asked: usize,
    /// Of them, those that were ever answered.
    pub answered: usize,
    /// Closed, by outcome, in the order of [`Came::ALL`].
    pub closed: [usize; 5],
}

impl RuleOutcome {
    /// How many are closed.
    pub fn all_closed(&self) -> usize {
        self.closed.iter().sum()
    }
}

/// Questions and deeds about figures that are worth verifying.
#[async_trait]
pub trait Questions: Send + Sync {
    /// The questions to the reader's unit and to those below.
    async fn questions(&self, who: &Actor) -> Result<QuestionList, Refusal>;

    /// One question.
    async fn question(&self, who: &Actor, id: i64) -> Result<OpenQuestion, Refusal>;

    /// How many questions wait for the answer of the reader's own unit.
    async fn open_questions(&self, who: &Actor) -> Result<i64, Refusal>;

    /// A value that can be asked about.
    async fn askable(
        &self,
        who: &Actor,
        unit: UnitCode,
        indicator: &str,
        period: Period,
    ) -> Result<Askable, Refusal>;

    /// Asks. The same once more, while it is not closed, is the same question.
    async fn ask(&self, who: &Actor, question: &NewQuestion) -> Result<i64, Refusal>;

    /// Answers for the unit that is asked.
    async fn answer_question(
        &self,
        who: &Actor,
        id: i64,
        revision: i64,
        because: Option<Because>,
        text: &str,
        evidence: &str,
    ) -> Result<(), Refusal>;

    /// Asks on.
    async fn follow_up(
        &self,
        who: &Actor,
        id: i64,
        revision: i64,
        text: &str,
    ) -> Result<(), Refusal>;

    /// Closes with what came of it.
    async fn close_question(
        &self,
        who: &Actor,
        id: i64,
        revision: i64,
        came: Option<Came>,
        text: &str,
    ) -> Result<(), Refusal>;
}

/// See [`Questions::questions`].
#[server(name = AskQuestions, prefix = "/ask", endpoint = "questions")]
pub async fn questions() -> Result<QuestionList, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().questions(&who).await)
}

/// See [`Questions::question`].
#[server(name = AskQuestion, prefix = "/ask", endpoint = "question")]
pub async fn question(id: i64) -> Result<OpenQuestion, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().question(&who, id).await)
}

/// See [`Questions::open_questions`].
#[server(name = AskOpenQuestions, prefix = "/ask", endpoint = "open-questions")]
pub async fn open_questions() -> Result<i64, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().open_questions(&who).await)
}

/// See [`Questions::askable`].
#[server(name = AskAskable, prefix = "/ask", endpoint = "askable")]
pub async fn askable(
    unit: UnitCode,
    indicator: String,
    period: Period,
) -> Result<Askable, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(
        super::backend()
            .askable(&who, unit, &indicator, period)
            .await,
    )
}
