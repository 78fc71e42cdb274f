//! A part beside its whole: more than all of it, or far from what it is elsewhere.

use super::linked::is_register_flow;
use super::panel::{Pair, Panel, Ratio, Series};
use super::peers::Usual;
use super::rule::{BESIDE, FALSE_DISCOVERY, FEWEST_PEERS, RuleCode};
use super::sign::{Shown, Sign, Tested};
use crate::period::Frequency;
use crate::statistics::multiple::benjamini_hochberg;
use crate::statistics::special::normal_two_sided;

/// What happens in a month scatters by 1 where chance alone makes it; by more than this, size does.
const WIDEST: f64 = 2.5;

/// The signs of parts in their wholes.
pub fn look(panel: &Panel) -> Vec<Tested> {
    let mut more = Tested::of(RuleCode::MoreThanAll);
    let mut out = Tested::of(RuleCode::OutOfLine);
    for pair in &panel.pairs {
        more_than_all(panel, pair, &mut more);
        for at in 0..panel.months.len() {
            out_of_line(panel, pair, at, &mut out);
        }
    }
    // Who is new on a register follows its size and its campaigns: the register's balance is the
    // rule for that.
    let other = |series: &&Series| {
        series.is_flow()
            && series.element.frequency == Frequency::Monthly
            && !is_register_flow(&series.element.code)
    };
    for series in panel.series.iter().filter(other) {
        for at in 0..panel.months.len() {
            unlike_others(panel, series, at, &mut out);
        }
    }
    vec![more, out]
}

/// The ratio of a unit in a month, where either side was filed then.
fn at(pair: &Pair, unit: usize, month: usize) -> Option<Ratio> {
    let ratio = pair.rows[unit].as_ref()?[month]?;
    (ratio.x_fresh || ratio.n_fresh).then_some(ratio)
}

fn sign(panel: &Panel, pair: &Pair, rule: RuleCode, unit: usize, at: usize, ratio: Ratio) -> Sign {
    let part = Shown {
        element: pair.part.code.clone(),
        period: panel.month(at),
        value: ratio.x,
        beside: Some(ratio.n),
    };
    let whole = Shown {
        element: pair.whole.code.clone(),
        period: panel.month(at),
        value: ratio.n,
        beside: None,
    };
    Sign {
        rule,
        unit: panel.units[unit].code,
        elements: vec![pair.part.code.clone(), pair.whole.code.clone()],
        indicator: pair.indicator.map(|indicator| indicator.code.clone()),
        from: panel.month(at),
        to: panel.month(at),
        figures: vec![part, whole],
        neighbour: None,
        chance: 0.0,
        adjusted: None,
        strong: true,
    }
}

fn more_than_all(panel: &Panel, pair: &Pair, tested: &mut Tested) {
    if !pair.within {
        return;
    }
    for unit in 0..panel.units.len() {
        for month in 0..panel.months.len() {
            let Some(ratio) = at(pair, unit, month) else {
                continue;
            };
            tested.tests += 1;
            if ratio.x > ratio.n {
                let sign = sign(panel, pair, tested.rule, unit, month, ratio);
                tested.signs.push(sign);
            }
        }
    }
}

/// What happened in a month has no whole: it is held against the others as it is, by twice its
/// square root, whose scatter is 1 whatever its size.
fn unlike_others(panel: &Panel, series: &Series, month: usize, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let seen: Vec<(usize, i64, f64)> = series
        .rows
        .iter()
        .enumerate()
        .filter_map(|(unit, row)| Some((unit, row.as_ref()?[month]?)))
        .map(|(unit, value)| (unit, value, 2.0 * (value as f64 + 0.375).sqrt()))
        .collect();
    let all: Vec<f64> = seen.iter().map(|one| one.2).collect();
    let Some(usual) = Usual::of(&all, FEWEST_PEERS) else {
        return;
    };
    // Where it follows the size of the units, large and small are no signs.
    if usual.spread > WIDEST {
        return;
    }
    let spread = usual.spread.max(1.0);
    let p: Vec<f64> = all
        .iter()
        .map(|value| normal_two_sided((value - usual.centre) / spread))
        .collect();
    let adjusted = benjamini_hochberg(&p);
    tested.tests += seen.len();
    for (place, (unit, value, _)) in seen.iter().enumerate() {
        if p[place] > BESIDE || *value < rule.least / 2 {
            continue;
        }
        tested.signs.push(Sign {
            rule: tested.rule,
            unit: panel.units[*unit].code,
            elements: vec![series.element.code.clone()],
            indicator: None,
            from: panel.month(month),
            to: panel.month(month),
            figures: vec![Shown {
                element: series.element.code.clone(),
                period: panel.month(month),
                value: *value,
                beside: None,
            }],
            neighbour: None,
            chance: p[place],
            adjusted: Some(adjusted[place]),
            strong: adjusted[place] <= FALSE_DISCOVERY
                && (all[place] - usual.centre).abs() >= rule.effect * spread,
        });
    }
}

fn out_of_line(panel: &Panel, pair: &Pair, month: usize, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let seen: Vec<(usize, Ratio, f64, f64)> = (0..panel.units.len())
        .filter_map(|unit| Some((unit, at(pair, unit, month)?)))
        .filter(|(_, ratio)| ratio.n >= rule.least && (ratio.x <= ratio.n || !pair.within))
        .map(|(unit, ratio)| {
            let (x, n) = (ratio.x as f64 + 0.5, ratio.n as f64);
            match pair.within {
                true => {
                    let rest = n - ratio.x as f64 + 0.5;
                    (unit, ratio, (x / rest).ln(), 1.0 / x + 1.0 / rest)
                }
                false => (unit, ratio, (x / n).ln(), 1.0 / x),
            }
        })
        .collect();
    let all: Vec<f64> = seen.iter().map(|one| one.2).collect();
    let Some(usual) = Usual::of(&all, FEWEST_PEERS).filter(|usual| usual.spread > 0.0) else {
        return;
    };
    let z: Vec<f64> = seen
        .iter()
        .map(|one| (one.2 - usual.centre) / usual.spread.hypot(one.3.sqrt()))
        .collect();
    let p: Vec<f64> = z.iter().map(|z| normal_two_sided(*z)).collect();
    let adjusted = benjamini_hochberg(&p);
    tested.tests += seen.len();
    for (place, (unit, ratio, ..)) in seen.iter().enumerate() {
        if p[place] > BESIDE {
            continue;
        }
        let mut sign = sign(panel, pair, tested.rule, *unit, month, *ratio);
        sign.chance = p[place];
        sign.adjusted = Some(adjusted[place]);
        sign.strong = adjusted[place] <= FALSE_DISCOVERY && z[place].abs() >= rule.effect;
        tested.signs.push(sign);
    }
}
