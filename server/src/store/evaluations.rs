//! Joint evaluations, append-only: everything that was done with each.

use super::engine::{Field, on};
use super::error::{Doing, corrupt};
use super::{Change, Reading, StoreError, parsed};
use chrono::NaiveDate;
use kpi::joint_evaluation::{Department, Duty, State};
use kpi::org_unit::UnitCode;
use std::collections::BTreeSet;

/// How an evaluation stood after a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationRow {
    /// Its number: that of the change that planned it.
    pub id: i64,
    /// Which unit it is counted for.
    pub org_unit: UnitCode,
    /// Which duty it answers.
    pub duty: Duty,
    /// Where it stands.
    pub state: State,
    /// For which day it was planned.
    pub planned_for: NaiveDate,
    /// On which day it was held.
    pub held_on: Option<NaiveDate>,
    /// Who takes part.
    pub departments: BTreeSet<Department>,
    /// Who leads.
    pub lead: Department,
    /// The pilot region that is evaluated.
    pub place: Option<UnitCode>,
    /// What was found.
    pub findings: String,
    /// Which documents tell of it.
    pub documents: String,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    org_unit: String,
    kind: String,
    state: String,
    planned_for: String,
    held_on: Option<String>,
    departments: String,
    lead: String,
    place: Option<String>,
    findings: String,
    documents: String,
    reason: String,
    account: String,
    name: Option<String>,
    at: i64,
}

fn department(code: &str) -> Result<Department, sqlx::Error> {
    Department::from_code(code).ok_or_else(|| corrupt("departments", code))
}

impl TryFrom<Raw> for EvaluationRow {
    type Error = sqlx::Error;

    fn try_from(raw: Raw) -> Result<EvaluationRow, sqlx::Error> {
        let departments = raw.departments.split_whitespace();
        Ok(EvaluationRow {
            id: raw.id,
            org_unit: parsed("org_unit", &raw.org_unit)?,
            duty: Duty::from_code(&raw.kind).ok_or_else(|| corrupt("kind", &raw.kind))?,
            state: State::from_code(&raw.state).ok_or_else(|| corrupt("state", &raw.state))?,
            planned_for: parsed("planned_for", &raw.planned_for)?,
            held_on: raw.held_on.map(|day| parsed("held_on", &day)).transpose()?,
            departments: departments.map(department).collect::<Result<_, _>>()?,
            lead: department(&raw.lead)?,
            place: raw.place.map(|place| parsed("place", &place)).transpose()?,
            findings: raw.findings,
            documents: raw.documents,
            reason: raw.reason,
            by: raw.name.unwrap_or(raw.account),
            at: raw.at,
        })
    }
}

impl Reading {
    /// Everything that was done with evaluations counted at a unit or below it, the newest deed
    /// of each first.
    pub async fn evaluations_under(
        &mut self,
        above: UnitCode,
    ) -> Result<Vec<EvaluationRow>, StoreError> {
        let above = above.to_string();
        told(on!(&mut self.link, db => sqlx::query_as::<_, Raw>(
            "select e.id, e.org_unit, e.kind, e.state, e.planned_for, e.held_on, e.departments,
                    e.lead, e.place, e.findings, e.documents, e.reason, c.account, a.name, c.at
             from unit_ancestor u
             join joint_evaluation e on e.org_unit = u.org_unit
             join change c on c.id = e.change
             left join account a on a.account = c.account
             where u.ancestor = $1 order by e.id desc, e.change desc",
        ).bind(&above).fetch_all(db).await))
    }

    /// Everything that was done with one evaluation, the newest deed first.
    pub async fn evaluation(&mut self, id: i64) -> Result<Vec<EvaluationRow>, StoreError> {
        told(on!(&mut self.link, db => sqlx::query_as::<_, Raw>(
            "select e.id, e.org_unit, e.kind, e.state, e.planned_for, e.held_on, e.departments,
                    e.lead, e.place, e.findings, e.documents, e.reason, c.account, a.name, c.at
             from joint_evaluation e
             join change c on c.id = e.change
             left join account a on a.account = c.account
             where e.id = $1 order by e.change desc",
        ).bind(id).fetch_all(db).await))
    }
}

fn told(rows: Result<Vec<Raw>, sqlx::Error>) -> Result<Vec<EvaluationRow>, StoreError> {
    rows.and_then(|rows| rows.into_iter().map(EvaluationRow::try_from).collect())
        .doing("reading joint evaluations")
}

impl Change {
    /// Adds how an evaluation stands from now on; `row.id` 0 plans a new one under this change's
    /// number.
    pub async fn put_evaluation(&mut self, row: &EvaluationRow) -> Result<i64, StoreError> {
        let id = match row.id {
            0 => self.number,
            id => id,
        };
        let departments: Vec<&str> = row.departments.iter().map(|one| one.code()).collect();
        let fields = vec![
            Field::Int(id),
            Field::Int(self.number),
            Field::Text(row.org_unit.to_string()),
            Field::Text(row.duty.code().to_owned()),
            Field::Text(row.state.code().to_owned()),
            Field::Text(row.planned_for.to_string()),
            Field::MaybeText(row.held_on.map(|day| day.to_string())),
            Field::Text(departments.join(" ")),
            Field::Text(row.lead.code().to_owned()),
            Field::MaybeText(row.place.map(|place| place.to_string())),
            Field::Text(row.findings.clone()),
            Field::Text(row.documents.clone()),
            Field::Text(row.reason.clone()),
        ];
        self.reading
            .link
            .insert(
                "insert into joint_evaluation (id, change, org_unit, kind, state, planned_for, held_on, departments, lead, place, findings, documents, reason) ",
                "",
                vec![fields],
            )
            .await
            .doing("keeping a joint evaluation")?;
        Ok(id)
    }
}
