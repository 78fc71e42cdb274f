//! A pilot region's year: meetings, money, training, universities, hospitals, lectures.

use super::place::Place;
use super::year::{Answer, Year};
use kpi::facts::Value;

/// Lectures, by whose staff they are for.
const LECTURES: [(&str, f64); 5] = [
    ("lectures_police", 0.34),
    ("lectures_justice", 0.28),
    ("lectures_petition", 0.22),
    ("lectures_civil", 0.26),
    ("lectures_disabled", 0.24),
];

/// Adds a pilot region's figures for the pilot.
pub fn fill(place: &Place, year: &mut Year) {
    meetings(place, year);
    arrangements(place, year);
    training(place, year);
    universities(place, year);
    hospitals(place, year);
    activities(place, year);
}

/// Filed in June, and for the second half-year by most when the meeting has been held.
fn meetings(place: &Place, year: &mut Year) {
    let bent = place.bent("meetings");
    let mut dice = place.dice("meetings");
    let complete = (0.80 + 0.1 * bent).clamp(0.2, 0.99);
    let first = match dice.chance((0.9 + 0.06 * bent).clamp(0.4, 1.0)) {
        true => dice.whole(1, 3),
        false => 0,
    };
    let minutes = Answer::when(first > 0 && dice.chance(complete));
    year.put(5, "lead_meetings", first);
    year.tell(5, "lead_minutes_complete", minutes);
    if dice.chance((0.75 + 0.15 * bent).clamp(0.2, 1.0)) {
        let month = dice.whole(7, 10) as usize;
        year.put(month, "lead_meetings", 1);
        year.tell(
            month,
            "lead_minutes_complete",
            Answer::when(dice.chance(complete)),
        );
    }
}

/// What is there or not: no in January mostly, and yes from some month on.
fn arrangements(place: &Place, year: &mut Year) {
    let mut turns = |element: &'static str, ready: f64, ever: f64| {
        let bent = place.bent(element);
        let mut dice = place.dice(element);
        let from_start = dice.chance((ready + 0.12 * bent).clamp(0.02, 0.98));
        year.tell(0, element, Answer::when(from_start));
        if !from_start && dice.chance((ever + 0.15 * bent).clamp(0.05, 0.98)) {
            year.tell(dice.whole(3, 10) as usize, element, Answer::Yes);
        }
    };
    turns("funding_secured", 0.55, 0.85);
    turns("crisis_team", 0.50, 0.85);
    turns("hotline_247", 0.45, 0.75);
    turns("hotline_guidance", 0.40, 0.75);
    turns("lectures_covid_group", 0.10, 0.75);
    let bent = place.bent("media");
    let mut dice = place.dice("media");
    let forms = [(0, 1), (3, 2), (6, 3), (9, 4)];
    for (month, usual) in forms {
        let used = (usual as f64 + 0.6 * bent + dice.between(-0.5, 0.7)).round() as i64;
        year.put(month, "popularisation_media", used.clamp(0, 5));
    }
    let featured = (0.9 + 0.5 * bent + dice.between(-0.4, 0.8)).round() as i64;
    year.put(
        dice.whole(5, 9) as usize,
        "featured_projects",
        featured.max(0),
    );
}

/// One assessment in the year. The staff who passed are entered in the database a month later,
/// and the rest after that.
fn training(place: &Place, year: &mut Year) {
    let bent = place.bent("training");
    let mut dice = place.dice("training");
    for (month, usual) in [(2, 0.4), (5, 1.8), (8, 2.9), (10, 3.5)] {
        let trained = (usual + 0.6 * bent).round() as i64;
        year.put(month, "training_categories", trained.clamp(0, 4));
    }
    let passed = dice.whole(40, 900);
    let month = dice.whole(5, 8) as usize;
    year.put(month, "trained_passed", passed);
    let database = dice.chance((0.8 + 0.12 * bent).clamp(0.1, 0.98));
    year.tell(0, "talent_database", Answer::No);
    if database {
        let first = (passed as f64 * dice.between(0.4, 0.9)) as i64;
        year.put(month + 1, "talent_in_database", first.max(1));
        year.tell(month + 1, "talent_database", Answer::Yes);
        let last = match dice.chance(0.5) {
            true => passed,
            false => first + (passed - first) / 2,
        };
        year.put(month + 2, "talent_in_database", last.max(1));
    }
}

/// Judged one by one: a university without its teacher is not made good by another with two.
fn universities(place: &Place, year: &mut Year) {
    let bent = place.bent("universities");
    let mut dice = place.dice("universities");
    let count = (place.residents() as f64 / dice.between(320_000.0, 900_000.0)) as i64;
    if count == 0 {
        for element in [
            "universities_total",
            "universities_ratio_met",
            "university_students",
            "university_counsellors",
        ] {
            year.say(
                0,
                element,
                Value::NotApplicable("辖区内没有高等院校".to_owned()),
            );
        }
        return;
    }
    let each: Vec<(i64, i64, i64)> = (0..count.min(40))
        .map(|_| {
            let students = dice.whole(35, 240) * 100;
            let asked = students.div_euclid(4000) + i64::from(students % 4000 > 0);
            let short = dice.chance((0.34 - 0.1 * bent).clamp(0.03, 0.8));
            let before = if short {
                asked - 1
            } else {
                asked + dice.whole(0, 1)
            };
            let hired = i64::from(short && dice.chance((0.6 + 0.15 * bent).clamp(0.1, 0.95)));
            (students, before.max(0), before.max(0) + hired)
        })
        .collect();
    let mut file = |month: usize, teachers: fn(&(i64, i64, i64)) -> i64| {
        let met = each
            .iter()
            .filter(|one| teachers(one) * 4000 >= one.0)
            .count();
        let students: i64 = each.iter().map(|one| one.0).sum();
        year.put(month, "universities_total", each.len() as i64);
        year.put(month, "universities_ratio_met", met as i64);
        year.put(month, "university_students", students);
        year.put(
            month,
            "university_counsellors",
            each.iter().map(teachers).sum(),
        );
    };
    file(0, |one| one.1);
    // Teachers begin with the term.
    file(8, |one| one.2);
}

fn hospitals(place: &Place, year: &mut Year) {
    let mut dice = place.dice("hospitals");
    let total = (place.residents() / dice.whole(160_000, 300_000)).max(1);
    let clinics = place.course("hospital clinics", 0.19, 0.29, 0.08);
    year.put(0, "hospitals_total", total);
    year.put_each([0, 3, 5, 8, 10], "hospitals_with_clinic", |month| {
        clinics.of(total, month)
    });
}

/// What is held in the month, and little of it while nobody may meet.
fn activities(place: &Place, year: &mut Year) {
    let bent = place.bent("activities");
    let mut dice = place.dice("activities");
    let mut held = |year: &mut Year, month: usize, element: &'static str, usual: f64| {
        let open = if matches!(month, 1 | 2) { 0.1 } else { 1.0 };
        let mean = (usual * (1.0 + 0.35 * bent)).max(0.03) * open;
        year.put(month, element, dice.times(mean));
    };
    for month in 0..12 {
        held(year, month, "crisis_trainings", 0.32);
        held(year, month, "hotline_trainings", 0.52);
        for (element, usual) in LECTURES {
            held(year, month, element, usual);
        }
        held(year, month, "services_on_demand", 6.0);
    }
}
