//! Roll-ups: many units as one, without hiding who is missing.
//!
//! Rates are Σx/Σn over the units where both are valid, never a mean of rates. The units that
//! are missing give bounds (Manski 1989), and the bounds alone decide the status (methods c,
//! semantics 17).

use crate::catalogue::{Indicator, IndicatorKind, Standard};
use crate::fraction::Fraction;
use crate::score::{Measure, Part, PartState, Score, Status, shortfall};
use crate::target::{Direction, Target};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What is kept of the parts under a unit, for one indicator and period (semantics 19).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Σx over the valid parts.
    pub x: i64,
    /// Σn over the valid parts.
    pub n: i64,
    /// k: how many parts are valid.
    pub counted: i64,
    /// Units whose denominator is known while the rest is missing or wrong.
    pub lacking: i64,
    /// Σn over those.
    pub lacking_n: i64,
    /// Units to which it does not apply.
    pub not_applicable: i64,
    /// Σ of the official counts of the units that have a part at all.
    pub official_seen: i64,
}

impl Sums {
    /// What one part adds. `official` is the unit's official count of the denominator.
    pub fn of(part: &Part, official: Option<i64>) -> Sums {
        let none = Sums {
            official_seen: official.unwrap_or(0),
            ..Sums::default()
        };
        match (part.state, part.x, part.n) {
            (PartState::Complete, Some(x), n) => Sums {
                x,
                n: n.unwrap_or(0),
                counted: 1,
                ..none
            },
            (PartState::NotApplicable, ..) => Sums {
                not_applicable: 1,
                ..none
            },
            (_, _, Some(n)) => Sums {
                lacking: 1,
                lacking_n: n,
                ..none
            },
            _ => none,
        }
    }

    /// Both together.
    pub fn plus(self, other: Sums) -> Sums {
        self.combine(other, |a, b| a + b)
    }

    /// This without the other.
    pub fn minus(self, other: Sums) -> Sums {
        self.combine(other, |a, b| a - b)
    }

    fn combine(self, other: Sums, with: impl Fn(i64, i64) -> i64) -> Sums {
        Sums {
            x: with(self.x, other.x),
            n: with(self.n, other.n),
            counted: with(self.counted, other.counted),
            lacking: with(self.lacking, other.lacking),
            lacking_n: with(self.lacking_n, other.lacking_n),
            not_applicable: with(self.not_applicable, other.not_applicable),
            official_seen: with(self.official_seen, other.official_seen),
        }
    }
}

/// Who stands behind a roll-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// K: how many units answer.
    pub units: i64,
    /// Σ of their official counts of the denominator, where the division data has one.
    pub official: Option<i64>,
}

/// Judges a sum of numerators over a sum of denominators.
pub fn pooled(indicator: &Indicator, sums: &Sums, behind: Behind, standard: Standard) -> Score {
    let mut score = Score::elsewhere(indicator, standard);
    let applicable = behind.units - sums.not_applicable;
    let target = asked(standard);
    score.target = target;
    score.units = Some((sums.counted as u32, applicable.max(0) as u32));
    if applicable <= 0 {
        return score;
    }
    if sums.counted == 0 {
        score.coverage = Some(Fraction::whole(0));
        score.status = score.status.map(|_| match standard {
            Standard::NotApplicable => Status::NotApplicable,
            _ => Status::NoData,
        });
        return score;
    }
    let silent = applicable - sums.counted - sums.lacking;
    let (unknown, missing_n) = match behind.official {
        Some(official) => (0, sums.lacking_n + (official - sums.official_seen).max(0)),
        None => (silent, sums.lacking_n),
    };
    let (x, n, missing_n) = (
        i128::from(sums.x),
        i128::from(sums.n),
        i128::from(missing_n),
    );
    let factor = indicator.factor();
    let per_cent = |top, bottom| Fraction::new(top, bottom).map(|share| share.times(factor));
    let full = unknown == 0 && missing_n == 0;
    score.numerator = Some(sums.x);
    score.denominator = Some(sums.n);
    score.value = per_cent(x, n);
    score.official = false;
    score.coverage = match unknown {
        0 => Fraction::new(n, n + missing_n),
        _ => Fraction::new(i128::from(sums.counted), i128::from(applicable)),
    };
    (score.lower, score.upper) = match unknown {
        0 => (
            per_cent(x, n + missing_n),
            per_cent(x + missing_n, n + missing_n),
        ),
        _ => (Some(Fraction::whole(0)), Some(Fraction::whole(factor))),
    };
    if indicator.kind == IndicatorKind::PerMille && !full {
        score.upper = None;
    }
    if let Some(target) = target {
        score.status = Some(under_bounds(&target, score.lower, score.upper));
        score.shortfall = shortfall(indicator, sums.x, Some(sums.n), &target);
    }
    score
}

