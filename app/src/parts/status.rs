//! A status by word, shape and colour, in this order of trust.

use crate::text::use_words;
use kpi::Period;
use kpi::catalogue::Indicator;
use kpi::score::{Score, Status};
use leptos::prelude::*;

/// The shape of a status.
pub fn status_shape(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Met) => "●",
        Some(Status::NotMet) => "✕",
        Some(Status::NoData) => "○",
        Some(Status::Invalid) => "!",
        Some(Status::NotApplicable) => "–",
        Some(Status::Undetermined) => "?",
        Some(Status::Suppressed) => "▪",
        None => "·",
    }
}

/// The class of a status, which carries its colour.
pub fn status_class(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Met) => "status status-met",
        Some(Status::NotMet) => "status status-not-met",
        Some(Status::NoData) => "status status-no-data",
        Some(Status::Invalid) => "status status-invalid",
        Some(Status::NotApplicable) => "status status-not-applicable",
        Some(Status::Undetermined) => "status status-undetermined",
        Some(Status::Suppressed) => "status status-suppressed",
        None => "status status-watched",
    }
}

/// Shape and word of a score's status in `period`.
#[component]
pub fn StatusMark(score: Score, period: Period) -> impl IntoView {
    let words = use_words();
    view! {
        <span class=status_class(score.status)>
            <span class="shape" aria-hidden="true">
                {status_shape(score.status)}
            </span>
            <span class="word">{words.status_of(&score, period)}</span>
        </span>
    }
}

/// How much is missing, in things, with the words that belong beside a status.
#[component]
pub fn DistanceLine(indicator: &'static Indicator, score: Score) -> impl IntoView {
    let words = use_words();
    let mut notes = Vec::new();
    if let Some(distance) = words.distance(indicator, &score) {
        notes.push(distance);
    }
    notes.extend(words.whatever_missing(indicator, &score));
    if score.is_low_coverage() && score.units.is_some() && score.numerator.is_some() {
        notes.push(words.low_coverage().to_owned());
    }
    notes
        .into_iter()
        .map(|note| view! { <span class="note">{note}</span> })
        .collect_view()
}

/// A score's value with its n/N. Where the status already says that there is none, nothing.
#[component]
pub fn ValueText(score: Score) -> impl IntoView {
    let words = use_words();
    let said = score.value.is_none() && score.status.is_some();
    view! {
        {(!said).then(|| view! { <span class="tile-value">{words.value_or_missing(&score)}</span> })}
        {words.n_of_n(&score).map(|n| view! { <span class="tile-n">{n}</span> })}
    }
}
