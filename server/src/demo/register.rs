//! The register of severe mental disorders of one county, month by month.
//!
//! The months balance: last month's patients and those new or moved in, less those who died or
//! moved away. The parts stay within their wholes by construction: standard ≤ managed ≤
//! registered ≤ ever registered, regular ≤ on medication ≤ registered.

use super::course::Course;
use super::dice::Dice;
use super::place::{Place, Size};
use super::year::Year;

/// How much of the year's last level is reached by the end of each month, of figures that
/// restart in January: a first visit to everybody takes until summer.
const VISITED: [f64; 12] = [
    0.50, 0.58, 0.70, 0.83, 0.89, 0.925, 0.95, 0.96, 0.97, 0.98, 0.99, 1.0,
];

/// What the epidemic took from the supply of medicine: nobody fetches it in February.
const SUPPLY: [f64; 12] = [
    0.0, -0.075, -0.05, -0.02, -0.005, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
];

struct Flow {
    new: i64,
    deaths: i64,
    moved_in: i64,
    moved_out: i64,
}

/// Adds the register to a county's year.
pub fn fill(place: &Place, size: Size, year: &mut Year) {
    let mut dice = place.dice("register");
    let bent = place.bent("register");
    let per_mille = (4.45 + 0.25 * bent + 0.55 * dice.normal()).clamp(2.1, 6.6);
    let mut registered = ((size.residents as f64 * per_mille / 1000.0) as i64).max(20);
    let mut dead = (registered as f64 * dice.between(0.05, 0.14)) as i64;
    // Below the 4.5‰ that is asked, more are looked for.
    let growth = match per_mille < 4.5 {
        true => dice.between(0.02, 0.07),
        false => dice.between(0.01, 0.035),
    };
    let search = Course::between(&mut dice, 0.0, 1.0);
    let screening = dice.chance(0.08).then(|| dice.whole(8, 9) as usize);
    let rates = Rates::of(place);
    let mut before = Reached::default();
    for month in 0..12 {
        let found = search.at(month)
            - if month == 0 {
                0.0
            } else {
                search.at(month - 1)
            };
        let flow = flow(
            &mut dice,
            registered,
            growth * found,
            screening == Some(month),
        );
        if month > 0 {
            registered += flow.new + flow.moved_in - flow.deaths - flow.moved_out;
        }
        dead += flow.deaths;
        year.put(month, "smd_ever_registered", registered + dead);
        year.put(month, "smd_registered", registered);
        year.put(month, "smd_new", flow.new);
        year.put(month, "smd_deaths", flow.deaths);
        year.put(month, "smd_moved_in", flow.moved_in);
        year.put(month, "smd_moved_out", flow.moved_out);
        before = rates.fill(month, registered, before, year);
    }
}

fn flow(dice: &mut Dice, registered: i64, found: f64, screening: bool) -> Flow {
    let registered = registered as f64;
    let screened = if screening { 0.032 } else { 0.0 };
    Flow {
        new: dice.times(registered * (found + screened)),
        deaths: dice.times(registered * 0.0011),
        moved_in: dice.times(registered * 0.0006),
        moved_out: dice.times(registered * 0.0006),
    }
}

/// What had been reached since January: of those still registered, it does not fall.
#[derive(Clone, Copy, Default)]
struct Reached {
    managed: i64,
    standard: i64,
    seen: i64,
}

/// The shares of one county, through the year.
struct Rates {
    managed: Course,
    standard: Course,
    medicated: Course,
    regular: Course,
    seen: Course,
    schizophrenia: f64,
    schizophrenia_medicated: Course,
    at_home: f64,
    rehab: Course,
    refiles_home: bool,
}

impl Rates {
    fn of(place: &Place) -> Rates {
        let mut dice = place.dice("rates");
        let mut wobbling = |course: Course, by: f64| course.wobbling(&mut dice, by);
        Rates {
            managed: wobbling(place.course("managed", 0.90, 0.952, 0.02), 0.002),
            standard: wobbling(place.course("standard", 0.845, 0.875, 0.04), 0.004),
            medicated: wobbling(place.course("medicated", 0.84, 0.885, 0.022), 0.005)
                .shifted(|month| 0.6 * SUPPLY[month]),
            regular: wobbling(place.course("regular", 0.655, 0.725, 0.04), 0.008)
                .shifted(|month| SUPPLY[month]),
            seen: wobbling(place.course("seen", 0.80, 0.88, 0.04), 0.003),
            schizophrenia_medicated: wobbling(
                place.course("schizophrenia medicated", 0.795, 0.845, 0.03),
                0.006,
            )
            .shifted(|month| 0.6 * SUPPLY[month]),
            rehab: place.course("rehabilitation", 0.38, 0.54, 0.09),
            schizophrenia: dice.between(0.62, 0.79),
            at_home: dice.between(0.86, 0.94),
            refiles_home: dice.chance(0.4),
        }
    }

    /// Puts the parts of one month; returns what was reached.
    fn fill(&self, month: usize, registered: i64, before: Reached, year: &mut Year) -> Reached {
        let visited = VISITED[month];
        let share = |share: f64, whole: i64| ((whole as f64 * share).round() as i64).min(whole);
        let managed = share(self.managed.at(month) * visited, registered)
            .max(before.managed)
            .min(registered);
        let standard = share(self.standard.at(month) * (0.8 + 0.2 * visited), managed)
            .max(before.standard)
            .min(managed);
        let seen = share(self.seen.at(month) * visited * visited, registered)
            .max(before.seen)
            .min(registered);
        let medicated = self.medicated.of(registered, month);
        let regular = self.regular.of(medicated, month);
        let schizophrenia = share(self.schizophrenia, registered);
        let mut on_medicine = self.schizophrenia_medicated.of(schizophrenia, month);
        // The same rate to the last digit would be a slip of copying, and here it is none.
        if on_medicine > 0 && on_medicine * registered == medicated * schizophrenia {
            on_medicine -= 1;
        }
        year.put(month, "smd_managed", managed);
        year.put(month, "smd_standard_managed", standard);
        year.put(month, "smd_medicated", medicated);
        year.put(month, "smd_regular_medicated", regular);
        year.put(month, "smd_face_to_face", seen);
        year.put(month, "schizophrenia_registered", schizophrenia);
        year.put(month, "schizophrenia_medicated", on_medicine);
        if month == 5 || month == 11 || (month == 9 && self.refiles_home) {
            let at_home = share(self.at_home, managed);
            year.put(month, "smd_at_home", at_home);
            year.put(month, "smd_home_rehab", self.rehab.of(at_home, month));
        }
        Reached {
            managed,
            standard,
            seen,
        }
    }
}
