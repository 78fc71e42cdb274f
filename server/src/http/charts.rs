//! The doors of the charts over units and of the profile: each as SVG, as PNG and as a table.

use super::chart_file::{self, Around, chart};
use super::downloads::{self, Door, read};
use super::router::Doors;
use super::table_file::table;
use app::ask::identity::Holding;
use app::ask::scores::Rank;
use app::charts::{self, Size};
use app::pages::{self, ProfileView};
use app::refusal::Refusal;
use app::tables::charts as tables;
use app::text::Words;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use kpi::role::Actor;
use kpi::{Indicator, Period, UnitCode, catalogue};
use serde::Deserialize;

/// Every door.
pub fn doors() -> Router<Doors> {
    let mut router = Router::new();
    router = chart(router, "/funnel/{indicator}/{unit}/{period}/chart", funnel);
    router = chart(
        router,
        "/distribution/{indicator}/{unit}/{period}/chart",
        distribution,
    );
    router = chart(router, "/change/{indicator}/{unit}/{period}/chart", change);
    router = chart(router, "/profile/{unit}/{period}/chart", profile);
    router = table(
        router,
        "/funnel/{indicator}/{unit}/{period}/table",
        funnel_table,
    );
    router = table(
        router,
        "/distribution/{indicator}/{unit}/{period}/table",
        distribution_table,
    );
    router = table(
        router,
        "/change/{indicator}/{unit}/{period}/table",
        change_table,
    );
    table(router, "/profile/{unit}/{period}/table", profile_table)
}

/// What an address says after its question mark.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    rank: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    mark: String,
}

/// Of whom a profile is, and which part of it.
#[derive(Deserialize)]
pub struct Profiled {
    #[serde(default)]
    peers: String,
    #[serde(flatten)]
    view: ProfileView,
}

type Place = Path<(String, String, String)>;

fn place(unit: &str, period: &str) -> Result<(UnitCode, Option<Period>), Refusal> {
    Ok((read(unit)?, Some(read(period)?)))
}

fn known(code: &str) -> Result<&'static Indicator, Refusal> {
    catalogue().indicator(code).ok_or(Refusal::Missing)
}

fn optional<T: std::str::FromStr>(text: &str) -> Result<Option<T>, Refusal> {
    match text {
        "" => Ok(None),
        text => read(text).map(Some),
    }
}

async fn funnel(
    door: Door,
    Path((code, unit, period)): Place,
    Query(chosen): Query<Chosen>,
) -> Response {
    let name = format!("funnel-{code}-{unit}-{period}");
    let draw = async |doors: &Doors, around: Around<'_>| {
        let (unit, period) = place(&unit, &period)?;
        let told = doors
            .backend
            .funnel(
                around.actor,
                &code,
                unit,
                period,
                Rank::from_code(&chosen.rank),
                pages::centre_of(&chosen.by),
            )
            .await?;
        // A census has none.
        told.funnel.ok_or(Refusal::Missing)?;
        let (words, holding): (Words, Holding) = (around.words, around.holding);
        let chart = pages::funnel_chart(words, known(&code)?, &told, holding, &chosen.mark);
        Ok(charts::funnel(&chart, Size::Wide))
    };
    chart_file::file(door, &name, draw).await
}

async fn distribution(
    door: Door,
    Path((code, unit, period)): Place,
    Query(chosen): Query<Chosen>,
) -> Response {
    let name = format!("distribution-{code}-{unit}-{period}");
    let draw = async |doors: &Doors, around: Around<'_>| {
        let (unit, period) = place(&unit, &period)?;
        let rank = Rank::from_code(&chosen.rank);
        let told = doors
            .backend
            .scatter(around.actor, &code, unit, period, rank)
            .await?;
        let chart = pages::distribution_chart(around.words, &told, around.holding);
        Ok(charts::distribution(
            &chart.ok_or(Refusal::Missing)?,
            Size::Wide,
        ))
    };
    chart_file::file(door, &name, draw).await
}

