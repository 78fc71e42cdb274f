//! `/returns/UNIT/PROGRAMME/MONTH/check`: the answers of a return, to be checked and submitted.

use super::address::{query, return_of_path};
use super::return_form::fault_list;
use super::return_page::cell_text;
use crate::ask::refuse;
use crate::ask::returns::{self, EVERY_TASK, OpenReturn};
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, Question, RefusalNote, answered, hidden};
use crate::refusal::{NotNow, Refusal};
use crate::text::{Words, count, use_words};
use kpi::catalogue::{DataElement, ValueType, catalogue, programme};
use kpi::draft::{Cell, value};
use kpi::facts::Value;
use kpi::fault::{Fault, Reason};
use leptos::prelude::*;

/// The answers of one return.
#[component]
pub fn CheckPage() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| return_of_path());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            let (unit, programme, period) = match asked {
                Ok(asked) => asked,
                Err(refusal) => return refuse(refusal),
            };
            let open = returns::open_return(unit, programme, period).await?;
            match (open.may_edit, open.stage) {
                (true, _) => Ok(open),
                (false, Some(kpi::returns::Stage::Submitted)) => {
                    refuse(Refusal::NotNow(NotNow::Submitted))
                }
                (false, _) => refuse(Refusal::Forbidden),
            }
        },
    );
    answered(question, move |open| page(words, open))
}

