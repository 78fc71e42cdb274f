//! Reads an import file line by line, in its own thread, and hands it on in batches.

use super::lines::{BadLine, LineFault, parse};
use super::{HEADER, ImportStop};
use crate::office::Tree;
use crate::store::StagedRow;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Read as _};
use tokio::sync::mpsc::Sender;

/// Lines that are handed on together.
const BATCH: usize = 10_000;

/// No line is longer: four codes and a number.
const LONGEST_LINE: u64 = 1_000;

/// Some lines of the file.
#[derive(Debug, Default)]
pub struct Batch {
    /// Those that can be read.
    pub rows: Vec<StagedRow>,
    /// Those that cannot.
    pub bad: Vec<BadLine>,
    /// Bytes read so far.
    pub bytes: u64,
}

/// What was read in all.
#[derive(Debug)]
pub struct Read {
    /// Lines, the header and empty ones not counted.
    pub lines: u64,
    /// Bad ones among them.
    pub bad: u64,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Reads the whole file. Ends early when nobody takes the batches any more.
pub fn read(
    file: impl std::io::Read,
    tree: &Tree,
    today: NaiveDate,
    to: &Sender<Batch>,
) -> Result<Read, ImportStop> {
    let mut file = BufReader::with_capacity(1 << 16, file);
    let mut sha256 = Sha256::new();
    let mut batch = Batch::default();
    let (mut number, mut lines, mut bad, mut bytes) = (0u64, 0u64, 0u64, 0u64);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = next_line(&mut file, &mut line, &mut sha256).map_err(ImportStop::File)?;
        if read.bytes == 0 {
            break;
        }
        number += 1;
        bytes += read.bytes;
        let Ok(text) = std::str::from_utf8(&line) else {
            return Err(ImportStop::NotUtf8 { line: number });
        };
        let text = text.trim_end_matches(['\r', '\n']);
        if number == 1 {
            header(text)?;
            continue;
        }
        if text.is_empty() {
            continue;
        }
        lines += 1;
        let parsed = match read.whole {
            true => parse(number, text, tree, today),
            false => Err(Box::new(BadLine {
                line: number,
                text: text.chars().take(80).collect(),
                element: None,
                fault: LineFault::TooLong,
            })),
        };
        match parsed {
            Ok(row) => batch.rows.push(row),
            Err(line) => {
                bad += 1;
                batch.bad.push(*line);
            }
        }
        if batch.rows.len() + batch.bad.len() >= BATCH {
            batch.bytes = bytes;
            if to.blocking_send(std::mem::take(&mut batch)).is_err() {
                break;
            }
        }
    }
    if number == 0 {
        header("")?;
    }
    batch.bytes = bytes;
    // Nobody listening means that the other side failed, and tells why itself.
    let _ = to.blocking_send(batch);
    Ok(Read {
        lines,
        bad,
        sha256: hex(&sha256.finalize()),
    })
}

/// What was read of one line.
struct Line {
    bytes: u64,
    whole: bool,
}

/// Reads one line into `line`, as much of it as a line may have; the rest is passed over.
fn next_line(
    file: &mut impl BufRead,
    line: &mut Vec<u8>,
    sha256: &mut Sha256,
) -> std::io::Result<Line> {
    let mut bytes = file.take(LONGEST_LINE).read_until(b'\n', line)? as u64;
    sha256.update(&line);
    let mut whole = true;
    if bytes == LONGEST_LINE && line.last() != Some(&b'\n') {
        whole = false;
        let mut rest = Vec::new();
        loop {
            rest.clear();
            let more = file.take(1 << 16).read_until(b'\n', &mut rest)? as u64;
            sha256.update(&rest);
            bytes += more;
            if more == 0 || rest.last() == Some(&b'\n') {
                break;
            }
        }
        // A character may have been cut in two; what is left of it is not broken UTF-8.
        if let Err(error) = std::str::from_utf8(line)
            && error.error_len().is_none()
        {
            line.truncate(error.valid_up_to());
        }
    }
    Ok(Line { bytes, whole })
}

fn header(text: &str) -> Result<(), ImportStop> {
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.replace('"', "") == HEADER {
        true => Ok(()),
        false => Err(ImportStop::Header {
            found: text.chars().take(80).collect(),
        }),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
