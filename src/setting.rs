//! What an installation sets for a programme: by when its returns are due, how many times they
//! are reviewed, and until which month they are owed.

use crate::catalogue::{Programme, programme};
use crate::period::Period;
use crate::returns::ReturnKey;
use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many levels look at a return. The first acceptance makes the figures count either way.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum ReviewLevels {
    /// Its reviewer.
    #[default]
    One,
    /// Its reviewer, and then the reviewer's own.
    Two,
}

impl ReviewLevels {
    /// Every choice.
    pub const ALL: [ReviewLevels; 2] = [ReviewLevels::One, ReviewLevels::Two];

    /// How many.
    pub fn number(self) -> u32 {
        match self {
            ReviewLevels::One => 1,
            ReviewLevels::Two => 2,
        }
    }

    /// The choice of so many.
    pub fn of(number: u32) -> Option<ReviewLevels> {
        ReviewLevels::ALL
            .into_iter()
            .find(|levels| levels.number() == number)
    }
}

/// Until when a return is due: a day, and the hour at which it closes. Hour 24 is midnight at the
/// day's end, and is written so: the day that people keep is the day they read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The day.
    pub day: NaiveDate,
    /// The hour, 1 to 24.
    pub hour: u32,
}

impl Deadline {
    /// The first moment that is too late.
    pub fn ends(self) -> NaiveDateTime {
        let (days, hour) = match self.hour {
            hour @ 0..24 => (0, hour),
            _ => (1, 0),
        };
        let day = self.day + Days::new(days);
        day.and_hms_opt(hour, 0, 0).unwrap_or(day.into())
    }

    /// Whole minutes until then, rounded down; negative when it has passed.
    pub fn minutes_left(self, now: NaiveDateTime) -> i64 {
        (self.ends() - now).num_seconds().div_euclid(60)
    }
}

/// What is set for a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeSetting {
    /// The day of the next month on which a return is due, 1 to 28.
    pub deadline_day: u32,
    /// The hour of that day at which it closes, 1 to 24.
    pub deadline_hour: u32,
    /// Who looks at it.
    pub review_levels: ReviewLevels,
    /// The last month owed; `None` while the programme goes on.
    pub last_owed: Option<Period>,
}

/// Why something cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotASetting {
    /// Not a day that every month has.
    Day,
    /// Not an hour of the day.
    Hour,
    /// Earlier than the first month owed, or where nothing is owed at all.
    LastOwed,
}

impl ProgrammeSetting {
    /// The fifth of the next month, until midnight, one review, no end.
    pub const DEFAULT: ProgrammeSetting = ProgrammeSetting {
        deadline_day: 5,
        deadline_hour: 24,
        review_levels: ReviewLevels::One,
        last_owed: None,
    };

    /// What applies where nobody has set anything: the default, owed as the catalogue says.
    pub fn default_of(programme: &Programme) -> ProgrammeSetting {
        ProgrammeSetting {
            last_owed: programme.owed.and_then(|(_, last)| last),
            ..ProgrammeSetting::DEFAULT
        }
    }

    /// The same, if it can be set for `programme`.
    pub fn checked(self, programme: &Programme) -> Result<ProgrammeSetting, NotASetting> {
        if !(1..=28).contains(&self.deadline_day) {
            return Err(NotASetting::Day);
        }
        if !(1..=24).contains(&self.deadline_hour) {
            return Err(NotASetting::Hour);
        }
        match (programme.owed, self.last_owed) {
            (_, None) => Ok(self),
            (Some((first, _)), Some(last)) if first <= last => Ok(self),
            (Some(_) | None, Some(_)) => Err(NotASetting::LastOwed),
        }
    }

    /// Until when the return of a period is due.
    ///
    /// ```
    /// use kpi::setting::ProgrammeSetting;
    /// let pilot = kpi::catalogue::programme("pilot-2020").unwrap();
    /// let due = ProgrammeSetting::default_of(pilot).deadline("2020-12".parse().unwrap());
    /// assert_eq!((due.day.to_string().as_str(), due.hour), ("2021-01-05", 24));
    /// ```
    pub fn deadline(&self, period: Period) -> Deadline {
        let days = self.deadline_day.saturating_sub(1);
        Deadline {
            day: period.next().first_day() + Days::new(days.into()),
            hour: self.deadline_hour,
        }
    }

    /// The first and last month for which `programme` is owed; `None` where it never is.
    pub fn owed(&self, programme: &Programme) -> Option<(Period, Option<Period>)> {
        programme.owed.map(|(first, _)| (first, self.last_owed))
    }

    /// Whether a return of `programme` is owed for `period`, if anything falls due in it.
    pub fn is_owed_in(&self, programme: &Programme, period: Period) -> bool {
        self.owed(programme)
            .is_some_and(|(first, last)| first <= period && last.is_none_or(|last| period <= last))
    }
}

