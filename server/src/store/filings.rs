//! Returns: their heads, their cells as typed, and their versions as submitted.

use super::engine::{Field, on};
use super::error::{Doing, corrupt};
use super::figures::{columns, value};
use super::{Change, Reading, StoreError, parsed};
use kpi::draft::{Cell, Empty};
use kpi::facts::Value;
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use kpi::returns::{ReturnKey, Stage};
use std::collections::BTreeMap;

/// The head of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingHead {
    /// Which.
    pub key: ReturnKey,
    /// What is known of it.
    pub filing: Filing,
}

/// What is known of a return beside its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Where it stands.
    pub stage: Stage,
    /// Counts every change.
    pub revision: i64,
    /// Counts submissions.
    pub version: i64,
    /// The version whose figures count; 0 before the first.
    pub accepted: i64,
    /// The accepted version that waits for the second level of review; 0 where none does.
    pub to_confirm: i64,
    /// The version that the second level last confirmed; 0 before the first.
    pub confirmed: i64,
    /// How many due cells say something.
    pub filled: i64,
    /// When it last changed.
    pub changed_at: i64,
    /// When it was last submitted.
    pub submitted_at: Option<i64>,
    /// The reviewer's words, when it was sent back.
    pub sent_back_because: Option<String>,
}

impl Filing {
    /// A return that nobody has begun.
    pub const NONE: Filing = Filing {
        stage: Stage::Draft,
        revision: 0,
        version: 0,
        accepted: 0,
        to_confirm: 0,
        confirmed: 0,
        filled: 0,
        changed_at: 0,
        submitted_at: None,
        sent_back_because: None,
    };
}

#[derive(sqlx::FromRow)]
struct FilingRow {
    org_unit: String,
    programme: String,
    period: String,
    stage: String,
    revision: i64,
    version: i64,
    accepted: i64,
    to_confirm: i64,
    confirmed: i64,
    filled: i64,
    changed_at: i64,
    submitted_at: Option<i64>,
    sent_back_because: Option<String>,
}

impl TryFrom<FilingRow> for FilingHead {
    type Error = sqlx::Error;

    fn try_from(row: FilingRow) -> Result<FilingHead, sqlx::Error> {
        Ok(FilingHead {
            key: ReturnKey {
                org_unit: parsed("org_unit", &row.org_unit)?,
                programme: row.programme,
                period: parsed("period", &row.period)?,
            },
            filing: Filing {
                stage: Stage::from_code(&row.stage).ok_or_else(|| corrupt("stage", &row.stage))?,
                revision: row.revision,
                version: row.version,
                accepted: row.accepted,
                to_confirm: row.to_confirm,
                confirmed: row.confirmed,
                filled: row.filled,
                changed_at: row.changed_at,
                submitted_at: row.submitted_at,
                sent_back_because: row.sent_back_because,
            },
        })
    }
}

fn heads(rows: Result<Vec<FilingRow>, sqlx::Error>) -> Result<Vec<FilingHead>, StoreError> {
    rows.and_then(|rows| rows.into_iter().map(FilingHead::try_from).collect())
        .doing("reading returns")
}

#[derive(sqlx::FromRow)]
struct CellRow {
    data_element: String,
    text: String,
    empty: Option<String>,
    reason: String,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    data_element: String,
    figure: Option<i64>,
    empty: Option<String>,
    reason: String,
}

/// A key's three columns.
fn columns_of(key: &ReturnKey) -> (String, String) {
    (key.org_unit.to_string(), key.period.to_string())
}

