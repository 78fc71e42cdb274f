//! Copied figures: those of another unit of the province, to the digit.
//!
//! Two units may well file one same figure. How likely that is, is counted among all units that
//! filed about as much that month; several such figures multiply. What is asked is how likely so
//! many of all that both filed are, in any of the pairs that were compared.

use super::panel::Panel;
use super::rule::RuleCode;
use super::sign::{Shown, Sign, Tested};
use crate::org_unit::UnitCode;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A value that more units of a province share is common, and says nothing.
const COMMON: usize = 6;

#[derive(Clone, Copy)]
struct Same {
    series: usize,
    month: usize,
    value: i64,
    chance: f64,
}

/// The signs of figures that are another unit's.
pub fn look(panel: &Panel) -> Vec<Tested> {
    let mut tested = Tested::of(RuleCode::SameAsNeighbour);
    let rule = tested.rule.rule();
    let mut by_province: BTreeMap<UnitCode, usize> = BTreeMap::new();
    for province in &panel.provinces {
        *by_province.entry(*province).or_default() += 1;
    }
    let compared: usize = by_province
        .values()
        .map(|units| units * (units - 1) / 2)
        .sum();
    tested.tests = compared;
    tested.expected = rule.level;
    for ((one, other), same) in pairs(panel, rule.least) {
        let months: HashSet<usize> = same.iter().map(|one| one.month).collect();
        let stretches = stretches(panel, one, other, &same, rule.least);
        let several = stretches.len() >= 2 && stretches.len() + months.len() > rule.effect as usize;
        let evidence: f64 = stretches.iter().map(|(_, evidence)| evidence).sum();
        let chance = ((compared.max(1) as f64).ln() - evidence).exp();
        if several && chance <= rule.level {
            let told: HashSet<usize> = stretches.iter().map(|(series, _)| *series).collect();
            let same: Vec<Same> = same
                .into_iter()
                .filter(|one| told.contains(&one.series))
                .collect();
            tested.signs.push(sign(panel, one, other, &same, chance));
            tested.signs.push(sign(panel, other, one, &same, chance));
        }
    }
    vec![tested]
}

/// Element by element, how much the longest stretch of same figures says, after what the choice of
/// the stretch and of the element is worth. Those that say nothing are left out.
fn stretches(
    panel: &Panel,
    one: usize,
    other: usize,
    same: &[Same],
    least: i64,
) -> Vec<(usize, f64)> {
    let mut by_series: BTreeMap<usize, Vec<Same>> = BTreeMap::new();
    for one in same {
        by_series.entry(one.series).or_default().push(*one);
    }
    let choice = (panel.series.len().max(1) as f64).ln();
    let mut told = Vec::new();
    for (place, same) in by_series {
        let both = both_filed(panel, place, one, other, least);
        let (mut best, mut here) = (0.0f64, 0.0f64);
        for (month, alike) in &both {
            here = match (alike, same.iter().find(|one| one.month == *month)) {
                (false, _) => 0.0,
                (true, Some(one)) => here - one.chance.ln(),
                // The same as the month before: told already.
                (true, None) => here,
            };
            best = best.max(here);
        }
        let ways = (both.len() * (both.len() + 1) / 2).max(1) as f64;
        let says = best - ways.ln() - choice;
        if says > 0.0 {
            told.push((place, says));
        }
    }
    told
}

