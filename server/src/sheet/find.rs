//! Finds the form in a sheet, by its headings and the codes of its rows: columns may have been
//! inserted and rows moved. What cannot be understood is told with its cell.

use super::grid::{Content, Grid, Place, ROWS};
use super::layout::{
    CODE, EMPTY, ENTRY, HEAD_PERIOD, HEAD_PROGRAMME, HEAD_UNIT, HEADINGS, MARK, MARK_SHEET, NO,
    REASON, YES, address, empty_of, is_label, plain,
};
use crate::office::holding_code;
use app::ask::identity::Holding;
use app::ask::workbooks::{CellTrouble, Column, FileTrouble, WrongCell, WrongSheet};
use app::text::Words;
use kpi::catalogue::{DataElement, Lang, ValueType, catalogue};
use kpi::draft::Empty;
use std::collections::{BTreeMap, BTreeSet};

/// So many troubles of a sheet are told one by one.
const TOLD: usize = 40;

/// The headings stand within the first rows.
const HEAD_ROWS: u32 = 200;

/// A figure as typed is never longer, a reason neither: as on the page.
const LONGEST_FIGURE: usize = 40;
const LONGEST_REASON: usize = 500;

/// A sheet with the form in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The sheet's name.
    pub sheet: String,
    /// Which return it is about, as written; or why the sheet cannot be used.
    pub key: Result<Key, WrongSheet>,
    /// Its rows, one a data element, in the sheet's order.
    pub rows: Vec<Row>,
    /// What could not be taken.
    pub troubles: Vec<CellTrouble>,
}

/// Which return a sheet is about, as written in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The unit's code.
    pub org_unit: String,
    /// The programme's code.
    pub programme: String,
    /// The month.
    pub period: String,
    /// What was asked when the form was made, where the mark is still there.
    pub fingerprint: Option<String>,
    /// What kind of figures it was made from, where the mark is still there.
    pub holding: Option<String>,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The data element's code.
    pub element: String,
    /// The address of the entry cell.
    pub at: String,
    /// The figure, as typed.
    pub text: String,
    /// The empty that was chosen.
    pub empty: Option<Empty>,
    /// The reason.
    pub reason: String,
}

impl Row {
    /// Whether it says nothing, and so changes nothing.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty() && self.empty.is_none()
    }
}

/// The sheets that hold the form.
pub fn filled(grids: &[Grid]) -> Result<Vec<Filled>, FileTrouble> {
    let marks = marks(grids);
    let found: Vec<Filled> = grids
        .iter()
        .filter(|grid| grid.name != MARK_SHEET)
        .filter_map(|grid| sheet(grid, marks.get(&grid.name)))
        .collect();
    match found.is_empty() {
        true => Err(FileTrouble::NoForm),
        false => Ok(found),
    }
}

/// What the mark sheet says, by the sheet's name.
fn marks(grids: &[Grid]) -> BTreeMap<String, Key> {
    let Some(grid) = grids
        .iter()
        .find(|grid| grid.name == MARK_SHEET && grid.text((0, 0)) == MARK)
    else {
        return BTreeMap::new();
    };
    grid.rows()
        .into_iter()
        .skip(1)
        .map(|row| {
            let text = |column| grid.text((row, column));
            let key = Key {
                org_unit: text(1),
                programme: text(2),
                period: text(3),
                fingerprint: Some(text(4)),
                holding: Some(text(5)),
            };
            (text(0), key)
        })
        .collect()
}

/// Where the form's columns stand.
struct Columns {
    heading: u32,
    code: u32,
    entry: u32,
    empty: Option<u32>,
    reason: Option<u32>,
    /// Every column with a heading, ours or somebody's own.
    headed: BTreeSet<u32>,
}

