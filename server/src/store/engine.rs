//! The two engines, and everything in which they differ: pools, pragmas, how a transaction
//! begins, how many rows are loaded at once. Nothing else in the program asks which one it is.
//!
//! A statement is written once and compiled natively for both, by [`on!`]. `sqlx::Any` would be
//! one driver instead of two, and fails at run time where types differ.

use super::error::{Doing, StoreError};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::SqliteSynchronous;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};
use sqlx::{Postgres, QueryBuilder, Sqlite, Transaction};
use std::str::FromStr;
use std::time::Duration;

/// The schema, one set of files for both engines.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// The database behind a store.
#[derive(Debug, Clone)]
pub(super) enum Engine {
    /// One file. Writers take turns on the single connection of `write`; readers see the last
    /// committed state meanwhile (WAL).
    Sqlite {
        /// Many readers.
        read: SqlitePool,
        /// One writer.
        write: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// An open transaction on either engine.
pub(super) enum Link {
    /// On a file.
    Sqlite(Transaction<'static, Sqlite>),
    /// On a server.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one statement on whichever engine is there. The body is compiled once for each.
macro_rules! on {
    ($link:expr, $connection:ident => $body:expr) => {
        match $link {
            $crate::store::engine::Link::Sqlite(open) => {
                let $connection = &mut **open;
                $body
            }
            $crate::store::engine::Link::Postgres(open) => {
                let $connection = &mut **open;
                $body
            }
        }
    };
}
pub(super) use on;

/// How long a writer waits for its turn before it gives up.
const PATIENCE: Duration = Duration::from_secs(15);

impl Engine {
    /// Opens the database of a URL: `sqlite:PATH` (made when missing) or `postgres://…`.
    pub async fn open(url: &str) -> Result<Engine, StoreError> {
        match url.starts_with("postgres:") || url.starts_with("postgresql:") {
            true => Engine::server(url).await,
            false => Engine::file(url).await,
        }
    }

    async fn file(url: &str) -> Result<Engine, StoreError> {
        let options = SqliteConnectOptions::from_str(url)
            .doing("reading the database's address")?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(PATIENCE)
            .pragma("cache_size", "-32000")
            .pragma("temp_store", "file");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await
            .doing("opening the database file")?;
        let read = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await
            .doing("opening the database file")?;
        Ok(Engine::Sqlite { read, write })
    }

    async fn server(url: &str) -> Result<Engine, StoreError> {
        let options = PgConnectOptions::from_str(url).doing("reading the database's address")?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await
            .doing("reaching the database server")?;
        Ok(Engine::Postgres(pool))
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let done = match self {
            Engine::Sqlite { write, .. } => MIGRATIONS.run(write).await,
            Engine::Postgres(pool) => MIGRATIONS.run(pool).await,
        };
        done.map_err(sqlx::Error::from)
            .doing("bringing the schema up to date")
    }

    /// A transaction that reads one consistent state.
    pub async fn reading(&self) -> Result<Link, StoreError> {
        match self {
            Engine::Sqlite { read, .. } => read.begin().await.map(Link::Sqlite),
            Engine::Postgres(pool) => pool
                .begin_with("begin isolation level repeatable read read only")
                .await
                .map(Link::Postgres),
        }
        .doing("beginning to read")
    }

    /// A transaction that writes. On SQLite it takes the file's write lock at once, so that it
    /// cannot fail half-way; on PostgreSQL the row in `ledger` does the same.
    pub async fn writing(&self) -> Result<Link, StoreError> {
        match self {
            Engine::Sqlite { write, .. } => {
                write.begin_with("begin immediate").await.map(Link::Sqlite)
            }
            Engine::Postgres(pool) => pool.begin().await.map(Link::Postgres),
        }
        .doing("beginning to write")
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Engine::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

/// One value of a row that is loaded in bulk.
#[derive(Debug, Clone)]
pub(super) enum Field {
    /// Text.
    Text(String),
    /// Text, or null.
    MaybeText(Option<String>),
    /// A whole number.
    Int(i64),
    /// A whole number, or null.
    MaybeInt(Option<i64>),
    /// True or false.
    Bool(bool),
}

/// Rows in one statement: below the limit of bound values of both engines.
const ROWS_AT_ONCE: usize = 500;

impl Link {
    /// Ends the transaction; what it wrote is there for all.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Link::Sqlite(open) => open.commit().await,
            Link::Postgres(open) => open.commit().await,
        }
    }

    /// Inserts rows, many in a statement. `insert` is `insert into t (a, b) `, `conflict` what
    /// follows the rows: `on conflict …` or nothing.
    pub async fn insert(
        &mut self,
        insert: &'static str,
        conflict: &'static str,
        rows: Vec<Vec<Field>>,
    ) -> Result<(), sqlx::Error> {
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let some: Vec<_> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            let is_full = some.len() == ROWS_AT_ONCE;
            on!(self, connection => {
                let mut statement = QueryBuilder::new(insert);
                statement.push_values(some, |mut row, fields| {
                    for field in fields {
                        match field {
                            Field::Text(text) => row.push_bind(text),
                            Field::MaybeText(text) => row.push_bind(text),
                            Field::Int(number) => row.push_bind(number),
                            Field::MaybeInt(number) => row.push_bind(number),
                            Field::Bool(truth) => row.push_bind(truth),
                        };
                    }
                });
                statement.push(conflict);
                statement.build().persistent(is_full).execute(connection).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Loads rows in bulk, by COPY where there is one. `table` names the columns too:
    /// `part (org_unit, …)`, and `insert` is the same as a statement.
    pub async fn load(
        &mut self,
        insert: &'static str,
        copy: &'static str,
        rows: Vec<Vec<Field>>,
    ) -> Result<(), sqlx::Error> {
        match self {
            Link::Sqlite(_) => self.insert(insert, "", rows).await,
            Link::Postgres(open) => {
                let mut stream = open.copy_in_raw(copy).await?;
                stream.send(copy_text(&rows).as_bytes()).await?;
                stream.finish().await.map(drop)
            }
        }
    }
}

/// Rows in PostgreSQL's COPY text format.
fn copy_text(rows: &[Vec<Field>]) -> String {
    let mut out = String::with_capacity(rows.len() * 64);
    for row in rows {
        for (at, field) in row.iter().enumerate() {
            if at > 0 {
                out.push('\t');
            }
            match field {
                Field::Text(text) | Field::MaybeText(Some(text)) => escape(&mut out, text),
                Field::Int(number) | Field::MaybeInt(Some(number)) => {
                    out.push_str(&number.to_string());
                }
                Field::Bool(truth) => out.push(if *truth { 't' } else { 'f' }),
                Field::MaybeText(None) | Field::MaybeInt(None) => out.push_str("\\N"),
            }
        }
        out.push('\n');
    }
    out
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
}
