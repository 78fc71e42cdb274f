//! A place: one unit with what it is able to do and how large it is.

use super::course::Course;
use super::dice::Dice;
use kpi::org_unit::{Level, OrgUnit, OrgUnits, Tier};

/// One unit, seen by the generator.
pub struct Place<'a> {
    /// The unit.
    pub unit: &'a OrgUnit,
    /// All units.
    pub units: &'a OrgUnits,
    /// The seed of the whole.
    pub seed: u64,
    /// How able it is, about -2 to 2: its province's part, its prefecture's and its own.
    pub skill: f64,
}

/// How large a county is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Villages and communities, the official count.
    pub villages: i64,
    /// Townships and streets, the official count.
    pub townships: i64,
    /// Residents.
    pub residents: i64,
}

impl<'a> Place<'a> {
    /// The place of a unit.
    pub fn new(unit: &'a OrgUnit, units: &'a OrgUnits, seed: u64) -> Place<'a> {
        let own =
            |unit: &OrgUnit, weight: f64| weight * Dice::of(seed, unit.code, "ability").normal();
        let weight = |unit: &OrgUnit| match unit.level {
            Level::Nation => 0.0,
            Level::Province => 0.9,
            Level::Prefecture => 0.45,
            Level::County => 0.5,
        };
        let skill = std::iter::once(unit)
            .chain(units.ancestors(unit.code))
            .map(|unit| own(unit, weight(unit)))
            .sum();
        Place {
            unit,
            units,
            seed,
            skill,
        }
    }

    /// The unit's dice for a subject.
    pub fn dice(&self, subject: &str) -> Dice {
        Dice::of(self.seed, self.unit.code, subject)
    }

    /// How able the unit is in one subject: mostly what it is able to do at all.
    pub fn bent(&self, subject: &str) -> f64 {
        let own = Dice::of(self.seed, self.unit.code, &format!("{subject}: bent")).normal();
        0.75 * self.skill + 0.65 * own
    }

    /// A course from about one level to about another, better where the unit is abler: by
    /// `spread` for each point.
    pub fn course(&self, subject: &str, from: f64, to: f64, spread: f64) -> Course {
        let bent = self.bent(subject);
        let mut dice = self.dice(subject);
        let start = (from + 0.6 * spread * bent).clamp(0.02, 1.0);
        let end = (to + spread * bent).clamp(start, 1.0);
        Course::between(&mut dice, start, end)
    }

    /// How large the county is. The residents are invented to suit the official counts: a
    /// community in a city district holds more people than a mountain village.
    pub fn size(&self) -> Size {
        let villages = self.unit.villages_official.unwrap_or(0);
        let mut dice = self.dice("size");
        let each = match self.unit.name_zh.chars().last() {
            Some('区') => dice.between(2600.0, 4300.0),
            Some('市') => dice.between(1800.0, 2700.0),
            _ => dice.between(1200.0, 1900.0),
        };
        let residents = (villages.max(25) as f64 * each / 100.0).round() as i64 * 100;
        Size {
            villages,
            townships: self.unit.townships_official.unwrap_or(0),
            residents: residents.clamp(20_000, 4_500_000),
        }
    }

    /// The residents of all pilot counties in it.
    pub fn residents(&self) -> i64 {
        self.units
            .responsible(self.unit.code, Tier::County)
            .into_iter()
            .map(|county| Place::new(county, self.units, self.seed).size().residents)
            .sum()
    }
}
