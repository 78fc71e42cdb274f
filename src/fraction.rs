//! Exact shares: a whole number over a whole number, compared and printed without a float.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// `top / bottom`, with `bottom` above zero. Not reduced: a share keeps its own counts.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Fraction {
    top: i128,
    bottom: i128,
}

impl Fraction {
    /// `top / bottom`; `None` when `bottom` is not above zero.
    pub fn new(top: i128, bottom: i128) -> Option<Fraction> {
        (bottom > 0).then_some(Fraction { top, bottom })
    }

    /// A whole number.
    pub fn whole(number: i128) -> Fraction {
        Fraction {
            top: number,
            bottom: 1,
        }
    }

    /// The exact value of a decimal.
    pub fn of_decimal(number: Decimal) -> Fraction {
        let number = number.normalize();
        Fraction {
            top: number.mantissa(),
            bottom: 10i128.pow(number.scale()),
        }
    }

    /// Top and bottom, as they are.
    pub fn parts(self) -> (i128, i128) {
        (self.top, self.bottom)
    }

    /// This many times as much: 100 turns a share into percent.
    pub fn times(self, factor: i128) -> Fraction {
        Fraction {
            top: self.top * factor,
            bottom: self.bottom,
        }
    }

    /// The product of two, in lowest terms.
    pub fn multiplied(self, other: Fraction) -> Fraction {
        Fraction {
            top: self.top * other.top,
            bottom: self.bottom * other.bottom,
        }
        .reduced()
    }

    /// How many of it go into a whole number; `None` unless it is above zero.
    pub fn into_whole(self, number: i128) -> Option<Fraction> {
        Fraction::new(number * self.bottom, self.top)
    }

    /// In lowest terms, so that sums of sums stay small.
    fn reduced(self) -> Fraction {
        let (mut a, mut b) = (self.top.abs(), self.bottom);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Fraction {
            top: self.top / a.max(1),
            bottom: self.bottom / a.max(1),
        }
    }

    /// The smallest whole number not below it.
    pub fn ceil(self) -> i128 {
        -((-self.top).div_euclid(self.bottom))
    }

    /// The largest whole number not above it.
    pub fn floor(self) -> i128 {
        self.top.div_euclid(self.bottom)
    }

    /// For charts and statistics only. A verdict never goes through here.
    pub fn to_f64(self) -> f64 {
        self.top as f64 / self.bottom as f64
    }

    /// Rounded half up to `decimals` places.
    ///
    /// ```
    /// use kpi::fraction::Fraction;
    /// let share = Fraction::new(4_996, 10_000).unwrap().times(100);
    /// assert_eq!(share.rounded(1), "50.0");
    /// assert_eq!(share.rounded(2), "49.96");
    /// ```
    pub fn rounded(self, decimals: u32) -> String {
        let units = self
            .in_units(decimals)
            .expect("a share of two counts has room for the decimals of a page");
        written(units, decimals)
    }

    /// Rounded to `decimals` places, or to as many more as it takes that the text stands on the
    /// same side of `mark` as the value itself: 49.996% is never shown as "50.0%, not met"
    /// (methods 0, rule 2).
    pub fn rounded_beside(self, mark: Fraction, decimals: u32) -> String {
        let truth = self.cmp(&mark);
        self.rounded_while(decimals, |shown| shown.cmp(&mark) == truth)
    }

    /// Rounded to `decimals` places, or to as many more as it takes that what is shown is
    /// `faithful`.
    pub fn rounded_while(self, decimals: u32, faithful: impl Fn(Fraction) -> bool) -> String {
        (decimals..MOST_DECIMALS)
            .map_while(|places| Some((places, self.in_units(places)?)))
            .find(|(places, units)| {
                faithful(Fraction {
                    top: *units,
                    bottom: 10i128.pow(*places),
                })
            })
            .map_or_else(
                || self.rounded(decimals),
                |(places, units)| written(units, places),
            )
    }

    /// How many units of the last of `decimals` places, half up; `None` when the number has no
    /// room.
    fn in_units(self, decimals: u32) -> Option<i128> {
        let scale = 10i128.checked_pow(decimals)?;
        let (whole, rest) = (
            self.top.div_euclid(self.bottom),
            self.top.rem_euclid(self.bottom),
        );
        let doubled = rest
            .checked_mul(2)?
            .checked_mul(scale)?
            .checked_add(self.bottom)?;
        let part = doubled.div_euclid(self.bottom.checked_mul(2)?);
        whole.checked_mul(scale)?.checked_add(part)
    }
}

