//! Organisation units: what they are called, where they lie, and how to find them.

use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::Bilingual;
use kpi::org_unit::{Level, OrgUnit};
use kpi::role::Actor;
use kpi::{OrgUnits, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A unit as pages name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRef {
    /// Its code.
    pub code: UnitCode,
    /// Its name.
    pub name: Bilingual,
    /// Its place among the divisions.
    pub level: Level,
    /// Whether it is a pilot region.
    pub is_region: bool,
    /// Whether it is a pilot county.
    pub is_pilot_county: bool,
    /// What must be said about it.
    pub note: Option<Bilingual>,
}

impl From<&OrgUnit> for UnitRef {
    fn from(unit: &OrgUnit) -> UnitRef {
        UnitRef {
            code: unit.code,
            name: Bilingual {
                zh: unit.name_zh.clone(),
                en: unit.name_en.clone(),
            },
            level: unit.level,
            is_region: unit.is_region,
            is_pilot_county: unit.is_pilot_county(),
            note: unit.note.clone().map(|(zh, en)| Bilingual { zh, en }),
        }
    }
}

/// The units above `code`, the nation first, with the unit itself last.
pub fn path_to(units: &OrgUnits, code: UnitCode) -> Vec<UnitRef> {
    let mut path: Vec<UnitRef> = units.ancestors(code).map(UnitRef::from).collect();
    path.reverse();
    path.extend(units.get(code).map(UnitRef::from));
    path
}

/// A unit that was found, with the units above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundUnit {
    /// The unit.
    pub unit: UnitRef,
    /// The units above it, the nation left out.
    pub above: Vec<UnitRef>,
    /// Whether the reader may open its scores.
    pub readable: bool,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundUnits {
    /// The first of them.
    pub units: Vec<FoundUnit>,
    /// How many there are.
    pub total: usize,
    /// Pilot entries without a code, which stand in no sum.
    pub without_code: Vec<(Bilingual, Bilingual)>,
}

/// Questions about units.
#[async_trait]
pub trait Units: Send + Sync {
    /// Units whose code or name (Chinese or English) holds `text`, at `most` so many; all pilots
    /// when it is empty.
    async fn find_units(
        &self,
        who: &Actor,
        text: &str,
        scope: Scope,
        most: usize,
    ) -> Result<FoundUnits, Refusal>;
}

/// Which units are looked through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Pilot regions, pilot counties and the provinces that hold them.
    #[default]
    Pilots,
    /// Every division.
    All,
}

/// See [`Units::find_units`].
#[server(name = AskFindUnits, prefix = "/ask", endpoint = "units")]
pub async fn find_units(text: String, scope: Scope) -> Result<FoundUnits, Refusal> {
    let who = super::answer(super::signed_in())?;
    // As many as a page lists; the file has them all.
    super::answer(super::backend().find_units(&who, &text, scope, 100).await)
}
