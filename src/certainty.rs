//! Certainty: what chance alone leaves open beside a score. It stands beside the official status
//! and never changes it (methods 0, rule 1; a; b).
//!
//! Only a process has one. Where every village was counted nothing is left to chance: the doubt
//! is in the measurement, and an interval would pretend to a doubt of another kind.

use crate::catalogue::{Indicator, IndicatorKind, Inference, RollUp};
use crate::score::{Score, Status};
use crate::statistics::poisson::{self, BYAR_FROM};
use crate::statistics::{Certainty as Side, Interval, certainty as at_least, interval};
use crate::target::{Direction, Target};

/// How sure the limits are.
pub const CONFIDENCE: f64 = 0.95;

/// Below so many persons a share carries the mark of a small number (methods h). Ours, for the
/// owner to confirm.
pub const SMALL_DENOMINATOR: i64 = 20;

/// Below so many events a rate carries it.
pub const SMALL_EVENTS: i64 = 10;

/// Limits further apart than so many percentage points are imprecise.
pub const IMPRECISE: f64 = 20.0;

/// What chance leaves open beside one score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certainty {
    /// The 95% limits, in the measure of the score.
    pub limits: Interval,
    /// Where they lie against the target; `None` where nothing is asked.
    pub side: Option<Side>,
    /// How the limits are found.
    pub method: Method,
    /// Whether the limits of a share are more than 20 points apart.
    pub imprecise: bool,
    /// Whether it rests on few persons: under 20 of a share, under 10 events of a rate.
    pub small: bool,
}

/// How limits are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Wilson's, for a share.
    Wilson,
    /// Garwood's exact limits, for a rate of fewer than ten events.
    Exact,
    /// Byar's, for a rate of ten events and more.
    Byar,
}

/// Why a score has no certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCertainty {
    /// Everything was counted: nothing is left to chance.
    Census,
    /// It is no rate.
    NotARate,
    /// Units were counted, all of them.
    UnitsCounted,
    /// There are no figures, or they contradict each other.
    NoFigures,
}

impl Indicator {
    /// Why no score of this indicator can have a certainty; `None` where one can.
    pub fn without_certainty(&self) -> Option<NoCertainty> {
        match (self.inference, self.is_rate()) {
            (_, false) => Some(NoCertainty::NotARate),
            (Inference::Census, true) => Some(NoCertainty::Census),
            (Inference::Process, true) => None,
        }
    }
}

/// What chance leaves open beside a score, or why there is nothing to say.
///
/// Of a roll-up it speaks of the units that reported; what the missing ones could change is told
/// by the score's bounds.
pub fn certainty(indicator: &Indicator, score: &Score) -> Result<Certainty, NoCertainty> {
    if let Some(reason) = indicator.without_certainty() {
        return Err(reason);
    }
    if score.units.is_some() && indicator.roll_up != RollUp::SumNumDen {
        return Err(NoCertainty::UnitsCounted);
    }
    let told = matches!(
        score.status,
        None | Some(Status::Met | Status::NotMet | Status::Undetermined)
    );
    let (Some(x), Some(n), true) = (score.numerator, score.denominator, told) else {
        return Err(NoCertainty::NoFigures);
    };
    let factor = indicator.factor() as f64;
    let (limits, method) = match indicator.kind {
        IndicatorKind::PerMille => {
            let method = match (x as f64) < BYAR_FROM {
                true => Method::Exact,
                false => Method::Byar,
            };
            let rate = poisson::Method::ExactThenByar;
            (poisson::rate(rate, x as f64, n as f64, CONFIDENCE), method)
        }
        _ => (
            interval::wilson(x as f64, n as f64, CONFIDENCE),
            Method::Wilson,
        ),
    };
    let limits = limits.ok_or(NoCertainty::NoFigures)?.scaled(factor);
    Ok(Certainty {
        limits,
        side: score.target.map(|target| side(limits, &target)),
        method,
        imprecise: method == Method::Wilson && limits.width() > IMPRECISE,
        small: is_small(indicator, x, n),
    })
}

/// Whether a figure rests on few persons.
pub fn is_small(indicator: &Indicator, x: i64, n: i64) -> bool {
    match indicator.kind {
        IndicatorKind::PerMille => x < SMALL_EVENTS,
        _ => n < SMALL_DENOMINATOR,
    }
}

