//! Figures against their own past: this year against the years before, a month against the months
//! before, and figures since January, which do not fall.
//!
//! Where the history does not carry a comparison none is made, and that is counted
//! ([`super::Counts::too_short`]).

use super::checks::{
    Check, FALL_PERCENT, FEWEST_MONTHS, OVER_TIME_DEVIATIONS, OVER_TIME_OFF, beyond_chance,
    is_material, off,
};
use super::denominators::is_denominator;
use super::{Examined, Found, Known, counted, element, month, series};
use crate::catalogue::{DataElement, Kind};
use crate::period::Frequency;
use crate::statistics::moments::{mean, standard_deviation};
use crate::statistics::outlier::{Consistent, consistency};
use crate::statistics::slope::theil_sen;

/// One element's figure of an earlier year, up to the same month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFigure {
    /// The element's code.
    pub element: String,
    /// The year.
    pub year: i32,
    /// Of a flow, the sum from January to that month; of anything else, the figure in that month.
    pub figure: i64,
}

/// A month that lies off what the months before it let one expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OffMonth {
    /// Its place in the series.
    pub at: usize,
    /// Its figure.
    pub now: i64,
    /// What was expected: of a flow the mean of the months before, of a stock the end of their
    /// Theil-Sen line, which one wild month does not turn.
    pub expected: f64,
    /// How many months stand behind it.
    pub months: usize,
}

/// The months that lie off, and how many were tested. Of neighbours that are off to the same side
/// the first is told: the level has moved once.
pub fn months_off(kind: Kind, series: &[Option<i64>]) -> (Vec<OffMonth>, usize) {
    let (mut found, mut tested) = (Vec::new(), 0);
    let mut last: Option<(usize, bool)> = None;
    for (at, now) in series.iter().enumerate() {
        let Some(now) = *now else { continue };
        let past = &series[..at];
        let months = past.iter().flatten().count();
        if months < FEWEST_MONTHS {
            continue;
        }
        let Some((expected, usual)) = expected(kind, past) else {
            continue;
        };
        tested += 1;
        if !is_off(kind, now, expected) || (now as f64 - expected).abs() <= usual {
            continue;
        }
        let above = now as f64 > expected;
        if last != Some((at.wrapping_sub(1), above)) {
            found.push(OffMonth {
                at,
                now,
                expected,
                months,
            });
        }
        last = Some((at, above));
    }
    (found, tested)
}

/// What the months before let one expect, and how far off it a month usually lies: of a flow
/// their mean, and three of their standard deviations; of a stock the end of their line.
fn expected(kind: Kind, past: &[Option<i64>]) -> Option<(f64, f64)> {
    match kind {
        Kind::Flow => {
            let values: Vec<f64> = past.iter().flatten().map(|value| *value as f64).collect();
            let usual = OVER_TIME_DEVIATIONS * standard_deviation(&values)?;
            Some((mean(&values)?, usual))
        }
        Kind::Stock | Kind::YearToDate => {
            let values: Vec<Option<f64>> =
                past.iter().map(|value| value.map(|v| v as f64)).collect();
            let line = theil_sen(&values, 0.95)?;
            let end = line.intercept + line.slope * past.len() as f64;
            Some((end.max(0.0), 0.0))
        }
    }
}

fn is_off(kind: Kind, now: i64, expected: f64) -> bool {
    let share = OVER_TIME_OFF as f64 / 100.0;
    let far = consistency(&[expected], now as f64, share)
        .and_then(|told| told.verdict)
        .is_some_and(|verdict| verdict == Consistent::Off);
    let large = match kind {
        Kind::Flow => beyond_chance(now as f64, expected),
        Kind::Stock | Kind::YearToDate => is_material(expected.round() as i64, now),
    };
    far && large
}

/// Places of a figure since January that is lower than the last one of the same year by more than
/// is let pass, with the place of that one; and how many were tested. `first_month` is the
/// calendar month of the first place.
pub fn falls(series: &[Option<i64>], first_month: u32) -> (Vec<(usize, usize)>, usize) {
    let (mut found, mut tested) = (Vec::new(), 0);
    let mut last: Option<(usize, i64)> = None;
    for (at, value) in series.iter().enumerate() {
        if (first_month as usize + at) % 12 == 1 {
            last = None;
        }
        let Some(now) = *value else { continue };
        if let Some((since, before)) = last {
            tested += 1;
            let deep =
                off(now, before, FALL_PERCENT) && before - now >= super::checks::CHANGE_THINGS;
            if now < before && deep {
                found.push((at, since));
            }
        }
        last = Some((at, now));
    }
    (found, tested)
}

