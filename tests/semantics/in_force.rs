//! Semantics 6–8: what is in force when.

use crate::world::*;
use kpi::catalogue;
use kpi::facts::{InForce, Value};
use kpi::period::Frequency;
use kpi::score::{PartState, Status};

fn in_force(accepted: &Accepted, element: &str, at: &str) -> InForce {
    let element = catalogue().element(element).expect("a known element");
    let start = element.window_start(month(at));
    accepted.0.in_force(element, start, month(at))
}

fn number(accepted: &Accepted, element: &str, at: &str) -> Option<i64> {
    in_force(accepted, element, at).number()
}

// 7
#[test]
fn a_monthly_stock_is_in_force_in_its_month_only() {
    let accepted = Accepted::none().with("villages_with_room", "2020-05", 80);
    assert_eq!(number(&accepted, "villages_with_room", "2020-05"), Some(80));
    for at in ["2020-04", "2020-06", "2021-05"] {
        assert_eq!(number(&accepted, "villages_with_room", at), None, "{at}");
    }
}

// 7
#[test]
fn a_half_yearly_stock_is_in_force_for_six_months_more() {
    let accepted = Accepted::none().with("smd_at_home", "2020-06", 500);
    for (at, expected) in [
        ("2020-05", None),
        ("2020-06", Some(500)),
        ("2020-12", Some(500)),
        ("2021-01", None),
    ] {
        assert_eq!(number(&accepted, "smd_at_home", at), expected, "{at}");
    }
}

// 7
#[test]
fn a_yearly_stock_is_in_force_from_january_of_the_year_before() {
    let december = Accepted::none().with("schools_total", "2019-12", 90);
    let january = Accepted::none().with("schools_total", "2019-01", 90);
    for accepted in [december, january] {
        for (at, expected) in [
            ("2019-12", Some(90)),
            ("2020-01", Some(90)),
            ("2020-12", Some(90)),
            ("2021-01", None),
        ] {
            assert_eq!(number(&accepted, "schools_total", at), expected, "{at}");
        }
    }
}

// 7
#[test]
fn the_last_value_wins_and_its_month_is_known() {
    let accepted = Accepted::none()
        .with("schools_total", "2019-12", 90)
        .with("schools_total", "2020-03", 92)
        .with("schools_with_room", "2020-03", 46);
    let found = in_force(&accepted, "schools_total", "2020-10");
    let expected = InForce::Number {
        number: 92,
        since: month("2020-03"),
        complete: true,
    };
    assert_eq!(found, expected);
    assert_eq!(number(&accepted, "schools_total", "2020-02"), Some(90));
    let score = accepted.score("school-room-coverage", PENGJIANG, "2020-10");
    assert_eq!(score.since, Some(month("2020-03")));
}

// 7
#[test]
fn villages_and_townships_fall_back_to_the_official_count_at_counties() {
    let accepted = Accepted::none().with("villages_with_room", "2020-11", 70);
    let county = accepted.part("counselling-room-coverage", PENGJIANG, "2020-11");
    assert_eq!((county.x, county.n), (Some(70), Some(133)));
    assert!(county.official, "the official count is marked");
    for above in [JIANGMEN, GUANGDONG, CHINA] {
        let part = accepted.part("counselling-room-coverage", above, "2020-11");
        assert_eq!(part.n, None, "{above} has no official count");
        assert_eq!(part.state, PartState::Missing);
    }
    let groups = Accepted::none().with("townships_with_group", "2020-11", 6);
    let part = groups.part("township-group", PENGJIANG, "2020-11");
    assert_eq!((part.n, part.official), (Some(6), true));
}

// 7
#[test]
fn a_reported_total_stands_before_the_official_one() {
    let accepted = Accepted::none()
        .with("villages_total", "2019-12", 140)
        .with("villages_with_room", "2020-11", 70);
    let part = accepted.part("counselling-room-coverage", PENGJIANG, "2020-11");
    assert_eq!((part.n, part.official), (Some(140), false));
}

