//! `/returns/UNIT/PROGRAMME/MONTH`: one return, to be filled, read or reviewed.

use super::address::{part, query};
use super::desk::stage_class;
use super::return_form::ReturnForm;
use crate::ask::refuse;
use crate::ask::returns::{self, Happened, OpenReturn};
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, answered, hidden, said};
use crate::text::{Words, use_words};
use kpi::catalogue::{catalogue, programme};
use kpi::draft::Cell;
use kpi::facts::Value;
use kpi::returns::Stage;
use leptos::prelude::*;

/// One return.
#[component]
pub fn ReturnPage() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let unit = part("unit")?;
        let programme: String = part("programme")?;
        Ok((unit, programme, part("period")?))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, programme, period)) => {
                    returns::open_return(unit, programme, period).await
                }
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let talk = super::talk::counts();
    answered(question, move |open| page(words, open, talk))
}

fn page(words: Words, open: OpenReturn, talk: super::talk::Counts) -> impl IntoView {
    let key = open.key.clone();
    let unit = open
        .path
        .last()
        .map_or_else(String::new, |unit| words.of(&unit.name));
    let programme = programme(&key.programme).map_or("", |programme| programme.name(words.lang()));
    let title = format!("{unit} · {}", words.month(key.period));
    let to = {
        let period = key.period;
        Callback::new(move |above: UnitRef| format!("/summary/{}/{period}", above.code))
    };
    let deadline = format!("{} {} 24:00", words.deadline(), words.day(open.deadline));
    let checked = query("check") == "1" || open.stage == Some(Stage::SentBack);
    let history = open.history.clone();
    view! {
        <Crumbs path=open.path.clone() to/>
        <Frame title lead=programme>
            <p class="stand">
                <span class=stage_class(open.stage)>{words.stage_of(open.stage)}</span>
                <span class="note">{deadline}</span>
            </p>
            {super::talk::line(talk)}
            {open.sent_back_because.clone().map(|because| view! {
                <section class="callout" role="note">
                    <h2>{words.sent_back_heading()}</h2>
                    <p>{said(because)}</p>
                </section>
            })}
            {match open.may_edit {
                true => view! { <ReturnForm open=open.clone() checked/> }.into_any(),
                false => read_only(words, &open).into_any(),
            }}
            {(open.may_review || open.may_withdraw).then(|| deeds(words, &open))}
            {past(words, history)}
        </Frame>
    }
}

/// The return as it stands, to be read or reviewed: what was accepted before stands beside it.
fn read_only(words: Words, open: &OpenReturn) -> impl IntoView + use<> {
    let tiers = open.tiers.clone();
    let rows = catalogue()
        .asked(&open.key.programme, &tiers)
        .filter_map(|element| {
            let cell = open.cells.get(&element.code).filter(|cell| !cell.is_blank())?;
            let before = open
                .facts
                .last_before(element, open.key.period)
                .map(|(period, figure)| (period, Cell::saying(element, &Value::Figure(figure))));
            let accepted = open
                .accepted
                .get(&element.code)
                .map(|value| cell_text(words, &Cell::saying(element, value)));
            let now = cell_text(words, cell);
            let changed = accepted.filter(|accepted| *accepted != now);
            let class = match changed {
                Some(_) => "changed",
                None => "",
            };
            Some(view! {
                <tr class=class>
                    <th scope="row">{words.of(&element.name)}</th>
                    <td class="number">{now}</td>
                    <td class="number">
                        {before.map(|(period, cell)| format!("{} ({})", cell_text(words, &cell), period))}
                    </td>
                    <td>{changed.map(|was| format!("{} {was}", words.changed_from()))}</td>
                </tr>
            })
        })
        .collect_view();
    let warnings = open.warnings.clone();
    view! {
        {(!warnings.is_empty()).then(|| view! {
            <section class="callout callout-warning" role="note">
                <h2>{words.warnings_heading()}</h2>
                <ul>{warnings.iter().map(|broken| view! { <li>{words.broken(broken)}</li> }).collect_view()}</ul>
            </section>
        })}
        <div class="table-room" tabindex="0" role="region" aria-label=words.this_month()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.data_element()}</th>
                        <th scope="col" class="number">{words.this_month()}</th>
                        <th scope="col" class="number">{words.last_figure()}</th>
                        <th scope="col">{words.happened_changes()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// What stands in a cell, to be read.
pub fn cell_text(words: Words, cell: &Cell) -> String {
    use kpi::draft::Empty;
    match cell.empty {
        None => cell.text.clone(),
        Some(Empty::NotApplicable) => format!("{}（{}）", words.empty_na(), cell.reason),
        Some(Empty::NotYet) => words.empty_not_yet().to_owned(),
        Some(Empty::NotCollected) => words.empty_not_collected().to_owned(),
    }
}

/// What the reader may do with a return that is not open.
fn deeds(words: Words, open: &OpenReturn) -> impl IntoView + use<> {
    let key = &open.key;
    let action = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let revision = open.revision;
    let review = open.may_review.then(|| {
        let action = action.clone();
        view! {
            <section class="review">
                <form method="post" action=action.clone() class="inline">
                    {hidden("revision", revision)}
                    <button class="button" name="intent" value="accept">{words.accept()}</button>
                </form>
                <form method="post" action=action class="stack">
                    {hidden("revision", revision)}
                    <label>
                        <span>{words.send_back_words()}</span>
                        <textarea name="reason" rows="3" required maxlength="2000"></textarea>
                    </label>
                    <button class="button button-quiet" name="intent" value="send_back">{words.send_back()}</button>
                </form>
            </section>
        }
    });
    let withdraw = open.may_withdraw.then(|| {
        view! {
            <form method="post" action=action.clone() class="inline">
                {hidden("revision", revision)}
                <button class="button button-quiet" name="intent" value="withdraw">{words.withdraw()}</button>
            </form>
        }
    });
    view! { {review}{withdraw} }
}

/// What happened to the return, newest first.
fn past(words: Words, history: Vec<Happened>) -> impl IntoView {
    (!history.is_empty()).then(|| view! {
        <details class="history">
            <summary><h2>{words.history()}</h2></summary>
            <div class="table-room" tabindex="0" role="region" aria-label=words.history()>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.happened_at()}</th>
                            <th scope="col">{words.happened_who()}</th>
                            <th scope="col">{words.happened_what()}</th>
                            <th scope="col">{words.happened_changes()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {history.into_iter().map(|event| {
                            let changes = event.changes.iter().map(|(element, from, to)| {
                                view! { <li>{words.element(element)}": "{said(format!("{from} → {to}"))}</li> }
                            }).collect_view();
                            view! {
                                <tr>
                                    <th scope="row">{words.moment(event.at)}</th>
                                    <td>{event.account.clone()}</td>
                                    <td>
                                        {words.did(&event.action)}
                                        {event.reason.clone().map(|reason| view! { <p class="note">{said(reason)}</p> })}
                                    </td>
                                    <td><ul class="plain">{changes}</ul></td>
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </details>
    })
}
