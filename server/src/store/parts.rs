//! Parts: what the figures of one unit come to, indicator by indicator.

use super::engine::{Field, on};
use super::error::Doing;
use super::units::{Ranked, name_of, value_of};
use super::{Change, Reading, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::period::{FIRST_PERIOD, Period};
use kpi::score::{Part, PartState};
use sqlx::QueryBuilder;

/// A range of periods, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: Period,
    /// The last.
    pub to: Period,
}

impl Span {
    /// All periods in which anything can be in force.
    pub const EVER: Span = Span {
        from: FIRST_PERIOD,
        to: Period::literal(9999, 12),
    };

    /// Just one period.
    pub fn only(period: Period) -> Span {
        Span {
            from: period,
            to: period,
        }
    }
}

/// The part of one unit, indicator and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRow {
    /// The unit.
    pub org_unit: UnitCode,
    /// The indicator's code.
    pub indicator: String,
    /// The period.
    pub period: Period,
    /// What the figures come to.
    pub part: Part,
    /// Whether it enters the sums above the unit.
    pub enters: bool,
    /// The unit's official count of the denominator.
    pub official_n: Option<i64>,
}

/// The rates of the units behind a pooled rate, added up roughly: whether their mean has another
/// colour can mostly be told without reading each of them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Millionths {
    /// The indicator's code.
    pub indicator: String,
    /// How many units.
    pub units: i64,
    /// Σ floor(x · 10⁶ / n).
    pub sum: i64,
}

const STATES: [(PartState, &str); 5] = [
    (PartState::Complete, "complete"),
    (PartState::Partial, "partial"),
    (PartState::Missing, "missing"),
    (PartState::Invalid, "invalid"),
    (PartState::NotApplicable, "not_applicable"),
];

#[derive(sqlx::FromRow)]
struct RawPart {
    org_unit: String,
    indicator: String,
    period: String,
    x: Option<i64>,
    n: Option<i64>,
    state: String,
    official: bool,
    since: Option<String>,
    n_since: Option<String>,
    enters: bool,
    official_n: Option<i64>,
}

impl TryFrom<RawPart> for PartRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawPart) -> Result<PartRow, sqlx::Error> {
        Ok(PartRow {
            org_unit: parsed("org_unit", &raw.org_unit)?,
            indicator: raw.indicator,
            period: parsed("period", &raw.period)?,
            part: Part {
                x: raw.x,
                n: raw.n,
                state: value_of(&STATES, "state", &raw.state)?,
                official: raw.official,
                since: raw.since.map(|since| parsed("since", &since)).transpose()?,
                n_since: raw
                    .n_since
                    .map(|since| parsed("n_since", &since))
                    .transpose()?,
            },
            enters: raw.enters,
            official_n: raw.official_n,
        })
    }
}

fn parts(rows: Result<Vec<RawPart>, sqlx::Error>) -> Result<Vec<PartRow>, StoreError> {
    rows.and_then(|rows| rows.into_iter().map(PartRow::try_from).collect())
        .doing("reading parts")
}

impl Reading {
    /// The parts of one unit.
    pub async fn parts_of(
        &mut self,
        unit: UnitCode,
        span: Span,
    ) -> Result<Vec<PartRow>, StoreError> {
        let (unit, from, to) = (unit.to_string(), span.from.to_string(), span.to.to_string());
        parts(on!(&mut self.link, db => sqlx::query_as::<_, RawPart>(
            "select org_unit, indicator, period, x, n, state, official, since, n_since, enters, official_n
             from part where org_unit = $1 and period between $2 and $3",
        ).bind(&unit).bind(&from).bind(&to).fetch_all(db).await))
    }

    /// The parts of a unit and of those above it.
    pub async fn parts_up_from(
        &mut self,
        unit: UnitCode,
        span: Span,
    ) -> Result<Vec<PartRow>, StoreError> {
        let (unit, from, to) = (unit.to_string(), span.from.to_string(), span.to.to_string());
        parts(on!(&mut self.link, db => sqlx::query_as::<_, RawPart>(
            "select p.org_unit, p.indicator, p.period, p.x, p.n, p.state, p.official, p.since, p.n_since,
                    p.enters, p.official_n
             from unit_ancestor a join part p on p.org_unit = a.ancestor
             where a.org_unit = $1 and p.period between $2 and $3",
        ).bind(&unit).bind(&from).bind(&to).fetch_all(db).await))
    }

