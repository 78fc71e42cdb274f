//! Who else works on a return.

use super::said::said;
use crate::ask::review::AtWork;
use crate::text::Words;
use leptos::prelude::*;

/// The names, each with when they last saved; nothing where there is nobody else.
pub fn at_work(words: Words, people: Vec<AtWork>) -> impl IntoView {
    (!people.is_empty()).then(|| {
        let lead = words.at_work_lead(&people);
        let names = people
            .into_iter()
            .enumerate()
            .map(|(at, person)| {
                let comma = (at > 0).then(|| words.pick("，", ", ").to_owned());
                view! { {comma}{said(person.name)}" "<span class="when">{words.moment(person.at)}</span> }
            })
            .collect_view();
        view! { <p class="note at-work">{lead}{names}</p> }
    })
}
