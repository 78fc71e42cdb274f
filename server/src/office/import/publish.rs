//! Lets staged lines count, in one transaction, unit by unit.

use super::filings::accept_whole_months;
use super::lines::{BadLine, LineFault};
use super::{ImportStop, Imported, Watcher};
use crate::office::Office;
use crate::office::parts::{SumsFollow, replace};
use crate::store::{Change, Deed, Fact, Span, StagedRow, SystemPermit};
use kpi::catalogue::catalogue;
use kpi::draft::{Known, parts_over_wholes};
use kpi::facts::{Facts, Value};
use kpi::org_unit::OrgUnit;
use kpi::returns::ReturnKey;
use kpi::{Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

/// From so many units on, adding up all sums afresh is cheaper than following each difference.
const MANY_UNITS: usize = 40;

impl Office {
    /// Holds the staged lines against each other and against what is in force. Lets them count
    /// when none is bad; otherwise only tells, and nothing has happened.
    pub(super) async fn publish(
        &self,
        load: &str,
        source: &str,
        lines: u64,
        mut bad: u64,
        watcher: &mut dyn Watcher,
    ) -> Result<Imported, ImportStop> {
        let permit = SystemPermit::command_line(Deed::Import);
        let mut change = self.store.begin(permit, self.clock().now()).await?;
        let units = change.staged_units(load).await?;
        let mut published = Published::default();
        for (done, code) in units.iter().enumerate() {
            let unit = self.unit(*code)?;
            let rows = change.staged_of(load, *code).await?;
            let held = hold_against(&mut change, unit, rows, short(source)).await?;
            bad += held.bad.len() as u64;
            held.bad.iter().for_each(|line| watcher.bad(line));
            if bad == 0 && !held.fresh.is_empty() {
                let follow = published.count(&held.fresh);
                self.let_count_imported(&mut change, load, unit, &held, follow)
                    .await?;
            }
            watcher.published(done + 1, units.len());
        }
        if bad > 0 {
            return Err(ImportStop::BadLines(bad));
        }
        let nothing_new = Imported {
            lines,
            changed: 0,
            change: None,
        };
        let Some(newest) = published.newest else {
            return Ok(nothing_new);
        };
        if published.units > MANY_UNITS {
            change.rebuild_sums().await?;
        }
        change.saw_period(newest).await?;
        change.source(source);
        Ok(Imported {
            changed: published.figures,
            change: Some(change.commit().await?),
            ..nothing_new
        })
    }

    /// Lets the fresh figures of one unit count, and brings its parts and returns up to date.
    async fn let_count_imported(
        &self,
        change: &mut Change,
        load: &str,
        unit: &OrgUnit,
        held: &Held,
        follow: SumsFollow,
    ) -> Result<(), ImportStop> {
        if held.corrects {
            change.close_staged(load, unit.code).await?;
        }
        change.load_figures_of(unit.code, &held.fresh).await?;
        replace(change, &self.tree, unit, &held.facts, follow).await?;
        let months: BTreeSet<Period> = held.fresh.iter().map(|fact| fact.period).collect();
        accept_whole_months(change, &self.tree, unit, &held.facts, &months).await
    }
}

/// What has been published so far.
#[derive(Debug, Default)]
struct Published {
    units: usize,
    figures: u64,
    newest: Option<Period>,
}

impl Published {
    /// Counts a unit in, and says how the sums follow it: the first few by their differences;
    /// once there are many, all sums are added up afresh at the end.
    fn count(&mut self, fresh: &[Fact]) -> SumsFollow {
        self.units += 1;
        self.figures += fresh.len() as u64;
        self.newest = self.newest.max(fresh.iter().map(|fact| fact.period).max());
        match self.units > MANY_UNITS {
            true => SumsFollow::Afterwards,
            false => SumsFollow::AtOnce,
        }
    }
}

/// Holds the lines of one unit against its accepted figures with the lines laid over them: no
/// part may exceed its whole, by the rule that every door has. Lines that repeat an earlier one,
/// or say what is in force anyway, are left out.
async fn hold_against(
    change: &mut Change,
    unit: &OrgUnit,
    rows: Vec<StagedRow>,
    source: &str,
) -> Result<Held, ImportStop> {
    let Span { from, to } = Span::EVER;
    let mut facts = change.facts(unit.code, from, to).await?;
    let mut held = Held::default();
    let mut lines: BTreeMap<Period, BTreeMap<String, StagedRow>> = BTreeMap::new();
    let mut last: Option<(String, Period)> = None;
    for row in rows {
        let place = (row.element.clone(), row.period);
        if last.as_ref() == Some(&place) {
            continue;
        }
        let known = facts.at(&row.element, row.period);
        let is_known = known.is_some_and(|known| says(known, row.figure));
        last = Some(place);
        if is_known {
            continue;
        }
        held.corrects |= known.is_some();
        let value = match row.figure {
            Some(figure) => Value::Figure(figure),
            None => Value::NotApplicable(source.to_owned()),
        };
        facts.put(&row.element, row.period, value.clone());
        held.fresh.push(Fact {
            element: row.element.clone(),
            period: row.period,
            value,
        });
        let of_month = lines.entry(row.period).or_default();
        of_month.insert(row.element.clone(), row);
    }
    for (period, of_month) in &lines {
        held.bad
            .extend(overfull(unit.code, *period, of_month, &facts));
    }
    held.facts = facts;
    Ok(held)
}

/// Whether a value says the same as a line: for what reason something does not apply is no
/// difference, for a line gives none.
fn says(value: &Value, figure: Option<i64>) -> bool {
    match (value, figure) {
        (Value::Figure(known), Some(figure)) => *known == figure,
        (Value::NotApplicable(_), None) => true,
        _ => false,
    }
}

/// What holding a unit's lines against what is known came to.
#[derive(Debug, Default)]
struct Held {
    /// The accepted figures with the lines laid over them.
    facts: Facts,
    /// What the lines say that is new.
    fresh: Vec<Fact>,
    /// Whether some of it takes the place of another figure.
    corrects: bool,
    /// The lines that cannot stand.
    bad: Vec<BadLine>,
}

/// The lines of one unit and month whose part exceeds its whole.
fn overfull(
    unit: UnitCode,
    period: Period,
    lines: &BTreeMap<String, StagedRow>,
    facts: &Facts,
) -> Vec<BadLine> {
    let values: BTreeMap<String, Value> = lines
        .keys()
        .filter_map(|code| Some((code.clone(), facts.at(code, period)?.clone())))
        .collect();
    let key = ReturnKey {
        org_unit: unit,
        programme: String::new(),
        period,
    };
    let known = Known {
        tiers: &[],
        facts,
        official: &BTreeMap::new(),
    };
    parts_over_wholes(catalogue(), &key, &values, known)
        .into_iter()
        .filter_map(|fault| {
            let row = lines.get(&fault.element)?;
            Some(BadLine::staged(row, LineFault::Value(fault.reason)))
        })
        .collect()
}

/// The source without its checksum: why an imported "not applicable" stands there.
fn short(source: &str) -> &str {
    source
        .split_once(" sha256:")
        .map_or(source, |(name, _)| name)
}
