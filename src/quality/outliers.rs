//! Values far from the others.
//!
//! Of what happens in a month the values are compared, of a stock the changes from month to month:
//! twelve values of a slow stock say nothing by their z-scores. A figure since January is not
//! looked at here: it jumps in January and flattens by its nature. Series are read, never sorted
//! in place, and low values are found as high ones are.

use super::checks::{
    Check, FEWEST_EXTREME, FEWEST_MODERATE, FEWEST_MODIFIED, MODERATE_TOGETHER, beyond_chance,
    is_material,
};
use super::related::is_explained;
use super::{Examined, Found, Known, Measured, Severity, counted, element, month, series};
use crate::catalogue::Kind;
use crate::period::Frequency;
use crate::statistics::outlier::{Distance, MODIFIED_LIMIT, Modified, Scale, Scores};

/// A value, or a change, that stands out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlier {
    /// Its place in the series.
    pub at: usize,
    /// By which check.
    pub check: Check,
    /// What is told of it.
    pub found: Found,
}

/// The largest |z| that any of `n` values can have: (n − 1)/√n.
///
/// ```
/// use kpi::quality::outliers::greatest_z;
/// assert!(greatest_z(10) < 3.0 && greatest_z(11) > 3.0);
/// ```
pub fn greatest_z(n: usize) -> f64 {
    match n {
        0 => 0.0,
        n => (n as f64 - 1.0) / (n as f64).sqrt(),
    }
}

/// Outliers among the values of a flow, and how many values were tested.
pub fn of_flow(series: &[Option<i64>]) -> (Vec<Outlier>, usize) {
    let seen: Vec<(usize, i64)> = observed(series);
    let values: Vec<f64> = seen.iter().map(|(_, value)| *value as f64).collect();
    if values.len() < FEWEST_MODIFIED {
        return (Vec::new(), 0);
    }
    let mut found: Vec<Outlier> = Vec::new();
    let tell = |place: usize, check, centre, spread, measured, z, months| Outlier {
        at: seen[place].0,
        check,
        found: Found::Outlier {
            value: seen[place].1,
            before: None,
            centre,
            spread,
            measured,
            z,
            months,
            back: false,
        },
    };
    let mut taken: Vec<usize> = Vec::new();
    if let Some(scored) = Modified::of(&values)
        && let Some((measured, spread)) = spread_of(&scored)
    {
        for place in scored.flagged() {
            if beyond_chance(values[place], scored.median) {
                let z = scored.z[place];
                found.push(tell(
                    place,
                    Check::Modified,
                    scored.median,
                    spread,
                    measured,
                    z,
                    values.len(),
                ));
                taken.push(place);
            }
        }
    }
    if let Some(last) = values.len().checked_sub(1)
        && last >= FEWEST_MODIFIED
        && !taken.contains(&last)
        && let Some((scored, z)) = against_past(&values[..last], values[last])
        && let Some((measured, spread)) = spread_of(&scored)
        && z.abs() > MODIFIED_LIMIT
        && beyond_chance(values[last], scored.median)
    {
        found.push(tell(
            last,
            Check::ModifiedPast,
            scored.median,
            spread,
            measured,
            z,
            last,
        ));
        taken.push(last);
    }
    if let Some(scores) = Scores::of(&values) {
        let beyond = |distance| {
            let mut places = scores.at(distance);
            places.retain(|place| beyond_chance(values[*place], scores.mean));
            places
        };
        let moderate = beyond(Distance::Moderate);
        let banded = [
            (
                Check::Extreme,
                beyond(Distance::Extreme),
                values.len() >= FEWEST_EXTREME,
            ),
            (
                Check::Moderate,
                moderate.clone(),
                values.len() >= FEWEST_MODERATE && moderate.len() >= MODERATE_TOGETHER,
            ),
        ];
        for (check, places, fits) in banded {
            for place in places
                .into_iter()
                .filter(|place| fits && !taken.contains(place))
            {
                let z = scores.z[place];
                let by = Measured::StandardDeviation;
                found.push(tell(
                    place,
                    check,
                    scores.mean,
                    scores.deviation,
                    by,
                    z,
                    values.len(),
                ));
            }
        }
    }
    found.sort_by_key(|one| one.at);
    (found, values.len())
}

