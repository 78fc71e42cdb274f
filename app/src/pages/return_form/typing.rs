//! What the fields of the form share: what was typed, what it comes to, what is not yet saved.

use super::keeping::{self, Keeping};
use crate::ask::returns::{Clash, OpenReturn};
use kpi::Indicator;
use kpi::catalogue::catalogue;
use kpi::draft::{Answer, Answers, Cell, Origin, Read};
use kpi::fault::{Broken, Fault, Reason};
use kpi::org_unit::{OrgUnit, Standing};
use kpi::score::{Part, Score};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in the cells, by data element.
pub type Cells = BTreeMap<String, Cell>;

/// The state of the form. Copied into every field.
#[derive(Clone, Copy)]
pub struct Typing {
    /// The return as it was opened.
    pub open: StoredValue<OpenReturn>,
    /// What is carried over, by data element.
    pub carried: StoredValue<BTreeMap<String, (Cell, Origin)>>,
    /// What was typed or confirmed. What is only carried over is not in it.
    pub cells: RwSignal<Cells>,
    /// What was answered to warnings.
    pub answers: RwSignal<Answers>,
    /// The elements that were typed in since the page was opened.
    pub touched: RwSignal<BTreeSet<String>>,
    /// The elements and rules whose newest text the server does not have.
    pub unsent: RwSignal<BTreeSet<String>>,
    /// What the cells come to.
    pub read: Memo<Read>,
    /// The revision the next save builds on.
    pub revision: RwSignal<i64>,
    /// What somebody else changed at the same time.
    pub clashes: RwSignal<Vec<Clash>>,
    /// How saving stands.
    pub keeping: RwSignal<Keeping>,
    /// Every fault is shown, not only those in fields that were touched.
    pub checked: bool,
}

impl Typing {
    /// The state of a form that was just opened.
    pub fn new(open: OpenReturn, checked: bool) -> Typing {
        let cells: Cells = open
            .cells
            .iter()
            .filter(|(_, cell)| !cell.is_blank())
            .map(|(code, cell)| (code.clone(), cell.clone()))
            .collect();
        let carried = open.carried();
        let answers = RwSignal::new(open.answers.clone());
        let revision = RwSignal::new(open.revision);
        let cells = RwSignal::new(cells);
        let open = StoredValue::new(open);
        let read = Memo::new(move |_| open.with_value(|open| open.read(cells.get())));
        Typing {
            open,
            carried: StoredValue::new(carried),
            cells,
            answers,
            touched: RwSignal::default(),
            unsent: RwSignal::default(),
            read,
            revision,
            clashes: RwSignal::default(),
            keeping: RwSignal::new(Keeping::Idle),
            checked,
        }
    }

    /// Changes a cell. What was carried over is the beginning of it.
    pub fn change(self, element: &str, with: impl FnOnce(&mut Cell)) {
        let mut cell = untrack(|| self.shown(element));
        with(&mut cell);
        self.touched.update(|touched| {
            touched.insert(element.to_owned());
        });
        self.cells.update(|cells| {
            cells.insert(element.to_owned(), cell);
        });
        self.typed(element);
    }

    /// Changes the answer to a warning.
    pub fn answer(self, broken: &Broken, with: impl FnOnce(&mut Answer)) {
        let said_of = broken.said_of();
        self.answers.update(|answers| {
            let answer = answers.entry(broken.rule.clone()).or_insert(Answer {
                why: None,
                note: String::new(),
                said_of: said_of.clone(),
            });
            if answer.said_of != said_of {
                answer.why = None;
                answer.said_of = said_of;
            }
            with(answer);
        });
        self.typed(&broken.rule);
    }

    fn typed(self, place: &str) {
        self.unsent.update(|unsent| {
            unsent.insert(place.to_owned());
        });
        keeping::typed(self);
    }

