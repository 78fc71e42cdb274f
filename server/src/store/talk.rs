//! Notes on returns and their values.

use super::engine::on;
use super::error::Doing;
use super::{Change, Reading, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::returns::ReturnKey;
use std::collections::BTreeMap;

/// A note as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NoteRow {
    /// Its number: that of the change that wrote it.
    pub id: i64,
    /// On which value; `None` on the whole return.
    pub data_element: Option<String>,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub account: String,
    /// In which role.
    pub role: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who settled it.
    pub settled_by: Option<String>,
    /// When.
    pub settled_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    org_unit: String,
    programme: String,
    period: String,
    open: i64,
}

fn by_key(rows: Result<Vec<OpenRow>, sqlx::Error>) -> Result<BTreeMap<ReturnKey, i64>, StoreError> {
    let keyed = |row: OpenRow| {
        let key = ReturnKey {
            org_unit: parsed("org_unit", &row.org_unit)?,
            programme: row.programme,
            period: parsed("period", &row.period)?,
        };
        Ok((key, row.open))
    };
    rows.and_then(|rows| rows.into_iter().map(keyed).collect())
        .doing("counting open notes")
}

impl Reading {
    /// The notes on a return and its values, the newest last.
    pub async fn notes(&mut self, key: &ReturnKey) -> Result<Vec<NoteRow>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        on!(&mut self.link, db => sqlx::query_as::<_, NoteRow>(
            "select id, data_element, text, account, role, at, settled_by, settled_at
             from comment where org_unit = $1 and programme = $2 and period = $3 order by id",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("reading notes")
    }

    /// How many notes are not settled on the returns of a unit; returns without one are left out.
    pub async fn open_notes_of(
        &mut self,
        unit: UnitCode,
    ) -> Result<BTreeMap<ReturnKey, i64>, StoreError> {
        let unit = unit.to_string();
        by_key(on!(&mut self.link, db => sqlx::query_as::<_, OpenRow>(
            "select org_unit, programme, period, count(*) as open from comment
             where org_unit = $1 and settled_at is null
             group by org_unit, programme, period",
        ).bind(&unit).fetch_all(db).await))
    }

    /// How many notes are not settled on the returns that `reviewer` reviews.
    pub async fn open_notes_reviewed_by(
        &mut self,
        reviewer: UnitCode,
    ) -> Result<BTreeMap<ReturnKey, i64>, StoreError> {
        let reviewer = reviewer.to_string();
        by_key(on!(&mut self.link, db => sqlx::query_as::<_, OpenRow>(
            "select c.org_unit, c.programme, c.period, count(*) as open
             from org_unit o join comment c on c.org_unit = o.code
             where o.reviewer = $1 and c.settled_at is null
             group by c.org_unit, c.programme, c.period",
        ).bind(&reviewer).fetch_all(db).await))
    }

    /// The person's name of each account that has written, added, settled or removed here.
    pub async fn names_beside(
        &mut self,
        key: &ReturnKey,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, (String, String)>(
            "select account, name from account where account in (
                 select account from comment where org_unit = $1 and programme = $2 and period = $3
                 union
                 select settled_by from comment where org_unit = $1 and programme = $2 and period = $3
                 union
                 select account from evidence where org_unit = $1 and programme = $2 and period = $3
                 union
                 select removed_by from evidence where org_unit = $1 and programme = $2 and period = $3)",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("reading who wrote")?;
        Ok(rows.into_iter().collect())
    }
}

impl Change {
    /// Writes a note, under this change's number.
    pub async fn add_note(
        &mut self,
        key: &ReturnKey,
        element: Option<&str>,
        text: &str,
    ) -> Result<(), StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let (account, role) = self.warrant.who();
        let (number, at) = (self.number, self.at);
        on!(&mut self.reading.link, db => sqlx::query(
            "insert into comment (org_unit, programme, period, id, data_element, text, account, role, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&unit)
        .bind(&key.programme)
        .bind(&period)
        .bind(number)
        .bind(element)
        .bind(text)
        .bind(&account)
        .bind(&role)
        .bind(at)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("writing a note")
    }

    /// Marks a note as settled.
    pub async fn settle_note(&mut self, unit: UnitCode, note: i64) -> Result<(), StoreError> {
        let unit = unit.to_string();
        let (account, _) = self.warrant.who();
        let at = self.at;
        on!(&mut self.reading.link, db => sqlx::query(
            "update comment set settled_by = $3, settled_at = $4
             where org_unit = $1 and id = $2 and settled_at is null",
        ).bind(&unit).bind(note).bind(&account).bind(at)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("settling a note")
    }
}
