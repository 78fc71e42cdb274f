//! `/compare/INDICATOR/UNIT/MONTH`: the league table. All its rows come with the page, so sorting,
//! filtering and searching ask nobody; what is looked at lies in the address, so that a view can be
//! linked to, and works without scripts too.

use super::address::{escape, indicator, indicator_code, query, unit_and_month};
use super::around::pick_indicator;
use crate::ask::league::{self, League, LeagueRow};
use crate::ask::refuse;
use crate::ask::scores::Rank;
use crate::ask::units::UnitRef;
use crate::parts::{
    Crumbs, DistanceLine, Downloads, Frame, MonthPicker, Pages, StatusMark, ViewOf, Views,
    answered, any_withheld, hidden, sparkline, withheld_note,
};
use crate::tables::league::{LeagueView, arrange, may_sort, notes, on_page, page_of, rests_on_few};
use crate::tables::{STATUSES, status_code};
use crate::text::{Words, use_words};
use kpi::score::{Measure, Score};
use kpi::thresholds::UNITS_A_PAGE;
use kpi::{Indicator, Period, UnitCode};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// The league table.
#[component]
pub fn Compare() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let code = indicator_code()?;
        let rank = Rank::from_code(&query("rank"));
        unit_and_month().map(|(unit, period)| (code, unit, period, rank))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((code, unit, period, rank)) => league::league(code, unit, period, rank).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let view = Memo::new(|_| LeagueView {
        q: query("q"),
        status: query("status"),
        sort: query("sort"),
        peers: query("peers"),
        k: query("k"),
        page: query("page"),
        all: query("all"),
    });
    answered(question, move |league| page(words, league, view))
}

/// The query of a view, with its question mark.
fn query_of(rank: Rank, view: &LeagueView) -> String {
    let mut query = format!("?rank={}", rank.code());
    for (name, said) in view.pairs() {
        query.push_str(&format!("&{name}={}", escape(said)));
    }
    query
}

fn page(words: Words, league: League, view: Memo<LeagueView>) -> impl IntoView {
    let (Ok(indicator), Some(unit)) = (indicator(&league.indicator), league.path.last().cloned())
    else {
        return ().into_any();
    };
    let (code, period, newest) = (unit.code, league.period, league.newest);
    let (rank, name) = (league.rank, indicator.code.as_str());
    let title = format!("{} · {}", words.of(&indicator.name), words.of(&unit.name));
    let to =
        Callback::new(move |above: UnitRef| format!("/compare/{name}/{}/{period}", above.code));
    let path = league.path.clone();
    let league = StoredValue::new(league);
    // Everything of the view but the page: another month or file begins at the first.
    let rest = move || {
        let whole = LeagueView {
            page: String::new(),
            ..view.get()
        };
        query_of(rank, &whole)
    };
    view! {
        <Crumbs path to/>
        <Frame title lead=words.month(period)>
            <div class="tools">
                {move || view! {
                    <MonthPicker
                        before=format!("/compare/{name}/{code}/")
                        after=rest()
                        period
                        newest
                    />
                    <Downloads table=format!("/compare/{name}/{code}/{period}/table") query=rest()/>
                }}
            </div>
            <Views
                here=ViewOf::Table
                indicator=name
                unit=code
                period
                query=format!("?rank={}", rank.code())
            />
            {pick_indicator(words, "compare", indicator, code, format!("/{period}?rank={}", rank.code()))}
            {filters(words, indicator, code, period, rank, view)}
            {league.with_value(|league| {
                let scores = league.rows.0.iter().map(|row| &row.score);
                withheld_note(words, any_withheld(scores.chain([&league.total])))
            })}
            {move || {
                let view = view.get();
                league.with_value(|league| {
                    let notes = notes(league, indicator, &view, words);
                    notes.into_iter().map(|note| view! { <p class="hint">{note}</p> }).collect_view()
                })
            }}
            {move || {
                let view = view.get();
                league.with_value(|league| table(words, indicator, league, &view))
            }}
        </Frame>
    }
    .into_any()
}

