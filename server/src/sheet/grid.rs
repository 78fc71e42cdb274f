//! A sheet's cells, whatever program wrote them.

use std::collections::BTreeMap;

/// No form goes further down: the longest has some hundred rows.
pub const ROWS: u32 = 5_000;

/// No form is wider.
pub const COLUMNS: u32 = 200;

/// No file of ours has more sheets: a province has some forty regions.
pub const SHEETS: usize = 300;

/// No text of ours is longer; the rest is cut off, and told where it matters.
pub const LONGEST: usize = 2_000;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A date or a time, as it is read.
    Date(String),
    /// An error, as it is shown.
    Error(String),
    /// A formula without a result.
    Unreckoned,
}

impl Content {
    /// As text, the way the cell shows it.
    pub fn text(&self) -> String {
        match self {
            Content::Text(text) | Content::Date(text) | Content::Error(text) => text.clone(),
            Content::Number(number) => number_text(*number),
            Content::Bool(true) => "1".to_owned(),
            Content::Bool(false) => "0".to_owned(),
            Content::Unreckoned => String::new(),
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Content::Text(text) if text.trim().is_empty())
    }
}

/// A number with the fifteen digits that a spreadsheet shows: 0.1 + 0.2 is 0.3 there, and 12.0
/// is 12.
pub fn number_text(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    match rounded == 0.0 {
        true => "0".to_owned(),
        false => format!("{rounded}"),
    }
}

/// Row and column, from zero.
pub type Place = (u32, u32);

/// One sheet.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// Its name.
    pub name: String,
    /// The cells that hold something.
    pub cells: BTreeMap<Place, Content>,
    /// Merged cells: first and last.
    pub merged: Vec<(Place, Place)>,
    /// The first cell with something in it below the rows that are read.
    pub beyond: Option<Place>,
}

impl Grid {
    /// An empty sheet.
    pub fn new(name: impl Into<String>) -> Grid {
        Grid {
            name: name.into(),
            ..Grid::default()
        }
    }

    /// Lays a cell in. Answers whether more may come: below the last row that is read, the first
    /// cell is remembered and nothing more is needed.
    pub fn put(&mut self, place: Place, content: Content) -> bool {
        if content.is_blank() {
            return true;
        }
        if place.0 >= ROWS {
            self.beyond = Some(place);
            return false;
        }
        if place.1 < COLUMNS {
            self.cells.insert(place, shortened(content));
        }
        true
    }

    /// What stands at a place.
    pub fn at(&self, place: Place) -> Option<&Content> {
        self.cells.get(&place)
    }

    /// As text; empty where nothing stands.
    pub fn text(&self, place: Place) -> String {
        self.at(place).map_or_else(String::new, Content::text)
    }

    /// The rows that hold something, each with its cells.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (Place, &Content)> {
        self.cells
            .range((row, 0)..(row + 1, 0))
            .map(|(place, content)| (*place, content))
    }

    /// The rows that hold something.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }

    /// The merged cells that a place is one of.
    pub fn merged_at(&self, (row, column): Place) -> Option<(Place, Place)> {
        self.merged.iter().copied().find(|(first, last)| {
            (first.0..=last.0).contains(&row) && (first.1..=last.1).contains(&column)
        })
    }
}

fn shortened(content: Content) -> Content {
    match content {
        Content::Text(text) if text.len() > LONGEST => {
            Content::Text(text.chars().take(LONGEST).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_a_spreadsheet_shows_them() {
        for (number, text) in [
            (12.0, "12"),
            (12.5, "12.5"),
            (-3.0, "-3"),
            (0.0, "0"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (1e12, "1000000000000"),
            (1e-7, "0.0000001"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }
}
