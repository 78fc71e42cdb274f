//! Xinheng's server and command line: the only crate with I/O.
//!
//! `store` holds the rows and the only SQL, `office` answers the questions of `app::ask` and
//! knows neither SQL nor HTTP, and the doors (`cli`, `http`) call the office.

pub mod bench;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod evidence;
pub mod http;
pub mod office;
pub mod sheet;
pub mod store;
