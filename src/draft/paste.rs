//! A block of cells from a spreadsheet, laid over the fields of a form.

use crate::catalogue::DataElement;

/// What a pasted block says, as data element and text, in the order of the form.
///
/// A block that names its rows (a column holds codes or names of data elements) goes where it
/// says; a row or a column of bare figures goes into the fields from `first` on. Blank cells leave
/// their field as it is.
pub fn pasted<'a>(
    block: &str,
    elements: &[&'a DataElement],
    first: usize,
) -> Vec<(&'a str, String)> {
    let rows = rows_of(block);
    let named: Vec<(&str, String)> = rows
        .iter()
        .filter_map(|row| named_row(row, elements))
        .collect();
    if !named.is_empty() {
        return named;
    }
    let bare: Vec<&String> = match rows.as_slice() {
        [row] => row.iter().collect(),
        rows => rows.iter().filter_map(|row| row.first()).collect(),
    };
    elements
        .iter()
        .skip(first)
        .zip(bare)
        .filter(|(_, text)| !text.is_empty())
        .map(|(element, text)| (element.code.as_str(), text.clone()))
        .collect()
}

/// Whether a text is a block, and not just one figure to go where the cursor is.
pub fn is_block(text: &str) -> bool {
    text.trim_end_matches(['\r', '\n']).contains(['\t', '\n'])
}

fn rows_of(block: &str) -> Vec<Vec<String>> {
    block
        .trim_end_matches(['\r', '\n'])
        .split('\n')
        .map(|line| {
            line.trim_end_matches('\r')
                .split('\t')
                .map(|cell| cell.trim().trim_matches('"').trim().to_owned())
                .collect()
        })
        .collect()
}

/// A row that names its element: the figure is the first cell after the names.
fn named_row<'a>(row: &[String], elements: &[&'a DataElement]) -> Option<(&'a str, String)> {
    let called = |cell: &String| {
        elements.iter().find(|element| {
            *cell == element.code || *cell == element.name.zh || *cell == element.name.en
        })
    };
    let element = row.iter().find_map(called)?;
    let text = row
        .iter()
        .skip_while(|cell| called(cell).is_none())
        .find(|cell| !cell.is_empty() && called(cell).is_none())?;
    Some((element.code.as_str(), text.clone()))
}
