//! Small parts of forms.

use crate::text::use_words;
use kpi::Period;
use leptos::prelude::*;

/// A hidden field.
pub fn hidden(name: &'static str, value: impl ToString) -> impl IntoView {
    let value = value.to_string();
    view! { <input type="hidden" name=name value=value/> }
}

/// Steps from month to month, and jumps to one. It is a plain form: `/go` leads on to
/// `before` + month + `after`.
#[component]
pub fn MonthPicker(
    /// The address before the month.
    before: String,
    /// The address after the month.
    #[prop(optional, into)]
    after: String,
    /// The month shown.
    period: Period,
    /// The newest month there is.
    newest: Period,
) -> impl IntoView {
    let words = use_words();
    let to = move |period: Period, before: &str, after: &str| format!("{before}{period}{after}");
    let previous = to(period.previous(), &before, &after);
    let next = (period < newest).then(|| to(period.next(), &before, &after));
    view! {
        <form class="month-picker" method="get" action="/go">
            <a class="step" href=previous aria-label=words.month(period.previous())>"‹"</a>
            <label>
                <span class="sr-only">{words.choose_month()}</span>
                <input type="month" name="period" value=period.to_string() max=newest.to_string() min="2010-01"/>
            </label>
            {hidden("before", before)}
            {hidden("after", after)}
            <button>{words.show()}</button>
            {match next {
                Some(next) => view! { <a class="step" href=next aria-label=words.month(period.next())>"›"</a> }.into_any(),
                None => view! { <span class="step" aria-hidden="true">"›"</span> }.into_any(),
            }}
        </form>
    }
}
