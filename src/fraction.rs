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
        Fraction {
            top: number.mantissa(),
            bottom: 10i128.pow(number.scale()),
        }
    }

    /// This many times as much: 100 turns a share into percent.
    pub fn times(self, factor: i128) -> Fraction {
        Fraction {
            top: self.top * factor,
            bottom: self.bottom,
        }
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
        let scale = 10i128.pow(decimals);
        let doubled = 2 * self.top * scale + self.bottom;
        let units = doubled.div_euclid(2 * self.bottom);
        let sign = if units < 0 { "-" } else { "" };
        let units = units.unsigned_abs();
        let scale = scale.unsigned_abs();
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

    /// Rounded to `decimals` places, or to as many more as it takes that the text stands on the
    /// same side of `mark` as the value itself: 49.996% is never shown as "50.0%, not met"
    /// (methods 0, rule 2).
    pub fn rounded_beside(self, mark: Fraction, decimals: u32) -> String {
        let truth = self.cmp(&mark);
        (decimals..=12)
            .map(|places| self.rounded(places))
            .find(|text| {
                let shown: Decimal = text.parse().expect("rounded() prints a decimal");
                Fraction::of_decimal(shown).cmp(&mark) == truth || truth == Ordering::Equal
            })
            .unwrap_or_else(|| self.rounded(12))
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
    fn cmp(&self, other: &Fraction) -> Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
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
    fn halves_go_up() {
        assert_eq!(Fraction::new(1, 8).unwrap().rounded(2), "0.13");
        assert_eq!(Fraction::new(-1, 8).unwrap().rounded(2), "-0.12");
        assert_eq!(Fraction::whole(7).rounded(0), "7");
    }
}
