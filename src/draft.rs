//! A draft is what somebody typed; a return is what it means.
//!
//! A web form, a row of a sheet, a line of an import: all become a [`Draft`] and pass
//! [`Draft::parse`], on the server always and in the browser while typing. A draft keeps even
//! what makes no sense, so that nothing typed is lost.

use crate::catalogue::{
    Catalogue, DataElement, Kind, Reference, Rule, RuleKind, ValueType, catalogue,
};
use crate::facts::{Facts, InForce, Value};
use crate::fault::{Broken, Fault, Reason};
use crate::org_unit::Tier;
use crate::period::Frequency;
use crate::returns::{Return, ReturnKey};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// No count is larger: a trillion, seven hundred times the population.
pub const LARGEST: i64 = 1_000_000_000_000;

/// What was typed for one return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which return.
    pub key: ReturnKey,
    /// What stands in the cells, by data element. A cell left alone is absent or empty.
    pub cells: BTreeMap<String, Cell>,
}

/// What was typed in one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The text, as typed.
    #[serde(default)]
    pub text: String,
    /// The empty that was chosen instead of a figure.
    #[serde(default)]
    pub empty: Option<Empty>,
    /// Why it does not apply.
    #[serde(default)]
    pub reason: String,
}

/// The three empties beside zero (semantics 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Empty {
    /// 不适用
    NotApplicable,
    /// 尚不可得
    NotYet,
    /// 未收集
    NotCollected,
}

impl Empty {
    /// Its name in forms and storage.
    pub fn code(self) -> &'static str {
        match self {
            Empty::NotApplicable => "na",
            Empty::NotYet => "not_yet",
            Empty::NotCollected => "not_collected",
        }
    }

    /// The empty of this name.
    pub fn from_code(code: &str) -> Option<Empty> {
        [Empty::NotApplicable, Empty::NotYet, Empty::NotCollected]
            .into_iter()
            .find(|empty| empty.code() == code)
    }
}

impl Cell {
    /// A cell with just this text.
    pub fn typed(text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            ..Cell::default()
        }
    }

    /// The cell that says `value`.
    pub fn saying(element: &DataElement, value: &Value) -> Cell {
        match value {
            Value::Figure(figure) => Cell::typed(written(element, *figure)),
            Value::NotApplicable(reason) => Cell {
                text: String::new(),
                empty: Some(Empty::NotApplicable),
                reason: reason.clone(),
            },
            Value::NotYet => Cell::empty(Empty::NotYet),
            Value::NotCollected => Cell::empty(Empty::NotCollected),
        }
    }

    fn empty(empty: Empty) -> Cell {
        Cell {
            empty: Some(empty),
            ..Cell::default()
        }
    }

    /// Whether nothing was said.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.empty.is_none()
    }
}

/// How a figure is typed: money with its decimals, everything else as a whole number.
pub fn written(element: &DataElement, figure: i64) -> String {
    match element.value_type {
        ValueType::Count | ValueType::Flag => figure.to_string(),
        ValueType::Decimal => Decimal::new(figure, element.value_type.decimals())
            .normalize()
            .to_string(),
    }
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

impl Draft {
    /// What the draft means, or everything that is wrong with it.
    ///
    /// Every element that is due must say something: a figure or one of the empties. Parts are
    /// held against wholes in the draft and against those accepted before (semantics 9), then
    /// the catalogue's rules are applied. Warnings come with the return.
    pub fn parse(&self, catalogue: &Catalogue, known: Known) -> Result<Return, Vec<Fault>> {
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
                    faults.push(fault(&element.code, Reason::Blank));
                }
                None => {}
            }
        }
        faults.extend(parts_over_wholes(catalogue, &self.key, &values, known));
        let spoiled: BTreeSet<String> = faults.iter().map(|fault| fault.element.clone()).collect();
        let mut warnings = Vec::new();
        for (kind, broken) in broken_rules(catalogue, &self.key, &values, known) {
            let element = place_of(&broken, &values);
            let told = broken
                .figures
                .iter()
                .any(|(reference, _)| spoiled.contains(reference));
            match kind {
                RuleKind::Hard if told => {}
                RuleKind::Hard => faults.push(fault(&element, Reason::Rule(broken))),
                RuleKind::Warning | RuleKind::Documented => warnings.push(broken),
            }
        }
        match faults.is_empty() {
            true => Ok(Return {
                key: self.key.clone(),
                values,
                warnings,
            }),
            false => Err(faults),
        }
    }
}

