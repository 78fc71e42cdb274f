//! The store: rows to domain types and back. The only SQL of the program, and no rules.
//!
//! A [`Reading`] sees one consistent state. A [`Change`] writes: [`Store::begin`] is the only way
//! to one, it takes a [`Warrant`], and [`Change::commit`] writes the audit row in the same
//! transaction. So no write can forget to ask or to tell (the house's decision D3). Two things
//! are written without: sessions, which are no facts, and the catalogue at start, which is code.
//!
//! One file a subject; in each, first what is read, then what is written.

mod accounts;
mod bulk;
mod catalogue;
mod engine;
mod entry;
mod error;
mod evaluations;
mod evidence;
mod figures;
mod filings;
mod history;
mod imports;
mod parts;
mod programmes;
mod quality;
mod questions;
mod reporting;
mod review;
mod rows;
mod session;
mod sums;
mod talk;
mod targets;
mod trail;
mod units;
mod veil;
mod visits;
mod warrant;

pub use accounts::Account;
pub use entry::{Meanwhile, SubmissionRow};
pub use error::StoreError;
pub use evaluations::EvaluationRow;
pub use evidence::{EvidenceRow, NewEvidence};
pub use figures::Fact;
pub use filings::{Filing, FilingHead};
pub use history::{PastChange, PastFigure, PastHead, PastVersion};
pub(crate) use imports::PORTION;
pub use imports::{Clash, StagedRow};
pub use parts::{Millionths, PartRow, Span};
pub use programmes::{Author, ClosingRow, SettingRow};
pub use quality::{EarlierYear, ReturnSeen};
pub use questions::{NewEntry, QuestionEntryRow, QuestionRow};
pub use reporting::{CameRow, ContactRow, ValueCount};
pub use review::WriterRow;
pub use session::Sessions;
pub use sums::SumsRow;
pub use talk::NoteRow;
pub use targets::LocalTargetRow;
pub use trail::TrailEntry;
pub use units::Ranked;
pub use veil::{PersonsRow, SmallIn};
pub use visits::{FindingRow, VisitPlaceRow, VisitRow, VisitUnitRow};
pub use warrant::{Deed, SystemPermit, Warrant};

use engine::{Engine, Link, on};
use error::Doing;
use kpi::period::Period;
use kpi::returns::ReturnKey;
use std::ops::{Deref, DerefMut};

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
}

/// One consistent state of the database.
pub struct Reading {
    link: Link,
}

/// A write under way. Dropped without [`Change::commit`], it never happened.
pub struct Change {
    reading: Reading,
    warrant: Warrant,
    number: i64,
    at: i64,
    about: About,
}

/// What the audit row says beside who and when.
#[derive(Debug, Default)]
struct About {
    org_unit: Option<String>,
    programme: Option<String>,
    period: Option<String>,
    version: Option<i64>,
    reason: Option<String>,
    source: Option<String>,
}

impl Store {
    /// Opens the database of a URL: `sqlite:PATH` (made when missing) or `postgres://…`.
    pub async fn open(url: &str) -> Result<Store, StoreError> {
        Ok(Store {
            engine: Engine::open(url).await?,
        })
    }

    /// Brings the schema up to date. Harmless when it is.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.engine.migrate().await
    }

    /// Begins to read.
    pub async fn read(&self) -> Result<Reading, StoreError> {
        Ok(Reading {
            link: self.engine.reading().await?,
        })
    }

    /// Begins to write, under a warrant, at a moment (milliseconds since 1970, UTC). Takes the
    /// next change number first: from here on all other writers wait.
    pub async fn begin(&self, warrant: impl Into<Warrant>, at: i64) -> Result<Change, StoreError> {
        let mut link = self.engine.writing().await?;
        let number = on!(&mut link, db => sqlx::query_scalar::<_, i64>(
            "update ledger set last = last + 1 where id = 1 returning last",
        ).fetch_one(db).await)
        .doing("taking the next change number")?;
        Ok(Change {
            reading: Reading { link },
            warrant: warrant.into(),
            number,
            at,
            about: About::default(),
        })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.engine.close().await;
    }
}

