//! The binomial distribution and the exact test of one proportion.

use super::beta::{beta_tails, binomial_density};

/// Which deviations from the null count as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// Either way; two-sided p-values add every outcome no likelier than the one seen.
    TwoSided,
    /// The true share is smaller.
    Less,
    /// The true share is greater.
    Greater,
}

/// Two outcomes whose probabilities differ by less than this share are equally likely; R's
/// `binom.test` and `fisher.test` and scipy use the same guard against rounding.
pub(crate) const EQUALLY_LIKELY: f64 = 1.0 + 1e-7;

/// P(X = x) for X ~ Binomial(n, p). `None` unless `0 <= p <= 1`; 0 for `x > n`.
pub fn mass(x: u64, n: u64, p: f64) -> Option<f64> {
    (0.0..=1.0)
        .contains(&p)
        .then(|| binomial_density(x as f64, n as f64, p, 1.0 - p))
}

/// P(X <= x). `None` unless `0 <= p <= 1`.
pub fn at_most(x: u64, n: u64, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if x >= n {
        return Some(1.0);
    }
    Some(beta_tails(x as f64 + 1.0, (n - x) as f64, p)?.upper)
}

/// P(X >= x). `None` unless `0 <= p <= 1`.
pub fn at_least(x: u64, n: u64, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if x == 0 {
        return Some(1.0);
    }
    if x > n {
        return Some(0.0);
    }
    Some(beta_tails(x as f64, (n - x) as f64 + 1.0, p)?.lower)
}

/// The p-value of the exact binomial test of `x` in `n` against the share `p0` (Clopper & Pearson
/// 1934; two-sided by minimum likelihood, as R). `None` when `n = 0`, `x > n` or `p0` is no share.
///
/// ```
/// use kpi::statistics::binomial::{Alternative, exact_test};
/// let p = exact_test(0, 10, 0.5, Alternative::TwoSided).unwrap();
/// assert!((p - 0.001953125).abs() < 1e-12);
/// assert_eq!(exact_test(0, 0, 0.5, Alternative::Less), None);
/// ```
pub fn exact_test(x: u64, n: u64, p0: f64, alternative: Alternative) -> Option<f64> {
    if n == 0 || x > n {
        return None;
    }
    match alternative {
        Alternative::Less => at_most(x, n, p0),
        Alternative::Greater => at_least(x, n, p0),
        Alternative::TwoSided => two_sided(x, n, p0),
    }
}

fn two_sided(x: u64, n: u64, p0: f64) -> Option<f64> {
    let bar = mass(x, n, p0)? * EQUALLY_LIKELY;
    let expected = n as f64 * p0;
    if x as f64 == expected {
        return Some(1.0);
    }
    let likely = |k: u64| mass(k, n, p0).is_some_and(|m| m > bar);
    // The mass falls away from the mode on both sides, so the far tail starts at one boundary.
    let p = if (x as f64) < expected {
        let (mut low, mut high) = (expected.ceil() as u64, n + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if likely(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        at_most(x, n, p0)? + at_least(low, n, p0)?
    } else {
        // `low` counts the outcomes 0..low that are no likelier than `x`.
        let (mut low, mut high) = (0, expected.floor() as u64 + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if likely(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        let below = if low == 0 {
            0.0
        } else {
            at_most(low - 1, n, p0)?
        };
        below + at_least(x, n, p0)?
    };
    Some(p.min(1.0))
}
