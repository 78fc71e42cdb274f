//! Choosing whom to visit: some by chance, some by signal, each with the probability it had.
//!
//! First the units by signal: systematic sampling with probability proportional to weight, over
//! the units in random order (Madow 1949), so that a unit of weight w is chosen with probability
//! s·w/W exactly; who would exceed one is chosen for certain, and the rest share what is left.
//! Then, of all that are left, as many by chance as were asked for. So
//!
//! ```text
//! P(unit) = p + (1 − p) · r / (K − s)      p by signal, r by chance, K units, s by signal
//! ```
//!
//! in whole numbers. Everything follows from the seed: the same seed chooses the same units.

use crate::fraction::Fraction;
use crate::org_unit::UnitCode;
use crate::statistics::random::Random;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A unit that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The unit.
    pub unit: UnitCode,
    /// How many signals there are; zero can be chosen by chance only.
    pub weight: u32,
}

/// How many are to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Design {
    /// By chance.
    pub by_chance: usize,
    /// By signal; where fewer units have one, the others go to chance.
    pub by_signal: usize,
    /// What everything follows from.
    pub seed: u64,
}

/// Why a unit was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ChosenBy {
    /// By signal.
    Signal,
    /// By chance.
    Chance,
}

impl ChosenBy {
    /// Its name in storage.
    pub fn code(self) -> &'static str {
        match self {
            ChosenBy::Signal => "signal",
            ChosenBy::Chance => "chance",
        }
    }

    /// The reason of this name.
    pub fn from_code(code: &str) -> Option<ChosenBy> {
        [ChosenBy::Signal, ChosenBy::Chance]
            .into_iter()
            .find(|by| by.code() == code)
    }
}

/// A unit that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// The unit.
    pub unit: UnitCode,
    /// Its weight.
    pub weight: u32,
    /// Why.
    pub by: ChosenBy,
    /// With which probability it was to be chosen, one way or the other.
    pub inclusion: Fraction,
}

/// Chooses units, by code. `None` where more are asked for than there are, or none at all.
pub fn choose(candidates: &[Candidate], design: Design) -> Option<Vec<Chosen>> {
    let mut frame = candidates.to_vec();
    frame.sort_by_key(|candidate| candidate.unit);
    frame.dedup_by_key(|candidate| candidate.unit);
    let count = design.by_chance + design.by_signal;
    if count == 0 || count > frame.len() {
        return None;
    }
    let with_signal = frame.iter().filter(|one| one.weight > 0).count();
    let by_signal = design.by_signal.min(with_signal);
    let by_chance = count - by_signal;
    let mut random = Random::seeded(design.seed);
    shuffle(&mut frame, &mut random);
    let shares = shares(&frame, by_signal);
    let signalled = systematic(&frame, &shares, &mut random);
    let mut left: Vec<usize> = (0..frame.len())
        .filter(|at| !signalled.contains(at))
        .collect();
    shuffle(&mut left, &mut random);
    let by_luck: BTreeSet<usize> = left.into_iter().take(by_chance).collect();
    let others = frame.len() - by_signal;
    let mut chosen: Vec<Chosen> = frame
        .iter()
        .enumerate()
        .filter_map(|(at, candidate)| {
            let by = match (signalled.contains(&at), by_luck.contains(&at)) {
                (true, _) => ChosenBy::Signal,
                (false, true) => ChosenBy::Chance,
                (false, false) => return None,
            };
            Some(Chosen {
                unit: candidate.unit,
                weight: candidate.weight,
                by,
                inclusion: inclusion(shares[at], by_chance, others),
            })
        })
        .collect();
    chosen.sort_by_key(|one| one.unit);
    Some(chosen)
}

/// A probability as a whole number of parts.
type Share = (i128, i128);

