//! Files of evidence: what they are, what is taken out of them, and where they lie.
//!
//! A file is checked by its content ([`checked`]) and stripped of what a photo tells about place
//! and person (`photo`), then kept in the [`Depot`] under its own fingerprint. The office writes
//! the row about it afterwards: a file whose row failed lies there unlisted and does no harm,
//! while a row never points to a file that was not kept.

mod depot;
mod kind;
mod name;
mod photo;
mod still;

pub use depot::{Depot, DepotError};

use app::ask::talk::{FileKind, LARGEST_FILE, TalkFault};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A file as somebody sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// What it was called there, unclean.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its name, clean and with the ending of its kind.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// The bytes to be kept.
    pub bytes: Vec<u8>,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
}

impl Checked {
    /// Where it is kept: by its fingerprint, so that equal files are kept once, in folders that
    /// do not grow beyond measure.
    pub fn key(&self) -> String {
        format!("{}/{}", &self.sha256[..2], self.sha256)
    }
}

/// Says what a file is and cleans it, or says why it is no evidence.
pub fn checked(file: Incoming) -> Result<Checked, TalkFault> {
    let name = name::clean(&file.name);
    if file.bytes.is_empty() {
        return Err(TalkFault::EmptyFile(name));
    }
    if file.bytes.len() as u64 > LARGEST_FILE {
        return Err(TalkFault::LargeFile(name));
    }
    let kind = kind::of(&file.bytes, &name)?;
    let stripped = match kind {
        FileKind::Jpeg => photo::jpeg(&file.bytes),
        FileKind::Png => photo::png(&file.bytes),
        FileKind::Webp => photo::webp(&file.bytes),
        FileKind::Heic => still::heic(&file.bytes),
        FileKind::Pdf
        | FileKind::Xlsx
        | FileKind::Xls
        | FileKind::Ods
        | FileKind::Csv
        | FileKind::CsvGbk => Some(file.bytes),
    };
    let bytes = stripped.ok_or_else(|| TalkFault::Damaged(name.clone()))?;
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(&bytes) {
        // Writing to a string does not fail.
        let _ = write!(sha256, "{byte:02x}");
    }
    Ok(Checked {
        name: name::with_ending(name, kind),
        kind,
        bytes,
        sha256,
    })
}
