//! Reads the compiled-in tables. Their columns are named here and nowhere else.

use super::Catalogue;
use super::bilingual::Bilingual;
use super::element::{DataElement, Kind, ValueType};
use super::indicator::{Basis, Indicator, IndicatorKind, Inference, RollUp, Task};
use super::rule::Rule;
use crate::org_unit::Tier;
use crate::period::Frequency;
use crate::target::{DatedTarget, Direction};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::str::FromStr;

const ELEMENTS: &str = include_str!("data/data_elements.csv");
const INDICATORS: &str = include_str!("data/indicators.csv");
const TARGETS: &str = include_str!("data/targets.csv");
const TASKS: &str = include_str!("data/tasks.csv");
const RULES: &str = include_str!("data/rules.csv");
const JUMPS: &str = include_str!("data/jumps.csv");
const NATURE: &str = include_str!("data/nature.csv");

/// A cell of a compiled-in table that does not say what it should.
#[derive(Debug)]
pub struct Unreadable {
    /// The row's first cell, the column and its text.
    #[expect(
        dead_code,
        reason = "read through Debug, when a test prints what is wrong"
    )]
    pub place: (String, String, String),
}

/// One row of a table, read by column name.
pub struct Row<'a> {
    head: &'a BTreeMap<String, usize>,
    cells: csv::StringRecord,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> Result<&str, Unreadable> {
        self.head
            .get(column)
            .and_then(|at| self.cells.get(*at))
            .ok_or_else(|| self.unreadable(column))
    }

    /// What is wrong, and where.
    pub fn unreadable(&self, column: &str) -> Unreadable {
        let text = |at: usize| self.cells.get(at).unwrap_or_default().to_owned();
        let here = self
            .head
            .get(column)
            .map_or_else(String::new, |at| text(*at));
        Unreadable {
            place: (text(0), column.to_owned(), here),
        }
    }

    /// The cell as it stands.
    pub fn text(&self, column: &str) -> Result<String, Unreadable> {
        self.cell(column).map(str::to_owned)
    }

    /// The pair of columns `NAME_zh` and `NAME_en`.
    pub fn bilingual(&self, name: &str) -> Result<Bilingual, Unreadable> {
        Ok(Bilingual {
            zh: self.text(&format!("{name}_zh"))?,
            en: self.text(&format!("{name}_en"))?,
        })
    }

    /// The pair of columns `NAME` and `NAME_en`.
    fn translated(&self, name: &str) -> Result<Bilingual, Unreadable> {
        Ok(Bilingual {
            zh: self.text(name)?,
            en: self.text(&format!("{name}_en"))?,
        })
    }

    /// The cell, parsed.
    pub fn parsed<T: FromStr>(&self, column: &str) -> Result<T, Unreadable> {
        self.cell(column)?
            .parse()
            .map_err(|_| self.unreadable(column))
    }

    /// The cell, parsed; `None` when it is empty.
    pub fn optional<T: FromStr>(&self, column: &str) -> Result<Option<T>, Unreadable> {
        match self.cell(column)? {
            "" => Ok(None),
            _ => self.parsed(column).map(Some),
        }
    }

    /// The cell as one of a few words.
    pub fn one_of<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<T, Unreadable> {
        let cell = self.cell(column)?;
        words
            .iter()
            .find(|(word, _)| *word == cell)
            .map(|(_, meaning)| *meaning)
            .ok_or_else(|| self.unreadable(column))
    }
}

/// Reads every row of a table.
pub fn rows<T>(
    table: &str,
    mut read: impl FnMut(&Row) -> Result<T, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    let broken = |error: csv::Error| Unreadable {
        place: (error.to_string(), String::new(), String::new()),
    };
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head = reader
        .headers()
        .map_err(broken)?
        .iter()
        .enumerate()
        .map(|(at, name)| (name.to_owned(), at))
        .collect();
    reader
        .records()
        .map(|cells| {
            read(&Row {
                head: &head,
                cells: cells.map_err(broken)?,
            })
        })
        .collect()
}

