//! `/quality/UNIT/MONTH`: how far the figures of a unit, and of those below it, can be believed.
//! Filters and the page of the table lie in the address.

use super::address::{query, unit_and_month};
use crate::ask::quality::{
    self as asking, CHECKS, DIMENSIONS, QualityPage, QualityRow, QualityView, SEVERITIES,
    UNITS_A_PAGE,
};
use crate::ask::refuse;
use crate::ask::scores::Rank;
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Downloads, Frame, MonthPicker, QualityShape, QualityState, answered};
use crate::text::{Words, count, use_words};
use kpi::catalogue::catalogue;
use kpi::org_unit::Level;
use kpi::quality::{Counts, Flag, Severity, Subject, Tally};
use kpi::{Period, UnitCode};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Quality() -> impl IntoView {
    let words = use_words();
    let asked =
        Memo::new(|_| unit_and_month().map(|(unit, period)| (unit, period, view_of_query())));
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, period, view)) => asking::quality(unit, period, view).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |told| {
        page(words, told, untrack(view_of_query))
    })
}

fn view_of_query() -> QualityView {
    QualityView {
        rank: query("rank"),
        dimension: query("dimension"),
        subject: query("subject"),
        severity: query("severity"),
        span: query("span"),
        page: query("page"),
    }
}

/// The query of a view; empty where nothing is chosen.
fn address_of(view: &QualityView) -> String {
    let parts: Vec<String> = [
        ("rank", &view.rank),
        ("dimension", &view.dimension),
        ("subject", &view.subject),
        ("severity", &view.severity),
        ("span", &view.span),
        ("page", &view.page),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| format!("{name}={}", super::address::escape(value)))
    .collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!("?{}", parts.join("&")),
    }
}

fn page(words: Words, told: QualityPage, view: QualityView) -> impl IntoView {
    let Some(unit) = told.path.last().cloned() else {
        return ().into_any();
    };
    let (code, period) = (unit.code, told.period);
    let title = format!("{} · {}", words.quality(), words.of(&unit.name));
    let lead = words.quality_window(told.from, period);
    let on = address_of(&QualityView {
        page: String::new(),
        ..view.clone()
    });
    let to = Callback::new(move |above: UnitRef| format!("/quality/{}/{period}", above.code));
    let is_above = told.rows_in_all > 0 || unit.level != Level::County;
    view! {
        <Crumbs path=told.path.clone() to/>
        <Frame title lead>
            <p class="hint">{words.quality_apart()}</p>
            <div class="tools">
                <MonthPicker
                    before=format!("/quality/{code}/")
                    after=on.clone()
                    period
                    newest=told.newest
                />
                <a href=format!("/summary/{code}/{period}")>{words.nav_summary()}</a>
            </div>
            {overview(words, &told)}
            {filters(words, code, period, is_above, &view, told.rank)}
            {is_above.then(|| units(words, &told, &view, code, period))}
            {flags(words, &told, code, period, is_above, &on)}
            {checks(words)}
        </Frame>
    }
    .into_any()
}

