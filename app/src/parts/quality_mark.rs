//! Data quality beside something else: never in the status, always its own few words.

use crate::ask::quality::QualityMarkValue;
use crate::text::use_words;
use kpi::quality::Tally;
use kpi::{Period, UnitCode};
use leptos::prelude::*;

/// How a metric stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QualityState {
    /// Tested, and nothing found.
    Fine,
    /// Something to look at.
    Look,
    /// Not tested.
    Untested,
}

impl QualityState {
    /// Of findings: any is to be looked at.
    pub fn of_findings(tally: Tally) -> QualityState {
        match (tally.tested, tally.hits) {
            (0, _) => QualityState::Untested,
            (_, 0) => QualityState::Fine,
            _ => QualityState::Look,
        }
    }

    /// Of a share that is to be high.
    pub fn of_share(tally: Tally) -> QualityState {
        match (tally.tested, kpi::quality::reporting::is_low(tally)) {
            (0, _) => QualityState::Untested,
            (_, true) => QualityState::Look,
            (_, false) => QualityState::Fine,
        }
    }
}

/// Shape and word of a state.
#[component]
pub fn QualityShape(state: QualityState) -> impl IntoView {
    let words = use_words();
    let (class, shape, word) = match state {
        QualityState::Fine => ("quality-fine", "✓", words.quality_fine()),
        QualityState::Look => ("quality-look", "▲", words.quality_look()),
        QualityState::Untested => ("quality-untested", "–", words.quality_untested()),
    };
    view! {
        <span class=class>
            <span class="shape" aria-hidden="true">{shape}</span>
            <span class="word">{word}</span>
        </span>
    }
}

/// A unit's data quality in a few words, with the way to its page.
#[component]
pub fn QualityMark(
    /// What is known of it.
    value: QualityMarkValue,
    /// The unit.
    unit: UnitCode,
    /// The month.
    period: Period,
) -> impl IntoView {
    let words = use_words();
    let state = match (value.verify + value.note, value.received) {
        (0, 0) => QualityState::Untested,
        (0, _) => QualityState::Fine,
        _ => QualityState::Look,
    };
    let came = Tally {
        tested: value.expected,
        hits: value.received,
    };
    view! {
        <span class="quality-mark">
            <a href=format!("/quality/{unit}/{period}")>{words.quality()}</a>
            <QualityShape state/>
            {(state == QualityState::Look).then(|| view! {
                <span class="note">{words.quality_in_short(value.verify, value.note)}</span>
            })}
            <span class="note">{words.quality_returns()} " " {words.quality_of(came)}</span>
        </span>
    }
}
