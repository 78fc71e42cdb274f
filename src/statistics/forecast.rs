//! The default short forecast: a fitted damped trend, kept only when it beats the last value.
//!
//! Shares are forecast on the [`logit`] scale and brought back with [`share`].

use super::smoothing::{Holt, Smoothed};

/// Whether the trend fades in the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damping {
    /// The trend goes on for ever (phi = 1).
    Linear,
    /// phi is fitted within 0.8 to 0.98.
    Damped,
}

/// Rounds after which the compass search stops wherever it is.
const SEARCH_ROUNDS: usize = 200;

/// Fits weights, damping and starting state by least squares of one-step errors. Deterministic: a
/// coarse grid, then a compass search; the starting state is solved exactly at every trial, as
/// errors are linear in it. `None` below five observed months.
pub fn fit(series: &[Option<f64>], damping: Damping) -> Option<Smoothed> {
    if series.iter().flatten().count() < 5 {
        return None;
    }
    let phis: &[f64] = match damping {
        Damping::Linear => &[1.0],
        Damping::Damped => &[0.8, 0.86, 0.92, 0.98],
    };
    let mut best: Option<([f64; 3], f64)> = None;
    let mut consider = |point: [f64; 3]| {
        let sse = started(series, point).run(series).sse;
        if best.is_none_or(|(_, least)| sse < least) {
            best = Some((point, sse));
        }
    };
    for step in 0..10 {
        for beta_star in [0.0, 0.05, 0.1, 0.2, 0.4, 0.7] {
            for phi in phis {
                consider([0.05 + 0.1 * f64::from(step), beta_star, *phi]);
            }
        }
    }
    let bounds = [(0.01, 0.99), (0.0, 1.0), (phis[0], phis[phis.len() - 1])];
    let (mut point, mut least) = best?;
    let mut step = 0.05;
    for _ in 0..SEARCH_ROUNDS {
        let mut moved = false;
        for axis in 0..3 {
            for sign in [-1.0, 1.0] {
                let mut trial = point;
                trial[axis] = (trial[axis] + sign * step).clamp(bounds[axis].0, bounds[axis].1);
                let sse = started(series, trial).run(series).sse;
                // An improvement in the last digits is rounding, and could be chased for ever.
                if sse < least * (1.0 - 1e-9) {
                    (point, least, moved) = (trial, sse, true);
                }
            }
        }
        if !moved {
            step /= 2.0;
        }
        if step < 1e-4 {
            break;
        }
    }
    Some(started(series, point).run(series))
}

/// The model with these weights and the starting state that fits best.
fn started(series: &[Option<f64>], [alpha, beta_star, phi]: [f64; 3]) -> Holt {
    let with = |level, trend| Holt::new(alpha, beta_star, phi, level, trend);
    let base = with(0.0, 0.0).run(series).fitted;
    let from_level = with(1.0, 0.0).run(series).fitted;
    let from_trend = with(0.0, 1.0).run(series).fitted;
    let (mut ll, mut lt, mut tt, mut le, mut te) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (i, y) in series.iter().enumerate() {
        if let Some(y) = y {
            let (l, t, e) = (
                from_level[i] - base[i],
                from_trend[i] - base[i],
                y - base[i],
            );
            ll += l * l;
            lt += l * t;
            tt += t * t;
            le += l * e;
            te += t * e;
        }
    }
    let area = ll * tt - lt * lt;
    if area <= 1e-9 * ll * tt {
        // Too little to tell level from trend: no trend.
        return with(if ll > 0.0 { le / ll } else { 0.0 }, 0.0);
    }
    with((le * tt - te * lt) / area, (te * ll - le * lt) / area)
}

/// How the model and the last value did at forecasting months that were then seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backtest {
    /// Months forecast.
    pub origins: usize,
    /// Mean absolute error of the refitted model.
    pub model: f64,
    /// Mean absolute error of "as last seen".
    pub last_value: f64,
}

/// What to forecast with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The model beat the last value.
    Model,
    /// It did not: say "as last seen".
    LastValue,
}

impl Backtest {
    /// The model is kept only when it is strictly better.
    pub fn choice(&self) -> Choice {
        if self.model < self.last_value {
            Choice::Model
        } else {
            Choice::LastValue
        }
    }
}

/// Rolling-origin backtest: for each origin from `first` months on, fits what was known and
/// forecasts `ahead` months. `None` when no origin has a fit, a last value and an outcome.
pub fn backtest(
    series: &[Option<f64>],
    damping: Damping,
    first: usize,
    ahead: usize,
) -> Option<Backtest> {
    let (mut origins, mut model, mut last_value) = (0, 0.0, 0.0);
    for origin in first..series.len() {
        let known = &series[..origin];
        let outcome = ahead
            .checked_sub(1)
            .and_then(|h| series.get(origin + h))
            .copied()
            .flatten();
        let last = known.iter().rev().flatten().next();
        let (Some(outcome), Some(last), Some(smoothed)) = (outcome, last, fit(known, damping))
        else {
            continue;
        };
        origins += 1;
        model += (outcome - smoothed.forecast(ahead)[ahead - 1]).abs();
        last_value += (outcome - last).abs();
    }
    (origins > 0).then(|| Backtest {
        origins,
        model: model / origins as f64,
        last_value: last_value / origins as f64,
    })
}

/// A share on the scale on which it is forecast, `ln((x + 1/2)/(n - x + 1/2))`: finite at 0 and at
/// `n`. `None` when `n = 0` or `x > n`.
pub fn logit(x: u64, n: u64) -> Option<f64> {
    (n > 0 && x <= n).then(|| ((x as f64 + 0.5) / ((n - x) as f64 + 0.5)).ln())
}

/// Back from [`logit`]'s scale to a share in (0, 1).
pub fn share(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}
