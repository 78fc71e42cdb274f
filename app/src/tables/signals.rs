//! What is worth verifying, as filtered on the page and as a file.

use super::Table;
use crate::ask::questions::{Came, QuestionState, RuleOutcome};
use crate::ask::signals::{Place, Stated, WorthVerifying};
use crate::text::{Words, count};
use kpi::catalogue::catalogue;
use kpi::signals::RULES;
use serde::{Deserialize, Serialize};

/// How signs are filtered. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalView {
    /// Text that the unit's name or code holds.
    #[serde(default)]
    pub q: String,
    /// A kind by its code; empty for any.
    #[serde(default)]
    pub kind: String,
    /// An indicator by its code; empty for any.
    #[serde(default)]
    pub indicator: String,
    /// `not_asked`, or where the question stands; empty for any.
    #[serde(default)]
    pub state: String,
}

impl SignalView {
    /// Whether a place is asked for.
    pub fn fits(&self, place: &Place) -> bool {
        let needle = self.q.trim().to_lowercase();
        let named = needle.is_empty()
            || place.unit.name.zh.contains(&needle)
            || place.unit.name.en.to_lowercase().contains(&needle)
            || place.unit.code.to_string().starts_with(&needle);
        let kind = self.kind.is_empty()
            || place
                .signs
                .iter()
                .any(|sign| sign.kind().code() == self.kind);
        let indicator = match catalogue().indicator(&self.indicator) {
            None => true,
            Some(indicator) => indicator
                .elements()
                .any(|element| place.elements().iter().any(|one| one == element)),
        };
        let state = match self.state.as_str() {
            "" => true,
            "not_asked" => place.question.is_none(),
            code => place
                .question
                .is_some_and(|(_, state)| Some(state) == QuestionState::from_code(code)),
        };
        named && kind && indicator && state
    }

    /// The view as a query, with its question mark; empty when nothing is filtered.
    pub fn query(&self) -> String {
        let parts: Vec<String> = [
            ("q", &self.q),
            ("kind", &self.kind),
            ("indicator", &self.indicator),
            ("state", &self.state),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", crate::pages::escape(value)))
        .collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!("?{}", parts.join("&")),
        }
    }
}

/// A figure as it is told: its element, month, value, and what it is held against.
pub fn figure_told(words: Words, stated: &Stated) -> String {
    let element = words.element(&stated.element);
    format!("{element} {}", month_told(words, stated))
}

/// The same without its element.
pub fn month_told(words: Words, stated: &Stated) -> String {
    let value = stated
        .value
        .map_or_else(|| words.few_persons().to_owned(), count);
    let beside = stated.beside.map_or_else(String::new, |beside| {
        format!(
            "{}{} {}{}",
            words.pick("（", " ("),
            words.sign_beside(),
            count(beside),
            words.pick("）", ")")
        )
    });
    format!("{} {value}{beside}", stated.period)
}

