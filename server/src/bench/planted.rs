//! What is wrong on purpose, where and from when: the truth that a detector is held to.

use super::chosen::Chosen;
use super::register::REGISTER;
use super::series::{Place, Series};
use super::{Extent, FIRST, series};
use crate::demo::dice::Dice;
use kpi::org_unit::{NATION, OrgUnits, UnitCode};
use kpi::{Period, Tier};
use std::collections::BTreeMap;

/// What can be known about a county's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TruthKind {
    /// The register is a neighbour's, to the last digit.
    Copied,
    /// Rooms reach exactly what is asked, and stay there.
    Bunched,
    /// The villages become fewer, and the rate better.
    Shrunk,
    /// A digit lost: a tenth of the patients on regular medication, for one month.
    FactorTen,
    /// The register stands still while the flows go on.
    Frozen,
    /// The return came after its deadline.
    Late,
    /// The return never came.
    Missing,
}

impl TruthKind {
    /// What is planted in figures.
    pub const FLAWS: [TruthKind; 5] = [
        TruthKind::Copied,
        TruthKind::Bunched,
        TruthKind::Shrunk,
        TruthKind::FactorTen,
        TruthKind::Frozen,
    ];

    /// Its name in the file.
    pub fn code(self) -> &'static str {
        match self {
            TruthKind::Copied => "copied",
            TruthKind::Bunched => "bunched",
            TruthKind::Shrunk => "shrunk",
            TruthKind::FactorTen => "factor_ten",
            TruthKind::Frozen => "frozen",
            TruthKind::Late => "late",
            TruthKind::Missing => "missing",
        }
    }
}

/// One line of the truth.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Truth {
    /// Whose figures.
    pub unit: UnitCode,
    /// What.
    pub kind: TruthKind,
    /// The first month concerned.
    pub month: Period,
    /// The data element, where it is one.
    pub element: &'static str,
    /// From whom it was copied; the programme of a return that came late or never.
    pub detail: String,
}

impl Truth {
    /// The line's columns: county, kind, month, element, detail.
    pub fn columns(&self) -> [String; 5] {
        [
            self.unit.to_string(),
            self.kind.code().to_owned(),
            self.month.to_string(),
            self.element.to_owned(),
            self.detail.clone(),
        ]
    }
}

/// Where something is wrong.
#[derive(Debug, Clone, Default)]
pub struct Plants {
    at: BTreeMap<UnitCode, Plant>,
}

#[derive(Debug, Clone, Copy)]
struct Plant {
    kind: TruthKind,
    from: usize,
    neighbour: Option<UnitCode>,
}

/// One county in so many carries each flaw.
const ONE_IN: usize = 100;

/// At least so many of each, where there are counties enough.
const LEAST: usize = 4;

impl Plants {
    /// Chooses where. Each county carries one flaw at most, and nobody copies from a county that
    /// carries one.
    pub fn choose(extent: &Extent, chosen: &Chosen) -> Plants {
        let mut dice = Dice::of(extent.seed, NATION, "planted");
        let counties = &chosen.counties;
        let each = (counties.len() / ONE_IN).max(LEAST);
        let mut plants = Plants::default();
        let mut sources: Vec<UnitCode> = Vec::new();
        for kind in TruthKind::FLAWS {
            for _ in 0..each {
                // Bounded: a set may be smaller than what is planted in it.
                for _ in 0..200 {
                    let (county, region) = *dice.one_of(counties);
                    if plants.at.contains_key(&county) || sources.contains(&county) {
                        continue;
                    }
                    let neighbour = counties.iter().find(|(other, its)| {
                        *its == region && *other != county && !plants.at.contains_key(other)
                    });
                    let neighbour = neighbour.map(|(other, _)| *other);
                    if kind == TruthKind::Copied && neighbour.is_none() {
                        continue;
                    }
                    let neighbour = neighbour.filter(|_| kind == TruthKind::Copied);
                    sources.extend(neighbour);
                    let from = from(kind, extent, &mut dice);
                    let plant = Plant {
                        kind,
                        from,
                        neighbour,
                    };
                    plants.at.insert(county, plant);
                    break;
                }
            }
        }
        plants
    }

    /// Puts what is wrong into a county's series, and says so.
    pub fn put(&self, place: &Place, units: &OrgUnits, series: &mut Series) -> Option<Truth> {
        let Plant {
            kind,
            from,
            neighbour,
        } = *self.at.get(&place.unit.code)?;
        let (element, detail) = match kind {
            TruthKind::Copied => {
                let source = units.get(neighbour?)?;
                let other = series::of(&Place::new(source, place.extent), &[Tier::County]);
                for element in REGISTER
                    .into_iter()
                    .chain(["smd_at_home", "smd_home_rehab"])
                {
                    let from_there = other.get(element)?;
                    series.get_mut(element)?[from..].copy_from_slice(&from_there[from..]);
                }
                ("smd_registered", source.code.to_string())
            }
            TruthKind::Bunched => {
                let half = {
                    let villages = series.get("villages_total")?.first().copied()?;
                    villages - villages / 2
                };
                for (at, rooms) in series.get_mut("villages_with_room")?.iter_mut().enumerate() {
                    *rooms = match at < from {
                        true => (*rooms).min((half - 2).max(0)),
                        false => half,
                    };
                }
                ("villages_with_room", String::new())
            }
            TruthKind::Shrunk => {
                let villages = series.get_mut("villages_total")?;
                let fewer = villages.first().copied()? * 82 / 100;
                villages[from..].fill(fewer);
                for rooms in series.get_mut("villages_with_room")? {
                    *rooms = (*rooms).min(fewer * 6 / 10);
                }
                for element in ["villages_with_board", "villages_with_staff"] {
                    for part in series.get_mut(element)? {
                        *part = (*part).min(fewer);
                    }
                }
                ("villages_total", String::new())
            }
            TruthKind::FactorTen => {
                let regular = series.get_mut("smd_regular_medicated")?;
                regular[from] /= 10;
                ("smd_regular_medicated", String::new())
            }
            TruthKind::Frozen => {
                for element in REGISTER {
                    let numbers = series.get_mut(element)?;
                    let stands = numbers[from];
                    numbers[from..].fill(stands);
                }
                for element in ["smd_at_home", "smd_home_rehab"] {
                    let managed = series.get("smd_managed")?.get(from).copied()?;
                    for part in &mut series.get_mut(element)?[from..] {
                        *part = (*part).min(managed);
                    }
                }
                ("smd_registered", String::new())
            }
            TruthKind::Late | TruthKind::Missing => return None,
        };
        Some(Truth {
            unit: place.unit.code,
            kind,
            month: FIRST.plus(from as i32),
            element,
            detail,
        })
    }
}

/// From which month on: late enough that there is something before it, and early enough that a
/// register that stands still is seen to.
fn from(kind: TruthKind, extent: &Extent, dice: &mut Dice) -> usize {
    let last = i64::from(extent.months) - 1;
    let early = (last / 3).max(0);
    let at = match kind {
        TruthKind::Shrunk => {
            // The villages are told again in January; the first one is the beginning.
            let years = (last / 12).max(0);
            match years {
                0 => last,
                years => 12 * dice.whole(1, years),
            }
        }
        TruthKind::FactorTen => dice.whole(early, (last - 1).max(early)),
        TruthKind::Copied | TruthKind::Bunched | TruthKind::Frozen => {
            dice.whole(early, (last - 5).max(early))
        }
        TruthKind::Late | TruthKind::Missing => 0,
    };
    at.clamp(0, last) as usize
}
