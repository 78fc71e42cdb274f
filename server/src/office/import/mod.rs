//! Import: many accepted figures at once, from a file. All of it or nothing.
//!
//! The lines are read and checked one by one beside the database ([`lines`]) and wait in a
//! staging table, a chunk at a time, so that a million of them need no more memory than ten
//! thousand. Then one transaction holds them against each other and against what is in force,
//! and lets them count unit by unit. Whatever is wrong is told with its line, to the last one,
//! and then nothing has happened. Lines that say what is in force anyway change nothing: the same
//! file twice leaves no trace.

mod filings;
mod lines;
mod publish;
mod reader;

pub use lines::{BadLine, LineFault, parse as parse_line};

use super::{Office, Stop};
use crate::store::StoreError;
use app::ask::identity::Holding;
use reader::{Batch, Read as Reading};
use std::io::Read;

/// The header, to the letter.
pub const HEADER: &str = "org_unit,period,data_element,value";

/// Who watches an import.
pub trait Watcher: Send {
    /// So many bytes have been read.
    fn read(&mut self, bytes: u64);

    /// So many units of all have been published.
    fn published(&mut self, units: usize, of: usize);

    /// A line cannot be taken.
    fn bad(&mut self, line: &BadLine);
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Lines read, the header not counted.
    pub lines: u64,
    /// Figures that are new or other than before.
    pub changed: u64,
    /// The change's number; none when nothing was new.
    pub change: Option<i64>,
}

/// Why nothing was imported.
#[derive(Debug)]
pub enum ImportStop {
    /// The first line is not the header.
    Header {
        /// What it is.
        found: String,
    },
    /// Not UTF-8, and probably GBK.
    NotUtf8 {
        /// The first line that is not.
        line: u64,
    },
    /// So many lines are bad.
    BadLines(u64),
    /// The database holds figures of another kind.
    OtherHolding(Holding),
    /// The file cannot be read.
    File(std::io::Error),
    /// The store failed.
    Store(StoreError),
    /// The reading thread ended before its time.
    Broken(String),
}

impl From<StoreError> for ImportStop {
    fn from(error: StoreError) -> ImportStop {
        ImportStop::Store(error)
    }
}

impl From<Stop> for ImportStop {
    fn from(stop: Stop) -> ImportStop {
        match stop {
            Stop::Store(error) => ImportStop::Store(error),
            Stop::OtherHolding(held) => ImportStop::OtherHolding(held),
            other => ImportStop::Broken(other.to_string()),
        }
    }
}

/// Loads are told apart by the moment they began; what is left of one older than a day crashed.
const A_DAY: i64 = 24 * 3600 * 1000;

impl Office {
    /// Imports a file in the import format. `source` names it in the audit log, beside its
    /// SHA-256; `kind` says what kind of figures they are, which must be what is held.
    pub async fn import_csv(
        &self,
        file: impl Read + Send + 'static,
        source: &str,
        kind: Holding,
        watcher: &mut dyn Watcher,
    ) -> Result<Imported, ImportStop> {
        if self.holding() != kind {
            return Err(ImportStop::OtherHolding(self.holding()));
        }
        let began = chrono::Utc::now().timestamp_millis();
        let load = format!("{began:015}-{:08x}", rand::random::<u32>());
        let crashed = format!("{:015}", began - A_DAY);
        self.store.clear_staging(&load, &crashed).await?;
        let done = self.import_load(&load, file, source, watcher).await;
        self.store.clear_staging(&load, &crashed).await?;
        done
    }

    async fn import_load(
        &self,
        load: &str,
        file: impl Read + Send + 'static,
        source: &str,
        watcher: &mut dyn Watcher,
    ) -> Result<Imported, ImportStop> {
        let Reading {
            lines,
            mut bad,
            sha256,
        } = self.stage_lines(load, file, watcher).await?;
        self.store.survey_staging().await?;
        bad += self.tell_clashes(load, watcher).await?;
        let source = format!("{source} sha256:{sha256}");
        self.publish(load, &source, lines, bad, watcher).await
    }

    /// Reads the file beside the database and stages what can be read of it.
    async fn stage_lines(
        &self,
        load: &str,
        file: impl Read + Send + 'static,
        watcher: &mut dyn Watcher,
    ) -> Result<Reading, ImportStop> {
        let (send, mut batches) = tokio::sync::mpsc::channel::<Batch>(2);
        let tree = self.tree.clone();
        let today = self.clock.today();
        let reader = tokio::task::spawn_blocking(move || reader::read(file, &tree, today, &send));
        while let Some(batch) = batches.recv().await {
            watcher.read(batch.bytes);
            batch.bad.iter().for_each(|line| watcher.bad(line));
            self.store.stage(load, batch.rows).await?;
        }
        reader
            .await
            .map_err(|error| ImportStop::Broken(error.to_string()))?
    }

    /// Tells every line that contradicts an earlier one.
    async fn tell_clashes(&self, load: &str, watcher: &mut dyn Watcher) -> Result<u64, ImportStop> {
        let mut reading = self.store.read().await?;
        let (mut after, mut told) = (0, 0);
        loop {
            let clashes = reading.clashes(load, after).await?;
            for clash in &clashes {
                watcher.bad(&BadLine::staged(
                    &clash.row,
                    LineFault::Contradicts { line: clash.first },
                ));
                told += 1;
                after = clash.row.line;
            }
            if (clashes.len() as i64) < crate::store::PORTION {
                return Ok(told);
            }
        }
    }
}
