//! Accepted figures: what is in force, and how a correction takes a figure's place.

use super::engine::{Field, on};
use super::error::{Doing, corrupt};
use super::{Change, Reading, StoreError, parsed};
use kpi::draft::Empty;
use kpi::facts::{Facts, Value};
use kpi::org_unit::UnitCode;
use kpi::period::Period;

/// One accepted value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The data element.
    pub element: String,
    /// The period it is filed under.
    pub period: Period,
    /// What it says.
    pub value: Value,
}

#[derive(sqlx::FromRow)]
struct FactRow {
    data_element: String,
    period: String,
    figure: Option<i64>,
    empty: Option<String>,
    reason: String,
}

/// A value as its three columns.
pub(super) fn columns(value: &Value) -> (Option<i64>, Option<&'static str>, String) {
    match value {
        Value::Figure(figure) => (Some(*figure), None, String::new()),
        Value::NotApplicable(reason) => (None, Some(Empty::NotApplicable.code()), reason.clone()),
        Value::NotYet => (None, Some(Empty::NotYet.code()), String::new()),
        Value::NotCollected => (None, Some(Empty::NotCollected.code()), String::new()),
    }
}

/// The value of three columns.
pub(super) fn value(
    figure: Option<i64>,
    empty: Option<&str>,
    reason: String,
) -> Result<Value, sqlx::Error> {
    match (figure, empty) {
        (Some(figure), _) => Ok(Value::Figure(figure)),
        (None, Some(code)) => match Empty::from_code(code) {
            Some(Empty::NotApplicable) => Ok(Value::NotApplicable(reason)),
            Some(Empty::NotYet) => Ok(Value::NotYet),
            Some(Empty::NotCollected) => Ok(Value::NotCollected),
            None => Err(corrupt("empty", code)),
        },
        (None, None) => Err(corrupt("figure", "neither a figure nor an empty")),
    }
}

impl Reading {
    /// The accepted values of a unit in a range of periods, both ends included.
    pub async fn figures(
        &mut self,
        unit: UnitCode,
        from: Period,
        to: Period,
    ) -> Result<Vec<Fact>, StoreError> {
        let (unit, from, to) = (unit.to_string(), from.to_string(), to.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, FactRow>(
            "select data_element, period, figure, empty, reason from figure
             where org_unit = $1 and period between $2 and $3 and until_change is null",
        ).bind(&unit).bind(&from).bind(&to).fetch_all(db).await)
        .doing("reading figures")?;
        rows.into_iter()
            .map(|row| {
                Ok(Fact {
                    period: parsed("period", &row.period)?,
                    value: value(row.figure, row.empty.as_deref(), row.reason)?,
                    element: row.data_element,
                })
            })
            .collect::<Result<_, _>>()
            .doing("reading figures")
    }

    /// The same, to be looked things up in.
    pub async fn facts(
        &mut self,
        unit: UnitCode,
        from: Period,
        to: Period,
    ) -> Result<Facts, StoreError> {
        let mut facts = Facts::new();
        for fact in self.figures(unit, from, to).await? {
            facts.put(&fact.element, fact.period, fact.value);
        }
        Ok(facts)
    }
}

impl Change {
    /// Lets a value count: closes what was in force under its period and opens this one. Without
    /// a value, only closes.
    pub async fn put_figure(
        &mut self,
        unit: UnitCode,
        element: &str,
        period: Period,
        value: Option<&Value>,
    ) -> Result<(), StoreError> {
        let (code, month, number) = (unit.to_string(), period.to_string(), self.number);
        on!(&mut self.reading.link, db => sqlx::query(
            "update figure set until_change = $4
             where org_unit = $1 and period = $2 and data_element = $3 and until_change is null",
        ).bind(&code).bind(&month).bind(element).bind(number).execute(db).await.map(|done| done.rows_affected()))
        .doing("closing a figure")?;
        let Some(value) = value else { return Ok(()) };
        let fact = Fact {
            element: element.to_owned(),
            period,
            value: value.clone(),
        };
        self.reading
            .link
            .insert(INSERT, "", vec![row(&code, number, &fact)])
            .await
            .doing("opening a figure")
    }

    /// Closes the figures of a unit that the staged lines of a load contradict.
    pub async fn close_staged(&mut self, load: &str, unit: UnitCode) -> Result<(), StoreError> {
        let (unit, number) = (unit.to_string(), self.number);
        on!(&mut self.reading.link, db => sqlx::query(
            "update figure set until_change = $3
             where org_unit = $2 and until_change is null and exists (
                 select 1 from staging s
                 where s.load = $1 and s.org_unit = figure.org_unit and s.period = figure.period
                   and s.data_element = figure.data_element
                   and (coalesce(s.figure, -1) <> coalesce(figure.figure, -1)
                     or coalesce(s.empty, '') <> coalesce(figure.empty, '')))",
        ).bind(load).bind(&unit).bind(number).execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("closing figures")
    }

    /// Lets many values of a unit count at once. What they take the place of is closed already.
    pub async fn load_figures_of(
        &mut self,
        unit: UnitCode,
        facts: &[Fact],
    ) -> Result<(), StoreError> {
        let (unit, number) = (unit.to_string(), self.number);
        let rows = facts.iter().map(|fact| row(&unit, number, fact)).collect();
        self.reading
            .link
            .load(
                INSERT,
                "copy figure (org_unit, data_element, period, since_change, figure, empty, reason) from stdin",
                rows,
            )
            .await
            .doing("opening figures")
    }
}

const INSERT: &str =
    "insert into figure (org_unit, data_element, period, since_change, figure, empty, reason) ";

fn row(unit: &str, number: i64, fact: &Fact) -> Vec<Field> {
    let (figure, empty, reason) = columns(&fact.value);
    vec![
        Field::Text(unit.to_owned()),
        Field::Text(fact.element.clone()),
        Field::Text(fact.period.to_string()),
        Field::Int(number),
        Field::MaybeInt(figure),
        Field::MaybeText(empty.map(str::to_owned)),
        Field::Text(reason),
    ]
}
