//! `/compare/INDICATOR/UNIT/MONTH`: the units below a unit side by side. Filter and order lie in
//! the address, so that a view can be linked to.

use super::address::{escape, indicator, indicator_code, query, unit_and_month};
use crate::ask::refuse;
use crate::ask::scores::{self, CompareRow, Comparison, Rank};
use crate::ask::units::UnitRef;
use crate::parts::{
    Crumbs, DistanceLine, Downloads, Frame, MonthPicker, StatusMark, answered, any_withheld,
    hidden, withheld_note,
};
use crate::tables::{STATUSES, View, arrange, status_code};
use crate::text::{Words, use_words};
use kpi::catalogue::{PROGRAMMES, catalogue};
use kpi::score::Score;
use kpi::{Indicator, Period, UnitCode};
use leptos::prelude::*;

/// The comparison of units.
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
                Ok((code, unit, period, rank)) => scores::compare(code, unit, period, rank).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let view = Memo::new(|_| View {
        q: query("q"),
        status: query("status"),
        sort: query("sort"),
    });
    answered(question, move |comparison| page(words, comparison, view))
}

fn page(words: Words, comparison: Comparison, view: Memo<View>) -> impl IntoView {
    let (Ok(indicator), Some(unit)) = (
        indicator(&comparison.indicator),
        comparison.path.last().cloned(),
    ) else {
        return ().into_any();
    };
    let (code, period, name) = (unit.code, comparison.period, indicator.code.clone());
    let title = format!("{} · {}", words.of(&indicator.name), words.of(&unit.name));
    let to = {
        let name = name.clone();
        Callback::new(move |above: UnitRef| format!("/compare/{name}/{}/{period}", above.code))
    };
    let rank = comparison.rank;
    let total = comparison.total.clone();
    let shown = view.get_untracked();
    let rest = format!(
        "?rank={}&q={}&status={}&sort={}",
        rank.code(),
        escape(&shown.q),
        shown.status,
        shown.sort
    );
    let table_address = format!("/compare/{name}/{code}/{period}/table");
    let query = rest.clone();
    view! {
        <Crumbs path=comparison.path.clone() to/>
        <Frame title lead=words.month(period)>
            <div class="tools">
                <MonthPicker
                    before=format!("/compare/{name}/{code}/")
                    after=rest
                    period
                    newest=comparison.newest
                />
                <Downloads table=table_address query/>
            </div>
            {pick_indicator(words, indicator, code, period, rank)}
            {filters(words, indicator, &unit, period, rank, &shown)}
            {(!indicator.may_rank()).then(|| view! { <p class="hint">{words.not_ranked()}</p> })}
            {withheld_note(words, any_withheld(comparison.rows.iter().map(|row| &row.score).chain([&comparison.total])))}
            {move || table(words, indicator, period, arrange(&comparison, &view.get(), words), &unit, &total)}
        </Frame>
    }
    .into_any()
}

fn pick_indicator(
    words: Words,
    indicator: &'static Indicator,
    unit: UnitCode,
    period: Period,
    rank: Rank,
) -> impl IntoView {
    view! {
        <form class="filters" method="get" action="/go">
            <label>
                <span>{words.indicator()}</span>
                <select name="period">
                    {PROGRAMMES.iter().map(|programme| view! {
                        <optgroup label=programme.name(words.lang())>
                            {catalogue().indicators().iter().filter(|other| other.programme == programme.code).map(|other| view! {
                                <option value=other.code.clone() selected=other.code == indicator.code>
                                    {words.of(&other.name)}
                                </option>
                            }).collect_view()}
                        </optgroup>
                    }).collect_view()}
                </select>
            </label>
            {hidden("before", "/compare/")}
            {hidden("after", format!("/{unit}/{period}?rank={}", rank.code()))}
            <button>{words.show()}</button>
        </form>
    }
}

fn filters(
    words: Words,
    indicator: &'static Indicator,
    unit: &UnitRef,
    period: Period,
    rank: Rank,
    shown: &View,
) -> impl IntoView + use<> {
    let action = format!("/compare/{}/{}/{period}", indicator.code, unit.code);
    let ranks = [
        (Rank::Provinces, words.provinces()),
        (Rank::Regions, words.regions()),
        (Rank::Counties, words.counties()),
    ];
    let mut orders = vec![("", words.by_code()), ("name", words.by_name())];
    if indicator.may_rank() {
        orders.extend([
            ("distance", words.by_distance()),
            ("value", words.by_value()),
            ("value_low", words.by_value_low()),
        ]);
    }
    let chosen = shown.clone();
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
                <select name="status">
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
                <select name="sort">
                    {orders.into_iter().map(|(order, name)| view! {
                        <option value=order selected=order == chosen.sort>{name}</option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.text_in_name()}</span>
                <input type="search" name="q" value=chosen.q.clone()/>
            </label>
            <button>{words.apply()}</button>
        </form>
    }
}

fn table(
    words: Words,
    indicator: &'static Indicator,
    period: Period,
    rows: Vec<CompareRow>,
    unit: &UnitRef,
    total: &Score,
) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <p class="hint">{words.no_rows()}</p> }.into_any();
    }
    let (unit, total) = (unit.clone(), total.clone());
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.compare()>
            <table class="compare">
                <thead>
                    <tr>
                        <th scope="col">{words.unit()}</th>
                        <th scope="col">{words.above()}</th>
                        <th scope="col">{words.status_column()}</th>
                        <th scope="col" class="number">{words.value()}</th>
                        <th scope="col" class="number">{words.n_of_n_label()}</th>
                        <th scope="col" class="number">{words.change_column()}</th>
                        <th scope="col">{words.distance_column()}</th>
                        <th scope="col" class="number">{words.coverage()}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows.into_iter().map(|row| {
                        let above = row.above.iter().map(|unit| words.of(&unit.name)).collect::<Vec<_>>().join(" › ");
                        let change = words.change_between(&row.score, &row.before);
                        line(words, indicator, period, &row.unit, above, change, row.score)
                    }).collect_view()}
                </tbody>
                <tfoot>
                    {line(words, indicator, period, &unit, words.rows_total().to_owned(), None, total)}
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn line(
    words: Words,
    indicator: &'static Indicator,
    period: Period,
    unit: &UnitRef,
    above: String,
    change: Option<String>,
    score: Score,
) -> AnyView {
    let href = format!("/indicators/{}/{}/{period}", indicator.code, unit.code);
    let coverage = score.units.and(score.coverage);
    view! {
        <tr data-unit=unit.code.to_string()>
            <th scope="row"><a href=href>{words.of(&unit.name)}</a></th>
            <td>{above}</td>
            <td><StatusMark score=score.clone() period/></td>
            <td class="number">{words.value_or_missing(&score)}</td>
            <td class="number">{words.n_of_n(&score)}</td>
            <td class="number">{change}</td>
            <td><DistanceLine indicator score=score.clone()/></td>
            <td class="number">{coverage.map(|coverage| words.share(coverage))}</td>
        </tr>
    }
    .into_any()
}
