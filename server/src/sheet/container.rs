//! What a file is, by its bytes, and whether it may be unpacked.
//!
//! A zip archive says how large its parts are, and may lie. So they are unpacked once into
//! nothing, counting, before any library reads them: what is too large stops here, in little
//! memory and less time than it would take to read.

use app::ask::workbooks::{FileTrouble, LooksLike};
use std::io::{Cursor, Read, Seek};
use zip::ZipArchive;
use zip::read::ZipFile;

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Excel, WPS and LibreOffice, since 2007.
    Xlsx,
    /// OpenDocument.
    Ods,
    /// Excel and WPS before that.
    Xls,
}

/// Unpacked, a file may have this many bytes: a sheet of 100,000 formatted rows has forty million.
const UNPACKED: u64 = 120_000_000;

/// Of these, all that is not the cells themselves: texts, formats, pictures.
const BESIDES: u64 = 30_000_000;

/// Packed more tightly than this, and large: nobody's figures repeat so.
const TIGHTEST: u64 = 500;
const SMALL: u64 = 8_000_000;

/// So many parts no workbook has.
const PARTS: usize = 3_000;

/// The kind of workbook it is, if it is one that can be read.
pub fn kind(bytes: &[u8]) -> Result<Kind, FileTrouble> {
    match bytes {
        [] => Err(FileTrouble::Nothing),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => of_zip(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => of_compound(bytes),
        _ => Err(FileTrouble::NotAWorkbook(looks_like(bytes))),
    }
}

fn of_zip(bytes: &[u8]) -> Result<Kind, FileTrouble> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileTrouble::Damaged)?;
    if zip.len() > PARTS {
        return Err(FileTrouble::Bomb);
    }
    let names: Vec<String> = zip
        .file_names_raw()
        .map(|name| {
            String::from_utf8_lossy(name)
                .replace('\\', "/")
                .to_lowercase()
        })
        .map(|name| name.trim_start_matches('/').to_owned())
        .collect();
    measure(&mut zip)?;
    let has = |what: &dyn Fn(&str) -> bool| names.iter().any(|name| what(name));
    let macros = has(&|name| {
        name.ends_with("vbaproject.bin")
            || name.starts_with("xl/macrosheets/")
            || (name.starts_with("basic/") && name.ends_with(".xml") && !name.contains("script-l"))
            || name.starts_with("scripts/")
    });
    if has(&|name| name == "content.xml") && has(&|name| name == "mimetype") {
        let mimetype = text_of(&mut zip, "mimetype")?;
        return match mimetype.contains("opendocument.spreadsheet") {
            true if macros => Err(FileTrouble::Macros),
            true if is_locked_ods(&mut zip) => Err(FileTrouble::Password),
            true => Ok(Kind::Ods),
            false => Err(FileTrouble::NotAWorkbook(LooksLike::Document)),
        };
    }
    if has(&|name| name == "[content_types].xml") {
        let types = text_of(&mut zip, "[Content_Types].xml")?;
        if macros || types.to_lowercase().contains("macroenabled") {
            return Err(FileTrouble::Macros);
        }
        if has(&|name| name.starts_with("xl/") && name.ends_with("workbook.bin")) {
            return Err(FileTrouble::BinaryWorkbook);
        }
        if has(&|name| name.starts_with("word/") || name.starts_with("ppt/")) {
            return Err(FileTrouble::NotAWorkbook(LooksLike::Document));
        }
        return Ok(Kind::Xlsx);
    }
    Err(FileTrouble::NotAWorkbook(LooksLike::Archive))
}

/// Unpacks every part into nothing, and stops at the first byte too many.
fn measure<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<(), FileTrouble> {
    let (mut all, mut besides) = (0, 0);
    for at in 0..zip.len() {
        let locked = zip.by_index_raw(at).is_ok_and(|part| part.encrypted());
        if locked {
            return Err(FileTrouble::Password);
        }
        let mut part = zip.by_index(at).map_err(|_| FileTrouble::Damaged)?;
        let name = part.name_raw().to_ascii_lowercase();
        let is_cells = contains(&name, b"worksheets/") || name == b"content.xml";
        if part.size() > UNPACKED {
            return Err(FileTrouble::Bomb);
        }
        let packed = part.compressed_size().max(1);
        let unpacked = count(&mut part, UNPACKED - all)?;
        all += unpacked;
        besides += if is_cells { 0 } else { unpacked };
        let tight = unpacked > SMALL && unpacked / packed > TIGHTEST;
        if all >= UNPACKED || besides > BESIDES || tight {
            return Err(FileTrouble::Bomb);
        }
    }
    Ok(())
}

fn count<R: Read>(part: &mut ZipFile<'_, R>, most: u64) -> Result<u64, FileTrouble> {
    std::io::copy(&mut part.take(most), &mut std::io::sink()).map_err(|_| FileTrouble::Damaged)
}

fn contains(name: &[u8], part: &[u8]) -> bool {
    name.windows(part.len()).any(|window| window == part)
}

/// A short part as text.
fn text_of<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &str) -> Result<String, FileTrouble> {
    let mut text = Vec::new();
    let part = zip.by_name(name).map_err(|_| FileTrouble::Damaged)?;
    part.take(1_000_000)
        .read_to_end(&mut text)
        .map_err(|_| FileTrouble::Damaged)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn is_locked_ods<R: Read + Seek>(zip: &mut ZipArchive<R>) -> bool {
    text_of(zip, "META-INF/manifest.xml").is_ok_and(|manifest| manifest.contains("encryption-data"))
}

fn of_compound(bytes: &[u8]) -> Result<Kind, FileTrouble> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| FileTrouble::Damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(FileTrouble::Password);
    }
    if file.exists("/_VBA_PROJECT_CUR") || file.exists("/Macros") {
        return Err(FileTrouble::Macros);
    }
    if file.exists("/Workbook") || file.exists("/Book") {
        return Ok(Kind::Xls);
    }
    Err(FileTrouble::NotAWorkbook(LooksLike::Document))
}

fn looks_like(bytes: &[u8]) -> LooksLike {
    use infer::MatcherType;
    if let Some(known) = infer::get(bytes) {
        return match (known.matcher_type(), known.mime_type()) {
            (_, "application/pdf") => LooksLike::Pdf,
            (MatcherType::Image, _) => LooksLike::Picture,
            (_, "text/html" | "text/xml") => LooksLike::WebPage,
            (MatcherType::Archive, _) => LooksLike::Archive,
            (MatcherType::Text, _) => LooksLike::Text,
            (MatcherType::Doc, _) => LooksLike::Document,
            _ => LooksLike::Unknown,
        };
    }
    let start = &bytes[..bytes.len().min(2_000)];
    let first = start
        .iter()
        .find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf));
    match first {
        Some(b'<') => LooksLike::WebPage,
        _ if !start.contains(&0) => LooksLike::Text,
        _ => LooksLike::Unknown,
    }
}
