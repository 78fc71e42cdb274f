//! A chart in its figure: the finding as title, the chart, its controls and downloads.

use crate::charts::{self, Axis, ProgressChart, Size};
use crate::text::use_words;
use leptos::html;
use leptos::prelude::*;

/// A progress chart under a title that states the finding. The browser draws it again, by the
/// same code, whenever its controls move.
#[component]
pub fn Figure(
    /// What the chart shows, as a sentence.
    finding: String,
    /// The chart.
    chart: ProgressChart,
) -> impl IntoView {
    let words = use_words();
    let from_zero = RwSignal::new(false);
    let chart = StoredValue::new(chart);
    let svg = move |size: Size| {
        let axis = match from_zero.get() {
            true => Axis::FromZero,
            false => Axis::Fitting,
        };
        let chart = chart.with_value(|chart| ProgressChart {
            axis,
            ..chart.clone()
        });
        charts::draw(&chart, size)
    };
    let title = finding.clone();
    view! {
        <figure class="chart">
            <figcaption>{finding}</figcaption>
            <Drawing class="chart-wide" title=title.clone() svg=Signal::derive(move || svg(Size::Wide))/>
            <Drawing class="chart-narrow" title svg=Signal::derive(move || svg(Size::Narrow))/>
            <label class="check needs-script">
                <input
                    type="checkbox"
                    prop:checked=move || from_zero.get()
                    on:change=move |event| from_zero.set(event_target_checked(&event))
                />
                {words.from_zero()}
            </label>
        </figure>
    }
}

/// One drawing. The server writes it into the page; after hydration the browser writes its own
/// in its place and keeps the text of it as `drawn`, so that a test can hold both together.
#[component]
fn Drawing(class: &'static str, title: String, svg: Signal<String>) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let svg = svg.get();
        if let Some(place) = place.get() {
            redraw(&place, &svg);
        }
    });
    view! {
        <div
            class=class
            role="img"
            aria-label=title
            node_ref=place
            inner_html=svg.get_untracked()
        ></div>
    }
}

#[cfg(feature = "hydrate")]
fn redraw(place: &web_sys::HtmlDivElement, svg: &str) {
    place.set_inner_html(svg);
    // A failure here would only leave the test without its text.
    let _ = js_sys::Reflect::set(place, &"drawn".into(), &svg.into());
}

#[cfg(not(feature = "hydrate"))]
fn redraw<T>(_place: &T, _svg: &str) {}
