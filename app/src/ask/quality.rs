//! Data quality: how far the figures of a unit, and of the units below it, can be believed.

use super::scores::Rank;
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::quality::{Check, Counts, Dimension, Flag, Severity};
use kpi::role::Actor;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How the page is filtered. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityView {
    /// Which units stand in the table, by the rank's code; empty for those one step below.
    #[serde(default)]
    pub rank: String,
    /// A dimension by its code; empty for any.
    #[serde(default)]
    pub dimension: String,
    /// A data element, indicator or programme by its code; empty for any.
    #[serde(default)]
    pub subject: String,
    /// A severity by its code; empty for any.
    #[serde(default)]
    pub severity: String,
    /// `month`: flags of the month asked about only; empty for all twelve.
    #[serde(default)]
    pub span: String,
    /// Which hundred units of the table, from 1; empty for the first.
    #[serde(default)]
    pub page: String,
}

impl QualityView {
    /// Whether flags are filtered.
    pub fn filters(&self) -> bool {
        let Self {
            dimension,
            subject,
            severity,
            span,
            ..
        } = self;
        [dimension, subject, severity, span]
            .iter()
            .any(|text| !text.is_empty())
    }

    /// Whether a flag is asked for, on a page about `period`.
    pub fn asks_for(&self, flag: &Flag, period: Period) -> bool {
        (self.dimension.is_empty() || flag.check.dimension().code() == self.dimension)
            && (self.severity.is_empty() || flag.severity.code() == self.severity)
            && (self.subject.is_empty() || flag.subject.concerns(&self.subject))
            && (self.span != "month" || flag.period == period)
    }

    /// Which hundred, from 1.
    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }
}

/// How many units a page of the table holds.
pub const UNITS_A_PAGE: usize = 100;

/// The data quality of a unit in the twelve months up to one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityPage {
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The month asked about.
    pub period: Period,
    /// The first of the twelve.
    pub from: Period,
    /// The newest month there is to see.
    pub newest: Period,
    /// The unit and all below it.
    pub total: Counts,
    /// Which units stand in the table.
    pub rank: Rank,
    /// One page of the table, by code; empty where the reader may not see the units side by side.
    pub rows: Vec<QualityRow>,
    /// How many units the whole table has.
    pub rows_in_all: usize,
    /// Which page it is, from 1.
    pub page: usize,
    /// The unit's own flags that are asked for; `None` where the reader may not see its returns.
    pub flags: Option<Vec<Flag>>,
    /// How many flags the unit itself has, asked for or not.
    pub own_flags: usize,
}

/// One unit of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityRow {
    /// The unit.
    pub unit: UnitRef,
    /// The units between it and the one above all, highest first.
    pub above: Vec<UnitRef>,
    /// The unit and all below it.
    pub counts: Counts,
    /// How many of its flags are asked for.
    pub asked_for: i64,
}

/// Flags with their units, to be written to a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityFlags {
    /// The unit asked about.
    pub unit: UnitRef,
    /// The flags at and below it that are asked for, each with the unit it belongs to.
    pub flags: Vec<(UnitRef, Flag)>,
}

/// How a unit's data quality stands, in two numbers: what another page shows beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityMarkValue {
    /// Flags to be verified.
    pub verify: i64,
    /// Flags to be noted.
    pub note: i64,
    /// Returns received in the twelve months.
    pub received: i64,
    /// Returns expected.
    pub expected: i64,
}

impl From<Counts> for QualityMarkValue {
    fn from(counts: Counts) -> QualityMarkValue {
        QualityMarkValue {
            verify: counts.verify,
            note: counts.note,
            received: counts.returns.hits,
            expected: counts.returns.tested,
        }
    }
}

/// Every dimension that a filter offers.
pub const DIMENSIONS: [Dimension; 6] = Dimension::ALL;
/// Every severity that a filter offers.
pub const SEVERITIES: [Severity; 2] = Severity::ALL;
/// Every check, as the page lists them.
pub const CHECKS: [Check; 24] = Check::ALL;

/// Questions about data quality.
#[async_trait]
pub trait Quality: Send + Sync {
    /// The page of a unit. `period` none: the newest.
    async fn quality(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &QualityView,
    ) -> Result<QualityPage, Refusal>;

    /// The whole table of the units below, all pages of it.
    async fn quality_table(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &QualityView,
    ) -> Result<QualityPage, Refusal>;

    /// Every flag at and below a unit that is asked for.
    async fn quality_flags(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &QualityView,
    ) -> Result<QualityFlags, Refusal>;

    /// What another page shows beside a unit.
    async fn quality_mark(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
    ) -> Result<QualityMarkValue, Refusal>;
}

/// See [`Quality::quality`].
#[server(name = AskQuality, prefix = "/ask", endpoint = "quality")]
pub async fn quality(
    org_unit: UnitCode,
    period: Option<Period>,
    #[server(default)] view: QualityView,
) -> Result<QualityPage, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(
        super::backend()
            .quality(&who, org_unit, period, &view)
            .await,
    )
}

/// See [`Quality::quality_mark`].
#[server(name = AskQualityMark, prefix = "/ask", endpoint = "quality-mark")]
pub async fn quality_mark(org_unit: UnitCode, period: Period) -> Result<QualityMarkValue, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().quality_mark(&who, org_unit, period).await)
}
