//! A draft is what somebody typed; a return is what it means.
//!
//! A web form, a row of a sheet, a line of an import: all become a [`Draft`] and pass
//! [`Draft::parse`], on the server always and in the browser while typing. A draft keeps even
//! what makes no sense, so that nothing typed is lost.
//!
//! A cell's text becomes a figure in `cell`; figures are held against each other in `checks`.

mod cell;
mod checks;

pub use cell::{Cell, Empty, LARGEST, count, value, written};

use crate::catalogue::{Catalogue, RuleKind};
use crate::facts::{Facts, Value};
use crate::fault::{Fault, Reason};
use crate::org_unit::Tier;
use crate::returns::{Return, ReturnKey};
use checks::Figures;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What was typed for one return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which return.
    pub key: ReturnKey,
    /// What stands in the cells, by data element. A cell left alone is absent or empty.
    pub cells: BTreeMap<String, Cell>,
}

/// What is known of a unit beside the draft.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The tiers the unit acts on.
    pub tiers: &'a [Tier],
    /// Its accepted values.
    pub facts: &'a Facts,
    /// Official counts by data element: villages and townships.
    pub official: &'a BTreeMap<String, i64>,
}

impl Draft {
    /// What the draft means, or everything that is wrong with it.
    ///
    /// Every element that is due must say something: a figure or one of the empties. Parts are
    /// held against wholes in the draft and against those accepted before (semantics 9), then
    /// the catalogue's rules are applied, each saying its piece once and only where nothing else
    /// is wrong with the figures it names. Warnings come with the return.
    pub fn parse(&self, catalogue: &Catalogue, known: Known) -> Result<Return, Vec<Fault>> {
        let asked: BTreeSet<&str> = catalogue
            .asked(&self.key.programme, known.tiers)
            .map(|element| element.code.as_str())
            .collect();
        let mut faults: Vec<Fault> = self
            .cells
            .iter()
            .filter(|(code, cell)| !asked.contains(code.as_str()) && !cell.is_blank())
            .map(|(code, _)| fault(code, Reason::NotAsked))
            .collect();
        let mut values = BTreeMap::new();
        for element in catalogue.asked(&self.key.programme, known.tiers) {
            let cell = self
                .cells
                .get(&element.code)
                .filter(|cell| !cell.is_blank());
            match cell.map(|cell| value(element, cell)) {
                Some(Ok(value)) => {
                    values.insert(element.code.clone(), value);
                }
                Some(Err(reason)) => faults.push(fault(&element.code, reason)),
                None if element.frequency.due_in(self.key.period) => {
                    faults.push(fault(&element.code, Reason::Blank));
                }
                None => {}
            }
        }
        let figures = Figures {
            catalogue,
            period: self.key.period,
            unread: faulty(&faults),
            values: &values,
            known,
        };
        faults.extend(figures.parts_over_wholes());
        let told = faulty(&faults);
        let mut warnings = Vec::new();
        for found in figures.broken_rules() {
            let is_told = || {
                let mut named = found.broken.figures.iter();
                named.any(|(reference, _)| told.contains(reference))
            };
            match found.kind {
                RuleKind::Hard if is_told() => {}
                RuleKind::Hard => faults.push(fault(&found.element, Reason::Rule(found.broken))),
                RuleKind::Warning | RuleKind::Rows | RuleKind::Documented => {
                    warnings.push(found.broken);
                }
            }
        }
        match faults.is_empty() {
            true => Ok(Return {
                key: self.key.clone(),
                values,
                warnings,
            }),
            false => Err(faults),
        }
    }
}

/// Parts over their wholes among `values`, of one unit and period, and against what is accepted:
/// the rule by which an import's lines are held too, `known.facts` being what is accepted with
/// the rest of the file laid over it.
pub fn parts_over_wholes(
    catalogue: &Catalogue,
    key: &ReturnKey,
    values: &BTreeMap<String, Value>,
    known: Known,
) -> Vec<Fault> {
    let figures = Figures {
        catalogue,
        period: key.period,
        values,
        unread: BTreeSet::new(),
        known,
    };
    figures.parts_over_wholes()
}

fn faulty(faults: &[Fault]) -> BTreeSet<String> {
    faults.iter().map(|fault| fault.element.clone()).collect()
}

fn fault(element: &str, reason: Reason) -> Fault {
    Fault {
        element: element.to_owned(),
        reason,
    }
}
