//! Xinheng's server and command line: the only crate with I/O.
pub mod store;
