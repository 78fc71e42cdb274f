//! Tables as they are compared, filtered and downloaded: one place for page and file, so that
//! what is downloaded is what was seen.

pub mod board;
pub mod charts;
pub mod heat;
pub mod league;
pub mod quality;
pub mod questions;
pub mod signals;

use crate::ask::returns::{Desk, ReturnLine};
use crate::ask::rows::OpenRows;
use crate::ask::scores::{Progress, Summary};
use crate::ask::units::FoundUnits;
use crate::text::Words;
use kpi::Period;
use kpi::catalogue::{catalogue, programme};
use kpi::rows::{Column, Department, Entry, RowList};
use kpi::score::{Measure, Score, Status};
use serde::{Deserialize, Serialize};

/// The code of a status in addresses and files.
pub fn status_code(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::NotMet => "not_met",
        Status::NoData => "no_data",
        Status::Invalid => "invalid",
        Status::NotApplicable => "not_applicable",
        Status::Undetermined => "undetermined",
        Status::Suppressed => "suppressed",
    }
}

/// Every status, in the order of a filter.
pub const STATUSES: [Status; 7] = [
    Status::Met,
    Status::NotMet,
    Status::Undetermined,
    Status::NoData,
    Status::Invalid,
    Status::NotApplicable,
    Status::Suppressed,
];

/// A table ready to be written to a file.
pub struct Table {
    /// Column heads.
    pub head: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
    /// The indicators it speaks of, by code: a workbook tells what they mean.
    pub about: Vec<String>,
    /// Sentences that belong to it: how something was reckoned, what was left out.
    pub notes: Vec<String>,
}

impl Table {
    /// A table of these heads and rows.
    pub fn new<'a>(
        head: impl IntoIterator<Item = &'a str>,
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Table {
        Table {
            head: head.into_iter().map(str::to_owned).collect(),
            rows: rows.into_iter().collect(),
            about: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The same table, about these indicators.
    pub fn about<'a>(self, indicators: impl IntoIterator<Item = &'a str>) -> Table {
        Table {
            about: indicators.into_iter().map(str::to_owned).collect(),
            ..self
        }
    }

    /// The same table; where one of its scores is withheld, it says why.
    pub fn withholding<'a>(
        self,
        words: Words,
        scores: impl IntoIterator<Item = &'a Score>,
    ) -> Table {
        match crate::parts::any_withheld(scores) {
            true => self.note(words.withheld_note()),
            false => self,
        }
    }

    /// The same table with a sentence that belongs to it.
    pub fn note(mut self, note: impl Into<String>) -> Table {
        self.notes.push(note.into());
        self
    }
}

/// A unit's summary as a file.
pub fn summary_table(summary: &Summary, words: Words) -> Table {
    let mut head = vec![words.task(), words.code(), words.indicator(), words.unit()];
    head.extend(score_head(words));
    let rows = summary.tiles.iter().filter_map(|tile| {
        let indicator = catalogue().indicator(&tile.indicator)?;
        let mut cells = vec![
            words.task_number(&indicator.task),
            indicator.code.clone(),
            words.of(&indicator.name),
            words.of(&tile.of.name),
        ];
        cells.extend(score_cells(
            words,
            &tile.indicator,
            &tile.score,
            summary.period,
        ));
        Some(cells)
    });
    let about = summary.tiles.iter().map(|tile| tile.indicator.as_str());
    let table = Table::new(head, rows)
        .about(about)
        .withholding(words, summary.tiles.iter().map(|tile| &tile.score));
    let means = summary.tiles.iter().filter_map(|tile| {
        let indicator = catalogue().indicator(&tile.indicator)?;
        let text = words.pooled_and_mean(indicator, &tile.score, tile.mean.as_ref()?)?;
        Some(format!("{}: {text}", words.of(&indicator.short)))
    });
    means.fold(table, Table::note)
}

