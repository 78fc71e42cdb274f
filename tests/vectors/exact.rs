//! The exact half of the domain: statuses, shortfalls, roll-ups, paths.

use crate::Kind;
use crate::table::{Check, Row};
use chrono::NaiveDate;
use kpi::catalogue::{IndicatorKind, Standard};
use kpi::fraction::Fraction;
use kpi::pace::Pace;
use kpi::roll_up::{Behind, Sums, pooled};
use kpi::score::{Part, Score, Status};
use kpi::target::{Direction, Target};
use kpi::{Indicator, Period, catalogue};
use rust_decimal::Decimal;

pub const KINDS: &[Kind] = &[
    ("ref_target_status.csv", statuses),
    ("ref_rollup_bounds.csv", roll_ups),
    ("ref_linear_pace.csv", paths),
];

/// Anything this far from an exact rational's nearest double is another number.
const HAIR: f64 = 1e-12;

/// A number in text, or that there is none.
fn whole(text: &str) -> Option<i64> {
    text.parse().ok()
}

fn told(number: Option<i64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn near(row: &Row, check: &mut Check, column: &str, got: Option<Fraction>) {
    match (row.maybe(column), got.map(Fraction::to_f64)) {
        (Some(want), Some(got)) => check.within(row, column, want, got, HAIR * want.abs().max(1.0)),
        (None, None) => check.same(row, column, ""),
        (want, got) => check.fail(row, column, &format!("got {got:?}, not {want:?}")),
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
        Status::Suppressed => "suppressed",
    }
}

fn statuses(row: &Row, check: &mut Check) {
    let direction = match row.text("in_direction") {
        "at_least" => Direction::AtLeast,
        "at_most" => Direction::AtMost,
        other => return check.fail(row, "in_direction", other),
    };
    let value = row.text("in_target_pct").parse().expect("a decimal");
    let asked = target(value, direction, year_end());
    let (x, n) = (whole(row.text("in_num")), whole(row.text("in_den")));
    let part = Part::of_counts(IndicatorKind::Proportion, x, n);
    let score = Score::of(share(), &part, Standard::Asked(asked));
    check.same(row, "exp_status", word(score.status));
    check.same(row, "exp_shortfall_units", &told(score.shortfall));
    if let Some(value) = score.value.filter(|_| part.is_valid()) {
        let shown: Decimal = score.printed(value, 1).parse().expect("a decimal");
        let met = direction.met(Fraction::of_decimal(shown), asked.exact());
        if met != (score.status == Some(Status::Met)) {
            check.fail(
                row,
                "what is shown",
                &format!("{shown} contradicts the status"),
            );
        }
    }
}

fn roll_ups(row: &Row, check: &mut Check) {
    let list =
        |column: &str| -> Vec<Option<i64>> { row.text(column).split(';').map(whole).collect() };
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
    let ratio: Decimal = row.text("in_target").parse().expect("a decimal");
    let asked = target(ratio * Decimal::ONE_HUNDRED, Direction::AtLeast, year_end());
    let score = pooled(share(), &sums, behind, Standard::Asked(asked));
    let of_one = |percent: Option<Fraction>| percent.map(|percent| percent / 100);
    check.same(row, "exp_num", &told(score.numerator));
    check.same(row, "exp_den", &told(score.denominator));
    near(row, check, "exp_pooled", of_one(score.value));
    near(row, check, "exp_coverage", score.coverage);
    near(row, check, "exp_lower_bound", of_one(score.lower));
    near(row, check, "exp_upper_bound", of_one(score.upper));
    check.same(row, "exp_status_under_bounds", word(score.status));
}

fn paths(row: &Row, check: &mut Check) {
    let decimal = |column: &str| row.text(column).parse::<Decimal>().expect("a decimal");
    let months = |column: &str| row.text(column).parse::<i32>().expect("whole months");
    let current = match row.text("in_current").split_once('/') {
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
    near(row, check, "exp_expected_now", Some(pace.expected));
    near(row, check, "exp_gap", Some(pace.gap));
    near(row, check, "exp_required_pace_per_month", pace.required);
    check.same(row, "exp_on_or_above_path", &pace.on_path.to_string());
}
