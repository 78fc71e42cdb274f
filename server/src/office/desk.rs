//! The desk: what somebody has to do.

use super::{Office, Stop};
use crate::clock::Clock;
use crate::store::{Filing, FilingHead, Reading, WriterRow};
use app::ask::returns::{Desk, ReturnLine};
use app::ask::review::{AtWork, Confirmation, News, Standing};
use app::ask::units::UnitRef;
use chrono::NaiveDateTime;
use kpi::catalogue::{PROGRAMMES, catalogue};
use kpi::org_unit::OrgUnit;
use kpi::returns::{ReturnKey, Stage};
use kpi::role::{Action, Actor};
use kpi::setting::Settings;
use kpi::{Period, UnitCode};
use std::collections::BTreeMap;

type Known = BTreeMap<ReturnKey, Filing>;

fn by_key(heads: Vec<FilingHead>) -> Known {
    heads
        .into_iter()
        .map(|head| (head.key, head.filing))
        .collect()
}

/// What every line of a desk is told beside its own head.
struct Beside<'a> {
    who: &'a Actor,
    settings: Settings,
    now: NaiveDateTime,
    writers: Vec<WriterRow>,
    remarks: BTreeMap<ReturnKey, usize>,
    is_closed: Box<dyn Fn(&ReturnKey) -> bool + Send + Sync + 'a>,
}

impl Office {
    pub(super) async fn lay_desk(&self, who: &Actor) -> Result<Desk, Stop> {
        let unit = self.unit(who.org_unit)?;
        let mut reading = self.store.read().await?;
        let this_month = Period::of(self.clock.today());
        let mut desk = Desk::default();
        let closings = reading.closing_rows().await?;
        let beside = Beside {
            who,
            settings: reading.settings().await?,
            now: self.clock.wall(),
            writers: reading.writers(unit.code).await?,
            remarks: reading.remark_counts(unit.code).await?,
            is_closed: Box::new(self.closed_for(&closings)),
        };
        let files = self.tree.files_returns(unit.code);
        if files && self.permit(who, Action::SaveDraft, unit.code).is_ok() {
            let known = by_key(reading.filings_of(unit.code).await?);
            desk.own = self.own_lines(unit, this_month, known, &beside);
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
            desk.to_review = self.lines_in_turn(&known, &beside, |_, filing| {
                filing.stage == Stage::Submitted
            });
            for line in &mut desk.to_review {
                line.news = self.news_of(&mut reading, who, &line.key).await?;
            }
            desk.awaited = self.awaited_lines(&reviewed, this_month.previous(), &known, &beside);
            let above = by_key(reading.filings_confirmed_by(unit.code).await?);
            desk.to_confirm = self.lines_in_turn(&above, &beside, |key, filing| {
                self.waits_above(key, filing, &beside.settings)
            });
        }
        Ok(desk)
    }

    /// What is owed and what was begun: open returns first, the most pressing of them first, then
    /// what lies with the reviewer, then what is accepted, newest first.
    fn own_lines(
        &self,
        unit: &OrgUnit,
        until: Period,
        mut known: Known,
        beside: &Beside<'_>,
    ) -> Vec<ReturnLine> {
        let mut lines: Vec<ReturnLine> = self
            .owed(unit, until, &beside.settings)
            .into_iter()
            .map(|key| {
                let filing = known.remove(&key);
                self.line(unit, key, filing, beside)
            })
            .collect();
        let begun_unasked = known
            .into_iter()
            .map(|(key, filing)| self.line(unit, key, Some(filing), beside));
        lines.extend(begun_unasked);
        lines.sort_by_key(|line| {
            let (turn, minutes) = match line.stage {
                None | Some(Stage::Draft | Stage::SentBack) => (0, line.minutes_left),
                Some(Stage::Submitted) => (1, line.minutes_left),
                Some(Stage::Accepted) => (2, -line.minutes_left),
            };
            (turn, minutes, line.key.clone())
        });
        lines
    }

    /// Those that wait, the longest first.
    fn lines_in_turn(
        &self,
        known: &Known,
        beside: &Beside<'_>,
        waits: impl Fn(&ReturnKey, &Filing) -> bool,
    ) -> Vec<ReturnLine> {
        let mut waiting: Vec<(&ReturnKey, &Filing)> = known
            .iter()
            .filter(|(key, filing)| waits(key, filing))
            .collect();
        waiting.sort_by_key(|(key, filing)| (filing.submitted_at, *key));
        waiting
            .into_iter()
            .filter_map(|(key, filing)| {
                let unit = self.units().get(key.org_unit)?;
                Some(self.line(unit, key.clone(), Some(filing.clone()), beside))
            })
            .collect()
    }

