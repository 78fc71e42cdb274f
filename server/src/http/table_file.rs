//! A table as the bytes of a file: CSV with a byte order mark, or a workbook with a second sheet
//! that says what the table means, where it comes from and from when it is.

use super::refused;
use super::router::Doors;
use app::ask::identity::Holding;
use app::refusal::Refusal;
use app::tables::Table;
use app::text::Words;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::handler::Handler;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use kpi::catalogue::{Lang, catalogue};
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::convert::Infallible;

/// Which file is asked for. It is read off the end of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
}

/// What was asked for, as the address has it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The file.
    pub kind: FileKind,
    /// The address, path and query.
    pub address: String,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Asked, Infallible> {
        let kind = match parts.uri.path().ends_with(".xlsx") {
            true => FileKind::Xlsx,
            false => FileKind::Csv,
        };
        let address = parts.uri.to_string();
        Ok(Asked { kind, address })
    }
}

/// A door for a table under both its files: `path` is its address without the ending.
pub fn table<H, T>(router: Router<Doors>, path: &str, handler: H) -> Router<Doors>
where
    H: Handler<T, Doors>,
    T: 'static,
{
    router
        .route(&format!("{path}.csv"), get(handler.clone()))
        .route(&format!("{path}.xlsx"), get(handler))
}

