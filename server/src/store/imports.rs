//! Lines of an import on their way in. They wait in a table of their own, which is no fact, so
//! staging needs no warrant; what they come to is published under one change.

use super::engine::{Field, on};
use super::error::Doing;
use super::{Reading, Store, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::period::Period;

/// One line that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedRow {
    /// Its number in the file, the header being 1.
    pub line: i64,
    /// The unit.
    pub org_unit: UnitCode,
    /// The period.
    pub period: Period,
    /// The data element's code.
    pub element: String,
    /// The figure; without one it says that the element does not apply.
    pub figure: Option<i64>,
}

/// A line that says something else than an earlier one about the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The line.
    pub row: StagedRow,
    /// The earlier one.
    pub first: i64,
}

#[derive(sqlx::FromRow)]
struct RawRow {
    line: i64,
    org_unit: String,
    period: String,
    data_element: String,
    figure: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct RawClash {
    line: i64,
    org_unit: String,
    period: String,
    data_element: String,
    figure: Option<i64>,
    first: i64,
}

impl TryFrom<RawRow> for StagedRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawRow) -> Result<StagedRow, sqlx::Error> {
        Ok(StagedRow {
            line: raw.line,
            org_unit: parsed("org_unit", &raw.org_unit)?,
            period: parsed("period", &raw.period)?,
            element: raw.data_element,
            figure: raw.figure,
        })
    }
}

/// The empty a line without a figure says.
const NOT_APPLICABLE: &str = "na";

/// Clashes are told in portions, so that a file full of them needs no memory.
pub(crate) const PORTION: i64 = 2_000;

impl Store {
    /// Puts lines of a load into staging.
    pub async fn stage(&self, load: &str, rows: Vec<StagedRow>) -> Result<(), StoreError> {
        let rows = rows.into_iter().map(|row| {
            vec![
                Field::Text(load.to_owned()),
                Field::Text(row.org_unit.to_string()),
                Field::Text(row.period.to_string()),
                Field::Text(row.element),
                Field::Int(row.line),
                Field::MaybeInt(row.figure),
                Field::MaybeText(row.figure.is_none().then(|| NOT_APPLICABLE.to_owned())),
            ]
        });
        let mut link = self.engine.writing().await?;
        link.load(
            "insert into staging (load, org_unit, period, data_element, line, figure, empty) ",
            "copy staging (load, org_unit, period, data_element, line, figure, empty) from stdin",
            rows.collect(),
        )
        .await
        .doing("staging lines")?;
        link.commit().await.doing("staging lines")
    }

    /// Lets the engine look at what was staged before it is searched.
    pub async fn survey_staging(&self) -> Result<(), StoreError> {
        let mut link = self.engine.writing().await?;
        on!(&mut link, db => sqlx::query("analyze staging").execute(db).await.map(drop))
            .doing("surveying staged lines")?;
        link.commit().await.doing("surveying staged lines")
    }

    /// Clears a load, and what crashed loads of names before `older` have left.
    pub async fn clear_staging(&self, load: &str, older: &str) -> Result<(), StoreError> {
        let mut link = self.engine.writing().await?;
        on!(&mut link, db => sqlx::query("delete from staging where load = $1 or load < $2")
            .bind(load).bind(older).execute(db).await.map(drop))
        .doing("clearing staged lines")?;
        link.commit().await.doing("clearing staged lines")
    }
}

impl Reading {
    /// Lines after `after` that contradict the first line about the same thing.
    pub async fn clashes(&mut self, load: &str, after: i64) -> Result<Vec<Clash>, StoreError> {
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, RawClash>(
            "select s.line, s.org_unit, s.period, s.data_element, s.figure, f.line as first
             from (select org_unit, period, data_element, min(line) as line
                   from staging where load = $1
                   group by org_unit, period, data_element having count(*) > 1) d
             join staging f on f.load = $1 and f.org_unit = d.org_unit and f.period = d.period
                  and f.data_element = d.data_element and f.line = d.line
             join staging s on s.load = $1 and s.org_unit = d.org_unit and s.period = d.period
                  and s.data_element = d.data_element and s.line <> d.line
             where s.line > $2 and coalesce(s.figure, -1) <> coalesce(f.figure, -1)
             order by s.line limit $3",
        ).bind(load).bind(after).bind(PORTION).fetch_all(db).await)
        .doing("looking for contradicting lines")?;
        rows.into_iter()
            .map(|raw| {
                let row = RawRow {
                    line: raw.line,
                    org_unit: raw.org_unit,
                    period: raw.period,
                    data_element: raw.data_element,
                    figure: raw.figure,
                };
                Ok(Clash {
                    row: row.try_into()?,
                    first: raw.first,
                })
            })
            .collect::<Result<_, sqlx::Error>>()
            .doing("looking for contradicting lines")
    }

    /// The units of a load that still have lines.
    pub async fn staged_units(&mut self, load: &str) -> Result<Vec<UnitCode>, StoreError> {
        let codes = on!(&mut self.link, db => sqlx::query_scalar::<_, String>(
            "select org_unit from staging where load = $1 group by org_unit order by org_unit",
        ).bind(load).fetch_all(db).await)
        .doing("listing staged units")?;
        codes
            .iter()
            .map(|code| parsed("org_unit", code))
            .collect::<Result<_, _>>()
            .doing("listing staged units")
    }

    /// The lines of one unit, by period, element and line.
    pub async fn staged_of(
        &mut self,
        load: &str,
        unit: UnitCode,
    ) -> Result<Vec<StagedRow>, StoreError> {
        let unit = unit.to_string();
        on!(&mut self.link, db => sqlx::query_as::<_, RawRow>(
            "select line, org_unit, period, data_element, figure from staging
             where load = $1 and org_unit = $2 order by period, data_element, line",
        ).bind(load).bind(&unit).fetch_all(db).await)
        .and_then(|rows| rows.into_iter().map(StagedRow::try_from).collect())
        .doing("reading staged lines")
    }
}
