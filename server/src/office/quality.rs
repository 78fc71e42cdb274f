//! Data quality of a unit and of all below it: read in four statements, examined by the domain,
//! and added up. Nothing is written, and no status is asked or touched.

use super::veil::Veil;
use super::{Office, Stop, again};
use crate::clock::Clock;
use crate::store::{EarlierYear, Reading, ReturnSeen, Span};
use app::ask::quality::{
    Quality, QualityFlags, QualityMarkValue, QualityPage, QualityRow, QualityView, UNITS_A_PAGE,
};
use app::ask::scores::Rank;
use app::ask::units::{UnitRef, path_to};
use app::refusal::Refusal;
use async_trait::async_trait;
use chrono::{FixedOffset, NaiveDateTime};
use kpi::catalogue::{Kind, PROGRAMMES, catalogue};
use kpi::facts::Facts;
use kpi::org_unit::{Level, OrgUnit, Tier};
use kpi::period::Frequency;
use kpi::quality::external::{Below, with_parts};
use kpi::quality::over_time::YearFigure;
use kpi::quality::related::{LEVEL, Peers};
use kpi::quality::reporting::Reported;
use kpi::quality::{Counts, Examined, Flag, Found, Known, WINDOW, examine};
use kpi::role::{Action, Actor};
use kpi::setting::Settings;
use kpi::suppression::counts_persons;
use kpi::{Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[async_trait]
impl Quality for Office {
    async fn quality(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &QualityView,
    ) -> Result<QualityPage, Refusal> {
        again!(self.quality_of(who, org_unit, period, view, Pages::One))
    }

    async fn quality_table(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &QualityView,
    ) -> Result<QualityPage, Refusal> {
        again!(self.quality_of(who, org_unit, Some(period), view, Pages::All))
    }

    async fn quality_flags(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &QualityView,
    ) -> Result<QualityFlags, Refusal> {
        again!(self.flags_below(who, org_unit, period, view))
    }

    async fn quality_mark(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
    ) -> Result<QualityMarkValue, Refusal> {
        again!(self.mark_of(who, org_unit, period))
    }
}

/// How much of the table is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pages {
    One,
    All,
}

/// What was read for an examination.
struct Read {
    from: Period,
    to: Period,
    facts: HashMap<UnitCode, Facts>,
    returns: HashMap<UnitCode, Vec<Reported>>,
    years: HashMap<UnitCode, Vec<YearFigure>>,
    peers: HashMap<UnitCode, Peers>,
}

/// What a table of units is made of: each unit that was examined, by code.
type AllExamined = BTreeMap<UnitCode, Examined>;

impl Office {
    /// The data quality of a unit in two numbers and how much came in.
    async fn mark_of(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
    ) -> Result<QualityMarkValue, Stop> {
        self.permit(who, Action::ViewScores, org_unit)?;
        let period = self.sayable(period)?;
        let mut reading = self.store.read().await?;
        let read = self.read_below(&mut reading, org_unit, period).await?;
        drop(reading);
        Ok(sum(self.examine_below(org_unit, &read).values()).into())
    }

