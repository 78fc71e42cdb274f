//! Targets: what is asked, by when, and which of several applies.

use crate::fraction::Fraction;
use crate::period::Period;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Which side of the target is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// The more the better; met at or above the target.
    AtLeast,
    /// The less the better; met at or below the target.
    AtMost,
}

impl Direction {
    /// Whether `value` meets `target`, the target itself included: the policy says 以上, which
    /// includes the number named.
    pub fn met(self, value: Fraction, target: Fraction) -> bool {
        match self {
            Direction::AtLeast => value >= target,
            Direction::AtMost => value <= target,
        }
    }

    /// The harder of two targets.
    pub fn stricter(self, one: Decimal, other: Decimal) -> Decimal {
        match self {
            Direction::AtLeast => one.max(other),
            Direction::AtMost => one.min(other),
        }
    }
}

/// A target as it applies to one unit in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// In the indicator's unit: 80 is 80%, 4.5 is 4.5‰, 1 is yes or once.
    pub value: Decimal,
    /// Which side of it is good.
    pub direction: Direction,
    /// The day by which it must be reached.
    pub due: NaiveDate,
    /// The year it was set for.
    pub year: i32,
    /// Whether it is an earlier year's target, carried on because no later one was set.
    pub carried: bool,
    /// Whether the unit or one above it has set a stricter target or an earlier day.
    pub local: bool,
}

impl Target {
    /// The target as an exact number.
    pub fn exact(&self) -> Fraction {
        Fraction::of_decimal(self.value)
    }

    /// Whether the day has passed by the end of `period`. Before it, "not met" is said together
    /// with the due date (semantics 12).
    pub fn is_due_in(&self, period: Period) -> bool {
        self.due <= period.last_day()
    }
}

/// One row of the national targets: an indicator's target for a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedTarget {
    /// The year.
    pub year: i32,
    /// In the indicator's unit.
    pub value: Decimal,
    /// The day by which it must be reached.
    pub due: NaiveDate,
    /// Where it is written, in Chinese and English.
    pub source: (String, String),
}

/// A stricter target or an earlier day that a unit has set for itself and all below it
/// (semantics 20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTarget {
    /// The year of the national target it sharpens.
    pub year: i32,
    /// The stricter target, in the indicator's unit.
    pub value: Option<Decimal>,
    /// The earlier day.
    pub due: Option<NaiveDate>,
}

impl Target {
    /// This target sharpened by those of the unit and its ancestors: the strictest value and the
    /// earliest day win, whoever set them.
    pub fn sharpened<'a>(mut self, by: impl IntoIterator<Item = &'a LocalTarget>) -> Target {
        for local in by.into_iter().filter(|local| local.year == self.year) {
            let value = local.value.map_or(self.value, |value| {
                self.direction.stricter(self.value, value)
            });
            let due = local.due.map_or(self.due, |due| self.due.min(due));
            self.local |= value != self.value || due != self.due;
            self.value = value;
            self.due = due;
        }
        self
    }
}
