//! `/board/UNIT/MONTH`: which returns came, which did not, and whom to remind.

use super::address::{escape, query, unit_and_month};
use crate::ask::board::{self, BoardRow, BoardView, ReportingBoard};
use crate::ask::refuse;
use crate::ask::scores::Rank;
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Downloads, Frame, MonthPicker, Pages, answered};
use crate::text::{Words, count, use_words};
use kpi::Period;
use kpi::catalogue::PROGRAMMES;
use kpi::fraction::Fraction;
use kpi::reporting::Standing;
use kpi::thresholds::{COMPLETENESS_GOOD, TIMELINESS_GOOD, UNITS_A_PAGE, VALUES_GOOD};
use leptos::prelude::*;

/// The reporting board.
#[component]
pub fn Board() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let view = BoardView {
            programme: query("programme"),
            state: query("state"),
            rank: query("rank"),
            q: query("q"),
            page: query("page"),
        };
        unit_and_month().map(|(unit, period)| (unit, period, view))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, period, view)) => board::board(unit, period, view).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |board| {
        let view = asked.get_untracked().map(|(_, _, view)| view);
        page(words, board, view.unwrap_or_default())
    })
}

/// The shape of a standing.
fn shape(standing: Standing) -> &'static str {
    match standing {
        Standing::Accepted => "●",
        Standing::Submitted => "◐",
        Standing::SentBack => "↩",
        Standing::Overdue => "✕",
        Standing::Draft => "✎",
        Standing::NotBegun => "○",
        Standing::NotOwed => "–",
    }
}

