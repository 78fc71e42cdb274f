//! Last digits: where figures are counted, each of ten is as frequent; where they are estimated,
//! people like 0 and 5.
//!
//! A hundred counts are needed, and they must not follow from each other: a stock keeps most of
//! its digits from month to month. One county has too few such counts, so the counties of a pilot
//! region are looked at together, each with its last figure of each element.

use super::panel::{Panel, Series};
use super::rule::{FALSE_DISCOVERY, RuleCode};
use super::sign::{Sign, Tested};
use crate::org_unit::UnitCode;
use crate::statistics::digits::{count_last, last_digits, round_share};
use crate::statistics::multiple::benjamini_hochberg;
use std::collections::BTreeMap;

/// Below this, figures of like units lie so close together that their last digits are not even.
const WIDE: i64 = 100;

/// The signs of digits.
pub fn look(panel: &Panel) -> Vec<Tested> {
    let mut last = Tested::of(RuleCode::LastDigits);
    let mut round = Tested::of(RuleCode::RoundFigures);
    let of_regions: Vec<(UnitCode, Vec<String>, [u64; 10])> = regions(panel)
        .into_iter()
        .map(|(region, units)| {
            let (elements, values) = counted(panel, &units);
            (region, elements, count_last(&values))
        })
        .filter(|(.., counts)| counts.iter().sum::<u64>() >= last.rule.rule().least.unsigned_abs())
        .collect();
    let chi: Vec<f64> = of_regions
        .iter()
        .map(|(.., counts)| last_digits(counts).map_or(1.0, |test| test.p))
        .collect();
    let fives: Vec<f64> = of_regions
        .iter()
        .map(|(.., counts)| {
            let fives = counts[0] + counts[5];
            let rest = counts.iter().sum::<u64>() - fives;
            round_share(fives, rest).map_or(1.0, |test| test.p)
        })
        .collect();
    for (tested, p) in [(&mut last, chi), (&mut round, fives)] {
        tested.tests = p.len();
        let adjusted = benjamini_hochberg(&p);
        for (place, (region, elements, _)) in of_regions.iter().enumerate() {
            if adjusted[place] <= FALSE_DISCOVERY {
                tested.signs.push(Sign {
                    rule: tested.rule,
                    unit: *region,
                    elements: elements.clone(),
                    indicator: None,
                    from: panel.month(0),
                    to: panel.month(panel.months.len() - 1),
                    figures: Vec::new(),
                    neighbour: None,
                    chance: p[place],
                    adjusted: Some(adjusted[place]),
                    strong: true,
                });
            }
        }
        tested.expected = FALSE_DISCOVERY * tested.signs.len() as f64;
    }
    vec![last, round]
}

/// The counties of each pilot region.
fn regions(panel: &Panel) -> BTreeMap<UnitCode, Vec<usize>> {
    let mut regions: BTreeMap<UnitCode, Vec<usize>> = BTreeMap::new();
    for (at, unit) in panel.units.iter().enumerate() {
        if let Some(region) = unit.region {
            regions.entry(region).or_default().push(at);
        }
    }
    regions
}

/// Whether an element is rounded nearly everywhere, as populations are: there it says nothing.
fn is_rounded(panel: &Panel, series: &Series) -> bool {
    let last: Vec<i64> = (0..panel.units.len())
        .filter_map(|unit| series.filed(unit).pop())
        .map(|(_, value)| value)
        .filter(|value| *value >= 10)
        .collect();
    let round = last.iter().filter(|value| **value % 10 == 0).count();
    2 * round > last.len()
}

/// The last figure of each element in each unit, where it is large enough.
fn counted(panel: &Panel, units: &[usize]) -> (Vec<String>, Vec<u64>) {
    let (mut elements, mut values) = (Vec::new(), Vec::new());
    for series in panel
        .series
        .iter()
        .filter(|series| !is_rounded(panel, series))
    {
        let before = values.len();
        let last = units.iter().filter_map(|unit| series.filed(*unit).pop());
        values.extend(
            last.filter(|(_, value)| *value >= WIDE)
                .map(|(_, value)| value.unsigned_abs()),
        );
        if values.len() > before {
            elements.push(series.element.code.clone());
        }
    }
    (elements, values)
}
