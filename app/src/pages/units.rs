//! `/units`: every organisation unit, to be found by name or code.

use super::address::{escape, query};
use crate::ask::units::{FoundUnit, Scope, find_units};
use crate::parts::{Downloads, Frame, answered};
use crate::text::{Words, count, use_words};
use leptos::prelude::*;

/// The list of units.
#[component]
pub fn Units() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| (query("q"), scope(&query("scope"))));
    let question =
        Resource::new_blocking(move || asked.get(), |(text, scope)| find_units(text, scope));
    answered(question, move |found| {
        let (text, scope) = asked.get_untracked();
        let total = count(found.total as i64);
        let file = format!("?q={}&scope={}", escape(&text), query("scope"));
        view! {
            <Frame title=words.units().to_owned() lead=words.pick("试点地区和区县可点开总览。", "Open the summary of a pilot region or county.")>
                <form class="filters" method="get" action="/units" role="search">
                    <label>
                        <span>{words.text_in_name()}</span>
                        <input type="search" name="q" value=text/>
                    </label>
                    <label>
                        <span>{words.filter()}</span>
                        <select name="scope">
                            <option value="" selected=scope == Scope::Pilots>{words.scope_pilots()}</option>
                            <option value="all" selected=scope == Scope::All>{words.scope_all()}</option>
                        </select>
                    </label>
                    <button>{words.search()}</button>
                    <Downloads table="/units/table" query=file/>
                    <span class="hint">{match words.lang() {
                        kpi::catalogue::Lang::Zh => format!("共 {total} 个，最多显示 100 个"),
                        kpi::catalogue::Lang::En => format!("{total} units; the first 100 are shown"),
                    }}</span>
                </form>
                {match found.units.is_empty() {
                    true => view! { <p class="hint">{words.no_units()}</p> }.into_any(),
                    false => table(words, found.units).into_any(),
                }}
                <section>
                    <h2>{words.without_code()}</h2>
                    <p class="hint">{words.without_code_note()}</p>
                    <ul>
                        {found.without_code.into_iter().map(|(name, note)| view! {
                            <li>{words.of(&name)}" — "{words.of(&note)}</li>
                        }).collect_view()}
                    </ul>
                </section>
            </Frame>
        }
    })
}

fn scope(text: &str) -> Scope {
    match text {
        "all" => Scope::All,
        _ => Scope::Pilots,
    }
}

fn table(words: Words, units: Vec<FoundUnit>) -> impl IntoView {
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.units()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.code()}</th>
                        <th scope="col">{words.level()}</th>
                        <th scope="col">{words.above()}</th>
                    </tr>
                </thead>
                <tbody>
                    {units.into_iter().map(|found| {
                        let name = words.of(&found.unit.name);
                        let code = found.unit.code.to_string();
                        let above = found.above.iter().map(|unit| words.of(&unit.name)).collect::<Vec<_>>().join(" › ");
                        view! {
                            <tr>
                                <th scope="row">
                                    {match found.readable {
                                        true => view! { <a href=format!("/summary/{code}")>{name}</a> }.into_any(),
                                        false => name.into_any(),
                                    }}
                                    {found.unit.note.as_ref().map(|note| view! { <p class="note">{words.of(note)}</p> })}
                                </th>
                                <td>{code}</td>
                                <td>{words.level_of(&found.unit)}</td>
                                <td>{above}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
