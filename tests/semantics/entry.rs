//! Semantics 6, 8, 9 and 10: what was typed, and what it means.

use crate::world::*;
use kpi::catalogue;
use kpi::catalogue::{PILOT, RuleKind};
use kpi::draft::{Cell, Draft, Empty, Known, value, written};
use kpi::facts::Value;
use kpi::fault::{Broken, Fault, Reason};
use kpi::returns::{Return, ReturnKey};
use std::collections::BTreeMap;

const COVID: &str = "covid-recovered-2020";

/// A draft in which every element that is due says "not yet available", save what is typed.
struct Typing {
    draft: Draft,
    accepted: Accepted,
    official: BTreeMap<String, i64>,
}

fn typing(of: &str, programme: &str, at: &str) -> Typing {
    let tiers = unit(of).tiers();
    let not_yet = Cell {
        empty: Some(Empty::NotYet),
        ..Cell::default()
    };
    let cells = catalogue()
        .due(programme, &tiers, month(at))
        .map(|element| (element.code.clone(), not_yet.clone()))
        .collect();
    let key = ReturnKey {
        org_unit: code(of),
        programme: programme.to_owned(),
        period: month(at),
    };
    let official = ["villages_total", "townships_total"]
        .iter()
        .filter_map(|element| Some(((*element).to_owned(), unit(of).official(element)?)))
        .collect();
    Typing {
        draft: Draft { key, cells },
        accepted: Accepted::none(),
        official,
    }
}

impl Typing {
    fn cell(mut self, element: &str, cell: Cell) -> Typing {
        self.draft.cells.insert(element.to_owned(), cell);
        self
    }

    fn typed(self, element: &str, text: &str) -> Typing {
        self.cell(element, Cell::typed(text))
    }

    fn after(mut self, accepted: Accepted) -> Typing {
        self.accepted = accepted;
        self
    }

    fn parsed(&self) -> Result<Return, Vec<Fault>> {
        let tiers = unit(&self.draft.key.org_unit.to_string()).tiers();
        let known = Known {
            tiers: &tiers,
            facts: &self.accepted.0,
            official: &self.official,
        };
        self.draft.parse(catalogue(), known)
    }

    fn faults(&self) -> Vec<Fault> {
        self.parsed().expect_err("something is wrong")
    }

    fn taken(&self) -> Return {
        self.parsed().expect("nothing is wrong")
    }

    fn warnings(&self) -> Vec<String> {
        self.taken()
            .warnings
            .into_iter()
            .map(|one| one.rule)
            .collect()
    }
}

fn fault(element: &str, reason: Reason) -> Fault {
    Fault {
        element: element.to_owned(),
        reason,
    }
}

fn meaning(element: &str, text: &str) -> Result<Value, Reason> {
    let element = catalogue().element(element).expect("a known element");
    value(element, &Cell::typed(text))
}

fn typed(text: &str) -> String {
    text.to_owned()
}

// 10
#[test]
fn figures_are_read_as_people_type_them() {
    for (text, figure) in [
        ("0", 0),
        ("00", 0),
        ("132", 132),
        (" 132 ", 132),
        ("１３２", 132),
        ("　１３２　", 132),
        ("1,234,567", 1_234_567),
        ("１，２３４", 1_234),
        ("0000000000000000000000000000000000000007", 7),
        ("-0", 0),
        ("1000000000000", 1_000_000_000_000),
    ] {
        assert_eq!(
            meaning("smd_registered", text),
            Ok(Value::Figure(figure)),
            "{text:?}"
        );
    }
}

// 10
#[test]
fn what_is_no_count_says_why() {
    type Why = fn(String) -> Reason;
    let not_a_number: Why = |typed| Reason::NotANumber { typed };
    let cases: [(&str, Why); 20] = [
        ("1e3", not_a_number),
        ("+5", not_a_number),
        ("约100", not_a_number),
        ("12人", not_a_number),
        ("1 234", not_a_number),
        ("1,23", not_a_number),
        ("1,234,56", not_a_number),
        ("12,34", not_a_number),
        (",123", not_a_number),
        ("--1,234", not_a_number),
        ("-", not_a_number),
        (".", not_a_number),
        ("1.2.3", not_a_number),
        ("NaN", not_a_number),
        ("一百", not_a_number),
        ("-5", |typed| Reason::Negative { typed }),
        ("－５", |typed| Reason::Negative { typed }),
        ("12.5", |typed| Reason::NotWhole { typed }),
        ("1000000000001", |typed| Reason::TooLarge { typed }),
        ("99999999999999999999999999999999999999", |typed| {
            Reason::TooLarge { typed }
        }),
    ];
    for (text, reason) in cases {
        assert_eq!(
            meaning("smd_registered", text),
            Err(reason(typed(text))),
            "{text:?}"
        );
    }
}

