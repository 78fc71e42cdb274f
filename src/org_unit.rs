//! Organisation units: the tree of administrative divisions, which of them are pilots, and who
//! answers to whom.
//!
//! Codes are GB/T 2260 as of 2020-06-30. One code may act on several tiers: the sixteen
//! districts that are pilot regions by themselves, and Tianjin and Shanghai, which are region and
//! province. Such a unit stands once in the tree and files one return with the elements of all
//! its tiers (semantics 1).

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// A GB/T 2260 code: six digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitCode(u32);

/// The whole country.
pub const NATION: UnitCode = UnitCode(0);

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is not a unit's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACode(pub String);

impl FromStr for UnitCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<UnitCode, NotACode> {
        if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(UnitCode(text.parse().expect("six digits fit in 32 bits")))
        } else {
            Err(NotACode(text.to_owned()))
        }
    }
}

impl Serialize for UnitCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UnitCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<UnitCode, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(|_| serde::de::Error::custom("a unit's code is six digits"))
    }
}

/// A unit's place among the administrative divisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// County, district, county-level city, or a statistical zone of that rank.
    County,
    /// Prefecture-level city, prefecture, autonomous prefecture or league.
    Prefecture,
    /// Province, autonomous region or municipality.
    Province,
    /// The whole country.
    Nation,
}

/// Who answers for a data element or an indicator. Ordered from the ground up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// A county.
    County,
    /// One of the pilot regions: a prefecture, a county or a whole municipality.
    Region,
    /// A province.
    Province,
    /// The nation: it answers for nothing itself, and sums up.
    Nation,
}

/// How a division stands in the national standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// In GB/T 2260.
    Standard,
    /// A development zone that statistics count as a county; not in GB/T 2260.
    StatisticalOnly,
    /// A prefecture-level city without counties, standing in their place.
    CityWithoutCounties,
}

/// One organisation unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgUnit {
    /// Its code.
    pub code: UnitCode,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English, by pinyin.
    pub name_en: String,
    /// Its place among the divisions.
    pub level: Level,
    /// The division above; none for the nation.
    pub parent: Option<UnitCode>,
    /// How it stands in the national standard.
    pub standing: Standing,
    /// Whether it is a pilot region.
    pub is_region: bool,
    /// The pilot region that a pilot county belongs to; its own code where it is both.
    pub region: Option<UnitCode>,
    /// Official number of townships and streets on 2020-06-30; counties only.
    pub townships_official: Option<i64>,
    /// Official number of villages and communities on 2020-06-30; counties only.
    pub villages_official: Option<i64>,
    /// What must be said about the unit, in Chinese and English; mostly empty.
    pub note: Option<(String, String)>,
}

impl OrgUnit {
    /// Whether it is one of the pilot counties.
    pub fn is_pilot_county(&self) -> bool {
        self.level == Level::County && self.region.is_some()
    }

    /// The tiers it acts on, lowest first. A prefecture that is no pilot region acts on none.
    pub fn tiers(&self) -> Vec<Tier> {
        let mut tiers = Vec::with_capacity(2);
        if self.level == Level::County {
            tiers.push(Tier::County);
        }
        if self.is_region {
            tiers.push(Tier::Region);
        }
        match self.level {
            Level::Province => tiers.push(Tier::Province),
            Level::Nation => tiers.push(Tier::Nation),
            Level::County | Level::Prefecture => {}
        }
        tiers
    }

    /// Whether it acts on `tier`.
    pub fn acts_as(&self, tier: Tier) -> bool {
        self.tiers().contains(&tier)
    }

    /// The highest tier whose figures may stand under this unit: a figure may be imported at its
    /// own tier or above (semantics 10).
    pub fn height(&self) -> Tier {
        match self.level {
            Level::Nation => Tier::Nation,
            Level::Province => Tier::Province,
            Level::Prefecture => Tier::Region,
            Level::County if self.is_region => Tier::Region,
            Level::County => Tier::County,
        }
    }

    /// The official count behind a data element, where the division data has one (semantics 7).
    pub fn official(&self, element: &str) -> Option<i64> {
        match element {
            "villages_total" => self.villages_official,
            "townships_total" => self.townships_official,
            _ => None,
        }
    }
}

/// All organisation units, with the ways between them.
#[derive(Debug, Clone)]
pub struct OrgUnits {
    units: BTreeMap<UnitCode, OrgUnit>,
    children: BTreeMap<UnitCode, Vec<UnitCode>>,
    provinces_with_region: BTreeSet<UnitCode>,
}

