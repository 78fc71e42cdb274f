//! Linked registers: what came and went makes the register, and patients who leave it must not
//! be how a rate of it rises.

use super::panel::{Pair, Panel};
use super::peers::Ranks;
use super::rule::{BESIDE, RuleCode};
use super::sign::{Shown, Sign, Tested};

/// The register, what adds to it, and what takes from it.
const REGISTER: &str = "smd_registered";
const CAME: [&str; 2] = ["smd_new", "smd_moved_in"];
const WENT: [&str; 2] = ["smd_deaths", "smd_moved_out"];

/// Rates of the patients on a register.
const RATES: [(&str, &str); 4] = [
    ("smd_medicated", REGISTER),
    ("smd_regular_medicated", REGISTER),
    ("smd_managed", REGISTER),
    ("schizophrenia_medicated", "schizophrenia_registered"),
];

/// Whether an element is one of those that came to the register or went.
pub fn is_register_flow(element: &str) -> bool {
    CAME.contains(&element) || WENT.contains(&element)
}

/// The signs of the register and its rates.
pub fn look(panel: &Panel) -> Vec<Tested> {
    let mut balance = Tested::of(RuleCode::RegisterBalance);
    let mut fell = Tested::of(RuleCode::RegisterFell);
    off_balance(panel, &mut balance);
    for (part, whole) in RATES {
        let pair = panel
            .pairs
            .iter()
            .find(|pair| pair.part.code == part && pair.whole.code == whole);
        if let Some(pair) = pair {
            register_fell(panel, pair, &mut fell);
        }
    }
    vec![balance, fell]
}

struct Month {
    unit: usize,
    at: usize,
    before: i64,
    now: i64,
    flows: [i64; 4],
    off: i64,
}

fn months(panel: &Panel) -> Vec<Month> {
    let mut months = Vec::new();
    let Some(register) = panel.series_of(REGISTER) else {
        return months;
    };
    let flows: Vec<_> = CAME
        .iter()
        .chain(&WENT)
        .map(|code| panel.series_of(code))
        .collect();
    for unit in 0..panel.units.len() {
        for two in register.filed(unit).windows(2) {
            let [(from, before), (at, now)] = *two else {
                continue;
            };
            let told: Option<Vec<i64>> = flows
                .iter()
                .map(|flow| flow.as_ref()?.rows[unit].as_ref()?[at])
                .collect();
            let (Some(told), true) = (told, at == from + 1) else {
                continue;
            };
            let flows = [told[0], told[1], told[2], told[3]];
            let off = now - before - flows[0] - flows[1] + flows[2] + flows[3];
            months.push(Month {
                unit,
                at,
                before,
                now,
                flows,
                off,
            });
        }
    }
    months
}

/// Months in which the register is not what it was with those who came and without those who
/// went, one sign for each unit and stretch of months.
fn off_balance(panel: &Panel, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let months: Vec<Month> = months(panel)
        .into_iter()
        .filter(|month| month.before >= rule.least)
        .collect();
    tested.tests += months.len();
    let share = |month: &Month| month.off.abs() as f64 / (month.before as f64).sqrt();
    let ranks = Ranks::of(months.iter().map(share));
    let mut last: Option<(usize, usize)> = None;
    for month in &months {
        let chance = ranks.chance(share(month));
        if (month.off.abs() as f64) < rule.effect || chance > BESIDE {
            continue;
        }
        let goes_on = last.is_some_and(|(unit, at)| unit == month.unit && month.at <= at + 2);
        last = Some((month.unit, month.at));
        let shown = figures(panel, month);
        match tested.signs.last_mut().filter(|_| goes_on) {
            Some(sign) => {
                sign.to = panel.month(month.at);
                sign.chance = sign.chance.min(chance);
                sign.figures.extend(shown);
                sign.strong |= chance <= rule.level;
            }
            None => tested.signs.push(Sign {
                rule: tested.rule,
                unit: panel.units[month.unit].code,
                elements: std::iter::once(REGISTER)
                    .chain(CAME)
                    .chain(WENT)
                    .map(str::to_owned)
                    .collect(),
                indicator: None,
                from: panel.month(month.at),
                to: panel.month(month.at),
                figures: shown,
                neighbour: None,
                chance,
                adjusted: None,
                strong: chance <= rule.level,
            }),
        }
    }
}

fn figures(panel: &Panel, month: &Month) -> Vec<Shown> {
    let period = panel.month(month.at);
    let balanced = month.now - month.off;
    let of = |element: &str, value, beside| Shown {
        element: element.to_owned(),
        period,
        value,
        beside,
    };
    let mut shown = vec![of(REGISTER, month.now, Some(balanced))];
    let names = CAME.iter().chain(&WENT);
    shown.extend(
        names
            .zip(month.flows)
            .map(|(name, value)| of(name, value, None)),
    );
    shown
}

/// The register fell by more than is usual, and a rate of those on it rose with it.
fn register_fell(panel: &Panel, pair: &Pair, tested: &mut Tested) {
    let rule = tested.rule.rule();
    let mut falls = Vec::new();
    for unit in 0..panel.units.len() {
        let fresh = pair.fresh(unit);
        for two in fresh.windows(2) {
            let [(from, a), (at, b)] = *two else { continue };
            if a.n < rule.least || panel.month(from).year() != panel.month(at).year() {
                continue;
            }
            let rose = i128::from(b.x) * i128::from(a.n) > i128::from(a.x) * i128::from(b.n);
            let fall = (a.n - b.n) as f64 / a.n as f64;
            falls.push((
                unit,
                from,
                at,
                a,
                b,
                if rose { fall } else { f64::NEG_INFINITY },
            ));
        }
    }
    tested.tests += falls.len();
    let ranks = Ranks::of(falls.iter().map(|one| one.5));
    for (unit, from, at, a, b, fall) in falls {
        let chance = ranks.chance(fall);
        if fall < rule.effect || chance > BESIDE {
            continue;
        }
        let of = |element: &str, month: usize, value| Shown {
            element: element.to_owned(),
            period: panel.month(month),
            value,
            beside: None,
        };
        tested.signs.push(Sign {
            rule: tested.rule,
            unit: panel.units[unit].code,
            elements: vec![pair.whole.code.clone(), pair.part.code.clone()],
            indicator: pair.indicator.map(|indicator| indicator.code.clone()),
            from: panel.month(at),
            to: panel.month(at),
            figures: vec![
                of(&pair.whole.code, from, a.n),
                of(&pair.part.code, from, a.x),
                of(&pair.whole.code, at, b.n),
                of(&pair.part.code, at, b.x),
            ],
            neighbour: None,
            chance,
            adjusted: None,
            strong: chance <= rule.level,
        });
    }
}
