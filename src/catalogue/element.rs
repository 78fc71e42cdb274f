//! Data elements: the figures that people really enter.

use super::bilingual::Bilingual;
use crate::org_unit::Tier;
use crate::period::{Frequency, Period};

/// One figure that is entered: once, however many indicators use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataElement {
    /// Its code, such as `smd_registered`.
    pub code: String,
    /// What the form calls it.
    pub name: Bilingual,
    /// What kind of answer it takes.
    pub value_type: ValueType,
    /// How it behaves in time.
    pub kind: Kind,
    /// Who enters it.
    pub tier: Tier,
    /// When it is due.
    pub frequency: Frequency,
    /// The programme whose return asks for it.
    pub programme: String,
    /// The element it can never exceed.
    pub at_most: Option<String>,
    /// Of a count of duties that fall due by the calendar: every how many days one does.
    pub every_days: Option<u32>,
    /// The task it stands under on the form; empty for the hotline.
    pub task: String,
    /// One sentence for the person who enters it.
    pub definition: Bilingual,
    /// What it is counted in.
    pub unit: Bilingual,
    /// The thing counted, with its measure word: 个村（社区）.
    pub noun_zh: String,
    /// The thing counted, when it is one.
    pub noun_en_one: String,
    /// The thing counted, when they are many.
    pub noun_en_many: String,
}

impl DataElement {
    /// Where the months begin that a flow adds up to `period`: those of its own half-year or
    /// year, or the month alone.
    pub fn window_start(&self, period: Period) -> Period {
        match self.frequency {
            Frequency::Monthly | Frequency::AsAt => period,
            Frequency::HalfYear => period.start_of_half(),
            Frequency::Annual => period.start_of_year(),
        }
    }
}

/// What kind of answer a data element takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// A whole number, zero or more.
    Count,
    /// Yes (1) or no (0).
    Flag,
    /// A decimal with up to four places (only money: 万元 to the yuan). It is kept as a whole
    /// number of the smallest unit, so that sums stay exact.
    Decimal,
}

impl ValueType {
    /// How many decimal places its stored whole number carries.
    pub fn decimals(self) -> u32 {
        match self {
            ValueType::Count | ValueType::Flag => 0,
            ValueType::Decimal => 4,
        }
    }
}

/// How a data element behaves in time (semantics 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As at the end of the month; the last one stays in force for a while.
    Stock,
    /// What happened in the month.
    Flow,
    /// From January to the end of the month; restarts in January.
    YearToDate,
}
