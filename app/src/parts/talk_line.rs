//! How much was said about a return and lies beside it, in one line.

use crate::ask::talk::Tally;
use crate::text::use_words;
use kpi::returns::ReturnKey;
use leptos::prelude::*;

/// "3 notes · 2 files", as the link to them. With `element` it is about one value, and leads to
/// the form with that value chosen.
#[component]
pub fn TalkLink(
    /// Which return.
    key: ReturnKey,
    /// How much there is.
    tally: Tally,
    /// About which value.
    #[prop(optional, into)]
    element: Option<String>,
) -> impl IntoView {
    let words = use_words();
    let ReturnKey {
        org_unit,
        programme,
        period,
    } = key;
    let about = element.map_or_else(String::new, |code| format!("?element={code}"));
    let href = format!("/returns/{org_unit}/{programme}/{period}/talk{about}");
    let said = match tally {
        Tally {
            notes: 0, files: 0, ..
        } => String::new(),
        tally => format!("{}{}", words.pick("：", ": "), words.tally(tally)),
    };
    view! { <a class="talk-link" href=href>{words.talk()}{said}</a> }
}
