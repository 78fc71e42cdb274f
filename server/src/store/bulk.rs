//! A whole database at once: which units are pilots, and indexes that are built when everything
//! is there. Only `bench-data` needs it, in a database that holds nothing else.

use super::engine::{Field, on};
use super::error::Doing;
use super::{Change, Reading, StoreError, SumsRow, sums};
use kpi::org_unit::UnitCode;
use sqlx::AssertSqlSafe;

/// Tables whose rows do not come in the order of their further indexes: built afterwards those
/// cost a fraction.
const TABLES: &str = "('part', 'sums', 'figure', 'filing', 'change')";

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

    /// Takes away the indexes that are built afterwards, and returns the statements that make
    /// them: as the migrations made them, whatever those say by then. What is unique stays.
    pub async fn without_indexes(&mut self) -> Result<Vec<String>, StoreError> {
        let found: Vec<(String, String)> = match &mut self.reading.link {
            super::Link::Sqlite(open) => {
                let statement = format!(
                    "select name, sql from sqlite_master where type = 'index' and sql is not null
                     and tbl_name in {TABLES} and lower(sql) not like 'create unique%' order by name"
                );
                sqlx::query_as(AssertSqlSafe(statement))
                    .fetch_all(&mut **open)
                    .await
            }
            super::Link::Postgres(open) => {
                let statement = format!(
                    "select cast(indexname as text), cast(indexdef as text) from pg_indexes
                     where schemaname = current_schema() and tablename in {TABLES}
                     and lower(indexdef) not like 'create unique%' order by indexname"
                );
                sqlx::query_as(AssertSqlSafe(statement))
                    .fetch_all(&mut **open)
                    .await
            }
        }
        .doing("reading which indexes there are")?;
        for (name, _) in &found {
            self.run(format!("drop index {name}"))
                .await
                .doing("taking an index away")?;
        }
        Ok(found.into_iter().map(|(_, statement)| statement).collect())
    }

    /// Builds them, and lets the engine look at what is there: without it a plan is a guess.
    pub async fn with_indexes(&mut self, statements: Vec<String>) -> Result<(), StoreError> {
        for statement in statements {
            self.run(statement).await.doing("building an index")?;
        }
        self.run("analyze".to_owned())
            .await
            .doing("looking at what is there")
    }

    /// Runs a statement that holds names and nothing that anybody typed.
    async fn run(&mut self, statement: String) -> Result<(), sqlx::Error> {
        let statement = AssertSqlSafe(statement);
        on!(&mut self.reading.link, db => sqlx::query(statement).execute(db).await.map(drop))
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
