//! Semantics 4 and 17–19: many units as one.

use crate::world::*;
use kpi::catalogue::{IndicatorKind, Standard};
use kpi::fraction::Fraction;
use kpi::org_unit::{NATION, Tier};
use kpi::roll_up::{Behind, Sums, Tally, pooled, units_met, watched};
use kpi::score::{Part, Score, Status};

/// Counties of one indicator: numerator, denominator.
fn rolled_up(code: &str, at: &str, counties: &[(Option<i64>, Option<i64>)]) -> Score {
    let parts = counties
        .iter()
        .map(|(x, n)| Part::of_counts(indicator(code).kind, *x, *n));
    let sums = parts.fold(Sums::default(), |sums, part| {
        sums.plus(Sums::of(&part, None))
    });
    let behind = Behind {
        units: counties.len() as i64,
        official: None,
    };
    pooled(indicator(code), &sums, behind, standard(code, at))
}

fn percent(top: i128, bottom: i128) -> Option<Fraction> {
    Fraction::new(top * 100, bottom)
}

const SCHOOLS: &str = "school-room-coverage";

// 4
#[test]
fn roll_ups_take_pilot_counties_only() {
    let of = |code_of: &str| units().responsible(code(code_of), Tier::County).len();
    assert_eq!(of(CHINA), 510);
    assert_eq!(of(JIANGMEN), 7);
    assert_eq!(of("440100"), 0, "Guangzhou is no pilot");
    assert_eq!(of("110102"), 1, "a district that is its own region");
    assert_eq!(units().responsible(NATION, Tier::Province).len(), 30);
    assert_eq!(units().responsible(NATION, Tier::Region).len(), 63);
}

// 17
#[test]
fn a_rate_is_the_sum_over_the_sum_and_never_the_mean_of_rates() {
    let score = rolled_up(
        SCHOOLS,
        "2020-12",
        &[(Some(1), Some(1)), (Some(49), Some(99))],
    );
    assert_eq!(score.value, percent(50, 100), "the mean would be 74.7%");
    assert_eq!(score.status, Some(Status::NotMet));
    assert_eq!(score.shortfall, Some(20));
    assert_eq!(score.coverage, Some(Fraction::whole(1)));
    assert_eq!(score.units, Some((2, 2)));
}

// 17
#[test]
fn bounds_alone_decide_the_status() {
    let of = |x: i64, missing: i64| {
        rolled_up(
            SCHOOLS,
            "2020-12",
            &[(Some(x), Some(90)), (None, Some(missing))],
        )
    };
    let met = of(80, 10);
    assert_eq!(met.lower, percent(80, 100));
    assert_eq!(met.upper, percent(90, 100));
    assert_eq!(met.status, Some(Status::Met), "whatever the other reports");
    assert!(met.is_safe());
    let open = of(65, 10);
    assert_eq!(open.value, percent(65, 90), "72% of what is in");
    assert_eq!(open.status, Some(Status::Undetermined));
    assert!(!open.is_safe());
    assert_eq!(of(59, 10).status, Some(Status::NotMet), "69% at best");
}

// 17
#[test]
fn below_eighty_percent_of_the_denominator_the_coverage_is_low() {
    let of = |n: i64| {
        rolled_up(
            SCHOOLS,
            "2020-12",
            &[(Some(0), Some(n)), (None, Some(100 - n))],
        )
    };
    assert_eq!(of(80).coverage, Fraction::new(80, 100));
    assert!(!of(80).is_low_coverage());
    assert!(of(79).is_low_coverage());
    assert_eq!(
        of(79).status,
        Some(Status::NotMet),
        "the bounds decide, not the coverage"
    );
}

// 17
#[test]
fn with_an_unknown_denominator_the_bounds_are_nothing_and_all() {
    let score = rolled_up(
        SCHOOLS,
        "2020-12",
        &[(Some(90), Some(90)), (None, None), (Some(5), Some(9))],
    );
    assert_eq!(
        (score.lower, score.upper),
        (Some(Fraction::whole(0)), Some(Fraction::whole(100)))
    );
    assert_eq!(score.coverage, Fraction::new(2, 3), "by units");
    assert_eq!(score.value, percent(95, 99));
    assert_eq!(score.status, Some(Status::Undetermined));
}

