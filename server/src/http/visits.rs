//! Field visits and joint evaluations: their forms and files.

use super::downloads::{self, file};
use super::fields::Fields;
use super::forms::{Door, optional, signed_in};
use super::router::Doors;
use super::{escape, refused};
use app::ask::evaluations::{HeldEvaluation, NewEvaluation};
use app::ask::visits::{FieldFault, NewFinding, NewVisit};
use app::pages::{
    EvaluationView, VisitView, counted_table, evaluations_table, visit_table, visits_table,
};
use app::refusal::{Refusal, Unreadable};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use kpi::UnitCode;
use kpi::joint_evaluation::{Department, Duty};
use kpi::role::Actor;
use kpi::verification::Finding;
use std::collections::BTreeSet;

fn unreadable() -> Refusal {
    Refusal::Unreadable(Unreadable::NotTheForm)
}

fn unit_of(text: &str) -> Result<UnitCode, Refusal> {
    text.trim().parse().map_err(|_| Refusal::Missing)
}

fn number<T: std::str::FromStr>(fields: &Fields, name: &str) -> Result<T, Refusal> {
    let text = fields.get(name).trim();
    text.parse()
        .map_err(|_| Refusal::Field(FieldFault::NotANumber))
}

fn day(fields: &Fields, name: &str) -> Result<NaiveDate, Refusal> {
    let text = fields.get(name).trim();
    text.parse()
        .map_err(|_| Refusal::Field(FieldFault::NotADay))
}

/// Every value of a field that may be ticked more than once.
fn ticked<'a>(fields: &'a Fields, name: &'static str) -> impl Iterator<Item = &'a str> {
    fields
        .iter()
        .filter(move |(of, _)| *of == name)
        .map(|(_, value)| value)
}

