//! Every check with its threshold, the threshold's origin, and what kind of figure it fits. All
//! thresholds of data quality stand here and nowhere else; pages, files and the documentation
//! print them from here.

use super::Severity;
use crate::statistics::outlier::MODIFIED_LIMIT;
use serde::{Deserialize, Serialize};

/// Share of expected returns, of those in time, of values: below it, flagged. Percent.
pub const REPORTING_FLOOR: i64 = 75;
/// By how many percent a share may fall below its past.
pub const STEADY_OFF: i64 = 33;
/// From which figure on a zero after it is asked about: fewer go away by themselves.
pub const ZERO_AFTER: i64 = 10;
/// How many figures a return of zeros only must have to be asked about.
pub const ZEROS_FEWEST: i64 = 5;
/// How many values or changes a modified z needs.
pub const FEWEST_MODIFIED: usize = 6;
/// How many values three standard deviations need: below eleven no |z| reaches 3.
pub const FEWEST_EXTREME: usize = 11;
/// How many values two standard deviations need: below six no |z| reaches 2.
pub const FEWEST_MODERATE: usize = 6;
/// How many moderate outliers a series must have to be flagged.
pub const MODERATE_TOGETHER: usize = 2;
/// How large a change of a stock is at least, in percent of the stock before, ...
pub const CHANGE_PERCENT: i64 = 25;
/// ... and in things, before anything is said of it.
pub const CHANGE_THINGS: i64 = 5;
/// By how many root-means a count of events must differ: what chance alone does in one of 500.
pub const CHANCE: f64 = 3.090_232;
/// By how many percent a figure may lie off what its past lets one expect.
pub const OVER_TIME_OFF: i64 = 33;
/// By how many standard deviations of the months before a flow must lie off their mean.
pub const OVER_TIME_DEVIATIONS: f64 = 3.0;
/// How many months the past of a figure must have.
pub const FEWEST_MONTHS: usize = 5;
/// By how many percent a figure that counts since January may fall.
pub const FALL_PERCENT: i64 = 10;
/// By how many percent of the register its balance may be off, ...
pub const BALANCE_PERCENT: i64 = 2;
/// ... and by how many patients.
pub const BALANCE_THINGS: i64 = 5;
/// By how many percent a ratio may lie off that of all units together.
pub const LEVEL_OFF: i64 = 33;
/// How many units must stand behind such a ratio.
pub const LEVEL_FEWEST: i64 = 5;
/// By how many percent a count may differ from the official one.
pub const EXTERNAL_OFF: i64 = 10;
/// The fewest registered patients per thousand residents that are plausible.
pub const PREVALENCE_LOW: i64 = 2;
/// The most.
pub const PREVALENCE_HIGH: i64 = 7;
/// By how many percent a denominator may differ from the one filed before.
pub const GROWTH_OFF: i64 = 10;

/// A side from which figures are looked at: the metrics of the WHO DQR that apply here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// Returns and values that are there, in time.
    Reporting,
    /// Values far from the others.
    Outliers,
    /// Figures against their own past.
    OverTime,
    /// Figures against related ones.
    Related,
    /// Figures against outside sources.
    External,
    /// Denominators.
    Denominators,
}

impl Dimension {
    /// Every one, in order.
    pub const ALL: [Dimension; 6] = [
        Dimension::Reporting,
        Dimension::Outliers,
        Dimension::OverTime,
        Dimension::Related,
        Dimension::External,
        Dimension::Denominators,
    ];

    /// Its name in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Dimension::Reporting => "reporting",
            Dimension::Outliers => "outliers",
            Dimension::OverTime => "over-time",
            Dimension::Related => "related",
            Dimension::External => "external",
            Dimension::Denominators => "denominators",
        }
    }

    /// The number of the DQR's dimension that it belongs to.
    pub fn of_dqr(self) -> u32 {
        match self {
            Dimension::Reporting => 1,
            Dimension::Outliers | Dimension::OverTime | Dimension::Related => 2,
            Dimension::External => 3,
            Dimension::Denominators => 4,
        }
    }
}

