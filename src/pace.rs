//! Pace: the straight line from where the year began to the target on its day (methods d,
//! semantics 22). It says whether one is on the path; it never changes the status.

use crate::fraction::Fraction;
use crate::period::Period;
use crate::target::{Direction, Target};
use serde::{Deserialize, Serialize};

/// The straight path and where one stands on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Where the path begins: the first accepted value in the target's year.
    pub baseline: (Period, Fraction),
    /// Where it ends: the month of the due date, and the target.
    pub goal: (Period, Fraction),
    /// Where one should be in the period asked about.
    pub expected: Fraction,
    /// What each remaining month must bring, in the indicator's unit; zero once reached, and
    /// `None` when no month remains.
    pub required: Option<Fraction>,
    /// Whether one is on the path or beyond it.
    pub on_path: bool,
}

impl Pace {
    /// The pace in `period`. `values` are the accepted values in time order, in the unit of the
    /// target. `None` with fewer than two of them in the target's year up to `period`: no path.
    pub fn of(values: &[(Period, Fraction)], period: Period, target: &Target) -> Option<Pace> {
        let end = Period::of(target.due);
        let of_year: Vec<_> = values
            .iter()
            .filter(|(at, _)| at.year() == end.year() && *at <= period)
            .collect();
        let ((first, baseline), (_, now)) = match of_year.as_slice() {
            [first, .., last] => (**first, **last),
            _ => return None,
        };
        let goal = target.exact();
        let length = i128::from(end.months_since(first));
        let elapsed = i128::from(period.months_since(first)).min(length);
        let expected = match length {
            0 => goal,
            _ => baseline + (goal - baseline).times(elapsed) / length,
        };
        let remaining = i128::from(end.months_since(period));
        let missing = match target.direction {
            Direction::AtLeast => goal - now,
            Direction::AtMost => now - goal,
        };
        Some(Pace {
            baseline: (first, baseline),
            goal: (end, goal),
            expected,
            required: (remaining > 0).then(|| missing.max(Fraction::whole(0)) / remaining.max(1)),
            on_path: target.direction.met(now, expected),
        })
    }
}
