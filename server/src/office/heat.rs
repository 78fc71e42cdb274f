//! The heat map: units by indicators in one month. In the order of codes only the units of the
//! page are read; sorted or filtered by status it has to know all.

use super::board::Board;
use super::league::tier_of;
use super::reporting::{holds, name, page_of};
use super::scores::{one_below, ranked};
use super::{Office, Stop, again};
use crate::store::Span;
use app::ask::heat::{HeatMap, HeatMaps, HeatRow, HeatView};
use app::ask::scores::Rank;
use app::ask::units::path_to;
use app::refusal::Refusal;
use app::tables::{STATUSES, status_code};
use async_trait::async_trait;
use kpi::catalogue::{catalogue, programme};
use kpi::org_unit::OrgUnit;
use kpi::role::{Action, Actor};
use kpi::score::Status;
use kpi::thresholds::UNITS_A_PAGE;
use kpi::{Indicator, Period, UnitCode};
use std::cmp::Reverse;

#[async_trait]
impl HeatMaps for Office {
    async fn heat(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &HeatView,
    ) -> Result<HeatMap, Refusal> {
        again!(self.lay_heat(who, org_unit, period, view, UNITS_A_PAGE))
    }

    async fn whole_heat(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Period,
        view: &HeatView,
    ) -> Result<HeatMap, Refusal> {
        again!(self.lay_heat(who, org_unit, Some(period), view, usize::MAX))
    }
}

impl Office {
    async fn lay_heat(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        view: &HeatView,
        a_page: usize,
    ) -> Result<HeatMap, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::Compare, org_unit)?;
        if !view.programme.is_empty() && programme(&view.programme).is_none() {
            return Err(Stop::Refused(Refusal::Missing));
        }
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let rank = Rank::from_code(&view.rank).unwrap_or_else(|| one_below(unit));
        let mut units: Vec<&OrgUnit> = self
            .tree
            .responsible(org_unit, tier_of(rank))
            .iter()
            .filter(|code| **code != org_unit)
            .filter_map(|code| self.units().get(*code))
            .filter(|unit| holds(unit, &view.q))
            .collect();
        let indicators = indicators(view, rank);
        let status = STATUSES
            .into_iter()
            .find(|status| status_code(*status) == view.status);
        let by_not_met = view.sort == "not_met";
        let needs_all = status.is_some() || by_not_met;
        let mut count = units.len();
        let (mut page, mut pages) = page_of(view.page(), count, a_page);
        if !needs_all {
            units = on_page(units, page, a_page);
        }
        let mut reading = self.store.read().await?;
        let mut board = Board::new(&self.tree, reading.local_targets(org_unit).await?);
        let codes: Vec<&str> = indicators.iter().map(|one| one.code.as_str()).collect();
        match needs_all || a_page == usize::MAX {
            true => {
                let rank = ranked(rank);
                let parts = reading.parts_of_rank_in(org_unit, rank, &codes, period);
                board.lay_parts(parts.await?);
                let month = Span::only(period);
                board.lay_sums(reading.sums_of_rank(org_unit, rank, month).await?);
            }
            false => {
                let shown: Vec<UnitCode> = units.iter().map(|unit| unit.code).collect();
                board.lay_parts(reading.parts_of_units(&shown, &codes, period).await?);
                board.lay_sums(reading.sums_of_units(&shown, period).await?);
            }
        }
        if rank != Rank::Counties {
            board.lay_parts(reading.parts_judged_singly(org_unit, period).await?);
        }
        let shown = indicators.iter().copied();
        let veil = self
            .veil(&mut reading, who, shown, Span::only(period))
            .await?;
        let board = board.under(&veil);
        drop(reading);
        let mut rows: Vec<HeatRow> = units
            .iter()
            .map(|unit| row_of(&board, &indicators, unit, period))
            .filter(|row| status.is_none() || row.cells.contains(&status))
            .collect();
        if by_not_met {
            rows.sort_by_key(|row| (Reverse(row.not_met), row.code));
        }
        if needs_all {
            count = rows.len();
            (page, pages) = page_of(view.page(), count, a_page);
            rows = on_page(rows, page, a_page);
        }
        for row in &mut rows {
            row.above = self.names_between(row.code, org_unit);
        }
        Ok(HeatMap {
            path: path_to(self.units(), org_unit),
            period,
            newest,
            rank,
            indicators: indicators.iter().map(|one| one.code.clone()).collect(),
            rows,
            fitting: count,
            page: (page, pages),
        })
    }
}

fn on_page<T>(all: Vec<T>, page: usize, a_page: usize) -> Vec<T> {
    all.into_iter()
        .skip((page - 1).saturating_mul(a_page))
        .take(a_page)
        .collect()
}

/// Those that are scored, or all of a programme, as far as units of the rank have anything to do
/// with them: a county answers for no region's indicator.
fn indicators(view: &HeatView, rank: Rank) -> Vec<&'static Indicator> {
    let tier = tier_of(rank);
    catalogue()
        .indicators()
        .iter()
        .filter(|indicator| match view.programme.as_str() {
            "" => indicator.is_scored() && indicator.programme == kpi::catalogue::PILOT,
            code => indicator.programme == code,
        })
        .filter(|indicator| indicator.tier <= tier)
        .collect()
}

fn row_of(board: &Board, indicators: &[&Indicator], unit: &OrgUnit, period: Period) -> HeatRow {
    let cells: Vec<Option<Status>> = indicators
        .iter()
        .map(|indicator| board.verdict(indicator, unit, period).score.status)
        .collect();
    let not_met = indicators
        .iter()
        .zip(&cells)
        .filter(|(indicator, status)| indicator.may_rank() && **status == Some(Status::NotMet))
        .count();
    HeatRow {
        code: unit.code,
        name: name(unit),
        above: Vec::new(),
        cells,
        not_met: u32::try_from(not_met).unwrap_or(u32::MAX),
    }
}
