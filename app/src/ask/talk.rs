//! Notes and evidence: what people say about a return and its values, and the files they lay
//! beside it.
//!
//! The bytes of files do not pass through here: a door takes them in and gives them out itself,
//! after the office has said that it may.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kpi::UnitCode;
use kpi::returns::ReturnKey;
use kpi::role::{Actor, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// No note is longer, in characters.
pub const LONGEST_NOTE: usize = 2_000;

/// No file is larger, in bytes.
pub const LARGEST_FILE: u64 = 10_000_000;

/// No post brings more, in bytes, all its files together.
pub const LARGEST_POST: u64 = 30_000_000;

/// No return holds more files.
pub const MOST_FILES: usize = 50;

/// No file's name is longer, in characters.
pub const LONGEST_NAME: usize = 120;

/// What may be laid beside a return. What a file is, its content says and never its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
    /// A picture.
    Webp,
    /// A photo, as some phones take it.
    Heic,
    /// A document.
    Pdf,
    /// A workbook of Excel, WPS or LibreOffice.
    Xlsx,
    /// A workbook as it was before 2007.
    Xls,
    /// A workbook of LibreOffice.
    Ods,
    /// A table as text, in UTF-8.
    Csv,
    /// A table as text, in GBK, as Excel and WPS write it in China.
    CsvGbk,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [FileKind; 10] = [
        FileKind::Jpeg,
        FileKind::Png,
        FileKind::Webp,
        FileKind::Heic,
        FileKind::Pdf,
        FileKind::Xlsx,
        FileKind::Xls,
        FileKind::Ods,
        FileKind::Csv,
        FileKind::CsvGbk,
    ];

    /// What browsers call it; also its name in storage.
    pub fn media_type(self) -> &'static str {
        match self {
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Webp => "image/webp",
            FileKind::Heic => "image/heic",
            FileKind::Pdf => "application/pdf",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Xls => "application/vnd.ms-excel",
            FileKind::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            FileKind::Csv => "text/csv; charset=utf-8",
            FileKind::CsvGbk => "text/csv; charset=gb18030",
        }
    }

    /// The kind of this media type.
    pub fn of_media_type(text: &str) -> Option<FileKind> {
        FileKind::ALL
            .into_iter()
            .find(|kind| kind.media_type() == text)
    }

    /// How its name may end, the usual ending first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            FileKind::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            FileKind::Png => &["png"],
            FileKind::Webp => &["webp"],
            FileKind::Heic => &["heic", "heif"],
            FileKind::Pdf => &["pdf"],
            FileKind::Xlsx => &["xlsx"],
            FileKind::Xls => &["xls", "et"],
            FileKind::Ods => &["ods"],
            FileKind::Csv | FileKind::CsvGbk => &["csv", "tsv", "txt"],
        }
    }

    /// What people call it.
    pub fn short(self) -> &'static str {
        match self {
            FileKind::Jpeg => "JPEG",
            FileKind::Png => "PNG",
            FileKind::Webp => "WebP",
            FileKind::Heic => "HEIC",
            FileKind::Pdf => "PDF",
            FileKind::Xlsx => "XLSX",
            FileKind::Xls => "XLS",
            FileKind::Ods => "ODS",
            FileKind::Csv | FileKind::CsvGbk => "CSV",
        }
    }

    /// Whether a browser shows it as it is: a picture can do nothing but be seen.
    pub fn is_picture(self) -> bool {
        matches!(self, FileKind::Jpeg | FileKind::Png | FileKind::Webp)
    }
}

/// What a file turned out to be that is no evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Looks {
    /// A program for Windows.
    WindowsProgram,
    /// Another program, or a script.
    Program,
    /// HTML, SVG or XML: it could act in the reader's browser.
    WebPage,
    /// A packed folder.
    Archive,
    /// A text document, such as Word's.
    Document,
    /// Slides.
    Slides,
    /// A picture of another kind.
    OtherPicture,
    /// A film.
    Film,
    /// Sound.
    Sound,
    /// Text, and its name does not say that it is a table.
    Text,
    /// Nothing that we know.
    Unknown,
}

/// Why something was not said, laid down, taken away or given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TalkFault {
    /// The note says nothing.
    EmptyNote,
    /// The note is longer than [`LONGEST_NOTE`]: by how many characters it has.
    LongNote(usize),
    /// No file was chosen.
    NoFile,
    /// A file with nothing in it.
    EmptyFile(String),
    /// A file larger than [`LARGEST_FILE`].
    LargeFile(String),
    /// The return holds [`MOST_FILES`] already, or would hold more.
    TooManyFiles,
    /// A file of another kind than may be laid down.
    OtherKind(String, Looks),
    /// A workbook with macros.
    Macros(String),
    /// A workbook or document under a password: nobody could check or read it.
    Password(String),
    /// A file that breaks off or contradicts itself.
    Damaged(String),
    /// A removal without its reason.
    NoReason,
    /// A file that lay beside an accepted return stays.
    Accepted,
    /// The file was taken away.
    Removed,
    /// The file is listed, and the storage does not have it.
    Gone,
    /// The storage cannot be reached.
    Storage,
}

