//! Field visits: whom to visit, and what was found there.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kpi::fraction::Fraction;
use kpi::joint_evaluation::NoEvaluation;
use kpi::role::Actor;
use kpi::sampling::ChosenBy;
use kpi::verification::{Factor, Finding, NoFinding, Reported};
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// No line of a visit or an evaluation is longer, in characters.
pub const LONGEST_LINE: usize = 500;

/// No text of a visit or an evaluation is longer, in characters.
pub const LONGEST_TEXT: usize = 4_000;

/// Why a visit or a joint evaluation cannot be as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldFault {
    /// No indicator was ticked, or one that cannot be visited.
    NoIndicator,
    /// Some of the indicators are the counties', others the pilot regions'.
    MixedTiers,
    /// More units are asked for than there are, or none.
    Frame {
        /// How many there are.
        units: usize,
    },
    /// A number is none, or out of its bounds.
    NotANumber,
    /// A day is none.
    NotADay,
    /// The finding contradicts itself.
    Finding(NoFinding),
    /// The day has not come yet.
    NotYet,
    /// It does not say who was there.
    NoPeople,
    /// What is recorded already is corrected, or called off, without a reason.
    NoReason,
    /// A text is too long.
    TooLong,
    /// The joint evaluation contradicts itself.
    Evaluation(NoEvaluation),
    /// It was called off.
    CalledOff,
}

/// How a visit is to be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVisit {
    /// Whose figures of which month are visited.
    pub period: Option<Period>,
    /// Which indicators.
    pub indicators: Vec<String>,
    /// How many units.
    pub units: usize,
    /// How many of a hundred of them by chance; the others by signal.
    pub chance: usize,
    /// How many villages, schools … in each.
    pub each: u64,
    /// The seed; one is made where there is none.
    pub seed: Option<u64>,
    /// Why.
    pub purpose: String,
}

/// A visit in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLine {
    /// Its number.
    pub id: i64,
    /// Who visits.
    pub of: UnitRef,
    /// The month whose figures are visited.
    pub period: Period,
    /// Which indicators, by code.
    pub indicators: Vec<String>,
    /// How many units were chosen.
    pub units: usize,
    /// Of how many places something is recorded, of how many.
    pub recorded: (usize, usize),
    /// Why.
    pub purpose: String,
    /// Who chose.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The visits that concern a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitList {
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// Visits by it, by units below, and to it or below; the newest first.
    pub visits: Vec<VisitLine>,
    /// The newest month.
    pub newest: Period,
    /// Whether the reader may choose.
    pub may_choose: bool,
    /// How many units can be chosen: counties, pilot regions.
    pub frame: (usize, usize),
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenVisit {
    /// The unit it is read at, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The visit.
    pub line: VisitLine,
    /// How many units could be chosen.
    pub frame: usize,
    /// How many were chosen by chance.
    pub by_chance: usize,
    /// How many by signal.
    pub by_signal: usize,
    /// How many villages, schools … in each.
    pub each: u64,
    /// What everything follows from.
    pub seed: u64,
    /// The units that were chosen, as far as they lie at or below the unit it is read at.
    pub units: Vec<VisitedUnit>,
    /// What all recorded units say together, by indicator: the factor, and from how many units.
    /// Only where every chosen unit is shown.
    pub pooled: Vec<(String, Option<Factor>, usize)>,
    /// The day, by the installation's clock.
    pub today: NaiveDate,
}

/// A unit that was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitedUnit {
    /// The unit.
    pub unit: UnitRef,
    /// Its weight: how many signals there were.
    pub weight: u32,
    /// Why it was chosen.
    pub chosen: ChosenBy,
    /// With which probability.
    pub inclusion: Fraction,
    /// What is looked at there.
    pub places: Vec<VisitedPlace>,
    /// Whether the reader may record.
    pub may_record: bool,
}

/// One indicator at one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitedPlace {
    /// The indicator's code.
    pub indicator: String,
    /// What the unit reported when it was chosen, where both sides were there.
    pub reported: Option<Reported>,
    /// The numbers drawn from the unit's own list.
    pub numbers: Vec<u64>,
    /// What is recorded, the newest first: the first applies.
    pub recorded: Vec<Recorded>,
    /// Recounted over reported.
    pub factor: Option<Factor>,
}

/// What somebody recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// What was found.
    pub finding: Finding,
    /// On which day.
    pub day: NaiveDate,
    /// Who was there.
    pub people: String,
    /// What else there is to say.
    pub remark: String,
    /// Why it corrects what was recorded before; empty the first time.
    pub reason: String,
    /// Who recorded it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFinding {
    /// Where.
    pub org_unit: UnitCode,
    /// Of which indicator.
    pub indicator: String,
    /// What was found.
    pub finding: Finding,
    /// On which day.
    pub day: NaiveDate,
    /// Who was there.
    pub people: String,
    /// What else there is to say.
    pub remark: String,
    /// Why what is recorded already is corrected.
    pub reason: String,
}

/// What visits say of an indicator at a unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Verified {
    /// The visits, the newest first.
    pub visits: Vec<VerifiedBy>,
}

/// What one visit says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerifiedBy {
    /// Its number.
    pub id: i64,
    /// Who visited.
    pub of: UnitRef,
    /// The month whose figures were visited.
    pub period: Period,
    /// What was found, where the unit itself was visited.
    pub recorded: Option<Recorded>,
    /// Recounted over reported; at the visiting unit that of all visited units together.
    pub factor: Option<Factor>,
    /// From how many units.
    pub units: usize,
    /// Whether the reader may open it.
    pub readable: bool,
}

/// Questions and deeds of field visits.
#[async_trait]
pub trait Visits: Send + Sync {
    /// The visits that concern a unit.
    async fn visits(&self, who: &Actor, org_unit: UnitCode) -> Result<VisitList, Refusal>;

    /// One visit, as it is read at a unit.
    async fn visit(&self, who: &Actor, org_unit: UnitCode, id: i64) -> Result<OpenVisit, Refusal>;

    /// Chooses whom to visit, and keeps the choice. Returns its number.
    async fn choose_visit(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        new: &NewVisit,
    ) -> Result<i64, Refusal>;

    /// Records what was found, or corrects it with a reason.
    async fn record_finding(&self, who: &Actor, id: i64, new: &NewFinding) -> Result<(), Refusal>;

    /// What visits say of an indicator at a unit, of figures up to a month.
    async fn verified(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Verified, Refusal>;
}

/// See [`Visits::visits`].
#[server(name = AskVisits, prefix = "/ask", endpoint = "visits")]
pub async fn visits(org_unit: UnitCode) -> Result<VisitList, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().visits(&who, org_unit).await)
}

/// See [`Visits::visit`].
#[server(name = AskVisit, prefix = "/ask", endpoint = "visit")]
pub async fn visit(org_unit: UnitCode, id: i64) -> Result<OpenVisit, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().visit(&who, org_unit, id).await)
}

/// See [`Visits::verified`].
#[server(name = AskVerified, prefix = "/ask", endpoint = "verified")]
pub async fn verified(
    indicator: String,
    org_unit: UnitCode,
    period: Option<Period>,
) -> Result<Verified, Refusal> {
    let who = super::answer(super::signed_in())?;
    let backend = super::backend();
    super::answer(backend.verified(&who, &indicator, org_unit, period).await)
}
