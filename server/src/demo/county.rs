//! A county's year: rooms, schools, workplaces, townships, campaigns. The register of patients
//! has its own file.

use super::place::{Place, Size};
use super::register;
use super::year::{Answer, Year};
use kpi::facts::Value;

/// The whole year of a county for the pilot.
pub fn year(place: &Place) -> Year {
    let mut year = Year::default();
    let size = place.size();
    year.put(0, "resident_population", size.residents);
    villages(place, size, &mut year);
    townships(place, size, &mut year);
    schools(place, size, &mut year);
    workplaces(place, size, &mut year);
    campaigns(place, &mut year);
    register::fill(place, size, &mut year);
    offences(place, &mut year);
    year
}

/// Counselling rooms. Now and then one is struck off again.
fn villages(place: &Place, size: Size, year: &mut Year) {
    let course = place.course("rooms", 0.27, 0.56, 0.11);
    let mut dice = place.dice("rooms struck off");
    let mut struck = 0;
    year.put(0, "villages_total", size.villages);
    for month in 0..12 {
        if month > 3 && dice.chance(0.03) {
            struck += dice.whole(1, 3);
        }
        let rooms = (course.of(size.villages, month) - struck).max(0);
        year.put(month, "villages_with_room", rooms);
    }
}

fn townships(place: &Place, size: Size, year: &mut Year) {
    let groups = place.course("groups", 0.78, 0.98, 0.07);
    let complete = place.course("complete groups", 0.70, 0.88, 0.08);
    year.put(0, "townships_total", size.townships);
    for month in 0..12 {
        let with_group = groups.of(size.townships, month);
        year.put(month, "townships_with_group", with_group);
        year.put(
            month,
            "townships_group_complete",
            complete.of(with_group, month),
        );
    }
}

/// Counted in January, in summer and after the terms begin.
fn schools(place: &Place, size: Size, year: &mut Year) {
    let total = (size.residents / place.dice("schools").whole(7_500, 11_500)).max(3);
    let rooms = place.course("school rooms", 0.50, 0.72, 0.09);
    year.put(0, "schools_total", total);
    year.put_each([0, 3, 5, 8, 9, 10], "schools_with_room", |month| {
        rooms.of(total, month)
    });
}

/// The vaguest denominator of all: some count offices and large firms only, some every firm, and
/// some do not ask whom they serve.
fn workplaces(place: &Place, size: Size, year: &mut Year) {
    let mut dice = place.dice("workplaces");
    let total = (size.residents / dice.whole(180, 900)).max(40);
    let served = place.course("workplaces served", 0.36, 0.53, 0.09);
    year.put(0, "workplaces_total", total);
    if dice.chance(0.04) {
        year.say(0, "workplaces_with_service", Value::NotCollected);
        return;
    }
    year.put_each([0, 3, 5, 8, 10], "workplaces_with_service", |month| {
        served.of(total, month)
    });
}

/// Campaigns every month, mostly; one joint evaluation, in a month that suits.
fn campaigns(place: &Place, year: &mut Year) {
    let bent = place.bent("campaigns");
    let mut dice = place.dice("campaigns");
    for month in 0..12 {
        let idle = match month {
            1 | 2 => 0.35,
            _ => (0.09 - 0.05 * bent).clamp(0.005, 0.4),
        };
        let events = match dice.chance(idle) {
            true => 0,
            false => 1 + dice.times((1.6 + 0.9 * bent).max(0.2)),
        };
        year.put(month, "popularisation_events", events);
    }
    if dice.chance((0.62 + 0.15 * bent).clamp(0.1, 0.98)) {
        let month = dice.whole(5, 10) as usize;
        year.put(month, "county_joint_evaluations", 1);
    }
}

/// Yes, or nothing happened; due in December, told early by most.
fn offences(place: &Place, year: &mut Year) {
    let mut dice = place.dice("offences");
    let month = dice.whole(5, 13) as usize;
    if month > 10 {
        return;
    }
    if dice.chance(0.35) {
        let reason = "年内至今未发生肇事肇祸事件".to_owned();
        year.say(month, "smd_offence_disposal", Value::NotApplicable(reason));
    } else {
        year.tell(
            month,
            "smd_offence_disposal",
            Answer::when(dice.chance(0.97)),
        );
    }
}
