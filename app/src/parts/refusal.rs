//! A refusal: what is wrong and what to do.

use super::said::said;
use crate::refusal::Refusal;
use crate::text::{Words, use_words};
use kpi::catalogue::Lang;
use leptos::prelude::*;

/// A refusal within a page.
#[component]
pub fn RefusalNote(refusal: Refusal) -> impl IntoView {
    let words = use_words();
    let (title, help) = words.refusal(&refusal);
    let sign_in = refusal == Refusal::SignIn;
    view! {
        <section class="refusal" role="alert">
            <h1>{title}</h1>
            <p>{said(help)}</p>
            <p>
                {match sign_in {
                    true => view! { <a class="button" href="/sign-in">{words.sign_in()}</a> }.into_any(),
                    false => view! { <a class="button" href="/" rel="external">{words.back_home()}</a> }.into_any(),
                }}
            </p>
        </section>
    }
}

/// A refusal as a whole page, for deeds that were refused and doors that are shut. It needs no
/// script; `back` is where the reader came from, with what was typed still in the browser.
pub fn refusal_page(lang: Lang, refusal: &Refusal, back: &str) -> String {
    let words = Words(lang);
    let (title, help) = words.refusal(refusal);
    let back = back.to_owned();
    let content = view! {
        <section class="refusal" role="alert">
            <h1>{title.clone()}</h1>
            <p>{said(help)}</p>
            <p class="actions">
                <a class="button" href=back>{words.go_back()}</a>
                <a class="button button-quiet" href="/">{words.back_home()}</a>
            </p>
        </section>
    };
    bare_page(words, &title, content)
}

/// The page that tells a new password, once.
pub fn password_page(lang: Lang, account: &str, password: &str) -> String {
    let words = Words(lang);
    let (account, password) = (account.to_owned(), password.to_owned());
    let content = view! {
        <section class="refusal">
            <h1>{words.accounts()}</h1>
            <p>{words.password_once()}</p>
            <dl>
                <dt>{words.account_name()}</dt>
                <dd><code>{account}</code></dd>
                <dt>{words.password()}</dt>
                <dd><code id="password">{password}</code></dd>
            </dl>
            <p class="actions"><a class="button" href="/accounts">{words.go_back()}</a></p>
        </section>
    };
    bare_page(words, words.accounts(), content)
}

/// A page without scripts.
pub(super) fn bare_page(words: Words, title: &str, content: impl IntoView) -> String {
    let page = view! {
        <html lang=words.lang().tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{format!("{title} · {}", words.brand())}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/main.css"/>
            </head>
            <body>
                <main id="content">{content}</main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", page.to_html())
}
