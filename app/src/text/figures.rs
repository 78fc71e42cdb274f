//! Figures as the house prints them: thousands with commas, rates with their sign and as many
//! decimals as it takes that they never contradict the status, periods and dates by language.

use super::Words;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc};
use kpi::catalogue::Lang;
use kpi::fraction::Fraction;
use kpi::score::{Measure, Score, Status};
use kpi::target::Target;
use kpi::{Indicator, Period};
use rust_decimal::Decimal;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A whole number with commas between the thousands.
pub fn count(number: i64) -> String {
    with_commas(&number.to_string())
}

/// Commas between the thousands of a printed number, decimals left alone.
pub(super) fn with_commas(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, format!(".{decimals}")),
        None => (digits, String::new()),
    };
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{decimals}")
}

impl Words {
    /// The number of a task as the documents write it, 三(二), or in digits, 3(2).
    pub fn task_number(self, number: &str) -> String {
        const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        let digit = |c: char| {
            let at = DIGITS.iter().position(|digit| *digit == c)?;
            char::from_digit(at as u32, 10)
        };
        match self.0 {
            Lang::Zh => number.to_owned(),
            Lang::En => number.chars().map(|c| digit(c).unwrap_or(c)).collect(),
        }
    }

    /// 2020年7月 / July 2020
    pub fn month(self, period: Period) -> String {
        match self.0 {
            Lang::Zh => format!("{}年{}月", period.year(), period.month()),
            Lang::En => format!("{} {}", MONTHS[period.month() as usize - 1], period.year()),
        }
    }

    /// 2020年12月31日 / 31 December 2020
    pub fn day(self, day: NaiveDate) -> String {
        match self.0 {
            Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Lang::En => format!(
                "{} {} {}",
                day.day(),
                MONTHS[day.month0() as usize],
                day.year()
            ),
        }
    }

    /// 12月31日 / 31 Dec
    pub fn short_day(self, day: NaiveDate) -> String {
        match self.0 {
            Lang::Zh => format!("{}月{}日", day.month(), day.day()),
            Lang::En => format!("{} {}", day.day(), &MONTHS[day.month0() as usize][..3]),
        }
    }

