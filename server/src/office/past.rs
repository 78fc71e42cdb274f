//! Lays in a past: returns that were submitted, sent back, accepted and corrected before this
//! database was. The demo begins so; nothing else does.
//!
//! The rows are those that the deeds themselves would have left, one change a deed, numbered in
//! the order of time. What is still under way is not laid in: it is done by the office, as people
//! do it.

use super::filing::{cells_of, said};
use super::parts::all_parts;
use super::{Office, Stop};
use crate::store::{
    Account, Change, Deed, Filing, FilingHead, PastChange, PastFigure, PastHead, PastVersion,
    SystemPermit,
};
use app::ask::accounts::NewAccount;
use kpi::UnitCode;
use kpi::catalogue::catalogue;
use kpi::draft::Cell;
use kpi::facts::{Facts, Value};
use kpi::returns::{ReturnKey, Stage};
use kpi::role::{Action, Role};
use std::collections::BTreeMap;

/// Everything that is laid in.
#[derive(Debug, Clone)]
pub struct Past {
    /// Where it comes from, for the audit log.
    pub source: String,
    /// The people, all with the same password.
    pub people: Vec<NewAccount>,
    /// Their password.
    pub password: String,
    /// The returns that are over and done with.
    pub returns: Vec<PastReturn>,
}

/// A return whose figures count.
#[derive(Debug, Clone)]
pub struct PastReturn {
    /// Which.
    pub key: ReturnKey,
    /// What was submitted, first to last. The last one was accepted.
    pub submissions: Vec<Submission>,
}

/// What was submitted once.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Its values.
    pub values: BTreeMap<String, Value>,
    /// Why an accepted return was corrected.
    pub reason: Option<String>,
    /// Who submitted it, and when.
    pub by: Hand,
    /// What became of it.
    pub end: End,
}

/// What became of a submission.
#[derive(Debug, Clone)]
pub enum End {
    /// Its figures counted from then on.
    Accepted(Hand),
    /// Back with its unit, with these words.
    SentBack(Hand, String),
    /// Nobody submitted it: it came from this file.
    Imported(String),
}

/// Who did something, and when (milliseconds since 1970, UTC).
#[derive(Debug, Clone)]
pub struct Hand {
    /// The account.
    pub account: String,
    /// In which role.
    pub role: Role,
    /// When.
    pub at: i64,
}

impl Office {
    /// Lays in a past, in one transaction, into a database without returns.
    pub async fn lay_in_past(&self, past: Past) -> Result<(), Stop> {
        let hash = self.passwords.hash(&past.password).await?;
        let permit = SystemPermit::command_line(Deed::Import);
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let accounts: Vec<Account> = past
            .people
            .into_iter()
            .map(|person| Account {
                account: person.account,
                name: person.name,
                password_hash: hash.clone(),
                role: person.role,
                org_unit: person.org_unit,
                active: true,
            })
            .collect();
        change.load_accounts(&accounts).await?;
        let mut changes = in_order(&past.returns);
        let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
        let first = change.reserve(count).await?;
        for (number, told) in (first..).zip(&mut changes) {
            told.change.number = number;
        }
        let rows = self.rows(&past.returns, &changes);
        let changes: Vec<PastChange> = changes.into_iter().map(|told| told.change).collect();
        change.load_changes(&changes).await?;
        change.load_returns(&rows.returns).await?;
        change.load_versions(&rows.versions).await?;
        change.load_figures(&rows.figures).await?;
        self.reckon(&mut change, &rows.figures).await?;
        change.source(&past.source);
        change.commit().await?;
        Ok(())
    }

    /// The parts of every unit that has figures now, and all sums above them.
    async fn reckon(&self, change: &mut Change, figures: &[PastFigure]) -> Result<(), Stop> {
        let mut facts: BTreeMap<UnitCode, Facts> = BTreeMap::new();
        for figure in figures.iter().filter(|figure| figure.until.is_none()) {
            let of_unit = facts.entry(figure.org_unit).or_default();
            of_unit.put(&figure.element, figure.period, figure.value.clone());
        }
        let mut parts = Vec::new();
        for (code, facts) in &facts {
            parts.extend(all_parts(&self.tree, self.unit(*code)?, facts));
        }
        // At once: each load waits for the server's answer.
        change.load_parts(&parts).await?;
        change.rebuild_sums().await?;
        if let Some(newest) = figures.iter().map(|figure| figure.period).max() {
            change.saw_period(newest).await?;
        }
        Ok(())
    }

    /// The rows that the deeds leave.
    fn rows(&self, returns: &[PastReturn], changes: &[Told]) -> Rows {
        let mut numbers: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for told in changes.iter().filter(|told| told.ends) {
            numbers.insert(told.place, told.change.number);
        }
        let mut rows = Rows::default();
        for (at, past) in returns.iter().enumerate() {
            rows.figures.extend(figures(past, at, &numbers));
            if let Some(head) = self.head(past) {
                rows.versions.extend(versions(past));
                rows.returns.push(head);
            }
        }
        rows
    }

