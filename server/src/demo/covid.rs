//! The programme for cured patients: owed from September, due in December, and begun early by
//! those who have patients.

use super::place::Place;
use super::year::{Answer, Year};
use kpi::org_unit::Tier;

/// The figures of a unit, on all its tiers. Most have none before December.
pub fn year(place: &Place) -> Year {
    let mut year = Year::default();
    let mut dice = place.dice("cured: when");
    let begins = (0.5 + 0.15 * place.bent("cured")).clamp(0.05, 0.95);
    if !dice.chance(begins) {
        return year;
    }
    let month = dice.whole(8, 10) as usize;
    for tier in place.unit.tiers() {
        match tier {
            Tier::County => county(place, month, &mut year),
            Tier::Region => region(place, month, &mut year),
            Tier::Province => province(place, month, &mut year),
            Tier::Nation => {}
        }
    }
    year
}

fn county(place: &Place, month: usize, year: &mut Year) {
    let bent = place.bent("cured patients");
    let mut dice = place.dice("cured patients");
    let size = place.size();
    let in_hubei = place.unit.code.to_string().starts_with("42");
    let per_million = if in_hubei { 4200.0 } else { 22.0 };
    let cured = dice.times(size.residents as f64 / 1e6 * per_million);
    let due = cured - (cured as f64 * dice.between(0.0, 0.06)) as i64;
    let mut part = |whole: i64, usual: f64| {
        let share = (usual + 0.06 * bent + dice.between(-0.08, 0.08)).clamp(0.0, 1.0);
        ((whole as f64 * share).round() as i64).clamp(0, whole)
    };
    let key_persons = part(cured, 0.10);
    let severe = part(key_persons, 0.08);
    let townships = size.townships.min(cured);
    let townships = if townships > 4 {
        part(townships, 0.7)
    } else {
        townships
    };
    let parts = [
        ("cured_patients", cured),
        ("cured_due", due),
        ("cured_followed_up", part(due, 0.96)),
        ("cured_visited", part(cured, 0.85)),
        ("cured_verified", part(cured, 0.97)),
        ("cured_family_doctor", part(cured, 0.80)),
        ("cured_assessed", part(cured, 0.75)),
        ("cured_toolkit", part(cured, 0.95)),
        ("key_persons", key_persons),
        ("key_persons_intervened", part(key_persons, 0.97)),
        ("severe_persons", severe),
        ("severe_admitted", part(severe, 0.99)),
        ("townships_with_cured", townships),
        ("townships_with_care_team", part(townships, 0.95)),
        ("townships_with_officer", part(size.townships, 0.90)),
        ("villages_with_staff", part(size.villages, 0.86)),
        ("villages_with_board", part(size.villages, 0.62)),
    ];
    for (element, figure) in parts {
        year.put(month, element, figure);
    }
    let yes = |dice: &mut super::dice::Dice, usual: f64| {
        Answer::when(dice.chance((usual + 0.1 * bent).clamp(0.05, 0.99)))
    };
    year.tell(month, "cured_database", yes(&mut dice, 0.8));
    year.tell(month, "county_counselling_team", yes(&mut dice, 0.85));
    let commissioners = if dice.chance((0.8 + 0.1 * bent).clamp(0.1, 0.99)) {
        dice.whole(1, 3)
    } else {
        0
    };
    year.put(month, "county_commissioners", commissioners);
}

fn region(place: &Place, month: usize, year: &mut Year) {
    let bent = place.bent("cured: region");
    let mut dice = place.dice("cured: region");
    let mut tell = |element: &'static str, usual: f64| {
        let yes = dice.chance((usual + 0.1 * bent).clamp(0.05, 0.99));
        year.tell(month, element, Answer::when(yes));
    };
    tell("recovered_hotline_supported", 0.9);
    tell("hotline_analysis", 0.7);
    tell("recovered_plan_integrated", 0.8);
    tell("city_task_force", 0.75);
    // A hotline that answers day and night has at least a seat.
    year.put(month, "hotline_seats", dice.whole(1, 9));
}

fn province(place: &Place, month: usize, year: &mut Year) {
    let bent = place.bent("cured: province");
    let mut dice = place.dice("cured: province");
    let mut tell = |element: &'static str, usual: f64| {
        let yes = dice.chance((usual + 0.1 * bent).clamp(0.05, 0.99));
        year.tell(month, element, Answer::when(yes));
    };
    tell("province_expert_group", 0.85);
    tell("province_impl_plan", 0.75);
}