/// The probability of each to be chosen by signal.
fn shares(frame: &[Candidate], by_signal: usize) -> Vec<Share> {
    let weight = |at: usize| i128::from(frame[at].weight);
    let mut certain: BTreeSet<usize> = BTreeSet::new();
    loop {
        let left = (by_signal - certain.len()) as i128;
        let open = || (0..frame.len()).filter(|at| !certain.contains(at));
        let total: i128 = open().map(weight).sum();
        // Who would be chosen more than once is chosen once, for certain.
        let sure: Vec<usize> = open()
            .filter(|at| left > 0 && weight(*at) > 0 && left * weight(*at) >= total)
            .collect();
        if sure.is_empty() {
            return (0..frame.len())
                .map(|at| match certain.contains(&at) {
                    true => (1, 1),
                    false => (left * weight(at), total.max(1)),
                })
                .collect();
        }
        let room = by_signal - certain.len();
        certain.extend(sure.into_iter().take(room));
    }
}

/// One pass over the units with a random start: every whole step of cumulated probability hits
/// one unit.
fn systematic(frame: &[Candidate], shares: &[Share], random: &mut Random) -> BTreeSet<usize> {
    let mut chosen: BTreeSet<usize> = (0..frame.len())
        .filter(|at| shares[*at] == (1, 1) && frame[*at].weight > 0)
        .collect();
    let open = (0..frame.len()).filter(|at| !chosen.contains(at) && shares[*at].0 > 0);
    let open: Vec<usize> = open.collect();
    let Some(step) = open.first().map(|at| shares[*at].1) else {
        return chosen;
    };
    let start = i128::from(below(random, u64::try_from(step).unwrap_or(u64::MAX)));
    let mut passed = 0;
    for at in open {
        let (before, after) = (passed, passed + shares[at].0);
        let hits = (after - start + step - 1).div_euclid(step)
            - (before - start + step - 1).div_euclid(step);
        if hits > 0 {
            chosen.insert(at);
        }
        passed = after;
    }
    chosen
}

fn inclusion((top, bottom): Share, by_chance: usize, others: usize) -> Fraction {
    let (r, others) = (by_chance as i128, others as i128);
    let exact = match others {
        0 => Fraction::new(top, bottom),
        _ => Fraction::new(top * others + (bottom - top) * r, bottom * others),
    };
    exact.unwrap_or_else(|| Fraction::whole(1))
}

/// Numbers out of `1..=total` without putting one back, in order: which villages of the unit's own
/// list. All of them where fewer are there than asked for.
pub fn draw(total: u64, count: u64, seed: u64, unit: UnitCode, list: &str) -> Vec<u64> {
    let mut random = Random::seeded(mixed(seed, unit, list));
    let mut drawn = BTreeSet::new();
    let count = count.min(total);
    // Floyd 1987: as many draws as numbers.
    for last in (total - count + 1)..=total {
        let number = 1 + below(&mut random, last);
        if !drawn.insert(number) {
            drawn.insert(last);
        }
    }
    drawn.into_iter().collect()
}

