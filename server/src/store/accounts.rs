//! Accounts, and what kind of figures the database holds.

use super::engine::on;
use super::error::{Doing, corrupt};
use super::{Change, Reading, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::role::Role;

/// An account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// The password's hash, in PHC form.
    pub password_hash: String,
    /// The role.
    pub role: Role,
    /// The unit.
    pub org_unit: UnitCode,
    /// Whether it can sign in.
    pub active: bool,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    account: String,
    name: String,
    password_hash: String,
    role: String,
    org_unit: String,
    active: bool,
}

impl TryFrom<AccountRow> for Account {
    type Error = sqlx::Error;

    fn try_from(row: AccountRow) -> Result<Account, sqlx::Error> {
        Ok(Account {
            role: Role::from_code(&row.role).ok_or_else(|| corrupt("role", &row.role))?,
            org_unit: parsed("org_unit", &row.org_unit)?,
            account: row.account,
            name: row.name,
            password_hash: row.password_hash,
            active: row.active,
        })
    }
}

fn accounts(rows: Result<Vec<AccountRow>, sqlx::Error>) -> Result<Vec<Account>, StoreError> {
    rows.and_then(|rows| rows.into_iter().map(Account::try_from).collect())
        .doing("reading accounts")
}

impl Reading {
    /// The account of this name.
    pub async fn account(&mut self, account: &str) -> Result<Option<Account>, StoreError> {
        let rows = accounts(on!(&mut self.link, db => sqlx::query_as::<_, AccountRow>(
            "select account, name, password_hash, role, org_unit, active from account
             where account = $1",
        ).bind(account).fetch_all(db).await))?;
        Ok(rows.into_iter().next())
    }

    /// The accounts at a unit and below it, by unit and name.
    pub async fn accounts_under(&mut self, above: UnitCode) -> Result<Vec<Account>, StoreError> {
        let above = above.to_string();
        let mut rows = accounts(on!(&mut self.link, db => sqlx::query_as::<_, AccountRow>(
            "select c.account, c.name, c.password_hash, c.role, c.org_unit, c.active
             from account c join unit_ancestor a on a.org_unit = c.org_unit
             where a.ancestor = $1",
        ).bind(&above).fetch_all(db).await))?;
        rows.sort_by(|a, b| (a.org_unit, &a.account).cmp(&(b.org_unit, &b.account)));
        Ok(rows)
    }

    /// What kind of figures are held; `None` before anything was said about it.
    pub async fn holding(&mut self) -> Result<Option<String>, StoreError> {
        on!(&mut self.link, db => sqlx::query_scalar::<_, Option<String>>(
            "select kind from holding where id = 1",
        ).fetch_one(db).await)
        .doing("reading what kind of figures are held")
    }
}

impl Change {
    /// Makes an account. A name that is in use fails as not unique.
    pub async fn add_account(&mut self, account: &Account) -> Result<(), StoreError> {
        let (unit, at) = (account.org_unit.to_string(), self.at);
        on!(&mut self.reading.link, db => sqlx::query(
            "insert into account (account, name, password_hash, role, org_unit, active, made_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&account.account)
        .bind(&account.name)
        .bind(&account.password_hash)
        .bind(account.role.code())
        .bind(&unit)
        .bind(account.active)
        .bind(at)
        .execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("making an account")
    }

    /// Gives an account a password and lets it in.
    pub async fn set_password(&mut self, account: &str, hash: &str) -> Result<(), StoreError> {
        on!(&mut self.reading.link, db => sqlx::query(
            "update account set password_hash = $2, active = $3 where account = $1",
        ).bind(account).bind(hash).bind(true).execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("setting a password")
    }

    /// Closes an account.
    pub async fn close_account(&mut self, account: &str) -> Result<(), StoreError> {
        on!(&mut self.reading.link, db => sqlx::query(
            "update account set active = $2 where account = $1",
        ).bind(account).bind(false).execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("closing an account")
    }

    /// Says what kind of figures are held.
    pub async fn mark_holding(&mut self, kind: &str) -> Result<(), StoreError> {
        on!(&mut self.reading.link, db => sqlx::query(
            "update holding set kind = $1 where id = 1",
        ).bind(kind).execute(db).await.map(|done| done.rows_affected()))
        .map(drop)
        .doing("marking the database")
    }
}
