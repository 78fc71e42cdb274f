//! Writes the form: one sheet a return, labels locked, cells to fill in open.

use super::layout::{
    CODE, EMPTIES, EMPTY, ENTRY, HEAD_PERIOD, HEAD_PROGRAMME, HEAD_UNIT, HEADINGS, MARK,
    MARK_SHEET, NO, REASON, YES, mark_line,
};
use app::ask::identity::Holding;
use app::ask::returns::OpenReturn;
use app::text::Words;
use kpi::catalogue::{DataElement, Lang, ValueType, catalogue, programme};
use kpi::draft::{Cell, value, written};
use kpi::facts::Value;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, DocProperties, Format, FormatAlign, FormatBorder,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

const ZH: Words = Words(Lang::Zh);
const EN: Words = Words(Lang::En);

const WIDTHS: [f64; 11] = [
    20.0, 34.0, 34.0, 14.0, 14.0, 10.0, 16.0, 22.0, 26.0, 60.0, 60.0,
];
const INK_2: u32 = 0x4b_55_63;
const SHADE: u32 = 0xf1_f4_f8;
const OPEN: u32 = 0xff_fb_e6;

/// The workbook of these returns, as the bytes of an .xlsx file.
pub fn workbook(returns: &[OpenReturn], holding: Holding) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let band = band(holding);
    let title = band.clone().unwrap_or_else(|| "心衡 Xinheng".to_owned());
    book.set_properties(&DocProperties::new().set_title(title));
    let styles = Styles::new();
    let mut marks = Vec::new();
    for open in returns {
        let name = sheet_name(open);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        form(sheet, open, band.as_deref(), &styles)?;
        marks.push(mark_line(&name, &open.key, &open.tiers, holding));
    }
    let sheet = book.add_worksheet();
    sheet.set_name(MARK_SHEET)?.set_hidden(true).protect();
    sheet.write(0, 0, MARK)?;
    for (row, mark) in (1..).zip(&marks) {
        for (column, text) in (0..).zip(mark) {
            sheet.write(row, column, text)?;
        }
    }
    book.save_to_buffer()
}

/// What kind of figures these are, where they are not real ones.
fn band(holding: Holding) -> Option<String> {
    let (zh, en) = (ZH.holding_band(holding)?, EN.holding_band(holding)?);
    Some(format!("{zh} / {en}"))
}

/// Code and name, as far as a sheet's name may be long.
fn sheet_name(open: &OpenReturn) -> String {
    let name = open.path.last().map_or("", |unit| unit.name.zh.as_str());
    format!("{} {name}", open.key.org_unit)
        .chars()
        .filter(|c| !"[]:*?/\\'".contains(*c))
        .take(31)
        .collect()
}

struct Styles {
    title: Format,
    band: Format,
    label: Format,
    said: Format,
    heading: Format,
    task: Format,
    code: Format,
    name: Format,
    note: Format,
    last: Format,
    entry: Format,
    choice: Format,
    words: Format,
}

impl Styles {
    fn new() -> Styles {
        let base = || {
            Format::new()
                .set_font_name("Microsoft YaHei")
                .set_font_size(10)
                .set_align(FormatAlign::VerticalCenter)
        };
        let boxed = || {
            base()
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0xc9_cf_d6))
        };
        let open = || {
            boxed()
                .set_unlocked()
                .set_background_color(Color::RGB(OPEN))
        };
        Styles {
            title: base().set_font_size(14).set_bold(),
            band: base().set_bold().set_font_color(Color::RGB(0xb3_26_1e)),
            label: base().set_font_color(Color::RGB(INK_2)),
            said: base().set_bold(),
            heading: boxed()
                .set_bold()
                .set_text_wrap()
                .set_background_color(Color::RGB(SHADE)),
            task: base().set_bold().set_background_color(Color::RGB(SHADE)),
            code: boxed().set_font_size(8).set_font_color(Color::RGB(INK_2)),
            name: boxed().set_text_wrap(),
            note: boxed()
                .set_text_wrap()
                .set_font_size(8)
                .set_font_color(Color::RGB(INK_2)),
            last: boxed().set_align(FormatAlign::Right),
            entry: open().set_align(FormatAlign::Right),
            choice: open(),
            words: open().set_text_wrap(),
        }
    }
}

