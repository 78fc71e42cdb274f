//! Answers to warnings. A rule that finds something unusual asks, and the answer is kept with the
//! return: it is no verdict, and never proposes another figure.

use super::fault;
use crate::catalogue::Catalogue;
use crate::fault::{Broken, Fault, Reason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The answers of a return, by rule.
pub type Answers = BTreeMap<String, Answer>;

/// What somebody answered to a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which of the three; `None` while only the note is written.
    pub why: Option<Why>,
    /// In their own words; may be empty unless the rule asks for words.
    pub note: String,
    /// The figures it was given to ([`Broken::said_of`]): with other figures the question stands
    /// again.
    pub said_of: String,
}

/// Why a figure is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// 真实变化: it is so.
    RealChange,
    /// 录入错误: it was typed wrongly, and is to be corrected before it can be submitted.
    EntryError,
    /// 口径变化: what is counted has changed.
    DefinitionChanged,
}

impl Why {
    /// Every answer, in the order of the form.
    pub const ALL: [Why; 3] = [Why::RealChange, Why::EntryError, Why::DefinitionChanged];

    /// Its name in forms and storage.
    pub fn code(self) -> &'static str {
        match self {
            Why::RealChange => "real_change",
            Why::EntryError => "entry_error",
            Why::DefinitionChanged => "definition_changed",
        }
    }

    /// The answer of this name.
    pub fn from_code(code: &str) -> Option<Why> {
        Why::ALL.into_iter().find(|why| why.code() == code)
    }
}

impl Broken {
    /// The figures as one text, to tell whether an answer was given to them.
    pub fn said_of(&self) -> String {
        let figures: Vec<String> = self
            .figures
            .iter()
            .map(|(reference, figure)| format!("{reference}={figure}"))
            .collect();
        figures.join(" ")
    }

    /// The answer that was given to these very figures.
    pub fn answered<'a>(&self, answers: &'a Answers) -> Option<&'a Answer> {
        answers
            .get(&self.rule)
            .filter(|answer| answer.said_of == self.said_of())
    }
}

/// Whether a rule asks for words beside the answer: a difference from the official count does.
pub fn asks_for_words(catalogue: &Catalogue, rule: &str) -> bool {
    catalogue
        .rules()
        .iter()
        .find(|known| known.id == rule)
        .is_some_and(|rule| rule.names_official())
}

/// What keeps a return with these warnings from being submitted: a question without an answer,
/// an entry error that still stands, a difference without its reason.
pub fn unanswered(catalogue: &Catalogue, warnings: &[Broken], answers: &Answers) -> Vec<Fault> {
    warnings
        .iter()
        .filter_map(|broken| {
            let answer = broken.answered(answers);
            let reason = match answer.and_then(|answer| Some((answer.why?, answer.note.trim()))) {
                None => Reason::Unanswered(broken.clone()),
                Some((Why::EntryError, _)) => Reason::EntryError(broken.clone()),
                Some((Why::RealChange | Why::DefinitionChanged, ""))
                    if asks_for_words(catalogue, &broken.rule) =>
                {
                    Reason::WithoutWords(broken.clone())
                }
                Some((Why::RealChange | Why::DefinitionChanged, _)) => return None,
            };
            Some(fault(&broken.element, reason))
        })
        .collect()
}