/// An indicator's months as a file.
pub fn progress_table(progress: &Progress, words: Words) -> Table {
    let mut head = vec![words.period()];
    head.extend(score_head(words));
    let rows = progress.points.iter().map(|(period, score)| {
        let mut cells = vec![period.to_string()];
        cells.extend(score_cells(words, &progress.indicator, score, *period));
        cells
    });
    let table = Table::new(head, rows)
        .about([progress.indicator.as_str()])
        .withholding(words, progress.points.iter().map(|(_, score)| score));
    let now = progress.points.last().zip(progress.mean.as_ref());
    let mean = now.and_then(|((_, score), mean)| {
        let indicator = catalogue().indicator(&progress.indicator)?;
        words.pooled_and_mean(indicator, score, mean)
    });
    match mean {
        Some(mean) => table.note(mean).note(words.mean_note()),
        None => table,
    }
}

/// How a desk is filtered. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    /// A programme by its code; empty for any.
    #[serde(default)]
    pub programme: String,
    /// Text that the unit's name or code holds.
    #[serde(default)]
    pub q: String,
    /// A month, `YYYY-MM`; empty for any.
    #[serde(default)]
    pub period: String,
    /// `1`: only what is overdue.
    #[serde(default)]
    pub late: String,
}

impl DeskView {
    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        *self == DeskView::default()
    }
}

/// The lines of a desk that the view asks for.
pub fn filter_desk(mut desk: Desk, view: &DeskView, words: Words) -> Desk {
    let needle = view.q.trim().to_lowercase();
    let fits = |line: &ReturnLine| {
        let key = &line.key;
        (view.programme.is_empty() || key.programme == view.programme)
            && (view.period.is_empty() || key.period.to_string() == view.period)
            && (needle.is_empty()
                || words.of(&line.unit.name).to_lowercase().contains(&needle)
                || line.unit.name.zh.contains(&needle)
                || key.org_unit.to_string().starts_with(&needle))
    };
    let late = view.late == "1";
    desk.own
        .retain(|line| fits(line) && (!late || line.is_overdue()));
    desk.to_review.retain(&fits);
    desk.to_confirm.retain(&fits);
    desk.awaited
        .retain(|line| fits(line) && (!late || line.is_overdue()));
    desk
}

/// What somebody has to do, as a file: the lists of the page one after the other, filtered as the
/// page is.
pub fn desk_table(desk: Desk, view: &DeskView, words: Words) -> Table {
    let desk = filter_desk(desk, view, words);
    let head = [
        words.list(),
        words.code(),
        words.unit(),
        words.programme(),
        words.period(),
        words.stage_column(),
        words.filled(),
        words.deadline(),
        words.days_left(),
        words.changed_column(),
        words.warnings_column(),
    ];
    let lists = [
        (words.desk_own(), &desk.own),
        (words.desk_review(), &desk.to_review),
        (words.desk_confirm(), &desk.to_confirm),
        (words.desk_awaited(), &desk.awaited),
    ];
    let lines = lists
        .into_iter()
        .flat_map(|(list, lines)| lines.iter().map(move |line| (list, line)));
    let number = |number: Option<usize>| number.map_or_else(String::new, |n| n.to_string());
    let rows = lines.map(|(list, line)| {
        vec![
            list.to_owned(),
            line.key.org_unit.to_string(),
            words.of(&line.unit.name),
            words.programme_name(&line.key.programme),
            line.key.period.to_string(),
            words.stage_of(line.stage).to_owned(),
            format!("{} / {}", line.filled.0, line.filled.1),
            words.deadline_at(line.deadline),
            line.minutes_left.div_euclid(1440).to_string(),
            number(line.news.map(|news| news.changed)),
            number(line.news.map(|news| news.warnings)),
        ]
    });
    Table::new(head, rows)
}

/// Organisation units, as a file.
pub fn units_table(found: &FoundUnits, words: Words) -> Table {
    let head = [words.code(), words.unit(), words.level(), words.above()];
    let rows = found.units.iter().map(|found| {
        let above: Vec<String> = found
            .above
            .iter()
            .map(|unit| words.of(&unit.name))
            .collect();
        vec![
            found.unit.code.to_string(),
            words.of(&found.unit.name),
            words.level_of(&found.unit).to_owned(),
            above.join(" › "),
        ]
    });
    Table::new(head, rows)
}

