//! The reporting board: which returns came, which did not, and whom to remind.

use super::scores::Rank;
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::Bilingual;
use kpi::reporting::{Reports, Standing, Values};
use kpi::role::Actor;
use kpi::setting::Deadline;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What part of a board is looked at. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardView {
    /// A programme's code; empty for the first.
    #[serde(default)]
    pub programme: String,
    /// The standing of the month's return, by its code; empty for any.
    #[serde(default)]
    pub state: String,
    /// A rank by its code; empty for all units that file.
    #[serde(default)]
    pub rank: String,
    /// Text that the unit's name or code holds.
    #[serde(default)]
    pub q: String,
    /// Which page, from 1 on; empty for the first.
    #[serde(default)]
    pub page: String,
}

impl BoardView {
    /// The rank, where one is asked for.
    pub fn rank(&self) -> Option<Rank> {
        Rank::from_code(&self.rank)
    }

    /// The page, from 1 on.
    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }
}

/// Units by months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportingBoard {
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The month asked about: the last of those shown.
    pub period: Period,
    /// The newest month there is to see.
    pub newest: Period,
    /// The programme.
    pub programme: String,
    /// Until when the month's returns are due.
    pub deadline: Deadline,
    /// Whether that has passed.
    pub is_past: bool,
    /// Every programme's counts in the month, over all units below.
    pub programmes: Vec<(String, MonthTotal)>,
    /// This programme's counts month by month, over all units below.
    pub months: Vec<(Period, Reports)>,
    /// How many returns of the month stand how, over all units below.
    pub standings: Vec<(Standing, u32)>,
    /// Of the units that owe anything in the months shown, how many are complete enough, timely
    /// enough, and how many there are.
    pub units_good: (u32, u32, u32),
    /// The units of this page.
    pub rows: Vec<BoardRow>,
    /// How many units fit the view.
    pub fitting: usize,
    /// Which page this is, from 1 on, and how many there are.
    pub page: (usize, usize),
    /// Whom to remind of this programme's returns: how many returns, of how many units.
    pub to_remind: (usize, usize),
}

/// One programme in one month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotal {
    /// Returns.
    pub reports: Reports,
    /// Values.
    pub values: Values,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// Its code.
    pub code: UnitCode,
    /// Its name.
    pub name: Bilingual,
    /// The units between it and the one above all, highest first.
    pub above: Vec<Bilingual>,
    /// How each month's return stands, and whether it came after its deadline.
    pub months: Vec<(Standing, bool)>,
    /// The months counted.
    pub reports: Reports,
    /// The values of the month asked about.
    pub values: Values,
}

/// A return that somebody has to be reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The unit.
    pub code: UnitCode,
    /// Its name.
    pub name: Bilingual,
    /// The units between it and the one above all, highest first.
    pub above: Vec<Bilingual>,
    /// The programme's code.
    pub programme: String,
    /// The month.
    pub period: Period,
    /// How it stands.
    pub standing: Standing,
    /// Until when it is or was due.
    pub deadline: Deadline,
    /// Whole days since then; negative before.
    pub days_late: i64,
    /// Who reports there: account and name.
    pub people: Vec<(String, String)>,
    /// Who signed the unit's last submission as its head, and the telephone given with it.
    pub contact: Option<(String, String)>,
}

/// Questions about the reporting board.
#[async_trait]
pub trait Boards: Send + Sync {
    /// The board of a unit and the months up to `period`; none: the newest.
    async fn board(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &BoardView,
    ) -> Result<ReportingBoard, Refusal>;

    /// Everything that fits the view, on one page.
    async fn whole_board(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &BoardView,
    ) -> Result<ReportingBoard, Refusal>;

    /// Whom to remind: every return up to `period` that is awaited, the longest overdue first.
    async fn reminders(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &BoardView,
    ) -> Result<Vec<Reminder>, Refusal>;
}

/// See [`Boards::board`].
#[server(name = AskBoard, prefix = "/ask", endpoint = "board")]
pub async fn board(
    org_unit: UnitCode,
    period: Option<Period>,
    view: BoardView,
) -> Result<ReportingBoard, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().board(&who, org_unit, period, &view).await)
}
