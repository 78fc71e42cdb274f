//! From a return to the lists that are entered row by row beside it.

use crate::ask::returns::OpenReturn;
use crate::text::use_words;
use kpi::returns::ReturnKey;
use kpi::rows::RowList;
use leptos::prelude::*;

/// The address of a return's list.
pub fn rows_address(key: &ReturnKey, list: &RowList) -> String {
    format!(
        "/returns/{}/{}/{}/rows/{}",
        key.org_unit, key.programme, key.period, list.code
    )
}

/// The lists of a return, each with how many rows it has; nothing where the return has none.
#[component]
pub fn RowLinks(
    /// The return.
    open: OpenReturn,
) -> impl IntoView {
    let words = use_words();
    let links: Vec<_> = RowList::asked(&open.key.programme, &open.tiers)
        .map(|list| {
            let count = list
                .elements()
                .find_map(|element| open.from_rows.get(element))
                .copied()
                .unwrap_or(0);
            view! {
                <li>
                    <a href=rows_address(&open.key, list)>{words.list_name(list)}</a>
                    <span class="note">{words.row_count(count)}</span>
                </li>
            }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <nav class="row-links" aria-label=words.lists()>
                <ul class="plain">{links}</ul>
            </nav>
        }
    })
}
