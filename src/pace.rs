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
    /// How far one is above where one should be; below zero when under it.
    pub gap: Fraction,
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
        Some(Pace::along(first, baseline, now, period, target))
    }

    /// The pace in `period` of somebody who began at `baseline` in `first` and is at `now`.
    pub fn along(
        first: Period,
        baseline: Fraction,
        now: Fraction,
        period: Period,
        target: &Target,
    ) -> Pace {
        let (end, goal) = (Period::of(target.due), target.exact());
        let length = end.months_since(first);
        let elapsed = period.months_since(first).min(length);
        // A local date may lie before the year's first value: the path is over when it begins.
        let expected = match length {
            ..=0 => goal,
            _ => baseline + (goal - baseline).times(i128::from(elapsed)) / i128::from(length),
        };
        let remaining = i128::from(end.months_since(period));
        let missing = match target.direction {
            Direction::AtLeast => goal - now,
            Direction::AtMost => now - goal,
        };
        Pace {
            baseline: (first, baseline),
            goal: (end, goal),
            expected,
            gap: now - expected,
            required: (remaining > 0).then(|| missing.max(Fraction::whole(0)) / remaining.max(1)),
            on_path: target.direction.met(now, expected),
        }
    }
}