/// The filters: a plain form, which a script reads as it is filled in and lays into the address.
fn filters(
    words: Words,
    indicator: &'static Indicator,
    unit: UnitCode,
    period: Period,
    rank: Rank,
    view: Memo<LeagueView>,
) -> impl IntoView {
    let action = format!("/compare/{}/{unit}/{period}", indicator.code);
    let chosen = view.get_untracked();
    let ranks = [
        (Rank::Provinces, words.provinces()),
        (Rank::Regions, words.regions()),
        (Rank::Counties, words.counties()),
    ];
    let orders = [
        ("", words.by_code()),
        ("name", words.by_name()),
        ("status", words.by_status()),
        ("distance", words.by_distance()),
        ("value", words.by_value()),
        ("value_low", words.by_value_low()),
        ("change", words.by_change()),
        ("change_low", words.by_change_low()),
        ("start", words.by_start()),
        ("start_low", words.by_start_low()),
        ("size", words.by_size()),
    ]
    .into_iter()
    .filter(move |(order, _)| may_sort(indicator, order));
    let navigate = use_navigate();
    let location = use_location();
    let lay = move |view: LeagueView| {
        let path = location.pathname.get_untracked();
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&format!("{path}{}", query_of(rank, &view)), options);
    };
    // Whatever is looked for, it is looked for from the first page on.
    let with = move |change: fn(&mut LeagueView, String), said: String| {
        let mut next = view.get_untracked();
        change(&mut next, said);
        next.page = String::new();
        next
    };
    let (lay_status, lay_sort, lay_q) = (lay.clone(), lay.clone(), lay);
    let sort = chosen.sort.clone();
    view! {
        <form class="filters" method="get" action=action role="search">
            <label>
                <span>{words.level()}</span>
                <select name="rank">
                    {ranks.into_iter().map(|(each, name)| view! {
                        <option value=each.code() selected=each == rank>{name}</option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.status_column()}</span>
                <select
                    name="status"
                    prop:value=move || view.get().status
                    on:change=move |event| lay_status(with(|view, said| view.status = said, event_target_value(&event)))
                >
                    <option value="">{words.any_status()}</option>
                    {STATUSES.into_iter().map(|status| view! {
                        <option value=status_code(status) selected=status_code(status) == chosen.status>
                            {words.status(status)}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.sort()}</span>
                <select
                    name="sort"
                    prop:value=move || view.get().sort
                    on:change=move |event| lay_sort(with(|view, said| view.sort = said, event_target_value(&event)))
                >
                    {orders.map(|(order, name)| view! {
                        <option value=order selected=order == sort>{name}</option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.text_in_name()}</span>
                <input
                    type="search"
                    name="q"
                    value=chosen.q.clone()
                    on:input=move |event| lay_q(with(|view, said| view.q = said, event_target_value(&event)))
                />
            </label>
            {move || {
                let view = view.get();
                (!view.peers.is_empty()).then(|| view! {
                    {hidden("peers", view.peers.clone())}
                    <label>
                        <span>{words.peers_count()}</span>
                        <input type="number" name="k" min="1" max="500" value=view.peer_count().to_string()/>
                    </label>
                })
            }}
            <button>{words.apply()}</button>
            {move || {
                let view = view.get();
                let alone = LeagueView { peers: String::new(), k: String::new(), page: String::new(), ..view.clone() };
                (!view.peers.is_empty()).then(|| view! {
                    <a class="filter-leave" href=query_of(rank, &alone) data-noscroll="">{words.peers_leave()}</a>
                })
            }}
        </form>
    }
}

fn table(
    words: Words,
    indicator: &'static Indicator,
    league: &League,
    view: &LeagueView,
) -> AnyView {
    let rows = arrange(league, view, words);
    if rows.is_empty() {
        return view! { <p class="hint">{words.no_rows()}</p> }.into_any();
    }
    let shown = on_page(view, &rows);
    let rank = league.rank;
    let ranked = league.ranking.is_some();
    let page = page_of(view, rows.len());
    let a_page = if view.all == "1" {
        rows.len()
    } else {
        UNITS_A_PAGE
    };
    let whole = view.clone();
    let to = Callback::new(move |page: usize| {
        let there = LeagueView {
            page: page.to_string(),
            ..whole.clone()
        };
        query_of(rank, &there)
    });
    let other = LeagueView {
        page: String::new(),
        all: if view.all == "1" { "" } else { "1" }.to_owned(),
        ..view.clone()
    };
    let switch = if view.all == "1" {
        words.show_pages()
    } else {
        words.show_all_rows()
    };
    let many = rows.len() > UNITS_A_PAGE;
    let head = |name: &'static str, orders: [&'static str; 2], number: bool| {
        heading(words, indicator, rank, view, name, orders, number)
    };
    let above = league.path.last().cloned();
    let period = league.period;
    let bands = league.ranking.is_some_and(|ranking| ranking.in_bands);
    let body: Vec<AnyView> = shown
        .iter()
        .map(|row| line(words, indicator, period, rank, view, (ranked, bands), row))
        .collect();
    view! {
        <div class="league-head">
            <Pages page a_page all=rows.len() to/>
            {many.then(|| view! { <a href=query_of(rank, &other) data-noscroll="">{switch}</a> })}
        </div>
        <div class="table-room" tabindex="0" role="region" aria-label=words.compare()>
            <table class="compare league">
                <thead>
                    <tr>
                        {head(words.unit(), ["name", ""], false)}
                        <th scope="col">{words.above()}</th>
                        {head(words.status_column(), ["status", ""], false)}
                        {head(words.value(), ["value", "value_low"], true)}
                        <th scope="col" class="number">{words.n_of_n_label()}</th>
                        {head(words.distance_column(), ["distance", ""], false)}
                        {head(words.change_column(), ["change", "change_low"], true)}
                        {head(words.start_column(), ["start", "start_low"], true)}
                        <th scope="col">{words.course_column()}</th>
                        {ranked.then(|| view! { <th scope="col">{words.rank_column()}</th> })}
                        <th scope="col" class="number">{words.coverage()}</th>
                        <th scope="col" class="no-print">{words.peers_link()}</th>
                    </tr>
                </thead>
                <tbody>{body}</tbody>
                <tfoot>
                    {above.map(|unit| total(words, indicator, period, ranked, &unit, &league.total))}
                </tfoot>
            </table>
        </div>
        {(page.1 > 1).then(|| view! { <Pages page a_page all=rows.len() to below=true/> })}
    }
    .into_any()
}

/// A column's head: a link to the order by it, and to the other way round once it is there.
fn heading(
    words: Words,
    indicator: &Indicator,
    rank: Rank,
    view: &LeagueView,
    name: &'static str,
    [first, second]: [&'static str; 2],
    number: bool,
) -> AnyView {
    let class = number.then_some("number");
    if !may_sort(indicator, first) {
        return view! { <th scope="col" class=class>{name}</th> }.into_any();
    }
    let rising = matches!(first, "name" | "status");
    let (sorted, mark) = match view.sort.as_str() {
        sort if sort == first && rising => (Some("ascending"), " ▲"),
        sort if sort == first => (Some("descending"), " ▼"),
        sort if sort == second && !second.is_empty() => (Some("ascending"), " ▲"),
        _ => (None, ""),
    };
    let next = LeagueView {
        sort: if view.sort == first { second } else { first }.to_owned(),
        page: String::new(),
        ..view.clone()
    };
    let label = format!("{}: {name}", words.sort());
    view! {
        <th scope="col" class=class aria-sort=sorted>
            <a href=query_of(rank, &next) data-noscroll="" title=label>
                {name}<span aria-hidden="true">{mark}</span>
            </a>
        </th>
    }
    .into_any()
}

/// What stands behind a value.
fn suffix(measure: Measure) -> &'static str {
    match measure {
        Measure::Percent => "%",
        Measure::PerMille => "‰",
        Measure::Count | Measure::YesNo | Measure::StudentsPerTeacher => "",
    }
}

fn line(
    words: Words,
    indicator: &'static Indicator,
    period: Period,
    rank: Rank,
    view: &LeagueView,
    (ranked, bands): (bool, bool),
    row: &LeagueRow,
) -> AnyView {
    let name = words.of(&row.name);
    let above = row
        .above
        .iter()
        .map(|unit| words.of(unit))
        .collect::<Vec<_>>()
        .join(" › ");
    let score = &row.score;
    let told = words.course_told(&row.course, period, suffix(score.measure));
    let peers = LeagueView {
        peers: row.code.to_string(),
        q: String::new(),
        status: String::new(),
        page: String::new(),
        ..view.clone()
    };
    let is_chosen = view.peers == row.code.to_string();
    let peers_label = words.peers_of_label(&name);
    let order = ranked.then(|| {
        let (shape, text) = match &row.rank {
            None => ("", String::new()),
            Some(rank) if bands => (
                match rank.band {
                    1 => "▲",
                    -1 => "▼",
                    _ => "■",
                },
                words.band(rank.band).to_owned(),
            ),
            Some(rank) => (
                "",
                format!("{} ({}–{})", rank.median, rank.lower, rank.upper),
            ),
        };
        view! { <td class="rank"><span aria-hidden="true">{shape}</span>" "{text}</td> }
    });
    view! {
        <tr data-unit=row.code.to_string() class=is_chosen.then_some("chosen")>
            <th scope="row"><a href=format!("/profile/{}/{period}", row.code)>{name}</a></th>
            <td>{above}</td>
            <td><StatusMark score=score.clone() period/></td>
            <td class="number">
                <a href=format!("/indicators/{}/{}/{period}", indicator.code, row.code)>
                    {words.value_or_missing(score)}
                </a>
            </td>
            <td class="number">
                {words.n_of_n(score)}
                {rests_on_few(indicator, row).then(|| view! {
                    <span class="note small-mark"><span aria-hidden="true">"△ "</span>{words.small_number()}</span>
                })}
            </td>
            <td><DistanceLine indicator score=score.clone()/></td>
            <td class="number">{words.change_of(score, row.before)}</td>
            <td class="number">{words.change_of(score, row.first)}</td>
            <td>{sparkline(&row.course, told)}</td>
            {order}
            <td class="number">{coverage(words, score)}</td>
            <td class="no-print">
                {row.size.map(|_| view! {
                    <a href=query_of(rank, &peers) aria-label=peers_label>"≈"</a>
                })}
            </td>
        </tr>
    }
    .into_any()
}

/// How much is in, and between which bounds the value lies while the rest is missing.
fn coverage(words: Words, score: &Score) -> Option<AnyView> {
    let coverage = score.units.and(score.coverage)?;
    let bounds = match (score.lower, score.upper) {
        (Some(lower), Some(upper)) if lower != upper => Some(format!(
            "{} – {}",
            words.value_of(score, lower),
            words.value_of(score, upper)
        )),
        _ => None,
    };
    let view = view! {
        {words.share(coverage)}
        {bounds.map(|bounds| view! { <span class="note">{bounds}</span> })}
    };
    Some(view.into_any())
}

fn total(
    words: Words,
    indicator: &'static Indicator,
    period: Period,
    ranked: bool,
    unit: &UnitRef,
    score: &Score,
) -> AnyView {
    let href = format!("/indicators/{}/{}/{period}", indicator.code, unit.code);
    view! {
        <tr data-unit=unit.code.to_string()>
            <th scope="row"><a href=href>{words.of(&unit.name)}</a></th>
            <td>{words.rows_total()}</td>
            <td><StatusMark score=score.clone() period/></td>
            <td class="number">{words.value_or_missing(score)}</td>
            <td class="number">{words.n_of_n(score)}</td>
            <td><DistanceLine indicator score=score.clone()/></td>
            <td></td>
            <td></td>
            <td></td>
            {ranked.then(|| view! { <td></td> })}
            <td class="number">{coverage(words, score)}</td>
            <td class="no-print"></td>
        </tr>
    }
    .into_any()
}
