//! The same figures month after month. Normal for a stock, worth verifying for a flow.

use super::binomial::mass;
use super::moments::sum;

/// P(`months` independent Binomial(n, p) counts are identical), the sum of `mass^months`. 1 for one
/// month. `None` for no month or when `p` is no share.
///
/// ```
/// use kpi::statistics::frozen::chance_of_run;
/// assert!((chance_of_run(10, 0.5, 3).unwrap() - 0.03554416820406912).abs() < 1e-12);
/// ```
pub fn chance_of_run(n: u64, p: f64, months: u32) -> Option<f64> {
    if months == 0 || !(0.0..=1.0).contains(&p) {
        return None;
    }
    if months == 1 {
        return Some(1.0);
    }
    let power = f64::from(months);
    Some(sum((0..=n).filter_map(|x| Some(mass(x, n, p)?.powf(power)))).min(1.0))
}

/// The longest run of identical neighbours: where it starts and how long it is. A missing month
/// ends a run. `None` when nothing was observed; the earliest of equal runs.
///
/// ```
/// use kpi::statistics::frozen::longest_run;
/// let filed = [Some((5, 9)), Some((5, 9)), None, Some((5, 9)), Some((6, 9))];
/// assert_eq!(longest_run(&filed), Some((0, 2)));
/// ```
pub fn longest_run<T: PartialEq>(series: &[Option<T>]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    let mut start = 0;
    for (i, value) in series.iter().enumerate() {
        if value.is_none() {
            continue;
        }
        if i == 0 || series[i - 1] != *value {
            start = i;
        }
        let length = i + 1 - start;
        if best.is_none_or(|(_, longest)| length > longest) {
            best = Some((start, length));
        }
    }
    best
}
