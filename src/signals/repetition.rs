//! Figures that stand still: several of a return together, or one for long.
//!
//! A stock may well stand still, and a whole return of stocks may not: what is usual is counted
//! among units of like size. Where chance has a part, the exact chance of the run is reckoned too.

use super::panel::{Pair, Panel, Series};
use super::peers::Ranks;
use super::rule::{BESIDE, FEWEST_PEERS, RuleCode, TESTS_IN_PLACE};
use super::sign::{Shown, Sign, Tested};
use crate::period::Frequency;
use crate::statistics::frozen::chance_of_run;
use std::collections::BTreeMap;

/// Units whose figure differs by no more than this factor are of like size.
const LIKE: f64 = 1.7;

/// Standing still together is one test for each unit, so it needs no tenth of the level.
const STILL_BESIDE: f64 = BESIDE * TESTS_IN_PLACE;

/// No exact chance is reckoned over more than this.
const LARGEST: i64 = 200_000;

/// Where more than this share of like stretches stand still, standing still says nothing.
const USUAL: f64 = 0.25;

/// The signs of figures that stand still.
pub fn look(panel: &Panel) -> Vec<Tested> {
    let mut still = Tested::of(RuleCode::StandingStill);
    let mut run = Tested::of(RuleCode::SameRun);
    standing_still(panel, &mut still);
    for series in &panel.series {
        same_run(panel, series, &mut run);
    }
    vec![still, run]
}

/// A stretch of filed months with one value: where it starts and ends, how often it was repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    from: usize,
    to: usize,
    times: usize,
    value: i64,
}

/// Every stretch of a unit, each repeated at least once.
fn runs(panel: &Panel, series: &Series, unit: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for two in series.filed(unit).windows(2) {
        let [(from, a), (to, b)] = *two else { continue };
        if a != b || !series.goes_on(panel.month(from), panel.month(to)) {
            continue;
        }
        match runs
            .last_mut()
            .filter(|run| run.to == from && run.value == a)
        {
            Some(run) => {
                run.to = to;
                run.times += 1;
            }
            None => runs.push(Run {
                from,
                to,
                times: 1,
                value: a,
            }),
        }
    }
    runs
}

/// How many repeated figures of one element mean how much: the share of stretches as long.
struct Still {
    series: usize,
    evidence: f64,
}

fn standing_still(panel: &Panel, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let long = rule.effect as usize;
    // For each unit and month that a stretch ends in: the elements that stood still until then.
    let months = panel.months.len();
    let mut still: Vec<Vec<Vec<Still>>> = (0..panel.units.len())
        .map(|_| (0..months).map(|_| Vec::new()).collect())
        .collect();
    for (place, series) in panel.series.iter().enumerate() {
        if series.element.frequency != Frequency::Monthly {
            continue;
        }
        let mut stood: Vec<(usize, usize, u32)> = Vec::new();
        let mut windows: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for unit in 0..panel.units.len() {
            let filed = series.filed(unit);
            for stretch in filed.windows(long + 1) {
                let (first, last) = (stretch[0], stretch[long]);
                let one_course = series.goes_on(panel.month(first.0), panel.month(last.0));
                if last.0 - first.0 != long || first.1 < rule.least || !one_course {
                    continue;
                }
                // Units of like size: their figure has as many binary digits.
                let size = first.1.ilog2();
                let of_size = windows.entry(size).or_default();
                of_size.0 += 1;
                if stretch.iter().all(|(_, value)| *value == first.1) {
                    of_size.1 += 1;
                    stood.push((unit, last.0, size));
                }
            }
        }
        for (unit, at, size) in stood {
            let (all, still_ones) = windows[&size];
            let share = (still_ones + 1) as f64 / (all + 1) as f64;
            if all < FEWEST_PEERS || share > USUAL {
                continue;
            }
            still[unit][at].push(Still {
                series: place,
                evidence: -share.ln(),
            });
        }
    }
    let total = |all: &[Still]| all.iter().map(|one| one.evidence).sum::<f64>();
    let most: Vec<(usize, f64)> = still
        .iter()
        .map(|of_unit| {
            let by_month = of_unit.iter().enumerate().map(|(at, all)| (at, total(all)));
            by_month.fold(
                (0, 0.0),
                |best, one| if one.1 > best.1 { one } else { best },
            )
        })
        .collect();
    tested.tests += most.len();
    let ranks = Ranks::of(most.iter().map(|(_, evidence)| *evidence));
    for (unit, (at, evidence)) in most.into_iter().enumerate() {
        let places: Vec<usize> = still[unit][at].iter().map(|one| one.series).collect();
        let chance = ranks.chance(evidence);
        if places.len() < 2 || chance > STILL_BESIDE {
            continue;
        }
        let stretches: Vec<(usize, Run)> = places
            .iter()
            .filter_map(|place| {
                let all = runs(panel, &panel.series[*place], unit);
                let run = all.into_iter().find(|run| run.from < at && at <= run.to)?;
                Some((*place, run))
            })
            .collect();
        let from = stretches
            .iter()
            .map(|(_, run)| run.from)
            .min()
            .unwrap_or(at);
        let to = stretches.iter().map(|(_, run)| run.to).max().unwrap_or(at);
        tested.signs.push(Sign {
            rule: tested.rule,
            unit: panel.units[unit].code,
            elements: places
                .iter()
                .map(|place| panel.series[*place].element.code.clone())
                .collect(),
            indicator: None,
            from: panel.month(from),
            to: panel.month(to),
            figures: stretches
                .iter()
                .flat_map(|(place, run)| ends(panel, &panel.series[*place], *run))
                .collect(),
            neighbour: None,
            chance,
            adjusted: None,
            strong: chance <= rule.level && places.len() >= rule.effect as usize,
        });
    }
}