/// Reads the whole catalogue.
pub fn catalogue() -> Result<Catalogue, Unreadable> {
    let mut targets: BTreeMap<String, Vec<DatedTarget>> = BTreeMap::new();
    for (indicator, target) in rows(TARGETS, |row| Ok((row.text("indicator")?, dated(row)?)))? {
        targets.entry(indicator).or_default().push(target);
    }
    let natures: BTreeMap<String, (Inference, bool)> = rows(NATURE, nature)?.into_iter().collect();
    Ok(Catalogue::new(
        rows(ELEMENTS, element)?,
        rows(INDICATORS, |row| {
            let code = row.text("code")?;
            let given = targets.remove(&code).unwrap_or_default();
            // Existence counts are the rule (methods b); the table lists what is not.
            let nature = natures.get(&code).copied();
            indicator(row, given, nature.unwrap_or((Inference::Census, false)))
        })?,
        rows(TASKS, task)?,
        rows(RULES, Rule::read)?,
        rows(JUMPS, |row| {
            Ok((row.text("indicator")?, row.parsed("points")?))
        })?,
    ))
}

fn nature(row: &Row) -> Result<(String, (Inference, bool)), Unreadable> {
    let inference = row.one_of(
        "inference",
        &[
            ("census", Inference::Census),
            ("process", Inference::Process),
        ],
    )?;
    let persons = row.one_of("persons", &[("0", false), ("1", true)])?;
    Ok((row.text("indicator")?, (inference, persons)))
}

fn dated(row: &Row) -> Result<DatedTarget, Unreadable> {
    Ok(DatedTarget {
        year: row.parsed("year")?,
        value: row.parsed("target")?,
        due: row.parsed("due")?,
        source: (row.text("source_zh")?, row.text("source_en")?),
    })
}

fn task(row: &Row) -> Result<Task, Unreadable> {
    Ok(Task {
        programme: row.text("programme")?,
        number: row.text("task_no")?,
        name: row.bilingual("name")?,
        area: row.bilingual("area")?,
    })
}

fn element(row: &Row) -> Result<DataElement, Unreadable> {
    Ok(DataElement {
        code: row.text("code")?,
        name: row.bilingual("name")?,
        value_type: row.one_of(
            "value_type",
            &[
                ("count", ValueType::Count),
                ("bool", ValueType::Flag),
                ("decimal", ValueType::Decimal),
            ],
        )?,
        kind: row.one_of(
            "kind",
            &[
                ("stock", Kind::Stock),
                ("flow", Kind::Flow),
                ("year_to_date", Kind::YearToDate),
            ],
        )?,
        tier: tier(row, "level")?,
        frequency: frequency(row)?,
        programme: row.text("programme")?,
        at_most: row.optional("at_most")?,
        every_days: row.optional("every_days")?,
        task: row.text("task")?,
        definition: row.bilingual("definition")?,
        unit: row.bilingual("unit")?,
        noun_zh: row.text("noun_zh")?,
        noun_en_one: row.text("noun_en_one")?,
        noun_en_many: row.text("noun_en_many")?,
    })
}

fn tier(row: &Row, column: &str) -> Result<Tier, Unreadable> {
    row.one_of(
        column,
        &[
            ("county", Tier::County),
            ("pilot region", Tier::Region),
            ("province", Tier::Province),
        ],
    )
}

fn frequency(row: &Row) -> Result<Frequency, Unreadable> {
    row.one_of(
        "frequency",
        &[
            ("monthly", Frequency::Monthly),
            ("half-year", Frequency::HalfYear),
            ("annual", Frequency::Annual),
            ("as at", Frequency::AsAt),
        ],
    )
}

