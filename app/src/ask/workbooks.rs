//! Workbooks: a return as a spreadsheet, and all the returns under a region in one file. What
//! was read from an uploaded one, what is wrong with it, and what it would change.

use super::units::UnitRef;
use crate::ask::returns::Filing;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::draft::Cell;
use kpi::fault::Fault;
use kpi::returns::{ReturnKey, Stage};
use kpi::role::Actor;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Why nothing at all is taken from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileTrouble {
    /// No file was chosen, or it is empty.
    Nothing,
    /// Not a workbook.
    NotAWorkbook(LooksLike),
    /// It carries macros.
    Macros,
    /// It opens with a password only.
    Password,
    /// A binary workbook (.xlsb).
    BinaryWorkbook,
    /// It is cut short, or damaged.
    Damaged,
    /// Unpacked it is far larger than any form.
    Bomb,
    /// No sheet has the columns of the form.
    NoForm,
    /// It holds invented figures and this installation does not, or the other way round.
    OtherHolding,
    /// A sheet is about another unit, programme or month, or cannot be used.
    Sheet(SheetTrouble),
}

/// What a file that is no workbook seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksLike {
    /// Lines of text, such as CSV.
    Text,
    /// A web page or XML that calls itself a workbook.
    WebPage,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A text document.
    Document,
    /// An archive.
    Archive,
    /// Something else.
    Unknown,
}

/// Why a sheet is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetTrouble {
    /// The sheet's name.
    pub sheet: String,
    /// What is wrong with it.
    pub what: WrongSheet,
}

/// What is wrong with a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongSheet {
    /// A column's heading is gone.
    NoColumn(Column),
    /// Which unit and month it is about does not stand in it.
    NoHead,
    /// Its head and the mark it was made with name different returns.
    TwoHeads {
        /// What the head says.
        head: String,
        /// What it was made for.
        made_for: String,
    },
    /// It is about another return.
    OtherReturn {
        /// The unit's code, as written.
        org_unit: String,
        /// The programme's code, as written.
        programme: String,
        /// The month, as written.
        period: String,
    },
    /// The unit's returns are not reviewed here.
    NotBelow {
        /// The unit's code, as written.
        org_unit: String,
    },
    /// Another sheet is about the same unit.
    UnitTwice {
        /// The other sheet.
        first: String,
    },
    /// The return is at a stage where it is not filled in from here.
    NotOpen(Stage),
}

/// The columns that a form is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The data element's code.
    Code,
    /// The figure of this month.
    Entry,
}

/// What is wrong with one cell of a workbook; the cell is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellTrouble {
    /// The sheet's name.
    pub sheet: String,
    /// The cell's address, such as `F12`.
    pub cell: String,
    /// The data element of its row, where there is one.
    pub element: Option<String>,
    /// What is wrong.
    pub what: WrongCell,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongCell {
    /// A formula that comes to an error, or an error typed in.
    Error {
        /// What the cell shows.
        shown: String,
    },
    /// A formula that no program has reckoned yet.
    Unreckoned,
    /// Part of merged cells.
    Merged {
        /// Which, such as `F12:F14`.
        range: String,
    },
    /// The data element has a row already.
    Twice {
        /// The entry cell of the other row.
        first: String,
    },
    /// No data element has this code.
    UnknownCode {
        /// The code.
        code: String,
    },
    /// A data element that this return does not ask for.
    NotAsked,
    /// A date where a figure belongs.
    Date {
        /// The date.
        shown: String,
    },
    /// Not one of the three reasons for having no figure.
    NotAnEmpty {
        /// What stands there.
        typed: String,
    },
    /// A figure in a row without a code.
    NoCode {
        /// The figure.
        typed: String,
    },
    /// Something beside the form's columns.
    Stray {
        /// What.
        typed: String,
    },
    /// A text longer than a form takes.
    TooLong,
    /// Rows further down than any form goes.
    TooManyRows {
        /// How many rows were read.
        read: u32,
    },
    /// As many again, not listed one by one.
    AndMore {
        /// How many.
        more: usize,
    },
}

/// What a sheet would change in a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// The return.
    pub key: ReturnKey,
    /// Whose.
    pub unit: Option<UnitRef>,
    /// The revision it was compared with.
    pub revision: i64,
    /// The sheet's name.
    pub sheet: String,
    /// The cells that would change, in the form's order.
    pub changes: Vec<Difference>,
    /// How many cells say what stands in the return already.
    pub same: usize,
    /// How many cells are blank and change nothing.
    pub blank: usize,
    /// The cells that are not taken.
    pub troubles: Vec<CellTrouble>,
    /// Whether the form was made from another catalogue than today's.
    pub older_form: bool,
}

/// A cell that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The data element.
    pub element: String,
    /// Where it stands in the workbook.
    pub at: String,
    /// What stands in the return now.
    pub before: Cell,
    /// What the file says.
    pub after: Cell,
    /// What is wrong with that.
    pub faults: Vec<Fault>,
}

/// All the returns under one unit, for a programme and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbook {
    /// The unit above, with the units above it, the nation first.
    pub path: Vec<UnitRef>,
    /// The programme's code.
    pub programme: String,
    /// The month.
    pub period: Period,
    /// The newest month there is.
    pub newest: Period,
    /// The returns, by code.
    pub lines: Vec<WorkbookLine>,
    /// Whether the reader may fill them in.
    pub may_fill: bool,
}

/// One return of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkbookLine {
    /// Whose.
    pub unit: UnitRef,
    /// Where it stands; `None` when nobody has begun it.
    pub stage: Option<Stage>,
    /// How many due elements say something, of how many.
    pub filled: (usize, usize),
}

impl WorkbookLine {
    /// Whether it can be filled in from above. What was submitted or accepted is its unit's to
    /// take back or to correct.
    pub fn is_open(&self) -> bool {
        matches!(self.stage, None | Some(Stage::Draft | Stage::SentBack))
    }
}

/// The workbooks that are offered to the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offers {
    /// Unit above, programme's code and month.
    pub workbooks: Vec<(UnitCode, String, Period)>,
}

/// Questions and deeds about workbooks.
#[async_trait]
pub trait Workbooks: Send + Sync {
    /// The workbooks worth offering on the reader's desk: none, where nobody answers to the
    /// reader's unit.
    async fn workbook_offers(&self, who: &Actor) -> Result<Offers, Refusal>;

    /// The returns under a unit, for a programme and month.
    async fn workbook(
        &self,
        who: &Actor,
        above: UnitCode,
        programme: &str,
        period: Period,
    ) -> Result<Workbook, Refusal>;

    /// Keeps drafts for units below: all of them, or none.
    async fn fill_below(&self, who: &Actor, filings: &[Filing]) -> Result<(), Refusal>;
}

/// See [`Workbooks::workbook_offers`].
#[server(name = AskWorkbookOffers, prefix = "/ask", endpoint = "workbook_offers")]
pub async fn workbook_offers() -> Result<Offers, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().workbook_offers(&who).await)
}

/// See [`Workbooks::workbook`].
#[server(name = AskWorkbook, prefix = "/ask", endpoint = "workbook")]
pub async fn workbook(
    above: UnitCode,
    programme: String,
    period: Period,
) -> Result<Workbook, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(
        super::backend()
            .workbook(&who, above, &programme, period)
            .await,
    )
}
