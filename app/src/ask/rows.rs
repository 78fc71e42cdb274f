//! Rows: universities and lectures, entered one by one beside a return.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use kpi::returns::{ReturnKey, Stage};
use kpi::role::Actor;
use kpi::rows::TypedRow;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One list of a return, laid out to be filled or read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRows {
    /// Of which return.
    pub key: ReturnKey,
    /// The list's code.
    pub list: String,
    /// Whose, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// Where the return stands; `None` when nobody has begun it.
    pub stage: Option<Stage>,
    /// Counts up with every change of the return; a form sends it back.
    pub revision: i64,
    /// The rows as they stand, as typed.
    pub rows: Vec<TypedRow>,
    /// The rows of the accepted version of this very return, when there is one.
    pub accepted: Option<Vec<TypedRow>>,
    /// The accepted rows of earlier months, the newest first: of a list that carries, only the
    /// last; of one that begins anew each month, those of the year.
    pub earlier: Vec<(Period, Vec<TypedRow>)>,
    /// What the return says now for the elements that the rows give.
    pub standing: BTreeMap<String, String>,
    /// Whether the reader may write.
    pub may_edit: bool,
}

impl OpenRows {
    /// The rows that can be taken over: those accepted last, where none were entered yet.
    pub fn carried(&self) -> Option<&(Period, Vec<TypedRow>)> {
        let list = kpi::rows::RowList::of(&self.list)?;
        let is_free = self.rows.is_empty() && list.renewal == kpi::rows::Renewal::Carried;
        self.earlier.first().filter(|_| is_free)
    }
}

/// What was typed in the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsFiling {
    /// Of which return.
    pub key: ReturnKey,
    /// The list's code.
    pub list: String,
    /// All rows of the list, as typed. Blank ones are none.
    pub rows: Vec<TypedRow>,
    /// The revision the form was opened at.
    pub revision: i64,
}

/// Questions and deeds about rows.
#[async_trait]
pub trait Rows: Send + Sync {
    /// One list of a return.
    async fn open_rows(
        &self,
        who: &Actor,
        key: &ReturnKey,
        list: &str,
    ) -> Result<OpenRows, Refusal>;

    /// Keeps the rows, faults and all, and with them the figures that they come to. Returns the
    /// new revision.
    async fn save_rows(&self, who: &Actor, filing: &RowsFiling) -> Result<i64, Refusal>;

    /// Takes over the rows that were accepted last.
    async fn carry_rows(
        &self,
        who: &Actor,
        key: &ReturnKey,
        list: &str,
        revision: i64,
    ) -> Result<i64, Refusal>;
}

/// See [`Rows::open_rows`].
#[server(name = AskOpenRows, prefix = "/ask", endpoint = "rows")]
pub async fn open_rows(
    org_unit: UnitCode,
    programme: String,
    period: Period,
    list: String,
) -> Result<OpenRows, Refusal> {
    let who = super::answer(super::signed_in())?;
    let key = ReturnKey {
        org_unit,
        programme,
        period,
    };
    super::answer(super::backend().open_rows(&who, &key, &list).await)
}
