//! Normal, gamma, chi-square and Student distributions and their inverses, accurate in the tails.
//!
//! `statrs` supplies the normal quantile and the incomplete gamma function. Its gamma quantile is a bisection to
//! an absolute precision, so the inverse here is our own Newton iteration.

use super::beta::{beta_quantile, beta_tails};
use statrs::function::{erf, gamma};
use std::f64::consts::SQRT_2;

/// The two tails of a distribution at a point. Both are computed, neither is `1 - other`, so that
/// a p of 1e-40 keeps its digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// P(X <= x).
    pub lower: f64,
    /// P(X > x).
    pub upper: f64,
}

/// P(Z > z) of the standard normal.
pub fn normal_upper(z: f64) -> f64 {
    let beyond = 0.5 * normal_two_sided(z);
    if z >= 0.0 { beyond } else { 1.0 - beyond }
}

/// The two-sided normal p-value, `2 P(Z > |z|)`, which keeps its digits far out.
///
/// It is the upper tail of chi-square with one degree of freedom: the incomplete gamma function of
/// `statrs` is good to 1e-15 here, where its `erfc` is good to 1e-10.
pub fn normal_two_sided(z: f64) -> f64 {
    gamma_tails(0.5, 0.5 * z * z).map_or(f64::NAN, |tails| tails.upper)
}

/// The standard normal quantile of `p`, `0 < p < 1`.
pub fn normal_quantile(p: f64) -> f64 {
    -SQRT_2 * erf::erfc_inv(2.0 * p)
}

/// The z of a two-sided confidence level: 1.959964 for 0.95. `None` unless `0 < confidence < 1`.
pub fn z_of(confidence: f64) -> Option<f64> {
    (confidence > 0.0 && confidence < 1.0).then(|| SQRT_2 * erf::erfc_inv(1.0 - confidence))
}

/// Half of what the confidence level leaves out: 0.025 for 0.95.
pub(crate) fn half_alpha(confidence: f64) -> Option<f64> {
    (confidence > 0.0 && confidence < 1.0).then(|| (1.0 - confidence) / 2.0)
}

/// The two tails of Gamma(shape, rate 1) at `x`. `None` unless `shape > 0` and `x >= 0`.
pub fn gamma_tails(shape: f64, x: f64) -> Option<Tails> {
    if !(shape > 0.0 && shape.is_finite() && x >= 0.0) {
        return None;
    }
    if x == 0.0 || x.is_infinite() {
        let lower = if x == 0.0 { 0.0 } else { 1.0 };
        return Some(Tails {
            lower,
            upper: 1.0 - lower,
        });
    }
    Some(Tails {
        lower: gamma::gamma_lr(shape, x),
        upper: gamma::gamma_ur(shape, x),
    })
}

/// The `p` quantile of Gamma(shape, rate 1). `None` unless `shape > 0` and `0 <= p < 1`.
pub fn gamma_quantile(shape: f64, p: f64) -> Option<f64> {
    if p == 0.0 && shape > 0.0 {
        return Some(0.0);
    }
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let mut high = shape + 10.0 * shape.sqrt() + 10.0;
    while surplus(gamma_tails(shape, high)?, p) < 0.0 {
        high *= 2.0;
    }
    Some(invert(0.0, high, shape, |x| {
        let tails = gamma_tails(shape, x).unwrap_or(Tails {
            lower: 0.0,
            upper: 1.0,
        });
        let log_density = (shape - 1.0) * x.ln() - x - gamma::ln_gamma(shape);
        (surplus(tails, p), log_density.exp())
    }))
}

/// P(chi-square with `freedom` degrees > `x`). `None` unless `freedom > 0` and `x >= 0`.
pub fn chi_square_upper(x: f64, freedom: f64) -> Option<f64> {
    Some(gamma_tails(freedom / 2.0, x / 2.0)?.upper)
}

/// P(T > t) of Student's t. `None` unless `freedom > 0`.
pub fn student_upper(t: f64, freedom: f64) -> Option<f64> {
    if t.is_nan() || freedom.is_nan() || freedom <= 0.0 {
        return None;
    }
    let beyond = 0.5 * beta_tails(freedom / 2.0, 0.5, freedom / (freedom + t * t))?.lower;
    Some(if t >= 0.0 { beyond } else { 1.0 - beyond })
}

/// The positive t whose two-sided level is `confidence`. `None` unless both are in range.
pub fn student_of(confidence: f64, freedom: f64) -> Option<f64> {
    if !(freedom > 0.0 && confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let inside = beta_quantile(0.5, freedom / 2.0, confidence)?;
    let outside = beta_quantile(freedom / 2.0, 0.5, 1.0 - confidence)?;
    let ratio = if inside < 0.5 {
        inside / (1.0 - inside)
    } else {
        (1.0 - outside) / outside
    };
    Some((freedom * ratio).sqrt())
}

/// How far the lower tail exceeds `p`, measured on the smaller tail.
pub(super) fn surplus(tails: Tails, p: f64) -> f64 {
    if p <= 0.5 {
        tails.lower - p
    } else {
        (1.0 - p) - tails.upper
    }
}

/// Root of an increasing function by Newton steps kept inside a shrinking bracket.
pub(super) fn invert(
    mut low: f64,
    mut high: f64,
    start: f64,
    eval: impl Fn(f64) -> (f64, f64),
) -> f64 {
    let mut x = start.clamp(low, high);
    if x <= low || x >= high {
        x = 0.5 * (low + high);
    }
    for _ in 0..300 {
        let (excess, slope) = eval(x);
        if excess == 0.0 {
            return x;
        }
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let mut next = x - excess / slope;
        // Near zero halving is too slow in steps and Newton may jump out; a small fraction of the
        // bracket walks down the decades.
        if !(next > low && next < high) {
            next = if low == 0.0 {
                0.1 * high
            } else {
                0.5 * (low + high)
            };
        }
        if (next - x).abs() <= 1e-16 * x.abs() || high - low <= 1e-16 * high {
            return next;
        }
        x = next;
    }
    x
}

/// Root of a function that changes sign once on `[low, high]`, by bisection; `at(low)` is taken
/// to be on the side that `rising` names by being below zero.
pub(crate) fn bisect(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}
