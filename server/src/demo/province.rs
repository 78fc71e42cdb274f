//! A province's year for the pilot: the joint evaluation, and how many departments took part.

use super::place::Place;
use super::year::Year;

/// Adds a province's figures for the pilot.
pub fn fill(place: &Place, year: &mut Year) {
    let bent = place.bent("provincial evaluation");
    let mut dice = place.dice("provincial evaluation");
    if dice.chance((0.7 + 0.15 * bent).clamp(0.1, 0.98)) {
        let month = dice.whole(6, 10) as usize;
        year.put(month, "province_joint_evaluations", 1);
        year.put(month, "province_eval_departments", dice.whole(3, 10));
    }
}