// 10
#[test]
fn only_money_takes_decimals_and_four_of_them() {
    assert_eq!(meaning("youth_funding", "12.5"), Ok(Value::Figure(125_000)));
    assert_eq!(
        meaning("youth_funding", "１，２３４．５"),
        Ok(Value::Figure(12_345_000))
    );
    assert_eq!(meaning("youth_funding", ".0001"), Ok(Value::Figure(1)));
    assert_eq!(
        meaning("youth_funding", "1.23456"),
        Err(Reason::TooFine {
            typed: typed("1.23456"),
            decimals: 4
        })
    );
    for text in ["1,234.5,6", "1.234,5", "1.,"] {
        assert_eq!(
            meaning("youth_funding", text),
            Err(Reason::NotANumber { typed: typed(text) })
        );
    }
    let element = catalogue().element("youth_funding").expect("money");
    assert_eq!(written(element, 125_000), "12.5");
}

// 10
#[test]
fn yes_or_no_is_one_or_zero() {
    for (text, figure) in [("1", 1), ("是", 1), ("１", 1), ("0", 0), ("否", 0)] {
        assert_eq!(meaning("hotline_247", text), Ok(Value::Figure(figure)));
    }
    for text in ["2", "yes", "-1", "1.0", "10"] {
        assert_eq!(
            meaning("hotline_247", text),
            Err(Reason::NotYesNo { typed: typed(text) })
        );
    }
}

// 8
#[test]
fn a_blank_is_not_zero() {
    let blank = typing(PENGJIANG, PILOT, "2020-11").typed("smd_registered", "  ");
    assert_eq!(blank.faults(), [fault("smd_registered", Reason::Blank)]);
    let zero = typing(PENGJIANG, PILOT, "2020-11").typed("smd_deaths", "0");
    assert_eq!(zero.taken().values["smd_deaths"], Value::Figure(0));
}

// 8
#[test]
fn not_applicable_needs_its_reason_and_stands_alone() {
    let na = |text: &str, reason: &str| Cell {
        text: text.to_owned(),
        empty: Some(Empty::NotApplicable),
        reason: reason.to_owned(),
    };
    let with = |cell: Cell| typing(PENGJIANG, PILOT, "2020-11").cell("smd_deaths", cell);
    assert_eq!(
        with(na("", " ")).faults(),
        [fault("smd_deaths", Reason::WithoutReason)]
    );
    assert_eq!(
        with(na(" 3", "none")).faults(),
        [fault(
            "smd_deaths",
            Reason::FigureAndEmpty { typed: typed("3") }
        )]
    );
    assert_eq!(
        with(na("", " none ")).taken().values["smd_deaths"],
        Value::NotApplicable("none".to_owned())
    );
}

// 5
#[test]
fn what_is_not_due_may_be_updated_and_what_is_not_asked_may_not() {
    let update = typing(PENGJIANG, PILOT, "2020-03").typed("villages_total", "134");
    assert_eq!(update.taken().values["villages_total"], Value::Figure(134));
    let stranger = typing(PENGJIANG, PILOT, "2020-03").typed("hotline_247", "1");
    assert_eq!(stranger.faults(), [fault("hotline_247", Reason::NotAsked)]);
    let both = typing("110102", PILOT, "2020-03")
        .typed("hotline_247", "1")
        .typed("smd_deaths", "1");
    assert_eq!(both.taken().values["hotline_247"], Value::Figure(1));
}

fn exceeds(part: i64, whole_element: &str, whole: i64, accepted_in: Option<&str>) -> Reason {
    Reason::ExceedsWhole {
        part,
        whole_element: whole_element.to_owned(),
        whole,
        accepted_in: accepted_in.map(month),
    }
}

fn below(whole: i64, part_element: &str, part: i64, accepted_in: &str) -> Reason {
    Reason::BelowPart {
        whole,
        part_element: part_element.to_owned(),
        part,
        accepted_in: month(accepted_in),
    }
}

