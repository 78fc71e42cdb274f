//! Workbooks: a return written as a spreadsheet, and read again. Foreign words stop at this door.
//!
//! `write` makes the form. Reading goes from the outside in: `container` looks at the file's
//! bytes and lets nothing pass that would grow or run; `xlsx`, `ods` and `xls` bring a sheet's
//! cells into a [`grid::Grid`]; `find` finds the form in it by its headings and codes, wherever
//! rows and columns have gone; `compare` holds it against the return as it stands. Whether a
//! figure can be is judged by `Draft::parse`, as for every door.

mod compare;
mod container;
mod find;
mod grid;
mod layout;
mod ods;
mod write;
mod xls;
mod xlsx;

pub use compare::{Region, differences, of_region, of_sheet};
pub use find::{Filled, Key, Row};
pub use write::workbook;

use app::ask::workbooks::FileTrouble;
use container::Kind;

/// The sheets of an uploaded file that hold the form.
///
/// The libraries beneath are not ours, so a panic of theirs is a damaged file and not the end of
/// the request. Reading takes a while and does not wait for anything: call it where blocking is
/// allowed.
pub fn read(bytes: &[u8]) -> Result<Vec<Filled>, FileTrouble> {
    let read = std::panic::catch_unwind(|| {
        let grids = match container::kind(bytes)? {
            Kind::Xlsx => xlsx::grids(bytes)?,
            Kind::Ods => ods::grids(bytes)?,
            Kind::Xls => xls::grids(bytes)?,
        };
        find::filled(&grids)
    });
    read.unwrap_or(Err(FileTrouble::Damaged))
}
