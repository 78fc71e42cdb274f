//! Each rule finds the shape it is for, and stays quiet on honest figures.

use super::panel::{Observed, Panel};
use super::rule::{Kind, RULES, RuleCode};
use super::sign::{Sign, Tested};
use super::{
    course, denominator, digits, linked, neighbours, relation, repetition, survey, threshold,
};
use crate::catalogue::divisions;
use crate::facts::{Facts, Value};
use crate::org_unit::{NATION, OrgUnit, OrgUnits, Tier, UnitCode};
use crate::period::Period;
use crate::statistics::random::Random;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const TO: Period = Period::literal(2020, 12);

fn units() -> &'static OrgUnits {
    static UNITS: OnceLock<OrgUnits> = OnceLock::new();
    UNITS.get_or_init(|| OrgUnits::new(divisions()))
}

/// The pilot counties, by code.
fn counties() -> Vec<&'static OrgUnit> {
    units().responsible(NATION, Tier::County)
}

/// A year of honest figures: registers that balance, shares that wander, rooms that grow.
struct Year(BTreeMap<UnitCode, Facts>);

impl Year {
    fn honest(seed: u64) -> Year {
        let mut random = Random::seeded(seed);
        let mut year = BTreeMap::new();
        for county in counties().into_iter().take(240) {
            year.insert(county.code, county_year(&mut random));
        }
        Year(year)
    }

    fn unit(&self, at: usize) -> UnitCode {
        *self.0.keys().nth(at).unwrap()
    }

    fn put(&mut self, unit: UnitCode, element: &str, month: u32, figure: i64) {
        let facts = self.0.get_mut(&unit).unwrap();
        facts.put(element, Period::literal(2020, month), Value::Figure(figure));
    }

    fn figure(&self, unit: UnitCode, element: &str, month: u32) -> i64 {
        let value = self.0[&unit].at(element, Period::literal(2020, month));
        value.and_then(Value::figure).unwrap()
    }

    /// What a rule says of the year.
    fn look(&self, look: impl Fn(&Panel) -> Vec<Tested>) -> Vec<Sign> {
        self.with_panel(|panel| {
            look(panel)
                .into_iter()
                .flat_map(|tested| tested.signs)
                .collect()
        })
    }

    fn with_panel<T>(&self, with: impl Fn(&Panel) -> T) -> T {
        let observed: Vec<Observed> = self
            .0
            .iter()
            .map(|(code, facts)| Observed {
                unit: units().get(*code).unwrap(),
                facts,
            })
            .collect();
        let panel = Panel::of(units(), &observed, TO, |indicator, _, period| {
            indicator.standard(period, [])
        });
        with(&panel)
    }

    fn strong(&self, look: impl Fn(&Panel) -> Vec<Tested>, rule: RuleCode) -> Vec<UnitCode> {
        let mut units: Vec<UnitCode> = self
            .look(look)
            .into_iter()
            .filter(|sign| sign.rule == rule && sign.strong)
            .map(|sign| sign.unit)
            .collect();
        units.dedup();
        units
    }
}

fn county_year(random: &mut Random) -> Facts {
    let mut facts = Facts::new();
    let mut put = |element: &str, month: u32, figure: f64| {
        let figure = Value::Figure(figure.round().max(0.0) as i64);
        facts.put(element, Period::literal(2020, month), figure);
    };
    let residents = 200_000.0 + 900_000.0 * random.uniform();
    let villages = 60.0 + (240.0 * random.uniform()).round();
    put("resident_population", 1, residents);
    put("villages_total", 1, villages);
    let mut register = (residents * (3.6 + 1.6 * random.uniform()) / 1000.0).round();
    let (share, regular) = (
        0.80 + 0.12 * random.uniform(),
        0.60 + 0.2 * random.uniform(),
    );
    let mut rooms = villages * (0.2 + 0.4 * random.uniform());
    let mut wander = 0.0;
    for month in 1..=12 {
        let [new, died] =
            [6.0, 2.0].map(|mean: f64| (mean + mean.sqrt() * random.normal()).round().max(0.0));
        if month > 1 {
            register += new - died;
        }
        wander = 0.6 * wander + 0.004 * random.normal();
        rooms = (rooms + villages * 0.03 * random.uniform()).min(villages);
        let medicated = register * (share + wander);
        put("smd_registered", month, register);
        put("smd_new", month, new);
        put("smd_deaths", month, died);
        put("smd_moved_in", month, 0.0);
        put("smd_moved_out", month, 0.0);
        put("smd_medicated", month, medicated);
        put(
            "smd_regular_medicated",
            month,
            medicated.round() * (regular + wander),
        );
        put("villages_with_room", month, rooms.floor());
    }
    facts
}

