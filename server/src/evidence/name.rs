//! Names of files as people may read and save them.

use app::ask::talk::{FileKind, LONGEST_NAME};

/// A name without its folders, without what cannot be seen and what no file system takes, and
/// not too long.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_unseen(*c))
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
            other => other,
        })
        .collect();
    let shown = shown.trim().trim_matches('.').trim();
    match shown.is_empty() {
        true => "file".to_owned(),
        false => shortened(shown, LONGEST_NAME),
    }
}

/// Signs that turn the direction of writing or take no room: `photo<RLO>gpj.exe` reads as a photo.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Cut in the middle of the stem, so that the ending stays.
fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let ending: String = match name.rsplit_once('.') {
        Some((_, ending)) if ending.chars().count() <= 10 => format!(".{ending}"),
        _ => String::new(),
    };
    let stem: String = name.chars().take(most - ending.chars().count()).collect();
    format!("{stem}{ending}")
}

/// The name with an ending that fits what the file is: whoever saves it can open it.
pub fn with_ending(name: String, kind: FileKind) -> String {
    let fits = name.rsplit_once('.').is_some_and(|(_, ending)| {
        let ending = ending.to_lowercase();
        kind.endings().contains(&ending.as_str())
    });
    match (fits, kind.endings().first()) {
        (false, Some(ending)) => {
            let room = LONGEST_NAME - ending.len() - 1;
            format!("{}.{ending}", shortened(&name, room))
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_folder_and_nothing_unseen() {
        for (given, kept) in [
            ("C:\\Users\\li\\照片 1.jpg", "照片 1.jpg"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("..", "file"),
            ("", "file"),
            ("a\0b.csv", "ab.csv"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
        let long = clean(&format!("{}.xlsx", "长".repeat(300)));
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.ends_with(".xlsx"));
    }

    #[test]
    fn the_ending_says_what_the_file_is() {
        let named = |name: &str, kind| with_ending(name.to_owned(), kind);
        assert_eq!(named("a.JPG", FileKind::Jpeg), "a.JPG");
        assert_eq!(named("a.pdf", FileKind::Jpeg), "a.pdf.jpg");
        assert_eq!(named("a", FileKind::Xlsx), "a.xlsx");
        let long = named(&"x".repeat(LONGEST_NAME), FileKind::Pdf);
        assert_eq!(long.chars().count(), LONGEST_NAME);
    }
}
