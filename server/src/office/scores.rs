//! Scores: the summary of a unit, one indicator over time, and units side by side.

use super::board::Board;
use super::means::mean_of;
use super::{Office, Stop, again};
use crate::store::{Ranked, Span};
use app::ask::scores::{Below, CompareRow, Comparison, Progress, Rank, Scores, Summary, Tile};
use app::ask::units::{UnitRef, path_to};
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::{PILOT, RollUp, catalogue, programme};
use kpi::headline::Headline;
use kpi::org_unit::{Level, OrgUnit, Tier};
use kpi::period::FIRST_PERIOD;
use kpi::role::{Action, Actor};
use kpi::score::Score;
use kpi::{Indicator, Period, UnitCode};
use std::collections::BTreeSet;

#[async_trait]
impl Scores for Office {
    async fn summary(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Summary, Refusal> {
        again!(self.sum_up(who, org_unit, period))
    }

    async fn progress(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Progress, Refusal> {
        again!(self.follow(who, indicator, org_unit, period))
    }

    async fn compare(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
    ) -> Result<Comparison, Refusal> {
        again!(self.lay_side_by_side(who, indicator, org_unit, period, rank))
    }
}

/// The indicator of a code, or that there is none.
pub(super) fn indicator_of(code: &str) -> Result<&'static Indicator, Stop> {
    catalogue()
        .indicator(code)
        .ok_or(Stop::Refused(Refusal::Missing))
}

/// The rank, as the store names it.
pub(super) fn ranked(rank: Rank) -> Ranked {
    match rank {
        Rank::Provinces => Ranked::Provinces,
        Rank::Regions => Ranked::Regions,
        Rank::Counties => Ranked::Counties,
    }
}

/// One step below a unit, as `OrgUnits::pilots_below` goes.
pub(super) fn one_below(unit: &OrgUnit) -> Rank {
    match unit.level {
        Level::Nation => Rank::Provinces,
        Level::Province if !unit.is_region => Rank::Regions,
        Level::Province | Level::Prefecture | Level::County => Rank::Counties,
    }
}

impl Office {
    /// The scores of all 80 indicators of a unit, in catalogue order: what `score` prints.
    pub async fn score_rows(
        &self,
        org_unit: UnitCode,
        period: Period,
    ) -> Result<Vec<(&'static Indicator, Score)>, Stop> {
        let unit = self.unit(org_unit)?;
        let mut reading = self.store.read().await?;
        let span = Span::only(period);
        let mut board = Board::new(&self.tree, reading.local_targets(org_unit).await?);
        board.lay_parts(reading.parts_of(org_unit, span).await?);
        board.lay_parts(reading.parts_judged_singly(org_unit, period).await?);
        board.lay_sums(reading.sums_of(org_unit, span).await?);
        Ok(catalogue()
            .indicators()
            .iter()
            .map(|indicator| (indicator, board.verdict(indicator, unit, period).score))
            .collect())
    }

    async fn sum_up(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Summary, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::ViewScores, org_unit)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let children = match self.permit(who, Action::Compare, org_unit) {
            Ok(_) => self.units().pilots_below(org_unit),
            Err(_) => Vec::new(),
        };
        let year = Span {
            from: period.start_of_year(),
            to: period,
        };
        let mut reading = self.store.read().await?;
        let mut board = Board::new(&self.tree, reading.local_targets(org_unit).await?);
        board.lay_parts(reading.parts_up_from(org_unit, year).await?);
        board.lay_sums(reading.sums_of(org_unit, year).await?);
        board.lay_parts(reading.parts_judged_singly(org_unit, period).await?);
        if !children.is_empty() {
            let rank = ranked(one_below(unit));
            let month = Span::only(period);
            board.lay_parts(reading.parts_of_rank(org_unit, rank, period).await?);
            board.lay_sums(reading.sums_of_rank(org_unit, rank, month).await?);
        }
        let accepted = reading.accepted_units(org_unit, PILOT, period).await?;
        let settings = reading.settings().await?;
        let veil = self
            .veil(&mut reading, who, catalogue().indicators(), year)
            .await?;
        let board = board.under(&veil);
        let mut tiles: Vec<Tile> = catalogue()
            .indicators()
            .iter()
            .map(|indicator| self.tile(&board, indicator, unit, period))
            .collect();
        let scores: Vec<(&Indicator, &Score)> = catalogue()
            .indicators()
            .iter()
            .zip(&tiles)
            .filter(|(_, tile)| tile.of.code == org_unit)
            .map(|(indicator, tile)| (indicator, &tile.score))
            .collect();
        let means = self
            .differing_means(&mut reading, &veil, org_unit, period, &scores)
            .await?;
        drop(reading);
        for (code, mean) in means {
            if let Some(tile) = tiles.iter_mut().find(|tile| tile.indicator == code) {
                tile.mean = Some(mean);
            }
        }
        let owed =
            programme(PILOT).is_some_and(|pilot| settings.of(pilot).is_owed_in(pilot, period));
        let accepted: BTreeSet<UnitCode> = accepted.into_iter().collect();
        Ok(Summary {
            path: path_to(self.units(), org_unit),
            period,
            newest,
            headline: headline(&board, unit, period),
            reported: self.reported(org_unit, period, owed, &accepted),
            tiles,
            below: children
                .into_iter()
                .map(|child| Below {
                    unit: UnitRef::from(child),
                    headline: headline(&board, child, period),
                    reported: self.reported(child.code, period, owed, &accepted),
                })
                .collect(),
        })
    }