// 17
#[test]
fn a_county_whose_part_exceeds_its_whole_counts_as_missing() {
    let score = rolled_up(
        SCHOOLS,
        "2020-12",
        &[(Some(80), Some(90)), (Some(12), Some(10))],
    );
    assert_eq!((score.numerator, score.denominator), (Some(80), Some(90)));
    assert_eq!(score.coverage, Fraction::new(90, 100));
    assert_eq!(
        (score.lower, score.upper),
        (percent(80, 100), percent(90, 100))
    );
    assert_eq!(score.units, Some((1, 2)));
}

// 15, 17
#[test]
fn a_county_to_which_it_does_not_apply_leaves_the_sum_and_the_count() {
    let score = rolled_up(
        SCHOOLS,
        "2020-12",
        &[(Some(80), Some(90)), (Some(0), Some(0))],
    );
    assert_eq!(score.units, Some((1, 1)));
    assert_eq!(
        (score.status, score.coverage),
        (Some(Status::Met), Some(Fraction::whole(1)))
    );
    let none = rolled_up(SCHOOLS, "2020-12", &[(Some(0), Some(0))]);
    assert_eq!(none.status, Some(Status::NotApplicable));
}

// 17
#[test]
fn without_any_report_there_is_no_verdict() {
    let score = rolled_up(SCHOOLS, "2020-12", &[(None, Some(90)), (None, None)]);
    assert_eq!(score.status, Some(Status::NoData));
    assert_eq!((score.value, score.shortfall), (None, None));
    assert!(score.is_low_coverage());
}

// 7, 17
#[test]
fn the_official_counts_of_silent_counties_are_known_denominators() {
    let rooms = "counselling-room-coverage";
    let accepted = Accepted::none().with("villages_with_room", "2020-11", 132);
    let county = unit(PENGJIANG);
    let sums = Sums::of(
        &accepted.part(rooms, PENGJIANG, "2020-11"),
        county.villages_official,
    );
    let counties = units().responsible(code(JIANGMEN), Tier::County);
    let official: i64 = counties.iter().filter_map(|c| c.villages_official).sum();
    let behind = Behind {
        units: counties.len() as i64,
        official: Some(official),
    };
    let score = pooled(indicator(rooms), &sums, behind, standard(rooms, "2020-11"));
    assert_eq!(score.coverage, Fraction::new(133, i128::from(official)));
    assert_eq!(score.lower, percent(132, i128::from(official)));
    assert_eq!(
        score.upper,
        percent(i128::from(official) - 1, i128::from(official))
    );
    assert_eq!(score.status, Some(Status::Undetermined));
}

// 21
#[test]
fn of_the_reported_prevalence_only_the_lower_bound_is_used() {
    let code = "smd-reported-prevalence";
    let of = |x: i64, missing: Option<i64>| {
        rolled_up(
            code,
            "2020-12",
            &[(Some(x), Some(1_000_000)), (None, missing)],
        )
    };
    let high = of(5_000, Some(100_000));
    assert_eq!((high.status, high.upper), (Some(Status::Met), None));
    assert_eq!(high.lower, Fraction::new(5_000_000, 1_100_000));
    let low = of(1_000, Some(100_000));
    assert_eq!(
        (low.status, low.upper),
        (Some(Status::Undetermined), None),
        "nobody knows how many the others register"
    );
    assert_eq!(of(5_000, None).status, Some(Status::Undetermined));
    let all = rolled_up(code, "2020-12", &[(Some(4_499), Some(1_000_000))]);
    assert_eq!((all.status, all.shortfall), (Some(Status::NotMet), Some(1)));
}

fn tally(met: i64, not_met: i64, missing: i64, not_applicable: i64) -> Score {
    let tally = Tally {
        met,
        not_met,
        missing,
        not_applicable,
    };
    let code = "hotline-7x24";
    units_met(indicator(code), &tally, standard(code, "2020-12"))
}

// 17
#[test]
fn k_of_k_is_met_when_all_are() {
    let all = tally(5, 0, 0, 2);
    assert_eq!((all.numerator, all.denominator), (Some(5), Some(5)));
    assert_eq!((all.status, all.shortfall), (Some(Status::Met), Some(0)));
    let target = all.target.expect("all of them");
    assert_eq!(target.exact(), Fraction::whole(100));
    assert_eq!(all.value, Some(Fraction::whole(100)));
}

