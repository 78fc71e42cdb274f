//! What is wrong on purpose, and where: so that rules, flags and tests have something to find.

use super::dice::Dice;
use super::showcase;
use super::year::Year;
use kpi::facts::Value;
use kpi::org_unit::{NATION, OrgUnits, Tier, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that is wrong on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// Whose figures.
    pub unit: UnitCode,
    /// What is wrong.
    pub flaw: Flaw,
    /// The first month concerned; 0 is January.
    pub from: usize,
}

/// What can be wrong with figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// More rooms than villages, by a file that came through the import door.
    MoreThanAll,
    /// A digit lost: a tenth of the patients on regular medication, for one month.
    FactorTen,
    /// The register stands still from a month on, while the flows go on.
    Frozen,
    /// The register is a neighbour's, to the last digit.
    Copied(UnitCode),
    /// Rooms reach exactly what is asked and stay there.
    Bunched,
    /// The villages become fewer, and the rate better.
    Shrunk,
}

impl Flaw {
    /// What it is called in tables of what was planted.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::MoreThanAll => "more than all",
            Flaw::FactorTen => "factor ten",
            Flaw::Frozen => "frozen",
            Flaw::Copied(_) => "copied",
            Flaw::Bunched => "bunched",
            Flaw::Shrunk => "shrunk",
        }
    }

    /// The data elements that are wrong.
    pub fn elements(self) -> &'static [&'static str] {
        match self {
            Flaw::MoreThanAll | Flaw::Bunched => &["villages_with_room"],
            Flaw::FactorTen => &["smd_regular_medicated"],
            Flaw::Frozen | Flaw::Copied(_) => &REGISTER,
            Flaw::Shrunk => &["villages_total"],
        }
    }
}

/// Stocks of the register that do not move when it is frozen or copied.
const REGISTER: [&str; 9] = [
    "smd_ever_registered",
    "smd_registered",
    "smd_managed",
    "smd_standard_managed",
    "smd_medicated",
    "smd_regular_medicated",
    "smd_face_to_face",
    "schizophrenia_registered",
    "schizophrenia_medicated",
];

/// How many of each are planted.
const EACH: usize = 4;

/// Chooses the counties, plants the flaws in their years, and says where.
pub fn plant(seed: u64, units: &OrgUnits, years: &mut BTreeMap<UnitCode, Year>) -> Vec<Planted> {
    let mut dice = Dice::of(seed, NATION, "planted");
    let counties: Vec<UnitCode> = units
        .responsible(NATION, Tier::County)
        .into_iter()
        .filter(|county| county.villages_official.unwrap_or(0) >= 30 && !county.is_region)
        .map(|county| county.code)
        .filter(|code| !showcase::is_on_tour(*code))
        .collect();
    let mut taken = BTreeSet::new();
    let mut planted = Vec::new();
    let choose = |dice: &mut Dice, taken: &mut BTreeSet<UnitCode>| {
        // Bounded: a few hundred counties, two dozen flaws.
        std::iter::repeat_with(|| *dice.one_of(&counties))
            .take(1000)
            .find(|code| taken.insert(*code))
    };
    for at in 0..EACH {
        for make in [more_than_all, factor_ten, frozen, bunched, shrunk] {
            if let Some(unit) = choose(&mut dice, &mut taken)
                && let Some(year) = years.get_mut(&unit)
            {
                let (flaw, from) = make(year, at);
                planted.push(Planted { unit, flaw, from });
            }
        }
        if let Some(unit) = choose(&mut dice, &mut taken) {
            planted.extend(copied(unit, units, years));
        }
    }
    planted.sort_by_key(|planted| (planted.flaw, planted.unit));
    planted
}

fn figure(year: &Year, month: usize, element: &str) -> i64 {
    year.month(month)
        .get(element)
        .and_then(Value::figure)
        .unwrap_or(0)
}

fn more_than_all(year: &mut Year, at: usize) -> (Flaw, usize) {
    let month = 5 + at;
    let villages = figure(year, 0, "villages_total");
    year.put(month, "villages_with_room", villages + 3 + 4 * at as i64);
    (Flaw::MoreThanAll, month)
}

fn factor_ten(year: &mut Year, at: usize) -> (Flaw, usize) {
    let month = 4 + at;
    let regular = figure(year, month, "smd_regular_medicated");
    year.put(month, "smd_regular_medicated", regular / 10);
    (Flaw::FactorTen, month)
}

fn frozen(year: &mut Year, at: usize) -> (Flaw, usize) {
    let from = 5 + at % 2;
    for month in from + 1..12 {
        for element in REGISTER {
            year.put(month, element, figure(year, from, element));
        }
    }
    (Flaw::Frozen, from)
}

fn bunched(year: &mut Year, at: usize) -> (Flaw, usize) {
    let from = 6 + at;
    let villages = figure(year, 0, "villages_total");
    let half = villages - villages / 2;
    for month in 0..12 {
        let rooms = figure(year, month, "villages_with_room");
        let rooms = if month < from {
            rooms.min(half - 2)
        } else {
            half
        };
        year.put(month, "villages_with_room", rooms);
    }
    (Flaw::Bunched, from)
}

fn shrunk(year: &mut Year, at: usize) -> (Flaw, usize) {
    let from = 7 + at % 3;
    let villages = figure(year, 0, "villages_total") * 82 / 100;
    year.put(from, "villages_total", villages);
    for month in 0..12 {
        let rooms = figure(year, month, "villages_with_room").min(villages * 6 / 10);
        year.put(month, "villages_with_room", rooms);
    }
    (Flaw::Shrunk, from)
}

/// The register of a larger neighbour in the same region: a smaller one would contradict the
/// patients at home that were filed in June.
fn copied(
    unit: UnitCode,
    units: &OrgUnits,
    years: &mut BTreeMap<UnitCode, Year>,
) -> Option<Planted> {
    let region = units.get(unit)?.region?;
    let own = figure(years.get(&unit)?, 7, "smd_registered");
    let neighbour = units
        .responsible(region, Tier::County)
        .into_iter()
        .map(|county| county.code)
        .filter(|code| *code != unit && !showcase::is_on_tour(*code))
        .filter_map(|code| Some((figure(years.get(&code)?, 7, "smd_registered"), code)))
        .filter(|(registered, _)| *registered >= own)
        .min()?
        .1;
    let source = years.get(&neighbour)?.clone();
    let year = years.get_mut(&unit)?;
    for month in 7..12 {
        for element in REGISTER {
            year.put(month, element, figure(&source, month, element));
        }
        year.month_mut(month).remove("smd_at_home");
        year.month_mut(month).remove("smd_home_rehab");
    }
    Some(Planted {
        unit,
        flaw: Flaw::Copied(neighbour),
        from: 7,
    })
}
