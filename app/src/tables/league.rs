//! The league table as it is filtered, sorted, paged and downloaded: one place for page and file.

use super::{Table, score_cells, score_head, status_code};
use crate::ask::league::{League, LeagueRow};
use crate::text::Words;
use kpi::catalogue::{Indicator, catalogue};
use kpi::fraction::Fraction;
use kpi::league::peers;
use kpi::thresholds::{PEERS, UNITS_A_PAGE, is_small};
use kpi::{Period, UnitCode};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// How a league is looked at. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeagueView {
    /// Text that the name or code holds.
    #[serde(default)]
    pub q: String,
    /// Status by its code; empty for any.
    #[serde(default)]
    pub status: String,
    /// Order by its code; empty for division code.
    #[serde(default)]
    pub sort: String,
    /// The unit whose peers are shown; empty for all units.
    #[serde(default)]
    pub peers: String,
    /// How many peers; empty for [`PEERS`].
    #[serde(default)]
    pub k: String,
    /// Which page, from 1 on; empty for the first.
    #[serde(default)]
    pub page: String,
    /// `1`: all rows on one page.
    #[serde(default)]
    pub all: String,
}

impl LeagueView {
    /// The unit whose peers are shown.
    pub fn peers_of(&self) -> Option<UnitCode> {
        self.peers.trim().parse().ok()
    }

    /// How many peers are shown.
    pub fn peer_count(&self) -> usize {
        self.k
            .parse()
            .ok()
            .filter(|k| (1..=500).contains(k))
            .unwrap_or(PEERS)
    }

    /// The pairs of the address, those left out that say nothing.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", self.q.as_str()),
            ("status", &self.status),
            ("sort", &self.sort),
            ("peers", &self.peers),
            ("k", &self.k),
            ("page", &self.page),
            ("all", &self.all),
        ];
        all.into_iter()
            .filter(|(_, said)| !said.is_empty())
            .collect()
    }
}

/// Whether rows of an indicator may be put in this order. Of what nobody is to be ordered by only
/// code and name are left.
pub fn may_sort(indicator: &Indicator, sort: &str) -> bool {
    indicator.may_rank() || matches!(sort, "" | "name")
}

/// The rows that the view asks for, in its order, on all pages.
pub fn arrange<'a>(league: &'a League, view: &LeagueView, words: Words) -> Vec<&'a LeagueRow> {
    let needle = view.q.trim().to_lowercase();
    let alike: Option<Vec<UnitCode>> = view.peers_of().map(|unit| {
        let sizes: Vec<(UnitCode, i64)> = league
            .rows
            .0
            .iter()
            .filter_map(|row| Some((row.code, row.size?)))
            .collect();
        peers(&sizes, unit, view.peer_count())
    });
    let mut rows: Vec<&LeagueRow> = league
        .rows
        .0
        .iter()
        .filter(|row| alike.as_ref().is_none_or(|alike| alike.contains(&row.code)))
        .filter(|row| {
            needle.is_empty()
                || row.name.zh.contains(&needle)
                || row.name.en.to_lowercase().contains(&needle)
                || row.code.to_string().starts_with(&needle)
        })
        .filter(|row| {
            let status = row.score.status.map(status_code);
            view.status.is_empty() || status == Some(view.status.as_str())
        })
        .collect();
    let may = catalogue()
        .indicator(&league.indicator)
        .is_some_and(|indicator| may_sort(indicator, &view.sort));
    let sort = if may { view.sort.as_str() } else { "" };
    let high = |value: Option<Fraction>| (value.is_none(), Reverse(value));
    let low = |value: Option<Fraction>| (value.is_none(), value);
    match sort {
        "value" => rows.sort_by_key(|row| high(row.score.value)),
        "value_low" => rows.sort_by_key(|row| low(row.score.value)),
        "distance" => rows.sort_by_key(|row| Reverse(row.score.shortfall)),
        "change" => rows.sort_by_cached_key(|row| high(moved(row, row.before))),
        "change_low" => rows.sort_by_cached_key(|row| low(moved(row, row.before))),
        "start" => rows.sort_by_cached_key(|row| high(moved(row, row.first))),
        "start_low" => rows.sort_by_cached_key(|row| low(moved(row, row.first))),
        "size" => rows.sort_by_key(|row| Reverse(row.size)),
        "status" => rows.sort_by_key(|row| row.score.status.map(|status| status as u8)),
        "name" => rows.sort_by_cached_key(|row| words.of(&row.name)),
        _ => rows.sort_by_key(|row| row.code),
    }
    rows
}

fn moved(row: &LeagueRow, from: Option<Fraction>) -> Option<Fraction> {
    Some(row.score.value? - from?)
}