/// What each two units of a province have in common; a figure that stayed the same counts once.
fn pairs(panel: &Panel, least: i64) -> BTreeMap<(usize, usize), Vec<Same>> {
    let mut pairs: BTreeMap<(usize, usize), Vec<Same>> = BTreeMap::new();
    for (place, series) in panel.series.iter().enumerate() {
        let mut told: HashSet<(usize, usize, i64)> = HashSet::new();
        for month in 0..panel.months.len() {
            let mut filed: Vec<i64> = Vec::new();
            let mut alike: HashMap<(UnitCode, i64), Vec<usize>> = HashMap::new();
            for (unit, row) in series.rows.iter().enumerate() {
                let Some(value) = row.as_ref().and_then(|row| row[month]) else {
                    continue;
                };
                filed.push(value);
                if value >= least {
                    alike
                        .entry((panel.provinces[unit], value))
                        .or_default()
                        .push(unit);
                }
            }
            filed.sort_unstable();
            for ((_, value), units) in alike {
                if units.len() < 2 || units.len() > COMMON {
                    continue;
                }
                let chance = how_likely(&filed, value);
                for (at, one) in units.iter().enumerate() {
                    for other in &units[at + 1..] {
                        if told.insert((*one, *other, value)) {
                            let same = Same {
                                series: place,
                                month,
                                value,
                                chance,
                            };
                            pairs.entry((*one, *other)).or_default().push(same);
                        }
                    }
                }
            }
        }
    }
    pairs
}

/// How likely another unit files just this value: how thick the values lie about it.
fn how_likely(filed: &[i64], value: i64) -> f64 {
    let wide = (value / 8).max(1);
    let from = filed.partition_point(|other| *other < value - wide);
    let to = filed.partition_point(|other| *other <= value + wide);
    let about = (to - from).max(1) as f64 / filed.len().max(1) as f64;
    // In its own province the like lies closer: three times as likely is on the safe side. Where
    // many file this very value (a rounded one, a least one) it is as likely as they are many.
    let heap = filed.partition_point(|other| *other <= value)
        - filed.partition_point(|other| *other < value);
    let heaped = heap.saturating_sub(2) as f64 / filed.len().max(1) as f64;
    (3.0 * about / (2 * wide + 1) as f64)
        .max(3.0 * heaped)
        .min(0.5)
}

/// The months for which both filed an element, and whether they filed the same.
fn both_filed(
    panel: &Panel,
    series: usize,
    one: usize,
    other: usize,
    least: i64,
) -> Vec<(usize, bool)> {
    let rows = &panel.series[series].rows;
    let (Some(a), Some(b)) = (&rows[one], &rows[other]) else {
        return Vec::new();
    };
    a.iter()
        .zip(b)
        .enumerate()
        .filter_map(|(month, (a, b))| Some((month, (*a)?, (*b)?)))
        .filter(|(_, a, b)| *a >= least || *b >= least)
        .map(|(month, a, b)| (month, a == b))
        .collect()
}

fn sign(panel: &Panel, unit: usize, other: usize, same: &[Same], chance: f64) -> Sign {
    let mut elements: Vec<String> = Vec::new();
    for one in same {
        let code = &panel.series[one.series].element.code;
        if !elements.contains(code) {
            elements.push(code.clone());
        }
    }
    let months = || same.iter().map(|one| one.month);
    // A stock that stays the same was told once, with its first month.
    let last = same
        .iter()
        .flat_map(|one| {
            let series = &panel.series[one.series];
            let rows = series.rows[unit].as_ref().zip(series.rows[other].as_ref());
            let both = rows
                .into_iter()
                .flat_map(|(a, b)| a.iter().zip(b).enumerate());
            both.filter(|(_, (a, b))| a.is_some() && a == b)
                .map(|(month, _)| month)
                .collect::<Vec<_>>()
        })
        .max();
    let mut figures: Vec<Shown> = same
        .iter()
        .map(|one| Shown {
            element: panel.series[one.series].element.code.clone(),
            period: panel.month(one.month),
            value: one.value,
            beside: Some(one.value),
        })
        .collect();
    figures.sort_by_key(|shown| shown.period);
    Sign {
        rule: RuleCode::SameAsNeighbour,
        unit: panel.units[unit].code,
        elements,
        indicator: None,
        from: panel.month(months().min().unwrap_or(0)),
        to: panel.month(last.or(months().max()).unwrap_or(0)),
        figures,
        neighbour: Some(panel.units[other].code),
        chance,
        adjusted: None,
        strong: true,
    }
}
