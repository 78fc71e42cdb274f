//! .ods, as LibreOffice writes it, read cell by cell. Its rows and cells say how often they
//! repeat, so a short file can claim a million filled cells: they are counted, never laid out.

use super::grid::{COLUMNS, Content, Grid, ROWS, SHEETS};
use app::ask::workbooks::FileTrouble;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufReader, Cursor};
use zip::ZipArchive;

/// So many filled cells of repeated rows are laid out; what repeats more is no form.
const REPEATED: u32 = 1_000;

/// The sheets of a workbook.
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>, FileTrouble> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileTrouble::Damaged)?;
    let content = zip
        .by_name("content.xml")
        .map_err(|_| FileTrouble::Damaged)?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    let mut sheets = Sheets::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = xml
            .read_event_into(&mut buffer)
            .map_err(|_| FileTrouble::Damaged)?;
        match event {
            Event::Start(tag) => sheets.begin(&tag),
            Event::Empty(tag) => {
                sheets.begin(&tag);
                sheets.end(tag.name().as_ref());
            }
            Event::End(tag) => sheets.end(tag.name().as_ref()),
            Event::Text(text) => sheets.say(&text.xml10_content()),
            Event::CData(text) => sheets.say(&text.xml10_content()),
            Event::GeneralRef(reference) => sheets.say(&referred(&reference)),
            Event::Eof if sheets.within == 0 => break,
            Event::Eof => return Err(FileTrouble::Damaged),
            _ => {}
        }
    }
    Ok(sheets.done)
}

/// The five names and the numbers that XML knows.
fn referred(reference: &quick_xml::events::BytesRef) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    match reference.xml10_content().as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

fn number(tag: &BytesStart, name: &str) -> u32 {
    attribute(tag, name)
        .and_then(|text| text.parse().ok())
        .unwrap_or(1)
}

/// The sheets read so far, and where in the last one reading stands.
#[derive(Default)]
struct Sheets {
    done: Vec<Grid>,
    /// How many tables deep: pictures may hold tables of their own, which are not read.
    within: u32,
    row: u32,
    rows: u32,
    column: u32,
    cell: Option<Cell>,
    of_row: Vec<(u32, Content)>,
    /// Within a note on a cell, whose words are not the cell's.
    note: bool,
    full: bool,
}

struct Cell {
    content: Option<Content>,
    is_error: bool,
    has_formula: bool,
    repeated: u32,
    text: String,
    paragraphs: u32,
}

impl Sheets {
    fn begin(&mut self, tag: &BytesStart) {
        match tag.name().as_ref() {
            "table:table" => {
                self.within += 1;
                if self.within == 1 && self.done.len() < SHEETS {
                    let name = attribute(tag, "table:name").unwrap_or_default();
                    self.done.push(Grid::new(name));
                    (self.row, self.full) = (0, false);
                }
            }
            "table:table-row" if self.within == 1 => {
                self.column = 0;
                self.rows = number(tag, "table:number-rows-repeated").max(1);
                self.of_row.clear();
            }
            "table:table-cell" | "table:covered-table-cell" if self.within == 1 => {
                self.begin_cell(tag);
            }
            "office:annotation" => self.note = true,
            "text:p" if self.within == 1 && !self.note => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "text:s" => self.say(" "),
            _ => {}
        }
    }

    fn begin_cell(&mut self, tag: &BytesStart) {
        let (down, across) = (
            number(tag, "table:number-rows-spanned"),
            number(tag, "table:number-columns-spanned"),
        );
        if (down > 1 || across > 1)
            && let Some(grid) = self.done.last_mut()
        {
            let first = (self.row, self.column);
            let last = (
                self.row.saturating_add(down.saturating_sub(1)),
                self.column.saturating_add(across.saturating_sub(1)),
            );
            grid.merged.push((first, last));
        }
        let content = match attribute(tag, "office:value-type").as_deref() {
            Some("float" | "percentage" | "currency") => attribute(tag, "office:value")
                .and_then(|text| text.parse().ok())
                .map(Content::Number),
            Some("boolean") => {
                attribute(tag, "office:boolean-value").map(|text| Content::Bool(text == "true"))
            }
            Some("date") => attribute(tag, "office:date-value").map(Content::Date),
            Some("time") => attribute(tag, "office:time-value").map(Content::Date),
            Some("string") => attribute(tag, "office:string-value")
                .filter(|text| !text.is_empty())
                .map(Content::Text),
            _ => None,
        };
        self.cell = Some(Cell {
            content,
            is_error: attribute(tag, "calcext:value-type").as_deref() == Some("error"),
            has_formula: attribute(tag, "table:formula").is_some(),
            repeated: number(tag, "table:number-columns-repeated").max(1),
            text: String::new(),
            paragraphs: 0,
        });
    }

    fn say(&mut self, text: &str) {
        if self.within == 1
            && !self.note
            && let Some(cell) = &mut self.cell
            && cell.text.len() < 10_000
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table:table" => self.within = self.within.saturating_sub(1),
            "table:table-row" if self.within == 1 => self.end_row(),
            "table:table-cell" | "table:covered-table-cell" if self.within == 1 => self.end_cell(),
            "office:annotation" => self.note = false,
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let text = cell.text.trim().to_owned();
        let content = match (cell.is_error, cell.content) {
            (true, _) => Some(Content::Error(text)),
            (false, Some(content)) => Some(content),
            (false, None) if !text.is_empty() => Some(Content::Text(text)),
            (false, None) => cell.has_formula.then_some(Content::Unreckoned),
        };
        if let Some(content) = content {
            let last = self.column.saturating_add(cell.repeated).min(COLUMNS);
            for column in self.column..last {
                self.of_row.push((column, content.clone()));
            }
        }
        self.column = self.column.saturating_add(cell.repeated);
    }

    fn end_row(&mut self) {
        let row = self.row;
        self.row = self.row.saturating_add(self.rows);
        let Some(grid) = self.done.last_mut().filter(|_| !self.full) else {
            return;
        };
        if self.of_row.is_empty() {
            return;
        }
        let last = self.row.min(ROWS + 1).min(row.saturating_add(REPEATED));
        for row in row..last.max(row + 1) {
            for (column, content) in &self.of_row {
                if !grid.put((row, *column), content.clone()) {
                    self.full = true;
                    return;
                }
            }
        }
    }
}
