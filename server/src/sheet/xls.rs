//! .xls, the format before 2007, which WPS still offers.
//!
//! The library lays a sheet out as a rectangle around all its cells, and believes what the file
//! says about its size. So the records are walked first: a sheet that claims more than a form's
//! rows is refused before it is laid out.

use super::grid::{Content, Grid, ROWS, SHEETS};
use super::xlsx::{corners, day};
use app::ask::workbooks::FileTrouble;
use calamine::{Data, Range, Reader, Xls, XlsError};
use std::io::{Cursor, Read};

/// Cells of all the rectangles together.
const LARGEST: u64 = 3_000_000;

/// The sheets of a workbook.
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>, FileTrouble> {
    walk(&records(bytes)?)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(trouble)?;
    let names = book.sheet_names();
    names
        .into_iter()
        .take(SHEETS)
        .map(|name| {
            let mut grid = Grid::new(name.clone());
            let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
            grid.merged = merged.into_iter().map(corners).collect();
            let range = book.worksheet_range(&name).map_err(trouble)?;
            let formulas = book.worksheet_formula(&name).unwrap_or_default();
            lay(&mut grid, &range, &formulas);
            Ok(grid)
        })
        .collect()
}

fn trouble(error: XlsError) -> FileTrouble {
    match error {
        XlsError::Password => FileTrouble::Password,
        _ => FileTrouble::Damaged,
    }
}

fn lay(grid: &mut Grid, range: &Range<Data>, formulas: &Range<String>) {
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let place = (top + row as u32, left + column as u32);
        if let Some(content) = content(value)
            && !grid.put(place, content)
        {
            return;
        }
    }
    let (top, left) = formulas.start().unwrap_or_default();
    for (row, column, formula) in formulas.used_cells() {
        let place = (top + row as u32, left + column as u32);
        let reckoned = formula.is_empty() || grid.at(place).is_some();
        if !reckoned && place.0 < ROWS {
            grid.put(place, Content::Unreckoned);
        }
    }
}

fn content(value: &Data) -> Option<Content> {
    Some(match value {
        Data::Empty => return None,
        Data::Int(number) => Content::Number(*number as f64),
        Data::Float(number) => Content::Number(*number),
        Data::String(text) => Content::Text(text.clone()),
        Data::Bool(truth) => Content::Bool(*truth),
        Data::DateTime(date) => Content::Date(day(date)),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Content::Date(text.clone()),
        Data::Error(error) => Content::Error(error.to_string()),
    })
}

/// The stream of records within the compound file.
fn records(bytes: &[u8]) -> Result<Vec<u8>, FileTrouble> {
    let damaged = |_| FileTrouble::Damaged;
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let name = match file.exists("/Workbook") {
        true => "/Workbook",
        false => "/Book",
    };
    let mut stream = Vec::new();
    // A stream is within its file, so it is no longer.
    let most = bytes.len() as u64 + 1;
    file.open_stream(name)
        .map_err(damaged)?
        .take(most)
        .read_to_end(&mut stream)
        .map_err(damaged)?;
    Ok(stream)
}

const BOF: u16 = 0x0809;
const SHEET: u16 = 0x0085;
const PASSWORD: u16 = 0x002f;
const DIMENSIONS: u16 = 0x0200;
/// Several cells of a row, the last of which is named at the end.
const MANY: u16 = 0x00bd;
/// Records of cells with something in them.
const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00d6, 0x0205, 0x027e, 0x00fd, MANY, 0x0006];

/// Holds what the records claim against what a form may be.
fn walk(stream: &[u8]) -> Result<(), FileTrouble> {
    let mut begins = Vec::new();
    let mut sheets = Vec::new();
    let mut sizes = Vec::new();
    let (mut rows, mut columns, mut claimed) = (0_u64, 0_u64, 0_u64);
    let mut at = 0;
    while let Some(head) = stream.get(at..at + 4) {
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let Some(data) = stream.get(at + 4..at + 4 + length) else {
            return Err(FileTrouble::Damaged);
        };
        let short = |from: usize| {
            data.get(from..from + 2)
                .map_or(0, |pair| u64::from(u16::from_le_bytes([pair[0], pair[1]])))
        };
        let long = |from: usize| short(from) + (short(from + 2) << 16);
        match kind {
            PASSWORD => return Err(FileTrouble::Password),
            BOF => {
                begins.push(at as u64);
                sizes.push((rows, columns, claimed));
                (rows, columns, claimed) = (0, 0, 0);
            }
            SHEET => sheets.push(long(0)),
            DIMENSIONS => {
                let wide = data.len() >= 14;
                let (top, bottom, left, right) = match wide {
                    true => (long(0), long(4), short(8), short(10)),
                    false => (short(0), short(2), short(4), short(6)),
                };
                claimed = claimed.max(bottom.saturating_sub(top) * right.saturating_sub(left));
            }
            kind if CELLS.contains(&kind) => {
                rows = rows.max(short(0) + 1);
                let last = match kind {
                    MANY => short(data.len().saturating_sub(2)),
                    _ => short(2),
                };
                columns = columns.max(last + 1);
            }
            _ => {}
        }
        at += 4 + length;
    }
    sizes.push((rows, columns, claimed));
    if sheets.len() > SHEETS {
        return Err(FileTrouble::Bomb);
    }
    // Sheets begin where records begin, and each at its own place.
    let mut places = sheets.clone();
    places.sort_unstable();
    places.dedup();
    if places.len() != sheets.len() || sheets.iter().any(|place| !begins.contains(place)) {
        return Err(FileTrouble::Damaged);
    }
    let all: u64 = sizes
        .iter()
        .map(|(rows, columns, claimed)| (rows * columns).max(*claimed))
        .sum();
    match all > LARGEST {
        true => Err(FileTrouble::Bomb),
        false => Ok(()),
    }
}
