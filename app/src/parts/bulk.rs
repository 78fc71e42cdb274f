//! What became of several returns that were accepted at once.

use super::refusal::bare_page;
use super::said::said;
use crate::ask::review::{Became, Outcome};
use crate::text::Words;
use kpi::catalogue::Lang;
use leptos::prelude::*;

/// The page that answers: each return with what became of it, those that were left first.
pub fn bulk_page(lang: Lang, mut outcomes: Vec<Outcome>) -> String {
    let words = Words(lang);
    outcomes.sort_by_key(|outcome| outcome.what == Became::Accepted);
    let accepted = outcomes
        .iter()
        .filter(|outcome| outcome.what == Became::Accepted)
        .count();
    let left = outcomes.len() - accepted;
    let sum = match (lang, outcomes.is_empty()) {
        (_, true) => words.nothing_ticked().to_owned(),
        (Lang::Zh, _) => format!("已接收 {accepted} 份，未接收 {left} 份。"),
        (Lang::En, _) => format!("{accepted} accepted, {left} not."),
    };
    let rows = outcomes
        .into_iter()
        .map(|outcome| {
            let key = &outcome.key;
            let href = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
            let unit = outcome
                .unit
                .as_ref()
                .map_or_else(|| key.org_unit.to_string(), |unit| words.of(&unit.name));
            let programme = words.programme_name(&key.programme);
            let class = match outcome.what {
                Became::Accepted => "stage stage-accepted",
                Became::Left(_) | Became::Refused(_) => "stage-sent-back",
            };
            view! {
                <tr>
                    <th scope="row"><a href=href>{unit}</a><br/><small>{programme}</small></th>
                    <td>{words.month(key.period)}</td>
                    <td><span class=class>{said(words.became(&outcome.what))}</span></td>
                </tr>
            }
        })
        .collect_view();
    let content = view! {
        <section>
            <h1>{words.bulk_heading()}</h1>
            <p id="sum">{sum}</p>
            <div class="table-room" tabindex="0" role="region" aria-label=words.bulk_heading()>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.unit()}</th>
                            <th scope="col">{words.period()}</th>
                            <th scope="col">{words.what_became()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="actions"><a class="button" href="/returns">{words.go_back()}</a></p>
        </section>
    };
    bare_page(words, words.bulk_heading(), content)
}
