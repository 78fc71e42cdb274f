//! What data quality looks at: figures, returns and earlier years of a unit and all below it,
//! each read in one statement however many units there are.

use super::engine::on;
use super::error::Doing;
use super::figures::value;
use super::{Reading, StoreError, parsed};
use kpi::facts::Facts;
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use std::collections::HashMap;

/// A return that was begun, as far as reporting is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnSeen {
    /// Whose.
    pub org_unit: UnitCode,
    /// The programme's code.
    pub programme: String,
    /// Its month.
    pub period: Period,
    /// Whether it lies with the reviewer or was accepted.
    pub received: bool,
    /// When it was first submitted, in milliseconds since 1970, UTC; `None` where it never was:
    /// its figures were imported.
    pub submitted_at: Option<i64>,
}

/// What a unit said of an element in the same months of an earlier year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierYear {
    /// Whose.
    pub org_unit: UnitCode,
    /// The element's code.
    pub element: String,
    /// The year.
    pub year: i32,
    /// The sum of its figures from January on.
    pub sum: i64,
    /// How many figures those are.
    pub figures: i64,
    /// The figure of the last of the months, where there is one.
    pub last: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct FactRow {
    org_unit: String,
    data_element: String,
    period: String,
    figure: Option<i64>,
    empty: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ReturnRow {
    org_unit: String,
    programme: String,
    period: String,
    received: bool,
    submitted_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct YearRow {
    org_unit: String,
    data_element: String,
    year: String,
    sum: i64,
    figures: i64,
    last: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct PairRow {
    org_unit: String,
    part: i64,
    whole: i64,
}

impl Reading {
    /// The accepted values at and below a unit: those of `from` to `to`, and back to `oldest`
    /// those that are filed more seldom than every month and may still be in force. Reasons for
    /// what does not apply are left out.
    pub async fn facts_below(
        &mut self,
        above: UnitCode,
        oldest: Period,
        from: Period,
        to: Period,
    ) -> Result<HashMap<UnitCode, Facts>, StoreError> {
        let (above, oldest) = (above.to_string(), oldest.to_string());
        let (from, to) = (from.to_string(), to.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, FactRow>(
            "select f.org_unit, f.data_element, f.period, f.figure, f.empty
             from unit_ancestor a
             join figure f on f.org_unit = a.org_unit and f.until_change is null
                          and f.period between $2 and $4
             join data_element d on d.code = f.data_element
             where a.ancestor = $1 and (f.period >= $3 or d.frequency <> 'monthly')",
        ).bind(&above).bind(&oldest).bind(&from).bind(&to).fetch_all(db).await)
        .doing("reading the figures of many units")?;
        let mut facts: HashMap<UnitCode, Facts> = HashMap::new();
        for row in rows {
            let put = (|| {
                let unit = parsed("org_unit", &row.org_unit)?;
                let period = parsed("period", &row.period)?;
                let value = value(row.figure, row.empty.as_deref(), String::new())?;
                facts
                    .entry(unit)
                    .or_default()
                    .put(&row.data_element, period, value);
                Ok(())
            })();
            put.doing("reading the figures of many units")?;
        }
        Ok(facts)
    }

    /// The returns at and below a unit that were begun, of a range of months.
    pub async fn returns_seen_below(
        &mut self,
        above: UnitCode,
        from: Period,
        to: Period,
    ) -> Result<Vec<ReturnSeen>, StoreError> {
        let (above, from, to) = (above.to_string(), from.to_string(), to.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, ReturnRow>(
            "select f.org_unit, f.programme, f.period,
                    (f.accepted > 0 or f.stage = 'submitted') as received,
                    min(c.at) as submitted_at
             from unit_ancestor a
             join filing f on f.org_unit = a.org_unit and f.period between $2 and $3
             left join change c on c.org_unit = f.org_unit and c.programme = f.programme
                  and c.period = f.period and c.action = 'submit'
             where a.ancestor = $1
             group by f.org_unit, f.programme, f.period, f.accepted, f.stage",
        ).bind(&above).bind(&from).bind(&to).fetch_all(db).await)
        .doing("reading which returns came")?;
        rows.into_iter()
            .map(|row| {
                Ok(ReturnSeen {
                    org_unit: parsed("org_unit", &row.org_unit)?,
                    programme: row.programme,
                    period: parsed("period", &row.period)?,
                    received: row.received,
                    submitted_at: row.submitted_at,
                })
            })
            .collect::<Result<_, _>>()
            .doing("reading which returns came")
    }

    /// The same months of up to three earlier years, at and below a unit.
    pub async fn earlier_years_below(
        &mut self,
        above: UnitCode,
        to: Period,
    ) -> Result<Vec<EarlierYear>, StoreError> {
        let first = to.plus(-36).start_of_year().to_string();
        let last = to.start_of_year().previous().to_string();
        let (above, month) = (above.to_string(), format!("{:02}", to.month()));
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, YearRow>(
            "select f.org_unit, f.data_element, substr(f.period, 1, 4) as year,
                    cast(sum(f.figure) as bigint) as sum,
                    cast(count(f.figure) as bigint) as figures,
                    max(case when substr(f.period, 6, 2) = $4 then f.figure end) as last
             from unit_ancestor a
             join figure f on f.org_unit = a.org_unit and f.until_change is null
                          and f.period between $2 and $3
             where a.ancestor = $1 and f.figure is not null and substr(f.period, 6, 2) <= $4
             group by f.org_unit, f.data_element, substr(f.period, 1, 4)",
        ).bind(&above).bind(&first).bind(&last).bind(&month).fetch_all(db).await)
        .doing("reading earlier years")?;
        rows.into_iter()
            .map(|row| {
                Ok(EarlierYear {
                    org_unit: parsed("org_unit", &row.org_unit)?,
                    element: row.data_element,
                    year: parsed("year", &row.year)?,
                    sum: row.sum,
                    figures: row.figures,
                    last: row.last,
                })
            })
            .collect::<Result<_, _>>()
            .doing("reading earlier years")
    }

    /// Two elements of one month, of the pilot counties at and below a unit that filed both.
    pub async fn pair_below(
        &mut self,
        above: UnitCode,
        (part, whole): (&str, &str),
        period: Period,
    ) -> Result<Vec<(UnitCode, i64, i64)>, StoreError> {
        let (above, period) = (above.to_string(), period.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, PairRow>(
            "select p.org_unit, p.figure as part, w.figure as whole
             from unit_ancestor a
             join org_unit o on o.code = a.org_unit
             join figure p on p.org_unit = a.org_unit and p.period = $4 and p.data_element = $2
                          and p.until_change is null
             join figure w on w.org_unit = a.org_unit and w.period = $4 and w.data_element = $3
                          and w.until_change is null
             where a.ancestor = $1 and o.region is not null
               and p.figure is not null and w.figure is not null",
        ).bind(&above).bind(part).bind(whole).bind(&period).fetch_all(db).await)
        .doing("reading two elements of many units")?;
        rows.into_iter()
            .map(|row| Ok((parsed("org_unit", &row.org_unit)?, row.part, row.whole)))
            .collect::<Result<_, _>>()
            .doing("reading two elements of many units")
    }
}
