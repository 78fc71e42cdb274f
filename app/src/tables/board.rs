//! The reporting board and its reminders as files.

use super::Table;
use crate::ask::board::{BoardRow, Reminder, ReportingBoard};
use crate::text::Words;

/// The units of a board, month by month.
pub fn board_table(board: &ReportingBoard, words: Words) -> Table {
    let months: Vec<String> = board
        .months
        .iter()
        .map(|(month, _)| month.to_string())
        .collect();
    let mut head = vec![
        words.code(),
        words.unit(),
        words.above(),
        words.programme(),
        words.expected(),
        words.received(),
        words.in_time(),
        words.completeness(),
        words.timeliness(),
        words.values_completeness(),
    ];
    head.extend(months.iter().map(String::as_str));
    let programme = words.programme_name(&board.programme);
    let row = |row: &BoardRow| {
        let mut cells = vec![
            row.code.to_string(),
            words.of(&row.name),
            above(words, &row.above),
            programme.clone(),
            row.reports.expected.to_string(),
            row.reports.received.to_string(),
            row.reports.in_time.to_string(),
            words.rate(row.reports.completeness()),
            words.rate(row.reports.timeliness()),
            words.rate(row.values.completeness()),
        ];
        cells.extend(row.months.iter().map(|(standing, late)| {
            let word = words.standing(*standing);
            match late {
                true => format!("{word}{}{}", words.pick("，", ", "), words.came_late()),
                false => word.to_owned(),
            }
        }));
        cells
    };
    Table::new(head, board.rows.iter().map(row).collect::<Vec<_>>())
        .note(words.rates_method())
        .note(words.reporting_thresholds())
}

/// Whom to remind: a line a return and reporter.
pub fn reminder_table(reminders: &[Reminder], words: Words) -> Table {
    let head = [
        words.code(),
        words.unit(),
        words.above(),
        words.programme(),
        words.period(),
        words.stage_column(),
        words.deadline(),
        words.days_late(),
        words.account_column(),
        words.person_column(),
        words.head_column(),
        words.phone_column(),
    ];
    let rows = reminders.iter().flat_map(|one| {
        let (head, phone) = one.contact.clone().unwrap_or_default();
        let nobody = [(String::new(), String::new())];
        let people = match one.people.as_slice() {
            [] => nobody.to_vec(),
            people => people.to_vec(),
        };
        let one = one.clone();
        people.into_iter().map(move |(account, name)| {
            vec![
                one.code.to_string(),
                words.of(&one.name),
                above(words, &one.above),
                words.programme_name(&one.programme),
                one.period.to_string(),
                words.standing(one.standing).to_owned(),
                words.deadline_at(one.deadline),
                words.days_overdue(&one),
                account,
                name,
                head.clone(),
                phone.clone(),
            ]
        })
    });
    Table::new(head, rows.collect::<Vec<_>>()).note(words.rates_method())
}

fn above(words: Words, units: &[kpi::catalogue::Bilingual]) -> String {
    let names: Vec<String> = units.iter().map(|unit| words.of(unit)).collect();
    names.join(" › ")
}
