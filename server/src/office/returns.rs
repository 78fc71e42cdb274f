//! Returns: from the first typed figure to the acceptance that makes it count.

use super::filing::{Opened, said};
use super::rows::{hold_to_rows, without_computed};
use super::{Office, Stop, again};
use crate::clock::Clock;
use crate::store::{Filing, TrailEntry};
use app::ask::returns::{Desk, Happened, OpenReturn, Returns};
use app::ask::units::path_to;
use app::refusal::{NotNow, Refusal};
use async_trait::async_trait;
use kpi::catalogue::catalogue;
use kpi::draft::Cell;
use kpi::facts::Value;
use kpi::fault::{Fault, Reason};
use kpi::org_unit::OrgUnit;
use kpi::returns::{ReturnKey, Stage, deadline};
use kpi::role::{Action, Actor};
use kpi::target::LocalTarget;
use std::collections::{BTreeMap, BTreeSet};

#[async_trait]
impl Returns for Office {
    async fn desk(&self, who: &Actor) -> Result<Desk, Refusal> {
        again!(self.lay_desk(who))
    }

    async fn open_return(&self, who: &Actor, key: &ReturnKey) -> Result<OpenReturn, Refusal> {
        again!(self.lay_open(who, key))
    }

    async fn save_draft(
        &self,
        who: &Actor,
        filing: &app::ask::returns::Filing,
    ) -> Result<i64, Refusal> {
        again!(async {
            let revision = self.keep(who, filing).await?;
            self.all_asked(filing)?;
            Ok::<_, Stop>(revision)
        })
    }

    async fn submit(&self, who: &Actor, filing: &app::ask::returns::Filing) -> Result<(), Refusal> {
        again!(self.hand_in(who, filing))
    }

    async fn withdraw(&self, who: &Actor, key: &ReturnKey) -> Result<(), Refusal> {
        again!(self.take_back(who, key))
    }

    async fn accept(&self, who: &Actor, key: &ReturnKey, revision: i64) -> Result<(), Refusal> {
        again!(self.let_count(who, key, revision))
    }

    async fn send_back(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
        reason: &str,
    ) -> Result<(), Refusal> {
        again!(self.return_to_sender(who, key, revision, reason))
    }
}

/// A refusal about the stage or the date.
pub(super) fn not_now(why: NotNow) -> Stop {
    Stop::Refused(Refusal::NotNow(why))
}

impl Office {
    async fn lay_open(&self, who: &Actor, key: &ReturnKey) -> Result<OpenReturn, Stop> {
        let asked = self.asked(who, Action::ViewReturn, key)?;
        let mut reading = self.store.read().await?;
        let opened = self.opened(&mut reading, &asked, key).await?;
        let Opened {
            filing,
            begun,
            rows,
            cells,
            facts,
            accepted,
        } = opened;
        let history = reading.trail(key).await?;
        let local = reading.local_targets(key.org_unit).await?;
        drop(reading);
        let mut local_targets: BTreeMap<String, Vec<LocalTarget>> = BTreeMap::new();
        for row in local {
            let applies =
                row.org_unit == key.org_unit || self.units().is_below(key.org_unit, row.org_unit);
            if applies {
                let of_indicator = local_targets.entry(row.indicator).or_default();
                of_indicator.push(row.local);
            }
        }
        let (faults, warnings) = match asked.parse_with_rows(key, &cells, &facts, &rows) {
            Ok(filed) => (Vec::new(), filed.warnings),
            Err(faults) => (faults, Vec::new()),
        };
        let may = |action| who.permit(action, key.org_unit, self.units()).is_ok();
        let is_submitted = filing.stage == Stage::Submitted;
        Ok(OpenReturn {
            key: key.clone(),
            path: path_to(self.units(), key.org_unit),
            stage: begun.then_some(filing.stage),
            revision: filing.revision,
            version: filing.version,
            deadline: deadline(key.period),
            today: self.clock.today(),
            official: asked.official(),
            tiers: asked.tiers,
            cells,
            facts,
            accepted,
            local_targets,
            from_rows: kpi::rows::computed_from(&rows),
            faults,
            warnings,
            may_edit: may(Action::SaveDraft) && filing.stage.is_open(),
            may_withdraw: may(Action::Withdraw) && is_submitted,
            may_review: may(Action::Accept) && is_submitted,
            sent_back_because: filing
                .sent_back_because
                .filter(|_| filing.stage == Stage::SentBack),
            history: history.into_iter().map(happened).collect(),
        })
    }

