//! Two months of one unit: by how much a rate moved, which side moved it, and whether chance alone
//! could have.
//!
//! That two intervals overlap says nothing about a change. For a process the difference has an
//! interval of its own; a census has simply changed.

use crate::catalogue::Indicator;
use crate::certainty::CONFIDENCE;
use crate::fraction::Fraction;
use crate::score::{Score, Status};
use crate::statistics::Interval;
use crate::statistics::difference::{Method, Pair};
use serde::{Deserialize, Serialize};

/// A cell of the table of two months below this is tested exactly.
pub const SMALL_CELL: u64 = 5;

/// A change whose p is below this is more than chance.
pub const LEVEL: f64 = 0.05;

/// Above so many possible tables the exact test gives way to the interval, which then agrees.
const MOST_TABLES: u64 = 200_000;

/// How a value moved from one month to another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The later value minus the earlier, in the measure of the score.
    pub difference: Fraction,
    /// What came from either side, where there are two.
    pub split: Option<Split>,
    /// What chance leaves open, where it has a part.
    pub chance: Option<Chance>,
}

/// A change of a rate, split into what either side brought. Both add up to the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// What the numerator brought, were the denominator halfway between both months.
    pub numerator: Fraction,
    /// What the denominator brought, were the numerator halfway.
    pub denominator: Fraction,
}

/// What chance leaves open of a change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// Newcombe's 95% limits of the difference, in the measure of the score: lower and upper.
    pub limits: (f64, f64),
    /// Fisher's p, where a cell is below five: the limits are rough there.
    pub fisher: Option<f64>,
    /// What follows.
    pub verdict: Verdict,
}

/// Whether a change is more than chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It rose by more than chance.
    Rose,
    /// It fell by more than chance.
    Fell,
    /// Chance alone could do it.
    Open,
}

/// How a value moved; `None` where either month has none that can be believed.
pub fn change(indicator: &Indicator, before: &Score, now: &Score) -> Option<Change> {
    let sound = |score: &&Score| {
        !matches!(
            score.status,
            Some(Status::NoData | Status::Invalid | Status::NotApplicable)
        )
    };
    let (then, later) = (
        Some(before).filter(sound)?.value?,
        Some(now).filter(sound)?.value?,
    );
    Some(Change {
        difference: later - then,
        split: split(before, now),
        chance: chance(indicator, before, now),
    })
}

/// x₁/n₁ − x₀/n₀ = (x₁ − x₀)·½(1/n₀ + 1/n₁) + ½(x₀ + x₁)·(1/n₁ − 1/n₀): neither side is taken
/// first, so it does not matter which month one begins with.
fn split(before: &Score, now: &Score) -> Option<Split> {
    let (x0, n0) = (before.numerator?, before.denominator?);
    let (x1, n1) = (now.numerator?, now.denominator?);
    let (x0, n0, x1, n1) = (
        i128::from(x0),
        i128::from(n0),
        i128::from(x1),
        i128::from(n1),
    );
    // The factor between a share and the measure, from the value itself: x·factor/n.
    let factor = match now.measure {
        crate::score::Measure::Percent => 100,
        crate::score::Measure::PerMille => 1000,
        crate::score::Measure::StudentsPerTeacher
        | crate::score::Measure::Count
        | crate::score::Measure::YesNo => 1,
    };
    let below = n0.checked_mul(n1)?.checked_mul(2)?;
    let of = |top: Option<i128>| Fraction::new(top?.checked_mul(factor)?, below);
    Some(Split {
        numerator: of((x1 - x0).checked_mul(n0 + n1))?,
        denominator: of((x0 + x1).checked_mul(n0 - n1))?,
    })
}

fn chance(indicator: &Indicator, before: &Score, now: &Score) -> Option<Chance> {
    // Units that were counted are no sample of anything.
    let counted = |score: &Score| {
        score.units.is_some() && indicator.roll_up != crate::catalogue::RollUp::SumNumDen
    };
    if !indicator.has_certainty() || counted(before) || counted(now) {
        return None;
    }
    let whole = |number: Option<i64>| u64::try_from(number?).ok();
    let (x1, n1) = (whole(now.numerator)?, whole(now.denominator)?);
    let (x0, n0) = (whole(before.numerator)?, whole(before.denominator)?);
    let pair = Pair::new(x1, n1, x0, n0)?;
    let limits = pair
        .limits(Method::Newcombe, CONFIDENCE)?
        .scaled(indicator.factor() as f64);
    let cells = [x1, n1 - x1, x0, n0 - x0];
    let tables = n1.min(n0).min(x1 + x0).min(n1 + n0 - x1 - x0);
    let fisher = (cells.iter().any(|cell| *cell < SMALL_CELL) && tables <= MOST_TABLES)
        .then(|| pair.fisher())
        .flatten();
    Some(Chance {
        limits: (limits.lower, limits.upper),
        fisher,
        verdict: verdict(pair.difference(), limits, fisher),
    })
}

