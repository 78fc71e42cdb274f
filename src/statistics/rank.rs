//! How sure is a ranking? Ranks are never shown alone.
//!
//! Rank 1 is the highest share. Each place has an independent Beta posterior (Goldstein &
//! Spiegelhalter 1996; Marshall & Spiegelhalter 1998). The expected rank is computed by quadrature,
//! the intervals by simulation with a fixed seed, and one checks the other.

use super::Interval;
use super::bayes::Posterior;
use super::beta::{beta_tails, binomial_density};
use super::random::Random;
use super::special::half_alpha;
use super::trend::mid_ranks;
use std::f64::consts::FRAC_PI_2;

/// P(first > second) for two independent shares.
///
/// ```
/// use kpi::statistics::{bayes::{FLAT, Posterior}, rank::chance_above};
/// let of = |x, n| Posterior::new(x, n, FLAT).unwrap();
/// assert!((chance_above(of(3, 9), of(3, 9)) - 0.5).abs() < 1e-12);
/// assert!(chance_above(of(90, 100), of(10, 100)) > 0.999999);
/// ```
pub fn chance_above(first: Posterior, second: Posterior) -> f64 {
    // Integrate over the narrower one: the other's distribution function is then smooth.
    let chance = if first.a + first.b >= second.a + second.b {
        expectation(first, |t| tails(second, t).0)
    } else {
        expectation(second, |t| tails(first, t).1)
    };
    chance.clamp(0.0, 1.0)
}

fn tails(share: Posterior, t: f64) -> (f64, f64) {
    beta_tails(share.a, share.b, t).map_or((0.5, 0.5), |both| (both.lower, both.upper))
}

/// Nodes and weights of 8-point Gauss-Legendre quadrature on [-1, 1], the positive half.
const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// The mean of `f` under a Beta distribution, by panels on the arcsine scale, where the density is
/// smooth to the ends for parameters from 1/2 and has nearly constant width.
fn expectation(share: Posterior, f: impl Fn(f64) -> f64) -> f64 {
    const PANELS: u32 = 24;
    let size = share.a + share.b;
    let density = |t: f64| {
        let mass = binomial_density(share.a, size, t, 1.0 - t);
        mass * share.a * share.b / size / (t * (1.0 - t)).sqrt()
    };
    let centre = share.mean().sqrt().asin();
    // Twelve standard deviations, and more for small samples, whose tails are not normal.
    let reach = 6.5 / size.sqrt() + 6.0 / size;
    let low = (centre - reach).max(0.0);
    let high = (centre + reach).min(FRAC_PI_2);
    let half = (high - low) / f64::from(2 * PANELS);
    let (mut total, mut whole) = (0.0, 0.0);
    for panel in 0..PANELS {
        let middle = low + half * f64::from(2 * panel + 1);
        for (node, weight) in NODES {
            for angle in [middle - half * node, middle + half * node] {
                let t = angle.sin().powi(2);
                let w = weight * density(t);
                total += w * f(t);
                whole += w;
            }
        }
    }
    // Dividing by the integral of the density itself cancels what the panels miss.
    total / whole
}

/// `P(share i > share j)` for every pair, 1/2 on the diagonal.
pub fn chances(shares: &[Posterior]) -> Vec<Vec<f64>> {
    let m = shares.len();
    let mut table = vec![vec![0.5; m]; m];
    for i in 0..m {
        for j in i + 1..m {
            let above = chance_above(shares[i], shares[j]);
            table[i][j] = above;
            table[j][i] = 1.0 - above;
        }
    }
    table
}

/// The expected rank of each place, `1 + sum over j of P(j > i)`; 1 is the highest.
pub fn expected_ranks(chances: &[Vec<f64>]) -> Vec<f64> {
    let above = |i: usize| -> f64 {
        let others = chances.iter().enumerate().filter(|(j, _)| *j != i);
        others.map(|(_, row)| row[i]).sum()
    };
    (0..chances.len()).map(|i| 1.0 + above(i)).collect()
}

/// A simulated rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rank {
    /// Mean over the draws.
    pub mean: f64,
    /// Median over the draws.
    pub median: f64,
    /// Equal-tailed interval over the draws.
    pub interval: Interval,
}

/// Ranks from `draws` simulated rounds (10 000 for a page), ties sharing their middle, with
/// two-sided `level` intervals. The same seed gives the same ranks. `None` for no places, no
/// draws, or a level outside (0, 1).
pub fn simulate(shares: &[Posterior], draws: usize, seed: u64, level: f64) -> Option<Vec<Rank>> {
    let tail = half_alpha(level)?;
    if shares.is_empty() || draws == 0 {
        return None;
    }
    let mut random = Random::seeded(seed);
    let mut seen = vec![Vec::with_capacity(draws); shares.len()];
    for _ in 0..draws {
        // Negated, so that the highest share has rank 1.
        let round: Vec<f64> = shares.iter().map(|s| -random.beta(s.a, s.b)).collect();
        for (ranks, rank) in seen.iter_mut().zip(mid_ranks(&round)) {
            ranks.push(rank);
        }
    }
    let summary = |ranks: &mut Vec<f64>| {
        ranks.sort_by(f64::total_cmp);
        let at = |p: f64| ranks[((p * draws as f64).ceil() as usize).clamp(1, draws) - 1];
        Rank {
            mean: ranks.iter().sum::<f64>() / draws as f64,
            median: at(0.5),
            interval: Interval {
                lower: at(tail),
                upper: at(1.0 - tail),
            },
        }
    };
    Some(seen.iter_mut().map(summary).collect())
}

/// Bands to show instead of ranks that say little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// The whole interval lies in the better half.
    ClearlyAbove,
    /// The interval holds the middle rank.
    Middle,
    /// The whole interval lies in the worse half.
    ClearlyBelow,
}

/// The band of a rank among `places`.
pub fn band(rank: Rank, places: usize) -> Band {
    let middle = (places as f64 + 1.0) / 2.0;
    if rank.interval.upper < middle {
        Band::ClearlyAbove
    } else if rank.interval.lower > middle {
        Band::ClearlyBelow
    } else {
        Band::Middle
    }
}