/// Chooses whom to visit.
pub async fn choose(
    (State(doors), Extension(identified)): Door,
    Path(unit): Path<String>,
    fields: Fields,
) -> Response {
    let page = format!("/visits/{}", escape(&unit));
    let deed = async {
        let actor = signed_in(&identified)?;
        let new = NewVisit {
            period: optional(fields.get("period")).map_err(|()| Refusal::Missing)?,
            indicators: ticked(&fields, "indicator").map(str::to_owned).collect(),
            units: number(&fields, "units")?,
            chance: number(&fields, "chance")?,
            each: number(&fields, "each")?,
            seed: optional(fields.get("seed"))
                .map_err(|()| Refusal::Field(FieldFault::NotANumber))?,
            purpose: fields.get("purpose").to_owned(),
        };
        let backend = &doors.backend;
        backend.choose_visit(actor, unit_of(&unit)?, &new).await
    };
    match deed.await {
        Ok(id) => Redirect::to(&format!("{page}/{id}?done=visit")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

/// Records what was found.
pub async fn record(
    (State(doors), Extension(identified)): Door,
    Path((unit, id)): Path<(String, String)>,
    fields: Fields,
) -> Response {
    let page = format!("/visits/{}/{}", escape(&unit), escape(&id));
    let deed = async {
        let actor = signed_in(&identified)?;
        let id = id.parse().map_err(|_| Refusal::Missing)?;
        let new = NewFinding {
            org_unit: unit_of(fields.get("org_unit"))?,
            indicator: fields.get("indicator").to_owned(),
            finding: Finding {
                visited: number(&fields, "visited")?,
                reported: optional(fields.get("reported"))
                    .map_err(|()| Refusal::Field(FieldFault::NotANumber))?,
                found: number(&fields, "found")?,
                empty: match fields.get("empty").trim() {
                    "" => 0,
                    _ => number(&fields, "empty")?,
                },
            },
            day: day(&fields, "day")?,
            people: fields.get("people").to_owned(),
            remark: fields.get("remark").to_owned(),
            reason: fields.get("reason").to_owned(),
        };
        doors.backend.record_finding(actor, id, &new).await?;
        Ok(format!("u-{}", new.org_unit))
    };
    match deed.await {
        Ok(place) => Redirect::to(&format!("{page}?done=finding#{place}")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

/// The visits that concern a unit, as filtered on the page.
pub async fn visits(
    door: downloads::Door,
    Path(unit): Path<String>,
    Query(view): Query<VisitView>,
) -> Response {
    file(
        door,
        &format!("visits-{unit}"),
        async |doors: &Doors, actor: &Actor, words| {
            let told = doors.backend.visits(actor, unit_of(&unit)?).await?;
            Ok(visits_table(&told, &view, words))
        },
    )
    .await
}

/// One visit: every place with what was found.
pub async fn visit(door: downloads::Door, Path((unit, id)): Path<(String, String)>) -> Response {
    file(
        door,
        &format!("visit-{unit}-{id}"),
        async |doors: &Doors, actor: &Actor, words| {
            let id = id.parse().map_err(|_| Refusal::Missing)?;
            let told = doors.backend.visit(actor, unit_of(&unit)?, id).await?;
            Ok(visit_table(&told, words))
        },
    )
    .await
}

fn departments(fields: &Fields) -> Result<BTreeSet<Department>, Refusal> {
    ticked(fields, "department")
        .map(|code| Department::from_code(code).ok_or_else(unreadable))
        .collect()
}

fn lead(fields: &Fields) -> Result<Department, Refusal> {
    Department::from_code(fields.get("lead")).ok_or_else(unreadable)
}

/// Plans, records, corrects and calls off joint evaluations.
pub async fn evaluations(
    (State(doors), Extension(identified)): Door,
    Path(unit): Path<String>,
    fields: Fields,
) -> Response {
    let page = format!("/evaluations/{}", escape(&unit));
    let deed = async {
        let actor = signed_in(&identified)?;
        let backend = &doors.backend;
        let id = || number::<i64>(&fields, "id").map_err(|_| unreadable());
        match fields.get("intent") {
            "plan" => {
                let (duty, org_unit) = fields.get("what").split_once(':').ok_or_else(unreadable)?;
                let place = fields.get("place").trim();
                let new = NewEvaluation {
                    duty: Duty::from_code(duty).ok_or_else(unreadable)?,
                    org_unit: unit_of(org_unit)?,
                    planned_for: day(&fields, "planned_for")?,
                    departments: departments(&fields)?,
                    lead: lead(&fields)?,
                    place: match place.is_empty() {
                        true => None,
                        false => Some(unit_of(place)?),
                    },
                };
                let id = backend.plan_evaluation(actor, &new).await?;
                Ok(("evaluation_planned", id))
            }
            "record" => {
                let held = HeldEvaluation {
                    held_on: day(&fields, "held_on")?,
                    departments: departments(&fields)?,
                    lead: lead(&fields)?,
                    findings: fields.get("findings").to_owned(),
                    documents: fields.get("documents").to_owned(),
                    reason: fields.get("reason").to_owned(),
                };
                let id = id()?;
                backend.record_evaluation(actor, id, &held).await?;
                Ok(("evaluation_held", id))
            }
            "cancel" => {
                let id = id()?;
                let reason = fields.get("reason");
                backend.cancel_evaluation(actor, id, reason).await?;
                Ok(("evaluation_cancelled", id))
            }
            _ => Err(unreadable()),
        }
    };
    let year = match fields.get("year").parse::<i32>() {
        Ok(year) => format!("year={year}&"),
        Err(_) => String::new(),
    };
    match deed.await {
        Ok((done, id)) => Redirect::to(&format!("{page}?{year}done={done}#e-{id}")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

/// The joint evaluations, as filtered on the page.
pub async fn evaluation_list(
    door: downloads::Door,
    Path(unit): Path<String>,
    Query(view): Query<EvaluationView>,
) -> Response {
    file(
        door,
        &format!("evaluations-{unit}"),
        async |doors: &Doors, actor: &Actor, words| {
            let year = view.year()?;
            let told = doors
                .backend
                .evaluations(actor, unit_of(&unit)?, year)
                .await?;
            Ok(evaluations_table(&told, &view, words))
        },
    )
    .await
}

/// What is recorded of each unit beside what its returns say, as filtered on the page.
pub async fn evaluation_counts(
    door: downloads::Door,
    Path(unit): Path<String>,
    Query(view): Query<EvaluationView>,
) -> Response {
    file(
        door,
        &format!("evaluation-counts-{unit}"),
        async |doors: &Doors, actor: &Actor, words| {
            let year = view.year()?;
            let told = doors
                .backend
                .evaluations(actor, unit_of(&unit)?, year)
                .await?;
            Ok(counted_table(&told, &view, words))
        },
    )
    .await
}