    /// The head of a return with its cells; none where all of it came as a file.
    fn head(&self, past: &PastReturn) -> Option<PastHead> {
        let last = past.submissions.last()?;
        let End::Accepted(accepted) = &last.end else {
            return None;
        };
        let tiers = self.units().get(past.key.org_unit)?.tiers();
        let filled = catalogue()
            .due(&past.key.programme, &tiers, past.key.period)
            .filter(|element| last.values.contains_key(&element.code))
            .count();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let filing = Filing {
            stage: Stage::Accepted,
            // Saved, submitted, judged.
            revision: 3 * count(past.submissions.len()),
            version: count(past.submissions.len()),
            accepted: count(past.submissions.len()),
            filled: count(filled),
            changed_at: accepted.at,
            submitted_at: Some(last.by.at),
            ..Filing::NONE
        };
        let key = past.key.clone();
        Some(PastHead {
            head: FilingHead { key, filing },
            cells: cells_of(&last.values),
            received_at: past.submissions.first().map(|first| first.by.at),
        })
    }
}

#[derive(Default)]
struct Rows {
    returns: Vec<PastHead>,
    versions: Vec<PastVersion>,
    figures: Vec<PastFigure>,
}

/// A change with its place: which return, which submission.
struct Told {
    place: (usize, usize),
    ends: bool,
    change: PastChange,
}

/// Every deed as a change, in the order of time, not yet numbered.
fn in_order(returns: &[PastReturn]) -> Vec<Told> {
    let mut changes: Vec<Told> = returns
        .iter()
        .enumerate()
        .flat_map(|(at, past)| {
            let before = std::iter::once(None).chain(past.submissions.iter().map(Some));
            let pairs = past.submissions.iter().zip(before).enumerate();
            pairs.flat_map(move |(index, (now, before))| {
                deeds(&past.key, index, now, before)
                    .into_iter()
                    .map(move |(ends, change)| Told {
                        place: (at, index),
                        ends,
                        change,
                    })
            })
        })
        .collect();
    // Stable: deeds of one return at one moment stay in their order.
    changes.sort_by_key(|told| told.change.at);
    changes
}

/// The changes of one submission, and which of them decides it.
fn deeds(
    key: &ReturnKey,
    index: usize,
    now: &Submission,
    before: Option<&Submission>,
) -> Vec<(bool, PastChange)> {
    let version = i64::try_from(index + 1).ok();
    let change = |by: &Hand, action: Action| PastChange {
        number: 0,
        at: by.at,
        account: by.account.clone(),
        role: by.role.code(),
        action: action.code(),
        key: key.clone(),
        version,
        reason: None,
        source: None,
        cells: Vec::new(),
    };
    let saved = PastChange {
        version: None,
        cells: typed(&now.values, before.map(|before| &before.values)),
        ..change(&now.by, Action::SaveDraft)
    };
    let submitted = PastChange {
        reason: now.reason.clone(),
        ..change(&now.by, Action::Submit)
    };
    match &now.end {
        End::Accepted(by) => vec![
            (false, saved),
            (false, submitted),
            (true, change(by, Action::Accept)),
        ],
        End::SentBack(by, words) => {
            let back = PastChange {
                reason: Some(words.clone()),
                ..change(by, Action::SendBack)
            };
            vec![(false, saved), (false, submitted), (true, back)]
        }
        End::Imported(file) => {
            let imported = PastChange {
                action: Deed::Import.code(),
                version: None,
                source: Some(file.clone()),
                ..change(&now.by, Action::Submit)
            };
            vec![(true, imported)]
        }
    }
}

/// What was typed over what stood there.
fn typed(
    now: &BTreeMap<String, Value>,
    before: Option<&BTreeMap<String, Value>>,
) -> Vec<(String, String, String)> {
    let text = |element: &str, value: Option<&Value>| {
        let element = catalogue().element(element);
        value
            .zip(element)
            .map_or_else(String::new, |(value, element)| {
                said(&Cell::saying(element, value))
            })
    };
    now.iter()
        .filter_map(|(element, value)| {
            let old = before.and_then(|before| before.get(element));
            let changed = old != Some(value);
            changed.then(|| {
                (
                    element.clone(),
                    text(element, old),
                    text(element, Some(value)),
                )
            })
        })
        .collect()
}

fn versions(past: &PastReturn) -> impl Iterator<Item = PastVersion> {
    (1..)
        .zip(&past.submissions)
        .map(|(version, submission)| PastVersion {
            key: past.key.clone(),
            version,
            values: submission.values.clone(),
        })
}

/// The figures of a return, from the change that let each count to the one that ended it.
fn figures(
    past: &PastReturn,
    at: usize,
    numbers: &BTreeMap<(usize, usize), i64>,
) -> Vec<PastFigure> {
    let mut figures: Vec<PastFigure> = Vec::new();
    let counted = past
        .submissions
        .iter()
        .enumerate()
        .filter(|(_, one)| matches!(one.end, End::Accepted(_) | End::Imported(_)));
    for (index, submission) in counted {
        let Some(since) = numbers.get(&(at, index)).copied() else {
            continue;
        };
        for open in figures.iter_mut().filter(|figure| figure.until.is_none()) {
            if submission.values.get(&open.element) != Some(&open.value) {
                open.until = Some(since);
            }
        }
        for (element, value) in &submission.values {
            let stands = figures
                .iter()
                .any(|figure| figure.until.is_none() && figure.element == *element);
            if !stands {
                figures.push(PastFigure {
                    org_unit: past.key.org_unit,
                    element: element.clone(),
                    period: past.key.period,
                    since,
                    until: None,
                    value: value.clone(),
                });
            }
        }
    }
    figures
}
