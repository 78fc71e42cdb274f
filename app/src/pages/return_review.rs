//! A return as its reviewer reads it: what differs from the values accepted last, what may be
//! said of each figure, and what may be done.

use super::address::query;
use super::return_page::cell_text;
use crate::ask::returns::OpenReturn;
use crate::parts::{at_work, hidden, said};
use crate::text::{Words, count, use_words};
use kpi::catalogue::catalogue;
use kpi::difference::{Side, changed, sides};
use kpi::draft::{Cell, value};
use kpi::facts::Value;
use kpi::returns::Stage;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The form that remarks in the table belong to.
const SEND_BACK: &str = "send-back";

/// The address of a return's page.
fn address(open: &OpenReturn) -> String {
    let key = &open.key;
    format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period)
}

/// How a return stands beside its stage: the second level, a closed month, who else works on it,
/// and the way to its versions.
#[component]
pub fn ReturnStanding(open: OpenReturn) -> impl IntoView {
    let words = use_words();
    let standing = open.standing.clone();
    let versions = format!("{}/versions", address(&open));
    view! {
        {standing.closed.map(|closed| {
            let (title, help) = words.month_is_closed(&closed);
            view! {
                <section class="callout callout-warning" role="note">
                    <h2>{title}</h2>
                    <p>{said(help)}</p>
                </section>
            }
        })}
        {standing.confirmation.map(|confirmation| view! {
            <p class="note standing">{words.confirmation(&confirmation)}</p>
        })}
        {at_work(words, standing.at_work)}
        {(open.version > 0 || !open.accepted.is_empty()).then(|| view! {
            <p class="tools"><a href=versions>{words.versions_link()}</a></p>
        })}
    }
}

/// What the return says now. Cells that cannot be read, as in a draft, say nothing.
fn said_now(open: &OpenReturn) -> BTreeMap<String, Value> {
    // Who confirms reads what was accepted, whatever its unit has typed since.
    if open.standing.may_confirm {
        return open.accepted.clone();
    }
    open.cells
        .iter()
        .filter_map(|(code, cell)| {
            let element = catalogue().element(code)?;
            Some((code.clone(), value(element, cell).ok()?))
        })
        .collect()
}

/// The return as it stands. A reviewer sees what differs from what was accepted last, and the
/// rest on request; anybody else sees all of it.
#[component]
pub fn ReviewTable(open: OpenReturn) -> impl IntoView {
    let words = use_words();
    let reviews = open.may_review || open.standing.may_confirm;
    let values = said_now(&open);
    let before = match open.standing.may_confirm {
        true => BTreeMap::new(),
        false => open.accepted.clone(),
    };
    let sides = sides(
        catalogue(),
        &open.tiers,
        &open.key,
        &values,
        &before,
        &open.facts,
    );
    let (news, all) = (changed(&sides), sides.len());
    let only_news = reviews && query("show") != "all";
    // Whoever reviews sees every figure; these rows are for other readers.
    let withheld = open
        .withheld
        .iter()
        .map(|(element, below)| withheld_row(words, &open, element, *below))
        .collect_view();
    let page = address(&open);
    let has_remarks = reviews || !open.remarks.is_empty();
    let rows = sides
        .into_iter()
        .filter(|side| side.changed || !only_news)
        .map(|side| row(words, &open, side, has_remarks))
        .collect_view();
    let warnings = open.warnings.clone();
    view! {
        {(!warnings.is_empty()).then(|| view! {
            <section class="callout callout-warning" role="note">
                <h2>{words.warnings_heading()}</h2>
                <ul>
                    {warnings.iter().map(|broken| {
                        let answer = broken.answered(&open.answers).map(|answer| {
                            let why = answer.why.map_or("", |why| words.why(why));
                            view! {
                                <p class="note">
                                    {format!("{}{}{why} ", words.answer_heading(), words.pick("：", ": "))}
                                    {said(answer.note.clone())}
                                </p>
                            }
                        });
                        view! { <li>{words.broken(broken)}{answer}</li> }
                    }).collect_view()}
                </ul>
            </section>
        })}
        {reviews.then(|| view! {
            <p class="tools review-count">
                <span>{words.differs_of(news, all)}</span>
                {match only_news {
                    true => (news < all).then(|| view! { <a href=format!("{page}?show=all") rel="external">{words.show_all_of(all)}</a> }.into_any()),
                    false => Some(view! { <a href=page.clone() rel="external">{words.only_changes()}</a> }.into_any()),
                }}
            </p>
        })}
        {(!only_news || news > 0).then(|| view! {
            <div class="table-room" tabindex="0" role="region" aria-label=words.this_month()>
                <table class="review-table">
                    <thead>
                        <tr>
                            <th scope="col">{words.data_element()}</th>
                            <th scope="col" class="number">{words.this_month()}</th>
                            <th scope="col" class="number">{words.was_column()}</th>
                            <th scope="col" class="number">{words.happened_changes()}</th>
                            {has_remarks.then(|| view! { <th scope="col">{words.remark()}</th> })}
                        </tr>
                    </thead>
                    <tbody>{rows}{withheld}</tbody>
                </table>
            </div>
        })}
    }
}

