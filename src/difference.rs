//! What a return changes: its values against those accepted last.
//!
//! A reviewer looks at differences. Those of a correction are against the version that counts;
//! those of a first return against the last accepted value of each element before its month.

use crate::catalogue::{Catalogue, DataElement};
use crate::facts::{Facts, Value};
use crate::org_unit::Tier;
use crate::period::Period;
use crate::returns::ReturnKey;
use std::collections::BTreeMap;

/// One element, as it is and as it was accepted last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side<'a> {
    /// The element.
    pub element: &'a DataElement,
    /// What the return says; nothing where it leaves the element out.
    pub now: Option<Value>,
    /// What was accepted last, and under which month.
    pub before: Option<(Period, Value)>,
    /// Whether this is news to the reviewer.
    pub changed: bool,
}

/// Every element of which the return says something or no longer does, in catalogue order.
///
/// `accepted` are the values of this very return that count, empty before the first acceptance.
pub fn sides<'a>(
    catalogue: &'a Catalogue,
    tiers: &[Tier],
    key: &ReturnKey,
    values: &BTreeMap<String, Value>,
    accepted: &BTreeMap<String, Value>,
    facts: &Facts,
) -> Vec<Side<'a>> {
    let corrects = !accepted.is_empty();
    catalogue
        .asked(&key.programme, tiers)
        .filter_map(|element| {
            let now = values.get(&element.code).cloned();
            let before = match corrects {
                true => accepted
                    .get(&element.code)
                    .map(|value| (key.period, value.clone())),
                false => last_value(facts, element, key.period),
            };
            let own = accepted.contains_key(&element.code);
            if now.is_none() && !own {
                return None;
            }
            let was = before.as_ref().map(|(_, value)| value);
            let changed = now.as_ref() != was;
            Some(Side {
                element,
                now,
                before,
                changed,
            })
        })
        .collect()
}

/// How many of them are news.
pub fn changed(sides: &[Side]) -> usize {
    sides.iter().filter(|side| side.changed).count()
}

/// The last accepted value strictly before a month, a figure or an empty.
fn last_value(facts: &Facts, element: &DataElement, period: Period) -> Option<(Period, Value)> {
    facts
        .of(&element.code)
        .rev()
        .find(|(filed, _)| *filed < period)
        .map(|(filed, value)| (filed, value.clone()))
}

/// Two sets of values, element by element in catalogue order: which, here, there.
pub fn compared<'a>(
    catalogue: &'a Catalogue,
    from: &BTreeMap<String, Value>,
    to: &BTreeMap<String, Value>,
) -> Vec<(&'a DataElement, Option<Value>, Option<Value>)> {
    catalogue
        .elements()
        .iter()
        .filter_map(|element| {
            let (from, to) = (from.get(&element.code), to.get(&element.code));
            (from.is_some() || to.is_some()).then(|| (element, from.cloned(), to.cloned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{PILOT, catalogue};

    fn key() -> ReturnKey {
        ReturnKey {
            org_unit: "440703".parse().unwrap(),
            programme: PILOT.to_owned(),
            period: "2020-11".parse().unwrap(),
        }
    }

    fn values(of: &[(&str, i64)]) -> BTreeMap<String, Value> {
        of.iter()
            .map(|(code, figure)| ((*code).to_owned(), Value::Figure(*figure)))
            .collect()
    }

    fn news(
        now: &BTreeMap<String, Value>,
        accepted: &BTreeMap<String, Value>,
        facts: &Facts,
    ) -> Vec<String> {
        sides(catalogue(), &[Tier::County], &key(), now, accepted, facts)
            .into_iter()
            .filter(|side| side.changed)
            .map(|side| side.element.code.clone())
            .collect()
    }

    #[test]
    fn a_first_return_is_held_against_the_last_accepted_values_before_it() {
        let mut facts = Facts::new();
        facts.put(
            "smd_registered",
            "2020-10".parse().unwrap(),
            Value::Figure(1000),
        );
        facts.put(
            "smd_registered",
            "2020-08".parse().unwrap(),
            Value::Figure(1),
        );
        facts.put(
            "smd_managed",
            "2020-09".parse().unwrap(),
            Value::Figure(900),
        );
        // What is accepted under the month itself, from another door, is no "before".
        facts.put("smd_managed", "2020-11".parse().unwrap(), Value::Figure(7));
        let now = values(&[
            ("smd_registered", 1000),
            ("smd_managed", 901),
            ("smd_new", 0),
        ]);
        let told = news(&now, &BTreeMap::new(), &facts);
        assert_eq!(told, ["smd_managed", "smd_new"]);
        let same = values(&[("smd_registered", 1000), ("smd_managed", 900)]);
        assert!(news(&same, &BTreeMap::new(), &facts).is_empty());
    }

    #[test]
    fn an_empty_is_a_value_too() {
        let mut facts = Facts::new();
        facts.put(
            "smd_registered",
            "2020-09".parse().unwrap(),
            Value::Figure(1000),
        );
        facts.put("smd_registered", "2020-10".parse().unwrap(), Value::NotYet);
        let now = values(&[("smd_registered", 1000)]);
        assert_eq!(news(&now, &BTreeMap::new(), &facts), ["smd_registered"]);
        let still = BTreeMap::from([("smd_registered".to_owned(), Value::NotYet)]);
        assert!(news(&still, &BTreeMap::new(), &facts).is_empty());
    }

    #[test]
    fn a_correction_is_held_against_the_version_that_counts() {
        let mut facts = Facts::new();
        facts.put(
            "smd_registered",
            "2020-10".parse().unwrap(),
            Value::Figure(5),
        );
        let accepted = values(&[("smd_registered", 1000), ("smd_managed", 900)]);
        let now = values(&[("smd_registered", 1000)]);
        let told = news(&now, &accepted, &facts);
        assert_eq!(told, ["smd_managed"], "what is left out is a change");
    }
}
