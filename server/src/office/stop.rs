//! Why a use case stopped, and what the door is told about it.

use crate::evidence::DepotError;
use crate::store::StoreError;
use app::ask::identity::Holding;
use app::ask::talk::TalkFault;
use app::refusal::Refusal;
use kpi::role::Denied;
use std::fmt;

/// Why a use case stopped.
#[derive(Debug)]
pub enum Stop {
    /// It may not, cannot or need not be done.
    Refused(Refusal),
    /// The store failed.
    Store(StoreError),
    /// The storage of evidence failed.
    Depot(DepotError),
    /// The database holds figures of another kind.
    OtherHolding(Holding),
    /// Something that cannot be made to work: a password that does not hash.
    Broken(String),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

impl From<Denied> for Stop {
    fn from(denied: Denied) -> Stop {
        Stop::Refused(denied.into())
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Store(error)
    }
}

impl From<TalkFault> for Stop {
    fn from(fault: TalkFault) -> Stop {
        Stop::Refused(Refusal::Talk(fault))
    }
}

impl From<DepotError> for Stop {
    fn from(error: DepotError) -> Stop {
        Stop::Depot(error)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Refused(refusal) => write!(f, "{refusal}"),
            Stop::Store(error) => write!(f, "{error}"),
            Stop::Depot(error) => write!(f, "{error}"),
            Stop::OtherHolding(held) => {
                write!(f, "this database holds {held:?} figures, which never mix")
            }
            Stop::Broken(what) => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for Stop {}

/// What the door is told. What broke is logged here, once, under a number the page shows.
pub fn told<T>(answer: Result<T, Stop>) -> Result<T, Refusal> {
    answer.map_err(|stop| match stop {
        Stop::Refused(refusal) => refusal,
        Stop::Store(error) if error.is_transient() => {
            tracing::warn!(doing = error.doing, cause = %error.cause, "the store is busy");
            Refusal::Busy
        }
        Stop::Depot(error @ DepotError::NotFound { .. }) => {
            tracing::error!(%error, "a file of evidence is listed and not in the storage");
            Refusal::Talk(TalkFault::Gone)
        }
        Stop::Depot(error) => {
            tracing::error!(%error, "the storage of evidence failed");
            Refusal::Talk(TalkFault::Storage)
        }
        broken => {
            let incident = format!("{:08x}", rand::random::<u32>());
            tracing::error!(%incident, cause = %broken, "a use case broke");
            Refusal::Broken { incident }
        }
    })
}