fn sheet(grid: &Grid, mark: Option<&Key>) -> Option<Filled> {
    let mut filled = Filled {
        sheet: grid.name.clone(),
        key: Err(WrongSheet::NoHead),
        rows: Vec::new(),
        troubles: Vec::new(),
    };
    let columns = match columns(grid) {
        Ok(columns) => columns,
        Err(Some(missing)) => {
            filled.key = Err(WrongSheet::NoColumn(missing));
            return Some(filled);
        }
        Err(None) => return None,
    };
    filled.key = key(grid, columns.heading, mark);
    let mut reader = Rows {
        grid,
        columns: &columns,
        seen: BTreeMap::new(),
        spoilt: BTreeSet::new(),
        rows: Vec::new(),
        troubles: Vec::new(),
    };
    for row in grid.rows() {
        if row > columns.heading {
            reader.read(row);
        }
    }
    if let Some(place) = grid.beyond {
        reader.tell(place, None, WrongCell::TooManyRows { read: ROWS });
    }
    let Rows {
        mut rows,
        spoilt,
        mut troubles,
        ..
    } = reader;
    rows.retain(|row| !spoilt.contains(&row.element));
    if troubles.len() > TOLD {
        let more = troubles.len() - TOLD;
        troubles.truncate(TOLD);
        troubles.push(CellTrouble {
            sheet: grid.name.clone(),
            cell: String::new(),
            element: None,
            what: WrongCell::AndMore { more },
        });
    }
    filled.rows = rows;
    filled.troubles = troubles;
    Some(filled)
}

/// The heading row and its columns; which column is missing where the sheet holds our codes and
/// not their headings; nothing where it is no form.
fn columns(grid: &Grid) -> Result<Columns, Option<Column>> {
    let find = |row: u32, at: u16| {
        grid.row(row)
            .find(|(_, content)| is_label(&content.text(), HEADINGS[usize::from(at)]))
            .map(|((_, column), _)| column)
    };
    let rows = || grid.rows().into_iter().take_while(|row| *row < HEAD_ROWS);
    for row in rows() {
        if let (Some(code), Some(entry)) = (find(row, CODE), find(row, ENTRY)) {
            return Ok(Columns {
                heading: row,
                code,
                entry,
                empty: find(row, EMPTY),
                reason: find(row, REASON),
                headed: grid.row(row).map(|((_, column), _)| column).collect(),
            });
        }
    }
    if rows().any(|row| find(row, CODE).is_some() && find(row, REASON).is_some()) {
        return Err(Some(Column::Entry));
    }
    let codes = grid
        .cells
        .values()
        .filter(|content| element(&content.text()).is_some())
        .take(3)
        .count();
    match (codes, rows().any(|row| find(row, ENTRY).is_some())) {
        (3.., true) => Err(Some(Column::Code)),
        (3.., false) => Err(Some(Column::Entry)),
        (_, true) => Err(Some(Column::Code)),
        (_, false) => Err(None),
    }
}

/// Which return the sheet is about: what its head says, which people see, and what it was made
/// for; where both are there they must agree.
fn key(grid: &Grid, heading: u32, mark: Option<&Key>) -> Result<Key, WrongSheet> {
    let said = |label: &str| {
        (0..heading).find_map(|row| {
            let mut cells = grid
                .row(row)
                .skip_while(|(_, content)| !is_label(&content.text(), label));
            cells.next()?;
            cells
                .map(|(_, content)| content)
                .find(|content| !content.text().trim().is_empty())
                .cloned()
        })
    };
    let head = (said(HEAD_UNIT), said(HEAD_PROGRAMME), said(HEAD_PERIOD));
    // Without its mark a form of invented figures is still known by the band above its head.
    let band = Words(Lang::Zh).holding_band(Holding::Demo);
    let is_demo = grid
        .cells
        .range(..(heading, 0))
        .any(|(_, content)| band.is_some_and(|band| content.text().starts_with(band)));
    let head = match head {
        (Some(unit), Some(programme), Some(period)) => Some(Key {
            org_unit: unit_code(&unit),
            programme: programme.text().trim().to_owned(),
            period: month(&period),
            fingerprint: mark.and_then(|mark| mark.fingerprint.clone()),
            holding: mark
                .and_then(|mark| mark.holding.clone())
                .or_else(|| is_demo.then(|| holding_code(Holding::Demo).to_owned())),
        }),
        _ => None,
    };
    match (head, mark) {
        (None, None) => Err(WrongSheet::NoHead),
        (Some(head), None) => Ok(head),
        (None, Some(mark)) => Ok(mark.clone()),
        (Some(head), Some(mark)) if head == *mark => Ok(head),
        (Some(head), Some(mark)) => Err(WrongSheet::TwoHeads {
            head: named(&head),
            made_for: named(mark),
        }),
    }
}

