//! A whole database at once: which units are pilots, and indexes that are built when everything
//! is there. Only `bench-data` needs it, in a database that holds nothing else.

use super::engine::{Field, on};
use super::error::Doing;
use super::{Change, Reading, StoreError, SumsRow, sums};
use kpi::org_unit::UnitCode;

/// Indexes whose order is not that in which the rows come: built afterwards they cost a fraction.
/// The statements are those of the migrations.
const AFTERWARDS: [(&str, &str); 6] = [
    (
        "drop index part_over_time",
        "create index part_over_time on part (org_unit, indicator, period)",
    ),
    (
        "drop index part_side_by_side",
        "create index part_side_by_side on part (indicator, period, org_unit)",
    ),
    (
        "drop index sums_over_time",
        "create index sums_over_time on sums (org_unit, indicator, period)",
    ),
    (
        "drop index sums_side_by_side",
        "create index sums_side_by_side on sums (indicator, period, org_unit)",
    ),
    (
        "drop index figure_by_change",
        "create index figure_by_change on figure (since_change)",
    ),
    (
        "drop index filing_by_month",
        "create index filing_by_month on filing (programme, period, org_unit)",
    ),
];

impl Reading {
    /// Whether nothing was ever written: no figure, no account, no setting.
    pub async fn is_untouched(&mut self) -> Result<bool, StoreError> {
        on!(&mut self.link, db => sqlx::query_scalar::<_, i64>(
            "select last from ledger where id = 1",
        ).fetch_one(db).await)
        .map(|last| last == 0)
        .doing("reading whether the database is empty")
    }

    /// How many bytes the database takes; what is still in a journal is not counted.
    pub async fn size(&mut self) -> Result<i64, StoreError> {
        match &mut self.link {
            super::Link::Sqlite(open) => {
                sqlx::query_scalar::<_, i64>(
                    "select page_count * page_size from pragma_page_count(), pragma_page_size()",
                )
                .fetch_one(&mut **open)
                .await
            }
            super::Link::Postgres(open) => {
                sqlx::query_scalar::<_, i64>("select pg_database_size(current_database())")
                    .fetch_one(&mut **open)
                    .await
            }
        }
        .doing("reading the size of the database")
    }
}

impl Change {
    /// Makes these the pilots, and no others: regions, and counties with their region.
    pub async fn mark_pilots(
        &mut self,
        regions: &[UnitCode],
        counties: &[(UnitCode, UnitCode)],
    ) -> Result<(), StoreError> {
        on!(&mut self.reading.link, db => sqlx::query(
            "update org_unit set is_region = $1, region = null where is_region or region is not null",
        ).bind(false).execute(db).await.map(|done| done.rows_affected()))
        .doing("marking pilots")?;
        for region in regions {
            let region = region.to_string();
            on!(&mut self.reading.link, db => sqlx::query(
                "update org_unit set is_region = $2 where code = $1",
            ).bind(&region).bind(true).execute(db).await.map(|done| done.rows_affected()))
            .doing("marking pilot regions")?;
        }
        for (county, region) in counties {
            let (county, region) = (county.to_string(), region.to_string());
            on!(&mut self.reading.link, db => sqlx::query(
                "update org_unit set region = $2 where code = $1",
            ).bind(&county).bind(&region).execute(db).await.map(|done| done.rows_affected()))
            .doing("marking pilot counties")?;
        }
        Ok(())
    }

    /// Takes away the indexes that are built afterwards.
    pub async fn without_indexes(&mut self) -> Result<(), StoreError> {
        for (drop, _) in AFTERWARDS {
            on!(&mut self.reading.link, db => sqlx::query(drop)
                .execute(db).await.map(|done| done.rows_affected()))
            .doing("taking an index away")?;
        }
        Ok(())
    }

    /// Builds them, and lets the engine look at what is there: without it a plan is a guess.
    pub async fn with_indexes(&mut self) -> Result<(), StoreError> {
        for (_, create) in AFTERWARDS {
            on!(&mut self.reading.link, db => sqlx::query(create)
                .execute(db).await.map(|done| done.rows_affected()))
            .doing("building an index")?;
        }
        on!(&mut self.reading.link, db => sqlx::query("analyze")
            .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("looking at what is there")
    }

    /// Loads sums into a database that has none.
    pub async fn load_sums(&mut self, rows: &[SumsRow]) -> Result<(), StoreError> {
        for some in rows.chunks(20_000) {
            let rows: Vec<Vec<Field>> = some.iter().map(sums::fields).collect();
            self.reading
                .link
                .load(
                    "insert into sums (org_unit, indicator, period, x, n, counted, lacking, lacking_n, not_applicable, official_seen) ",
                    "copy sums (org_unit, indicator, period, x, n, counted, lacking, lacking_n, not_applicable, official_seen) from stdin",
                    rows,
                )
                .await
                .doing("loading sums")?;
        }
        Ok(())
    }
}
