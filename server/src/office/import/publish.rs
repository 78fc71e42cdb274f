//! Lets staged lines count, in one transaction, unit by unit.

use super::filings::accept_whole_months;
use super::lines::{BadLine, LineFault};
use super::{ImportStop, Imported, Watcher};
use crate::office::Office;
use crate::office::parts::{SumsFollow, replace};
use crate::store::{Change, Deed, Span, StagedRow, SystemPermit};
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
        let changed = change.drop_what_changes_nothing(load).await?;
        let units = change.staged_units(load).await?;
        let follow = match units.len() >= MANY_UNITS {
            true => SumsFollow::Afterwards,
            false => SumsFollow::AtOnce,
        };
        let mut newest: Option<Period> = None;
        for (done, code) in units.iter().enumerate() {
            let unit = self.unit(*code)?;
            let rows = change.staged_of(load, *code).await?;
            let faults = self
                .hold_against(&mut change, unit, &rows, short(source))
                .await?;
            bad += faults.bad.len() as u64;
            faults.bad.iter().for_each(|line| watcher.bad(line));
            if bad == 0 {
                newest = newest.max(rows.iter().map(|row| row.period).max());
                change.publish_staged(load, *code, short(source)).await?;
                replace(&mut change, &self.tree, unit, &faults.facts, follow).await?;
                let months: BTreeSet<Period> = rows.iter().map(|row| row.period).collect();
                accept_whole_months(&mut change, &self.tree, unit, &faults.facts, &months).await?;
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
        let Some(newest) = newest else {
            return Ok(nothing_new);
        };
        if follow == SumsFollow::Afterwards {
            change.rebuild_sums().await?;
        }
        change.saw_period(newest).await?;
        change.source(source);
        Ok(Imported {
            changed: u64::try_from(changed).unwrap_or(0),
            change: Some(change.commit().await?),
            ..nothing_new
        })
    }

    /// Holds the lines of one unit against its accepted figures with the lines laid over them:
    /// no part may exceed its whole, by the rule that every door has.
    async fn hold_against(
        &self,
        change: &mut Change,
        unit: &OrgUnit,
        rows: &[StagedRow],
        source: &str,
    ) -> Result<Held, ImportStop> {
        let Span { from, to } = Span::EVER;
        let mut facts = change.facts(unit.code, from, to).await?;
        let mut lines: BTreeMap<Period, BTreeMap<String, &StagedRow>> = BTreeMap::new();
        for row in rows {
            let value = match row.figure {
                Some(figure) => Value::Figure(figure),
                None => Value::NotApplicable(source.to_owned()),
            };
            facts.put(&row.element, row.period, value);
            let of_month = lines.entry(row.period).or_default();
            of_month.insert(row.element.clone(), row);
        }
        let mut bad = Vec::new();
        for (period, of_month) in &lines {
            bad.extend(overfull(unit.code, *period, of_month, &facts));
        }
        Ok(Held { facts, bad })
    }
}

/// What holding a unit's lines against what is known came to.
struct Held {
    /// The accepted figures with the lines laid over them.
    facts: Facts,
    /// The lines that cannot stand.
    bad: Vec<BadLine>,
}

/// The lines of one unit and month whose part exceeds its whole.
fn overfull(
    unit: UnitCode,
    period: Period,
    lines: &BTreeMap<String, &StagedRow>,
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
