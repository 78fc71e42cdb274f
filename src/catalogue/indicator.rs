//! Indicators: what is made of the figures, and what is asked of it.

use super::bilingual::Bilingual;
use super::programme::{PILOT, programme};
use crate::draft::LARGEST;
use crate::org_unit::Tier;
use crate::period::{Frequency, Period};
use crate::target::{DatedTarget, Direction, LocalTarget, Target};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// One requirement of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its code, such as `counselling-room-coverage`.
    pub code: String,
    /// Its name.
    pub name: Bilingual,
    /// A name short enough for a tile.
    pub short: Bilingual,
    /// The task it belongs to; empty for the hotline.
    pub task: String,
    /// The part of the programme it belongs to.
    pub area: Bilingual,
    /// Its programme's code.
    pub programme: String,
    /// What kind of number it is.
    pub kind: IndicatorKind,
    /// What the numerator counts; empty for yes or no.
    pub numerator: Bilingual,
    /// What the denominator counts; empty where there is none.
    pub denominator: Bilingual,
    /// Its unit as printed: %, ‰, 次.
    pub unit: Bilingual,
    /// Which side of the target is good; `None` where it is only monitored.
    pub direction: Option<Direction>,
    /// How often it is judged.
    pub frequency: Frequency,
    /// Who answers for it.
    pub tier: Tier,
    /// The department that answers. An assignment of ours wherever the text names none.
    pub department: Bilingual,
    /// How it is reckoned.
    pub definition: Bilingual,
    /// The document it comes from.
    pub policy_document: Bilingual,
    /// The sentence it comes from, as published, and its translation.
    pub policy_sentence: Bilingual,
    /// Other sources.
    pub external_source: Bilingual,
    /// The validation rules in prose, as the catalogue has them.
    pub validation_rules: Bilingual,
    /// What the text leaves open.
    pub notes: Bilingual,
    /// How surely the text asks for it.
    pub basis: Basis,
    /// How many units become one.
    pub roll_up: RollUp,
    /// The data element on top.
    pub numerator_element: String,
    /// The data element below the line, where there is one.
    pub denominator_element: Option<String>,
    /// Dated targets, earliest first; for counts and yes or no the one of 2020.
    pub targets: Vec<DatedTarget>,
    /// Whether the target is due on its own date, or at the end of each judging window.
    pub dated: bool,
    /// Whether chance has a part in the figure.
    pub inference: Inference,
    /// Whether the numerator counts persons whose health or hardship it tells of, so that small
    /// numbers are not shown to everybody (methods h).
    pub counts_persons: bool,
}

/// A task of a programme, under which indicators and elements are grouped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its programme's code.
    pub programme: String,
    /// Its number, as the documents write it: `5`, `三(二)`; empty for the hotline.
    pub number: String,
    /// Its name.
    pub name: Bilingual,
    /// The part of the programme it belongs to.
    pub area: Bilingual,
}

/// What kind of number an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorKind {
    /// A part of a whole, in percent.
    Proportion,
    /// Persons per thousand inhabitants.
    PerMille,
    /// Students per teacher.
    StudentsPerTeacher,
    /// A count in its judging window, or in force.
    Count,
    /// Yes or no.
    YesNo,
}

/// How surely the policy text asks for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The text says it: scored.
    Explicit,
    /// Read out of the text: shown with a status, outside the headline.
    Inferred,
    /// Helps to read another one: shown.
    Supporting,
    /// Activity that is only counted.
    Activity,
}

/// Whether a figure is the whole truth, or one outcome of something that could have come out
/// otherwise (methods b). Our reading: the policy does not speak of chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inference {
    /// Every unit was counted, and either has the thing or has not: no interval, no rank interval.
    Census,
    /// What was done for persons: the figure varies by chance about what the service achieves.
    Process,
}

/// How the figures of many units become one (semantics 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollUp {
    /// Sum of numerators over sum of denominators.
    SumNumDen,
    /// Sum, for what is only monitored.
    Sum,
    /// Largest, for what is only monitored.
    Max,
    /// So many of so many responsible units met.
    UnitsMet,
    /// In the unit itself: so many of so many months with at least one; above it, units met.
    ShareOfPeriods,
}

/// What is asked of an indicator in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// Nothing: it is only watched.
    Monitored,
    /// Not yet: the programme had not begun.
    NotApplicable,
    /// This.
    Asked(Target),
}

/// A target is written with no more decimals.
const MOST_DECIMALS: u32 = 4;

/// 336号 came on 2020-04-26, so monthly duties of that year begin in May (policy 8.3).
const FIRST_MONTHLY_DUTY: Period = Period::literal(2020, 5);

