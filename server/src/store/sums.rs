//! Sums: the parts under a unit, added up.

use super::engine::{Field, on};
use super::error::Doing;
use super::units::Ranked;
use super::{Change, Reading, Span, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use kpi::roll_up::Sums;
use sqlx::QueryBuilder;

/// The sums under one unit, for one indicator and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumsRow {
    /// The unit above.
    pub org_unit: UnitCode,
    /// The indicator's code.
    pub indicator: String,
    /// The period.
    pub period: Period,
    /// The sums.
    pub sums: Sums,
}

#[derive(sqlx::FromRow)]
struct RawSums {
    org_unit: String,
    indicator: String,
    period: String,
    x: i64,
    n: i64,
    counted: i64,
    lacking: i64,
    lacking_n: i64,
    not_applicable: i64,
    official_seen: i64,
}

impl TryFrom<RawSums> for SumsRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawSums) -> Result<SumsRow, sqlx::Error> {
        Ok(SumsRow {
            org_unit: parsed("org_unit", &raw.org_unit)?,
            indicator: raw.indicator,
            period: parsed("period", &raw.period)?,
            sums: Sums {
                x: raw.x,
                n: raw.n,
                counted: raw.counted,
                lacking: raw.lacking,
                lacking_n: raw.lacking_n,
                not_applicable: raw.not_applicable,
                official_seen: raw.official_seen,
            },
        })
    }
}

fn sums(rows: Result<Vec<RawSums>, sqlx::Error>) -> Result<Vec<SumsRow>, StoreError> {
    rows.and_then(|rows| rows.into_iter().map(SumsRow::try_from).collect())
        .doing("reading sums")
}

/// The same sums, reckoned afresh from the parts.
macro_rules! added_up {
    () => {
        "
    select a.ancestor as org_unit, p.indicator, p.period,
        cast(sum(case when p.state = 'complete' then p.x else 0 end) as bigint) as x,
        cast(sum(case when p.state = 'complete' then coalesce(p.n, 0) else 0 end) as bigint) as n,
        cast(sum(case when p.state = 'complete' then 1 else 0 end) as bigint) as counted,
        cast(sum(case when p.state in ('partial', 'missing', 'invalid') and p.n is not null
            then 1 else 0 end) as bigint) as lacking,
        cast(sum(case when p.state in ('partial', 'missing', 'invalid')
            then coalesce(p.n, 0) else 0 end) as bigint) as lacking_n,
        cast(sum(case when p.state = 'not_applicable' then 1 else 0 end) as bigint) as not_applicable,
        cast(sum(coalesce(p.official_n, 0)) as bigint) as official_seen
    from part p join unit_ancestor a on a.org_unit = p.org_unit
    where p.enters and a.ancestor <> a.org_unit
    group by a.ancestor, p.indicator, p.period"
    };
}

const AFRESH: &str = added_up!();

const REBUILD: &str = concat!(
    "insert into sums (org_unit, indicator, period, x, n, counted, lacking, lacking_n,
                       not_applicable, official_seen) ",
    added_up!()
);

impl Reading {
    /// The sums under one unit.
    pub async fn sums_of(
        &mut self,
        unit: UnitCode,
        span: Span,
    ) -> Result<Vec<SumsRow>, StoreError> {
        let (unit, from, to) = (unit.to_string(), span.from.to_string(), span.to.to_string());
        sums(on!(&mut self.link, db => sqlx::query_as::<_, RawSums>(
            "select org_unit, indicator, period, x, n, counted, lacking, lacking_n,
                    not_applicable, official_seen
             from sums where org_unit = $1 and period between $2 and $3",
        ).bind(&unit).bind(&from).bind(&to).fetch_all(db).await))
    }

    /// The sums under one unit for one indicator.
    pub async fn sums_over_time(
        &mut self,
        unit: UnitCode,
        indicator: &str,
        to: Period,
    ) -> Result<Vec<SumsRow>, StoreError> {
        let (unit, to) = (unit.to_string(), to.to_string());
        sums(on!(&mut self.link, db => sqlx::query_as::<_, RawSums>(
            "select org_unit, indicator, period, x, n, counted, lacking, lacking_n,
                    not_applicable, official_seen
             from sums where org_unit = $1 and indicator = $2 and period <= $3",
        ).bind(&unit).bind(indicator).bind(&to).fetch_all(db).await))
    }

    /// The sums of the units of a rank under a unit.
    pub async fn sums_of_rank(
        &mut self,
        above: UnitCode,
        rank: Ranked,
        span: Span,
    ) -> Result<Vec<SumsRow>, StoreError> {
        let (above, from, to) = (
            above.to_string(),
            span.from.to_string(),
            span.to.to_string(),
        );
        sums(on!(&mut self.link, db => sqlx::query_as::<_, RawSums>(
            "select s.org_unit, s.indicator, s.period, s.x, s.n, s.counted, s.lacking, s.lacking_n,
                    s.not_applicable, s.official_seen
             from unit_ancestor a
             join org_unit o on o.code = a.org_unit
             join sums s on s.org_unit = a.org_unit
             where a.ancestor = $1 and s.period between $2 and $3
               and (($4 = 'provinces' and o.level = 'province')
                 or ($4 = 'regions' and o.is_region)
                 or ($4 = 'counties' and o.level = 'county' and o.region is not null))",
        ).bind(&above).bind(&from).bind(&to).bind(rank.code()).fetch_all(db).await))
    }

