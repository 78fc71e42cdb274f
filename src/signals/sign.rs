//! A sign, and what it rests on.

use super::rule::{Kind, RuleCode};
use crate::org_unit::UnitCode;
use crate::period::Period;
use serde::{Deserialize, Serialize};

/// A figure that a sign rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The data element.
    pub element: String,
    /// Under which period.
    pub period: Period,
    /// What was filed.
    pub value: i64,
    /// What the rule holds it against: the neighbour's figure, the whole, the target in things,
    /// the course of the other months.
    pub beside: Option<i64>,
}

/// Something that would be rare if nothing were behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sign {
    /// The rule that made it.
    pub rule: RuleCode,
    /// Whose figures.
    pub unit: UnitCode,
    /// Which data elements, the one looked at first.
    pub elements: Vec<String>,
    /// Which indicator, where the rule looks at one.
    pub indicator: Option<String>,
    /// The first month.
    pub from: Period,
    /// The last month.
    pub to: Period,
    /// The figures it rests on.
    pub figures: Vec<Shown>,
    /// Whose figures are the same, to the digit.
    pub neighbour: Option<UnitCode>,
    /// How likely the like is where nothing is behind it: exact, or counted among the other
    /// units of the same months.
    pub chance: f64,
    /// The same after Benjamini and Hochberg, over all units within indicator and month, where
    /// the rule is a test of each unit.
    pub adjusted: Option<f64>,
    /// Whether it stands by itself. What does not is looked at only beside one that does.
    pub strong: bool,
}

impl Sign {
    /// The kind of its rule.
    pub fn kind(&self) -> Kind {
        self.rule.rule().kind
    }

    /// Whether two signs confirm each other: rules of two kinds, unless one looks at the course of
    /// the very figure that the other looks at as a denominator.
    pub fn is_independent_of(&self, other: &Sign) -> bool {
        let both = [self.kind(), other.kind()];
        let one_figure = self.elements.first() == other.elements.first();
        let fell = both.contains(&Kind::Course) && both.contains(&Kind::Denominator);
        self.kind() != other.kind() && !(fell && one_figure)
    }

    /// The last month in which another sign confirms it. A rate that lies far from the others
    /// for long is the unit's level: what is to be explained is how it began.
    fn until(&self) -> Period {
        match self.rule {
            RuleCode::OutOfLine => self.to.min(self.from.next()),
            _ => self.to,
        }
    }

    /// Whether both are about the same place: the same unit, a figure in common, and months that
    /// touch.
    pub fn meets(&self, other: &Sign) -> bool {
        self.unit == other.unit
            && self.from.previous() <= other.until()
            && other.from.previous() <= self.until()
            && self
                .elements
                .iter()
                .any(|element| other.elements.contains(element))
    }
}

/// Signs of two and more kinds in one place: an entry of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Whose figures.
    pub unit: UnitCode,
    /// The signs, the rarest first.
    pub signs: Vec<Sign>,
}

impl Finding {
    /// The kinds, each once.
    pub fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.signs.iter().map(Sign::kind).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }

    /// The first month of any of its signs.
    pub fn from(&self) -> Option<Period> {
        self.signs.iter().map(|sign| sign.from).min()
    }

    /// The last month of any of its signs.
    pub fn to(&self) -> Option<Period> {
        self.signs.iter().map(|sign| sign.to).max()
    }

    /// The data elements, the rarest sign's first.
    pub fn elements(&self) -> Vec<&str> {
        let mut elements: Vec<&str> = Vec::new();
        for element in self.signs.iter().flat_map(|sign| &sign.elements) {
            if !elements.contains(&element.as_str()) {
                elements.push(element);
            }
        }
        elements
    }

    /// The product of the least chance of each of its two rarest kinds: orders the list.
    pub fn joint(&self) -> f64 {
        let mut least: Vec<(Kind, f64)> = Vec::new();
        for sign in &self.signs {
            match least.iter_mut().find(|(kind, _)| *kind == sign.kind()) {
                Some((_, chance)) => *chance = chance.min(sign.chance),
                None => least.push((sign.kind(), sign.chance)),
            }
        }
        least.sort_by(|one, other| one.1.total_cmp(&other.1));
        least.iter().take(2).map(|(_, chance)| chance).product()
    }
}

/// What came of one rule.
#[derive(Debug, Clone)]
pub struct Tested {
    /// The rule.
    pub rule: RuleCode,
    /// How many tests were made.
    pub tests: usize,
    /// The signs, those beside others too.
    pub signs: Vec<Sign>,
    /// How many signs that stand by themselves chance alone gives, where the rule can reckon it.
    pub expected: f64,
}

impl Tested {
    /// Nothing yet.
    pub fn of(rule: RuleCode) -> Tested {
        Tested {
            rule,
            tests: 0,
            signs: Vec::new(),
            expected: 0.0,
        }
    }
}
