//! Programmes: what returns are owed under, and for which months.

use super::bilingual::Lang;
use crate::period::Period;

/// A programme: its data elements and indicators are reported and scored together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Programme {
    /// Its code.
    pub code: &'static str,
    name_zh: &'static str,
    name_en: &'static str,
    /// The first and last month for which a return is owed; `None` where a return may be filed
    /// and nothing is owed (semantics 5). An installation may set another last month
    /// (`crate::setting`).
    pub owed: Option<(Period, Option<Period>)>,
    /// The first month in which its indicators apply; earlier ones are not applicable.
    pub applies_from: Period,
}

impl Programme {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.name_zh,
            Lang::En => self.name_en,
        }
    }
}

const fn month(year: i32, month: u32) -> Period {
    Period::literal(year, month)
}

/// The pilot's programme, whose indicators make the headline.
pub const PILOT: &str = "pilot-2020";

/// The programmes, the headline's first.
///
/// The plan for cured patients (联防联控机制综发〔2020〕224号) came in the second half of 2020, so
/// its first half-year is not applicable. The hotline's activity is reported by whoever has it;
/// no document owes it month by month.
pub const PROGRAMMES: [Programme; 3] = [
    Programme {
        code: PILOT,
        name_zh: "社会心理服务体系建设试点2020年重点任务",
        name_en: "Pilot of the social psychological service system, key tasks of 2020",
        owed: Some((month(2020, 1), Some(month(2020, 12)))),
        applies_from: month(2020, 1),
    },
    Programme {
        code: "covid-recovered-2020",
        name_zh: "新冠肺炎治愈患者心理疏导",
        name_en: "Psychological support for cured COVID-19 patients",
        owed: Some((month(2020, 9), None)),
        applies_from: month(2020, 7),
    },
    Programme {
        code: "hotline-12355",
        name_zh: "12355青少年服务台",
        name_en: "12355 youth hotline",
        owed: None,
        applies_from: month(2020, 1),
    },
];

/// The programme of this code.
pub fn programme(code: &str) -> Option<&'static Programme> {
    PROGRAMMES.iter().find(|programme| programme.code == code)
}
