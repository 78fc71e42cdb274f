//! Data quality: how far the figures can be believed, by the four dimensions of the WHO Data
//! Quality Review (completeness and timeliness, internal consistency, external consistency,
//! denominators).
//!
//! A finding is a value, a [`Flag`]: where, when, which figure, which [`Check`], and what was
//! found, in figures. Nothing here touches a status or corrects a figure: a flag is a reason to
//! look (methods 0). Each check knows what kind of figure it fits, so that no z-score meets twelve
//! values of a slow stock. One file a dimension; thresholds and origins stand in [`checks`].

pub mod checks;
pub mod denominators;
pub mod external;
pub mod outliers;
pub mod over_time;
pub mod related;
pub mod reporting;
#[cfg(test)]
mod tests;

pub use checks::{Check, Dimension, Fit, Origin};

use crate::catalogue::{DataElement, Kind, ValueType, catalogue};
use crate::facts::Facts;
use crate::org_unit::{OrgUnit, UnitCode};
use crate::period::Period;
use over_time::YearFigure;
use related::Peers;
use reporting::Reported;
use serde::{Deserialize, Serialize};

/// How many months are looked at: the one asked about and those before it.
pub const WINDOW: i32 = 12;

/// How much weight a flag has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// To be verified: it contradicts something, or is far outside.
    Verify,
    /// To be noted: unusual, and often true.
    Note,
}

impl Severity {
    /// Both, the weightier first.
    pub const ALL: [Severity; 2] = [Severity::Verify, Severity::Note];

    /// Its name in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Verify => "verify",
            Severity::Note => "note",
        }
    }
}

/// What a flag is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// The returns of a programme, by its code.
    Programme(String),
    /// A data element, by its code.
    Element(String),
    /// An indicator, by its code.
    Indicator(String),
}

impl Subject {
    /// Its code in addresses and files.
    pub fn code(&self) -> &str {
        match self {
            Subject::Programme(code) | Subject::Element(code) | Subject::Indicator(code) => code,
        }
    }

    /// Whether it is this element, indicator or programme, or an element that feeds this
    /// indicator.
    pub fn concerns(&self, code: &str) -> bool {
        self.code() == code
            || match self {
                Subject::Element(element) => catalogue()
                    .indicator(code)
                    .is_some_and(|indicator| indicator.elements().any(|one| one == element)),
                Subject::Programme(_) | Subject::Indicator(_) => false,
            }
    }
}

/// By what a distance from the centre was divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measured {
    /// By the median absolute deviation.
    MedianDeviation,
    /// That was 0: by the mean absolute deviation.
    MeanDeviation,
    /// By the standard deviation.
    StandardDeviation,
}

/// What was found, in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Found {
    /// So many of so many.
    Share {
        /// So many.
        part: i64,
        /// Of so many.
        whole: i64,
    },
    /// A share beside that of the months before.
    Steady {
        /// Values present now.
        part: i64,
        /// Values expected now.
        whole: i64,
        /// Values present in the months before.
        part_before: i64,
        /// Values expected in the months before.
        whole_before: i64,
        /// How many months before.
        months: usize,
    },
    /// Zero after a figure.
    Zero {
        /// That figure.
        before: i64,
        /// Its month.
        since: Period,
    },
    /// Every one of so many figures is zero.
    Zeros {
        /// How many.
        figures: i64,
    },
    /// A value far from the others, or a change far from the other changes.
    Outlier {
        /// The value.
        value: i64,
        /// The value a month before, where it is the change that stands out.
        before: Option<i64>,
        /// The centre of the values or changes: median or mean.
        centre: f64,
        /// The spread around it, unscaled.
        spread: f64,
        /// What the spread is.
        measured: Measured,
        /// How many spreads away.
        z: f64,
        /// How many values or changes stand behind centre and spread.
        months: usize,
        /// Whether the month after went back again.
        back: bool,
    },
    /// A figure beside what the past lets one expect.
    Ratio {
        /// The figure.
        now: i64,
        /// What was expected.
        expected: f64,
        /// How many months or years stand behind it.
        points: usize,
    },
    /// A figure that may not fall, below the one before.
    Fall {
        /// The figure.
        now: i64,
        /// The one before.
        before: i64,
        /// Its month.
        since: Period,
    },
    /// A part beside its whole.
    Pair {
        /// The part.
        part: i64,
        /// The whole's element.
        whole_element: String,
        /// The whole.
        whole: i64,
    },
    /// A rule of the catalogue does not hold.
    Broken {
        /// Its id.
        rule: String,
        /// The figures it names.
        figures: Vec<(String, i64)>,
    },
    /// The register beside what came and went.
    Balance {
        /// The register.
        now: i64,
        /// Last month's register with those who came and without those who went.
        expected: i64,
    },
    /// A ratio beside that of all units together.
    Level {
        /// The part.
        part: i64,
        /// The whole's element.
        whole_element: String,
        /// The whole.
        whole: i64,
        /// The part in all units.
        all_part: i64,
        /// The whole in all units.
        all_whole: i64,
        /// How many units those are.
        units: i64,
    },
    /// A count beside the official one.
    Official {
        /// What was reported.
        reported: i64,
        /// What the division data say.
        official: i64,
    },
    /// Patients beside residents.
    Prevalence {
        /// Registered patients.
        registered: i64,
        /// Residents.
        residents: i64,
    },
    /// A unit's own figure beside the sum of the units below it.
    Parts {
        /// Its own.
        own: i64,
        /// The sum.
        sum: i64,
        /// How many units reported.
        units: i64,
        /// Of how many.
        of: i64,
    },
    /// A denominator beside the one filed before.
    Growth {
        /// Now.
        now: i64,
        /// Before.
        before: i64,
        /// When that was.
        since: Period,
    },
    /// Figures so small that the reader may not see them.
    Withheld,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    /// Whose figure.
    pub unit: UnitCode,
    /// Of which month.
    pub period: Period,
    /// Which figure.
    pub subject: Subject,
    /// By which check.
    pub check: Check,
    /// How much weight it has.
    pub severity: Severity,
    /// What was found.
    pub found: Found,
}