fn fault(element: &str, reason: Reason) -> Fault {
    Fault {
        element: element.to_owned(),
        reason,
    }
}

/// What one cell means.
pub fn value(element: &DataElement, cell: &Cell) -> Result<Value, Reason> {
    let typed = plain(&cell.text);
    match (typed.is_empty(), cell.empty) {
        (true, None) => Err(Reason::Blank),
        (true, Some(Empty::NotApplicable)) => match cell.reason.trim() {
            "" => Err(Reason::WithoutReason),
            reason => Ok(Value::NotApplicable(reason.to_owned())),
        },
        (true, Some(Empty::NotYet)) => Ok(Value::NotYet),
        (true, Some(Empty::NotCollected)) => Ok(Value::NotCollected),
        (false, Some(_)) => Err(Reason::FigureAndEmpty {
            typed: cell.text.clone(),
        }),
        (false, None) => figure(element.value_type, &typed, &cell.text).map(Value::Figure),
    }
}

/// Digits as an input method leaves them (１２, with spaces and thousands commas) as plain ones.
fn plain(text: &str) -> String {
    let text: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '．' => '.',
            '，' => ',',
            '－' | '−' => '-',
            other => other,
        })
        .collect();
    match has_thousands_commas(&text) {
        true => text.replace(',', ""),
        false => text,
    }
}

fn has_thousands_commas(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.trim_start_matches('-').split(',');
    let all_digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let first = groups
        .next()
        .is_some_and(|group| all_digits(group) && group.len() <= 3);
    let rest: Vec<&str> = groups.collect();
    first
        && !rest.is_empty()
        && rest
            .iter()
            .all(|group| all_digits(group) && group.len() == 3)
}

fn figure(value_type: ValueType, plain: &str, typed: &str) -> Result<i64, Reason> {
    let typed = || typed.trim().to_owned();
    if value_type == ValueType::Flag {
        return match plain {
            "1" | "是" => Ok(1),
            "0" | "否" => Ok(0),
            _ => Err(Reason::NotYesNo { typed: typed() }),
        };
    }
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let is_number = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1
        && digits.bytes().any(|b| b.is_ascii_digit());
    if !is_number {
        return Err(Reason::NotANumber { typed: typed() });
    }
    if plain.starts_with('-') && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        return Err(Reason::Negative { typed: typed() });
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if value_type == ValueType::Count && digits.contains('.') {
        return Err(Reason::NotWhole { typed: typed() });
    }
    let decimals = value_type.decimals();
    if fraction.len() > decimals as usize {
        return Err(Reason::TooFine {
            typed: typed(),
            decimals,
        });
    }
    let too_large = || Reason::TooLarge { typed: typed() };
    let number =
        Decimal::from_str_exact(&format!("0{whole}.{fraction}0")).map_err(|_| too_large())?;
    if number > Decimal::from(LARGEST) {
        return Err(too_large());
    }
    (number * Decimal::from(10i64.pow(decimals)))
        .to_i64()
        .ok_or_else(too_large)
}

/// What a value of this return comes to beside the other elements: a flow together with what was
/// accepted of it before in its half-year or year, anything else as it stands.
fn total(key: &ReturnKey, element: &DataElement, figure: i64, facts: &Facts) -> i64 {
    if element.kind != Kind::Flow || element.value_type == ValueType::Flag {
        return figure;
    }
    let start = match element.frequency {
        Frequency::Monthly | Frequency::AsAt => return figure,
        Frequency::HalfYear => key.period.start_of_half(),
        Frequency::Annual => key.period.start_of_year(),
    };
    let before: i64 = facts
        .of(&element.code)
        .filter(|(filed, _)| start <= *filed && *filed < key.period)
        .filter_map(|(_, value)| value.figure())
        .sum();
    before + figure
}

