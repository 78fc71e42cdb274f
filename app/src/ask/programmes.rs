//! Programmes: by when their returns are due, how often they are reviewed, until when they are
//! owed, and which months are closed.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kpi::catalogue::Bilingual;
use kpi::role::Actor;
use kpi::setting::ProgrammeSetting;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who closed a month, when and why: what whoever stands before it has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The unit whose administrator closed it, for itself and all below.
    pub unit: Bilingual,
    /// The administrator's name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub because: String,
}

/// What applies to the programmes, as far as it concerns the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammesTold {
    /// Every programme, the headline's first.
    pub programmes: Vec<ProgrammeLine>,
    /// The months that are closed at the reader's unit, above it and below it.
    pub closed: Vec<ClosedMonth>,
    /// What was ever set, closed and opened again, the newest first.
    pub log: Vec<LogLine>,
    /// Whether the reader may set what applies to programmes.
    pub may_set: bool,
    /// The reader's unit, if its months may be closed and opened by the reader.
    pub may_close: Option<UnitRef>,
    /// The newest month that can be closed.
    pub newest: Period,
}

/// A programme and what is set for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeLine {
    /// Its code.
    pub code: String,
    /// What applies.
    pub setting: ProgrammeSetting,
    /// The first month owed; `None` where nothing ever is.
    pub first_owed: Option<Period>,
}

/// A month that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedMonth {
    /// The unit for which, with all below it.
    pub unit: UnitRef,
    /// The programme's code.
    pub programme: String,
    /// The month.
    pub period: Period,
    /// By whom, when and why.
    pub closed: Closed,
    /// Whether the reader may open it again.
    pub may_reopen: bool,
}

/// Something that was set, closed or opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: the person's name.
    pub by: String,
    /// The programme's code.
    pub programme: String,
    /// What.
    pub did: Did,
    /// Why.
    pub reason: String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Did {
    /// The programme's setting was changed.
    Set {
        /// What applied before.
        from: ProgrammeSetting,
        /// What applies since.
        to: ProgrammeSetting,
    },
    /// A month was closed.
    Closed {
        /// For which unit, with all below it.
        unit: UnitRef,
        /// The month.
        period: Period,
    },
    /// A month was opened again.
    Reopened {
        /// For which unit.
        unit: UnitRef,
        /// The month.
        period: Period,
    },
}

/// Which way the door turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// Nothing is submitted, withdrawn, accepted or sent back any more.
    Close,
    /// Again as before.
    Reopen,
}

/// A month of a programme at a unit and all below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// The unit.
    pub org_unit: UnitCode,
    /// The programme's code.
    pub programme: String,
    /// The month.
    pub period: Period,
}

/// Questions and deeds about programmes.
#[async_trait]
pub trait Programmes: Send + Sync {
    /// What applies. Everybody may read it.
    async fn programmes(&self, who: &Actor) -> Result<ProgrammesTold, Refusal>;

    /// Sets what applies to a programme, with a reason.
    async fn set_programme(
        &self,
        who: &Actor,
        programme: &str,
        setting: &ProgrammeSetting,
        reason: &str,
    ) -> Result<(), Refusal>;

    /// Closes a month for a unit and all below it, or opens it again, with a reason.
    async fn turn_period(
        &self,
        who: &Actor,
        month: &Month,
        turn: Turn,
        reason: &str,
    ) -> Result<(), Refusal>;
}

/// See [`Programmes::programmes`].
#[server(name = AskProgrammes, prefix = "/ask", endpoint = "programmes")]
pub async fn programmes() -> Result<ProgrammesTold, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().programmes(&who).await)
}
