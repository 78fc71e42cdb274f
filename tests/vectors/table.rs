//! Reads a file of vectors and keeps the score.

use std::collections::HashMap;
use std::path::Path;

/// One row: column name to text.
pub struct Row {
    cells: HashMap<String, String>,
}

/// The score of one file.
#[derive(Default)]
pub struct Check {
    pub rows: usize,
    /// Largest error in units of the tolerance.
    pub worst: f64,
    pub failures: Vec<String>,
}

/// Runs `rule` on every row of `file`.
pub fn run(file: &Path, rule: fn(&Row, &mut Check)) -> Check {
    let mut reader = csv::Reader::from_path(file).expect("a readable file of vectors");
    let names = reader.headers().expect("a header").clone();
    let mut check = Check::default();
    for record in reader.records() {
        let record = record.expect("a whole row");
        let pairs = names.iter().zip(record.iter());
        let cells = pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        rule(&Row { cells }, &mut check);
        check.rows += 1;
    }
    check
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.cells
            .get(column)
            .map_or_else(|| panic!("no column {column}"), String::as_str)
    }

    pub fn has(&self, column: &str) -> bool {
        self.cells.contains_key(column)
    }

    /// The number in a column, `None` when empty.
    pub fn maybe(&self, column: &str) -> Option<f64> {
        number(self.text(column))
    }

    pub fn f(&self, column: &str) -> f64 {
        self.maybe(column)
            .unwrap_or_else(|| panic!("{} has no {column}", self.text("id")))
    }

    /// A whole count, `None` when it is missing, negative or not whole.
    pub fn count(&self, column: &str) -> Option<u64> {
        let value = self.maybe(column)?;
        (value >= 0.0 && value.fract() == 0.0).then_some(value as u64)
    }

    /// A list, missing items included.
    pub fn list(&self, column: &str) -> Vec<Option<f64>> {
        match self.text(column) {
            "" => Vec::new(),
            text => text.split(';').map(number).collect(),
        }
    }

    /// A list without its missing items.
    pub fn known(&self, column: &str) -> Vec<f64> {
        self.list(column).into_iter().flatten().collect()
    }

    pub fn counts(&self, column: &str) -> Vec<u64> {
        self.known(column).into_iter().map(|v| v as u64).collect()
    }

    /// The allowance around `want`: absolute, or relative, or 1e-9 relative.
    fn tolerance(&self, want: f64) -> f64 {
        let given = |column: &str| self.cells.get(column).and_then(|t| number(t));
        match (given("tol_abs"), given("tol_rel")) {
            (Some(absolute), _) => absolute,
            (None, relative) => relative.unwrap_or(1e-9) * want.abs(),
        }
    }
}

fn number(text: &str) -> Option<f64> {
    match text.trim() {
        "" | "nan" | "NaN" | "NA" => None,
        text => match text.split_once('/') {
            Some((x, n)) => Some(x.parse::<f64>().ok()? / n.parse::<f64>().ok()?),
            None => Some(
                text.parse()
                    .unwrap_or_else(|_| panic!("{text} is no number")),
            ),
        },
    }
}

impl Check {
    /// Compares with the number in a column; an empty cell expects `None`.
    pub fn near(&mut self, row: &Row, column: &str, got: Option<f64>) {
        self.compare(row, column, row.maybe(column), got);
    }

    /// Compares a list item by item.
    pub fn near_list(&mut self, row: &Row, column: &str, got: &[Option<f64>]) {
        let want = row.list(column);
        if want.len() != got.len() {
            let text = format!("{} items, not {}", got.len(), want.len());
            self.fail(row, column, &text);
        }
        for (want, got) in want.into_iter().zip(got) {
            self.compare(row, column, want, *got);
        }
    }

    /// Compares words, flags or indices as text.
    pub fn same(&mut self, row: &Row, column: &str, got: &str) {
        if row.text(column) != got {
            self.fail(
                row,
                column,
                &format!("got {got:?}, not {:?}", row.text(column)),
            );
        }
    }

    pub fn fail(&mut self, row: &Row, column: &str, text: &str) {
        self.failures
            .push(format!("{} {column}: {text}", row.text("id")));
    }

    fn compare(&mut self, row: &Row, column: &str, want: Option<f64>, got: Option<f64>) {
        match (want, got) {
            (None, None) => {}
            (Some(want), Some(got)) => self.within(row, column, want, got, row.tolerance(want)),
            (want, got) => self.fail(row, column, &format!("got {got:?}, not {want:?}")),
        }
    }

    pub fn within(&mut self, row: &Row, column: &str, want: f64, got: f64, allowed: f64) {
        let error = (got - want).abs();
        let share = if error == 0.0 { 0.0 } else { error / allowed };
        self.worst = self.worst.max(share);
        if share.is_nan() || share > 1.0 {
            let text = format!("got {got:e}, not {want:e}, {share:.2} of the tolerance");
            self.fail(row, column, &text);
        }
    }
}
