//! Scores: the figures of one unit against what is asked of it.
//!
//! The verdict is reckoned in whole numbers. Nothing here guesses, and nothing rewrites it later:
//! certainty, data quality and forecast are other fields (methods 0, rule 1).

mod part;

pub use part::{Part, PartState};

use crate::catalogue::{Indicator, IndicatorKind, RollUp, Standard, catalogue};
use crate::fraction::Fraction;
use crate::period::Period;
use crate::target::{Direction, Target};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The official status: by the letter, at the period, before the due date too (semantics 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// 达标
    Met,
    /// 未达标
    NotMet,
    /// 未报: no verdict without data.
    NoData,
    /// 数据有误: a part larger than its whole, or a figure over a denominator of zero.
    Invalid,
    /// 不适用
    NotApplicable,
    /// 待定: what the missing units report decides.
    Undetermined,
    /// 已隐去: it is known and not told to everybody, for persons could be told by it
    /// ([`crate::suppression`]). No figure is judged so; only what leaves the office is.
    Suppressed,
}

/// The unit a value is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// Of a hundred.
    Percent,
    /// Of a thousand.
    PerMille,
    /// How many.
    Count,
    /// 1 or 0.
    YesNo,
    /// Students to one teacher.
    StudentsPerTeacher,
}

/// A value against its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The verdict; `None` where the indicator is only watched.
    pub status: Option<Status>,
    /// Numerator: Σx, or how many units met.
    pub numerator: Option<i64>,
    /// Denominator: Σn, or how many units answer.
    pub denominator: Option<i64>,
    /// In [`Score::measure`].
    pub value: Option<Fraction>,
    /// The unit of value, target and bounds.
    pub measure: Measure,
    /// Decimal places of a count that is kept in a smaller unit (money).
    pub decimals: u32,
    /// What is asked.
    pub target: Option<Target>,
    /// Things missing: villages, patients, teachers, meetings, units. Zero when met.
    pub shortfall: Option<i64>,
    /// How much of the denominator (of the units, where there is none) is in: 0 to 1.
    pub coverage: Option<Fraction>,
    /// The value if all that is missing failed.
    pub lower: Option<Fraction>,
    /// The value if all that is missing passed; none for 4.5‰, where it would mean nothing.
    pub upper: Option<Fraction>,
    /// How many units stand behind it, of how many.
    pub units: Option<(u32, u32)>,
    /// Whether an official count stands in for an unreported denominator.
    pub official: bool,
    /// The period the numerator was filed under, where it is one unit's own.
    pub since: Option<Period>,
    /// The period the denominator was filed under, where it is one unit's own.
    pub n_since: Option<Period>,
    /// Where the numerator is withheld and may be told to be small: the number it is below.
    pub below: Option<i64>,
}

impl Score {
    /// Judges one unit's own figures.
    pub fn of(indicator: &Indicator, part: &Part, standard: Standard) -> Score {
        let measure = indicator.measure();
        let target = match standard {
            Standard::Asked(target) => Some(in_measure(indicator, target)),
            Standard::Monitored | Standard::NotApplicable => None,
        };
        let factor = factor(indicator);
        let value = match (part.x, part.n) {
            (Some(x), None) if !has_denominator(indicator) => Some(Fraction::whole(i128::from(x))),
            (Some(x), Some(n)) => {
                Fraction::new(i128::from(x), i128::from(n)).map(|f| f.times(factor))
            }
            _ => None,
        };
        let reached = target.map(|target| reaches(indicator, part, target));
        let status = match (standard, part.state) {
            (Standard::Monitored, _) => None,
            (Standard::NotApplicable, _) | (_, PartState::NotApplicable) => {
                Some(Status::NotApplicable)
            }
            (_, PartState::Missing) => Some(Status::NoData),
            (_, PartState::Invalid) => Some(Status::Invalid),
            (_, PartState::Complete) => Some(match reached {
                Some(true) => Status::Met,
                _ => Status::NotMet,
            }),
            (_, PartState::Partial) => Some(match reached {
                Some(true) => Status::Met,
                _ => Status::NoData,
            }),
        };
        let judged = matches!(part.state, PartState::Complete | PartState::Partial);
        let bound = value.filter(|_| part.state == PartState::Complete);
        Score {
            status,
            numerator: part.x,
            denominator: part.n,
            value,
            measure,
            decimals: decimals(indicator),
            target,
            shortfall: target
                .filter(|_| judged)
                .and_then(|target| shortfall(indicator, part.x?, part.n, &target)),
            coverage: match part.state {
                PartState::Complete => Some(Fraction::whole(1)),
                PartState::Missing | PartState::Invalid => Some(Fraction::whole(0)),
                PartState::Partial | PartState::NotApplicable => None,
            },
            lower: bound,
            upper: bound,
            units: None,
            official: part.official,
            since: part.since,
            n_since: part.n_since,
            below: None,
        }
    }

