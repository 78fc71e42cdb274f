//! A database of any size, invented, with known truth: to measure by, and to hold detectors to.
//!
//! Real are the divisions, their names and their official counts; every figure is made up by dice
//! with the seed that was given, so that the same numbers give the same database. What is wrong on
//! purpose is written to a file beside it.
//!
//! Reading order: [`chosen`] (which units become pilots), [`series`] and [`register`] (what an
//! honest clerk would file), [`planted`] (what is wrong on purpose), [`filed`] (what came of each
//! return, and when). The office lays it in (`office::bulk`).

mod chosen;
mod filed;
mod planted;
mod register;
mod series;

pub use chosen::{Chosen, choose, most};
pub use filed::{Came, Filed, of_unit};
pub use planted::{Plants, Truth, TruthKind};

use kpi::Period;
use kpi::period::Frequency;

/// The first month of every set.
pub const FIRST: Period = Period::literal(2020, 1);

/// How long after the last month the day of the set is: its returns have been due for a few days.
const DAYS_AFTER: u64 = 9;

/// How large a set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// How many counties.
    pub counties: usize,
    /// How many months, from [`FIRST`] on.
    pub months: u32,
    /// The seed of the dice.
    pub seed: u64,
}

impl Extent {
    /// The months, in order.
    pub fn periods(&self) -> Vec<Period> {
        let last = FIRST.plus(self.months as i32 - 1);
        FIRST.through(last).collect()
    }

    /// The last month.
    pub fn last(&self) -> Period {
        FIRST.plus(self.months as i32 - 1)
    }

    /// The day on which the set is looked at.
    pub fn today(&self) -> chrono::NaiveDate {
        self.last().next().first_day() + chrono::Days::new(DAYS_AFTER)
    }
}

/// Whether an element that is not monthly is told in a month before it is due: what others are
/// measured by is known from January on.
fn is_told_early(frequency: Frequency, at: usize, period: Period) -> bool {
    frequency == Frequency::Annual && (at == 0 || period.month() == 1)
}

#[cfg(test)]
mod tests;