/// A figure that is withheld from the reader.
fn withheld_row(words: Words, open: &OpenReturn, element: &str, below: Option<i64>) -> AnyView {
    view! {
        <tr>
            <th scope="row">{words.element(element)}</th>
            <td class="number">{words.withheld_below(below)}</td>
            <td class="number">{words.withheld()}</td>
            <td class="number"></td>
            {(!open.remarks.is_empty()).then(|| view! { <td></td> })}
        </tr>
    }
    .into_any()
}

fn row(words: Words, open: &OpenReturn, side: Side<'static>, has_remarks: bool) -> AnyView {
    let element = side.element;
    let text = |value: &Value| cell_text(words, &Cell::saying(element, value));
    let now = match &side.now {
        Some(value) => text(value),
        None => words.left_out().to_owned(),
    };
    let before = match &side.before {
        Some((period, value)) => format!("{}（{period}）", text(value)),
        None => words.never_accepted().to_owned(),
    };
    let before = match words.lang() {
        kpi::catalogue::Lang::Zh => before,
        kpi::catalogue::Lang::En => before.replace('（', " (").replace('）', ")"),
    };
    let moved = side.changed.then(|| moved(&side)).flatten();
    let name = words.of(&element.name);
    let remark = has_remarks.then(|| {
        let known = open.remarks.get(&element.code).cloned();
        view! {
            <td>
                {known.map(said)}
                {(open.may_review || open.standing.may_confirm).then(|| remark(words, &element.code, &name))}
            </td>
        }
    });
    view! {
        <tr class:changed=side.changed>
            <th scope="row">{name}</th>
            <td class="number">{said(now)}</td>
            <td class="number">{said(before)}</td>
            <td class="number">{moved}</td>
            {remark}
        </tr>
    }
    .into_any()
}

/// How far a count moved.
fn moved(side: &Side) -> Option<String> {
    let now = side.now.as_ref()?.figure()?;
    let (_, before) = side.before.as_ref()?;
    let by = now - before.figure()?;
    let plain = side.element.value_type == kpi::catalogue::ValueType::Count;
    plain.then(|| match by > 0 {
        true => format!("+{}", count(by)),
        false => count(by),
    })
}

/// Room for a remark. The field belongs to the form below the table.
fn remark(words: Words, element: &str, name: &str) -> impl IntoView + use<> {
    let label = format!("{}{name}", words.remark_on());
    view! {
        <details class="remark">
            <summary aria-label=format!("{} {name}", words.add_remark())>{words.add_remark()}</summary>
            <textarea
                name=format!("remark:{element}")
                form=SEND_BACK
                rows="2"
                maxlength="500"
                aria-label=label
            ></textarea>
        </details>
    }
}

/// What the reader may do with a return that is not open to typing.
#[component]
pub fn ReviewDeeds(open: OpenReturn) -> impl IntoView {
    let words = use_words();
    let action = address(&open);
    let revision = open.revision;
    let confirms = open.standing.may_confirm;
    let (intent, name) = match confirms {
        true => ("confirm", words.confirm()),
        false => ("accept", words.accept()),
    };
    // A month that is closed shows why above; the deeds would only be refused.
    let is_open = open.standing.closed.is_none();
    let review = ((open.may_review || confirms) && is_open).then(|| {
        let action = action.clone();
        view! {
            <section class="review">
                <form method="post" action=action.clone() class="inline">
                    {hidden("revision", revision)}
                    <button class="button" name="intent" value=intent>{name}</button>
                </form>
                <form method="post" action=action class="stack" id=SEND_BACK>
                    {hidden("revision", revision)}
                    <label>
                        <span>{words.overall_reason()}</span>
                        <textarea name="reason" rows="3" maxlength="2000"></textarea>
                    </label>
                    <button class="button button-quiet" name="intent" value="send_back">{words.send_back()}</button>
                </form>
            </section>
        }
    });
    let withdraw = (open.may_withdraw && is_open && open.stage == Some(Stage::Submitted)).then(|| {
        view! {
            <form method="post" action=action.clone() class="inline">
                {hidden("revision", revision)}
                <button class="button button-quiet" name="intent" value="withdraw">{words.withdraw()}</button>
            </form>
        }
    });
    view! { {review}{withdraw} }
}