impl TalkFault {
    /// The HTTP status it goes out with.
    pub fn status(&self) -> u16 {
        match self {
            TalkFault::EmptyNote
            | TalkFault::LongNote(_)
            | TalkFault::NoFile
            | TalkFault::EmptyFile(_)
            | TalkFault::Macros(_)
            | TalkFault::Password(_)
            | TalkFault::Damaged(_)
            | TalkFault::NoReason => 422,
            TalkFault::LargeFile(_) => 413,
            TalkFault::OtherKind(..) => 415,
            TalkFault::TooManyFiles | TalkFault::Accepted => 409,
            TalkFault::Removed => 410,
            TalkFault::Gone => 404,
            TalkFault::Storage => 503,
        }
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Did {
    /// The account.
    pub account: String,
    /// The person's name; the account's where there is none.
    pub name: String,
    /// In which role, where that was written down.
    pub role: Option<Role>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// On which value; `None` on the whole return.
    pub element: Option<String>,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub by: Did,
    /// Who settled it.
    pub settled: Option<Did>,
    /// Whether the reader may settle it.
    pub may_settle: bool,
}

/// A file laid beside a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its number.
    pub id: i64,
    /// For which value; `None` for the whole return.
    pub element: Option<String>,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// How many bytes.
    pub size: u64,
    /// Who laid it there.
    pub by: Did,
    /// Who took it away, and why.
    pub removed: Option<(Did, String)>,
    /// Whether the reader may take it away.
    pub may_remove: bool,
}

/// What was said about a return, and what lies beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Which return.
    pub key: ReturnKey,
    /// Whose, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The data elements that the return asks for, in their order.
    pub elements: Vec<String>,
    /// Notes, the newest last.
    pub notes: Vec<Note>,
    /// Files, the newest last, those that were removed too.
    pub files: Vec<Evidence>,
    /// Whether the reader may write notes.
    pub may_comment: bool,
    /// Whether the reader may lay files down.
    pub may_add: bool,
}

/// How much there is of it in one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Notes.
    pub notes: u32,
    /// Notes that are not settled.
    pub open: u32,
    /// Files that were not removed.
    pub files: u32,
}

impl Tally {
    /// Both together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            notes: self.notes + other.notes,
            open: self.open + other.open,
            files: self.files + other.files,
        }
    }
}

/// How much there is beside a return.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkCounts {
    /// On the whole return.
    pub whole: Tally,
    /// On its values, by data element; without those that have nothing.
    pub elements: BTreeMap<String, Tally>,
}

impl TalkCounts {
    /// All of it together.
    pub fn total(&self) -> Tally {
        self.elements
            .values()
            .fold(self.whole, |sum, tally| sum.plus(*tally))
    }
}

/// Questions and deeds about notes and evidence.
#[async_trait]
pub trait Talk: Send + Sync {
    /// All that was said about a return, and what lies beside it.
    async fn talk(&self, who: &Actor, key: &ReturnKey) -> Result<Thread, Refusal>;

    /// How much there is of it, value by value.
    async fn talk_counts(&self, who: &Actor, key: &ReturnKey) -> Result<TalkCounts, Refusal>;

    /// Writes a note on a return, or on one of its values. The same once more is no second note.
    async fn comment(
        &self,
        who: &Actor,
        key: &ReturnKey,
        element: Option<&str>,
        text: &str,
    ) -> Result<(), Refusal>;

    /// Marks a note as settled.
    async fn settle(&self, who: &Actor, key: &ReturnKey, note: i64) -> Result<(), Refusal>;

    /// Takes a file away; it stays listed as removed.
    async fn remove_evidence(
        &self,
        who: &Actor,
        key: &ReturnKey,
        file: i64,
        reason: &str,
    ) -> Result<(), Refusal>;
}

/// See [`Talk::talk`].
#[server(name = AskTalk, prefix = "/ask", endpoint = "talk")]
pub async fn talk(
    org_unit: UnitCode,
    programme: String,
    period: kpi::Period,
) -> Result<Thread, Refusal> {
    let who = super::answer(super::signed_in())?;
    let key = ReturnKey {
        org_unit,
        programme,
        period,
    };
    super::answer(super::backend().talk(&who, &key).await)
}

/// See [`Talk::talk_counts`].
#[server(name = AskTalkCounts, prefix = "/ask", endpoint = "talk-counts")]
pub async fn talk_counts(
    org_unit: UnitCode,
    programme: String,
    period: kpi::Period,
) -> Result<TalkCounts, Refusal> {
    let who = super::answer(super::signed_in())?;
    let key = ReturnKey {
        org_unit,
        programme,
        period,
    };
    super::answer(super::backend().talk_counts(&who, &key).await)
}
