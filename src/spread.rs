//! How units lie: the five figures of a spine, and the bins of a distribution around a target.
//!
//! Counts on either side of a target are exact. The five figures are for drawing and reading.

use crate::fraction::Fraction;
use crate::score::{Measure, Status};
use crate::target::{Direction, Target};
use serde::{Deserialize, Serialize};

/// Least, lower quartile, median, upper quartile and most of the values of units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Five {
    /// The smallest.
    pub least: f64,
    /// A quarter lies below.
    pub lower: f64,
    /// Half lies below.
    pub middle: f64,
    /// A quarter lies above.
    pub upper: f64,
    /// The largest.
    pub most: f64,
    /// How many units.
    pub units: usize,
}

impl Five {
    /// Of these values; quartiles between two values are taken in proportion (R's type 7).
    pub fn of(mut values: Vec<f64>) -> Option<Five> {
        values.retain(|value| value.is_finite());
        values.sort_by(f64::total_cmp);
        let at = |quarters: usize| {
            let place = (values.len() - 1) * quarters;
            let (below, part) = (values[place / 4], (place % 4) as f64 / 4.0);
            match part > 0.0 {
                true => below + (values[place / 4 + 1] - below) * part,
                false => below,
            }
        };
        (!values.is_empty()).then(|| Five {
            least: at(0),
            lower: at(1),
            middle: at(2),
            upper: at(3),
            most: at(4),
            units: values.len(),
        })
    }
}

/// How units lie around a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// From low to high, side by side without a gap.
    pub bins: Vec<Bin>,
    /// Units with a value.
    pub units: usize,
    /// Units whose value is below the target, exactly.
    pub below: usize,
    /// Units whose value is on it or above.
    pub at_or_above: usize,
    /// Units less than two percentage points on either side, the good side with the target
    /// itself: of shares in percent only.
    pub near: Option<Near>,
}

/// Units close to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Just short of it.
    pub short: usize,
    /// On it or just past.
    pub past: usize,
}

/// How close is near: so many percentage points, fixed beforehand (methods f).
pub const NEAR: i128 = 2;

/// A stretch of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// Where it begins.
    pub from: Fraction,
    /// Where it ends.
    pub to: Fraction,
    /// Units in it that have met what is asked of them.
    pub met: usize,
    /// Units in it that have not.
    pub not_met: usize,
    /// Units in it without a verdict.
    pub open: usize,
}

/// More bins would be read as single units.
const MOST_BINS: i128 = 24;

impl Distribution {
    /// Lays values into bins, one of whose edges is the target. `None` without any value.
    pub fn of(
        values: &[(Fraction, Option<Status>)],
        target: Option<&Target>,
        measure: Measure,
    ) -> Option<Distribution> {
        let least = values.iter().map(|(value, _)| *value).min()?;
        let most = values.iter().map(|(value, _)| *value).max()?;
        let goal = target.map(Target::exact);
        let origin = goal.unwrap_or(Fraction::whole(0));
        // On a limit that must not be passed a unit stands with those below it.
        let closed_above = target.is_some_and(|target| target.direction == Direction::AtMost);
        let widest = goal.map_or(most, |goal| most.max(goal));
        let narrowest = goal.map_or(least, |goal| least.min(goal));
        let width = width(widest - narrowest, measure);
        let place = |value: Fraction| {
            let steps = ratio(value - origin, width);
            match closed_above {
                true => steps.ceil() - 1,
                false => steps.floor(),
            }
        };
        let (first, last) = (place(narrowest).min(place(least)), place(most).max(-1));
        let edge = |step: i128| origin + width.times(step);
        let mut bins: Vec<Bin> = (first..=last)
            .map(|step| Bin {
                from: edge(step),
                to: edge(step + 1),
                met: 0,
                not_met: 0,
                open: 0,
            })
            .collect();
        for (value, status) in values {
            let bin = usize::try_from(place(*value) - first)
                .ok()
                .and_then(|at| bins.get_mut(at));
            let Some(bin) = bin else { continue };
            match status {
                Some(Status::Met) => bin.met += 1,
                Some(Status::NotMet) => bin.not_met += 1,
                _ => bin.open += 1,
            }
        }
        let below = values
            .iter()
            .filter(|(value, _)| goal.is_some_and(|goal| *value < goal));
        let below = below.count();
        Some(Distribution {
            bins,
            units: values.len(),
            below,
            at_or_above: values.len() - below,
            near: target
                .filter(|_| measure == Measure::Percent)
                .map(|target| near(values, target)),
        })
    }
}