/// The signs as a file: a row for each, those of an entry one after the other.
pub fn signals_table(told: &WorthVerifying, view: &SignalView, words: Words) -> Table {
    let head = [
        words.list_or_single(),
        words.code(),
        words.unit(),
        words.above(),
        words.signals_kind(),
        words.sign_rule(),
        words.data_element(),
        words.indicator(),
        words.sign_months(),
        words.sign_figures(),
        words.sign_neighbour(),
        words.sign_chance(),
        words.sign_adjusted(),
        words.sign_threshold(),
        words.question_state(),
    ];
    let both = [
        (words.in_the_list(), &told.listed),
        (words.a_single_sign(), &told.singles),
    ];
    let mut rows = Vec::new();
    for (list, places) in both {
        for place in places.iter().filter(|place| view.fits(place)) {
            let above: Vec<String> = place
                .above
                .iter()
                .map(|unit| words.of(&unit.name))
                .collect();
            for sign in &place.signs {
                let rule = sign.rule.rule();
                let elements: Vec<String> = sign
                    .elements
                    .iter()
                    .map(|code| words.element(code))
                    .collect();
                let figures: Vec<String> = sign
                    .figures
                    .iter()
                    .map(|stated| figure_told(words, stated))
                    .collect();
                let indicator = sign
                    .indicator
                    .as_deref()
                    .and_then(|code| catalogue().indicator(code));
                rows.push(vec![
                    list.to_owned(),
                    place.unit.code.to_string(),
                    words.of(&place.unit.name),
                    above.join(" › "),
                    words.kind_name(sign.kind()).to_owned(),
                    words.rule_name(sign.rule).to_owned(),
                    elements.join("; "),
                    indicator.map_or_else(String::new, |indicator| words.of(&indicator.name)),
                    format!("{} – {}", sign.from, sign.to),
                    figures.join("; "),
                    sign.neighbour
                        .as_ref()
                        .map_or_else(String::new, |unit| words.of(&unit.name)),
                    format!("{:.3e}", sign.chance),
                    sign.adjusted
                        .map_or_else(String::new, |p| format!("{p:.3e}")),
                    format!(
                        "{} {}",
                        words.rule_threshold(rule),
                        words.rule_origin(rule.origin)
                    ),
                    place.question.map_or_else(
                        || words.not_asked().to_owned(),
                        |(_, state)| words.question_state_name(state).to_owned(),
                    ),
                ]);
            }
        }
    }
    Table::new(head, rows)
        .note(words.signals_lead())
        .note(words.signals_sum(told))
}

/// What came of questions, and how many signs chance gives, rule by rule, as a file.
pub fn outcomes_table(told: &WorthVerifying, words: Words) -> Table {
    let mut head = vec![
        words.sign_rule(),
        words.signals_kind(),
        words.sign_threshold(),
        words.rule_tests(),
        words.rule_flagged(),
        words.rule_expected(),
        words.rule_in_list(),
        words.rule_asked(),
        words.rule_answered(),
    ];
    head.extend(Came::ALL.map(|came| words.came(came)));
    head.push(words.rule_corrections());
    let rows = told
        .outcomes
        .iter()
        .map(|outcome| outcome_cells(told, outcome, words));
    Table::new(head, rows).note(words.signals_rules_note())
}

fn outcome_cells(told: &WorthVerifying, outcome: &RuleOutcome, words: Words) -> Vec<String> {
    let rule = outcome
        .rule
        .and_then(|code| RULES.iter().find(|rule| rule.code == code));
    let tally = outcome
        .rule
        .and_then(|code| told.rules.iter().find(|tally| tally.rule == code));
    let of_rule = |text: Option<String>| text.unwrap_or_default();
    let mut cells = vec![
        outcome
            .rule
            .map_or(words.without_rule(), |rule| words.rule_name(rule))
            .to_owned(),
        rule.map_or("", |rule| words.kind_name(rule.kind))
            .to_owned(),
        of_rule(rule.map(|rule| {
            format!(
                "{} {}",
                words.rule_threshold(rule),
                words.rule_origin(rule.origin)
            )
        })),
        of_rule(tally.map(|tally| tally.tests.to_string())),
        of_rule(tally.map(|tally| tally.flagged.to_string())),
        of_rule(tally.map(|tally| format!("{:.1}", tally.expected))),
        outcome.flagged.to_string(),
        outcome.asked.to_string(),
        outcome.answered.to_string(),
    ];
    cells.extend(outcome.closed.iter().map(usize::to_string));
    cells.push(corrections(outcome));
    cells
}

/// The share of closed questions that led to a correction; nothing while none is closed.
pub fn corrections(outcome: &RuleOutcome) -> String {
    let place = Came::ALL.iter().position(|came| *came == Came::Corrected);
    match (outcome.all_closed(), place) {
        (0, _) | (_, None) => String::new(),
        (all, Some(place)) => format!("{}%", (200 * outcome.closed[place] + all) / (2 * all)),
    }
}
