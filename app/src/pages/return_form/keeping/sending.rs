//! How what was typed goes to the server: a moment after the last key, again when the network or
//! the session is back, and only what the server does not have.

use super::super::typing::Typing;
use super::{Keeping, local};
use crate::ask::returns::{Filing, Saved, keep_draft};
use crate::parts::type_again;
use crate::refusal::Refusal;
use crate::text::use_words;
use kpi::draft::{Answers, Cell, Draft};
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// How long after the last key a draft is sent.
const PAUSE: Duration = Duration::from_millis(900);

/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(4);

thread_local! {
    /// The attempt that is planned. There is one form in a window.
    static PLANNED: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
}

/// Brings back what this browser has kept, keeps the page for days without network, and sends
/// again when the network is back.
pub fn begin(typing: Typing) {
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            restore(typing);
            type_again();
            keep_page();
        }
    });
    let online = window_event_listener(leptos::ev::online, move |_| send(typing));
    on_cleanup(move || {
        online.remove();
        plan(None);
    });
}

fn restore(typing: Typing) {
    let Some(kept) = typing.open.with_value(local::load) else {
        return;
    };
    // A page that lay in the browser is older than what was sent from here since.
    let page_is_old = typing.open.with_value(|open| kept.revision > open.revision);
    let mut base = kept.revision;
    let mut restored = false;
    for (code, cell) in kept.cells {
        let shown = typing
            .cells
            .with_untracked(|cells| cells.get(&code).cloned());
        if cell.has_arrived(shown.as_ref()) && !page_is_old {
            continue;
        }
        if !cell.sent {
            restored = true;
            base = base.min(cell.base);
        }
        put_back(typing, &code, cell.sent, |typing| {
            typing.cells.update(|cells| {
                cells.insert(code.clone(), cell.what);
            });
        });
    }
    for (rule, answer) in kept.answers {
        let shown = typing
            .answers
            .with_untracked(|answers| answers.get(&rule).cloned());
        if answer.has_arrived(shown.as_ref()) && !page_is_old {
            continue;
        }
        if !answer.sent {
            restored = true;
            base = base.min(answer.base);
        }
        put_back(typing, &rule, answer.sent, |typing| {
            typing.answers.update(|answers| {
                answers.insert(rule.clone(), answer.what);
            });
        });
    }
    if restored {
        typing.revision.set(base);
        typed(typing);
    } else if page_is_old {
        typing.revision.set(kept.revision);
    } else {
        typing.open.with_value(local::forget);
    }
}

fn put_back(typing: Typing, place: &str, sent: bool, put: impl FnOnce(Typing)) {
    typing.touched.update(|touched| {
        touched.insert(place.to_owned());
    });
    if !sent {
        typing.unsent.update(|unsent| {
            unsent.insert(place.to_owned());
        });
    }
    put(typing);
}

/// Asks the browser to keep this page, so that it opens without network.
fn keep_page() {
    if !window().is_secure_context() {
        return;
    }
    let Ok(address) = window().location().pathname() else {
        return;
    };
    let Ok(caches) = window().caches() else {
        return;
    };
    leptos::task::spawn_local(async move {
        let opened = wasm_bindgen_futures::JsFuture::from(caches.open("xinheng-pages")).await;
        let cache = opened
            .ok()
            .and_then(|cache| cache.dyn_into::<web_sys::Cache>().ok());
        if let Some(cache) = cache {
            // Without network the page that is already kept stays.
            let _ = wasm_bindgen_futures::JsFuture::from(cache.add_with_str(&address)).await;
        }
    });
}

/// Something was typed: it is kept here at once and sent in a moment.
pub fn typed(typing: Typing) {
    local::store(typing);
    if !matches!(
        typing.keeping.get_untracked(),
        Keeping::Sending | Keeping::Offline | Keeping::SignedOut
    ) {
        typing.keeping.set(Keeping::Waiting);
    }
    send_after(typing, PAUSE);
}

fn plan(next: Option<TimeoutHandle>) {
    PLANNED.with_borrow_mut(|planned| {
        if let Some(before) = planned.take() {
            before.clear();
        }
        *planned = next;
    });
}

fn send_after(typing: Typing, pause: Duration) {
    plan(set_timeout_with_handle(move || send(typing), pause).ok());
}