fn near(values: &[(Fraction, Option<Status>)], target: &Target) -> Near {
    let (goal, reach) = (target.exact(), Fraction::whole(NEAR));
    let count = |fits: &dyn Fn(Fraction) -> bool| {
        let found = values.iter().filter(|(value, _)| fits(*value));
        found.count()
    };
    match target.direction {
        Direction::AtLeast => Near {
            short: count(&|value| goal - reach <= value && value < goal),
            past: count(&|value| goal <= value && value < goal + reach),
        },
        Direction::AtMost => Near {
            short: count(&|value| goal < value && value <= goal + reach),
            past: count(&|value| goal - reach < value && value <= goal),
        },
    }
}

/// 1, 2 or 5 times a power of ten, so that the bins are few enough. What is counted in whole
/// things has no bin narrower than one.
fn width(range: Fraction, measure: Measure) -> Fraction {
    let least = match measure {
        Measure::Percent => Fraction::whole(1),
        Measure::PerMille => Fraction::new(1, 10).unwrap_or(Fraction::whole(1)),
        Measure::Count | Measure::YesNo | Measure::StudentsPerTeacher => Fraction::whole(1),
    };
    let mut width = least;
    for step in [2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000]
        .into_iter()
        .chain((4..18).map(|power| 10i128.pow(power)))
    {
        if range <= width.times(MOST_BINS - 2) {
            break;
        }
        width = least.times(step);
    }
    width
}

/// One number over another that is above zero.
fn ratio(value: Fraction, by: Fraction) -> Fraction {
    // by = w: value / w as value · (1/w), both exact.
    match by.into_whole(1) {
        Some(each) => value.multiplied(each),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn target(value: i64, direction: Direction) -> Target {
        Target {
            value: Decimal::from(value),
            direction,
            due: NaiveDate::from_ymd_opt(2020, 12, 31).unwrap(),
            year: 2020,
            carried: false,
            local: false,
        }
    }

    fn of(shares: &[(i128, i128)], goal: &Target) -> Distribution {
        let values: Vec<_> = shares
            .iter()
            .map(|(x, n)| {
                let value = Fraction::new(x * 100, *n).unwrap();
                let met = goal.direction.met(value, goal.exact());
                let status = if met { Status::Met } else { Status::NotMet };
                (value, Some(status))
            })
            .collect();
        Distribution::of(&values, Some(goal), Measure::Percent).unwrap()
    }

    #[test]
    fn the_five_figures_are_those_of_r() {
        // quantile(c(1, 2, 4, 8, 16, 32)): 1, 2.5, 6, 14, 32
        let five = Five::of(vec![8.0, 1.0, 32.0, 2.0, 16.0, 4.0]).unwrap();
        assert_eq!(
            (five.least, five.lower, five.middle, five.upper, five.most),
            (1.0, 2.5, 6.0, 14.0, 32.0)
        );
        assert_eq!(Five::of(vec![7.0]).unwrap().middle, 7.0);
        assert_eq!(Five::of(vec![]), None);
    }

    #[test]
    fn a_share_of_exactly_the_target_lies_above_it() {
        let told = of(
            &[(57, 100), (29, 50), (569_999, 1_000_000)],
            &target(57, Direction::AtLeast),
        );
        assert_eq!((told.below, told.at_or_above), (1, 2));
        assert_eq!(told.near, Some(Near { short: 1, past: 2 }));
        for bin in &told.bins {
            let goal = Fraction::whole(57);
            let pure = if bin.to <= goal { bin.met } else { bin.not_met };
            assert_eq!(pure, 0, "the target is an edge");
        }
    }

    #[test]
    fn on_a_limit_from_above_a_unit_stands_below() {
        let told = of(&[(50, 100), (51, 100)], &target(50, Direction::AtMost));
        let met: Vec<_> = told.bins.iter().filter(|bin| bin.met > 0).collect();
        assert_eq!((met.len(), met[0].to), (1, Fraction::whole(50)));
        assert_eq!(told.near, Some(Near { short: 1, past: 1 }));
    }

    proptest! {
        #[test]
        fn every_unit_lies_in_one_bin_and_they_are_few(
            shares in prop::collection::vec((0i128..=500, 1i128..500), 1..60), goal in 1i64..100,
        ) {
            let shares: Vec<_> = shares.into_iter().map(|(x, n)| (x.min(n), n)).collect();
            for direction in [Direction::AtLeast, Direction::AtMost] {
                let told = of(&shares, &target(goal, direction));
                let laid: usize = told.bins.iter().map(|bin| bin.met + bin.not_met + bin.open).sum();
                prop_assert_eq!(laid, shares.len());
                prop_assert!(told.bins.len() as i128 <= MOST_BINS + 1);
                prop_assert!(told.bins.windows(2).all(|pair| pair[0].to == pair[1].from));
                prop_assert!(told.bins.iter().any(|bin| bin.from == Fraction::whole(i128::from(goal)) || bin.to == Fraction::whole(i128::from(goal))));
            }
        }
    }
}
