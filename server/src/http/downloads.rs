//! Tables and charts as files: the same rows and bytes that the page shows.

use super::chart_file::{self, Around};
use super::identify::Identified;
use super::router::Doors;
use super::table_file::{self, Asked, answer};
use crate::clock::Clock;
use app::ask::identity::Holding;
use app::ask::units::Scope;
use app::charts::{self, Size};
use app::refusal::Refusal;
use app::tables::{self, DeskView, Table};
use app::text::Words;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kpi::role::Actor;
use serde::Deserialize;
use std::str::FromStr;

pub(super) type Door = (State<Doors>, Extension<Identified>, Asked);

/// A unit's summary.
pub async fn summary(door: Door, Path((unit, period)): Path<(String, String)>) -> Response {
    file(
        door,
        &format!("summary-{unit}-{period}"),
        async |doors: &Doors, actor: &Actor, words| {
            let told = doors
                .backend
                .summary(actor, read(&unit)?, Some(read(&period)?))
                .await?;
            Ok(tables::summary_table(&told, words))
        },
    )
    .await
}

/// An indicator's months.
pub async fn progress(
    door: Door,
    Path((indicator, unit, period)): Path<(String, String, String)>,
) -> Response {
    file(
        door,
        &format!("{indicator}-{unit}-{period}"),
        async |doors: &Doors, actor: &Actor, words| {
            let (unit, period) = (read(&unit)?, read(&period)?);
            let told = doors
                .backend
                .progress(actor, &indicator, unit, Some(period))
                .await?;
            Ok(tables::progress_table(&told, words))
        },
    )
    .await
}

/// What somebody has to do, as filtered on the page.
pub async fn desk(door: Door, Query(view): Query<DeskView>) -> Response {
    file(
        door,
        "returns",
        async |doors: &Doors, actor: &Actor, words| {
            let desk = doors.backend.desk(actor).await?;
            Ok(tables::desk_table(desk, &view, words))
        },
    )
    .await
}

/// Which units are listed.
#[derive(Deserialize)]
pub struct Sought {
    #[serde(default)]
    q: String,
    #[serde(default)]
    scope: String,
}

/// Organisation units, all that were found.
pub async fn units(door: Door, Query(sought): Query<Sought>) -> Response {
    file(
        door,
        "units",
        async |doors: &Doors, actor: &Actor, words| {
            let scope = match sought.scope.as_str() {
                "all" => Scope::All,
                _ => Scope::Pilots,
            };
            let backend = &doors.backend;
            let found = backend
                .find_units(actor, &sought.q, scope, usize::MAX)
                .await?;
            Ok(tables::units_table(&found, words))
        },
    )
    .await
}

/// Every indicator. Anybody may read it.
pub async fn definitions((State(doors), Extension(identified), asked): Door) -> Response {
    let words = Words(identified.lang);
    let written = async {
        let here = doors.backend.here(None).await?;
        let table = tables::definitions_table(words);
        Ok((table, around(&doors, &asked, words, here.holding)))
    };
    answer("indicators", asked.kind, identified.lang, written.await)
}

/// The progress chart.
pub async fn chart(
    door: Door,
    Path((indicator, unit, period)): Path<(String, String, String)>,
) -> Response {
    chart_file::file(
        door,
        &format!("{indicator}-{unit}-{period}"),
        async |doors: &Doors, around: Around<'_>| {
            let (unit, period) = (read(&unit)?, read(&period)?);
            let told = doors
                .backend
                .progress(around.actor, &indicator, unit, Some(period))
                .await?;
            let chart = app::pages::progress_chart(around.words, &told, around.holding);
            Ok(charts::draw(&chart, Size::Wide))
        },
    )
    .await
}

/// A part of an address, read.
pub(super) fn read<T: FromStr>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| Refusal::Missing)
}

/// Answers with a table as the file that its address asks for.
pub(super) async fn file(
    (State(doors), Extension(identified), asked): Door,
    name: &str,
    table: impl AsyncFnOnce(&Doors, &Actor, Words) -> Result<Table, Refusal>,
) -> Response {
    let words = Words(identified.lang);
    let written = async {
        let actor = identified.actor.as_ref().ok_or(Refusal::SignIn)?;
        let here = doors.backend.here(Some(actor)).await?;
        let table = table(&doors, actor, words).await?;
        Ok((table, around(&doors, &asked, words, here.holding)))
    };
    answer(name, asked.kind, identified.lang, written.await)
}

fn around(doors: &Doors, asked: &Asked, words: Words, holding: Holding) -> table_file::Around {
    table_file::Around {
        words,
        holding,
        at: Clock::moment(doors.office.clock().now()),
        address: asked.address.clone(),
    }
}
