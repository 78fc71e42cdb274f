//! Two proportions: is there a change, and how large may it be?
//!
//! Overlap of two intervals says neither. TRAP: statsmodels 0.15's "score with correction" gives
//! 0.0526 to 0.3440 for 56/70 against 48/80; Miettinen and Nurminen, and Newcombe's Table II, give
//! 0.0528 to 0.3382, as this file does.
//!
//! Sources: Newcombe 1998 (Stat Med 17:873); Miettinen & Nurminen 1985; Mee 1984; Agresti & Caffo
//! 2000; Fisher 1935; Yates 1934.

use super::Interval;
use super::binomial::{EQUALLY_LIKELY, mass};
use super::interval::wilson;
use super::special::{bisect, chi_square_upper, normal_two_sided, z_of};

/// Two observed shares: `x1` of `n1` and `x2` of `n2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    x1: u64,
    n1: u64,
    x2: u64,
    n2: u64,
}

/// Ways to bound `p1 - p2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Newcombe's method 10: the two Wilson intervals squared together. The product's.
    Newcombe,
    /// Score interval with the variance factor N/(N - 1).
    MiettinenNurminen,
    /// Score interval without that factor (Newcombe's method 5).
    Mee,
    /// Wald after adding one success and one failure to each. Not clipped, so a limit may pass 1.
    AgrestiCaffo,
}

/// A test statistic with its two-sided p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// z or chi-square, as the function says.
    pub statistic: f64,
    /// The p-value.
    pub p: f64,
}

impl Pair {
    /// `None` when a denominator is zero or a numerator exceeds its denominator.
    ///
    /// ```
    /// use kpi::statistics::difference::{Method, Pair};
    /// let pair = Pair::new(56, 70, 48, 80).unwrap();
    /// let limits = pair.limits(Method::Newcombe, 0.95).unwrap();
    /// assert!((limits.lower - 0.0524).abs() < 5e-5 && (limits.upper - 0.3339).abs() < 5e-5);
    /// assert!(Pair::new(1, 0, 1, 2).is_none());
    /// ```
    pub fn new(x1: u64, n1: u64, x2: u64, n2: u64) -> Option<Pair> {
        (n1 > 0 && n2 > 0 && x1 <= n1 && x2 <= n2).then_some(Pair { x1, n1, x2, n2 })
    }

    fn shares(&self) -> (f64, f64) {
        (
            self.x1 as f64 / self.n1 as f64,
            self.x2 as f64 / self.n2 as f64,
        )
    }

    /// `p1 - p2`.
    pub fn difference(&self) -> f64 {
        let (p1, p2) = self.shares();
        p1 - p2
    }

    /// The pooled z test. `None` when nobody or everybody succeeded: the variance is nothing.
    pub fn pooled(&self) -> Option<Test> {
        let (n1, n2) = (self.n1 as f64, self.n2 as f64);
        let hits = (self.x1 + self.x2) as f64;
        let misses = n1 + n2 - hits;
        if hits == 0.0 || misses == 0.0 {
            return None;
        }
        let variance = hits * misses / (n1 + n2).powi(2) * (1.0 / n1 + 1.0 / n2);
        let statistic = self.difference() / variance.sqrt();
        Some(Test {
            statistic,
            p: normal_two_sided(statistic),
        })
    }

    /// Chi-square of the 2 x 2 table with Yates' correction, one degree of freedom; `None` as for
    /// [`Pair::pooled`]. The correction never carries a cell past its expectation.
    pub fn yates(&self) -> Option<Test> {
        let (n1, n2) = (self.n1 as f64, self.n2 as f64);
        let hits = (self.x1 + self.x2) as f64;
        let total = n1 + n2;
        let misses = total - hits;
        if hits == 0.0 || misses == 0.0 {
            return None;
        }
        // All four cells are equally far from expectation.
        let far = (self.x1 as f64 - n1 * hits / total).abs();
        let left = far - far.min(0.5);
        let statistic = left * left * total.powi(3) / (n1 * n2 * hits * misses);
        Some(Test {
            statistic,
            p: chi_square_upper(statistic, 1.0)?,
        })
    }

