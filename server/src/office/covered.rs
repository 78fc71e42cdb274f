//! Returns as somebody reads them who may not see small numbers of persons: the veil over their
//! figures, and over everything beside them that repeats one: what was accepted before, warnings,
//! the answers to them, the history, and a fingerprint by which four numbers are soon tried.

use super::veil::{Mark, Veil, figures_of};
use super::{Office, Stop};
use crate::store::{Reading, Span};
use app::ask::returns::{Happened, OpenReturn, Receipt};
use app::ask::review::Versions;
use kpi::catalogue::catalogue;
use kpi::draft::{Cell, value};
use kpi::facts::Facts;
use kpi::fault::Broken;
use kpi::role::Actor;
use kpi::suppression::{WITHHELD, counts_persons};
use kpi::{Indicator, Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

/// Which elements are withheld, each with the number it may be said to be below.
type Below = BTreeMap<String, Option<i64>>;

fn persons() -> impl Iterator<Item = &'static Indicator> {
    let all = catalogue().indicators().iter();
    all.filter(|indicator| indicator.counts_persons)
}

fn figures(cells: &BTreeMap<String, Cell>) -> BTreeMap<String, i64> {
    cells
        .iter()
        .filter_map(|(code, cell)| {
            let value = value(catalogue().element(code)?, cell).ok()?;
            Some((code.clone(), value.figure()?))
        })
        .collect()
}

impl Veil<'_> {
    fn below(&self, unit: UnitCode, period: Period, figures: &BTreeMap<String, i64>) -> Below {
        let of_mark = |mark| match mark {
            Mark::Small => Some(self.threshold().0),
            Mark::Withheld => None,
        };
        self.withheld_of(unit, period, figures)
            .into_iter()
            .map(|(element, mark)| (element, of_mark(mark)))
            .collect()
    }

    /// The cells with what is withheld written over.
    fn written_over(
        &self,
        unit: UnitCode,
        period: Period,
        cells: BTreeMap<String, Cell>,
    ) -> BTreeMap<String, Cell> {
        let below = self.below(unit, period, &figures(&cells));
        cells
            .into_iter()
            .map(|(element, cell)| match below.get(&element) {
                None => (element, cell),
                Some(below) => (element, Cell::typed(marked(*below))),
            })
            .collect()
    }
}

/// The text that stands for a withheld figure in a cell or in the history.
fn marked(below: Option<i64>) -> String {
    below.map_or_else(|| WITHHELD.to_owned(), |below| format!("<{below}"))
}

impl Office {
    /// A return as the reader may see it.
    pub(super) async fn cover_return(
        &self,
        reading: &mut Reading,
        who: &Actor,
        open: OpenReturn,
    ) -> Result<OpenReturn, Stop> {
        let (unit, period) = (open.key.org_unit, open.key.period);
        let veil = self
            .veil(reading, who, persons(), Span::only(period))
            .await?;
        if veil.sees(unit) {
            return Ok(open);
        }
        let mut withheld = veil.below(unit, period, &figures_of(&open.accepted));
        withheld.extend(veil.below(unit, period, &figures(&open.cells)));
        let facts = self.facts_before(reading, who, &open, &withheld).await?;
        let tells = |broken: &Broken| names_persons(broken);
        let warnings: Vec<Broken> = open
            .warnings
            .into_iter()
            .filter(|broken| !tells(broken))
            .collect();
        let kept: BTreeSet<&str> = warnings.iter().map(|broken| broken.rule.as_str()).collect();
        let answers = open
            .answers
            .into_iter()
            .filter(|(rule, _)| kept.contains(rule.as_str()))
            .collect();
        let shown = |element: &String| !withheld.contains_key(element);
        Ok(OpenReturn {
            cells: open
                .cells
                .into_iter()
                .filter(|(element, _)| shown(element))
                .collect(),
            accepted: open
                .accepted
                .into_iter()
                .filter(|(element, _)| shown(element))
                .collect(),
            facts,
            warnings,
            answers,
            // Whoever reads cannot mend them, and they repeat figures.
            faults: Vec::new(),
            history: open.history.into_iter().map(without_persons).collect(),
            withheld,
            ..open
        })
    }

