//! One data element: its field, what stood there before, what is wrong or asked about it.

use super::typing::Typing;
use crate::ask::returns::Clash;
use crate::pages::cell_text;
use crate::parts::{Question, rows_address, said};
use crate::text::{Words, count};
use kpi::catalogue::{DataElement, Kind, ValueType, catalogue};
use kpi::draft::{Cell, Empty, value};
use kpi::facts::Value;
use kpi::rows::RowList;
use leptos::prelude::*;

/// One field with everything around it.
pub fn field(words: Words, element: &'static DataElement, typing: Typing) -> AnyView {
    let code = element.code.as_str();
    let id = format!("f-{code}");
    let feeds: Vec<String> = catalogue()
        .fed_by(code)
        .map(|indicator| words.of(&indicator.short))
        .collect();
    let notes = format!("d-{code}");
    let computed = typing.open.with_value(|open| {
        let count = open.from_rows.get(code).copied();
        let list = count.zip(RowList::computing(code));
        list.map(|(count, list)| (count, rows_address(&open.key, list)))
    });
    let is_typed = computed.is_none();
    let opened_empty = untrack(|| typing.shown(code).empty.is_some());
    let remark = typing
        .open
        .with_value(|open| open.remarks.get(code).cloned())
        .map(|remark| {
            view! {
                <p class="remark"><strong>{words.reviewer_asks()}</strong>" "{said(remark)}</p>
            }
        });
    view! {
        <div
            class="field"
            class:field-fault=move || !typing.faults_of(code).is_empty()
            class:field-carried=move || typing.is_carried(code)
            data-element=code
        >
            <label for=id.clone()>{words.of(&element.name)}</label>
            <div class="field-entry">
                {input(words, element, &id, &notes, typing)}
                <span class="unit">{words.of(&element.unit)}</span>
                {computed.map(|(count, rows)| view! {
                    <a class="from-rows" href=rows>{words.from_rows(count)}</a>
                })}
            </div>
            <p class="field-last">{before(words, element, typing)}</p>
            <div class="field-fault-text" id=notes aria-live="polite">
                {remark}
                {move || typing.faults_of(code).iter().map(|fault| view! {
                    <p class="fault">{words.fault(fault)}</p>
                }).collect_view()}
                {questions(element, typing)}
                {move || typing.clashes.with(|clashes| {
                    clashes.iter().find(|clash| clash.element == code).cloned()
                }).map(|clash| clashing(words, clash, typing))}
            </div>
            <details class="field-more" open=opened_empty>
                <summary>{words.no_figure()}</summary>
                <p class="hint">{words.of(&element.definition)}</p>
                {(!feeds.is_empty()).then(|| view! {
                    <p class="hint">{format!("{}{}{}", words.feeds(), words.pick("：", ": "), feeds.join(words.pick("、", ", ")))}</p>
                })}
                {is_typed.then(|| empties(words, code, typing))}
            </details>
        </div>
    }
    .into_any()
}

/// What stood there last, by how much it has changed, and whether it is only carried over.
fn before(words: Words, element: &'static DataElement, typing: Typing) -> impl IntoView {
    let code = element.code.as_str();
    let last = typing
        .open
        .with_value(|open| open.facts.last_before(element, open.key.period));
    let kind = match element.kind {
        Kind::Stock => words.pick("期末数", "as at the month's end"),
        Kind::Flow => words.pick("本期发生数", "in the period"),
        Kind::YearToDate => words.pick("本年累计", "year to date"),
    };
    let told = last.map(|(period, figure)| {
        let figure = cell_text(words, &Cell::saying(element, &Value::Figure(figure)));
        format!("{} {figure} ({period}) · ", words.last_figure())
    });
    let change = move || {
        let (_, last) = last.filter(|_| element.value_type == ValueType::Count)?;
        let now = value(element, &typing.shown(code)).ok()?.figure()?;
        let change = now - last;
        (change != 0).then(|| {
            let sign = if change > 0 { "+" } else { "−" };
            view! { <span class="change">{format!("{sign}{} ", count(change.abs()))}</span> }
        })
    };
    let mark = move || {
        let origin = typing.origin(code)?;
        let mark = match typing.is_carried(code) {
            true => words.carried_mark(),
            false => words.confirmed_mark(),
        };
        let class = match typing.is_carried(code) {
            true => "mark-carried",
            false => "mark-confirmed",
        };
        Some(view! { <span class=class title=words.origin(origin)>{format!(" · {mark}")}</span> })
    };
    view! { {told}{change}{kind}{mark} }
}

/// The warnings beside this field, each a question.
fn questions(element: &'static DataElement, typing: Typing) -> impl IntoView {
    let code = element.code.as_str();
    let asked = Memo::new(move |_| typing.warnings_of(code));
    move || {
        asked
            .get()
            .into_iter()
            .map(|broken| {
                let answer = typing
                    .answers
                    .with_untracked(|answers| broken.answered(answers).cloned());
                let (for_why, for_note) = (broken.clone(), broken.clone());
                view! {
                    <Question
                        broken
                        answer
                        on_why=Callback::new(move |why| {
                            typing.answer(&for_why, |answer| answer.why = Some(why));
                        })
                        on_note=Callback::new(move |note| {
                            typing.answer(&for_note, |answer| answer.note = note);
                        })
                    />
                }
            })
            .collect_view()
    }
}

