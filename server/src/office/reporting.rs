//! The reporting board: which returns came, which did not, and whom to remind.

use super::{Office, Stop, again};
use crate::store::{CameRow, Reading, Span};
use app::ask::board::{BoardRow, BoardView, Boards, MonthTotal, Reminder, ReportingBoard};
use app::ask::scores::Rank;
use app::ask::units::path_to;
use app::refusal::Refusal;
use async_trait::async_trait;
use chrono::NaiveDateTime;
use kpi::catalogue::{Bilingual, PILOT, PROGRAMMES, Programme, catalogue, programme};
use kpi::org_unit::{OrgUnit, Tier};
use kpi::reporting::{Known, Reports, Standing, Values, reaches};
use kpi::role::{Action, Actor, Role};
use kpi::setting::ProgrammeSetting;
use kpi::thresholds::{COMPLETENESS_GOOD, TIMELINESS_GOOD, UNITS_A_PAGE};
use kpi::{Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many months a board shows.
const MONTHS: i32 = 12;

#[async_trait]
impl Boards for Office {
    async fn board(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &BoardView,
    ) -> Result<ReportingBoard, Refusal> {
        again!(self.lay_board(who, org_unit, period, view, UNITS_A_PAGE))
    }

    async fn whole_board(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &BoardView,
    ) -> Result<ReportingBoard, Refusal> {
        again!(self.lay_board(who, org_unit, Some(period), view, usize::MAX))
    }

    async fn reminders(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &BoardView,
    ) -> Result<Vec<Reminder>, Refusal> {
        again!(self.remind(who, org_unit, period, view))
    }
}

/// One programme's returns, as they came.
struct Counter<'a> {
    office: &'a Office,
    programme: &'static Programme,
    setting: ProgrammeSetting,
    now: NaiveDateTime,
    came: HashMap<(UnitCode, Period), CameRow>,
    /// How many elements of the programme fall due, by the tiers of a unit and month.
    due: HashMap<(Vec<Tier>, Period), u32>,
}

impl<'a> Counter<'a> {
    async fn read(
        office: &'a Office,
        reading: &mut Reading,
        programme: &'static Programme,
        above: UnitCode,
        span: Span,
    ) -> Result<Counter<'a>, Stop> {
        let setting = reading.settings().await?.of(programme);
        let rows = reading
            .returns_that_came(above, programme.code, span)
            .await?;
        Ok(Counter {
            office,
            programme,
            setting,
            now: office.clock.wall(),
            came: rows
                .into_iter()
                .map(|row| ((row.org_unit, row.period), row))
                .collect(),
            due: HashMap::new(),
        })
    }

    /// How many elements fall due.
    fn due(&mut self, unit: &OrgUnit, period: Period) -> u32 {
        let code = self.programme.code;
        let tiers = unit.tiers();
        *self
            .due
            .entry((tiers, period))
            .or_insert_with_key(|(tiers, period)| {
                let due = catalogue().due(code, tiers, *period).count();
                u32::try_from(due).unwrap_or(u32::MAX)
            })
    }

    /// What is known of one return.
    fn known(&mut self, unit: &OrgUnit, period: Period) -> Known {
        let owed = self.setting.is_owed_in(self.programme, period) && self.due(unit, period) > 0;
        let ends = self.setting.deadline(period).ends();
        let is_past = self.now >= ends;
        match self.came.get(&(unit.code, period)) {
            None => Known::nothing(owed, is_past),
            Some(row) => Known {
                owed,
                stage: Some(row.stage),
                counts: row.counts,
                in_time: row
                    .received_at
                    .map(|at| self.office.clock.wall_of(at) < ends),
                is_past,
            },
        }
    }

    /// The values of one expected return, from what was counted in the database.
    fn values(
        &mut self,
        unit: &OrgUnit,
        period: Period,
        counted: &HashMap<UnitCode, (u32, u32)>,
    ) -> Values {
        let known = self.known(unit, period);
        if !known.owed {
            return Values::default();
        }
        let (figures, not_applicable) = match known.is_received() {
            true => counted.get(&unit.code).copied().unwrap_or_default(),
            false => (0, 0),
        };
        Values::of(self.due(unit, period), figures, not_applicable)
    }
}

