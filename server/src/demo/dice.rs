//! Dice: the only source of chance, and the same throws for the same seed on every machine.
//!
//! Each unit and subject has dice of its own, so that one more throw in one place moves nothing
//! elsewhere. Only `+ - * /` and comparisons are used: they give the same bits everywhere, which
//! `exp` and `ln` do not promise.

use kpi::UnitCode;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A stream of chance.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of one unit and subject.
    pub fn of(seed: u64, unit: UnitCode, subject: &str) -> Dice {
        // FNV-1a: any fixed mixing will do, ChaCha does the rest.
        let mut hash = seed ^ 0xcbf2_9ce4_8422_2325;
        for byte in unit.to_string().bytes().chain(subject.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Dice(ChaCha8Rng::seed_from_u64(hash))
    }

    /// Anywhere from 0 up to, not including, 1.
    pub fn share(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// Anywhere between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        let sides = (high - low + 1).max(1) as u64;
        low + ((u64::from(self.0.next_u32()) * sides) >> 32) as i64
    }

    /// True once in `1 / p` times.
    pub fn chance(&mut self, p: f64) -> bool {
        self.share() < p
    }

    /// About a normal deviate: twelve throws added up, never beyond six.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    /// How often something happens that happens `mean` times on average, scattered as counts are.
    pub fn times(&mut self, mean: f64) -> i64 {
        if mean <= 0.0 {
            return 0;
        }
        if mean < 4.0 {
            // Eight chances to happen: close enough to Poisson for small means.
            return (0..8).filter(|_| self.chance(mean / 8.0)).count() as i64;
        }
        let scattered = mean + mean.sqrt() * self.normal();
        scattered.round().max(0.0) as i64
    }

    /// One of several.
    pub fn one_of<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        let at = self.whole(0, several.len() as i64 - 1) as usize;
        &several[at.min(several.len() - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_another_does_not() {
        let unit = "440703".parse().unwrap();
        let throws = |seed, subject| {
            let mut dice = Dice::of(seed, unit, subject);
            (0..20)
                .map(|_| dice.whole(0, 1_000_000))
                .collect::<Vec<_>>()
        };
        assert_eq!(throws(1, "rooms"), throws(1, "rooms"));
        assert_ne!(throws(1, "rooms"), throws(2, "rooms"));
        assert_ne!(throws(1, "rooms"), throws(1, "register"));
    }

    #[test]
    fn counts_scatter_about_their_mean() {
        let mut dice = Dice::of(7, kpi::org_unit::NATION, "counts");
        for mean in [0.3, 2.5, 40.0] {
            let sum: i64 = (0..4000).map(|_| dice.times(mean)).sum();
            let average = sum as f64 / 4000.0;
            assert!(
                (average - mean).abs() < 0.1 * mean + 0.05,
                "{mean}: {average}"
            );
        }
    }
}