    fn awaited_lines(
        &self,
        reviewed: &[&OrgUnit],
        until: Period,
        known: &Known,
        beside: &Beside<'_>,
    ) -> Vec<ReturnLine> {
        let has_come = |filing: &Filing| filing.stage == Stage::Submitted || filing.accepted > 0;
        let mut lines: Vec<ReturnLine> = reviewed
            .iter()
            .flat_map(|unit| {
                let owed = self.owed(unit, until, &beside.settings);
                owed.into_iter().map(|key| (*unit, key))
            })
            .filter(|(_, key)| !known.get(key).is_some_and(has_come))
            .map(|(unit, key)| {
                let filing = known.get(&key).cloned();
                self.line(unit, key, filing, beside)
            })
            .collect();
        lines.sort_by_key(|line| (line.minutes_left, line.key.clone()));
        lines
    }

    /// The returns a unit owes up to a month.
    fn owed(&self, unit: &OrgUnit, until: Period, settings: &Settings) -> Vec<ReturnKey> {
        let key = |code: UnitCode, programme: &str, period| ReturnKey {
            org_unit: code,
            programme: programme.to_owned(),
            period,
        };
        PROGRAMMES
            .iter()
            .filter_map(|programme| Some((programme.code, settings.of(programme).owed(programme)?)))
            .flat_map(|(programme, (first, last))| {
                let last = last.map_or(until, |last| last.min(until));
                first.through(last).map(move |period| (programme, period))
            })
            .filter(|(programme, period)| self.asks_something(unit.code, programme, *period))
            .map(|(programme, period)| key(unit.code, programme, period))
            .collect()
    }

    /// What a submitted return changes; nothing where its figures cannot be read any more.
    async fn news_of(
        &self,
        reading: &mut Reading,
        who: &Actor,
        key: &ReturnKey,
    ) -> Result<Option<News>, Stop> {
        let Ok(asked) = self.asked(who, Action::Accept, key) else {
            return Ok(None);
        };
        let opened = self.opened(reading, &asked, key).await?;
        let values = reading.version_values(key, opened.filing.version).await?;
        Ok(Some(self.news(&asked, key, &values, &opened)))
    }

    fn line(
        &self,
        unit: &OrgUnit,
        key: ReturnKey,
        filing: Option<Filing>,
        beside: &Beside<'_>,
    ) -> ReturnLine {
        let deadline = beside.settings.deadline(&key);
        let tiers = unit.tiers();
        let due = catalogue().due(&key.programme, &tiers, key.period).count();
        let head = filing.clone().unwrap_or(Filing::NONE);
        let is_sent_back = head.stage == Stage::SentBack;
        let writers = beside.writers.iter().filter(|writer| writer.key == key);
        ReturnLine {
            unit: UnitRef::from(unit),
            stage: filing.as_ref().map(|filing| filing.stage),
            revision: head.revision,
            minutes_left: deadline.minutes_left(beside.now),
            deadline,
            filled: (usize::try_from(head.filled).unwrap_or(0), due),
            confirmation: self.confirmation(&key, &head, &beside.settings),
            sent_back_because: head.sent_back_because.filter(|_| is_sent_back),
            remarks: beside.remarks.get(&key).copied().unwrap_or(0),
            changed_at: filing.map(|filing| Clock::moment(filing.changed_at)),
            submitted_at: head.submitted_at.map(Clock::moment),
            at_work: at_work(writers, beside.who),
            news: None,
            closed: (beside.is_closed)(&key),
            key,
        }
    }

    /// How a return stands with the second level.
    fn confirmation(
        &self,
        key: &ReturnKey,
        filing: &Filing,
        settings: &Settings,
    ) -> Option<Confirmation> {
        let above = self.units().confirmer_of(key.org_unit)?;
        let above = UnitRef::from(self.units().get(above)?);
        if self.waits_above(key, filing, settings) {
            return Some(Confirmation::Awaited(above));
        }
        let counts = filing.accepted > 0 && filing.stage == Stage::Accepted;
        (counts && filing.confirmed == filing.accepted).then_some(Confirmation::Given(above))
    }

    /// How a return stands beside its stage, for its page.
    pub(super) async fn standing(
        &self,
        reading: &mut Reading,
        who: &Actor,
        key: &ReturnKey,
        filing: &Filing,
    ) -> Result<Standing, Stop> {
        let settings = reading.settings().await?;
        let may_confirm = self.permit(who, Action::Confirm, key.org_unit).is_ok();
        Ok(Standing {
            confirmation: self.confirmation(key, filing, &settings),
            may_confirm: may_confirm && self.waits_above(key, filing, &settings),
            closed: self.closing_of(reading, key).await?,
            at_work: match filing.stage {
                Stage::Draft | Stage::SentBack => self.others_at_work(reading, who, key).await?,
                Stage::Submitted | Stage::Accepted => Vec::new(),
            },
        })
    }
}

/// People by name, the reader left out.
pub(super) fn at_work<'a>(
    writers: impl Iterator<Item = &'a WriterRow>,
    who: &Actor,
) -> Vec<AtWork> {
    writers
        .filter(|writer| writer.account != who.account)
        .map(|writer| AtWork {
            name: writer
                .name
                .clone()
                .unwrap_or_else(|| writer.account.clone()),
            at: Clock::moment(writer.at),
        })
        .collect()
}