/// A seed of its own for each list of each unit (FNV-1a).
fn mixed(seed: u64, unit: UnitCode, list: &str) -> u64 {
    format!("{seed}/{unit}/{list}")
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// A whole number below `limit`, each as likely as the other (Lemire 2019).
fn below(random: &mut Random, limit: u64) -> u64 {
    let limit = limit.max(1);
    loop {
        let product = u128::from(random.bits()) * u128::from(limit);
        if product as u64 >= limit.wrapping_neg() % limit {
            return (product >> 64) as u64;
        }
    }
}

fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for at in (1..items.len()).rev() {
        let other = below(random, at as u64 + 1) as usize;
        items.swap(at, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(weights: &[u32]) -> Vec<Candidate> {
        weights
            .iter()
            .enumerate()
            .map(|(at, weight)| Candidate {
                unit: format!("{:06}", 110_101 + at).parse().unwrap(),
                weight: *weight,
            })
            .collect()
    }

    fn design(by_chance: usize, by_signal: usize, seed: u64) -> Design {
        Design {
            by_chance,
            by_signal,
            seed,
        }
    }

    #[test]
    fn without_signals_everybody_is_as_likely_as_the_other() {
        let chosen = choose(&frame(&[0; 10]), design(2, 1, 7)).unwrap();
        assert_eq!(chosen.len(), 3, "what no signal takes goes to chance");
        for one in chosen {
            assert_eq!(one.by, ChosenBy::Chance);
            assert_eq!(one.inclusion, Fraction::new(3, 10).unwrap());
        }
    }

    #[test]
    fn a_single_signal_is_followed_for_certain() {
        let chosen = choose(&frame(&[0, 0, 5, 0]), design(1, 1, 3)).unwrap();
        let signal = chosen
            .iter()
            .find(|one| one.by == ChosenBy::Signal)
            .unwrap();
        assert_eq!(signal.unit.to_string(), "110103");
        assert_eq!(signal.inclusion, Fraction::whole(1));
        let chance = chosen
            .iter()
            .find(|one| one.by == ChosenBy::Chance)
            .unwrap();
        assert_eq!(chance.inclusion, Fraction::new(1, 3).unwrap());
    }

    #[test]
    fn more_than_there_are_cannot_be_chosen() {
        assert_eq!(choose(&frame(&[1, 2]), design(2, 1, 1)), None);
        assert_eq!(choose(&frame(&[1, 2]), design(0, 0, 1)), None);
        assert_eq!(choose(&frame(&[1, 2]), design(1, 1, 1)).unwrap().len(), 2);
    }

    #[test]
    fn each_unit_comes_as_often_as_its_probability_says() {
        let frame = frame(&[0, 1, 2, 4, 0, 9, 1, 0, 3, 1]);
        let rounds = 20_000;
        let mut came = [0_u32; 10];
        let mut said = [0.0; 10];
        for seed in 0..rounds {
            for one in choose(&frame, design(2, 2, seed)).unwrap() {
                let at = frame.iter().position(|c| c.unit == one.unit).unwrap();
                came[at] += 1;
                said[at] = one.inclusion.to_f64();
            }
        }
        for (came, said) in came.into_iter().zip(said) {
            let share = f64::from(came) / rounds as f64;
            let error = (said * (1.0 - said) / rounds as f64).sqrt();
            assert!((share - said).abs() <= 4.5 * error + 1e-9, "{share} {said}");
        }
        assert!(
            (said.iter().sum::<f64>() - 4.0).abs() < 1e-9,
            "they add up to the size"
        );
    }

    proptest! {
        #[test]
        fn a_choice_is_what_was_asked_for_and_follows_from_its_seed(
            weights in prop::collection::vec(0..20_u32, 1..40),
            chance in 0..6_usize,
            signal in 0..6_usize,
            seed: u64,
        ) {
            let frame = frame(&weights);
            let asked = design(chance, signal, seed);
            match choose(&frame, asked) {
                None => prop_assert!(chance + signal == 0 || chance + signal > weights.len()),
                Some(chosen) => {
                    prop_assert_eq!(chosen.len(), chance + signal);
                    let mut turned = frame.clone();
                    turned.reverse();
                    prop_assert_eq!(&Some(chosen.clone()), &choose(&turned, asked));
                    let by_signal = chosen.iter().filter(|one| one.by == ChosenBy::Signal);
                    let with = weights.iter().filter(|weight| **weight > 0).count();
                    prop_assert_eq!(by_signal.count(), signal.min(with));
                    for one in chosen {
                        prop_assert!(one.inclusion > Fraction::whole(0));
                        prop_assert!(one.inclusion <= Fraction::whole(1));
                    }
                }
            }
        }

        #[test]
        fn numbers_are_drawn_once_and_from_the_list(
            total in 0..400_u64,
            count in 0..60_u64,
            seed: u64,
        ) {
            let unit = "440703".parse().unwrap();
            let drawn = draw(total, count, seed, unit, "villages_total");
            prop_assert_eq!(drawn.len() as u64, count.min(total));
            prop_assert!(drawn.windows(2).all(|two| two[0] < two[1]));
            prop_assert!(drawn.iter().all(|number| (1..=total).contains(number)));
            prop_assert_eq!(&drawn, &draw(total, count, seed, unit, "villages_total"));
        }
    }

    #[test]
    fn every_number_of_a_list_is_as_likely() {
        let unit = "440703".parse().unwrap();
        let mut came = [0_u32; 9];
        for seed in 0..9_000 {
            for number in draw(9, 3, seed, unit, "schools_total") {
                came[number as usize - 1] += 1;
            }
        }
        assert!(
            came.iter().all(|count| (2_800..3_200).contains(count)),
            "{came:?}"
        );
    }
}
