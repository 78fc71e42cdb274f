//! What can be wrong with a draft, as facts. The sentences are made at the edge, in the reader's
//! language.

use crate::draft::Origin;
use crate::period::Period;
use serde::{Deserialize, Serialize};

/// One thing wrong with a draft, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Code of the data element it stands beside.
    pub element: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// It is due and nothing was entered: neither a figure nor one of the empties.
    Blank,
    /// Not a number.
    NotANumber {
        /// What was typed.
        typed: String,
    },
    /// Below zero.
    Negative {
        /// What was typed.
        typed: String,
    },
    /// A decimal where only whole numbers count.
    NotWhole {
        /// What was typed.
        typed: String,
    },
    /// More decimals than the element takes.
    TooFine {
        /// What was typed.
        typed: String,
        /// How many decimals it takes.
        decimals: u32,
    },
    /// Larger than any count can be.
    TooLarge {
        /// What was typed.
        typed: String,
    },
    /// Neither yes nor no.
    NotYesNo {
        /// What was typed.
        typed: String,
    },
    /// "Not applicable" without the reason.
    WithoutReason,
    /// A figure and one of the empties, both.
    FigureAndEmpty {
        /// What was typed.
        typed: String,
    },
    /// A part larger than its whole.
    ExceedsWhole {
        /// The part.
        part: i64,
        /// Code of the whole.
        whole_element: String,
        /// The whole.
        whole: i64,
        /// The period the whole was accepted under, when it is not in this draft.
        accepted_in: Option<Period>,
    },
    /// A whole smaller than a part that was accepted in another return (semantics 9).
    BelowPart {
        /// The whole.
        whole: i64,
        /// Code of the part.
        part_element: String,
        /// The part.
        part: i64,
        /// The period the part was accepted under.
        accepted_in: Period,
    },
    /// Not an element of this return.
    NotAsked,
    /// A rule of the catalogue is broken.
    Rule(Broken),
    /// It is carried over, and nobody has confirmed it yet.
    Unconfirmed {
        /// What is carried, as it would be typed.
        carried: String,
        /// Where it comes from.
        origin: Origin,
    },
    /// A warning asks, and nobody has answered.
    Unanswered(Broken),
    /// A warning was answered with "entry error", and the figure still stands.
    EntryError(Broken),
    /// The answer to a warning needs words, and has none.
    WithoutWords(Broken),
    /// The rows that it is computed from have faults of their own.
    Rows {
        /// The list's code.
        list: String,
        /// The first row that has one.
        line: usize,
        /// How many there are.
        faults: usize,
    },
}

impl Fault {
    /// Whether it only waits for a word: a carried figure to be confirmed, a question to be
    /// answered. Everything else is mended in its cell.
    pub fn waits_for_a_word(&self) -> bool {
        matches!(
            self.reason,
            Reason::Unconfirmed { .. } | Reason::Unanswered(_) | Reason::WithoutWords(_)
        )
    }
}

/// A rule of the catalogue and the figures that break it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// The rule's id in the catalogue, or `fall:ELEMENT`, `jump:INDICATOR`.
    pub rule: String,
    /// The data element it is told beside.
    pub element: String,
    /// The figures it names: how the rule writes it, and the number.
    pub figures: Vec<(String, i64)>,
}
