//! The figures of many units, laid out in months: what every rule looks at.

use crate::catalogue::{
    DataElement, Indicator, IndicatorKind, Inference, Kind, Standard, ValueType, catalogue,
};
use crate::facts::{Facts, InForce};
use crate::fraction::Fraction;
use crate::org_unit::{Level, OrgUnit, OrgUnits, UnitCode};
use crate::period::Period;
use crate::target::Direction;
use std::collections::BTreeSet;

/// How many months are looked at: the month and the twelve before it.
pub const WINDOW: i32 = 13;

/// One unit, with what it filed.
#[derive(Clone, Copy)]
pub struct Observed<'a> {
    /// The unit.
    pub unit: &'a OrgUnit,
    /// Its accepted figures.
    pub facts: &'a Facts,
}

/// What was filed, month by month; `None` where nothing was.
pub type Months = Vec<Option<i64>>;

/// One data element over all units.
pub struct Series {
    /// The element.
    pub element: &'static DataElement,
    /// A row for each unit; `None` where it never filed it.
    pub rows: Vec<Option<Months>>,
}

/// A part in its whole, as in force in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// The part.
    pub x: i64,
    /// The whole.
    pub n: i64,
    /// Whether the part was filed under this very month.
    pub x_fresh: bool,
    /// Whether the whole was.
    pub n_fresh: bool,
}

/// A part and its whole over all units.
pub struct Pair {
    /// The part.
    pub part: &'static DataElement,
    /// The whole.
    pub whole: &'static DataElement,
    /// The indicator of the two, where there is one.
    pub indicator: Option<&'static Indicator>,
    /// Whether the part can never exceed the whole.
    pub within: bool,
    /// A row for each unit; `None` where nothing is known.
    pub rows: Vec<Option<Vec<Option<Ratio>>>>,
    /// What is asked of each unit, as a share; `None` where nothing is.
    pub targets: Vec<Option<Fraction>>,
}

/// All of it.
pub struct Panel<'a> {
    /// The months, earliest first.
    pub months: Vec<Period>,
    /// The units.
    pub units: Vec<&'a OrgUnit>,
    /// The province of each.
    pub provinces: Vec<UnitCode>,
    /// The elements that are counts.
    pub series: Vec<Series>,
    /// Parts in their wholes.
    pub pairs: Vec<Pair>,
}

impl<'a> Panel<'a> {
    /// Lays the figures of units out, up to a month. `standard` says what is asked of a unit.
    pub fn of(
        units: &OrgUnits,
        observed: &[Observed<'a>],
        to: Period,
        standard: impl Fn(&Indicator, &OrgUnit, Period) -> Standard,
    ) -> Panel<'a> {
        let months: Vec<Period> = to.plus(1 - WINDOW).through(to).collect();
        let provinces = observed
            .iter()
            .map(|one| {
                std::iter::once(one.unit)
                    .chain(units.ancestors(one.unit.code))
                    .find(|above| above.level == Level::Province)
                    .map_or(one.unit.code, |province| province.code)
            })
            .collect();
        let series = catalogue()
            .elements()
            .iter()
            .filter(|element| element.value_type == ValueType::Count)
            .map(|element| Series {
                element,
                rows: observed
                    .iter()
                    .map(|one| filed(element, *one, &months))
                    .collect(),
            })
            .collect();
        let pairs = pairs_asked()
            .into_iter()
            .map(|(part, whole)| pair(part, whole, observed, &months, &standard))
            .collect();
        Panel {
            months,
            units: observed.iter().map(|one| one.unit).collect(),
            provinces,
            series,
            pairs,
        }
    }

    /// The series of an element.
    pub fn series_of(&self, element: &str) -> Option<&Series> {
        self.series.iter().find(|one| one.element.code == element)
    }

    /// The month of an index.
    pub fn month(&self, at: usize) -> Period {
        self.months[at]
    }
}

impl Series {
    /// The filed months of a unit, as index and value.
    pub fn filed(&self, unit: usize) -> Vec<(usize, i64)> {
        let row = self.rows[unit].as_deref().unwrap_or_default();
        let filed = row.iter().enumerate();
        filed
            .filter_map(|(at, value)| Some((at, (*value)?)))
            .collect()
    }

    /// Whether a figure goes on from one month to a later one: what restarts in January does not
    /// go on over it.
    pub fn goes_on(&self, from: Period, to: Period) -> bool {
        self.element.kind != Kind::YearToDate || from.year() == to.year()
    }

    /// Whether it is what happened in a month, and not a state.
    pub fn is_flow(&self) -> bool {
        self.element.kind == Kind::Flow
    }
}

