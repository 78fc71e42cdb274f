//! The board: what was read of some units, laid out to be judged.
//!
//! Reading is done beforehand, in a handful of queries; judging is the domain's. So a summary of
//! the nation and a comparison of 510 counties come to their scores by the same lines.

use super::tree::Tree;
use super::veil::Veil;
use crate::store::{LocalTargetRow, PartRow, SumsRow};
use chrono::Datelike;
use kpi::catalogue::{RollUp, Standard};
use kpi::facts::Facts;
use kpi::org_unit::OrgUnit;
use kpi::pace::Pace;
use kpi::roll_up::{Sums, Tally, pooled, units_met, watched};
use kpi::score::{Part, PartState, Score, Status};
use kpi::target::LocalTarget;
use kpi::{Indicator, Period, UnitCode};
use std::collections::HashMap;

/// What was read.
#[derive(Debug)]
pub struct Board<'a> {
    tree: &'a Tree,
    local: HashMap<(UnitCode, String), Vec<LocalTarget>>,
    parts: HashMap<(UnitCode, Period), HashMap<String, Part>>,
    sums: HashMap<(UnitCode, Period), HashMap<String, Sums>>,
    veil: Option<&'a Veil<'a>>,
}

/// A score, and the sum below it where it is the unit's own report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The score.
    pub score: Score,
    /// The sum of the units below (semantics 18).
    pub sum_below: Option<Score>,
}

impl<'a> Board<'a> {
    /// An empty board with the local targets that apply.
    pub fn new(tree: &'a Tree, local: Vec<LocalTargetRow>) -> Board<'a> {
        let mut by_place: HashMap<_, Vec<_>> = HashMap::new();
        for row in local {
            let at = by_place.entry((row.org_unit, row.indicator)).or_default();
            at.push(row.local);
        }
        Board {
            tree,
            local: by_place,
            parts: HashMap::new(),
            sums: HashMap::new(),
            veil: None,
        }
    }

    /// The same board before a reader: what it tells from now on is covered.
    pub fn under(self, veil: &'a Veil<'a>) -> Board<'a> {
        Board {
            veil: Some(veil),
            ..self
        }
    }

    /// Lays parts on it.
    pub fn lay_parts(&mut self, rows: Vec<PartRow>) {
        for row in rows {
            let at = self.parts.entry((row.org_unit, row.period)).or_default();
            at.insert(row.indicator, row.part);
        }
    }

    /// Lays sums on it.
    pub fn lay_sums(&mut self, rows: Vec<SumsRow>) {
        for row in rows {
            let at = self.sums.entry((row.org_unit, row.period)).or_default();
            at.insert(row.indicator, row.sums);
        }
    }

    /// The first period of which anything is known.
    pub fn first_period(&self) -> Option<Period> {
        let of_parts = self.parts.iter().filter(|(_, parts)| {
            parts
                .values()
                .any(|part| part.state != PartState::Missing || part.x.is_some())
        });
        let of_sums = self.sums.iter().filter(|(_, sums)| {
            sums.values()
                .any(|sums| sums.counted + sums.lacking + sums.not_applicable > 0)
        });
        let of_parts = of_parts.map(|((_, period), _)| *period);
        of_parts
            .chain(of_sums.map(|((_, period), _)| *period))
            .min()
    }

    /// What is asked of a unit: the strictest of its own and its ancestors' targets.
    pub fn standard(&self, indicator: &Indicator, unit: &OrgUnit, period: Period) -> Standard {
        if self.local.is_empty() {
            return indicator.standard(period, []);
        }
        let set_by = |code: UnitCode| self.local.get(&(code, indicator.code.clone()));
        let local = std::iter::once(unit)
            .chain(self.tree.units().ancestors(unit.code))
            .filter_map(|unit| set_by(unit.code))
            .flatten();
        indicator.standard(period, local)
    }

    /// The score of an indicator in a unit: its own where it answers, or where it reported both
    /// sides itself; the roll-up of the units below where it stands above those who answer.
    pub fn verdict(&self, indicator: &Indicator, unit: &OrgUnit, period: Period) -> Verdict {
        let verdict = self.judged(indicator, unit, period);
        let Some(veil) = self.veil.filter(|_| indicator.counts_persons) else {
            return verdict;
        };
        let cover = |score| veil.cover(indicator, unit.code, period, score);
        Verdict {
            score: cover(verdict.score),
            sum_below: verdict.sum_below.map(cover),
        }
    }