fn ends(panel: &Panel, series: &Series, run: Run) -> [Shown; 2] {
    [run.from, run.to].map(|at| Shown {
        element: series.element.code.clone(),
        period: panel.month(at),
        value: run.value,
        beside: None,
    })
}

fn same_run(panel: &Panel, series: &Series, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let longest: Vec<Option<(Run, f64)>> = (0..panel.units.len())
        .map(|unit| {
            let filed = series.filed(unit);
            let size = filed.iter().map(|(_, value)| *value).max()? as f64;
            let none = Run {
                from: 0,
                to: 0,
                times: 0,
                value: 0,
            };
            let run = runs(panel, series, unit)
                .into_iter()
                .max_by_key(|run| run.times);
            (filed.len() > rule.effect as usize).then_some((run.unwrap_or(none), size))
        })
        .collect();
    for (unit, one) in longest.iter().enumerate() {
        let Some((run, size)) = *one else { continue };
        if (size as i64) < rule.least {
            continue;
        }
        tested.tests += 1;
        if run.times < 2 || run.value < rule.least {
            continue;
        }
        let like = longest
            .iter()
            .flatten()
            .filter(|(_, other)| *other <= size * LIKE && *other >= size / LIKE);
        let (mut all, mut as_long) = (0usize, 0usize);
        for (other, _) in like {
            all += 1;
            as_long += usize::from(other.times >= run.times);
        }
        let usual = as_long.max(1) as f64 / (all + 1) as f64;
        if all < FEWEST_PEERS || usual > BESIDE {
            continue;
        }
        let exact = panel
            .pairs
            .iter()
            .filter(|pair| pair.part.code == series.element.code && pair.is_process())
            .filter_map(|pair| exact_chance(pair, unit, run))
            .next();
        let strong = run.times >= rule.effect as usize
            && usual <= rule.level.sqrt()
            && exact.is_some_and(|exact| exact <= rule.level);
        tested.signs.push(Sign {
            rule: tested.rule,
            unit: panel.units[unit].code,
            elements: vec![series.element.code.clone()],
            indicator: None,
            from: panel.month(run.from),
            to: panel.month(run.to),
            figures: ends(panel, series, run).to_vec(),
            neighbour: None,
            chance: exact.map_or(usual, |exact| exact.max(usual)),
            adjusted: None,
            strong,
        });
    }
}

/// The exact chance of the same part of the same whole, month after month.
fn exact_chance(pair: &Pair, unit: usize, run: Run) -> Option<f64> {
    let row = pair.rows[unit].as_ref()?;
    let (first, last) = (row[run.from]?, row[run.to]?);
    if first.n != last.n || first.n <= 0 || first.n > LARGEST || first.x > first.n {
        return None;
    }
    let share = first.x as f64 / first.n as f64;
    let months = u32::try_from(run.times + 1).ok()?;
    chance_of_run(first.n.unsigned_abs(), share, months)
}
