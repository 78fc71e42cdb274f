//! Rows: what the policy judges one by one. Each university's students and full-time teachers,
//! each department's lectures with date and place.
//!
//! A [`RowList`] says as data which columns a list has and which data elements are computed from
//! it; once it has rows, those elements are no longer typed (semantics 23). What was typed is a
//! [`TypedRow`], text by text; [`read`] says what it means or what is wrong, on the server always
//! and in the browser while typing. [`compare`] holds two states of a list beside each other and
//! [`pasted`] takes a block apart that was copied from a sheet.

mod compare;
mod day;
mod entry;
mod paste;
mod read;
#[cfg(test)]
mod tests;

pub use compare::{Compared, compare};
pub use day::day;
pub use entry::{Department, Entry, Lecture, STUDENTS_PER_TEACHER, University};
pub use paste::pasted;
pub use read::{Doubt, LARGEST_LIST, LONGEST_TEXT, Read, RowFault, RowReason, read};

use crate::catalogue::PILOT;
use crate::draft::Cell;
use crate::org_unit::Tier;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A list that is entered row by row beside a return.
#[derive(Debug, PartialEq, Eq)]
pub struct RowList {
    /// Its name in addresses and storage.
    pub code: &'static str,
    /// The programme whose return it belongs to.
    pub programme: &'static str,
    /// Who enters it.
    pub tier: Tier,
    /// Its columns, in the order of the form.
    pub columns: &'static [Column],
    /// The columns by which a row is the same one as last time.
    pub known_by: &'static [Column],
    /// The data elements that are computed from it.
    pub computes: &'static [(&'static str, Computed)],
    /// What becomes of it in the next month.
    pub renewal: Renewal,
}

/// A column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Column {
    /// A university's name.
    Name,
    /// Students enrolled.
    Students,
    /// Full-time teachers of mental-health education.
    Teachers,
    /// The department that holds the lecture.
    Department,
    /// The day it was held.
    Day,
    /// Where it was held.
    Place,
    /// What it was about.
    Topic,
    /// How many came.
    Participants,
}

/// How a data element comes from the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Computed {
    /// How many rows there are.
    Rows,
    /// How many universities have a teacher for every 4,000 students.
    RatioMet,
    /// All students.
    Students,
    /// All teachers.
    Teachers,
    /// How many lectures the department held.
    LecturesOf(Department),
}

/// What becomes of a list in the next month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// It is a stock: the rows accepted last can be taken over.
    Carried,
    /// It is what happened in the month: each month begins empty.
    EachMonth,
}

/// The lists there are.
pub const LISTS: [RowList; 2] = [
    RowList {
        code: "universities",
        programme: PILOT,
        tier: Tier::Region,
        columns: &[Column::Name, Column::Students, Column::Teachers],
        known_by: &[Column::Name],
        computes: &[
            ("universities_total", Computed::Rows),
            ("universities_ratio_met", Computed::RatioMet),
            ("university_students", Computed::Students),
            ("university_counsellors", Computed::Teachers),
        ],
        renewal: Renewal::Carried,
    },
    RowList {
        code: "lectures",
        programme: PILOT,
        tier: Tier::Region,
        columns: &[
            Column::Department,
            Column::Day,
            Column::Place,
            Column::Topic,
            Column::Participants,
        ],
        known_by: &[
            Column::Department,
            Column::Day,
            Column::Place,
            Column::Topic,
        ],
        computes: &[
            ("lectures_police", Computed::LecturesOf(Department::Police)),
            (
                "lectures_justice",
                Computed::LecturesOf(Department::Justice),
            ),
            (
                "lectures_petition",
                Computed::LecturesOf(Department::Petition),
            ),
            ("lectures_civil", Computed::LecturesOf(Department::Civil)),
            (
                "lectures_disabled",
                Computed::LecturesOf(Department::Disabled),
            ),
        ],
        renewal: Renewal::EachMonth,
    },
];

