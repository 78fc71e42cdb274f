//! What was found on a visit against what was reported: WHO's verification factor, recounted over
//! reported (Data Quality Review, Module 3). It stands beside the status and never rewrites it.
//!
//! A visit is a sample without replacement from a finite list, so the share found has Wilson's
//! limits for a finite population (methods b); divided by what was reported for those visited they
//! are the factor's limits. Over several units the factor is a ratio of two estimated totals, each
//! unit weighted by one over its probability to be chosen (Horvitz & Thompson 1952; Cochran 1977,
//! s. 6.8), with the spread between the units and Student's t. Where every unit of the frame was
//! visited there is no chance between them, and their own limits are put together (Zou & Donner
//! 2008).

use crate::catalogue::{Indicator, catalogue};
use crate::statistics::Interval;
use crate::statistics::interval::wilson_sample_of;
use crate::statistics::special::student_of;
use serde::{Deserialize, Serialize};

/// What exists or does not, and can be seen by whoever goes there.
const VISITED: [&str; 9] = [
    "counselling-room-coverage",
    "school-room-coverage",
    "workplace-service",
    "hospital-clinic",
    "township-group",
    "cr-base-team",
    "cr-board",
    "cr-township-officer",
    "cr-community-staff",
];

/// The indicators that can be visited, in catalogue order.
pub fn visited() -> impl Iterator<Item = &'static Indicator> {
    let all = catalogue().indicators().iter();
    all.filter(|indicator| can_be_visited(indicator))
}

/// Whether an indicator can be visited.
pub fn can_be_visited(indicator: &Indicator) -> bool {
    VISITED.contains(&indicator.code.as_str())
}

/// Limits and confidence of every factor.
pub const CONFIDENCE: f64 = 0.95;

/// What was found of one indicator in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How many were visited.
    pub visited: u64,
    /// How many of those the unit's own list says to have it; `None` where there is no list, and
    /// the unit's reported share stands for them.
    pub reported: Option<u64>,
    /// How many have it and use it.
    pub found: u64,
    /// How many have it and do not use it: a room that stands empty.
    pub empty: u64,
}

/// Why a finding cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoFinding {
    /// Nothing was visited.
    NothingVisited,
    /// More were visited than there are.
    MoreThanThereAre {
        /// How many there are.
        total: u64,
    },
    /// More were found than visited.
    MoreThanVisited,
    /// More were reported than visited.
    MoreReported,
}

impl Finding {
    /// Looks whether it can be. `total` is how many there are, where it is known.
    pub fn check(&self, total: Option<u64>) -> Result<(), NoFinding> {
        if self.visited == 0 {
            return Err(NoFinding::NothingVisited);
        }
        if let Some(total) = total.filter(|total| self.visited > *total) {
            return Err(NoFinding::MoreThanThereAre { total });
        }
        if self.found.saturating_add(self.empty) > self.visited {
            return Err(NoFinding::MoreThanVisited);
        }
        match self.reported {
            Some(reported) if reported > self.visited => Err(NoFinding::MoreReported),
            _ => Ok(()),
        }
    }
}

/// What a unit reported: x of n.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// How many have it.
    pub x: u64,
    /// How many there are.
    pub n: u64,
}

/// Against what the visit is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// What the unit's list says of those visited.
    OfThose,
    /// The unit's reported share, because there is no list.
    OfUnit,
    /// Several units, weighted by one over their probability to be chosen.
    Weighted,
    /// Every unit there was to choose, put together.
    EveryUnit,
}

/// Recounted over reported.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// The factor.
    pub value: f64,
    /// Its limits, the lower first; `None` where one unit stands for several.
    pub limits: Option<(f64, f64)>,
    /// The factor if what stands empty is counted too.
    pub with_empty: f64,
    /// Against what.
    pub basis: Basis,
    /// Whether it lies above 1.10 or below 0.90, by exact arithmetic for one unit.
    pub is_off: bool,
}

/// A factor above this many hundredths is marked (PLOS ONE 0235823 on WHO's factor).
const HIGH: i128 = 110;

/// A factor below this many hundredths is marked.
const LOW: i128 = 90;

/// The factor of one unit. `None` where nothing was reported to hold it against.
pub fn factor(finding: &Finding, reported: Reported) -> Option<Factor> {
    finding.check(Some(reported.n)).ok()?;
    // k/m over r/m, or over x/n: recounted over reported, in whole numbers.
    let (top, bottom, basis) = match finding.reported {
        Some(r) => (1, i128::from(r), Basis::OfThose),
        None => (
            i128::from(reported.n),
            i128::from(finding.visited) * i128::from(reported.x),
            Basis::OfUnit,
        ),
    };
    if bottom == 0 {
        return None;
    }
    let of = |count: u64| i128::from(count) * top;
    let scale = |count: u64| of(count) as f64 / bottom as f64;
    let share = finding.visited as f64 * top as f64 / bottom as f64;
    let limits = wilson_sample_of(finding.found, finding.visited, reported.n, CONFIDENCE);
    let hundredths = of(finding.found) * 100;
    Some(Factor {
        value: scale(finding.found),
        limits: limits.map(|limits| (limits.lower * share, limits.upper * share)),
        with_empty: scale(finding.found + finding.empty),
        basis,
        is_off: hundredths > HIGH * bottom || hundredths < LOW * bottom,
    })
}

