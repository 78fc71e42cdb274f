//! Which figures count persons, in which sums each stands, and a score with what must be covered
//! taken out.

use super::{Families, Threshold};
use crate::catalogue::{Indicator, IndicatorKind, catalogue};
use crate::score::{Score, Status};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// On which side of an indicator's sums a count stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Σx: the numerators of units of which both sides are valid.
    Above,
    /// Σn: their denominators.
    Below,
    /// The denominators of units whose numerator is missing or wrong: coverage and bounds tell
    /// their sum.
    Lacking,
}

/// One sum that a count enters.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// The indicator.
    pub indicator: &'static Indicator,
    /// On which side of it.
    pub side: Side,
    /// The bit it is known by among the sums of its count.
    pub bit: Families,
}

/// The persons of an indicator by its sides: the numerator's element, and the denominator's unless
/// that is the whole population.
fn sides(indicator: &Indicator) -> impl Iterator<Item = (&str, &'static [Side])> {
    let below = indicator
        .denominator_element
        .as_deref()
        .filter(|_| indicator.kind != IndicatorKind::PerMille);
    let above = (indicator.numerator_element.as_str(), &[Side::Above] as &[_]);
    let below = below.map(|code| (code, &[Side::Below, Side::Lacking] as &[_]));
    std::iter::once(above).chain(below)
}

fn every_family() -> &'static BTreeMap<String, Vec<Family>> {
    static ALL: OnceLock<BTreeMap<String, Vec<Family>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: BTreeMap<String, Vec<Family>> = BTreeMap::new();
        let persons = catalogue()
            .indicators()
            .iter()
            .filter(|indicator| indicator.counts_persons);
        for indicator in persons {
            for (element, sides) in sides(indicator) {
                let of_element = all.entry(element.to_owned()).or_default();
                for side in sides {
                    of_element.push(Family {
                        indicator,
                        side: *side,
                        bit: 1 << of_element.len(),
                    });
                }
            }
        }
        all
    })
}

/// The sums that a count of persons enters; none for what counts no persons.
pub fn families(element: &str) -> &'static [Family] {
    every_family().get(element).map_or(&[], Vec::as_slice)
}

/// The register's balance of a month: the four together are the change of the register, which is
/// shown, so that three of them tell the fourth.
const BALANCE: [&str; 4] = ["smd_new", "smd_deaths", "smd_moved_in", "smd_moved_out"];

/// The elements that are withheld together with this one, itself among them.
pub fn moves_together(element: &str) -> &'static [&'static str] {
    match BALANCE.contains(&element) {
        true => &BALANCE,
        false => &[],
    }
}

/// Whether a data element counts persons whose health or hardship it tells of: a side of such an
/// indicator, what such a side is a part of, or the register's balance.
pub fn counts_persons(element: &str) -> bool {
    let is_whole = || {
        every_family().keys().any(|part| {
            let whole = catalogue()
                .element(part)
                .and_then(|part| part.at_most.as_deref());
            whole == Some(element)
        })
    };
    !families(element).is_empty() || BALANCE.contains(&element) || is_whole()
}

/// What of a score is covered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cover {
    /// The numerator.
    pub numerator: bool,
    /// The denominator.
    pub denominator: bool,
    /// Coverage and bounds, which tell the denominators of those who are missing.
    pub bounds: bool,
}

impl Cover {
    /// Everything.
    pub const WHOLE: Cover = Cover {
        numerator: true,
        denominator: true,
        bounds: true,
    };

    /// What a score's own figures ask for, whatever stands around them.
    pub fn of(indicator: &Indicator, score: &Score, threshold: Threshold) -> Cover {
        if !indicator.counts_persons || threshold.is_off() {
            return Cover::default();
        }
        let whole = score
            .denominator
            .filter(|_| indicator.kind != IndicatorKind::PerMille);
        Cover {
            numerator: score.numerator.is_some_and(|x| threshold.hides(x, whole)),
            denominator: whole.is_some_and(|n| threshold.is_small(n)),
            bounds: false,
        }
    }

    /// What either covers.
    pub fn and(self, other: Cover) -> Cover {
        Cover {
            numerator: self.numerator || other.numerator,
            denominator: self.denominator || other.denominator,
            bounds: self.bounds || other.bounds,
        }
    }

    /// Whether it covers anything.
    pub fn is_any(self) -> bool {
        self.numerator || self.denominator || self.bounds
    }
}

impl Score {
    /// The score as it may be told: without what is covered and all that would tell it. `told`
    /// is whether a small numerator may be said to be small.
    pub fn covered(self, cover: Cover, threshold: Threshold, told: bool) -> Score {
        if cover.numerator || cover.denominator {
            let small = self.numerator.filter(|x| threshold.tells(*x));
            return Score {
                // Nothing reported is nothing to withhold.
                status: match self.value {
                    Some(_) => Some(Status::Suppressed),
                    None => self.status,
                },
                numerator: self.numerator.filter(|_| !cover.numerator),
                denominator: self.denominator.filter(|_| !cover.denominator),
                value: None,
                shortfall: None,
                coverage: None,
                lower: None,
                upper: None,
                below: small
                    .filter(|_| cover.numerator && told)
                    .map(|_| threshold.0),
                ..self
            };
        }
        if cover.bounds {
            return Score {
                coverage: None,
                lower: None,
                upper: None,
                ..self
            };
        }
        self
    }
}
