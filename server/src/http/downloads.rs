//! Tables and charts as files: the same rows and bytes that the page shows.

use super::identify::Identified;
use super::refused;
use super::router::Doors;
use app::ask::identity::Holding;
use app::ask::scores::Rank;
use app::ask::units::Scope;
use app::charts::{self, Size};
use app::refusal::Refusal;
use app::tables::{self, DeskView, Table, View};
use app::text::Words;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kpi::catalogue::Lang;
use kpi::role::Actor;
use serde::Deserialize;
use std::str::FromStr;

pub(super) type Door = (State<Doors>, Extension<Identified>);

/// Which units a comparison holds.
#[derive(Deserialize)]
pub struct Ranked {
    #[serde(default)]
    rank: String,
    #[serde(flatten)]
    view: View,
}

/// The comparison table, as filtered and sorted on the page.
pub async fn comparison(
    door: Door,
    Path((indicator, unit, period)): Path<(String, String, String)>,
    Query(ranked): Query<Ranked>,
) -> Response {
    file(
        door,
        &format!("compare-{indicator}-{unit}-{period}"),
        async |doors: &Doors, actor: &Actor, words| {
            let rank = Rank::from_code(&ranked.rank);
            let (unit, period) = (read(&unit)?, read(&period)?);
            let told = doors
                .backend
                .compare(actor, &indicator, unit, Some(period), rank)
                .await?;
            Ok(tables::comparison_table(&told, &ranked.view, words))
        },
    )
    .await
}

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
pub async fn definitions((State(doors), Extension(identified)): Door) -> Response {
    let words = Words(identified.lang);
    let written = async {
        let here = doors.backend.here(None).await?;
        in_full(tables::definitions_table(words), words, here.holding)
    };
    answer("indicators", identified.lang, written.await)
}

/// The progress chart.
pub async fn chart(
    (State(doors), Extension(identified)): Door,
    Path((indicator, unit, period)): Path<(String, String, String)>,
) -> Response {
    let drawn = async {
        let actor = identified.actor.as_ref().ok_or(Refusal::SignIn)?;
        let here = doors.backend.here(Some(actor)).await?;
        let (unit, period) = (read(&unit)?, read(&period)?);
        let told = doors
            .backend
            .progress(actor, &indicator, unit, Some(period))
            .await?;
        let chart = app::pages::progress_chart(Words(identified.lang), &told, here.holding);
        Ok(charts::draw(&chart, Size::Wide))
    };
    match drawn.await {
        Ok(svg) => {
            let name = format!("attachment; filename=\"{indicator}-{unit}-{period}.svg\"");
            let head = [
                (header::CONTENT_TYPE, "image/svg+xml".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (head, svg).into_response()
        }
        Err(refusal) => refused(identified.lang, &refusal, "/"),
    }
}

fn read<T: FromStr>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| Refusal::Missing)
}

/// Writes a table as CSV with a byte order mark, so that Excel takes it for UTF-8. A file of
/// invented figures says so in its name and its last line.
pub(super) async fn file(
    (State(doors), Extension(identified)): Door,
    name: &str,
    table: impl AsyncFnOnce(&Doors, &Actor, Words) -> Result<Table, Refusal>,
) -> Response {
    let words = Words(identified.lang);
    let written = async {
        let actor = identified.actor.as_ref().ok_or(Refusal::SignIn)?;
        let here = doors.backend.here(Some(actor)).await?;
        let table = table(&doors, actor, words).await?;
        in_full(table, words, here.holding)
    };
    answer(name, identified.lang, written.await)
}

/// A table's bytes, and what its file's name says about what is held.
type Written = (Vec<u8>, &'static str);

fn in_full(mut table: Table, words: Words, holding: Holding) -> Result<Written, Refusal> {
    if let Some(band) = words.holding_band(holding) {
        let mut last = vec![String::new(); table.head.len()];
        last[0] = band.to_owned();
        table.rows.push(last);
    }
    let suffix = match holding {
        Holding::Demo => "-demo",
        Holding::Published => "-published",
        Holding::Real => "",
    };
    Ok((csv(&table)?, suffix))
}

fn answer(name: &str, lang: Lang, written: Result<Written, Refusal>) -> Response {
    match written {
        Ok((text, suffix)) => {
            let name = format!("attachment; filename=\"{name}{suffix}.csv\"");
            let head = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (head, text).into_response()
        }
        Err(refusal) => refused(lang, &refusal, "/"),
    }
}

fn csv(table: &Table) -> Result<Vec<u8>, Refusal> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let broken = |error: &dyn std::error::Error| {
        let incident = super::incident();
        tracing::error!(incident, %error, "writing a table");
        Refusal::Broken { incident }
    };
    for row in std::iter::once(&table.head).chain(&table.rows) {
        writer.write_record(row).map_err(|error| broken(&error))?;
    }
    writer.into_inner().map_err(|error| broken(error.error()))
}
