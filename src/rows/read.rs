//! From rows as typed to what they mean.

use super::compare::known_as;
use super::{
    Column, Computed, Department, Entry, Lecture, RowList, TypedRow, University, day as day_of,
};
use crate::draft::{self, Cell};
use crate::fault::{Broken, Fault, Reason};
use crate::period::Period;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// No list is longer: the nation has some 2,700 universities, and no region a thousand.
pub const LARGEST_LIST: usize = 1000;

/// No text in a row is longer, in characters.
pub const LONGEST_TEXT: usize = 200;

/// One thing wrong with a row, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// The list's code.
    pub list: String,
    /// The row, from 1.
    pub line: usize,
    /// The column it stands in.
    pub column: Column,
    /// What is wrong.
    pub reason: RowReason,
}

/// What is wrong with a cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowReason {
    /// Every row must say it.
    Missing,
    /// Longer than any name.
    TooLong,
    /// The university stands in another row already.
    Twice {
        /// Which row.
        line: usize,
    },
    /// Not a count; the reason is that of a cell of a return.
    NotACount(Reason),
    /// Nobody took part, so nothing was held.
    Nobody,
    /// Not a day.
    NotADay {
        /// What was typed.
        typed: String,
    },
    /// Not a day of the return's month.
    OutsideMonth {
        /// The day.
        day: NaiveDate,
        /// The month.
        period: Period,
    },
    /// None of the five departments.
    NoDepartment {
        /// What was typed.
        typed: String,
    },
}

/// What asks for a second look; it stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// A university without students.
    NoStudents {
        /// The row.
        line: usize,
    },
    /// One lecture (day, place and topic) listed by several departments.
    HeldTogether {
        /// The rows.
        lines: Vec<usize>,
        /// The departments.
        departments: Vec<Department>,
    },
    /// One lecture listed twice by one department: it counts twice.
    ListedTwice {
        /// The rows.
        lines: Vec<usize>,
    },
}

/// What the rows of a list mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    list: &'static RowList,
    /// How many rows say anything.
    pub rows: usize,
    /// The rows that could be read, with their numbers.
    pub entries: Vec<(usize, Entry)>,
    /// What is wrong.
    pub faults: Vec<RowFault>,
    /// What asks for a second look.
    pub doubts: Vec<Doubt>,
}

/// Reads the rows of a list for the return of `period`. Blank rows are none, and keep their
/// number.
pub fn read(list: &'static RowList, period: Period, rows: &[TypedRow]) -> Read {
    let mut read = Read {
        list,
        rows: 0,
        entries: Vec::new(),
        faults: Vec::new(),
        doubts: Vec::new(),
    };
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_blank()) {
        read.rows += 1;
        let mut reading = Reading {
            list,
            line: at + 1,
            row,
            faults: Vec::new(),
        };
        let entry = match list.columns.contains(&Column::Name) {
            true => reading.university(&mut names),
            false => reading.lecture(period),
        };
        read.faults.append(&mut reading.faults);
        read.entries.extend(entry.map(|entry| (at + 1, entry)));
    }
    read.doubts = doubts(&read.entries);
    read
}

impl Read {
    /// The data elements that the rows give, with their figures; none without rows. Rows that
    /// cannot be read do not count, and such a return cannot be submitted.
    pub fn counts(&self) -> BTreeMap<&'static str, i64> {
        match self.rows {
            0 => BTreeMap::new(),
            _ => self
                .list
                .computes
                .iter()
                .map(|(element, computed)| (*element, self.count(*computed)))
                .collect(),
        }
    }

    fn count(&self, computed: Computed) -> i64 {
        let universities = self.entries.iter().filter_map(|(_, entry)| match entry {
            Entry::University(university) => Some(university),
            Entry::Lecture(_) => None,
        });
        match computed {
            Computed::Rows => universities.map(|_| 1).sum(),
            Computed::RatioMet => universities.map(|one| i64::from(one.is_met())).sum(),
            Computed::Students => universities.map(|one| one.students).sum(),
            Computed::Teachers => universities.map(|one| one.teachers).sum(),
            Computed::LecturesOf(department) => self
                .entries
                .iter()
                .map(|(_, entry)| match entry {
                    Entry::Lecture(lecture) => i64::from(lecture.department == department),
                    Entry::University(_) => 0,
                })
                .sum(),
        }
    }

    /// The figures as cells of the return.
    pub fn cells(&self) -> BTreeMap<String, Cell> {
        self.counts()
            .into_iter()
            .map(|(element, count)| (element.to_owned(), Cell::typed(count.to_string())))
            .collect()
    }

    /// What is wrong, as one fault of the return, beside the first element it concerns.
    pub fn fault(&self) -> Option<Fault> {
        let (first, element) = (self.faults.first()?, self.list.elements().next()?);
        Some(Fault {
            element: element.to_owned(),
            reason: Reason::Rows {
                list: self.list.code.to_owned(),
                line: first.line,
                faults: self.faults.len(),
            },
        })
    }

    /// The catalogue's rules that ask for a second look at the return: one lecture listed by
    /// several departments, told for each of them.
    pub fn broken(&self) -> Vec<Broken> {
        let departments: BTreeSet<Department> = self
            .doubts
            .iter()
            .flat_map(|doubt| match doubt {
                Doubt::HeldTogether { departments, .. } => departments.clone(),
                Doubt::NoStudents { .. } | Doubt::ListedTwice { .. } => Vec::new(),
            })
            .collect();
        departments
            .into_iter()
            .map(|department| Broken {
                rule: format!("{}-4", department.indicator()),
                element: department.element().to_owned(),
                figures: Vec::new(),
            })
            .collect()
    }
}

