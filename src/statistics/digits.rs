//! Digits that people like more than chance does. A signal worth verifying, never a finding.
//!
//! Last digits need a hundred counts of two digits and more; first digits only mean something over
//! two or three orders of magnitude, and never for percentages. The caller keeps those rules.
//! Source: Nigrini 2012.

use super::binomial::{Alternative, exact_test};
use super::special::chi_square_upper;

/// Observed digits against expected ones.
#[derive(Clone, Debug, PartialEq)]
pub struct DigitTest {
    /// Expected count of each digit, in the order given.
    pub expected: Vec<f64>,
    /// Pearson's chi-square.
    pub chi_square: f64,
    /// Its degrees of freedom.
    pub freedom: u32,
    /// Its p-value.
    pub p: f64,
    /// Mean absolute deviation of observed from expected shares.
    pub mad: f64,
}

/// First digits 1 to 9 against Benford's law. `None` when there are no counts.
pub fn first_digits(counts: &[u64; 9]) -> Option<DigitTest> {
    let shares: Vec<f64> = (1..10)
        .map(|d| (1.0 + 1.0 / f64::from(d)).log10())
        .collect();
    against(counts, &shares)
}

/// Last digits 0 to 9 against equal shares. `None` when there are no counts.
pub fn last_digits(counts: &[u64; 10]) -> Option<DigitTest> {
    against(counts, &[0.1; 10])
}

/// Whether more counts end in 0 or 5 than the fifth that chance gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoundShare {
    /// Expected to end in 0 or 5.
    pub expected: f64,
    /// One-sided exact p.
    pub p: f64,
}

/// Tests `round` counts ending in 0 or 5 among `round + other`. `None` when there are none.
///
/// ```
/// use kpi::statistics::digits::round_share;
/// assert!(round_share(168, 332).unwrap().p < 1e-11);
/// assert_eq!(round_share(0, 0), None);
/// ```
pub fn round_share(round: u64, other: u64) -> Option<RoundShare> {
    let n = round.checked_add(other)?;
    Some(RoundShare {
        expected: n as f64 / 5.0,
        p: exact_test(round, n, 0.2, Alternative::Greater)?,
    })
}

/// The counts of first digits 1 to 9; zeros have none and are left out.
pub fn count_first(values: &[u64]) -> [u64; 9] {
    let mut counts = [0; 9];
    for mut value in values.iter().copied().filter(|v| *v > 0) {
        while value >= 10 {
            value /= 10;
        }
        counts[value as usize - 1] += 1;
    }
    counts
}

/// The counts of last digits 0 to 9 among values of two digits and more.
pub fn count_last(values: &[u64]) -> [u64; 10] {
    let mut counts = [0; 10];
    for value in values.iter().filter(|v| **v >= 10) {
        counts[(value % 10) as usize] += 1;
    }
    counts
}

fn against(counts: &[u64], shares: &[f64]) -> Option<DigitTest> {
    let n: u64 = counts.iter().sum();
    if n == 0 {
        return None;
    }
    let n = n as f64;
    let expected: Vec<f64> = shares.iter().map(|s| s * n).collect();
    let pairs = || counts.iter().zip(&expected).map(|(o, e)| (*o as f64, *e));
    let chi_square: f64 = pairs().map(|(o, e)| (o - e).powi(2) / e).sum();
    let freedom = shares.len() as u32 - 1;
    Some(DigitTest {
        chi_square,
        freedom,
        p: chi_square_upper(chi_square, f64::from(freedom))?,
        mad: pairs().map(|(o, e)| ((o - e) / n).abs()).sum::<f64>() / shares.len() as f64,
        expected,
    })
}
