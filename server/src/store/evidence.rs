//! Evidence: what is known of the files that lie beside returns. Their bytes lie elsewhere.

use super::engine::on;
use super::error::Doing;
use super::{Change, Reading, StoreError};
use kpi::org_unit::UnitCode;
use kpi::returns::ReturnKey;

/// A file as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EvidenceRow {
    /// Its number.
    pub id: i64,
    /// For which value; `None` for the whole return.
    pub data_element: Option<String>,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How many bytes.
    pub size: i64,
    /// Their fingerprint.
    pub sha256: String,
    /// Where they lie in the storage.
    pub stored_key: String,
    /// Who laid it there.
    pub account: String,
    /// In which role.
    pub role: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who took it away.
    pub removed_by: Option<String>,
    /// When.
    pub removed_at: Option<i64>,
    /// Why.
    pub removed_because: Option<String>,
}

/// A file to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvidence {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: &'static str,
    /// How many bytes.
    pub size: i64,
    /// Their fingerprint.
    pub sha256: String,
    /// Where they lie in the storage.
    pub stored_key: String,
}

impl Reading {
    /// The files beside a return, the newest last, those that were removed too.
    pub async fn evidence(&mut self, key: &ReturnKey) -> Result<Vec<EvidenceRow>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        on!(&mut self.link, db => sqlx::query_as::<_, EvidenceRow>(
            "select id, data_element, name, media_type, size, sha256, stored_key, account, role, at,
                    removed_by, removed_at, removed_because
             from evidence where org_unit = $1 and programme = $2 and period = $3 order by id",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("reading evidence")
    }

    /// The number of the last change of this action about a return.
    pub async fn last_change(
        &mut self,
        key: &ReturnKey,
        action: &str,
    ) -> Result<Option<i64>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        on!(&mut self.link, db => sqlx::query_scalar::<_, Option<i64>>(
            "select max(id) from change
             where org_unit = $1 and programme = $2 and period = $3 and action = $4",
        ).bind(&unit).bind(&key.programme).bind(&period).bind(action).fetch_one(db).await)
        .doing("looking for a change")
    }
}

impl Change {
    /// Lists a file beside a return, under a number of this change's.
    pub async fn add_evidence(
        &mut self,
        key: &ReturnKey,
        id: i64,
        element: Option<&str>,
        file: &NewEvidence,
    ) -> Result<(), StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let (account, role) = self.warrant.who();
        let at = self.at;
        on!(&mut self.reading.link, db => sqlx::query(
            "insert into evidence (org_unit, programme, period, id, data_element, name, media_type,
                                   size, sha256, stored_key, account, role, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(&unit)
        .bind(&key.programme)
        .bind(&period)
        .bind(id)
        .bind(element)
        .bind(&file.name)
        .bind(file.media_type)
        .bind(file.size)
        .bind(&file.sha256)
        .bind(&file.stored_key)
        .bind(&account)
        .bind(&role)
        .bind(at)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("listing evidence")
    }

    /// Marks a file as removed.
    pub async fn mark_evidence_removed(
        &mut self,
        unit: UnitCode,
        id: i64,
        because: &str,
    ) -> Result<(), StoreError> {
        let unit = unit.to_string();
        let (account, _) = self.warrant.who();
        let at = self.at;
        on!(&mut self.reading.link, db => sqlx::query(
            "update evidence set removed_by = $3, removed_at = $4, removed_because = $5
             where org_unit = $1 and id = $2 and removed_at is null",
        ).bind(&unit).bind(id).bind(&account).bind(at).bind(because)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("removing evidence")
    }
}
