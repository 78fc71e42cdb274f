//! The desk: what somebody has to do.

use super::{Office, Stop};
use crate::clock::Clock;
use crate::store::{Filing, FilingHead};
use app::ask::returns::{Desk, ReturnLine};
use app::ask::units::UnitRef;
use kpi::catalogue::{PROGRAMMES, catalogue};
use kpi::org_unit::OrgUnit;
use kpi::returns::{ReturnKey, Stage, deadline};
use kpi::role::{Action, Actor};
use kpi::{Period, UnitCode};
use std::collections::BTreeMap;

type Known = BTreeMap<ReturnKey, Filing>;

fn by_key(heads: Vec<FilingHead>) -> Known {
    heads
        .into_iter()
        .map(|head| (head.key, head.filing))
        .collect()
}

impl Office {
    pub(super) async fn lay_desk(&self, who: &Actor) -> Result<Desk, Stop> {
        let unit = self.unit(who.org_unit)?;
        let mut reading = self.store.read().await?;
        let this_month = Period::of(self.clock.today());
        let mut desk = Desk::default();
        let files = self.tree.files_returns(unit.code);
        if files && self.permit(who, Action::SaveDraft, unit.code).is_ok() {
            let known = by_key(reading.filings_of(unit.code).await?);
            desk.own = self.own_lines(unit, this_month, known);
        }
        let reviewed: Vec<&OrgUnit> = self
            .tree
            .reviewed_by(unit.code)
            .iter()
            .filter_map(|code| self.units().get(*code))
            .filter(|below| self.permit(who, Action::Accept, below.code).is_ok())
            .collect();
        if !reviewed.is_empty() {
            let known = by_key(reading.filings_reviewed_by(unit.code).await?);
            desk.to_review = self.waiting_lines(&known);
            desk.awaited = self.awaited_lines(&reviewed, this_month.previous(), &known);
        }
        Ok(desk)
    }

    /// What is owed and what was begun: open returns first, the most pressing of them first, then
    /// what lies with the reviewer, then what is accepted, newest first.
    fn own_lines(&self, unit: &OrgUnit, until: Period, mut known: Known) -> Vec<ReturnLine> {
        let mut lines: Vec<ReturnLine> = self
            .owed(unit, until)
            .into_iter()
            .map(|key| {
                let filing = known.remove(&key);
                self.line(unit, key, filing)
            })
            .collect();
        let begun_unasked = known
            .into_iter()
            .map(|(key, filing)| self.line(unit, key, Some(filing)));
        lines.extend(begun_unasked);
        lines.sort_by_key(|line| {
            let (turn, days) = match line.stage {
                None | Some(Stage::Draft | Stage::SentBack) => (0, line.days_left),
                Some(Stage::Submitted) => (1, line.days_left),
                Some(Stage::Accepted) => (2, -line.days_left),
            };
            (turn, days, line.key.clone())
        });
        lines
    }

    fn waiting_lines(&self, known: &Known) -> Vec<ReturnLine> {
        let mut waiting: Vec<(&ReturnKey, &Filing)> = known
            .iter()
            .filter(|(_, filing)| filing.stage == Stage::Submitted)
            .collect();
        waiting.sort_by_key(|(key, filing)| (filing.submitted_at, *key));
        waiting
            .into_iter()
            .filter_map(|(key, filing)| {
                let unit = self.units().get(key.org_unit)?;
                Some(self.line(unit, key.clone(), Some(filing.clone())))
            })
            .collect()
    }

    fn awaited_lines(
        &self,
        reviewed: &[&OrgUnit],
        until: Period,
        known: &Known,
    ) -> Vec<ReturnLine> {
        let has_come = |filing: &Filing| filing.stage == Stage::Submitted || filing.accepted > 0;
        let mut lines: Vec<ReturnLine> = reviewed
            .iter()
            .flat_map(|unit| self.owed(unit, until).into_iter().map(|key| (*unit, key)))
            .filter(|(_, key)| !known.get(key).is_some_and(has_come))
            .map(|(unit, key)| {
                let filing = known.get(&key).cloned();
                self.line(unit, key, filing)
            })
            .collect();
        lines.sort_by_key(|line| (line.days_left, line.key.clone()));
        lines
    }

    /// The returns a unit owes up to a month.
    fn owed(&self, unit: &OrgUnit, until: Period) -> Vec<ReturnKey> {
        let key = |code: UnitCode, programme: &str, period| ReturnKey {
            org_unit: code,
            programme: programme.to_owned(),
            period,
        };
        PROGRAMMES
            .iter()
            .filter_map(|programme| Some((programme.code, programme.owed?)))
            .flat_map(|(programme, (first, last))| {
                let last = last.map_or(until, |last| last.min(until));
                first.through(last).map(move |period| (programme, period))
            })
            .filter(|(programme, period)| self.asks_something(unit.code, programme, *period))
            .map(|(programme, period)| key(unit.code, programme, period))
            .collect()
    }

    fn line(&self, unit: &OrgUnit, key: ReturnKey, filing: Option<Filing>) -> ReturnLine {
        let day = deadline(key.period);
        let tiers = unit.tiers();
        let due = catalogue().due(&key.programme, &tiers, key.period).count();
        let filled = filing.as_ref().map_or(0, |filing| filing.filled);
        ReturnLine {
            unit: UnitRef::from(unit),
            stage: filing.as_ref().map(|filing| filing.stage),
            deadline: day,
            days_left: (day - self.clock.today()).num_days(),
            filled: (usize::try_from(filled).unwrap_or(0), due),
            sent_back_because: filing
                .as_ref()
                .filter(|filing| filing.stage == Stage::SentBack)
                .and_then(|filing| filing.sent_back_because.clone()),
            changed_at: filing.map(|filing| Clock::moment(filing.changed_at)),
            key,
        }
    }
}
