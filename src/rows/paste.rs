//! A block of cells copied from a sheet.

/// Rows and cells of a text that a sheet laid on the clipboard: tabs between cells, a line a
/// row, quotes around a cell that holds either.
///
/// ```
/// let block = kpi::rows::pasted("甲大学\t8,000\t2\r\n乙学院\t4001\t1\r\n");
/// assert_eq!(block, [["甲大学", "8,000", "2"], ["乙学院", "4001", "1"]]);
/// ```
pub fn pasted(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader
        .records()
        .filter_map(Result::ok)
        .map(|record| {
            record
                .iter()
                .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect()
        })
        .collect()
}