    /// Keeps what was typed. What is not sent stays as it is; what is sent again unchanged is no
    /// change, even from a form that is out of date.
    async fn keep(&self, who: &Actor, filing: &app::ask::returns::Filing) -> Result<i64, Stop> {
        let key = &filing.draft.key;
        let asked = self.asked(who, Action::SaveDraft, key)?;
        let mut change = self
            .store
            .begin(asked.permit.clone(), self.clock.now())
            .await?;
        let mut now = self.opened(&mut change, &asked, key).await?;
        let known = now.cells.clone();
        let sent = without_computed(self.split(filing).0, &now.rows);
        let changes = typed_over(&known, &sent);
        if changes.is_empty() {
            return Ok(now.filing.revision);
        }
        if !now.filing.stage.is_open() {
            return Err(not_now(NotNow::Submitted));
        }
        if now.filing.revision != filing.revision {
            return Err(Refusal::Stale.into());
        }
        now.cells.extend(sent);
        let head = Filing {
            stage: match now.filing.stage {
                Stage::SentBack => Stage::SentBack,
                Stage::Draft | Stage::Submitted | Stage::Accepted => Stage::Draft,
            },
            revision: now.filing.revision + 1,
            filled: count(asked.filled(key, &now.cells).0),
            changed_at: change.at(),
            ..now.filing
        };
        change.put_filing(key, &head).await?;
        change.put_cells(key, &now.cells).await?;
        change.put_cell_changes(&changes).await?;
        change.about(key);
        change.commit().await?;
        Ok(head.revision)
    }

    /// The cells that the return asks for, and the faults of those it does not: a form shows no
    /// cell for them, so they are refused and not kept.
    fn split(&self, filing: &app::ask::returns::Filing) -> (BTreeMap<String, Cell>, Vec<Fault>) {
        let key = &filing.draft.key;
        let tiers = self.units().get(key.org_unit).map(OrgUnit::tiers);
        let tiers = tiers.unwrap_or_default();
        let asked: BTreeSet<&str> = catalogue()
            .asked(&key.programme, &tiers)
            .map(|element| element.code.as_str())
            .collect();
        let (asked, others): (BTreeMap<_, _>, BTreeMap<_, _>) = filing
            .draft
            .cells
            .clone()
            .into_iter()
            .partition(|(code, _)| asked.contains(code.as_str()));
        let faults = others
            .into_iter()
            .filter(|(_, cell)| !cell.is_blank())
            .map(|(element, _)| Fault {
                element,
                reason: Reason::NotAsked,
            });
        (asked, faults.collect())
    }

    fn all_asked(&self, filing: &app::ask::returns::Filing) -> Result<(), Stop> {
        match self.split(filing).1 {
            faults if faults.is_empty() => Ok(()),
            faults => Err(Refusal::Faulty(faults).into()),
        }
    }

    /// Keeps what was typed, then hands it in, or says what is wrong. The second of two equal
    /// submissions finds the first one done.
    async fn hand_in(&self, who: &Actor, filing: &app::ask::returns::Filing) -> Result<(), Stop> {
        let key = &filing.draft.key;
        let asked = self.asked(who, Action::Submit, key)?;
        let revision = self.keep(who, filing).await?;
        self.all_asked(filing)?;
        let mut change = self
            .store
            .begin(asked.permit.clone(), self.clock.now())
            .await?;
        let mut now = self.opened(&mut change, &asked, key).await?;
        if now.filing.stage == Stage::Submitted {
            return Ok(());
        }
        if now.filing.revision != revision {
            return Err(Refusal::Stale.into());
        }
        let changes = hold_to_rows(key, &mut now);
        let filed = asked
            .parse_with_rows(key, &now.cells, &now.facts, &now.rows)
            .map_err(Refusal::Faulty)?;
        if now.filing.accepted > 0 {
            if now.filing.stage == Stage::Accepted && now.accepted == filed.values {
                return Ok(());
            }
            if filing.reason.trim().is_empty() {
                return Err(not_now(NotNow::CorrectionWithoutReason));
            }
        }
        let head = Filing {
            stage: Stage::Submitted,
            revision: now.filing.revision + 1,
            version: now.filing.version + 1,
            filled: count(asked.filled(key, &now.cells).0),
            changed_at: change.at(),
            submitted_at: Some(change.at()),
            sent_back_because: None,
            ..now.filing
        };
        change.put_filing(key, &head).await?;
        change.put_cells(key, &now.cells).await?;
        change.put_cell_changes(&changes).await?;
        change.put_version(key, head.version, &filed.values).await?;
        change
            .put_version_rows(key, head.version, &now.rows)
            .await?;
        change
            .about(key)
            .version(head.version)
            .reason(filing.reason.trim());
        change.commit().await?;
        Ok(())
    }
}

/// What the cells that were sent change: data element, was, became.
pub(super) fn typed_over(
    known: &BTreeMap<String, Cell>,
    sent: &BTreeMap<String, Cell>,
) -> Vec<(String, String, String)> {
    let nothing = Cell::default();
    sent.iter()
        .filter_map(|(code, cell)| {
            let before = known.get(code).unwrap_or(&nothing);
            (before != cell).then(|| (code.clone(), said(before), said(cell)))
        })
        .collect()
}

pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn happened(entry: TrailEntry) -> Happened {
    let imported = entry.figures.into_iter().map(|(code, was, became)| {
        let text = |value: Option<Value>| match (value, catalogue().element(&code)) {
            (Some(value), Some(element)) => said(&Cell::saying(element, &value)),
            _ => String::new(),
        };
        let (was, became) = (text(was), text(became));
        (code, was, became)
    });
    Happened {
        at: Clock::moment(entry.at),
        account: entry.account,
        action: entry.action,
        reason: entry.reason.or(entry.source),
        version: entry.version.unwrap_or(0),
        changes: entry.cells.into_iter().chain(imported).collect(),
    }
}