// 17
#[test]
fn of_k_of_k_the_missing_all_fail_or_all_pass() {
    let open = tally(3, 0, 2, 0);
    assert_eq!((open.lower, open.upper), (percent(3, 5), percent(5, 5)));
    assert_eq!(
        (open.status, open.shortfall),
        (Some(Status::Undetermined), Some(2))
    );
    assert_eq!(open.coverage, Fraction::new(3, 5));
    assert_eq!(open.units, Some((3, 5)));
    let failed = tally(3, 1, 1, 0);
    assert_eq!((failed.lower, failed.upper), (percent(3, 5), percent(4, 5)));
    assert_eq!(
        (failed.status, failed.shortfall),
        (Some(Status::NotMet), Some(2))
    );
    assert_eq!(tally(0, 0, 4, 0).status, Some(Status::NoData));
    assert_eq!(tally(0, 0, 0, 4).status, Some(Status::NotApplicable));
}

// 17
#[test]
fn a_unit_with_contradictory_data_counts_as_missing() {
    let mut tally = Tally::default();
    let students = indicator("univ-ratio-met");
    for (x, n) in [(5, 5), (4, 5), (6, 5), (0, 0)] {
        let part = Part::of_counts(IndicatorKind::Proportion, Some(x), Some(n));
        tally.add(&Score::of(
            students,
            &part,
            standard("univ-ratio-met", "2020-12"),
        ));
    }
    tally.add(&Score::of(
        students,
        &Part::MISSING,
        standard("univ-ratio-met", "2020-12"),
    ));
    let expected = Tally {
        met: 1,
        not_met: 1,
        missing: 2,
        not_applicable: 1,
    };
    assert_eq!(tally, expected);
}

// 13, 17
#[test]
fn before_2020_k_of_k_is_not_applicable() {
    let tally = Tally {
        met: 2,
        ..Tally::default()
    };
    let code = "hotline-7x24";
    let score = units_met(indicator(code), &tally, standard(code, "2019-12"));
    assert_eq!(score.status, Some(Status::NotApplicable));
}

// 17
#[test]
fn what_is_only_watched_adds_up_and_is_not_judged() {
    let score = watched(indicator("trained-passed"), Some(120), 3, 5);
    assert_eq!((score.status, score.numerator), (None, Some(120)));
    assert_eq!(score.coverage, Fraction::new(3, 5));
    let silent = watched(indicator("trained-passed"), Some(0), 0, 5);
    assert_eq!(
        (silent.numerator, silent.value),
        (None, None),
        "no data is not zero"
    );
}

// 18
#[test]
fn a_value_above_the_counties_stands_only_when_both_sides_are_reported() {
    let rooms = Accepted::none().with("villages_with_room", "2020-11", 400);
    let part = rooms.part("counselling-room-coverage", JIANGMEN, "2020-11");
    assert!(
        !part.is_valid(),
        "a denominator from below does not complete it"
    );
    let both = rooms.with("villages_total", "2020-11", 500);
    assert!(
        both.part("counselling-room-coverage", JIANGMEN, "2020-11")
            .is_valid()
    );
}

// 19
#[test]
fn a_county_that_corrects_itself_leaves_no_trace_in_the_sums() {
    let of = |x: i64| {
        Sums::of(
            &Part::of_counts(IndicatorKind::Proportion, Some(x), Some(10)),
            None,
        )
    };
    let others = of(3).plus(of(4));
    assert_eq!(
        others.plus(of(9)).minus(of(9)).plus(of(2)),
        others.plus(of(2))
    );
}

// 17
#[test]
fn a_roll_up_of_what_is_not_yet_asked_has_a_value_and_no_verdict() {
    let sums = Sums::of(
        &Part::of_counts(IndicatorKind::Proportion, Some(3), Some(4)),
        None,
    );
    let behind = Behind {
        units: 1,
        official: None,
    };
    let early = pooled(
        indicator("cr-base-team"),
        &sums,
        behind,
        Standard::NotApplicable,
    );
    assert_eq!(early.status, Some(Status::NotApplicable));
    let only_watched = pooled(
        indicator("smd-mgmt-rate"),
        &sums,
        behind,
        Standard::Monitored,
    );
    assert_eq!(
        (only_watched.status, only_watched.value),
        (None, percent(3, 4))
    );
}
