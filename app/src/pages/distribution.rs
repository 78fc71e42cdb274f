//! `/distribution/INDICATOR/UNIT/MONTH`: how units lie around the target.

use super::address::indicator;
use super::around::{
    asked_units, drawn, left_out, legend, look, pick_indicator, pick_rank, query_of, shown, suffix,
    target_line, tools,
};
use crate::ask::charts::{self, Scatter};
use crate::ask::identity::Holding;
use crate::ask::refuse;
use crate::ask::units::UnitRef;
use crate::charts::{Column, DistributionChart};
use crate::parts::{ChartFigure, Crumbs, Frame, StatusMark, ViewOf, answered, use_here};
use crate::text::{Words, use_words};
use kpi::Indicator;
use kpi::fraction::Fraction;
use kpi::score::Measure;
use kpi::spread::{Distribution as Bins, Five};
use kpi::target::Direction;
use leptos::prelude::*;

/// The distribution of units.
#[component]
pub fn Distribution() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| asked_units());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((code, unit, period, rank)) => charts::scatter(code, unit, period, rank).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let known = use_here();
    answered(question, move |scatter| {
        let holding = known
            .get()
            .and_then(Result::ok)
            .map_or(Holding::Real, |here| here.holding);
        page(words, scatter, holding)
    })
}

fn page(words: Words, scatter: Scatter, holding: Holding) -> AnyView {
    let (Ok(indicator), Some(unit)) = (indicator(&scatter.indicator), scatter.path.last()) else {
        return ().into_any();
    };
    let (period, rank, name) = (scatter.period, scatter.rank, indicator.code.clone());
    let to = {
        let name = name.clone();
        Callback::new(move |above: UnitRef| format!("/distribution/{name}/{}/{period}", above.code))
    };
    let title = format!("{} · {}", words.of(&indicator.name), words.of(&unit.name));
    let rest = query_of(rank, &[]);
    let after = format!("/{period}{rest}");
    let action = format!("/distribution/{name}/{}/{period}", unit.code);
    let bins = bins(&scatter);
    let figure = bins.map(|bins| figure(words, indicator, &scatter, &bins, holding));
    let shown = figure.is_some();
    let path = scatter.path.clone();
    let tools = tools(
        words,
        ViewOf::Distribution,
        "distribution",
        indicator,
        &scatter,
        rest,
        shown,
    );
    let pick = pick_indicator(words, "distribution", indicator, unit.code, after);
    let left_out = left_out(words, &scatter);
    let others = words.other_targets(rank, scatter.with_other_targets());
    let table = table(words, &scatter);
    view! {
        <Crumbs path to/>
        <Frame title lead=format!("{} · {}", words.view_distribution(), words.month(period))>
            {tools}
            {pick}
            <form class="filters" method="get" action=action>
                {pick_rank(words, rank)}
                <button>{words.apply()}</button>
            </form>
            {(!indicator.may_rank()).then(|| view! { <p class="hint">{words.not_ranked()}</p> })}
            {figure.unwrap_or_else(|| view! { <p class="hint">{words.chart_no_units()}</p> }.into_any())}
            {left_out.map(|text| view! { <p class="hint">{text}</p> })}
            {others.map(|text| view! { <p class="hint">{text}</p> })}
            <details class="chart-data">
                <summary><h2>{words.chart_table()}</h2></summary>
                {table}
            </details>
        </Frame>
    }
    .into_any()
}

/// The units in bins around what is asked of most.
fn bins(scatter: &Scatter) -> Option<Bins> {
    let values: Vec<_> = shown(scatter)
        .filter_map(|(dot, score)| {
            let value = score.value?;
            let value = match scatter.scale.decimals {
                0 => value,
                places => value / 10i128.pow(places),
            };
            Some((value, dot.figure.status))
        })
        .collect();
    Bins::of(
        &values,
        scatter.scale.target.as_ref(),
        scatter.scale.measure,
    )
}