    async fn quality_of(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &QualityView,
        pages: Pages,
    ) -> Result<QualityPage, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::ViewScores, org_unit)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let mut reading = self.store.read().await?;
        let read = self.read_below(&mut reading, org_unit, period).await?;
        let veil = self.veil_of(&mut reading, who, period).await?;
        drop(reading);
        let examined = self.examine_below(org_unit, &read);
        let rank = Rank::from_code(&view.rank).unwrap_or_else(|| one_below(unit));
        let mut rows = match self.permit(who, Action::Compare, org_unit) {
            Ok(_) => self.quality_rows(org_unit, rank, &examined, view, period),
            Err(_) => Vec::new(),
        };
        if view.filters() {
            rows.retain(|row| row.asked_for > 0);
        }
        let rows_in_all = rows.len();
        let last_page = rows_in_all.div_ceil(UNITS_A_PAGE).max(1);
        let page = view.page().min(last_page);
        if pages == Pages::One {
            rows = rows
                .into_iter()
                .skip((page - 1) * UNITS_A_PAGE)
                .take(UNITS_A_PAGE)
                .collect();
        }
        let own = examined.get(&org_unit).map_or(&[][..], |own| &own.flags);
        let flags = self
            .permit(who, Action::ViewReturn, org_unit)
            .is_ok()
            .then(|| {
                let asked = own.iter().filter(|flag| view.asks_for(flag, period));
                asked.map(|flag| veiled(&veil, &read, flag)).collect()
            });
        Ok(QualityPage {
            path: path_to(self.units(), org_unit),
            period,
            from: first_month(period),
            newest,
            total: sum(examined.values()),
            rank,
            rows,
            rows_in_all,
            page,
            flags,
            own_flags: own.len(),
        })
    }

    async fn flags_below(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &QualityView,
    ) -> Result<QualityFlags, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::ViewReturn, org_unit)?;
        let period = self.sayable(period)?;
        let mut reading = self.store.read().await?;
        let read = self.read_below(&mut reading, org_unit, period).await?;
        let veil = self.veil_of(&mut reading, who, period).await?;
        drop(reading);
        let examined = self.examine_below(org_unit, &read);
        let flags = examined
            .iter()
            .filter_map(|(code, examined)| Some((self.units().get(*code)?, examined)))
            .flat_map(|(unit, examined)| examined.flags.iter().map(move |flag| (unit, flag)))
            .filter(|(_, flag)| view.asks_for(flag, period))
            .map(|(unit, flag)| (UnitRef::from(unit), veiled(&veil, &read, flag)))
            .collect();
        Ok(QualityFlags {
            unit: UnitRef::from(unit),
            flags,
        })
    }

    /// The veil over every count of persons that a flag may show.
    async fn veil_of(
        &self,
        reading: &mut Reading,
        who: &Actor,
        period: Period,
    ) -> Result<Veil<'_>, Stop> {
        let span = Span {
            from: first_month(period).previous(),
            to: period,
        };
        self.veil(reading, who, catalogue().indicators(), span)
            .await
    }

    /// The units of a rank, each with all below it added up.
    fn quality_rows(
        &self,
        above: UnitCode,
        rank: Rank,
        examined: &AllExamined,
        view: &QualityView,
        period: Period,
    ) -> Vec<QualityRow> {
        let tier = match rank {
            Rank::Provinces => Tier::Province,
            Rank::Regions => Tier::Region,
            Rank::Counties => Tier::County,
        };
        let wanted: BTreeSet<UnitCode> = self
            .tree
            .responsible(above, tier)
            .iter()
            .copied()
            .filter(|code| *code != above)
            .collect();
        let mut sums: BTreeMap<UnitCode, (Counts, i64)> = wanted
            .iter()
            .map(|code| (*code, Default::default()))
            .collect();
        for (code, one) in examined {
            let asked = one.flags.iter().filter(|flag| view.asks_for(flag, period));
            let asked = asked.count() as i64;
            let ancestors = self.units().ancestors(*code).map(|unit| unit.code);
            for unit in std::iter::once(*code).chain(ancestors) {
                if let Some((counts, flags)) = sums.get_mut(&unit) {
                    *counts = counts.plus(one.counts);
                    *flags += asked;
                }
            }
        }
        sums.into_iter()
            .filter_map(|(code, (counts, asked_for))| {
                let unit = self.units().get(code)?;
                let mut between: Vec<UnitRef> = self
                    .units()
                    .ancestors(code)
                    .take_while(|unit| unit.code != above)
                    .map(UnitRef::from)
                    .collect();
                between.reverse();
                Some(QualityRow {
                    unit: UnitRef::from(unit),
                    above: between,
                    counts,
                    asked_for,
                })
            })
            .collect()
    }

    /// Examines every unit at and below one that files returns, and those above counties that
    /// have figures of their own.
    fn examine_below(&self, above: UnitCode, read: &Read) -> AllExamined {
        let filers = self.tree.filers(above);
        let with_own = read.facts.keys().copied().filter(|code| {
            let unit = self.units().get(*code);
            unit.is_some_and(|unit| unit.level != Level::County)
        });
        let units: BTreeSet<UnitCode> = filers.iter().copied().chain(with_own).collect();
        let nothing = Facts::new();
        units
            .into_iter()
            .filter_map(|code| self.units().get(code))
            .map(|unit| (unit.code, self.examine_one(unit, read, &nothing)))
            .collect()
    }

    fn examine_one(&self, unit: &OrgUnit, read: &Read, nothing: &Facts) -> Examined {
        let code = unit.code;
        let province = match unit.level {
            Level::Province => Some(code),
            _ => self
                .units()
                .ancestors(code)
                .find(|above| above.level == Level::Province)
                .map(|above| above.code),
        };
        let known = Known {
            unit,
            facts: read.facts.get(&code).unwrap_or(nothing),
            returns: read.returns.get(&code).map_or(&[], Vec::as_slice),
            from: read.from,
            to: read.to,
            years: read.years.get(&code).map_or(&[], Vec::as_slice),
            peers: province.and_then(|province| read.peers.get(&province)),
        };
        let examined = examine(&known);
        if unit.level == Level::County || known.facts.is_empty() {
            return examined;
        }
        let counties = self.tree.responsible(code, Tier::County);
        let facts: Vec<&Facts> = counties
            .iter()
            .filter(|county| **county != code)
            .filter_map(|county| read.facts.get(county))
            .collect();
        let below = Below {
            facts: &facts,
            of: counties.len() as i64,
            is_all: counties.len() == self.counties_under(code),
        };
        with_parts(&known, &below, examined)
    }

    /// How many counties lie under a unit, pilots or not.
    fn counties_under(&self, code: UnitCode) -> usize {
        let mut count = 0;
        let mut open = vec![code];
        while let Some(above) = open.pop() {
            for below in self.units().children(above) {
                match below.level {
                    Level::County => count += 1,
                    _ => open.push(below.code),
                }
            }
        }
        count
    }

    async fn read_below(
        &self,
        reading: &mut Reading,
        above: UnitCode,
        to: Period,
    ) -> Result<Read, Stop> {
        let from = first_month(to);
        let oldest = from.plus(-12).start_of_year();
        let facts = reading
            .facts_below(above, oldest, from.previous(), to)
            .await?;
        let seen = reading.returns_seen_below(above, from, to).await?;
        let earlier = reading.earlier_years_below(above, to).await?;
        let peers = self.peers(reading, above, to).await?;
        let settings = reading.settings().await?;
        Ok(Read {
            from,
            to,
            facts,
            returns: self.what_came(above, (from, to), seen, &settings),
            years: years(earlier, to),
            peers,
        })
    }

    /// The ratio of the whole province a unit lies in, or of each province below it.
    async fn peers(
        &self,
        reading: &mut Reading,
        above: UnitCode,
        period: Period,
    ) -> Result<HashMap<UnitCode, Peers>, Stop> {
        let province_of = |code: UnitCode| {
            let own = self.units().get(code).into_iter();
            own.chain(self.units().ancestors(code))
                .find(|unit| unit.level == Level::Province)
                .map(|unit| unit.code)
        };
        let scope = province_of(above).unwrap_or(above);
        let mut peers: HashMap<UnitCode, Peers> = HashMap::new();
        for (county, part, whole) in reading.pair_below(scope, LEVEL, period).await? {
            if let Some(province) = province_of(county) {
                let all = peers.entry(province).or_default();
                all.part += part;
                all.whole += whole;
                all.units += 1;
            }
        }
        Ok(peers)
    }

    /// What was expected of each unit, by the settings, and what came of it. A return is expected
    /// once its deadline has passed; so no share is ever above the whole.
    fn what_came(
        &self,
        above: UnitCode,
        (from, to): (Period, Period),
        seen: Vec<ReturnSeen>,
        settings: &Settings,
    ) -> HashMap<UnitCode, Vec<Reported>> {
        let now = self.clock.wall();
        let seen: HashMap<(UnitCode, &str, Period), &ReturnSeen> = seen
            .iter()
            .map(|one| ((one.org_unit, one.programme.as_str(), one.period), one))
            .collect();
        let mut owed: Vec<(&str, Period, NaiveDateTime)> = Vec::new();
        for programme in &PROGRAMMES {
            let setting = settings.of(programme);
            for period in from.through(to) {
                let ends = setting.deadline(period).ends();
                if setting.is_owed_in(programme, period) && ends <= now {
                    owed.push((programme.code, period, ends));
                }
            }
        }
        let of_unit = |code: UnitCode| {
            let expected = owed
                .iter()
                .filter(|(programme, period, _)| self.asks_something(code, programme, *period));
            expected
                .map(|(programme, period, ends)| {
                    let came = seen
                        .get(&(code, *programme, *period))
                        .filter(|one| one.received);
                    Reported {
                        programme: (*programme).to_owned(),
                        period: *period,
                        received: came.is_some(),
                        in_time: came
                            .and_then(|one| one.submitted_at)
                            .map(|at| wall(at) < *ends),
                    }
                })
                .collect()
        };
        let filers = self.tree.filers(above).into_iter();
        filers.map(|code| (code, of_unit(code))).collect()
    }
}

