//! Returns: what is owed, the form of one, and its way to acceptance.

use super::review::{AtWork, Confirmation, News, Standing};
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kpi::catalogue::RuleKind;
use kpi::draft::{Answers, Cell, Draft, Known, Origin, Read, carried};
use kpi::facts::{Facts, Value};
use kpi::fault::{Broken, Fault, Reason};
use kpi::org_unit::{Tier, UnitCode};
use kpi::returns::{ReturnKey, Stage};
use kpi::role::Actor;
use kpi::setting::Deadline;
use kpi::target::LocalTarget;
use kpi::{DataElement, catalogue};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A return in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnLine {
    /// Which.
    pub key: ReturnKey,
    /// Whose.
    pub unit: UnitRef,
    /// Where it stands; `None` when nobody has begun it.
    pub stage: Option<Stage>,
    /// Counts up with every change; 0 before the first.
    pub revision: i64,
    /// Until when it is due.
    pub deadline: Deadline,
    /// Whole minutes until then; negative when it has passed.
    pub minutes_left: i64,
    /// How many due elements say something, of how many.
    pub filled: (usize, usize),
    /// The reviewer's words, when it was sent back.
    pub sent_back_because: Option<String>,
    /// How many remarks on single figures went with them.
    pub remarks: usize,
    /// When it last changed.
    pub changed_at: Option<DateTime<Utc>>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who else saved in its draft since then, the last to write first.
    pub at_work: Vec<AtWork>,
    /// What it changes, where it waits for the reader's review.
    pub news: Option<News>,
    /// The second level of review, where there is something to say of it.
    pub confirmation: Option<Confirmation>,
    /// Whether its month is closed.
    pub closed: bool,
}

impl ReturnLine {
    /// Whether its unit has still to do something, and the time for it has passed. It stays so
    /// until the return is in.
    pub fn is_overdue(&self) -> bool {
        self.is_open() && self.minutes_left < 0
    }

    /// Whether it lies with its unit.
    pub fn is_open(&self) -> bool {
        matches!(self.stage, None | Some(Stage::Draft | Stage::SentBack))
    }
}

/// What somebody has to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Returns of one's own unit, the most pressing first.
    pub own: Vec<ReturnLine>,
    /// Returns of others that wait for one's review, the oldest first.
    pub to_review: Vec<ReturnLine>,
    /// Accepted returns that wait for one's confirmation, the oldest first.
    pub to_confirm: Vec<ReturnLine>,
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
    /// Until when it is due.
    pub deadline: Deadline,
    /// The day, by the installation's clock.
    pub today: NaiveDate,
    /// The reader's account.
    pub account: String,
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
    /// What was answered to warnings, by rule.
    pub answers: Answers,
    /// Head and phone of the unit's last submission.
    pub signed: Signed,
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
    /// What the reviewer says of single figures, by data element, while it lies sent back.
    pub remarks: BTreeMap<String, String>,
    /// How it stands beside its stage: second level, closed month, who else works on it.
    pub standing: Standing,
    /// What happened to it, newest first.
    pub history: Vec<Happened>,
    /// Counts of persons that the reader may not see and that are left out above, each with the
    /// number it may be said to be below.
    pub withheld: BTreeMap<String, Option<i64>>,
}

impl OpenReturn {
    /// What is known of the unit beside the draft.
    pub fn known(&self) -> Known<'_> {
        Known {
            tiers: &self.tiers,
            facts: &self.facts,
            official: &self.official,
        }
    }

    /// What is carried into it, by data element, of what falls due.
    pub fn carried(&self) -> BTreeMap<String, (Cell, Origin)> {
        catalogue()
            .due(&self.key.programme, &self.tiers, self.key.period)
            .filter_map(|element| {
                let carried = carried(element, self.key.period, self.known())?;
                Some((
                    element.code.clone(),
                    (carried.cell(element), carried.origin),
                ))
            })
            .collect()
    }

    /// What stands in a cell: what was typed, else what is carried over.
    pub fn stands(&self, element: &DataElement) -> Cell {
        let typed = self
            .cells
            .get(&element.code)
            .filter(|cell| !cell.is_blank());
        let is_due = element.frequency.due_in(self.key.period);
        match typed {
            Some(cell) => cell.clone(),
            None => carried(element, self.key.period, self.known())
                .filter(|_| is_due)
                .map_or_else(Cell::default, |carried| carried.cell(element)),
        }
    }

    /// What these cells come to in it.
    pub fn read(&self, cells: BTreeMap<String, Cell>) -> Read {
        let draft = Draft {
            key: self.key.clone(),
            cells,
        };
        let mut read = draft.read(catalogue(), self.known());
        // Rows are not typed in the form, so what was said of them still holds.
        let rows = |fault: &&Fault| matches!(fault.reason, Reason::Rows { .. });
        read.faults.extend(self.faults.iter().filter(rows).cloned());
        read.warnings.extend(self.rows_broken());
        read
    }

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
    /// The data elements whose cell was laid out as carried over and not confirmed: sent
    /// unchanged, they stay so.
    pub carried: BTreeSet<String>,
    /// The tasks of which everything carried over is confirmed; [`EVERY_TASK`] for all.
    pub confirm: BTreeSet<String>,
    /// The tasks of which whatever happened in the month and was left blank is zero.
    pub zero: BTreeSet<String>,
    /// Answers to warnings. Those that are not sent stay as they are.
    pub answers: Answers,
    /// What a submission is signed with.
    pub signed: Signed,
}