    /// Takes over what is carried for these elements, as confirmed.
    pub fn confirm(self, elements: &[&'static str]) {
        for code in elements {
            if untrack(|| self.is_carried(code)) {
                self.change(code, |_| {});
            }
        }
    }

    /// What the cell shows: what was typed, else what is carried over.
    pub fn shown(self, element: &str) -> Cell {
        let touched = self.touched.with(|touched| touched.contains(element));
        let stated = self.cells.with(|cells| cells.get(element).cloned());
        match stated.filter(|cell| touched || !cell.is_blank()) {
            Some(cell) => cell,
            None => self.carried.with_value(|carried| {
                carried
                    .get(element)
                    .map_or_else(Cell::default, |(cell, _)| cell.clone())
            }),
        }
    }

    /// Whether the cell shows what is carried over and not confirmed.
    pub fn is_carried(self, element: &str) -> bool {
        let is_stated = self.touched.with(|touched| touched.contains(element))
            || self
                .cells
                .with(|cells| cells.get(element).is_some_and(|cell| !cell.is_blank()));
        !is_stated
            && self
                .carried
                .with_value(|carried| carried.contains_key(element))
    }

    /// Where the cell's figure was carried from, while it still says the same.
    pub fn origin(self, element: &str) -> Option<Origin> {
        let shown = self.shown(element);
        self.carried.with_value(|carried| {
            carried
                .get(element)
                .filter(|(cell, _)| *cell == shown)
                .map(|(_, origin)| *origin)
        })
    }

    /// What is wrong with the cell, as far as it is told already.
    pub fn faults_of(self, element: &str) -> Vec<Fault> {
        let touched = self.touched.with(|touched| touched.contains(element));
        self.read.with(|read| {
            read.faults
                .iter()
                .filter(|fault| fault.element == element)
                .filter(|fault| match fault.reason {
                    Reason::Unconfirmed { .. } => self.checked,
                    _ => self.checked || touched,
                })
                .cloned()
                .collect()
        })
    }

    /// The warnings that are told beside the cell.
    pub fn warnings_of(self, element: &str) -> Vec<Broken> {
        self.read.with(|read| {
            read.warnings
                .iter()
                .filter(|broken| broken.element == element)
                .cloned()
                .collect()
        })
    }

    /// How much is filled of what is due, how many of it typed and how many carried over, and how
    /// many warnings wait for an answer.
    pub fn burden(self) -> ((usize, usize), usize, usize, usize) {
        let due: Vec<&str> = self.open.with_value(|open| {
            catalogue()
                .due(&open.key.programme, &open.tiers, open.key.period)
                .map(|element| element.code.as_str())
                .collect()
        });
        let says = |code: &&&str| !self.shown(code).is_blank();
        let filled = due.iter().filter(says).count();
        let reused = due
            .iter()
            .filter(|code| self.origin(code).is_some())
            .count();
        let open = self.read.with(|read| {
            self.answers
                .with(|answers| kpi::draft::unanswered(catalogue(), &read.warnings, answers).len())
        });
        (
            (filled, due.len()),
            filled - reused.min(filled),
            reused,
            open,
        )
    }

    /// What an indicator comes to with the figures as they stand.
    pub fn score(self, indicator: &Indicator) -> Score {
        self.open.with_value(|open| {
            self.read.with(|read| {
                let mut facts = open.facts.clone();
                for (code, value) in &read.values {
                    facts.put(code, open.key.period, value.clone());
                }
                let local = open.local_targets.get(&indicator.code);
                let standard = indicator.standard(open.key.period, local.into_iter().flatten());
                let part = Part::of(indicator, &unit(open), &facts, open.key.period);
                Score::of(indicator, &part, standard)
            })
        })
    }
}

/// As much of the unit as a score needs: its official counts.
fn unit(open: &OpenReturn) -> OrgUnit {
    let unit = open.path.last();
    OrgUnit {
        code: open.key.org_unit,
        name_zh: unit.map_or_else(String::new, |unit| unit.name.zh.clone()),
        name_en: unit.map_or_else(String::new, |unit| unit.name.en.clone()),
        level: unit.map_or(kpi::org_unit::Level::County, |unit| unit.level),
        parent: None,
        standing: Standing::Standard,
        is_region: unit.is_some_and(|unit| unit.is_region),
        region: None,
        townships_official: open.official.get("townships_total").copied(),
        villages_official: open.official.get("villages_total").copied(),
        note: None,
    }
}
