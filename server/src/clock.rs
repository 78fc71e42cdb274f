//! The one clock. Everything that asks for the day asks here, so that the demo can live on its own
//! day and a test in its own month.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, Utc};

/// Where the day comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock, read as China's time.
    System,
    /// Always this day; only the hours pass.
    Fixed(NaiveDate),
}

/// All of China keeps the time of Beijing.
fn beijing() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours lie within a day")
}

impl Clock {
    /// The day.
    pub fn today(self) -> NaiveDate {
        match self {
            Clock::System => Utc::now().with_timezone(&beijing()).date_naive(),
            Clock::Fixed(day) => day,
        }
    }

    /// Day and hour, as China's clocks show them.
    pub fn wall(self) -> NaiveDateTime {
        Clock::moment(self.now())
            .with_timezone(&beijing())
            .naive_local()
    }

    /// The moment, in milliseconds since 1970, UTC.
    pub fn now(self) -> i64 {
        let now = Utc::now().with_timezone(&beijing());
        let days = self.today() - now.date_naive();
        (now + days).timestamp_millis()
    }

    /// A stored moment, as China's clocks show it.
    pub fn wall_of(self, millis: i64) -> NaiveDateTime {
        Clock::moment(millis)
            .with_timezone(&beijing())
            .naive_local()
    }

    /// A stored moment.
    pub fn moment(millis: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::milliseconds(millis)
    }
}
