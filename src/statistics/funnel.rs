//! Funnel plots: how far from a common value chance alone carries a county of a given size.
//!
//! A funnel is a reason to look, not a verdict. Limits come at two depths, 95 % and 99.8 %. Source:
//! Spiegelhalter 2005 (Stat Med 24:1185); the rules of significance are PHE's.

use super::Interval;
use super::binomial::{at_most, mass};
use super::poisson::{Method, count};
use super::special::normal_quantile;
use serde::{Deserialize, Serialize};

/// The two depths of a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// 95 %: 2.5 % on each side.
    Inner,
    /// 99.8 %: 0.1 % on each side.
    Outer,
}

impl Depth {
    /// The chance left on each side.
    pub fn tail(self) -> f64 {
        match self {
            Depth::Inner => 0.025,
            Depth::Outer => 0.001,
        }
    }

    fn confidence(self) -> f64 {
        match self {
            Depth::Inner => 0.95,
            Depth::Outer => 0.998,
        }
    }
}

/// Where a place lies in a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Significance {
    /// Below the outer limit (PHE "Low (0.001)").
    FarBelow,
    /// Below the inner limit only ("Low (0.025)").
    Below,
    /// Inside ("Not significant").
    Inside,
    /// Above the inner limit only ("High (0.025)").
    Above,
    /// Above the outer limit ("High (0.001)").
    FarAbove,
}

/// Exact binomial limits with interpolation (Spiegelhalter 2005, App. A.1.1), clipped to [0, 1],
/// for shares of `n` around `target`. `None` when `n = 0` or `target` is no share.
pub fn exact_limits(target: f64, n: u64, depth: Depth) -> Option<Interval> {
    if n == 0 || !(0.0..=1.0).contains(&target) {
        return None;
    }
    Some(Interval {
        lower: interpolated(target, n, depth.tail())?,
        upper: interpolated(target, n, 1.0 - depth.tail())?,
    })
}

fn interpolated(target: f64, n: u64, level: f64) -> Option<f64> {
    // The smallest count whose cumulative probability reaches the level.
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if at_most(middle, n, target)? >= level {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let step = mass(low, n, target)?;
    let past = if step > 0.0 {
        (at_most(low, n, target)? - level) / step
    } else {
        0.0
    };
    Some(((low as f64 - past) / n as f64).clamp(0.0, 1.0))
}

/// Normal limits `target -+ z sqrt(target (1 - target)/n)`, clipped to [0, 1]; what PHE draws.
/// `None` when `n <= 0` or `target` is no share.
pub fn normal_limits(target: f64, n: f64, depth: Depth) -> Option<Interval> {
    if !(n > 0.0 && (0.0..=1.0).contains(&target)) {
        return None;
    }
    let half = normal_quantile(1.0 - depth.tail()) * (target * (1.0 - target) / n).sqrt();
    Some(Interval {
        lower: (target - half).max(0.0),
        upper: (target + half).min(1.0),
    })
}

/// Limits of observed over expected events when the ratio is 1: exact Poisson limits of the
/// expected count, over it. `None` when `expected <= 0`.
pub fn ratio_limits(expected: f64, depth: Depth) -> Option<Interval> {
    if expected.is_nan() || expected <= 0.0 {
        return None;
    }
    let limits = count(Method::Exact, expected, depth.confidence())?;
    Some(limits.scaled(1.0 / expected))
}

/// Expected counts at which `observed` events would lie exactly on the funnel (PHE's drawing of a
/// ratio funnel): at the upper one the ratio is on its lower limit. `None` for a negative count.
///
/// ```
/// use kpi::statistics::funnel::{Depth, expected_at_limits};
/// let ends = expected_at_limits(1.0, Depth::Inner).unwrap();
/// assert!((ends.upper - 5.571643).abs() < 1e-5 && (ends.lower - 0.025318).abs() < 1e-5);
/// ```
pub fn expected_at_limits(observed: f64, depth: Depth) -> Option<Interval> {
    count(Method::Exact, observed, depth.confidence())
}

/// Where `x` of `n` lies around `target`, by the normal limits. `x` may be fractional, as when
/// it was rebuilt from a printed percentage. `None` as for [`normal_limits`], or for `x` outside
/// 0 to `n`.
pub fn proportion_significance(x: f64, n: f64, target: f64) -> Option<Significance> {
    if !(x >= 0.0 && x <= n) {
        return None;
    }
    let inner = normal_limits(target, n, Depth::Inner)?;
    let outer = normal_limits(target, n, Depth::Outer)?;
    Some(place(x / n, inner, outer))
}

/// Where `observed` events lie when `expected` were due (a ratio, or a rate with `expected` =
/// baseline times population): by the exact-then-Byar limits of the observed count. `None` when
/// `expected <= 0` or `observed < 0`.
pub fn count_significance(observed: f64, expected: f64) -> Option<Significance> {
    if expected.is_nan() || expected <= 0.0 {
        return None;
    }
    let around = |depth: Depth| count(Method::ExactThenByar, observed, depth.confidence());
    let (inner, outer) = (around(Depth::Inner)?, around(Depth::Outer)?);
    // The observed count's limits lie above the expectation when the place does.
    Some(if outer.upper < expected {
        Significance::FarBelow
    } else if inner.upper < expected {
        Significance::Below
    } else if outer.lower > expected {
        Significance::FarAbove
    } else if inner.lower > expected {
        Significance::Above
    } else {
        Significance::Inside
    })
}

fn place(value: f64, inner: Interval, outer: Interval) -> Significance {
    if value < outer.lower {
        Significance::FarBelow
    } else if value < inner.lower {
        Significance::Below
    } else if value > outer.upper {
        Significance::FarAbove
    } else if value > inner.upper {
        Significance::Above
    } else {
        Significance::Inside
    }
}
