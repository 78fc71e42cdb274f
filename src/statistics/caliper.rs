//! More places just above a threshold than just below it? Worth verifying, never "manipulated".
//!
//! Source: Gerber & Malhotra 2008. With small denominators the grid k/n piles up on the threshold
//! by itself; the caller uses places with n >= 50 or simulates.

use super::binomial::{Alternative, exact_test};

/// Values next to a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Caliper {
    /// Values in `[threshold - width, threshold)`.
    pub below: u64,
    /// Values in `[threshold, threshold + width)`.
    pub above: u64,
    /// One-sided p of so many above, each side being as likely. 1 when nothing is near.
    pub p: f64,
}

/// Shares are written with far fewer digits than this, so a value this close to an edge is on it;
/// `0.8 + 0.02` in floating point is not 0.82.
const ON_EDGE: f64 = 1e-9;

/// Counts `values` within `width` of `threshold` on each side. `None` unless `width > 0`.
///
/// ```
/// use kpi::statistics::caliper::caliper;
/// let near = caliper(&[0.78, 0.8, 0.81, 0.82], 0.8, 0.02).unwrap();
/// assert_eq!((near.below, near.above), (1, 2));     // 0.82 is outside, 0.78 inside
/// ```
pub fn caliper(values: &[f64], threshold: f64, width: f64) -> Option<Caliper> {
    if !(width > 0.0 && width.is_finite() && threshold.is_finite()) {
        return None;
    }
    let count = |from: f64, to: f64| {
        let inside = |v: &&f64| **v >= from - ON_EDGE && **v < to - ON_EDGE;
        values.iter().filter(inside).count() as u64
    };
    let below = count(threshold - width, threshold);
    let above = count(threshold, threshold + width);
    let p = match below + above {
        0 => 1.0,
        near => exact_test(above, near, 0.5, Alternative::Greater)?,
    };
    Some(Caliper { below, above, p })
}
