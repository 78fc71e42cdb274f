//! Bunching: exactly as many as the target asks, and staying there.
//!
//! A rate that passes its target touches it, and with a small whole k/n piles up there by itself.
//! So the chance is reckoned from the unit's own whole and from the others: how thick the rates lie
//! about the target, and how often units of like size keep the same distance as long.

use super::panel::{Pair, Panel, Ratio};
use super::rule::{CALIPER, CALIPER_LEAST, FEWEST_PEERS, RuleCode};
use super::sign::{Shown, Sign, Tested};
use super::survey::Caliper;
use crate::fraction::Fraction;
use crate::statistics::caliper::caliper;

/// Units whose whole differs by no more than this factor are of like size.
const LIKE: f64 = 1.7;

/// How far about the target the rates are counted, as a share.
const ABOUT: f64 = 0.06;

/// The signs of rates that rest on their target.
pub fn look(panel: &Panel) -> Vec<Tested> {
    let mut exact = Tested::of(RuleCode::ExactTarget);
    let mut stays = Tested::of(RuleCode::StaysAtTarget);
    for pair in panel.pairs.iter().filter(|pair| pair.indicator.is_some()) {
        exact_target(panel, pair, &mut exact, &mut stays);
    }
    vec![exact, stays]
}

/// The filed months of a unit with how many things more than asked there were.
fn distances(pair: &Pair, unit: usize) -> Vec<(usize, Ratio, i64)> {
    pair.fresh(unit)
        .into_iter()
        .filter_map(|(at, ratio)| Some((at, ratio, ratio.x - pair.asked(unit, ratio.n)?)))
        .collect()
}

/// A rate that lies exactly at its target (by the thickness of the rates there), and has not moved
/// since (by what units of like size do): two things, whose chances multiply.
fn exact_target(panel: &Panel, pair: &Pair, exact: &mut Tested, stays: &mut Tested) {
    let (rule, staying) = (exact.rule.rule(), stays.rule.rule());
    let all: Vec<Vec<(usize, Ratio, i64)>> = (0..panel.units.len())
        .map(|unit| distances(pair, unit))
        .collect();
    let last = |unit: usize| all[unit].last().map(|(_, ratio, _)| *ratio);
    // How thick the rates lie about what is asked, of the unit's own target.
    let away: Vec<f64> = (0..panel.units.len())
        .filter_map(|unit| {
            let ratio = last(unit).filter(|ratio| ratio.n > 0)?;
            let asked = pair.targets[unit]?.to_f64();
            Some((ratio.x as f64 / ratio.n as f64 - asked) / scale(pair, asked))
        })
        .collect();
    if away.len() < FEWEST_PEERS {
        return;
    }
    let near = away.iter().filter(|away| away.abs() <= ABOUT).count();
    let thickness = (near + 1) as f64 / (away.len() + 1) as f64 / (2.0 * ABOUT);
    for unit in 0..panel.units.len() {
        let (Some(ratio), Some(asked)) = (last(unit), pair.targets[unit]) else {
            continue;
        };
        // All of them is where many end who mean nothing by it.
        if ratio.n < rule.least || asked >= Fraction::whole(1) || ratio.x > ratio.n {
            continue;
        }
        exact.tests += 1;
        stays.tests += 1;
        let exactly = (thickness / (ratio.n as f64 * scale(pair, asked.to_f64()))).min(1.0);
        if exactly > rule.level {
            continue;
        }
        let both = |months: usize| exactly * keeping(&all, unit, ratio.n, months);
        // What chance alone gives here: that of the likeliest stretch that would be a sign.
        let fewest = staying.effect as usize;
        let likeliest = (fewest..=all[unit].len())
            .map(both)
            .find(|chance| *chance <= staying.level);
        stays.expected += likeliest.unwrap_or(0.0);
        let at_target = all[unit]
            .iter()
            .rev()
            .take_while(|(.., more)| *more == 0)
            .count();
        if at_target < fewest || both(at_target) > staying.level {
            continue;
        }
        let months = &all[unit][all[unit].len() - at_target..];
        let kept = keeping(&all, unit, ratio.n, at_target);
        exact
            .signs
            .push(sign(panel, pair, exact.rule, unit, months, exactly, true));
        stays
            .signs
            .push(sign(panel, pair, stays.rule, unit, months, kept, false));
    }
}

/// Rates per thousand lie closer together than rates of a hundred: measured by their target.
fn scale(pair: &Pair, asked: f64) -> f64 {
    if pair.within {
        1.0
    } else {
        asked.max(f64::MIN_POSITIVE)
    }
}

/// How often other units of like size kept the same distance over their last filed months.
fn keeping(all: &[Vec<(usize, Ratio, i64)>], unit: usize, n: i64, months: usize) -> f64 {
    let (mut of, mut kept) = (0usize, 0usize);
    for (other, filed) in all.iter().enumerate() {
        let Some((_, ratio, more)) = filed.last() else {
            continue;
        };
        let like = ratio.n as f64 <= n as f64 * LIKE && ratio.n as f64 >= n as f64 / LIKE;
        if other == unit || !like || filed.len() < months {
            continue;
        }
        of += 1;
        let same = filed[filed.len() - months..]
            .iter()
            .all(|one| one.2 == *more);
        kept += usize::from(same);
    }
    (kept + 1) as f64 / (of + 2) as f64
}

fn sign(
    panel: &Panel,
    pair: &Pair,
    rule: RuleCode,
    unit: usize,
    months: &[(usize, Ratio, i64)],
    chance: f64,
    strong: bool,
) -> Sign {
    let figures = months.iter().flat_map(|(at, ratio, _)| {
        let of = |code: &str, value, beside| Shown {
            element: code.to_owned(),
            period: panel.month(*at),
            value,
            beside,
        };
        [
            of(&pair.part.code, ratio.x, pair.asked(unit, ratio.n)),
            of(&pair.whole.code, ratio.n, None),
        ]
    });
    let month = |place: Option<&(usize, Ratio, i64)>| {
        panel.month(place.map_or(panel.months.len() - 1, |(at, ..)| *at))
    };
    Sign {
        rule,
        unit: panel.units[unit].code,
        elements: vec![pair.part.code.clone(), pair.whole.code.clone()],
        indicator: pair.indicator.map(|indicator| indicator.code.clone()),
        from: month(months.first()),
        to: month(months.last()),
        figures: figures.collect(),
        neighbour: None,
        chance,
        adjusted: None,
        strong,
    }
}

/// How many units lie just above their target and just below it, of those large enough that k/n
/// does not pile up there by itself.
pub fn calipers(panel: &Panel) -> Vec<Caliper> {
    let mut calipers = Vec::new();
    for pair in panel.pairs.iter().filter(|pair| pair.within) {
        let Some(indicator) = pair.indicator else {
            continue;
        };
        let away: Vec<f64> = (0..panel.units.len())
            .filter_map(|unit| {
                let (_, ratio) = pair.fresh(unit).pop()?;
                let asked = pair.targets[unit].filter(|asked| *asked < Fraction::whole(1))?;
                let inside = ratio.n >= CALIPER_LEAST && ratio.x <= ratio.n;
                inside.then(|| ratio.x as f64 / ratio.n as f64 - asked.to_f64())
            })
            .collect();
        if let Some(found) = caliper(&away, 0.0, CALIPER).filter(|_| !away.is_empty()) {
            calipers.push(Caliper {
                indicator: indicator.code.clone(),
                below: found.below,
                above: found.above,
                chance: found.p,
            });
        }
    }
    calipers
}
