//! The ways to look at one indicator over the units below a unit, as one row of links.

use crate::text::use_words;
use kpi::{Period, UnitCode};
use leptos::prelude::*;

/// One way to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewOf {
    /// The league table.
    Table,
    /// The funnel plot.
    Funnel,
    /// How the units lie around the target.
    Distribution,
    /// Two months compared.
    Change,
    /// Units by indicators.
    Heat,
}

/// Links to every way to look at an indicator, the present one marked.
#[component]
pub fn Views(
    /// The present one.
    here: ViewOf,
    /// The indicator's code.
    #[prop(into)]
    indicator: String,
    /// The unit above.
    unit: UnitCode,
    /// The month.
    period: Period,
    /// What goes along in the address, with its question mark: the rank of the units.
    #[prop(into, optional)]
    query: String,
) -> impl IntoView {
    let words = use_words();
    let ways = [
        (ViewOf::Table, "compare", words.view_table()),
        (ViewOf::Funnel, "funnel", words.view_funnel()),
        (
            ViewOf::Distribution,
            "distribution",
            words.view_distribution(),
        ),
        (ViewOf::Change, "change", words.view_change()),
        (ViewOf::Heat, "heat", words.view_heat()),
    ];
    view! {
        <nav class="views" aria-label=words.views()>
            {ways.into_iter().map(|(way, path, name)| {
                let href = match way {
                    ViewOf::Heat => format!("/{path}/{unit}/{period}{query}"),
                    _ => format!("/{path}/{indicator}/{unit}/{period}{query}"),
                };
                view! { <a href=href aria-current=(way == here).then_some("page")>{name}</a> }
            }).collect_view()}
        </nav>
    }
}
