//! `/change/INDICATOR/UNIT/MONTH?from=MONTH`: units in two months, what moved, which side of the
//! rate moved it, and whether chance could have.

use super::address::{indicator, query};
use super::around::{
    AskedUnits, asked_units, drawn, left_out, legend, look, marked, pick_indicator, pick_mark,
    pick_rank, query_of, suffix, target_line, tools,
};
use crate::ask::charts::{self, ChangeTold, Dot, Slim};
use crate::ask::identity::Holding;
use crate::ask::refuse;
use crate::ask::units::UnitRef;
use crate::charts::{ChangeChart, ChangeUnit};
use crate::parts::{ChartFigure, Crumbs, Frame, StatusMark, ViewOf, answered, use_here};
use crate::refusal::Refusal;
use crate::text::{Words, use_words};
use kpi::change::{Change as Moved, Verdict};
use kpi::fraction::Fraction;
use kpi::{Indicator, Period};
use leptos::prelude::*;
use std::cmp::Ordering;

/// Two months of units.
#[component]
pub fn Change() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| asked());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok(((code, unit, period, rank), from)) => {
                    charts::change(code, unit, period, rank, from).await
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

/// What the address asks for; a month to change from that is none leads nowhere.
fn asked() -> Result<(AskedUnits, Option<Period>), Refusal> {
    let from = match query("from").as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Refusal::Missing)?),
    };
    Ok((asked_units()?, from))
}

fn page(words: Words, told: ChangeTold, holding: Holding, mark: String) -> AnyView {
    let scatter = &told.scatter;
    let (Ok(indicator), Some(unit)) = (indicator(&scatter.indicator), scatter.path.last()) else {
        return ().into_any();
    };
    let (period, rank, name) = (scatter.period, scatter.rank, indicator.code.clone());
    let from = told.from.to_string();
    let to = {
        let name = name.clone();
        Callback::new(move |above: UnitRef| format!("/change/{name}/{}/{period}", above.code))
    };
    let title = format!("{} · {}", words.of(&indicator.name), words.of(&unit.name));
    let rest = query_of(rank, &[("from", &from), ("mark", &mark)]);
    let after = format!("/{period}{}", query_of(rank, &[("from", &from)]));
    let action = format!("/change/{name}/{}/{period}", unit.code);
    let newest = scatter.newest.to_string();
    let lead = format!(
        "{} · {} → {}",
        words.view_change(),
        words.month(told.from),
        words.month(period)
    );
    let some = told.changes.iter().any(Option::is_some);
    let path = scatter.path.clone();
    let tools = tools(
        words,
        ViewOf::Change,
        "change",
        indicator,
        scatter,
        rest,
        some,
    );
    let pick = pick_indicator(words, "change", indicator, unit.code, after);
    let mark_field = pick_mark(words, &mark);
    let figure = match some {
        true => figure(words, indicator, &told, holding, &mark),
        false => view! { <p class="hint">{words.chart_no_units()}</p> }.into_any(),
    };
    let left_out = left_out(words, scatter).map(|text| view! { <p class="hint">{text}</p> });
    let table = table(words, indicator, &told);
    view! {
        <Crumbs path to/>
        <Frame title lead>
            {tools}
            {pick}
            <form class="filters" method="get" action=action>
                <label>
                    <span>{words.change_from()}</span>
                    <input type="month" name="from" value=from min="2010-01" max=newest/>
                </label>
                {pick_rank(words, rank)}
                {mark_field}
                <button>{words.apply()}</button>
            </form>
            {figure}
            {left_out}
            <details class="chart-data">
                <summary><h2>{words.chart_table()}</h2></summary>
                {table}
            </details>
        </Frame>
    }
    .into_any()
}

fn figure(
    words: Words,
    indicator: &'static Indicator,
    told: &ChangeTold,
    holding: Holding,
    mark: &str,
) -> AnyView {
    let chart = change_chart(words, indicator, told, holding, mark);
    let legend = legend(words, chart.units.iter().map(|unit| unit.look));
    let count = |way: Ordering| {
        let moved = told.changes.iter().flatten();
        moved
            .filter(|change| change.difference.cmp(&Fraction::whole(0)) == way)
            .count()
    };
    let finding = words.change_finding(
        told.scatter.rank,
        (&words.month(told.from), &words.month(told.scatter.period)),
        (
            count(Ordering::Greater),
            count(Ordering::Less),
            count(Ordering::Equal),
        ),
    );
    let verdicts: Vec<Verdict> = told
        .changes
        .iter()
        .flatten()
        .filter_map(|change| change.chance.map(|chance| chance.verdict))
        .collect();
    let beyond = |verdict: Verdict| verdicts.iter().filter(|each| **each == verdict).count();
    let tested = (!verdicts.is_empty())
        .then(|| words.change_beyond(beyond(Verdict::Rose), beyond(Verdict::Fell), verdicts.len()));
    let draw = Callback::new(move |size| crate::charts::change(&chart, size));
    let note = match indicator.has_certainty() {
        true => words.change_note(),
        false => words.change_census_note(),
    };
    view! {
        <ChartFigure finding draw legend/>
        {tested.map(|text| view! { <p class="hint">{text}</p> })}
        <p class="hint">{note}</p>
        {indicator.is_rate().then(|| view! { <p class="hint">{words.change_split_note()}</p> })}
    }
    .into_any()
}