/// What is set for every programme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    set: BTreeMap<String, ProgrammeSetting>,
}

impl Settings {
    /// These, and the default for every other programme.
    pub fn new(set: impl IntoIterator<Item = (String, ProgrammeSetting)>) -> Settings {
        Settings {
            set: set.into_iter().collect(),
        }
    }

    /// What is set for a programme.
    pub fn of(&self, programme: &Programme) -> ProgrammeSetting {
        self.set
            .get(programme.code)
            .copied()
            .unwrap_or_else(|| ProgrammeSetting::default_of(programme))
    }

    /// What is set for the programme of a code, if there is such a programme.
    pub fn of_code(&self, code: &str) -> Option<ProgrammeSetting> {
        programme(code).map(|programme| self.of(programme))
    }

    /// Until when a return is due. A programme that this version of the catalogue no longer
    /// knows keeps the default.
    pub fn deadline(&self, key: &ReturnKey) -> Deadline {
        let setting = self.of_code(&key.programme);
        let setting = setting.unwrap_or(ProgrammeSetting::DEFAULT);
        setting.deadline(key.period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{PILOT, PROGRAMMES};
    use proptest::prelude::*;

    fn pilot() -> &'static Programme {
        programme(PILOT).unwrap()
    }

    fn month(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn where_nothing_is_set_it_is_the_fifth_until_midnight() {
        for programme in &PROGRAMMES {
            let setting = Settings::default().of(programme);
            let due = setting.deadline(month("2020-11"));
            assert_eq!(due.day.to_string(), "2020-12-05");
            assert_eq!(due.ends().to_string(), "2020-12-06 00:00:00");
            assert_eq!(setting.review_levels, ReviewLevels::One);
        }
    }

    #[test]
    fn an_earlier_hour_closes_within_the_day() {
        let setting = ProgrammeSetting {
            deadline_day: 10,
            deadline_hour: 17,
            ..ProgrammeSetting::default_of(pilot())
        };
        let due = setting.deadline(month("2020-12"));
        assert_eq!(due.ends().to_string(), "2021-01-10 17:00:00");
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        assert_eq!(due.minutes_left(at("2021-01-10T16:59:00")), 1);
        assert_eq!(due.minutes_left(at("2021-01-10T16:59:30")), 0);
        assert_eq!(due.minutes_left(at("2021-01-10T17:00:01")), -1);
    }

    #[test]
    fn the_last_month_ends_what_is_owed() {
        let covid = programme("covid-recovered-2020").unwrap();
        let open = ProgrammeSetting::default_of(covid);
        assert!(
            open.is_owed_in(covid, month("2035-06")),
            "until somebody closes it"
        );
        assert!(!open.is_owed_in(covid, month("2020-08")));
        let closed = ProgrammeSetting {
            last_owed: Some(month("2021-06")),
            ..open
        };
        assert!(closed.is_owed_in(covid, month("2021-06")));
        assert!(!closed.is_owed_in(covid, month("2021-07")));
        let pilot_setting = ProgrammeSetting::default_of(pilot());
        assert!(!pilot_setting.is_owed_in(pilot(), month("2021-01")));
    }

    #[test]
    fn what_makes_no_sense_cannot_be_set() {
        let setting = ProgrammeSetting::default_of(pilot());
        let with_day = |deadline_day| ProgrammeSetting {
            deadline_day,
            ..setting
        };
        let with_hour = |deadline_hour| ProgrammeSetting {
            deadline_hour,
            ..setting
        };
        for day in [0, 29, 31] {
            assert_eq!(with_day(day).checked(pilot()), Err(NotASetting::Day));
        }
        for hour in [0, 25] {
            assert_eq!(with_hour(hour).checked(pilot()), Err(NotASetting::Hour));
        }
        let early = ProgrammeSetting {
            last_owed: Some(month("2019-12")),
            ..setting
        };
        assert_eq!(early.checked(pilot()), Err(NotASetting::LastOwed));
        let hotline = programme("hotline-12355").unwrap();
        assert_eq!(
            setting.checked(hotline),
            Err(NotASetting::LastOwed),
            "it is owed for no month"
        );
        assert_eq!(with_day(28).checked(pilot()), Ok(with_day(28)));
    }

    proptest! {
        #[test]
        fn a_deadline_lies_in_the_month_after(
            year in 2010i32..2100, m in 1u32..=12, day in 1u32..=28, hour in 1u32..=24,
        ) {
            let period = Period::new(year, m).unwrap();
            let setting = ProgrammeSetting {
                deadline_day: day,
                deadline_hour: hour,
                ..ProgrammeSetting::default_of(pilot())
            };
            let due = setting.deadline(period);
            prop_assert_eq!(Period::of(due.day), period.next());
            prop_assert!(due.ends() > period.last_day().and_hms_opt(23, 59, 59).unwrap());
            let later = setting.deadline(period.next());
            prop_assert!(later.ends() > due.ends());
        }
    }
}
