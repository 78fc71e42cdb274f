//! Pages that answer a form which could not be taken as it was, with everything that was typed
//! still in them: after the session has ended, and when somebody else changed the same cells.
//! They need no script.

use super::refusal::bare_page;
use super::said;
use crate::ask::returns::Clash;
use crate::text::Words;
use kpi::catalogue::Lang;
use leptos::prelude::*;

/// The fields of a form, to be sent again.
fn fields_again(fields: &[(String, String)]) -> impl IntoView + use<> {
    fields
        .iter()
        .cloned()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
}

/// Asks to sign in, and then goes on with the form that was sent.
pub fn resume_page(lang: Lang, action: &str, fields: &[(String, String)], wrong: bool) -> String {
    let words = Words(lang);
    let action = action.to_owned();
    let content = view! {
        <section class="refusal" role="alert">
            <h1>{words.resume_heading()}</h1>
            <p>{words.resume_help()}</p>
            {wrong.then(|| {
                let (title, help) = words.refusal(&crate::refusal::Refusal::WrongPassword);
                view! { <p class="fault">{title}" "{help}</p> }
            })}
            <form method="post" action=action class="stack narrow">
                {fields_again(fields)}
                <label>
                    <span>{words.account_name()}</span>
                    <input name="sign-in-account" required autocomplete="username"/>
                </label>
                <label>
                    <span>{words.password()}</span>
                    <input name="sign-in-password" type="password" required autocomplete="current-password"/>
                </label>
                <button class="button">{words.resume()}</button>
            </form>
        </section>
    };
    bare_page(words, words.resume_heading(), content)
}

/// Shows, cell by cell, mine, theirs and what it was, and lets one choose.
pub fn clash_page(
    lang: Lang,
    action: &str,
    revision: i64,
    intent: &str,
    clashes: &[Clash],
) -> String {
    let words = Words(lang);
    let (action, intent) = (action.to_owned(), intent.to_owned());
    let choices = clashes
        .iter()
        .cloned()
        .map(|clash| choice(words, clash))
        .collect_view();
    let content = view! {
        <section class="refusal" role="alert">
            <h1>{words.clash_heading()}</h1>
            <p>{words.clash_help()}</p>
            <form method="post" action=action class="stack">
                <input type="hidden" name="revision" value=revision/>
                {choices}
                <button class="button" name="intent" value=intent>{words.save()}</button>
            </form>
        </section>
    };
    bare_page(words, words.clash_heading(), content)
}

fn choice(words: Words, clash: Clash) -> impl IntoView {
    let code = clash.element.clone();
    let take = format!("take:{code}");
    view! {
        <fieldset class="question">
            <legend>{words.element(&code)}</legend>
            <p class="hint">{format!("{}{}{}", words.clash_base(), words.pick("：", ": "), words.told(&clash.base))}</p>
            <input type="hidden" name=format!("text:{code}") value=clash.mine.text.clone()/>
            <input type="hidden" name=format!("empty:{code}") value=clash.mine.empty.map_or("", |empty| empty.code())/>
            <input type="hidden" name=format!("reason:{code}") value=clash.mine.reason.clone()/>
            <label class="choice">
                <input type="radio" name=take.clone() value="mine" required/>
                <span>{format!("{}{}{}", words.clash_mine(), words.pick("：", ": "), words.cell(&clash.mine))}</span>
            </label>
            <label class="choice">
                <input type="radio" name=take value="theirs"/>
                <span>
                    {format!("{}{}{} (", words.clash_theirs(), words.pick("：", ": "), words.cell(&clash.theirs))}
                    {said(clash.by)}
                    {format!(", {})", words.moment(clash.at))}
                </span>
            </label>
        </fieldset>
    }
}
