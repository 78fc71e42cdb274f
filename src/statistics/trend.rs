//! Is there a monotone trend? How steep it is, [`super::slope`] says.
//!
//! Mann-Kendall with ties and continuity correction (Mann 1945; Kendall 1975), the variance
//! corrected for autocorrelation (Hamed & Rao 1998), and the seasonal form (Hirsch & Slack 1984).
//! A series is indexed by month; `None` is a gap, which the test skips.
//!
//! How many points a page demands before it shows any of this belongs to configuration.

use super::moments::mean;
use super::slope::theil_sen;
use super::special::{normal_two_sided, z_of};

/// Direction of a trend at a significance level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Significantly rising.
    Increasing,
    /// Significantly falling.
    Decreasing,
    /// Not distinguishable from none.
    None,
}

/// The result of a Mann-Kendall test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Observed points.
    pub n: usize,
    /// Concordant minus discordant pairs.
    pub s: f64,
    /// Variance of `s`, with ties.
    pub variance: f64,
    /// Continuity-corrected z; 0 when `s` is 0.
    pub z: f64,
    /// Two-sided normal p, `2 P(Z > |z|)`.
    pub p: f64,
    /// Kendall's tau-a, `s` over the number of pairs.
    pub tau_a: f64,
    /// Kendall's tau-b, corrected for ties; `None` when all values are equal.
    pub tau_b: Option<f64>,
    /// Exact two-sided p, when there are no ties and at most [`EXACT_UP_TO`] points.
    pub p_exact: Option<f64>,
}

/// The exact distribution is computed up to this many points; beyond, the normal one is the same.
pub const EXACT_UP_TO: usize = 150;
/// [`MannKendall::p_to_show`] prefers the exact p up to this many points.
pub const EXACT_SHOWN_UP_TO: usize = 10;

impl MannKendall {
    /// The p-value to show: exact for ten or fewer untied points, normal otherwise.
    pub fn p_to_show(&self) -> f64 {
        match self.p_exact {
            Some(exact) if self.n <= EXACT_SHOWN_UP_TO => exact,
            _ => self.p,
        }
    }

    /// The direction by the normal p at `alpha`.
    pub fn trend(&self, alpha: f64) -> Trend {
        if self.p >= alpha || self.z == 0.0 {
            Trend::None
        } else if self.z > 0.0 {
            Trend::Increasing
        } else {
            Trend::Decreasing
        }
    }
}

/// The Mann-Kendall test. `None` below two observed points.
///
/// ```
/// use kpi::statistics::trend::mann_kendall;
/// let test = mann_kendall(&[Some(0.1), Some(0.2), None, Some(0.4)]).unwrap();
/// assert_eq!((test.n, test.s), (3, 3.0));
/// assert!((test.p_exact.unwrap() - 1.0 / 3.0).abs() < 1e-12);
/// ```
pub fn mann_kendall(series: &[Option<f64>]) -> Option<MannKendall> {
    let values = observed(series);
    let n = values.len();
    if n < 2 {
        return None;
    }
    let s = score(&values);
    let ties = tie_sizes(&values);
    let variance = variance(n, &ties);
    let pairs = n as f64 * (n as f64 - 1.0) / 2.0;
    let tied: f64 = ties.iter().map(|t| t * (t - 1.0) / 2.0).sum();
    let untied = tied == 0.0 && n <= EXACT_UP_TO;
    let mut test = judged(n, s, variance, pairs);
    test.tau_b = (pairs > tied).then(|| s / (pairs * (pairs - tied)).sqrt());
    test.p_exact = untied.then(|| exact_p(n, s));
    Some(test)
}

/// The seasonal test: the scores and variances of each of `period` seasons are added, so December
/// is compared only with Decembers. `None` when no season has two points, or `period` is 0.
pub fn seasonal_mann_kendall(series: &[Option<f64>], period: usize) -> Option<MannKendall> {
    if period == 0 {
        return None;
    }
    let (mut n, mut s, mut v, mut pairs) = (0, 0.0, 0.0, 0.0);
    for season in 0..period {
        let part: Vec<f64> = series
            .iter()
            .skip(season)
            .step_by(period)
            .flatten()
            .copied()
            .collect();
        n += part.len();
        s += score(&part);
        v += variance(part.len(), &tie_sizes(&part));
        pairs += part.len() as f64 * (part.len() as f64 - 1.0) / 2.0;
    }
    (pairs > 0.0).then(|| judged(n, s, v, pairs))
}

