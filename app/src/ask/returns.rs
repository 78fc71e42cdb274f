//! Returns: what is owed, the form of one, and its way to acceptance.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kpi::catalogue::{RuleKind, catalogue};
use kpi::draft::{Cell, Draft};
use kpi::facts::{Facts, Value};
use kpi::fault::{Broken, Fault};
use kpi::org_unit::{Tier, UnitCode};
use kpi::returns::{ReturnKey, Stage};
use kpi::role::Actor;
use kpi::target::LocalTarget;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A return in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnLine {
    /// Which.
    pub key: ReturnKey,
    /// Whose.
    pub unit: UnitRef,
    /// Where it stands; `None` when nobody has begun it.
    pub stage: Option<Stage>,
    /// The last day, until midnight.
    pub deadline: NaiveDate,
    /// Days until then; negative when it has passed.
    pub days_left: i64,
    /// How many due elements say something, of how many.
    pub filled: (usize, usize),
    /// The reviewer's words, when it was sent back.
    pub sent_back_because: Option<String>,
    /// When it last changed.
    pub changed_at: Option<DateTime<Utc>>,
}

/// What somebody has to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Returns of one's own unit, the most pressing first.
    pub own: Vec<ReturnLine>,
    /// Returns of others that wait for one's review, the oldest first.
    pub to_review: Vec<ReturnLine>,
    /// Returns under review here that have not come, the most pressing first.
    pub awaited: Vec<ReturnLine>,
}

/// One return, laid out to be filled, read or reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenReturn {
    /// Which.
    pub key: ReturnKey,
    /// Whose, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The tiers the unit acts on.
    pub tiers: Vec<Tier>,
    /// Where it stands; `None` when nobody has begun it.
    pub stage: Option<Stage>,
    /// Counts up with every change; a form sends it back so that a stale one is noticed.
    pub revision: i64,
    /// The number of the version that was last submitted; 0 before the first.
    pub version: i64,
    /// The last day, until midnight.
    pub deadline: NaiveDate,
    /// The day, by the installation's clock.
    pub today: NaiveDate,
    /// What stands in the cells, by data element, as typed.
    pub cells: BTreeMap<String, Cell>,
    /// Accepted values of the unit from January of the year before: what the rules and the live
    /// scores are held against. The values of this very return, once accepted, are in it.
    pub facts: Facts,
    /// The last accepted values of this very return, when it is a correction.
    pub accepted: BTreeMap<String, Value>,
    /// Official counts by data element.
    pub official: BTreeMap<String, i64>,
    /// Local targets that apply, by indicator.
    pub local_targets: BTreeMap<String, Vec<LocalTarget>>,
    /// The elements that are computed from rows and so not typed, each with how many rows there
    /// are.
    pub from_rows: BTreeMap<String, usize>,
    /// What is wrong with the cells now; shown once somebody tried to submit.
    pub faults: Vec<Fault>,
    /// Rules that ask for a second look.
    pub warnings: Vec<Broken>,
    /// Whether the reader may type.
    pub may_edit: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// Whether the reader may accept it or send it back.
    pub may_review: bool,
    /// The reviewer's words, when it was sent back.
    pub sent_back_because: Option<String>,
    /// What happened to it, newest first.
    pub history: Vec<Happened>,
}

impl OpenReturn {
    /// The rules that its rows broke.
    pub fn rows_broken(&self) -> impl Iterator<Item = Broken> {
        let of_rows = |broken: &&Broken| {
            catalogue()
                .rules()
                .iter()
                .any(|rule| rule.id == broken.rule && rule.kind == RuleKind::Rows)
        };
        self.warnings.iter().filter(of_rows).cloned()
    }
}

/// Something that happened to a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub account: String,
    /// What: an action's code, or `import`.
    pub action: String,
    /// Why, or from which file.
    pub reason: Option<String>,
    /// Which version it made or concerned.
    pub version: i64,
    /// What changed: data element, from, to, as text.
    pub changes: Vec<(String, String, String)>,
}

/// What a reporter sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// The cells. Those that are not sent stay as they are.
    pub draft: Draft,
    /// The revision the form was opened at.
    pub revision: i64,
    /// Why an accepted return is corrected.
    pub reason: String,
}

/// Questions and deeds about returns.
#[async_trait]
pub trait Returns: Send + Sync {
    /// What the reader has to do.
    async fn desk(&self, who: &Actor) -> Result<Desk, Refusal>;

    /// One return.
    async fn open_return(&self, who: &Actor, key: &ReturnKey) -> Result<OpenReturn, Refusal>;

    /// Keeps what was typed, faults and all. Returns the new revision.
    async fn save_draft(&self, who: &Actor, filing: &Filing) -> Result<i64, Refusal>;

    /// Keeps what was typed, then submits it, or says what is wrong.
    async fn submit(&self, who: &Actor, filing: &Filing) -> Result<(), Refusal>;

    /// Takes a submitted return back.
    async fn withdraw(&self, who: &Actor, key: &ReturnKey) -> Result<(), Refusal>;

    /// Accepts: from now on the figures count. `revision` is the one that was read.
    async fn accept(&self, who: &Actor, key: &ReturnKey, revision: i64) -> Result<(), Refusal>;

    /// Sends back, with words.
    async fn send_back(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
        reason: &str,
    ) -> Result<(), Refusal>;
}

/// See [`Returns::desk`].
#[server(name = AskDesk, prefix = "/ask", endpoint = "desk")]
pub async fn desk() -> Result<Desk, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().desk(&who).await)
}

/// See [`Returns::open_return`].
#[server(name = AskOpenReturn, prefix = "/ask", endpoint = "return")]
pub async fn open_return(
    org_unit: UnitCode,
    programme: String,
    period: kpi::Period,
) -> Result<OpenReturn, Refusal> {
    let who = super::answer(super::signed_in())?;
    let key = ReturnKey {
        org_unit,
        programme,
        period,
    };
    super::answer(super::backend().open_return(&who, &key).await)
}
