//! Facts: the accepted figures of one unit, and which of them is in force when.

use crate::catalogue::{DataElement, Kind, ValueType};
use crate::period::Period;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands in a cell. Missing is not zero, and neither is "not applicable" (semantics 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A figure: a count, 1 or 0 for yes or no, money in its smallest unit.
    Figure(i64),
    /// It does not apply here, and why.
    NotApplicable(String),
    /// It exists and cannot be had yet.
    NotYet,
    /// Nobody collects it.
    NotCollected,
}

impl Value {
    /// The figure, where it is one.
    pub fn figure(&self) -> Option<i64> {
        match self {
            Value::Figure(figure) => Some(*figure),
            Value::NotApplicable(_) | Value::NotYet | Value::NotCollected => None,
        }
    }

    /// Whether it says something that stays in force: a figure, or that it does not apply.
    fn holds_on(&self) -> bool {
        matches!(self, Value::Figure(_) | Value::NotApplicable(_))
    }
}

/// The accepted values of one unit, by data element and period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    by_element: BTreeMap<String, BTreeMap<Period, Value>>,
}

/// What is in force for one element of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InForce {
    /// A number.
    Number {
        /// The number; of a flow, the sum over the window.
        number: i64,
        /// The period it was filed under; of a flow, the last one that was in.
        since: Period,
        /// Whether every month that was due is in. Always so for a stock.
        complete: bool,
    },
    /// It does not apply.
    NotApplicable,
    /// Nothing is known.
    Missing,
}

impl Facts {
    /// No facts at all.
    pub fn new() -> Facts {
        Facts::default()
    }

    /// Adds one value, in place of what was there.
    pub fn put(&mut self, element: &str, period: Period, value: Value) {
        self.by_element
            .entry(element.to_owned())
            .or_default()
            .insert(period, value);
    }

    /// The value filed under exactly this period.
    pub fn at(&self, element: &str, period: Period) -> Option<&Value> {
        self.by_element.get(element)?.get(&period)
    }

    /// Every value of an element, in time.
    pub fn of(&self, element: &str) -> impl DoubleEndedIterator<Item = (Period, &Value)> {
        self.by_element
            .get(element)
            .into_iter()
            .flatten()
            .map(|(period, value)| (*period, value))
    }

    /// Every value: element, period, value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Period, &Value)> {
        self.by_element.iter().flat_map(|(element, values)| {
            values
                .iter()
                .map(move |(period, value)| (element.as_str(), *period, value))
        })
    }

    /// Whether anything at all is known.
    pub fn is_empty(&self) -> bool {
        self.by_element.is_empty()
    }

    /// The last accepted figure strictly before `period`, however old: what the rules call
    /// `last(element)`. A figure that restarts in January has none before 1 January
    /// (semantics 6).
    pub fn last_before(&self, element: &DataElement, period: Period) -> Option<(Period, i64)> {
        self.by_element
            .get(&element.code)?
            .range(..period)
            .rev()
            .find_map(|(filed, value)| Some((*filed, value.figure()?)))
            .filter(|(filed, _)| element.kind != Kind::YearToDate || filed.year() == period.year())
    }

    /// What is in force for `element` in the window from `start` to `period` (semantics 7, 14).
    pub fn in_force(&self, element: &DataElement, start: Period, period: Period) -> InForce {
        match element.kind {
            Kind::Stock | Kind::YearToDate => self.stock(element, period),
            Kind::Flow => self.flow(element, start, period),
        }
    }

    fn stock(&self, element: &DataElement, period: Period) -> InForce {
        let oldest = element.frequency.oldest_in_force(period);
        let last = self.by_element.get(&element.code).and_then(|values| {
            values
                .range(oldest..=period)
                .rev()
                .find(|(_, value)| value.holds_on())
        });
        match last {
            Some((since, Value::Figure(number))) => InForce::Number {
                number: *number,
                since: *since,
                complete: true,
            },
            Some((_, Value::NotApplicable(_))) => InForce::NotApplicable,
            Some((_, Value::NotYet | Value::NotCollected)) | None => InForce::Missing,
        }
    }

    /// Flows add up; a yes or no given month by month counts as its last answer.
    fn flow(&self, element: &DataElement, start: Period, period: Period) -> InForce {
        if start > period {
            return InForce::NotApplicable;
        }
        let values: Vec<(Period, &Value)> = self
            .by_element
            .get(&element.code)
            .into_iter()
            .flat_map(|values| values.range(start..=period))
            .map(|(filed, value)| (*filed, value))
            .collect();
        let figures: Vec<(Period, i64)> = values
            .iter()
            .filter_map(|(filed, value)| Some((*filed, value.figure()?)))
            .collect();
        let mut due = start
            .through(period)
            .filter(|month| element.frequency.due_in(*month))
            .peekable();
        // Before the first due month of the window nobody has said "that was all".
        let complete = due.peek().is_some()
            && due.all(|month| self.at(&element.code, month).is_some_and(Value::holds_on));
        match figures.last() {
            Some((since, last)) => InForce::Number {
                number: match element.value_type {
                    ValueType::Flag => *last,
                    ValueType::Count | ValueType::Decimal => {
                        figures.iter().map(|(_, figure)| figure).sum()
                    }
                },
                since: *since,
                complete,
            },
            None if values.iter().any(|(_, value)| value.holds_on()) && complete => {
                InForce::NotApplicable
            }
            None => InForce::Missing,
        }
    }
}

impl InForce {
    /// The period the number was filed under, where there is one.
    pub fn since(&self) -> Option<Period> {
        match self {
            InForce::Number { since, .. } => Some(*since),
            InForce::NotApplicable | InForce::Missing => None,
        }
    }

    /// The number, where there is one.
    pub fn number(&self) -> Option<i64> {
        match self {
            InForce::Number { number, .. } => Some(*number),
            InForce::NotApplicable | InForce::Missing => None,
        }
    }
}
