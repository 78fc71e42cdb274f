//! Accounts: who may come in, in which role, at which unit.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::UnitCode;
use kpi::role::{Actor, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An account in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    /// Its name.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: UnitRef,
    /// Whether it can sign in.
    pub active: bool,
}

/// A new account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccount {
    /// Its name: letters, digits, `.`, `_`, `-`.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The unit.
    pub org_unit: UnitCode,
}

/// Questions and deeds about accounts.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The accounts at the reader's unit and below.
    async fn accounts(&self, who: &Actor) -> Result<Vec<AccountLine>, Refusal>;

    /// Makes an account. Returns its password, which is told this once.
    async fn add_account(&self, who: &Actor, account: &NewAccount) -> Result<String, Refusal>;

    /// Gives an account a new password, told this once, and lets it in again.
    async fn reset_password(&self, who: &Actor, account: &str) -> Result<String, Refusal>;

    /// Closes an account. Nothing it did is lost.
    async fn close_account(&self, who: &Actor, account: &str) -> Result<(), Refusal>;
}

/// See [`Accounts::accounts`].
#[server(name = AskAccounts, prefix = "/ask", endpoint = "accounts")]
pub async fn accounts() -> Result<Vec<AccountLine>, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().accounts(&who).await)
}
