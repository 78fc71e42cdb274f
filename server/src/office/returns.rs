//! Returns: from the first typed figure to the acceptance that makes it count.

use super::filing::{Asked, Opened, said};
use super::review::Meant;
use super::rows::{hold_to_rows, without_computed};
use super::{Office, Stop, again, entry, receipt};
use crate::clock::Clock;
use crate::store::{Change, StoreError, SubmissionRow, TrailEntry};
use app::ask::returns::{Clash, Desk, Happened, OpenReturn, Receipt, Returns, Saved, Signed};
use app::ask::units::path_to;
use app::refusal::{NotNow, Refusal};
use async_trait::async_trait;
use kpi::catalogue::catalogue;
use kpi::draft::{Answers, Cell, unanswered};
use kpi::facts::Value;
use kpi::fault::{Fault, Reason};
use kpi::org_unit::OrgUnit;
use kpi::returns::{ReturnKey, Stage};
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
    ) -> Result<Saved, Refusal> {
        again!(async {
            let saved = self.keep(who, filing).await?;
            self.all_asked(filing)?;
            Ok::<_, Stop>(saved)
        })
    }

    async fn receipt(
        &self,
        who: &Actor,
        key: &ReturnKey,
        version: i64,
    ) -> Result<Receipt, Refusal> {
        again!(self.lay_receipt(who, key, version))
    }

    async fn submit(
        &self,
        who: &Actor,
        filing: &app::ask::returns::Filing,
    ) -> Result<i64, Refusal> {
        again!(self.hand_in(who, filing))
    }

    async fn withdraw(&self, who: &Actor, key: &ReturnKey) -> Result<(), Refusal> {
        again!(self.take_back(who, key))
    }

    async fn accept(&self, who: &Actor, key: &ReturnKey, revision: i64) -> Result<(), Refusal> {
        again!(self.let_count(who, key, revision, Meant::Any)).map(drop)
    }

    async fn send_back(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
        reason: &str,
        remarks: &BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        again!(self.return_to_sender(who, key, revision, reason, remarks))
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
            answers,
        } = opened;
        let (head, phone) = reading.last_signed(key).await?;
        let history = reading.trail(key).await?;
        let local = reading.local_targets(key.org_unit).await?;
        let deadline = reading
            .settings()
            .await?
            .of(asked.programme)
            .deadline(key.period);
        let standing = self.standing(&mut reading, who, key, &filing).await?;
        let remarks = match filing.stage {
            Stage::SentBack => reading.remarks(key).await?.remove(&sent_back(&history)),
            Stage::Draft | Stage::Submitted | Stage::Accepted => None,
        };
        let mut local_targets: BTreeMap<String, Vec<LocalTarget>> = BTreeMap::new();
        for row in local {
            let applies =
                row.org_unit == key.org_unit || self.units().is_below(key.org_unit, row.org_unit);
            if applies {
                let of_indicator = local_targets.entry(row.indicator).or_default();
                of_indicator.push(row.local);
            }
        }
        let read = asked.read_with_rows(key, &cells, &facts, &rows);
        let may = |action| who.permit(action, key.org_unit, self.units()).is_ok();
        let is_submitted = filing.stage == Stage::Submitted;
        let open = OpenReturn {
            key: key.clone(),
            path: path_to(self.units(), key.org_unit),
            stage: begun.then_some(filing.stage),
            revision: filing.revision,
            version: filing.version,
            deadline,
            today: self.clock.today(),
            account: who.account.clone(),
            official: asked.official(),
            tiers: asked.tiers,
            cells,
            facts,
            accepted,
            local_targets,
            from_rows: kpi::rows::computed_from(&rows),
            answers,
            signed: Signed { head, phone },
            faults: read.faults,
            warnings: read.warnings,
            may_edit: may(Action::SaveDraft) && filing.stage.is_open(),
            may_withdraw: may(Action::Withdraw) && is_submitted,
            may_review: may(Action::Accept) && is_submitted,
            sent_back_because: filing
                .sent_back_because
                .filter(|_| filing.stage == Stage::SentBack),
            remarks: remarks.unwrap_or_default(),
            standing,
            history: history.into_iter().map(happened).collect(),
            withheld: BTreeMap::new(),
        };
        self.cover_return(&mut reading, who, open).await
    }

    /// Keeps what was typed. What is not sent stays as it is; what is sent again as it was when
    /// the form was opened is no change, whatever became of it meanwhile.
    async fn keep(&self, who: &Actor, filing: &app::ask::returns::Filing) -> Result<Saved, Stop> {
        let key = &filing.draft.key;
        let asked = self.asked(who, Action::SaveDraft, key)?;
        let mut change = self
            .store
            .begin(asked.permit.clone(), self.clock.now())
            .await?;
        let mut kept = self.laid_over(&mut change, &asked, filing).await?;
        if kept.is_news() {
            let head = &mut kept.now.filing;
            head.stage = head.stage.typed_in();
            put_cells_of(&mut change, &asked, key, &mut kept.now, &kept.changes).await?;
            change.put_answers(key, &kept.answers).await?;
            let saved = kept.saved(&change);
            change.about(key);
            change.commit().await?;
            return Ok(saved);
        }
        Ok(kept.saved(&change))
    }

    /// What was sent, laid over what stands there. Nothing is written yet.
    async fn laid_over(
        &self,
        change: &mut Change,
        asked: &Asked<'_>,
        filing: &app::ask::returns::Filing,
    ) -> Result<Kept, Stop> {
        let key = &filing.draft.key;
        let mut now = self.opened(change, asked, key).await?;
        let sent = entry::completed(asked, filing, self.split(filing).0, &now);
        let sent = without_computed(sent, &now.rows);
        let is_known = (0..=now.filing.revision).contains(&filing.revision);
        let meanwhile = match is_known && filing.revision < now.filing.revision {
            true => change.changed_since(key, filing.revision).await?,
            false => BTreeMap::new(),
        };
        let merged = entry::merge(&now.cells, sent, &meanwhile);
        let answers = entry::answered_anew(&now.answers, &filing.answers);
        let mut changes = merged.changes;
        changes.extend(entry::answers_told(&now.answers, &answers));
        if !changes.is_empty() {
            if !now.filing.stage.is_open() {
                return Err(not_now(NotNow::Submitted));
            }
            if !is_known {
                return Err(Refusal::Stale.into());
            }
        }
        now.cells.extend(merged.cells);
        now.answers.extend(answers.clone());
        Ok(Kept {
            now,
            changes,
            answers,
            clashes: merged.clashes,
        })
    }

    /// The cells that the return asks for, and the faults of those it does not: a form shows no
    /// cell for them, so they are refused and not kept.
    pub(super) fn split(
        &self,
        filing: &app::ask::returns::Filing,
    ) -> (BTreeMap<String, Cell>, Vec<Fault>) {
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

    /// Hands in what was sent, in one change; or keeps it and says what is wrong. The second of
    /// two equal submissions finds the first one done.
    async fn hand_in(&self, who: &Actor, filing: &app::ask::returns::Filing) -> Result<i64, Stop> {
        self.asked(who, Action::Submit, &filing.draft.key)?;
        match self.try_hand_in(who, filing).await {
            Err(Stop::Refused(
                refusal @ (Refusal::Faulty(_)
                | Refusal::Clashing(_)
                | Refusal::NotNow(NotNow::CorrectionWithoutReason | NotNow::Closed(_))),
            )) => {
                let saved = self.keep(who, filing).await?;
                Err(match refusal {
                    Refusal::Clashing(_) => Refusal::Clashing(saved).into(),
                    other => other.into(),
                })
            }
            other => other,
        }
    }

    async fn try_hand_in(
        &self,
        who: &Actor,
        filing: &app::ask::returns::Filing,
    ) -> Result<i64, Stop> {
        let key = &filing.draft.key;
        let asked = self.asked(who, Action::Submit, key)?;
        let mut change = self
            .store
            .begin(asked.permit.clone(), self.clock.now())
            .await?;
        let mut kept = self.laid_over(&mut change, &asked, filing).await?;
        if kept.now.filing.stage == Stage::Submitted {
            return Ok(kept.now.filing.version);
        }
        self.all_asked(filing)?;
        if !kept.clashes.is_empty() {
            return Err(Refusal::Clashing(kept.saved(&change)).into());
        }
        // What was typed is kept all the same; it is only not handed in any more.
        self.still_open(&mut change, key).await?;
        let held = hold_to_rows(key, &mut kept.now);
        kept.changes.extend(held);
        let filed = asked
            .parse_with_rows(key, &kept.now.cells, &kept.now.facts, &kept.now.rows)
            .map_err(Refusal::Faulty)?;
        if kept.now.filing.stage == Stage::Accepted && kept.now.accepted == filed.values {
            return Ok(kept.now.filing.version);
        }
        let open_questions = unanswered(catalogue(), &filed.warnings, &kept.now.answers);
        if !open_questions.is_empty() {
            return Err(Refusal::Faulty(open_questions).into());
        }
        if kept.now.filing.accepted > 0 && filing.reason.trim().is_empty() {
            return Err(not_now(NotNow::CorrectionWithoutReason));
        }
        let head = &mut kept.now.filing;
        head.stage = Stage::Submitted;
        head.version += 1;
        head.submitted_at = Some(change.at());
        head.sent_back_because = None;
        let version = head.version;
        put_cells_of(&mut change, &asked, key, &mut kept.now, &kept.changes).await?;
        change.put_answers(key, &kept.answers).await?;
        change.put_version(key, version, &filed.values).await?;
        let answers = filed
            .warnings
            .iter()
            .filter_map(|broken| {
                let answer = broken.answered(&kept.now.answers)?;
                Some((broken.rule.clone(), answer.clone()))
            })
            .collect();
        let signed = SubmissionRow {
            change: change.number(),
            fingerprint: receipt::fingerprint(key, version, &filed.values),
            head: filing.signed.head.trim().to_owned(),
            phone: filing.signed.phone.trim().to_owned(),
            account: who.account.clone(),
            at: change.at(),
        };
        change
            .put_submission(key, version, &answers, &signed)
            .await?;
        change
            .put_version_rows(key, version, &kept.now.rows)
            .await?;
        change
            .about(key)
            .version(version)
            .reason(filing.reason.trim());
        change.commit().await?;
        Ok(version)
    }
}