fn send(typing: Typing) {
    let busy = typing.keeping.try_get_untracked() == Some(Keeping::Sending);
    let Some((cells, answers)) = unsent(typing).filter(|_| !busy) else {
        return;
    };
    let draft = Draft {
        key: typing.open.with_value(|open| open.key.clone()),
        cells: cells.clone(),
    };
    let filing = Filing {
        answers: answers.clone(),
        ..Filing::of(draft, typing.revision.get_untracked())
    };
    typing.keeping.set(Keeping::Sending);
    leptos::task::spawn_local(async move {
        let answer = keep_draft(filing).await;
        if typing.keeping.try_get_untracked().is_none() {
            return;
        }
        match answer {
            Ok(saved) => taken(typing, &cells, &answers, saved),
            Err(Refusal::Busy) => held(typing, Keeping::Offline),
            Err(Refusal::SignIn) => held(typing, Keeping::SignedOut),
            Err(refusal) => typing.keeping.set(Keeping::Refused(refusal)),
        }
    });
}

fn held(typing: Typing, why: Keeping) {
    typing.keeping.set(why);
    send_after(typing, AGAIN);
}

/// What the server does not have; nothing when it has everything.
fn unsent(typing: Typing) -> Option<(BTreeMap<String, Cell>, Answers)> {
    let unsent = typing.unsent.try_get_untracked()?;
    let cells = typing.cells.with_untracked(|cells| {
        cells
            .iter()
            .filter(|(code, _)| unsent.contains(*code))
            .map(|(code, cell)| (code.clone(), cell.clone()))
            .collect::<BTreeMap<_, _>>()
    });
    let answers = typing.answers.with_untracked(|answers| {
        answers
            .iter()
            .filter(|(rule, _)| unsent.contains(*rule))
            .map(|(rule, answer)| (rule.clone(), answer.clone()))
            .collect::<Answers>()
    });
    (!cells.is_empty() || !answers.is_empty()).then_some((cells, answers))
}

/// The server has it: what was typed meanwhile is still to be sent, what clashes is asked about.
fn taken(typing: Typing, cells: &BTreeMap<String, Cell>, answers: &Answers, saved: Saved) {
    typing.revision.set(saved.revision);
    typing.unsent.update(|unsent| {
        typing.cells.with_untracked(|now| {
            unsent.retain(|code| !cells.contains_key(code) || now.get(code) != cells.get(code));
        });
        typing.answers.with_untracked(|now| {
            unsent.retain(|rule| !answers.contains_key(rule) || now.get(rule) != answers.get(rule));
        });
    });
    for clash in &saved.clashes {
        typing.unsent.update(|unsent| {
            unsent.remove(&clash.element);
        });
        typing.cells.update(|cells| {
            cells.insert(clash.element.clone(), clash.theirs.clone());
        });
    }
    typing.clashes.update(|clashes| {
        clashes.retain(|known| saved.clashes.iter().all(|new| new.element != known.element));
        clashes.extend(saved.clashes.iter().cloned());
    });
    typing.keeping.set(Keeping::Saved(saved.at));
    local::store(typing);
    if unsent(typing).is_some() {
        send_after(typing, PAUSE);
    }
}

/// The form is about to be sent as a whole: not while there is no network, and not over what
/// somebody else has changed.
pub fn leaving(event: &SubmitEvent, typing: Typing) {
    let words = use_words();
    let clashes = typing.clashes.with_untracked(|clashes| !clashes.is_empty());
    let offline =
        !window().navigator().on_line() || typing.keeping.get_untracked() == Keeping::Offline;
    let why = match (clashes, offline) {
        (true, _) => words.settle_first(),
        (false, true) => words.not_while_offline(),
        (false, false) => {
            plan(None);
            local::mark_posted(typing);
            return;
        }
    };
    event.prevent_default();
    // A browser that shows no dialogs leaves the state line to say it.
    let _ = window().alert_with_message(why);
}

/// Of the whole form only what the server does not have goes along, so that an untouched field
/// cannot undo what somebody else has typed there.
pub fn only_unsent(event: &Event, typing: Typing) {
    let data = js_sys::Reflect::get(event, &"formData".into())
        .ok()
        .and_then(|data| data.dyn_into::<web_sys::FormData>().ok());
    let Some(data) = data else { return };
    let unsent = typing.unsent.get_untracked();
    let places = typing
        .open
        .with_value(|open| {
            let cells = kpi::catalogue()
                .asked(&open.key.programme, &open.tiers)
                .map(|element| element.code.clone());
            cells.collect::<Vec<_>>()
        })
        .into_iter()
        .filter(|code| !unsent.contains(code));
    for code in places {
        for part in ["text", "empty", "reason", "carried"] {
            data.delete(&format!("{part}:{code}"));
        }
    }
}