/// Every metric of the unit and all below it, in one table.
fn overview(words: Words, told: &QualityPage) -> impl IntoView + use<> {
    let counts = told.total;
    let cells = counts.cells;
    let shares = [
        (1, words.quality_returns(), counts.returns),
        (1, words.quality_in_time(), counts.in_time),
        (1, words.quality_values(), cells.present()),
        (1, words.quality_every_month(), counts.every_month),
    ];
    let findings = [
        (2, words.quality_outliers(), counts.outliers),
        (2, words.quality_over_time(), counts.over_time),
        (2, words.quality_related(), counts.related),
        (3, words.quality_external(), counts.external),
        (4, words.quality_denominators(), counts.denominators),
    ];
    let lines = shares
        .map(|(dqr, name, tally)| (dqr, name, tally, QualityState::of_share(tally)))
        .into_iter()
        .chain(
            findings.map(|(dqr, name, tally)| (dqr, name, tally, QualityState::of_findings(tally))),
        );
    let kinds = [
        (words.quality_figures(), cells.figures),
        (words.quality_zeros(), cells.zeros),
        (words.not_applicable(), cells.not_applicable),
        (words.empty_not_yet(), cells.not_yet),
        (words.empty_not_collected(), cells.not_collected),
        (words.quality_blank(), cells.blank),
    ];
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(name, number)| format!("{name} {}", count(number)))
        .collect();
    let kinds = kinds.join(words.pick("，", ", "));
    view! {
        <section>
            <h2>{words.quality_overview()}</h2>
            <div class="table-room" tabindex="0" role="region" aria-label=words.quality_overview()>
                <table class="quality-overview">
                    <thead>
                        <tr>
                            <th scope="col">"DQR"</th>
                            <th scope="col">{words.quality_metric()}</th>
                            <th scope="col" class="number">{words.quality_found()}</th>
                            <th scope="col" class="number">{words.quality_share()}</th>
                            <th scope="col">{words.quality_assessed()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {lines.map(|(dqr, name, tally, state)| view! {
                            <tr>
                                <td>{dqr}</td>
                                <th scope="row">{name}</th>
                                <td class="number">{words.quality_of(tally)}</td>
                                <td class="number">{words.quality_share_of(tally)}</td>
                                <td><QualityShape state/></td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
            <p class="note">{words.quality_cells()} {words.pick("：", ": ")} {kinds}</p>
            <p class="note">
                {words.quality_too_short()} {words.pick("：", ": ")} {count(counts.too_short)}
                {words.pick("。", ". ")} {words.quality_too_short_note()} " " {words.quality_no_population()}
            </p>
            <p class="quality-sum">
                <strong>{words.quality_in_short(counts.verify, counts.note)}</strong>
            </p>
        </section>
    }
}

fn filters(
    words: Words,
    unit: UnitCode,
    period: Period,
    is_above: bool,
    view: &QualityView,
    rank: Rank,
) -> impl IntoView + use<> {
    let chosen = view.clone();
    let ranks = [
        (Rank::Provinces, words.provinces()),
        (Rank::Regions, words.regions()),
        (Rank::Counties, words.counties()),
    ];
    view! {
        <form class="filters" method="get" action=format!("/quality/{unit}/{period}") role="search">
            {is_above.then(|| view! {
                <label>
                    <span>{words.level()}</span>
                    <select name="rank">
                        {ranks.into_iter().map(|(each, name)| view! {
                            <option value=each.code() selected=each == rank>{name}</option>
                        }).collect_view()}
                    </select>
                </label>
            })}
            <label>
                <span>{words.quality_metric()}</span>
                <select name="dimension">
                    <option value="">{words.quality_any_dimension()}</option>
                    {DIMENSIONS.into_iter().map(|one| view! {
                        <option value=one.code() selected=one.code() == chosen.dimension>
                            {words.quality_dimension(one)}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.quality_subject()}</span>
                <select name="subject">
                    <option value="">{words.quality_any_subject()}</option>
                    <optgroup label=words.indicator()>
                        {catalogue().indicators().iter().map(|one| view! {
                            <option value=one.code.clone() selected=one.code == chosen.subject>
                                {words.of(&one.name)}
                            </option>
                        }).collect_view()}
                    </optgroup>
                    <optgroup label=words.quality_elements()>
                        {catalogue().elements().iter().map(|one| view! {
                            <option value=one.code.clone() selected=one.code == chosen.subject>
                                {words.of(&one.name)}
                            </option>
                        }).collect_view()}
                    </optgroup>
                </select>
            </label>
            <label>
                <span>{words.quality_weight()}</span>
                <select name="severity">
                    <option value="">{words.quality_any_weight()}</option>
                    {SEVERITIES.into_iter().map(|one| view! {
                        <option value=one.code() selected=one.code() == chosen.severity>
                            {words.quality_severity(one)}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.quality_span()}</span>
                <select name="span">
                    <option value="">{words.quality_span_year()}</option>
                    <option value="month" selected=chosen.span == "month">{words.quality_span_month()}</option>
                </select>
            </label>
            <button>{words.apply()}</button>
        </form>
    }
}

/// The units below, a hundred at a time.
fn units(
    words: Words,
    told: &QualityPage,
    view: &QualityView,
    unit: UnitCode,
    period: Period,
) -> AnyView {
    let base = format!("/quality/{unit}/{period}");
    let query = address_of(&QualityView {
        page: String::new(),
        ..view.clone()
    });
    if told.rows.is_empty() {
        return view! {
            <section>
                <h2>{words.quality_units()}</h2>
                <p class="hint">{words.no_rows()}</p>
            </section>
        }
        .into_any();
    }
    let first = (told.page - 1) * UNITS_A_PAGE + 1;
    let last = first + told.rows.len() - 1;
    let of_page = words.quality_page_of(first, last, told.rows_in_all);
    let step = |to: usize, name: &'static str| {
        let view = QualityView {
            page: to.to_string(),
            ..view.clone()
        };
        let href = format!("{base}{}", address_of(&view));
        view! { <a href=href>{name}</a> }
    };
    let earlier = (told.page > 1).then(|| step(told.page - 1, words.quality_page_before()));
    let later = (last < told.rows_in_all).then(|| step(told.page + 1, words.quality_page_after()));
    let total = told.total;
    let rows = told.rows.clone();
    view! {
        <section>
            <h2>{words.quality_units()}</h2>
            <p class="hint">{words.quality_units_note()}</p>
            <div class="tools">
                <span class="note">{of_page}</span>
                {earlier}
                {later}
                <span class="note">{words.quality_summary_file()}</span>
                <Downloads table=format!("{base}/table") query/>
            </div>
            <div class="table-room" tabindex="0" role="region" aria-label=words.quality_units()>
                <table class="quality-units">
                    <thead>
                        <tr>
                            <th scope="col">{words.unit()}</th>
                            <th scope="col">{words.quality_returns()}</th>
                            <th scope="col">{words.quality_in_time()}</th>
                            <th scope="col">{words.quality_values()}</th>
                            <th scope="col">{words.quality_outliers()}</th>
                            <th scope="col">{words.quality_over_time()}</th>
                            <th scope="col">{words.quality_related()}</th>
                            <th scope="col">{words.quality_external()}</th>
                            <th scope="col">{words.quality_denominators()}</th>
                            <th scope="col">{words.quality_flags()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.into_iter().map(|row| line(words, row, period, &view.clone())).collect_view()}
                    </tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{words.rows_total()}</th>
                            {metrics(words, &total)}
                            <td>{words.quality_in_short(total.verify, total.note)}</td>
                        </tr>
                    </tfoot>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn line(
    words: Words,
    row: QualityRow,
    period: Period,
    view: &QualityView,
) -> impl IntoView + use<> {
    let along = address_of(&QualityView {
        rank: String::new(),
        page: String::new(),
        ..view.clone()
    });
    let href = format!("/quality/{}/{period}{along}", row.unit.code);
    let above: Vec<String> = row.above.iter().map(|unit| words.of(&unit.name)).collect();
    let asked = view.filters().then(|| {
        format!(
            "{}{}{}",
            words.quality_asked_for(),
            words.pick("：", ": "),
            count(row.asked_for)
        )
    });
    view! {
        <tr data-unit=row.unit.code.to_string()>
            <th scope="row">
                <a href=href>{words.of(&row.unit.name)}</a>
                {(!above.is_empty()).then(|| view! { <span class="note">{above.join(" › ")}</span> })}
            </th>
            {metrics(words, &row.counts)}
            <td>
                {words.quality_in_short(row.counts.verify, row.counts.note)}
                {asked.map(|asked| view! { <span class="note">{asked}</span> })}
            </td>
        </tr>
    }
}

/// The cells of a unit's metrics.
fn metrics(words: Words, counts: &Counts) -> impl IntoView + use<> {
    let shares = [counts.returns, counts.in_time, counts.cells.present()]
        .map(|tally| (tally, QualityState::of_share(tally)));
    let findings = [
        counts.outliers,
        counts.over_time,
        counts.related,
        counts.external,
        counts.denominators,
    ]
    .map(|tally| (tally, QualityState::of_findings(tally)));
    let cell = move |(tally, state): (Tally, QualityState)| {
        let figures = (tally.tested > 0).then(|| {
            view! {
                <span class="quality-figures">{words.quality_of(tally)}</span>
                <span class="note">{words.quality_share_of(tally)}</span>
            }
        });
        view! { <td><QualityShape state/> {figures}</td> }
    };
    shares.into_iter().chain(findings).map(cell).collect_view()
}

/// The unit's own flags in full.
fn flags(
    words: Words,
    told: &QualityPage,
    unit: UnitCode,
    period: Period,
    is_above: bool,
    query: &str,
) -> AnyView {
    let Some(flags) = told.flags.clone() else {
        return view! {
            <section>
                <h2>{words.quality_flags_of_unit()}</h2>
                <p class="hint">{words.quality_not_yours()}</p>
            </section>
        }
        .into_any();
    };
    let table = format!("/quality/{unit}/{period}/flags/table");
    let query = query.to_owned();
    view! {
        <section>
            <h2>
                {words.quality_flags_of_unit()} " "
                <span class="note">{format!("{} / {}", flags.len(), told.own_flags)}</span>
            </h2>
            {is_above.then(|| view! { <p class="hint">{words.quality_flags_below_note()}</p> })}
            <div class="tools">
                <span class="note">{words.quality_flags_file()}</span>
                <Downloads table query/>
            </div>
            {match flags.is_empty() {
                true => view! { <p class="hint">{words.quality_no_flags()}</p> }.into_any(),
                false => flags_table(words, flags).into_any(),
            }}
        </section>
    }
    .into_any()
}

fn flags_table(words: Words, flags: Vec<Flag>) -> impl IntoView {
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.quality_flags_of_unit()>
            <table class="quality-flags">
                <thead>
                    <tr>
                        <th scope="col">{words.period()}</th>
                        <th scope="col">{words.quality_weight()}</th>
                        <th scope="col">{words.quality_subject()}</th>
                        <th scope="col">{words.quality_what()}</th>
                        <th scope="col">{words.quality_threshold()}</th>
                        <th scope="col">{words.quality_go_to()}</th>
                    </tr>
                </thead>
                <tbody>
                    {flags.into_iter().map(|flag| flag_line(words, flag)).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

fn flag_line(words: Words, flag: Flag) -> impl IntoView {
    let (unit, period, check) = (flag.unit, flag.period, flag.check);
    let (programme, indicator) = match &flag.subject {
        Subject::Programme(code) => (Some(code.clone()), None),
        Subject::Element(code) => (
            catalogue().element(code).map(|one| one.programme.clone()),
            catalogue().fed_by(code).next().map(|one| one.code.clone()),
        ),
        Subject::Indicator(code) => (
            catalogue().indicator(code).map(|one| one.programme.clone()),
            Some(code.clone()),
        ),
    };
    let (class, shape) = match flag.severity {
        Severity::Verify => ("quality-look", "▲"),
        Severity::Note => ("quality-noted", "△"),
    };
    view! {
        <tr data-check=check.code() data-subject=flag.subject.code().to_owned() data-period=period.to_string()>
            <td>{words.month(period)}</td>
            <td>
                <span class=class>
                    <span class="shape" aria-hidden="true">{shape}</span>
                    <span class="word">{words.quality_severity(flag.severity)}</span>
                </span>
            </td>
            <th scope="row">
                {words.quality_subject_of(&flag.subject)}
                <span class="note">{words.quality_dimension(check.dimension())}</span>
            </th>
            <td>{words.quality_told(&flag)}</td>
            <td class="quality-rule">
                <span class="word">{words.quality_check_name(check)}</span>
                <span class="note">{words.quality_rule(check)}</span>
                <span class="note">{words.quality_fits()} {words.pick("：", ": ")} {words.quality_fits_of(check)}</span>
            </td>
            <td class="quality-links">
                {programme.map(|programme| view! {
                    <a href=format!("/returns/{unit}/{programme}/{period}")>{words.quality_open_return()}</a>
                })}
                {indicator.map(|indicator| view! {
                    <a href=format!("/indicators/{indicator}/{unit}/{period}")>{words.quality_open_progress()}</a>
                })}
            </td>
        </tr>
    }
}

/// Every check with its threshold, its origin and what it fits.
fn checks(words: Words) -> impl IntoView {
    view! {
        <details class="quality-checks">
            <summary>{words.quality_checks()}</summary>
            <p class="hint">{words.quality_dqr()} {words.pick("。", ". ")} {words.quality_bound_note()}</p>
            <div class="table-room" tabindex="0" role="region" aria-label=words.quality_checks()>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"DQR"</th>
                            <th scope="col">{words.quality_metric()}</th>
                            <th scope="col">{words.quality_check()}</th>
                            <th scope="col">{words.quality_threshold()}</th>
                            <th scope="col">{words.quality_fits()}</th>
                            <th scope="col">{words.quality_weight()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {CHECKS.into_iter().map(|check| view! {
                            <tr>
                                <td>{check.dimension().of_dqr()}</td>
                                <td>{words.quality_dimension(check.dimension())}</td>
                                <th scope="row">{words.quality_check_name(check)}</th>
                                <td>{words.quality_rule(check)}</td>
                                <td>{words.quality_fits_of(check)}</td>
                                <td>{words.quality_severity(check.severity())}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </details>
    }
}
