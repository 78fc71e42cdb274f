//! What happens to a return that was submitted: it is taken back, sent back, or accepted, and then
//! its figures count; and, where a programme has two levels of review, confirmed one level up.

use super::filing::{Asked, Opened, cells_of};
use super::returns::not_now;
use super::{Office, Stop, again, parts};
use crate::store::{Change, Filing, Reading};
use app::ask::review::{AtWork, Became, News, Outcome, Review, Side, Ticked, Versions};
use app::ask::units::UnitRef;
use app::refusal::{NotNow, Refusal, Unreadable};
use async_trait::async_trait;
use kpi::catalogue::catalogue;
use kpi::difference::{changed, sides};
use kpi::draft::unanswered;
use kpi::facts::Value;
use kpi::returns::{ReturnKey, Stage};
use kpi::role::{Action, Actor, Place};
use kpi::setting::{ReviewLevels, Settings};
use std::collections::{BTreeMap, BTreeSet};

/// More returns than anybody reviews are not accepted at once.
const MOST_AT_ONCE: usize = 500;

/// Which returns an acceptance is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// Whatever it says: somebody has looked at it.
    Any,
    /// Only if there is nothing new to look at.
    Unchanged,
}

#[async_trait]
impl Review for Office {
    async fn accept_unchanged(
        &self,
        who: &Actor,
        ticked: &[Ticked],
    ) -> Result<Vec<Outcome>, Refusal> {
        if ticked.len() > MOST_AT_ONCE {
            return Err(Refusal::Unreadable(Unreadable::NotTheForm));
        }
        let mut outcomes = Vec::new();
        for Ticked { key, revision } in ticked {
            let done = again!(self.let_count(who, key, *revision, Meant::Unchanged));
            outcomes.push(Outcome {
                key: key.clone(),
                unit: self.units().get(key.org_unit).map(UnitRef::from),
                what: match done {
                    Ok(None) => Became::Accepted,
                    Ok(Some(news)) => Became::Left(news),
                    Err(refusal) => Became::Refused(refusal),
                },
            });
        }
        Ok(outcomes)
    }

    async fn confirm(&self, who: &Actor, key: &ReturnKey, revision: i64) -> Result<(), Refusal> {
        again!(self.put_confirmation(who, key, revision))
    }

    async fn versions(
        &self,
        who: &Actor,
        key: &ReturnKey,
        from: Option<Side>,
        to: Option<Side>,
    ) -> Result<Versions, Refusal> {
        again!(self.lay_versions(who, key, from, to))
    }

    async fn at_work(&self, who: &Actor, key: &ReturnKey) -> Result<Vec<AtWork>, Refusal> {
        again!(async {
            self.asked(who, Action::ViewReturn, key)?;
            let mut reading = self.store.read().await?;
            self.others_at_work(&mut reading, who, key).await
        })
    }
}

