//! The league table: all units of a rank side by side for one indicator and month, in so few
//! bytes that three thousand of them can go along with the page.

mod compact;

use super::scores::Rank;
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::Bilingual;
use kpi::fraction::Fraction;
use kpi::league::RankSpan;
use kpi::role::Actor;
use kpi::score::Score;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Units side by side, for one indicator and month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct League {
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
    /// How the ranks were simulated; none where chance has no part in the order.
    pub ranking: Option<Ranking>,
    /// By what the size of a unit is measured.
    pub size: SizeBy,
    /// The rows, by code.
    pub rows: Rows,
}

/// How ranks were simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// How many units have a value and are ranked.
    pub places: usize,
    /// How many rounds were drawn.
    pub draws: usize,
    /// With which seed.
    pub seed: u64,
    /// Whether bands are shown, because the intervals span too much of the table.
    pub in_bands: bool,
}

/// By what the size of a unit is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SizeBy {
    /// The indicator's own denominator.
    Denominator,
    /// The official number of villages and communities.
    Villages,
}

/// One unit of a league.
#[derive(Debug, Clone, PartialEq)]
pub struct LeagueRow {
    /// Its code.
    pub code: UnitCode,
    /// Its name.
    pub name: Bilingual,
    /// The units between it and the one above all, highest first.
    pub above: Vec<Bilingual>,
    /// Its score.
    pub score: Score,
    /// The value of the month before.
    pub before: Option<Fraction>,
    /// The first value of the year.
    pub first: Option<Fraction>,
    /// The values of twelve months, the month itself last, in hundredths; gaps stay gaps.
    pub course: Vec<Option<i64>>,
    /// Its rank.
    pub rank: Option<RankSpan>,
    /// Its size.
    pub size: Option<i64>,
}

/// Rows that travel in few bytes: see [`compact`].
#[derive(Debug, Clone, PartialEq)]
pub struct Rows(pub Vec<LeagueRow>);

/// Questions about leagues.
#[async_trait]
pub trait Leagues: Send + Sync {
    /// The units of a rank below `org_unit` side by side. `rank` none: one step below.
    async fn league(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
    ) -> Result<League, Refusal>;
}

/// See [`Leagues::league`].
#[server(name = AskLeague, prefix = "/ask", endpoint = "league")]
pub async fn league(
    indicator: String,
    org_unit: UnitCode,
    period: Option<Period>,
    rank: Option<Rank>,
) -> Result<League, Refusal> {
    let who = super::answer(super::signed_in())?;
    let backend = super::backend();
    super::answer(
        backend
            .league(&who, &indicator, org_unit, period, rank)
            .await,
    )
}
