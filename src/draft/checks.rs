//! Checks: the figures of a draft against each other and against those accepted before.

use super::{Known, fault};
use crate::catalogue::{Catalogue, DataElement, Kind, Reference, Rule, RuleKind, ValueType};
use crate::facts::{InForce, Value};
use crate::fault::{Broken, Fault, Reason};
use crate::period::Period;
use std::collections::{BTreeMap, BTreeSet};

/// The figures of one draft, beside those accepted before.
pub(super) struct Figures<'a> {
    pub catalogue: &'a Catalogue,
    pub period: Period,
    /// What the draft says, where it could be read.
    pub values: &'a BTreeMap<String, Value>,
    /// Elements whose cell could not be read: what was accepted before does not stand in for
    /// them, since it is just being changed.
    pub unread: BTreeSet<String>,
    pub known: Known<'a>,
}

/// A rule that is broken.
pub(super) struct Found {
    pub kind: RuleKind,
    pub broken: Broken,
}

impl Figures<'_> {
    /// The figure of this draft; a flow together with what was accepted of it before in its
    /// half-year or year, anything else as it stands.
    fn here(&self, element: &DataElement) -> Option<i64> {
        let figure = self.values.get(&element.code)?.figure()?;
        if element.kind != Kind::Flow || element.value_type == ValueType::Flag {
            return Some(figure);
        }
        let start = element.window_start(self.period);
        let before: i64 = self
            .known
            .facts
            .of(&element.code)
            .filter(|(filed, _)| start <= *filed && *filed < self.period)
            .filter_map(|(_, value)| value.figure())
            .sum();
        Some(before + figure)
    }

    /// What was accepted and is in force in `period`, where this draft does not speak of it.
    fn accepted(&self, element: &DataElement, period: Period) -> Option<(i64, Period)> {
        let start = element.window_start(period);
        match self.known.facts.in_force(element, start, period) {
            InForce::Number { number, since, .. } => Some((number, since)),
            InForce::NotApplicable | InForce::Missing => None,
        }
    }

    fn speaks_of(&self, element: &DataElement) -> bool {
        self.values.contains_key(&element.code) || self.unread.contains(&element.code)
    }

    /// Parts of this draft over their wholes, here or accepted before; and wholes of this draft
    /// under parts accepted before (semantics 9). The official count is no hard limit: a village
    /// may be newer than the list of 2020.
    pub fn parts_over_wholes(&self) -> Vec<Fault> {
        let wholes = |part: &DataElement| self.catalogue.element(part.at_most.as_deref()?);
        self.catalogue
            .elements()
            .iter()
            .filter_map(|part| Some((part, wholes(part)?)))
            .filter_map(|(part, whole)| {
                self.part_too_large(part, whole)
                    .or_else(|| self.whole_too_small(part, whole))
            })
            .collect()
    }

    fn part_too_large(&self, part: &DataElement, whole: &DataElement) -> Option<Fault> {
        let figure = self.here(part)?;
        let (limit, accepted_in) = match self.speaks_of(whole) {
            true => (self.here(whole)?, None),
            false => {
                let (limit, since) = self.accepted(whole, self.period)?;
                (limit, Some(since))
            }
        };
        let reason = Reason::ExceedsWhole {
            part: figure,
            whole_element: whole.code.clone(),
            whole: limit,
            accepted_in,
        };
        (figure > limit).then(|| fault(&part.code, reason))
    }

    /// A whole is held against the part in force beside it, and against the later ones that it
    /// will be in force for.
    fn whole_too_small(&self, part: &DataElement, whole: &DataElement) -> Option<Fault> {
        let limit = self.here(whole)?;
        let beside = match self.speaks_of(part) {
            true => None,
            false => self.accepted(part, self.period),
        };
        let later = self
            .months_ahead(whole)
            .filter_map(|month| self.accepted(part, month))
            .filter(|(_, since)| *since > self.period);
        let (figure, accepted_in) = beside
            .into_iter()
            .chain(later)
            .find(|(figure, _)| *figure > limit)?;
        let reason = Reason::BelowPart {
            whole: limit,
            part_element: part.code.clone(),
            part: figure,
            accepted_in,
        };
        Some(fault(&whole.code, reason))
    }

    /// The months after this one in which this draft's value of a stock will be in force: until
    /// it grows too old, or the next value was accepted.
    fn months_ahead(&self, stock: &DataElement) -> impl Iterator<Item = Period> {
        let last = match stock.kind {
            Kind::Stock => stock.frequency.last_in_force(self.period),
            Kind::Flow | Kind::YearToDate => self.period,
        };
        let next = self
            .known
            .facts
            .of(&stock.code)
            .find(|(filed, value)| *filed > self.period && value.figure().is_some())
            .map(|(filed, _)| filed);
        self.period
            .next()
            .through(last)
            .take_while(move |month| next.is_none_or(|next| *month < next))
    }

    /// The rules of the catalogue that speak of this draft and do not hold; of those that ask
    /// the same of the same figures, the first.
    pub fn broken_rules(&self) -> Vec<Found> {
        let mut found: Vec<(&Rule, Found)> = Vec::new();
        for rule in self.catalogue.rules() {
            let Some(element) = self.place_of(rule) else {
                continue;
            };
            let Some(figures) = rule.broken_by(|reference| self.figure(reference)) else {
                continue;
            };
            let says_the_same = |(other, told): &(&Rule, Found)| {
                other.must == rule.must && told.broken.figures == figures
            };
            if !found.iter().any(says_the_same) {
                let kind = match rule.kind {
                    RuleKind::Hard if self.leans_on_official(rule) => RuleKind::Warning,
                    kind => kind,
                };
                let broken = Broken {
                    rule: rule.id.clone(),
                    element: element.to_owned(),
                    figures,
                };
                found.push((rule, Found { kind, broken }));
            }
        }
        let mut found: Vec<Found> = found.into_iter().map(|(_, found)| found).collect();
        found.extend(self.unusual());
        found
    }

    /// The element a rule is told beside: the first it names, as written, that this draft has.
    /// None: the rule does not speak of this draft.
    fn place_of<'r>(&self, rule: &'r Rule) -> Option<&'r str> {
        rule.as_written().find_map(|reference| match reference {
            Reference::Current(code) if self.values.contains_key(code) => Some(code.as_str()),
            _ => None,
        })
    }

    /// The value in this draft; where it does not speak of it, the one in force.
    pub(super) fn current(&self, element: &DataElement) -> Option<i64> {
        match self.speaks_of(element) {
            true => self.here(element),
            false => self
                .accepted(element, self.period)
                .map(|(figure, _)| figure)
                .or_else(|| self.known.official.get(&element.code).copied()),
        }
    }

    /// The figure that a rule names.
    pub(super) fn figure(&self, reference: &Reference) -> Option<i64> {
        let facts = self.known.facts;
        match reference {
            Reference::Current(code) => self.current(self.catalogue.element(code)?),
            Reference::Last(code) => facts
                .last_before(self.catalogue.element(code)?, self.period)
                .map(|(_, figure)| figure),
            Reference::Official(code) => self.known.official.get(code).copied(),
            Reference::Days => Some(i64::from(self.period.days())),
        }
    }

    /// Whether an official count stands in for a figure that nobody reported: it is old, so it
    /// only asks.
    fn leans_on_official(&self, rule: &Rule) -> bool {
        rule.as_written().any(|reference| match reference {
            Reference::Current(code) => self.catalogue.element(code).is_some_and(|element| {
                !self.speaks_of(element)
                    && self.known.official.contains_key(code)
                    && self.accepted(element, self.period).is_none()
            }),
            Reference::Last(_) | Reference::Official(_) | Reference::Days => false,
        })
    }
}
