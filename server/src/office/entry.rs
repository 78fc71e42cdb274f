//! How what somebody sends comes together with what stands there: carried figures that are
//! confirmed, and cells that somebody else has changed since the form was opened.

use super::filing::{Asked, Opened, said};
use crate::clock::Clock;
use crate::store::Meanwhile;
use app::ask::returns::{Clash, EVERY_TASK, Filing};
use kpi::catalogue::{Kind, ValueType, catalogue};
use kpi::draft::{Answer, Answers, Cell};
use std::collections::BTreeMap;

type Cells = BTreeMap<String, Cell>;

/// The cells that were sent, without those that were only laid out to be confirmed, and with
/// those that one act for a whole task fills: carried figures, and zeros.
pub fn completed(asked: &Asked<'_>, filing: &Filing, mut sent: Cells, now: &Opened) -> Cells {
    let key = &filing.draft.key;
    let carried = asked.carried(key, &now.facts);
    for (element, carried) in &carried {
        let is_laid_out = filing.carried.contains(&element.code);
        let cell = carried.cell(element);
        if is_laid_out && sent.get(&element.code).is_some_and(|one| same(one, &cell)) {
            sent.remove(&element.code);
        } else if is_laid_out && let Some(one) = sent.get_mut(&element.code) {
            // An empty chosen beside what was only laid out: it takes its place.
            if one.empty.is_some() && one.text.trim() == cell.text.trim() {
                one.text.clear();
            }
        }
    }
    let is_blank = |sent: &Cells, code: &str| {
        let cell = sent.get(code).or_else(|| now.cells.get(code));
        cell.is_none_or(Cell::is_blank)
    };
    for (element, carried) in &carried {
        let is_confirmed =
            filing.confirm.contains(EVERY_TASK) || filing.confirm.contains(&element.task);
        if is_confirmed && is_blank(&sent, &element.code) {
            sent.insert(element.code.clone(), carried.cell(element));
        }
    }
    for element in catalogue().due(asked.programme.code, &asked.tiers, key.period) {
        let counts_events = element.kind == Kind::Flow
            && element.value_type != ValueType::Flag
            && element.every_days.is_none();
        if counts_events && filing.zero.contains(&element.task) && is_blank(&sent, &element.code) {
            sent.insert(element.code.clone(), Cell::typed("0"));
        }
    }
    sent
}

fn same(one: &Cell, other: &Cell) -> bool {
    one.text.trim() == other.text.trim()
        && one.empty == other.empty
        && one.reason.trim() == other.reason.trim()
}

/// What sent cells come to beside what stands there.
pub struct Merged {
    /// The cells to be written.
    pub cells: Cells,
    /// What they change: data element, was, became.
    pub changes: Vec<(String, String, String)>,
    /// Cells that two people changed to different things: they stay as the other left them.
    pub clashes: Vec<Clash>,
}

/// Merges cell by cell, by what each said when the form was opened. `meanwhile` are the cells that
/// were changed since.
pub fn merge(now: &Cells, sent: Cells, meanwhile: &BTreeMap<String, Meanwhile>) -> Merged {
    let mut merged = Merged {
        cells: Cells::new(),
        changes: Vec::new(),
        clashes: Vec::new(),
    };
    for (element, mine) in sent {
        let theirs = now.get(&element).cloned().unwrap_or_default();
        if theirs == mine {
            continue;
        }
        let other = meanwhile.get(&element);
        if other.is_some_and(|other| other.base == said(&mine)) {
            continue;
        }
        match other.filter(|other| other.base != said(&theirs)) {
            Some(other) => merged.clashes.push(Clash {
                element,
                base: other.base.clone(),
                mine,
                theirs,
                by: other.account.clone(),
                at: Clock::moment(other.at),
            }),
            None => {
                let change = (element.clone(), said(&theirs), said(&mine));
                merged.changes.push(change);
                merged.cells.insert(element, mine);
            }
        }
    }
    merged
}

/// The answers that say something else than those that stand there.
pub fn answered_anew(now: &Answers, sent: &Answers) -> Answers {
    sent.iter()
        .filter(|(rule, answer)| match now.get(*rule) {
            Some(known) => known != *answer,
            None => answer.why.is_some() || !answer.note.trim().is_empty(),
        })
        .map(|(rule, answer)| (rule.clone(), answer.clone()))
        .collect()
}

/// The same as changes for the history: rule, was, became.
pub fn answers_told(now: &Answers, anew: &Answers) -> Vec<(String, String, String)> {
    let told = |answer: &Answer| match answer.why {
        Some(why) => format!("{} {}", why.code(), answer.note).trim().to_owned(),
        None => answer.note.clone(),
    };
    anew.iter()
        .map(|(rule, answer)| {
            let was = now.get(rule).map(told).unwrap_or_default();
            (rule.clone(), was, told(answer))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(cells: &[(&str, &str)]) -> Cells {
        cells
            .iter()
            .map(|(code, text)| ((*code).to_owned(), Cell::typed(*text)))
            .collect()
    }

    fn changed(code: &str, base: &str) -> BTreeMap<String, Meanwhile> {
        let meanwhile = Meanwhile {
            base: base.to_owned(),
            account: "other".to_owned(),
            at: 0,
        };
        BTreeMap::from([(code.to_owned(), meanwhile)])
    }

    #[test]
    fn what_nobody_else_touched_is_taken() {
        let merged = merge(
            &cells(&[("a", "1")]),
            cells(&[("a", "2")]),
            &BTreeMap::new(),
        );
        assert_eq!(merged.cells, cells(&[("a", "2")]));
        assert!(merged.clashes.is_empty());
    }

    #[test]
    fn what_i_left_alone_stays_as_the_other_made_it() {
        let merged = merge(
            &cells(&[("a", "5")]),
            cells(&[("a", "1")]),
            &changed("a", "1"),
        );
        assert!(merged.cells.is_empty() && merged.clashes.is_empty());
    }

    #[test]
    fn what_both_changed_to_different_things_clashes_and_stays() {
        let merged = merge(
            &cells(&[("a", "5")]),
            cells(&[("a", "7")]),
            &changed("a", "1"),
        );
        assert!(merged.cells.is_empty());
        let clash = &merged.clashes[0];
        let said = (
            clash.base.as_str(),
            clash.mine.text.as_str(),
            clash.theirs.text.as_str(),
        );
        assert_eq!(said, ("1", "7", "5"));
    }

    #[test]
    fn what_both_changed_to_the_same_is_no_clash() {
        let merged = merge(
            &cells(&[("a", "7")]),
            cells(&[("a", "7")]),
            &changed("a", "1"),
        );
        assert!(merged.cells.is_empty() && merged.clashes.is_empty());
    }

    #[test]
    fn what_the_other_changed_back_is_mine_to_change() {
        let merged = merge(
            &cells(&[("a", "1")]),
            cells(&[("a", "7")]),
            &changed("a", "1"),
        );
        assert_eq!(merged.cells, cells(&[("a", "7")]));
    }
}
