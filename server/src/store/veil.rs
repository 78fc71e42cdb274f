//! Small numbers: in which months a count of persons is small anywhere, and the counts beside it.

use super::engine::on;
use super::error::Doing;
use super::{Reading, Span, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::period::Period;

/// A month in which a side of an indicator is small in some unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallIn {
    /// The month.
    pub period: Period,
    /// Whether a numerator is, or what is left of its whole.
    pub above: bool,
    /// Whether a denominator is.
    pub below: bool,
}

/// The counts of one unit that enters the sums above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonsRow {
    /// The unit.
    pub org_unit: UnitCode,
    /// The month.
    pub period: Period,
    /// Numerator.
    pub x: Option<i64>,
    /// Denominator.
    pub n: Option<i64>,
    /// Whether both are valid, so that they are added up.
    pub is_complete: bool,
    /// Whether it does not apply, so that nothing is.
    pub is_out: bool,
}

#[derive(sqlx::FromRow)]
struct RawSmall {
    period: String,
    above: i64,
    below: i64,
}

#[derive(sqlx::FromRow)]
struct RawPersons {
    org_unit: String,
    period: String,
    x: Option<i64>,
    n: Option<i64>,
    state: String,
}

impl Reading {
    /// The number of the change that last touched figures: what was made of them before it may
    /// not hold any more.
    pub async fn figures_as_of(&mut self) -> Result<i64, StoreError> {
        on!(&mut self.link, db => sqlx::query_scalar::<_, i64>(
            "select coalesce(max(id), 0) from change where action in ('accept', 'import')",
        ).fetch_one(db).await)
        .doing("reading when figures changed last")
    }

    /// The months in which a side of an indicator is a small number, below `threshold`.
    pub async fn small_in(
        &mut self,
        indicator: &str,
        span: Span,
        threshold: i64,
    ) -> Result<Vec<SmallIn>, StoreError> {
        let (from, to) = (span.from.to_string(), span.to.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, RawSmall>(
            "select period,
                cast(max(case when (x > 0 and x < $4) or (x > 0 and n > x and n - x < $4)
                    then 1 else 0 end) as bigint) as above,
                cast(max(case when n > 0 and n < $4 then 1 else 0 end) as bigint) as below
             from part where indicator = $1 and period between $2 and $3
               and ((x > 0 and x < $4) or (n > 0 and n < $4) or (x > 0 and n > x and n - x < $4))
             group by period",
        ).bind(indicator).bind(&from).bind(&to).bind(threshold).fetch_all(db).await)
        .doing("looking for small numbers")?;
        rows.into_iter()
            .map(|row| {
                Ok(SmallIn {
                    period: parsed("period", &row.period)?,
                    above: row.above > 0,
                    below: row.below > 0,
                })
            })
            .collect::<Result<_, sqlx::Error>>()
            .doing("looking for small numbers")
    }

    /// The counts of an indicator in every unit that enters sums.
    pub async fn persons(
        &mut self,
        indicator: &str,
        span: Span,
    ) -> Result<Vec<PersonsRow>, StoreError> {
        let (from, to) = (span.from.to_string(), span.to.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, RawPersons>(
            "select org_unit, period, x, n, state from part
             where indicator = $1 and period between $2 and $3 and enters",
        ).bind(indicator).bind(&from).bind(&to).fetch_all(db).await)
        .doing("reading counts of persons")?;
        rows.into_iter()
            .map(|row| {
                Ok(PersonsRow {
                    org_unit: parsed("org_unit", &row.org_unit)?,
                    period: parsed("period", &row.period)?,
                    x: row.x,
                    n: row.n,
                    is_complete: row.state == "complete",
                    is_out: row.state == "not_applicable",
                })
            })
            .collect::<Result<_, sqlx::Error>>()
            .doing("reading counts of persons")
    }
}
