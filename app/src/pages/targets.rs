//! `/targets/UNIT`: the targets of a unit, and stricter ones it sets for itself and all below.

use super::address::{indicator, part};
use crate::ask::refuse;
use crate::ask::targets::{TargetLine, unit_targets};
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, answered, hidden};
use crate::text::{Words, use_words};
use leptos::prelude::*;

/// The targets of a unit.
#[component]
pub fn Targets() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| part("unit"));
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok(unit) => unit_targets(unit).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |told| {
        let Some(unit) = told.path.last().cloned() else {
            return ().into_any();
        };
        let code = unit.code;
        let to = Callback::new(|above: UnitRef| format!("/targets/{}", above.code));
        let may_set = told.may_set;
        let title = format!("{} · {}", words.targets(), words.of(&unit.name));
        view! {
            <Crumbs path=told.path.clone() to/>
            <Frame title lead=words.targets_note()>
                <div class="table-room" tabindex="0" role="region" aria-label=words.targets()>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{words.indicator()}</th>
                                <th scope="col" class="number">{words.target()}</th>
                                <th scope="col">{words.due()}</th>
                                <th scope="col">{words.own_target()}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {told.lines.into_iter().filter_map(|line| row(words, code.to_string(), line, may_set)).collect_view()}
                        </tbody>
                    </table>
                </div>
            </Frame>
        }
        .into_any()
    })
}

fn row(words: Words, unit: String, line: TargetLine, may_set: bool) -> Option<AnyView> {
    let indicator = indicator(&line.indicator).ok()?;
    let measure = indicator.measure();
    let name = words.of(&indicator.name);
    let own_value = line.own.as_ref().and_then(|own| own.value);
    let own_due = line.own.as_ref().and_then(|own| own.due);
    let told = match (own_value, own_due) {
        (None, None) => String::new(),
        (value, due) => [
            value.map(|value| words.target_in(measure, value)),
            due.map(|due| words.day(due)),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · "),
    };
    let action = format!("/targets/{unit}");
    Some(
        view! {
        <tr>
            <th scope="row"><a href=format!("/definitions/{}", indicator.code)>{name.clone()}</a></th>
            <td class="number">{words.target_in(measure, line.target.value)}</td>
            <td>{words.due_of(&line.target)}</td>
            <td>
                {told}
                {may_set.then(|| view! {
                    <details>
                        <summary aria-label=format!("{} {name}", words.set())>{words.set()}</summary>
                        <form method="post" action=action class="stack">
                            {hidden("indicator", indicator.code.clone())}
                            {hidden("year", line.target.year)}
                            {line.value_may_move.then(|| view! {
                                <label>
                                    <span>{words.stricter_target()}</span>
                                    <input name="value" inputmode="decimal" value=own_value.map(|value| value.normalize().to_string())/>
                                </label>
                            })}
                            <label>
                                <span>{words.earlier_day()}</span>
                                <input name="due" type="date" value=own_due.map(|due| due.to_string())/>
                            </label>
                            <label>
                                <span>{words.reason()}</span>
                                <input name="reason" required maxlength="500"/>
                            </label>
                            <button class="button button-small">{words.set()}</button>
                        </form>
                    </details>
                }.into_any())}
            </td>
        </tr>
    }
    .into_any())
}