/// Writes the head, the cells and what changed in them, under the next revision.
pub(super) async fn put_cells_of(
    change: &mut Change,
    asked: &Asked<'_>,
    key: &ReturnKey,
    now: &mut Opened,
    changes: &[(String, String, String)],
) -> Result<(), StoreError> {
    let head = &mut now.filing;
    head.revision += 1;
    head.filled = count(asked.filled(key, &now.cells).0);
    head.changed_at = change.at();
    change.put_filing(key, head).await?;
    change.put_cells(key, &now.cells).await?;
    change.put_cell_changes(head.revision, changes).await
}

/// What was sent, laid over what stood there.
struct Kept {
    /// The return with it.
    now: Opened,
    /// What it changes: data element or rule, was, became.
    changes: Vec<(String, String, String)>,
    /// The answers that are new.
    answers: Answers,
    /// Cells that somebody else changed to something else; they are as the other left them.
    clashes: Vec<Clash>,
}

impl Kept {
    fn is_news(&self) -> bool {
        !self.changes.is_empty()
    }

    fn saved(&self, change: &Change) -> Saved {
        Saved {
            revision: self.now.filing.revision,
            at: Clock::moment(change.at()),
            clashes: self.clashes.clone(),
        }
    }
}

/// The version that went back last.
fn sent_back(history: &[TrailEntry]) -> i64 {
    let last = history
        .iter()
        .find(|entry| entry.action == Action::SendBack.code());
    last.and_then(|entry| entry.version).unwrap_or(0)
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

fn count(number: usize) -> i64 {
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
