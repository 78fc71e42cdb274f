//! `/heat/UNIT/MONTH`: units by indicators at a glance.

use super::address::{escape, query, unit_and_month};
use crate::ask::heat::{self, HeatMap, HeatView};
use crate::ask::identity::Holding;
use crate::ask::refuse;
use crate::ask::scores::Rank;
use crate::ask::units::UnitRef;
use crate::charts::{HeatChart, draw_heat};
use crate::parts::{
    ChartFiles, Crumbs, Downloads, Frame, MonthPicker, Pages, ViewOf, Views, answered,
    status_class, status_shape, use_here,
};
use crate::tables::{STATUSES, status_code};
use crate::text::{Words, use_words};
use kpi::catalogue::{PROGRAMMES, catalogue};
use kpi::score::Status;
use kpi::thresholds::UNITS_A_PAGE;
use leptos::prelude::*;

/// The heat map.
#[component]
pub fn Heat() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let view = HeatView {
            rank: query("rank"),
            programme: query("programme"),
            status: query("status"),
            sort: query("sort"),
            q: query("q"),
            page: query("page"),
        };
        unit_and_month().map(|(unit, period)| (unit, period, view))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, period, view)) => heat::heat(unit, period, view).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let known = use_here();
    answered(question, move |map| {
        let holding = known
            .get()
            .and_then(Result::ok)
            .map_or(Holding::Real, |here| here.holding);
        let view = asked.get_untracked().map(|(_, _, view)| view);
        page(words, map, view.unwrap_or_default(), holding)
    })
}

/// The chart of a map, for page and file.
pub fn chart(words: Words, map: &HeatMap, holding: Holding) -> HeatChart {
    let shown = |status: Option<Status>| map.rows.iter().any(|row| row.cells.contains(&status));
    let watched = shown(None).then(|| (None, words.status_word(None).to_owned()));
    HeatChart {
        columns: (1..=map.indicators.len())
            .map(|number| number.to_string())
            .collect(),
        rows: map
            .rows
            .iter()
            .map(|row| (words.of(&row.name), row.cells.clone()))
            .collect(),
        legend: STATUSES
            .into_iter()
            .filter(|status| shown(Some(*status)))
            .map(|status| (Some(status), words.status(status).to_owned()))
            .chain(watched)
            .collect(),
        note: words.holding_band(holding).map(str::to_owned),
    }
}

fn query_of(view: &HeatView) -> String {
    let pairs = [
        ("rank", &view.rank),
        ("programme", &view.programme),
        ("status", &view.status),
        ("sort", &view.sort),
        ("q", &view.q),
        ("page", &view.page),
    ];
    let said: Vec<String> = pairs
        .into_iter()
        .filter(|(_, said)| !said.is_empty())
        .map(|(name, said)| format!("{name}={}", escape(said)))
        .collect();
    match said.is_empty() {
        true => String::new(),
        false => format!("?{}", said.join("&")),
    }
}

fn page(words: Words, map: HeatMap, view: HeatView, holding: Holding) -> impl IntoView {
    let Some(unit) = map.path.last().cloned() else {
        return ().into_any();
    };
    let (code, period) = (unit.code, map.period);
    let title = format!("{} · {}", words.heat(), words.of(&unit.name));
    let to = Callback::new(move |above: UnitRef| format!("/heat/{}/{period}", above.code));
    let all = HeatView {
        page: String::new(),
        ..view.clone()
    };
    let (rest, here) = (query_of(&all), query_of(&view));
    let to_page = Callback::new(move |page: usize| {
        let there = HeatView {
            page: page.to_string(),
            ..all.clone()
        };
        format!("/heat/{code}/{period}{}", query_of(&there))
    });
    let finding = words.heat_finding(&map);
    let svg = draw_heat(&chart(words, &map, holding));
    let region = finding.clone();
    view! {
        <Crumbs path=map.path.clone() to/>
        <Frame title lead=words.month(period)>
            <div class="tools">
                <MonthPicker
                    before=format!("/heat/{code}/")
                    after=rest.clone()
                    period
                    newest=map.newest
                />
                <Downloads table=format!("/heat/{code}/{period}/table") query=rest/>
                <ChartFiles chart=format!("/heat/{code}/{period}/chart") query=here/>
            </div>
            {map.indicators.first().map(|indicator| view! {
                <Views
                    here=ViewOf::Heat
                    indicator=indicator.clone()
                    unit=code
                    period
                    query=format!("?rank={}", map.rank.code())
                />
            })}
            {filters(words, &map, &view, format!("/heat/{code}/{period}"))}
            {(view.sort == "not_met").then(|| view! { <p class="hint">{words.heat_order_note()}</p> })}
            {match map.rows.is_empty() {
                true => view! { <p class="hint">{words.no_rows()}</p> }.into_any(),
                false => view! {
                    <Pages page=map.page a_page=UNITS_A_PAGE all=map.fitting to=to_page/>
                    <figure class="chart heat-chart">
                        <figcaption>{finding}</figcaption>
                        <div class="table-room" tabindex="0" role="region" aria-label=region>
                            <div class="heat-drawing" role="img" aria-label=words.heat_below() inner_html=svg></div>
                        </div>
                    </figure>
                    {names(words, &map)}
                    <h2>{words.heat_table()}</h2>
                    {table(words, &map)}
                    {(map.page.1 > 1).then(|| view! {
                        <Pages page=map.page a_page=UNITS_A_PAGE all=map.fitting to=to_page below=true/>
                    })}
                }.into_any(),
            }}
        </Frame>
    }
    .into_any()
}