/// Met when the worst case meets, not met when the best case does not, else undetermined. A
/// bound that means nothing decides nothing.
fn under_bounds(target: &Target, lower: Option<Fraction>, upper: Option<Fraction>) -> Status {
    let (worst, best) = match target.direction {
        Direction::AtLeast => (lower, upper),
        Direction::AtMost => (upper, lower),
    };
    let meets = |value: Fraction| target.direction.met(value, target.exact());
    match (worst.map(meets), best.map(meets)) {
        (Some(true), _) => Status::Met,
        (_, Some(false)) => Status::NotMet,
        _ => Status::Undetermined,
    }
}

/// How the responsible units stand, one by one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Met.
    pub met: i64,
    /// Not met.
    pub not_met: i64,
    /// No data, or wrong data.
    pub missing: i64,
    /// Not applicable.
    pub not_applicable: i64,
}

impl Tally {
    /// Adds one unit's score. Of what is only watched, a yes or at least one counts as met.
    pub fn add(&mut self, score: &Score) {
        let status = score.status.unwrap_or(match score.numerator {
            Some(x) if x >= 1 => Status::Met,
            Some(_) => Status::NotMet,
            None => Status::NoData,
        });
        match status {
            Status::Met => self.met += 1,
            Status::NotMet => self.not_met += 1,
            Status::NoData | Status::Invalid | Status::Undetermined | Status::Suppressed => {
                self.missing += 1
            }
            Status::NotApplicable => self.not_applicable += 1,
        }
    }
}

/// Judges k of K units met: all must be.
pub fn units_met(indicator: &Indicator, tally: &Tally, standard: Standard) -> Score {
    let mut score = Score::elsewhere(indicator, standard);
    score.measure = Measure::Percent;
    score.target = asked(standard).map(|target| Target {
        value: Decimal::ONE_HUNDRED,
        direction: Direction::AtLeast,
        ..target
    });
    let units = tally.met + tally.not_met + tally.missing;
    let reported = tally.met + tally.not_met;
    score.units = Some((reported as u32, units as u32));
    if units == 0 || standard == Standard::NotApplicable {
        return score;
    }
    let of_units = |k: i64| Fraction::new(i128::from(k), i128::from(units));
    let per_cent = |k: i64| of_units(k).map(|share| share.times(100));
    score.coverage = of_units(reported);
    if reported == 0 {
        score.status = score.status.map(|_| Status::NoData);
        return score;
    }
    score.numerator = Some(tally.met);
    score.denominator = Some(units);
    score.value = per_cent(tally.met);
    score.lower = per_cent(tally.met);
    score.upper = per_cent(tally.met + tally.missing);
    if score.target.is_some() {
        score.shortfall = Some(units - tally.met);
        score.status = Some(match tally {
            Tally { not_met: 1.., .. } => Status::NotMet,
            Tally { missing: 0, .. } => Status::Met,
            _ => Status::Undetermined,
        });
    }
    score
}

/// Adds up, or takes the largest of, what is only watched.
pub fn watched(indicator: &Indicator, x: Option<i64>, counted: i64, units: i64) -> Score {
    let mut score = Score::elsewhere(indicator, Standard::Monitored);
    score.units = Some((counted as u32, units as u32));
    score.coverage = Fraction::new(i128::from(counted), i128::from(units));
    score.numerator = x.filter(|_| counted > 0);
    score.value = score.numerator.map(|x| Fraction::whole(i128::from(x)));
    score
}

fn asked(standard: Standard) -> Option<Target> {
    match standard {
        Standard::Asked(target) => Some(target),
        Standard::Monitored | Standard::NotApplicable => None,
    }
}
