//! The course of a rate over its last months: is there a trend, and how steep is it (methods d)?
//!
//! Under four months nothing is tested; under eight the word is only indicative. A census has a
//! course too: the word then describes, and does not guess.

use crate::statistics::moments::mean;
use crate::statistics::slope::theil_sen;
use crate::statistics::trend::{EXACT_SHOWN_UP_TO, MannKendall, hamed_rao, mann_kendall};
use serde::{Deserialize, Serialize};

/// Fewer months are not tested. Ours, for the owner to confirm.
pub const TESTED_FROM: usize = 4;

/// With fewer months the word is only indicative.
pub const FIRM_FROM: usize = 8;

/// A trend whose p is below this is one.
pub const LEVEL: f64 = 0.05;

/// How a rate went.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Months with a value.
    pub months: usize,
    /// Where it goes; `None` below four months.
    pub way: Option<Way>,
    /// The p of Mann and Kendall's test, where there is one.
    pub p: Option<f64>,
    /// Which p it is.
    pub test: Option<Test>,
    /// Theil and Sen's slope a month, with its 95% limits, in the unit of the values.
    pub slope: Option<(f64, f64, f64)>,
}

/// Where a rate goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Up.
    Rising,
    /// Down.
    Falling,
    /// Neither for certain.
    Unclear,
}

/// Which form of Mann and Kendall's test was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// The exact one: ten months or fewer, all different.
    Exact,
    /// The normal one.
    Normal,
    /// The normal one with Hamed and Rao's variance: each month is much like the one before.
    Correlated,
}

impl Course {
    /// The course of a series by month; a missing month is a gap, and the time it took counts.
    pub fn of(series: &[Option<f64>]) -> Course {
        let months = series.iter().flatten().count();
        let slope = (months >= 2)
            .then(|| theil_sen(series, 0.95))
            .flatten()
            .map(|line| (line.slope, line.limits.lower, line.limits.upper));
        let tested = (months >= TESTED_FROM).then(|| tested(series)).flatten();
        Course {
            months,
            way: tested.map(|(test, p, _)| match p < LEVEL {
                true if test.s > 0.0 => Way::Rising,
                true if test.s < 0.0 => Way::Falling,
                _ => Way::Unclear,
            }),
            p: tested.map(|(_, p, _)| p),
            test: tested.map(|(.., form)| form),
            slope: slope.filter(|_| months >= TESTED_FROM),
        }
    }

    /// Whether the word is only indicative.
    pub fn is_indicative(&self) -> bool {
        self.way.is_some() && self.months < FIRM_FROM
    }
}

fn tested(series: &[Option<f64>]) -> Option<(MannKendall, f64, Test)> {
    let plain = mann_kendall(series)?;
    if plain.p_exact.is_some() && plain.n <= EXACT_SHOWN_UP_TO {
        return Some((plain, plain.p_to_show(), Test::Exact));
    }
    match is_correlated(series) {
        true => match hamed_rao(series, LEVEL) {
            Some(wider) => Some((plain, wider.p, Test::Correlated)),
            None => Some((plain, plain.p, Test::Normal)),
        },
        false => Some((plain, plain.p, Test::Normal)),
    }
}

/// Whether each month is much like the one before, once the trend is taken away: lag-1
/// autocorrelation beyond what chance allows.
fn is_correlated(series: &[Option<f64>]) -> bool {
    let Some(line) = theil_sen(series, 0.95) else {
        return false;
    };
    let rests: Vec<Option<f64>> = (0u32..)
        .zip(series)
        .map(|(at, value)| value.map(|value| value - line.slope * f64::from(at)))
        .collect();
    let seen: Vec<f64> = rests.iter().flatten().copied().collect();
    let Some(centre) = mean(&seen) else {
        return false;
    };
    let spread: f64 = seen.iter().map(|rest| (rest - centre).powi(2)).sum();
    let together: f64 = rests
        .windows(2)
        .filter_map(|pair| Some((pair[0]? - centre) * (pair[1]? - centre)))
        .sum();
    spread > 0.0 && (together / spread).abs() > 1.96 / (seen.len() as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(values: &[f64]) -> Course {
        Course::of(&values.iter().map(|value| Some(*value)).collect::<Vec<_>>())
    }

    #[test]
    fn three_months_are_not_tested_and_seven_only_indicate() {
        let three = whole(&[1.0, 2.0, 3.0]);
        assert_eq!((three.way, three.p, three.slope), (None, None, None));
        let seven = whole(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        assert_eq!(seven.way, Some(Way::Rising));
        assert!(seven.is_indicative());
        // 7 values in order: 2 of 5,040 permutations.
        assert!((seven.p.unwrap() - 2.0 / 5_040.0).abs() < 1e-12);
        assert_eq!(seven.test, Some(Test::Exact));
        assert_eq!(seven.slope, Some((1.0, 1.0, 1.0)));
    }

    #[test]
    fn four_in_order_are_too_few_to_be_sure() {
        // 2 of 24 is 0.083: exact, where the normal form would say 0.089.
        let four = whole(&[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(four.way, Some(Way::Unclear));
        assert!((four.p.unwrap() - 2.0 / 24.0).abs() < 1e-12);
    }

    #[test]
    fn a_fall_over_a_year_with_a_gap_is_a_fall() {
        let mut values: Vec<Option<f64>> = (0..12)
            .map(|k| Some(80.0 - 1.5 * f64::from(k) + [0.3, -0.2, 0.1][k as usize % 3]))
            .collect();
        values[5] = None;
        let told = Course::of(&values);
        assert_eq!((told.months, told.way), (11, Some(Way::Falling)));
        let (slope, lower, upper) = told.slope.unwrap();
        assert!((slope + 1.5).abs() < 0.1 && lower <= slope && slope <= upper);
        assert!(!told.is_indicative());
    }

    #[test]
    fn what_stands_still_has_no_trend() {
        let told = whole(&[60.0; 12]);
        assert_eq!(told.way, Some(Way::Unclear));
        assert_eq!(told.slope, Some((0.0, 0.0, 0.0)));
        assert_eq!(Course::of(&[None; 12]).months, 0);
    }

    #[test]
    fn months_that_follow_the_one_before_are_tested_as_such() {
        // A walk: each month begins where the last one ended.
        let walk = [
            60.0, 60.9, 62.1, 62.9, 63.8, 63.1, 62.2, 61.5, 62.3, 63.4, 64.6, 65.7, 66.5, 67.6,
            68.1, 67.4, 66.3, 65.6, 66.2, 67.3,
        ];
        let told = whole(&walk);
        assert_eq!(told.test, Some(Test::Correlated));
        let series: Vec<Option<f64>> = walk.iter().map(|value| Some(*value)).collect();
        assert_eq!(told.p, hamed_rao(&series, LEVEL).map(|test| test.p));
        assert_ne!(told.p, mann_kendall(&series).map(|test| test.p));
    }
}
