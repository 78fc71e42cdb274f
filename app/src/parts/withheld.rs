//! Why a figure is not told, said once on a page that withholds one.

use crate::text::Words;
use kpi::score::{Score, Status};
use leptos::prelude::*;

/// Whether any of these scores is withheld from the reader.
pub fn any_withheld<'a>(scores: impl IntoIterator<Item = &'a Score>) -> bool {
    scores
        .into_iter()
        .any(|score| score.status == Some(Status::Suppressed))
}

/// The sentence about it, where something is withheld.
pub fn withheld_note(words: Words, is_any: bool) -> impl IntoView {
    is_any.then(|| view! { <p class="note withheld-note" role="note">{words.withheld_note()}</p> })
}
