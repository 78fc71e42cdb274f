//! A past laid in at once: thousands of changes that happened before this database was.
//!
//! Only invented figures need it. The rows are the same as if every deed had gone through its own
//! transaction, with the numbers in the order of time; the change that lays them in stands
//! before them in the audit log.

use super::engine::{Field, on};
use super::error::Doing;
use super::figures::columns;
use super::{Account, Change, FilingHead, PartRow, StoreError, parts};
use kpi::draft::Cell;
use kpi::facts::Value;
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use kpi::returns::ReturnKey;
use std::collections::BTreeMap;

/// A change as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChange {
    /// Its number, one of those reserved.
    pub number: i64,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who.
    pub account: String,
    /// In which role.
    pub role: &'static str,
    /// What: an action's code, or `import`.
    pub action: &'static str,
    /// About which return.
    pub key: ReturnKey,
    /// Which version it made or concerned.
    pub version: Option<i64>,
    /// Why.
    pub reason: Option<String>,
    /// From which file.
    pub source: Option<String>,
    /// What it changed in the cells: data element, was, became.
    pub cells: Vec<(String, String, String)>,
}

/// A figure that counted from one change on, and until another where it was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastFigure {
    /// Whose.
    pub org_unit: UnitCode,
    /// The data element.
    pub element: String,
    /// The period it is filed under.
    pub period: Period,
    /// The change that let it count.
    pub since: i64,
    /// The change that ended it.
    pub until: Option<i64>,
    /// What it says.
    pub value: Value,
}

/// The head of a return of the past, with its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastHead {
    /// The head.
    pub head: FilingHead,
    /// Its cells.
    pub cells: BTreeMap<String, Cell>,
    /// When it first came; none where it never did.
    pub received_at: Option<i64>,
}

/// A version as it was submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastVersion {
    /// Of which return.
    pub key: ReturnKey,
    /// Its number.
    pub version: i64,
    /// Its values.
    pub values: BTreeMap<String, Value>,
}

/// Rows that are in memory twice at a time: here and in the statement.
const ROWS: usize = 20_000;

impl Change {
    /// Loads rows part by part, so that a year of them does not stand in memory at once.
    async fn load_in_parts(
        &mut self,
        insert: &'static str,
        copy: &'static str,
        rows: impl Iterator<Item = Vec<Field>>,
    ) -> Result<(), sqlx::Error> {
        let mut rows = rows.peekable();
        while rows.peek().is_some() {
            let some = rows.by_ref().take(ROWS).collect();
            self.reading.link.load(insert, copy, some).await?;
        }
        Ok(())
    }

    /// Keeps `count` numbers after this change's own for changes of the past; returns the first.
    pub async fn reserve(&mut self, count: i64) -> Result<i64, StoreError> {
        let last = on!(&mut self.reading.link, db => sqlx::query_scalar::<_, i64>(
            "update ledger set last = last + $1 where id = 1 returning last",
        ).bind(count).fetch_one(db).await)
        .doing("reserving change numbers")?;
        Ok(last - count + 1)
    }

    /// Loads changes of the past, with what they changed in the cells.
    pub async fn load_changes(&mut self, changes: &[PastChange]) -> Result<(), StoreError> {
        let rows = changes.iter().map(|change| {
            vec![
                Field::Int(change.number),
                Field::Int(change.at),
                Field::Text(change.account.clone()),
                Field::Text(change.role.to_owned()),
                Field::Text(change.action.to_owned()),
                Field::Text(change.key.org_unit.to_string()),
                Field::Text(change.key.programme.clone()),
                Field::Text(change.key.period.to_string()),
                Field::MaybeInt(change.version),
                Field::MaybeText(change.reason.clone()),
                Field::MaybeText(change.source.clone()),
            ]
        });
        let cells = changes.iter().flat_map(|change| {
            change.cells.iter().map(|(element, was, became)| {
                vec![
                    Field::Int(change.number),
                    Field::Text(element.clone()),
                    Field::Text(was.clone()),
                    Field::Text(became.clone()),
                ]
            })
        });
        self.load_in_parts(
            "insert into change (id, at, account, role, action, org_unit, programme, period, version, reason, source) ",
            "copy change (id, at, account, role, action, org_unit, programme, period, version, reason, source) from stdin",
            rows,
        )
        .await
        .doing("loading changes")?;
        self.load_in_parts(
            "insert into cell_change (change, data_element, was, became) ",
            "copy cell_change (change, data_element, was, became) from stdin",
            cells,
        )
        .await
        .doing("loading what changed")
    }

