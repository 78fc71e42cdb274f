//! The evaluator's tables and charts as files: the league, the board, whom to remind, the heat
//! map. All pages of what the page shows.

use super::chart_file::{self, Around};
use super::downloads::{Door, file, read};
use super::router::Doors;
use app::ask::board::BoardView;
use app::ask::heat::HeatView;
use app::ask::scores::Rank;
use app::charts::draw_heat;
use app::tables::board::{board_table, reminder_table};
use app::tables::heat::heat_table;
use app::tables::league::{LeagueView, league_table};
use axum::extract::{Path, Query};
use axum::response::Response;
use kpi::role::Actor;
use serde::Deserialize;

/// Which units a league holds, and how it is looked at.
#[derive(Deserialize)]
pub struct Ranked {
    #[serde(default)]
    rank: String,
    #[serde(flatten)]
    view: LeagueView,
}

/// The league, as filtered and sorted on the page.
pub async fn league(
    door: Door,
    Path((indicator, unit, period)): Path<(String, String, String)>,
    Query(ranked): Query<Ranked>,
) -> Response {
    let name = format!("compare-{indicator}-{unit}-{period}");
    let table = async |doors: &Doors, actor: &Actor, words| {
        let rank = Rank::from_code(&ranked.rank);
        let (unit, period) = (read(&unit)?, read(&period)?);
        let told = doors
            .backend
            .league(actor, &indicator, unit, Some(period), rank)
            .await?;
        Ok(league_table(&told, &ranked.view, words))
    };
    file(door, &name, table).await
}

/// The reporting board, as filtered on the page.
pub async fn board(
    door: Door,
    Path((unit, period)): Path<(String, String)>,
    Query(view): Query<BoardView>,
) -> Response {
    let name = format!("board-{unit}-{period}");
    let table = async |doors: &Doors, actor: &Actor, words| {
        let (unit, period) = (read(&unit)?, read(&period)?);
        let told = doors
            .backend
            .whole_board(actor, unit, period, &view)
            .await?;
        Ok(board_table(&told, words))
    };
    file(door, &name, table).await
}

/// Whom to remind.
pub async fn reminders(
    door: Door,
    Path((unit, period)): Path<(String, String)>,
    Query(view): Query<BoardView>,
) -> Response {
    let name = format!("remind-{unit}-{period}");
    let table = async |doors: &Doors, actor: &Actor, words| {
        let (unit, period) = (read(&unit)?, read(&period)?);
        let told = doors.backend.reminders(actor, unit, period, &view).await?;
        Ok(reminder_table(&told, words))
    };
    file(door, &name, table).await
}

/// The heat map, as filtered and sorted on the page.
pub async fn heat(
    door: Door,
    Path((unit, period)): Path<(String, String)>,
    Query(view): Query<HeatView>,
) -> Response {
    let name = format!("heat-{unit}-{period}");
    let table = async |doors: &Doors, actor: &Actor, words| {
        let (unit, period) = (read(&unit)?, read(&period)?);
        let told = doors.backend.whole_heat(actor, unit, period, &view).await?;
        Ok(heat_table(&told, words))
    };
    file(door, &name, table).await
}

/// The heat map's chart: the page that is looked at.
pub async fn heat_chart(
    door: Door,
    Path((unit, period)): Path<(String, String)>,
    Query(view): Query<HeatView>,
) -> Response {
    chart_file::file(
        door,
        &format!("heat-{unit}-{period}"),
        async |doors: &Doors, around: Around<'_>| {
            let (unit, period) = (read(&unit)?, read(&period)?);
            let map = doors
                .backend
                .heat(around.actor, unit, Some(period), &view)
                .await?;
            let chart = app::pages::heat_chart(around.words, &map, around.holding);
            Ok(draw_heat(&chart))
        },
    )
    .await
}
