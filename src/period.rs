//! Periods: the month under which a value is stored, and the windows that end in it.
//!
//! A half-year is stored under June or December and a year under December, so one type is
//! enough; [`Frequency`] says how often an element falls due.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// One calendar month, written `YYYY-MM`. Ordered in time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    month: u32,
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAPeriod(pub String);

/// No figure is older than this: the national register starts in 2011, and a year typed as 2002
/// is a slip of the finger.
pub const FIRST_PERIOD: Period = Period::literal(2010, 1);

impl Period {
    /// The period of `year` and `month` (1–12), if there is one.
    ///
    /// ```
    /// use kpi::Period;
    /// assert_eq!(Period::new(2020, 7).unwrap().to_string(), "2020-07");
    /// assert!(Period::new(2020, 13).is_none());
    /// ```
    pub fn new(year: i32, month: u32) -> Option<Period> {
        ((1000..=9999).contains(&year) && (1..=12).contains(&month))
            .then_some(Period { year, month })
    }

    /// A period written in the code. Does not compile into a constant when there is none.
    pub const fn literal(year: i32, month: u32) -> Period {
        assert!(year >= 1000 && year <= 9999 && month >= 1 && month <= 12);
        Period { year, month }
    }

    /// The period that holds `day`.
    pub fn of(day: NaiveDate) -> Period {
        Period {
            year: day.year(),
            month: day.month(),
        }
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1–12.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1)
            .expect("a period's month is 1 to 12 and its year has four digits")
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.first_day() + Months::new(1) - Days::new(1)
    }

    /// How many days it has.
    pub fn days(self) -> u32 {
        self.last_day().day()
    }

    /// The period `months` later, or earlier when negative.
    pub fn plus(self, months: i32) -> Period {
        let index = self.index() + months;
        Period {
            year: index.div_euclid(12),
            month: index.rem_euclid(12) as u32 + 1,
        }
    }

    /// The period before.
    pub fn previous(self) -> Period {
        self.plus(-1)
    }

    /// The period after.
    pub fn next(self) -> Period {
        self.plus(1)
    }

    /// How many months `self` lies after `earlier`.
    pub fn months_since(self, earlier: Period) -> i32 {
        self.index() - earlier.index()
    }

    /// January of the same year.
    pub fn start_of_year(self) -> Period {
        Period {
            year: self.year,
            month: 1,
        }
    }

    /// December of the same year.
    pub fn end_of_year(self) -> Period {
        Period {
            year: self.year,
            month: 12,
        }
    }

    /// January or July: the first month of the half-year.
    pub fn start_of_half(self) -> Period {
        Period {
            year: self.year,
            month: if self.month <= 6 { 1 } else { 7 },
        }
    }

    /// June or December: the last month of the half-year, under which it is stored.
    pub fn end_of_half(self) -> Period {
        Period {
            year: self.year,
            month: if self.month <= 6 { 6 } else { 12 },
        }
    }

    /// Every period from `self` to `last`, both included; none when `last` is earlier.
    pub fn through(self, last: Period) -> impl Iterator<Item = Period> + Clone {
        (0..=last.months_since(self).max(-1)).map(move |k| self.plus(k))
    }

    fn index(self) -> i32 {
        self.year * 12 + self.month as i32 - 1
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    /// Exactly `YYYY-MM`: `2020-7` and `202007` are refused, so that one month has one spelling.
    fn from_str(text: &str) -> Result<Period, NotAPeriod> {
        let no = || NotAPeriod(text.to_owned());
        let bytes = text.as_bytes();
        let digits = |range: std::ops::Range<usize>| {
            text.get(range)
                .filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|part| part.parse::<u32>().ok())
        };
        if bytes.len() != 7 || bytes[4] != b'-' {
            return Err(no());
        }
        match (digits(0..4), digits(5..7)) {
            (Some(year), Some(month)) => Period::new(year as i32, month).ok_or_else(no),
            _ => Err(no()),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Period, D::Error> {
        let text = String::deserialize(from)?;
        text.parse()
            .map_err(|_| serde::de::Error::custom("a period is YYYY-MM"))
    }
}

/// How often a data element falls due, or an indicator is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Frequency {
    /// Every month.
    Monthly,
    /// In June and December.
    HalfYear,
    /// In December.
    Annual,
    /// An indicator only: the state at the end of the month, judged over the year.
    AsAt,
}

impl Frequency {
    /// Whether something of this frequency falls due in `period` (semantics 5).
    pub fn due_in(self, period: Period) -> bool {
        match self {
            Frequency::Monthly | Frequency::AsAt => true,
            Frequency::HalfYear => period.month().is_multiple_of(6),
            Frequency::Annual => period.month() == 12,
        }
    }

    /// The first period whose value can still be in force in `period` (semantics 7).
    pub fn oldest_in_force(self, period: Period) -> Period {
        match self {
            Frequency::Monthly | Frequency::AsAt => period,
            Frequency::HalfYear => period.plus(-6),
            Frequency::Annual => period.plus(-12).start_of_year(),
        }
    }

    /// The last period in which a value filed under `period` is in force: the mirror of
    /// [`Frequency::oldest_in_force`].
    pub fn last_in_force(self, period: Period) -> Period {
        match self {
            Frequency::Monthly | Frequency::AsAt => period,
            Frequency::HalfYear => period.plus(6),
            Frequency::Annual => period.plus(12).end_of_year(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_period() -> impl Strategy<Value = Period> {
        (2010i32..2100, 1u32..=12).prop_map(|(y, m)| Period::new(y, m).unwrap())
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(period in any_period()) {
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }

        #[test]
        fn going_forth_and_back_ends_where_it_began(period in any_period(), months in -500i32..500) {
            prop_assert_eq!(period.plus(months).plus(-months), period);
            prop_assert_eq!(period.plus(months).months_since(period), months);
        }

        #[test]
        fn in_force_looks_as_far_back_as_a_value_reaches_forward(
            filed in any_period(),
            ahead in 0i32..40,
            frequency in prop::sample::select(vec![
                Frequency::Monthly, Frequency::HalfYear, Frequency::Annual,
            ]),
        ) {
            let later = filed.plus(ahead);
            prop_assert_eq!(
                frequency.oldest_in_force(later) <= filed,
                later <= frequency.last_in_force(filed)
            );
        }
    }

    #[test]
    fn one_month_has_one_spelling() {
        for bad in [
            "2020-7",
            "202007",
            "2020-13",
            "2020-00",
            "二〇二〇",
            "2020-07-01",
            "+020-07",
            "",
        ] {
            assert!(
                bad.parse::<Period>().is_err(),
                "{bad:?} was taken for a period"
            );
        }
    }

    #[test]
    fn a_leap_february_has_its_29_days() {
        assert_eq!(Period::new(2020, 2).unwrap().days(), 29);
        assert_eq!(Period::new(2021, 2).unwrap().days(), 28);
    }
}