fn named(key: &Key) -> String {
    format!("{} {} {}", key.org_unit, key.programme, key.period)
}

/// A code that a program took for a number has lost its zeros.
fn unit_code(content: &Content) -> String {
    match content {
        Content::Number(number) => format!("{number:06.0}"),
        other => other.text().trim().to_owned(),
    }
}

/// A month that a program took for a date.
fn month(content: &Content) -> String {
    let text = content.text();
    match content {
        Content::Date(_) => text.get(..7).unwrap_or(&text).to_owned(),
        _ => text.trim().to_owned(),
    }
}

fn element(code: &str) -> Option<&'static DataElement> {
    let code = code.trim();
    catalogue()
        .element(code)
        .or_else(|| catalogue().element(&plain(code)))
}

struct Rows<'a> {
    grid: &'a Grid,
    columns: &'a Columns,
    /// Where each data element stood first, and whether that row says something.
    seen: BTreeMap<String, (String, bool)>,
    /// Data elements of which nothing is taken.
    spoilt: BTreeSet<String>,
    rows: Vec<Row>,
    troubles: Vec<CellTrouble>,
}

impl Rows<'_> {
    fn tell(&mut self, place: Place, element: Option<&str>, what: WrongCell) {
        if let Some(code) = element {
            self.spoilt.insert(code.to_owned());
        }
        self.note(place, element, what);
    }

    fn note(&mut self, place: Place, element: Option<&str>, what: WrongCell) {
        self.troubles.push(CellTrouble {
            sheet: self.grid.name.clone(),
            cell: address(place),
            element: element.map(str::to_owned),
            what,
        });
    }

    fn read(&mut self, row: u32) {
        let entry = (row, self.columns.entry);
        let code_text = self.grid.text((row, self.columns.code));
        let code_text = code_text.trim();
        let text = self.grid.text(entry).trim().to_owned();
        let empty = self.columns.empty.map(|column| (row, column));
        let empty_text = empty.map_or_else(String::new, |place| self.grid.text(place));
        let empty_text = empty_text.trim().to_owned();
        let says = self.grid.at(entry).is_some() || !empty_text.is_empty();
        let Some(element) = element(code_text) else {
            if says {
                let what = match code_text {
                    "" if self.is_merged_code(row) => return,
                    "" => WrongCell::NoCode {
                        typed: match text.is_empty() {
                            true => empty_text,
                            false => text,
                        },
                    },
                    code => WrongCell::UnknownCode {
                        code: code.chars().take(60).collect(),
                    },
                };
                self.tell(entry, None, what);
            }
            return;
        };
        let code = element.code.as_str();
        let at = address(entry);
        if let Some((first, said)) = self.seen.get(code).cloned() {
            if says || said {
                self.tell(entry, Some(code), WrongCell::Twice { first });
            }
            return;
        }
        self.seen.insert(code.to_owned(), (at.clone(), says));
        self.strays(row, code);
        if self.merged(row, code) {
            return;
        }
        let Some(text) = self.figure(entry, element) else {
            return;
        };
        let chosen = match empty_text.as_str() {
            "" => None,
            typed => match empty_of(typed) {
                Some(empty) => Some(empty),
                None => {
                    let place = empty.unwrap_or(entry);
                    let typed = typed.chars().take(60).collect();
                    self.tell(place, Some(code), WrongCell::NotAnEmpty { typed });
                    return;
                }
            },
        };
        let Some(reason) = self.reason(row, code, text.is_empty() && chosen.is_none()) else {
            return;
        };
        self.rows.push(Row {
            element: code.to_owned(),
            at,
            text,
            empty: chosen,
            reason,
        });
    }

    /// The figure as typed; `None` when the cell cannot be taken.
    fn figure(&mut self, entry: Place, element: &DataElement) -> Option<String> {
        let code = element.code.as_str();
        let what = match self.grid.at(entry) {
            None => return Some(String::new()),
            Some(Content::Error(shown)) => WrongCell::Error {
                shown: shown.clone(),
            },
            Some(Content::Unreckoned) => WrongCell::Unreckoned,
            Some(Content::Date(shown)) => WrongCell::Date {
                shown: shown.clone(),
            },
            Some(content) => {
                let text = content.text().trim().to_owned();
                if text.chars().count() <= LONGEST_FIGURE {
                    return Some(match element.value_type {
                        ValueType::Flag => yes_or_no(&text),
                        ValueType::Count | ValueType::Decimal => text,
                    });
                }
                WrongCell::TooLong
            }
        };
        self.tell(entry, Some(code), what);
        None
    }

    /// The reason; a figure that slipped into its column is told.
    fn reason(&mut self, row: u32, code: &str, alone: bool) -> Option<String> {
        let Some(column) = self.columns.reason else {
            return Some(String::new());
        };
        let place = (row, column);
        let text = self.grid.text(place).trim().to_owned();
        if text.chars().count() > LONGEST_REASON {
            self.tell(place, Some(code), WrongCell::TooLong);
            return None;
        }
        let is_figure =
            !text.is_empty() && text.chars().all(|c| c.is_numeric() || ",.".contains(c));
        if alone && is_figure {
            self.note(place, Some(code), WrongCell::Stray { typed: text });
            return Some(String::new());
        }
        Some(text)
    }

    /// Whether the row's cells are merged with others; then it is not known what is meant.
    fn merged(&mut self, row: u32, code: &str) -> bool {
        let columns = [
            Some(self.columns.entry),
            self.columns.empty,
            Some(self.columns.code),
        ];
        let found = columns
            .into_iter()
            .flatten()
            .find_map(|column| self.grid.merged_at((row, column)));
        let Some((first, last)) = found else {
            return false;
        };
        let range = format!("{}:{}", address(first), address(last));
        self.tell(
            (row, self.columns.entry),
            Some(code),
            WrongCell::Merged { range },
        );
        true
    }

    /// A row whose code lies under merged cells of the row above, which tells it.
    fn is_merged_code(&mut self, row: u32) -> bool {
        let place = (row, self.columns.code);
        let Some((first, last)) = self.grid.merged_at(place) else {
            return false;
        };
        let range = format!("{}:{}", address(first), address(last));
        self.tell(place, None, WrongCell::Merged { range });
        true
    }

    /// What stands beside the form, under no heading.
    fn strays(&mut self, row: u32, code: &str) {
        let strays: Vec<(Place, String)> = self
            .grid
            .row(row)
            .filter(|((_, column), _)| !self.columns.headed.contains(column))
            .map(|(place, content)| (place, content.text().trim().chars().take(60).collect()))
            .collect();
        for (place, typed) in strays {
            self.note(place, Some(code), WrongCell::Stray { typed });
        }
    }
}

/// The drop-down's words as the form on the page says them; anything else as it is.
fn yes_or_no(text: &str) -> String {
    let said = plain(text);
    if is_label(text, YES) || matches!(said.as_str(), "y" | "true" | "１") {
        "1".to_owned()
    } else if is_label(text, NO) || matches!(said.as_str(), "n" | "false" | "０") {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}
