//! Semantics 12, 14, 15, 21, 22 and 23, and the published figures.

use crate::world::*;
use kpi::catalogue::Standard;
use kpi::catalogue::published_import;
use kpi::fraction::Fraction;
use kpi::pace::Pace;
use kpi::score::{Measure, Score, Status};

fn status(accepted: &Accepted, code: &str, of: &str, at: &str) -> Option<Status> {
    accepted.score(code, of, at).status
}

fn published() -> Accepted {
    let mut accepted = Accepted::none();
    for line in published_import().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if let ["000000", at, element, figure] = cells[..] {
            accepted = accepted.with(element, at, figure.parse().expect("a count"));
        }
    }
    accepted
}

// 12
#[test]
fn the_nation_of_2018_managed_enough_and_medicated_too_few() {
    let nation = published();
    let managed = nation.score("smd-standard-mgmt", CHINA, "2018-12");
    assert_eq!(managed.status, Some(Status::Met));
    assert_eq!(printed(&managed, 2), "82.69");
    assert_eq!(
        (managed.numerator, managed.denominator),
        (Some(4_956_545), Some(5_994_054))
    );
    let medicated = nation.score("smd-regular-medication", CHINA, "2018-12");
    assert_eq!(
        medicated.status,
        Some(Status::NotMet),
        "by the letter, before the due date too"
    );
    assert_eq!(printed(&medicated, 2), "41.78");
    assert_eq!(medicated.shortfall, Some(1_092_110), "patients short");
    let target = medicated.target.expect("60% is asked");
    assert!(!target.is_due_in(month("2018-12")));
}

// 12
#[test]
fn the_nation_of_2020_met_all_three() {
    let nation = published();
    for (code, shown) in [
        ("smd-reported-prevalence", "4.60"),
        ("smd-standard-mgmt", "89.01"),
        ("smd-regular-medication", "68.84"),
    ] {
        let score = nation.score(code, CHINA, "2020-12");
        assert_eq!(score.status, Some(Status::Met), "{code}");
        assert_eq!(printed(&score, 2), shown, "{code}");
        assert_eq!(score.shortfall, Some(0), "{code}");
    }
    let prevalence = nation.score("smd-reported-prevalence", CHINA, "2020-12");
    assert_eq!(prevalence.measure, Measure::PerMille);
    assert_eq!(printed(&prevalence, 4), "4.6047");
}

// 7, 13
#[test]
fn pengjiang_of_2021_stands_on_its_official_133_against_the_80_of_that_year() {
    let accepted = Accepted::none().with("villages_with_room", "2021-04", 132);
    let score = accepted.score("counselling-room-coverage", PENGJIANG, "2021-04");
    assert_eq!((score.numerator, score.denominator), (Some(132), Some(133)));
    assert!(score.official);
    assert_eq!(printed(&score, 2), "99.25");
    assert_eq!(score.status, Some(Status::Met));
    let target = score.target.expect("80% is asked");
    assert_eq!(target.exact(), Fraction::whole(80));
    assert_eq!(target.due.to_string(), "2021-12-31");
}

// 15
#[test]
fn nothing_of_nothing_is_not_applicable_and_an_unknown_whole_is_no_data() {
    let rehab = "smd-home-rehab";
    let nothing = Accepted::none().with("smd_home_rehab", "2020-06", 0);
    assert_eq!(
        status(&nothing, rehab, PENGJIANG, "2020-06"),
        Some(Status::NoData)
    );
    let nothing = nothing.with("smd_at_home", "2020-06", 0);
    assert_eq!(
        status(&nothing, rehab, PENGJIANG, "2020-06"),
        Some(Status::NotApplicable)
    );
}

// 15
#[test]
fn a_part_larger_than_its_whole_is_invalid_shown_raw_and_never_clipped() {
    for (x, n) in [(12, 10), (3, 0)] {
        let accepted =
            Accepted::none()
                .with("smd_home_rehab", "2020-06", x)
                .with("smd_at_home", "2020-06", n);
        let score = accepted.score("smd-home-rehab", PENGJIANG, "2020-06");
        assert_eq!(score.status, Some(Status::Invalid));
        assert_eq!((score.numerator, score.denominator), (Some(x), Some(n)));
        assert_eq!(
            (score.shortfall, score.lower, score.upper),
            (None, None, None)
        );
    }
    let accepted =
        Accepted::none()
            .with("smd_home_rehab", "2020-06", 12)
            .with("smd_at_home", "2020-06", 10);
    let score = accepted.score("smd-home-rehab", PENGJIANG, "2020-06");
    assert_eq!(printed(&score, 2), "120.00");
}

