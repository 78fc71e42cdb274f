//! The unit's own course: ten times as much, up and back, up at once.
//!
//! States are followed by their logarithm, what happened in a month by twice its square root,
//! whose scatter is 1 whatever its size. What all units did in a month together (an epidemic) is
//! taken off first.

use super::panel::{Panel, Series};
use super::peers::{Common, Ranks, Usual};
use super::rule::{BESIDE, EVALUATION_MONTHS, EVALUATION_SPIKE, FEWEST_PEERS, RuleCode};
use super::sign::{Shown, Sign, Tested};
use crate::statistics::moments::median;
use crate::statistics::special::gamma_tails;

/// A state's steps are never expected to be finer than this share.
const FINEST: f64 = 0.004;

/// Half of one leg of a spike at least must be the other's.
const BACK: f64 = 0.5;

/// A change within one unit.
struct Move {
    unit: usize,
    /// The month, as an index; of a spike the one in the middle.
    at: usize,
    /// The filed month before.
    from: usize,
    /// How far, with what all did taken off, in its own scatter.
    z: f64,
}

/// The signs of an element's course.
pub fn look(panel: &Panel) -> Vec<Tested> {
    let mut ten = Tested::of(RuleCode::FactorTen);
    let mut spike = Tested::of(RuleCode::SpikeAndBack);
    let mut step = Tested::of(RuleCode::Step);
    for series in &panel.series {
        factor_ten(panel, series, &mut ten);
        let common = common(panel, series);
        spikes(panel, series, &common, &mut spike);
        steps(panel, series, &common, &mut step);
    }
    vec![ten, spike, step]
}

fn even(series: &Series, value: i64) -> f64 {
    match series.is_flow() {
        true => 2.0 * (value as f64 + 0.375).sqrt(),
        false => (value as f64 + 0.5).ln(),
    }
}

/// The scatter that a figure of this size has by itself: of what happens in a month that of
/// chance, of a state what one thing more or less makes.
fn own_scatter(series: &Series, value: f64) -> f64 {
    match series.is_flow() {
        true => 1.0,
        false => (1.0 / value.max(1.0)).hypot(FINEST),
    }
}

fn enough(series: &Series, least: i64, values: &[i64]) -> bool {
    let least = if series.is_flow() { least / 2 } else { least };
    values.iter().any(|value| *value >= least)
}

fn shown(
    panel: &Panel,
    series: &Series,
    filed: &[(usize, i64)],
    beside: Option<i64>,
    at: usize,
) -> Vec<Shown> {
    filed
        .iter()
        .map(|(month, value)| Shown {
            element: series.element.code.clone(),
            period: panel.month(*month),
            value: *value,
            beside: beside.filter(|_| *month == at),
        })
        .collect()
}

fn factor_ten(panel: &Panel, series: &Series, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let mut found = Vec::new();
    let mut tests = 0;
    for unit in 0..panel.units.len() {
        let filed = series.filed(unit);
        for (place, (at, value)) in filed.iter().enumerate() {
            let others: Vec<(usize, i64)> = filed
                [place.saturating_sub(3)..(place + 4).min(filed.len())]
                .iter()
                .filter(|(month, _)| {
                    let (one, other) = (panel.month(*month), panel.month(*at));
                    month != at && series.goes_on(one.min(other), one.max(other))
                })
                .copied()
                .collect();
            if others.len() < 2 {
                continue;
            }
            let near: Vec<f64> = others.iter().map(|(_, value)| *value as f64).collect();
            let Some(course) = median(&near) else {
                continue;
            };
            tests += 1;
            if (*value as f64).max(course) < rule.least as f64 {
                continue;
            }
            if is_ten(series, *value as f64, course, &near, rule.effect) {
                let around = filed[place.saturating_sub(2)..(place + 3).min(filed.len())].to_vec();
                found.push((unit, *at, around, course.round() as i64));
            }
        }
    }
    let chance = (found.len() + 1) as f64 / (tests + 1) as f64;
    tested.tests += tests;
    // Where the like is common (campaigns, an epidemic) it is no slip.
    if chance > rule.level {
        return;
    }
    for (unit, at, around, course) in found {
        tested.signs.push(Sign {
            rule: tested.rule,
            unit: panel.units[unit].code,
            elements: vec![series.element.code.clone()],
            indicator: None,
            from: panel.month(at),
            to: panel.month(at),
            figures: shown(panel, series, &around, Some(course), at),
            neighbour: None,
            chance,
            adjusted: None,
            strong: true,
        });
    }
}

/// Whether a value is about ten times its course or a tenth of it, while the course is steady.
fn is_ten(series: &Series, value: f64, course: f64, near: &[f64], ten: f64) -> bool {
    let (small, large) = (value.min(course), value.max(course));
    // A digit lost is cut off, so the small one may be below the tenth by one.
    let tenfold = small > 0.0
        && (small + 1.0) * ten * 1.35 >= large
        && (small - 0.5).max(0.4) * ten * 0.7 <= large;
    if !tenfold || large < small * ten * 0.5 {
        return false;
    }
    match series.is_flow() {
        true => {
            // Poisson: as many, or as few, about this mean.
            let tail = match value > course {
                true => gamma_tails(value, course.max(0.5)).map(|tails| tails.lower),
                false => gamma_tails(value + 1.0, course).map(|tails| tails.upper),
            };
            tail.is_some_and(|tail| tail < 1e-6)
        }
        false => near
            .iter()
            .all(|other| *other > 0.0 && (other / course).ln().abs() < 0.35),
    }
}

