//! Joint evaluations of task 3: planned, recorded, called off, and counted beside what the
//! returns say. What a return says is never rewritten.

use super::visits::typed;
use super::{Office, Stop, again};
use crate::clock::Clock;
use crate::store::{EvaluationRow, Reading, Span};
use app::ask::evaluations::{
    CountedLine, Evaluation, EvaluationDeed, EvaluationList, Evaluations, HeldEvaluation,
    NewEvaluation,
};
use app::ask::units::{UnitRef, path_to};
use app::ask::visits::{FieldFault, LONGEST_LINE, LONGEST_TEXT};
use app::refusal::Refusal;
use async_trait::async_trait;
use chrono::Datelike;
use kpi::joint_evaluation::{Counted, Department, Duty, State, check};
use kpi::org_unit::{Level, NATION, Tier};
use kpi::role::{Action, Actor};
use kpi::{Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

#[async_trait]
impl Evaluations for Office {
    async fn evaluations(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        year: Option<i32>,
    ) -> Result<EvaluationList, Refusal> {
        again!(self.list_evaluations(who, org_unit, year))
    }

    async fn plan_evaluation(&self, who: &Actor, new: &NewEvaluation) -> Result<i64, Refusal> {
        again!(self.plan_one(who, new))
    }

    async fn record_evaluation(
        &self,
        who: &Actor,
        id: i64,
        held: &HeldEvaluation,
    ) -> Result<(), Refusal> {
        again!(self.record_one(who, id, held))
    }

    async fn cancel_evaluation(&self, who: &Actor, id: i64, reason: &str) -> Result<(), Refusal> {
        again!(self.call_off(who, id, reason))
    }
}

/// No year before the pilots, and none that is no year.
const YEARS: std::ops::RangeInclusive<i32> = 2018..=9998;

fn refused(fault: FieldFault) -> Stop {
    Refusal::Field(fault).into()
}

fn year_of(row: &EvaluationRow) -> i32 {
    row.held_on.unwrap_or(row.planned_for).year()
}

/// The newest deed of each, the newest evaluation first.
fn as_they_stand(rows: &[EvaluationRow]) -> Vec<&EvaluationRow> {
    let mut seen = BTreeSet::new();
    rows.iter().filter(|row| seen.insert(row.id)).collect()
}

impl Office {
    async fn list_evaluations(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        year: Option<i32>,
    ) -> Result<EvaluationList, Stop> {
        self.permit(who, Action::Compare, org_unit)?;
        let today = self.clock.today();
        let year = year.unwrap_or_else(|| today.year());
        if !YEARS.contains(&year) {
            return Err(Refusal::Missing.into());
        }
        let mut reading = self.store.read().await?;
        let rows = reading.evaluations_under(org_unit).await?;
        let standing = as_they_stand(&rows);
        let mut years: BTreeSet<i32> = standing.iter().map(|row| year_of(row)).collect();
        years.extend([today.year(), year]);
        let of_year: Vec<&EvaluationRow> = standing
            .into_iter()
            .filter(|row| year_of(row) == year)
            .collect();
        let mut counted = Vec::new();
        for duty in Duty::ALL {
            let lines = self
                .counted(&mut reading, org_unit, duty, year, &of_year)
                .await?;
            counted.extend(lines);
        }
        drop(reading);
        let mut evaluations: Vec<Evaluation> = of_year
            .iter()
            .filter_map(|row| self.evaluation(who, row, &rows))
            .collect();
        evaluations.sort_by_key(|one| {
            let day = one.held_on.unwrap_or(one.planned_for);
            (std::cmp::Reverse(day), std::cmp::Reverse(one.id))
        });
        let regions = self.tree.responsible(org_unit, Tier::Region);
        Ok(EvaluationList {
            path: path_to(self.units(), org_unit),
            year,
            years: years.into_iter().rev().collect(),
            counted,
            evaluations,
            may_plan: self.plannable(who, org_unit),
            places: match self.unit(org_unit)?.level {
                Level::Province => self.named(regions),
                Level::Nation | Level::Prefecture | Level::County => Vec::new(),
            },
            today,
        })
    }

    fn named(&self, codes: &[UnitCode]) -> Vec<UnitRef> {
        let units = codes.iter().filter_map(|code| self.units().get(*code));
        units.map(UnitRef::from).collect()
    }

    /// What the reader may plan: at the nation the provinces' only, or the list would be long.
    fn plannable(&self, who: &Actor, org_unit: UnitCode) -> Vec<(Duty, UnitRef)> {
        let duties = Duty::ALL
            .into_iter()
            .filter(|duty| org_unit != NATION || *duty == Duty::Province);
        duties
            .flat_map(|duty| {
                let units = self.named(self.tree.responsible(org_unit, duty.tier()));
                units.into_iter().map(move |unit| (duty, unit))
            })
            .filter(|(_, unit)| self.permit(who, Action::EvaluateJointly, unit.code).is_ok())
            .collect()
    }

    /// What is recorded of one duty in a year, beside what the returns say.
    async fn counted(
        &self,
        reading: &mut Reading,
        org_unit: UnitCode,
        duty: Duty,
        year: i32,
        of_year: &[&EvaluationRow],
    ) -> Result<Vec<CountedLine>, Stop> {
        // Until the year is over, what the newest month says of it.
        let newest = Period::of(self.clock.today());
        let last = Period::new(year, 12).ok_or(Refusal::Missing)?.min(newest);
        let told = self
            .told_by_returns(reading, org_unit, duty.indicator(), last)
            .await?;
        let departments = match duty.departments_indicator() {
            Some(code) => self.told_by_returns(reading, org_unit, code, last).await?,
            None => BTreeMap::new(),
        };
        let units = self.named(self.tree.responsible(org_unit, duty.tier()));
        let lines = units.into_iter().map(|unit| {
            let of_unit = of_year
                .iter()
                .filter(|row| row.org_unit == unit.code && row.duty == duty);
            let mut counted = Counted {
                reported: told.get(&unit.code).copied(),
                reported_departments: departments.get(&unit.code).copied(),
                ..Counted::default()
            };
            let mut took_part: BTreeSet<Department> = BTreeSet::new();
            for row in of_unit {
                match row.state {
                    State::Held => {
                        counted.held += 1;
                        took_part.extend(&row.departments);
                    }
                    State::Planned => counted.planned += 1,
                    State::Cancelled => {}
                }
            }
            counted.departments = i64::try_from(took_part.len()).unwrap_or(i64::MAX);
            CountedLine {
                unit,
                duty,
                counted,
            }
        });
        Ok(lines.collect())
    }

    async fn told_by_returns(
        &self,
        reading: &mut Reading,
        org_unit: UnitCode,
        indicator: &str,
        period: Period,
    ) -> Result<BTreeMap<UnitCode, i64>, Stop> {
        let parts = reading
            .parts_under(org_unit, indicator, Span::only(period))
            .await?;
        Ok(parts
            .into_iter()
            .filter_map(|row| Some((row.org_unit, row.part.x?)))
            .collect())
    }

    fn evaluation(
        &self,
        who: &Actor,
        row: &EvaluationRow,
        rows: &[EvaluationRow],
    ) -> Option<Evaluation> {
        let history = rows.iter().filter(|one| one.id == row.id);
        let place = row.place.and_then(|place| self.units().get(place));
        Some(Evaluation {
            id: row.id,
            unit: UnitRef::from(self.units().get(row.org_unit)?),
            duty: row.duty,
            state: row.state,
            planned_for: row.planned_for,
            held_on: row.held_on,
            departments: row.departments.clone(),
            lead: row.lead,
            place: place.map(UnitRef::from),
            findings: row.findings.clone(),
            documents: row.documents.clone(),
            history: history
                .map(|deed| EvaluationDeed {
                    state: deed.state,
                    by: deed.by.clone(),
                    at: Clock::moment(deed.at),
                    reason: deed.reason.clone(),
                })
                .collect(),
            may_record: row.state != State::Cancelled
                && self
                    .permit(who, Action::EvaluateJointly, row.org_unit)
                    .is_ok(),
        })
    }

    async fn plan_one(&self, who: &Actor, new: &NewEvaluation) -> Result<i64, Stop> {
        let permit = self.permit(who, Action::EvaluateJointly, new.org_unit)?;
        if !self.tree.answers(new.org_unit, new.duty.tier()) {
            return Err(Refusal::Missing.into());
        }
        let place_is_right = new.place.is_none_or(|place| {
            new.duty == Duty::Province
                && self
                    .tree
                    .responsible(new.org_unit, Tier::Region)
                    .contains(&place)
        });
        if !place_is_right {
            return Err(Refusal::Missing.into());
        }
        check(&new.departments, new.lead, new.planned_for, None)
            .map_err(|why| refused(FieldFault::Evaluation(why)))?;
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let row = EvaluationRow {
            id: 0,
            org_unit: new.org_unit,
            duty: new.duty,
            state: State::Planned,
            planned_for: new.planned_for,
            held_on: None,
            departments: new.departments.clone(),
            lead: new.lead,
            place: new.place,
            findings: String::new(),
            documents: String::new(),
            reason: String::new(),
            by: String::new(),
            at: 0,
        };
        // A form that was sent twice plans one evaluation.
        let planned = change.evaluations_under(new.org_unit).await?;
        let same = |known: &&&EvaluationRow| {
            known.state == State::Planned
                && (known.duty, known.planned_for, known.place, known.lead)
                    == (row.duty, row.planned_for, row.place, row.lead)
                && known.departments == row.departments
        };
        if let Some(known) = as_they_stand(&planned).iter().find(same) {
            return Ok(known.id);
        }
        let id = change.put_evaluation(&row).await?;
        change.commit().await?;
        Ok(id)
    }

    async fn record_one(&self, who: &Actor, id: i64, held: &HeldEvaluation) -> Result<(), Stop> {
        let findings = typed(&held.findings, LONGEST_TEXT)?;
        let documents = typed(&held.documents, LONGEST_TEXT)?;
        let reason = typed(&held.reason, LONGEST_LINE)?;
        let known = self.known_evaluation(id).await?;
        let permit = self.permit(who, Action::EvaluateJointly, known.org_unit)?;
        let days = Some((held.held_on, self.clock.today()));
        check(&held.departments, held.lead, known.planned_for, days)
            .map_err(|why| refused(FieldFault::Evaluation(why)))?;
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let rows = change.evaluation(id).await?;
        let before = rows.first().ok_or(Refusal::Missing)?;
        if before.state == State::Cancelled {
            return Err(refused(FieldFault::CalledOff));
        }
        let row = EvaluationRow {
            state: State::Held,
            held_on: Some(held.held_on),
            departments: held.departments.clone(),
            lead: held.lead,
            findings,
            documents,
            reason,
            ..before.clone()
        };
        if before.state == State::Held {
            let with_reason = EvaluationRow {
                reason: before.reason.clone(),
                ..row.clone()
            };
            if with_reason == *before {
                return Ok(());
            }
            if row.reason.is_empty() {
                return Err(refused(FieldFault::NoReason));
            }
        }
        change.put_evaluation(&row).await?;
        change.reason(&row.reason);
        change.commit().await?;
        Ok(())
    }

    async fn call_off(&self, who: &Actor, id: i64, reason: &str) -> Result<(), Stop> {
        let reason = typed(reason, LONGEST_LINE)?;
        let known = self.known_evaluation(id).await?;
        let permit = self.permit(who, Action::EvaluateJointly, known.org_unit)?;
        if reason.is_empty() {
            return Err(refused(FieldFault::NoReason));
        }
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let rows = change.evaluation(id).await?;
        let before = rows.first().ok_or(Refusal::Missing)?;
        if before.state == State::Cancelled {
            return Ok(());
        }
        let row = EvaluationRow {
            state: State::Cancelled,
            reason,
            ..before.clone()
        };
        change.put_evaluation(&row).await?;
        change.reason(&row.reason);
        change.commit().await?;
        Ok(())
    }

    async fn known_evaluation(&self, id: i64) -> Result<EvaluationRow, Stop> {
        let rows = self.store.read().await?.evaluation(id).await?;
        let newest = rows.into_iter().next();
        newest.ok_or(Stop::Refused(Refusal::Missing))
    }
}