impl Reading {
    /// The head of a return, if it was begun.
    pub async fn filing(&mut self, key: &ReturnKey) -> Result<Option<Filing>, StoreError> {
        let (unit, period) = columns_of(key);
        let rows = heads(on!(&mut self.link, db => sqlx::query_as::<_, FilingRow>(
            "select org_unit, programme, period, stage, revision, version, accepted,
                    to_confirm, confirmed, filled, changed_at, submitted_at, sent_back_because
             from filing where org_unit = $1 and programme = $2 and period = $3",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await))?;
        Ok(rows.into_iter().next().map(|head| head.filing))
    }

    /// All returns of a unit.
    pub async fn filings_of(&mut self, unit: UnitCode) -> Result<Vec<FilingHead>, StoreError> {
        let unit = unit.to_string();
        heads(on!(&mut self.link, db => sqlx::query_as::<_, FilingRow>(
            "select org_unit, programme, period, stage, revision, version, accepted,
                    to_confirm, confirmed, filled, changed_at, submitted_at, sent_back_because
             from filing where org_unit = $1",
        ).bind(&unit).fetch_all(db).await))
    }

    /// All returns of the units that `reviewer` reviews.
    pub async fn filings_reviewed_by(
        &mut self,
        reviewer: UnitCode,
    ) -> Result<Vec<FilingHead>, StoreError> {
        let reviewer = reviewer.to_string();
        heads(on!(&mut self.link, db => sqlx::query_as::<_, FilingRow>(
            "select f.org_unit, f.programme, f.period, f.stage, f.revision, f.version, f.accepted,
                    f.to_confirm, f.confirmed, f.filled, f.changed_at, f.submitted_at, f.sent_back_because
             from org_unit o join filing f on f.org_unit = o.code
             where o.reviewer = $1",
        ).bind(&reviewer).fetch_all(db).await))
    }

    /// Returns whose accepted version waits for the second level of review, at `confirmer`.
    pub async fn filings_confirmed_by(
        &mut self,
        confirmer: UnitCode,
    ) -> Result<Vec<FilingHead>, StoreError> {
        let confirmer = confirmer.to_string();
        heads(on!(&mut self.link, db => sqlx::query_as::<_, FilingRow>(
            "select f.org_unit, f.programme, f.period, f.stage, f.revision, f.version, f.accepted,
                    f.to_confirm, f.confirmed, f.filled, f.changed_at, f.submitted_at,
                    f.sent_back_because
             from org_unit r
             join org_unit o on o.reviewer = r.code
             join filing f on f.org_unit = o.code
             where r.reviewer = $1 and f.to_confirm > 0",
        ).bind(&confirmer).fetch_all(db).await))
    }

    /// The units at or under `above` whose return of a programme and period was accepted.
    pub async fn accepted_units(
        &mut self,
        above: UnitCode,
        programme: &str,
        period: Period,
    ) -> Result<Vec<UnitCode>, StoreError> {
        let (above, period) = (above.to_string(), period.to_string());
        let codes = on!(&mut self.link, db => sqlx::query_scalar::<_, String>(
            "select f.org_unit
             from filing f join unit_ancestor a on a.org_unit = f.org_unit
             where f.programme = $1 and f.period = $2 and f.accepted > 0 and a.ancestor = $3",
        ).bind(programme).bind(&period).bind(&above).fetch_all(db).await)
        .doing("counting accepted returns")?;
        codes
            .iter()
            .map(|code| parsed("org_unit", code))
            .collect::<Result<_, _>>()
            .doing("counting accepted returns")
    }

    /// The cells of a return, as typed.
    pub async fn cells(&mut self, key: &ReturnKey) -> Result<BTreeMap<String, Cell>, StoreError> {
        let (unit, period) = columns_of(key);
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, CellRow>(
            "select data_element, text, empty, reason from cell
             where org_unit = $1 and programme = $2 and period = $3",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("reading cells")?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let cell = Cell {
                    text: row.text,
                    empty: row.empty.as_deref().and_then(Empty::from_code),
                    reason: row.reason,
                };
                (row.data_element, cell)
            })
            .collect())
    }

    /// The values of a version, as submitted.
    pub async fn version_values(
        &mut self,
        key: &ReturnKey,
        version: i64,
    ) -> Result<BTreeMap<String, Value>, StoreError> {
        let (unit, period) = columns_of(key);
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, VersionRow>(
            "select data_element, figure, empty, reason from version_value
             where org_unit = $1 and programme = $2 and period = $3 and version = $4",
        ).bind(&unit).bind(&key.programme).bind(&period).bind(version).fetch_all(db).await)
        .doing("reading a version")?;
        rows.into_iter()
            .map(|row| {
                let value = value(row.figure, row.empty.as_deref(), row.reason)?;
                Ok((row.data_element, value))
            })
            .collect::<Result<_, _>>()
            .doing("reading a version")
    }
}

