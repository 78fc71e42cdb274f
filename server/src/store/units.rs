//! The running tree.

use super::engine::on;
use super::error::{Doing, corrupt};
use super::{Reading, StoreError, parsed};
use kpi::org_unit::{Level, OrgUnit, Standing, UnitCode};

/// Which units below another one: the ranks that are shown side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranked {
    /// Provinces.
    Provinces,
    /// Pilot regions.
    Regions,
    /// Pilot counties.
    Counties,
}

impl Ranked {
    /// Its name in statements.
    pub(super) fn code(self) -> &'static str {
        match self {
            Ranked::Provinces => "provinces",
            Ranked::Regions => "regions",
            Ranked::Counties => "counties",
        }
    }
}

const LEVELS: [(Level, &str); 4] = [
    (Level::County, "county"),
    (Level::Prefecture, "prefecture"),
    (Level::Province, "province"),
    (Level::Nation, "nation"),
];

const STANDINGS: [(Standing, &str); 3] = [
    (Standing::Standard, "gbt2260"),
    (Standing::StatisticalOnly, "stat_only"),
    (Standing::CityWithoutCounties, "city_without_counties"),
];

/// The name of `value` in a table of names.
pub(super) fn name_of<T: Copy + PartialEq>(names: &[(T, &'static str)], value: T) -> &'static str {
    names
        .iter()
        .find(|(one, _)| *one == value)
        .map_or("", |(_, name)| name)
}

/// The value of a name.
pub(super) fn value_of<T: Copy>(
    names: &[(T, &str)],
    column: &str,
    name: &str,
) -> Result<T, sqlx::Error> {
    names
        .iter()
        .find(|(_, one)| *one == name)
        .map(|(value, _)| *value)
        .ok_or_else(|| corrupt(column, name))
}

/// A level's name.
pub(super) fn level_name(level: Level) -> &'static str {
    name_of(&LEVELS, level)
}

/// A standing's name.
pub(super) fn standing_name(standing: Standing) -> &'static str {
    name_of(&STANDINGS, standing)
}

#[derive(sqlx::FromRow)]
struct UnitRow {
    code: String,
    name_zh: String,
    name_en: String,
    level: String,
    parent: Option<String>,
    standing: String,
    is_region: bool,
    region: Option<String>,
    reviewer: Option<String>,
    townships_official: Option<i64>,
    villages_official: Option<i64>,
    note_zh: String,
    note_en: String,
}

impl UnitRow {
    fn unit(self) -> Result<(OrgUnit, Option<UnitCode>), sqlx::Error> {
        let optional = |column, text: Option<String>| {
            text.map(|text| parsed::<UnitCode>(column, &text))
                .transpose()
        };
        let reviewer = optional("reviewer", self.reviewer)?;
        let unit = OrgUnit {
            code: parsed("code", &self.code)?,
            name_zh: self.name_zh,
            name_en: self.name_en,
            level: value_of(&LEVELS, "level", &self.level)?,
            parent: optional("parent", self.parent)?,
            standing: value_of(&STANDINGS, "standing", &self.standing)?,
            is_region: self.is_region,
            region: optional("region", self.region)?,
            townships_official: self.townships_official,
            villages_official: self.villages_official,
            note: (!self.note_zh.is_empty()).then_some((self.note_zh, self.note_en)),
        };
        Ok((unit, reviewer))
    }
}

impl Reading {
    /// Every unit, with the reviewer that is written beside it.
    pub(super) async fn units_and_reviewers(
        &mut self,
    ) -> Result<Vec<(OrgUnit, Option<UnitCode>)>, StoreError> {
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, UnitRow>(
            "select code, name_zh, name_en, level, parent, standing, is_region, region, reviewer,
                    townships_official, villages_official, note_zh, note_en
             from org_unit order by code",
        ).fetch_all(db).await)
        .doing("reading the units")?;
        rows.into_iter()
            .map(UnitRow::unit)
            .collect::<Result<_, _>>()
            .doing("reading the units")
    }

    /// Every unit.
    pub async fn units(&mut self) -> Result<Vec<OrgUnit>, StoreError> {
        let rows = self.units_and_reviewers().await?;
        Ok(rows.into_iter().map(|(unit, _)| unit).collect())
    }
}
