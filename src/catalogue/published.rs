//! Figures that others have published: shown beside ours, and the real input of the first run.

use super::bilingual::Bilingual;
use super::read;
use crate::org_unit::UnitCode;
use crate::period::Period;

const PUBLISHED: &str = include_str!("data/published_figures.csv");
const IMPORT: &str = include_str!("data/published_import.csv");

/// A published figure with its source. Those without counts are shown and never scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFigure {
    /// The place, as published.
    pub place: Bilingual,
    /// Its code, where it has one.
    pub org_unit: Option<UnitCode>,
    /// The month it is about; `None` where only a year or a press date is known.
    pub month: Option<Period>,
    /// The period as published.
    pub period: String,
    /// What was measured, as published.
    pub name: Bilingual,
    /// The indicator of ours it corresponds to.
    pub indicator: Option<String>,
    /// The value as published.
    pub value: String,
    /// Its unit.
    pub unit: Bilingual,
    /// Numerator, where published.
    pub numerator: Option<i64>,
    /// Denominator, where published.
    pub denominator: Option<i64>,
    /// Where it was published: an address, or the name of a document.
    pub source: Bilingual,
    /// What must be known to read it rightly.
    pub note: Bilingual,
}

/// All published figures, in the order of the file.
pub fn published_figures() -> Vec<PublishedFigure> {
    read::rows(PUBLISHED, |row| {
        let (note_zh, note_en): (String, String) = (row.text("note")?, row.text("note_en")?);
        Ok(PublishedFigure {
            place: Bilingual {
                zh: row.text("place")?,
                en: row.text("place_en")?,
            },
            org_unit: row.optional("org_unit")?,
            month: row.optional("month")?,
            period: row.text("period")?,
            name: Bilingual {
                zh: row.text("indicator")?,
                en: row.text("indicator_en")?,
            },
            indicator: row.optional("indicator_code")?,
            value: row.text("value")?,
            unit: Bilingual {
                zh: row.text("unit")?,
                en: row.text("unit_en")?,
            },
            numerator: row.optional("numerator")?,
            denominator: row.optional("denominator")?,
            source: Bilingual {
                zh: row.text("source_url")?,
                en: row.text("source_en")?,
            },
            note: Bilingual {
                zh: note_zh,
                en: note_en,
            },
        })
    })
    .expect("the compiled-in published figures parse: a test reads every row")
}

/// The published counts that correspond to data elements, as an import file.
pub fn published_import() -> &'static str {
    IMPORT
}