/// Parts of this return over their wholes, here or accepted before; and wholes of this return
/// under parts accepted before (semantics 9). The official count is no hard limit: a village may
/// be newer than the list of 2020.
///
/// An import holds its lines against the same rule, `values` being the lines of one unit and
/// period, `known.facts` what is accepted with the rest of the file laid over it.
pub fn parts_over_wholes(
    catalogue: &Catalogue,
    key: &ReturnKey,
    values: &BTreeMap<String, Value>,
    known: Known,
) -> Vec<Fault> {
    let start = key.period.start_of_year();
    let accepted = |element: &DataElement| match known.facts.in_force(element, start, key.period) {
        InForce::Number { number, since, .. } => Some((number, since)),
        InForce::NotApplicable | InForce::Missing => None,
    };
    let here = |element: &DataElement| {
        let figure = values.get(&element.code)?.figure()?;
        Some(total(key, element, figure, known.facts))
    };
    let mut faults = Vec::new();
    for part_element in catalogue.elements() {
        let Some(whole_element) = part_element
            .at_most
            .as_deref()
            .and_then(|code| catalogue.element(code))
        else {
            continue;
        };
        if let Some(part) = here(part_element) {
            let (whole, accepted_in) = match values.contains_key(&whole_element.code) {
                true => (here(whole_element), None),
                false => match accepted(whole_element) {
                    Some((whole, since)) => (Some(whole), Some(since)),
                    None => (None, None),
                },
            };
            if let Some(whole) = whole.filter(|whole| part > *whole) {
                let whole_element = whole_element.code.clone();
                let reason = Reason::ExceedsWhole {
                    part,
                    whole_element,
                    whole,
                    accepted_in,
                };
                faults.push(fault(&part_element.code, reason));
            }
        } else if !values.contains_key(&part_element.code)
            && let (Some(whole), Some((part, accepted_in))) =
                (here(whole_element), accepted(part_element))
            && part > whole
        {
            let reason = Reason::BelowPart {
                whole,
                part_element: part_element.code.clone(),
                part,
                accepted_in,
            };
            faults.push(fault(&whole_element.code, reason));
        }
    }
    faults
}

/// The rules of the programme that the values break.
fn broken_rules(
    catalogue: &Catalogue,
    key: &ReturnKey,
    values: &BTreeMap<String, Value>,
    known: Known,
) -> Vec<(RuleKind, Broken)> {
    let look_up = |reference: &Reference| figure_of(catalogue, key, values, known, reference);
    catalogue
        .rules()
        .iter()
        .filter(|rule| concerns(rule, values))
        .filter_map(|rule| {
            let figures = rule.broken_by(look_up)?;
            let rule_id = rule.id.clone();
            Some((
                rule.kind,
                Broken {
                    rule: rule_id,
                    figures,
                },
            ))
        })
        .collect()
}

/// A rule concerns a return when it names a value of it.
fn concerns(rule: &Rule, values: &BTreeMap<String, Value>) -> bool {
    rule.references()
        .into_iter()
        .any(|reference| matches!(reference, Reference::Current(code) if values.contains_key(code)))
}

fn figure_of(
    catalogue: &Catalogue,
    key: &ReturnKey,
    values: &BTreeMap<String, Value>,
    known: Known,
    reference: &Reference,
) -> Option<i64> {
    match reference {
        Reference::Current(code) => match values.get(code) {
            Some(value) => {
                let figure = value.figure()?;
                Some(total(key, catalogue.element(code)?, figure, known.facts))
            }
            None => {
                let element = catalogue.element(code)?;
                known
                    .facts
                    .in_force(element, key.period.start_of_year(), key.period)
                    .number()
                    .or_else(|| known.official.get(code).copied())
            }
        },
        Reference::Last(code) => known
            .facts
            .last_before(catalogue.element(code)?, key.period)
            .map(|(_, figure)| figure),
        Reference::Official(code) => known.official.get(code).copied(),
        Reference::Days => Some(i64::from(key.period.days())),
    }
}

/// The cell a broken rule stands beside: the first it names that is in the return.
fn place_of(broken: &Broken, values: &BTreeMap<String, Value>) -> String {
    let named = |code: &&str| values.contains_key(*code);
    let rule = catalogue()
        .rules()
        .iter()
        .find(|rule| rule.id == broken.rule);
    let in_order = rule
        .and_then(|rule| catalogue().indicator(&rule.indicator))
        .map(|indicator| indicator.numerator_element.as_str());
    in_order
        .into_iter()
        .chain(
            broken
                .figures
                .iter()
                .map(|(reference, _)| reference.as_str()),
        )
        .find(named)
        .unwrap_or_default()
        .to_owned()
}
