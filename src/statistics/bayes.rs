//! What is believable about a share after `x` of `n`, and where the year may end.
//!
//! Beta priors; the product uses Jeffreys' (Brown, Cai, DasGupta 2001). Only for indicators whose
//! inference is a sample or a process: a census has no posterior.

use super::Interval;
use super::beta::{beta_quantile, beta_tails};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// A Beta(a, b) prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Pseudo-successes.
    pub a: f64,
    /// Pseudo-failures.
    pub b: f64,
}

/// Jeffreys' prior, Beta(1/2, 1/2).
pub const JEFFREYS: Prior = Prior { a: 0.5, b: 0.5 };
/// The flat prior, Beta(1, 1).
pub const FLAT: Prior = Prior { a: 1.0, b: 1.0 };

/// The Beta distribution of a share given its data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    /// First parameter, `x` plus the prior's.
    pub a: f64,
    /// Second parameter, `n - x` plus the prior's.
    pub b: f64,
}

impl Posterior {
    /// The posterior after `x` of `n`. `None` when `x > n` or the prior is not proper. `n = 0` is
    /// allowed and gives back the prior.
    ///
    /// ```
    /// use kpi::statistics::bayes::{FLAT, Posterior};
    /// let after = Posterior::new(0, 10, FLAT).unwrap();
    /// assert!((after.at_least(0.5).unwrap() - 0.00048828125).abs() < 1e-12);
    /// ```
    pub fn new(x: u64, n: u64, prior: Prior) -> Option<Posterior> {
        let proper = prior.a > 0.0 && prior.b > 0.0 && prior.a.is_finite() && prior.b.is_finite();
        (proper && x <= n).then(|| Posterior {
            a: x as f64 + prior.a,
            b: (n - x) as f64 + prior.b,
        })
    }

    /// P(share >= target). 1 for targets of 0 and below, 0 above 1; `None` for NaN.
    pub fn at_least(&self, target: f64) -> Option<f64> {
        if target.is_nan() {
            return None;
        }
        Some(beta_tails(self.a, self.b, target.clamp(0.0, 1.0))?.upper)
    }

    /// The posterior mean.
    pub fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// The `p` quantile. `None` unless `0 <= p <= 1`.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        beta_quantile(self.a, self.b, p)
    }

    /// The equal-tailed credible interval.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        let tail = super::special::half_alpha(level)?;
        Some(Interval {
            lower: self.quantile(tail)?,
            upper: self.quantile(1.0 - tail)?,
        })
    }

    /// P(at least `needed` successes among `m` still to come): the beta-binomial upper tail.
    /// Exactly 1 when nothing is needed and exactly 0 when more is needed than can come.
    pub fn predictive_at_least(&self, needed: u64, m: u64) -> f64 {
        if needed == 0 {
            return 1.0;
        }
        if needed > m {
            return 0.0;
        }
        let (a, b, size) = (self.a, self.b, m as f64);
        // Weights relative to one near the centre, by the ratio of neighbours: no factorials, and
        // the total normalises itself.
        let ratio = |k: f64| (size - k) * (a + k) / ((k + 1.0) * (b + size - k - 1.0));
        let centre = ((size * self.mean()) as u64).min(m);
        let (mut tail, mut total) = (0.0, 0.0);
        let mut add = |k: u64, weight: f64| {
            total += weight;
            if k >= needed {
                tail += weight;
            }
        };
        let mut weight = 1.0;
        add(centre, weight);
        for k in centre..m {
            weight *= ratio(k as f64);
            add(k + 1, weight);
        }
        weight = 1.0;
        for k in (0..centre).rev() {
            weight /= ratio(k as f64);
            add(k, weight);
        }
        (tail / total).clamp(0.0, 1.0)
    }
}

/// Successes still needed for `target` when `x` of `n` are in and `m` will come:
/// `ceil(target (n + m)) - x`, never below 0, in exact decimal arithmetic. More than `m` means out
/// of reach. `None` on overflow or a negative target.
///
/// ```
/// use kpi::statistics::bayes::needed;
/// assert_eq!(needed(10, 20, 20, "0.5".parse().unwrap()), Some(10));
/// assert_eq!(needed(28, 50, 50, "0.57".parse().unwrap()), Some(29));
/// ```
pub fn needed(x: u64, n: u64, m: u64, target: Decimal) -> Option<u64> {
    let all = Decimal::from(n.checked_add(m)?);
    let goal = target.checked_mul(all)?.ceil().to_u64()?;
    Some(goal.saturating_sub(x))
}