/// Every indicator with its definition, as a file.
pub fn definitions_table(words: Words) -> Table {
    let head = [
        words.code(),
        words.indicator(),
        words.programme(),
        words.task(),
        words.target(),
        words.judged(),
        words.responsible(),
        words.basis(),
        words.definition(),
        words.policy_sentence(),
        words.ambiguities(),
    ];
    let rows = catalogue().indicators().iter().map(|indicator| {
        let programme = programme(&indicator.programme);
        vec![
            indicator.code.clone(),
            words.of(&indicator.name),
            programme.map_or_else(String::new, |known| known.name(words.lang()).to_owned()),
            words.task_number(&indicator.task),
            words.national_target(indicator),
            words.frequency(indicator.frequency).to_owned(),
            words.tier(indicator.tier).to_owned(),
            words.basis_of(indicator.basis).to_owned(),
            words.of(&indicator.definition),
            words.of(&indicator.policy_sentence),
            words.of(&indicator.notes),
        ]
    });
    Table::new(head, rows)
}

fn score_head(words: Words) -> [&'static str; 9] {
    [
        words.value(),
        words.numerator(),
        words.denominator(),
        words.target(),
        words.due(),
        words.status_column(),
        words.distance_column(),
        words.coverage(),
        words.bounds(),
    ]
}

fn score_cells(words: Words, indicator: &str, score: &Score, period: Period) -> Vec<String> {
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let distance = catalogue()
        .indicator(indicator)
        .and_then(|indicator| words.distance(indicator, score));
    let bounds = match (score.lower, score.upper) {
        (Some(lower), Some(upper)) if lower != upper => {
            format!(
                "{} – {}",
                words.value_of(score, lower),
                words.value_of(score, upper)
            )
        }
        _ => String::new(),
    };
    // What is withheld is no empty cell: it is there, and not told.
    let side = |side: Option<i64>, withheld: &dyn Fn() -> String| match (side, score.status) {
        (None, Some(Status::Suppressed)) => withheld(),
        (side, _) => number(side),
    };
    let has_denominator = score.measure != Measure::Count;
    vec![
        words.value_or_missing(score),
        side(score.numerator, &|| words.withheld_numerator(score)),
        match has_denominator {
            true => side(score.denominator, &|| words.withheld().to_owned()),
            false => number(score.denominator),
        },
        words.target_of(score).unwrap_or_default(),
        score
            .target
            .map_or_else(String::new, |target| target.due.to_string()),
        words.status_of(score, period),
        distance.unwrap_or_default(),
        score
            .coverage
            .map_or_else(String::new, |coverage| words.share(coverage)),
        bounds,
    ]
}

/// The rows of a list as a file.
pub fn rows_table(open: &OpenRows, words: Words) -> Option<Table> {
    let list = RowList::of(&open.list)?;
    let read = kpi::rows::read(list, open.key.period, &open.rows);
    let head = list.columns.iter().map(|column| words.row_column(*column));
    let rows = open.rows.iter().enumerate().map(|(at, row)| {
        let meant = read.entries.iter().find(|(line, _)| *line == at + 1);
        let told = match meant {
            Some((_, Entry::University(university))) => {
                let word = match university.is_met() {
                    true => words.met(),
                    false => words.not_met(),
                };
                let comma = words.pick("，", ", ");
                format!("{word}{comma}{}", words.university_told(university))
            }
            Some((_, Entry::Lecture(lecture))) => lecture.day.to_string(),
            None => String::new(),
        };
        let texts = list.columns.iter().map(|column| match column {
            Column::Department => Department::read(row.get(*column)).map_or_else(
                || row.get(*column).to_owned(),
                |known| words.department_name(known).to_owned(),
            ),
            column => row.get(*column).to_owned(),
        });
        texts.chain([told]).collect()
    });
    Some(Table::new(head.chain([words.row_meaning()]), rows))
}
