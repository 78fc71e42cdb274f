//! A draft is what somebody typed; a return is what it means.
//!
//! A web form, a row of a sheet, a line of an import: all become a [`Draft`] and pass
//! [`Draft::parse`], on the server always and in the browser while typing. A draft keeps even
//! what makes no sense, so that nothing typed is lost.
//!
//! A cell's text becomes a figure in `cell`; figures are held against each other in `checks`,
//! and against what is usual in `unusual`. What stands before anybody has typed is in `carried`,
//! the answers to warnings in `answer`, a block from a spreadsheet in `paste`.

mod answer;
mod carried;
mod cell;
mod checks;
mod paste;
mod unusual;

pub use answer::{Answer, Answers, Why, asks_for_words, unanswered};
pub use carried::{Carried, Origin, carried};
pub use cell::{Cell, Empty, LARGEST, count, value, written};
pub use paste::{is_block, pasted};
pub use unusual::{FALL, JUMP};

use crate::catalogue::{Catalogue, DataElement, RuleKind};
use crate::facts::{Facts, Value};
use crate::fault::{Broken, Fault, Reason};
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

/// What a draft says, and everything that is wrong or unusual in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Its values, by data element: those that were typed, and those carried over that still
    /// wait to be confirmed.
    pub values: BTreeMap<String, Value>,
    /// What keeps it from being a return.
    pub faults: Vec<Fault>,
    /// What asks for a second look.
    pub warnings: Vec<Broken>,
}

impl Draft {
    /// What the draft means, or everything that is wrong with it.
    pub fn parse(&self, catalogue: &Catalogue, known: Known) -> Result<Return, Vec<Fault>> {
        let read = self.read(catalogue, known);
        match read.faults.is_empty() {
            true => Ok(Return {
                key: self.key.clone(),
                values: read.values,
                warnings: read.warnings,
            }),
            false => Err(read.faults),
        }
    }

    /// Reads the draft.
    ///
    /// Every element that is due must say something: a figure or one of the empties; where it
    /// says nothing and a value is carried over, that value waits to be confirmed. Parts are
    /// held against wholes in the draft and against those accepted before (semantics 9), then
    /// the catalogue's rules are applied, each saying its piece once and only where nothing else
    /// is wrong with the figures it names.
    pub fn read(&self, catalogue: &Catalogue, known: Known) -> Read {
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
        let mut unconfirmed = Vec::new();
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
                    match carried(element, self.key.period, known) {
                        Some(carried) => {
                            unconfirmed.push(unconfirmed_fault(element, &carried));
                            values.insert(element.code.clone(), carried.value);
                        }
                        None => faults.push(fault(&element.code, Reason::Blank)),
                    }
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
                RuleKind::Hard => {
                    let element = found.broken.element.clone();
                    faults.push(fault(&element, Reason::Rule(found.broken)));
                }
                RuleKind::Warning | RuleKind::Rows | RuleKind::Documented => {
                    warnings.push(found.broken);
                }
            }
        }
        faults.extend(unconfirmed);
        Read {
            values,
            faults,
            warnings,
        }
    }
}

fn unconfirmed_fault(element: &DataElement, carried: &Carried) -> Fault {
    let reason = Reason::Unconfirmed {
        carried: carried.cell(element).text,
        origin: carried.origin,
    };
    fault(&element.code, reason)
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
