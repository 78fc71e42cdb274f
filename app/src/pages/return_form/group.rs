//! The elements of one task, with the acts for all of them and what they come to.

use super::field::field;
use super::typing::Typing;
use crate::parts::{DistanceLine, StatusMark, ValueText};
use crate::text::Words;
use kpi::catalogue::{DataElement, Kind, Task, ValueType, catalogue};
use kpi::{Indicator, Tier};
use leptos::prelude::*;

/// One task of the form.
pub fn group(
    words: Words,
    task: &'static Task,
    elements: Vec<&'static DataElement>,
    tiers: &[Tier],
    typing: Typing,
) -> impl IntoView + use<> {
    let here: Vec<&'static Indicator> = catalogue()
        .indicators()
        .iter()
        .filter(|indicator| {
            indicator.task == task.number
                && indicator.programme == task.programme
                && tiers.contains(&indicator.tier)
                && elements
                    .iter()
                    .any(|element| indicator.elements().any(|code| code == element.code))
        })
        .collect();
    (!elements.is_empty()).then(|| {
        let acts = acts(words, task, &elements, typing);
        view! {
            <fieldset>
                <legend>
                    <span class="task-number">{words.task_number(&task.number)}</span>
                    {words.of(&task.name)}
                </legend>
                {acts}
                {elements.into_iter().map(|element| field(words, element, typing)).collect_view()}
                {move || {
                    let rows = here
                        .iter()
                        .map(|indicator| live(words, indicator, typing))
                        .collect_view();
                    (!here.is_empty()).then(|| view! {
                        <div class="live" aria-live="off">
                            <p class="live-name">{words.live_heading()}</p>
                            <ul class="plain">{rows}</ul>
                        </div>
                    })
                }}
            </fieldset>
        }
    })
}

/// Whether zero is the answer where nothing happened.
pub fn counts_events(element: &DataElement) -> bool {
    element.kind == Kind::Flow
        && element.value_type != ValueType::Flag
        && element.every_days.is_none()
}

/// "No change" for all that is carried over, "nothing happened" for all that was left blank.
fn acts(
    words: Words,
    task: &'static Task,
    elements: &[&'static DataElement],
    typing: Typing,
) -> impl IntoView + use<> {
    let codes = |wanted: &dyn Fn(&DataElement) -> bool| -> Vec<&'static str> {
        elements
            .iter()
            .filter(|element| wanted(element))
            .map(|element| element.code.as_str())
            .collect()
    };
    let carried = untrack(|| codes(&|element| typing.is_carried(&element.code)));
    let events = codes(&counts_events);
    let blank = move |code: &&&'static str| typing.shown(code).is_blank();
    let confirm = (!carried.is_empty()).then(|| {
        let (counted, taken) = (carried.clone(), carried.clone());
        let left = move || {
            counted
                .iter()
                .filter(|code| typing.is_carried(code))
                .count()
        };
        let label = move || match left() {
            0 => words.confirmed_group().to_owned(),
            left => words.confirm_group(left),
        };
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    name=format!("confirm:{}", task.number)
                    value="1"
                    on:change=move |event| if event_target_checked(&event) {
                        typing.confirm(&taken);
                    }
                />
                <span>{label}</span>
            </label>
        }
    });
    let zero = (untrack(|| events.iter().filter(blank).count()) > 0).then(|| {
        let (counted, taken) = (events.clone(), events.clone());
        let label = move || words.zero_group(counted.iter().filter(blank).count());
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    name=format!("zero:{}", task.number)
                    value="1"
                    on:change=move |event| if event_target_checked(&event) {
                        for code in untrack(|| taken.iter().filter(blank).copied().collect::<Vec<_>>()) {
                            typing.change(code, |cell| "0".clone_into(&mut cell.text));
                        }
                    }
                />
                <span>{label}</span>
            </label>
        }
    });
    view! { <p class="acts">{confirm}{zero}</p> }
}

/// What an indicator comes to with the figures as they stand in the form.
fn live(words: Words, indicator: &'static Indicator, typing: Typing) -> AnyView {
    let score = typing.score(indicator);
    let period = typing.open.with_value(|open| open.key.period);
    view! {
        <li>
            <span class="live-indicator">{words.of(&indicator.short)}</span>
            <StatusMark score=score.clone() period/>
            <ValueText score=score.clone()/>
            <DistanceLine indicator score/>
        </li>
    }
    .into_any()
}
