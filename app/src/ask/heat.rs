//! The heat map: units by indicators in one month.

use super::scores::Rank;
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::Bilingual;
use kpi::role::Actor;
use kpi::score::Status;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What part of a heat map is looked at. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeatView {
    /// A rank by its code; empty for one step below.
    #[serde(default)]
    pub rank: String,
    /// A programme's code for all its indicators; empty for those that are scored.
    #[serde(default)]
    pub programme: String,
    /// A status by its code: units with at least one such; empty for any.
    #[serde(default)]
    pub status: String,
    /// `not_met`: those with most of them first; empty for the order of codes.
    #[serde(default)]
    pub sort: String,
    /// Text that the unit's name or code holds.
    #[serde(default)]
    pub q: String,
    /// Which page, from 1 on; empty for the first.
    #[serde(default)]
    pub page: String,
}

impl HeatView {
    /// The page, from 1 on.
    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }
}

/// Units by indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeatMap {
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The month.
    pub period: Period,
    /// The newest month there is to see.
    pub newest: Period,
    /// Which units stand in the rows.
    pub rank: Rank,
    /// The indicators' codes, in catalogue order.
    pub indicators: Vec<String>,
    /// The units of this page.
    pub rows: Vec<HeatRow>,
    /// How many units fit the view.
    pub fitting: usize,
    /// Which page this is, from 1 on, and how many there are.
    pub page: (usize, usize),
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeatRow {
    /// Its code.
    pub code: UnitCode,
    /// Its name.
    pub name: Bilingual,
    /// The units between it and the one above all, highest first.
    pub above: Vec<Bilingual>,
    /// The status of each indicator; none where it is only watched.
    pub cells: Vec<Option<Status>>,
    /// How many are not met. 4.5‰ is not counted: nobody is to be ordered by it.
    pub not_met: u32,
}

/// Questions about heat maps.
#[async_trait]
pub trait HeatMaps: Send + Sync {
    /// The heat map of the units below one. `period` none: the newest.
    async fn heat(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &HeatView,
    ) -> Result<HeatMap, Refusal>;

    /// Everything that fits the view, on one page.
    async fn whole_heat(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &HeatView,
    ) -> Result<HeatMap, Refusal>;
}

/// See [`HeatMaps::heat`].
#[server(name = AskHeat, prefix = "/ask", endpoint = "heat")]
pub async fn heat(
    org_unit: UnitCode,
    period: Option<Period>,
    view: HeatView,
) -> Result<HeatMap, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().heat(&who, org_unit, period, &view).await)
}