/// Mine, theirs and what it was, with the choice between them.
fn clashing(words: Words, clash: Clash, typing: Typing) -> impl IntoView {
    let settle = move |element: &str| {
        typing
            .clashes
            .update(|clashes| clashes.retain(|clash| clash.element != element));
    };
    let (mine, element) = (clash.mine.clone(), clash.element.clone());
    let theirs_of = clash.element.clone();
    view! {
        <div class="clash" role="alert">
            <p>
                {format!("{} ", words.clash_mine())}<strong>{words.cell(&clash.mine)}</strong>
                {format!(" · {} ", words.clash_theirs())}<strong>{words.cell(&clash.theirs)}</strong>
                " ("{said(clash.by.clone())}{format!(", {}) · {} ", words.moment(clash.at), words.clash_base())}
                <strong>{words.told(&clash.base)}</strong>
            </p>
            <p class="actions-inline">
                <button type="button" class="button button-small" on:click=move |_| {
                    settle(&element);
                    let mine = mine.clone();
                    typing.change(&element, |cell| *cell = mine);
                }>{words.take_mine()}</button>
                <button type="button" class="button button-small button-quiet" on:click=move |_| settle(&theirs_of)>
                    {words.take_theirs()}
                </button>
            </p>
        </div>
    }
}

fn input(
    words: Words,
    element: &'static DataElement,
    id: &str,
    notes: &str,
    typing: Typing,
) -> impl IntoView + use<> {
    let code = element.code.as_str();
    let name = format!("text:{code}");
    let (id, notes) = (id.to_owned(), notes.to_owned());
    let text = untrack(|| typing.shown(code).text);
    let shown = move || typing.shown(code).text;
    let invalid = move || (!typing.faults_of(code).is_empty()).to_string();
    let laid_out = untrack(|| typing.is_carried(code)).then(|| {
        view! {
            <input
                type="hidden"
                name=format!("carried:{code}")
                value="1"
                disabled=move || !typing.is_carried(code)
            />
        }
    });
    let entry = match element.value_type {
        ValueType::Flag => {
            let known = matches!(text.trim(), "" | "0" | "1");
            view! {
                <select
                    id=id
                    name=name
                    aria-describedby=notes
                    aria-invalid=invalid
                    prop:value=shown
                    on:change=move |event| {
                        let text = event_target_value(&event);
                        typing.change(code, |cell| cell.text = text);
                    }
                >
                    <option value="" selected=text.trim().is_empty()>{words.choose()}</option>
                    <option value="1" selected=text.trim() == "1">{words.yes()}</option>
                    <option value="0" selected=text.trim() == "0">{words.no()}</option>
                    {(!known).then(|| view! { <option value=text.clone() selected=true>{text.clone()}</option> })}
                </select>
            }
            .into_any()
        }
        ValueType::Count | ValueType::Decimal => view! {
            <input
                id=id
                name=name
                value=text
                prop:value=shown
                readonly=typing.open.with_value(|open| open.from_rows.contains_key(code))
                inputmode=if element.value_type == ValueType::Count { "numeric" } else { "decimal" }
                autocomplete="off"
                maxlength="40"
                aria-describedby=notes
                aria-invalid=invalid
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typing.change(code, |cell| cell.text = text);
                }
            />
        }
        .into_any(),
    };
    view! { {entry}{laid_out} }
}

/// The empties beside zero, each with its meaning.
fn empties(words: Words, code: &'static str, typing: Typing) -> impl IntoView + use<> {
    let cell = untrack(|| typing.shown(code));
    let chosen = cell.empty;
    let options = [
        (Empty::NotApplicable, words.empty_na()),
        (Empty::NotYet, words.empty_not_yet()),
        (Empty::NotCollected, words.empty_not_collected()),
    ];
    view! {
        <label>
            <span>{words.why_no_figure()}</span>
            <select
                name=format!("empty:{code}")
                prop:value=move || typing.shown(code).empty.map_or("", Empty::code)
                on:change=move |event| {
                    let empty = Empty::from_code(&event_target_value(&event));
                    typing.change(code, |cell| {
                        cell.empty = empty;
                        // One or the other: a figure that was only carried over gives way.
                        if empty.is_some() {
                            cell.text.clear();
                        }
                    });
                }
            >
                <option value="">{words.has_figure()}</option>
                {options.into_iter().map(|(empty, name)| view! {
                    <option value=empty.code() selected=chosen == Some(empty)>{name}</option>
                }).collect_view()}
            </select>
        </label>
        <label>
            <span>{words.reason()}</span>
            <input
                name=format!("reason:{code}")
                value=cell.reason
                prop:value=move || typing.shown(code).reason
                maxlength="500"
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typing.change(code, |cell| cell.reason = text);
                }
            />
        </label>
    }
}
