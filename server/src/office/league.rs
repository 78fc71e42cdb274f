//! The league table: all units of a rank side by side, with their course and how sure their order
//! is.

use super::board::Board;
use super::reporting::name;
use super::scores::{indicator_of, one_below};
use super::{Office, Stop, again};
use crate::store::Span;
use app::ask::league::{League, LeagueRow, Leagues, Ranking, Rows, SizeBy};
use app::ask::scores::Rank;
use app::ask::units::path_to;
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::fraction::Fraction;
use kpi::league::{Ranks, ranks};
use kpi::org_unit::{OrgUnit, Tier};
use kpi::role::{Action, Actor};
use kpi::score::Score;
use kpi::target::Direction;
use kpi::{Indicator, Period, UnitCode};

/// How many months a course has. January lies among them, whatever the month.
const MONTHS: i32 = 12;

#[async_trait]
impl Leagues for Office {
    async fn league(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
    ) -> Result<League, Refusal> {
        again!(self.lay_league(who, indicator, org_unit, period, rank))
    }
}

impl Office {
    async fn lay_league(
        &self,
        who: &Actor,
        code: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
    ) -> Result<League, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::Compare, org_unit)?;
        let indicator = indicator_of(code)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let rank = rank.unwrap_or_else(|| one_below(unit));
        let span = Span {
            from: period.plus(1 - MONTHS),
            to: period,
        };
        let mut reading = self.store.read().await?;
        let mut board = Board::new(&self.tree, reading.local_targets(org_unit).await?);
        board.lay_parts(reading.parts_under(org_unit, code, span).await?);
        board.lay_sums(reading.sums_under(org_unit, code, span).await?);
        // Course, change, size, rank and order are made of what the reader may see.
        let veil = self.veil(&mut reading, who, [indicator], span).await?;
        let board = board.under(&veil);
        drop(reading);
        let size = match indicator.denominator_element {
            Some(_) => SizeBy::Denominator,
            None => SizeBy::Villages,
        };
        let mut rows: Vec<LeagueRow> = self
            .tree
            .responsible(org_unit, tier_of(rank))
            .iter()
            .filter(|row| **row != org_unit)
            .filter_map(|row| self.units().get(*row))
            .map(|row| {
                let mut league_row = row_of(&board, indicator, row, period);
                league_row.above = self.names_between(row.code, org_unit);
                league_row.size = match size {
                    SizeBy::Denominator => league_row.score.denominator,
                    SizeBy::Villages => self.villages(row.code),
                };
                league_row
            })
            .collect();
        let total = board.verdict(indicator, unit, period).score;
        let ranking = lay_ranks(indicator, &mut rows).await?;
        Ok(League {
            indicator: code.to_owned(),
            path: path_to(self.units(), org_unit),
            period,
            newest,
            rank,
            total,
            ranking,
            size,
            rows: Rows(rows),
        })
    }

    /// The official number of villages and communities of the pilot counties at and under a unit.
    fn villages(&self, code: UnitCode) -> Option<i64> {
        let counties = self.tree.responsible(code, Tier::County).iter();
        let villages: i64 = counties
            .filter_map(|county| self.units().get(*county)?.villages_official)
            .sum();
        (villages > 0).then_some(villages)
    }
}

/// The tier on which the units of a rank answer.
pub(super) fn tier_of(rank: Rank) -> Tier {
    match rank {
        Rank::Provinces => Tier::Province,
        Rank::Regions => Tier::Region,
        Rank::Counties => Tier::County,
    }
}

/// One unit's row, without what the others have to do with it.
fn row_of(board: &Board, indicator: &Indicator, unit: &OrgUnit, period: Period) -> LeagueRow {
    let first = period.plus(1 - MONTHS);
    let mut values: Vec<(Period, Option<Fraction>)> = first
        .through(period.previous())
        .map(|month| (month, board.verdict(indicator, unit, month).score.value))
        .collect();
    let score = board.verdict(indicator, unit, period).score;
    let before = values.last().and_then(|(_, value)| *value);
    values.push((period, score.value));
    let january = period.start_of_year();
    let of_year = values.iter().filter(|(month, _)| *month >= january);
    LeagueRow {
        code: unit.code,
        name: name(unit),
        above: Vec::new(),
        before,
        first: of_year.clone().find_map(|(_, value)| *value),
        course: values
            .iter()
            .map(|(_, value)| value.map(|value| (value.to_f64() * 100.0).round() as i64))
            .collect(),
        rank: None,
        size: None,
        score,
    }
}

/// Ranks the rows that have a rate, where chance has a part in the order. Reckoning takes its
/// time, so it does not hold up who else is asking.
async fn lay_ranks(indicator: &Indicator, rows: &mut [LeagueRow]) -> Result<Option<Ranking>, Stop> {
    if !indicator.has_rank_interval() {
        return Ok(None);
    }
    let best_low = indicator.direction == Some(Direction::AtMost);
    let counts: Vec<(usize, (i64, i64))> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, rate_of(&row.score)?)))
        .map(|(at, (x, n))| (at, if best_low { (n - x, n) } else { (x, n) }))
        .collect();
    let only: Vec<(i64, i64)> = counts.iter().map(|(_, counts)| *counts).collect();
    let told = tokio::task::spawn_blocking(move || ranks(&only))
        .await
        .map_err(|error| Stop::Broken(format!("simulating ranks: {error}")))?;
    let Some(Ranks {
        each,
        draws,
        seed,
        in_bands,
    }) = told
    else {
        return Ok(None);
    };
    let places = each.len();
    for ((at, _), rank) in counts.into_iter().zip(each) {
        rows[at].rank = Some(rank);
    }
    Ok(Some(Ranking {
        places,
        draws,
        seed,
        in_bands,
    }))
}

/// The counts of a rate that can be ranked: both sides there, and the part within its whole.
fn rate_of(score: &Score) -> Option<(i64, i64)> {
    let (x, n) = (score.numerator?, score.denominator?);
    (score.value.is_some() && n > 0 && (0..=n).contains(&x)).then_some((x, n))
}