    /// Loads returns with their cells, as they stand.
    pub async fn load_returns(&mut self, returns: &[PastHead]) -> Result<(), StoreError> {
        let heads = returns.iter().map(|past| {
            let FilingHead { key, filing } = &past.head;
            let [unit, programme, period] = key_fields(key);
            vec![
                unit,
                programme,
                period,
                Field::Text(filing.stage.code().to_owned()),
                Field::Int(filing.revision),
                Field::Int(filing.version),
                Field::Int(filing.accepted),
                Field::Int(filing.filled),
                Field::Int(filing.changed_at),
                Field::MaybeInt(filing.submitted_at),
                Field::MaybeText(filing.sent_back_because.clone()),
                Field::MaybeInt(past.received_at),
            ]
        });
        let cells = returns.iter().flat_map(|past| {
            past.cells.iter().map(|(element, cell)| {
                let [unit, programme, period] = key_fields(&past.head.key);
                vec![
                    unit,
                    programme,
                    period,
                    Field::Text(element.clone()),
                    Field::Text(cell.text.clone()),
                    Field::MaybeText(cell.empty.map(|empty| empty.code().to_owned())),
                    Field::Text(cell.reason.clone()),
                ]
            })
        });
        self.load_in_parts(
            "insert into filing (org_unit, programme, period, stage, revision, version, accepted, filled, changed_at, submitted_at, sent_back_because, received_at) ",
            "copy filing (org_unit, programme, period, stage, revision, version, accepted, filled, changed_at, submitted_at, sent_back_because, received_at) from stdin",
            heads,
        )
        .await
        .doing("loading returns")?;
        self.load_in_parts(
            "insert into cell (org_unit, programme, period, data_element, text, empty, reason) ",
            "copy cell (org_unit, programme, period, data_element, text, empty, reason) from stdin",
            cells,
        )
        .await
        .doing("loading cells")
    }

    /// Loads versions as they were submitted.
    pub async fn load_versions(&mut self, versions: &[PastVersion]) -> Result<(), StoreError> {
        let rows = versions.iter().flat_map(|version| {
            version.values.iter().map(|(element, value)| {
                let [unit, programme, period] = key_fields(&version.key);
                let (figure, empty, reason) = columns(value);
                vec![
                    unit,
                    programme,
                    period,
                    Field::Int(version.version),
                    Field::Text(element.clone()),
                    Field::MaybeInt(figure),
                    Field::MaybeText(empty.map(str::to_owned)),
                    Field::Text(reason),
                ]
            })
        });
        self
            .load_in_parts(
                "insert into version_value (org_unit, programme, period, version, data_element, figure, empty, reason) ",
                "copy version_value (org_unit, programme, period, version, data_element, figure, empty, reason) from stdin",
                rows,
            )
            .await
            .doing("loading versions")
    }

    /// Loads accepted figures, those that were corrected since included.
    pub async fn load_figures(&mut self, figures: &[PastFigure]) -> Result<(), StoreError> {
        let rows = figures.iter().map(|past| {
            let (figure, empty, reason) = columns(&past.value);
            vec![
                Field::Text(past.org_unit.to_string()),
                Field::Text(past.element.clone()),
                Field::Text(past.period.to_string()),
                Field::Int(past.since),
                Field::MaybeInt(past.until),
                Field::MaybeInt(figure),
                Field::MaybeText(empty.map(str::to_owned)),
                Field::Text(reason),
            ]
        });
        self
            .load_in_parts(
                "insert into figure (org_unit, data_element, period, since_change, until_change, figure, empty, reason) ",
                "copy figure (org_unit, data_element, period, since_change, until_change, figure, empty, reason) from stdin",
                rows,
            )
            .await
            .doing("loading figures")
    }

    /// Loads the parts of units that had none.
    pub async fn load_parts(&mut self, rows: &[PartRow]) -> Result<(), StoreError> {
        self
            .load_in_parts(
                "insert into part (org_unit, indicator, period, x, n, state, official, since, n_since, enters, official_n) ",
                "copy part (org_unit, indicator, period, x, n, state, official, since, n_since, enters, official_n) from stdin",
                rows.iter().map(parts::fields),
            )
            .await
            .doing("loading parts")
    }

    /// Loads accounts.
    pub async fn load_accounts(&mut self, accounts: &[Account]) -> Result<(), StoreError> {
        let at = self.at;
        let rows = accounts.iter().map(|account| {
            vec![
                Field::Text(account.account.clone()),
                Field::Text(account.name.clone()),
                Field::Text(account.password_hash.clone()),
                Field::Text(account.role.code().to_owned()),
                Field::Text(account.org_unit.to_string()),
                Field::Bool(account.active),
                Field::Int(at),
            ]
        });
        self
            .load_in_parts(
                "insert into account (account, name, password_hash, role, org_unit, active, made_at) ",
                "copy account (account, name, password_hash, role, org_unit, active, made_at) from stdin",
                rows,
            )
            .await
            .doing("loading accounts")
    }
}

fn key_fields(key: &ReturnKey) -> [Field; 3] {
    [
        Field::Text(key.org_unit.to_string()),
        Field::Text(key.programme.clone()),
        Field::Text(key.period.to_string()),
    ]
}