    /// The sums under some units in a period: as many as a page shows.
    pub async fn sums_of_units(
        &mut self,
        units: &[UnitCode],
        period: Period,
    ) -> Result<Vec<SumsRow>, StoreError> {
        if units.is_empty() {
            return Ok(Vec::new());
        }
        let period = period.to_string();
        sums(on!(&mut self.link, db => {
            let mut statement = QueryBuilder::new(
                "select org_unit, indicator, period, x, n, counted, lacking, lacking_n,
                        not_applicable, official_seen
                 from sums where period = ",
            );
            statement.push_bind(&period).push(" and org_unit in (");
            let mut listed = statement.separated(", ");
            for unit in units {
                listed.push_bind(unit.to_string());
            }
            statement.push(")");
            statement.build_query_as::<RawSums>().persistent(false).fetch_all(db).await
        }))
    }

    /// The sums of one indicator at and under a unit.
    pub async fn sums_under(
        &mut self,
        above: UnitCode,
        indicator: &str,
        span: Span,
    ) -> Result<Vec<SumsRow>, StoreError> {
        let (above, from, to) = (
            above.to_string(),
            span.from.to_string(),
            span.to.to_string(),
        );
        sums(on!(&mut self.link, db => sqlx::query_as::<_, RawSums>(
            "select s.org_unit, s.indicator, s.period, s.x, s.n, s.counted, s.lacking, s.lacking_n,
                    s.not_applicable, s.official_seen
             from sums s join unit_ancestor a on a.org_unit = s.org_unit
             where a.ancestor = $1 and s.indicator = $2 and s.period between $3 and $4",
        ).bind(&above).bind(indicator).bind(&from).bind(&to).fetch_all(db).await))
    }

    /// All sums as they are kept, and as they are reckoned afresh from the parts: they must be
    /// the same, but for sums in which nothing is left.
    pub async fn sums_kept_and_afresh(
        &mut self,
    ) -> Result<(Vec<SumsRow>, Vec<SumsRow>), StoreError> {
        let kept = sums(on!(&mut self.link, db => sqlx::query_as::<_, RawSums>(
            "select org_unit, indicator, period, x, n, counted, lacking, lacking_n,
                    not_applicable, official_seen from sums",
        ).fetch_all(db).await))?;
        let afresh = sums(
            on!(&mut self.link, db => sqlx::query_as::<_, RawSums>(AFRESH).fetch_all(db).await),
        )?;
        Ok((kept, afresh))
    }
}

impl Change {
    /// Adds differences to the sums.
    pub async fn add_to_sums(&mut self, rows: &[SumsRow]) -> Result<(), StoreError> {
        self.reading
            .link
            .insert(
                "insert into sums (org_unit, indicator, period, x, n, counted, lacking, lacking_n, not_applicable, official_seen) ",
                " on conflict (org_unit, period, indicator) do update set
                 x = sums.x + excluded.x, n = sums.n + excluded.n,
                 counted = sums.counted + excluded.counted,
                 lacking = sums.lacking + excluded.lacking,
                 lacking_n = sums.lacking_n + excluded.lacking_n,
                 not_applicable = sums.not_applicable + excluded.not_applicable,
                 official_seen = sums.official_seen + excluded.official_seen",
                rows.iter().map(fields).collect(),
            )
            .await
            .doing("adding to sums")
    }

    /// Reckons all sums afresh from the parts.
    pub async fn rebuild_sums(&mut self) -> Result<(), StoreError> {
        on!(&mut self.reading.link, db => sqlx::query("delete from sums").execute(db).await.map(|done| done.rows_affected()))
            .doing("clearing the sums")?;
        on!(&mut self.reading.link, db => sqlx::query(REBUILD).execute(db).await.map(|done| done.rows_affected()))
            .map(drop)
            .doing("adding up the sums")
    }
}

/// A row of sums as it is loaded.
pub(super) fn fields(row: &SumsRow) -> Vec<Field> {
    let sums = &row.sums;
    vec![
        Field::Text(row.org_unit.to_string()),
        Field::Text(row.indicator.clone()),
        Field::Text(row.period.to_string()),
        Field::Int(sums.x),
        Field::Int(sums.n),
        Field::Int(sums.counted),
        Field::Int(sums.lacking),
        Field::Int(sums.lacking_n),
        Field::Int(sums.not_applicable),
        Field::Int(sums.official_seen),
    ]
}