    /// Fisher's exact two-sided p: every table no likelier than the one seen. 1 when nobody or
    /// everybody succeeded.
    pub fn fisher(&self) -> Option<f64> {
        let hits = self.x1 + self.x2;
        let share = hits as f64 / (self.n1 + self.n2) as f64;
        // Hypergeometric mass as a ratio of binomial masses (Loader 2000): no factorials to lose
        // digits in.
        let whole = mass(hits, self.n1 + self.n2, share)?;
        let table = |k: u64| -> f64 {
            let first = mass(k, self.n1, share).unwrap_or(0.0);
            first * mass(hits - k, self.n2, share).unwrap_or(0.0) / whole
        };
        let bar = table(self.x1) * EQUALLY_LIKELY;
        let few = hits.saturating_sub(self.n2);
        let many = hits.min(self.n1);
        let p: f64 = (few..=many).map(table).filter(|m| *m <= bar).sum();
        Some(p.min(1.0))
    }

    /// Limits of `p1 - p2`. `None` unless `0 < confidence < 1`.
    pub fn limits(&self, method: Method, confidence: f64) -> Option<Interval> {
        let z = z_of(confidence)?;
        match method {
            Method::Newcombe => self.newcombe(confidence),
            Method::MiettinenNurminen => {
                let total = (self.n1 + self.n2) as f64;
                Some(self.score(z, total / (total - 1.0)))
            }
            Method::Mee => Some(self.score(z, 1.0)),
            Method::AgrestiCaffo => Some(self.agresti_caffo(z)),
        }
    }

    fn newcombe(&self, confidence: f64) -> Option<Interval> {
        let (p1, p2) = self.shares();
        let first = wilson(self.x1 as f64, self.n1 as f64, confidence)?;
        let second = wilson(self.x2 as f64, self.n2 as f64, confidence)?;
        Some(Interval {
            lower: p1 - p2 - (p1 - first.lower).hypot(second.upper - p2),
            upper: p1 - p2 + (first.upper - p1).hypot(p2 - second.lower),
        })
    }

    fn agresti_caffo(&self, z: f64) -> Interval {
        let (n1, n2) = (self.n1 as f64 + 2.0, self.n2 as f64 + 2.0);
        let p1 = (self.x1 as f64 + 1.0) / n1;
        let p2 = (self.x2 as f64 + 1.0) / n2;
        let half = z * (p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2).sqrt();
        Interval {
            lower: p1 - p2 - half,
            upper: p1 - p2 + half,
        }
    }

    /// Every difference whose score statistic stays within `z`.
    fn score(&self, z: f64, factor: f64) -> Interval {
        let seen = self.difference();
        // Squared distance minus the allowance, so that a variance of nothing needs no division.
        let beyond =
            |delta: f64| (seen - delta).powi(2) - z * z * factor * self.restricted_variance(delta);
        Interval {
            lower: if seen <= -1.0 {
                -1.0
            } else {
                bisect(-1.0, seen, |d| -beyond(d))
            },
            upper: if seen >= 1.0 {
                1.0
            } else {
                bisect(seen, 1.0, beyond)
            },
        }
    }

    /// Variance of the difference with both shares fitted under `p1 - p2 = delta` (closed form of
    /// Farrington & Manning 1990).
    fn restricted_variance(&self, delta: f64) -> f64 {
        let (n1, n2) = (self.n1 as f64, self.n2 as f64);
        let (x1, x2) = (self.x1 as f64, self.x2 as f64);
        let n = n1 + n2;
        // The cubic for p2: n p^3 + b p^2 + c p + d = 0.
        let b = (n1 + 2.0 * n2) * delta - n - x1 - x2;
        let c = (n2 * delta - n - 2.0 * x2) * delta + x1 + x2;
        let d = x2 * delta * (1.0 - delta);
        let shift = b / (3.0 * n);
        let q = shift.powi(3) - b * c / (6.0 * n * n) + d / (2.0 * n);
        let root = (shift * shift - c / (3.0 * n)).max(0.0).sqrt();
        let r = if q < 0.0 { -root } else { root };
        let cosine = if r == 0.0 {
            1.0
        } else {
            (q / r.powi(3)).clamp(-1.0, 1.0)
        };
        let angle = (std::f64::consts::PI + cosine.acos()) / 3.0;
        let p2 = (2.0 * r * angle.cos() - shift).clamp((-delta).max(0.0), (1.0 - delta).min(1.0));
        let p1 = (p2 + delta).clamp(0.0, 1.0);
        p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2
    }
}