// 14
#[test]
fn a_flow_with_months_missing_is_met_when_reached_and_no_data_otherwise() {
    let training = "crisis-training";
    let at = |accepted: &Accepted| status(accepted, training, JIANGMEN, "2020-04");
    let one = Accepted::none().with("crisis_trainings", "2020-02", 1);
    assert_eq!(at(&one), Some(Status::NoData), "three months are missing");
    let two = one.with("crisis_trainings", "2020-03", 1);
    assert_eq!(at(&two), Some(Status::Met), "two are enough already");
    let all = Accepted::none()
        .each("crisis_trainings", "2020-01", "2020-04", 0)
        .with("crisis_trainings", "2020-02", 1);
    assert_eq!(at(&all), Some(Status::NotMet), "all months are in");
    assert_eq!(all.score(training, JIANGMEN, "2020-04").shortfall, Some(1));
}

// 14
#[test]
fn a_half_years_flow_begins_anew_in_july() {
    let accepted =
        Accepted::none()
            .with("lead_meetings", "2020-06", 2)
            .with("lead_meetings", "2020-12", 0);
    let at = |month: &str| status(&accepted, "lead-meeting", JIANGMEN, month);
    assert_eq!(at("2020-06"), Some(Status::Met));
    assert_eq!(at("2020-07"), Some(Status::NoData));
    assert_eq!(at("2020-12"), Some(Status::NotMet));
}

// 14
#[test]
fn every_month_due_must_have_its_activity() {
    let code = "science-pop-monthly";
    let events = "popularisation_events";
    let silent = Accepted::none();
    assert_eq!(
        status(&silent, code, PENGJIANG, "2020-04"),
        Some(Status::NotApplicable),
        "months are counted from May 2020"
    );
    let all = Accepted::none().each(events, "2020-05", "2020-08", 3);
    let score = all.score(code, PENGJIANG, "2020-08");
    assert_eq!((score.numerator, score.denominator), (Some(4), Some(4)));
    assert_eq!(
        (score.status, score.shortfall),
        (Some(Status::Met), Some(0))
    );
    assert_eq!(
        (score.measure, printed(&score, 2)),
        (Measure::Percent, "100.00".to_owned())
    );
    let zero = all.with(events, "2020-06", 0);
    let score = zero.score(code, PENGJIANG, "2020-08");
    assert_eq!(
        (score.status, score.shortfall),
        (Some(Status::NotMet), Some(1)),
        "twelve events in one month do not make a year"
    );
    let missing = Accepted::none().each(events, "2020-05", "2020-07", 1);
    assert_eq!(
        status(&missing, code, PENGJIANG, "2020-08"),
        Some(Status::NoData)
    );
    let excused = missing.saying(events, "2020-08", not_applicable());
    let score = excused.score(code, PENGJIANG, "2020-08");
    assert_eq!(
        (score.status, score.denominator),
        (Some(Status::Met), Some(3))
    );
}

// 13
#[test]
fn duties_of_2020_are_not_applicable_before_it_even_with_figures() {
    let accepted =
        Accepted::none()
            .with("hotline_247", "2019-12", 1)
            .with("lead_meetings", "2019-12", 3);
    for code in ["hotline-7x24", "lead-meeting"] {
        assert_eq!(
            status(&accepted, code, JIANGMEN, "2019-12"),
            Some(Status::NotApplicable),
            "{code}"
        );
    }
}

// 21
#[test]
fn shortfalls_are_whole_things() {
    let prevalence = Accepted::none()
        .with("resident_population", "2019-12", 1_000_001)
        .with("smd_registered", "2020-11", 4_000)
        .score("smd-reported-prevalence", PENGJIANG, "2020-11");
    assert_eq!(
        prevalence.shortfall,
        Some(501),
        "4.5‰ of 1,000,001 is 4,500.0045"
    );
    let rooms = Accepted::none()
        .with("villages_with_room", "2020-11", 60)
        .score("counselling-room-coverage", PENGJIANG, "2020-11");
    assert_eq!(rooms.shortfall, Some(7), "half of 133 is 66.5");
    let yes = Accepted::none().with("hotline_247", "2020-11", 0).score(
        "hotline-7x24",
        JIANGMEN,
        "2020-11",
    );
    assert_eq!((yes.status, yes.shortfall), (Some(Status::NotMet), Some(1)));
}

// 21
#[test]
fn of_students_per_teacher_the_teachers_are_missing() {
    let of = |students: i64, teachers: i64| {
        Accepted::none()
            .with("university_students", "2020-12", students)
            .with("university_counsellors", "2020-12", teachers)
            .score("univ-students-per-teacher", JIANGMEN, "2020-12")
    };
    let enough = of(8_000, 2);
    assert_eq!(
        (enough.status, enough.shortfall),
        (Some(Status::Met), Some(0))
    );
    let short = of(8_001, 2);
    assert_eq!(
        (short.status, short.shortfall),
        (Some(Status::NotMet), Some(1))
    );
    assert_eq!(printed(&short, 1), "4000.5");
    let none = of(8_001, 0);
    assert_eq!(
        (none.status, none.shortfall),
        (Some(Status::NotMet), Some(3))
    );
    assert_eq!(none.value, None, "students over no teachers is no number");
    assert_eq!(of(0, 0).status, Some(Status::NotApplicable));
}

