//! `score`: the 80 scores of a unit in a month, as CSV or JSON.

use super::{Failure, period, unit_code};
use crate::office::{Office, Stop};
use clap::{Args, ValueEnum};
use kpi::fraction::Fraction;
use kpi::score::{Measure, Score, Status};
use kpi::target::Direction;
use kpi::{Indicator, Period, UnitCode};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::io::Write;

#[derive(Debug, Args)]
pub struct ScoreArguments {
    /// The unit's code; 000000 is the nation
    #[arg(long, value_parser = unit_code)]
    org_unit: UnitCode,
    /// The month, YYYY-MM
    #[arg(long, value_parser = period)]
    period: Period,
    /// As what to print
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated, with a header
    Csv,
    /// One array of objects
    Json,
}

/// The columns, in order, and what JSON writes in them.
const COLUMNS: [(&str, Kind); 15] = [
    ("indicator", Kind::Text),
    ("org_unit", Kind::Text),
    ("period", Kind::Text),
    ("numerator", Kind::Number),
    ("denominator", Kind::Number),
    ("value", Kind::Number),
    ("unit", Kind::Text),
    ("target", Kind::Number),
    ("direction", Kind::Text),
    ("due", Kind::Text),
    ("status", Kind::Text),
    ("shortfall", Kind::Number),
    ("coverage", Kind::Number),
    ("lower_bound", Kind::Number),
    ("upper_bound", Kind::Number),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
}

/// The scores of a unit in a month, as they are printed.
pub async fn score_csv(office: &Office, unit: UnitCode, period: Period) -> Result<String, Stop> {
    Ok(csv_text(&rows(office, unit, period).await?))
}

async fn rows(office: &Office, unit: UnitCode, period: Period) -> Result<Vec<[String; 15]>, Stop> {
    let scores = office.score_rows(unit, period).await?;
    Ok(scores
        .iter()
        .map(|(indicator, score)| row(indicator, unit, period, score))
        .collect())
}

pub async fn run(office: &Office, command: ScoreArguments) -> Result<(), Failure> {
    let rows = rows(office, command.org_unit, command.period).await?;
    let text = match command.format {
        Format::Csv => csv_text(&rows),
        Format::Json => json_text(&rows),
    };
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Pipe(error)),
        _ => Ok(()),
    }
}

/// Codes and numbers only, so nothing needs quotes.
fn csv_text(rows: &[[String; 15]]) -> String {
    let mut text = COLUMNS.map(|(name, _)| name).join(",");
    text.push('\n');
    for row in rows {
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text
}

/// One object a row, its fields in the order of the columns.
fn json_text(rows: &[[String; 15]]) -> String {
    let objects: Vec<String> = rows
        .iter()
        .map(|row| {
            let fields = COLUMNS.iter().zip(row).map(|((name, kind), text)| {
                let value = match (kind, text.as_str()) {
                    (_, "") => Value::Null,
                    (Kind::Text, text) => json!(text),
                    (Kind::Number, text) => number(text),
                };
                format!("\"{name}\":{value}")
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        })
        .collect();
    format!("[\n{}\n]\n", objects.join(",\n"))
}

/// A printed number as JSON's: whole where it is whole.
fn number(text: &str) -> Value {
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(whole), _) => json!(whole),
        (_, Ok(decimal)) => json!(decimal),
        _ => json!(text),
    }
}

/// One row, as printed. Unknown is empty.
fn row(indicator: &Indicator, unit: UnitCode, period: Period, score: &Score) -> [String; 15] {
    let or_empty = |text: Option<String>| text.unwrap_or_default();
    let whole = |number: Option<i64>| or_empty(number.map(|number| in_unit(number, score)));
    let printed = |value: Option<Fraction>| or_empty(value.map(|value| score.printed(value, 4)));
    [
        indicator.code.clone(),
        unit.to_string(),
        period.to_string(),
        whole(score.numerator),
        or_empty(score.denominator.map(|number| number.to_string())),
        printed(score.value),
        measure(score.measure).to_owned(),
        or_empty(
            score
                .target
                .map(|target| target.value.normalize().to_string()),
        ),
        or_empty(indicator.direction.map(direction)),
        or_empty(score.target.map(|target| target.due.to_string())),
        or_empty(score.status.map(|status| status_word(status).to_owned())),
        or_empty(score.shortfall.map(|number| number.to_string())),
        or_empty(score.coverage.map(|coverage| coverage.rounded(4))),
        printed(score.lower),
        printed(score.upper),
    ]
}

/// Money is kept in its smallest unit and printed in 10,000 yuan.
fn in_unit(number: i64, score: &Score) -> String {
    Decimal::new(number, score.decimals).normalize().to_string()
}

fn direction(direction: Direction) -> String {
    match direction {
        Direction::AtLeast => "at_least".to_owned(),
        Direction::AtMost => "at_most".to_owned(),
    }
}

fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Percent => "percent",
        Measure::PerMille => "per_mille",
        Measure::Count => "count",
        Measure::YesNo => "yes_no",
        Measure::StudentsPerTeacher => "students_per_teacher",
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::NotMet => "not_met",
        Status::NoData => "no_data",
        Status::Invalid => "invalid",
        Status::NotApplicable => "not_applicable",
        Status::Undetermined => "undetermined",
        Status::Suppressed => "suppressed",
    }
}