impl Flag {
    /// Every count that it shows, with its element and month: what small numbers are looked for
    /// in. Figures that a rule of the catalogue names stand under the flag's own month.
    pub fn counts(&self) -> Vec<(String, Period, i64)> {
        let (own, here) = (self.subject.code().to_owned(), self.period);
        let at = |month: Period, count: i64| (own.clone(), month, count);
        match &self.found {
            Found::Share { .. } | Found::Steady { .. } | Found::Zeros { .. } | Found::Withheld => {
                Vec::new()
            }
            Found::Zero { before, since } => vec![at(*since, *before)],
            Found::Outlier {
                value,
                before,
                centre,
                ..
            } => {
                let mut counts = vec![at(here, *value)];
                match before {
                    Some(before) => counts.push(at(here.previous(), *before)),
                    // The centre of a flow is like one of its months.
                    None => counts.push(at(here, centre.ceil() as i64)),
                }
                counts
            }
            Found::Ratio { now, expected, .. } => {
                vec![at(here, *now), at(here, expected.ceil() as i64)]
            }
            Found::Fall { now, before, since } | Found::Growth { now, before, since } => {
                vec![at(here, *now), at(*since, *before)]
            }
            Found::Pair {
                part,
                whole_element,
                whole,
            }
            | Found::Level {
                part,
                whole_element,
                whole,
                ..
            } => vec![at(here, *part), (whole_element.clone(), here, *whole)],
            Found::Broken { figures, .. } => figures
                .iter()
                .map(|(reference, figure)| (bare(reference).to_owned(), here, *figure))
                .collect(),
            Found::Balance { now, expected } => vec![at(here, *now), at(here, *expected)],
            Found::Official { reported, .. } => vec![at(here, *reported)],
            Found::Prevalence { registered, .. } => {
                vec![("smd_registered".to_owned(), here, *registered)]
            }
            Found::Parts {
                own: figure, sum, ..
            } => vec![at(here, *figure), at(here, *sum)],
        }
    }
}

/// The element inside `last(element)`.
fn bare(reference: &str) -> &str {
    reference
        .split_once('(')
        .map_or(reference, |(_, rest)| rest.trim_end_matches(')'))
}

/// So many flagged of so many tested.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Tested; of reporting, expected.
    pub tested: i64,
    /// Flagged; of reporting, received.
    pub hits: i64,
}

impl Tally {
    /// One more that was tested.
    pub fn count(&mut self, hit: bool) {
        self.tested += 1;
        self.hits += i64::from(hit);
    }

    fn plus(self, other: Tally) -> Tally {
        Tally {
            tested: self.tested + other.tested,
            hits: self.hits + other.hits,
        }
    }
}

/// What stands in the cells that were due: zero, the empties and the blanks told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// Figures above zero.
    pub figures: i64,
    /// Zeros.
    pub zeros: i64,
    /// Not applicable: not expected.
    pub not_applicable: i64,
    /// Not yet available.
    pub not_yet: i64,
    /// Not collected.
    pub not_collected: i64,
    /// Nothing at all.
    pub blank: i64,
}

impl Cells {
    /// Values that are there, of those that can be: what does not apply is not expected.
    pub fn present(&self) -> Tally {
        let present = self.figures + self.zeros;
        Tally {
            tested: present + self.not_yet + self.not_collected + self.blank,
            hits: present,
        }
    }

    /// Both together.
    pub fn plus(self, other: Cells) -> Cells {
        Cells {
            figures: self.figures + other.figures,
            zeros: self.zeros + other.zeros,
            not_applicable: self.not_applicable + other.not_applicable,
            not_yet: self.not_yet + other.not_yet,
            not_collected: self.not_collected + other.not_collected,
            blank: self.blank + other.blank,
        }
    }
}