impl Office {
    /// The units that file at and under one, by code: all of them, or those of a rank. A unit
    /// that is no pilot any more files nothing, and stands on neither side of a rate.
    fn filers_of(&self, above: UnitCode, rank: Option<Rank>) -> Vec<&OrgUnit> {
        let tier = rank.map(|rank| match rank {
            Rank::Provinces => Tier::Province,
            Rank::Regions => Tier::Region,
            Rank::Counties => Tier::County,
        });
        let codes: BTreeSet<UnitCode> = match tier {
            Some(tier) => self.tree.responsible(above, tier).iter().copied().collect(),
            None => self.tree.filers(above),
        };
        codes
            .into_iter()
            .filter_map(|code| self.units().get(code))
            .collect()
    }

    /// The names of the units between one and another above it, highest first.
    pub(super) fn names_between(&self, below: UnitCode, above: UnitCode) -> Vec<Bilingual> {
        self.between(below, above)
            .into_iter()
            .map(|unit| unit.name)
            .collect()
    }

    async fn lay_board(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &BoardView,
        a_page: usize,
    ) -> Result<ReportingBoard, Stop> {
        self.unit(org_unit)?;
        self.permit(who, Action::Compare, org_unit)?;
        let asked = programme_of(&view.programme)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let first = period.plus(1 - MONTHS);
        let span = Span {
            from: first,
            to: period,
        };
        let mut reading = self.store.read().await?;
        let filers = self.filers_of(org_unit, view.rank());
        let mut programmes = Vec::new();
        let mut shown = None;
        for one in PROGRAMMES.iter().filter(|one| one.owed.is_some()) {
            let is_asked = one.code == asked.code;
            let span = if is_asked { span } else { Span::only(period) };
            let mut counter = Counter::read(self, &mut reading, one, org_unit, span).await?;
            let counted: HashMap<UnitCode, (u32, u32)> = reading
                .values_that_came(org_unit, one.code, period)
                .await?
                .into_iter()
                .map(|row| {
                    let small = |number| u32::try_from(number).unwrap_or(0);
                    let counts = (small(row.figures), small(row.not_applicable));
                    (row.org_unit, counts)
                })
                .collect();
            let mut total = MonthTotal::default();
            for unit in &filers {
                total.reports.add(counter.known(unit, period));
                total.values = total.values.plus(counter.values(unit, period, &counted));
            }
            programmes.push((one.code.to_owned(), total));
            if is_asked {
                shown = Some((counter, counted));
            }
        }
        drop(reading);
        let Some((mut counter, counted)) = shown else {
            return Err(Stop::Refused(Refusal::Missing));
        };
        let months: Vec<Period> = first.through(period).collect();
        let mut sums: Vec<(Period, Reports)> = months
            .iter()
            .map(|month| (*month, Reports::default()))
            .collect();
        let mut standings: BTreeMap<Standing, u32> = BTreeMap::new();
        let (mut complete, mut timely, mut owing) = (0, 0, 0);
        let mut to_remind = (0, 0);
        let mut fitting = Vec::new();
        let state = Standing::from_code(&view.state);
        for unit in filers {
            let mut own = Reports::default();
            let mut cells = Vec::with_capacity(months.len());
            let mut awaited = 0;
            for (month, (_, sum)) in months.iter().zip(&mut sums) {
                let known = counter.known(unit, *month);
                sum.add(known);
                own.add(known);
                awaited += usize::from(known.is_awaited());
                let late = known.is_received() && known.in_time == Some(false);
                cells.push((known.standing(), late));
            }
            to_remind = (
                to_remind.0 + awaited,
                to_remind.1 + usize::from(awaited > 0),
            );
            if let (Some(came), Some(in_time)) = (own.completeness(), own.timeliness()) {
                owing += 1;
                complete += u32::from(reaches(came, COMPLETENESS_GOOD));
                timely += u32::from(reaches(in_time, TIMELINESS_GOOD));
            }
            let now = cells
                .last()
                .map_or(Standing::NotOwed, |(standing, _)| *standing);
            *standings.entry(now).or_default() += 1;
            if state.is_none_or(|state| state == now) && holds(unit, &view.q) {
                fitting.push((unit, cells, own));
            }
        }
        let count = fitting.len();
        let (page, pages) = page_of(view.page(), count, a_page);
        let rows = fitting
            .into_iter()
            .skip((page - 1).saturating_mul(a_page))
            .take(a_page)
            .map(|(unit, months, reports)| BoardRow {
                code: unit.code,
                name: name(unit),
                above: self.names_between(unit.code, org_unit),
                months,
                reports,
                values: counter.values(unit, period, &counted),
            })
            .collect();
        let deadline = counter.setting.deadline(period);
        Ok(ReportingBoard {
            path: path_to(self.units(), org_unit),
            period,
            newest,
            programme: asked.code.to_owned(),
            deadline,
            is_past: counter.now >= deadline.ends(),
            programmes,
            months: sums,
            standings: Standing::ALL
                .into_iter()
                .filter_map(|standing| Some((standing, *standings.get(&standing)?)))
                .collect(),
            units_good: (complete, timely, owing),
            rows,
            fitting: count,
            page: (page, pages),
            to_remind,
        })
    }