/// One unit of several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// What was found.
    pub finding: Finding,
    /// What was reported.
    pub reported: Reported,
    /// With which probability the unit was chosen.
    pub inclusion: f64,
}

impl Place {
    fn total(&self) -> f64 {
        self.reported.n as f64
    }

    fn visited(&self) -> f64 {
        self.finding.visited as f64
    }

    /// How many the unit would have by the visit, and how many by its own word.
    fn totals(&self) -> (f64, f64) {
        let found = self.total() * self.finding.found as f64 / self.visited();
        let said = match self.finding.reported {
            Some(reported) => self.total() * reported as f64 / self.visited(),
            None => self.reported.x as f64,
        };
        (found, said)
    }
}

/// The factor of all units that could be chosen, from those that were. `None` without a unit, or
/// where nothing was reported.
pub fn pooled(places: &[Place]) -> Option<Factor> {
    let sound = |place: &&Place| {
        place.finding.check(Some(place.reported.n)).is_ok() && place.inclusion > 0.0
    };
    let places: Vec<&Place> = places.iter().filter(sound).collect();
    let add = |of: &dyn Fn(&Place) -> f64| -> f64 {
        places.iter().map(|place| of(place) / place.inclusion).sum()
    };
    let said = add(&|place| place.totals().1);
    if places.is_empty() || said <= 0.0 {
        return None;
    }
    let value = add(&|place| place.totals().0) / said;
    let empty = add(&|place| place.total() * place.finding.empty as f64 / place.visited());
    let every_unit = places.iter().all(|place| place.inclusion >= 1.0);
    let limits = match every_unit {
        true => of_every_unit(&places, value, said),
        false => weighted(&places, value, said),
    };
    Some(Factor {
        value,
        limits: limits.map(|limits| (limits.lower, limits.upper)),
        with_empty: value + empty / said,
        basis: match every_unit {
            true => Basis::EveryUnit,
            false => Basis::Weighted,
        },
        is_off: value * 100.0 > HIGH as f64 || value * 100.0 < LOW as f64,
    })
}

/// The units' own limits put together: squares of their distances add up.
fn of_every_unit(places: &[&Place], value: f64, said: f64) -> Option<Interval> {
    let (mut below, mut above) = (0.0, 0.0);
    for place in places {
        let finding = place.finding;
        let own = wilson_sample_of(finding.found, finding.visited, place.reported.n, CONFIDENCE)?;
        let (share, weight) = (finding.found as f64 / place.visited(), place.total() / said);
        below += (weight * (share - own.lower)).powi(2);
        above += (weight * (own.upper - share)).powi(2);
    }
    Some(Interval {
        lower: (value - below.sqrt()).max(0.0),
        upper: value + above.sqrt(),
    })
}

