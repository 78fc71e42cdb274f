//! Accounts: who may come in, in which role, at which unit.

use super::{Office, Stop, again, password};
use crate::store::{Account, Deed, SystemPermit, Warrant};
use app::ask::accounts::{AccountLine, Accounts, NewAccount};
use app::ask::units::UnitRef;
use app::refusal::{Refusal, Unreadable};
use async_trait::async_trait;
use kpi::org_unit::NATION;
use kpi::role::{Action, Actor};

#[async_trait]
impl Accounts for Office {
    async fn accounts(&self, who: &Actor) -> Result<Vec<AccountLine>, Refusal> {
        again!(self.list_accounts(who))
    }

    async fn add_account(&self, who: &Actor, account: &NewAccount) -> Result<String, Refusal> {
        again!(async {
            let permit = self.permit(who, Action::ManageAccounts, account.org_unit)?;
            self.make_account(permit.into(), account, None).await
        })
    }

    async fn reset_password(&self, who: &Actor, account: &str) -> Result<String, Refusal> {
        again!(async {
            let known = self.account_under(who, account).await?;
            let permit = self.permit(who, Action::ManageAccounts, known.org_unit)?;
            self.renew_password(permit.into(), account, None).await
        })
    }

    async fn close_account(&self, who: &Actor, account: &str) -> Result<(), Refusal> {
        again!(async {
            let known = self.account_under(who, account).await?;
            let permit = self.permit(who, Action::ManageAccounts, known.org_unit)?;
            let mut change = self.store.begin(permit, self.clock.now()).await?;
            change.close_account(account).await?;
            change.reason(&format!("close {account}"));
            change.commit().await?;
            Ok::<_, Stop>(())
        })
    }
}

/// A password that somebody chose: long enough, and not absurdly long.
pub struct Told(pub(super) String);

impl Told {
    /// The password, if it may be one.
    pub fn new(password: &str) -> Option<Told> {
        let may =
            password.chars().count() >= password::SHORTEST && password.len() <= password::LONGEST;
        may.then(|| Told(password.to_owned()))
    }
}

impl Office {
    /// Makes an account from the command line. Without a password one is made up.
    pub async fn operator_adds(
        &self,
        account: &NewAccount,
        password: Option<Told>,
    ) -> Result<String, Stop> {
        self.unit(account.org_unit)?;
        let permit = SystemPermit::command_line(Deed::Account);
        self.make_account(permit.into(), account, password).await
    }

    /// Gives an account a new password from the command line.
    pub async fn operator_resets(
        &self,
        account: &str,
        password: Option<Told>,
    ) -> Result<String, Stop> {
        let known = self.store.read().await?.account(account).await?;
        known.ok_or(Refusal::Missing)?;
        let permit = SystemPermit::command_line(Deed::Account);
        self.renew_password(permit.into(), account, password).await
    }

    /// Every account, for the command line.
    pub async fn operator_lists(&self) -> Result<Vec<Account>, Stop> {
        Ok(self.store.read().await?.accounts_under(NATION).await?)
    }

    async fn list_accounts(&self, who: &Actor) -> Result<Vec<AccountLine>, Stop> {
        self.permit(who, Action::ManageAccounts, who.org_unit)?;
        let accounts = self
            .store
            .read()
            .await?
            .accounts_under(who.org_unit)
            .await?;
        Ok(accounts
            .into_iter()
            .filter_map(|account| {
                Some(AccountLine {
                    unit: UnitRef::from(self.units().get(account.org_unit)?),
                    account: account.account,
                    name: account.name,
                    role: account.role,
                    active: account.active,
                })
            })
            .collect())
    }

    /// An account that somebody names: one outside their right looks like one that is not there,
    /// so that names cannot be tried out.
    async fn account_under(&self, who: &Actor, account: &str) -> Result<Account, Stop> {
        self.permit(who, Action::ManageAccounts, who.org_unit)?;
        let known = self.store.read().await?.account(account).await?;
        let known = known.ok_or(Refusal::Missing)?;
        match self.permit(who, Action::ManageAccounts, known.org_unit) {
            Ok(_) => Ok(known),
            Err(_) => Err(Refusal::Missing.into()),
        }
    }

    async fn make_account(
        &self,
        warrant: Warrant,
        account: &NewAccount,
        password: Option<Told>,
    ) -> Result<String, Stop> {
        if !is_name(&account.account) {
            return Err(Refusal::Unreadable(Unreadable::NotTheForm).into());
        }
        let password = password.map_or_else(password::generate, |Told(password)| password);
        let password_hash = self.passwords.hash(&password).await?;
        let mut change = self.store.begin(warrant, self.clock.now()).await?;
        let row = Account {
            account: account.account.clone(),
            name: account.name.clone(),
            password_hash,
            role: account.role,
            org_unit: account.org_unit,
            active: true,
        };
        match change.add_account(&row).await {
            Err(error) if error.is_unique() => return Err(Refusal::Taken.into()),
            other => other?,
        }
        change.reason(&format!(
            "add {} {} {}",
            account.account,
            account.role.code(),
            account.org_unit
        ));
        change.commit().await?;
        Ok(password)
    }

    async fn renew_password(
        &self,
        warrant: Warrant,
        account: &str,
        password: Option<Told>,
    ) -> Result<String, Stop> {
        let password = password.map_or_else(password::generate, |Told(password)| password);
        let hash = self.passwords.hash(&password).await?;
        let mut change = self.store.begin(warrant, self.clock.now()).await?;
        change.set_password(account, &hash).await?;
        change.reason(&format!("password {account}"));
        change.commit().await?;
        self.passwords.succeeded(account);
        Ok(password)
    }
}

/// Letters, digits, `.`, `_`, `-`; at most 64.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}
