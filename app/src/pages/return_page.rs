//! `/returns/UNIT/PROGRAMME/MONTH`: one return, to be filled, read or reviewed.

use super::address::{query, return_of_path};
use super::desk::stage_class;
use super::return_form::ReturnForm;
use super::return_review::{ReturnStanding, ReviewDeeds, ReviewTable};
use crate::ask::refuse;
use crate::ask::returns::{self, Happened, OpenReturn};
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, RowLinks, SheetLinks, answered, said, withheld_note};
use crate::text::{Words, use_words};
use kpi::catalogue::programme;
use kpi::draft::Cell;
use kpi::returns::Stage;
use kpi::suppression::WITHHELD;
use leptos::prelude::*;

/// One return.
#[component]
pub fn ReturnPage() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| return_of_path());
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
    let deadline = format!("{} {}", words.deadline(), words.deadline_at(open.deadline));
    let checked = query("check") == "1" || open.stage == Some(Stage::SentBack);
    let history = open.history.clone();
    view! {
        <Crumbs path=open.path.clone() to/>
        <Frame title lead=programme>
            <p class="stand">
                <span class=stage_class(open.stage)>{words.stage_of(open.stage)}</span>
                <span class="note">{deadline}</span>
            </p>
            <ReturnStanding open=open.clone()/>
            <SheetLinks open=open.clone()/>
            {super::talk::line(talk)}
            {open.sent_back_because.clone().map(|because| view! {
                <section class="callout" role="note">
                    <h2>{words.sent_back_heading()}</h2>
                    <p>{said(because)}</p>
                </section>
            })}
            <RowLinks open=open.clone()/>
            {withheld_note(words, !open.withheld.is_empty())}
            {match open.may_edit {
                true => view! { <ReturnForm open=open.clone() checked/> }.into_any(),
                false => view! { <ReviewTable open=open.clone()/> }.into_any(),
            }}
            <ReviewDeeds open=open.clone()/>
            {past(words, history)}
        </Frame>
    }
}

/// What stands in a cell, to be read.
pub fn cell_text(words: Words, cell: &Cell) -> String {
    use kpi::draft::Empty;
    match cell.empty {
        None if cell.text == WITHHELD => words.withheld().to_owned(),
        None => cell.text.clone(),
        Some(Empty::NotApplicable) => format!("{}（{}）", words.empty_na(), cell.reason),
        Some(Empty::NotYet) => words.empty_not_yet().to_owned(),
        Some(Empty::NotCollected) => words.empty_not_collected().to_owned(),
    }
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
                                let told = format!("{} → {}", words.told(from), words.told(to));
                                view! { <li>{words.changed_thing(element)}": "{said(told)}</li> }
                            }).collect_view();
                            view! {
                                <tr>
                                    <th scope="row">{words.moment(event.at)}</th>
                                    <td>{event.account.clone()}</td>
                                    <td>
                                        {words.did(&event.action)}
                                        {event.reason.clone().map(|reason| view! { <p class="note">{said(words.reason_told(&reason))}</p> })}
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