/// Which page the view asks for, from 1 on, and how many there are.
pub fn page_of(view: &LeagueView, rows: usize) -> (usize, usize) {
    if view.all == "1" {
        return (1, 1);
    }
    let pages = rows.div_ceil(UNITS_A_PAGE).max(1);
    let page = view.page.parse().unwrap_or(1usize);
    (page.clamp(1, pages), pages)
}

/// The rows of the page that the view asks for.
pub fn on_page<'a, 'b>(view: &LeagueView, rows: &'a [&'b LeagueRow]) -> &'a [&'b LeagueRow] {
    if view.all == "1" {
        return rows;
    }
    let (page, _) = page_of(view, rows.len());
    let from = (page - 1) * UNITS_A_PAGE;
    &rows[from..rows.len().min(from + UNITS_A_PAGE)]
}

/// Whether a row's rate rests on small numbers.
pub fn rests_on_few(indicator: &Indicator, row: &LeagueRow) -> bool {
    let counts = row.score.numerator.zip(row.score.denominator);
    indicator.is_rate() && counts.is_some_and(|(x, n)| is_small(x, n))
}

/// The league as a file: what the page shows, on all its pages.
pub fn league_table(league: &League, view: &LeagueView, words: Words) -> Table {
    let Some(indicator) = catalogue().indicator(&league.indicator) else {
        return Table::new([], []);
    };
    let months = league.period.plus(-11).through(league.period);
    let month_heads: Vec<String> = months.clone().map(|month| month.to_string()).collect();
    let mut head = vec![words.code(), words.unit(), words.above()];
    head.extend(score_head(words));
    head.extend([
        words.change_column(),
        words.start_column(),
        words.small_column(),
        words.size_column(),
    ]);
    if league.ranking.is_some() {
        head.extend([
            words.rank_median(),
            words.rank_interval(),
            words.rank_band(),
        ]);
    }
    head.extend(month_heads.iter().map(String::as_str));
    let rows = arrange(league, view, words)
        .into_iter()
        .map(|row| cells(league, indicator, row, words));
    let mut table = Table::new(head, rows.collect::<Vec<_>>()).about([league.indicator.as_str()]);
    table.notes = notes(league, indicator, view, words);
    let scores = league.rows.0.iter().map(|row| &row.score);
    table.withholding(words, scores.chain([&league.total]))
}

fn cells(league: &League, indicator: &Indicator, row: &LeagueRow, words: Words) -> Vec<String> {
    let above: Vec<String> = row.above.iter().map(|unit| words.of(unit)).collect();
    let mut cells = vec![row.code.to_string(), words.of(&row.name), above.join(" › ")];
    cells.extend(score_cells(
        words,
        &league.indicator,
        &row.score,
        league.period,
    ));
    cells.extend([
        words.change_of(&row.score, row.before).unwrap_or_default(),
        words.change_of(&row.score, row.first).unwrap_or_default(),
        match rests_on_few(indicator, row) {
            true => words.small_number().to_owned(),
            false => String::new(),
        },
        row.size.map_or_else(String::new, |size| size.to_string()),
    ]);
    if league.ranking.is_some() {
        cells.extend(match &row.rank {
            Some(rank) => [
                rank.median.to_string(),
                format!("{}–{}", rank.lower, rank.upper),
                words.band(rank.band).to_owned(),
            ],
            None => Default::default(),
        });
    }
    cells.extend(row.course.iter().map(|value| course_value(*value)));
    cells
}

/// A value of a course, which is kept in hundredths.
pub fn course_value(value: Option<i64>) -> String {
    match value {
        None => String::new(),
        Some(value) if value % 100 == 0 => (value / 100).to_string(),
        Some(value) => format!("{:.2}", value as f64 / 100.0),
    }
}

/// What must be said of the order and the marks.
pub fn notes(
    league: &League,
    indicator: &Indicator,
    view: &LeagueView,
    words: Words,
) -> Vec<String> {
    let mut notes = Vec::new();
    match &league.ranking {
        _ if !indicator.may_rank() => notes.push(words.not_ranked().to_owned()),
        Some(ranking) => notes.push(words.ranking_note(ranking)),
        None => notes.push(words.census_order().to_owned()),
    }
    if indicator.is_rate() {
        notes.push(words.small_rule());
    }
    if let Some(unit) = view.peers_of() {
        notes.push(words.peers_note(unit, view.peer_count(), league.size));
    }
    notes
}

/// The months of a course with what stands there, for whoever cannot see the line.
pub fn course_months(league: &League) -> Vec<Period> {
    league.period.plus(-11).through(league.period).collect()
}
