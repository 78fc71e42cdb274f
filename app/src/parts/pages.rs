//! Steps from page to page of a long list. Plain links: they work without scripts.

use crate::text::use_words;
use leptos::prelude::*;

/// Links to the pages before and after, with what is shown.
#[component]
pub fn Pages(
    /// Which page this is, from 1 on, and how many there are.
    page: (usize, usize),
    /// How many rows stand on a full page.
    a_page: usize,
    /// How many rows there are on all pages.
    all: usize,
    /// The address of a page.
    to: Callback<usize, String>,
    /// Whether these are the second steps, below the rows: two landmarks need two names.
    #[prop(optional)]
    below: bool,
) -> impl IntoView {
    let words = use_words();
    let label = match below {
        true => words.pages_label_below(),
        false => words.pages_label(),
    };
    let (page, pages) = page;
    let from = (page - 1).saturating_mul(a_page);
    let shown = words.rows_of(
        (from + 1).min(all),
        from.saturating_add(a_page).min(all),
        all,
    );
    let step = move |there: bool, at: usize, sign: &'static str, label: &'static str| match there {
        true => view! { <a class="step" href=to.run(at) aria-label=label>{sign}</a> }.into_any(),
        false => view! { <span class="step" aria-hidden="true">{sign}</span> }.into_any(),
    };
    view! {
        <nav class="pages" aria-label=label>
            {(pages > 1).then(|| step(page > 1, page - 1, "‹", words.previous_page()))}
            <span>{shown}</span>
            {(pages > 1).then(|| step(page < pages, page + 1, "›", words.next_page()))}
        </nav>
    }
}
