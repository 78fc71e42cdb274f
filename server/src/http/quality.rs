//! Data quality as files.

use super::downloads::{Door, file, read};
use super::router::Doors;
use app::ask::quality::QualityView;
use app::tables::quality as tables;
use axum::extract::{Path, Query};
use axum::response::Response;
use kpi::role::Actor;

/// The table of units, all pages of it, filtered as the page is.
pub async fn summary(
    door: Door,
    Path((unit, period)): Path<(String, String)>,
    Query(view): Query<QualityView>,
) -> Response {
    file(
        door,
        &format!("quality-{unit}-{period}"),
        async |doors: &Doors, actor: &Actor, words| {
            let (unit, period) = (read(&unit)?, read(&period)?);
            let told = doors
                .backend
                .quality_table(actor, unit, period, &view)
                .await?;
            Ok(tables::quality_table(&told, words))
        },
    )
    .await
}

/// Every flag at and below a unit, filtered as the page is.
pub async fn flags(
    door: Door,
    Path((unit, period)): Path<(String, String)>,
    Query(view): Query<QualityView>,
) -> Response {
    file(
        door,
        &format!("quality-flags-{unit}-{period}"),
        async |doors: &Doors, actor: &Actor, words| {
            let (unit, period) = (read(&unit)?, read(&period)?);
            let told = doors
                .backend
                .quality_flags(actor, unit, period, &view)
                .await?;
            Ok(tables::quality_flags_table(&told, words))
        },
    )
    .await
}