fn form(
    sheet: &mut Worksheet,
    open: &OpenReturn,
    band: Option<&str>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut row = head(sheet, open, band, styles)?;
    let heading = row;
    for (column, text) in (0..).zip(HEADINGS) {
        sheet.write_with_format(row, column, text, &styles.heading)?;
    }
    sheet.set_row_height(row, 30)?;
    row += 1;
    let asked: Vec<&DataElement> = catalogue()
        .asked(&open.key.programme, &open.tiers)
        .collect();
    let is_due = |element: &&DataElement| element.frequency.due_in(open.key.period);
    let (due, early): (Vec<_>, Vec<_>) = asked.into_iter().partition(is_due);
    for task in catalogue()
        .tasks()
        .iter()
        .filter(|task| task.programme == open.key.programme)
    {
        let of_task: Vec<_> = due
            .iter()
            .filter(|element| element.task == task.number)
            .collect();
        if of_task.is_empty() {
            continue;
        }
        let text = format!("{} {} / {}", task.number, task.name.zh, task.name.en);
        row = group(sheet, row, &text, styles)?;
        for element in of_task {
            row = line(sheet, row, open, element, styles)?;
        }
    }
    let taskless: Vec<_> = due
        .iter()
        .filter(|element| {
            !catalogue()
                .tasks()
                .iter()
                .any(|task| task.programme == open.key.programme && task.number == element.task)
        })
        .collect();
    for element in taskless {
        row = line(sheet, row, open, element, styles)?;
    }
    if !early.is_empty() {
        let text = format!("{} / {}", ZH.optional_elements(), EN.optional_elements());
        row = group(sheet, row, &text, styles)?;
        for element in early {
            row = line(sheet, row, open, element, styles)?;
        }
    }
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    sheet.set_freeze_panes(heading + 1, 2)?;
    sheet.set_selection(heading + 2, ENTRY, heading + 2, ENTRY)?;
    sheet
        .set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(heading, heading)?
        .set_print_area(0, 0, row.saturating_sub(1), REASON)?
        .set_header(format!("&L{}&R&A", band.unwrap_or("心衡 Xinheng")))
        .set_footer("&C&P / &N");
    Ok(())
}

/// Whose, which month, until when, and how it is filled in. Answers with the row of the headings.
fn head(
    sheet: &mut Worksheet,
    open: &OpenReturn,
    band: Option<&str>,
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let key = &open.key;
    let name = |lang| programme(&key.programme).map_or("", |programme| programme.name(lang));
    let unit = open.path.last().map_or_else(String::new, |unit| {
        format!("{} {}", unit.name.zh, unit.name.en)
    });
    sheet.write_with_format(0, 0, name(Lang::Zh), &styles.title)?;
    sheet.write_with_format(1, 0, name(Lang::En), &styles.label)?;
    let mut row = 2;
    if let Some(band) = band {
        sheet.write_with_format(row, 0, band, &styles.band)?;
        row += 1;
    }
    let lines = [
        ("填报单位 Unit", unit),
        (HEAD_UNIT, key.org_unit.to_string()),
        (HEAD_PROGRAMME, key.programme.clone()),
        (HEAD_PERIOD, key.period.to_string()),
        (
            "截止 Deadline",
            format!("{} {:02}:00", open.deadline.day, open.deadline.hour),
        ),
    ];
    for (label, said) in lines {
        sheet.write_with_format(row, 0, label, &styles.label)?;
        sheet.write_with_format(row, 1, said, &styles.said)?;
        row += 1;
    }
    for hint in [
        "黄色格可填，其余锁定；空着的格不改动报表。没有数字时选“无数原因”，“不适用”须写理由。填好后保存，回到报表页面上传。",
        "Fill in the yellow cells; the rest is locked, and cells left blank change nothing. Where there is no figure choose why; \"not applicable\" needs a reason. Save, then upload on the return's page.",
    ] {
        sheet.write_with_format(row, 0, hint, &styles.label)?;
        row += 1;
    }
    Ok(row)
}