/// Where a threshold is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// WHO Data Quality Review 2017, as remembered: its documents could not be opened.
    WhoFromMemory,
    /// NIST/SEMATECH e-Handbook 1.3.5.17, read.
    Nist,
    /// The data quality guide of DHIS2, which follows the WHO's toolkit.
    Guide,
    /// It follows from what the figures mean.
    Meaning,
    /// A rule of the catalogue.
    Catalogue,
    /// Ours: no authority names one.
    Ours,
}

/// A kind of figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fit {
    /// Returns.
    Returns,
    /// What happened in a month.
    Flow,
    /// As at the end of a month.
    Stock,
    /// From January on.
    YearToDate,
    /// Two or more figures that depend on each other.
    Pair,
    /// What others are divided by.
    Denominator,
    /// Figures that a unit reports itself although units below report them too.
    OwnSum,
}

/// A check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Check {
    /// Share of returns received.
    Returns,
    /// Share of returns in time.
    InTime,
    /// Share of values present.
    Values,
    /// Values present in a month, against the months before.
    Steady,
    /// A zero where a stock stood.
    ZeroAfter,
    /// A return of nothing but zeros.
    AllZero,
    /// Modified z of values or changes.
    Modified,
    /// Modified z of the newest month against the months before only.
    ModifiedPast,
    /// Three standard deviations.
    Extreme,
    /// Two standard deviations, twice.
    Moderate,
    /// This year against the years before.
    Years,
    /// A month against the months before.
    Months,
    /// A figure since January that falls.
    Falls,
    /// A part above its whole.
    PartOverWhole,
    /// A later stage above an earlier one: a negative dropout.
    Dropout,
    /// A rule of the catalogue over several figures.
    Catalogue,
    /// The register's balance.
    Balance,
    /// A ratio against that of all units.
    Level,
    /// Villages against the official count.
    Villages,
    /// Townships against the official count.
    Townships,
    /// More things than the official count has, where no whole is reported.
    OverOfficial,
    /// Registered patients per thousand residents.
    Prevalence,
    /// A unit's own figure against the sum of the units below.
    SumOfParts,
    /// A denominator against the one filed before.
    Growth,
}

impl Check {
    /// Every check, in the order of the dimensions.
    pub const ALL: [Check; 24] = [
        Check::Returns,
        Check::InTime,
        Check::Values,
        Check::Steady,
        Check::ZeroAfter,
        Check::AllZero,
        Check::Modified,
        Check::ModifiedPast,
        Check::Extreme,
        Check::Moderate,
        Check::Years,
        Check::Months,
        Check::Falls,
        Check::PartOverWhole,
        Check::Dropout,
        Check::Catalogue,
        Check::Balance,
        Check::Level,
        Check::Villages,
        Check::Townships,
        Check::OverOfficial,
        Check::Prevalence,
        Check::SumOfParts,
        Check::Growth,
    ];