    /// The parts under a unit that are judged one by one: where a roll-up counts units met, or
    /// takes the largest.
    pub async fn parts_judged_singly(
        &mut self,
        above: UnitCode,
        period: Period,
    ) -> Result<Vec<PartRow>, StoreError> {
        let (above, period) = (above.to_string(), period.to_string());
        parts(on!(&mut self.link, db => sqlx::query_as::<_, RawPart>(
            "select p.org_unit, p.indicator, p.period, p.x, p.n, p.state, p.official, p.since, p.n_since,
                    p.enters, p.official_n
             from unit_ancestor a
             join part p on p.org_unit = a.org_unit
             join indicator i on i.code = p.indicator
             where a.ancestor = $1 and p.period = $2 and p.enters
               and i.roll_up in ('units_met', 'share_of_periods', 'max')",
        ).bind(&above).bind(&period).fetch_all(db).await))
    }

    /// The parts of some units and indicators in a period: as many as a page shows.
    pub async fn parts_of_units(
        &mut self,
        units: &[UnitCode],
        indicators: &[&str],
        period: Period,
    ) -> Result<Vec<PartRow>, StoreError> {
        if units.is_empty() || indicators.is_empty() {
            return Ok(Vec::new());
        }
        let period = period.to_string();
        parts(on!(&mut self.link, db => {
            let mut statement = QueryBuilder::new(
                "select org_unit, indicator, period, x, n, state, official, since, n_since, enters, official_n
                 from part where period = ",
            );
            statement.push_bind(&period).push(" and org_unit in (");
            let mut listed = statement.separated(", ");
            for unit in units {
                listed.push_bind(unit.to_string());
            }
            statement.push(") and indicator in (");
            let mut listed = statement.separated(", ");
            for indicator in indicators {
                listed.push_bind(*indicator);
            }
            statement.push(")");
            statement.build_query_as::<RawPart>().persistent(false).fetch_all(db).await
        }))
    }

    /// The own parts of the units of a rank under a unit, of some indicators.
    pub async fn parts_of_rank_in(
        &mut self,
        above: UnitCode,
        rank: Ranked,
        indicators: &[&str],
        period: Period,
    ) -> Result<Vec<PartRow>, StoreError> {
        if indicators.is_empty() {
            return Ok(Vec::new());
        }
        let (above, period) = (above.to_string(), period.to_string());
        parts(on!(&mut self.link, db => {
            let mut statement = QueryBuilder::new(
                "select p.org_unit, p.indicator, p.period, p.x, p.n, p.state, p.official, p.since, p.n_since,
                        p.enters, p.official_n
                 from unit_ancestor a
                 join org_unit o on o.code = a.org_unit
                 join part p on p.org_unit = a.org_unit
                 where a.ancestor = ",
            );
            statement.push_bind(&above).push(" and p.period = ").push_bind(&period);
            statement.push(match rank {
                Ranked::Provinces => " and o.level = 'province'",
                Ranked::Regions => " and o.is_region",
                Ranked::Counties => " and o.level = 'county' and o.region is not null",
            });
            statement.push(" and p.indicator in (");
            let mut listed = statement.separated(", ");
            for indicator in indicators {
                listed.push_bind(*indicator);
            }
            statement.push(")");
            statement.build_query_as::<RawPart>().persistent(false).fetch_all(db).await
        }))
    }

    /// The rates under a unit, roughly added up, of every indicator that is pooled.
    pub async fn millionths(
        &mut self,
        above: UnitCode,
        period: Period,
    ) -> Result<Vec<Millionths>, StoreError> {
        let (above, period) = (above.to_string(), period.to_string());
        // A figure is at most a trillion, so that a million times as much has room.
        on!(&mut self.link, db => sqlx::query_as::<_, Millionths>(
            "select p.indicator, count(*) as units,
                    cast(sum(p.x * 1000000 / p.n) as bigint) as sum
             from unit_ancestor a
             join part p on p.org_unit = a.org_unit
             join indicator i on i.code = p.indicator
             where a.ancestor = $1 and a.org_unit <> $1 and p.period = $2 and p.enters
               and p.state = 'complete' and p.n > 0 and i.roll_up = 'sum_num_den'
             group by p.indicator",
        ).bind(&above).bind(&period).fetch_all(db).await)
        .doing("adding up rates")
    }

    /// The own parts of the units of a rank under a unit.
    pub async fn parts_of_rank(
        &mut self,
        above: UnitCode,
        rank: Ranked,
        period: Period,
    ) -> Result<Vec<PartRow>, StoreError> {
        let (above, period) = (above.to_string(), period.to_string());
        parts(on!(&mut self.link, db => sqlx::query_as::<_, RawPart>(
            "select p.org_unit, p.indicator, p.period, p.x, p.n, p.state, p.official, p.since, p.n_since,
                    p.enters, p.official_n
             from unit_ancestor a
             join org_unit o on o.code = a.org_unit
             join part p on p.org_unit = a.org_unit
             where a.ancestor = $1 and p.period = $2
               and (($3 = 'provinces' and o.level = 'province')
                 or ($3 = 'regions' and o.is_region)
                 or ($3 = 'counties' and o.level = 'county' and o.region is not null))",
        ).bind(&above).bind(&period).bind(rank.code()).fetch_all(db).await))
    }