fn indicator(
    row: &Row,
    given: Vec<DatedTarget>,
    (inference, counts_persons): (Inference, bool),
) -> Result<Indicator, Unreadable> {
    let kind = row.one_of(
        "kind",
        &[
            ("proportion", IndicatorKind::Proportion),
            ("rate_per_1000", IndicatorKind::PerMille),
            ("ratio", IndicatorKind::StudentsPerTeacher),
            ("count_per_period", IndicatorKind::Count),
            ("yes_no", IndicatorKind::YesNo),
        ],
    )?;
    let target_by: Option<NaiveDate> = row.optional("target_by")?;
    let is_rate = !matches!(kind, IndicatorKind::Count | IndicatorKind::YesNo);
    Ok(Indicator {
        code: row.text("code")?,
        name: row.bilingual("name")?,
        short: row.bilingual("short")?,
        task: row.text("task_no")?,
        area: row.translated("area")?,
        programme: row.text("programme")?,
        kind,
        numerator: row.bilingual("numerator")?,
        denominator: row.bilingual("denominator")?,
        unit: row.translated("unit")?,
        direction: row.one_of(
            "direction",
            &[
                ("at_least", Some(Direction::AtLeast)),
                ("at_most", Some(Direction::AtMost)),
                ("yes", Some(Direction::AtLeast)),
                ("monitor", None),
            ],
        )?,
        frequency: frequency(row)?,
        tier: tier(row, "responsible_level")?,
        department: row.translated("responsible_department")?,
        definition: row.translated("definition")?,
        policy_document: row.bilingual("policy_document")?,
        policy_sentence: row.bilingual("policy_sentence")?,
        external_source: row.translated("external_source")?,
        validation_rules: row.translated("validation_rules")?,
        notes: row.translated("notes")?,
        basis: row.one_of(
            "basis",
            &[
                ("explicit", Basis::Explicit),
                ("inferred", Basis::Inferred),
                ("supporting", Basis::Supporting),
                ("activity", Basis::Activity),
            ],
        )?,
        roll_up: roll_up(row)?,
        numerator_element: row.text("numerator_element")?,
        denominator_element: row.optional("denominator_element")?,
        targets: match given.is_empty() {
            true => own_target(row, target_by)?.into_iter().collect(),
            false => given,
        },
        dated: is_rate && target_by.is_some(),
        inference,
        counts_persons,
    })
}

/// What the catalogue's words for rolling up come to: whatever is met or not in each unit is
/// counted above it as units met (semantics 17); only what is merely watched is added up.
fn roll_up(row: &Row) -> Result<RollUp, Unreadable> {
    let watched = row.text("direction")? == "monitor";
    row.one_of(
        "rollup",
        &[
            ("sum_num_den", RollUp::SumNumDen),
            ("sum", RollUp::Sum),
            (
                "max",
                if watched {
                    RollUp::Max
                } else {
                    RollUp::UnitsMet
                },
            ),
            ("any", RollUp::UnitsMet),
            ("all", RollUp::UnitsMet),
            ("share_of_counties", RollUp::UnitsMet),
            ("share_of_periods", RollUp::ShareOfPeriods),
            ("per_institution", RollUp::UnitsMet),
        ],
    )
}

/// The target in the catalogue's own row, for the indicators that the table of targets by year
/// does not list: it is the one of the 2020 key tasks.
fn own_target(row: &Row, target_by: Option<NaiveDate>) -> Result<Option<DatedTarget>, Unreadable> {
    let value: Decimal = match row.text("target")?.as_str() {
        "" => return Ok(None),
        "yes" => Decimal::ONE,
        _ => row.parsed("target")?,
    };
    let due =
        target_by.unwrap_or(NaiveDate::from_ymd_opt(2020, 12, 31).expect("December has 31 days"));
    Ok(Some(DatedTarget {
        year: due.year(),
        value,
        due,
        source: (
            row.text("policy_document_zh")?,
            row.text("policy_document_en")?,
        ),
    }))
}
