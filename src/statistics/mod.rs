//! Statistics that stand beside a score: uncertainty, trend, comparison, signals worth verifying.
//!
//! Everything here is a pure function of its arguments: no clock, no dice that are not an
//! argument, no I/O. `f64` is right for uncertainty and wrong for verdicts, so **no official
//! status may be read from this module**: met or not met is decided elsewhere, with integers.
//!
//! Conventions, the same in every file:
//! - `None` means "undefined for these inputs" (no data, a zero denominator, too few points).
//!   It never means zero.
//! - Proportions are 0 to 1, confidence levels are 0 to 1 exclusive, and two-sided.
//! - Counts that must be whole are `u64`. Where a design effect may shrink both counts they are
//!   `f64`, and the function says so.
//! - A series is a slice whose index is the month; a missing month is `None`, so gaps count.

pub mod bayes;
pub mod beta;
pub mod binomial;
pub mod caliper;
pub mod difference;
pub mod digits;
pub mod forecast;
pub mod frozen;
pub mod funnel;
pub mod interval;
pub mod moments;
pub mod multiple;
pub mod outlier;
pub mod overdispersion;
pub mod pace;
pub mod poisson;
#[cfg(test)]
mod properties;
pub mod quantile;
pub mod random;
pub mod rank;
pub mod regression;
pub mod slope;
pub mod smoothing;
pub mod special;
pub mod standardise;
pub mod trend;

/// A closed interval `[lower, upper]`, in the unit of the estimate it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Interval {
    /// The distance between the limits.
    ///
    /// ```
    /// use kpi::statistics::Interval;
    /// assert_eq!(Interval { lower: 0.25, upper: 0.75 }.width(), 0.5);
    /// ```
    pub fn width(&self) -> f64 {
        self.upper - self.lower
    }

    /// Both limits multiplied by `factor`, to show a rate per 1 000 or per cent.
    pub fn scaled(&self, factor: f64) -> Interval {
        Interval {
            lower: self.lower * factor,
            upper: self.upper * factor,
        }
    }
}

/// Which way a target points. The float mirror of an indicator's direction, for forecasts only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Reached from `target` upward.
    AtLeast,
    /// Reached from `target` downward.
    AtMost,
}

/// Where an interval lies against a target: the secondary "certainty" field, never the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The whole interval is at or above the target.
    Above,
    /// The whole interval is below the target.
    Below,
    /// The interval holds the target: the data agree with either.
    Either,
}

/// Compares an interval with a target, both in the same unit.
///
/// ```
/// use kpi::statistics::{Certainty, certainty, interval};
/// let ninety_of_hundred = interval::wilson(90.0, 100.0, 0.95).unwrap();
/// assert_eq!(certainty(ninety_of_hundred, 0.8), Certainty::Above);
/// assert_eq!(certainty(ninety_of_hundred, 0.9), Certainty::Either);
/// ```
pub fn certainty(interval: Interval, target: f64) -> Certainty {
    if interval.lower >= target {
        Certainty::Above
    } else if interval.upper < target {
        Certainty::Below
    } else {
        Certainty::Either
    }
}
