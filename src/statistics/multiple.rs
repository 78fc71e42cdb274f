//! Many tests at once: adjusted p-values, so that a page of counties does not cry wolf.
//!
//! Sources: Benjamini & Hochberg 1995 (false discovery rate); Holm 1979 (family-wise error).

/// Benjamini-Hochberg adjusted p-values, in the order given. Reject where they are `<= q`.
///
/// ```
/// use kpi::statistics::multiple::benjamini_hochberg;
/// assert_eq!(benjamini_hochberg(&[0.01, 0.04]), vec![0.02, 0.04]);
/// ```
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let m = p.len() as f64;
    let mut least = 1.0_f64;
    let mut adjusted = vec![0.0; p.len()];
    for (rank, i) in ordered(p).into_iter().enumerate().rev() {
        least = least.min(p[i] / ((rank + 1) as f64 / m));
        adjusted[i] = least;
    }
    adjusted
}

/// Holm's adjusted p-values, in the order given.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let m = p.len();
    let mut greatest = 0.0_f64;
    let mut adjusted = vec![0.0; m];
    for (rank, i) in ordered(p).into_iter().enumerate() {
        greatest = greatest.max(p[i] * (m - rank) as f64).min(1.0);
        adjusted[i] = greatest;
    }
    adjusted
}

/// Which of the adjusted values are at or below `q`, within rounding of the last digits.
pub fn rejected(adjusted: &[f64], q: f64) -> Vec<bool> {
    adjusted.iter().map(|p| *p <= q * (1.0 + 1e-12)).collect()
}

/// False flags to expect when nothing is wrong and each test flags at `alpha`.
pub fn expected_false_flags(tests: usize, alpha: f64) -> f64 {
    tests as f64 * alpha
}

fn ordered(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    order
}
