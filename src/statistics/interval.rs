//! Confidence limits of one proportion.
//!
//! Counts are `f64` so that a survey's design effect can shrink both (`x/deff`, `n/deff`). Every
//! function gives `None` for `n <= 0`, `x < 0`, `x > n` or a confidence outside (0, 1): a census
//! or an invalid count has no interval, and the caller must not draw one.
//!
//! Sources: Wilson 1927; Clopper & Pearson 1934; Newcombe 1998 (Stat Med 17:857) for the
//! continuity-corrected and mid-P forms; Brown, Cai, DasGupta 2001 for Jeffreys and Agresti-Coull.

use super::Interval;
use super::beta::{beta_quantile, beta_tails, binomial_density};
use super::special::{bisect, half_alpha, z_of};

/// The methods. Product pages show [`Method::Wilson`]; the others are for checking and export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Wilson's score interval.
    Wilson,
    /// Wilson's interval with continuity correction (Newcombe's method 4).
    WilsonContinuity,
    /// The exact interval.
    ClopperPearson,
    /// The exact interval counting half of the observed outcome.
    MidP,
    /// Equal-tailed Beta(x + 1/2, n - x + 1/2), unmodified at the ends.
    Jeffreys,
    /// Wald around (x + z^2/2)/(n + z^2), clipped to [0, 1].
    AgrestiCoull,
    /// The textbook interval, clipped to [0, 1]; zero width at the ends, which is why it is not shown.
    Wald,
}

/// The limits of `x/n` by `method`.
pub fn proportion(method: Method, x: f64, n: f64, confidence: f64) -> Option<Interval> {
    let sound = n > 0.0 && x >= 0.0 && x <= n && n.is_finite();
    if !sound {
        return None;
    }
    let z = z_of(confidence)?;
    match method {
        Method::Wilson => wilson(x, n, confidence),
        Method::WilsonContinuity => Some(wilson_continuity(x, n, z)),
        Method::ClopperPearson => clopper_pearson(x, n, confidence),
        Method::MidP => mid_p(x, n, confidence),
        Method::Jeffreys => {
            let tail = half_alpha(confidence)?;
            let (a, b) = (x + 0.5, n - x + 0.5);
            Some(Interval {
                lower: beta_quantile(a, b, tail)?,
                upper: beta_quantile(a, b, 1.0 - tail)?,
            })
        }
        Method::AgrestiCoull => {
            let size = n + z * z;
            Some(around((x + z * z / 2.0) / size, size, z))
        }
        Method::Wald => Some(around(x / n, n, z)),
    }
}

/// Wilson's score limits of `x/n`: 0 exactly at `x = 0`, 1 exactly at `x = n`, never zero width.
///
/// ```
/// use kpi::statistics::interval::wilson;
/// let limits = wilson(81.0, 263.0, 0.95).unwrap();   // Newcombe 1998, Table I
/// assert!((limits.lower - 0.2553).abs() < 5e-5 && (limits.upper - 0.3662).abs() < 5e-5);
/// assert!(wilson(0.0, 0.0, 0.95).is_none());         // no data is not zero per cent
/// assert!(wilson(12.0, 10.0, 0.95).is_none());       // more than all is invalid, never clipped
/// ```
pub fn wilson(x: f64, n: f64, confidence: f64) -> Option<Interval> {
    if !(n > 0.0 && x >= 0.0 && x <= n && n.is_finite()) {
        return None;
    }
    Some(score(x / n, n, z_of(confidence)?))
}

/// Wilson's limits when `n` of a finite `population` were inspected: the variance is scaled by
/// `(population - n)/(population - 1)` (Cochran 1977, s. 2.6). A complete inspection gives zero
/// width: nothing is left to chance. `None` also when `n > population`.
pub fn wilson_sample_of(x: u64, n: u64, population: u64, confidence: f64) -> Option<Interval> {
    if n == 0 || x > n || n > population {
        return None;
    }
    let z = z_of(confidence)?;
    let p = x as f64 / n as f64;
    if n == population {
        return Some(Interval { lower: p, upper: p });
    }
    let left = (population - n) as f64 / (population as f64 - 1.0);
    Some(score(p, n as f64 / left, z))
}

fn score(p: f64, n: f64, z: f64) -> Interval {
    let weight = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / weight;
    let half = z / weight * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    Interval {
        lower: if p == 0.0 {
            0.0
        } else {
            (centre - half).max(0.0)
        },
        upper: if p == 1.0 {
            1.0
        } else {
            (centre + half).min(1.0)
        },
    }
}

fn wilson_continuity(x: f64, n: f64, z: f64) -> Interval {
    let p = x / n;
    let q = 1.0 - p;
    let below = z
        * (z * z - 2.0 - 1.0 / n + 4.0 * p * (n * q + 1.0))
            .max(0.0)
            .sqrt();
    let above = z
        * (z * z + 2.0 - 1.0 / n + 4.0 * p * (n * q - 1.0))
            .max(0.0)
            .sqrt();
    let twice = 2.0 * (n + z * z);
    let middle = 2.0 * n * p + z * z;
    Interval {
        lower: if x == 0.0 {
            0.0
        } else {
            ((middle - 1.0 - below) / twice).max(0.0)
        },
        upper: if x == n {
            1.0
        } else {
            ((middle + 1.0 + above) / twice).min(1.0)
        },
    }
}

fn clopper_pearson(x: f64, n: f64, confidence: f64) -> Option<Interval> {
    let tail = half_alpha(confidence)?;
    Some(Interval {
        lower: if x == 0.0 {
            0.0
        } else {
            beta_quantile(x, n - x + 1.0, tail)?
        },
        upper: if x == n {
            1.0
        } else {
            beta_quantile(x + 1.0, n - x, 1.0 - tail)?
        },
    })
}

fn mid_p(x: f64, n: f64, confidence: f64) -> Option<Interval> {
    let tail = half_alpha(confidence)?;
    let half_seen = |p: f64| 0.5 * binomial_density(x, n, p, 1.0 - p);
    let more = |p: f64| {
        if x == n {
            0.0
        } else {
            beta_tails(x + 1.0, n - x, p).map_or(0.0, |t| t.lower)
        }
    };
    let fewer = |p: f64| {
        if x == 0.0 {
            0.0
        } else {
            beta_tails(x, n - x + 1.0, p).map_or(0.0, |t| t.upper)
        }
    };
    Some(Interval {
        lower: if x == 0.0 {
            0.0
        } else {
            bisect(0.0, 1.0, |p| more(p) + half_seen(p) - tail)
        },
        upper: if x == n {
            1.0
        } else {
            bisect(0.0, 1.0, |p| tail - fewer(p) - half_seen(p))
        },
    })
}

fn around(p: f64, n: f64, z: f64) -> Interval {
    let half = z * (p * (1.0 - p) / n).sqrt();
    Interval {
        lower: (p - half).max(0.0),
        upper: (p + half).min(1.0),
    }
}