impl Change {
    /// Writes the head of a return. The moment at which it first came stays what it was.
    pub async fn put_filing(&mut self, key: &ReturnKey, filing: &Filing) -> Result<(), StoreError> {
        let (unit, period) = columns_of(key);
        on!(&mut self.reading.link, db => sqlx::query(
            "insert into filing (org_unit, programme, period, stage, revision, version, accepted,
                                 to_confirm, confirmed, filled, changed_at, submitted_at,
                                 sent_back_because, received_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                     case when $4 in ('submitted', 'accepted') then coalesce($12, $11) end)
             on conflict (org_unit, programme, period) do update set stage = excluded.stage,
                 revision = excluded.revision, version = excluded.version,
                 accepted = excluded.accepted, to_confirm = excluded.to_confirm,
                 confirmed = excluded.confirmed, filled = excluded.filled,
                 changed_at = excluded.changed_at, submitted_at = excluded.submitted_at,
                 sent_back_because = excluded.sent_back_because,
                 received_at = coalesce(filing.received_at, excluded.received_at)",
        )
        .bind(&unit)
        .bind(&key.programme)
        .bind(&period)
        .bind(filing.stage.code())
        .bind(filing.revision)
        .bind(filing.version)
        .bind(filing.accepted)
        .bind(filing.to_confirm)
        .bind(filing.confirmed)
        .bind(filing.filled)
        .bind(filing.changed_at)
        .bind(filing.submitted_at)
        .bind(&filing.sent_back_because)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("writing a return")
    }

    /// Writes cells, and what they said before.
    pub async fn put_cells(
        &mut self,
        key: &ReturnKey,
        cells: &BTreeMap<String, Cell>,
    ) -> Result<(), StoreError> {
        let (unit, period) = columns_of(key);
        let rows = cells.iter().map(|(element, cell)| {
            vec![
                Field::Text(unit.clone()),
                Field::Text(key.programme.clone()),
                Field::Text(period.clone()),
                Field::Text(element.clone()),
                Field::Text(cell.text.clone()),
                Field::MaybeText(cell.empty.map(|empty| empty.code().to_owned())),
                Field::Text(cell.reason.clone()),
            ]
        });
        self.reading
            .link
            .insert(
                "insert into cell (org_unit, programme, period, data_element, text, empty, reason) ",
                " on conflict (org_unit, programme, period, data_element) do update set
                 text = excluded.text, empty = excluded.empty, reason = excluded.reason",
                rows.collect(),
            )
            .await
            .doing("writing cells")
    }

    /// Writes what a save changed: data element, was, became; and the revision it made.
    pub async fn put_cell_changes(
        &mut self,
        revision: i64,
        changes: &[(String, String, String)],
    ) -> Result<(), StoreError> {
        let number = self.number;
        let rows = changes.iter().map(|(element, was, became)| {
            vec![
                Field::Int(number),
                Field::Text(element.clone()),
                Field::Text(was.clone()),
                Field::Text(became.clone()),
                Field::Int(revision),
            ]
        });
        self.reading
            .link
            .insert(
                "insert into cell_change (change, data_element, was, became, revision) ",
                "",
                rows.collect(),
            )
            .await
            .doing("writing what changed")
    }

    /// Freezes a version.
    pub async fn put_version(
        &mut self,
        key: &ReturnKey,
        version: i64,
        values: &BTreeMap<String, Value>,
    ) -> Result<(), StoreError> {
        let (unit, period) = columns_of(key);
        let rows = values.iter().map(|(element, value)| {
            let (figure, empty, reason) = columns(value);
            vec![
                Field::Text(unit.clone()),
                Field::Text(key.programme.clone()),
                Field::Text(period.clone()),
                Field::Int(version),
                Field::Text(element.clone()),
                Field::MaybeInt(figure),
                Field::MaybeText(empty.map(str::to_owned)),
                Field::Text(reason),
            ]
        });
        self.reading
            .link
            .insert(
                "insert into version_value (org_unit, programme, period, version, data_element, figure, empty, reason) ",
                "",
                rows.collect(),
            )
            .await
            .doing("freezing a version")
    }
}
