//! Semantics 13 and 20: which target applies.

use crate::world::*;
use chrono::NaiveDate;
use kpi::Period;
use kpi::catalogue::{RollUp, Standard};
use kpi::target::{LocalTarget, Target};
use rust_decimal::Decimal;

fn asked(code: &str, at: &str, local: &[LocalTarget]) -> Option<Target> {
    match indicator(code).standard(month(at), local) {
        Standard::Asked(target) => Some(target),
        Standard::Monitored | Standard::NotApplicable => None,
    }
}

fn national(code: &str, at: &str) -> (String, String, bool) {
    let target = asked(code, at, &[]).expect("something is asked");
    (
        target.value.to_string(),
        target.due.to_string(),
        target.carried,
    )
}

fn is(value: &str, due: &str, carried: bool) -> (String, String, bool) {
    (value.to_owned(), due.to_owned(), carried)
}

// 13
#[test]
fn a_rate_is_judged_by_the_first_target_due_on_or_after_the_periods_end() {
    let rooms = "counselling-room-coverage";
    assert_eq!(national(rooms, "2018-12"), is("20", "2019-12-31", false));
    assert_eq!(national(rooms, "2019-12"), is("20", "2019-12-31", false));
    assert_eq!(national(rooms, "2020-01"), is("50", "2020-12-31", false));
    assert_eq!(national(rooms, "2021-01"), is("80", "2021-12-31", false));
    let medication = "smd-regular-medication";
    assert_eq!(
        national(medication, "2018-12"),
        is("60", "2020-12-31", false)
    );
}

// 13
#[test]
fn after_the_last_target_the_last_is_carried_and_says_so() {
    let rooms = "counselling-room-coverage";
    assert_eq!(national(rooms, "2022-06"), is("80", "2021-12-31", true));
    assert_eq!(
        national("workplace-service", "2021-01"),
        is("50", "2020-12-31", true)
    );
}

// 13
#[test]
fn counts_and_yes_or_no_are_due_at_the_end_of_their_window() {
    for (code, at, due) in [
        ("lead-meeting", "2020-02", "2020-06-30"),
        ("lead-meeting", "2020-07", "2020-12-31"),
        ("crisis-training", "2020-02", "2020-12-31"),
        ("hotline-7x24", "2020-02", "2020-12-31"),
        ("science-pop-monthly", "2020-06", "2020-06-30"),
        ("cr-followup", "2020-08", "2020-12-31"),
    ] {
        assert_eq!(national(code, at).1, due, "{code} {at}");
    }
}

// 13
#[test]
fn counts_and_yes_or_no_are_not_applicable_before_2020_and_carried_after() {
    for code in ["lead-meeting", "hotline-7x24", "science-pop-monthly"] {
        assert_eq!(standard(code, "2019-12"), Standard::NotApplicable, "{code}");
        assert!(!national(code, "2020-12").2, "{code}");
        assert!(national(code, "2021-03").2, "{code} is carried");
    }
    assert_eq!(national("lead-meeting", "2021-03").1, "2021-06-30");
}

// 5
#[test]
fn the_plan_for_cured_patients_does_not_apply_before_july_2020() {
    for code in ["cr-followup", "cr-base-team", "cr-database"] {
        assert_eq!(standard(code, "2020-06"), Standard::NotApplicable, "{code}");
        assert!(asked(code, "2020-07", &[]).is_some(), "{code}");
    }
}

fn local(value: Option<&str>, due: Option<&str>) -> LocalTarget {
    LocalTarget {
        year: 2020,
        value: value.map(|text| text.parse().expect("a decimal")),
        due: due.map(|text| text.parse().expect("a day")),
    }
}

fn sharpened(code: &str, at: &str, locals: &[LocalTarget]) -> (Decimal, NaiveDate, bool) {
    let target = asked(code, at, locals).expect("something is asked");
    (target.value, target.due, target.local)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

// 20
#[test]
fn the_strictest_of_the_units_own_target_and_its_ancestors_wins() {
    let (own, city, province) = (
        local(Some("55"), None),
        local(Some("60"), None),
        local(Some("40"), Some("2020-10-31")),
    );
    let rooms = "counselling-room-coverage";
    let expected = (Decimal::from(60), day("2020-10-31"), true);
    for order in [
        [own.clone(), city.clone(), province.clone()],
        [province, city, own],
    ] {
        assert_eq!(sharpened(rooms, "2020-11", &order), expected);
    }
}

// 20
#[test]
fn a_laxer_target_or_a_later_day_changes_nothing() {
    let lax = [local(Some("30"), Some("2021-03-31"))];
    let rooms = "counselling-room-coverage";
    let national = (Decimal::from(50), day("2020-12-31"), false);
    assert_eq!(sharpened(rooms, "2020-11", &lax), national);
    let students = "univ-students-per-teacher";
    let of = |text: &str| sharpened(students, "2020-11", &[local(Some(text), None)]).0;
    assert_eq!(of("5000"), Decimal::from(4_000), "fewer is stricter");
    assert_eq!(of("3000"), Decimal::from(3_000));
}

// 20
#[test]
fn a_local_target_sharpens_its_own_year_only() {
    let locals = [local(Some("60"), None)];
    let rooms = "counselling-room-coverage";
    assert_eq!(sharpened(rooms, "2021-01", &locals).0, Decimal::from(80));
    assert_eq!(sharpened(rooms, "2019-12", &locals).0, Decimal::from(20));
}

// 20
#[test]
fn for_yes_or_no_and_a_hundred_percent_only_the_date_may_move() {
    let locals = [local(Some("150"), Some("2020-09-30"))];
    for (code, value) in [
        ("hotline-7x24", 1),
        ("township-group", 100),
        ("univ-ratio-met", 100),
        ("science-pop-monthly", 1),
    ] {
        let (asked, due, _) = sharpened(code, "2020-09", &locals);
        assert_eq!(asked, Decimal::from(value), "{code}");
        assert_eq!(due, day("2020-09-30"), "{code}");
        assert!(!indicator(code).takes_local_value(Decimal::from(150)));
    }
    let one = sharpened("hotline-7x24", "2020-09", &[local(Some("2"), None)]);
    assert_eq!(one, (Decimal::ONE, day("2020-12-31"), false));
}

// 20
#[test]
fn a_day_before_the_window_has_begun_says_nothing_about_it() {
    let locals = [local(None, Some("2020-05-31"))];
    assert_eq!(
        sharpened("lead-meeting", "2020-03", &locals).1,
        day("2020-05-31")
    );
    assert_eq!(
        sharpened("lead-meeting", "2020-08", &locals).1,
        day("2020-12-31"),
        "the second half-year began after it"
    );
    assert_eq!(
        sharpened("hotline-7x24", "2021-08", &locals).1,
        day("2021-12-31")
    );
}

// 12
#[test]
fn a_target_is_due_in_the_month_that_holds_its_day() {
    let target = asked("school-room-coverage", "2020-11", &[]).expect("70% is asked");
    let due = |year, month| target.is_due_in(Period::literal(year, month));
    assert_eq!(
        (due(2020, 11), due(2020, 12), due(2021, 1)),
        (false, true, true)
    );
}

// 14
#[test]
fn one_activity_a_month_is_judged_by_the_month() {
    assert_eq!(
        indicator("science-pop-monthly").roll_up,
        RollUp::ShareOfPeriods
    );
    let start = |at: &str| indicator("science-pop-monthly").window_start(month(at));
    assert_eq!(start("2020-11"), month("2020-05"));
    assert_eq!(start("2021-03"), month("2021-01"));
}