// 9
#[test]
fn a_part_over_its_whole_in_the_return_is_told_once_beside_the_part() {
    let draft = typing(PENGJIANG, PILOT, "2020-11")
        .typed("smd_ever_registered", "2000")
        .typed("smd_registered", "1000")
        .typed("smd_managed", "1001")
        .typed("smd_standard_managed", "900");
    let expected = fault("smd_managed", exceeds(1_001, "smd_registered", 1_000, None));
    assert_eq!(
        draft.faults(),
        [expected],
        "four indicators state the same chain"
    );
    let draft = draft.typed("smd_standard_managed", "1100");
    assert_eq!(draft.faults().len(), 2, "two parts, two faults");
}

// 9
#[test]
fn a_part_is_held_against_the_whole_that_was_accepted() {
    let draft = typing(PENGJIANG, PILOT, "2020-11")
        .typed("villages_with_room", "131")
        .after(Accepted::none().with("villages_total", "2019-12", 130));
    let expected = exceeds(131, "villages_total", 130, Some("2019-12"));
    assert_eq!(draft.faults(), [fault("villages_with_room", expected)]);
    let stale = typing(PENGJIANG, PILOT, "2020-11")
        .typed("villages_with_room", "131")
        .after(Accepted::none().with("villages_total", "2018-12", 130));
    assert!(stale.parsed().is_ok(), "2018's total is no longer in force");
}

// 7, 9
#[test]
fn the_official_count_asks_and_does_not_stop() {
    let draft = typing(PENGJIANG, PILOT, "2020-11").typed("villages_with_room", "134");
    let expected = Broken {
        rule: "counselling-room-coverage-1".to_owned(),
        element: "villages_with_room".to_owned(),
        figures: vec![
            ("villages_total".to_owned(), 133),
            ("villages_with_room".to_owned(), 134),
        ],
    };
    assert_eq!(draft.taken().warnings, [expected]);
}

// 9
#[test]
fn a_whole_is_held_against_the_parts_accepted_elsewhere() {
    let accepted = || Accepted::none().with("villages_with_staff", "2020-12", 130);
    let draft = typing(PENGJIANG, PILOT, "2020-12")
        .typed("villages_total", "129")
        .after(accepted());
    let expected = below(129, "villages_with_staff", 130, "2020-12");
    assert_eq!(draft.faults(), [fault("villages_total", expected)]);
    let enough = typing(PENGJIANG, PILOT, "2020-12")
        .typed("villages_total", "130")
        .after(accepted());
    assert!(enough.parsed().is_ok());
}

// 9
#[test]
fn a_whole_that_arrives_late_is_held_against_the_later_parts_it_covers() {
    let late = |accepted: Accepted| {
        typing(PENGJIANG, PILOT, "2019-12")
            .typed("villages_total", "129")
            .after(accepted)
    };
    let rooms = || Accepted::none().with("villages_with_room", "2020-04", 130);
    let expected = below(129, "villages_with_room", 130, "2020-04");
    assert_eq!(late(rooms()).faults(), [fault("villages_total", expected)]);
    let renewed = rooms().with("villages_total", "2020-03", 133);
    assert!(
        late(renewed).parsed().is_ok(),
        "by April another total was in force"
    );
}

// 9
#[test]
fn while_a_whole_is_being_corrected_its_old_value_accuses_nobody() {
    let draft = typing(PENGJIANG, PILOT, "2020-11")
        .typed("smd_registered", "1o00")
        .typed("smd_managed", "950")
        .after(Accepted::none().with("smd_registered", "2020-11", 900));
    let reason = Reason::NotANumber {
        typed: typed("1o00"),
    };
    assert_eq!(draft.faults(), [fault("smd_registered", reason)]);
}

// 9
#[test]
fn flows_stand_beside_stocks_with_what_their_window_has_brought() {
    let draft = |passed: &str| {
        typing(JIANGMEN, PILOT, "2020-11")
            .typed("trained_passed", passed)
            .typed("talent_in_database", "50")
            .after(
                Accepted::none()
                    .with("trained_passed", "2019-12", 500)
                    .with("trained_passed", "2020-03", 30)
                    .with("trained_passed", "2020-06", 10),
            )
    };
    assert!(
        draft("10").parsed().is_ok(),
        "30, 10 and 10 passed this year"
    );
    let expected = exceeds(50, "trained_passed", 49, None);
    assert_eq!(draft("9").faults(), [fault("talent_in_database", expected)]);
    let alone = typing(JIANGMEN, PILOT, "2020-11")
        .typed("talent_in_database", "41")
        .after(draft("0").accepted);
    let expected = exceeds(41, "trained_passed", 40, Some("2020-06"));
    assert_eq!(alone.faults(), [fault("talent_in_database", expected)]);
}

