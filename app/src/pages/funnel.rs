//! `/funnel/INDICATOR/UNIT/MONTH`: units by size and share, with the limits of chance. A reason to
//! look, not a verdict.

use super::address::{indicator, query};
use super::around::{
    asked_units, left_out, legend, look, marked, pick_indicator, pick_mark, pick_rank, query_of,
    shown, suffix, target_line, tools,
};
use crate::ask::charts::{self, FunnelTold};
use crate::ask::identity::Holding;
use crate::ask::refuse;
use crate::ask::units::UnitRef;
use crate::charts::{FunnelChart, FunnelUnit, Line};
use crate::parts::{
    ChartFigure, Crumbs, Frame, StatusMark, ViewOf, answered, certainty_text, use_here,
};
use crate::text::{Words, use_words};
use kpi::Indicator;
use kpi::certainty::NoCertainty;
use kpi::funnel::Centre;
use leptos::prelude::*;

/// What the funnel is held against, by its name in the address.
pub fn centre_of(code: &str) -> Centre {
    match code {
        "pooled" => Centre::Pooled,
        _ => Centre::Target,
    }
}

fn centre_code(centre: Centre) -> &'static str {
    match centre {
        Centre::Pooled => "pooled",
        Centre::Target => "target",
    }
}

/// The funnel plot.
#[component]
pub fn Funnel() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| asked_units().map(|units| (units, centre_of(&query("by")))));
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok(((code, unit, period, rank), centre)) => {
                    charts::funnel(code, unit, period, rank, centre).await
                }
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let known = use_here();
    let mark = Memo::new(|_| query("mark"));
    answered(question, move |told| {
        let holding = known
            .get()
            .and_then(Result::ok)
            .map_or(Holding::Real, |here| here.holding);
        page(words, told, holding, mark.get_untracked())
    })
}

fn page(words: Words, told: FunnelTold, holding: Holding, mark: String) -> AnyView {
    let scatter = &told.scatter;
    let (Ok(indicator), Some(unit)) = (indicator(&scatter.indicator), scatter.path.last()) else {
        return ().into_any();
    };
    let (period, rank, name) = (scatter.period, scatter.rank, indicator.code.clone());
    let by = centre_code(told.centre);
    let rest = query_of(rank, &[("by", by), ("mark", &mark)]);
    let to = {
        let name = name.clone();
        Callback::new(move |above: UnitRef| format!("/funnel/{name}/{}/{period}", above.code))
    };
    let title = format!("{} · {}", words.of(&indicator.name), words.of(&unit.name));
    let after = format!("/{period}{}", query_of(rank, &[("by", by)]));
    let drawn = told.funnel.is_some();
    let action = format!("/funnel/{name}/{}/{period}", unit.code);
    let path = scatter.path.clone();
    let centre = told.centre;
    let tools = tools(
        words,
        ViewOf::Funnel,
        "funnel",
        indicator,
        scatter,
        rest,
        drawn,
    );
    let pick = pick_indicator(words, "funnel", indicator, unit.code, after);
    let mark_field = pick_mark(words, &mark);
    let content = match (indicator.without_certainty(), drawn) {
        (Some(NoCertainty::Census), _) => {
            without(words, indicator, &told, words.funnel_of_census())
        }
        (Some(_), _) => without(words, indicator, &told, words.funnel_of_counts()),
        (None, false) => view! { <p class="hint">{words.chart_no_units()}</p> }.into_any(),
        (None, true) => figure(words, indicator, &told, holding, &mark),
    };
    let lead = format!("{} · {}", words.view_funnel(), words.month(period));
    view! {
        <Crumbs path to/>
        <Frame title lead>
            {tools}
            {pick}
            <form class="filters" method="get" action=action>
                {pick_rank(words, rank)}
                {pick_centre(words, centre)}
                {mark_field}
                <button>{words.apply()}</button>
            </form>
            {content}
        </Frame>
    }
    .into_any()
}

