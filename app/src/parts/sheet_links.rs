//! The way from a return to its spreadsheet and back.

use crate::ask::returns::OpenReturn;
use crate::text::use_words;
use leptos::prelude::*;

/// Links to the return as a form in .xlsx, and to where a filled-in one is uploaded; and the
/// word that somebody above has filled in the draft, until its unit saves it.
#[component]
pub fn SheetLinks(
    /// The return.
    open: OpenReturn,
) -> impl IntoView {
    let words = use_words();
    let key = &open.key;
    let page = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let upload = open.may_edit.then(|| format!("{page}/upload"));
    let from_above = open.may_edit
        && open
            .history
            .first()
            .is_some_and(|last| last.action == "fill_below");
    view! {
        {from_above.then(|| view! { <p class="callout" role="note">{words.filled_from_above()}</p> })}
        <p class="tools sheet-links">
            <a href=format!("{page}/form.xlsx") rel="external" download="">{words.download_form()}</a>
            {upload.map(|upload| view! { <a href=upload>{words.upload_form()}</a> })}
        </p>
    }
}
