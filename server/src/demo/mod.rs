//! The demo: a year of invented returns for every pilot county, region and province.
//!
//! Places, names and the counts of villages and townships are real; every other figure is made
//! up by dice with a fixed seed, so that the same seed gives the same demo to the byte. It reads
//! no clock: its day is [`TODAY`].
//!
//! Reading order: [`place`] (what a unit is able to do), [`county`], [`register`], [`region`],
//! [`province`], [`covid`], [`hotline`] (what an honest clerk would have filed), [`planted`]
//! (what is wrong on purpose), [`journey`] and [`ways`] (what became of each return), [`showcase`] (the units
//! a visitor meets).

mod county;
mod course;
mod covid;
pub(crate) mod dice;
mod field;
mod hotline;
mod journey;
pub mod load;
pub mod people;
mod place;
mod planted;
mod province;
mod region;
mod register;
mod showcase;
mod story;
mod ways;
mod words;
mod year;

pub use journey::TODAY;
pub use planted::{Flaw, Planted};
pub use story::{Moment, Outcome, Story, Typed, Version};
pub use year::Figures;

use kpi::catalogue::PILOT;
use kpi::org_unit::{NATION, OrgUnit, OrgUnits, Tier, UnitCode};
use place::Place;
use std::collections::{BTreeMap, BTreeSet};
use year::Year;

/// The seed of the demo that is served.
pub const SEED: u64 = 20_201_203;

/// The whole demo.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    /// Every return, by unit, programme and month.
    pub stories: Vec<Story>,
    /// What is wrong on purpose.
    pub planted: Vec<Planted>,
}

/// Makes the demo up.
pub fn generate(seed: u64, units: &OrgUnits) -> Demo {
    let filing: Vec<&OrgUnit> = units
        .iter()
        .filter(|unit| units.files_returns(unit.code))
        .collect();
    let mut years: BTreeMap<UnitCode, Year> = filing
        .iter()
        .map(|unit| (unit.code, pilot_year(&Place::new(unit, units, seed))))
        .collect();
    let planted = planted::plant(seed, units, &mut years);
    let imported: BTreeMap<UnitCode, usize> = with_flaw(&planted, Flaw::MoreThanAll);
    let shrunk: BTreeSet<UnitCode> = with_flaw(&planted, Flaw::Shrunk).into_keys().collect();
    let mut stories = Vec::new();
    for unit in filing {
        let place = Place::new(unit, units, seed);
        let mut pilot = journey::stories(&place, PILOT, &years[&unit.code]);
        if let Some(month) = imported.get(&unit.code) {
            by_import(&mut pilot, *month);
        }
        stories.extend(pilot);
        // Where the villages became fewer, later parts of them would not fit.
        if !shrunk.contains(&unit.code) {
            stories.extend(journey::stories(
                &place,
                "covid-recovered-2020",
                &covid::year(&place),
            ));
        }
        stories.extend(journey::stories(
            &place,
            "hotline-12355",
            &hotline::year(&place),
        ));
    }
    Demo { stories, planted }
}

/// The pilot's year of a unit, on all its tiers.
fn pilot_year(place: &Place) -> Year {
    let tiers = place.unit.tiers();
    let mut year = match tiers.contains(&Tier::County) && place.unit.is_pilot_county() {
        true => county::year(place),
        false => Year::default(),
    };
    if tiers.contains(&Tier::Region) {
        region::fill(place, &mut year);
    }
    if tiers.contains(&Tier::Province) {
        province::fill(place, &mut year);
    }
    showcase::arrange(place.unit.code, &mut year);
    year
}

fn with_flaw(planted: &[Planted], flaw: Flaw) -> BTreeMap<UnitCode, usize> {
    planted
        .iter()
        .filter(|planted| planted.flaw == flaw)
        .map(|planted| (planted.unit, planted.from))
        .collect()
}

/// The return of a month came as a file, and nobody looked at it.
fn by_import(stories: &mut [Story], month: usize) {
    for story in stories {
        if story.key.period.month() as usize != month + 1 {
            continue;
        }
        story.typed = None;
        story.versions.truncate(1);
        for version in &mut story.versions {
            let file = format!("{}-{}.csv", story.key.org_unit, story.key.period);
            version.submitted.account = format!("admin-{NATION}");
            version.outcome = Outcome::Imported(file);
        }
    }
}

#[cfg(test)]
mod tests;
