//! How a share moves through 2020: no two counties alike, and the epidemic for all.

use super::dice::Dice;

/// The months of the year that is told.
pub const MONTHS: usize = 12;

/// The way a county goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// A little every month.
    Steady,
    /// Most of it by June.
    Early,
    /// Nothing at all for three months from the one named.
    Plateau(usize),
    /// Nearly nothing until the month named, then most of it.
    LateJump(usize),
    /// In April, June, September and November.
    Steps,
}

/// A share on its way from one level to another, January to December.
#[derive(Debug, Clone)]
pub struct Course {
    levels: [f64; MONTHS],
}

impl Course {
    /// The way from the level before January to that of December, in a manner of the dice's
    /// choosing.
    pub fn between(dice: &mut Dice, from: f64, to: f64) -> Course {
        let manner = match dice.whole(0, 99) {
            0..40 => Manner::Steady,
            40..55 => Manner::Early,
            55..73 => Manner::Plateau(dice.whole(4, 8) as usize),
            73..90 => Manner::LateJump(dice.whole(8, 10) as usize),
            _ => Manner::Steps,
        };
        Course::going(manner, dice, from, to)
    }

    fn going(manner: Manner, dice: &mut Dice, from: f64, to: f64) -> Course {
        let mut way = [0.0; MONTHS];
        let mut walked = 0.0;
        for (month, here) in way.iter_mut().enumerate() {
            walked += effort(manner, month) * dice.between(0.6, 1.4);
            *here = walked;
        }
        let levels = way.map(|here| from + (to - from) * here / walked);
        Course { levels }
    }

    /// The same course with a level of its own each month added.
    pub fn shifted(mut self, by: impl Fn(usize) -> f64) -> Course {
        for (month, level) in self.levels.iter_mut().enumerate() {
            *level += by(month);
        }
        self
    }

    /// The same course with the wobble that figures of people have: this month's is mostly last
    /// month's.
    pub fn wobbling(mut self, dice: &mut Dice, by: f64) -> Course {
        let mut wobble = 0.0;
        for level in &mut self.levels {
            wobble = 0.6 * wobble + by * dice.normal();
            *level += wobble;
        }
        self
    }

    /// The level at the end of a month (0 is January), between nothing and everything.
    pub fn at(&self, month: usize) -> f64 {
        self.levels[month].clamp(0.0, 1.0)
    }

    /// That share of `whole` things.
    pub fn of(&self, whole: i64, month: usize) -> i64 {
        ((whole as f64 * self.at(month)).round() as i64).clamp(0, whole)
    }
}

/// How much is done in a month, by its manner: nearly nothing while the epidemic holds February
/// and March.
fn effort(manner: Manner, month: usize) -> f64 {
    let shut = matches!(month, 1 | 2);
    let usual = match manner {
        Manner::Steady => 1.0,
        Manner::Early if month < 6 => 2.5,
        Manner::Early => 0.3,
        Manner::Plateau(from) if (from..from + 3).contains(&month) => 0.0,
        Manner::Plateau(_) => 1.0,
        Manner::LateJump(at) if month < at => 0.15,
        Manner::LateJump(_) => 3.0,
        Manner::Steps if matches!(month, 3 | 5 | 8 | 10) => 3.0,
        Manner::Steps => 0.0,
    };
    if shut { 0.08 * usual } else { usual }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kpi::org_unit::NATION;

    #[test]
    fn every_manner_ends_where_it_is_going_and_rests_in_the_epidemic() {
        for manner in [
            Manner::Steady,
            Manner::Early,
            Manner::Plateau(5),
            Manner::LateJump(9),
            Manner::Steps,
        ] {
            let mut dice = Dice::of(3, NATION, "course");
            let course = Course::going(manner, &mut dice, 0.2, 0.6);
            assert!((course.at(11) - 0.6).abs() < 1e-9, "{manner:?}");
            assert!(course.at(2) - course.at(0) < 0.03, "{manner:?}");
            assert!((1..12).all(|month| course.at(month) >= course.at(month - 1)));
        }
    }
}
