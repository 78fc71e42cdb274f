//! .xlsx, as Excel, WPS and LibreOffice write it, read cell by cell: what lies below the rows of
//! a form is never held.

use super::grid::{Content, Grid, SHEETS};
use app::ask::workbooks::FileTrouble;
use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};
use std::io::Cursor;

/// The sheets of a workbook.
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>, FileTrouble> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(trouble)?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .take(SHEETS)
        .collect();
    sheets
        .into_iter()
        .map(|name| grid(&mut book, name))
        .collect()
}

fn trouble(error: XlsxError) -> FileTrouble {
    match error {
        XlsxError::Password => FileTrouble::Password,
        _ => FileTrouble::Damaged,
    }
}

fn grid(book: &mut Xlsx<Cursor<&[u8]>>, name: String) -> Result<Grid, FileTrouble> {
    let merged = book.merge_cells_by_sheet_name(&name).map_err(trouble)?;
    let mut grid = Grid::new(name);
    grid.merged = merged.into_iter().map(corners).collect();
    let name = grid.name.clone();
    let mut cells = book.worksheet_cells_reader(&name).map_err(trouble)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(trouble)? {
        let content = match content(cell.value) {
            None if cell.formula.is_some() => Some(Content::Unreckoned),
            content => content,
        };
        if let Some(content) = content
            && !grid.put(cell.pos, content)
        {
            break;
        }
    }
    Ok(grid)
}

/// First and last of merged cells.
pub fn corners(merged: Dimensions) -> ((u32, u32), (u32, u32)) {
    (merged.start, merged.end)
}

fn content(value: DataRef) -> Option<Content> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => Content::Number(number as f64),
        DataRef::Float(number) => Content::Number(number),
        DataRef::String(text) => Content::Text(text),
        DataRef::SharedString(text) => Content::Text(text.to_owned()),
        DataRef::Bool(truth) => Content::Bool(truth),
        DataRef::DateTime(date) => Content::Date(day(&date)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Content::Date(text),
        DataRef::Error(error) => Content::Error(error.to_string()),
    })
}

/// The day of a date, or the hours of a duration.
pub fn day(date: &ExcelDateTime) -> String {
    if date.is_duration() {
        return format!("{:.2} h", date.as_f64() * 24.0);
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
