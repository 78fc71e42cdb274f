//! Holds the exact half of the domain (statuses, shortfalls, roll-ups, paths) to values that
//! nobody in this project made up: `cargo test --test exact_vectors -- --nocapture` prints a
//! table of files, rows and failures.

use chrono::NaiveDate;
use kpi::catalogue::{IndicatorKind, Standard};
use kpi::fraction::Fraction;
use kpi::pace::Pace;
use kpi::roll_up::{Behind, Sums, pooled};
use kpi::score::{Part, Score, Status};
use kpi::target::{Direction, Target};
use kpi::{Indicator, Period, catalogue};
use rust_decimal::Decimal;
use std::collections::HashMap;

type Row = HashMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let path = format!("{}/tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    csv::Reader::from_path(path)
        .expect("a readable file of vectors")
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("whole rows")
}

/// Runs `check` on every row of a file, which collects what is off, and prints the score.
fn every_row(file: &str, least: usize, check: fn(&Row, &mut Vec<String>)) {
    let (rows, mut failures) = (rows(file), Vec::new());
    for row in &rows {
        let mut off = Vec::new();
        check(row, &mut off);
        failures.extend(off.into_iter().map(|what| format!("{}: {what}", row["id"])));
    }
    println!(
        "{file:<28} {:>4} rows {:>4} failures",
        rows.len(),
        failures.len()
    );
    assert!(rows.len() >= least, "{file} has lost rows");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn same<T: PartialEq + std::fmt::Debug>(off: &mut Vec<String>, what: &str, got: T, want: T) {
    if got != want {
        off.push(format!("{what} is {got:?}, not {want:?}"));
    }
}

/// The file prints exact rationals as the nearest double: nothing else is nearer.
fn near(off: &mut Vec<String>, row: &Row, column: &str, got: Option<Fraction>) {
    let want: Option<f64> = row[column].parse().ok();
    let near = match (got.map(Fraction::to_f64), want) {
        (Some(got), Some(want)) => (got - want).abs() <= 1e-12,
        (None, None) => true,
        _ => false,
    };
    if !near {
        off.push(format!("{column} is {got:?}, not {want:?}"));
    }
}

/// A share as an official prints it, in percent.
fn share() -> &'static Indicator {
    catalogue()
        .indicator("school-room-coverage")
        .expect("the catalogue asks for school rooms")
}

fn target(value: Decimal, direction: Direction, due: NaiveDate) -> Target {
    Target {
        value,
        direction,
        due,
        year: 2020,
        carried: false,
        local: false,
    }
}

fn year_end() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 12, 31).expect("December has 31 days")
}

/// The word of the file. A denominator of zero by nature is "no data" for a bare function and
/// "not applicable" here, where it was reported (semantics 15).
fn word(status: Option<Status>) -> &'static str {
    match status.expect("these rows have a target") {
        Status::Met => "met",
        Status::NotMet => "not_met",
        Status::NoData | Status::NotApplicable => "no_data",
        Status::Invalid => "invalid",
        Status::Undetermined => "undetermined",
    }
}

#[test]
fn statuses_and_shortfalls_are_exact() {
    every_row("ref_target_status.csv", 72, |row, off| {
        let direction = match row["in_direction"].as_str() {
            "at_least" => Direction::AtLeast,
            _ => Direction::AtMost,
        };
        let asked = target(
            row["in_target_pct"].parse().expect("a decimal"),
            direction,
            year_end(),
        );
        let (x, n) = (row["in_num"].parse().ok(), row["in_den"].parse().ok());
        let part = Part::of_counts(IndicatorKind::Proportion, x, n);
        let score = Score::of(share(), &part, Standard::Asked(asked));
        same(off, "status", word(score.status), &row["exp_status"]);
        same(
            off,
            "shortfall",
            score.shortfall,
            row["exp_shortfall_units"].parse().ok(),
        );
        if let Some(value) = score.value.filter(|_| part.is_valid()) {
            let shown: Decimal = score.printed(value, 1).parse().expect("a decimal");
            let met = direction.met(Fraction::of_decimal(shown), asked.exact());
            same(off, "what is shown", met, score.status == Some(Status::Met));
        }
    });
}

#[test]
fn roll_ups_and_their_bounds_are_exact() {
    every_row("ref_rollup_bounds.csv", 12, |row, off| {
        let list = |column: &str| -> Vec<Option<i64>> {
            row[column]
                .split(';')
                .map(|cell| cell.parse().ok())
                .collect()
        };
        let counties: Vec<Part> = list("in_x")
            .into_iter()
            .zip(list("in_n"))
            .map(|(x, n)| Part::of_counts(IndicatorKind::Proportion, x, n))
            .collect();
        let sums = counties.iter().fold(Sums::default(), |sums, part| {
            sums.plus(Sums::of(part, None))
        });
        let behind = Behind {
            units: counties.len() as i64,
            official: None,
        };
        let ratio: Decimal = row["in_target"].parse().expect("a decimal");
        let asked = target(ratio * Decimal::ONE_HUNDRED, Direction::AtLeast, year_end());
        let score = pooled(share(), &sums, behind, Standard::Asked(asked));
        let of_one = |percent: Option<Fraction>| percent.map(|percent| percent / 100);
        same(
            off,
            "numerator",
            score.numerator,
            row["exp_num"].parse().ok(),
        );
        same(
            off,
            "denominator",
            score.denominator,
            row["exp_den"].parse().ok(),
        );
        near(off, row, "exp_pooled", of_one(score.value));
        near(off, row, "exp_coverage", score.coverage);
        near(off, row, "exp_lower_bound", of_one(score.lower));
        near(off, row, "exp_upper_bound", of_one(score.upper));
        same(
            off,
            "status",
            word(score.status),
            &row["exp_status_under_bounds"],
        );
    });
}

#[test]
fn straight_paths_are_exact() {
    every_row("ref_linear_pace.csv", 14, |row, off| {
        let decimal = |column: &str| row[column].parse::<Decimal>().expect("a decimal");
        let months = |column: &str| row[column].parse::<i32>().expect("whole months");
        let current = match row["in_current"].split_once('/') {
            Some((top, bottom)) => Fraction::new(
                top.parse().expect("a count"),
                bottom.parse().expect("a count"),
            ),
            None => Some(Fraction::of_decimal(decimal("in_current"))),
        };
        let first = Period::literal(2018, 1);
        let end = first.plus(months("in_months_total"));
        let pace = Pace::along(
            first,
            Fraction::of_decimal(decimal("in_baseline")),
            current.expect("a share"),
            first.plus(months("in_months_elapsed")),
            &target(decimal("in_target"), Direction::AtLeast, end.last_day()),
        );
        near(off, row, "exp_expected_now", Some(pace.expected));
        near(off, row, "exp_gap", Some(pace.gap));
        near(off, row, "exp_required_pace_per_month", pace.required);
        same(
            off,
            "on path",
            pace.on_path.to_string().as_str(),
            &row["exp_on_or_above_path"],
        );
    });
}
