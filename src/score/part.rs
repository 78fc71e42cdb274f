//! Parts: the figures of one indicator in one unit and period, before they are judged.

use crate::catalogue::{Indicator, IndicatorKind, RollUp, catalogue};
use crate::facts::{Facts, InForce, Value};
use crate::org_unit::OrgUnit;
use crate::period::Period;
use serde::{Deserialize, Serialize};

/// The figures of one indicator in one unit and period: what is known, before it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Numerator.
    pub x: Option<i64>,
    /// Denominator; none for a count.
    pub n: Option<i64>,
    /// What can be made of them.
    pub state: PartState,
    /// Whether the denominator is the official count, because nobody reported one.
    pub official: bool,
    /// The period the numerator was filed under.
    pub since: Option<Period>,
    /// The period the denominator was filed under.
    pub n_since: Option<Period>,
}

/// What can be made of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PartState {
    /// All in.
    Complete,
    /// A flow with months still missing: it can be met already, and cannot be missed yet.
    Partial,
    /// Something is missing.
    Missing,
    /// They contradict each other.
    Invalid,
    /// It does not apply.
    NotApplicable,
}

impl Part {
    /// A part of which nothing is known.
    pub const MISSING: Part = Part {
        x: None,
        n: None,
        state: PartState::Missing,
        official: false,
        since: None,
        n_since: None,
    };

    const NOT_APPLICABLE: Part = Part {
        state: PartState::NotApplicable,
        ..Part::MISSING
    };

    /// The figures of `indicator` that are in force in `unit` in `period` (semantics 7, 14, 15).
    pub fn of(indicator: &Indicator, unit: &OrgUnit, facts: &Facts, period: Period) -> Part {
        if indicator.roll_up == RollUp::ShareOfPeriods {
            return months_with_one(indicator, facts, period);
        }
        let start = indicator.window_start(period);
        let element = |code: &str| {
            catalogue()
                .element(code)
                .expect("a test finds every element an indicator names")
        };
        let top = facts.in_force(element(&indicator.numerator_element), start, period);
        match &indicator.denominator_element {
            None => count(&top),
            Some(code) => {
                let below = facts.in_force(element(code), start, period);
                rate(indicator.kind, &top, &below, unit.official(code))
            }
        }
    }

    /// What can be made of a numerator and a denominator as they stand (methods a, semantics 15).
    pub fn of_counts(kind: IndicatorKind, x: Option<i64>, n: Option<i64>) -> Part {
        let state = match (x, n) {
            (Some(0), Some(0)) => PartState::NotApplicable,
            (Some(x), Some(n)) if contradicts(kind, x, n) => PartState::Invalid,
            (Some(_), Some(_)) => PartState::Complete,
            _ => PartState::Missing,
        };
        Part {
            x,
            n,
            state,
            ..Part::MISSING
        }
    }

    /// Whether both sides are there and make sense, so that the unit enters a sum.
    pub fn is_valid(&self) -> bool {
        self.state == PartState::Complete
    }
}

fn count(top: &InForce) -> Part {
    match top {
        InForce::NotApplicable => Part::NOT_APPLICABLE,
        InForce::Missing => Part::MISSING,
        InForce::Number {
            number,
            since,
            complete,
        } => Part {
            x: Some(*number),
            n: None,
            state: state_of(*complete),
            official: false,
            since: Some(*since),
            n_since: None,
        },
    }
}

fn rate(kind: IndicatorKind, top: &InForce, below: &InForce, official: Option<i64>) -> Part {
    if *top == InForce::NotApplicable || *below == InForce::NotApplicable {
        return Part::NOT_APPLICABLE;
    }
    let part = Part::of_counts(kind, top.number(), below.number().or(official));
    let complete = |side: &InForce| match side {
        InForce::Number { complete, .. } => *complete,
        InForce::NotApplicable | InForce::Missing => true,
    };
    Part {
        state: match part.state {
            PartState::Complete => state_of(complete(top) && complete(below)),
            state => state,
        },
        official: below.number().is_none() && official.is_some(),
        since: top.since(),
        n_since: below.since(),
        ..part
    }
}

/// Students without a single teacher contradict nothing: there are teachers missing.
fn contradicts(kind: IndicatorKind, x: i64, n: i64) -> bool {
    x < 0 || n < 0 || (kind != IndicatorKind::StudentsPerTeacher && x > n)
}

fn state_of(complete: bool) -> PartState {
    match complete {
        true => PartState::Complete,
        false => PartState::Partial,
    }
}

/// Months with at least one, of the months due; a month that does not apply is not due.
fn months_with_one(indicator: &Indicator, facts: &Facts, period: Period) -> Part {
    let (mut with_one, mut due, mut missing, mut since) = (0, 0, 0, None);
    for month in indicator.window_start(period).through(period) {
        match facts.at(&indicator.numerator_element, month) {
            Some(Value::NotApplicable(_)) => continue,
            Some(Value::Figure(times)) => {
                with_one += i64::from(*times >= 1);
                since = Some(month);
            }
            _ => missing += 1,
        }
        due += 1;
    }
    Part {
        x: (due > missing).then_some(with_one),
        n: (due > 0).then_some(due),
        state: match (due, missing) {
            (0, _) => PartState::NotApplicable,
            (_, 0) => PartState::Complete,
            _ if due == missing => PartState::Missing,
            _ => PartState::Partial,
        },
        official: false,
        since,
        n_since: since,
    }
}
