//! What the reporting board counts: which returns came and when, and which values they hold.

use super::engine::on;
use super::error::{Doing, corrupt};
use super::{Reading, Span, StoreError, parsed};
use kpi::draft::Empty;
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use kpi::returns::Stage;

/// How one return stands, in as few columns as it takes to count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameRow {
    /// Whose.
    pub org_unit: UnitCode,
    /// Its month.
    pub period: Period,
    /// Where it stands.
    pub stage: Stage,
    /// Whether a version of it counts.
    pub counts: bool,
    /// When it first came, in milliseconds since 1970, UTC.
    pub received_at: Option<i64>,
}

/// How many values of a unit's return have a figure, and how many do not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueCount {
    /// Whose.
    pub org_unit: UnitCode,
    /// Values with a figure.
    pub figures: i64,
    /// Values that do not apply.
    pub not_applicable: i64,
}

/// Who signed a unit's last submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// The unit.
    pub org_unit: UnitCode,
    /// The head who is named on it.
    pub head: String,
    /// The telephone given with it.
    pub phone: String,
}

#[derive(sqlx::FromRow)]
struct RawCame {
    org_unit: String,
    period: String,
    stage: String,
    accepted: i64,
    received_at: Option<i64>,
}

impl TryFrom<RawCame> for CameRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawCame) -> Result<CameRow, sqlx::Error> {
        Ok(CameRow {
            org_unit: parsed("org_unit", &raw.org_unit)?,
            period: parsed("period", &raw.period)?,
            stage: Stage::from_code(&raw.stage).ok_or_else(|| corrupt("stage", &raw.stage))?,
            counts: raw.accepted > 0,
            received_at: raw.received_at,
        })
    }
}

#[derive(sqlx::FromRow)]
struct RawCount {
    org_unit: String,
    figures: i64,
    not_applicable: i64,
}

#[derive(sqlx::FromRow)]
struct RawContact {
    org_unit: String,
    head: String,
    phone: String,
}

impl Reading {
    /// The returns of a programme at and under a unit.
    pub async fn returns_that_came(
        &mut self,
        above: UnitCode,
        programme: &str,
        span: Span,
    ) -> Result<Vec<CameRow>, StoreError> {
        let (above, from, to) = (
            above.to_string(),
            span.from.to_string(),
            span.to.to_string(),
        );
        on!(&mut self.link, db => sqlx::query_as::<_, RawCame>(
            "select f.org_unit, f.period, f.stage, f.accepted, f.received_at
             from unit_ancestor a
             join filing f on f.org_unit = a.org_unit
             where a.ancestor = $1 and f.programme = $2 and f.period between $3 and $4",
        ).bind(&above).bind(programme).bind(&from).bind(&to).fetch_all(db).await)
        .and_then(|rows| rows.into_iter().map(CameRow::try_from).collect())
        .doing("reading which returns came")
    }

    /// What the returns of a programme and month hold of the elements that are due, at and under
    /// a unit: of those that count the accepted values, of those that wait for their first
    /// acceptance the values submitted.
    pub async fn values_that_came(
        &mut self,
        above: UnitCode,
        programme: &str,
        period: Period,
    ) -> Result<Vec<ValueCount>, StoreError> {
        let (above, month) = (above.to_string(), period.to_string());
        let half = period.month().is_multiple_of(6);
        let year = period.month() == 12;
        let not_applicable = Empty::NotApplicable.code();
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, RawCount>(
            "select org_unit, cast(sum(figures) as bigint) as figures,
                    cast(sum(not_applicable) as bigint) as not_applicable
             from (
                 select v.org_unit,
                        case when v.figure is not null then 1 else 0 end as figures,
                        case when v.empty = $6 then 1 else 0 end as not_applicable
                 from unit_ancestor a
                 join filing f on f.org_unit = a.org_unit and f.programme = $2 and f.period = $3
                 join figure v on v.org_unit = a.org_unit and v.period = $3
                      and v.until_change is null
                 join data_element e on e.code = v.data_element
                 where a.ancestor = $1 and f.accepted > 0 and e.programme = $2
                   and (e.frequency in ('monthly', 'as_at')
                     or (e.frequency = 'half_year' and $4) or (e.frequency = 'annual' and $5))
                 union all
                 select v.org_unit,
                        case when v.figure is not null then 1 else 0 end,
                        case when v.empty = $6 then 1 else 0 end
                 from unit_ancestor a
                 join filing f on f.org_unit = a.org_unit and f.programme = $2 and f.period = $3
                 join version_value v on v.org_unit = f.org_unit and v.programme = f.programme
                      and v.period = f.period and v.version = f.version
                 join data_element e on e.code = v.data_element
                 where a.ancestor = $1 and f.accepted = 0 and f.stage = 'submitted'
                   and (e.frequency in ('monthly', 'as_at')
                     or (e.frequency = 'half_year' and $4) or (e.frequency = 'annual' and $5))
             ) held
             group by org_unit",
        ).bind(&above).bind(programme).bind(&month).bind(half).bind(year).bind(not_applicable).fetch_all(db).await)
        .doing("counting values")?;
        rows.into_iter()
            .map(|row| {
                Ok(ValueCount {
                    org_unit: parsed("org_unit", &row.org_unit)?,
                    figures: row.figures,
                    not_applicable: row.not_applicable,
                })
            })
            .collect::<Result<_, sqlx::Error>>()
            .doing("counting values")
    }

    /// Who signed the last submission of each unit at and under a unit.
    pub async fn contacts_under(&mut self, above: UnitCode) -> Result<Vec<ContactRow>, StoreError> {
        let above = above.to_string();
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, RawContact>(
            "select s.org_unit, s.head, s.phone
             from submission s
             join unit_ancestor a on a.org_unit = s.org_unit
             where a.ancestor = $1 and s.change = (
                 select max(n.change) from submission n where n.org_unit = s.org_unit)",
        ).bind(&above).fetch_all(db).await)
        .doing("reading who signed")?;
        rows.into_iter()
            .map(|row| {
                Ok(ContactRow {
                    org_unit: parsed("org_unit", &row.org_unit)?,
                    head: row.head,
                    phone: row.phone,
                })
            })
            .collect::<Result<_, sqlx::Error>>()
            .doing("reading who signed")
    }
}
