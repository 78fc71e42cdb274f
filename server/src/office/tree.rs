//! The tree with its answers worked out beforehand: who answers for what under whom.

use kpi::catalogue::catalogue;
use kpi::org_unit::{NATION, OrgUnit, Tier, UnitCode};
use kpi::roll_up::Behind;
use kpi::{Indicator, OrgUnits};
use std::collections::{BTreeMap, BTreeSet};

/// The running tree.
#[derive(Debug)]
pub struct Tree {
    units: OrgUnits,
    responsible: BTreeMap<(UnitCode, Tier), Vec<UnitCode>>,
    answers: BTreeSet<(UnitCode, Tier)>,
    reviewed: BTreeMap<UnitCode, Vec<UnitCode>>,
    official: BTreeMap<(UnitCode, Tier, &'static str), i64>,
}

impl Tree {
    /// Works out the answers.
    pub fn new(units: OrgUnits) -> Tree {
        let mut responsible: BTreeMap<(UnitCode, Tier), Vec<UnitCode>> = BTreeMap::new();
        let mut answers = BTreeSet::new();
        let mut filers = BTreeSet::new();
        let mut official: BTreeMap<(UnitCode, Tier, &'static str), i64> = BTreeMap::new();
        for tier in [Tier::County, Tier::Region, Tier::Province] {
            for unit in units.responsible(NATION, tier) {
                answers.insert((unit.code, tier));
                filers.insert(unit.code);
                for above in std::iter::once(unit).chain(units.ancestors(unit.code)) {
                    let below = responsible.entry((above.code, tier)).or_default();
                    below.push(unit.code);
                    for element in catalogue().elements() {
                        if let Some(count) = unit.official(&element.code) {
                            *official
                                .entry((above.code, tier, &element.code))
                                .or_default() += count;
                        }
                    }
                }
            }
        }
        let mut reviewed: BTreeMap<UnitCode, Vec<UnitCode>> = BTreeMap::new();
        for filer in filers {
            if let Some(reviewer) = units.reviewer_of(filer) {
                reviewed.entry(reviewer).or_default().push(filer);
            }
        }
        Tree {
            units,
            responsible,
            answers,
            reviewed,
            official,
        }
    }

    /// The units.
    pub fn units(&self) -> &OrgUnits {
        &self.units
    }

    /// The pilot units that answer on `tier` at or under a unit, by code.
    pub fn responsible(&self, above: UnitCode, tier: Tier) -> &[UnitCode] {
        self.responsible
            .get(&(above, tier))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether a unit is one of the pilot units that answer on `tier`.
    pub fn answers(&self, unit: UnitCode, tier: Tier) -> bool {
        self.answers.contains(&(unit, tier))
    }

    /// The units that file returns at or under a unit, each once, by code.
    pub fn filers(&self, above: UnitCode) -> BTreeSet<UnitCode> {
        [Tier::County, Tier::Region, Tier::Province]
            .into_iter()
            .flat_map(|tier| self.responsible(above, tier))
            .copied()
            .collect()
    }

    /// Whether a unit files returns.
    pub fn files_returns(&self, unit: UnitCode) -> bool {
        [Tier::County, Tier::Region, Tier::Province]
            .into_iter()
            .any(|tier| self.answers(unit, tier))
    }

    /// The units whose returns are accepted by a unit.
    pub fn reviewed_by(&self, reviewer: UnitCode) -> &[UnitCode] {
        self.reviewed.get(&reviewer).map_or(&[], Vec::as_slice)
    }

    /// Who stands behind a roll-up of `indicator` at a unit.
    pub fn behind(&self, above: UnitCode, indicator: &Indicator) -> Behind {
        let units = self.responsible(above, indicator.tier);
        let official = indicator.denominator_element.as_deref().and_then(|code| {
            let element = catalogue().element(code)?.code.as_str();
            self.official
                .get(&(above, indicator.tier, element))
                .copied()
        });
        Behind {
            units: i64::try_from(units.len()).unwrap_or(i64::MAX),
            official,
        }
    }

    /// The nearest unit above that acts on `tier`: the region of a county, the province of a
    /// region.
    pub fn answering_above(&self, unit: UnitCode, tier: Tier) -> Option<&OrgUnit> {
        self.units.ancestors(unit).find(|above| above.acts_as(tier))
    }
}
