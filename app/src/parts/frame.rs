//! What stands around every page's content: title, path, and what just happened.

use crate::ask::units::UnitRef;
use crate::text::use_words;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// A page's content under its title. `title` is also the document's.
#[component]
pub fn Frame(
    /// What the page is about.
    title: String,
    /// A line under the title.
    #[prop(optional, into)]
    lead: String,
    children: Children,
) -> impl IntoView {
    let words = use_words();
    let document = format!("{title} · {}", words.brand());
    view! {
        <Title text=document/>
        <div class="page-head">
            <h1>{title}</h1>
            {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
        </div>
        <Notice/>
        {children()}
    }
}

/// What the deed before has done: it is in the address, as `?done=`.
#[component]
pub fn Notice() -> impl IntoView {
    let words = use_words();
    let query = use_query_map();
    move || {
        let said = match query.read().get("done")?.as_str() {
            "saved" => words.saved(),
            "submitted" => words.submitted(),
            "withdrawn" => words.withdrawn(),
            "accepted" => words.accepted(),
            "sent_back" => words.sent_back(),
            "confirmed" => words.confirmed_done(),
            "setting" => words.setting_kept(),
            "period_closed" => words.period_closed(),
            "period_reopened" => words.period_reopened(),
            "target" => words.target_set(),
            "closed" => words.account_closed(),
            "password" => words.password_changed(),
            "noted" => words.note_written(),
            "settled" => words.note_settled(),
            "evidence" => words.evidence_added(),
            "removed" => words.evidence_removed(),
            "asked" => words.question_asked_done(),
            "answered" => words.question_answered_done(),
            "followed_up" => words.question_followed_done(),
            "question_closed" => words.question_closed_done(),
            "visit" => words.visit_chosen(),
            "finding" => words.finding_recorded(),
            "evaluation_planned" => words.evaluation_planned(),
            "evaluation_held" => words.evaluation_held(),
            "evaluation_cancelled" => words.evaluation_cancelled(),
            _ => return None,
        };
        Some(view! { <p class="notice" role="status">{said}</p> })
    }
}

/// The units above, each a link, and the unit itself.
#[component]
pub fn Crumbs(
    /// The units, the nation first.
    path: Vec<UnitRef>,
    /// Where a unit's link leads.
    to: Callback<UnitRef, String>,
) -> impl IntoView {
    let words = use_words();
    let last = path.len().saturating_sub(1);
    view! {
        <nav class="crumbs" aria-label=words.path()>
            <ol>
                {path
                    .into_iter()
                    .enumerate()
                    .map(|(at, unit)| {
                        let name = words.of(&unit.name);
                        match at == last {
                            true => view! { <li><span aria-current="page">{name}</span></li> }.into_any(),
                            false => view! { <li><a href=to.run(unit)>{name}</a></li> }.into_any(),
                        }
                    })
                    .collect_view()}
            </ol>
        </nav>
    }
}
