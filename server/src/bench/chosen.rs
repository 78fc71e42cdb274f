//! Which units become pilots in a set.

use crate::demo::dice::Dice;
use kpi::org_unit::{Level, NATION, OrgUnit, OrgUnits, Standing, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

/// The pilots of a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The pilot regions: the prefectures of the counties, or their province where it has none.
    pub regions: Vec<UnitCode>,
    /// The counties, each with its region.
    pub counties: Vec<(UnitCode, UnitCode)>,
}

/// How many counties there are to choose from.
pub fn most(units: &OrgUnits) -> usize {
    units
        .iter()
        .filter(|unit| unit.level == Level::County)
        .count()
}

/// Chooses so many counties, prefecture by prefecture in an order of the seed's, so that a small
/// set has neighbours too. Statistical zones come last.
pub fn choose(units: &OrgUnits, counties: usize, seed: u64) -> Chosen {
    let mut by_region: BTreeMap<UnitCode, Vec<&OrgUnit>> = BTreeMap::new();
    for county in units.iter().filter(|unit| unit.level == Level::County) {
        let above = county.parent.unwrap_or(NATION);
        by_region.entry(above).or_default().push(county);
    }
    let mut order: Vec<UnitCode> = by_region.keys().copied().collect();
    let mut dice = Dice::of(seed, NATION, "which units");
    for at in (1..order.len()).rev() {
        order.swap(at, dice.whole(0, at as i64) as usize);
    }
    let is_zone = |county: &&&OrgUnit| county.standing == Standing::StatisticalOnly;
    let of_region = |region: &UnitCode| by_region[region].iter().copied();
    let first = order
        .iter()
        .flat_map(|region| of_region(region).map(move |county| (county, *region)))
        .filter(|(county, _)| !is_zone(&county));
    let zones = order
        .iter()
        .flat_map(|region| of_region(region).map(move |county| (county, *region)))
        .filter(|(county, _)| is_zone(&county));
    let mut chosen: Vec<(UnitCode, UnitCode)> = first
        .chain(zones)
        .take(counties)
        .map(|(county, region)| (county.code, region))
        .collect();
    chosen.sort();
    let regions: BTreeSet<UnitCode> = chosen.iter().map(|(_, region)| *region).collect();
    Chosen {
        regions: regions.into_iter().collect(),
        counties: chosen,
    }
}