    /// 2020-12-03 10:42 (UTC+8): the pilots' own time, with its zone.
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let china = FixedOffset::east_opt(8 * 3600).expect("eight hours are less than a day");
        format!(
            "{} (UTC+8)",
            at.with_timezone(&china).format("%Y-%m-%d %H:%M")
        )
    }

    /// A value of `score` in its measure: 82.69%, 4.60‰, 12, 是.
    pub fn value_of(self, score: &Score, value: Fraction) -> String {
        match score.measure {
            Measure::Percent => format!("{}%", score.printed(value, 2)),
            Measure::PerMille => format!("{}‰", score.printed(value, 2)),
            Measure::Count if score.decimals > 0 => with_commas(&score.printed(value, 2)),
            Measure::Count => with_commas(&score.printed(value, 0)),
            Measure::StudentsPerTeacher => with_commas(&score.printed(value, 0)),
            Measure::YesNo => match value >= Fraction::whole(1) {
                true => self.yes().to_owned(),
                false => self.no().to_owned(),
            },
        }
    }

    /// The score's value; 未报 where there is none, 不适用 where there was nothing to count.
    pub fn value_or_missing(self, score: &Score) -> String {
        if score.status == Some(Status::Suppressed) {
            return match score.measure {
                Measure::Count => self.withheld_numerator(score),
                _ => self.withheld().to_owned(),
            };
        }
        match (score.value, score.denominator) {
            (Some(value), _) => self.value_of(score, value),
            (None, Some(0)) => self.not_applicable().to_owned(),
            (None, _) => self.no_data().to_owned(),
        }
    }

    /// From when the figures are, where they are older than `period` (semantics 7): 2020年6月数,
    /// or both sides where they differ.
    pub fn from_when(self, score: &Score, period: Period) -> Option<String> {
        let older = |since: Option<Period>| since.filter(|since| *since < period);
        let (top, below) = (older(score.since), older(score.n_since));
        let side = |zh: &str, en: &str, since: Period| match self.0 {
            Lang::Zh => format!("{zh}为{}数", self.month(since)),
            Lang::En => format!("{en} as of {}", self.month(since)),
        };
        match (top, below) {
            (None, None) => None,
            (Some(top), Some(below)) if top == below => Some(match self.0 {
                Lang::Zh => format!("{}数", self.month(top)),
                Lang::En => format!("as of {}", self.month(top)),
            }),
            (Some(top), None) if score.n_since.is_none() && !score.official => Some(match self.0 {
                Lang::Zh => format!("{}数", self.month(top)),
                Lang::En => format!("as of {}", self.month(top)),
            }),
            (top, below) => {
                let sides: Vec<String> = [
                    top.map(|top| side("分子", "numerator", top)),
                    below.map(|below| side("分母", "denominator", below)),
                ]
                .into_iter()
                .flatten()
                .collect();
                Some(sides.join(self.pick("，", ", ")))
            }
        }
    }

    /// 4,956,545 / 5,994,054; nothing where there is no denominator.
    pub fn n_of_n(self, score: &Score) -> Option<String> {
        let missing = || self.no_data().to_owned();
        if score.status == Some(Status::Suppressed) {
            let x = score
                .numerator
                .map_or_else(|| self.withheld_numerator(score), count);
            let n = score
                .denominator
                .map_or_else(|| self.withheld().to_owned(), count);
            return (score.measure != Measure::Count).then(|| format!("{x} / {n}"));
        }
        match (score.numerator, score.denominator) {
            (None, None) => None,
            (_, None) if matches!(score.measure, Measure::Count | Measure::YesNo) => None,
            (x, n) => Some(format!(
                "{} / {}",
                x.map_or_else(missing, count),
                n.map_or_else(missing, count)
            )),
        }
    }

    /// A target in its measure: 80%, 4.5‰, ≤ 4,000, 是.
    pub fn target_in(self, measure: Measure, value: Decimal) -> String {
        let number = with_commas(&value.normalize().to_string());
        match measure {
            Measure::Percent => format!("{number}%"),
            Measure::PerMille => format!("{number}‰"),
            Measure::Count => number,
            Measure::YesNo => self.yes().to_owned(),
            Measure::StudentsPerTeacher => format!("≤ {number}"),
        }
    }

    /// The target of `score`.
    pub fn target_of(self, score: &Score) -> Option<String> {
        score
            .target
            .map(|target| self.target_in(score.measure, target.value))
    }

    /// What the 2020 key tasks ask of an indicator; 仅监测 where they ask nothing.
    pub fn national_target(self, indicator: &Indicator) -> String {
        indicator
            .target_value(Period::literal(2020, 12))
            .map_or_else(
                || self.watched().to_owned(),
                |value| self.target_in(indicator.measure(), value),
            )
    }

    /// 94.12% of the denominator, of the units.
    pub fn share(self, share: Fraction) -> String {
        format!("{}%", share.times(100).rounded(1))
    }

    /// How the value moved: +3.12 of a percentage point, +4.
    pub fn change_between(self, now: &Score, before: &Score) -> Option<String> {
        if now.measure == Measure::YesNo || now.measure != before.measure {
            return None;
        }
        let change = now.value? - before.value?;
        let places = match now.measure {
            Measure::Percent | Measure::PerMille => 2,
            Measure::Count | Measure::YesNo | Measure::StudentsPerTeacher => 0,
        };
        let change = match now.decimals {
            0 => change,
            decimals => change / 10i128.pow(decimals),
        };
        let text = with_commas(&change.rounded(places));
        Some(match change > Fraction::whole(0) {
            true => format!("+{text}"),
            false => text,
        })
    }

    /// What a target is due by, and what else must be said of it.
    pub fn due_of(self, target: &Target) -> String {
        let mut text = self.day(target.due);
        for (applies, note) in [
            (target.carried, self.carried_target()),
            (target.local, self.local_target()),
        ] {
            if applies {
                text.push_str(self.pick("，", ", "));
                text.push_str(note);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_kept_apart() {
        assert_eq!(count(4_956_545), "4,956,545");
        assert_eq!(count(133), "133");
        assert_eq!(count(-1_000), "-1,000");
        assert_eq!(with_commas("12345.6789"), "12,345.6789");
    }
}
