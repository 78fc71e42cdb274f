//! The trail: what happened to a return, read from the audit log.

use super::engine::on;
use super::error::Doing;
use super::figures::value;
use super::{Reading, StoreError};
use kpi::facts::Value;
use kpi::returns::ReturnKey;
use std::collections::BTreeMap;

/// One entry of the audit log about a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailEntry {
    /// The change's number.
    pub number: i64,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who.
    pub account: String,
    /// What.
    pub action: String,
    /// Which version it made or concerned.
    pub version: Option<i64>,
    /// Why.
    pub reason: Option<String>,
    /// From where.
    pub source: Option<String>,
    /// What it changed in the cells: data element, was, became.
    pub cells: Vec<(String, String, String)>,
    /// Which accepted values it changed, when it was an import: data element, was, became.
    pub figures: Vec<(String, Option<Value>, Option<Value>)>,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    id: i64,
    at: i64,
    account: String,
    action: String,
    version: Option<i64>,
    reason: Option<String>,
    source: Option<String>,
}

#[derive(sqlx::FromRow)]
struct CellChangeRow {
    change: i64,
    data_element: String,
    was: String,
    became: String,
}

#[derive(sqlx::FromRow)]
struct FigureChangeRow {
    change: i64,
    opens: bool,
    data_element: String,
    figure: Option<i64>,
    empty: Option<String>,
    reason: String,
}

impl Reading {
    /// What happened to a return, newest first, imports of its unit and month included.
    pub async fn trail(&mut self, key: &ReturnKey) -> Result<Vec<TrailEntry>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, ChangeRow>(
            "select id, at, account, action, version, reason, source from change
             where (org_unit = $1 and programme = $2 and period = $3)
                or (action = 'import' and id in (
                        select f.since_change
                        from figure f join data_element e on e.code = f.data_element
                        where f.org_unit = $1 and f.period = $3 and e.programme = $2))
             order by id desc",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("reading the trail")?;
        let cells = on!(&mut self.link, db => sqlx::query_as::<_, CellChangeRow>(
            "select d.change, d.data_element, d.was, d.became
             from change c join cell_change d on d.change = c.id
             where c.org_unit = $1 and c.programme = $2 and c.period = $3
             order by d.change, d.data_element",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("reading what changed")?;
        let figures = on!(&mut self.link, db => sqlx::query_as::<_, FigureChangeRow>(
            "select c.id as change, f.since_change = c.id as opens, f.data_element, f.figure,
                    f.empty, f.reason
             from figure f
             join data_element e on e.code = f.data_element
             join change c on c.id = f.since_change or c.id = f.until_change
             where f.org_unit = $1 and f.period = $3 and e.programme = $2 and c.action = 'import'
             order by c.id, f.data_element",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("reading what an import changed")?;
        entries(rows, cells, figures).doing("reading the trail")
    }
}

/// What a figure was, and what it became.
type Corrected = (Option<Value>, Option<Value>);

fn entries(
    rows: Vec<ChangeRow>,
    cells: Vec<CellChangeRow>,
    figures: Vec<FigureChangeRow>,
) -> Result<Vec<TrailEntry>, sqlx::Error> {
    let mut cells_of: BTreeMap<i64, Vec<(String, String, String)>> = BTreeMap::new();
    for row in cells {
        let change = (row.data_element, row.was, row.became);
        cells_of.entry(row.change).or_default().push(change);
    }
    let mut figures_of: BTreeMap<i64, BTreeMap<String, Corrected>> = BTreeMap::new();
    for row in figures {
        let value = value(row.figure, row.empty.as_deref(), row.reason)?;
        let pair = figures_of
            .entry(row.change)
            .or_default()
            .entry(row.data_element)
            .or_default();
        match row.opens {
            true => pair.1 = Some(value),
            false => pair.0 = Some(value),
        }
    }
    Ok(rows
        .into_iter()
        .map(|row| TrailEntry {
            number: row.id,
            at: row.at,
            account: row.account,
            action: row.action,
            version: row.version,
            reason: row.reason,
            source: row.source,
            cells: cells_of.remove(&row.id).unwrap_or_default(),
            figures: figures_of
                .remove(&row.id)
                .unwrap_or_default()
                .into_iter()
                .map(|(element, (was, became))| (element, was, became))
                .collect(),
        })
        .collect())
}
