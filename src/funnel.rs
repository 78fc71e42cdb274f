//! A funnel over units: how far from a common value chance alone carries a unit of a given size,
//! and whether the units differ by more than chance at all (methods e).
//!
//! A funnel is a reason to look, not a verdict on compliance. Limits are exact binomial ones. When
//! the units differ by more than chance allows, that difference is laid into the limits
//! (Spiegelhalter 2005): else half the country would lie outside and nothing would be told.

use crate::statistics::Interval;
use crate::statistics::funnel::{Depth, Significance, exact_limits, normal_limits};
use crate::statistics::overdispersion::overdispersion;
use crate::statistics::special::normal_quantile;
use serde::{Deserialize, Serialize};

/// The share of z-scores that is drawn in on each side before the spread is measured.
pub const WINSOR: f64 = 0.1;

/// A spread whose p is below this is more than chance.
pub const LEVEL: f64 = 0.05;

/// Up to so many persons limits are exact; beyond, the normal ones are the same to a pixel.
const EXACT_UP_TO: u64 = 1_000_000;

/// What the units are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Centre {
    /// The target.
    #[default]
    Target,
    /// The pooled mean, Σx/Σn.
    Pooled,
}

/// How the units differ from each other, all together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The mean of the squared z, extremes drawn in: 1 by chance alone.
    pub phi: f64,
    /// P of so large a spread by chance alone.
    pub p: f64,
    /// The variance between units, of shares.
    pub tau_squared: f64,
}

impl Spread {
    /// Whether the units differ by more than chance.
    pub fn is_marked(&self) -> bool {
        self.p < LEVEL && self.tau_squared > 0.0
    }
}

/// A funnel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Funnel {
    /// The common value, a share.
    pub centre: f64,
    /// How the units differ; `None` where they are too few to say.
    pub spread: Option<Spread>,
}

impl Funnel {
    /// The funnel around `centre`, with the spread of the units `(x, n)` around their pooled mean.
    pub fn around(centre: f64, units: &[(u64, u64)]) -> Funnel {
        Funnel {
            centre,
            spread: overdispersion(units, WINSOR).map(|spread| Spread {
                phi: spread.phi,
                p: spread.p,
                tau_squared: spread.tau_squared,
            }),
        }
    }

    /// The pooled mean of units, a share; `None` where nothing is below the line.
    pub fn pooled(units: &[(u64, u64)]) -> Option<f64> {
        let (x, n) = units
            .iter()
            .fold((0, 0), |(x, n), unit| (x + unit.0, n + unit.1));
        (n > 0).then(|| x as f64 / n as f64)
    }

    /// Whether the difference between units is in the limits.
    pub fn is_widened(&self) -> bool {
        self.spread.is_some_and(|spread| spread.is_marked())
    }

    /// The limits for a unit of `n`, shares; `None` for nobody.
    pub fn limits(&self, n: u64, depth: Depth) -> Option<Interval> {
        match self.spread.filter(Spread::is_marked) {
            Some(spread) => {
                let variance = self.centre * (1.0 - self.centre) / n as f64;
                let half =
                    normal_quantile(1.0 - depth.tail()) * (variance + spread.tau_squared).sqrt();
                (n > 0).then(|| Interval {
                    lower: (self.centre - half).max(0.0),
                    upper: (self.centre + half).min(1.0),
                })
            }
            None if n <= EXACT_UP_TO => exact_limits(self.centre, n, depth),
            None => normal_limits(self.centre, n as f64, depth),
        }
    }

    /// Where `x` of `n` lies; `None` where it lies nowhere.
    pub fn place(&self, x: u64, n: u64) -> Option<Significance> {
        if n == 0 || x > n {
            return None;
        }
        let share = x as f64 / n as f64;
        let inner = self.limits(n, Depth::Inner)?;
        if inner.lower <= share && share <= inner.upper {
            return Some(Significance::Inside);
        }
        // Most lie inside: the outer limits are reckoned only for those who do not.
        let outer = self.limits(n, Depth::Outer)?;
        Some(match share < inner.lower {
            true if share < outer.lower => Significance::FarBelow,
            true => Significance::Below,
            false if share > outer.upper => Significance::FarAbove,
            false => Significance::Above,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_spread_the_limits_are_exact() {
        let funnel = Funnel {
            centre: 0.8,
            spread: None,
        };
        for n in [1, 15, 400, 12_345] {
            for depth in [Depth::Inner, Depth::Outer] {
                assert_eq!(funnel.limits(n, depth), exact_limits(0.8, n, depth));
            }
        }
        assert_eq!(funnel.limits(0, Depth::Inner), None);
        assert_eq!(funnel.place(5, 4), None, "more than all lies nowhere");
        assert_eq!(funnel.place(0, 100), Some(Significance::FarBelow));
        assert_eq!(funnel.place(80, 100), Some(Significance::Inside));
        assert_eq!(funnel.place(89, 100), Some(Significance::Above));
    }

    #[test]
    fn exact_and_normal_limits_meet_where_one_follows_the_other() {
        for centre in [0.0045, 0.6] {
            let (n, depth) = (EXACT_UP_TO, Depth::Outer);
            let (exact, normal) = (
                exact_limits(centre, n, depth).unwrap(),
                normal_limits(centre, n as f64, depth).unwrap(),
            );
            assert!((exact.lower - normal.lower).abs() < 0.03 * (centre - normal.lower));
            assert!((exact.upper - normal.upper).abs() < 0.03 * (normal.upper - centre));
        }
    }

    #[test]
    fn units_that_differ_by_more_than_chance_widen_the_funnel() {
        let alike: Vec<(u64, u64)> = (0..30).map(|k| (795 + k % 10, 1_000)).collect();
        let narrow = Funnel::around(0.8, &alike);
        assert!(!narrow.is_widened());
        let apart: Vec<(u64, u64)> = (0..30).map(|k| (650 + 10 * k, 1_000)).collect();
        let wide = Funnel::around(Funnel::pooled(&apart).unwrap(), &apart);
        assert!(wide.is_widened());
        let of = |funnel: &Funnel| funnel.limits(1_000, Depth::Inner).unwrap().width();
        assert!(of(&wide) > 3.0 * of(&narrow));
        let outside = |funnel: &Funnel| {
            let places = apart.iter().filter_map(|(x, n)| funnel.place(*x, *n));
            places
                .filter(|place| *place != Significance::Inside)
                .count()
        };
        let plain = Funnel {
            spread: None,
            ..wide
        };
        assert!(outside(&wide) <= 3 && outside(&plain) > 15);
    }
}