impl FileKind {
    fn ending(self) -> &'static str {
        match self {
            FileKind::Csv => "csv",
            FileKind::Xlsx => "xlsx",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            FileKind::Csv => "text/csv; charset=utf-8",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What stands around a table in its file.
pub struct Around {
    /// The language.
    pub words: Words,
    /// What kind of figures are held: a file of invented ones says so in its name and in itself.
    pub holding: Holding,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The address it was asked for under.
    pub address: String,
}

/// The table's file as an answer, or the refusal as a page.
pub fn answer(
    name: &str,
    kind: FileKind,
    lang: Lang,
    written: Result<(Table, Around), Refusal>,
) -> Response {
    let bytes = written.and_then(|(table, around)| {
        let suffix = match around.holding {
            Holding::Demo => "-demo",
            Holding::Published => "-published",
            Holding::Real => "",
        };
        let bytes = match kind {
            FileKind::Csv => csv(table, &around),
            FileKind::Xlsx => xlsx(&table, &around).map_err(|error| broken(&error)),
        };
        Ok((bytes?, suffix))
    });
    match bytes {
        Ok((bytes, suffix)) => {
            let ending = kind.ending();
            let name = format!("attachment; filename=\"{name}{suffix}.{ending}\"");
            let head = [
                (header::CONTENT_TYPE, kind.media_type().to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (head, bytes).into_response()
        }
        Err(refusal) => refused(lang, &refusal, "/"),
    }
}

fn broken(error: &dyn std::error::Error) -> Refusal {
    let incident = super::incident();
    tracing::error!(incident, %error, "writing a table");
    Refusal::Broken { incident }
}

fn csv(mut table: Table, around: &Around) -> Result<Vec<u8>, Refusal> {
    if let Some(band) = around.words.holding_band(around.holding) {
        let mut last = vec![String::new(); table.head.len()];
        last[0] = band.to_owned();
        table.rows.push(last);
    }
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in std::iter::once(&table.head).chain(&table.rows) {
        let row = row.iter().map(|cell| inert(cell));
        writer.write_record(row).map_err(|error| broken(&error))?;
    }
    writer.into_inner().map_err(|error| broken(error.error()))
}

/// A text that a spreadsheet would run as a formula is written so that it stays a text.
fn inert(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.len() > 1 && !is_number {
        true if cell[1..].starts_with(|c: char| c.is_ascii_digit()) => cell.to_owned(),
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

fn xlsx(table: &Table, around: &Around) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let base = || {
        Format::new()
            .set_font_name("Microsoft YaHei")
            .set_font_size(10)
    };
    let head = base()
        .set_bold()
        .set_background_color(Color::RGB(0xf1_f4_f8));
    let words = around.words;
    let sheet = book.add_worksheet();
    sheet.set_name(words.sheet_of_figures())?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, title) in (0..).zip(&table.head) {
        sheet.write_with_format(0, column, title, &head)?;
        let widest = table
            .rows
            .iter()
            .take(200)
            .filter_map(|row| row.get(usize::from(column)));
        let widest = widest
            .chain([title])
            .map(|cell| app::charts::ems(cell))
            .fold(0.0, f64::max);
        sheet.set_column_width(column, (widest * 1.9 + 2.0).clamp(8.0, 60.0))?;
    }
    for (line, row) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(row) {
            write(sheet, line, column, cell, &base())?;
        }
    }
    if !table.rows.is_empty() && !table.head.is_empty() {
        let last = (table.rows.len() as u32, table.head.len() as u16 - 1);
        sheet.autofilter(0, 0, last.0, last.1)?;
    }
    let about = book.add_worksheet();
    about.set_name(words.sheet_of_meaning())?;
    let wrapped = base().set_text_wrap().set_align(FormatAlign::Top);
    about.set_column_width(0, 26)?;
    about.set_column_width(1, 100)?;
    for (line, (label, text)) in (0..).zip(meaning(table, around)) {
        about.write_with_format(line, 0, label, &head)?;
        about.write_with_format(line, 1, text, &wrapped)?;
    }
    book.save_to_buffer()
}

/// A figure becomes a number that can be reckoned with, everything else stays a text.
fn write(
    sheet: &mut Worksheet,
    line: u32,
    column: u16,
    cell: &str,
    base: &Format,
) -> Result<(), XlsxError> {
    match number(cell) {
        Some((value, format)) => {
            let format = base.clone().set_num_format(format);
            sheet.write_with_format(line, column, value, &format)?
        }
        None => sheet.write_with_format(line, column, cell, base)?,
    };
    Ok(())
}

/// `1,234`, `12.5` and `82.69%` as numbers with their format. A code such as `440703` stays a
/// text, and so does anything with a leading zero.
fn number(cell: &str) -> Option<(f64, String)> {
    let (digits, is_share) = match cell.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (cell, false),
    };
    let bare = digits.trim_start_matches(['-', '+']);
    let starts = bare.chars().next()?.is_ascii_digit();
    let is_code = bare.len() == 6 && bare.chars().all(|c| c.is_ascii_digit());
    let leads_zero = bare.len() > 1 && bare.starts_with('0') && !bare.starts_with("0.");
    if !starts || is_code || leads_zero {
        return None;
    }
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let places = bare
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let mut format = match bare.contains(',') {
        true => "#,##0".to_owned(),
        false => "0".to_owned(),
    };
    if places > 0 {
        format.push('.');
        format.push_str(&"0".repeat(places));
    }
    if is_share {
        format.push('%');
        return Some((value / 100.0, format));
    }
    Some((value, format))
}

/// The second sheet: where the table is from, and what its indicators mean.
fn meaning(table: &Table, around: &Around) -> Vec<(String, String)> {
    let words = around.words;
    let mut lines = vec![
        (words.as_of().to_owned(), words.moment(around.at)),
        (words.address_of_table().to_owned(), around.address.clone()),
        (words.source().to_owned(), words.data_credit().to_owned()),
    ];
    if let Some(band) = words.holding_band(around.holding) {
        lines.push((words.table_remark().to_owned(), band.to_owned()));
    }
    for note in &table.notes {
        lines.push((words.table_remark().to_owned(), note.clone()));
    }
    for indicator in table
        .about
        .iter()
        .filter_map(|code| catalogue().indicator(code))
    {
        let fraction = match indicator.denominator.is_empty() {
            true => words.of(&indicator.numerator),
            false => format!(
                "{} ÷ {}",
                words.of(&indicator.numerator),
                words.of(&indicator.denominator)
            ),
        };
        let told = [
            (words.indicator(), words.of(&indicator.name)),
            (words.code(), indicator.code.clone()),
            (words.definition(), words.of(&indicator.definition)),
            (words.formula(), fraction),
            (words.target(), words.national_target(indicator)),
            (
                words.policy_sentence(),
                words.of(&indicator.policy_sentence),
            ),
            (
                words.policy_document(),
                words.of(&indicator.policy_document),
            ),
            (
                words.external_source(),
                words.of(&indicator.external_source),
            ),
            (words.ambiguities(), words.of(&indicator.notes)),
        ];
        lines.push((String::new(), String::new()));
        lines.extend(
            told.into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(label, text)| (label.to_owned(), text)),
        );
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_become_numbers_and_codes_stay_texts() {
        assert_eq!(number("1,234"), Some((1234.0, "#,##0".to_owned())));
        assert_eq!(number("82.69%"), Some((0.8269, "0.00%".to_owned())));
        assert_eq!(number("-3"), Some((-3.0, "0".to_owned())));
        for text in ["440703", "007", "2020-11", "未报", "", "5 / 12", "4.60‰"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_spreadsheet_would_run_stays_a_text() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(inert("-3.5"), "-3.5");
        assert_eq!(inert("+1.25%"), "+1.25%");
        assert_eq!(inert("-"), "-");
    }
}