impl Reading {
    /// The newest period under which a figure was ever accepted.
    pub async fn newest_period(&mut self) -> Result<Option<Period>, StoreError> {
        let text = on!(&mut self.link, db => sqlx::query_scalar::<_, Option<String>>(
            "select newest from ledger where id = 1",
        ).fetch_one(db).await)
        .doing("reading the newest period")?;
        text.map(|text| parsed("newest", &text))
            .transpose()
            .doing("reading the newest period")
    }
}

impl Change {
    /// The number of this change.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// When it happens.
    pub fn at(&self) -> i64 {
        self.at
    }

    /// Says which return it is about.
    pub fn about(&mut self, key: &ReturnKey) -> &mut Change {
        self.about.org_unit = Some(key.org_unit.to_string());
        self.about.programme = Some(key.programme.clone());
        self.about.period = Some(key.period.to_string());
        self
    }

    /// Says which programme it is about.
    pub fn about_programme(&mut self, programme: &str) -> &mut Change {
        self.about.programme = Some(programme.to_owned());
        self
    }

    /// Says which version it made or concerned.
    pub fn version(&mut self, version: i64) -> &mut Change {
        self.about.version = Some(version);
        self
    }

    /// Says why.
    pub fn reason(&mut self, reason: &str) -> &mut Change {
        self.about.reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
        self
    }

    /// Says from where.
    pub fn source(&mut self, source: &str) -> &mut Change {
        self.about.source = Some(source.to_owned());
        self
    }

    /// Remembers that figures were accepted up to `period`.
    pub async fn saw_period(&mut self, period: Period) -> Result<(), StoreError> {
        let period = period.to_string();
        on!(&mut self.reading.link, db => sqlx::query(
            "update ledger set newest = $1 where id = 1 and (newest is null or newest < $1)",
        ).bind(&period).execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("remembering the newest period")
    }

    /// Writes the audit row and goes on, in the same transaction, with the next deed under
    /// another warrant: of several returns in one file either all are kept or none.
    pub async fn follow(&mut self, warrant: impl Into<Warrant>) -> Result<(), StoreError> {
        self.write_down().await?;
        self.number = on!(&mut self.reading.link, db => sqlx::query_scalar::<_, i64>(
            "update ledger set last = last + 1 where id = 1 returning last",
        ).fetch_one(db).await)
        .doing("taking the next change number")?;
        self.warrant = warrant.into();
        self.about = About::default();
        Ok(())
    }

    /// Writes the audit row and ends. From now on it has happened.
    pub async fn commit(mut self) -> Result<i64, StoreError> {
        self.write_down().await?;
        self.reading.link.commit().await.doing("committing")?;
        Ok(self.number)
    }

    async fn write_down(&mut self) -> Result<(), StoreError> {
        let (account, role) = self.warrant.who();
        let org_unit = self.about.org_unit.take().or(self.warrant.org_unit());
        on!(&mut self.reading.link, db => sqlx::query(
            "insert into change (id, at, account, role, action, org_unit, programme, period, version, reason, source)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(self.number)
        .bind(self.at)
        .bind(&account)
        .bind(&role)
        .bind(self.warrant.action())
        .bind(&org_unit)
        .bind(&self.about.programme)
        .bind(&self.about.period)
        .bind(self.about.version)
        .bind(&self.about.reason)
        .bind(&self.about.source)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("writing the audit row")
    }
}

impl Deref for Change {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.reading
    }
}

impl DerefMut for Change {
    fn deref_mut(&mut self) -> &mut Reading {
        &mut self.reading
    }
}

/// Reads a column that holds a code.
fn parsed<T: std::str::FromStr>(column: &str, text: &str) -> Result<T, sqlx::Error> {
    text.parse().map_err(|_| error::corrupt(column, text))
}
