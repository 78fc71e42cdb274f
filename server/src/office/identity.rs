//! Who is here, and what this installation is.

use super::{Office, Stop, Told, again};
use crate::store::SystemPermit;
use app::ask::identity::{Here, Identity, Who};
use app::refusal::{Refusal, Unreadable};
use async_trait::async_trait;
use kpi::Period;
use kpi::catalogue::Bilingual;
use kpi::role::Actor;

#[async_trait]
impl Identity for Office {
    async fn here(&self, who: Option<&Actor>) -> Result<Here, Refusal> {
        again!(self.tell_here(who))
    }

    async fn actor(&self, account: &str) -> Result<Option<Actor>, Refusal> {
        again!(self.actor_of(account))
    }

    async fn sign_in(&self, account: &str, password: &str) -> Result<Actor, Refusal> {
        again!(self.let_in(account, password))
    }

    async fn change_password(&self, who: &Actor, old: &str, new: &str) -> Result<(), Refusal> {
        again!(self.put_own_password(who, old, new))
    }
}

impl Office {
    /// The actor of an account that may still sign in: what a session is worth now.
    async fn actor_of(&self, account: &str) -> Result<Option<Actor>, Stop> {
        let known = self.store.read().await?.account(account).await?;
        Ok(known.filter(|known| known.active).map(|known| Actor {
            account: known.account,
            role: known.role,
            org_unit: known.org_unit,
        }))
    }

    /// The newest period there is to see: the last complete month, or a later one under which
    /// figures have been accepted already.
    pub(super) async fn newest(&self) -> Result<Period, Stop> {
        let complete = Period::of(self.clock.today()).previous();
        let accepted = self.store.read().await?.newest_period().await?;
        Ok(accepted.map_or(complete, |accepted| accepted.max(complete)))
    }

    async fn tell_here(&self, who: Option<&Actor>) -> Result<Here, Stop> {
        let who = match who {
            None => None,
            Some(actor) => self
                .store
                .read()
                .await?
                .account(&actor.account)
                .await?
                .and_then(|account| {
                    let unit = self.units().get(account.org_unit)?;
                    Some(Who {
                        account: account.account,
                        name: account.name,
                        role: account.role,
                        org_unit: account.org_unit,
                        unit_name: Bilingual {
                            zh: unit.name_zh.clone(),
                            en: unit.name_en.clone(),
                        },
                    })
                }),
        };
        Ok(Here {
            holding: self.holding(),
            today: self.clock.today(),
            period: self.newest().await?,
            who,
        })
    }

    async fn let_in(&self, name: &str, password: &str) -> Result<Actor, Stop> {
        if let Some(wait) = self.passwords.wait(name) {
            let seconds = wait.as_secs() + 1;
            return Err(Refusal::Wait { seconds }.into());
        }
        let account = self.store.read().await?.account(name).await?;
        let account = account.filter(|account| account.active);
        let hash = account.as_ref().map(|one| one.password_hash.as_str());
        match (self.passwords.check(password, hash).await?, account) {
            (true, Some(account)) => {
                self.passwords.succeeded(name);
                Ok(Actor {
                    account: account.account,
                    role: account.role,
                    org_unit: account.org_unit,
                })
            }
            _ => {
                self.passwords.failed(name);
                Err(Refusal::WrongPassword.into())
            }
        }
    }

    async fn put_own_password(&self, who: &Actor, old: &str, new: &str) -> Result<(), Stop> {
        self.let_in(&who.account, old).await?;
        let Told(new) = Told::new(new).ok_or(Refusal::Unreadable(Unreadable::NotTheForm))?;
        let hash = self.passwords.hash(&new).await?;
        let permit = SystemPermit::own_password(who);
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        change.set_password(&who.account, &hash).await?;
        change.commit().await?;
        Ok(())
    }
}
