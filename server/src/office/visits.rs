//! Field visits: whom to visit, and what was found there. A finding stands beside the status and
//! never rewrites it.

use super::{Office, Stop, again};
use crate::clock::Clock;
use crate::store::{FindingRow, Reading, Span, VisitPlaceRow, VisitRow, VisitUnitRow};
use app::ask::units::{UnitRef, path_to};
use app::ask::visits::{
    FieldFault, LONGEST_LINE, LONGEST_TEXT, NewFinding, NewVisit, OpenVisit, Recorded, Verified,
    VerifiedBy, VisitLine, VisitList, VisitedPlace, VisitedUnit, Visits,
};
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::{PILOT, catalogue, programme};
use kpi::facts::Facts;
use kpi::fraction::Fraction;
use kpi::org_unit::Tier;
use kpi::role::{Action, Actor};
use kpi::sampling::{Candidate, ChosenBy, Design, choose, draw};
use kpi::score::Part;
use kpi::signals::Survey;
use kpi::verification::{Factor, Place, Reported, can_be_visited, factor, pooled};
use kpi::{Indicator, Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

#[async_trait]
impl Visits for Office {
    async fn visits(&self, who: &Actor, org_unit: UnitCode) -> Result<VisitList, Refusal> {
        again!(self.list_visits(who, org_unit))
    }

    async fn visit(&self, who: &Actor, org_unit: UnitCode, id: i64) -> Result<OpenVisit, Refusal> {
        again!(self.lay_visit(who, org_unit, id))
    }

    async fn choose_visit(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        new: &NewVisit,
    ) -> Result<i64, Refusal> {
        again!(self.make_choice(who, org_unit, new))
    }

    async fn record_finding(&self, who: &Actor, id: i64, new: &NewFinding) -> Result<(), Refusal> {
        again!(self.write_finding(who, id, new))
    }

    async fn verified(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Verified, Refusal> {
        again!(self.tell_verified(who, indicator, org_unit, period))
    }
}

/// How many are drawn in one unit at most: nobody visits more in one go.
const MOST_IN_ONE: u64 = 1_000;

/// How far back a return that is missing or went back is a signal.
const SIGNAL_MONTHS: i32 = 12;

fn refused(fault: FieldFault) -> Stop {
    Refusal::Field(fault).into()
}

/// A text that somebody typed, of at most so many characters.
pub(super) fn typed(text: &str, longest: usize) -> Result<String, Stop> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let seen = seen.trim().to_owned();
    match seen.chars().count() > longest {
        true => Err(refused(FieldFault::TooLong)),
        false => Ok(seen),
    }
}

fn size(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// Both sides of what was reported, where they are there.
fn reported(place: &VisitPlaceRow) -> Option<Reported> {
    Some(Reported {
        x: u64::try_from(place.x?).ok()?,
        n: u64::try_from(place.n?).ok()?,
    })
}

fn recorded(row: &FindingRow) -> Option<Recorded> {
    Some(Recorded {
        finding: row.finding,
        day: row.day.parse().ok()?,
        people: row.people.clone(),
        remark: row.remark.clone(),
        reason: row.reason.clone(),
        by: row.by.clone(),
        at: Clock::moment(row.at),
    })
}

/// A visit with all that belongs to it.
struct Laid {
    units: Vec<VisitUnitRow>,
    places: Vec<VisitPlaceRow>,
    findings: Vec<FindingRow>,
}

impl Laid {
    async fn read(reading: &mut Reading, visit: i64) -> Result<Laid, Stop> {
        let units = reading.visited_units().await?;
        Ok(Laid {
            units: units
                .into_iter()
                .filter(|unit| unit.visit == visit)
                .collect(),
            places: reading.visited_places(visit).await?,
            findings: reading.findings(visit).await?,
        })
    }

    /// What is recorded of a place, the newest first.
    fn of(&self, place: &VisitPlaceRow) -> impl Iterator<Item = &FindingRow> {
        self.findings
            .iter()
            .filter(move |row| row.org_unit == place.org_unit && row.indicator == place.indicator)
    }

    /// What all recorded units say of an indicator.
    fn pooled(&self, indicator: &str) -> (Option<Factor>, usize) {
        let places: Vec<Place> = self
            .places
            .iter()
            .filter(|place| place.indicator == indicator)
            .filter_map(|place| {
                let unit = self
                    .units
                    .iter()
                    .find(|unit| unit.org_unit == place.org_unit)?;
                Some(Place {
                    finding: self.of(place).next()?.finding,
                    reported: reported(place)?,
                    inclusion: inclusion(unit).to_f64(),
                })
            })
            .collect();
        (pooled(&places), places.len())
    }
}

fn inclusion(unit: &VisitUnitRow) -> Fraction {
    let (top, bottom) = unit.inclusion;
    Fraction::new(top.into(), bottom.into()).unwrap_or_else(|| Fraction::whole(1))
}

impl Office {
    /// Whether a unit is another or lies below it.
    fn at_or_below(&self, unit: UnitCode, above: UnitCode) -> bool {
        unit == above || self.units().is_below(unit, above)
    }

    fn visit_line(
        &self,
        row: &VisitRow,
        units: usize,
        places: &BTreeMap<i64, (i64, i64)>,
    ) -> Option<VisitLine> {
        let (recorded, all) = places.get(&row.id).copied().unwrap_or_default();
        Some(VisitLine {
            id: row.id,
            of: UnitRef::from(self.units().get(row.org_unit)?),
            period: row.period,
            indicators: row.indicators.clone(),
            units,
            recorded: (count(recorded), count(all)),
            purpose: row.purpose.clone(),
            by: row.by.clone(),
            at: Clock::moment(row.at),
        })
    }

    async fn list_visits(&self, who: &Actor, org_unit: UnitCode) -> Result<VisitList, Stop> {
        self.permit(who, Action::Compare, org_unit)?;
        let mut reading = self.store.read().await?;
        let rows = reading.visits().await?;
        let units = reading.visited_units().await?;
        let places = reading.recorded_places().await?;
        drop(reading);
        let concerns = |row: &VisitRow| {
            self.at_or_below(row.org_unit, org_unit)
                || units
                    .iter()
                    .any(|unit| unit.visit == row.id && self.at_or_below(unit.org_unit, org_unit))
        };
        let visits = rows.iter().filter(|row| concerns(row)).filter_map(|row| {
            let chosen = units.iter().filter(|unit| unit.visit == row.id).count();
            self.visit_line(row, chosen, &places)
        });
        let frame = |tier| self.tree.responsible(org_unit, tier).len();
        Ok(VisitList {
            path: path_to(self.units(), org_unit),
            visits: visits.collect(),
            newest: self.newest().await?,
            may_choose: self.permit(who, Action::Visit, org_unit).is_ok(),
            frame: (frame(Tier::County), frame(Tier::Region)),
        })
    }

    async fn lay_visit(&self, who: &Actor, org_unit: UnitCode, id: i64) -> Result<OpenVisit, Stop> {
        self.permit(who, Action::Compare, org_unit)?;
        let mut reading = self.store.read().await?;
        let rows = reading.visits().await?;
        let row = rows.iter().find(|row| row.id == id);
        let row = row.ok_or(Refusal::Missing)?;
        let laid = Laid::read(&mut reading, id).await?;
        let counts = reading.recorded_places().await?;
        drop(reading);
        let shown: Vec<&VisitUnitRow> = laid
            .units
            .iter()
            .filter(|unit| self.at_or_below(unit.org_unit, org_unit))
            .collect();
        if shown.is_empty() && !self.at_or_below(row.org_unit, org_unit) {
            return Err(Refusal::Missing.into());
        }
        let pooled = match shown.len() == laid.units.len() {
            true => row
                .indicators
                .iter()
                .map(|code| {
                    let (factor, units) = laid.pooled(code);
                    (code.clone(), factor, units)
                })
                .collect(),
            false => Vec::new(),
        };
        let line = self.visit_line(row, laid.units.len(), &counts);
        Ok(OpenVisit {
            path: path_to(self.units(), org_unit),
            line: line.ok_or(Refusal::Missing)?,
            frame: count(row.frame),
            by_chance: count(row.by_chance),
            by_signal: count(row.by_signal),
            each: u64::try_from(row.each).unwrap_or(0),
            seed: u64::try_from(row.seed).unwrap_or(0),
            units: shown
                .into_iter()
                .filter_map(|unit| self.visited_unit(who, unit, &laid))
                .collect(),
            pooled,
            today: self.clock.today(),
        })
    }

    fn visited_unit(&self, who: &Actor, row: &VisitUnitRow, laid: &Laid) -> Option<VisitedUnit> {
        let places = laid
            .places
            .iter()
            .filter(|place| place.org_unit == row.org_unit)
            .map(|place| {
                let findings: Vec<Recorded> = laid.of(place).filter_map(recorded).collect();
                let reported = reported(place);
                VisitedPlace {
                    indicator: place.indicator.clone(),
                    numbers: place.numbers.clone(),
                    factor: findings
                        .first()
                        .zip(reported)
                        .and_then(|(now, reported)| factor(&now.finding, reported)),
                    recorded: findings,
                    reported,
                }
            });
        Some(VisitedUnit {
            unit: UnitRef::from(self.units().get(row.org_unit)?),
            weight: u32::try_from(row.weight).unwrap_or(0),
            chosen: row.chosen,
            inclusion: inclusion(row),
            places: places.collect(),
            may_record: self.permit(who, Action::Visit, row.org_unit).is_ok(),
        })
    }

    /// How many signals there are at each unit: what is worth verifying there, and returns that
    /// are missing or went back.
    async fn signals(
        &self,
        reading: &mut Reading,
        units: &[UnitCode],
        period: Period,
        survey: &Survey,
    ) -> Result<Vec<Candidate>, Stop> {
        let span = Span {
            from: period.plus(1 - SIGNAL_MONTHS),
            to: period,
        };
        let settings = reading.settings().await?;
        let course = reading.course_of_returns(PILOT, span).await?;
        let owed: Vec<Period> = programme(PILOT)
            .into_iter()
            .flat_map(|pilot| {
                let setting = settings.of(pilot);
                span.from
                    .through(span.to)
                    .filter(move |month| setting.is_owed_in(pilot, *month))
            })
            .collect();
        Ok(units
            .iter()
            .map(|unit| {
                let (accepted, went_back) = course.get(unit).copied().unwrap_or_default();
                let due = owed
                    .iter()
                    .filter(|month| self.asks_something(*unit, PILOT, **month))
                    .count();
                let missing = (size(due) - accepted).max(0);
                let listed = survey.findings.iter().flat_map(|finding| &finding.signs);
                let signs = listed
                    .chain(&survey.singles)
                    .filter(|sign| sign.unit == *unit)
                    .count();
                Candidate {
                    unit: *unit,
                    weight: u32::try_from(size(signs) + missing + went_back).unwrap_or(u32::MAX),
                }
            })
            .collect())
    }

    async fn make_choice(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        new: &NewVisit,
    ) -> Result<i64, Stop> {
        let permit = self.permit(who, Action::Visit, org_unit)?;
        let newest = self.newest().await?;
        let period = self.sayable(new.period.unwrap_or(newest))?;
        let indicators = visitable(&new.indicators)?;
        let tiers: BTreeSet<Tier> = indicators.iter().map(|one| one.tier).collect();
        let tier = match tiers.iter().collect::<Vec<_>>()[..] {
            [] => return Err(refused(FieldFault::NoIndicator)),
            [tier] => *tier,
            _ => return Err(refused(FieldFault::MixedTiers)),
        };
        if new.chance > 100 || new.each == 0 || new.each > MOST_IN_ONE {
            return Err(refused(FieldFault::NotANumber));
        }
        let purpose = typed(&new.purpose, LONGEST_LINE)?;
        // Storage holds signed numbers.
        let seed = new.seed.unwrap_or_else(|| rand::random::<u32>().into());
        let seed = seed & (i64::MAX as u64);
        let frame = self.tree.responsible(org_unit, tier);
        // The rules keep a core busy for a while: nobody waits for them with the pen in hand.
        let mut reading = self.store.read().await?;
        let survey = self.survey(&mut reading, period).await?;
        let candidates = self.signals(&mut reading, frame, period, &survey).await?;
        drop(reading);
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let by_chance = (new.units * new.chance).div_ceil(100);
        let design = Design {
            by_chance,
            by_signal: new.units.saturating_sub(by_chance),
            seed,
        };
        let chosen = choose(&candidates, design).ok_or_else(|| {
            refused(FieldFault::Frame {
                units: candidates.len(),
            })
        })?;
        let mut places = Vec::new();
        for indicator in indicators {
            let parts = change
                .parts_under(org_unit, &indicator.code, Span::only(period))
                .await?;
            let parts: BTreeMap<UnitCode, Part> = parts
                .into_iter()
                .map(|row| (row.org_unit, row.part))
                .collect();
            for one in &chosen {
                let Some(unit) = self.units().get(one.unit) else {
                    continue;
                };
                let part = match parts.get(&one.unit) {
                    Some(part) => *part,
                    // Without a figure there is still the official count of villages.
                    None => Part::of(indicator, unit, &Facts::new(), period),
                };
                let list = indicator.denominator_element.as_deref().unwrap_or("");
                let total = part.n.and_then(|n| u64::try_from(n).ok());
                places.push(VisitPlaceRow {
                    visit: 0,
                    org_unit: one.unit,
                    indicator: indicator.code.clone(),
                    x: part.x,
                    n: part.n,
                    numbers: total
                        .map(|total| draw(total, new.each, seed, one.unit, list))
                        .unwrap_or_default(),
                });
            }
        }
        let by = |by: ChosenBy| size(chosen.iter().filter(|one| one.by == by).count());
        let visit = VisitRow {
            id: 0,
            org_unit,
            period,
            indicators: indicators_of(&places),
            frame: size(candidates.len()),
            by_chance: by(ChosenBy::Chance),
            by_signal: by(ChosenBy::Signal),
            each: i64::try_from(new.each).unwrap_or(i64::MAX),
            seed: i64::try_from(seed).unwrap_or(i64::MAX),
            purpose,
            by: String::new(),
            at: 0,
        };
        let units: Vec<VisitUnitRow> = chosen
            .iter()
            .map(|one| {
                let (top, bottom) = one.inclusion.parts();
                let small = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
                VisitUnitRow {
                    visit: 0,
                    org_unit: one.unit,
                    weight: one.weight.into(),
                    chosen: one.by,
                    inclusion: (small(top), small(bottom)),
                }
            })
            .collect();
        let id = change.put_visit(&visit, &units, &places).await?;
        change.reason(&visit.purpose);
        change.source(&format!("visit:{id}"));
        change.commit().await?;
        Ok(id)
    }

    async fn write_finding(&self, who: &Actor, id: i64, new: &NewFinding) -> Result<(), Stop> {
        let permit = self.permit(who, Action::Visit, new.org_unit)?;
        let people = typed(&new.people, LONGEST_LINE)?;
        let remark = typed(&new.remark, LONGEST_TEXT)?;
        let reason = typed(&new.reason, LONGEST_LINE)?;
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let laid = Laid::read(&mut change, id).await?;
        let place = laid
            .places
            .iter()
            .find(|place| place.org_unit == new.org_unit && place.indicator == new.indicator)
            .ok_or(Refusal::Missing)?;
        let total = place.n.and_then(|n| u64::try_from(n).ok());
        new.finding
            .check(total)
            .map_err(|why| refused(FieldFault::Finding(why)))?;
        if new.day > self.clock.today() {
            return Err(refused(FieldFault::NotYet));
        }
        if people.is_empty() {
            return Err(refused(FieldFault::NoPeople));
        }
        let row = FindingRow {
            visit: id,
            org_unit: new.org_unit,
            indicator: new.indicator.clone(),
            finding: new.finding,
            day: new.day.to_string(),
            people,
            remark,
            reason,
            by: String::new(),
            at: 0,
        };
        if let Some(before) = laid.of(place).next() {
            // A form that was sent twice says the same right after itself.
            let same = before.finding == row.finding
                && (&before.day, &before.people, &before.remark)
                    == (&row.day, &row.people, &row.remark);
            if same {
                return Ok(());
            }
            if row.reason.is_empty() {
                return Err(refused(FieldFault::NoReason));
            }
        }
        change.put_finding(&row).await?;
        change.reason(&row.reason);
        change.source(&format!("visit:{id}:{}", row.indicator));
        change.commit().await?;
        Ok(())
    }

    async fn tell_verified(
        &self,
        who: &Actor,
        code: &str,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Verified, Stop> {
        self.permit(who, Action::ViewScores, org_unit)?;
        let indicator = catalogue().indicator(code).ok_or(Refusal::Missing)?;
        if !can_be_visited(indicator) {
            return Ok(Verified::default());
        }
        let newest = self.newest().await?;
        let until = self.sayable(period.unwrap_or(newest))?;
        let mut reading = self.store.read().await?;
        let rows = reading.visits().await?;
        let units = reading.visited_units().await?;
        let mut visits = Vec::new();
        for row in rows {
            let looks_at = row.indicators.iter().any(|one| one == code) && row.period <= until;
            let goes_there = units
                .iter()
                .any(|unit| unit.visit == row.id && unit.org_unit == org_unit);
            if !looks_at || !(goes_there || row.org_unit == org_unit) {
                continue;
            }
            let laid = Laid::read(&mut reading, row.id).await?;
            visits.extend(self.told_by(who, &row, &laid, code, (org_unit, goes_there)));
        }
        Ok(Verified { visits })
    }

    /// What one visit says of an indicator at a unit; nothing while nothing is recorded.
    fn told_by(
        &self,
        who: &Actor,
        row: &VisitRow,
        laid: &Laid,
        code: &str,
        (org_unit, goes_there): (UnitCode, bool),
    ) -> Option<VerifiedBy> {
        let (found, factor, units) = match goes_there {
            true => {
                let place = laid
                    .places
                    .iter()
                    .find(|place| place.org_unit == org_unit && place.indicator == code)?;
                let newest = laid.of(place).next()?;
                let against = reported(place).and_then(|said| factor(&newest.finding, said));
                (recorded(newest), against, 1)
            }
            false => {
                let (factor, units) = laid.pooled(code);
                (None, factor, units)
            }
        };
        (units > 0).then(|| {
            Some(VerifiedBy {
                id: row.id,
                of: UnitRef::from(self.units().get(row.org_unit)?),
                period: row.period,
                recorded: found,
                factor,
                units,
                readable: self.permit(who, Action::Compare, org_unit).is_ok(),
            })
        })?
    }
}

/// The indicators of these codes, each once, in catalogue order.
fn visitable(codes: &[String]) -> Result<Vec<&'static Indicator>, Stop> {
    let known = |code: &String| catalogue().indicator(code).is_some_and(can_be_visited);
    if codes.is_empty() || !codes.iter().all(known) {
        return Err(refused(FieldFault::NoIndicator));
    }
    let all = catalogue().indicators().iter();
    Ok(all.filter(|one| codes.contains(&one.code)).collect())
}

fn indicators_of(places: &[VisitPlaceRow]) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for place in places {
        if !codes.contains(&place.indicator) {
            codes.push(place.indicator.clone());
        }
    }
    codes
}
