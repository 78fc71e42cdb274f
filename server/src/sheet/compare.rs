//! Holds what was read against the return as it stands.

use super::find::{Filled, Key, Row};
use super::layout::fingerprint;
use crate::office::holding_code;
use app::ask::identity::Holding;
use app::ask::returns::OpenReturn;
use app::ask::workbooks::{
    CellTrouble, Difference, Differences, FileTrouble, SheetTrouble, Workbook, WrongCell,
    WrongSheet,
};
use kpi::UnitCode;
use kpi::catalogue::catalogue;
use kpi::draft::{Cell, value};
use kpi::fault::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// What a file would change in one return. The sheet of that return is taken; a file without it
/// is refused, with what it is about.
pub fn differences(
    filled: &[Filled],
    open: &OpenReturn,
    holding: Holding,
) -> Result<Differences, FileTrouble> {
    let is_it = |key: &Key| {
        key.org_unit == open.key.org_unit.to_string()
            && key.programme == open.key.programme
            && key.period == open.key.period.to_string()
    };
    let mut of_it = filled
        .iter()
        .filter(|sheet| sheet.key.as_ref().is_ok_and(is_it));
    let wrong = |sheet: &Filled, what| {
        FileTrouble::Sheet(SheetTrouble {
            sheet: sheet.sheet.clone(),
            what,
        })
    };
    match (of_it.next(), of_it.next()) {
        (Some(sheet), None) => {
            same_holding(sheet, holding)?;
            Ok(of_sheet(sheet, open))
        }
        (Some(first), Some(second)) => Err(wrong(
            second,
            WrongSheet::UnitTwice {
                first: first.sheet.clone(),
            },
        )),
        (None, _) => Err(filled.first().map_or(FileTrouble::NoForm, |sheet| {
            let what = match &sheet.key {
                Err(what) => what.clone(),
                Ok(key) => other(key),
            };
            wrong(sheet, what)
        })),
    }
}

fn other(key: &Key) -> WrongSheet {
    WrongSheet::OtherReturn {
        org_unit: key.org_unit.clone(),
        programme: key.programme.clone(),
        period: key.period.clone(),
    }
}

/// Invented figures and real ones never share a database.
fn same_holding(sheet: &Filled, holding: Holding) -> Result<(), FileTrouble> {
    let said = sheet.key.as_ref().ok().and_then(|key| key.holding.as_ref());
    match said.is_none_or(|said| said == holding_code(holding)) {
        true => Ok(()),
        false => Err(FileTrouble::OtherHolding),
    }
}

/// Whose each sheet of a region's workbook is, or why it is not taken.
pub struct Region<'a> {
    /// The sheets that are about a unit of the workbook.
    pub taken: Vec<(UnitCode, &'a Filled)>,
    /// The others.
    pub left: Vec<SheetTrouble>,
}

/// Deals out the sheets of a region's workbook.
pub fn of_region<'a>(
    filled: &'a [Filled],
    workbook: &Workbook,
    holding: Holding,
) -> Result<Region<'a>, FileTrouble> {
    let mut region = Region {
        taken: Vec::new(),
        left: Vec::new(),
    };
    let mut seen: BTreeMap<UnitCode, String> = BTreeMap::new();
    for sheet in filled {
        same_holding(sheet, holding)?;
        let unit = whose(sheet, workbook).and_then(|unit| match seen.get(&unit) {
            Some(first) => Err(WrongSheet::UnitTwice {
                first: first.clone(),
            }),
            None => Ok(unit),
        });
        match unit {
            Ok(unit) => {
                seen.insert(unit, sheet.sheet.clone());
                region.taken.push((unit, sheet));
            }
            Err(what) => region.left.push(SheetTrouble {
                sheet: sheet.sheet.clone(),
                what,
            }),
        }
    }
    Ok(region)
}

fn whose(sheet: &Filled, workbook: &Workbook) -> Result<UnitCode, WrongSheet> {
    let key = sheet.key.as_ref().map_err(Clone::clone)?;
    if key.programme != workbook.programme || key.period != workbook.period.to_string() {
        return Err(other(key));
    }
    let line = workbook
        .lines
        .iter()
        .find(|line| line.unit.code.to_string() == key.org_unit);
    line.map(|line| line.unit.code)
        .ok_or_else(|| WrongSheet::NotBelow {
            org_unit: key.org_unit.clone(),
        })
}

/// What a sheet would change in its return.
pub fn of_sheet(sheet: &Filled, open: &OpenReturn) -> Differences {
    let asked: BTreeSet<&str> = catalogue()
        .asked(&open.key.programme, &open.tiers)
        .map(|element| element.code.as_str())
        .collect();
    let mut told = Differences {
        key: open.key.clone(),
        unit: open.path.last().cloned(),
        revision: open.revision,
        sheet: sheet.sheet.clone(),
        changes: Vec::new(),
        same: 0,
        blank: 0,
        troubles: sheet.troubles.clone(),
        older_form: sheet
            .key
            .as_ref()
            .ok()
            .and_then(|key| key.fingerprint.as_ref())
            .is_some_and(|mark| *mark != fingerprint(&open.key.programme, &open.tiers)),
    };
    for row in &sheet.rows {
        if row.is_blank() {
            told.blank += usize::from(asked.contains(row.element.as_str()));
        } else if !asked.contains(row.element.as_str()) {
            told.troubles.push(CellTrouble {
                sheet: sheet.sheet.clone(),
                cell: row.at.clone(),
                element: Some(row.element.clone()),
                what: WrongCell::NotAsked,
            });
        } else {
            match difference(row, open) {
                Some(change) => told.changes.push(change),
                None => told.same += 1,
            }
        }
    }
    let order = |code: &str| {
        catalogue()
            .elements()
            .iter()
            .position(|element| element.code == code)
    };
    told.changes.sort_by_key(|change| order(&change.element));
    let mut faults = faults(&told.changes, open);
    for change in &mut told.changes {
        change.faults = faults.remove(&change.element).unwrap_or_default();
    }
    told
}

/// What a row changes; nothing, where it means what stands there already.
fn difference(row: &Row, open: &OpenReturn) -> Option<Difference> {
    let element = catalogue().element(&row.element)?;
    // A carried figure that comes back as it went out still waits to be confirmed.
    let before = open.stands(element);
    let after = Cell {
        text: row.text.clone(),
        empty: row.empty,
        reason: match row.empty {
            Some(_) => row.reason.clone(),
            None => String::new(),
        },
    };
    let means_the_same = match (value(element, &before), value(element, &after)) {
        (Ok(was), Ok(is)) => was == is,
        _ => before.text.trim() == after.text && before.empty == after.empty,
    };
    let same_reason = after.empty.is_none() || before.reason.trim() == after.reason;
    (!(means_the_same && same_reason)).then(|| Difference {
        element: row.element.clone(),
        at: row.at.clone(),
        before,
        after,
        faults: Vec::new(),
    })
}

/// What is wrong with the cells that change, judged in the return as it would be.
fn faults(changes: &[Difference], open: &OpenReturn) -> BTreeMap<String, Vec<Fault>> {
    let mut cells = open.cells.clone();
    for change in changes {
        cells.insert(change.element.clone(), change.after.clone());
    }
    let mut by_element: BTreeMap<String, Vec<Fault>> = BTreeMap::new();
    for fault in open.read(cells).faults {
        by_element
            .entry(fault.element.clone())
            .or_default()
            .push(fault);
    }
    by_element
}
