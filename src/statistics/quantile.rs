//! Dividing places into equal groups, by PHE's rule.

/// Which end is group 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The lowest values.
    Lowest,
    /// The highest values.
    Highest,
}

/// The group, 1 to `groups`, of each value; missing values have none. All `None` when there are
/// fewer values than groups. Equal values share the group of the first of them, so a group may be
/// empty (PHE `phe_quantile`).
///
/// ```
/// use kpi::statistics::quantile::{First, quantiles};
/// let places = [Some(3.0), None, Some(1.0), Some(2.0), Some(4.0)];
/// assert_eq!(quantiles(&places, 2, First::Lowest), [Some(2), None, Some(1), Some(1), Some(2)]);
/// ```
pub fn quantiles(values: &[Option<f64>], groups: u32, first: First) -> Vec<Option<u32>> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let n = known.len() as u64;
    let groups_wide = u64::from(groups);
    if groups == 0 || n < groups_wide {
        return vec![None; values.len()];
    }
    let group = |value: f64| {
        let before = known.iter().filter(|other| match first {
            First::Lowest => **other < value,
            First::Highest => **other > value,
        });
        // groups + 1 - ceil((n - before) groups / n), in integers.
        let rest = ((n - before.count() as u64) * groups_wide).div_ceil(n);
        (groups_wide + 1 - rest) as u32
    };
    values.iter().map(|value| value.map(group)).collect()
}