// 7
#[test]
fn schools_have_no_official_count_to_fall_back_to() {
    let accepted = Accepted::none().with("schools_with_room", "2020-11", 70);
    let score = accepted.score("school-room-coverage", PENGJIANG, "2020-11");
    assert_eq!(
        (score.denominator, score.status),
        (None, Some(Status::NoData))
    );
}

// 6
#[test]
fn a_figure_of_the_year_so_far_has_no_predecessor_across_january() {
    let accepted = Accepted::none()
        .with("smd_managed", "2019-12", 900)
        .with("smd_managed", "2020-01", 100)
        .with("smd_registered", "2019-12", 1_000);
    let last = |element: &str, at: &str| {
        let element = catalogue().element(element).expect("a known element");
        accepted.0.last_before(element, month(at))
    };
    assert_eq!(last("smd_managed", "2020-01"), None, "it restarts");
    assert_eq!(
        last("smd_managed", "2020-02"),
        Some((month("2020-01"), 100))
    );
    assert_eq!(
        last("smd_registered", "2020-01"),
        Some((month("2019-12"), 1_000)),
        "a stock does not restart"
    );
}

// 6, 14
#[test]
fn flows_add_up_over_their_window() {
    let accepted = Accepted::none()
        .each("lead_meetings", "2020-01", "2020-12", 1)
        .each("crisis_trainings", "2020-01", "2020-12", 1);
    let x = |code: &str, at: &str| accepted.part(code, JIANGMEN, at).x;
    assert_eq!(x("lead-meeting", "2020-06"), Some(6), "January to June");
    assert_eq!(x("lead-meeting", "2020-07"), Some(1), "July alone");
    assert_eq!(x("lead-meeting", "2020-12"), Some(6), "July to December");
    assert_eq!(x("crisis-training", "2020-12"), Some(12), "the year");
}

// 8
#[test]
fn the_four_empties_are_four_things() {
    let of = |value: Value| {
        Accepted::none()
            .saying("schools_with_room", "2020-12", value)
            .with("schools_total", "2020-12", 50)
            .score("school-room-coverage", PENGJIANG, "2020-12")
            .status
    };
    assert_eq!(
        of(Value::Figure(0)),
        Some(Status::NotMet),
        "zero is a figure"
    );
    assert_eq!(of(not_applicable()), Some(Status::NotApplicable));
    assert_eq!(of(Value::NotYet), Some(Status::NoData));
    assert_eq!(of(Value::NotCollected), Some(Status::NoData));
}

// 7, 8
#[test]
fn what_cannot_be_had_yet_leaves_the_last_figure_in_force() {
    let accepted = Accepted::none()
        .with("schools_total", "2019-12", 90)
        .saying("schools_total", "2020-12", Value::NotYet);
    assert_eq!(number(&accepted, "schools_total", "2020-12"), Some(90));
    let accepted = accepted.saying("schools_total", "2020-12", not_applicable());
    assert_eq!(
        in_force(&accepted, "schools_total", "2020-12"),
        InForce::NotApplicable
    );
}

// 5
#[test]
fn half_years_fall_due_in_june_and_december_and_years_in_december() {
    for at in month("2020-01").through(month("2020-12")) {
        assert!(Frequency::Monthly.due_in(at));
        assert_eq!(
            Frequency::HalfYear.due_in(at),
            [6, 12].contains(&at.month())
        );
        assert_eq!(Frequency::Annual.due_in(at), at.month() == 12);
    }
}

// 7
#[test]
fn each_side_of_a_rate_says_from_when_it_is() {
    let accepted = Accepted::none()
        .with("villages_total", "2019-12", 133)
        .with("villages_with_room", "2020-10", 65);
    let part = accepted.part("counselling-room-coverage", PENGJIANG, "2020-10");
    assert_eq!(part.since, Some(month("2020-10")));
    assert_eq!(part.n_since, Some(month("2019-12")));
}