    /// One tile: the unit's own score, or that of the unit above that answers for it.
    fn tile(&self, board: &Board, indicator: &Indicator, unit: &OrgUnit, period: Period) -> Tile {
        let of = match indicator.tier > unit.height() {
            true => self
                .tree
                .answering_above(unit.code, indicator.tier)
                .unwrap_or(unit),
            false => unit,
        };
        let verdict = board.verdict(indicator, of, period);
        Tile {
            indicator: indicator.code.clone(),
            of: UnitRef::from(of),
            score: verdict.score,
            sum_below: verdict.sum_below,
            pace: board.pace(indicator, of, period),
            mean: None,
        }
    }

    /// Accepted returns of the pilot programme at and under a unit, of those expected.
    fn reported(
        &self,
        above: UnitCode,
        period: Period,
        owed: bool,
        accepted: &BTreeSet<UnitCode>,
    ) -> (usize, usize) {
        let expected: Vec<UnitCode> = self
            .tree
            .filers(above)
            .into_iter()
            .filter(|code| owed && self.asks_something(*code, PILOT, period))
            .collect();
        let came = expected.iter().filter(|code| accepted.contains(code));
        (came.count(), expected.len())
    }

    /// Whether anything of a programme falls due at a unit in a period.
    pub(super) fn asks_something(&self, code: UnitCode, programme: &str, period: Period) -> bool {
        let tiers = self.units().get(code).map(OrgUnit::tiers);
        tiers.is_some_and(|tiers| catalogue().due(programme, &tiers, period).next().is_some())
    }

    async fn follow(
        &self,
        who: &Actor,
        code: &str,
        org_unit: UnitCode,
        period: Option<Period>,
    ) -> Result<Progress, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::ViewScores, org_unit)?;
        let indicator = indicator_of(code)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let one_by_one = matches!(
            indicator.roll_up,
            RollUp::UnitsMet | RollUp::ShareOfPeriods | RollUp::Max
        );
        let mut reading = self.store.read().await?;
        let mut board = Board::new(&self.tree, reading.local_targets(org_unit).await?);
        match one_by_one && !unit.acts_as(indicator.tier) {
            true => {
                let ever = Span {
                    from: FIRST_PERIOD,
                    to: period,
                };
                board.lay_parts(reading.parts_under(org_unit, code, ever).await?);
            }
            false => board.lay_parts(reading.parts_over_time(org_unit, code, period).await?),
        }
        board.lay_sums(reading.sums_over_time(org_unit, code, period).await?);
        let pooled = indicator.roll_up == RollUp::SumNumDen && !unit.acts_as(indicator.tier);
        let behind = match pooled {
            true => {
                let month = Span::only(period);
                reading.parts_under(org_unit, code, month).await?
            }
            false => Vec::new(),
        };
        let january = period.start_of_year();
        let first = board
            .first_period()
            .map_or(january, |first| first.min(january));
        let shown = Span {
            from: first,
            to: period,
        };
        let veil = self.veil(&mut reading, who, [indicator], shown).await?;
        let board = board.under(&veil);
        drop(reading);
        let points = first
            .through(period)
            .map(|month| (month, board.verdict(indicator, unit, month).score))
            .collect();
        let now = board.verdict(indicator, unit, period);
        Ok(Progress {
            mean: mean_of(indicator, &now.score, &veil, (org_unit, period), &behind),
            sum_below: now.sum_below,
            indicator: code.to_owned(),
            path: path_to(self.units(), org_unit),
            period,
            newest,
            points,
            pace: board.pace(indicator, unit, period),
        })
    }

    async fn lay_side_by_side(
        &self,
        who: &Actor,
        code: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
    ) -> Result<Comparison, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::Compare, org_unit)?;
        let indicator = indicator_of(code)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let rank = rank.unwrap_or_else(|| one_below(unit));
        let span = Span {
            from: period.previous(),
            to: period,
        };
        let mut reading = self.store.read().await?;
        let mut board = Board::new(&self.tree, reading.local_targets(org_unit).await?);
        board.lay_parts(reading.parts_under(org_unit, code, span).await?);
        board.lay_sums(reading.sums_under(org_unit, code, span).await?);
        let veil = self.veil(&mut reading, who, [indicator], span).await?;
        let board = board.under(&veil);
        drop(reading);
        let tier = match rank {
            Rank::Provinces => Tier::Province,
            Rank::Regions => Tier::Region,
            Rank::Counties => Tier::County,
        };
        let rows = self
            .tree
            .responsible(org_unit, tier)
            .iter()
            .filter(|row| **row != org_unit)
            .filter_map(|row| self.units().get(*row))
            .map(|row| CompareRow {
                unit: UnitRef::from(row),
                above: self.between(row.code, org_unit),
                score: board.verdict(indicator, row, period).score,
                before: board.verdict(indicator, row, period.previous()).score,
            })
            .collect();
        Ok(Comparison {
            indicator: code.to_owned(),
            path: path_to(self.units(), org_unit),
            period,
            newest,
            rank,
            total: board.verdict(indicator, unit, period).score,
            rows,
        })
    }

    /// The units between one and another above it, highest first.
    pub(super) fn between(&self, below: UnitCode, above: UnitCode) -> Vec<UnitRef> {
        let mut between: Vec<UnitRef> = self
            .units()
            .ancestors(below)
            .take_while(|unit| unit.code != above)
            .map(UnitRef::from)
            .collect();
        between.reverse();
        between
    }
}

/// N of M of a unit.
fn headline(board: &Board, unit: &OrgUnit, period: Period) -> Headline {
    let scores: Vec<Score> = catalogue()
        .indicators()
        .iter()
        .filter(|indicator| Headline::counts(indicator, unit))
        .map(|indicator| board.verdict(indicator, unit, period).score)
        .collect();
    Headline::of(&scores, period)
}