    async fn remind(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &BoardView,
    ) -> Result<Vec<Reminder>, Stop> {
        self.unit(org_unit)?;
        self.permit(who, Action::Compare, org_unit)?;
        let asked = programme_of(&view.programme)?;
        let period = self.sayable(period)?;
        let span = Span {
            from: period.plus(1 - MONTHS),
            to: period,
        };
        let mut reading = self.store.read().await?;
        let mut people: HashMap<UnitCode, Vec<(String, String)>> = HashMap::new();
        for account in reading.accounts_under(org_unit).await? {
            if account.role == Role::Reporter && account.active {
                let at = people.entry(account.org_unit).or_default();
                at.push((account.account, account.name));
            }
        }
        let contacts: HashMap<UnitCode, (String, String)> = reading
            .contacts_under(org_unit)
            .await?
            .into_iter()
            .map(|row| (row.org_unit, (row.head, row.phone)))
            .collect();
        let mut counter = Counter::read(self, &mut reading, asked, org_unit, span).await?;
        drop(reading);
        let state = Standing::from_code(&view.state);
        let mut reminders = Vec::new();
        for unit in self.filers_of(org_unit, view.rank()) {
            if !holds(unit, &view.q) {
                continue;
            }
            for month in span.from.through(period) {
                let known = counter.known(unit, month);
                let standing = known.standing();
                if !known.is_awaited() || state.is_some_and(|state| state != standing) {
                    continue;
                }
                let deadline = counter.setting.deadline(month);
                reminders.push(Reminder {
                    code: unit.code,
                    name: name(unit),
                    above: self.names_between(unit.code, org_unit),
                    programme: asked.code.to_owned(),
                    period: month,
                    standing,
                    deadline,
                    days_late: -deadline.minutes_left(counter.now).div_euclid(1440) - 1,
                    people: people.get(&unit.code).cloned().unwrap_or_default(),
                    contact: contacts
                        .get(&unit.code)
                        .cloned()
                        .filter(|(head, phone)| !head.is_empty() || !phone.is_empty()),
                });
            }
        }
        reminders.sort_by_key(|one| (one.period, one.code));
        Ok(reminders)
    }
}

fn programme_of(code: &str) -> Result<&'static Programme, Stop> {
    let code = if code.is_empty() { PILOT } else { code };
    programme(code)
        .filter(|programme| programme.owed.is_some())
        .ok_or(Stop::Refused(Refusal::Missing))
}

pub(super) fn name(unit: &OrgUnit) -> Bilingual {
    Bilingual {
        zh: unit.name_zh.clone(),
        en: unit.name_en.clone(),
    }
}

/// Whether a unit's name or code holds a text.
pub(super) fn holds(unit: &OrgUnit, text: &str) -> bool {
    let needle = text.trim().to_lowercase();
    needle.is_empty()
        || unit.name_zh.contains(&needle)
        || unit.name_en.to_lowercase().contains(&needle)
        || unit.code.to_string().starts_with(&needle)
}

/// Which page is shown, from 1 on, of how many; there is always one.
pub(super) fn page_of(asked: usize, count: usize, a_page: usize) -> (usize, usize) {
    let pages = count.div_ceil(a_page.max(1)).max(1);
    (asked.clamp(1, pages), pages)
}