    /// A score of an indicator that is not this unit's to answer for.
    pub fn elsewhere(indicator: &Indicator, standard: Standard) -> Score {
        Score {
            status: match standard {
                Standard::Monitored => None,
                Standard::Asked(_) | Standard::NotApplicable => Some(Status::NotApplicable),
            },
            coverage: None,
            target: None,
            ..Score::of(indicator, &Part::MISSING, standard)
        }
    }

    /// The value as printed, with as many decimals as it takes that it never contradicts the
    /// status. `least` is how many it has at least.
    pub fn printed(&self, value: Fraction, least: u32) -> String {
        let value = match self.decimals {
            0 => value,
            places => value / 10i128.pow(places),
        };
        match self.target {
            Some(target) => {
                let goal = target.exact();
                let met = target.direction.met(value, goal);
                value.rounded_while(least, |shown| target.direction.met(shown, goal) == met)
            }
            None => value.rounded(least),
        }
    }

    /// Whether less than 80% of the denominator (of the units, where there is none) is in:
    /// "low coverage" then stands beside the status (methods c).
    pub fn is_low_coverage(&self) -> bool {
        let floor = Fraction::new(80, 100).expect("100 is above zero");
        self.coverage.is_some_and(|coverage| coverage < floor)
    }

    /// Whether it is green whatever the missing units report.
    pub fn is_safe(&self) -> bool {
        let (Some(lower), Some(target)) = (self.lower, self.target) else {
            return false;
        };
        self.status == Some(Status::Met)
            && self.units.is_some_and(|(counted, units)| counted < units)
            && target.direction.met(lower, target.exact())
    }
}

impl Indicator {
    /// The unit of its values where it is answered for.
    pub fn measure(&self) -> Measure {
        match (self.kind, self.roll_up) {
            (_, RollUp::ShareOfPeriods) => Measure::Percent,
            (IndicatorKind::Proportion, _) => Measure::Percent,
            (IndicatorKind::PerMille, _) => Measure::PerMille,
            (IndicatorKind::StudentsPerTeacher, _) => Measure::StudentsPerTeacher,
            (IndicatorKind::Count, _) => Measure::Count,
            (IndicatorKind::YesNo, _) => Measure::YesNo,
        }
    }
}

fn has_denominator(indicator: &Indicator) -> bool {
    indicator.denominator_element.is_some() || indicator.roll_up == RollUp::ShareOfPeriods
}

/// "At least one each month" is met when 100% of the months have one.
fn in_measure(indicator: &Indicator, target: Target) -> Target {
    match indicator.roll_up {
        RollUp::ShareOfPeriods => Target {
            value: Decimal::ONE_HUNDRED,
            ..target
        },
        _ => target,
    }
}

fn decimals(indicator: &Indicator) -> u32 {
    catalogue()
        .element(&indicator.numerator_element)
        .map_or(0, |element| element.value_type.decimals())
}

/// By how much a unit's own share is multiplied: "one each month" is a share of the months.
fn factor(indicator: &Indicator) -> i128 {
    match indicator.roll_up {
        RollUp::ShareOfPeriods => 100,
        _ => indicator.factor(),
    }
}

/// Compares x·factor with T·n in whole numbers. Students without a teacher are more than any
/// number to a teacher.
fn reaches(indicator: &Indicator, part: &Part, target: Target) -> bool {
    let Some(x) = part.x else { return false };
    let top = i128::from(x) * factor(indicator);
    match Fraction::new(top, part.n.map_or(1, i128::from)) {
        Some(value) => target.direction.met(value, target.exact()),
        None => target.direction == Direction::AtLeast,
    }
}

/// How many things are missing: ceil(T·n) − x, or x − floor(T·n); of students per teacher the
/// teachers (semantics 21).
pub(crate) fn shortfall(
    indicator: &Indicator,
    x: i64,
    n: Option<i64>,
    target: &Target,
) -> Option<i64> {
    let (x, exact) = (i128::from(x), target.exact());
    let missing = match (indicator.kind, n) {
        (IndicatorKind::StudentsPerTeacher, Some(n)) => exact.into_whole(x)?.ceil() - i128::from(n),
        (_, n) => {
            let asked = match n {
                Some(n) => exact.times(i128::from(n)) / factor(indicator),
                None => exact,
            };
            match target.direction {
                Direction::AtLeast => asked.ceil() - x,
                Direction::AtMost => x - asked.floor(),
            }
        }
    };
    i64::try_from(missing.max(0)).ok()
}
