//! Programmes: what is set for them, and which months are closed.

use super::returns::not_now;
use super::{Office, Stop, again};
use crate::clock::Clock;
use crate::store::{Author, ClosingRow, Deed, Reading, SettingRow, SystemPermit, Warrant};
use app::ask::programmes::{
    Closed, ClosedMonth, Did, LogLine, Month, ProgrammeLine, Programmes, ProgrammesTold, Turn,
};
use app::ask::units::UnitRef;
use app::refusal::{NotNow, Refusal};
use async_trait::async_trait;
use kpi::catalogue::{PROGRAMMES, Programme, programme};
use kpi::org_unit::NATION;
use kpi::returns::ReturnKey;
use kpi::role::{Action, Actor};
use kpi::setting::ProgrammeSetting;
use kpi::{Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

#[async_trait]
impl Programmes for Office {
    async fn programmes(&self, who: &Actor) -> Result<ProgrammesTold, Refusal> {
        again!(self.tell_programmes(who))
    }

    async fn set_programme(
        &self,
        who: &Actor,
        programme: &str,
        setting: &ProgrammeSetting,
        reason: &str,
    ) -> Result<(), Refusal> {
        again!(self.put_setting(who, programme, setting, reason))
    }

    async fn turn_period(
        &self,
        who: &Actor,
        month: &Month,
        turn: Turn,
        reason: &str,
    ) -> Result<(), Refusal> {
        again!(async {
            let action = match turn {
                Turn::Close => Action::ClosePeriod,
                Turn::Reopen => Action::ReopenPeriod,
            };
            let permit = self.permit(who, action, month.org_unit)?;
            self.turn(permit.into(), month, turn, reason).await
        })
    }
}

impl Office {
    /// Closes a month or opens it again from the command line.
    pub async fn operator_turns_period(
        &self,
        month: &Month,
        turn: Turn,
        reason: &str,
    ) -> Result<(), Stop> {
        self.unit(month.org_unit)?;
        let permit = SystemPermit::command_line(match turn {
            Turn::Close => Deed::ClosePeriod,
            Turn::Reopen => Deed::ReopenPeriod,
        });
        self.turn(permit.into(), month, turn, reason).await
    }

    /// By whom the month of a return is closed, for its unit or for one above it.
    pub(super) async fn closing_of(
        &self,
        reading: &mut Reading,
        key: &ReturnKey,
    ) -> Result<Option<Closed>, Stop> {
        let rows = reading.closings_of(key).await?;
        Ok(rows.first().and_then(|row| self.told_closed(row)))
    }

    /// Refuses when the month of a return is closed. Asked under the write's own lock, so that
    /// nothing slips in beside a closing.
    pub(super) async fn still_open(
        &self,
        reading: &mut Reading,
        key: &ReturnKey,
    ) -> Result<(), Stop> {
        match self.closing_of(reading, key).await? {
            None => Ok(()),
            Some(closed) => Err(not_now(NotNow::Closed(Box::new(closed)))),
        }
    }

    fn told_closed(&self, row: &ClosingRow) -> Option<Closed> {
        let unit = self.units().get(row.org_unit)?;
        Some(Closed {
            unit: UnitRef::from(unit).name,
            by: name_of(&row.author),
            at: Clock::moment(row.author.at),
            because: row.author.reason.clone().unwrap_or_default(),
        })
    }

    async fn tell_programmes(&self, who: &Actor) -> Result<ProgrammesTold, Stop> {
        let own = self.unit(who.org_unit)?;
        let mut reading = self.store.read().await?;
        let set = reading.setting_rows().await?;
        let turned = reading.closing_rows().await?;
        let settings = reading.settings().await?;
        drop(reading);
        let turned: Vec<ClosingRow> = turned
            .into_iter()
            .filter(|row| self.concerns(who.org_unit, row.org_unit))
            .collect();
        let may_close = self
            .permit(who, Action::ClosePeriod, own.code)
            .is_ok()
            .then(|| UnitRef::from(own));
        Ok(ProgrammesTold {
            programmes: PROGRAMMES
                .iter()
                .map(|programme| ProgrammeLine {
                    code: programme.code.to_owned(),
                    setting: settings.of(programme),
                    first_owed: programme.owed.map(|(first, _)| first),
                })
                .collect(),
            closed: self.closed_months(who, &turned),
            log: self.log(set, turned),
            may_set: self.permit(who, Action::SetProgramme, NATION).is_ok(),
            may_close,
            newest: Period::of(self.clock.today()),
        })
    }

    /// Whether what happens at `other` concerns `unit`: it is the same, above it or below it.
    fn concerns(&self, unit: UnitCode, other: UnitCode) -> bool {
        let units = self.units();
        unit == other || units.is_below(unit, other) || units.is_below(other, unit)
    }

    /// The months that are closed, of rows with the newest first.
    fn closed_months(&self, who: &Actor, turned: &[ClosingRow]) -> Vec<ClosedMonth> {
        let mut seen = BTreeSet::new();
        let mut months: Vec<ClosedMonth> = turned
            .iter()
            .filter(|row| seen.insert((row.org_unit, row.programme.clone(), row.period)))
            .filter(|row| row.closed)
            .filter_map(|row| {
                Some(ClosedMonth {
                    unit: UnitRef::from(self.units().get(row.org_unit)?),
                    programme: row.programme.clone(),
                    period: row.period,
                    closed: self.told_closed(row)?,
                    may_reopen: self.permit(who, Action::ReopenPeriod, row.org_unit).is_ok(),
                })
            })
            .collect();
        months.sort_by_key(|month| (month.period, month.programme.clone(), month.unit.code));
        months
    }

    fn log(&self, set: Vec<SettingRow>, turned: Vec<ClosingRow>) -> Vec<LogLine> {
        let mut log: Vec<LogLine> = Vec::new();
        let mut before: BTreeMap<String, ProgrammeSetting> = BTreeMap::new();
        for row in set.into_iter().rev() {
            let Some(programme) = programme(&row.programme) else {
                continue;
            };
            let default = ProgrammeSetting::default_of(programme);
            let from = before
                .insert(row.programme.clone(), row.setting)
                .unwrap_or(default);
            let did = Did::Set {
                from,
                to: row.setting,
            };
            log.push(log_line(row.author, row.programme, did));
        }
        for row in turned {
            let Some(unit) = self.units().get(row.org_unit).map(UnitRef::from) else {
                continue;
            };
            let period = row.period;
            let did = match row.closed {
                true => Did::Closed { unit, period },
                false => Did::Reopened { unit, period },
            };
            log.push(log_line(row.author, row.programme, did));
        }
        log.sort_by_key(|line| std::cmp::Reverse(line.at));
        log
    }

    async fn put_setting(
        &self,
        who: &Actor,
        code: &str,
        setting: &ProgrammeSetting,
        reason: &str,
    ) -> Result<(), Stop> {
        let permit = self.permit(who, Action::SetProgramme, NATION)?;
        let programme = programme(code).ok_or(Refusal::Missing)?;
        let reason = given(reason)?;
        let setting = setting
            .checked(programme)
            .map_err(|_| not_now(NotNow::NotASetting))?;
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        if change.settings().await?.of(programme) == setting {
            return Ok(());
        }
        change.put_setting(code, &setting).await?;
        change.about_programme(code).reason(reason);
        change.commit().await?;
        Ok(())
    }

    async fn turn(
        &self,
        warrant: Warrant,
        month: &Month,
        turn: Turn,
        reason: &str,
    ) -> Result<(), Stop> {
        let programme: &Programme = programme(&month.programme).ok_or(Refusal::Missing)?;
        let period = self.sayable(month.period)?;
        let reason = given(reason)?;
        let key = ReturnKey {
            org_unit: month.org_unit,
            programme: programme.code.to_owned(),
            period,
        };
        let mut change = self.store.begin(warrant, self.clock.now()).await?;
        let rows = change.closings_of(&key).await?;
        let is_closed = rows.iter().any(|row| row.org_unit == key.org_unit);
        if is_closed == (turn == Turn::Close) {
            return Err(not_now(NotNow::AlreadyTurned));
        }
        change.put_closing(&key, turn == Turn::Close).await?;
        change.about(&key).reason(reason);
        change.commit().await?;
        Ok(())
    }

    /// Which of the months are closed for a unit: for lists, which read every closing at once.
    pub(super) fn closed_for<'a>(
        &self,
        rows: &'a [ClosingRow],
    ) -> impl Fn(&ReturnKey) -> bool + use<'a, '_> {
        let mut seen = BTreeSet::new();
        let closed: Vec<&ClosingRow> = rows
            .iter()
            .filter(|row| seen.insert((row.org_unit, &row.programme, row.period)))
            .filter(|row| row.closed)
            .collect();
        move |key| {
            closed.iter().any(|row| {
                row.period == key.period
                    && row.programme == key.programme
                    && (row.org_unit == key.org_unit
                        || self.units().is_below(key.org_unit, row.org_unit))
            })
        }
    }
}

fn log_line(author: Author, programme: String, did: Did) -> LogLine {
    LogLine {
        at: Clock::moment(author.at),
        by: name_of(&author),
        programme,
        did,
        reason: author.reason.unwrap_or_default(),
    }
}

/// The person's name; the account's where there is no such person, as on the command line.
pub(super) fn name_of(author: &Author) -> String {
    author
        .name
        .clone()
        .unwrap_or_else(|| author.account.clone())
}

/// A reason, without which an administrator's act is none.
fn given(reason: &str) -> Result<&str, Stop> {
    match reason.trim() {
        "" => Err(not_now(NotNow::ActWithoutReason)),
        reason => Ok(reason),
    }
}
