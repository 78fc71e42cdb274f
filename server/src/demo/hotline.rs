//! The youth hotline: nobody owes it, and some report it month by month.

use super::place::Place;
use super::year::{Answer, Year};
use kpi::Period;
use kpi::org_unit::Tier;

/// The figures of a unit, on all its tiers; nothing at all where it does not take part.
pub fn year(place: &Place) -> Year {
    let mut year = Year::default();
    let tiers = place.unit.tiers();
    if !tiers
        .iter()
        .any(|tier| matches!(tier, Tier::Region | Tier::Province))
    {
        return year;
    }
    let mut dice = place.dice("youth: takes part");
    if !dice.chance((0.55 + 0.15 * place.bent("youth")).clamp(0.1, 0.95)) {
        return year;
    }
    let from = dice.whole(0, 3) as usize;
    for month in from..12 {
        if tiers.contains(&Tier::Region) {
            desk(place, month, &mut year);
        }
        if tiers.contains(&Tier::Province) {
            province(place, from, month, &mut year);
        }
    }
    year
}

/// Calls are many while schools are shut.
fn busy(month: usize) -> f64 {
    match month {
        1 | 2 => 2.4,
        3 | 4 => 1.5,
        _ => 1.0,
    }
}

fn desk(place: &Place, month: usize, year: &mut Year) {
    let bent = place.bent("youth: desk");
    let mut dice = place.dice(&format!("youth: desk {month}"));
    let days = i64::from(Period::literal(2020, month as u32 + 1).days());
    let mut delivered = |due: i64| {
        let share = (0.95 + 0.03 * bent + dice.between(-0.08, 0.06)).clamp(0.3, 1.0);
        (due as f64 * share).round() as i64
    };
    let due = [days, days / 2, days / 5];
    let done = due.map(&mut delivered);
    let [daily, two_day, five_day] = [0, 1, 2].map(|at| (due[at], done[at].clamp(0, due[at])));
    year.put(month, "youth_daily_due", daily.0);
    year.put(month, "youth_daily_delivered", daily.1);
    year.put(month, "youth_two_day_due", two_day.0);
    year.put(month, "youth_two_day_delivered", two_day.1);
    year.put(month, "youth_five_day_due", five_day.0);
    year.put(month, "youth_five_day_delivered", five_day.1);
    let requests = dice.times(if month < 4 { 5.0 * busy(month) } else { 0.7 });
    year.put(month, "youth_covid_requests", requests);
    let lost = i64::from(requests > 0 && dice.chance(0.1));
    year.put(month, "youth_covid_tracked", requests - lost);
    year.put(month, "youth_guardianless", dice.times(0.4 * busy(month)));
    year.put(month, "youth_live", dice.times(4.0 * busy(month)));
    let all_day = place
        .dice("youth: day and night")
        .chance((0.7 + 0.1 * bent).clamp(0.0, 1.0));
    year.tell(month, "youth_desk_247", Answer::when(all_day));
}

fn province(place: &Place, from: usize, month: usize, year: &mut Year) {
    let mut all_year = place.dice("youth: province");
    let (professionals, agencies) = (all_year.whole(150, 1200), all_year.whole(8, 90));
    let desks = all_year.whole(2, 15);
    let since = (month - from) as i64;
    let mut dice = place.dice(&format!("youth: province {month}"));
    year.put(month, "youth_contacts", dice.times(900.0 * busy(month)));
    year.put(month, "youth_professionals", professionals + 11 * since);
    year.put(month, "youth_matched", dice.times(60.0 * busy(month)));
    year.put(month, "youth_crises", dice.times(1.2 * busy(month)));
    year.put(month, "youth_desks", (desks - 4 + since).clamp(1, desks));
    year.put(month, "youth_agencies", agencies + since / 3);
    if month == 8 {
        year.put(month, "youth_screened", dice.whole(200, 1500) * 100);
    }
    if matches!(month, 5 | 10) {
        // Kept to the yuan: ten-thousandths of the 万元 it is typed in.
        year.put(month, "youth_funding", dice.whole(120_000, 2_600_000));
    }
}