fn everything(panel: &Panel) -> Vec<Tested> {
    [
        threshold::look(panel),
        digits::look(panel),
        repetition::look(panel),
        neighbours::look(panel),
        course::look(panel),
        relation::look(panel),
        denominator::look(panel),
        linked::look(panel),
    ]
    .into_iter()
    .flatten()
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn honest_years_make_no_more_entries_than_are_printed(seed in 0u64..10_000) {
        let found = Year::honest(seed).with_panel(survey);
        prop_assert!(found.findings.len() as f64 <= found.expected.ceil() + 3.0, "{:?}", found.findings);
    }

    #[test]
    fn a_lost_digit_is_found_wherever_it_is_lost(seed in 0u64..10_000, at in 0usize..240, month in 2u32..=11, up in any::<bool>()) {
        let mut year = Year::honest(seed);
        let unit = year.unit(at);
        let honest = year.figure(unit, "smd_regular_medicated", month);
        let slip = if up { honest * 10 } else { honest / 10 };
        year.put(unit, "smd_regular_medicated", month, slip);
        prop_assert_eq!(year.strong(course::look, RuleCode::FactorTen), vec![unit]);
        let found = year.with_panel(survey);
        prop_assert!(found.findings.iter().any(|finding| finding.unit == unit));
    }

    #[test]
    fn the_two_effects_add_up_to_the_change(x0 in 0i64..5000, n0 in 1i64..5000, x1 in 0i64..5000, n1 in 1i64..5000) {
        let (of_x, of_n) = denominator::effects((x0, n0), (x1, n1)).unwrap();
        let change = x1 as f64 / n1 as f64 - x0 as f64 / n0 as f64;
        prop_assert!((of_x + of_n - change).abs() < 1e-9 * (1.0 + change.abs()));
    }
}

#[test]
fn a_copied_register_is_found_with_its_neighbour_and_listed_where_it_breaks() {
    let mut year = Year::honest(7);
    let codes: Vec<UnitCode> = year.0.keys().copied().collect();
    let region = |code: UnitCode| units().get(code).unwrap().region;
    let (copier, source) = codes
        .iter()
        .flat_map(|one| codes.iter().map(move |other| (*one, *other)))
        .find(|(one, other)| one != other && region(*one) == region(*other))
        .unwrap();
    for month in 8..=12 {
        for element in ["smd_registered", "smd_medicated", "smd_regular_medicated"] {
            let figure = year.figure(source, element, month);
            year.put(copier, element, month, figure);
        }
    }
    let signs = year.look(neighbours::look);
    let mut pairs: Vec<_> = signs
        .iter()
        .map(|sign| (sign.unit, sign.neighbour))
        .collect();
    pairs.sort();
    let mut both = vec![(copier, Some(source)), (source, Some(copier))];
    both.sort();
    assert_eq!(pairs, both);
    assert!(signs[0].chance < 1e-12);
    let found = year.with_panel(survey);
    assert!(found.findings.iter().any(|finding| finding.unit == copier));
    assert!(found.findings.iter().all(|finding| finding.unit != source));
}

#[test]
fn resting_at_a_target_is_found_and_passing_it_is_not() {
    let mut year = Year::honest(11);
    let unit = year.unit(30);
    let villages = year.figure(unit, "villages_total", 1);
    let half = villages - villages / 2;
    for month in 1..=12 {
        let rooms = if month < 7 {
            half - 20 + 2 * i64::from(month)
        } else {
            half
        };
        year.put(unit, "villages_with_room", month, rooms);
    }
    let signs = year.look(threshold::look);
    let own: Vec<&Sign> = signs.iter().filter(|sign| sign.unit == unit).collect();
    let kinds: Vec<Kind> = own.iter().map(|sign| sign.kind()).collect();
    assert!(
        kinds.contains(&Kind::Threshold) && kinds.contains(&Kind::Repetition),
        "{signs:?}"
    );
    assert_eq!(own[0].from, Period::literal(2020, 7));
    // One more, and nothing is said.
    for month in 7..=12 {
        year.put(unit, "villages_with_room", month, half + 1);
    }
    assert!(
        year.look(threshold::look)
            .iter()
            .all(|sign| sign.unit != unit)
    );
}

