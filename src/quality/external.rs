//! Figures against sources outside the return: the official division data, what is plausible for
//! a population, and the sum of the units below.
//!
//! The division data know townships and villages, and no residents: those are held against
//! nothing, and the page says so.

use super::checks::{Check, EXTERNAL_OFF, PREVALENCE_HIGH, PREVALENCE_LOW, off};
use super::{Examined, Found, Known, Subject, element};
use crate::catalogue::{DataElement, Kind, ValueType, catalogue};
use crate::facts::{Facts, InForce};
use crate::org_unit::UnitCode;
use crate::period::Period;

/// The indicator whose plausibility is asked about.
const PREVALENCE: &str = "smd-reported-prevalence";

/// Whether so many patients of so many residents are plausible, in whole numbers. `None` where
/// nobody lives.
pub fn is_plausible(registered: i64, residents: i64) -> Option<bool> {
    let (patients, residents) = (i128::from(registered) * 1000, i128::from(residents));
    (residents > 0).then(|| {
        patients >= i128::from(PREVALENCE_LOW) * residents
            && patients <= i128::from(PREVALENCE_HIGH) * residents
    })
}

fn number(facts: &Facts, code: &str, period: Period) -> Option<(i64, Period)> {
    let one = catalogue().element(code)?;
    match facts.in_force(one, one.window_start(period), period) {
        InForce::Number { number, since, .. } => Some((number, since)),
        InForce::NotApplicable | InForce::Missing => None,
    }
}

pub(super) fn examine(known: &Known, examined: &mut Examined) {
    for (code, check) in [
        ("villages_total", Check::Villages),
        ("townships_total", Check::Townships),
    ] {
        let Some(official) = known.unit.official(code) else {
            continue;
        };
        match number(known.facts, code, known.to) {
            Some((reported, since)) => {
                let differs = off(reported, official, EXTERNAL_OFF);
                examined.counts.external.count(differs);
                if differs {
                    let found = Found::Official { reported, official };
                    examined.flag(known, since, check, element(code), found);
                }
            }
            None => over_official(known, code, official, examined),
        }
    }
    prevalence(known, examined);
}

/// Parts of a total that nobody reported, above the official count that stands in for it.
fn over_official(known: &Known, whole: &str, official: i64, examined: &mut Examined) {
    let parts = catalogue()
        .elements()
        .iter()
        .filter(|part| part.at_most.as_deref() == Some(whole) && part.kind == Kind::Stock);
    for part in parts {
        if let Some((reported, since)) = number(known.facts, &part.code, known.to) {
            let above = reported > official;
            examined.counts.external.count(above);
            if above {
                let found = Found::Official { reported, official };
                examined.flag(
                    known,
                    since,
                    Check::OverOfficial,
                    element(&part.code),
                    found,
                );
            }
        }
    }
}

fn prevalence(known: &Known, examined: &mut Examined) {
    let (Some((registered, since)), Some((residents, _))) = (
        number(known.facts, "smd_registered", known.to),
        number(known.facts, "resident_population", known.to),
    ) else {
        return;
    };
    let Some(plausible) = is_plausible(registered, residents) else {
        return;
    };
    examined.counts.external.count(!plausible);
    if !plausible {
        let found = Found::Prevalence {
            registered,
            residents,
        };
        let subject = Subject::Indicator(PREVALENCE.to_owned());
        examined.flag(known, since, Check::Prevalence, subject, found);
    }
}

/// The units below one that reports figures itself.
#[derive(Debug, Clone, Copy)]
pub struct Below<'a> {
    /// The facts of those that answer and have any.
    pub facts: &'a [&'a Facts],
    /// How many answer.
    pub of: i64,
    /// Whether they are all the units there are: else the unit's own figure may well be more
    /// than their sum (semantics 18).
    pub is_all: bool,
}

/// Holds a unit's own figures in a month against the sums of the units below: national against
/// the sum of the parts. Equal is only asked for when every one reported and they are all there
/// are; a sum above the whole is a contradiction always.
pub fn against_parts(known: &Known, below: &Below, examined: &mut Examined) {
    for one in catalogue().elements().iter().filter(|one| adds_up(one)) {
        let Some(own) = known
            .facts
            .at(&one.code, known.to)
            .and_then(|value| value.figure())
        else {
            continue;
        };
        let parts: Vec<i64> = below
            .facts
            .iter()
            .filter_map(|facts| Some(number(facts, &one.code, known.to)?.0))
            .collect();
        if parts.is_empty() {
            continue;
        }
        let (sum, units) = (parts.iter().sum::<i64>(), parts.len() as i64);
        let whole = below.is_all && units == below.of;
        let differs = sum > own || (whole && sum != own);
        examined.counts.external.count(differs);
        if differs {
            let found = Found::Parts {
                own,
                sum,
                units,
                of: below.of,
            };
            examined.flag(
                known,
                known.to,
                Check::SumOfParts,
                element(&one.code),
                found,
            );
        }
    }
}

/// Whether an element of the counties adds up over them.
fn adds_up(one: &DataElement) -> bool {
    one.tier == crate::org_unit::Tier::County && one.value_type == ValueType::Count
}

/// A unit above others, examined for its sums beside the rest.
pub fn with_parts(known: &Known, below: &Below, mut examined: Examined) -> Examined {
    let unit: UnitCode = known.unit.code;
    let mut sums = Examined::default();
    against_parts(known, below, &mut sums);
    debug_assert!(sums.flags.iter().all(|flag| flag.unit == unit));
    for flag in &sums.flags {
        sums.counts.take(flag);
    }
    examined.counts = examined.counts.plus(sums.counts);
    examined.flags.splice(0..0, sums.flags);
    examined
}
