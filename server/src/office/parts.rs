//! Keeps parts and sums up to date with the figures (the house's decision D4).
//!
//! A figure reaches as far as it can be in force: a stock as long as its frequency says, a flow
//! to the end of its year. Where a figure of an indicator reaches, there is a part; nowhere else.

use super::tree::Tree;
use crate::store::{Change, PartRow, Span, StoreError, SumsRow};
use kpi::catalogue::{Kind, catalogue};
use kpi::facts::Facts;
use kpi::org_unit::OrgUnit;
use kpi::roll_up::Sums;
use kpi::score::Part;
use kpi::{DataElement, Indicator, Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

/// The last period that a figure filed under `period` can bear on.
fn reach(element: &DataElement, period: Period) -> Period {
    match element.kind {
        Kind::Stock | Kind::YearToDate => element.frequency.last_in_force(period),
        Kind::Flow => period.end_of_year(),
    }
}

/// Which parts hang on a figure: indicator's code and period.
type Places = BTreeSet<(&'static str, Period)>;

fn places_of<'a>(figures: impl IntoIterator<Item = (&'a str, Period)>) -> Places {
    figures
        .into_iter()
        .filter_map(|(code, period)| Some((catalogue().element(code)?, period)))
        .flat_map(|(element, period)| {
            let months = period.through(reach(element, period));
            catalogue()
                .fed_by(&element.code)
                .flat_map(move |indicator| {
                    months.clone().map(|month| (indicator.code.as_str(), month))
                })
        })
        .collect()
}

fn indicator(code: &str) -> &'static Indicator {
    catalogue()
        .indicator(code)
        .expect("places name indicators of the catalogue")
}

fn part_row(tree: &Tree, unit: &OrgUnit, facts: &Facts, place: (&str, Period)) -> PartRow {
    let (indicator, period) = (indicator(place.0), place.1);
    let denominator = indicator.denominator_element.as_deref();
    PartRow {
        org_unit: unit.code,
        indicator: indicator.code.clone(),
        period,
        part: Part::of(indicator, unit, facts, period),
        enters: tree.answers(unit.code, indicator.tier),
        official_n: denominator.and_then(|code| unit.official(code)),
    }
}

/// Whether the sums follow a change of parts at once, or are all added up afresh afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumsFollow {
    /// At once, by the differences.
    AtOnce,
    /// Afterwards: cheaper when many units change.
    Afterwards,
}

/// Every part that all the facts of a unit make.
pub fn all_parts(tree: &Tree, unit: &OrgUnit, facts: &Facts) -> Vec<PartRow> {
    places_of(facts.iter().map(|(code, period, _)| (code, period)))
        .into_iter()
        .map(|place| part_row(tree, unit, facts, place))
        .collect()
}

/// Puts the parts that all the facts of a unit make in place of those it had.
pub async fn replace(
    change: &mut Change,
    tree: &Tree,
    unit: &OrgUnit,
    facts: &Facts,
    follow: SumsFollow,
) -> Result<(), StoreError> {
    let rows = all_parts(tree, unit, facts);
    if follow == SumsFollow::AtOnce {
        let mut differences = Differences::default();
        for old in change.parts_of(unit.code, Span::EVER).await? {
            differences.take(Some(&old));
        }
        for new in &rows {
            differences.add(Some(new));
        }
        differences.enter(change, tree, unit.code).await?;
    }
    change.replace_parts(unit.code, &rows).await
}

/// Brings the parts of a unit up to date after the figures of some elements under `period` have
/// changed, and the sums above it.
pub async fn refresh(
    change: &mut Change,
    tree: &Tree,
    unit: &OrgUnit,
    period: Period,
    elements: &BTreeSet<String>,
) -> Result<(), StoreError> {
    let places = places_of(elements.iter().map(|code| (code.as_str(), period)));
    let last = period.plus(12).end_of_year();
    let oldest = period.plus(-12).start_of_year();
    let facts = change.facts(unit.code, oldest, last).await?;
    let reached = places_of(facts.iter().map(|(code, period, _)| (code, period)));
    let span = Span {
        from: period,
        to: last,
    };
    let mut before: BTreeMap<(String, Period), PartRow> = change
        .parts_of(unit.code, span)
        .await?
        .into_iter()
        .map(|row| ((row.indicator.clone(), row.period), row))
        .collect();
    let mut differences = Differences::default();
    let mut changed = Vec::new();
    for place in places {
        let old = before.remove(&(place.0.to_owned(), place.1));
        let new = reached
            .contains(&place)
            .then(|| part_row(tree, unit, &facts, place));
        if old == new {
            continue;
        }
        differences.take(old.as_ref());
        differences.add(new.as_ref());
        match (old, new) {
            (_, Some(new)) => changed.push(new),
            (Some(old), None) => change.drop_part(&old).await?,
            (None, None) => {}
        }
    }
    change.put_parts(&changed).await?;
    differences.enter(change, tree, unit.code).await
}

/// By how much the sums above a unit change.
#[derive(Default)]
struct Differences {
    by_place: BTreeMap<(String, Period), Sums>,
}

impl Differences {
    fn add(&mut self, row: Option<&PartRow>) {
        self.change(row, Sums::plus);
    }

    fn take(&mut self, row: Option<&PartRow>) {
        self.change(row, Sums::minus);
    }

    fn change(&mut self, row: Option<&PartRow>, with: impl Fn(Sums, Sums) -> Sums) {
        if let Some(row) = row.filter(|row| row.enters) {
            let sums = self
                .by_place
                .entry((row.indicator.clone(), row.period))
                .or_default();
            *sums = with(*sums, Sums::of(&row.part, row.official_n));
        }
    }

    /// Adds the differences to the sums of every unit above.
    async fn enter(
        mut self,
        change: &mut Change,
        tree: &Tree,
        unit: UnitCode,
    ) -> Result<(), StoreError> {
        self.by_place.retain(|_, sums| *sums != Sums::default());
        let rows: Vec<SumsRow> = tree
            .units()
            .ancestors(unit)
            .flat_map(|above| {
                self.by_place
                    .iter()
                    .map(|((indicator, period), sums)| SumsRow {
                        org_unit: above.code,
                        indicator: indicator.clone(),
                        period: *period,
                        sums: *sums,
                    })
            })
            .collect();
        change.add_to_sums(&rows).await
    }
}