/// The figures of a unit's data quality. They add up: those of a province are the sum of those
/// below it, so a rate is never a mean of rates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Returns received, of those expected.
    pub returns: Tally,
    /// Returns in time, of those expected.
    pub in_time: Tally,
    /// What stands in the cells that were due.
    pub cells: Cells,
    /// Units that sent every return they owed, of the units that owed any.
    pub every_month: Tally,
    /// Values or changes flagged as outliers, of those tested.
    pub outliers: Tally,
    /// Figures off their past, of those tested.
    pub over_time: Tally,
    /// Related figures that do not agree, of the pairs tested.
    pub related: Tally,
    /// Figures off an outside source, of those tested.
    pub external: Tally,
    /// Denominators that jumped, of those tested.
    pub denominators: Tally,
    /// Series too short for the past to be asked.
    pub too_short: i64,
    /// Flags to be verified.
    pub verify: i64,
    /// Flags to be noted.
    pub note: i64,
}

impl Counts {
    /// Both together.
    pub fn plus(self, other: Counts) -> Counts {
        Counts {
            returns: self.returns.plus(other.returns),
            in_time: self.in_time.plus(other.in_time),
            cells: self.cells.plus(other.cells),
            every_month: self.every_month.plus(other.every_month),
            outliers: self.outliers.plus(other.outliers),
            over_time: self.over_time.plus(other.over_time),
            related: self.related.plus(other.related),
            external: self.external.plus(other.external),
            denominators: self.denominators.plus(other.denominators),
            too_short: self.too_short + other.too_short,
            verify: self.verify + other.verify,
            note: self.note + other.note,
        }
    }

    /// Counts a flag.
    pub fn take(&mut self, flag: &Flag) {
        match flag.severity {
            Severity::Verify => self.verify += 1,
            Severity::Note => self.note += 1,
        }
    }
}

/// What is known of a unit before it is examined.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The unit.
    pub unit: &'a OrgUnit,
    /// Its accepted figures: of the window and the month before it, and whatever is older and
    /// still in force.
    pub facts: &'a Facts,
    /// The returns expected of it in the window.
    pub returns: &'a [Reported],
    /// The first month of the window.
    pub from: Period,
    /// The month asked about, the last of the window.
    pub to: Period,
    /// Its figures of the years before.
    pub years: &'a [YearFigure],
    /// The units it is compared with.
    pub peers: Option<&'a Peers>,
}

/// What the examination came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Examined {
    /// The counts.
    pub counts: Counts,
    /// The flags, the newest month first.
    pub flags: Vec<Flag>,
}

impl Examined {
    fn flag(
        &mut self,
        known: &Known,
        period: Period,
        check: Check,
        subject: Subject,
        found: Found,
    ) {
        self.flag_as(known, period, check, check.severity(), subject, found);
    }

    /// Whether a figure was flagged as an outlier.
    fn stands_out(&self, element: &str, period: Period) -> bool {
        self.flags.iter().any(|flag| {
            flag.check.dimension() == Dimension::Outliers
                && flag.period == period
                && flag.subject.code() == element
        })
    }

    fn flag_as(
        &mut self,
        known: &Known,
        period: Period,
        check: Check,
        severity: Severity,
        subject: Subject,
        found: Found,
    ) {
        self.flags.push(Flag {
            unit: known.unit.code,
            period,
            subject,
            check,
            severity,
            found,
        });
    }
}

/// Examines one unit by every check that fits its figures.
pub fn examine(known: &Known) -> Examined {
    let mut examined = Examined::default();
    reporting::examine(known, &mut examined);
    outliers::examine(known, &mut examined);
    over_time::examine(known, &mut examined);
    related::examine(known, &mut examined);
    external::examine(known, &mut examined);
    denominators::examine(known, &mut examined);
    finish(&mut examined);
    examined
}

/// Puts the flags in order and counts them.
fn finish(examined: &mut Examined) {
    examined.flags.sort_by(|a, b| {
        let key = |flag: &Flag| (std::cmp::Reverse(flag.period), flag.severity, flag.check);
        key(a).cmp(&key(b)).then_with(|| a.subject.cmp(&b.subject))
    });
    for flag in &examined.flags {
        examined.counts.take(flag);
    }
}

/// The figures of an element, month by month from `from` to `to`; a month without one is a gap.
pub fn series(facts: &Facts, element: &str, from: Period, to: Period) -> Vec<Option<i64>> {
    from.through(to)
        .map(|month| facts.at(element, month)?.figure())
        .collect()
}

/// The counted elements of a kind that a unit has figures of.
fn counted<'a>(facts: &'a Facts, kind: Kind) -> impl Iterator<Item = &'static DataElement> + 'a {
    catalogue()
        .elements()
        .iter()
        .filter(move |element| element.kind == kind && element.value_type != ValueType::Flag)
        .filter(|element| facts.of(&element.code).next().is_some())
}

/// The month at this place of a series.
fn month(from: Period, at: usize) -> Period {
    from.plus(i32::try_from(at).unwrap_or(i32::MAX))
}

fn element(code: &str) -> Subject {
    Subject::Element(code.to_owned())
}
