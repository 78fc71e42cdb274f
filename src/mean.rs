//! The mean of units beside their pooled rate: Σx/Σn is what counts, and where the mean of the
//! units' rates has another colour, that is said (methods c; anchors c 21).
//!
//! A mean of hundreds of shares has no denominator that fits a number. It is bounded from both
//! sides in whole numbers; where that does not decide, it is reckoned out in full.

use crate::fraction::Fraction;
use crate::target::{Direction, Target};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// The mean of the rates of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mean {
    /// In the measure of the indicator, to twelve decimals, rounded away from the good side: it
    /// is on the same side of the target as the mean itself.
    pub value: Fraction,
    /// How many units it is of.
    pub units: u32,
    /// Whether it would meet the target.
    pub met: bool,
}

/// Decimals that are kept of a mean.
const KEPT: i128 = 1_000_000_000_000;

impl Mean {
    /// The mean of the shares x/n of units, times `factor`. `None` without a unit with n above
    /// zero.
    pub fn of(shares: &[(i64, i64)], factor: i128, target: &Target) -> Option<Mean> {
        let shares: Vec<(u64, u64)> = shares
            .iter()
            .filter_map(|(x, n)| Some((u64::try_from(*x).ok()?, u64::try_from(*n).ok()?)))
            .filter(|(_, n)| *n > 0)
            .collect();
        let units = i128::try_from(shares.len()).ok()?;
        if units == 0 {
            return None;
        }
        // Units of the last decimal kept that are in the mean: floor(Σ x/n · factor · KEPT / K).
        let scale = factor * KEPT;
        let (mut low, mut rests) = (0i128, 0i128);
        for (x, n) in &shares {
            let (x, n) = (i128::from(*x), i128::from(*n));
            low += x * scale / n;
            rests += i128::from(x * scale % n != 0);
        }
        let (mut whole, mut exact) = (low / units, low % units == 0 && rests == 0);
        let highest = (low + rests) / units;
        if rests > 0 && highest != whole {
            // The rests together are less than their number, so at most one step is open.
            match Sum::of(&shares).against(highest * units, scale) {
                Ordering::Less => {}
                Ordering::Equal => (whole, exact) = (highest, true),
                Ordering::Greater => whole = highest,
            }
        }
        let value = match (target.direction, exact) {
            (Direction::AtMost, false) => whole + 1,
            (Direction::AtMost, true) | (Direction::AtLeast, _) => whole,
        };
        let value = Fraction::new(value, KEPT)?;
        Some(Mean {
            value,
            units: u32::try_from(units).ok()?,
            met: target.direction.met(value, target.exact()),
        })
    }
}

/// Bounds of a mean that was added up in steps of a millionth: Σ floor(x · 10⁶ / n) over `units`.
/// `None` where they leave open on which side of the target it lies.
pub fn met_by_millionths(sum: i64, units: i64, factor: i128, target: &Target) -> Option<bool> {
    let at = |sum: i64| {
        let value = Fraction::new(i128::from(sum) * factor, i128::from(units) * 1_000_000)?;
        Some(target.direction.met(value, target.exact()))
    };
    // Each unit's rest is less than a step.
    let (low, high) = (at(sum)?, at(sum.checked_add(units)?)?);
    (low == high).then_some(low)
}

/// A sum of shares with a denominator as long as it must be.
struct Sum {
    top: Vec<u64>,
    bottom: Vec<u64>,
}

impl Sum {
    fn of(shares: &[(u64, u64)]) -> Sum {
        let mut sum = Sum {
            top: Vec::new(),
            bottom: vec![1],
        };
        for (x, n) in shares {
            let more = times(&sum.bottom, *x);
            sum.top = plus(&times(&sum.top, *n), &more);
            sum.bottom = times(&sum.bottom, *n);
        }
        sum
    }

    /// This · `scale` against a whole number above zero.
    fn against(&self, number: i128, scale: i128) -> Ordering {
        let long = |digits: &[u64], by: i128| {
            let by = by.unsigned_abs();
            let high = times(digits, (by >> 64) as u64);
            let mut moved = vec![0];
            moved.extend(high);
            plus(&moved, &times(digits, by as u64))
        };
        compare(&long(&self.top, scale), &long(&self.bottom, number))
    }
}

/// Digits of 64 bits, the lowest first.
fn times(digits: &[u64], by: u64) -> Vec<u64> {
    let mut carry = 0u128;
    let mut product: Vec<u64> = digits
        .iter()
        .map(|digit| {
            carry += u128::from(*digit) * u128::from(by);
            let low = carry as u64;
            carry >>= 64;
            low
        })
        .collect();
    product.push(carry as u64);
    trimmed(product)
}

