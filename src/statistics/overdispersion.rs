//! Do places differ by more than chance, whatever the funnel says?
//!
//! Source: Spiegelhalter 2005, s. 4 and App. A.3; Spiegelhalter et al. 2012. Extreme z-scores are
//! winsorised first, so that the outliers looked for do not hide themselves by widening the funnel.

use super::moments::sum;
use super::special::chi_square_upper;

/// The spread of several shares around their pooled value.
#[derive(Clone, Debug, PartialEq)]
pub struct Overdispersion {
    /// The pooled share, sum of `x` over sum of `n`.
    pub target: f64,
    /// One z a place, as given.
    pub z: Vec<f64>,
    /// Mean of the squared z.
    pub phi_raw: f64,
    /// The same after winsorising.
    pub phi: f64,
    /// P(chi-square with m degrees >= sum of the squared z): small when the spread is more than
    /// chance. Of the raw scores, since winsorised ones are no longer chi-square under chance.
    pub p: f64,
    /// Additive variance between places, 0 when `m phi < m - 1` (DerSimonian & Laird 1986).
    pub tau_squared: f64,
}

/// Measures the spread of the shares `(x, n)`, winsorising the share `winsor` (0.1) of z-scores on
/// each side. `None` below two places, for an empty or invalid place, or when the pooled share is
/// 0 or 1.
pub fn overdispersion(places: &[(u64, u64)], winsor: f64) -> Option<Overdispersion> {
    let sound = places.iter().all(|(x, n)| *n > 0 && x <= n);
    if places.len() < 2 || !sound || !(0.0..0.5).contains(&winsor) {
        return None;
    }
    let x: u64 = places.iter().map(|(x, _)| x).sum();
    let n: u64 = places.iter().map(|(_, n)| n).sum();
    if x == 0 || x == n {
        return None;
    }
    let target = x as f64 / n as f64;
    let variance = |n: u64| target * (1.0 - target) / n as f64;
    let score = |(x, n): &(u64, u64)| (*x as f64 / *n as f64 - target) / variance(*n).sqrt();
    let z: Vec<f64> = places.iter().map(score).collect();
    let m = z.len() as f64;

    let mut sorted = z.clone();
    sorted.sort_by(f64::total_cmp);
    // A sliver more, so that 0.1 of 30 is 3 and not 2.
    let cut = (winsor * m + 1e-9).floor() as usize;
    let (low, high) = (sorted[cut], sorted[sorted.len() - 1 - cut]);
    let phi_raw = sum(z.iter().map(|z| z * z)) / m;
    let phi = sum(z.iter().map(|z| z.clamp(low, high).powi(2))) / m;

    let weights = || places.iter().map(|(_, n)| 1.0 / variance(*n));
    let total = sum(weights());
    let spread = total - sum(weights().map(|w| w * w)) / total;
    Some(Overdispersion {
        target,
        phi_raw,
        phi,
        p: chi_square_upper(m * phi_raw, m)?,
        tau_squared: ((m * phi - (m - 1.0)) / spread).max(0.0),
        z,
    })
}
