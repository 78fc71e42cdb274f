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

/// A text that a spreadsheet would run as a formula is written so that it stays a text. A figure
/// with its sign is none; what only begins like one is.
fn inert(cell: &str) -> String {
    const RUN: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let is_harmless = cell.chars().nth(1).is_none() || number(cell, Column::Figures).is_some();
    match cell.starts_with(RUN) && !is_harmless {
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
    let columns: Vec<Column> = table.head.iter().map(|head| Column::of(head)).collect();
    for (line, row) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(row.iter().take(columns.len())) {
            write(
                sheet,
                line,
                column,
                cell,
                columns[usize::from(column)],
                &base(),
            )?;
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

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// Codes: texts, however much they look like figures.
    Codes,
    /// Figures and texts.
    Figures,
}

impl Column {
    /// By its head, as the tables write it in either language.
    fn of(head: &str) -> Column {
        let is_code = [Lang::Zh, Lang::En]
            .into_iter()
            .any(|lang| [Words(lang).code(), Words(lang).unit_code()].contains(&head));
        match is_code {
            true => Column::Codes,
            false => Column::Figures,
        }
    }
}

/// A figure becomes a number that can be reckoned with, everything else stays a text.
fn write(
    sheet: &mut Worksheet,
    line: u32,
    column: u16,
    cell: &str,
    kind: Column,
    base: &Format,
) -> Result<(), XlsxError> {
    match number(cell, kind) {
        Some((value, format)) => {
            let format = base.clone().set_num_format(format);
            sheet.write_with_format(line, column, value, &format)?
        }
        None => sheet.write_with_format(line, column, cell, base)?,
    };
    Ok(())
}

/// More digits than this a spreadsheet does not keep.
const MOST_DIGITS: usize = 15;

/// `1,234`, `12.5` and `82.69%` as numbers with their format. A code such as `440703` stays a
/// text, and so does anything with a leading zero, an exponent, commas elsewhere than between
/// thousands, or more digits than a spreadsheet keeps.
fn number(cell: &str, kind: Column) -> Option<(f64, String)> {
    if kind == Column::Codes {
        return None;
    }
    let (digits, is_share) = match cell.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (cell, false),
    };
    let bare = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    let (whole, decimals) = bare.split_once('.').unwrap_or((bare, ""));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let in_thousands = whole.split(',').enumerate().all(|(at, group)| {
        are_digits(group)
            && (!whole.contains(',') || group.len() == 3 || (at == 0 && group.len() < 3))
    });
    let decimals_fit =
        decimals.is_empty() != bare.contains('.') && (decimals.is_empty() || are_digits(decimals));
    let leads_zero = whole.len() > 1 && whole.starts_with('0');
    if !in_thousands || !decimals_fit || leads_zero || bare.len() > MOST_DIGITS {
        return None;
    }
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let mut format = match bare.contains(',') {
        true => "#,##0".to_owned(),
        false => "0".to_owned(),
    };
    if !decimals.is_empty() {
        format.push('.');
        format.push_str(&"0".repeat(decimals.len()));
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
mod tests;
