//! Denominators: whether one fell, and what of a rate's change is its.

use super::panel::{Pair, Panel, Ratio};
use super::peers::{Common, Ranks};
use super::rule::{BESIDE, RuleCode};
use super::sign::{Shown, Sign, Tested};
use std::collections::BTreeSet;

/// The signs of denominators.
pub fn look(panel: &Panel) -> Vec<Tested> {
    let mut fell = Tested::of(RuleCode::Shrunk);
    let mut rose = Tested::of(RuleCode::RoseByDenominator);
    let mut seen = BTreeSet::new();
    for pair in &panel.pairs {
        // A whole of several parts is looked at once.
        if seen.insert(pair.whole.code.as_str()) {
            let same = panel
                .pairs
                .iter()
                .filter(|other| other.whole.code == pair.whole.code);
            shrunk(panel, &same.collect::<Vec<_>>(), &mut fell);
        }
        split(panel, pair, &mut rose);
    }
    vec![fell, rose]
}

/// What of a rate's change from one state to another is the numerator's, and what the
/// denominator's: each effect at the mean of the other side, so that both add up to the change.
pub fn effects(before: (i64, i64), after: (i64, i64)) -> Option<(f64, f64)> {
    let ((x0, n0), (x1, n1)) = (before, after);
    if n0 <= 0 || n1 <= 0 {
        return None;
    }
    let (x0, n0, x1, n1) = (x0 as f64, n0 as f64, x1 as f64, n1 as f64);
    let of_x = (x1 - x0) * (1.0 / n0 + 1.0 / n1) / 2.0;
    let of_n = (x0 + x1) / 2.0 * (1.0 / n1 - 1.0 / n0);
    Some((of_x, of_n))
}

/// Neighbouring months of a pair in one unit, without those over a restart in January.
fn changes(panel: &Panel, pair: &Pair, unit: usize) -> Vec<(usize, usize, Ratio, Ratio)> {
    use crate::catalogue::Kind;
    let Some(row) = &pair.rows[unit] else {
        return Vec::new();
    };
    let known: Vec<(usize, Ratio)> = row
        .iter()
        .enumerate()
        .filter_map(|(at, ratio)| Some((at, (*ratio)?)))
        .collect();
    let restarts = pair.part.kind == Kind::YearToDate;
    known
        .windows(2)
        .filter_map(|two| {
            let ((from, a), (to, b)) = (two[0], two[1]);
            let one_year = panel.month(from).year() == panel.month(to).year();
            (one_year || !restarts).then_some((from, to, a, b))
        })
        .collect()
}

fn sign(
    panel: &Panel,
    pair: &Pair,
    rule: RuleCode,
    unit: usize,
    (from, to, a, b): (usize, usize, Ratio, Ratio),
) -> Sign {
    let side = |at: usize, ratio: Ratio| {
        let of = |code: &str, value| Shown {
            element: code.to_owned(),
            period: panel.month(at),
            value,
            beside: None,
        };
        [of(&pair.part.code, ratio.x), of(&pair.whole.code, ratio.n)]
    };
    Sign {
        rule,
        unit: panel.units[unit].code,
        elements: vec![pair.whole.code.clone(), pair.part.code.clone()],
        indicator: pair.indicator.map(|indicator| indicator.code.clone()),
        from: panel.month(to),
        to: panel.month(to),
        figures: side(from, a).into_iter().chain(side(to, b)).collect(),
        neighbour: None,
        chance: 1.0,
        adjusted: None,
        strong: false,
    }
}

/// The denominator alone: how much it fell, among all falls and rises of all units.
fn shrunk(panel: &Panel, pairs: &[&Pair], tested: &mut Tested) {
    let rule = tested.rule.rule();
    let mut falls = Vec::new();
    for unit in 0..panel.units.len() {
        // With the first of its parts that the unit files.
        let Some(pair) = pairs.iter().find(|pair| pair.rows[unit].is_some()) else {
            continue;
        };
        for change in changes(panel, pair, unit) {
            let (n0, n1) = (change.2.n, change.3.n);
            if n0 >= rule.least {
                falls.push((unit, change, *pair, (n0 - n1) as f64 / n0 as f64));
            }
        }
    }
    tested.tests += falls.len();
    // What fell everywhere in that month (an epidemic) is no unit's own.
    let common = Common::of(
        falls
            .iter()
            .map(|(_, change, _, fall)| (change.0, change.1, *fall)),
    );
    for (_, change, _, fall) in &mut falls {
        *fall -= common.over(change.0, change.1);
    }
    let ranks = Ranks::of(falls.iter().map(|(.., fall)| *fall));
    for (unit, change, pair, fall) in falls {
        let chance = ranks.chance(fall);
        let things = change.2.n - change.3.n;
        if fall < rule.effect || things < 2 || chance > BESIDE {
            continue;
        }
        let mut sign = sign(panel, pair, tested.rule, unit, change);
        sign.elements.truncate(1);
        sign.figures
            .retain(|shown| shown.element == pair.whole.code);
        sign.indicator = None;
        sign.chance = chance;
        sign.strong = chance <= rule.level;
        tested.signs.push(sign);
    }
}

/// The rate rose, and what made it rise is the denominator.
fn split(panel: &Panel, pair: &Pair, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let mut rises = Vec::new();
    for unit in 0..panel.units.len() {
        for change in changes(panel, pair, unit) {
            let (a, b) = (change.2, change.3);
            if a.n < rule.least {
                continue;
            }
            let Some((of_x, of_n)) = effects((a.x, a.n), (b.x, b.n)) else {
                continue;
            };
            rises.push((unit, change, of_x, of_n));
        }
    }
    tested.tests += rises.len();
    // A rate per thousand has no points of a hundred: its relative rise stands for them.
    let points = |change: &(usize, usize, Ratio, Ratio), effect: f64| match pair.within {
        true => 100.0 * effect,
        false => 100.0 * effect * change.2.n as f64 / (change.2.x.max(1) as f64) / 2.0,
    };
    let ranks = Ranks::of(
        rises
            .iter()
            .map(|(_, change, _, of_n)| points(change, *of_n)),
    );
    for (unit, change, of_x, of_n) in rises {
        let effect = points(&change, of_n);
        let chance = ranks.chance(effect);
        let rose = of_x + of_n > 0.0 && of_x <= 2.0 * of_n;
        if effect < rule.effect || !rose || chance > BESIDE {
            continue;
        }
        let mut sign = sign(panel, pair, tested.rule, unit, change);
        sign.chance = chance;
        sign.strong = chance <= rule.level;
        tested.signs.push(sign);
    }
}
