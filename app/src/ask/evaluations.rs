//! Joint evaluations of task 3: planned, recorded, called off, and counted beside what the
//! returns say.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kpi::UnitCode;
use kpi::joint_evaluation::{Counted, Department, Duty, State};
use kpi::role::Actor;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The joint evaluations at and under a unit in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationList {
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The year.
    pub year: i32,
    /// The years there is something to say about, the newest first.
    pub years: Vec<i32>,
    /// What is recorded of each unit and duty, beside what its returns say.
    pub counted: Vec<CountedLine>,
    /// The evaluations, the newest day first.
    pub evaluations: Vec<Evaluation>,
    /// What the reader may plan, and where.
    pub may_plan: Vec<(Duty, UnitRef)>,
    /// Pilot regions that an evaluation of the province can be about.
    pub places: Vec<UnitRef>,
    /// The day, by the installation's clock.
    pub today: NaiveDate,
}

/// One unit and duty in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedLine {
    /// The unit.
    pub unit: UnitRef,
    /// The duty.
    pub duty: Duty,
    /// What is recorded and reported.
    pub counted: Counted,
}

/// One evaluation as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Its number.
    pub id: i64,
    /// Which unit it is counted for.
    pub unit: UnitRef,
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
    /// The pilot region that was evaluated.
    pub place: Option<UnitRef>,
    /// What was found.
    pub findings: String,
    /// Which documents tell of it.
    pub documents: String,
    /// Everything that was done with it, the newest first.
    pub history: Vec<EvaluationDeed>,
    /// Whether the reader may record, correct or call it off.
    pub may_record: bool,
}

/// What somebody did with an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationDeed {
    /// How it stood afterwards.
    pub state: State,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// An evaluation to be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvaluation {
    /// Which duty it answers.
    pub duty: Duty,
    /// Which unit it is counted for.
    pub org_unit: UnitCode,
    /// For which day.
    pub planned_for: NaiveDate,
    /// Who takes part.
    pub departments: BTreeSet<Department>,
    /// Who leads.
    pub lead: Department,
    /// The pilot region that is evaluated.
    pub place: Option<UnitCode>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldEvaluation {
    /// On which day it was held.
    pub held_on: NaiveDate,
    /// Who took part.
    pub departments: BTreeSet<Department>,
    /// Who led.
    pub lead: Department,
    /// What was found.
    pub findings: String,
    /// Which documents tell of it.
    pub documents: String,
    /// Why what is recorded already is corrected.
    pub reason: String,
}

/// Questions and deeds of joint evaluations.
#[async_trait]
pub trait Evaluations: Send + Sync {
    /// The joint evaluations at and under a unit. `year` none: this one.
    async fn evaluations(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        year: Option<i32>,
    ) -> Result<EvaluationList, Refusal>;

    /// Plans one. Returns its number.
    async fn plan_evaluation(&self, who: &Actor, new: &NewEvaluation) -> Result<i64, Refusal>;

    /// Records that it was held, or corrects it with a reason.
    async fn record_evaluation(
        &self,
        who: &Actor,
        id: i64,
        held: &HeldEvaluation,
    ) -> Result<(), Refusal>;

    /// Calls it off, with a reason.
    async fn cancel_evaluation(&self, who: &Actor, id: i64, reason: &str) -> Result<(), Refusal>;
}

/// See [`Evaluations::evaluations`].
#[server(name = AskEvaluations, prefix = "/ask", endpoint = "evaluations")]
pub async fn evaluations(org_unit: UnitCode, year: Option<i32>) -> Result<EvaluationList, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().evaluations(&who, org_unit, year).await)
}