    /// The verdict by the true figures.
    fn judged(&self, indicator: &Indicator, unit: &OrgUnit, period: Period) -> Verdict {
        let standard = self.standard(indicator, unit, period);
        let alone = |score| Verdict {
            score,
            sum_below: None,
        };
        if unit.acts_as(indicator.tier) {
            let part = self.own(indicator, unit, period);
            return alone(Score::of(indicator, &part, standard));
        }
        if indicator.tier > unit.height() {
            return alone(Score::elsewhere(indicator, standard));
        }
        let below = self.roll_up(indicator, unit, period, standard);
        match self.part(indicator, unit.code, period) {
            Some(part) if is_direct(indicator, part) => Verdict {
                score: Score::of(indicator, part, standard),
                sum_below: Some(below).filter(|sum| sum.units.is_some_and(|(k, _)| k > 0)),
            },
            _ => alone(below),
        }
    }

    /// The pace towards the target of the year, where the indicator has a dated one. Units met
    /// come one by one, so there is no path for them.
    pub fn pace(&self, indicator: &Indicator, unit: &OrgUnit, period: Period) -> Option<Pace> {
        let Standard::Asked(target) = self.standard(indicator, unit, period) else {
            return None;
        };
        let one_by_one = indicator.roll_up != RollUp::SumNumDen && !unit.acts_as(indicator.tier);
        if !indicator.dated || one_by_one || target.due.year() != period.year() {
            return None;
        }
        let scores: Vec<_> = period
            .start_of_year()
            .through(period)
            .map(|month| (month, self.verdict(indicator, unit, month).score))
            .collect();
        // The path begins at the first value and stands at the last: both would be told by it.
        let is_covered = |score: &Score| score.status == Some(Status::Suppressed);
        let mut known = scores
            .iter()
            .map(|(_, score)| score)
            .filter(|score| score.value.is_some() || is_covered(score));
        let (first, last) = (known.next(), known.next_back());
        if first.into_iter().chain(last).any(is_covered) {
            return None;
        }
        let values: Vec<_> = scores
            .iter()
            .filter_map(|(month, score)| Some((*month, score.value?)))
            .collect();
        Pace::of(&values, period, &target)
    }

    fn part(&self, indicator: &Indicator, unit: UnitCode, period: Period) -> Option<&Part> {
        self.parts.get(&(unit, period))?.get(&indicator.code)
    }

    /// The unit's own part; without any figure, what the official counts alone say.
    fn own(&self, indicator: &Indicator, unit: &OrgUnit, period: Period) -> Part {
        match self.part(indicator, unit.code, period) {
            Some(part) => *part,
            None => Part::of(indicator, unit, &Facts::new(), period),
        }
    }

    fn roll_up(
        &self,
        indicator: &Indicator,
        above: &OrgUnit,
        period: Period,
        standard: Standard,
    ) -> Score {
        let sums = self
            .sums
            .get(&(above.code, period))
            .and_then(|of_unit| of_unit.get(&indicator.code))
            .copied()
            .unwrap_or_default();
        let behind = self.tree.behind(above.code, indicator);
        match indicator.roll_up {
            RollUp::SumNumDen => pooled(indicator, &sums, behind, standard),
            RollUp::Sum => watched(indicator, Some(sums.x), sums.counted, behind.units),
            RollUp::Max => {
                let largest = self.each(indicator, above).filter_map(|unit| {
                    let part = self.part(indicator, unit.code, period)?;
                    part.x.filter(|_| part.is_valid())
                });
                watched(indicator, largest.max(), sums.counted, behind.units)
            }
            RollUp::UnitsMet | RollUp::ShareOfPeriods => {
                let mut tally = Tally::default();
                for unit in self.each(indicator, above) {
                    let asked = self.standard(indicator, unit, period);
                    tally.add(&Score::of(
                        indicator,
                        &self.own(indicator, unit, period),
                        asked,
                    ));
                }
                units_met(indicator, &tally, standard)
            }
        }
    }

    fn each(&self, indicator: &Indicator, above: &OrgUnit) -> impl Iterator<Item = &'a OrgUnit> {
        let tree = self.tree;
        tree.responsible(above.code, indicator.tier)
            .iter()
            .filter_map(move |code| tree.units().get(*code))
    }
}

/// Whether a unit above those who answer reported the indicator itself: both sides, or the one
/// side of what is only counted (semantics 18). Whatever is met or not unit by unit is not: above
/// those who answer it is k of K (semantics 17).
fn is_direct(indicator: &Indicator, part: &Part) -> bool {
    let whole = match indicator.denominator_element {
        Some(_) => part.n.is_some() && !part.official,
        None => matches!(indicator.roll_up, RollUp::Sum | RollUp::Max),
    };
    part.x.is_some() && whole
}