/// The test with Hamed and Rao's variance: rank autocorrelation of the detrended series at every
/// lag that is significant at `alpha` widens (or narrows) the variance. `None` below three points
/// or when the corrected variance is not positive.
pub fn hamed_rao(series: &[Option<f64>], alpha: f64) -> Option<MannKendall> {
    let plain = mann_kendall(series)?;
    let values = observed(series);
    let n = values.len();
    if n < 3 {
        return None;
    }
    let slope = theil_sen(series, 0.95)?.slope;
    let detrended: Vec<f64> = (1..)
        .zip(&values)
        .map(|(i, v)| v - slope * f64::from(i))
        .collect();
    let ranks = mid_ranks(&detrended);
    let centre = mean(&ranks)?;
    let covariance = |lag: usize| -> f64 {
        let pairs = ranks.iter().zip(&ranks[lag..]);
        pairs.map(|(a, b)| (a - centre) * (b - centre)).sum()
    };
    let spread = covariance(0);
    let bound = z_of(1.0 - alpha)? / (n as f64).sqrt();
    let size = n as f64;
    let mut extra = 0.0;
    for lag in 1..n {
        let correlation = if spread == 0.0 {
            0.0
        } else {
            covariance(lag) / spread
        };
        if correlation.abs() > bound {
            let l = lag as f64;
            extra += (size - l) * (size - l - 1.0) * (size - l - 2.0) * correlation;
        }
    }
    let factor = 1.0 + 2.0 / (size * (size - 1.0) * (size - 2.0)) * extra;
    let pairs = size * (size - 1.0) / 2.0;
    let variance = plain.variance * factor;
    (variance > 0.0 || plain.s == 0.0).then(|| MannKendall {
        tau_b: plain.tau_b,
        ..judged(n, plain.s, variance, pairs)
    })
}

fn observed(series: &[Option<f64>]) -> Vec<f64> {
    series.iter().flatten().copied().collect()
}

fn judged(n: usize, s: f64, variance: f64, pairs: f64) -> MannKendall {
    let z = if s == 0.0 || variance <= 0.0 {
        0.0
    } else {
        (s - s.signum()) / variance.sqrt()
    };
    MannKendall {
        n,
        s,
        variance,
        z,
        p: normal_two_sided(z),
        tau_a: s / pairs,
        tau_b: None,
        p_exact: None,
    }
}

fn score(values: &[f64]) -> f64 {
    let mut s = 0.0;
    for (j, later) in values.iter().enumerate() {
        for earlier in &values[..j] {
            s += f64::from(i8::from(later > earlier) - i8::from(later < earlier));
        }
    }
    s
}

/// Variance of the score among `n` values with `ties`.
pub(super) fn variance(n: usize, ties: &[f64]) -> f64 {
    let part = |k: f64| k * (k - 1.0) * (2.0 * k + 5.0);
    (part(n as f64) - ties.iter().map(|t| part(*t)).sum::<f64>()) / 18.0
}

/// Sizes of the groups of equal values, singles included.
pub(super) fn tie_sizes(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
        .chunk_by(|a, b| a == b)
        .map(|group| group.len() as f64)
        .collect()
}

/// Ranks from 1, ties sharing their middle.
pub(crate) fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for group in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let shared = before as f64 + (group.len() as f64 + 1.0) / 2.0;
        for i in group {
            ranks[*i] = shared;
        }
        before += group.len();
    }
    ranks
}

/// Exact two-sided p of `s` among untied permutations: the distribution of inversions.
fn exact_p(n: usize, s: f64) -> f64 {
    let pairs = n * (n - 1) / 2;
    // Inversions of the rarer kind; their tail, doubled by symmetry, is all that is needed.
    let rarer = ((pairs as f64 - s.abs()) / 2.0).round() as usize;
    let mut chance = vec![0.0; rarer + 1];
    chance[0] = 1.0;
    for k in 2..=n {
        // The k-th value adds 0 to k - 1 inversions with equal chance.
        let old = chance.clone();
        for (count, slot) in chance.iter_mut().enumerate() {
            let from = (count + 1).saturating_sub(k);
            *slot = old[from..=count].iter().sum::<f64>() / k as f64;
        }
    }
    (2.0 * chance.iter().sum::<f64>()).min(1.0)
}
