//! What an import means for the returns: a month that it brings in whole is accepted, so that
//! nobody is asked again for what is there. A return that somebody is working on is left alone.

use super::ImportStop;
use crate::office::Tree;
use crate::office::filing::cells_of;
use crate::store::{Change, Filing};
use kpi::catalogue::{PROGRAMMES, Programme, catalogue};
use kpi::facts::{Facts, Value};
use kpi::org_unit::{OrgUnit, Tier};
use kpi::period::Period;
use kpi::returns::{ReturnKey, Stage};
use std::collections::{BTreeMap, BTreeSet};

/// Accepts the owed returns of which every due element has an accepted value now.
pub async fn accept_whole_months(
    change: &mut Change,
    tree: &Tree,
    unit: &OrgUnit,
    facts: &Facts,
    months: &BTreeSet<Period>,
) -> Result<(), ImportStop> {
    if !tree.files_returns(unit.code) {
        return Ok(());
    }
    let tiers = unit.tiers();
    let settings = change.settings().await?;
    for programme in &PROGRAMMES {
        let setting = settings.of(programme);
        let is_owed = |month: &&Period| setting.is_owed_in(programme, **month);
        for period in months.iter().filter(is_owed) {
            let key = ReturnKey {
                org_unit: unit.code,
                programme: programme.code.to_owned(),
                period: *period,
            };
            if let Some(filled) = whole(programme, &tiers, *period, facts) {
                accept(change, &key, &tiers, facts, filled).await?;
            }
        }
    }
    Ok(())
}

/// How many elements are due, when every one of them has a value under this very period.
fn whole(programme: &Programme, tiers: &[Tier], period: Period, facts: &Facts) -> Option<i64> {
    let mut due = 0;
    for element in catalogue().due(programme.code, tiers, period) {
        facts.at(&element.code, period)?;
        due += 1;
    }
    (due > 0).then_some(due)
}

async fn accept(
    change: &mut Change,
    key: &ReturnKey,
    tiers: &[Tier],
    facts: &Facts,
    filled: i64,
) -> Result<(), ImportStop> {
    let known = change.filing(key).await?;
    let is_new = known.is_none();
    let filing = known.unwrap_or(Filing::NONE);
    if !is_new && filing.stage != Stage::Accepted {
        return Ok(());
    }
    let version = filing.version + 1;
    let head = Filing {
        stage: Stage::Accepted,
        revision: filing.revision + 1,
        version,
        accepted: version,
        to_confirm: 0,
        filled,
        changed_at: change.at(),
        ..filing
    };
    change.put_filing(key, &head).await?;
    // The cells of a new one are read from its figures until somebody types; those of an old one
    // have been typed, and now say something else.
    if !is_new {
        let values: BTreeMap<String, Value> = catalogue()
            .asked(&key.programme, tiers)
            .filter_map(|element| {
                let value = facts.at(&element.code, key.period)?;
                Some((element.code.clone(), value.clone()))
            })
            .collect();
        change.put_cells(key, &cells_of(&values)).await?;
        change.put_version(key, version, &values).await?;
    }
    Ok(())
}
