//! What happens to a return that was submitted: it is taken back, sent back, or accepted, and then
//! its figures count.

use super::filing::{Asked, cells_of};
use super::returns::not_now;
use super::{Office, Stop, parts};
use crate::store::{Change, Filing};
use app::refusal::{NotNow, Refusal};
use kpi::facts::Value;
use kpi::returns::{ReturnKey, Stage};
use kpi::role::{Action, Actor};
use std::collections::BTreeSet;

impl Office {
    pub(super) async fn take_back(&self, who: &Actor, key: &ReturnKey) -> Result<(), Stop> {
        let asked = self.asked(who, Action::Withdraw, key)?;
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        let filing = submitted(change.filing(key).await?, None)?;
        let head = Filing {
            stage: Stage::Draft,
            revision: filing.revision + 1,
            changed_at: change.at(),
            ..filing
        };
        change.put_filing(key, &head).await?;
        change.about(key).version(head.version);
        change.commit().await?;
        Ok(())
    }

    /// Lets a submitted version count: its figures take the place of those before, and the parts
    /// and sums follow, in one transaction. What was known has moved on since it was submitted,
    /// so it is read against that once more (semantics 9).
    pub(super) async fn let_count(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
    ) -> Result<(), Stop> {
        let asked = self.asked(who, Action::Accept, key)?;
        let mut change = self
            .store
            .begin(asked.permit.clone(), self.clock.now())
            .await?;
        let opened = self.opened(&mut change, &asked, key).await?;
        let filing = submitted(Some(opened.filing), Some(revision))?;
        let (facts, before) = (opened.facts, opened.accepted);
        let values = change.version_values(key, filing.version).await?;
        asked
            .parse(key, &cells_of(&values), &facts)
            .map_err(Refusal::Faulty)?;
        let mut touched = BTreeSet::new();
        for (code, value) in &values {
            if facts.at(code, key.period) != Some(value) {
                change
                    .put_figure(key.org_unit, code, key.period, Some(value))
                    .await?;
                touched.insert(code.clone());
            }
        }
        let left_out = |code: &String, value: &Value| {
            !values.contains_key(code) && facts.at(code, key.period) == Some(value)
        };
        for (code, _) in before.iter().filter(|(code, value)| left_out(code, value)) {
            change
                .put_figure(key.org_unit, code, key.period, None)
                .await?;
            touched.insert(code.clone());
        }
        self.follow_figures(&mut change, &asked, key, &touched)
            .await?;
        let head = Filing {
            stage: Stage::Accepted,
            revision: filing.revision + 1,
            accepted: filing.version,
            changed_at: change.at(),
            ..filing
        };
        change.put_filing(key, &head).await?;
        change.about(key).version(head.version);
        change.commit().await?;
        Ok(())
    }

    async fn follow_figures(
        &self,
        change: &mut Change,
        asked: &Asked<'_>,
        key: &ReturnKey,
        touched: &BTreeSet<String>,
    ) -> Result<(), Stop> {
        if !touched.is_empty() {
            change.saw_period(key.period).await?;
            parts::refresh(change, &self.tree, asked.unit, key.period, touched).await?;
        }
        Ok(())
    }

    pub(super) async fn return_to_sender(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
        reason: &str,
    ) -> Result<(), Stop> {
        let asked = self.asked(who, Action::SendBack, key)?;
        if reason.trim().is_empty() {
            return Err(not_now(NotNow::WithoutReason));
        }
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        let filing = submitted(change.filing(key).await?, Some(revision))?;
        let head = Filing {
            stage: Stage::SentBack,
            revision: filing.revision + 1,
            changed_at: change.at(),
            sent_back_because: Some(reason.trim().to_owned()),
            ..filing
        };
        change.put_filing(key, &head).await?;
        change
            .about(key)
            .version(head.version)
            .reason(reason.trim());
        change.commit().await?;
        Ok(())
    }
}

/// The head of a return that lies with the reviewer, at the revision that was read.
fn submitted(filing: Option<Filing>, revision: Option<i64>) -> Result<Filing, Stop> {
    let filing = filing
        .filter(|filing| filing.stage == Stage::Submitted)
        .ok_or(not_now(NotNow::NotSubmitted))?;
    match revision {
        Some(read) if read != filing.revision => Err(Refusal::Stale.into()),
        _ => Ok(filing),
    }
}