async fn change(
    door: Door,
    Path((code, unit, period)): Place,
    Query(chosen): Query<Chosen>,
) -> Response {
    let name = format!("change-{code}-{unit}-{period}");
    let draw = async |doors: &Doors, around: Around<'_>| {
        let (unit, period) = place(&unit, &period)?;
        let (rank, from) = (Rank::from_code(&chosen.rank), optional(&chosen.from)?);
        let told = doors
            .backend
            .change(around.actor, &code, unit, period, rank, from)
            .await?;
        let (words, holding) = (around.words, around.holding);
        let chart = pages::change_chart(words, known(&code)?, &told, holding, &chosen.mark);
        Ok(charts::change(&chart, Size::Wide))
    };
    chart_file::file(door, &name, draw).await
}

async fn profile(
    door: Door,
    Path((unit, period)): Path<(String, String)>,
    Query(chosen): Query<Profiled>,
) -> Response {
    let name = format!("profile-{unit}-{period}");
    let draw = async |doors: &Doors, around: Around<'_>| {
        let (unit, period) = place(&unit, &period)?;
        let peers = optional(&chosen.peers)?;
        let told = doors
            .backend
            .profile(around.actor, unit, period, peers)
            .await?;
        let chart = pages::profile_chart(around.words, &told, &chosen.view, around.holding);
        Ok(charts::spines(&chart, Size::Wide))
    };
    chart_file::file(door, &name, draw).await
}

async fn funnel_table(
    door: Door,
    Path((code, unit, period)): Place,
    Query(chosen): Query<Chosen>,
) -> Response {
    let name = format!("funnel-{code}-{unit}-{period}");
    let write = async |doors: &Doors, actor: &Actor, words: Words| {
        let (unit, period) = place(&unit, &period)?;
        let (rank, by) = (Rank::from_code(&chosen.rank), pages::centre_of(&chosen.by));
        let told = doors
            .backend
            .funnel(actor, &code, unit, period, rank, by)
            .await?;
        Ok(tables::funnel_table(&told, words))
    };
    downloads::file(door, &name, write).await
}

async fn distribution_table(
    door: Door,
    Path((code, unit, period)): Place,
    Query(chosen): Query<Chosen>,
) -> Response {
    let name = format!("distribution-{code}-{unit}-{period}");
    let write = async |doors: &Doors, actor: &Actor, words: Words| {
        let (unit, period) = place(&unit, &period)?;
        let rank = Rank::from_code(&chosen.rank);
        let told = doors
            .backend
            .scatter(actor, &code, unit, period, rank)
            .await?;
        Ok(tables::distribution_table(&told, words))
    };
    downloads::file(door, &name, write).await
}

async fn change_table(
    door: Door,
    Path((code, unit, period)): Place,
    Query(chosen): Query<Chosen>,
) -> Response {
    let name = format!("change-{code}-{unit}-{period}");
    let write = async |doors: &Doors, actor: &Actor, words: Words| {
        let (unit, period) = place(&unit, &period)?;
        let (rank, from) = (Rank::from_code(&chosen.rank), optional(&chosen.from)?);
        let told = doors
            .backend
            .change(actor, &code, unit, period, rank, from)
            .await?;
        Ok(tables::change_table(&told, words))
    };
    downloads::file(door, &name, write).await
}

async fn profile_table(
    door: Door,
    Path((unit, period)): Path<(String, String)>,
    Query(chosen): Query<Profiled>,
) -> Response {
    let name = format!("profile-{unit}-{period}");
    let write = async |doors: &Doors, actor: &Actor, words: Words| {
        let (unit, period) = place(&unit, &period)?;
        let peers = optional(&chosen.peers)?;
        let told = doors.backend.profile(actor, unit, period, peers).await?;
        Ok(tables::profile_table(&told, &chosen.view, words))
    };
    downloads::file(door, &name, write).await
}
