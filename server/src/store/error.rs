//! What can go wrong in the store. Logged once, at the boundary, with an incident's number.

use std::fmt;

/// A statement that failed: what we were doing, and why it did not work.
#[derive(Debug)]
pub struct StoreError {
    /// What we were doing: "reading a return".
    pub doing: &'static str,
    /// The driver's word.
    pub cause: sqlx::Error,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.cause)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// SQLite's "busy" and "locked" with their variants; PostgreSQL's serialization failure, deadlock
/// and lock timeout. Kinds, not texts: neither engine promises its words.
const TRANSIENT: [&str; 9] = [
    "5", "6", "261", "262", "517", "773", "40001", "40P01", "55P03",
];

impl StoreError {
    /// Whether a key was already there.
    pub fn is_unique(&self) -> bool {
        self.cause
            .as_database_error()
            .is_some_and(|error| error.is_unique_violation())
    }

    /// Whether the same again may work: somebody else was writing.
    pub fn is_transient(&self) -> bool {
        match &self.cause {
            sqlx::Error::PoolTimedOut => true,
            cause => cause
                .as_database_error()
                .and_then(|error| error.code())
                .is_some_and(|code| TRANSIENT.contains(&code.as_ref())),
        }
    }
}

/// Says what we were doing when something failed.
pub(super) trait Doing<T> {
    /// Turns a driver's error into ours.
    fn doing(self, what: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for Result<T, sqlx::Error> {
    fn doing(self, what: &'static str) -> Result<T, StoreError> {
        self.map_err(|cause| StoreError { doing: what, cause })
    }
}

/// A column that does not hold what we write into it.
pub(super) fn corrupt(column: &str, text: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("{column} holds {text:?}").into())
}