impl Pair {
    /// The unit's months in which the part was filed, with what was in force.
    pub fn fresh(&self, unit: usize) -> Vec<(usize, Ratio)> {
        let row = self.rows[unit].as_deref().unwrap_or_default();
        row.iter()
            .enumerate()
            .filter_map(|(at, ratio)| Some((at, (*ratio)?)))
            .filter(|(_, ratio)| ratio.x_fresh)
            .collect()
    }

    /// Whether chance has a part in it.
    pub fn is_process(&self) -> bool {
        self.indicator
            .is_some_and(|indicator| indicator.inference == Inference::Process)
    }

    /// The smallest part that meets the target of a unit with this whole.
    pub fn asked(&self, unit: usize, n: i64) -> Option<i64> {
        let asked = self.targets[unit]?.times(i128::from(n)).ceil();
        i64::try_from(asked).ok()
    }
}

/// Every part and whole: those of the rates, and those that can never exceed each other.
fn pairs_asked() -> Vec<(&'static DataElement, &'static DataElement)> {
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    let rates = catalogue().indicators().iter().filter(|indicator| {
        matches!(
            indicator.kind,
            IndicatorKind::Proportion | IndicatorKind::PerMille
        )
    });
    let of_rates = rates.filter_map(|indicator| {
        Some((
            indicator.numerator_element.as_str(),
            indicator.denominator_element.as_deref()?,
        ))
    });
    let of_parts = catalogue()
        .elements()
        .iter()
        .filter_map(|element| Some((element.code.as_str(), element.at_most.as_deref()?)));
    for (part, whole) in of_rates.chain(of_parts) {
        if let (Some(one), Some(other)) = (catalogue().element(part), catalogue().element(whole))
            && seen.insert((part, whole))
        {
            pairs.push((one, other));
        }
    }
    pairs
}

fn filed(element: &DataElement, one: Observed, months: &[Period]) -> Option<Months> {
    if !one.unit.acts_as(element.tier) {
        return None;
    }
    let mut row = vec![None; months.len()];
    let first = *months.first()?;
    for (period, value) in one.facts.of(&element.code) {
        if let Ok(at) = usize::try_from(period.months_since(first))
            && at < row.len()
        {
            row[at] = value.figure().filter(|figure| *figure >= 0);
        }
    }
    row.iter().any(Option::is_some).then_some(row)
}

fn pair(
    part: &'static DataElement,
    whole: &'static DataElement,
    observed: &[Observed],
    months: &[Period],
    standard: &impl Fn(&Indicator, &OrgUnit, Period) -> Standard,
) -> Pair {
    let indicator = catalogue()
        .fed_by(&part.code)
        .filter(|indicator| {
            indicator.numerator_element == part.code
                && indicator.denominator_element.as_deref() == Some(whole.code.as_str())
        })
        .find(|indicator| {
            matches!(
                indicator.kind,
                IndicatorKind::Proportion | IndicatorKind::PerMille
            )
        });
    let last = months.last().copied();
    let share = |one: &Observed| {
        let indicator = indicator?;
        match standard(indicator, one.unit, last?) {
            Standard::Asked(target) if target.direction == Direction::AtLeast => {
                Some(target.exact() / indicator.factor())
            }
            _ => None,
        }
    };
    Pair {
        part,
        whole,
        indicator,
        within: indicator.is_none_or(|one| one.kind == IndicatorKind::Proportion),
        rows: observed
            .iter()
            .map(|one| ratios(part, whole, *one, months))
            .collect(),
        targets: observed.iter().map(share).collect(),
    }
}

fn ratios(
    part: &DataElement,
    whole: &DataElement,
    one: Observed,
    months: &[Period],
) -> Option<Vec<Option<Ratio>>> {
    if !one.unit.acts_as(part.tier) || one.facts.of(&part.code).next().is_none() {
        return None;
    }
    let row: Vec<Option<Ratio>> = months
        .iter()
        .map(|month| {
            let (x, x_since) = number(part, one.facts, *month)?;
            let (n, n_since) = match number(whole, one.facts, *month) {
                Some((n, since)) => (n, Some(since)),
                None => (one.unit.official(&whole.code)?, None),
            };
            Some(Ratio {
                x,
                n,
                x_fresh: x_since == *month,
                n_fresh: n_since == Some(*month),
            })
        })
        .collect();
    row.iter().any(Option::is_some).then_some(row)
}

/// The number in force, where it is whole.
fn number(element: &DataElement, facts: &Facts, month: Period) -> Option<(i64, Period)> {
    match facts.in_force(element, element.window_start(month), month) {
        InForce::Number {
            number,
            since,
            complete: true,
        } if number >= 0 => Some((number, since)),
        _ => None,
    }
}