    /// Its code in files and documentation.
    pub fn code(self) -> &'static str {
        match self {
            Check::Returns => "returns",
            Check::InTime => "in-time",
            Check::Values => "values",
            Check::Steady => "steady",
            Check::ZeroAfter => "zero-after",
            Check::AllZero => "all-zero",
            Check::Modified => "modified-z",
            Check::ModifiedPast => "modified-z-past",
            Check::Extreme => "three-sd",
            Check::Moderate => "two-sd",
            Check::Years => "years",
            Check::Months => "months",
            Check::Falls => "falls",
            Check::PartOverWhole => "part-over-whole",
            Check::Dropout => "dropout",
            Check::Catalogue => "catalogue",
            Check::Balance => "balance",
            Check::Level => "level",
            Check::Villages => "villages-official",
            Check::Townships => "townships-official",
            Check::OverOfficial => "over-official",
            Check::Prevalence => "prevalence",
            Check::SumOfParts => "sum-of-parts",
            Check::Growth => "denominator-growth",
        }
    }

    /// The dimension it belongs to.
    pub fn dimension(self) -> Dimension {
        match self {
            Check::Returns
            | Check::InTime
            | Check::Values
            | Check::Steady
            | Check::ZeroAfter
            | Check::AllZero => Dimension::Reporting,
            Check::Modified | Check::ModifiedPast | Check::Extreme | Check::Moderate => {
                Dimension::Outliers
            }
            Check::Years | Check::Months | Check::Falls => Dimension::OverTime,
            Check::PartOverWhole
            | Check::Dropout
            | Check::Catalogue
            | Check::Balance
            | Check::Level => Dimension::Related,
            Check::Villages
            | Check::Townships
            | Check::OverOfficial
            | Check::Prevalence
            | Check::SumOfParts => Dimension::External,
            Check::Growth => Dimension::Denominators,
        }
    }

    /// Where its threshold is from.
    pub fn origin(self) -> Origin {
        match self {
            Check::Returns
            | Check::InTime
            | Check::Extreme
            | Check::Moderate
            | Check::Years
            | Check::Steady
            | Check::Level
            | Check::Villages
            | Check::Townships => Origin::WhoFromMemory,
            Check::Modified | Check::ModifiedPast => Origin::Nist,
            Check::Growth => Origin::Guide,
            Check::PartOverWhole | Check::Dropout | Check::SumOfParts => Origin::Meaning,
            Check::Catalogue => Origin::Catalogue,
            Check::Values
            | Check::ZeroAfter
            | Check::AllZero
            | Check::Months
            | Check::Falls
            | Check::Balance
            | Check::OverOfficial
            | Check::Prevalence => Origin::Ours,
        }
    }

    /// What kind of figure it fits.
    pub fn fits(self) -> &'static [Fit] {
        match self {
            Check::Returns | Check::InTime | Check::Values | Check::Steady | Check::AllZero => {
                &[Fit::Returns]
            }
            Check::ZeroAfter => &[Fit::Stock, Fit::YearToDate],
            Check::Modified | Check::ModifiedPast => &[Fit::Flow, Fit::Stock],
            Check::Extreme | Check::Moderate => &[Fit::Flow],
            Check::Years => &[Fit::Flow, Fit::YearToDate, Fit::Denominator],
            Check::Months => &[Fit::Flow, Fit::Stock],
            Check::Falls => &[Fit::YearToDate],
            Check::PartOverWhole | Check::Dropout | Check::Catalogue | Check::Level => &[Fit::Pair],
            Check::Balance => &[Fit::Pair],
            Check::Villages | Check::Townships | Check::Growth => &[Fit::Denominator],
            Check::OverOfficial => &[Fit::Stock],
            Check::Prevalence => &[Fit::Pair],
            Check::SumOfParts => &[Fit::OwnSum],
        }
    }

    /// How much weight its flags have; of the catalogue's rules it depends on the rule.
    pub fn severity(self) -> Severity {
        match self {
            Check::Steady
            | Check::ModifiedPast
            | Check::Moderate
            | Check::Months
            | Check::Years
            | Check::Level
            | Check::Prevalence
            | Check::OverOfficial => Severity::Note,
            Check::Returns
            | Check::InTime
            | Check::Values
            | Check::ZeroAfter
            | Check::AllZero
            | Check::Modified
            | Check::Extreme
            | Check::Falls
            | Check::PartOverWhole
            | Check::Dropout
            | Check::Catalogue
            | Check::Balance
            | Check::Villages
            | Check::Townships
            | Check::SumOfParts
            | Check::Growth => Severity::Verify,
        }
    }
}

/// The limit of a modified z, for those who print it.
pub fn modified_limit() -> f64 {
    MODIFIED_LIMIT
}

/// Whether `now` lies more than `percent` percent off `before`, in whole numbers. A figure that
/// was 0 has no percentage.
pub fn off(now: i64, before: i64, percent: i64) -> bool {
    let (now, before) = (i128::from(now), i128::from(before));
    before != 0 && (now - before).abs() * 100 > i128::from(percent) * before.abs()
}

/// Whether a stock's change is large enough to be spoken of at all.
pub fn is_material(before: i64, now: i64) -> bool {
    let change = (i128::from(now) - i128::from(before)).abs();
    change >= i128::from(CHANGE_THINGS)
        && change * 100 >= i128::from(CHANGE_PERCENT) * i128::from(before.abs())
}

/// Whether a count of events differs from what is expected by more than chance does.
pub fn beyond_chance(value: f64, expected: f64) -> bool {
    (value - expected).abs() > CHANCE * expected.max(1.0).sqrt()
}
