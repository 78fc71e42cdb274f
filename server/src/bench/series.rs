//! What an honest clerk would count, month by month: one number for every data element and month,
//! whether or not it is filed then.

use super::Extent;
use super::register;
use crate::demo::dice::Dice;
use kpi::DataElement;
use kpi::catalogue::{Kind, ValueType, catalogue};
use kpi::org_unit::{OrgUnit, Tier};
use std::collections::BTreeMap;

/// Numbers by data element, the first month first.
pub type Series = BTreeMap<&'static str, Vec<i64>>;

/// From about which share of its whole an element goes to about which.
const SHARES: [(&str, f64, f64); 8] = [
    ("villages_with_room", 0.27, 0.72),
    ("schools_with_room", 0.50, 0.84),
    ("workplaces_with_service", 0.36, 0.66),
    ("townships_with_group", 0.78, 0.99),
    ("townships_group_complete", 0.70, 0.90),
    ("hospitals_with_clinic", 0.19, 0.40),
    ("universities_ratio_met", 0.60, 0.90),
    ("talent_in_database", 0.60, 0.97),
];

/// How large a count without a whole is: from, to.
const SIZES: [(&str, i64, i64); 16] = [
    ("cured_patients", 4, 90),
    ("townships_with_cured", 1, 3),
    ("key_persons", 2, 30),
    ("severe_persons", 1, 12),
    ("trained_passed", 40, 900),
    ("universities_total", 1, 22),
    ("university_students", 30_000, 180_000),
    ("university_counsellors", 9, 44),
    ("hospitals_total", 3, 40),
    ("training_categories", 2, 4),
    ("popularisation_media", 1, 5),
    ("services_on_demand", 2, 20),
    ("hotline_seats", 2, 20),
    ("youth_contacts", 200, 2_000),
    ("youth_professionals", 30, 300),
    ("youth_funding", 100_000, 3_000_000),
];

/// One unit, seen by the generator.
pub struct Place<'a> {
    /// The unit.
    pub unit: &'a OrgUnit,
    /// How large the set is.
    pub extent: &'a Extent,
    skill: f64,
}

impl<'a> Place<'a> {
    /// The place of a unit.
    pub fn new(unit: &'a OrgUnit, extent: &'a Extent) -> Place<'a> {
        let skill = Dice::of(extent.seed, unit.code, "skill").normal();
        Place {
            unit,
            extent,
            skill,
        }
    }

    /// The unit's dice for a subject.
    pub fn dice(&self, subject: &str) -> Dice {
        Dice::of(self.extent.seed, self.unit.code, subject)
    }

    /// A share for each month, rising by steps of its own, wherever the unit's skill takes it.
    pub fn course(&self, subject: &str, from: f64, to: f64) -> Vec<f64> {
        let mut dice = self.dice(subject);
        let bent = 0.6 * self.skill + 0.6 * dice.normal();
        let from = (from + 0.06 * bent).clamp(0.02, 0.99);
        let to = (to + 0.09 * bent).clamp(from, 1.0);
        let mut walked = 0.0;
        let way: Vec<f64> = (0..self.extent.months)
            .map(|_| {
                // Some months nothing moves at all.
                walked += match dice.chance(0.25) {
                    true => 0.0,
                    false => dice.between(0.4, 1.6),
                };
                walked
            })
            .collect();
        let whole = walked.max(1e-9);
        way.into_iter()
            .map(|here| from + (to - from) * here / whole)
            .collect()
    }

    fn months(&self) -> usize {
        self.extent.months as usize
    }

    /// Villages and townships by the official count, where there is one, and the residents that
    /// suit them.
    fn sizes(&self) -> [(&'static str, i64); 5] {
        let mut dice = self.dice("size");
        let villages = self.unit.villages_official.unwrap_or(0);
        let villages = match villages {
            0 => dice.whole(60, 300),
            known => known,
        };
        let townships = match self.unit.townships_official.unwrap_or(0) {
            0 => (villages / 15).max(2),
            known => known,
        };
        let each = match self.unit.name_zh.chars().last() {
            Some('区') => dice.between(2600.0, 4300.0),
            Some('市') => dice.between(1800.0, 2700.0),
            _ => dice.between(1200.0, 1900.0),
        };
        let residents = (villages.max(25) as f64 * each / 100.0).round() as i64 * 100;
        let residents = residents.clamp(20_000, 4_500_000);
        [
            ("villages_total", villages),
            ("townships_total", townships),
            ("resident_population", residents),
            (
                "schools_total",
                (residents / dice.whole(7_500, 11_500)).max(3),
            ),
            (
                "workplaces_total",
                (residents / dice.whole(180, 900)).max(40),
            ),
        ]
    }
}

/// All series of a unit on its tiers.
pub fn of(place: &Place, tiers: &[Tier]) -> Series {
    let mut series = Series::new();
    if tiers.contains(&Tier::County) {
        for (element, size) in place.sizes() {
            series.insert(element, vec![size; place.months()]);
        }
        register::fill(place, &mut series);
    }
    for element in catalogue().elements() {
        if tiers.contains(&element.tier) {
            fill(place, element, &mut series);
        }
    }
    series
}

/// An element that nothing else has filled: a share of its whole, a yes from some month on, or a
/// count of about its size.
fn fill(place: &Place, element: &'static DataElement, series: &mut Series) {
    let code = element.code.as_str();
    if series.contains_key(code) {
        return;
    }
    if let Some(whole) = element
        .at_most
        .as_deref()
        .and_then(|code| catalogue().element(code))
    {
        fill(place, whole, series);
    }
    let whole = element
        .at_most
        .as_deref()
        .and_then(|whole| series.get(whole).cloned());
    let numbers: Vec<i64> = match whole {
        Some(whole) => {
            let (from, to) = SHARES
                .iter()
                .find(|(one, ..)| *one == code)
                .map_or((0.62, 0.97), |(_, from, to)| (*from, *to));
            let shares = place.course(code, from, to);
            shares
                .iter()
                .zip(&whole)
                .map(|(share, whole)| ((*whole as f64 * share).round() as i64).clamp(0, *whole))
                .collect()
        }
        None => alone(place, element),
    };
    series.insert(code, numbers);
}

fn alone(place: &Place, element: &DataElement) -> Vec<i64> {
    let mut dice = place.dice(&element.code);
    let months = place.months();
    if element.value_type == ValueType::Flag {
        let from = dice.whole(-4, months as i64);
        return (0..months).map(|at| i64::from(at as i64 >= from)).collect();
    }
    let size = SIZES
        .iter()
        .find(|(one, ..)| *one == element.code)
        .map_or((1, 4), |(_, from, to)| (*from, *to));
    let size = dice.whole(size.0, size.1);
    (0..months)
        .map(|_| match element.kind {
            Kind::Flow => dice.times(size as f64 * 0.8),
            Kind::Stock | Kind::YearToDate => size,
        })
        .collect()
}