/// Nobody reads more; a share of two counts under a trillion beside a target of four decimals
/// needs fewer.
const MOST_DECIMALS: u32 = 24;

fn written(units: i128, decimals: u32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let (units, scale) = (units.unsigned_abs(), 10u128.pow(decimals));
    match decimals {
        0 => format!("{sign}{units}"),
        _ => format!(
            "{sign}{}.{:0width$}",
            units / scale,
            units % scale,
            width = decimals as usize
        ),
    }
}

impl std::ops::Add for Fraction {
    type Output = Fraction;

    fn add(self, other: Fraction) -> Fraction {
        Fraction {
            top: self.top * other.bottom + other.top * self.bottom,
            bottom: self.bottom * other.bottom,
        }
        .reduced()
    }
}

impl std::ops::Sub for Fraction {
    type Output = Fraction;

    fn sub(self, other: Fraction) -> Fraction {
        self + other.times(-1)
    }
}

impl std::ops::Div<i128> for Fraction {
    type Output = Fraction;

    /// Divides by a number above zero.
    fn div(self, by: i128) -> Fraction {
        assert!(by > 0, "a fraction is divided by a number above zero");
        Fraction {
            top: self.top,
            bottom: self.bottom * by,
        }
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Fraction) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    /// Crosswise where the products fit; else by whole parts, then by what is left, upside down
    /// (Euclid), which never overflows.
    fn cmp(&self, other: &Fraction) -> Ordering {
        let crosswise = (
            self.top.checked_mul(other.bottom),
            other.top.checked_mul(self.bottom),
        );
        if let (Some(one), Some(another)) = crosswise {
            return one.cmp(&another);
        }
        let split = |f: &Fraction| (f.top.div_euclid(f.bottom), f.top.rem_euclid(f.bottom));
        let ((whole, rest), (other_whole, other_rest)) = (split(self), split(other));
        whole.cmp(&other_whole).then_with(|| {
            match (
                Fraction::new(self.bottom, rest),
                Fraction::new(other.bottom, other_rest),
            ) {
                (Some(one), Some(another)) => another.cmp(&one),
                (None, Some(_)) => Ordering::Less,
                (Some(_), None) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_shown_never_crosses_the_mark(
            top in 0i128..2_000_000_000, bottom in 1i128..2_000_000_000, percent in 0i128..=100,
        ) {
            let value = Fraction::new(top, bottom).unwrap().times(100);
            let mark = Fraction::whole(percent);
            let shown: Decimal = value.rounded_beside(mark, 2).parse().unwrap();
            prop_assert_eq!(Fraction::of_decimal(shown) >= mark, value >= mark);
        }

        #[test]
        fn ceil_and_floor_embrace_the_value(top in -1_000_000i128..1_000_000, bottom in 1i128..5_000) {
            let value = Fraction::new(top, bottom).unwrap();
            prop_assert!(Fraction::whole(value.floor()) <= value && value <= Fraction::whole(value.ceil()));
            prop_assert!(value.ceil() - value.floor() <= 1);
        }
    }

    #[test]
    fn what_equals_the_mark_is_shown_as_equal() {
        let value = Fraction::new(57_554, 1_000).unwrap();
        assert_eq!(value.rounded_beside(value, 2), "57.554");
        assert_eq!(
            Fraction::whole(80).rounded_beside(Fraction::whole(80), 2),
            "80.00"
        );
    }

    #[test]
    fn shares_too_large_to_multiply_are_still_compared() {
        let huge = i128::MAX / 3;
        let of = |top, bottom| Fraction::new(top, bottom).unwrap();
        assert!(of(huge, huge - 1) > of(huge + 1, huge));
        assert!(of(-huge, huge - 1) < of(-huge - 1, huge));
        assert_eq!(of(huge * 2, huge), Fraction::whole(2));
        assert!(of(huge, 2) < of(huge + 1, 2));
    }

    #[test]
    fn halves_go_up() {
        assert_eq!(Fraction::new(1, 8).unwrap().rounded(2), "0.13");
        assert_eq!(Fraction::new(-1, 8).unwrap().rounded(2), "-0.12");
        assert_eq!(Fraction::whole(7).rounded(0), "7");
    }
}
