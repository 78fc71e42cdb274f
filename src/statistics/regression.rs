//! A straight line by least squares, and the chance that it reaches a target.

use super::moments::{mean, sum};
use super::special::{student_of, student_upper};
use super::{Aim, Interval};

/// A fitted line `y = intercept + slope t`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Points used.
    pub n: usize,
    /// Value at `t = 0`.
    pub intercept: f64,
    /// Change a unit of `t`.
    pub slope: f64,
    /// Standard error of the intercept.
    pub se_intercept: f64,
    /// Standard error of the slope.
    pub se_slope: f64,
    /// Residual standard deviation, divisor n - 2; exactly 0 when the fit is exact.
    pub residual: f64,
    /// Share of variance explained; `None` for a constant series.
    pub r_squared: Option<f64>,
    centre: f64,
    spread: f64,
    middle: f64,
}

/// What a line says about one moment to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The line's value, not clipped to [0, 1].
    pub value: f64,
    /// Standard error of a new observation there.
    pub standard_error: f64,
    freedom: f64,
}

impl Line {
    /// Fits `y` on `t`, which must have the same length. `None` below three points, for unequal
    /// lengths, or when all `t` are the same.
    pub fn fit(t: &[f64], y: &[f64]) -> Option<Line> {
        if t.len() != y.len() || t.len() < 3 {
            return None;
        }
        let n = t.len() as f64;
        let (centre, middle) = (mean(t)?, mean(y)?);
        let spread = sum(t.iter().map(|v| (v - centre).powi(2)));
        if spread == 0.0 {
            return None;
        }
        let points = || t.iter().zip(y);
        let slope = sum(points().map(|(t, y)| (t - centre) * (y - middle))) / spread;
        let left = |t: f64, y: f64| (y - middle) - slope * (t - centre);
        let unexplained = sum(points().map(|(t, y)| left(*t, *y).powi(2)));
        let total = sum(y.iter().map(|v| (v - middle).powi(2)));
        // What rounding alone leaves of points on one line; below it the fit is exact.
        let size = y.iter().fold(0.0_f64, |big, v| big.max(v.abs()));
        let noise = n * (16.0 * f64::EPSILON * size).powi(2);
        let unexplained = if unexplained <= noise {
            0.0
        } else {
            unexplained
        };
        let residual = (unexplained / (n - 2.0)).sqrt();
        Some(Line {
            n: t.len(),
            intercept: middle - slope * centre,
            slope,
            se_intercept: residual * (1.0 / n + centre * centre / spread).sqrt(),
            se_slope: residual / spread.sqrt(),
            residual,
            r_squared: (total > noise).then(|| 1.0 - unexplained / total),
            centre,
            spread,
            middle,
        })
    }

    /// Fits a series over its index; gaps are skipped and their time still counts.
    pub fn of_series(series: &[Option<f64>]) -> Option<Line> {
        let points = series.iter().enumerate();
        let (t, y): (Vec<f64>, Vec<f64>) =
            points.filter_map(|(t, v)| v.map(|v| (t as f64, v))).unzip();
        Line::fit(&t, &y)
    }

    /// Two-sided p of "the slope is 0". `None` when the fit is exact.
    pub fn p_slope(&self) -> Option<f64> {
        if self.residual == 0.0 {
            return None;
        }
        let t = (self.slope / self.se_slope).abs();
        Some(2.0 * student_upper(t, self.n as f64 - 2.0)?)
    }

    /// The forecast at `t`.
    pub fn at(&self, t: f64) -> Forecast {
        let away = t - self.centre;
        let factor = 1.0 + 1.0 / self.n as f64 + away * away / self.spread;
        Forecast {
            value: self.middle + self.slope * away,
            standard_error: self.residual * factor.sqrt(),
            freedom: self.n as f64 - 2.0,
        }
    }
}

impl Forecast {
    /// Limits for a new observation, by Student's t with n - 2 degrees of freedom.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let half = student_of(confidence, self.freedom)? * self.standard_error;
        Some(Interval {
            lower: self.value - half,
            upper: self.value + half,
        })
    }

    /// P(a new observation reaches `target`). `None` when the fit is exact: the page then says
    /// so, and shows no probability.
    pub fn reaches(&self, target: f64, aim: Aim) -> Option<f64> {
        if self.standard_error == 0.0 {
            return None;
        }
        let t = (target - self.value) / self.standard_error;
        match aim {
            Aim::AtLeast => student_upper(t, self.freedom),
            Aim::AtMost => student_upper(-t, self.freedom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_fit_gives_no_probability() {
        let series: Vec<_> = (0..9).map(|t| Some(0.1 + 0.07 * f64::from(t))).collect();
        let line = Line::of_series(&series).unwrap();
        assert_eq!(line.residual, 0.0);
        assert_eq!(line.at(12.0).reaches(0.9, Aim::AtLeast), None);
        assert_eq!(line.p_slope(), None);
    }

    #[test]
    fn two_points_are_not_a_trend() {
        assert_eq!(Line::of_series(&[Some(0.1), None, Some(0.2)]), None);
    }
}
