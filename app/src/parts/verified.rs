//! What visits found, beside an indicator: recounted over reported, with its interval.

use super::said;
use crate::ask::visits::{Verified, VerifiedBy};
use crate::text::{Words, use_words};
use kpi::UnitCode;
use kpi::verification::Factor;
use leptos::prelude::*;

/// A verification factor: number, interval, and by word and shape whether it is far off.
#[component]
pub fn FactorText(
    /// The factor; nothing where there is none.
    factor: Option<Factor>,
) -> impl IntoView {
    let words = use_words();
    match factor {
        None => view! { <span class="note">{words.factor_unknown()}</span> }.into_any(),
        Some(factor) => {
            let off = factor.is_off.then(|| {
                view! {
                    <span class="factor-off">
                        <span class="shape" aria-hidden="true">"≠"</span>
                        {words.factor_is_off()}
                    </span>
                }
            });
            let empty = words
                .factor_with_empty(&factor)
                .map(|text| view! { <span class="note">{text}</span> });
            view! {
                <span class="factor">
                    <span class="factor-value">{words.factor_text(&factor)}</span>
                    {off}
                    {empty}
                    <span class="note">{words.factor_basis(factor.basis)}</span>
                </span>
            }
            .into_any()
        }
    }
}

/// What visits say of an indicator at a unit; nothing while none does.
#[component]
pub fn VerifiedLines(
    /// What they say.
    verified: Verified,
    /// The unit.
    unit: UnitCode,
) -> impl IntoView {
    let words = use_words();
    (!verified.visits.is_empty()).then(|| {
        view! {
            <section class="verified">
                <h2>{words.verified_heading()}</h2>
                <ul class="plain">
                    {verified.visits.into_iter().map(|one| line(words, one, unit)).collect_view()}
                </ul>
                <p class="hint">{words.factor_help()}</p>
            </section>
        }
    })
}

fn line(words: Words, one: VerifiedBy, unit: UnitCode) -> impl IntoView {
    let title = format!("{} · {}", words.of(&one.of.name), words.month(one.period));
    let head = match one.readable {
        true => view! { <a href=format!("/visits/{unit}/{}", one.id)>{title}</a> }.into_any(),
        false => view! { <span>{title}</span> }.into_any(),
    };
    let found = match one.recorded {
        Some(recorded) => {
            let finding = recorded.finding;
            let told = words.found_of(finding.visited, finding.found, finding.empty);
            view! {
                <span class="note">{format!("{} · {told}", words.day(recorded.day))}</span>
                {(!recorded.remark.is_empty()).then(|| view! { <span class="note">{said(recorded.remark)}</span> })}
            }
            .into_any()
        }
        None => view! { <span class="note">{words.from_units(one.units)}</span> }.into_any(),
    };
    view! {
        <li>
            {head}
            {found}
            <FactorText factor=one.factor/>
        </li>
    }
}
