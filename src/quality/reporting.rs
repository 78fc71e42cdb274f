//! Completeness and timeliness: of returns and of values, zeros and blanks told apart, and
//! whether completeness itself is steady.

use super::checks::{REPORTING_FLOOR, STEADY_OFF, ZERO_AFTER, ZEROS_FEWEST};
use super::{Cells, Check, Examined, Found, Known, Subject, Tally, counted, element};
use crate::catalogue::{Kind, ValueType, catalogue};
use crate::facts::{Facts, Value};
use crate::org_unit::OrgUnit;
use crate::period::{Frequency, Period};

/// A return that was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Its programme's code.
    pub programme: String,
    /// Its month.
    pub period: Period,
    /// Whether it came.
    pub received: bool,
    /// Whether it came in time; `None` where nobody knows: it was imported.
    pub in_time: Option<bool>,
}

/// Whether a share is below the floor. Nothing expected is below nothing.
pub fn is_low(share: Tally) -> bool {
    share.tested > 0
        && i128::from(share.hits) * 100 < i128::from(REPORTING_FLOOR) * i128::from(share.tested)
}

/// Whether a share of values fell too far below that of the months before, both from whole
/// numbers. `None` where there is nothing to compare with. One that rises is good news.
pub fn is_unsteady(now: Tally, before: Tally) -> Option<bool> {
    if now.tested == 0 || before.hits == 0 {
        return None;
    }
    let wide = i128::from;
    let (now_, before_) = (
        wide(now.hits) * wide(before.tested),
        wide(before.hits) * wide(now.tested),
    );
    Some((before_ - now_) * 100 > wide(STEADY_OFF) * before_)
}

/// What stands in the cells of a return that are due.
pub fn cells(unit: &OrgUnit, facts: &Facts, programme: &str, period: Period) -> Cells {
    let mut cells = Cells::default();
    for due in catalogue().due(programme, &unit.tiers(), period) {
        match facts.at(&due.code, period) {
            Some(Value::Figure(0)) => cells.zeros += 1,
            Some(Value::Figure(_)) => cells.figures += 1,
            Some(Value::NotApplicable(_)) => cells.not_applicable += 1,
            Some(Value::NotYet) => cells.not_yet += 1,
            Some(Value::NotCollected) => cells.not_collected += 1,
            None => cells.blank += 1,
        }
    }
    cells
}

pub(super) fn examine(known: &Known, examined: &mut Examined) {
    let mut programmes: Vec<&str> = known.returns.iter().map(|one| &*one.programme).collect();
    programmes.sort_unstable();
    programmes.dedup();
    for programme in programmes {
        of_programme(known, programme, examined);
    }
    let returns = examined.counts.returns;
    if returns.tested > 0 {
        examined
            .counts
            .every_month
            .count(returns.hits == returns.tested);
    }
    zeros_after(known, examined);
}

fn of_programme(known: &Known, programme: &str, examined: &mut Examined) {
    let (mut returns, mut in_time, mut all) =
        (Tally::default(), Tally::default(), Cells::default());
    let mut past: Vec<Tally> = Vec::new();
    let subject = || Subject::Programme(programme.to_owned());
    let expected = known
        .returns
        .iter()
        .filter(|one| one.programme == programme);
    for one in expected {
        returns.count(one.received);
        // What did not come did not come in time; when an imported one came, nobody knows.
        match (one.received, one.in_time) {
            (true, None) => {}
            (received, known) => in_time.count(received && known == Some(true)),
        }
        let cells = cells(known.unit, known.facts, programme, one.period);
        all = all.plus(cells);
        let zeros_only = cells.figures == 0 && cells.zeros >= ZEROS_FEWEST;
        if one.received && zeros_only && has_zero_stock(known, programme, one.period) {
            let found = Found::Zeros {
                figures: cells.zeros,
            };
            examined.flag(known, one.period, Check::AllZero, subject(), found);
        }
        steady(known, programme, one.period, &mut past, examined);
    }
    let present = all.present();
    for (check, share) in [
        (Check::Returns, returns),
        (Check::InTime, in_time),
        (Check::Values, present),
    ] {
        if is_low(share) {
            let found = Found::Share {
                part: share.hits,
                whole: share.tested,
            };
            examined.flag(known, known.to, check, subject(), found);
        }
    }
    let counts = &mut examined.counts;
    counts.returns = counts.returns.plus(returns);
    counts.in_time = counts.in_time.plus(in_time);
    counts.cells = counts.cells.plus(all);
}

/// Whether something that stands rather than happens is zero: nothing may well have happened.
fn has_zero_stock(known: &Known, programme: &str, period: Period) -> bool {
    catalogue()
        .due(programme, &known.unit.tiers(), period)
        .filter(|due| due.kind != Kind::Flow && due.value_type != ValueType::Flag)
        .any(|due| known.facts.at(&due.code, period) == Some(&Value::Figure(0)))
}

/// Holds a month's share of values against the months before, of what is due every month: in June
/// and December more is asked.
fn steady(
    known: &Known,
    programme: &str,
    period: Period,
    past: &mut Vec<Tally>,
    examined: &mut Examined,
) {
    let mut now = Tally::default();
    let tiers = known.unit.tiers();
    let monthly = catalogue()
        .due(programme, &tiers, period)
        .filter(|due| due.frequency == Frequency::Monthly);
    for due in monthly {
        match known.facts.at(&due.code, period) {
            Some(Value::NotApplicable(_)) => {}
            value => now.count(value.is_some_and(|value| value.figure().is_some())),
        }
    }
    if past.len() >= super::checks::FEWEST_MONTHS {
        let before = past.iter().fold(Tally::default(), |a, b| a.plus(*b));
        if is_unsteady(now, before) == Some(true) {
            let found = Found::Steady {
                part: now.hits,
                whole: now.tested,
                part_before: before.hits,
                whole_before: before.tested,
                months: past.len(),
            };
            let subject = Subject::Programme(programme.to_owned());
            examined.flag(known, period, Check::Steady, subject, found);
        }
    }
    past.push(now);
}

/// A stock that stood, and then is zero: more often a blank that was filled in.
fn zeros_after(known: &Known, examined: &mut Examined) {
    for kind in [Kind::Stock, Kind::YearToDate] {
        for stock in counted(known.facts, kind) {
            let mut before: Option<(Period, i64)> = None;
            let mut found = Vec::new();
            for (month, value) in known.facts.of(&stock.code) {
                let Some(figure) = value.figure().filter(|_| month <= known.to) else {
                    continue;
                };
                let new_year = kind == Kind::YearToDate
                    && before.is_some_and(|(since, _)| since.year() != month.year());
                if let Some((since, was)) = before.filter(|_| !new_year)
                    && figure == 0
                    && was >= ZERO_AFTER
                    && month >= known.from
                {
                    found.push((month, Found::Zero { before: was, since }));
                }
                before = Some((month, figure));
            }
            for (month, found) in found {
                examined.flag(known, month, Check::ZeroAfter, element(&stock.code), found);
            }
        }
    }
}
