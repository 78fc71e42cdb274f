//! Twelve months in a cell: a line that is broken where a month has no value.

use leptos::prelude::*;

const WIDTH: f64 = 84.0;
const HEIGHT: f64 = 20.0;
const MARGIN: f64 = 3.0;

/// The line. `told` says the same in words.
pub fn sparkline(course: &[Option<i64>], told: String) -> AnyView {
    let known = || course.iter().flatten();
    let (Some(low), Some(high)) = (known().min().copied(), known().max().copied()) else {
        return view! { <span class="spark-none"><span aria-hidden="true">"–"</span><span class="sr-only">{told}</span></span> }
            .into_any();
    };
    let steps = course.len().saturating_sub(1).max(1) as f64;
    let at = |month: usize, value: i64| {
        let x = MARGIN + (WIDTH - 2.0 * MARGIN) * month as f64 / steps;
        let share = match high - low {
            0 => 0.5,
            span => (value - low) as f64 / span as f64,
        };
        let y = HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * share;
        (x, y)
    };
    let mut path = String::new();
    let mut pen_down = false;
    let mut alone = Vec::new();
    for (month, value) in course.iter().enumerate() {
        let Some(value) = value else {
            pen_down = false;
            continue;
        };
        let (x, y) = at(month, *value);
        path.push_str(&format!(
            "{}{x:.1} {y:.1}",
            if pen_down { "L" } else { "M" }
        ));
        let next = course.get(month + 1).copied().flatten();
        if !pen_down && next.is_none() {
            // A month between two gaps has no line: it is a point.
            alone.push((x, y));
        }
        pen_down = true;
    }
    let end = course
        .iter()
        .enumerate()
        .rev()
        .find_map(|(month, value)| Some(at(month, (*value)?)));
    view! {
        <svg class="spark" viewBox="0 0 84 20" width="84" height="20" role="img" aria-label=told>
            <path d=path/>
            {alone.into_iter().chain(end).map(|(x, y)| view! {
                <circle cx=format!("{x:.1}") cy=format!("{y:.1}") r="2"></circle>
            }).collect_view()}
        </svg>
    }
    .into_any()
}
