//! `/sign-in`

use super::address::query;
use crate::parts::{Frame, hidden};
use crate::text::use_words;
use leptos::prelude::*;

/// Name and password.
#[component]
pub fn SignIn() -> impl IntoView {
    let words = use_words();
    let wrong = move || {
        (query("wrong") == "1").then(|| {
            let (title, help) = words.refusal(&crate::refusal::Refusal::WrongPassword);
            view! {
                <p class="fault" id="wrong" role="alert">
                    {format!("{title}{}{help}", words.pick("：", ": "))}
                </p>
            }
        })
    };
    view! {
        <Frame title=words.sign_in().to_owned() lead=words.tagline()>
            <form method="post" action="/sign-in" class="stack narrow">
                {wrong}
                {move || hidden("back", query("back"))}
                <label>
                    <span>{words.account_name()}</span>
                    <input name="account" autocomplete="username" required autofocus autocapitalize="none"/>
                </label>
                <label>
                    <span>{words.password()}</span>
                    <input name="password" type="password" autocomplete="current-password" required/>
                </label>
                <button class="button">{words.sign_in()}</button>
                <p class="hint">{words.sign_in_help()}</p>
            </form>
        </Frame>
    }
}