fn pick_centre(words: Words, centre: Centre) -> impl IntoView {
    let ways = [
        (Centre::Target, words.funnel_by_target()),
        (Centre::Pooled, words.funnel_by_pooled()),
    ];
    view! {
        <label>
            <span>{words.funnel_against()}</span>
            <select name="by">
                {ways.into_iter().map(|(each, name)| view! {
                    <option value=centre_code(each) selected=each == centre>{name}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

/// What is said in place of a funnel, and where to look instead.
fn without(
    words: Words,
    indicator: &Indicator,
    told: &FunnelTold,
    reason: &'static str,
) -> AnyView {
    let scatter = &told.scatter;
    let unit = scatter.path.last().map(|unit| unit.code);
    let href = unit.map(|unit| {
        let query = query_of(scatter.rank, &[]);
        format!(
            "/distribution/{}/{unit}/{}{query}",
            indicator.code, scatter.period
        )
    });
    view! {
        <p class="callout">{reason}" "<a href=href>{words.view_distribution()}</a></p>
    }
    .into_any()
}

fn figure(
    words: Words,
    indicator: &'static Indicator,
    told: &FunnelTold,
    holding: Holding,
    mark: &str,
) -> AnyView {
    let chart = funnel_chart(words, indicator, told, holding, mark);
    let scatter = &told.scatter;
    let legend = legend(words, chart.units.iter().map(|unit| unit.look));
    let finding = words.funnel_finding(scatter.rank, &told.places);
    let spread = told
        .funnel
        .map(|funnel| words.funnel_spread(&funnel, told.places.iter().flatten().count()));
    let draw = Callback::new(move |size| crate::charts::funnel(&chart, size));
    view! {
        <ChartFigure finding draw legend/>
        <p class="callout">{words.funnel_is_no_verdict()}</p>
        {spread.map(|spread| view! { <p class="hint">{spread}</p> })}
        <p class="hint">{words.funnel_of_chance()}</p>
        {scatter.scale.target.is_none().then(|| view! { <p class="hint">{words.funnel_no_target()}</p> })}
        {left_out(words, scatter).map(|text| view! { <p class="hint">{text}</p> })}
        {words.other_targets(scatter.rank, scatter.with_other_targets()).map(|text| view! { <p class="hint">{text}</p> })}
        <details class="chart-data">
            <summary><h2>{words.chart_table()}</h2></summary>
            {table(words, indicator, told)}
        </details>
    }
    .into_any()
}

/// What the funnel draws.
pub fn funnel_chart(
    words: Words,
    indicator: &Indicator,
    told: &FunnelTold,
    holding: Holding,
    mark: &str,
) -> FunnelChart {
    let scatter = &told.scatter;
    let factor = indicator.factor() as f64;
    let centre = told.funnel.map_or(0.0, |funnel| funnel.centre * factor);
    let measure = scatter.scale.measure;
    let line = match told.centre {
        Centre::Target => target_line(words, scatter),
        Centre::Pooled => None,
    };
    FunnelChart {
        units: shown(scatter)
            .filter_map(|(dot, score)| {
                Some(FunnelUnit {
                    n: score.denominator.filter(|n| *n > 0)? as f64,
                    value: score.value?.to_f64(),
                    look: look(indicator, &score),
                    label: marked(words, scatter, mark, dot),
                })
            })
            .collect(),
        centre: line.unwrap_or_else(|| Line {
            at: centre,
            label: format!(
                "{} {}",
                words.pick("合计率", "pooled"),
                words.rough(measure, centre)
            ),
        }),
        rims: told
            .rims
            .iter()
            .map(|rim| {
                let of = |share: f64| share * factor;
                (
                    rim.n as f64,
                    [
                        of(rim.outer.0),
                        of(rim.inner.0),
                        of(rim.inner.1),
                        of(rim.outer.1),
                    ],
                )
            })
            .collect(),
        depths: ["95%".to_owned(), "99.8%".to_owned()],
        suffix: suffix(measure),
        across: words.funnel_across().to_owned(),
        note: words.holding_band(holding).map(str::to_owned),
    }
}

fn table(words: Words, indicator: &'static Indicator, told: &FunnelTold) -> impl IntoView + use<> {
    let scatter = &told.scatter;
    let period = scatter.period;
    let rows: Vec<AnyView> = scatter
        .dots
        .iter()
        .zip(&told.places)
        .map(|(dot, place)| {
            let score = scatter.score(dot);
            let certainty = certainty_text(words, indicator, &score);
            let href = format!("/profile/{}/{period}", dot.unit);
            view! {
                <tr data-unit=dot.unit.to_string()>
                    <th scope="row"><a href=href>{words.of(&dot.name)}</a></th>
                    <td>{dot.within.as_ref().map(|within| words.of(within))}</td>
                    <td><StatusMark score=score.clone() period/></td>
                    <td class="number">{words.value_or_missing(&score)}</td>
                    <td class="number">{words.n_of_n(&score)}</td>
                    <td>{place.map(|place| words.funnel_place_of(place))}</td>
                    <td>{certainty}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.chart_table()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.chart_within()}</th>
                        <th scope="col">{words.status_column()}</th>
                        <th scope="col" class="number">{words.value()}</th>
                        <th scope="col" class="number">{words.n_of_n_label()}</th>
                        <th scope="col">{words.funnel_place()}</th>
                        <th scope="col">{words.certainty_label()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
