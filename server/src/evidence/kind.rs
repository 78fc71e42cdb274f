//! What a file is. Its content says so; of its name only a text's ending is asked, because a
//! table in text is nothing but text.

use app::ask::talk::{FileKind, Looks, TalkFault};
use std::io::{Cursor, Read};

/// What is read of a packed list of contents: a real one has some kilobytes.
const LONGEST_LIST: u64 = 1_000_000;

/// What the file is, if it may be laid down; `name` is for the sentence.
pub fn of(bytes: &[u8], name: &str) -> Result<FileKind, TalkFault> {
    let other = |looks| Err(TalkFault::OtherKind(name.to_owned(), looks));
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes, name);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes, name);
    }
    if is_markup(bytes) {
        return other(Looks::WebPage);
    }
    if bytes.starts_with(b"\x7fELF") {
        return other(Looks::Program);
    }
    if bytes.starts_with(b"MZ") {
        return other(Looks::WindowsProgram);
    }
    use infer::MatcherType as M;
    let Some(known) = infer::get(bytes) else {
        return text(bytes, name);
    };
    match (known.mime_type(), known.matcher_type()) {
        ("image/jpeg", _) => Ok(FileKind::Jpeg),
        ("image/png", _) => Ok(FileKind::Png),
        ("image/webp", _) => Ok(FileKind::Webp),
        ("image/heif", _) => Ok(FileKind::Heic),
        ("application/pdf", _) => pdf(bytes, name),
        ("text/html" | "text/xml", _) => other(Looks::WebPage),
        ("text/x-shellscript", _) | (_, M::App) => other(Looks::Program),
        (_, M::Image) => other(Looks::OtherPicture),
        (_, M::Video) => other(Looks::Film),
        (_, M::Audio) => other(Looks::Sound),
        (_, M::Archive) => other(Looks::Archive),
        (_, M::Doc | M::Book) => other(Looks::Document),
        // A byte that matches by chance at the beginning of a table is no reason against it.
        _ => text(bytes, name),
    }
}

/// HTML, SVG and XML may begin with blanks, a mark or a comment.
fn is_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().first() == Some(&b'<')
}

/// A PDF that breaks off has no end.
fn pdf(bytes: &[u8], name: &str) -> Result<FileKind, TalkFault> {
    let has = |within: &[u8], what: &[u8]| within.windows(what.len()).any(|part| part == what);
    let tail = &bytes[bytes.len().saturating_sub(4_096)..];
    if !has(tail, b"%%EOF") {
        return Err(TalkFault::Damaged(name.to_owned()));
    }
    Ok(FileKind::Pdf)
}

/// Workbooks of today are packed folders. They are looked into, and not unpacked: only the list
/// of contents is read, and no more of it than a real one has.
fn packed(bytes: &[u8], name: &str) -> Result<FileKind, TalkFault> {
    let damaged = || TalkFault::Damaged(name.to_owned());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let names: Vec<String> = archive
        .file_names_raw()
        .map(|name| String::from_utf8_lossy(name).to_lowercase())
        .collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    let other = |looks| Err(TalkFault::OtherKind(name.to_owned(), looks));
    if has("mimetype") {
        let says = listed(&mut archive, "mimetype").ok_or_else(damaged)?;
        return match says.trim() {
            "application/vnd.oasis.opendocument.spreadsheet" => {
                if under("basic/") || under("scripts/") {
                    Err(TalkFault::Macros(name.to_owned()))
                } else if !has("content.xml") {
                    Err(damaged())
                } else if encrypted(&mut archive) {
                    Err(TalkFault::Password(name.to_owned()))
                } else {
                    Ok(FileKind::Ods)
                }
            }
            says if says.contains("presentation") => other(Looks::Slides),
            says if says.contains("opendocument") || says.contains("epub") => {
                other(Looks::Document)
            }
            _ => other(Looks::Archive),
        };
    }
    if !has("[content_types].xml") {
        return other(Looks::Archive);
    }
    let types = listed(&mut archive, "[Content_Types].xml").ok_or_else(damaged)?;
    let macros = names
        .iter()
        .any(|name| name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/"));
    if under("xl/") && (macros || types.contains("macroEnabled")) {
        return Err(TalkFault::Macros(name.to_owned()));
    }
    match () {
        () if under("word/") => other(Looks::Document),
        () if under("ppt/") => other(Looks::Slides),
        () if types.contains("spreadsheetml.sheet.main+xml") => Ok(FileKind::Xlsx),
        () => other(Looks::Archive),
    }
}

fn listed(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, entry: &str) -> Option<String> {
    let entry = archive.by_name(entry).ok()?;
    let mut text = String::new();
    entry.take(LONGEST_LIST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// LibreOffice encrypts the parts and says so in its manifest.
fn encrypted(archive: &mut zip::ZipArchive<Cursor<&[u8]>>) -> bool {
    listed(archive, "META-INF/manifest.xml")
        .is_some_and(|manifest| manifest.contains("encryption-data"))
}

/// Workbooks of before 2007, and anything of today's under a password.
fn compound(bytes: &[u8], name: &str) -> Result<FileKind, TalkFault> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes))
        .map_err(|_| TalkFault::Damaged(name.to_owned()))?;
    let other = |looks| Err(TalkFault::OtherKind(name.to_owned(), looks));
    if file.exists("/EncryptedPackage") {
        return Err(TalkFault::Password(name.to_owned()));
    }
    if file.is_stream("/Workbook") || file.is_stream("/Book") {
        if file.exists("/_VBA_PROJECT_CUR") {
            return Err(TalkFault::Macros(name.to_owned()));
        }
        let book = match file.is_stream("/Workbook") {
            true => "/Workbook",
            false => "/Book",
        };
        // Read to its end: the list of contents stands before it and may be whole alone.
        let whole = file.open_stream(book).and_then(|mut stream| {
            let length = stream.len();
            Ok(length == std::io::copy(&mut stream, &mut std::io::sink())?)
        });
        return match whole {
            Ok(true) => Ok(FileKind::Xls),
            Ok(false) | Err(_) => Err(TalkFault::Damaged(name.to_owned())),
        };
    }
    match () {
        () if file.exists("/WordDocument") => other(Looks::Document),
        () if file.exists("/PowerPoint Document") => other(Looks::Slides),
        // An installer is one of these, too.
        () => other(Looks::Unknown),
    }
}

/// A table in text: no control signs, in UTF-8 or in GBK as it is written in China.
fn text(bytes: &[u8], name: &str) -> Result<FileKind, TalkFault> {
    let other = |looks| Err(TalkFault::OtherKind(name.to_owned(), looks));
    let plain = bytes
        .iter()
        .all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\r' | b'\n'));
    if !plain {
        return other(Looks::Unknown);
    }
    let kind = match std::str::from_utf8(bytes) {
        Ok(_) => FileKind::Csv,
        Err(_) => {
            match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
                Some(_) => FileKind::CsvGbk,
                None => return other(Looks::Unknown),
            }
        }
    };
    if bytes.starts_with(b"#!") {
        return other(Looks::Program);
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    match ending.is_some_and(|ending| kind.endings().contains(&ending.as_str())) {
        true => Ok(kind),
        false => other(Looks::Text),
    }
}
