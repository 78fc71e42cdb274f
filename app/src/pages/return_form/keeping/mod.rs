//! Nothing typed is lost: the form saves itself, and keeps in the browser what cannot be sent
//! until it can. All of it is added by scripts; with scripts off the form is saved by its button.
//!
//! `local` is what the browser keeps, `sending` how it goes to the server.

#[cfg(feature = "hydrate")]
mod local;
#[cfg(feature = "hydrate")]
mod sending;

#[cfg(feature = "hydrate")]
pub use sending::{begin, leaving, only_unsent, typed};

use super::typing::Typing;
use crate::refusal::Refusal;
use crate::text::use_words;
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// How saving stands.
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "on the server nothing is typed")
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeping {
    /// Nothing has been typed yet.
    Idle,
    /// Typed, and about to be sent.
    Waiting,
    /// On its way.
    Sending,
    /// Saved, by the server's clock.
    Saved(DateTime<Utc>),
    /// Kept here until the network is back.
    Offline,
    /// Kept here until somebody signs in again.
    SignedOut,
    /// The server did not take it, and why.
    Refused(Refusal),
}

/// A line that tells how saving stands, and lets the draft be kept as a file.
#[component]
pub fn KeepingLine(typing: Typing) -> impl IntoView {
    let words = use_words();
    let state = typing.keeping;
    let notice = RwSignal::new(None::<&'static str>);
    let told = move || match state.get() {
        Keeping::Idle => words.keep_idle().to_owned(),
        Keeping::Waiting => words.keep_waiting().to_owned(),
        Keeping::Sending => words.keep_saving().to_owned(),
        Keeping::Saved(at) => words.kept_at(at),
        Keeping::Offline => words.keep_offline().to_owned(),
        Keeping::SignedOut => words.keep_signed_out().to_owned(),
        Keeping::Refused(refusal) => {
            let (title, help) = words.refusal(&refusal);
            format!("{title}{}{help}", words.pick("：", ": "))
        }
    };
    let class = move || match state.get() {
        Keeping::Idle | Keeping::Waiting | Keeping::Sending | Keeping::Saved(_) => "keeping",
        Keeping::Offline | Keeping::SignedOut | Keeping::Refused(_) => "keeping keeping-held",
    };
    let sign_in = typing.open.with_value(|open| {
        let key = &open.key;
        format!(
            "/sign-in?back=/returns/{}/{}/{}",
            key.org_unit, key.programme, key.period
        )
    });
    view! {
        <div class="needs-script keeping-line">
            <p class=class role="status" data-keeping=move || state_name(&state.get())>{told}</p>
            <Show when=move || state.get() == Keeping::SignedOut>
                <a class="button button-small" href=sign_in.clone() rel="external">{words.sign_in_again()}</a>
            </Show>
            {move || notice.get().map(|notice| view! { <p class="note" role="status">{notice}</p> })}
            <button type="button" class="link" on:click=move |_| save_file(typing)>{words.keep_file()}</button>
            <label class="link file-link">
                {words.read_file()}
                <input
                    type="file"
                    class="sr-only"
                    accept=".json,application/json"
                    on:change=move |event| read_file(&event, typing, notice)
                />
            </label>
        </div>
    }
}

/// The state in one word, for whoever waits for it.
fn state_name(state: &Keeping) -> &'static str {
    match state {
        Keeping::Idle => "idle",
        Keeping::Waiting => "waiting",
        Keeping::Sending => "sending",
        Keeping::Saved(_) => "saved",
        Keeping::Offline => "offline",
        Keeping::SignedOut => "signed-out",
        Keeping::Refused(_) => "refused",
    }
}

#[cfg(feature = "hydrate")]
use local::{read_file, save_file};

#[cfg(not(feature = "hydrate"))]
mod server_side {
    use super::*;
    use leptos::ev::{Event, SubmitEvent};

    pub fn begin(_: Typing) {}

    pub fn typed(_: Typing) {}

    pub fn leaving(_: &SubmitEvent, _: Typing) {}

    pub fn only_unsent(_: &Event, _: Typing) {}

    pub(super) fn save_file(_: Typing) {}

    pub(super) fn read_file(_: &Event, _: Typing, _: RwSignal<Option<&'static str>>) {}
}
#[cfg(not(feature = "hydrate"))]
pub use server_side::{begin, leaving, only_unsent, typed};
#[cfg(not(feature = "hydrate"))]
use server_side::{read_file, save_file};