impl Office {
    pub(super) async fn take_back(&self, who: &Actor, key: &ReturnKey) -> Result<(), Stop> {
        let asked = self.asked(who, Action::Withdraw, key)?;
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        let filing = submitted(change.filing(key).await?, None)?;
        self.still_open(&mut change, key).await?;
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
    /// so it is read against that once more (semantics 9). Meant for unchanged ones only, it
    /// leaves what says something new, and tells what.
    pub(super) async fn let_count(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
        meant: Meant,
    ) -> Result<Option<News>, Stop> {
        let asked = self.asked(who, Action::Accept, key)?;
        let mut change = self
            .store
            .begin(asked.permit.clone(), self.clock.now())
            .await?;
        let opened = self.opened(&mut change, &asked, key).await?;
        let filing = submitted(Some(opened.filing.clone()), Some(revision))?;
        self.still_open(&mut change, key).await?;
        let values = change.version_values(key, filing.version).await?;
        if meant == Meant::Unchanged {
            let news = self.news(&asked, key, &values, &opened);
            if !news.is_none() {
                return Ok(Some(news));
            }
        }
        let (facts, before) = (opened.facts, opened.accepted);
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
        let settings = change.settings().await?;
        let head = Filing {
            stage: Stage::Accepted,
            revision: filing.revision + 1,
            accepted: filing.version,
            to_confirm: match self.has_second_level(key, &settings) {
                true => filing.version,
                false => 0,
            },
            changed_at: change.at(),
            ..filing
        };
        change.put_filing(key, &head).await?;
        change.about(key).version(head.version);
        change.commit().await?;
        Ok(None)
    }

    /// What a version changes against the values accepted last, and which rules ask for a second
    /// look. What could not be accepted asks for one too.
    pub(super) fn news(
        &self,
        asked: &Asked<'_>,
        key: &ReturnKey,
        values: &BTreeMap<String, Value>,
        opened: &Opened,
    ) -> News {
        let Opened {
            accepted,
            facts,
            answers,
            ..
        } = opened;
        let sides = sides(catalogue(), &asked.tiers, key, values, accepted, facts);
        let read = asked.read(key, &cells_of(values), facts);
        let unanswered = unanswered(catalogue(), &read.warnings, answers);
        News {
            changed: changed(&sides),
            warnings: read.faults.len() + unanswered.len(),
        }
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

    /// Whether a return is looked at a second time: its programme asks for it, and there is
    /// somebody above its reviewer.
    pub(super) fn has_second_level(&self, key: &ReturnKey, settings: &Settings) -> bool {
        let levels = settings
            .of_code(&key.programme)
            .map(|set| set.review_levels);
        levels == Some(ReviewLevels::Two) && self.units().confirmer_of(key.org_unit).is_some()
    }

    /// Whether a return waits for the second level. Begun corrections do not take it away from
    /// there; submitted ones do.
    pub(super) fn waits_above(
        &self,
        key: &ReturnKey,
        filing: &Filing,
        settings: &Settings,
    ) -> bool {
        filing.to_confirm > 0
            && filing.to_confirm == filing.accepted
            && matches!(filing.stage, Stage::Accepted | Stage::Draft)
            && self.has_second_level(key, settings)
    }

    async fn put_confirmation(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
    ) -> Result<(), Stop> {
        let asked = self.asked(who, Action::Confirm, key)?;
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        let filing = self.to_confirm(&mut change, key, revision).await?;
        self.still_open(&mut change, key).await?;
        // The revision stays: nothing that the unit types is out of date by this.
        let head = Filing {
            confirmed: filing.to_confirm,
            to_confirm: 0,
            ..filing
        };
        change.put_filing(key, &head).await?;
        change.about(key).version(head.confirmed);
        change.commit().await?;
        Ok(())
    }

    /// The head of a return that waits for the second level, at the revision that was read.
    async fn to_confirm(
        &self,
        reading: &mut Reading,
        key: &ReturnKey,
        revision: i64,
    ) -> Result<Filing, Stop> {
        let settings = reading.settings().await?;
        let filing = reading
            .filing(key)
            .await?
            .filter(|filing| self.waits_above(key, filing, &settings))
            .ok_or(not_now(NotNow::NotToConfirm))?;
        match filing.revision == revision {
            true => Ok(filing),
            false => Err(Refusal::Stale.into()),
        }
    }

    /// Sends back what was submitted, or, from the second level, what was accepted: its figures
    /// count until the correction is accepted.
    pub(super) async fn return_to_sender(
        &self,
        who: &Actor,
        key: &ReturnKey,
        revision: i64,
        reason: &str,
        remarks: &BTreeMap<String, String>,
    ) -> Result<(), Stop> {
        let asked = self.asked(who, Action::SendBack, key)?;
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
        let remarks = said_of(&asked, key, remarks)?;
        if reason.is_none() && remarks.is_empty() {
            return Err(not_now(NotNow::WithoutReason));
        }
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        let (filing, version) = match Place::of(key.org_unit, who.org_unit, self.units()) {
            Place::Confirmed => {
                let filing = self.to_confirm(&mut change, key, revision).await?;
                let version = filing.accepted;
                (filing, version)
            }
            _ => {
                let filing = submitted(change.filing(key).await?, Some(revision))?;
                let version = filing.version;
                (filing, version)
            }
        };
        self.still_open(&mut change, key).await?;
        let head = Filing {
            stage: Stage::SentBack,
            revision: filing.revision + 1,
            to_confirm: 0,
            changed_at: change.at(),
            sent_back_because: reason.map(str::to_owned),
            ..filing
        };
        change.put_filing(key, &head).await?;
        change.put_remarks(key, version, &remarks).await?;
        change
            .about(key)
            .version(version)
            .reason(reason.unwrap_or_default());
        change.commit().await?;
        Ok(())
    }

    /// Who saved in a draft since its return was last submitted, the reader left out.
    pub(super) async fn others_at_work(
        &self,
        reading: &mut Reading,
        who: &Actor,
        key: &ReturnKey,
    ) -> Result<Vec<AtWork>, Stop> {
        let writers = reading.writers_of(key).await?;
        Ok(super::desk::at_work(writers.iter(), who))
    }
}

/// What is said of single figures, where anything is; of figures that the return asks for.
fn said_of(
    asked: &Asked<'_>,
    key: &ReturnKey,
    remarks: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Stop> {
    let elements: BTreeSet<&str> = catalogue()
        .asked(&key.programme, &asked.tiers)
        .map(|element| element.code.as_str())
        .collect();
    let said: BTreeMap<String, String> = remarks
        .iter()
        .map(|(element, text)| (element.clone(), text.trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    match said
        .keys()
        .all(|element| elements.contains(element.as_str()))
    {
        true => Ok(said),
        false => Err(Refusal::Unreadable(Unreadable::NotTheForm).into()),
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
