//! Scores: the summary of a unit, one indicator over time, and units side by side.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::headline::Headline;
use kpi::mean::Mean;
use kpi::pace::Pace;
use kpi::role::Actor;
use kpi::score::Score;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A unit in a month, at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The month.
    pub period: Period,
    /// The newest month there is to see.
    pub newest: Period,
    /// N of M.
    pub headline: Headline,
    /// Accepted returns of the pilot programme in this month, of those expected.
    pub reported: (usize, usize),
    /// Indicators in catalogue order.
    pub tiles: Vec<Tile>,
    /// The pilot units one step below, with their headlines. Empty where the reader may not see
    /// them side by side.
    pub below: Vec<Below>,
}

/// One indicator of a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// The indicator's code.
    pub indicator: String,
    /// Whose score it is: the unit's, or that of the unit above that answers for it.
    pub of: UnitRef,
    /// The score.
    pub score: Score,
    /// The sum of the units below, where the score is the unit's own report (semantics 18).
    pub sum_below: Option<Score>,
    /// The path to the target, where there is one.
    pub pace: Option<Pace>,
    /// Of a pooled rate: the mean of the rates of the units behind it, where that has another
    /// colour.
    pub mean: Option<Mean>,
}

/// A unit below, in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Below {
    /// The unit.
    pub unit: UnitRef,
    /// Its headline.
    pub headline: Headline,
    /// Accepted returns of the pilot programme under it in this month, of those expected.
    pub reported: (usize, usize),
}

/// One indicator of one unit over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The indicator's code.
    pub indicator: String,
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The month asked about.
    pub period: Period,
    /// The newest month there is to see.
    pub newest: Period,
    /// Every month from the first to the one asked about, with or without a value.
    pub points: Vec<(Period, Score)>,
    /// The sum of the units below in the month asked about, where the score is the unit's own.
    pub sum_below: Option<Score>,
    /// The path to the target, where there is one.
    pub pace: Option<Pace>,
    /// Of a pooled rate in the month asked about: the mean of the rates of the units behind it.
    pub mean: Option<Mean>,
}

/// Units side by side, for one indicator and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The indicator's code.
    pub indicator: String,
    /// The unit above all of them, with the units above it, the nation first.
    pub path: Vec<UnitRef>,
    /// The month.
    pub period: Period,
    /// The newest month there is to see.
    pub newest: Period,
    /// Which units stand in the rows.
    pub rank: Rank,
    /// The unit above, itself.
    pub total: Score,
    /// One row a unit, by code.
    pub rows: Vec<CompareRow>,
}

/// Which units are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rank {
    /// Provinces that hold a pilot region.
    Provinces,
    /// Pilot regions.
    Regions,
    /// Pilot counties.
    Counties,
}

impl Rank {
    /// Its name in the address.
    pub fn code(self) -> &'static str {
        match self {
            Rank::Provinces => "provinces",
            Rank::Regions => "regions",
            Rank::Counties => "counties",
        }
    }

    /// The rank of this name.
    pub fn from_code(code: &str) -> Option<Rank> {
        [Rank::Provinces, Rank::Regions, Rank::Counties]
            .into_iter()
            .find(|rank| rank.code() == code)
    }
}

/// One unit of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareRow {
    /// The unit.
    pub unit: UnitRef,
    /// The units between it and the one above all, highest first.
    pub above: Vec<UnitRef>,
    /// Its score.
    pub score: Score,
    /// Its score the month before.
    pub before: Score,
}

/// Questions about scores.
#[async_trait]
pub trait Scores: Send + Sync {
    /// A unit in a month. `period` none: the newest.
    async fn summary(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Summary, Refusal>;

    /// One indicator of one unit, up to `period`.
    async fn progress(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Progress, Refusal>;

    /// The units below `org_unit` side by side. `rank` none: one step below.
    async fn compare(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
    ) -> Result<Comparison, Refusal>;
}

/// See [`Scores::summary`].
#[server(name = AskSummary, prefix = "/ask", endpoint = "summary")]
pub async fn summary(org_unit: UnitCode, period: Option<Period>) -> Result<Summary, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().summary(&who, org_unit, period).await)
}

/// See [`Scores::progress`].
#[server(name = AskProgress, prefix = "/ask", endpoint = "progress")]
pub async fn progress(
    indicator: String,
    org_unit: UnitCode,
    period: Option<Period>,
) -> Result<Progress, Refusal> {
    let who = super::answer(super::signed_in())?;
    let backend = super::backend();
    super::answer(backend.progress(&who, &indicator, org_unit, period).await)
}

/// See [`Scores::compare`].
#[server(name = AskCompare, prefix = "/ask", endpoint = "compare")]
pub async fn compare(
    indicator: String,
    org_unit: UnitCode,
    period: Option<Period>,
    rank: Option<Rank>,
) -> Result<Comparison, Refusal> {
    let who = super::answer(super::signed_in())?;
    let backend = super::backend();
    super::answer(
        backend
            .compare(&who, &indicator, org_unit, period, rank)
            .await,
    )
}