#[test]
fn a_rate_that_follows_its_target_while_the_register_moves_is_found() {
    let mut year = Year::honest(12);
    let unit = year.unit(60);
    for month in 5..=12 {
        let asked = (year.figure(unit, "smd_registered", month) * 60 + 99) / 100;
        year.put(unit, "smd_regular_medicated", month, asked);
    }
    let signs = year.look(threshold::look);
    let found = signs.iter().find(|sign| sign.unit == unit).unwrap();
    assert_eq!(found.indicator.as_deref(), Some("smd-regular-medication"));
}

#[test]
fn a_shrinking_denominator_is_told_with_what_it_did_to_the_rate() {
    let mut year = Year::honest(13);
    let unit = year.unit(90);
    let villages = year.figure(unit, "villages_total", 1);
    year.put(unit, "villages_total", 8, villages * 82 / 100);
    for month in 8..=12 {
        let rooms = year.figure(unit, "villages_with_room", month);
        year.put(
            unit,
            "villages_with_room",
            month,
            rooms.min(villages * 82 / 100),
        );
    }
    assert_eq!(year.strong(denominator::look, RuleCode::Shrunk), [unit]);
    assert_eq!(
        year.strong(denominator::look, RuleCode::RoseByDenominator),
        [unit]
    );
    let found = year.with_panel(survey);
    let entry = found
        .findings
        .iter()
        .find(|finding| finding.unit == unit)
        .unwrap();
    assert!(entry.kinds().contains(&Kind::Denominator) && entry.kinds().contains(&Kind::Split));
    assert!(entry.elements().contains(&"villages_total"));
}

#[test]
fn a_frozen_register_with_patients_coming_is_found_twice() {
    let mut year = Year::honest(14);
    let unit = year.unit(120);
    for month in 7..=12 {
        for element in ["smd_registered", "smd_medicated", "smd_regular_medicated"] {
            let figure = year.figure(unit, element, 6);
            year.put(unit, element, month, figure);
        }
    }
    assert_eq!(
        year.strong(repetition::look, RuleCode::StandingStill),
        [unit]
    );
    assert_eq!(year.strong(linked::look, RuleCode::RegisterBalance), [unit]);
    let found = year.with_panel(survey);
    assert!(found.findings.iter().any(|finding| finding.unit == unit));
}

#[test]
fn up_at_the_evaluation_and_back_is_found() {
    let mut year = Year::honest(15);
    let unit = year.unit(150);
    let honest = year.figure(unit, "smd_regular_medicated", 6);
    year.put(unit, "smd_regular_medicated", 6, honest * 118 / 100);
    let signs = year.look(course::look);
    let spike = signs
        .iter()
        .find(|sign| sign.rule == RuleCode::SpikeAndBack && sign.unit == unit)
        .unwrap();
    assert_eq!((spike.from, spike.strong), (Period::literal(2020, 6), true));
}

#[test]
fn what_everybody_does_in_a_month_is_no_sign() {
    let mut year = Year::honest(16);
    let codes: Vec<UnitCode> = year.0.keys().copied().collect();
    for unit in codes {
        for element in ["smd_medicated", "smd_regular_medicated"] {
            let figure = year.figure(unit, element, 2);
            year.put(unit, element, 2, figure * 9 / 10);
        }
    }
    let strong = |signs: Vec<Sign>| signs.into_iter().filter(|sign| sign.strong).count();
    assert_eq!(strong(year.look(course::look)), 0);
    assert!(year.strong(denominator::look, RuleCode::Shrunk).is_empty());
}

#[test]
fn more_than_all_cannot_be() {
    let mut year = Year::honest(17);
    let unit = year.unit(10);
    let villages = year.figure(unit, "villages_total", 1);
    year.put(unit, "villages_with_room", 9, villages + 4);
    assert_eq!(year.strong(relation::look, RuleCode::MoreThanAll), [unit]);
    let found = year.with_panel(survey);
    assert!(found.findings.iter().any(|finding| finding.unit == unit));
}