fn first_month(to: Period) -> Period {
    to.plus(1 - WINDOW)
}

fn sum<'a>(examined: impl Iterator<Item = &'a Examined>) -> Counts {
    examined.fold(Counts::default(), |sum, one| sum.plus(one.counts))
}

/// A stored moment, as China's clocks showed it.
fn wall(millis: i64) -> NaiveDateTime {
    let china = FixedOffset::east_opt(8 * 3600).expect("eight hours lie within a day");
    Clock::moment(millis).with_timezone(&china).naive_local()
}

/// One step below a unit, as the summary goes.
fn one_below(unit: &OrgUnit) -> Rank {
    match unit.level {
        Level::Nation => Rank::Provinces,
        Level::Province if !unit.is_region => Rank::Regions,
        Level::Province | Level::Prefecture | Level::County => Rank::Counties,
    }
}

/// The figures of earlier years as the domain compares them: of a flow the sum of months that are
/// all there, of anything monthly the figure of the same month, of what is filed once a year that.
fn years(rows: Vec<EarlierYear>, to: Period) -> HashMap<UnitCode, Vec<YearFigure>> {
    let mut years: HashMap<UnitCode, Vec<YearFigure>> = HashMap::new();
    for row in rows {
        let Some(element) = catalogue().element(&row.element) else {
            continue;
        };
        let figure = match (element.kind, element.frequency) {
            (Kind::Flow, _) => (row.figures == i64::from(to.month())).then_some(row.sum),
            (_, Frequency::Monthly) => row.last,
            _ => (row.figures == 1).then_some(row.sum),
        };
        if let Some(figure) = figure {
            years.entry(row.org_unit).or_default().push(YearFigure {
                element: row.element,
                year: row.year,
                figure,
            });
        }
    }
    years
}

