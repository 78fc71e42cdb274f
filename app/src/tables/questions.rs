//! Questions, as filtered on the page and as a file.

use super::Table;
use crate::ask::questions::{QuestionHead, QuestionList, QuestionState};
use crate::text::Words;
use kpi::catalogue::catalogue;
use serde::{Deserialize, Serialize};

/// How questions are filtered. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionView {
    /// Text that the unit's name or code holds.
    #[serde(default)]
    pub q: String,
    /// Where it stands; empty for anywhere.
    #[serde(default)]
    pub state: String,
}

impl QuestionView {
    /// Whether a question is asked for.
    pub fn fits(&self, head: &QuestionHead) -> bool {
        let needle = self.q.trim().to_lowercase();
        let state = QuestionState::from_code(&self.state);
        (needle.is_empty()
            || head.unit.name.zh.contains(&needle)
            || head.unit.name.en.to_lowercase().contains(&needle)
            || head.unit.code.to_string().starts_with(&needle))
            && state.is_none_or(|state| head.state == state)
    }

    /// The view as a query, with its question mark; empty when nothing is filtered.
    pub fn query(&self) -> String {
        match (self.q.as_str(), self.state.as_str()) {
            ("", "") => String::new(),
            (q, state) => format!("?q={}&state={state}", crate::pages::escape(q)),
        }
    }
}

/// What a question is about, in words.
pub fn about(words: Words, head: &QuestionHead) -> String {
    let indicator = head
        .indicator
        .as_deref()
        .and_then(|code| catalogue().indicator(code));
    match indicator {
        Some(indicator) => words.of(&indicator.name),
        None => {
            let elements: Vec<String> = head
                .elements
                .iter()
                .take(3)
                .map(|code| words.element(code))
                .collect();
            let more = match head.elements.len() > elements.len() {
                true => " …",
                false => "",
            };
            format!("{}{more}", elements.join(words.pick("、", ", ")))
        }
    }
}

/// The months of a question.
pub fn months(words: Words, head: &QuestionHead) -> String {
    match head.from == head.to {
        true => words.month(head.from),
        false => format!("{} – {}", words.month(head.from), words.month(head.to)),
    }
}

/// The questions as a file.
pub fn questions_table(list: &QuestionList, view: &QuestionView, words: Words) -> Table {
    let head = [
        words.code(),
        words.unit(),
        words.about_what(),
        words.sign_months(),
        words.sign_rule(),
        words.question_state(),
        words.close_outcome(),
        words.question_asked_at(),
        words.question_last(),
    ];
    let rows = list
        .questions
        .iter()
        .filter(|head| view.fits(head))
        .map(|head| {
            let rules: Vec<&str> = head
                .rules
                .iter()
                .map(|rule| words.rule_name(*rule))
                .collect();
            vec![
                head.unit.code.to_string(),
                words.of(&head.unit.name),
                about(words, head),
                months(words, head),
                rules.join("; "),
                words.question_state_name(head.state).to_owned(),
                head.outcome.map_or("", |came| words.came(came)).to_owned(),
                words.moment(head.asked_at),
                words.moment(head.last_at),
            ]
        });
    Table::new(head, rows).note(words.questions_lead())
}