#[test]
fn a_register_that_falls_while_its_rate_rises_is_found() {
    let mut year = Year::honest(18);
    let unit = year.unit(200);
    for month in 10..=12 {
        let figure = year.figure(unit, "smd_registered", month);
        year.put(unit, "smd_registered", month, figure * 88 / 100);
        let medicated = year.figure(unit, "smd_medicated", month);
        year.put(
            unit,
            "smd_medicated",
            month,
            medicated.min(figure * 88 / 100),
        );
    }
    assert!(
        year.strong(linked::look, RuleCode::RegisterFell)
            .contains(&unit)
    );
    assert!(
        year.strong(denominator::look, RuleCode::Shrunk)
            .contains(&unit)
    );
}

#[test]
fn rounded_counts_of_a_region_are_found_and_counted_ones_are_not() {
    let mut year = Year::honest(19);
    assert!(year.look(digits::look).is_empty());
    let region = units().get(year.unit(0)).unwrap().region.unwrap();
    let of_region: Vec<UnitCode> = year
        .0
        .keys()
        .copied()
        .filter(|code| units().get(*code).unwrap().region == Some(region))
        .collect();
    // Too few counts are no test; sixteen elements of every county are enough.
    let elements = [
        "smd_ever_registered",
        "smd_managed",
        "smd_standard_managed",
        "smd_face_to_face",
        "schizophrenia_registered",
        "schizophrenia_medicated",
        "workplaces_total",
        "workplaces_with_service",
        "schools_total",
        "schools_with_room",
        "smd_at_home",
        "smd_home_rehab",
        "cured_patients",
        "cured_due",
        "cured_visited",
        "cured_assessed",
    ];
    let mut random = Random::seeded(3);
    let codes: Vec<UnitCode> = year.0.keys().copied().collect();
    for code in codes {
        for element in elements {
            let counted = 200 + (5000.0 * random.uniform()) as i64;
            let rounded = counted / 10 * 10;
            year.put(
                code,
                element,
                12,
                if of_region.contains(&code) {
                    rounded
                } else {
                    counted
                },
            );
        }
    }
    let told: Vec<UnitCode> = year
        .look(digits::look)
        .iter()
        .map(|sign| sign.unit)
        .collect();
    if of_region.len() * elements.len() >= 100 {
        assert!(told.contains(&region));
    }
    assert!(told.iter().all(|unit| *unit == region), "{told:?}");
}

#[test]
fn every_sign_that_is_listed_is_confirmed_by_another_kind() {
    let mut year = Year::honest(20);
    for at in [5, 50, 100] {
        let unit = year.unit(at);
        let figure = year.figure(unit, "smd_regular_medicated", 5);
        year.put(unit, "smd_regular_medicated", 5, figure / 10);
    }
    let found = year.with_panel(survey);
    assert!(found.findings.len() >= 3);
    for finding in &found.findings {
        assert!(finding.kinds().len() >= 2, "{finding:?}");
        assert!(finding.signs.iter().any(|sign| sign.strong));
    }
    for single in &found.singles {
        assert!(single.strong);
    }
    let tests: usize = year.with_panel(|panel| everything(panel).iter().map(|one| one.tests).sum());
    assert_eq!(
        tests,
        found.rules.iter().map(|rule| rule.tests).sum::<usize>()
    );
}

#[test]
fn the_table_of_rules_stands_in_the_order_of_their_codes() {
    for (at, rule) in RULES.iter().enumerate() {
        assert_eq!(rule.code as usize, at, "{:?}", rule.code);
        assert_eq!(RuleCode::from_code(rule.code.code()), Some(rule.code));
        assert_eq!(rule.code.rule().code, rule.code);
    }
}

#[test]
fn no_figures_make_no_signs() {
    let found = Year(BTreeMap::new()).with_panel(survey);
    assert!(found.findings.is_empty() && found.singles.is_empty());
    let one = Year(Year::honest(1).0.into_iter().take(1).collect()).with_panel(survey);
    assert!(one.findings.is_empty(), "{:?}", one.findings);
}
