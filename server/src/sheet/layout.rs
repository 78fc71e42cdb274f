//! How the form is laid out, and by which words it is found again.

use crate::office::holding_code;
use app::ask::identity::Holding;
use kpi::Tier;
use kpi::catalogue::catalogue;
use kpi::draft::Empty;
use kpi::returns::ReturnKey;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The sheet that says what the others were made for. It is hidden, and not needed to read them.
pub const MARK_SHEET: &str = "_xinheng";

/// What stands in its first cell.
pub const MARK: &str = "xinheng-form";

/// The columns of the form, from the left.
pub const HEADINGS: [&str; 11] = [
    "代码 Code",
    "数据项",
    "Data element",
    "单位 Counted in",
    "上次接收 Last accepted",
    "上次月份 Of month",
    "本月填报 This month",
    "无数原因 Why no figure",
    "理由 Reason",
    "定义",
    "Definition",
];

/// Column of the code.
pub const CODE: u16 = 0;
/// Column of this month's figure.
pub const ENTRY: u16 = 6;
/// Column of the empty.
pub const EMPTY: u16 = 7;
/// Column of the reason.
pub const REASON: u16 = 8;

/// Labels of the head that say which return it is: unit, programme, month.
pub const HEAD_UNIT: &str = "地区代码 Unit code";
/// See [`HEAD_UNIT`].
pub const HEAD_PROGRAMME: &str = "方案代码 Programme code";
/// See [`HEAD_UNIT`].
pub const HEAD_PERIOD: &str = "月份 Month";

/// Yes and no, as the drop-down list says them; 1 and 0 may be typed too.
pub const YES: &str = "是 Yes";
/// See [`YES`].
pub const NO: &str = "否 No";

/// The empties, as the drop-down list says them.
pub const EMPTIES: [(Empty, &str); 3] = [
    (Empty::NotApplicable, "不适用 Not applicable"),
    (Empty::NotYet, "尚不可得 Not yet available"),
    (Empty::NotCollected, "未收集 Not collected"),
];

/// A text as it is compared: without spaces, in small letters.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a text is one of the two sides of a bilingual label, or both.
pub fn is_label(text: &str, label: &str) -> bool {
    let said = plain(text);
    let (zh, en) = label.split_once(' ').unwrap_or((label, ""));
    let (zh, en) = (plain(zh), plain(en));
    let said = said.trim_end_matches(['：', ':', '*']);
    said == plain(label) || said == zh || (!en.is_empty() && said == en)
}

/// The empty that a text names, in either language or by its code.
pub fn empty_of(text: &str) -> Option<Empty> {
    EMPTIES
        .into_iter()
        .find(|(empty, label)| is_label(text, label) || plain(text) == empty.code())
        .map(|(empty, _)| empty)
}

/// What was asked when a form was made: another catalogue gives another mark.
pub fn fingerprint(programme: &str, tiers: &[Tier]) -> String {
    let mut hasher = Sha256::new();
    for element in catalogue().asked(programme, tiers) {
        hasher.update(format!(
            "{} {:?} {:?}\n",
            element.code, element.value_type, element.frequency
        ));
    }
    hasher
        .finalize()
        .iter()
        .take(6)
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// A line of the mark sheet: which sheet was made for which return, from what.
pub fn mark_line(sheet: &str, key: &ReturnKey, tiers: &[Tier], holding: Holding) -> [String; 6] {
    [
        sheet.to_owned(),
        key.org_unit.to_string(),
        key.programme.clone(),
        key.period.to_string(),
        fingerprint(&key.programme, tiers),
        holding_code(holding).to_owned(),
    ]
}

/// The address of a cell, such as `F12`.
pub fn address((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_spreadsheet() {
        assert_eq!(address((11, 6)), "G12");
        assert_eq!(address((0, 25)), "Z1");
        assert_eq!(address((0, 26)), "AA1");
        assert_eq!(address((1_048_575, 16_383)), "XFD1048576");
    }

    #[test]
    fn labels_are_known_in_either_language() {
        for text in ["代码 Code", "代码", " code ", "代 码", "Code*"] {
            assert!(is_label(text, HEADINGS[0]), "{text}");
        }
        assert!(!is_label("地区代码 Unit code", HEADINGS[0]));
        assert_eq!(empty_of("不适用"), Some(Empty::NotApplicable));
        assert_eq!(empty_of("not yet available"), Some(Empty::NotYet));
        assert_eq!(empty_of("12"), None);
    }
}
