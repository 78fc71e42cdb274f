//! What is usual: one unit held against the others.

use super::rule::FEWEST_PEERS;
use crate::statistics::moments::median;
use std::collections::BTreeMap;

/// Centre and spread of what the units show, neither moved by a few wild ones.
#[derive(Debug, Clone, Copy)]
pub struct Usual {
    /// The median.
    pub centre: f64,
    /// 1.4826 times the median absolute deviation.
    pub spread: f64,
}

impl Usual {
    /// Of `values`; `None` when there are fewer than `least`.
    pub fn of(values: &[f64], least: usize) -> Option<Usual> {
        if values.len() < least.max(1) {
            return None;
        }
        let centre = median(values)?;
        let away: Vec<f64> = values.iter().map(|value| (value - centre).abs()).collect();
        Some(Usual {
            centre,
            spread: 1.4826 * median(&away)?,
        })
    }
}

/// What all units did together from one month to another (an epidemic, a campaign): the median
/// move, which is no unit's own.
pub struct Common(BTreeMap<(usize, usize), f64>);

impl Common {
    /// Of moves, each with the months it goes from and to.
    pub fn of(moves: impl IntoIterator<Item = (usize, usize, f64)>) -> Common {
        let mut by_months: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
        for (from, to, moved) in moves {
            by_months.entry((from, to)).or_default().push(moved);
        }
        let medians = by_months
            .into_iter()
            .filter_map(|(months, all)| Some((months, Usual::of(&all, FEWEST_PEERS)?.centre)));
        Common(medians.collect())
    }

    /// From one month to another; over a month that few left out, step by step.
    pub fn over(&self, from: usize, to: usize) -> f64 {
        match self.0.get(&(from, to)) {
            Some(moved) => *moved,
            None if to > from + 1 => (from..to)
                .map(|at| self.0.get(&(at, at + 1)).copied().unwrap_or(0.0))
                .sum(),
            None => 0.0,
        }
    }
}

/// How likely something as large as a value is, counted among values that hold it: its rank from
/// above, over one more than there are. Never 0: what happened once can happen again.
pub struct Ranks {
    sorted: Vec<f64>,
}

impl Ranks {
    /// Of these values.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Ranks {
        let mut sorted: Vec<f64> = values.into_iter().filter(|value| !value.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        Ranks { sorted }
    }

    /// The share of values as large as `value`, this one counted.
    pub fn chance(&self, value: f64) -> f64 {
        let below = self.sorted.partition_point(|other| *other < value);
        let above = self.sorted.len() - below;
        above.max(1) as f64 / (self.sorted.len() + 1) as f64
    }
}
