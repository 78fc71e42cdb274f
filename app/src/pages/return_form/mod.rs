//! The form of a return: every element due, by task, with what it comes to.
//!
//! It is one plain HTML form. While somebody types, the browser runs the same `Draft::read` and
//! `Score::of` as the server will; with scripts off the server alone does. What scripts add is in
//! `keeping` (it saves itself, and keeps what cannot be sent) and in `keys` (it is walked and
//! pasted into like a sheet).

mod field;
mod group;
mod keeping;
mod keys;
mod typing;

use crate::ask::returns::OpenReturn;
use crate::text::{Words, use_words};
use field::field;
use group::group;
use keeping::KeepingLine;
use kpi::DataElement;
use kpi::catalogue::catalogue;
use kpi::fault::Fault;
use leptos::prelude::*;
use typing::Typing;

/// The form.
#[component]
pub fn ReturnForm(
    /// The return.
    open: OpenReturn,
    /// Whether every fault is shown from the beginning.
    checked: bool,
) -> impl IntoView {
    let words = use_words();
    let key = open.key.clone();
    let action = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let tiers = open.tiers.clone();
    let typing = Typing::new(open.clone(), checked);
    keeping::begin(typing);
    let due = move |element: &DataElement| element.frequency.due_in(key.period);
    let early: Vec<&'static DataElement> = catalogue()
        .asked(&key.programme, &tiers)
        .filter(|element| !due(element))
        .collect();
    let early_open = early.iter().any(|element| {
        open.cells
            .get(&element.code)
            .is_some_and(|cell| !cell.is_blank())
    });
    let groups = catalogue()
        .tasks()
        .iter()
        .filter(|task| task.programme == key.programme)
        .map(|task| {
            let elements: Vec<_> = catalogue()
                .asked(&key.programme, &tiers)
                .filter(|element| element.task == task.number && due(element))
                .collect();
            group(words, task, elements, &tiers, typing)
        })
        .collect_view();
    let burden = move || {
        let (filled, typed, reused, open) = typing.burden();
        words.burden(filled, typed, reused, open)
    };
    view! {
        <form
            method="post"
            action=action
            class="return-form"
            autocomplete="off"
            novalidate
            on:keydown=keys::walk
            on:focusin=|event| keys::entered(&event)
            on:click=|event| keys::clicked(&event)
            on:paste=move |event| keys::paste(&event, typing)
            on:submit=move |event| keeping::leaving(&event, typing)
            on:formdata=move |event| keeping::only_unsent(&event, typing)
        >
            <input type="hidden" name="revision" value=open.revision prop:value=move || typing.revision.get()/>
            <div class="form-state">
                <p class="burden">{burden}</p>
                <KeepingLine typing/>
            </div>
            {move || summary_of_faults(words, typing)}
            <h2>{words.due_elements()}</h2>
            {groups}
            {(!early.is_empty()).then(|| view! {
                <details class="early" open=early_open>
                    <summary><h2>{words.optional_elements()}</h2></summary>
                    {early.into_iter().map(|element| field(words, element, typing)).collect_view()}
                </details>
            })}
            <p class="actions">
                <button class="button button-quiet" name="intent" value="save">{words.save()}</button>
                <button class="button" name="intent" value="check" id="check">{words.check_and_submit()}</button>
            </p>
        </form>
    }
}

fn summary_of_faults(words: Words, typing: Typing) -> impl IntoView {
    let faults: Vec<Fault> = typing.read.with(|read| {
        read.faults
            .iter()
            .filter(|one| !one.waits_for_a_word())
            .cloned()
            .collect()
    });
    (typing.checked && !faults.is_empty()).then(|| fault_list(words, &faults, ""))
}

/// Faults in a list, each leading to its field on `page`, or on this one.
pub fn fault_list(words: Words, faults: &[Fault], page: &str) -> impl IntoView + use<> {
    let items = faults
        .iter()
        .map(|fault| {
            let href = format!("{page}#f-{}", fault.element);
            view! { <li><a href=href>{words.fault(fault)}</a></li> }
        })
        .collect_view();
    view! {
        <section class="callout callout-fault" id="faults" role="alert" tabindex="-1">
            <h2>{words.faults_heading()}</h2>
            <ul>{items}</ul>
        </section>
    }
}