/// Where limits lie against a target. A limit that must not be passed is kept on the limit too.
fn side(limits: Interval, target: &Target) -> Side {
    let goal = target.exact().to_f64();
    match target.direction {
        Direction::AtLeast => at_least(limits, goal),
        Direction::AtMost if limits.upper <= goal => Side::Below,
        Direction::AtMost if limits.lower > goal => Side::Above,
        Direction::AtMost => Side::Either,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::catalogue;
    use crate::period::Period;
    use crate::roll_up::{Behind, Sums, pooled};
    use crate::score::Part;
    use proptest::prelude::*;

    fn score(code: &str, x: i64, n: i64) -> (&'static Indicator, Score) {
        let indicator = catalogue().indicator(code).unwrap();
        let part = Part::of_counts(indicator.kind, Some(x), Some(n));
        let standard = indicator.standard(Period::literal(2020, 12), []);
        (indicator, Score::of(indicator, &part, standard))
    }

    fn told(code: &str, x: i64, n: i64) -> Result<Certainty, NoCertainty> {
        let (indicator, score) = score(code, x, n);
        certainty(indicator, &score)
    }

    #[test]
    fn a_share_is_told_by_wilson_against_its_target() {
        // Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662.
        let few = told("smd-standard-mgmt", 81, 263).unwrap();
        assert!((few.limits.lower - 25.53).abs() < 0.01 && (few.limits.upper - 36.62).abs() < 0.01);
        assert_eq!((few.side, few.method), (Some(Side::Below), Method::Wilson));
        let many = told("smd-standard-mgmt", 900, 1_000).unwrap();
        assert_eq!((many.side, many.imprecise), (Some(Side::Above), false));
        let close = told("smd-standard-mgmt", 810, 1_000).unwrap();
        assert_eq!(
            close.side,
            Some(Side::Either),
            "met by the letter, and chance could do it"
        );
        let tiny = told("smd-standard-mgmt", 12, 15).unwrap();
        assert!(tiny.small && tiny.imprecise);
        let all = told("smd-standard-mgmt", 40, 40).unwrap();
        assert!(
            all.limits.upper == 100.0 && all.limits.lower < 100.0,
            "never zero width"
        );
    }

    #[test]
    fn a_rate_in_the_population_is_exact_below_ten_events_and_byar_from_ten() {
        let few = told("smd-reported-prevalence", 9, 2_000).unwrap();
        assert_eq!((few.method, few.small), (Method::Exact, true));
        // Garwood: 9 events are 4.115 to 17.085.
        assert!(
            (few.limits.lower - 2.0577).abs() < 1e-3 && (few.limits.upper - 8.5424).abs() < 1e-3
        );
        let many = told("smd-reported-prevalence", 10, 2_000).unwrap();
        assert_eq!((many.method, many.small), (Method::Byar, false));
    }

    #[test]
    fn what_was_counted_has_none_and_says_why() {
        assert_eq!(
            told("counselling-room-coverage", 50, 100),
            Err(NoCertainty::Census)
        );
        assert_eq!(told("smd-standard-mgmt", 0, 0), Err(NoCertainty::NoFigures));
        assert_eq!(
            told("smd-standard-mgmt", 12, 10),
            Err(NoCertainty::NoFigures)
        );
        let (rooms, mut summed) = score("counselling-room-coverage", 50, 100);
        summed.units = Some((3, 4));
        assert_eq!(
            certainty(rooms, &summed),
            Err(NoCertainty::Census),
            "nor has its sum"
        );
    }

    #[test]
    fn a_sum_of_patients_has_one_of_those_that_were_reported() {
        let indicator = catalogue().indicator("smd-standard-mgmt").unwrap();
        let sums = Sums {
            x: 5_400,
            n: 6_000,
            counted: 6,
            lacking: 1,
            lacking_n: 9_000,
            ..Sums::default()
        };
        let behind = Behind {
            units: 7,
            official: None,
        };
        let standard = indicator.standard(Period::literal(2020, 12), []);
        let score = pooled(indicator, &sums, behind, standard);
        assert_eq!(score.status, Some(Status::Undetermined));
        let told = certainty(indicator, &score).unwrap();
        assert_eq!(told.side, Some(Side::Above), "of what was reported");
    }

    proptest! {
        #[test]
        fn the_figure_lies_between_its_limits_and_its_status_stands(n in 1i64..5_000, part in 0.0f64..=1.0) {
            let x = (part * n as f64).round() as i64;
            let (indicator, score) = score("smd-regular-medication", x, n);
            let before = score.clone();
            let told = certainty(indicator, &score).unwrap();
            let value = score.value.unwrap().to_f64();
            prop_assert!(told.limits.lower <= value + 1e-9 && value <= told.limits.upper + 1e-9);
            prop_assert_eq!(&score, &before);
            match told.side.unwrap() {
                Side::Above => prop_assert_eq!(score.status, Some(Status::Met)),
                Side::Below => prop_assert_eq!(score.status, Some(Status::NotMet)),
                Side::Either => {}
            }
        }
    }
}
