//! The beta and binomial distributions, accurate in the tails and for large counts.
//!
//! `statrs` has an incomplete beta function, but its continued fraction stops after 140 terms, too
//! few for denominators of 100 000 (the number needed grows as the square root), and its quantiles
//! are good to about 1e-8. So both are here, with Loader's deviance form of the density (Loader
//! 2000, "Fast and accurate computation of binomial probabilities").

use super::special::{Tails, invert, surplus};
use statrs::function::gamma;
use std::f64::consts::PI;

/// Error of Stirling's formula, `ln n! - ln(sqrt(2 pi n) (n/e)^n)`, for real `n >= 0`.
fn stirling_error(n: f64) -> f64 {
    if n <= 0.0 {
        return 0.0;
    }
    if n <= 15.0 {
        let half_ln_two_pi = 0.918_938_533_204_672_8;
        return gamma::ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - half_ln_two_pi;
    }
    let m = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - (1.0 / 1188.0) / m) / m) / m) / m)
        / n
}

/// Deviance part `x ln(x/mean) + mean - x`, without cancellation near `x = mean`.
fn deviance(x: f64, mean: f64) -> f64 {
    if x == 0.0 {
        return mean;
    }
    if (x - mean).abs() < 0.1 * (x + mean) {
        let v = (x - mean) / (x + mean);
        let mut sum = (x - mean) * v;
        let mut term = 2.0 * x * v;
        for j in 1..1000 {
            term *= v * v;
            let next = sum + term / f64::from(2 * j + 1);
            if next == sum {
                break;
            }
            sum = next;
        }
        return sum;
    }
    x * (x / mean).ln() + mean - x
}

/// Binomial density for real `x` in `[0, n]`, success `p`, failure `q = 1 - p`.
pub(crate) fn binomial_density(x: f64, n: f64, p: f64, q: f64) -> f64 {
    if x < 0.0 || x > n {
        return 0.0;
    }
    if p <= 0.0 {
        return if x == 0.0 { 1.0 } else { 0.0 };
    }
    if q <= 0.0 {
        return if x == n { 1.0 } else { 0.0 };
    }
    if x == 0.0 {
        return (n * if p < 0.5 { (-p).ln_1p() } else { q.ln() }).exp();
    }
    if x == n {
        return (n * if q < 0.5 { (-q).ln_1p() } else { p.ln() }).exp();
    }
    let core = stirling_error(n)
        - stirling_error(x)
        - stirling_error(n - x)
        - deviance(x, n * p)
        - deviance(n - x, n * q);
    core.exp() * (n / (2.0 * PI * x * (n - x))).sqrt()
}

/// The regularised incomplete beta function `I_x(a, b)` and its complement. `None` unless
/// `a, b > 0` and `0 <= x <= 1`.
pub fn beta_tails(a: f64, b: f64, x: f64) -> Option<Tails> {
    let sound = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && (0.0..=1.0).contains(&x);
    if !sound {
        return None;
    }
    if x == 0.0 || x == 1.0 {
        let (lower, upper) = (x, 1.0 - x);
        return Some(Tails { lower, upper });
    }
    let density = binomial_density(a, a + b, x, 1.0 - x);
    let front = density * a * b / (a + b);
    Some(if x < (a + 1.0) / (a + b + 2.0) {
        let lower = (front / a * beta_fraction(a, b, x)).min(1.0);
        Tails {
            lower,
            upper: 1.0 - lower,
        }
    } else {
        let upper = (front / b * beta_fraction(b, a, 1.0 - x)).min(1.0);
        Tails {
            lower: 1.0 - upper,
            upper,
        }
    })
}

/// Lentz's evaluation of the continued fraction of `I_x(a, b)`.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let keep = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..200_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        let step = d * c;
        value *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

/// The `p` quantile of Beta(a, b). `None` unless `a, b > 0` and `0 <= p <= 1`.
pub fn beta_quantile(a: f64, b: f64, p: f64) -> Option<f64> {
    beta_tails(a, b, 0.5)?;
    if p == 0.0 || p == 1.0 {
        return Some(p);
    }
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    Some(invert(0.0, 1.0, a / (a + b), |x| {
        let tails = beta_tails(a, b, x).unwrap_or(Tails {
            lower: x,
            upper: 1.0 - x,
        });
        let slope = binomial_density(a, a + b, x, 1.0 - x) * a * b / (a + b) / (x * (1.0 - x));
        (surplus(tails, p), slope)
    }))
}
