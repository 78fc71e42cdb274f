//! The catalogue: which figures are typed, which indicators they make, and what is asked of them.
//!
//! It is data (`data/*.csv`), compiled in and read once. A new year is a new row or a new file,
//! never an edit of what was asked before. A row that does not parse stops every test, so at run
//! time the catalogue is simply there.

mod bilingual;
mod element;
mod indicator;
mod places;
mod programme;
mod published;
mod read;
mod rule;

pub use bilingual::{Bilingual, Lang};
pub use element::{DataElement, Kind, ValueType};
pub use indicator::{Basis, Indicator, IndicatorKind, Inference, RollUp, Standard, Task};
pub use places::{PilotRegion, divisions, pilot_regions};
pub use programme::{PILOT, PROGRAMMES, Programme, programme};
pub use published::{PublishedFigure, published_figures, published_import};
pub use rule::{Condition, Reference, Rule, RuleKind};

use crate::org_unit::Tier;
use crate::period::Period;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Everything that is asked.
#[derive(Debug)]
pub struct Catalogue {
    elements: Vec<DataElement>,
    indicators: Vec<Indicator>,
    tasks: Vec<Task>,
    rules: Vec<Rule>,
    jumps: Vec<(String, i64)>,
    element_at: BTreeMap<String, usize>,
    indicator_at: BTreeMap<String, usize>,
    fed_by: BTreeMap<String, Vec<usize>>,
}

/// The catalogue that was compiled in.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        read::catalogue().expect("the compiled-in catalogue parses: a test reads every row")
    })
}

impl Catalogue {
    fn new(
        elements: Vec<DataElement>,
        indicators: Vec<Indicator>,
        tasks: Vec<Task>,
        rules: Vec<Rule>,
        jumps: Vec<(String, i64)>,
    ) -> Catalogue {
        let element_at = index(elements.iter().map(|element| &element.code));
        let indicator_at = index(indicators.iter().map(|indicator| &indicator.code));
        let mut fed_by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, indicator) in indicators.iter().enumerate() {
            for element in indicator.elements() {
                fed_by.entry(element.to_owned()).or_default().push(at);
            }
        }
        Catalogue {
            elements,
            indicators,
            tasks,
            rules,
            jumps,
            element_at,
            indicator_at,
            fed_by,
        }
    }

    /// The data elements, in the order of the forms.
    pub fn elements(&self) -> &[DataElement] {
        &self.elements
    }

    /// The indicators, in catalogue order.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The tasks, in order.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// By how many percentage points a rate may move between two returns before it is asked
    /// about, by indicator. The thresholds are ours: the policy names none.
    pub fn jumps(&self) -> &[(String, i64)] {
        &self.jumps
    }

    /// The validation rules, in catalogue order.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The data element of this code.
    pub fn element(&self, code: &str) -> Option<&DataElement> {
        self.element_at.get(code).map(|at| &self.elements[*at])
    }

    /// The indicator of this code.
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicator_at.get(code).map(|at| &self.indicators[*at])
    }

    /// The indicators that use a data element: a figure that several use is entered once.
    pub fn fed_by(&self, element: &str) -> impl Iterator<Item = &Indicator> {
        self.fed_by
            .get(element)
            .into_iter()
            .flatten()
            .map(|at| &self.indicators[*at])
    }

    /// The elements of a programme that units acting on `tiers` enter, in order.
    pub fn asked<'a, 'b>(
        &'a self,
        programme: &'b str,
        tiers: &'b [Tier],
    ) -> impl Iterator<Item = &'a DataElement> + use<'a, 'b> {
        self.elements
            .iter()
            .filter(move |element| element.programme == programme && tiers.contains(&element.tier))
    }

    /// Of these, the ones that fall due in `period`.
    pub fn due<'a, 'b>(
        &'a self,
        programme: &'b str,
        tiers: &'b [Tier],
        period: Period,
    ) -> impl Iterator<Item = &'a DataElement> + use<'a, 'b> {
        self.asked(programme, tiers)
            .filter(move |element| element.frequency.due_in(period))
    }
}

fn index<'a>(codes: impl Iterator<Item = &'a String>) -> BTreeMap<String, usize> {
    codes
        .enumerate()
        .map(|(at, code)| (code.clone(), at))
        .collect()
}

#[cfg(test)]
mod tests;