    /// The parts of one indicator at and under a unit.
    pub async fn parts_under(
        &mut self,
        above: UnitCode,
        indicator: &str,
        span: Span,
    ) -> Result<Vec<PartRow>, StoreError> {
        let (above, from, to) = (
            above.to_string(),
            span.from.to_string(),
            span.to.to_string(),
        );
        parts(on!(&mut self.link, db => sqlx::query_as::<_, RawPart>(
            "select p.org_unit, p.indicator, p.period, p.x, p.n, p.state, p.official, p.since, p.n_since,
                    p.enters, p.official_n
             from part p join unit_ancestor a on a.org_unit = p.org_unit
             where a.ancestor = $1 and p.indicator = $2 and p.period between $3 and $4",
        ).bind(&above).bind(indicator).bind(&from).bind(&to).fetch_all(db).await))
    }

    /// The parts of one indicator in one unit.
    pub async fn parts_over_time(
        &mut self,
        unit: UnitCode,
        indicator: &str,
        to: Period,
    ) -> Result<Vec<PartRow>, StoreError> {
        let (unit, to) = (unit.to_string(), to.to_string());
        parts(on!(&mut self.link, db => sqlx::query_as::<_, RawPart>(
            "select org_unit, indicator, period, x, n, state, official, since, n_since, enters, official_n
             from part where org_unit = $1 and indicator = $2 and period <= $3",
        ).bind(&unit).bind(indicator).bind(&to).fetch_all(db).await))
    }
}

impl Change {
    /// Puts parts in place of those of the same unit, indicator and period.
    pub async fn put_parts(&mut self, rows: &[PartRow]) -> Result<(), StoreError> {
        self.reading
            .link
            .insert(
                "insert into part (org_unit, indicator, period, x, n, state, official, since, n_since, enters, official_n) ",
                " on conflict (org_unit, period, indicator) do update set x = excluded.x,
                 n = excluded.n, state = excluded.state, official = excluded.official,
                 since = excluded.since, n_since = excluded.n_since, enters = excluded.enters,
                 official_n = excluded.official_n",
                rows.iter().map(fields).collect(),
            )
            .await
            .doing("writing parts")
    }

    /// Takes a part away: a correction left nothing that reaches its period.
    pub async fn drop_part(&mut self, row: &PartRow) -> Result<(), StoreError> {
        let (unit, period) = (row.org_unit.to_string(), row.period.to_string());
        on!(&mut self.reading.link, db => sqlx::query(
            "delete from part where org_unit = $1 and period = $2 and indicator = $3",
        ).bind(&unit).bind(&period).bind(&row.indicator).execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("taking a part away")
    }

    /// Puts all parts of a unit in place of those it had.
    pub async fn replace_parts(
        &mut self,
        unit: UnitCode,
        rows: &[PartRow],
    ) -> Result<(), StoreError> {
        let unit = unit.to_string();
        on!(&mut self.reading.link, db => sqlx::query("delete from part where org_unit = $1")
            .bind(&unit).execute(db).await.map(|done| done.rows_affected()))
        .doing("clearing the parts of a unit")?;
        self.reading
            .link
            .load(
                "insert into part (org_unit, indicator, period, x, n, state, official, since, n_since, enters, official_n) ",
                "copy part (org_unit, indicator, period, x, n, state, official, since, n_since, enters, official_n) from stdin",
                rows.iter().map(fields).collect(),
            )
            .await
            .doing("loading the parts of a unit")
    }
}

/// A part as a row to load.
pub(super) fn fields(row: &PartRow) -> Vec<Field> {
    vec![
        Field::Text(row.org_unit.to_string()),
        Field::Text(row.indicator.clone()),
        Field::Text(row.period.to_string()),
        Field::MaybeInt(row.part.x),
        Field::MaybeInt(row.part.n),
        Field::Text(name_of(&STATES, row.part.state).to_owned()),
        Field::Bool(row.part.official),
        Field::MaybeText(row.part.since.map(|since| since.to_string())),
        Field::MaybeText(row.part.n_since.map(|since| since.to_string())),
        Field::Bool(row.enters),
        Field::MaybeInt(row.official_n),
    ]
}
