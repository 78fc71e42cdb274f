//! The straight line from a baseline to a target, in floating point, for charts and forecasts.
//!
//! Whether an indicator is officially on its path is decided elsewhere in exact arithmetic.

use super::Aim;

/// A plan: from `baseline` at the start to `target` after `total` periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Value at the start.
    pub baseline: f64,
    /// Value to reach.
    pub target: f64,
    /// Periods between the two, more than 0.
    pub total: f64,
    /// Which way is forward.
    pub aim: Aim,
}

/// Where a plan stands. Values are in the unit of the indicator, paces in that unit a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The line's value now.
    pub expected: f64,
    /// `current - expected`.
    pub gap: f64,
    /// Change a period that still reaches the target, 0 when it is reached; `None` when no time
    /// is left. Negative for [`Aim::AtMost`] while the value must fall.
    pub required: Option<f64>,
    /// Change a period so far; `None` before the first period ends.
    pub observed: Option<f64>,
    /// Value at the end if the observed pace holds; not clipped, so it may exceed 1.
    pub projected: Option<f64>,
    /// Whether the value is on the good side of the line, within rounding.
    pub course: Course,
}

/// Which side of the line a value is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// On the line or better.
    On,
    /// Worse than the line.
    Off,
}

/// Rounding of a few operations near 1; differences below it are none.
const ROUNDING: f64 = 1e-12;

impl Plan {
    /// The pace after `elapsed` periods at `current`. `None` when the plan takes no time, or
    /// `elapsed` is outside the plan, or a number is not finite.
    pub fn pace(&self, elapsed: f64, current: f64) -> Option<Pace> {
        let finite = [self.baseline, self.target, self.total, elapsed, current]
            .iter()
            .all(|v| v.is_finite());
        if !finite || self.total <= 0.0 || elapsed < 0.0 || elapsed > self.total {
            return None;
        }
        let expected = self.baseline + (self.target - self.baseline) * elapsed / self.total;
        let gap = current - expected;
        let missing = match self.aim {
            Aim::AtLeast => (self.target - current).max(0.0),
            Aim::AtMost => (self.target - current).min(0.0),
        };
        let ahead = match self.aim {
            Aim::AtLeast => gap,
            Aim::AtMost => -gap,
        };
        let observed = (elapsed > 0.0).then(|| (current - self.baseline) / elapsed);
        Some(Pace {
            expected,
            gap,
            required: (elapsed < self.total).then(|| missing / (self.total - elapsed)),
            observed,
            projected: observed.map(|pace| self.baseline + pace * self.total),
            course: if ahead >= -ROUNDING * expected.abs().max(1.0) {
                Course::On
            } else {
                Course::Off
            },
        })
    }
}
