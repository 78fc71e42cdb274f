//! Local targets.

use super::engine::on;
use super::error::{Doing, corrupt};
use super::{Change, Reading, StoreError, parsed};
use chrono::NaiveDate;
use kpi::org_unit::UnitCode;
use kpi::target::LocalTarget;
use rust_decimal::Decimal;

/// A local target and where it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalTargetRow {
    /// The unit that set it, for itself and all below it.
    pub org_unit: UnitCode,
    /// The indicator's code.
    pub indicator: String,
    /// The target.
    pub local: LocalTarget,
}

#[derive(sqlx::FromRow)]
struct RawTarget {
    org_unit: String,
    indicator: String,
    year: i64,
    value: Option<String>,
    due: Option<String>,
}

impl TryFrom<RawTarget> for LocalTargetRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawTarget) -> Result<LocalTargetRow, sqlx::Error> {
        Ok(LocalTargetRow {
            org_unit: parsed("org_unit", &raw.org_unit)?,
            indicator: raw.indicator,
            local: LocalTarget {
                year: i32::try_from(raw.year)
                    .map_err(|_| corrupt("year", &raw.year.to_string()))?,
                value: raw
                    .value
                    .map(|value| parsed::<Decimal>("value", &value))
                    .transpose()?,
                due: raw
                    .due
                    .map(|due| parsed::<NaiveDate>("due", &due))
                    .transpose()?,
            },
        })
    }
}

impl Reading {
    /// The local targets of a unit, of those above it and of those below it.
    pub async fn local_targets(
        &mut self,
        around: UnitCode,
    ) -> Result<Vec<LocalTargetRow>, StoreError> {
        let around = around.to_string();
        on!(&mut self.link, db => sqlx::query_as::<_, RawTarget>(
            "select t.org_unit, t.indicator, t.year, t.value, t.due from local_target t
             where exists (select 1 from unit_ancestor a
                           where (a.org_unit = t.org_unit and a.ancestor = $1)
                              or (a.org_unit = $1 and a.ancestor = t.org_unit))
             order by t.org_unit, t.indicator, t.year",
        ).bind(&around).fetch_all(db).await)
        .and_then(|rows| rows.into_iter().map(LocalTargetRow::try_from).collect())
        .doing("reading local targets")
    }
}

impl Change {
    /// Sets a local target in place of the one of the same unit, indicator and year; lifts it
    /// when it asks for nothing.
    pub async fn put_local_target(&mut self, row: &LocalTargetRow) -> Result<(), StoreError> {
        let (unit, year) = (row.org_unit.to_string(), i64::from(row.local.year));
        let value = row.local.value.map(|value| value.normalize().to_string());
        let due = row.local.due.map(|due| due.to_string());
        let done = match (&value, &due) {
            (None, None) => on!(&mut self.reading.link, db => sqlx::query(
                "delete from local_target where org_unit = $1 and indicator = $2 and year = $3",
            ).bind(&unit).bind(&row.indicator).bind(year).execute(db).await.map(drop)),
            _ => on!(&mut self.reading.link, db => sqlx::query(
                "insert into local_target (org_unit, indicator, year, value, due)
                 values ($1, $2, $3, $4, $5)
                 on conflict (org_unit, indicator, year)
                 do update set value = excluded.value, due = excluded.due",
            ).bind(&unit).bind(&row.indicator).bind(year).bind(&value).bind(&due)
            .execute(db).await.map(drop)),
        };
        done.doing("setting a local target")
    }
}
