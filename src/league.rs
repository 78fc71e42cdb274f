//! Units side by side: which are of like size, and how sure an order is.

use crate::org_unit::UnitCode;
use crate::statistics::bayes::Posterior;
use crate::statistics::rank::{self, Band};
use crate::thresholds::{RANK_LEVEL, RANK_SEED, rank_draws};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// The `count` units nearest to one in size, itself first, then the nearest: by how many times
/// larger the larger of two is. Equally near ones by code. Empty where the unit is not among
/// `sizes`, or has none.
///
/// ```
/// use kpi::league::peers;
/// let unit = |code: &str| code.parse().unwrap();
/// let sizes = [(unit("440103"), 100), (unit("440104"), 50), (unit("440105"), 190)];
/// assert_eq!(peers(&sizes, unit("440103"), 1), [unit("440103"), unit("440105")]);
/// ```
pub fn peers(sizes: &[(UnitCode, i64)], of: UnitCode, count: usize) -> Vec<UnitCode> {
    let Some(own) = sizes
        .iter()
        .find(|(unit, size)| *unit == of && *size > 0)
        .map(|(_, size)| *size)
    else {
        return Vec::new();
    };
    let mut others: Vec<(UnitCode, i64)> = sizes
        .iter()
        .copied()
        .filter(|(unit, size)| *unit != of && *size > 0)
        .collect();
    others.sort_by(|one, other| nearer(own, one.1, other.1).then(one.0.cmp(&other.0)));
    std::iter::once(of)
        .chain(others.into_iter().map(|(unit, _)| unit).take(count))
        .collect()
}

/// Which of two sizes is fewer times off `own`, in whole numbers.
fn nearer(own: i64, one: i64, other: i64) -> Ordering {
    let times = |size: i64| {
        let (low, high) = (own.min(size), own.max(size));
        (i128::from(high), i128::from(low))
    };
    let ((a, b), (c, d)) = (times(one), times(other));
    (a * d).cmp(&(c * b))
}

/// Ranks of units by a rate, with what chance leaves of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ranks {
    /// The rank of each unit, in the order of the counts; 1 is the best.
    pub each: Vec<RankSpan>,
    /// How many rounds were drawn.
    pub draws: usize,
    /// With which seed.
    pub seed: u64,
    /// Whether the intervals span so much of the table that three bands are shown in their place.
    pub in_bands: bool,
}

/// A rank with its 95% interval, and the band it falls in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RankSpan {
    /// Half of the rounds put the unit at this rank or above.
    pub median: f64,
    /// The interval's better end.
    pub lower: f64,
    /// The interval's worse end.
    pub upper: f64,
    /// Clearly above the middle (1), below it (-1), or neither (0).
    pub band: i8,
}

/// Simulates the ranks of rates `(x, n)`, the highest first (methods g). None for no rates.
pub fn ranks(counts: &[(i64, i64)]) -> Option<Ranks> {
    let shares: Vec<Posterior> = counts
        .iter()
        .map(|(x, n)| Posterior {
            a: (*x + 1) as f64,
            b: (*n - *x + 1) as f64,
        })
        .collect();
    let draws = rank_draws(shares.len());
    let ranks = rank::simulate(&shares, draws, RANK_SEED, RANK_LEVEL)?;
    let places = ranks.len();
    let wide = ranks
        .iter()
        .filter(|rank| rank.interval.width() > places as f64 / 2.0)
        .count();
    let each = ranks
        .iter()
        .map(|rank| RankSpan {
            median: rank.median,
            lower: rank.interval.lower,
            upper: rank.interval.upper,
            band: match rank::band(*rank, places) {
                Band::ClearlyAbove => 1,
                Band::Middle => 0,
                Band::ClearlyBelow => -1,
            },
        })
        .collect();
    Some(Ranks {
        each,
        draws,
        seed: RANK_SEED,
        // Most of the intervals: a single small unit does not take the ranks from all others.
        in_bands: 2 * wide > places,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(code: &str) -> UnitCode {
        code.parse().unwrap()
    }

    #[test]
    fn half_and_double_are_equally_near() {
        let sizes = [
            (unit("440103"), 100),
            (unit("440104"), 200),
            (unit("440105"), 50),
            (unit("440106"), 101),
            (unit("440111"), 0),
        ];
        let found = peers(&sizes, unit("440103"), 2);
        assert_eq!(found, [unit("440103"), unit("440106"), unit("440104")]);
        assert!(
            peers(&sizes, unit("440111"), 2).is_empty(),
            "it has no size"
        );
        assert!(
            peers(&sizes, unit("110101"), 2).is_empty(),
            "it is not there"
        );
        assert_eq!(peers(&sizes, unit("440103"), 99).len(), 4);
    }

    #[test]
    fn the_same_counts_give_the_same_ranks() {
        let counts = [(90, 100), (50, 100), (10, 100)];
        let once = ranks(&counts).unwrap();
        assert_eq!(once, ranks(&counts).unwrap());
        assert_eq!((once.draws, once.seed), (10_000, RANK_SEED));
        let medians: Vec<f64> = once.each.iter().map(|rank| rank.median).collect();
        assert_eq!(medians, [1.0, 2.0, 3.0]);
        assert_eq!(
            once.each.iter().map(|rank| rank.band).collect::<Vec<_>>(),
            [1, 0, -1]
        );
        assert!(!once.in_bands);
        assert!(ranks(&[]).is_none());
    }

    #[test]
    fn ranks_that_say_nothing_become_bands() {
        let alike = vec![(5, 10); 40];
        assert!(ranks(&alike).unwrap().in_bands);
    }

    proptest! {
        #[test]
        fn nobody_left_out_is_nearer(sizes in proptest::collection::vec(1i64..10_000, 2..40), count in 1usize..10) {
            let all: Vec<(UnitCode, i64)> = sizes.iter().enumerate()
                .map(|(at, size)| (unit(&format!("{:06}", 440_100 + at)), *size)).collect();
            let own = all[0];
            let found = peers(&all, own.0, count);
            prop_assert_eq!(found.len(), count.min(all.len() - 1) + 1);
            let times = |code: UnitCode| {
                let size = all.iter().find(|(unit, _)| *unit == code).unwrap().1 as f64;
                (size / own.1 as f64).max(own.1 as f64 / size)
            };
            let farthest = found.iter().map(|code| times(*code)).fold(1.0, f64::max);
            for (code, _) in all.iter().filter(|(code, _)| !found.contains(code)) {
                prop_assert!(times(*code) >= farthest - 1e-9);
            }
        }
    }
}
