//! The head of every page: the house, where one can go, who one is, the other language.

use super::said::said;
use crate::ask::identity::Here;
use crate::text::use_words;
use kpi::org_unit::NATION;
use kpi::role::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The head of every page.
#[component]
pub fn Header(here: Here) -> impl IntoView {
    let words = use_words();
    let unit = here.who.as_ref().map_or(NATION, |who| who.org_unit);
    let links = links(&here, words);
    let band = words.holding_band(here.holding);
    let location = use_location();
    let language = move || {
        let mut back = location.pathname.get();
        let search = location.search.get();
        if !search.is_empty() {
            back.push('?');
            back.push_str(&search);
        }
        back
    };
    view! {
        <header class="head">
            {band.map(|band| view! { <p class="band" role="note">{band}</p> })}
            <a class="brand" href="/" rel="external">
                <span class="brand-name">{words.brand()}</span>
                <span class="brand-line">{words.tagline()}</span>
            </a>
            <nav aria-label=words.menu()>
                <ul>
                    {links
                        .into_iter()
                        .map(|(href, name)| view! { <li><a href=href>{name}</a></li> })
                        .collect_view()}
                </ul>
            </nav>
            <div class="head-end">
                <form method="post" action="/language" class="inline">
                    <input type="hidden" name="back" prop:value=language value=language/>
                    <button class="link" lang=words.lang().other().tag() title=words.language_label()>
                        {words.other_language()}
                    </button>
                </form>
                {match here.who {
                    Some(who) => leptos::either::Either::Left(view! {
                        <a class="who" href="/account" title=format!("{unit}")>
                            {said(who.name)}
                            {format!(" · {} · {}", words.role_name(who.role), words.of(&who.unit_name))}
                        </a>
                        <form method="post" action="/sign-out" class="inline">
                            <button class="link">{words.sign_out()}</button>
                        </form>
                    }),
                    None => leptos::either::Either::Right(view! { <a href="/sign-in">{words.sign_in()}</a> }),
                }}
            </div>
        </header>
    }
}

fn links(here: &Here, words: crate::text::Words) -> Vec<(String, &'static str)> {
    let mut links = Vec::new();
    if let Some(who) = &here.who {
        let unit = who.org_unit;
        match who.role {
            Role::Reporter => links.push(("/returns".to_owned(), words.nav_desk())),
            Role::Reviewer => links.push(("/returns".to_owned(), words.nav_review())),
            Role::Administrator if unit == NATION => {
                links.push(("/returns".to_owned(), words.nav_review()));
            }
            Role::Administrator | Role::Evaluator | Role::Leader => {}
        }
        links.push((format!("/summary/{unit}"), words.nav_summary()));
        links.push((format!("/board/{unit}"), words.nav_board()));
        links.push((
            format!("/compare/counselling-room-coverage/{unit}"),
            words.nav_compare(),
        ));
        // Who may ask about figures and go and look has more doors than who reports or reads.
        let verifies = matches!(
            who.role,
            Role::Evaluator | Role::Reviewer | Role::Administrator
        );
        links.push((format!("/quality/{unit}"), words.nav_quality()));
        if verifies {
            links.push((format!("/signals/{unit}"), words.nav_signals()));
        }
        if verifies || who.role == Role::Reporter {
            links.push(("/questions".to_owned(), words.nav_questions()));
        }
        if verifies {
            links.push((format!("/visits/{unit}"), words.nav_visits()));
        }
        if verifies || who.role == Role::Reporter {
            links.push((format!("/evaluations/{unit}"), words.nav_evaluations()));
        }
        links.push(("/units".to_owned(), words.nav_units()));
        links.push((format!("/targets/{unit}"), words.nav_targets()));
        links.push(("/programmes".to_owned(), words.nav_programmes()));
        if who.role == Role::Administrator {
            links.push(("/accounts".to_owned(), words.nav_accounts()));
        }
    }
    links.push(("/definitions".to_owned(), words.nav_definitions()));
    links
}
