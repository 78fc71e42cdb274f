//! Limits of counts of events and of rates, and the comparison of two rates.
//!
//! A rate may exceed 1 and its count may exceed its denominator; neither is an error here.
//! TRAP: Byar's form here is that of Breslow & Day 1987 and PHE (`x` below, `x + 1` above).
//! `epitools` and `DescTools` call `x + 1/2` on both sides "Byar" too; that is
//! [`Method::ByarHalf`], and is not shown.

use super::Interval;
use super::binomial::{Alternative, exact_test};
use super::special::{gamma_quantile, half_alpha, normal_two_sided, z_of};

/// Ways to bound a Poisson count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Exact (Garwood 1936), from gamma quantiles.
    Exact,
    /// Byar's approximation with `x` below and `x + 1` above.
    Byar,
    /// Exact below ten events, Byar from ten: the PHE rule, and the product's.
    ExactThenByar,
    /// Byar's approximation with `x + 1/2` on both sides.
    ByarHalf,
    /// The score interval.
    Score,
    /// `x -+ z sqrt(x)`.
    Wald,
}

/// PHE shows exact limits below this many events and Byar's from it on.
pub const BYAR_FROM: f64 = 10.0;

/// Limits of the expected count when `events` were seen. `None` for a negative or infinite count.
///
/// `events` is `f64` because standardised and shared-out counts need not be whole.
pub fn count(method: Method, events: f64, confidence: f64) -> Option<Interval> {
    if !(events >= 0.0 && events.is_finite()) {
        return None;
    }
    let z = z_of(confidence)?;
    let x = events;
    Some(match method {
        Method::Exact => {
            let tail = half_alpha(confidence)?;
            Interval {
                lower: if x == 0.0 {
                    0.0
                } else {
                    gamma_quantile(x, tail)?
                },
                upper: gamma_quantile(x + 1.0, 1.0 - tail)?,
            }
        }
        Method::Byar => Interval {
            lower: byar(x, -z),
            upper: byar(x + 1.0, z),
        },
        Method::ExactThenByar => {
            let chosen = if x < BYAR_FROM {
                Method::Exact
            } else {
                Method::Byar
            };
            return count(chosen, events, confidence);
        }
        Method::ByarHalf => Interval {
            lower: byar(x + 0.5, -z),
            upper: byar(x + 0.5, z),
        },
        Method::Score => {
            let half = z * (x + z * z / 4.0).sqrt();
            Interval {
                lower: (x + z * z / 2.0 - half).max(0.0),
                upper: x + z * z / 2.0 + half,
            }
        }
        Method::Wald => Interval {
            lower: (x - z * x.sqrt()).max(0.0),
            upper: x + z * x.sqrt(),
        },
    })
}

fn byar(x: f64, z: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    let root = 1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt());
    // A cube keeps the sign, and a limit below nothing is nothing.
    x * root.max(0.0).powi(3)
}

/// Limits of `events / exposure`. `None` also when `exposure <= 0`.
///
/// ```
/// use kpi::statistics::poisson::{Method, rate};
/// let limits = rate(Method::ExactThenByar, 1.0, 100.0, 0.95).unwrap().scaled(100.0);
/// assert!((limits.lower - 0.025317807984).abs() < 1e-9);
/// assert!(rate(Method::Exact, 3.0, 0.0, 0.95).is_none());
/// ```
pub fn rate(method: Method, events: f64, exposure: f64, confidence: f64) -> Option<Interval> {
    if !(exposure > 0.0 && exposure.is_finite()) {
        return None;
    }
    let limits = count(method, events, confidence)?;
    Some(Interval {
        lower: limits.lower / exposure,
        upper: limits.upper / exposure,
    })
}

/// The comparison of two rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoRates {
    /// First rate over second; `None` when the second has no events.
    pub ratio: Option<f64>,
    /// Exact conditional p: the first count given the sum is binomial (minimum likelihood).
    pub p_exact: f64,
    /// The score statistic.
    pub z: f64,
    /// Its two-sided p.
    pub p_score: f64,
}

/// Tests whether two rates are one. `None` when an exposure is not positive or nothing happened
/// in either place (there is then nothing to compare).
pub fn two_rates(c1: u64, t1: f64, c2: u64, t2: f64) -> Option<TwoRates> {
    let sound = t1 > 0.0 && t2 > 0.0 && t1.is_finite() && t2.is_finite();
    let total = c1.checked_add(c2)?;
    if !sound || total == 0 {
        return None;
    }
    let share = t1 / t2;
    let z = (c1 as f64 - c2 as f64 * share) / (total as f64 * share).sqrt();
    Some(TwoRates {
        ratio: (c2 > 0).then(|| (c1 as f64 / t1) / (c2 as f64 / t2)),
        p_exact: exact_test(c1, total, t1 / (t1 + t2), Alternative::TwoSided)?,
        z,
        p_score: normal_two_sided(z),
    })
}
