//! The heat map as a file.

use super::Table;
use crate::ask::heat::HeatMap;
use crate::text::Words;
use kpi::catalogue::catalogue;

/// Units by indicators, the status of each in words.
pub fn heat_table(map: &HeatMap, words: Words) -> Table {
    let names: Vec<String> = map
        .indicators
        .iter()
        .filter_map(|code| Some(words.of(&catalogue().indicator(code)?.name)))
        .collect();
    let mut head = vec![
        words.code(),
        words.unit(),
        words.above(),
        words.not_met_count(),
    ];
    head.extend(names.iter().map(String::as_str));
    let rows = map.rows.iter().map(|row| {
        let above: Vec<String> = row.above.iter().map(|unit| words.of(unit)).collect();
        let mut cells = vec![
            row.code.to_string(),
            words.of(&row.name),
            above.join(" › "),
            row.not_met.to_string(),
        ];
        cells.extend(
            row.cells
                .iter()
                .map(|status| words.status_word(*status).to_owned()),
        );
        cells
    });
    Table::new(head, rows.collect::<Vec<_>>())
        .about(map.indicators.iter().map(String::as_str))
        .note(words.heat_order_note())
}