/// Holds a figure against the mean of the same figure in up to three years before. `None` where
/// there is no such year or their mean is 0.
pub fn against_years(kind: Kind, now: i64, before: &[i64]) -> Option<(f64, bool)> {
    let values: Vec<f64> = before.iter().map(|value| *value as f64).collect();
    let told = consistency(&values, now as f64, OVER_TIME_OFF as f64 / 100.0)?;
    let off = told.verdict? == Consistent::Off;
    let large = match kind {
        Kind::Flow => beyond_chance(now as f64, told.mean_before),
        Kind::Stock | Kind::YearToDate => {
            (now as f64 - told.mean_before).abs() >= super::checks::CHANGE_THINGS as f64
        }
    };
    Some((told.mean_before, off && large))
}

pub(super) fn examine(known: &Known, examined: &mut Examined) {
    let from = known.from.previous();
    for kind in [Kind::Flow, Kind::Stock] {
        for one in counted(known.facts, kind).filter(|one| one.frequency == Frequency::Monthly) {
            let values = series(known.facts, &one.code, from, known.to);
            let (found, tested) = months_off(kind, &values);
            examined.counts.over_time.tested += tested as i64;
            examined.counts.over_time.hits += found.len() as i64;
            for off in found {
                let told = Found::Ratio {
                    now: off.now,
                    expected: off.expected,
                    points: off.months,
                };
                let period = month(from, off.at);
                // What stands out already needs no second flag.
                if !examined.stands_out(&one.code, period) {
                    examined.flag(known, period, Check::Months, element(&one.code), told);
                }
            }
        }
    }
    for one in counted(known.facts, Kind::YearToDate) {
        let values = series(known.facts, &one.code, from, known.to);
        let (found, tested) = falls(&values, from.month());
        examined.counts.over_time.tested += tested as i64;
        examined.counts.over_time.hits += found.len() as i64;
        for (at, since) in found {
            let (Some(now), Some(before)) = (values[at], values[since]) else {
                continue;
            };
            let told = Found::Fall {
                now,
                before,
                since: month(from, since),
            };
            examined.flag(
                known,
                month(from, at),
                Check::Falls,
                element(&one.code),
                told,
            );
        }
    }
    years(known, examined);
}

fn years(known: &Known, examined: &mut Examined) {
    for kind in [Kind::Flow, Kind::Stock, Kind::YearToDate] {
        for one in counted(known.facts, kind) {
            if kind == Kind::Stock && !is_denominator(&one.code) {
                continue;
            }
            let Some(now) = this_year(known, one) else {
                continue;
            };
            let before: Vec<i64> = known
                .years
                .iter()
                .filter(|figure| figure.element == one.code)
                .map(|figure| figure.figure)
                .collect();
            let Some((expected, off)) = against_years(kind, now, &before) else {
                examined.counts.too_short += 1;
                continue;
            };
            examined.counts.over_time.count(off);
            if off {
                let told = Found::Ratio {
                    now,
                    expected,
                    points: before.len(),
                };
                examined.flag(known, known.to, Check::Years, element(&one.code), told);
            }
        }
    }
}

/// This year's figure, as [`YearFigure`] means it; of a flow only when every month is in.
fn this_year(known: &Known, one: &DataElement) -> Option<i64> {
    match one.kind {
        Kind::Flow => {
            let january = known.to.start_of_year();
            let months = series(known.facts, &one.code, january, known.to);
            let monthly = one.frequency == Frequency::Monthly;
            (monthly && months.iter().all(Option::is_some)).then(|| months.iter().flatten().sum())
        }
        Kind::Stock | Kind::YearToDate => match one.frequency {
            Frequency::Monthly => known.facts.at(&one.code, known.to)?.figure(),
            Frequency::HalfYear | Frequency::Annual | Frequency::AsAt => {
                let january = known.to.start_of_year();
                let values = series(known.facts, &one.code, january, known.to);
                values.into_iter().flatten().next_back()
            }
        },
    }
}
