//! A chart over units in its figure: the finding as title, the chart for wide and for narrow
//! rooms, and what its marks mean.

use crate::charts::Size;
use crate::text::use_words;
use leptos::prelude::*;

/// A chart under a title that states the finding. It has no controls that a script would move:
/// what the server has drawn stands.
#[component]
pub fn ChartFigure(
    /// What the chart shows, as a sentence.
    #[prop(into)]
    finding: String,
    /// Draws it for a room.
    draw: Callback<Size, String>,
    /// What its marks mean: shape and word.
    #[prop(optional)]
    legend: Vec<(&'static str, String)>,
) -> impl IntoView {
    let words = use_words();
    let title = finding.clone();
    view! {
        <figure class="chart">
            <figcaption>{finding}</figcaption>
            <div class="chart-wide" role="img" aria-label=title.clone() inner_html=draw.run(Size::Wide)></div>
            <div class="chart-narrow" role="img" aria-label=title inner_html=draw.run(Size::Narrow)></div>
            {(!legend.is_empty()).then(|| view! {
                <ul class="chart-legend" aria-label=words.chart_legend()>
                    {legend.into_iter().map(|(shape, word)| view! {
                        <li><span class="shape" aria-hidden="true">{shape}</span>{word}</li>
                    }).collect_view()}
                </ul>
            })}
        </figure>
    }
}