// 9
#[test]
fn a_half_years_flow_is_not_added_to_the_other_half() {
    let accepted =
        Accepted::none()
            .with("cured_visited", "2020-06", 60)
            .with("cured_visited", "2020-09", 60);
    let draft = typing(PENGJIANG, COVID, "2020-10")
        .typed("cured_patients", "100")
        .after(accepted);
    assert!(draft.parsed().is_ok(), "60 of 100 since July");
    let twice = typing(PENGJIANG, COVID, "2020-12")
        .typed("cured_patients", "100")
        .typed("cured_visited", "41")
        .after(Accepted::none().with("cured_visited", "2020-09", 60));
    let expected = exceeds(101, "cured_patients", 100, None);
    assert_eq!(twice.faults(), [fault("cured_visited", expected)]);
}

// 9
#[test]
fn a_hard_rule_stands_beside_the_figure_it_begins_with() {
    let draft = typing(PENGJIANG, COVID, "2020-12")
        .typed("cured_patients", "10")
        .typed("key_persons", "11")
        .typed("key_persons_intervened", "5");
    let expected = Broken {
        rule: "cr-key-intervention-2".to_owned(),
        element: "key_persons".to_owned(),
        figures: vec![
            ("cured_patients".to_owned(), 10),
            ("key_persons".to_owned(), 11),
        ],
    };
    assert_eq!(
        draft.faults(),
        [fault("key_persons", Reason::Rule(expected))],
        "not beside the indicator's numerator"
    );
}

// 9
#[test]
fn a_warning_comes_with_the_return_and_its_figures() {
    let draft = typing(PENGJIANG, PILOT, "2020-11")
        .typed("smd_registered", "1060")
        .after(
            Accepted::none()
                .with("smd_registered", "2020-10", 1_000)
                .with("resident_population", "2019-12", 250_000),
        );
    let taken = draft.taken();
    let expected = Broken {
        rule: "smd-reported-prevalence-5".to_owned(),
        element: "smd_registered".to_owned(),
        figures: vec![
            ("smd_registered".to_owned(), 1_060),
            ("last(smd_registered)".to_owned(), 1_000),
        ],
    };
    assert_eq!(taken.warnings, [expected]);
    assert_eq!(taken.values["smd_registered"], Value::Figure(1_060));
}

// 9
#[test]
fn two_rules_that_say_the_same_are_told_once() {
    let draft = typing(JIANGMEN, PILOT, "2020-11")
        .typed("hotline_247", "1")
        .after(Accepted::none().with("hotline_seats", "2020-06", 0));
    assert_eq!(draft.warnings(), ["hotline-7x24-1"]);
}

// 9
#[test]
fn silence_accuses_nobody() {
    let draft = typing(PENGJIANG, PILOT, "2020-11")
        .typed("smd_standard_managed", "900")
        .typed("schizophrenia_medicated", "700");
    assert!(draft.warnings().is_empty(), "no whole is known");
}

// 9
#[test]
fn every_rules_message_has_the_figures_it_names() {
    for rule in catalogue().rules() {
        if rule.kind == RuleKind::Documented {
            continue;
        }
        let named: Vec<String> = rule
            .references()
            .iter()
            .map(|one| one.to_string())
            .collect();
        for text in [&rule.message.zh, &rule.message.en] {
            for hole in text.split('{').skip(1) {
                let name = hole.split('}').next().unwrap_or_default();
                assert!(named.iter().any(|one| one == name), "{}: {name}", rule.id);
            }
        }
    }
}

// 6
#[test]
fn a_fall_across_january_is_no_surprise() {
    let draft = typing(PENGJIANG, PILOT, "2021-01")
        .typed("smd_managed", "10")
        .typed("smd_standard_managed", "10")
        .after(Accepted::none().with("smd_managed", "2020-12", 900).with(
            "smd_standard_managed",
            "2020-12",
            800,
        ));
    assert!(draft.warnings().is_empty());
}

// 8
#[test]
fn what_a_cell_says_is_what_it_means() {
    let element = catalogue().element("youth_funding").expect("money");
    for said in [
        Value::Figure(0),
        Value::Figure(1_234_567),
        not_applicable(),
        Value::NotYet,
        Value::NotCollected,
    ] {
        assert_eq!(value(element, &Cell::saying(element, &said)), Ok(said));
    }
}
