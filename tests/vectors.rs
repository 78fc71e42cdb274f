//! Holds the statistics to values that nobody in this project made up.
//!
//! `tests/vectors/*.csv` come with the project. Vectors under other licences are read from
//! `$XINHENG_VECTORS`, or from `../shared/vectors/published` beside the project, when they are
//! there; a folder with `own` or `published` inside works too. Each test prints a table of files,
//! rows, values, and the largest error, as it is and in units of the tolerance: `make vectors`.
//! Every expected value of every row is compared; a file, a column or a row that nothing here can
//! compare is a failure.

#[path = "vectors/exact.rs"]
mod exact;
#[path = "vectors/own.rs"]
mod own;
#[path = "vectors/published.rs"]
mod published;
#[path = "vectors/series.rs"]
mod series;
#[path = "vectors/signals.rs"]
mod signals;
#[path = "vectors/table.rs"]
mod table;

use std::path::{Path, PathBuf};
use table::{Check, run};

/// How the rows of a file are checked.
type Kind = (&'static str, fn(&table::Row, &mut Check));

fn kinds() -> Vec<Kind> {
    [
        own::KINDS,
        signals::KINDS,
        series::KINDS,
        exact::KINDS,
        published::KINDS,
    ]
    .concat()
}

#[test]
fn every_vector_of_the_project_is_reproduced() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    assert!(
        check(&folder) > 870,
        "vectors are missing from {}",
        folder.display()
    );
}

#[test]
fn every_vector_kept_outside_the_project_is_reproduced_when_present() {
    let rows: usize = folders_outside().iter().map(|folder| check(folder)).sum();
    if rows == 0 {
        println!("published vectors were not found: set XINHENG_VECTORS to their folder");
    }
}

fn folders_outside() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/published");
    let root = std::env::var_os("XINHENG_VECTORS").map_or(beside, PathBuf::from);
    vec![root.clone(), root.join("own"), root.join("published")]
}

/// Checks every file of a folder and gives the number of rows checked.
fn check(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "csv"));
    files.sort();
    let (mut rows, mut failures) = (0, Vec::new());
    println!(
        "{:<46} {:>5} {:>7}  {:>13}  of its tolerance",
        "file", "rows", "values", "largest error"
    );
    for file in files {
        let name = file
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default();
        let rules: Vec<_> = kinds()
            .into_iter()
            .filter(|(kind, _)| *kind == name)
            .map(|(_, rule)| rule)
            .collect();
        if rules.is_empty() {
            failures.push(format!("{name}: nothing here knows this file"));
            continue;
        }
        let result = run(&file, &rules);
        println!(
            "{name:<46} {:>5} {:>7}  {:>13.1e}  {:.3}",
            result.rows, result.values, result.largest, result.worst
        );
        rows += result.rows;
        failures.extend(result.failures);
    }
    assert!(
        failures.is_empty(),
        "{} values are off:\n{}",
        failures.len(),
        failures[..failures.len().min(60)].join("\n")
    );
    rows
}
