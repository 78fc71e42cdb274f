//! Reads a file of vectors and keeps the score.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// A column that is there to show what not to do.
const NOT_TO_BE_REACHED: &str = "exp_unweighted_mean_WRONG";

/// One row: column name to text.
pub struct Row {
    cells: HashMap<String, String>,
    /// The columns that were looked at.
    seen: RefCell<BTreeSet<String>>,
}

/// The score of one file.
#[derive(Default)]
pub struct Check {
    pub rows: usize,
    /// How many expected values were compared.
    pub values: usize,
    /// Largest error in units of the tolerance.
    pub worst: f64,
    /// Largest error as it is.
    pub largest: f64,
    pub failures: Vec<String>,
}

/// Runs the rules of a file on every row of it. A row that cannot be reckoned at all, and an
/// expected value that no rule has looked at, are failures like any other.
pub fn run(file: &Path, rules: &[fn(&Row, &mut Check)]) -> Check {
    let mut reader = csv::Reader::from_path(file).expect("a readable file of vectors");
    let names = reader.headers().expect("a header").clone();
    let mut check = Check::default();
    for record in reader.records() {
        let record = record.expect("a whole row");
        let pairs = names.iter().zip(record.iter());
        let cells = pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        let row = Row {
            cells,
            seen: RefCell::default(),
        };
        for rule in rules {
            let reckoned = catch_unwind(AssertUnwindSafe(|| rule(&row, &mut check)));
            if reckoned.is_err() {
                check.fail(&row, "the row", "cannot be reckoned");
            }
        }
        for column in row.unseen() {
            check.fail(&row, &column, "nothing compares it");
        }
        check.rows += 1;
    }
    check
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.seen.borrow_mut().insert(column.to_owned());
        self.cells
            .get(column)
            .map_or_else(|| panic!("no column {column}"), String::as_str)
    }

    /// The expected values that nobody has looked at.
    fn unseen(&self) -> Vec<String> {
        let seen = self.seen.borrow();
        let expected = |(column, text): &(&String, &String)| {
            column.starts_with("exp_") && !text.is_empty() && *column != NOT_TO_BE_REACHED
        };
        let mut unseen: Vec<String> = self
            .cells
            .iter()
            .filter(expected)
            .map(|(column, _)| column.clone())
            .filter(|column| !seen.contains(column))
            .collect();
        unseen.sort();
        unseen
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
        self.values += 1;
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
            (None, None) => self.values += 1,
            (Some(want), Some(got)) => self.within(row, column, want, got, row.tolerance(want)),
            (want, got) => self.fail(row, column, &format!("got {got:?}, not {want:?}")),
        }
    }

    pub fn within(&mut self, row: &Row, column: &str, want: f64, got: f64, allowed: f64) {
        self.values += 1;
        let error = (got - want).abs();
        self.largest = self.largest.max(error);
        let share = if error == 0.0 { 0.0 } else { error / allowed };
        self.worst = self.worst.max(share);
        if share.is_nan() || share > 1.0 {
            let text = format!("got {got:e}, not {want:e}, {share:.2} of the tolerance");
            self.fail(row, column, &text);
        }
    }
}
