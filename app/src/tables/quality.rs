//! Data quality as files: the table of units, and every flag with its rule.

use super::Table;
use crate::ask::quality::{QualityFlags, QualityPage};
use crate::text::Words;
use kpi::quality::{Counts, Subject, Tally};

/// The units below with their counts, and the unit itself in the last row.
pub fn quality_table(page: &QualityPage, words: Words) -> Table {
    let pair = |name: &str, share: &str| {
        [
            name.to_owned(),
            format!("{name} {}", words.denominator()),
            format!("{name} {share}"),
        ]
    };
    let mut head: Vec<String> = [words.code(), words.unit(), words.above()]
        .map(str::to_owned)
        .to_vec();
    let share = words.quality_share();
    for name in [
        words.quality_returns(),
        words.quality_in_time(),
        words.quality_every_month(),
        words.quality_values(),
    ] {
        head.extend(pair(name, share));
    }
    head.extend(
        [
            words.quality_figures(),
            words.quality_zeros(),
            words.not_applicable(),
            words.empty_not_yet(),
            words.empty_not_collected(),
            words.quality_blank(),
        ]
        .map(str::to_owned),
    );
    for name in [
        words.quality_outliers(),
        words.quality_over_time(),
        words.quality_related(),
        words.quality_external(),
        words.quality_denominators(),
    ] {
        head.extend(pair(name, share));
    }
    head.extend(
        [
            words.quality_too_short(),
            words.quality_verify(),
            words.quality_note(),
            words.quality_asked_for(),
        ]
        .map(str::to_owned),
    );
    let mut rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|row| {
            let above: Vec<String> = row.above.iter().map(|unit| words.of(&unit.name)).collect();
            let mut cells = vec![
                row.unit.code.to_string(),
                words.of(&row.unit.name),
                above.join(" › "),
            ];
            cells.extend(counts_cells(&row.counts, words));
            cells.push(row.asked_for.to_string());
            cells
        })
        .collect();
    if let Some(unit) = page.path.last() {
        let mut cells = vec![
            unit.code.to_string(),
            words.of(&unit.name),
            words.quality_of_below().to_owned(),
        ];
        cells.extend(counts_cells(&page.total, words));
        cells.push(String::new());
        rows.push(cells);
    }
    noted(
        Table::new(head.iter().map(String::as_str), rows),
        page,
        words,
    )
}

fn noted(table: Table, page: &QualityPage, words: Words) -> Table {
    table
        .note(words.quality_window(page.from, page.period))
        .note(words.quality_apart())
        .note(words.quality_units_note())
        .note(words.quality_too_short_note())
        .note(words.quality_no_population())
}

fn counts_cells(counts: &Counts, words: Words) -> Vec<String> {
    let three = |tally: Tally| {
        [
            tally.hits.to_string(),
            tally.tested.to_string(),
            words.quality_share_of(tally),
        ]
    };
    let cells = &counts.cells;
    let reported = [
        counts.returns,
        counts.in_time,
        counts.every_month,
        cells.present(),
    ];
    let tested = [
        counts.outliers,
        counts.over_time,
        counts.related,
        counts.external,
        counts.denominators,
    ];
    let kinds = [
        cells.figures,
        cells.zeros,
        cells.not_applicable,
        cells.not_yet,
        cells.not_collected,
        cells.blank,
    ];
    let ends = [counts.too_short, counts.verify, counts.note];
    let numbers = |numbers: &[i64]| numbers.iter().map(i64::to_string).collect::<Vec<_>>();
    let mut all: Vec<String> = reported.into_iter().flat_map(three).collect();
    all.extend(numbers(&kinds));
    all.extend(tested.into_iter().flat_map(three));
    all.extend(numbers(&ends));
    all
}

/// Every flag, with its rule, threshold, origin and the kind of figure it fits.
pub fn quality_flags_table(told: &QualityFlags, words: Words) -> Table {
    let head = [
        words.code(),
        words.unit(),
        words.period(),
        words.quality_metric(),
        words.quality_check(),
        "check",
        words.quality_subject(),
        "subject",
        words.quality_weight(),
        words.quality_what(),
        words.quality_threshold(),
        words.quality_origin(),
        words.quality_fits(),
    ];
    let rows = told.flags.iter().map(|(unit, flag)| {
        let check = flag.check;
        vec![
            unit.code.to_string(),
            words.of(&unit.name),
            flag.period.to_string(),
            words.quality_dimension(check.dimension()).to_owned(),
            words.quality_check_name(check).to_owned(),
            check.code().to_owned(),
            words.quality_subject_of(&flag.subject),
            flag.subject.code().to_owned(),
            words.quality_severity(flag.severity).to_owned(),
            words.quality_told(flag),
            words.quality_threshold_of(check),
            words.quality_origin_of(check.origin()).to_owned(),
            words.quality_fits_of(check),
        ]
    });
    let mut about: Vec<&str> = told
        .flags
        .iter()
        .filter_map(|(_, flag)| match &flag.subject {
            Subject::Indicator(code) => Some(code.as_str()),
            Subject::Element(code) => kpi::catalogue()
                .fed_by(code)
                .next()
                .map(|indicator| indicator.code.as_str()),
            Subject::Programme(_) => None,
        })
        .collect();
    about.sort_unstable();
    about.dedup();
    Table::new(head, rows)
        .about(about)
        .note(words.quality_apart())
        .note(words.quality_bound_note())
}
