//! A table's file, opened as others open it.

use super::*;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

fn told(cell: &str) -> Option<(f64, String)> {
    number(cell, Column::Figures)
}

#[test]
fn figures_become_numbers_and_codes_stay_texts() {
    assert_eq!(told("1,234"), Some((1234.0, "#,##0".to_owned())));
    assert_eq!(told("82.69%"), Some((0.8269, "0.00%".to_owned())));
    assert_eq!(told("-3"), Some((-3.0, "0".to_owned())));
    assert_eq!(told("+1,204.5"), Some((1204.5, "#,##0.0".to_owned())));
    assert_eq!(
        told("123456"),
        Some((123_456.0, "0".to_owned())),
        "a province's patients"
    );
    assert_eq!(number("440703", Column::Codes), None);
    for text in [
        "007",
        "2020-11",
        "2020-11-30",
        "未报",
        "",
        "5 / 12",
        "4.60‰",
        "1e5",
        "12,34",
        "1,2",
        "--3",
        "+",
        "%",
        "1.",
        ".5",
        "1.2.3",
        "1234567890123456",
        "<5",
        "NaN",
        "inf",
    ] {
        assert_eq!(told(text), None, "{text}");
    }
}

#[test]
fn what_a_spreadsheet_would_run_stays_a_text() {
    for formula in [
        "=1+1",
        "@SUM(A1)",
        "-1+cmd|' /C calc'!A0",
        "+1+1",
        "\t=1",
        "\r=1",
        "＝1+1",
        "-2+3",
        "+SUM(1)",
        "=HYPERLINK(1)",
    ] {
        assert_eq!(inert(formula), format!("'{formula}"));
    }
    for harmless in ["-3.5", "+1.25%", "-", "–", "-1,204", "3=3", "未报", ""] {
        assert_eq!(inert(harmless), harmless);
    }
}

fn around(lang: Lang) -> Around {
    Around {
        words: Words(lang),
        holding: Holding::Demo,
        at: DateTime::UNIX_EPOCH,
        address: "/some/table.xlsx?q=1".to_owned(),
    }
}

fn mixed(lang: Lang) -> Table {
    let words = Words(lang);
    Table::new(
        [
            words.code(),
            words.unit(),
            words.numerator(),
            words.value(),
            words.change_column(),
        ],
        [
            vec!["440000", "广东省", "123456", "82.69%", "+1.20"],
            vec!["110000", "=1+1", "1,204", "4.60‰", "未报"],
        ]
        .map(|row| row.into_iter().map(str::to_owned).collect()),
    )
    .about(["smd-standard-mgmt", "smd-reported-prevalence"])
    .note("一句说明 / a note")
}

/// The sheets of a workbook, cell by cell.
fn opened(table: &Table, lang: Lang) -> Vec<Vec<Vec<Data>>> {
    let bytes = xlsx(table, &around(lang)).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets();
    sheets
        .into_iter()
        .map(|(_, range)| range.rows().map(<[Data]>::to_vec).collect())
        .collect()
}

#[test]
fn a_workbook_holds_numbers_as_numbers_and_texts_as_texts() {
    for lang in [Lang::Zh, Lang::En] {
        let sheets = opened(&mixed(lang), lang);
        assert_eq!(sheets.len(), 2);
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(
            sheets[0][1],
            [
                text("440000"),
                text("广东省"),
                Data::Float(123_456.0),
                Data::Float(0.8269),
                Data::Float(1.2)
            ]
        );
        assert_eq!(
            sheets[0][2],
            [
                text("110000"),
                text("=1+1"),
                Data::Float(1204.0),
                text("4.60‰"),
                text("未报")
            ]
        );
    }
}

#[test]
fn the_second_sheet_tells_source_time_remarks_and_every_indicator() {
    for lang in [Lang::Zh, Lang::En] {
        let words = Words(lang);
        let sheets = opened(&mixed(lang), lang);
        let lines: Vec<(String, String)> = sheets[1]
            .iter()
            .map(|row| {
                (
                    row[0].to_string(),
                    row.get(1).map(ToString::to_string).unwrap_or_default(),
                )
            })
            .collect();
        let says = |label: &str, text: &str| lines.contains(&(label.to_owned(), text.to_owned()));
        assert!(says(words.as_of(), &words.moment(DateTime::UNIX_EPOCH)));
        assert!(says(words.address_of_table(), "/some/table.xlsx?q=1"));
        assert!(says(words.source(), words.data_credit()));
        assert!(says(words.table_remark(), words.demo_band()));
        assert!(says(words.table_remark(), "一句说明 / a note"));
        for code in ["smd-standard-mgmt", "smd-reported-prevalence"] {
            let indicator = catalogue().indicator(code).unwrap();
            assert!(says(words.code(), code));
            assert!(says(words.definition(), &words.of(&indicator.definition)));
            assert!(says(
                words.policy_sentence(),
                &words.of(&indicator.policy_sentence)
            ));
            assert!(says(words.target(), &words.national_target(indicator)));
        }
    }
}

#[test]
fn a_long_table_of_every_definition_survives_the_way_there_and_back() {
    for lang in [Lang::Zh, Lang::En] {
        let table = app::tables::definitions_table(Words(lang));
        let sheets = opened(&table, lang);
        assert_eq!(sheets[0].len(), table.rows.len() + 1);
        for (written, row) in sheets[0].iter().skip(1).zip(&table.rows) {
            assert_eq!(written[0], Data::String(row[0].clone()));
            assert_eq!(written[9].to_string(), row[9], "the sentence as published");
        }
    }
}

#[test]
fn a_csv_opens_in_excel_with_its_signs_and_runs_nothing() {
    let bytes = csv(mixed(Lang::Zh), &around(Lang::Zh)).unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbf"), "the byte order mark");
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines.len(),
        1 + 2 + 1 + 1,
        "head, rows, the band, and nothing after the last end"
    );
    assert!(
        !text.replace("\r\n", "").contains('\n'),
        "every line ends as Excel's do"
    );
    assert!(
        lines[2].contains("'=1+1") && lines[2].contains("\"1,204\""),
        "{}",
        lines[2]
    );
    assert!(lines[3].contains(Words(Lang::Zh).demo_band()));
}
