//! The files of a table.

use crate::text::use_words;
use leptos::prelude::*;

/// Links to a table as a workbook and as CSV. `table` is its address without the ending, such as
/// `/units/table`; `query` what follows the ending, with its question mark.
#[component]
pub fn Downloads(
    /// The address without `.csv` or `.xlsx`.
    #[prop(into)]
    table: String,
    /// The query, with its question mark; may be empty.
    #[prop(into, optional)]
    query: String,
) -> impl IntoView {
    let words = use_words();
    view! {
        <a href=format!("{table}.xlsx{query}") rel="external" download="">{words.download_xlsx()}</a>
        <a href=format!("{table}.csv{query}") rel="external" download="">{words.download_csv()}</a>
    }
}

/// Links to a chart as files. `chart` is its address without the ending.
#[component]
pub fn ChartFiles(
    /// The address without `.svg` or `.png`.
    #[prop(into)]
    chart: String,
    /// The query, with its question mark; may be empty.
    #[prop(into, optional)]
    query: String,
) -> impl IntoView {
    let words = use_words();
    view! {
        <a href=format!("{chart}.svg{query}") rel="external" download="">{words.download_svg()}</a>
        <a href=format!("{chart}.png{query}") rel="external" download="">{words.download_png()}</a>
    }
}