impl RowList {
    /// The list of this name.
    pub fn of(code: &str) -> Option<&'static RowList> {
        LISTS.iter().find(|list| list.code == code)
    }

    /// The lists that units acting on `tiers` enter for a programme.
    pub fn asked(programme: &str, tiers: &[Tier]) -> impl Iterator<Item = &'static RowList> {
        LISTS
            .iter()
            .filter(move |list| list.programme == programme && tiers.contains(&list.tier))
    }

    /// The list that a data element is computed from, once that has rows.
    pub fn computing(element: &str) -> Option<&'static RowList> {
        LISTS
            .iter()
            .find(|list| list.computes.iter().any(|(code, _)| *code == element))
    }

    /// The codes of the data elements that are computed from it.
    pub fn elements(&self) -> impl Iterator<Item = &'static str> {
        self.computes.iter().map(|(code, _)| *code)
    }
}

impl Column {
    /// Every column of every list.
    pub const ALL: [Column; 8] = [
        Column::Name,
        Column::Students,
        Column::Teachers,
        Column::Department,
        Column::Day,
        Column::Place,
        Column::Topic,
        Column::Participants,
    ];

    /// Its name in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::Students => "students",
            Column::Teachers => "teachers",
            Column::Department => "department",
            Column::Day => "day",
            Column::Place => "place",
            Column::Topic => "topic",
            Column::Participants => "participants",
        }
    }

    /// The column of this name.
    pub fn from_code(code: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.code() == code)
    }

    /// Whether it takes a count.
    pub fn is_count(self) -> bool {
        match self {
            Column::Students | Column::Teachers | Column::Participants => true,
            Column::Name | Column::Department | Column::Day | Column::Place | Column::Topic => {
                false
            }
        }
    }

    /// Whether every row must say it.
    pub fn is_required(self) -> bool {
        match self {
            Column::Topic | Column::Participants => false,
            Column::Name
            | Column::Students
            | Column::Teachers
            | Column::Department
            | Column::Day
            | Column::Place => true,
        }
    }
}

/// A row as it was typed, faults and all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRow(BTreeMap<Column, String>);

impl TypedRow {
    /// A row with these texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = (Column, &'a str)>) -> TypedRow {
        let mut row = TypedRow::default();
        for (column, text) in texts {
            row.put(column, text);
        }
        row
    }

    /// What stands in a column; empty where nothing does.
    pub fn get(&self, column: Column) -> &str {
        self.0.get(&column).map_or("", String::as_str)
    }

    /// Writes into a column.
    pub fn put(&mut self, column: Column, text: impl Into<String>) {
        let text = text.into();
        match text.is_empty() {
            true => self.0.remove(&column),
            false => self.0.insert(column, text),
        };
    }

    /// Whether nothing was typed: no row at all.
    pub fn is_blank(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }
}

/// The rows of a return, by list. A list without rows is absent.
pub type RowsByList = BTreeMap<String, Vec<TypedRow>>;

/// The rows that say something, without the columns that the list does not have.
pub fn tidied(list: &RowList, rows: &[TypedRow]) -> Vec<TypedRow> {
    rows.iter()
        .map(|row| {
            TypedRow::of(
                list.columns
                    .iter()
                    .map(|column| (*column, row.get(*column))),
            )
        })
        .filter(|row| !row.is_blank())
        .collect()
}

/// The data elements that are computed from rows, each with how many rows its list has: these
/// are not typed.
pub fn computed_from(rows: &RowsByList) -> BTreeMap<String, usize> {
    rows.iter()
        .filter_map(|(code, rows)| Some((RowList::of(code)?, rows.len())))
        .filter(|(_, count)| *count > 0)
        .flat_map(|(list, count)| {
            list.elements()
                .map(move |element| (element.to_owned(), count))
        })
        .collect()
}

/// The cells of a return as its rows have them.
pub fn cells(period: crate::Period, rows: &RowsByList) -> BTreeMap<String, Cell> {
    rows.iter()
        .filter_map(|(code, rows)| Some(read(RowList::of(code)?, period, rows)))
        .flat_map(|read| read.cells())
        .collect()
}

/// What is wrong with the rows of a return, and what asks for a second look, as the return says
/// it.
pub fn said_of(
    period: crate::Period,
    rows: &RowsByList,
) -> (Vec<crate::fault::Fault>, Vec<crate::fault::Broken>) {
    let mut said = (Vec::new(), Vec::new());
    for (code, rows) in rows {
        let Some(list) = RowList::of(code) else {
            continue;
        };
        let read = read(list, period, rows);
        said.0.extend(read.fault());
        said.1.extend(read.broken());
    }
    said
}
