//! The domain.

pub mod statistics;