/// By the spread between units: what is left of each when the ratio is taken out.
fn weighted(places: &[&Place], value: f64, said: f64) -> Option<Interval> {
    let freedom = places.len() as f64 - 1.0;
    let t = student_of(CONFIDENCE, freedom)?;
    let left: f64 = places
        .iter()
        .map(|place| {
            let (found, said) = place.totals();
            ((found - value * said) / place.inclusion).powi(2)
        })
        .sum();
    let error = (places.len() as f64 / freedom * left).sqrt() / said;
    Some(Interval {
        lower: (value - t * error).max(0.0),
        upper: value + t * error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::random::Random;
    use proptest::prelude::*;

    fn finding(visited: u64, reported: Option<u64>, found: u64, empty: u64) -> Finding {
        Finding {
            visited,
            reported,
            found,
            empty,
        }
    }

    #[test]
    fn recounted_over_reported() {
        // 20 of 100 villages, 10 of them on the list of rooms, 8 found in use and one empty.
        let reported = Reported { x: 50, n: 100 };
        let got = factor(&finding(20, Some(10), 8, 1), reported).unwrap();
        assert!((got.value - 0.8).abs() < 1e-12 && (got.with_empty - 0.9).abs() < 1e-12);
        assert!(got.is_off && got.basis == Basis::OfThose);
        let share = wilson_sample_of(8, 20, 100, 0.95).unwrap();
        let limits = got.limits.unwrap();
        assert!((limits.0 - share.lower * 2.0).abs() < 1e-12);
        assert!((limits.1 - share.upper * 2.0).abs() < 1e-12);
        // Without a list, the share of the unit stands for those visited: 10 of 20.
        let got = factor(&finding(20, None, 8, 1), reported).unwrap();
        assert!((got.value - 0.8).abs() < 1e-12 && got.basis == Basis::OfUnit);
    }

    #[test]
    fn the_marks_are_exact_at_their_edges() {
        let off = |found, reported| {
            let finding = finding(200, Some(reported), found, 0);
            let reported = Reported { x: 1, n: 1_000 };
            factor(&finding, reported).unwrap().is_off
        };
        assert!(!off(90, 100) && off(89, 100));
        assert!(!off(110, 100) && off(111, 100));
        assert!(!off(100, 100));
    }

    #[test]
    fn a_complete_visit_leaves_nothing_to_chance() {
        let got = factor(&finding(12, Some(10), 9, 0), Reported { x: 10, n: 12 }).unwrap();
        let limits = got.limits.unwrap();
        assert!((limits.0 - 0.9).abs() < 1e-12 && (limits.1 - 0.9).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_is_told() {
        let check = |finding: Finding| finding.check(Some(10));
        assert_eq!(
            check(finding(0, None, 0, 0)),
            Err(NoFinding::NothingVisited)
        );
        let more = NoFinding::MoreThanThereAre { total: 10 };
        assert_eq!(check(finding(11, None, 0, 0)), Err(more));
        assert_eq!(
            check(finding(5, None, 4, 2)),
            Err(NoFinding::MoreThanVisited)
        );
        assert_eq!(
            check(finding(5, Some(6), 4, 1)),
            Err(NoFinding::MoreReported)
        );
        assert_eq!(check(finding(10, Some(10), 9, 1)), Ok(()));
        let nothing = Reported { x: 0, n: 10 };
        assert_eq!(factor(&finding(5, Some(0), 3, 0), nothing), None);
        assert_eq!(factor(&finding(5, None, 3, 0), nothing), None);
    }

    #[test]
    fn one_unit_of_several_has_no_limits_for_all() {
        let place = Place {
            finding: finding(10, Some(8), 6, 0),
            reported: Reported { x: 80, n: 100 },
            inclusion: 0.5,
        };
        let got = pooled(&[place]).unwrap();
        assert!((got.value - 0.75).abs() < 1e-12 && got.limits.is_none());
        let sure = Place {
            inclusion: 1.0,
            ..place
        };
        let got = pooled(&[sure]).unwrap();
        let own = factor(&sure.finding, sure.reported).unwrap();
        let (all, own) = (got.limits.unwrap(), own.limits.unwrap());
        assert!((all.0 - own.0).abs() < 1e-12 && (all.1 - own.1).abs() < 1e-12);
        assert!(pooled(&[]).is_none());
    }

    /// Thirty counties, of which eight are visited at ten villages each: how often the limits hold
    /// the true factor.
    #[test]
    fn weighted_limits_hold_the_truth_about_as_often_as_they_say() {
        let mut random = Random::seeded(11);
        let counties: Vec<(u64, f64, f64)> = (0..30)
            .map(|_| {
                let n = 40 + (random.uniform() * 400.0) as u64;
                let said = 0.5 + random.uniform() * 0.4;
                (n, said, said * (0.7 + random.uniform() * 0.3))
            })
            .collect();
        let sum = |of: &dyn Fn(&(u64, f64, f64)) -> f64| -> f64 { counties.iter().map(of).sum() };
        let truth = sum(&|c| c.0 as f64 * c.2) / sum(&|c| c.0 as f64 * c.1);
        let rounds = 2_000;
        let mut held = 0;
        for _ in 0..rounds {
            let mut order: Vec<(f64, usize)> = (0..30).map(|at| (random.uniform(), at)).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            let places: Vec<Place> = order
                .iter()
                .take(8)
                .map(|(_, at)| {
                    let (n, said, real) = counties[*at];
                    let found = (0..10).filter(|_| random.uniform() < real).count() as u64;
                    Place {
                        finding: finding(10, None, found, 0),
                        reported: Reported {
                            x: (said * n as f64).round() as u64,
                            n,
                        },
                        inclusion: 8.0 / 30.0,
                    }
                })
                .collect();
            let limits = pooled(&places).unwrap().limits.unwrap();
            held += u32::from(limits.0 <= truth && truth <= limits.1);
        }
        let share = f64::from(held) / f64::from(rounds);
        assert!((0.92..=1.0).contains(&share), "{share}");
    }

    proptest! {
        #[test]
        fn limits_hold_the_factor_and_empties_only_add(
            n in 1..500_u64,
            parts in (0.0..=1.0, 0.0..=1.0, 0.0..=1.0, 0.0..=1.0),
        ) {
            let part = |of: u64, share: f64| (of as f64 * share) as u64;
            let visited = part(n, parts.0).max(1);
            let found = part(visited, parts.1);
            let empty = part(visited - found, parts.2);
            let reported = Reported { x: part(n, parts.3), n };
            for of_those in [None, Some(part(visited, parts.3))] {
                let Some(got) = factor(&finding(visited, of_those, found, empty), reported) else {
                    continue;
                };
                let limits = got.limits.unwrap();
                prop_assert!(limits.0 <= got.value + 1e-9);
                prop_assert!(got.value <= limits.1 + 1e-9);
                prop_assert!(got.with_empty + 1e-12 >= got.value);
            }
        }
    }

    #[test]
    fn whatever_can_be_visited_is_counted_one_by_one_and_is_no_person() {
        let visited: Vec<_> = visited().collect();
        assert_eq!(visited.len(), VISITED.len());
        for indicator in visited {
            assert!(!indicator.counts_persons && indicator.denominator_element.is_some());
        }
    }
}
