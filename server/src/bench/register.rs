//! The register of patients over any number of years. The months balance, and the parts stay
//! within their wholes.

use super::FIRST;
use super::series::{Place, Series};

/// How much of the year's level is reached by the end of each month, of figures that restart in
/// January.
const VISITED: [f64; 12] = [
    0.50, 0.58, 0.70, 0.83, 0.89, 0.925, 0.95, 0.96, 0.97, 0.98, 0.99, 1.0,
];

/// The elements of the register that stand still when it is frozen, and come along when it is
/// copied.
pub const REGISTER: [&str; 9] = [
    "smd_ever_registered",
    "smd_registered",
    "smd_managed",
    "smd_standard_managed",
    "smd_medicated",
    "smd_regular_medicated",
    "smd_face_to_face",
    "schizophrenia_registered",
    "schizophrenia_medicated",
];

/// Adds the register.
pub fn fill(place: &Place, series: &mut Series) {
    let residents = series
        .get("resident_population")
        .and_then(|all| all.first().copied())
        .unwrap_or(100_000);
    let mut dice = place.dice("register");
    let per_mille = (4.45 + 0.5 * dice.normal()).clamp(2.2, 6.4);
    let mut registered = ((residents as f64 * per_mille / 1000.0) as i64).max(20);
    let mut dead = (registered as f64 * dice.between(0.05, 0.14)) as i64;
    let growth = dice.between(0.010, 0.045) / 12.0;
    let managed = place.course("managed", 0.90, 0.955);
    let standard = place.course("standard", 0.84, 0.90);
    let medicated = place.course("medicated", 0.84, 0.90);
    let regular = place.course("regular", 0.65, 0.76);
    let seen = place.course("seen", 0.80, 0.90);
    let ill = dice.between(0.62, 0.79);
    let treated = place.course("schizophrenia", 0.79, 0.87);
    let rehab = place.course("rehabilitation", 0.38, 0.62);
    let home = dice.between(0.86, 0.94);
    let mut reached = [0i64; 3];
    for at in 0..place.extent.months as usize {
        let month = FIRST.plus(at as i32);
        let all = registered as f64;
        let flows = [
            ("smd_new", dice.times(all * growth)),
            ("smd_deaths", dice.times(all * 0.0011)),
            ("smd_moved_in", dice.times(all * 0.0006)),
            ("smd_moved_out", dice.times(all * 0.0006)),
        ];
        let [new, deaths, moved_in, moved_out] = flows.map(|(_, number)| number);
        if at > 0 {
            registered += new + moved_in - deaths - moved_out;
        }
        dead += deaths;
        if month.month() == 1 {
            reached = [0; 3];
        }
        let visited = VISITED[month.month() as usize - 1];
        // Half of what chance would do: patients stay who they are from month to month.
        let mut part = |share: f64, whole: i64| {
            let middle = whole as f64 * share;
            let noise = 0.5 * (middle * (1.0 - share).max(0.0)).sqrt() * dice.normal();
            ((middle + noise).round() as i64).clamp(0, whole)
        };
        let in_care = part(managed[at] * visited, registered).max(reached[0]);
        let in_care = in_care.min(registered);
        let by_standard = part(standard[at] * (0.8 + 0.2 * visited), in_care);
        let by_standard = by_standard.max(reached[1]).min(in_care);
        let face = part(seen[at] * visited, registered)
            .max(reached[2])
            .min(registered);
        let on_medicine = part(medicated[at], registered);
        let regularly = part(regular[at], on_medicine);
        let schizophrenia = ((registered as f64 * ill).round() as i64).min(registered);
        let on_it = part(treated[at], schizophrenia);
        let at_home = part(home, in_care);
        let in_rehab = part(rehab[at], at_home);
        reached = [in_care, by_standard, face];
        let numbers = [
            ("smd_ever_registered", registered + dead),
            ("smd_registered", registered),
            ("smd_managed", in_care),
            ("smd_standard_managed", by_standard),
            ("smd_medicated", on_medicine),
            ("smd_regular_medicated", regularly),
            ("smd_face_to_face", face),
            ("schizophrenia_registered", schizophrenia),
            ("schizophrenia_medicated", on_it),
            ("smd_at_home", at_home),
            ("smd_home_rehab", in_rehab),
        ];
        for (element, number) in numbers.into_iter().chain(flows) {
            series.entry(element).or_default().push(number);
        }
    }
}
