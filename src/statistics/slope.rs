//! How steep is a trend? The median of pairwise slopes, which a few wild months cannot turn.
//!
//! Sources: Theil 1950; Sen 1968 for the limits; Hipel & McLeod 1994 for the seasonal form. A
//! series is indexed by month; `None` is a gap, and the time it took still counts.

use super::Interval;
use super::moments::median_of_sorted;
use super::special::z_of;
use super::trend::{tie_sizes, variance};

/// A Theil-Sen line, over the index of the series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    /// Median of all pairwise slopes, per month.
    pub slope: f64,
    /// `median(y) - slope * median(t)` over observed months, `t` from 0.
    pub intercept: f64,
    /// Sen's limits of the slope.
    pub limits: Interval,
}

/// The Theil-Sen line. `None` below two observed points.
pub fn theil_sen(series: &[Option<f64>], confidence: f64) -> Option<TheilSen> {
    let z = z_of(confidence)?;
    let (times, values) = timed(series);
    let mut slopes = pairwise(&times, &values);
    slopes.sort_by(f64::total_cmp);
    let slope = median_of_sorted(&slopes)?;
    let sigma = variance(values.len(), &tie_sizes(&values)).max(0.0).sqrt();
    let count = slopes.len() as f64;
    // Halves go to the even neighbour, as in scipy; the order statistics are clamped to exist.
    let high = ((count + z * sigma) / 2.0)
        .round_ties_even()
        .min(count - 1.0);
    let low = (((count - z * sigma) / 2.0).round_ties_even() - 1.0).max(0.0);
    Some(TheilSen {
        slope,
        intercept: line_start(&times, &values, slope, 1.0)?,
        limits: Interval {
            lower: slopes[low as usize],
            upper: slopes[high as usize],
        },
    })
}

/// The seasonal slope, per full `period` (a year for 12), and its intercept: pairs are taken only
/// within a season (Hipel & McLeod 1994). `None` when no season has two points.
pub fn seasonal_slope(series: &[Option<f64>], period: usize) -> Option<(f64, f64)> {
    if period == 0 {
        return None;
    }
    let mut slopes = Vec::new();
    for season in 0..period {
        let part: Vec<_> = series
            .iter()
            .skip(season)
            .step_by(period)
            .copied()
            .collect();
        let (times, values) = timed(&part);
        slopes.extend(pairwise(&times, &values));
    }
    slopes.sort_by(f64::total_cmp);
    let slope = median_of_sorted(&slopes)?;
    let (times, values) = timed(series);
    Some((slope, line_start(&times, &values, slope, period as f64)?))
}

fn timed(series: &[Option<f64>]) -> (Vec<f64>, Vec<f64>) {
    let points = series.iter().enumerate();
    points.filter_map(|(t, v)| v.map(|v| (t as f64, v))).unzip()
}

fn pairwise(times: &[f64], values: &[f64]) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(values.len() * values.len() / 2);
    for j in 1..values.len() {
        for i in 0..j {
            slopes.push((values[j] - values[i]) / (times[j] - times[i]));
        }
    }
    slopes
}

fn line_start(times: &[f64], values: &[f64], slope: f64, period: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Some(median_of_sorted(&sorted)? - median_of_sorted(times)? / period * slope)
}
