//! Denominators: what rates are divided by is tested like what stands above the line. A jump of a
//! total between two returns changes a rate as much as one of its part.

use super::checks::{CHANGE_THINGS, Check, GROWTH_OFF, off};
use super::{Examined, Found, Known, counted, element};
use crate::catalogue::{Kind, catalogue};
use crate::period::Period;

/// Whether some indicator is divided by this element.
pub fn is_denominator(code: &str) -> bool {
    catalogue()
        .fed_by(code)
        .any(|indicator| indicator.denominator_element.as_deref() == Some(code))
}

/// Neighbours in a row of filed figures that differ by more than is let pass: the later one's
/// month, both figures and the earlier one's month.
pub fn jumps(filed: &[(Period, i64)]) -> Vec<(Period, i64, i64, Period)> {
    filed
        .windows(2)
        .filter_map(|pair| {
            let ((since, before), (month, now)) = (pair[0], pair[1]);
            let large = (now - before).abs() >= CHANGE_THINGS;
            (large && off(now, before, GROWTH_OFF)).then_some((month, now, before, since))
        })
        .collect()
}

pub(super) fn examine(known: &Known, examined: &mut Examined) {
    for one in counted(known.facts, Kind::Stock).filter(|one| is_denominator(&one.code)) {
        let filed: Vec<(Period, i64)> = known
            .facts
            .of(&one.code)
            .filter(|(month, _)| *month <= known.to)
            .filter_map(|(month, value)| Some((month, value.figure()?)))
            .collect();
        let within = |month: &Period| *month >= known.from;
        let tested = filed.iter().skip(1).filter(|(month, _)| within(month));
        examined.counts.denominators.tested += tested.count() as i64;
        for (month, now, before, since) in jumps(&filed) {
            if within(&month) {
                examined.counts.denominators.hits += 1;
                let told = Found::Growth { now, before, since };
                examined.flag(known, month, Check::Growth, element(&one.code), told);
            }
        }
    }
}
