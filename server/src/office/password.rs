//! Passwords: made, hashed and checked. Argon2id is slow on purpose, so it runs beside the
//! requests, two at a time, and whoever guesses has to wait.

use super::Stop;
use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use rand::seq::IndexedRandom;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Hashing at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// Wrong passwords in a row before one has to wait.
const TRIES: u32 = 5;

/// The first wait; each further wrong password doubles it, up to a quarter of an hour.
const FIRST_WAIT: Duration = Duration::from_secs(15);
const LONGEST_WAIT: Duration = Duration::from_secs(900);

/// Names remembered at most: a flood of invented names must not fill the memory.
const NAMES: usize = 10_000;

/// No longer password is hashed.
pub const LONGEST: usize = 200;

/// No shorter password is taken.
pub const SHORTEST: usize = 8;

/// Letters and digits that are not mistaken for one another when read aloud or copied by hand.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The hash of no password: checked when there is no account, so that it takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                      3i/6ibIbWkkm9oFQkGUpu4hE0kLW0wE1CzQCUy6BTzg";

/// The gate through which passwords go.
#[derive(Debug)]
pub struct Passwords {
    gate: Semaphore,
    failures: Mutex<HashMap<String, Failures>>,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    until: Instant,
}

impl Default for Passwords {
    fn default() -> Passwords {
        Passwords {
            gate: Semaphore::new(AT_ONCE),
            failures: Mutex::default(),
        }
    }
}

/// A new password: four groups of four, some 79 bits.
pub fn generate() -> String {
    let mut dice = rand::rng();
    let groups: Vec<String> = (0..4)
        .map(|_| {
            (0..4)
                .filter_map(|_| LETTERS.choose(&mut dice))
                .map(|byte| char::from(*byte))
                .collect()
        })
        .collect();
    groups.join("-")
}

impl Passwords {
    /// The hash to keep of a password.
    pub async fn hash(&self, password: &str) -> Result<String, Stop> {
        let password = password.to_owned();
        self.apart(move || {
            let salt = SaltString::generate(&mut OsRng);
            Argon2::default()
                .hash_password(password.as_bytes(), &salt)
                .map(|hash| hash.to_string())
                .map_err(|error| Stop::Broken(format!("hashing a password: {error}")))
        })
        .await?
    }

    /// Whether a password is the one of a hash; without a hash it is not, and takes as long.
    pub async fn check(&self, password: &str, hash: Option<&str>) -> Result<bool, Stop> {
        if password.len() > LONGEST {
            return Ok(false);
        }
        let password = password.to_owned();
        let known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let right = self
            .apart(move || {
                PasswordHash::new(&hash).is_ok_and(|hash| {
                    Argon2::default()
                        .verify_password(password.as_bytes(), &hash)
                        .is_ok()
                })
            })
            .await?;
        Ok(right && known)
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Stop> {
        let broken = |what: String| Stop::Broken(format!("reckoning a password: {what}"));
        let _turn = self
            .gate
            .acquire()
            .await
            .map_err(|error| broken(error.to_string()))?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| broken(error.to_string()))
    }

    /// How long an account has to wait before its next try.
    pub fn wait(&self, account: &str) -> Option<Duration> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let until = failures.get(account)?.until;
        until
            .checked_duration_since(Instant::now())
            .filter(|left| !left.is_zero())
    }

    /// Counts a wrong password.
    pub fn failed(&self, account: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if failures.len() >= NAMES {
            failures.retain(|_, one| one.until + LONGEST_WAIT > now);
        }
        if failures.len() >= NAMES {
            return;
        }
        let one = failures.entry(account.to_owned()).or_insert(Failures {
            count: 0,
            until: now,
        });
        one.count += 1;
        if let Some(over) = one.count.checked_sub(TRIES) {
            let wait = FIRST_WAIT * 2u32.saturating_pow(over.min(10));
            one.until = now + wait.min(LONGEST_WAIT);
        }
    }

    /// Forgets the wrong ones after a right one.
    pub fn succeeded(&self, account: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(account);
    }
}
