//! Holt's linear and damped trend with given parameters. [`super::forecast`] finds the parameters.
//!
//! State: `level` and `trend`. With `e` the one-step error, `level' = level + phi trend + alpha e`
//! and `trend' = phi trend + alpha beta* e` (Holt 1957; Gardner & McKenzie 1985). TRAP: Holt's
//! `beta*` is not the `beta` of exponential smoothing state-space models, which R's `ets` reports:
//! `beta = alpha beta*`. Both constructors are here, and each says which it takes.

use super::Interval;
use super::special::z_of;

/// Fixed parameters and a starting state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holt {
    alpha: f64,
    /// The state-space beta, `alpha beta*`.
    beta: f64,
    phi: f64,
    level: f64,
    trend: f64,
}

/// A series after smoothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Smoothed {
    /// What the model started from and ran with.
    pub model: Holt,
    /// One-step forecasts, one for each month of the series, gaps included.
    pub fitted: Vec<f64>,
    /// The last level.
    pub level: f64,
    /// The last trend, per month.
    pub trend: f64,
    /// Sum of squared one-step errors over observed months.
    pub sse: f64,
    /// Observed months.
    pub observed: usize,
}

impl Holt {
    /// Holt's own parametrisation: `beta_star` in [0, 1]. `phi` is 1 without damping.
    pub fn new(alpha: f64, beta_star: f64, phi: f64, level: f64, trend: f64) -> Holt {
        Holt::from_ets(alpha, alpha * beta_star, phi, level, trend)
    }

    /// The ETS parametrisation: `beta` in [0, alpha]. Point forecasts are the same for additive
    /// and multiplicative errors. Simple smoothing is `beta = 0`, `trend = 0`.
    pub fn from_ets(alpha: f64, beta: f64, phi: f64, level: f64, trend: f64) -> Holt {
        Holt {
            alpha,
            beta,
            phi,
            level,
            trend,
        }
    }

    /// Level weight.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// Holt's trend weight; 0 when alpha is.
    pub fn beta_star(&self) -> f64 {
        if self.alpha == 0.0 {
            0.0
        } else {
            self.beta / self.alpha
        }
    }

    /// Damping, 1 for none.
    pub fn phi(&self) -> f64 {
        self.phi
    }

    /// Runs over a series. A missing month moves the state on by its own forecast.
    pub fn run(&self, series: &[Option<f64>]) -> Smoothed {
        let (mut level, mut trend, mut sse, mut observed) = (self.level, self.trend, 0.0, 0);
        let mut fitted = Vec::with_capacity(series.len());
        for seen in series {
            let forecast = level + self.phi * trend;
            fitted.push(forecast);
            let error = seen.map_or(0.0, |y| y - forecast);
            observed += usize::from(seen.is_some());
            level = forecast + self.alpha * error;
            trend = self.phi * trend + self.beta * error;
            sse += error * error;
        }
        Smoothed {
            model: *self,
            fitted,
            level,
            trend,
            sse,
            observed,
        }
    }
}

impl Smoothed {
    /// The forecasts for 1 to `months` ahead, not clipped.
    ///
    /// ```
    /// use kpi::statistics::smoothing::Holt;
    /// let line = Holt::new(0.5, 0.5, 1.0, 0.0, 1.0).run(&[Some(1.0), Some(2.0)]);
    /// assert_eq!(line.forecast(2), vec![3.0, 4.0]);
    /// ```
    pub fn forecast(&self, months: usize) -> Vec<f64> {
        let (mut value, mut trend) = (self.level, self.trend);
        (0..months)
            .map(|_| {
                trend *= self.model.phi;
                value += trend;
                value
            })
            .collect()
    }

    /// Forecasts with limits: normal errors, variance growing as the state-space form says
    /// (Hyndman et al. 2008, s. 6.1), five degrees of freedom spent on parameters. `None` with
    /// fewer than six observed months.
    pub fn forecast_interval(&self, months: usize, confidence: f64) -> Option<Vec<Interval>> {
        let z = z_of(confidence)?;
        if self.observed < 6 {
            return None;
        }
        let error_variance = self.sse / (self.observed - 5) as f64;
        let (mut growth, mut reach, mut phi) = (1.0, 0.0, 1.0);
        let limits = self.forecast(months).into_iter().map(|value| {
            let half = z * (error_variance * growth).sqrt();
            phi *= self.model.phi;
            reach += phi;
            let weight = self.model.alpha + self.model.beta * reach;
            growth += weight * weight;
            Interval {
                lower: value - half,
                upper: value + half,
            }
        });
        Some(limits.collect())
    }
}