/// What both months draw.
pub fn change_chart(
    words: Words,
    indicator: &Indicator,
    told: &ChangeTold,
    holding: Holding,
    mark: &str,
) -> ChangeChart {
    let scatter = &told.scatter;
    let both = scatter.dots.iter().zip(&told.then).zip(&told.changes);
    ChangeChart {
        units: both
            .filter(|(_, change)| change.is_some())
            .filter_map(|((dot, then), _)| {
                let score = scatter.score(dot);
                Some(ChangeUnit {
                    then: drawn(scatter, then.value?),
                    now: drawn(scatter, score.value?),
                    look: look(indicator, &score),
                    label: marked(words, scatter, mark, dot),
                })
            })
            .collect(),
        target: target_line(words, scatter),
        across: words.month(told.from),
        up: words.month(scatter.period),
        same: words.change_same().to_owned(),
        suffix: suffix(scatter.scale.measure),
        note: words.holding_band(holding).map(str::to_owned),
    }
}

fn table(words: Words, indicator: &'static Indicator, told: &ChangeTold) -> impl IntoView + use<> {
    let scatter = &told.scatter;
    let rows: Vec<AnyView> = scatter
        .dots
        .iter()
        .zip(&told.then)
        .zip(&told.changes)
        .map(|((dot, then), change)| row(words, indicator, told, (dot, then), change.as_ref()))
        .collect();
    let (rate, chance) = (indicator.is_rate(), indicator.has_certainty());
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.chart_table()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.chart_within()}</th>
                        <th scope="col" class="number">{words.change_then()}</th>
                        <th scope="col" class="number">{words.n_of_n_label()}</th>
                        <th scope="col" class="number">{words.change_now()}</th>
                        <th scope="col" class="number">{words.n_of_n_label()}</th>
                        <th scope="col">{words.status_column()}</th>
                        <th scope="col" class="number">{words.change_difference()}</th>
                        {rate.then(|| view! {
                            <th scope="col" class="number">{words.change_of_numerator()}</th>
                            <th scope="col" class="number">{words.change_of_denominator()}</th>
                        })}
                        {chance.then(|| view! {
                            <th scope="col" class="number">{words.change_interval()}</th>
                            <th scope="col">{words.change_chance()}</th>
                        })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(
    words: Words,
    indicator: &Indicator,
    told: &ChangeTold,
    (dot, then): (&Dot, &Slim),
    change: Option<&Moved>,
) -> AnyView {
    let scatter = &told.scatter;
    let (period, measure) = (scatter.period, scatter.scale.measure);
    let (score, before) = (scatter.score(dot), told.score_then(then));
    let (rate, chance) = (indicator.is_rate(), indicator.has_certainty());
    let href = format!("/profile/{}/{period}", dot.unit);
    let of = |difference: Fraction| words.difference_of(measure, difference);
    let split = change.and_then(|change| change.split);
    let limits = change.and_then(|change| change.chance).map(|chance| {
        let places = if measure == kpi::score::Measure::PerMille {
            3
        } else {
            2
        };
        let (lower, upper) = chance.limits;
        let of = |value| words.signed(value, places);
        match words.lang() {
            kpi::catalogue::Lang::Zh => format!("{} 至 {}", of(lower), of(upper)),
            kpi::catalogue::Lang::En => format!("{} to {}", of(lower), of(upper)),
        }
    });
    let word = change.and_then(|change| change.chance).map(|chance| {
        let word = words.change_verdict(&chance);
        match chance.fisher {
            Some(p) => format!("{word} ({} {p:.3})", words.change_fisher()),
            None => word.to_owned(),
        }
    });
    view! {
        <tr data-unit=dot.unit.to_string()>
            <th scope="row"><a href=href>{words.of(&dot.name)}</a></th>
            <td>{dot.within.as_ref().map(|within| words.of(within))}</td>
            <td class="number">{words.value_or_missing(&before)}</td>
            <td class="number">{words.n_of_n(&before)}</td>
            <td class="number">{words.value_or_missing(&score)}</td>
            <td class="number">{words.n_of_n(&score)}</td>
            <td><StatusMark score=score.clone() period/></td>
            <td class="number">{change.map(|change| of(change.difference))}</td>
            {rate.then(|| view! {
                <td class="number">{split.map(|split| of(split.numerator))}</td>
                <td class="number">{split.map(|split| of(split.denominator))}</td>
            })}
            {chance.then(|| view! {
                <td class="number">{limits}</td>
                <td>{word}</td>
            })}
        </tr>
    }
    .into_any()
}
