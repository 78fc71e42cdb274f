//! Mean, standard deviation, median: the plain summaries, without rounding surprises.

use super::Interval;
use super::special::student_of;

/// The sum of `values`, with Neumaier's compensation.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() {
            (total - next) + value
        } else {
            (value - next) + total
        };
        total = next;
    }
    total + lost
}

/// The arithmetic mean. `None` for an empty slice.
pub fn mean(values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    // 0.1 added twelve times and divided by twelve is not 0.1; a constant series is its own mean.
    if values.iter().all(|value| *value == first) {
        return Some(first);
    }
    Some(sum(values.iter().copied()) / values.len() as f64)
}

/// The sample standard deviation (divisor n - 1). `None` below two values; exactly 0 for a
/// constant series.
///
/// Two passes around the mean, corrected for the mean's own rounding (Chan, Golub, LeVeque 1983).
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let centre = mean(values)?;
    let squares = sum(values.iter().map(|v| (v - centre).powi(2)));
    let drift = sum(values.iter().map(|v| v - centre));
    let n = values.len() as f64;
    Some(((squares - drift * drift / n).max(0.0) / (n - 1.0)).sqrt())
}

/// The median; the mean of the middle two for an even count. `None` for an empty slice.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    median_of_sorted(&sorted)
}

/// The median of values already in order.
pub(crate) fn median_of_sorted(sorted: &[f64]) -> Option<f64> {
    let half = sorted.len() / 2;
    if sorted.is_empty() {
        None
    } else if sorted.len() % 2 == 1 {
        Some(sorted[half])
    } else {
        Some((sorted[half - 1] + sorted[half]) / 2.0)
    }
}

/// The mean with Student's limits: `mean -+ t(n-1) sd / sqrt(n)`. `None` below two values.
pub fn mean_interval(values: &[f64], confidence: f64) -> Option<Interval> {
    let centre = mean(values)?;
    let deviation = standard_deviation(values)?;
    let n = values.len() as f64;
    let half = student_of(confidence, n - 1.0)? * deviation / n.sqrt();
    Some(Interval {
        lower: centre - half,
        upper: centre + half,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_series_has_no_spread_at_all() {
        assert_eq!(standard_deviation(&[0.1; 12]), Some(0.0));
        assert_eq!(mean(&[0.1; 12]), Some(0.1));
    }

    #[test]
    fn no_values_have_no_mean_and_one_has_no_deviation() {
        assert_eq!(mean(&[]), None);
        assert_eq!(median(&[]), None);
        assert_eq!(standard_deviation(&[3.0]), None);
    }
}