fn plus(one: &[u64], other: &[u64]) -> Vec<u64> {
    let mut carry = 0u128;
    let digit = |digits: &[u64], at: usize| digits.get(at).copied().unwrap_or(0);
    let mut sum: Vec<u64> = (0..one.len().max(other.len()))
        .map(|at| {
            carry += u128::from(digit(one, at)) + u128::from(digit(other, at));
            let low = carry as u64;
            carry >>= 64;
            low
        })
        .collect();
    sum.push(carry as u64);
    trimmed(sum)
}

fn trimmed(mut digits: Vec<u64>) -> Vec<u64> {
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

fn compare(one: &[u64], other: &[u64]) -> Ordering {
    let (one, other) = (trimmed(one.to_vec()), trimmed(other.to_vec()));
    one.len()
        .cmp(&other.len())
        .then_with(|| one.iter().rev().cmp(other.iter().rev()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn target(value: i64, direction: Direction) -> Target {
        Target {
            value: Decimal::from(value),
            direction,
            due: NaiveDate::from_ymd_opt(2020, 12, 31).unwrap(),
            year: 2020,
            carried: false,
            local: false,
        }
    }

    fn mean(shares: &[(i64, i64)], percent: i64) -> Mean {
        Mean::of(shares, 100, &target(percent, Direction::AtLeast)).unwrap()
    }

    #[test]
    fn a_large_poor_county_and_small_good_ones_differ_in_colour() {
        // Pooled 1,230 of 2,030: 60.6%; the mean of the three is 53.3%.
        let shares = [(1_200, 1_800), (10, 30), (120, 200)];
        let told = mean(&shares, 60);
        assert!(!told.met);
        assert_eq!(told.value.rounded(2), "53.33");
        let top: i64 = shares.iter().map(|(x, _)| x).sum();
        let bottom: i64 = shares.iter().map(|(_, n)| n).sum();
        assert!(top * 100 >= 60 * bottom, "and the pooled rate is met");
    }

    #[test]
    fn thirds_and_sevenths_that_add_up_are_met_to_the_letter() {
        // 1/3 + 2/3 = 1 and 1/7 + … + 6/7 = 3: means of exactly 50%, which no decimal reaches.
        assert!(mean(&[(1, 3), (2, 3)], 50).met);
        let sevenths: Vec<(i64, i64)> = (1..7).map(|k| (k, 7)).collect();
        assert!(mean(&sevenths, 50).met);
        assert_eq!(mean(&sevenths, 50).value, Fraction::whole(50));
        // A hair less.
        let less = mean(&[(1, 3), (666_666_666_665, 999_999_999_998)], 50);
        assert!(!less.met && less.value < Fraction::whole(50));
    }

    #[test]
    fn a_limit_from_above_is_kept_to_the_letter_too() {
        let at_most =
            |shares: &[(i64, i64)]| Mean::of(shares, 100, &target(50, Direction::AtMost)).unwrap();
        assert!(at_most(&[(1, 3), (2, 3)]).met);
        assert!(!at_most(&[(1, 3), (2_000_000_001, 3_000_000_000)]).met);
    }

    #[test]
    fn nobody_has_no_mean() {
        assert_eq!(Mean::of(&[], 100, &target(50, Direction::AtLeast)), None);
        assert_eq!(
            Mean::of(&[(0, 0)], 100, &target(50, Direction::AtLeast)),
            None
        );
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_sum_in_full(
            shares in prop::collection::vec((0i64..400, 1i64..400), 1..9),
            percent in 0i64..=100,
        ) {
            let told = mean(&shares, percent);
            // Σ x/n over the product of all n fits a number for so few.
            let product: i128 = shares.iter().map(|(_, n)| i128::from(*n)).product();
            let top: i128 = shares.iter().map(|(x, n)| i128::from(*x) * (product / i128::from(*n))).sum();
            let truth = top * 100 >= i128::from(percent) * product * shares.len() as i128;
            prop_assert_eq!(told.met, truth);
            let floors: i64 = shares.iter().map(|(x, n)| x * 1_000_000 / n).sum();
            let rough = met_by_millionths(floors, shares.len() as i64, 100, &target(percent, Direction::AtLeast));
            prop_assert!(rough.is_none_or(|met| met == truth));
        }
    }
}
