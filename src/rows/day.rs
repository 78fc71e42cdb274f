//! Days as people write them.

use crate::period::Period;
use chrono::{Datelike, NaiveDate};

/// The day that a text means: `2020-11-03`, `2020/11/3`, `2020.11.3`, `20201103`, `2020年11月3日`,
/// or `11月3日` of the year of `period`. Nothing is guessed: what reads two ways is no day.
///
/// ```
/// use kpi::{Period, rows::day};
/// let november = Period::literal(2020, 11);
/// assert_eq!(day("2020年11月3日", november), day("2020-11-03", november));
/// assert_eq!(day("11月3日", november), day("２０２０／１１／３", november));
/// assert_eq!(day("2020-11-31", november), None);
/// assert_eq!(day("3/11/2020", november), None);
/// ```
pub fn day(text: &str, period: Period) -> Option<NaiveDate> {
    let text: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '／' => '/',
            '－' | '−' => '-',
            '．' => '.',
            other => other,
        })
        .filter(|c| !c.is_whitespace())
        .collect();
    let (year, month, day) = parts(&text)?;
    let year = match year {
        Some(year) => number(year, 4..=4)? as i32,
        None => period.first_day().year(),
    };
    NaiveDate::from_ymd_opt(year, number(month, 1..=2)?, number(day, 1..=2)?)
}

/// Year, month and day, as texts.
fn parts(text: &str) -> Option<(Option<&str>, &str, &str)> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some((Some(&text[..4]), &text[4..6], &text[6..]));
    }
    if let Some((before, after)) = text.split_once('月') {
        let day = after.strip_suffix(['日', '号']).unwrap_or(after);
        return Some(match before.split_once('年') {
            Some((year, month)) => (Some(year), month, day),
            None => (None, before, day),
        });
    }
    ['-', '/', '.'].into_iter().find_map(|mark| {
        let mut parts = text.split(mark);
        let three = (parts.next()?, parts.next()?, parts.next()?);
        parts
            .next()
            .is_none()
            .then_some((Some(three.0), three.1, three.2))
    })
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let is_number = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}