/// The chart's title states the finding.
fn finding(words: Words, scatter: &Scatter, bins: &Bins) -> String {
    let scale = scatter.scale;
    match scale.target {
        Some(target) => {
            let sides = match target.direction {
                Direction::AtLeast => (bins.below, bins.at_or_above),
                Direction::AtMost => sides_of_limit(scatter, target.exact()),
            };
            let goal = words.target_in(scale.measure, target.value);
            words.distribution_finding(scatter.rank, sides, target.direction, &goal)
        }
        None => {
            let values = shown(scatter)
                .filter_map(|(_, score)| score.value)
                .map(|value| drawn(scatter, value));
            match Five::of(values.collect()) {
                Some(five) => {
                    let of = |value| words.rough(scale.measure, value);
                    let (least, middle, most) = (of(five.least), of(five.middle), of(five.most));
                    words.distribution_range(scatter.rank, five.units, (&least, &middle, &most))
                }
                None => words.chart_no_units().to_owned(),
            }
        }
    }
}

/// Units above a limit, and on it or below.
fn sides_of_limit(scatter: &Scatter, goal: Fraction) -> (usize, usize) {
    let values: Vec<Fraction> = shown(scatter)
        .filter_map(|(_, score)| score.value)
        .collect();
    let above = values.iter().filter(|value| **value > goal).count();
    (above, values.len() - above)
}

fn figure(
    words: Words,
    indicator: &'static Indicator,
    scatter: &Scatter,
    bins: &Bins,
    holding: Holding,
) -> AnyView {
    let chart = chart_of(words, scatter, bins, holding);
    let looks = shown(scatter).map(|(_, score)| crate::charts::Look {
        tone: crate::charts::Tone::Status,
        ..look(indicator, &score)
    });
    let legend = legend(words, looks);
    let draw = Callback::new(move |size| crate::charts::distribution(&chart, size));
    view! {
        <ChartFigure finding=finding(words, scatter, bins) draw legend/>
        {bins.near.map(|near| view! { <p class="hint">{words.near_target(near.short, near.past)}</p> })}
        {scatter.scale.target.is_none().then(|| view! { <p class="hint">{words.distribution_no_target()}</p> })}
    }
    .into_any()
}

/// What the distribution draws; `None` where no unit has figures.
pub fn distribution_chart(
    words: Words,
    scatter: &Scatter,
    holding: Holding,
) -> Option<DistributionChart> {
    Some(chart_of(words, scatter, &bins(scatter)?, holding))
}

fn chart_of(words: Words, scatter: &Scatter, bins: &Bins, holding: Holding) -> DistributionChart {
    let scale = scatter.scale;
    let yes_no = scale.measure == Measure::YesNo;
    let sides = match scale.target {
        Some(target) if target.direction == Direction::AtMost => {
            let (beyond, within) = sides_of_limit(scatter, target.exact());
            [
                format!("{} {within}", words.distribution_within()),
                format!("{} {beyond}", words.distribution_beyond()),
            ]
        }
        _ => [
            format!("{} {}", words.distribution_below(), bins.below),
            format!("{} {}", words.distribution_reached(), bins.at_or_above),
        ],
    };
    let column = |bin: &kpi::spread::Bin| Column {
        from: bin.from.to_f64(),
        to: bin.to.to_f64(),
        met: bin.met,
        not_met: bin.not_met,
        open: bin.open,
    };
    DistributionChart {
        columns: bins.bins.iter().map(column).collect(),
        target: match yes_no {
            true => None,
            false => target_line(words, scatter),
        },
        sides,
        suffix: suffix(scale.measure),
        names: match yes_no {
            true => bins
                .bins
                .iter()
                .map(|bin| match bin.from >= Fraction::whole(1) {
                    true => words.yes().to_owned(),
                    false => words.no().to_owned(),
                })
                .collect(),
            false => Vec::new(),
        },
        up: words.distribution_up().to_owned(),
        note: words.holding_band(holding).map(str::to_owned),
    }
}

fn table(words: Words, scatter: &Scatter) -> impl IntoView + use<> {
    let period = scatter.period;
    let rows: Vec<AnyView> = scatter
        .dots
        .iter()
        .map(|dot| {
            let score = scatter.score(dot);
            let href = format!("/profile/{}/{period}", dot.unit);
            view! {
                <tr data-unit=dot.unit.to_string()>
                    <th scope="row"><a href=href>{words.of(&dot.name)}</a></th>
                    <td>{dot.within.as_ref().map(|within| words.of(within))}</td>
                    <td><StatusMark score=score.clone() period/></td>
                    <td class="number">{words.value_or_missing(&score)}</td>
                    <td class="number">{words.n_of_n(&score)}</td>
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
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
