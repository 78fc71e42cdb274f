//! Semantics 5 and 16: what is owed, and how many of how many targets are met.

use crate::world::*;
use kpi::catalogue;
use kpi::catalogue::{PILOT, programme};
use kpi::headline::Headline;
use kpi::score::{Score, Status};
use kpi::setting::ProgrammeSetting;

// 5
#[test]
fn returns_are_owed_from_the_programmes_first_month_to_its_last() {
    let owed = |code: &str, at: &str| {
        let programme = programme(code).expect("a known programme");
        ProgrammeSetting::default_of(programme).is_owed_in(programme, month(at))
    };
    for (at, expected) in [
        ("2019-12", false),
        ("2020-01", true),
        ("2020-12", true),
        ("2021-01", false),
    ] {
        assert_eq!(owed(PILOT, at), expected, "{at}");
    }
    for (at, expected) in [("2020-08", false), ("2020-09", true), ("2029-12", true)] {
        assert_eq!(owed("covid-recovered-2020", at), expected, "{at}");
    }
    assert!(
        !owed("hotline-12355", "2020-06"),
        "the hotline owes nothing"
    );
}

fn counted(of: &str) -> usize {
    let counts = |one: &&kpi::Indicator| Headline::counts(one, unit(of));
    catalogue().indicators().iter().filter(counts).count()
}

// 16
#[test]
fn m_grows_with_the_tier_of_the_unit() {
    assert_eq!(counted(PENGJIANG), 11, "a county");
    assert_eq!(counted(JIANGMEN), 27, "a pilot region");
    assert_eq!(counted("110102"), 27, "a district that is a pilot region");
    assert_eq!(counted(GUANGDONG), 28, "a province");
    assert_eq!(counted("120000"), 28, "a province that is a pilot region");
    assert_eq!(counted(CHINA), 28, "the nation");
}

fn headline_of(accepted: &Accepted, at: &str) -> Headline {
    let unit = unit(PENGJIANG);
    let scores: Vec<Score> = catalogue()
        .indicators()
        .iter()
        .filter(|one| Headline::counts(one, unit))
        .map(|one| accepted.score(&one.code, PENGJIANG, at))
        .collect();
    Headline::of(&scores, month(at))
}

// 16
#[test]
fn no_data_stays_in_m_and_not_applicable_leaves_it() {
    let silent = headline_of(&Accepted::none(), "2020-11");
    assert_eq!((silent.scored(), silent.no_data), (11, 11));
    let accepted = Accepted::none()
        .saying("smd_home_rehab", "2020-06", not_applicable())
        .with("townships_with_group", "2020-11", 6)
        .with("schools_total", "2020-11", 10)
        .with("schools_with_room", "2020-11", 1)
        .with("villages_total", "2020-11", 5)
        .with("villages_with_room", "2020-11", 6);
    let told = headline_of(&accepted, "2020-11");
    assert_eq!((told.scored(), told.not_applicable), (10, 1));
    assert_eq!((told.met, told.no_data, told.invalid), (1, 7, 1));
}

// 12
#[test]
fn what_is_not_yet_due_is_counted_apart_from_what_is_overdue() {
    let accepted = Accepted::none()
        .each("popularisation_events", "2020-05", "2020-12", 0)
        .with("schools_total", "2020-10", 10)
        .with("schools_with_room", "2020-10", 1);
    let november = headline_of(&accepted, "2020-11");
    assert_eq!(
        (november.not_yet_due, november.overdue),
        (1, 1),
        "the schools have until December, November's activity has passed"
    );
    let december = headline_of(&accepted, "2020-12");
    assert_eq!((december.not_yet_due, december.overdue), (0, 2));
    assert_eq!(december.not_met(), 2);
}

// 16
#[test]
fn what_a_higher_tier_answers_for_is_not_scored_below_it() {
    for code in ["lead-meeting", "hospital-clinic", "joint-eval-province"] {
        let score = Score::elsewhere(indicator(code), standard(code, "2020-11"));
        assert_eq!(score.status, Some(Status::NotApplicable), "{code}");
        assert_eq!((score.target, score.value), (None, None), "{code}");
    }
}

// 16
#[test]
fn students_per_teacher_is_shown_and_the_share_of_universities_scores() {
    assert!(!indicator("univ-students-per-teacher").is_scored());
    assert!(indicator("univ-ratio-met").is_scored());
}
