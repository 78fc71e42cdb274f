//! Who is here, and what this installation is.

use crate::refusal::Refusal;
use async_trait::async_trait;
use chrono::NaiveDate;
use kpi::catalogue::Bilingual;
use kpi::role::{Actor, Role};
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What kind of figures this installation holds. Real and invented ones never share a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holding {
    /// Returns that units have filed.
    Real,
    /// The published figures.
    Published,
    /// Invented figures: every page and file says so.
    Demo,
}

/// What every page needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// What kind of figures are held.
    pub holding: Holding,
    /// The day, by the installation's one clock.
    pub today: NaiveDate,
    /// The newest period that pages open by themselves.
    pub period: Period,
    /// Who is signed in.
    pub who: Option<Who>,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The account's name.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The unit.
    pub org_unit: UnitCode,
    /// The unit's name.
    pub unit_name: Bilingual,
}

/// Questions about identity.
#[async_trait]
pub trait Identity: Send + Sync {
    /// What every page needs to know. Needs no signing in.
    async fn here(&self, who: Option<&Actor>) -> Result<Here, Refusal>;

    /// Who acts under this account; `None` when it is closed or gone.
    async fn actor(&self, account: &str) -> Result<Option<Actor>, Refusal>;

    /// Whose name and password these are.
    async fn sign_in(&self, account: &str, password: &str) -> Result<Actor, Refusal>;

    /// Puts a new password in place of the old one.
    async fn change_password(&self, who: &Actor, old: &str, new: &str) -> Result<(), Refusal>;
}

/// What every page needs to know.
#[server(name = AskHere, prefix = "/ask", endpoint = "here")]
pub async fn here() -> Result<Here, Refusal> {
    let who = use_context::<Option<Actor>>().flatten();
    super::answer(super::backend().here(who.as_ref()).await)
}
