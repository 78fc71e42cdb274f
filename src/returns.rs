//! Returns: what a unit has said for a programme and a month, and the stages it goes through.

use crate::facts::Value;
use crate::fault::Broken;
use crate::org_unit::UnitCode;
use crate::period::Period;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which return: one unit, programme and period. The unit's tiers settle the data sets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReturnKey {
    /// Who files it.
    pub org_unit: UnitCode,
    /// The programme's code.
    pub programme: String,
    /// The month it is about.
    pub period: Period,
}

/// A return that can be taken: every value has a meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Which.
    pub key: ReturnKey,
    /// Its values, by data element.
    pub values: BTreeMap<String, Value>,
    /// Rules that ask for a second look; they do not stop the return.
    pub warnings: Vec<Broken>,
}

/// The stages of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Begun, with its unit.
    Draft,
    /// With the reviewer.
    Submitted,
    /// Back with its unit, with the reviewer's words.
    SentBack,
    /// Its figures count.
    Accepted,
}

impl Stage {
    /// Its name in storage and in the API.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Submitted => "submitted",
            Stage::SentBack => "sent_back",
            Stage::Accepted => "accepted",
        }
    }

    /// The stage of this name.
    pub fn from_code(code: &str) -> Option<Stage> {
        [
            Stage::Draft,
            Stage::Submitted,
            Stage::SentBack,
            Stage::Accepted,
        ]
        .into_iter()
        .find(|stage| stage.code() == code)
    }

    /// Where a return stands once somebody types in it: one that was sent back stays so until it is
    /// submitted again.
    pub fn typed_in(self) -> Stage {
        match self {
            Stage::SentBack => Stage::SentBack,
            Stage::Draft | Stage::Submitted | Stage::Accepted => Stage::Draft,
        }
    }

    /// Whether its unit may write in it. After acceptance, writing begins a correction.
    pub fn is_open(self) -> bool {
        matches!(self, Stage::Draft | Stage::SentBack | Stage::Accepted)
    }
}
