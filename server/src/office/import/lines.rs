//! One line of an import: what it says, or what is wrong with it.

use crate::office::Tree;
use crate::store::StagedRow;
use chrono::NaiveDate;
use kpi::catalogue::{ValueType, catalogue};
use kpi::draft::{Cell, value, written};
use kpi::facts::Value;
use kpi::fault::Reason;
use kpi::org_unit::Tier;
use kpi::period::FIRST_PERIOD;
use kpi::{DataElement, Period, UnitCode};

/// A line that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number in the file, the header being 1.
    pub line: u64,
    /// What it says.
    pub text: String,
    /// The data element's code, where there is such an element.
    pub element: Option<String>,
    /// What is wrong.
    pub fault: LineFault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFault {
    /// Not four fields.
    Fields(usize),
    /// Longer than any line can be.
    TooLong,
    /// No such unit.
    UnknownUnit(String),
    /// No such data element.
    UnknownElement(String),
    /// Not a period.
    NotAPeriod(String),
    /// A period in the future.
    Future(Period),
    /// A period before any figure.
    TooEarly(Period),
    /// The unit stands below the tier that answers for the element.
    BelowTier(Tier),
    /// Neither 1 nor 0.
    NotOneOrZero(String),
    /// The value means nothing, or is more than its whole.
    Value(Reason),
    /// It contradicts an earlier line.
    Contradicts {
        /// Which.
        line: i64,
    },
}

impl BadLine {
    /// A staged line that turned out bad.
    pub fn staged(row: &StagedRow, fault: LineFault) -> BadLine {
        let element = catalogue().element(&row.element);
        let said = match (row.figure, element) {
            (Some(figure), Some(element)) => written(element, figure),
            (Some(figure), None) => figure.to_string(),
            (None, _) => "NA".to_owned(),
        };
        BadLine {
            line: u64::try_from(row.line).unwrap_or(0),
            text: format!("{},{},{},{said}", row.org_unit, row.period, row.element),
            element: Some(row.element.clone()),
            fault,
        }
    }
}

/// What a line says.
pub fn parse(
    line: u64,
    text: &str,
    tree: &Tree,
    today: NaiveDate,
) -> Result<StagedRow, Box<BadLine>> {
    let bad = |element: Option<&DataElement>, fault| {
        Box::new(BadLine {
            line,
            text: text.to_owned(),
            element: element.map(|element| element.code.clone()),
            fault,
        })
    };
    let fields: Vec<&str> = text.split(',').map(unquoted).collect();
    let [unit, period, code, typed] = fields.as_slice() else {
        return Err(bad(None, LineFault::Fields(fields.len())));
    };
    let unit = unit
        .parse::<UnitCode>()
        .ok()
        .and_then(|code| tree.units().get(code))
        .ok_or_else(|| bad(None, LineFault::UnknownUnit((*unit).to_owned())))?;
    let period: Period = period
        .parse()
        .map_err(|_| bad(None, LineFault::NotAPeriod((*period).to_owned())))?;
    if period < FIRST_PERIOD {
        return Err(bad(None, LineFault::TooEarly(period)));
    }
    if period > Period::of(today) {
        return Err(bad(None, LineFault::Future(period)));
    }
    let element = catalogue()
        .element(code)
        .ok_or_else(|| bad(None, LineFault::UnknownElement((*code).to_owned())))?;
    if unit.height() < element.tier {
        return Err(bad(Some(element), LineFault::BelowTier(element.tier)));
    }
    let figure = figure(element, typed).map_err(|fault| bad(Some(element), fault))?;
    Ok(StagedRow {
        line: i64::try_from(line).unwrap_or(i64::MAX),
        org_unit: unit.code,
        period,
        element: element.code.clone(),
        figure,
    })
}

/// A figure, or `None` for what does not apply.
fn figure(element: &DataElement, typed: &str) -> Result<Option<i64>, LineFault> {
    if typed == "NA" {
        return Ok(None);
    }
    if element.value_type == ValueType::Flag && !matches!(typed, "0" | "1" | "") {
        return Err(LineFault::NotOneOrZero(typed.to_owned()));
    }
    match value(element, &Cell::typed(typed)) {
        Ok(Value::Figure(figure)) => Ok(Some(figure)),
        Ok(_) => Err(LineFault::Value(Reason::Blank)),
        Err(reason) => Err(LineFault::Value(reason)),
    }
}

/// Spreadsheets put quotes and blanks around what needs none.
fn unquoted(field: &str) -> &str {
    let field = field.trim();
    field
        .strip_prefix('"')
        .and_then(|field| field.strip_suffix('"'))
        .unwrap_or(field)
}
