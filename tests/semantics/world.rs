//! Real units, real indicators, and short ways to say what was accepted.

use kpi::catalogue::{Standard, divisions};
use kpi::facts::{Facts, Value};
use kpi::score::{Part, Score};
use kpi::{Indicator, OrgUnit, OrgUnits, Period, UnitCode, catalogue};
use std::sync::OnceLock;

pub const PENGJIANG: &str = "440703";
pub const JIANGMEN: &str = "440700";
pub const GUANGDONG: &str = "440000";
pub const CHINA: &str = "000000";

pub fn units() -> &'static OrgUnits {
    static UNITS: OnceLock<OrgUnits> = OnceLock::new();
    UNITS.get_or_init(|| OrgUnits::new(divisions()))
}

pub fn code(text: &str) -> UnitCode {
    text.parse().expect("a code")
}

pub fn unit(text: &str) -> &'static OrgUnit {
    units().get(code(text)).expect("a known unit")
}

pub fn month(text: &str) -> Period {
    text.parse().expect("a month")
}

pub fn indicator(code: &str) -> &'static Indicator {
    catalogue().indicator(code).expect("a known indicator")
}

/// Accepted values.
#[derive(Default)]
pub struct Accepted(pub Facts);

impl Accepted {
    pub fn none() -> Accepted {
        Accepted::default()
    }

    pub fn with(mut self, element: &str, at: &str, figure: i64) -> Accepted {
        assert!(catalogue().element(element).is_some(), "{element}");
        self.0.put(element, month(at), Value::Figure(figure));
        self
    }

    /// The same figure in each of the months from `first` to `last`.
    pub fn each(mut self, element: &str, first: &str, last: &str, figure: i64) -> Accepted {
        for at in month(first).through(month(last)) {
            self = self.with(element, &at.to_string(), figure);
        }
        self
    }

    pub fn saying(mut self, element: &str, at: &str, value: Value) -> Accepted {
        self.0.put(element, month(at), value);
        self
    }

    pub fn part(&self, code: &str, of: &str, at: &str) -> Part {
        Part::of(indicator(code), unit(of), &self.0, month(at))
    }

    /// The unit's own score, without local targets.
    pub fn score(&self, code: &str, of: &str, at: &str) -> Score {
        Score::of(
            indicator(code),
            &self.part(code, of, at),
            standard(code, at),
        )
    }
}

pub fn standard(code: &str, at: &str) -> Standard {
    indicator(code).standard(month(at), [])
}

pub fn not_applicable() -> Value {
    Value::NotApplicable("there is none".to_owned())
}

/// What stands in print.
pub fn printed(score: &Score, decimals: u32) -> String {
    score
        .value
        .map_or_else(String::new, |value| score.printed(value, decimals))
}
