//! The divisions of 2020, and which of them are pilots.

use super::bilingual::Bilingual;
use super::read::{self, Row};
use crate::org_unit::{Level, NATION, OrgUnit, Standing, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

const DIVISIONS: &str = include_str!("data/divisions.csv");
const PILOT_REGIONS: &str = include_str!("data/pilot_regions.csv");
const PILOT_COUNTIES: &str = include_str!("data/pilot_counties.csv");

/// One entry of the pilot list (65). Two of them have no code and stand in no sum; they are kept
/// and said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PilotRegion {
    /// Its code, where it has one.
    pub code: Option<UnitCode>,
    /// The province it is listed under.
    pub province_zh: String,
    /// Its name.
    pub name: Bilingual,
    /// The year of its batch.
    pub batch: String,
    /// Where the entry was read.
    pub source: String,
    /// Whether the entry was seen in an official text.
    pub verified: String,
    /// What must be said about it.
    pub note: Bilingual,
}

/// The pilot list.
pub fn pilot_regions() -> Vec<PilotRegion> {
    read::rows(PILOT_REGIONS, |row| {
        Ok(PilotRegion {
            code: row.optional("code")?,
            province_zh: row.text("province_zh")?,
            name: row.bilingual("region")?,
            batch: row.text("batch")?,
            source: row.text("source")?,
            verified: row.text("verified")?,
            note: row.bilingual("note")?,
        })
    })
    .expect("the compiled-in pilot list parses: a test reads every row")
}

/// Every division, the nation first, with the pilots marked.
pub fn divisions() -> Vec<OrgUnit> {
    divisions_read().expect("the compiled-in divisions parse: a test reads every row")
}

fn divisions_read() -> Result<Vec<OrgUnit>, read::Unreadable> {
    let notes: BTreeMap<UnitCode, Bilingual> = pilot_regions()
        .into_iter()
        .filter_map(|region| Some((region.code?, region.note)))
        .collect();
    let region_of: BTreeMap<UnitCode, UnitCode> = read::rows(PILOT_COUNTIES, |row| {
        Ok((row.parsed("county_code")?, row.parsed("region_code")?))
    })?
    .into_iter()
    .collect();
    let regions: BTreeSet<UnitCode> = notes.keys().copied().collect();
    let rows = read::rows(DIVISIONS, |row| {
        let code = row.parsed("code")?;
        let note = notes.get(&code).filter(|note| !note.is_empty());
        Ok(OrgUnit {
            code,
            name_zh: row.text("name_zh")?,
            name_en: row.text("name_en")?,
            level: level(row)?,
            parent: row
                .optional("parent")?
                .or((code != NATION).then_some(NATION)),
            standing: standing(row)?,
            is_region: regions.contains(&code),
            region: region_of.get(&code).copied(),
            townships_official: row.optional("townships_official")?,
            villages_official: row.optional("communities_villages_total")?,
            note: note.map(|note| (note.zh.clone(), note.en.clone())),
        })
    })?;
    Ok(once_each(rows))
}

/// Dongguan, Zhongshan and Danzhou have no counties: the list has them as prefecture and again as
/// county, under one code. They stand here once, as the prefecture, with the county's counts.
fn once_each(rows: Vec<OrgUnit>) -> Vec<OrgUnit> {
    let mut units: BTreeMap<UnitCode, OrgUnit> = BTreeMap::new();
    for row in rows {
        match units.get_mut(&row.code) {
            None => {
                units.insert(row.code, row);
            }
            Some(unit) => {
                unit.standing = row.standing;
                unit.townships_official = row.townships_official;
                unit.villages_official = row.villages_official;
            }
        }
    }
    units.into_values().collect()
}

fn level(row: &Row) -> Result<Level, read::Unreadable> {
    row.one_of(
        "level",
        &[
            ("nation", Level::Nation),
            ("province", Level::Province),
            ("prefecture", Level::Prefecture),
            ("county", Level::County),
        ],
    )
}

fn standing(row: &Row) -> Result<Standing, read::Unreadable> {
    row.one_of(
        "flag",
        &[
            ("gbt2260", Standing::Standard),
            ("stat_only", Standing::StatisticalOnly),
            ("city_without_counties", Standing::CityWithoutCounties),
        ],
    )
}
