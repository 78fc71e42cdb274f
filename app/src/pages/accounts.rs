//! `/accounts`: who may come in. `/account`: one's own password.

use super::address::query;
use crate::ask::accounts::{AccountLine, accounts};
use crate::parts::{Frame, answered, hidden, said};
use crate::text::{Words, use_words};
use kpi::role::Role;
use leptos::prelude::*;

/// The accounts at the administrator's unit and below.
#[component]
pub fn Accounts() -> impl IntoView {
    let words = use_words();
    let question = Resource::new_blocking(|| (), |()| accounts());
    answered(question, move |lines| {
        view! {
            <Frame title=words.accounts().to_owned()>
                <details>
                    <summary><h2>{words.add_account()}</h2></summary>
                    <form method="post" action="/accounts" class="stack narrow">
                        <label>
                            <span>{words.account_name()}</span>
                            <input name="account" required pattern="[A-Za-z0-9._\\-]+" maxlength="64" autocapitalize="none" autocomplete="off"/>
                        </label>
                        <label>
                            <span>{words.person_name()}</span>
                            <input name="name" required maxlength="100" autocomplete="off"/>
                        </label>
                        <label>
                            <span>{words.role()}</span>
                            <select name="role">
                                {Role::ALL.into_iter().map(|role| view! {
                                    <option value=role.code()>{words.role_name(role)}</option>
                                }).collect_view()}
                            </select>
                        </label>
                        <label>
                            <span>{words.unit_code()}</span>
                            <input name="org_unit" required pattern="[0-9]{6}" inputmode="numeric" maxlength="6"/>
                        </label>
                        <button class="button" name="intent" value="add">{words.add_account()}</button>
                    </form>
                </details>
                <div class="table-room" tabindex="0" role="region" aria-label=words.accounts()>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{words.account_name()}</th>
                                <th scope="col">{words.person_name()}</th>
                                <th scope="col">{words.role()}</th>
                                <th scope="col">{words.unit()}</th>
                                <th scope="col">{words.status_column()}</th>
                                <th scope="col"><span class="sr-only">{words.change_password()}</span></th>
                            </tr>
                        </thead>
                        <tbody>{lines.into_iter().map(|line| row(words, line)).collect_view()}</tbody>
                    </table>
                </div>
            </Frame>
        }
    })
}

fn row(words: Words, line: AccountLine) -> AnyView {
    let account = line.account.clone();
    let close = format!("{} {account}", words.close_account());
    let reset = format!("{} {account}", words.reset_password());
    view! {
        <tr>
            <th scope="row">{line.account.clone()}</th>
            <td>{said(line.name.clone())}</td>
            <td>{words.role_name(line.role)}</td>
            <td>{words.of(&line.unit.name)}</td>
            <td>{if line.active { words.active() } else { words.closed() }}</td>
            <td>
                <form method="post" action="/accounts" class="inline">
                    {hidden("account", account)}
                    <button class="link" name="intent" value="reset" aria-label=reset>{words.reset_password()}</button>
                    {line.active.then(|| view! {
                        <button class="link" name="intent" value="close" aria-label=close>{words.close_account()}</button>
                    })}
                </form>
            </td>
        </tr>
    }
    .into_any()
}

/// One's own password.
#[component]
pub fn Account() -> impl IntoView {
    let words = use_words();
    let wrong = move || match query("wrong").as_str() {
        "old" => Some(words.pick("当前密码不对。", "The current password is wrong.")),
        "short" => Some(words.password_rule()),
        "twice" => Some(words.pick("两次输入的新密码不一致。", "The two new passwords differ.")),
        _ => None,
    };
    let known = crate::parts::use_here();
    answered(known, move |here| {
        match here.who {
        None => view! { <crate::parts::RefusalNote refusal=crate::refusal::Refusal::SignIn/> }.into_any(),
        Some(who) => view! {
            <Frame title=words.change_password().to_owned() lead=format!("{} · {}", words.role_name(who.role), words.of(&who.unit_name))>
                <form method="post" action="/account" class="stack narrow">
                    {move || wrong().map(|text| view! { <p class="fault" role="alert">{text}</p> })}
                    <input type="hidden" name="username" autocomplete="username" value=who.account.clone()/>
                    <label>
                        <span>{words.old_password()}</span>
                        <input name="old" type="password" autocomplete="current-password" required/>
                    </label>
                    <label>
                        <span>{words.new_password()}</span>
                        <input name="new" type="password" autocomplete="new-password" required minlength="12" aria-describedby="rule"/>
                    </label>
                    <p class="hint" id="rule">{words.password_rule()}</p>
                    <label>
                        <span>{words.new_password_again()}</span>
                        <input name="again" type="password" autocomplete="new-password" required minlength="12"/>
                    </label>
                    <button class="button">{words.change_password()}</button>
                </form>
            </Frame>
        }
        .into_any(),
    }
    })
}
