//! Rates as they would be with a common age structure. Only where that structure matters.
//!
//! Sources: Dobson et al. 1991 (limits of a weighted sum of Poisson counts); Breslow & Day 1987;
//! the rules on small numbers are PHE's.

use super::Interval;
use super::poisson::{BYAR_FROM, Method, count};

/// One age band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratum {
    /// Events in the place.
    pub events: f64,
    /// People in the place, more than 0.
    pub population: f64,
    /// People of this band in the standard population.
    pub standard: f64,
}

/// A standardised figure with its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standardised {
    /// The figure: a rate a person, or a ratio.
    pub value: f64,
    /// Its limits, in the same unit.
    pub limits: Interval,
}

impl Standardised {
    /// The figure and its limits times `factor`, as for a rate per 100 000.
    pub fn scaled(&self, factor: f64) -> Standardised {
        Standardised {
            value: self.value * factor,
            limits: self.limits.scaled(factor),
        }
    }
}

/// The directly standardised rate with Dobson's limits (Byar's for the count). `None` below ten
/// events in all, for an empty band, a negative number or a standard of nobody.
pub fn direct(strata: &[Stratum], confidence: f64) -> Option<Standardised> {
    let sound = |s: &Stratum| s.events >= 0.0 && s.population > 0.0 && s.standard >= 0.0;
    let events: f64 = strata.iter().map(|s| s.events).sum();
    let standard: f64 = strata.iter().map(|s| s.standard).sum();
    if !strata.iter().all(sound) || events < BYAR_FROM || standard <= 0.0 {
        return None;
    }
    let weight = |s: &Stratum| s.standard / standard / s.population;
    let value: f64 = strata.iter().map(|s| weight(s) * s.events).sum();
    let variance: f64 = strata.iter().map(|s| weight(s).powi(2) * s.events).sum();
    let limits = count(Method::Byar, events, confidence)?;
    let stretch = (variance / events).sqrt();
    Some(Standardised {
        value,
        limits: Interval {
            lower: value + stretch * (limits.lower - events),
            upper: value + stretch * (limits.upper - events),
        },
    })
}

/// The events expected at reference rates: `population * reference events / reference population`,
/// added over bands given as `(population, reference events, reference population)`. `None` for an
/// empty reference band or a negative number.
pub fn expected(bands: &[(f64, f64, f64)]) -> Option<f64> {
    let sound = bands
        .iter()
        .all(|(p, e, r)| *p >= 0.0 && *e >= 0.0 && *r > 0.0);
    sound.then(|| bands.iter().map(|(p, e, r)| p * e / r).sum())
}

/// The indirectly standardised ratio `observed / expected` (1 is "as expected"); times the
/// reference rate it is the indirectly standardised rate. Limits are exact below ten events and
/// Byar's from ten. `None` when `expected <= 0` or `observed < 0`.
pub fn indirect(observed: f64, expected: f64, confidence: f64) -> Option<Standardised> {
    if !(expected > 0.0 && expected.is_finite()) {
        return None;
    }
    let limits = count(Method::ExactThenByar, observed, confidence)?;
    Some(Standardised {
        value: observed / expected,
        limits: limits.scaled(1.0 / expected),
    })
}