impl Indicator {
    /// The data elements it uses.
    pub fn elements(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.numerator_element.as_str()).chain(self.denominator_element.as_deref())
    }

    /// By how much a share is multiplied to stand in the indicator's unit.
    pub fn factor(&self) -> i128 {
        match self.kind {
            IndicatorKind::Proportion => 100,
            IndicatorKind::PerMille => 1000,
            IndicatorKind::StudentsPerTeacher | IndicatorKind::Count | IndicatorKind::YesNo => 1,
        }
    }

    /// Whether the headline counts it (semantics 16).
    pub fn is_scored(&self) -> bool {
        self.basis == Basis::Explicit
    }

    /// Whether its certainty can be told beside its status: a rate of a process.
    pub fn has_certainty(&self) -> bool {
        self.inference == Inference::Process && self.is_rate()
    }

    /// Whether its units may be ordered by value: a rate that is more than a sum to watch, and not
    /// the reported prevalence, which nobody is to push up (semantics 21).
    pub fn may_rank(&self) -> bool {
        self.kind != IndicatorKind::PerMille
    }

    /// Whether a rank has an interval: of a process, and one that may be ordered at all.
    pub fn has_rank_interval(&self) -> bool {
        self.kind == IndicatorKind::Proportion && self.inference == Inference::Process
    }

    /// Whether it has a denominator of its own.
    pub fn is_rate(&self) -> bool {
        matches!(
            self.kind,
            IndicatorKind::Proportion | IndicatorKind::PerMille | IndicatorKind::StudentsPerTeacher
        )
    }

    /// Where the judging window that ends in `period` begins (semantics 14).
    pub fn window_start(&self, period: Period) -> Period {
        if self.roll_up == RollUp::ShareOfPeriods {
            let start = period.start_of_year();
            return match start.year() == FIRST_MONTHLY_DUTY.year() {
                true => FIRST_MONTHLY_DUTY,
                false => start,
            };
        }
        match self.frequency {
            Frequency::Monthly => period,
            Frequency::HalfYear => period.start_of_half(),
            Frequency::Annual | Frequency::AsAt => period.start_of_year(),
        }
    }

    /// The last day of the judging window that `period` lies in.
    pub fn window_end(&self, period: Period) -> NaiveDate {
        match self.frequency {
            Frequency::Monthly => period.last_day(),
            Frequency::HalfYear => period.end_of_half().last_day(),
            Frequency::Annual | Frequency::AsAt => period.end_of_year().last_day(),
        }
    }

    /// What is asked in `period`, sharpened by the local targets that apply (semantics 13, 20).
    pub fn standard<'a>(
        &self,
        period: Period,
        local: impl IntoIterator<Item = &'a LocalTarget>,
    ) -> Standard {
        let Some(direction) = self.direction else {
            return Standard::Monitored;
        };
        let programme = programme(&self.programme).expect("a test finds every programme");
        // A dated rate of the pilot is judged by its first date however early the period is.
        let judged_ahead = self.dated && self.programme == PILOT;
        if !judged_ahead && period < programme.applies_from {
            return Standard::NotApplicable;
        }
        let ahead = self
            .targets
            .iter()
            .find(|target| target.due >= period.last_day());
        let Some(row) = (match self.dated {
            true => ahead.or(self.targets.last()),
            false => self.targets.last(),
        }) else {
            return Standard::Monitored;
        };
        let target = Target {
            value: row.value,
            direction,
            due: match self.dated {
                true => row.due,
                false => self.window_end(period),
            },
            year: row.year,
            carried: period.year() > row.year,
            local: false,
        };
        let local: Vec<LocalTarget> = local
            .into_iter()
            .map(|local| self.fitting(local, period))
            .collect();
        Standard::Asked(target.sharpened(&local))
    }

    /// Whether a local target may ask for this value; elsewhere only the date may move
    /// (semantics 20). A value that is laxer than the national one does no harm: it never wins.
    pub fn takes_local_value(&self, value: Decimal) -> bool {
        let limit = match (self.kind, self.roll_up) {
            (IndicatorKind::YesNo, _) | (_, RollUp::ShareOfPeriods) => return false,
            (IndicatorKind::Proportion, _) => 100,
            (IndicatorKind::PerMille, _) => 1_000,
            (IndicatorKind::Count | IndicatorKind::StudentsPerTeacher, _) => LARGEST,
        };
        Decimal::ZERO < value
            && value <= Decimal::from(limit)
            && value.normalize().scale() <= MOST_DECIMALS
    }

    /// What of a local target can be followed in `period`: no value that nobody could reach, and
    /// no day before the judging window has begun.
    fn fitting(&self, local: &LocalTarget, period: Period) -> LocalTarget {
        let begun = self.window_start(period).first_day();
        LocalTarget {
            year: local.year,
            value: local.value.filter(|value| self.takes_local_value(*value)),
            due: local.due.filter(|due| self.dated || *due >= begun),
        }
    }

    /// The national target's value for the year of `period`, for texts that name it.
    pub fn target_value(&self, period: Period) -> Option<Decimal> {
        match self.standard(period, []) {
            Standard::Asked(target) => Some(target.value),
            Standard::Monitored | Standard::NotApplicable => None,
        }
    }
}