impl OrgUnits {
    /// Builds the tree. Every parent must be among the units.
    pub fn new(units: impl IntoIterator<Item = OrgUnit>) -> OrgUnits {
        let units: BTreeMap<_, _> = units.into_iter().map(|unit| (unit.code, unit)).collect();
        let mut children: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for unit in units.values() {
            if let Some(parent) = unit.parent {
                children.entry(parent).or_default().push(unit.code);
            }
        }
        let mut tree = OrgUnits {
            units,
            children,
            provinces_with_region: BTreeSet::new(),
        };
        tree.provinces_with_region = tree
            .iter()
            .filter(|unit| unit.is_region)
            .flat_map(|region| std::iter::once(region).chain(tree.ancestors(region.code)))
            .filter(|above| above.level == Level::Province)
            .map(|above| above.code)
            .collect();
        tree
    }

    /// The unit of this code.
    pub fn get(&self, code: UnitCode) -> Option<&OrgUnit> {
        self.units.get(&code)
    }

    /// Every unit, by code.
    pub fn iter(&self) -> impl Iterator<Item = &OrgUnit> {
        self.units.values()
    }

    /// The divisions directly below, by code.
    pub fn children(&self, code: UnitCode) -> impl Iterator<Item = &OrgUnit> {
        self.children
            .get(&code)
            .into_iter()
            .flatten()
            .filter_map(|child| self.get(*child))
    }

    /// The divisions above, nearest first, up to the nation.
    pub fn ancestors(&self, code: UnitCode) -> impl Iterator<Item = &OrgUnit> {
        std::iter::successors(self.get(code), |unit| {
            unit.parent.and_then(|parent| self.get(parent))
        })
        .skip(1)
    }

    /// Whether `below` lies under `above`, by however many steps. A unit is not under itself.
    pub fn is_below(&self, below: UnitCode, above: UnitCode) -> bool {
        self.ancestors(below).any(|unit| unit.code == above)
    }

    /// The pilot units that answer on `tier` at or under `code`, by code. These are the K of
    /// every "k of K" (semantics 4 and 17). A province counts where it holds a pilot region.
    pub fn responsible(&self, code: UnitCode, tier: Tier) -> Vec<&OrgUnit> {
        self.units
            .values()
            .filter(|unit| match tier {
                Tier::County => unit.is_pilot_county(),
                Tier::Region => unit.is_region,
                Tier::Province => unit.level == Level::Province && self.has_region(unit.code),
                Tier::Nation => unit.level == Level::Nation,
            })
            .filter(|unit| unit.code == code || self.is_below(unit.code, code))
            .collect()
    }

    fn has_region(&self, province: UnitCode) -> bool {
        self.provinces_with_region.contains(&province)
    }

    /// The unit that accepts the returns of `code`: county → pilot region → province → nation,
    /// and a unit that acts on several tiers is reviewed above the highest (semantics 1 and 2).
    pub fn reviewer_of(&self, code: UnitCode) -> Option<UnitCode> {
        let unit = self.get(code)?;
        match unit.tiers().last()? {
            Tier::County => unit.region.filter(|region| *region != code),
            Tier::Region => self
                .ancestors(code)
                .find(|above| above.level == Level::Province)
                .map(|above| above.code),
            Tier::Province => self.has_region(code).then_some(NATION),
            Tier::Nation => None,
        }
    }

    /// The unit that confirms what was accepted, where a programme has two levels of review: the
    /// reviewer's own reviewer. Above a province there is only the nation, so none.
    pub fn confirmer_of(&self, code: UnitCode) -> Option<UnitCode> {
        self.reviewer_of(self.reviewer_of(code)?)
    }

    /// Where one clicks from `code`: provinces of the nation, pilot regions of a province, pilot
    /// counties of a region. A unit that is its own region shows its counties, or nothing below.
    pub fn pilots_below(&self, code: UnitCode) -> Vec<&OrgUnit> {
        let Some(unit) = self.get(code) else {
            return Vec::new();
        };
        let next = match unit.height() {
            Tier::Nation => Tier::Province,
            Tier::Province if !unit.is_region => Tier::Region,
            Tier::Province | Tier::Region => Tier::County,
            Tier::County => return Vec::new(),
        };
        let mut below = self.responsible(code, next);
        below.retain(|other| other.code != code);
        below
    }

    /// Whether the unit files returns: a pilot county, a pilot region, or a province with one.
    pub fn files_returns(&self, code: UnitCode) -> bool {
        self.get(code).is_some_and(|unit| {
            unit.is_pilot_county()
                || unit.is_region
                || (unit.level == Level::Province && self.has_region(code))
        })
    }
}