fn group(sheet: &mut Worksheet, row: u32, text: &str, styles: &Styles) -> Result<u32, XlsxError> {
    for column in 0..=REASON {
        sheet.write_blank(row, column, &styles.task)?;
    }
    sheet.write_with_format(row, 1, text, &styles.task)?;
    Ok(row + 1)
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    open: &OpenReturn,
    element: &DataElement,
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let last = open.facts.last_before(element, open.key.period);
    let (figure, month) = last.map_or_else(Default::default, |(period, figure)| {
        (shown(element, figure), period.to_string())
    });
    let unit = format!("{} {}", element.unit.zh, element.unit.en);
    let texts = [
        (CODE, element.code.as_str(), &styles.code),
        (1, element.name.zh.as_str(), &styles.name),
        (2, element.name.en.as_str(), &styles.name),
        (3, unit.as_str(), &styles.note),
        (4, figure.as_str(), &styles.last),
        (5, month.as_str(), &styles.last),
        (9, element.definition.zh.as_str(), &styles.note),
        (10, element.definition.en.as_str(), &styles.note),
    ];
    for (column, text, style) in texts {
        sheet.write_with_format(row, column, text, style)?;
    }
    let cell = open.stands(element);
    entry(sheet, row, element, &cell, styles)?;
    let empty = cell
        .empty
        .and_then(|empty| EMPTIES.into_iter().find(|(one, _)| *one == empty))
        .map_or("", |(_, label)| label);
    sheet.write_with_format(row, EMPTY, empty, &styles.choice)?;
    sheet.write_with_format(row, REASON, cell.reason.as_str(), &styles.words)?;
    let choices = DataValidation::new()
        .allow_list_strings(&EMPTIES.map(|(_, label)| label))?
        .set_error_title("请从列表选择 Choose from the list")?;
    sheet.add_data_validation(row, EMPTY, row, EMPTY, &choices)?;
    sheet.add_data_validation(row, ENTRY, row, ENTRY, &figures(element)?)?;
    Ok(row + 1)
}

/// A figure as it is read: yes and no in words.
fn shown(element: &DataElement, figure: i64) -> String {
    match (element.value_type, figure) {
        (ValueType::Flag, 1) => YES.to_owned(),
        (ValueType::Flag, _) => NO.to_owned(),
        (ValueType::Count | ValueType::Decimal, _) => written(element, figure),
    }
}

/// A figure goes in as a number; what is none stays as it was typed.
fn entry(
    sheet: &mut Worksheet,
    row: u32,
    element: &DataElement,
    cell: &Cell,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let style = &styles.entry;
    let figure = match value(element, cell) {
        Ok(Value::Figure(figure)) => Some(shown(element, figure)),
        _ => None,
    };
    let text = figure.unwrap_or_else(|| cell.text.clone());
    // Fifteen digits are as many as a spreadsheet keeps.
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && text.len() <= 15 => {
            sheet.write_with_format(row, ENTRY, number, style)?
        }
        _ => sheet.write_with_format(row, ENTRY, text, style)?,
    };
    Ok(())
}

fn figures(element: &DataElement) -> Result<DataValidation, XlsxError> {
    let (rule, title, message) = match element.value_type {
        ValueType::Count => (
            DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
            "只填整数 Whole numbers",
            "请填 0 或正整数。没有数字时请空着，在右边选原因。\nEnter 0 or a whole number. Where there is no figure leave it blank and choose why.",
        ),
        ValueType::Decimal => (
            DataValidation::new()
                .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            "只填数字 Figures only",
            "请填 0 或正数，最多四位小数。\nEnter 0 or more, with at most four decimals.",
        ),
        ValueType::Flag => (
            DataValidation::new().allow_list_strings(&[YES, NO, "1", "0"])?,
            "是或否 Yes or no",
            "请从列表选择“是”或“否”，也可填 1 或 0。\nChoose yes or no from the list, or enter 1 or 0.",
        ),
    };
    rule.set_error_title(title)?.set_error_message(message)
}
