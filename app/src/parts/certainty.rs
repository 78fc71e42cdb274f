//! What chance leaves open beside a status: limits and words, or why there are none.

use crate::text::{Words, use_words};
use kpi::Indicator;
use kpi::certainty::{NoCertainty, certainty};
use kpi::score::Score;
use leptos::prelude::*;

/// The certainty of a score in words, its limits first. Nothing where there is nothing to say.
pub fn certainty_text(words: Words, indicator: &Indicator, score: &Score) -> Option<String> {
    match certainty(indicator, score) {
        Ok(told) => {
            let comma = words.pick("，", ", ");
            let mut text = words.limits_of(score.measure, &told);
            let notes = [
                told.side.map(|side| words.certainty_side(side)),
                told.imprecise.then(|| words.certainty_imprecise()),
                told.small.then(|| words.certainty_small()),
            ];
            for note in notes.into_iter().flatten() {
                text.push_str(comma);
                text.push_str(note);
            }
            Some(text)
        }
        Err(reason) => words.without_certainty(reason).map(str::to_owned),
    }
}

/// The same for a row among many: why there is none is told once, beside the table.
pub fn certainty_brief(words: Words, indicator: &Indicator, score: &Score) -> Option<String> {
    match certainty(indicator, score) {
        Err(NoCertainty::Census) => Some(words.no_certainty_census_brief().to_owned()),
        _ => certainty_text(words, indicator, score).map(|text| {
            let colon = words.pick("：", ": ");
            format!("{}{colon}{text}", words.certainty_label())
        }),
    }
}

/// The line beside a status. It never changes it.
#[component]
pub fn CertaintyLine(indicator: &'static Indicator, score: Score) -> impl IntoView {
    let words = use_words();
    certainty_text(words, indicator, &score).map(|text| {
        let method = certainty(indicator, &score)
            .ok()
            .map(|told| words.certainty_method(told.method));
        let label = match method {
            Some(method) => match words.lang() {
                kpi::catalogue::Lang::Zh => format!("{}（{method}）：", words.certainty_label()),
                kpi::catalogue::Lang::En => format!("{} ({method}): ", words.certainty_label()),
            },
            None => match words.lang() {
                kpi::catalogue::Lang::Zh => format!("{}：", words.certainty_label()),
                kpi::catalogue::Lang::En => format!("{}: ", words.certainty_label()),
            },
        };
        view! { <span class="note certainty">{label}{text}</span> }
    })
}