/// A flag as this reader may see it. Every figure of data quality leaves the office here.
fn veiled(veil: &Veil, read: &Read, flag: &Flag) -> Flag {
    match !veil.sees(flag.unit) && tells_of_few(veil, read, flag) {
        true => Flag {
            found: Found::Withheld,
            ..flag.clone()
        },
        false => flag.clone(),
    }
}

/// Whether a flag shows a number of persons that is withheld, or lets a small one be reckoned from
/// two that it shows.
fn tells_of_few(veil: &Veil, read: &Read, flag: &Flag) -> bool {
    let threshold = veil.threshold();
    if threshold.is_off() {
        return false;
    }
    let mut counts = flag.counts();
    counts.retain(|(element, ..)| counts_persons(element));
    let apart = |(one, other): (&i64, &i64)| threshold.is_small(one - other);
    let numbers: Vec<i64> = counts.iter().map(|(_, _, count)| *count).collect();
    let pairs = numbers
        .iter()
        .flat_map(|one| numbers.iter().map(move |other| (one, other)));
    let is_withheld = |(element, month, count): &(String, Period, i64)| {
        let figures: BTreeMap<String, i64> = read
            .facts
            .get(&flag.unit)
            .into_iter()
            .flat_map(Facts::iter)
            .filter(|(_, filed, _)| filed == month)
            .filter_map(|(code, _, value)| Some((code.to_owned(), value.figure()?)))
            .collect();
        threshold.is_small(*count)
            || veil
                .withheld_of(flag.unit, *month, &figures)
                .contains_key(element)
    };
    pairs.into_iter().any(apart) || counts.iter().any(is_withheld)
}