/// Outliers among the month-to-month changes of a stock, and how many changes were tested. A
/// month that goes away and comes back is told once, in that month.
pub fn of_stock(series: &[Option<i64>]) -> (Vec<Outlier>, usize) {
    let changes: Vec<(usize, i64, i64)> = (1..series.len())
        .filter_map(|at| Some((at, series[at - 1]?, series[at]?)))
        .collect();
    let sizes: Vec<f64> = changes
        .iter()
        .map(|(_, was, is)| *is as f64 - *was as f64)
        .collect();
    if sizes.len() < FEWEST_MODIFIED {
        return (Vec::new(), 0);
    }
    let mut found: Vec<Outlier> = Vec::new();
    let mut tell = |place: usize, check, scored: &Modified, z: f64, months: usize| {
        let (at, was, is) = changes[place];
        let Some((measured, spread)) = spread_of(scored) else {
            return;
        };
        found.push(Outlier {
            at,
            check,
            found: Found::Outlier {
                value: is,
                before: Some(was),
                centre: scored.median,
                spread,
                measured,
                z,
                months,
                back: went_back(series, at),
            },
        });
    };
    let Some(scored) = Modified::of(&sizes) else {
        return (Vec::new(), 0);
    };
    let stands_out: Vec<usize> = scored
        .flagged()
        .into_iter()
        .filter(|place| is_material(changes[*place].1, changes[*place].2))
        .collect();
    for place in &stands_out {
        // The way back from a month that is told already.
        let (at, ..) = changes[*place];
        let told = stands_out.iter().any(|other| changes[*other].0 + 1 == at);
        if !(told && at >= 1 && went_back(series, at - 1)) {
            tell(
                *place,
                Check::Modified,
                &scored,
                scored.z[*place],
                sizes.len(),
            );
        }
    }
    if let Some(last) = sizes.len().checked_sub(1)
        && last >= FEWEST_MODIFIED
        && !stands_out.contains(&last)
        && is_material(changes[last].1, changes[last].2)
        && let Some((past, z)) = against_past(&sizes[..last], sizes[last])
        && z.abs() > MODIFIED_LIMIT
        && !(stands_out.contains(&(last - 1)) && went_back(series, changes[last].0 - 1))
    {
        tell(last, Check::ModifiedPast, &past, z, last);
    }
    (found, sizes.len())
}

/// Whether a month went away from the month before and the month after came back by more than
/// half.
fn went_back(series: &[Option<i64>], at: usize) -> bool {
    let figure = |at: usize| series.get(at).copied().flatten().map(i128::from);
    let before = at.checked_sub(1).and_then(figure);
    let (Some(before), Some(now), Some(after)) = (before, figure(at), figure(at + 1)) else {
        return false;
    };
    now != before && (after - before).abs() * 2 < (now - before).abs()
}

/// The past's median and spread, and how far the newest lies off them: it is no part of its own
/// baseline.
fn against_past(past: &[f64], newest: f64) -> Option<(Modified, f64)> {
    let scored = Modified::of(past)?;
    let z = match scored.scale {
        Scale::Median => 0.6745 * (newest - scored.median) / scored.mad,
        Scale::Mean => (newest - scored.median) / (1.253314 * scored.mean_ad),
        Scale::None => return None,
    };
    Some((scored, z))
}

/// What a modified z was divided by; nothing where nothing varies.
fn spread_of(scored: &Modified) -> Option<(Measured, f64)> {
    match scored.scale {
        Scale::Median => Some((Measured::MedianDeviation, scored.mad)),
        Scale::Mean => Some((Measured::MeanDeviation, scored.mean_ad)),
        Scale::None => None,
    }
}

fn observed(series: &[Option<i64>]) -> Vec<(usize, i64)> {
    let places = series.iter().enumerate();
    places
        .filter_map(|(at, value)| Some((at, (*value)?)))
        .collect()
}

pub(super) fn examine(known: &Known, examined: &mut Examined) {
    for kind in [Kind::Flow, Kind::Stock] {
        for one in counted(known.facts, kind).filter(|one| one.frequency == Frequency::Monthly) {
            // A stock's first month is compared with the month before the window.
            let from = match kind {
                Kind::Flow => known.from,
                Kind::Stock | Kind::YearToDate => known.from.previous(),
            };
            let values = series(known.facts, &one.code, from, known.to);
            let (found, tested) = match kind {
                Kind::Flow => of_flow(&values),
                Kind::Stock | Kind::YearToDate => of_stock(&values),
            };
            match tested {
                0 => examined.counts.too_short += 1,
                tested => examined.counts.outliers.tested += tested as i64,
            }
            examined.counts.outliers.hits += found.len() as i64;
            for outlier in found {
                let period = month(from, outlier.at);
                // A month of many new patients whom the register shows as well is no slip.
                let severity = match is_explained(known, &one.code, period) {
                    true => Severity::Note,
                    false => outlier.check.severity(),
                };
                let subject = element(&one.code);
                examined.flag_as(
                    known,
                    period,
                    outlier.check,
                    severity,
                    subject,
                    outlier.found,
                );
            }
        }
    }
}
