//! Two states of a list beside each other.

use super::{RowList, TypedRow};
use serde::{Deserialize, Serialize};

/// A row beside what it was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compared {
    /// As it was.
    Same(TypedRow),
    /// It was not there.
    Added(TypedRow),
    /// It said something else.
    Changed {
        /// What it said.
        was: TypedRow,
        /// What it says.
        now: TypedRow,
    },
    /// It is there no more.
    Removed(TypedRow),
}

/// Every row of `now` beside the row of `before` that it is known by, in the order of `now`;
/// then what was removed. Rows that look alike are matched one to one.
pub fn compare(list: &RowList, before: &[TypedRow], now: &[TypedRow]) -> Vec<Compared> {
    let key = |row: &TypedRow| -> Vec<String> {
        list.known_by
            .iter()
            .map(|column| known_as(row.get(*column)))
            .collect()
    };
    let mut left: Vec<&TypedRow> = before.iter().collect();
    let mut compared: Vec<Compared> = now
        .iter()
        .map(|row| {
            let found = left.iter().position(|was| key(was) == key(row));
            match found.map(|at| left.remove(at)) {
                None => Compared::Added(row.clone()),
                Some(was) if was == row => Compared::Same(row.clone()),
                Some(was) => Compared::Changed {
                    was: was.clone(),
                    now: row.clone(),
                },
            }
        })
        .collect();
    compared.extend(left.into_iter().cloned().map(Compared::Removed));
    compared
}

/// A text as it is compared: spaces, width and case make no other university.
pub(super) fn known_as(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}