fn filters(words: Words, map: &HeatMap, view: &HeatView, action: String) -> AnyView {
    let ranks = [
        (Rank::Provinces, words.provinces()),
        (Rank::Regions, words.regions()),
        (Rank::Counties, words.counties()),
    ];
    view! {
        <form class="filters" method="get" action=action role="search">
            <label>
                <span>{words.level()}</span>
                <select name="rank">
                    {ranks.into_iter().map(|(rank, name)| view! {
                        <option value=rank.code() selected=rank == map.rank>{name}</option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.heat_which()}</span>
                <select name="programme">
                    <option value="">{words.heat_scored()}</option>
                    {PROGRAMMES.iter().map(|programme| view! {
                        <option value=programme.code selected=programme.code == view.programme>
                            {programme.name(words.lang())}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.with_status()}</span>
                <select name="status">
                    <option value="">{words.any_status()}</option>
                    {STATUSES.into_iter().map(|status| view! {
                        <option value=status_code(status) selected=status_code(status) == view.status>
                            {words.status(status)}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.sort()}</span>
                <select name="sort">
                    <option value="">{words.by_code()}</option>
                    <option value="not_met" selected=view.sort == "not_met">{words.by_not_met()}</option>
                </select>
            </label>
            <label>
                <span>{words.text_in_name()}</span>
                <input type="search" name="q" value=view.q.clone()/>
            </label>
            <button>{words.apply()}</button>
        </form>
    }
    .into_any()
}

/// What the numbers over the columns mean, each a link to its league table.
fn names(words: Words, map: &HeatMap) -> AnyView {
    let Some(unit) = map.path.last() else {
        return ().into_any();
    };
    let (code, period, rank) = (unit.code, map.period, map.rank.code());
    let names = map.indicators.iter().filter_map(|indicator| {
        let known = catalogue().indicator(indicator)?;
        let href = format!("/compare/{indicator}/{code}/{period}?rank={rank}");
        Some(view! { <li><a href=href>{words.of(&known.short)}</a></li> })
    });
    view! { <ol class="heat-names">{names.collect_view()}</ol> }.into_any()
}

fn table(words: Words, map: &HeatMap) -> AnyView {
    let heads: Vec<(usize, String)> = map
        .indicators
        .iter()
        .enumerate()
        .filter_map(|(at, code)| Some((at + 1, words.of(&catalogue().indicator(code)?.short))))
        .collect();
    let period = map.period;
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.heat_table()>
            <table class="heat">
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col" class="number">{words.not_met_count()}</th>
                        {heads.into_iter().map(|(number, name)| view! {
                            <th scope="col">{words.numbered(number, &name)}</th>
                        }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {map.rows.iter().map(|row| view! {
                        <tr data-unit=row.code.to_string()>
                            <th scope="row"><a href=format!("/summary/{}/{period}", row.code)>{words.of(&row.name)}</a></th>
                            <td class="number">{row.not_met}</td>
                            {row.cells.iter().map(|status| view! {
                                <td>
                                    <span class=status_class(*status)>
                                        <span class="shape" aria-hidden="true">{status_shape(*status)}</span>
                                        <span class="word">{words.status_word(*status)}</span>
                                    </span>
                                </td>
                            }).collect_view()}
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