fn query_of(view: &BoardView) -> String {
    let pairs = [
        ("programme", &view.programme),
        ("state", &view.state),
        ("rank", &view.rank),
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

fn page(words: Words, board: ReportingBoard, view: BoardView) -> impl IntoView {
    let Some(unit) = board.path.last().cloned() else {
        return ().into_any();
    };
    let (code, period) = (unit.code, board.period);
    let title = format!("{} · {}", words.board(), words.of(&unit.name));
    let to = Callback::new(move |above: UnitRef| format!("/board/{}/{period}", above.code));
    let all = BoardView {
        page: String::new(),
        ..view.clone()
    };
    let rest = query_of(&all);
    let first_page = all.clone();
    let to_page = Callback::new(move |page: usize| {
        let there = BoardView {
            page: page.to_string(),
            ..first_page.clone()
        };
        format!("/board/{code}/{period}{}", query_of(&there))
    });
    let reminders = format!("/board/{code}/{period}/remind");
    let programme = words.programme_name(&board.programme);
    view! {
        <Crumbs path=board.path.clone() to/>
        <Frame title lead=format!("{} · {programme}", words.month(period))>
            <div class="tools">
                <MonthPicker
                    before=format!("/board/{code}/")
                    after=rest.clone()
                    period
                    newest=board.newest
                />
                <Downloads table=format!("/board/{code}/{period}/table") query=rest.clone()/>
            </div>
            <p class="lead">{words.board_lead()}" "{words.board_deadline(&board)}</p>
            {filters(words, &board, &view, format!("/board/{code}/{period}"))}
            {totals(words, &board)}
            <p>{words.units_reaching(&board)}</p>
            <p class="hint">{words.reporting_thresholds()}</p>
            <section class="remind">
                <h2>{words.remind_heading()}</h2>
                <p>{words.to_remind(board.to_remind)}</p>
                {(board.to_remind.0 > 0).then(|| view! {
                    <p class="tools">
                        <span>{words.remind_list()}</span>
                        <Downloads table=reminders query=rest.clone()/>
                    </p>
                })}
            </section>
            <section>
                <h2>{words.months_heading()}</h2>
                {by_month(words, &board)}
            </section>
            <section>
                <h2>{words.units_heading()}</h2>
                {standings(words, &board, &all, format!("/board/{code}/{period}"))}
                <Pages page=board.page a_page=UNITS_A_PAGE all=board.fitting to=to_page/>
                {units(words, &board)}
                {(board.page.1 > 1).then(|| view! {
                    <Pages page=board.page a_page=UNITS_A_PAGE all=board.fitting to=to_page below=true/>
                })}
            </section>
            <details class="method">
                <summary>{words.how_counted()}</summary>
                <p class="hint">{words.rates_method()}</p>
            </details>
        </Frame>
    }
    .into_any()
}

fn filters(words: Words, board: &ReportingBoard, view: &BoardView, action: String) -> AnyView {
    let ranks = [
        (None, words.all_ranks()),
        (Some(Rank::Provinces), words.provinces()),
        (Some(Rank::Regions), words.regions()),
        (Some(Rank::Counties), words.counties()),
    ];
    let owed = PROGRAMMES
        .iter()
        .filter(|programme| programme.owed.is_some());
    view! {
        <form class="filters" method="get" action=action role="search">
            <label>
                <span>{words.programme()}</span>
                <select name="programme">
                    {owed.map(|programme| view! {
                        <option value=programme.code selected=programme.code == board.programme>
                            {programme.name(words.lang())}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.stage_column()}</span>
                <select name="state">
                    <option value="">{words.any_standing()}</option>
                    {Standing::ALL.into_iter().map(|standing| view! {
                        <option value=standing.code() selected=standing.code() == view.state>
                            {words.standing(standing)}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.level()}</span>
                <select name="rank">
                    {ranks.into_iter().map(|(rank, name)| view! {
                        <option value=rank.map_or("", Rank::code) selected=rank == view.rank()>{name}</option>
                    }).collect_view()}
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

/// A rate with its word: whether it reaches its threshold.
fn rate(words: Words, rate: Option<Fraction>, threshold: i64) -> AnyView {
    view! {
        <td class="number">
            {words.rate(rate)}
            {words.reached_word(rate, threshold).map(|word| view! { <span class="note">{word}</span> })}
        </td>
    }
    .into_any()
}

fn totals(words: Words, board: &ReportingBoard) -> AnyView {
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.totals_heading()>
            <table class="board-totals">
                <caption>{words.totals_heading()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.programme()}</th>
                        <th scope="col" class="number">{words.expected()}</th>
                        <th scope="col" class="number">{words.received()}</th>
                        <th scope="col" class="number">{words.in_time()}</th>
                        <th scope="col" class="number">{words.completeness()}</th>
                        <th scope="col" class="number">{words.timeliness()}</th>
                        <th scope="col" class="number">{words.values_held()}</th>
                        <th scope="col" class="number">{words.values_completeness()}</th>
                    </tr>
                </thead>
                <tbody>
                    {board.programmes.iter().map(|(code, total)| {
                        let (reports, values) = (total.reports, total.values);
                        view! {
                            <tr data-programme=code.clone()>
                                <th scope="row">{words.programme_name(code)}</th>
                                <td class="number">{count(reports.expected.into())}</td>
                                <td class="number">{count(reports.received.into())}</td>
                                <td class="number">{count(reports.in_time.into())}</td>
                                {rate(words, reports.completeness(), COMPLETENESS_GOOD)}
                                {rate(words, reports.timeliness(), TIMELINESS_GOOD)}
                                <td class="number">
                                    {format!("{} / {}", count(values.present.into()), count(values.due.into()))}
                                </td>
                                {rate(words, values.completeness(), VALUES_GOOD)}
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn by_month(words: Words, board: &ReportingBoard) -> AnyView {
    if board
        .months
        .iter()
        .all(|(_, reports)| reports.expected == 0)
    {
        return view! { <p class="hint">{words.nothing_owed_here()}</p> }.into_any();
    }
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.months_heading()>
            <table class="board-months">
                <thead>
                    <tr>
                        <th scope="col">{words.period()}</th>
                        {board.months.iter().map(|(month, _)| view! { <th scope="col" class="number">{month.to_string()}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">{words.expected()}</th>
                        {board.months.iter().map(|(_, reports)| view! { <td class="number">{count(reports.expected.into())}</td> }).collect_view()}
                    </tr>
                    <tr>
                        <th scope="row">{words.received()}</th>
                        {board.months.iter().map(|(_, reports)| view! { <td class="number">{count(reports.received.into())}</td> }).collect_view()}
                    </tr>
                    <tr>
                        <th scope="row">{words.completeness()}</th>
                        {board.months.iter().map(|(_, reports)| view! { <td class="number">{words.rate(reports.completeness())}</td> }).collect_view()}
                    </tr>
                    <tr>
                        <th scope="row">{words.timeliness()}</th>
                        {board.months.iter().map(|(_, reports)| view! { <td class="number">{words.rate(reports.timeliness())}</td> }).collect_view()}
                    </tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How many returns of the month stand how, each a link to them.
fn standings(words: Words, board: &ReportingBoard, view: &BoardView, address: String) -> AnyView {
    let links = board.standings.iter().map(|(standing, number)| {
        let there = BoardView {
            state: standing.code().to_owned(),
            ..view.clone()
        };
        let is_here = view.state == standing.code();
        view! {
            <li>
                <a href=format!("{address}{}", query_of(&there)) aria-current=is_here.then_some("true")>
                    {mark(words, *standing, false)}
                    " "{count((*number).into())}
                </a>
            </li>
        }
    });
    view! { <ul class="plain standings">{links.collect_view()}</ul> }.into_any()
}

fn mark(words: Words, standing: Standing, late: bool) -> AnyView {
    view! {
        <span class=format!("standing standing-{}", standing.code())>
            <span class="shape" aria-hidden="true">{shape(standing)}</span>
            <span class="word">{words.standing(standing)}</span>
            {late.then(|| view! { <span class="late">{words.came_late()}</span> })}
        </span>
    }
    .into_any()
}

fn units(words: Words, board: &ReportingBoard) -> AnyView {
    if board.rows.is_empty() {
        return view! { <p class="hint">{words.no_rows()}</p> }.into_any();
    }
    let months: Vec<Period> = board.months.iter().map(|(month, _)| *month).collect();
    let programme = board.programme.clone();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.units_heading()>
            <table class="board">
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col" class="number">{words.completeness()}</th>
                        <th scope="col" class="number">{words.timeliness()}</th>
                        <th scope="col" class="number">{words.values_completeness()}</th>
                        // The newest first: it is what one comes for.
                        {months.iter().rev().map(|month| view! { <th scope="col">{month.to_string()}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {board.rows.iter().map(|row| line(words, &programme, &months, row)).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(words: Words, programme: &str, months: &[Period], row: &BoardRow) -> AnyView {
    let above = row
        .above
        .iter()
        .map(|unit| words.of(unit))
        .collect::<Vec<_>>()
        .join(" › ");
    let cells = months
        .iter()
        .zip(&row.months)
        .rev()
        .map(|(month, (standing, late))| {
            let inner = mark(words, *standing, *late);
            match standing {
                Standing::NotOwed => view! { <td>{inner}</td> }.into_any(),
                _ => {
                    let href = format!("/returns/{}/{programme}/{month}", row.code);
                    view! { <td><a href=href>{inner}</a></td> }.into_any()
                }
            }
        });
    view! {
        <tr data-unit=row.code.to_string()>
            <th scope="row">
                <a href=format!("/summary/{}", row.code)>{words.of(&row.name)}</a>
                <span class="note">{above}</span>
            </th>
            <td class="number">{words.rate(row.reports.completeness())}</td>
            <td class="number">{words.rate(row.reports.timeliness())}</td>
            <td class="number">{words.rate(row.values.completeness())}</td>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}