/// Stands for every task in [`Filing::confirm`].
pub const EVERY_TASK: &str = "*";

impl Filing {
    /// Just the cells.
    pub fn of(draft: Draft, revision: i64) -> Filing {
        Filing {
            draft,
            revision,
            reason: String::new(),
            carried: BTreeSet::new(),
            confirm: BTreeSet::new(),
            zero: BTreeSet::new(),
            answers: Answers::new(),
            signed: Signed::default(),
        }
    }
}

/// What the head of the printed form asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// 单位负责人
    pub head: String,
    /// 联系电话
    pub phone: String,
}

/// A draft was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The revision it has now.
    pub revision: i64,
    /// When, by the server's clock.
    pub at: DateTime<Utc>,
    /// Cells that somebody else changed meanwhile to something else. They stand as the other left
    /// them; everything else is saved.
    pub clashes: Vec<Clash>,
}

/// Two people changed one cell to different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// The data element.
    pub element: String,
    /// What it said when the form was opened.
    pub base: String,
    /// What was sent.
    pub mine: Cell,
    /// What stands there.
    pub theirs: Cell,
    /// Who left it so.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The receipt of a submission, with all that was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which return.
    pub key: ReturnKey,
    /// Whose, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The number of the version.
    pub version: i64,
    /// The receipt's number.
    pub number: String,
    /// When it was submitted.
    pub at: DateTime<Utc>,
    /// The account that submitted it.
    pub account: String,
    /// The person's name, where the account is known.
    pub name: String,
    /// SHA-256 over its values, in hexadecimal.
    pub fingerprint: String,
    /// What it was signed with.
    pub signed: Signed,
    /// Where the return stands now.
    pub stage: Stage,
    /// Whether this version is the one whose figures count.
    pub counts: bool,
    /// Whether a later version was submitted.
    pub is_overtaken: bool,
    /// Its values, by data element.
    pub values: BTreeMap<String, Value>,
    /// Its answers to warnings, by rule.
    pub answers: Answers,
    /// Counts of persons that the reader may not see and that are left out above, each with the
    /// number it may be said to be below. Where there are any, there is no fingerprint either.
    pub withheld: BTreeMap<String, Option<i64>>,
}

/// Questions and deeds about returns.
#[async_trait]
pub trait Returns: Send + Sync {
    /// What the reader has to do.
    async fn desk(&self, who: &Actor) -> Result<Desk, Refusal>;

    /// One return.
    async fn open_return(&self, who: &Actor, key: &ReturnKey) -> Result<OpenReturn, Refusal>;

    /// Keeps what was typed, faults and all. Cells that somebody else has changed meanwhile are
    /// told and left as they are.
    async fn save_draft(&self, who: &Actor, filing: &Filing) -> Result<Saved, Refusal>;

    /// Keeps what was typed, then submits it, or says what is wrong. Returns the version.
    async fn submit(&self, who: &Actor, filing: &Filing) -> Result<i64, Refusal>;

    /// The receipt of a version that was submitted.
    async fn receipt(&self, who: &Actor, key: &ReturnKey, version: i64)
    -> Result<Receipt, Refusal>;

    /// Takes a submitted return back.
    async fn withdraw(&self, who: &Actor, key: &ReturnKey) -> Result<(), Refusal>;

    /// Accepts: from now on the figures count. `revision` is the one that was read.
    async fn accept(&self, who: &Actor, key: &ReturnKey, revision: i64) -> Result<(), Refusal>;

    /// Sends back, with words about the whole, remarks on single figures by data element, or
    /// both; one of them at least.
    async fn send_back(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
        reason: &str,
        remarks: &BTreeMap<String, String>,
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

/// See [`Returns::save_draft`]: how a form saves itself while somebody types.
#[server(name = KeepDraft, prefix = "/ask", endpoint = "keep", input = Json)]
pub async fn keep_draft(filing: Filing) -> Result<Saved, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().save_draft(&who, &filing).await)
}

/// See [`Returns::receipt`].
#[server(name = AskReceipt, prefix = "/ask", endpoint = "receipt")]
pub async fn receipt(
    org_unit: UnitCode,
    programme: String,
    period: kpi::Period,
    version: i64,
) -> Result<Receipt, Refusal> {
    let who = super::answer(super::signed_in())?;
    let key = ReturnKey {
        org_unit,
        programme,
        period,
    };
    super::answer(super::backend().receipt(&who, &key, version).await)
}
