use super::*;
use kpi::OrgUnits;
use kpi::catalogue::{catalogue, divisions};
use kpi::facts::Value;
use std::collections::{BTreeMap, BTreeSet};

const EXTENT: Extent = Extent {
    counties: 60,
    months: 26,
    seed: 7,
};

/// The divisions with the chosen units as the only pilots.
fn units(extent: &Extent) -> (OrgUnits, Chosen) {
    let all = OrgUnits::new(divisions());
    let chosen = choose(&all, extent.counties, extent.seed);
    let regions: BTreeSet<_> = chosen.regions.iter().copied().collect();
    let of: BTreeMap<_, _> = chosen.counties.iter().copied().collect();
    let pilots = all.iter().cloned().map(|mut unit| {
        unit.is_region = regions.contains(&unit.code);
        unit.region = of.get(&unit.code).copied();
        unit
    });
    (OrgUnits::new(pilots), chosen)
}

#[test]
fn as_many_counties_are_chosen_as_were_asked_for() {
    let all = OrgUnits::new(divisions());
    for counties in [1, 60, 2_844, most(&all)] {
        let chosen = choose(&all, counties, 3);
        let codes: BTreeSet<_> = chosen.counties.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), counties);
        assert!(
            chosen
                .counties
                .iter()
                .all(|(_, region)| chosen.regions.contains(region))
        );
    }
    assert_eq!(choose(&all, 60, 3), choose(&all, 60, 3));
    assert_ne!(choose(&all, 60, 3), choose(&all, 60, 4));
}

#[test]
fn every_part_stays_within_its_whole_and_everything_due_is_told() {
    let (units, chosen) = units(&EXTENT);
    let plants = Plants::choose(&EXTENT, &chosen);
    for unit in units.iter().filter(|unit| units.files_returns(unit.code)) {
        let (filed, _) = of_unit(&EXTENT, &units, &plants, unit.code);
        assert!(!filed.is_empty(), "{}", unit.code);
        for filed in filed {
            let figure = |code: &str| filed.values.get(code).and_then(Value::figure);
            for element in catalogue().asked(&filed.key.programme, &unit.tiers()) {
                if element.frequency.due_in(filed.key.period) {
                    assert!(filed.values.contains_key(&element.code), "{}", element.code);
                }
                let whole = element.at_most.as_deref().and_then(figure);
                if let (Some(part), Some(whole)) = (figure(&element.code), whole) {
                    assert!(part <= whole, "{:?} {}", filed.key, element.code);
                }
            }
        }
    }
}

#[test]
fn the_truth_names_every_kind_and_the_figures_show_it() {
    let (units, chosen) = units(&EXTENT);
    let plants = Plants::choose(&EXTENT, &chosen);
    let mut kinds = BTreeSet::new();
    for (county, _) in &chosen.counties {
        let (filed, truth) = of_unit(&EXTENT, &units, &plants, *county);
        let number = |period, element: &str| {
            filed
                .iter()
                .filter(|one| one.key.period == period)
                .find_map(|one| one.values.get(element)?.figure())
        };
        for truth in truth {
            kinds.insert(truth.kind);
            let before = number(truth.month.previous(), truth.element);
            let (at, after) = (
                number(truth.month, truth.element),
                number(truth.month.next(), truth.element),
            );
            let (Some(at), Some(before)) = (at, before) else {
                continue;
            };
            match truth.kind {
                TruthKind::FactorTen => assert!(at * 7 < before),
                TruthKind::Frozen => assert!(after.is_none_or(|after| after == at)),
                _ => {}
            }
        }
    }
    assert_eq!(kinds.len(), 7, "{kinds:?}");
}

#[test]
fn the_same_seed_gives_the_same_set() {
    let (units, chosen) = units(&EXTENT);
    let plants = Plants::choose(&EXTENT, &chosen);
    let (county, _) = chosen.counties[5];
    let once = of_unit(&EXTENT, &units, &plants, county);
    assert_eq!(once, of_unit(&EXTENT, &units, &plants, county));
    let other = Extent { seed: 8, ..EXTENT };
    assert_ne!(once.0, of_unit(&other, &units, &plants, county).0);
}
