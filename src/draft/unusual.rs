//! What is unusual for any figure of its kind: a stock that falls, a rate that jumps. Beside the
//! catalogue's own rules, and asked about only where none of those asks the same.

use super::checks::{Figures, Found};
use crate::catalogue::{Condition, DataElement, Indicator, Kind, RuleKind, ValueType};
use crate::facts::InForce;
use crate::fault::Broken;

/// How the id of the rule about a fall begins; the data element's code follows.
pub const FALL: &str = "fall:";

/// How the id of the rule about a jump begins; the indicator's code follows.
pub const JUMP: &str = "jump:";

/// The id of the rule by which patients in, out and gone explain the register.
const BALANCE: &str = "smd-reported-prevalence-2";

impl Figures<'_> {
    /// Falls and jumps among the figures of this draft.
    pub(super) fn unusual(&self) -> Vec<Found> {
        let falls = self
            .catalogue
            .elements()
            .iter()
            .filter_map(|element| self.fall(element));
        let jumps = self
            .catalogue
            .jumps()
            .iter()
            .filter_map(|(indicator, points)| self.jump(indicator, *points));
        falls.chain(jumps).collect()
    }

    /// A stock, or what adds up since January, that is lower than when it was last accepted.
    fn fall(&self, element: &DataElement) -> Option<Found> {
        let moves_slowly = matches!(element.kind, Kind::Stock | Kind::YearToDate);
        if !moves_slowly || element.value_type != ValueType::Count {
            return None;
        }
        let now = self.values.get(&element.code)?.figure()?;
        let (_, before) = self.known.facts.last_before(element, self.period)?;
        if now >= before || self.asked_by_catalogue(element) || self.balance_explains(element) {
            return None;
        }
        let figures = vec![
            (element.code.clone(), now),
            (format!("last({})", element.code), before),
        ];
        Some(found(format!("{FALL}{}", element.code), element, figures))
    }

    /// Whether a rule of the catalogue already asks about a fall of this element.
    fn asked_by_catalogue(&self, element: &DataElement) -> bool {
        let same = Condition::parse(&format!("{0} >= last({0})", element.code));
        self.catalogue.rules().iter().any(|rule| rule.must == same)
    }

    /// Whether patients who died or moved away account for every one that is missing.
    fn balance_explains(&self, element: &DataElement) -> bool {
        let balance = self
            .catalogue
            .rules()
            .iter()
            .find(|rule| rule.id == BALANCE);
        balance.is_some_and(|rule| {
            rule.place() == Some(element.code.as_str())
                && rule.holds(|reference| self.figure(reference)) == Some(true)
        })
    }

    /// A rate that moves by more points than its own threshold since it was last accepted.
    fn jump(&self, code: &str, points: i64) -> Option<Found> {
        let indicator: &Indicator = self.catalogue.indicator(code)?;
        let part = self.catalogue.element(&indicator.numerator_element)?;
        let whole = self
            .catalogue
            .element(indicator.denominator_element.as_deref()?)?;
        let x = self.values.get(&part.code)?.figure()?;
        let n = self.current(whole)?;
        let (filed, x_before) = self.known.facts.last_before(part, self.period)?;
        let before = self
            .known
            .facts
            .in_force(whole, whole.window_start(filed), filed);
        let n_before = match before {
            InForce::Number { number, .. } => number,
            InForce::NotApplicable | InForce::Missing => *self.known.official.get(&whole.code)?,
        };
        if n <= 0 || n_before <= 0 {
            return None;
        }
        let wide = i128::from;
        let moved = (wide(x) * wide(n_before) - wide(x_before) * wide(n)).abs();
        if moved * 100 <= wide(points) * wide(n) * wide(n_before) {
            return None;
        }
        let figures = vec![
            (part.code.clone(), x),
            (whole.code.clone(), n),
            (format!("last({})", part.code), x_before),
            (format!("last({})", whole.code), n_before),
        ];
        Some(found(format!("{JUMP}{code}"), part, figures))
    }
}

fn found(rule: String, element: &DataElement, figures: Vec<(String, i64)>) -> Found {
    Found {
        kind: RuleKind::Warning,
        broken: Broken {
            rule,
            element: element.code.clone(),
            figures,
        },
    }
}
