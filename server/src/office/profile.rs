//! The profile of a unit: every indicator, beside the units above and among its peers.

use super::board::Board;
use super::scores::ranked;
use super::{Office, Stop, again};
use crate::store::Span;
use app::ask::charts::{Scale, Slim};
use app::ask::profile::{Beside, Line, Peers, Profile, Profiles};
use app::ask::scores::Rank;
use app::ask::units::{UnitRef, path_to};
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::{RollUp, catalogue};
use kpi::course::Course;
use kpi::org_unit::{NATION, OrgUnit, Tier};
use kpi::role::{Action, Actor};
use kpi::score::Score;
use kpi::spread::Five;
use kpi::{Indicator, Period, UnitCode};

/// How many months a profile looks back.
const MONTHS: i32 = 12;

/// With more units behind a roll-up, what is counted unit by unit is not reckoned for each month.
const MOST_BEHIND: usize = 200;

#[async_trait]
impl Profiles for Office {
    async fn profile(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        peers: Option<UnitCode>,
    ) -> Result<Profile, Refusal> {
        again!(self.draw_up(who, org_unit, period, peers))
    }
}

/// Whether a roll-up of the indicator judges the units one by one.
fn is_one_by_one(indicator: &Indicator) -> bool {
    matches!(
        indicator.roll_up,
        RollUp::UnitsMet | RollUp::ShareOfPeriods | RollUp::Max
    )
}

impl Office {
    async fn draw_up(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        peers: Option<UnitCode>,
    ) -> Result<Profile, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::ViewScores, org_unit)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let above: Vec<&OrgUnit> = self.ancestors_of(org_unit);
        let among = match peers {
            Some(code) => above
                .iter()
                .find(|unit| unit.code == code)
                .map(|unit| unit.code)
                .ok_or(Stop::Refused(Refusal::Missing))?,
            None => NATION,
        };
        let (rank, tier) = match unit.height() {
            Tier::County => (Rank::Counties, Tier::County),
            Tier::Region => (Rank::Regions, Tier::Region),
            Tier::Province | Tier::Nation => (Rank::Provinces, Tier::Province),
        };
        let peers: Vec<&OrgUnit> = match unit.height() {
            Tier::Nation => Vec::new(),
            _ => self.tree.responsible(among, tier).iter().collect(),
        }
        .into_iter()
        .filter_map(|code| self.units().get(*code))
        .collect();
        let behind = self.tree.responsible(org_unit, Tier::County).len();
        let months_left_out = behind > MOST_BEHIND;
        let year = Span {
            from: period.plus(1 - MONTHS),
            to: period,
        };
        let month = Span::only(period);

        let mut reading = self.store.read().await?;
        // What the roll-ups of the units above are judged by lies anywhere below them.
        let mut board = Board::new(&self.tree, reading.local_targets(NATION).await?);
        if !peers.is_empty() {
            let rank = ranked(rank);
            board.lay_parts(reading.parts_of_rank(among, rank, period).await?);
            if tier > Tier::County {
                board.lay_sums(reading.sums_of_rank(among, rank, month).await?);
            }
        }
        // One by one under the nation: the units above and the peers need them alike.
        let singly = match above.first() {
            Some(highest) => highest.code,
            None => org_unit,
        };
        board.lay_parts(reading.parts_judged_singly(singly, period).await?);
        board.lay_parts(reading.parts_up_from(org_unit, year).await?);
        board.lay_sums(reading.sums_of(org_unit, year).await?);
        for unit in &above {
            board.lay_sums(reading.sums_of(unit.code, month).await?);
        }
        if behind > 1 && !months_left_out {
            for earlier in year.from.through(period.previous()) {
                board.lay_parts(reading.parts_judged_singly(org_unit, earlier).await?);
            }
        }
        let veil = self
            .veil(&mut reading, who, catalogue().indicators(), year)
            .await?;
        let board = board.under(&veil);
        drop(reading);

        let months: Vec<Period> = year.from.through(period).collect();
        let lines = catalogue()
            .indicators()
            .iter()
            .map(|indicator| {
                let of = match indicator.tier > unit.height() {
                    true => self
                        .tree
                        .answering_above(org_unit, indicator.tier)
                        .unwrap_or(unit),
                    false => unit,
                };
                let own = of.code == org_unit && indicator.tier <= unit.height();
                let left_out =
                    months_left_out && is_one_by_one(indicator) && !unit.acts_as(indicator.tier);
                let values = match own && !left_out {
                    true => months
                        .iter()
                        .map(|month| board.verdict(indicator, unit, *month).score.value)
                        .collect(),
                    false => vec![None; months.len()],
                };
                let course = (own && !left_out && indicator.is_rate()).then(|| {
                    let series: Vec<Option<f64>> = values
                        .iter()
                        .map(|value| value.map(|value| value.to_f64()))
                        .collect();
                    Course::of(&series)
                });
                Line {
                    indicator: indicator.code.clone(),
                    of: of.code,
                    score: board.verdict(indicator, of, period).score,
                    above: above
                        .iter()
                        .map(|above| beside(&board, indicator, above, period))
                        .collect(),
                    // Nobody is to push the prevalence up: it has no better and no worse.
                    five: match own && indicator.may_rank() {
                        true => five(&board, indicator, &peers, period),
                        false => None,
                    },
                    values,
                    course,
                }
            })
            .collect();
        Ok(Profile {
            path: path_to(self.units(), org_unit),
            period,
            newest,
            peers: self
                .units()
                .get(among)
                .filter(|_| !peers.is_empty())
                .map(|above| Peers {
                    above: UnitRef::from(above),
                    rank,
                    units: peers.len(),
                }),
            months,
            months_left_out,
            lines,
        })
    }

    /// The units above, the nation first.
    fn ancestors_of(&self, code: UnitCode) -> Vec<&OrgUnit> {
        let mut above: Vec<&OrgUnit> = self.units().ancestors(code).collect();
        above.reverse();
        above
    }
}

/// The score of a unit above, where it has figures.
fn beside(board: &Board, indicator: &Indicator, above: &OrgUnit, period: Period) -> Option<Beside> {
    let score: Score = board.verdict(indicator, above, period).score;
    score.value?;
    Some(Beside {
        scale: Scale {
            measure: score.measure,
            decimals: score.decimals,
            target: score.target,
        },
        figure: Slim::of(&score, score.target),
    })
}

/// How the peers lie, where there are at least two.
fn five(board: &Board, indicator: &Indicator, peers: &[&OrgUnit], period: Period) -> Option<Five> {
    let values: Vec<f64> = peers
        .iter()
        .filter_map(|peer| {
            let score = board.verdict(indicator, peer, period).score;
            let sound = score.status != Some(kpi::score::Status::Invalid);
            score.value.filter(|_| sound).map(|value| value.to_f64())
        })
        .collect();
    Five::of(values).filter(|five| five.units > 1)
}