    /// The unit's accepted values as far as the page of a return tells them: the last of each
    /// count of persons, unless it is withheld in its own month or now.
    async fn facts_before(
        &self,
        reading: &mut Reading,
        who: &Actor,
        open: &OpenReturn,
        withheld: &Below,
    ) -> Result<Facts, Stop> {
        let mut facts = Facts::new();
        let mut last: BTreeMap<Period, BTreeSet<&str>> = BTreeMap::new();
        for (element, filed, value) in open.facts.iter() {
            if !counts_persons(element) {
                facts.put(element, filed, value.clone());
            }
        }
        for element in catalogue().elements() {
            if !counts_persons(&element.code) || withheld.contains_key(&element.code) {
                continue;
            }
            let filed = open.facts.of(&element.code).map(|(filed, _)| filed);
            let (before, now): (Vec<_>, Vec<_>) = filed.partition(|filed| *filed < open.key.period);
            for filed in before.into_iter().next_back().into_iter().chain(now) {
                last.entry(filed).or_default().insert(&element.code);
            }
        }
        for (filed, elements) in last {
            let veil = self
                .veil(reading, who, persons(), Span::only(filed))
                .await?;
            let figures: BTreeMap<String, i64> = open
                .facts
                .iter()
                .filter(|(_, at, _)| *at == filed)
                .filter_map(|(element, _, value)| Some((element.to_owned(), value.figure()?)))
                .collect();
            let below = veil.below(open.key.org_unit, filed, &figures);
            for element in elements {
                let value = open.facts.at(element, filed);
                if let Some(value) = value.filter(|_| !below.contains_key(element)) {
                    facts.put(element, filed, value.clone());
                }
            }
        }
        Ok(facts)
    }

    /// A receipt as the reader may see it.
    pub(super) async fn cover_receipt(
        &self,
        reading: &mut Reading,
        who: &Actor,
        receipt: Receipt,
    ) -> Result<Receipt, Stop> {
        let (unit, period) = (receipt.key.org_unit, receipt.key.period);
        let veil = self
            .veil(reading, who, persons(), Span::only(period))
            .await?;
        if veil.sees(unit) {
            return Ok(receipt);
        }
        let withheld = veil.below(unit, period, &figures_of(&receipt.values));
        let values = receipt
            .values
            .into_iter()
            .filter(|(element, _)| !withheld.contains_key(element));
        let answers = receipt
            .answers
            .into_iter()
            .map(|(rule, mut answer)| {
                answer.said_of.clear();
                (rule, answer)
            })
            .collect();
        Ok(Receipt {
            values: values.collect(),
            answers,
            fingerprint: match withheld.is_empty() {
                true => receipt.fingerprint,
                false => String::new(),
            },
            withheld,
            ..receipt
        })
    }

    /// The versions of a return as the reader may see them.
    pub(super) async fn cover_versions(
        &self,
        reading: &mut Reading,
        who: &Actor,
        mut versions: Versions,
    ) -> Result<Versions, Stop> {
        let (unit, period) = (versions.key.org_unit, versions.key.period);
        let veil = self
            .veil(reading, who, persons(), Span::only(period))
            .await?;
        let Some(compared) = versions.compared.as_mut().filter(|_| !veil.sees(unit)) else {
            return Ok(versions);
        };
        let side = |of: &dyn Fn(&app::ask::review::ComparedLine) -> Option<Cell>| {
            let cells = compared
                .lines
                .iter()
                .filter_map(|line| Some((line.element.clone(), of(line)?)))
                .collect();
            veil.written_over(unit, period, cells)
        };
        let (mut from, mut to) = (
            side(&|line| line.from.clone()),
            side(&|line| line.to.clone()),
        );
        for line in &mut compared.lines {
            line.from = from.remove(&line.element);
            line.to = to.remove(&line.element);
        }
        Ok(versions)
    }
}

/// Whether a broken rule tells a count of persons.
fn names_persons(broken: &Broken) -> bool {
    let named = broken.figures.iter().map(|(reference, _)| {
        reference
            .strip_prefix("last(")
            .and_then(|rest| rest.strip_suffix(')'))
            .unwrap_or(reference)
    });
    std::iter::once(broken.element.as_str())
        .chain(named)
        .any(counts_persons)
}

/// What happened, without the figures of persons: which of many past numbers could be told is not
/// worth asking for a list of changes.
fn without_persons(mut happened: Happened) -> Happened {
    for (element, from, to) in &mut happened.changes {
        // An answer to a warning is listed under its rule and repeats no figure.
        if counts_persons(element) {
            for text in [from, to] {
                if !text.is_empty() {
                    *text = WITHHELD.to_owned();
                }
            }
        }
    }
    happened
}
