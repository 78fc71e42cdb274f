//! What became of each return: who filed it when, what the reviewer said, and where it stands.

use super::year::Figures;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};
use kpi::returns::{ReturnKey, Stage};

/// One return and everything that happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Which return.
    pub key: ReturnKey,
    /// What was submitted or imported, first to last.
    pub versions: Vec<Version>,
    /// What stands in the cells beside the last version, saved and not submitted.
    pub typed: Option<Typed>,
}

/// What was submitted once, or came by the import door.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The figures.
    pub figures: Figures,
    /// Why an accepted return was corrected.
    pub reason: Option<String>,
    /// Who submitted it, and when.
    pub submitted: Moment,
    /// What the reviewer made of it.
    pub outcome: Outcome,
}

/// What a reviewer made of a version.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Nothing yet.
    Waiting,
    /// Its figures count.
    Accepted(Moment),
    /// Back with its unit, with these words.
    SentBack(Moment, String),
    /// It came from this file, and counts without review (semantics 10).
    Imported(String),
}

/// Cells that somebody saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// What stands in them.
    pub figures: Figures,
    /// Who saved them, and when.
    pub saved: Moment,
}

/// Who, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The account.
    pub account: String,
    /// The time.
    pub at: DateTime<Utc>,
}

impl Story {
    /// Where the return stands in the end.
    pub fn stage(&self) -> Stage {
        match self.versions.last().map(|version| &version.outcome) {
            Some(Outcome::SentBack(..)) => Stage::SentBack,
            Some(Outcome::Accepted(_) | Outcome::Imported(_)) if self.typed.is_none() => {
                Stage::Accepted
            }
            Some(Outcome::Waiting) => Stage::Submitted,
            _ => Stage::Draft,
        }
    }

    /// Whether it was corrected after it had been accepted.
    pub fn is_corrected(&self) -> bool {
        self.versions
            .iter()
            .filter(|version| version.counts())
            .count()
            > 1
    }

    /// The figures that count in the end.
    pub fn accepted(&self) -> Option<&Figures> {
        let last = self.versions.iter().rev().find(|version| version.counts());
        last.map(|version| &version.figures)
    }
}

impl Version {
    /// Whether its figures count, or did until a correction.
    pub fn counts(&self) -> bool {
        matches!(self.outcome, Outcome::Accepted(_) | Outcome::Imported(_))
    }
}

/// A minute of a day, by the clock of China.
pub fn at(day: NaiveDate, minute: i64) -> DateTime<Utc> {
    let china = FixedOffset::east_opt(8 * 3600).expect("eight hours are less than a day");
    let time =
        day.and_hms_opt(0, 0, 0).expect("midnight is a time") + chrono::Duration::minutes(minute);
    china
        .from_local_datetime(&time)
        .single()
        .expect("a fixed offset leaves no gap and no doubt")
        .with_timezone(&Utc)
}