fn spikes(panel: &Panel, series: &Series, common: &Common, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let mut moves = Vec::new();
    for unit in 0..panel.units.len() {
        for three in series.filed(unit).windows(3) {
            let [(before, a), (at, b), (after, c)] = *three else {
                continue;
            };
            let goes_on = series.goes_on(panel.month(before), panel.month(after));
            if !goes_on || !enough(series, rule.least, &[a.min(c), b]) {
                continue;
            }
            let (a, b, c) = (even(series, a), even(series, b), even(series, c));
            let up = b - a - common.over(before, at);
            let down = c - b - common.over(at, after);
            let back =
                up * down < 0.0 && up.abs().min(down.abs()) >= BACK * up.abs().max(down.abs());
            let size = three[0].1.min(three[2].1) as f64;
            moves.push((
                Move {
                    unit,
                    at,
                    from: before,
                    z: (up - down) / 2.0,
                },
                size,
                back,
            ));
        }
    }
    let backs: Vec<bool> = moves.iter().map(|(_, _, back)| *back).collect();
    let sized = moves
        .into_iter()
        .map(|(one, size, _)| (one, size))
        .collect();
    let (moves, ranks) = scaled(series, sized, 1.2);
    tested.tests += moves.len();
    for (one, back) in moves.iter().zip(backs) {
        let month = panel.month(one.at);
        let evaluated = EVALUATION_MONTHS.contains(&month.month());
        let limit = if evaluated {
            EVALUATION_SPIKE
        } else {
            rule.effect
        };
        let chance = ranks.chance(one.z.abs());
        if !back || one.z.abs() < EVALUATION_SPIKE || chance > BESIDE {
            continue;
        }
        let strong = one.z.abs() >= limit && chance <= rule.level;
        tested
            .signs
            .push(moved(panel, series, one, tested.rule, chance, strong));
    }
}

fn steps(panel: &Panel, series: &Series, common: &Common, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let mut moves = Vec::new();
    for unit in 0..panel.units.len() {
        let filed = series.filed(unit);
        for (place, two) in filed.windows(2).enumerate() {
            let [(from, a), (at, b)] = *two else { continue };
            let goes_on = series.goes_on(panel.month(from), panel.month(at));
            if !goes_on || !enough(series, rule.least, &[a, b]) {
                continue;
            }
            let d = even(series, b) - even(series, a) - common.over(from, at);
            // The way back of a spike is no step of its own.
            let back_from = place > 0 && {
                let before = filed[place - 1].1;
                let d0 = even(series, a) - even(series, before);
                d0 * d < 0.0 && (d0 + d).abs() < 0.3 * d0.abs()
            };
            if back_from {
                continue;
            }
            moves.push((
                Move {
                    unit,
                    at,
                    from,
                    z: d,
                },
                a.min(b) as f64,
            ));
        }
    }
    let (moves, ranks) = scaled(series, moves, 1.4);
    tested.tests += moves.len();
    for one in &moves {
        let chance = ranks.chance(one.z.abs());
        if one.z.abs() < EVALUATION_SPIKE || chance > BESIDE {
            continue;
        }
        let strong = one.z.abs() >= rule.effect && chance <= rule.level;
        tested
            .signs
            .push(moved(panel, series, one, tested.rule, chance, strong));
    }
}

/// The moves in their own scatter, and their ranks.
fn scaled(series: &Series, mut moves: Vec<(Move, f64)>, share: f64) -> (Vec<Move>, Ranks) {
    let all: Vec<f64> = moves.iter().map(|(one, _)| one.z).collect();
    let spread = Usual::of(&all, FEWEST_PEERS).map_or(0.0, |usual| usual.spread);
    for (one, size) in &mut moves {
        one.z /= spread.hypot(share * own_scatter(series, *size));
    }
    let scaled: Vec<Move> = moves.into_iter().map(|(one, _)| one).collect();
    let ranks = Ranks::of(scaled.iter().map(|one| one.z.abs()));
    (scaled, ranks)
}

/// What all units did together, from one filed month to the next.
fn common(panel: &Panel, series: &Series) -> Common {
    Common::of((0..panel.units.len()).flat_map(|unit| {
        let filed = series.filed(unit);
        let steps: Vec<(usize, usize, f64)> = filed
            .windows(2)
            .map(|two| {
                (
                    two[0].0,
                    two[1].0,
                    even(series, two[1].1) - even(series, two[0].1),
                )
            })
            .collect();
        steps
    }))
}

fn moved(
    panel: &Panel,
    series: &Series,
    one: &Move,
    rule: RuleCode,
    chance: f64,
    strong: bool,
) -> Sign {
    let filed = series.filed(one.unit);
    let place = filed
        .iter()
        .position(|(month, _)| *month == one.at)
        .unwrap_or(0);
    let around = filed[place.saturating_sub(2)..(place + 2).min(filed.len())].to_vec();
    let before = filed
        .iter()
        .find(|(month, _)| *month == one.from)
        .map(|(_, value)| *value);
    Sign {
        rule,
        unit: panel.units[one.unit].code,
        elements: vec![series.element.code.clone()],
        indicator: None,
        from: panel.month(one.at),
        to: panel.month(one.at),
        figures: shown(panel, series, &around, before, one.at),
        neighbour: None,
        chance,
        adjusted: None,
        strong,
    }
}