fn page(words: Words, open: OpenReturn) -> impl IntoView {
    let key = open.key.clone();
    let Some(unit) = open.path.last().map(|unit| words.of(&unit.name)) else {
        return view! { <RefusalNote refusal=Refusal::Missing/> }.into_any();
    };
    let programme = programme(&key.programme).map_or("", |programme| programme.name(words.lang()));
    let title = format!(
        "{} · {unit} · {}",
        words.check_heading(),
        words.month(key.period)
    );
    let form = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let to = {
        let period = key.period;
        Callback::new(move |above: UnitRef| format!("/summary/{}/{period}", above.code))
    };
    let said = open.read(open.cells.clone());
    let hard: Vec<Fault> = said
        .faults
        .iter()
        .filter(|one| !one.waits_for_a_word())
        .cloned()
        .collect();
    let unfinished = kpi::draft::unanswered(catalogue(), &said.warnings, &open.answers);
    let told: Vec<Fault> = match query("check") == "1" {
        true => said
            .faults
            .iter()
            .filter(|fault| matches!(fault.reason, Reason::Unconfirmed { .. }))
            .chain(&unfinished)
            .cloned()
            .collect(),
        false => Vec::new(),
    };
    let questions = said
        .warnings
        .iter()
        .map(|broken| {
            let answer = broken.answered(&open.answers).cloned();
            view! { <Question broken=broken.clone() answer/> }
        })
        .collect_view();
    let carried = open.carried();
    let unconfirmed = said
        .faults
        .iter()
        .filter(|fault| matches!(fault.reason, Reason::Unconfirmed { .. }))
        .count();
    let corrects = !open.accepted.is_empty();
    let rows = catalogue()
        .asked(&key.programme, &open.tiers)
        .filter_map(|element| row(words, element, &open, &carried))
        .collect_view();
    let (back, form_of) = (form.clone(), form.clone());
    view! {
        <Crumbs path=open.path.clone() to/>
        <Frame title lead=programme>
            <form method="post" action=form class="check-form" novalidate>
                {hidden("revision", open.revision)}
                {(!hard.is_empty()).then(|| fault_list(words, &hard, &form_of))}
                {(hard.is_empty() && !told.is_empty()).then(|| fault_list(words, &told, ""))}
                <div class="table-room" tabindex="0" role="region" aria-label=words.this_month()>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{words.data_element()}</th>
                                <th scope="col" class="number">{words.this_month()}</th>
                                <th scope="col" class="number">{words.last_figure()}</th>
                                <th scope="col" class="number">{words.change_column()}</th>
                                <th scope="col">{words.origin_column()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {(!said.warnings.is_empty()).then(|| view! {
                    <section class="callout callout-warning">
                        <h2>{words.questions_heading()}</h2>
                        <p class="hint">{words.asked_of_you()}</p>
                        {questions}
                    </section>
                })}
                {corrects.then(|| view! {
                    <section class="callout">
                        <p>{words.correction_note()}</p>
                        <label>
                            <span>{words.correction_reason()}</span>
                            <textarea name="reason" rows="2" maxlength="2000"></textarea>
                        </label>
                    </section>
                })}
                {hard.is_empty().then(|| view! {
                    <section class="sign">
                        <label>
                            <span>{words.head_of_unit()}</span>
                            <input name="head" value=open.signed.head.clone() maxlength="60" autocomplete="off"/>
                        </label>
                        <label>
                            <span>{words.phone()}</span>
                            <input name="phone" value=open.signed.phone.clone() maxlength="40" inputmode="tel" autocomplete="off"/>
                        </label>
                    </section>
                })}
                {(hard.is_empty() && unconfirmed > 0).then(|| view! {
                    <label class="check">
                        <input type="checkbox" name=format!("confirm:{EVERY_TASK}") value="1"/>
                        <span>{format!("{} ({unconfirmed})", words.confirm_all())}</span>
                    </label>
                })}
                <p class="actions">
                    <a class="button button-quiet" href=back>{words.back_to_form()}</a>
                    {hard.is_empty().then(|| view! {
                        <button class="button" name="intent" value="submit">{words.submit()}</button>
                    })}
                </p>
            </form>
        </Frame>
    }
    .into_any()
}

/// One answer: the figure, the last one, by how much it has changed, where it comes from.
fn row(
    words: Words,
    element: &'static DataElement,
    open: &OpenReturn,
    carried: &std::collections::BTreeMap<String, (Cell, kpi::draft::Origin)>,
) -> Option<impl IntoView + use<>> {
    let typed = open
        .cells
        .get(&element.code)
        .filter(|cell| !cell.is_blank());
    let laid_out = carried.get(&element.code);
    let (cell, origin, class) = match (typed, laid_out) {
        (Some(cell), Some((same, origin))) if cell == same => (cell, words.origin(*origin), ""),
        (Some(cell), _) => (cell, words.typed_mark().to_owned(), "typed"),
        (None, Some((cell, origin))) => (
            cell,
            format!("{}{}", words.origin(*origin), words.not_confirmed()),
            "unconfirmed",
        ),
        (None, None) if element.frequency.due_in(open.key.period) => {
            return Some(answer_row(
                words,
                element,
                None,
                None,
                words.not_begun().to_owned(),
                "changed",
            ));
        }
        (None, None) => return None,
    };
    let last = open
        .facts
        .last_before(element, open.key.period)
        .map(|(_, figure)| figure);
    Some(answer_row(
        words,
        element,
        Some(cell.clone()),
        last,
        origin,
        class,
    ))
}

fn answer_row(
    words: Words,
    element: &'static DataElement,
    cell: Option<Cell>,
    last: Option<i64>,
    origin: String,
    class: &'static str,
) -> impl IntoView + use<> {
    let figure = cell
        .as_ref()
        .and_then(|cell| value(element, cell).ok()?.figure());
    let change = figure
        .zip(last)
        .filter(|_| element.value_type == ValueType::Count)
        .map(|(now, last)| now - last)
        .filter(|change| *change != 0)
        .map(|change| {
            let sign = if change > 0 { "+" } else { "−" };
            format!("{sign}{}", count(change.abs()))
        });
    let last = last.map(|last| cell_text(words, &Cell::saying(element, &Value::Figure(last))));
    view! {
        <tr class=class id=format!("f-{}", element.code)>
            <th scope="row">{words.of(&element.name)}</th>
            <td class="number">{cell.map(|cell| cell_text(words, &cell))}</td>
            <td class="number">{last}</td>
            <td class="number">{change}</td>
            <td>{origin}</td>
        </tr>
    }
}
