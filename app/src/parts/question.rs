//! A warning as a question: what is unusual, the three answers, and room for words.

use crate::text::use_words;
use kpi::catalogue::catalogue;
use kpi::draft::{Answer, Why, asks_for_words};
use kpi::fault::Broken;
use leptos::prelude::*;

/// The question. Its fields belong to the form around it: `why:RULE`, `note:RULE`, and `of:RULE`
/// with the figures it is about.
#[component]
pub fn Question(
    /// What is unusual.
    broken: Broken,
    /// What was answered to these very figures.
    answer: Option<Answer>,
    /// Told when an answer is chosen.
    #[prop(optional)]
    on_why: Option<Callback<Why>>,
    /// Told when words are written.
    #[prop(optional)]
    on_note: Option<Callback<String>>,
) -> impl IntoView {
    let words = use_words();
    let rule = broken.rule.clone();
    let chosen = answer.as_ref().and_then(|answer| answer.why);
    let note = answer.map_or_else(String::new, |answer| answer.note);
    let note_label = match asks_for_words(catalogue(), &rule) {
        true => words.why_note_needed(),
        false => words.why_note(),
    };
    let choices = Why::ALL
        .into_iter()
        .map(|why| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=format!("why:{rule}")
                        value=why.code()
                        checked=chosen == Some(why)
                        on:change=move |_| if let Some(on_why) = on_why {
                            on_why.run(why);
                        }
                    />
                    <span>{words.why(why)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="question" data-rule=rule.clone()>
            <legend><span class="shape" aria-hidden="true">"▲ "</span>{words.broken(&broken)}</legend>
            <input type="hidden" name=format!("of:{rule}") value=broken.said_of()/>
            <span class="choices">{choices}</span>
            <label class="question-note">
                <span>{note_label}</span>
                <input
                    name=format!("note:{rule}")
                    value=note
                    maxlength="500"
                    autocomplete="off"
                    on:input=move |event| if let Some(on_note) = on_note {
                        on_note.run(event_target_value(&event));
                    }
                />
            </label>
        </fieldset>
    }
}
