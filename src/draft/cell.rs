//! Cells: what was typed for one data element, and the figure it means.

use crate::catalogue::{DataElement, ValueType};
use crate::facts::Value;
use crate::fault::Reason;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// No count is larger: a trillion, seven hundred times the population.
pub const LARGEST: i64 = 1_000_000_000_000;

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
            typed: cell.text.trim().to_owned(),
        }),
        (false, None) => figure(element.value_type, &typed, &cell.text).map(Value::Figure),
    }
}

/// The count that a text means, outside the cells of a return.
pub fn count(text: &str) -> Result<i64, Reason> {
    match plain(text) {
        typed if typed.is_empty() => Err(Reason::Blank),
        typed => figure(ValueType::Count, &typed, text),
    }
}

/// Digits as an input method leaves them (１２, between spaces, with thousands commas) as plain
/// ones.
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
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.strip_prefix('-').unwrap_or(whole).split(',');
    let all_digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let first = groups
        .next()
        .is_some_and(|group| all_digits(group) && group.len() <= 3);
    let rest: Vec<&str> = groups.collect();
    first
        && !rest.is_empty()
        && !fraction.contains(',')
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
    let whole = whole.trim_start_matches('0');
    let number =
        Decimal::from_str_exact(&format!("0{whole}.{fraction}0")).map_err(|_| too_large())?;
    if number > Decimal::from(LARGEST) {
        return Err(too_large());
    }
    (number * Decimal::from(10i64.pow(decimals)))
        .to_i64()
        .ok_or_else(too_large)
}