/// One row on its way.
struct Reading<'a> {
    list: &'static RowList,
    line: usize,
    row: &'a TypedRow,
    faults: Vec<RowFault>,
}

impl Reading<'_> {
    fn university(&mut self, names: &mut BTreeMap<String, usize>) -> Option<Entry> {
        let name = self.text(Column::Name);
        let students = self.count(Column::Students);
        let teachers = self.count(Column::Teachers);
        if let Some(name) = &name {
            let first = *names.entry(known_as(name)).or_insert(self.line);
            if first != self.line {
                return self.fault(Column::Name, RowReason::Twice { line: first });
            }
        }
        Some(Entry::University(University {
            name: name?,
            students: students?,
            teachers: teachers?,
        }))
    }

    fn lecture(&mut self, period: Period) -> Option<Entry> {
        let department =
            self.text(Column::Department)
                .and_then(|typed| match Department::read(&typed) {
                    Some(department) => Some(department),
                    None => self.fault(Column::Department, RowReason::NoDepartment { typed }),
                });
        let day = self
            .text(Column::Day)
            .and_then(|typed| match day_of(&typed, period) {
                None => self.fault(Column::Day, RowReason::NotADay { typed }),
                Some(day) if Period::of(day) != period => {
                    self.fault(Column::Day, RowReason::OutsideMonth { day, period })
                }
                Some(day) => Some(day),
            });
        let place = self.text(Column::Place);
        let topic = self.text(Column::Topic);
        let participants = match self.row.get(Column::Participants).trim() {
            "" => Some(None),
            _ => match self.count(Column::Participants) {
                Some(0) => self.fault(Column::Participants, RowReason::Nobody),
                counted => counted.map(Some),
            },
        };
        Some(Entry::Lecture(Lecture {
            department: department?,
            day: day?,
            place: place?,
            topic: topic?,
            participants: participants?,
        }))
    }

    /// A text; one that may be absent is empty.
    fn text(&mut self, column: Column) -> Option<String> {
        let text = self.row.get(column).trim();
        if text.is_empty() && column.is_required() {
            return self.fault(column, RowReason::Missing);
        }
        if text.chars().count() > LONGEST_TEXT {
            return self.fault(column, RowReason::TooLong);
        }
        Some(text.to_owned())
    }

    fn count(&mut self, column: Column) -> Option<i64> {
        match draft::count(self.row.get(column)) {
            Ok(count) => Some(count),
            Err(Reason::Blank) => self.fault(column, RowReason::Missing),
            Err(reason) => self.fault(column, RowReason::NotACount(reason)),
        }
    }

    fn fault<T>(&mut self, column: Column, reason: RowReason) -> Option<T> {
        self.faults.push(RowFault {
            list: self.list.code.to_owned(),
            line: self.line,
            column,
            reason,
        });
        None
    }
}

fn doubts(entries: &[(usize, Entry)]) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut held: BTreeMap<(NaiveDate, String, String), Vec<(usize, Department)>> = BTreeMap::new();
    for (line, entry) in entries {
        match entry {
            Entry::University(university) => {
                if university.students == 0 {
                    doubts.push(Doubt::NoStudents { line: *line });
                }
            }
            Entry::Lecture(lecture) => held
                .entry((
                    lecture.day,
                    known_as(&lecture.place),
                    known_as(&lecture.topic),
                ))
                .or_default()
                .push((*line, lecture.department)),
        }
    }
    for rows in held.into_values().filter(|rows| rows.len() > 1) {
        let departments: BTreeSet<Department> = rows.iter().map(|(_, by)| *by).collect();
        if departments.len() > 1 {
            doubts.push(Doubt::HeldTogether {
                lines: rows.iter().map(|(line, _)| *line).collect(),
                departments: departments.iter().copied().collect(),
            });
        }
        for department in departments {
            let lines: Vec<usize> = rows
                .iter()
                .filter(|(_, by)| *by == department)
                .map(|(line, _)| *line)
                .collect();
            if lines.len() > 1 {
                doubts.push(Doubt::ListedTwice { lines });
            }
        }
    }
    doubts
}