// 23
#[test]
fn universities_are_scored_by_how_many_of_them_meet_the_ratio() {
    let of = |met: i64| {
        Accepted::none()
            .with("universities_total", "2020-12", 5)
            .with("universities_ratio_met", "2020-12", met)
            .score("univ-ratio-met", JIANGMEN, "2020-12")
    };
    assert_eq!(of(5).status, Some(Status::Met));
    assert_eq!(
        (of(4).status, of(4).shortfall),
        (Some(Status::NotMet), Some(1))
    );
    let without = Accepted::none()
        .saying("universities_total", "2020-12", not_applicable())
        .score("univ-ratio-met", JIANGMEN, "2020-12");
    assert_eq!(without.status, Some(Status::NotApplicable));
}

// What `score` prints
#[test]
fn what_is_only_watched_has_a_value_and_no_status() {
    let score = published().score("smd-mgmt-rate", CHINA, "2020-12");
    assert_eq!(
        (score.status, score.target, score.shortfall),
        (None, None, None)
    );
    assert_eq!(printed(&score, 4), "95.1173");
}

// What `score` prints
#[test]
fn four_decimals_are_enough_unless_they_contradict_the_status() {
    let of = |x: i64, n: i64| {
        Accepted::none()
            .with("villages_total", "2020-11", n)
            .with("villages_with_room", "2020-11", x)
            .score("counselling-room-coverage", PENGJIANG, "2020-11")
    };
    let just_met = of(500_000_001, 1_000_000_000);
    assert_eq!(printed(&just_met, 4), "50.0000");
    let just_missed = of(499_999_999, 1_000_000_000);
    assert_eq!(just_missed.status, Some(Status::NotMet));
    assert_eq!(printed(&just_missed, 4), "49.9999999");
}

fn path(values: &[(&str, i64)], at: &str) -> Option<Pace> {
    let Standard::Asked(target) = standard("school-room-coverage", at) else {
        panic!("school rooms have a target");
    };
    let values: Vec<_> = values
        .iter()
        .map(|(at, percent)| (month(at), Fraction::whole(i128::from(*percent))))
        .collect();
    Pace::of(&values, month(at), &target)
}

// 22
#[test]
fn a_path_needs_two_points_in_the_targets_year() {
    assert_eq!(path(&[], "2020-06"), None);
    assert_eq!(path(&[("2020-03", 40)], "2020-06"), None);
    assert_eq!(
        path(&[("2019-12", 30), ("2020-03", 40)], "2020-06"),
        None,
        "last year's value is no baseline"
    );
    assert_eq!(
        path(&[("2020-03", 40), ("2020-07", 60)], "2020-06"),
        None,
        "July is not known in June"
    );
}

// 22
#[test]
fn the_path_runs_from_the_years_first_value_to_the_target_on_its_day() {
    let values = [("2020-02", 20), ("2020-04", 30), ("2020-07", 45)];
    let pace = path(&values, "2020-07").expect("two points");
    assert_eq!(pace.baseline, (month("2020-02"), Fraction::whole(20)));
    assert_eq!(pace.goal, (month("2020-12"), Fraction::whole(70)));
    assert_eq!(pace.expected, Fraction::whole(45), "five of ten months");
    assert_eq!((pace.on_path, pace.gap), (true, Fraction::whole(0)));
    assert_eq!(pace.required, Some(Fraction::whole(5)));
    let due = path(&values, "2020-12").expect("two points");
    assert_eq!((due.required, due.on_path), (None, false));
}

// 22
#[test]
fn a_path_that_is_over_before_it_begins_ends_at_the_target() {
    let Standard::Asked(mut target) = standard("school-room-coverage", "2020-11") else {
        panic!("school rooms have a target");
    };
    target.due = "2020-06-30".parse().expect("a day");
    let values = [
        (month("2020-09"), Fraction::whole(60)),
        (month("2020-11"), Fraction::whole(65)),
    ];
    let pace = Pace::of(&values, month("2020-11"), &target).expect("two points");
    assert_eq!(pace.expected, Fraction::whole(70));
    assert_eq!((pace.required, pace.on_path), (None, false));
}

// 12
#[test]
fn the_forecast_and_the_bounds_never_rewrite_a_units_own_status() {
    let accepted = Accepted::none().with("schools_total", "2020-11", 10).with(
        "schools_with_room",
        "2020-11",
        8,
    );
    let score = accepted.score("school-room-coverage", PENGJIANG, "2020-11");
    assert_eq!(score.coverage, Some(Fraction::whole(1)));
    assert_eq!((score.lower, score.upper), (score.value, score.value));
    assert!(!score.is_safe() && !score.is_low_coverage());
    let again = Score::of(
        indicator("school-room-coverage"),
        &accepted.part("school-room-coverage", PENGJIANG, "2020-11"),
        standard("school-room-coverage", "2020-11"),
    );
    assert_eq!(score, again);
}