fn verdict(difference: f64, limits: Interval, fisher: Option<f64>) -> Verdict {
    let beyond = match fisher {
        Some(p) => p < LEVEL,
        None => limits.lower > 0.0 || limits.upper < 0.0,
    };
    match beyond {
        true if difference > 0.0 => Verdict::Rose,
        true => Verdict::Fell,
        false => Verdict::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::catalogue;
    use crate::period::Period;
    use crate::score::Part;
    use proptest::prelude::*;

    fn score(code: &str, x: i64, n: i64) -> Score {
        let indicator = catalogue().indicator(code).unwrap();
        let part = Part::of_counts(indicator.kind, Some(x), Some(n));
        Score::of(
            indicator,
            &part,
            indicator.standard(Period::literal(2020, 11), []),
        )
    }

    fn between(code: &str, before: (i64, i64), now: (i64, i64)) -> Option<Change> {
        let indicator = catalogue().indicator(code).unwrap();
        change(
            indicator,
            &score(code, before.0, before.1),
            &score(code, now.0, now.1),
        )
    }

    #[test]
    fn a_change_has_the_published_interval() {
        // Newcombe 1998, table II: 56/70 against 48/80 is 0.0524 to 0.3339.
        let told = between("smd-standard-mgmt", (48, 80), (56, 70)).unwrap();
        assert_eq!(told.difference, Fraction::whole(20));
        let chance = told.chance.unwrap();
        assert!((chance.limits.0 - 5.24).abs() < 0.01 && (chance.limits.1 - 33.39).abs() < 0.01);
        assert_eq!((chance.verdict, chance.fisher), (Verdict::Rose, None));
    }

    #[test]
    fn intervals_that_overlap_do_not_hide_a_change() {
        // 40 to 60 of 100 each: the two Wilson intervals overlap, the difference is beyond chance.
        let told = between("smd-standard-mgmt", (43, 100), (58, 100)).unwrap();
        assert_eq!(told.chance.unwrap().verdict, Verdict::Rose);
    }

    #[test]
    fn few_are_tested_exactly() {
        let told = between("smd-standard-mgmt", (10, 11), (3, 10)).unwrap();
        let chance = told.chance.unwrap();
        // Of 21 of whom 13 succeeded, ten drawn: every table no likelier than three, added up.
        assert!((chance.fisher.unwrap() - 0.007_518_796_992_481).abs() < 1e-12);
        assert_eq!(chance.verdict, Verdict::Fell);
        let same = between("smd-standard-mgmt", (3, 4), (2, 4)).unwrap();
        assert_eq!(same.chance.unwrap().verdict, Verdict::Open);
    }

    #[test]
    fn twelve_patients_who_left_the_register_are_seen() {
        // Nobody more is managed; twelve fewer are registered.
        let told = between("smd-standard-mgmt", (80, 112), (80, 100)).unwrap();
        let split = told.split.unwrap();
        assert_eq!(split.numerator, Fraction::whole(0));
        assert_eq!(split.denominator, told.difference);
    }

    #[test]
    fn a_census_changes_without_chance() {
        let told = between("counselling-room-coverage", (50, 100), (60, 100)).unwrap();
        assert_eq!((told.difference, told.chance), (Fraction::whole(10), None));
        assert_eq!(
            between("smd-standard-mgmt", (0, 0), (5, 10)),
            None,
            "nothing to compare with"
        );
    }

    proptest! {
        #[test]
        fn the_parts_add_up_and_turning_the_months_round_turns_the_sign(
            x0 in 0i64..3_000, more0 in 1i64..3_000, x1 in 0i64..3_000, more1 in 1i64..3_000,
        ) {
            let (before, now) = ((x0, x0 + more0), (x1, x1 + more1));
            let told = between("smd-standard-mgmt", before, now).unwrap();
            let split = told.split.unwrap();
            prop_assert_eq!(split.numerator + split.denominator, told.difference);
            let back = between("smd-standard-mgmt", now, before).unwrap();
            prop_assert_eq!(back.difference, told.difference.times(-1));
            prop_assert_eq!(back.split.unwrap().numerator, split.numerator.times(-1));
        }
    }
}
