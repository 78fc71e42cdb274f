//! What stands in a cell before anybody has typed: carried over, and not yet confirmed.
//!
//! A stock hardly moves, so its last accepted value is laid out to be confirmed; what restarts in
//! January is not carried across it (semantics 6). The official count stands in for villages and
//! townships, the calendar for duties that fall due every so many days. What happened in the
//! month is never carried: it is asked.

use super::{Cell, Known};
use crate::catalogue::{DataElement, Kind};
use crate::facts::Value;
use crate::period::Period;
use serde::{Deserialize, Serialize};

/// A value laid out to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// What it says.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a carried value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The last accepted return that has it.
    Accepted(Period),
    /// The official count of the division.
    Official,
    /// The calendar of the month.
    Calendar,
}

impl Carried {
    /// The cell that says it.
    pub fn cell(&self, element: &DataElement) -> Cell {
        Cell::saying(element, &self.value)
    }
}

/// What is carried into `period` for an element, if anything is.
pub fn carried(element: &DataElement, period: Period, known: Known) -> Option<Carried> {
    let from = |value, origin| Carried { value, origin };
    if let Some(days) = element.every_days {
        let due = i64::from(period.days() / days.max(1));
        return Some(from(Value::Figure(due), Origin::Calendar));
    }
    let same_year = |filed: Period| filed.year() == period.year();
    let last = || {
        known
            .facts
            .of(&element.code)
            .rev()
            .filter(|(filed, _)| *filed < period)
            .find(|(_, value)| matches!(value, Value::Figure(_) | Value::NotApplicable(_)))
    };
    let accepted = match element.kind {
        Kind::Flow => None,
        Kind::Stock => last(),
        Kind::YearToDate => last().filter(|(filed, _)| same_year(*filed)),
    };
    match accepted {
        Some((filed, value)) => Some(from(value.clone(), Origin::Accepted(filed))),
        None => known
            .official
            .get(&element.code)
            .map(|count| from(Value::Figure(*count), Origin::Official)),
    }
}
