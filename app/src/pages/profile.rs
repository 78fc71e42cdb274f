//! `/profile/UNIT/MONTH`: every indicator of a unit, beside the units above and among its peers.

use super::address::{query, unit_and_month};
use crate::ask::identity::Holding;
use crate::ask::profile::{self, Line, Profile as Told};
use crate::ask::refuse;
use crate::ask::units::UnitRef;
use crate::charts::{Look, Shape, Spine, SpineChart, SpineRow, Tone};
use crate::parts::{
    ChartFigure, ChartFiles, Crumbs, DistanceLine, Downloads, Frame, MonthPicker, StatusMark,
    answered, certainty_brief, use_here,
};
use crate::refusal::Refusal;
use crate::tables::{STATUSES, status_code};
use crate::text::{Words, use_words};
use kpi::catalogue::{PROGRAMMES, catalogue};
use kpi::score::{Score, Status};
use kpi::target::Direction;
use kpi::{Indicator, Period, UnitCode};
use leptos::prelude::*;

/// Which indicators a profile shows. It lies in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ProfileView {
    /// A programme by its code; empty for all.
    #[serde(default)]
    pub programme: String,
    /// A status by its code; empty for any.
    #[serde(default)]
    pub status: String,
}

impl ProfileView {
    /// The lines that the view asks for, with their indicators.
    pub fn lines<'a>(&self, told: &'a Told) -> Vec<(&'static Indicator, &'a Line)> {
        told.lines
            .iter()
            .filter_map(|line| Some((catalogue().indicator(&line.indicator)?, line)))
            .filter(|(indicator, _)| {
                self.programme.is_empty() || indicator.programme == self.programme
            })
            .filter(|(_, line)| {
                let code = line.score.status.map(status_code).unwrap_or("watched");
                self.status.is_empty() || code == self.status
            })
            .collect()
    }
}

/// The profile of a unit.
#[component]
pub fn Profile() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| asked());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, period, peers)) => profile::profile(unit, period, peers).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    let known = use_here();
    let view = Memo::new(|_| ProfileView {
        programme: query("programme"),
        status: query("status"),
    });
    answered(question, move |told| {
        let holding = known
            .get()
            .and_then(Result::ok)
            .map_or(Holding::Real, |here| here.holding);
        page(words, told, holding, &view.get_untracked())
    })
}

fn asked() -> Result<(UnitCode, Option<Period>, Option<UnitCode>), Refusal> {
    let (unit, period) = unit_and_month()?;
    let peers = match query("peers").as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Refusal::Missing)?),
    };
    Ok((unit, period, peers))
}

fn page(words: Words, told: Told, holding: Holding, view: &ProfileView) -> AnyView {
    let Some(unit) = told.path.last().cloned() else {
        return ().into_any();
    };
    let (period, code) = (told.period, unit.code);
    let title = format!("{} · {}", words.profile(), words.of(&unit.name));
    let to = Callback::new(move |above: UnitRef| format!("/profile/{}/{period}", above.code));
    let peers = told.peers.as_ref().map(|peers| peers.above.code);
    let rest = format!(
        "?peers={}&programme={}&status={}",
        peers.map_or_else(String::new, |peers| peers.to_string()),
        view.programme,
        view.status
    );
    let base = format!("/profile/{code}");
    let lines = view.lines(&told);
    let finding = finding(words, &unit, &told, &lines);
    let chart = profile_chart(words, &told, view, holding);
    let draw = Callback::new(move |size| crate::charts::spines(&chart, size));
    let with_peers = told.peers.is_some();
    let content = match lines.is_empty() {
        true => view! { <p class="hint">{words.profile_no_lines()}</p> }.into_any(),
        false => {
            let months_left_out = told.months_left_out;
            let table = table(words, &told, &lines);
            let months = months(words, &told, &lines);
            view! {
                <p class="lead">{finding.clone()}</p>
                {table}
                {with_peers.then(|| view! { <p class="hint">{words.profile_spine_note()}</p> })}
                <p class="hint">{words.profile_trend_note()}</p>
                <p class="hint">{format!("{}{}{}", words.certainty_label(), words.pick("：", ": "), words.profile_certainty_note())}</p>
                {months_left_out.then(|| view! { <p class="hint">{words.profile_months_left_out()}</p> })}
                {with_peers.then(|| view! {
                    <details class="chart-data">
                        <summary><h2>{words.profile_picture()}</h2></summary>
                        <ChartFigure finding draw/>
                    </details>
                })}
                <details class="chart-data">
                    <summary><h2>{words.profile_values()}</h2></summary>
                    {months}
                </details>
            }
            .into_any()
        }
    };
    let (path, newest) = (told.path.clone(), told.newest);
    let filters = filters(words, &told, view, format!("{base}/{period}"));
    view! {
        <Crumbs path to/>
        <Frame title lead=words.month(period)>
            <div class="tools">
                <MonthPicker before=format!("{base}/") after=rest.clone() period newest/>
                {with_peers.then(|| view! { <ChartFiles chart=format!("{base}/{period}/chart") query=rest.clone()/> })}
                <Downloads table=format!("{base}/{period}/table") query=rest/>
                <a href=format!("/summary/{code}/{period}")>{words.summary()}</a>
            </div>
            {filters}
            {content}
        </Frame>
    }
    .into_any()
}

fn filters(words: Words, told: &Told, view: &ProfileView, action: String) -> impl IntoView + use<> {
    let chosen = told.peers.as_ref().map(|peers| peers.above.code);
    let above: Vec<UnitRef> = match told.path.split_last() {
        Some((_, above)) => above.to_vec(),
        None => Vec::new(),
    };
    let view = view.clone();
    view! {
        <form class="filters" method="get" action=action>
            {(!above.is_empty()).then(|| view! {
                <label>
                    <span>{words.profile_peers()}</span>
                    <select name="peers">
                        {above.into_iter().map(|unit| view! {
                            <option value=unit.code.to_string() selected=Some(unit.code) == chosen>
                                {words.of(&unit.name)}
                            </option>
                        }).collect_view()}
                    </select>
                </label>
            })}
            <label>
                <span>{words.programme()}</span>
                <select name="programme">
                    <option value="">{words.profile_any_programme()}</option>
                    {PROGRAMMES.iter().map(|programme| view! {
                        <option value=programme.code selected=programme.code == view.programme>
                            {programme.name(words.lang())}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <label>
                <span>{words.status_column()}</span>
                <select name="status">
                    <option value="">{words.any_status()}</option>
                    {STATUSES.into_iter().map(|status| view! {
                        <option value=status_code(status) selected=status_code(status) == view.status>
                            {words.status(status)}
                        </option>
                    }).collect_view()}
                    <option value="watched" selected=view.status == "watched">{words.watched()}</option>
                </select>
            </label>
            <button>{words.apply()}</button>
        </form>
    }
}

/// What the profile shows, as a sentence: how many are met, and among which peers it stands.
fn finding(
    words: Words,
    unit: &UnitRef,
    told: &Told,
    lines: &[(&'static Indicator, &Line)],
) -> String {
    let own = lines.iter().filter(|(_, line)| line.of == unit.code);
    let with = |status: Status| {
        let found = own
            .clone()
            .filter(|(_, line)| line.score.status == Some(status));
        found.count()
    };
    let (met, not_met) = (with(Status::Met), with(Status::NotMet));
    let name = words.of(&unit.name);
    let peers = told.peers.as_ref().map(|peers| {
        let noun = words.rank_noun(peers.rank, peers.units);
        let above = words.of(&peers.above.name);
        match words.lang() {
            kpi::catalogue::Lang::Zh => format!("；同级：{above}的 {} {noun}", peers.units),
            kpi::catalogue::Lang::En => format!("; peers: {} {noun} of {above}", peers.units),
        }
    });
    let peers = peers.unwrap_or_default();
    match words.lang() {
        kpi::catalogue::Lang::Zh => format!(
            "{name}{}：所列 {} 项指标中 {met} 项达标，{not_met} 项未达标{peers}",
            words.month(told.period),
            lines.len()
        ),
        kpi::catalogue::Lang::En => format!(
            "{name}, {}: of {} indicators listed, {met} met and {not_met} not met{peers}",
            words.month(told.period),
            lines.len()
        ),
    }
}

/// How a unit's own mark is drawn.
fn own_look(score: &Score) -> Look {
    Look {
        tone: Tone::Status,
        shape: match score.status {
            Some(Status::Met) => Shape::Met,
            Some(Status::NotMet) => Shape::NotMet,
            None => Shape::Watched,
            Some(_) => Shape::Open,
        },
    }
}

fn spine_of(indicator: &Indicator, line: &Line) -> Option<Spine> {
    let five = line.five?;
    let money = 10f64.powi(line.score.decimals as i32);
    let of = |value: f64| value / money;
    Some(Spine {
        five: [five.least, five.lower, five.middle, five.upper, five.most].map(of),
        own: line.score.value.map(|value| of(value.to_f64())),
        target: line.score.target.map(|target| target.exact().to_f64()),
        look: own_look(&line.score),
        turned: indicator.direction == Some(Direction::AtMost),
    })
}

/// What the picture of a profile draws: the rows that have peers.
pub fn profile_chart(
    words: Words,
    told: &Told,
    view: &ProfileView,
    holding: Holding,
) -> SpineChart {
    let rows = view
        .lines(told)
        .into_iter()
        .filter(|(_, line)| line.five.is_some())
        .map(|(indicator, line)| SpineRow {
            name: words.of(&indicator.short),
            value: words.value_or_missing(&line.score),
            spine: spine_of(indicator, line),
        });
    SpineChart {
        rows: rows.collect(),
        ends: [
            words.profile_worse().to_owned(),
            words.profile_better().to_owned(),
        ],
        note: words.holding_band(holding).map(str::to_owned),
    }
}

/// What the five figures of the peers are, in words.
pub fn five_text(words: Words, line: &Line) -> Option<String> {
    let five = line.five?;
    let money = 10f64.powi(line.score.decimals as i32);
    let of = |value: f64| words.rough(line.score.measure, value / money);
    let all = [five.least, five.lower, five.middle, five.upper, five.most].map(of);
    Some(all.join(" · "))
}

fn table(
    words: Words,
    told: &Told,
    lines: &[(&'static Indicator, &Line)],
) -> impl IntoView + use<> {
    let above: Vec<UnitRef> = told.path[..told.path.len().saturating_sub(1)].to_vec();
    let with_peers = told.peers.is_some();
    let unit = told.path.last().map(|unit| unit.code);
    let rows: Vec<AnyView> = lines
        .iter()
        .map(|(indicator, line)| {
            let owner = told.path.iter().find(|unit| unit.code == line.of).cloned();
            let elsewhere = (Some(line.of) != unit).then_some(owner).flatten();
            row(
                words,
                indicator,
                (*line).clone(),
                told.period,
                elsewhere,
                with_peers,
            )
        })
        .collect();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.profile()>
            <table class="profile">
                <thead>
                    <tr>
                        <th scope="col">{words.indicator()}</th>
                        <th scope="col">{words.status_column()}</th>
                        <th scope="col" class="number">{words.profile_value()}</th>
                        <th scope="col" class="number">{words.target()}</th>
                        {with_peers.then(|| view! { <th scope="col">{words.profile_spine()}</th> })}
                        <th scope="col">{words.profile_year()}</th>
                        <th scope="col">{words.profile_trend()}</th>
                        {above.iter().rev().map(|unit| view! { <th scope="col" class="number">{words.of(&unit.name)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(
    words: Words,
    indicator: &'static Indicator,
    line: Line,
    period: Period,
    elsewhere: Option<UnitRef>,
    with_peers: bool,
) -> AnyView {
    let score = line.score.clone();
    let href = format!("/indicators/{}/{}/{period}", indicator.code, line.of);
    let spine = spine_of(indicator, &line).map(|spine| crate::charts::spine(&spine));
    let five = five_text(words, &line).map(|text| format!("{}: {text}", words.profile_five()));
    let some = line.values.iter().any(Option::is_some);
    let spark = some.then(|| {
        let values: Vec<Option<f64>> = line
            .values
            .iter()
            .map(|value| value.map(|value| value.to_f64()))
            .collect();
        crate::charts::spark(&values)
    });
    let course = line.course.map(|course| {
        (
            words.course(score.measure, &course),
            words.course_test(&course),
        )
    });
    let trend = course.map(|(text, test)| {
        view! {
            <span>{text}</span>
            {test.map(|test| view! { <span class="note">{test}</span> })}
        }
    });
    let year = words.profile_year();
    let n = words.n_of_n(&score);
    let certainty = certainty_brief(words, indicator, &score);
    view! {
        <tr data-indicator=indicator.code.clone()>
            <th scope="row">
                <a href=href>{words.of(&indicator.short)}</a>
                {elsewhere.map(|unit| view! { <span class="note">{words.of(&unit.name)}</span> })}
            </th>
            <td>
                <StatusMark score=score.clone() period/>
                {certainty.map(|text| view! { <span class="note certainty">{text}</span> })}
                <DistanceLine indicator score=score.clone()/>
            </td>
            <td class="number">
                {words.value_or_missing(&score)}
                {n.map(|n| view! { <span class="note">{n}</span> })}
            </td>
            <td class="number">{words.target_of(&score)}</td>
            {with_peers.then(|| view! {
                <td>{spine.map(|svg| view! { <div class="spine" role="img" aria-label=five inner_html=svg></div> })}</td>
            })}
            <td>{spark.map(|svg| view! { <div class="spark" role="img" aria-label=year inner_html=svg></div> })}</td>
            <td class="trend">{trend}</td>
            {line.above.into_iter().rev().map(|beside| {
                let text = beside.map(|beside| words.value_or_missing(&beside.figure.score(&beside.scale)));
                view! { <td class="number">{text}</td> }
            }).collect_view()}
        </tr>
    }
    .into_any()
}

/// The twelve months as figures.
fn months(
    words: Words,
    told: &Told,
    lines: &[(&'static Indicator, &Line)],
) -> impl IntoView + use<> {
    let heads: Vec<String> = told.months.iter().map(Period::to_string).collect();
    let rows: Vec<AnyView> = lines
        .iter()
        .filter(|(_, line)| line.values.iter().any(Option::is_some))
        .map(|(indicator, line)| {
            let values: Vec<String> = line
                .values
                .iter()
                .map(|value| {
                    value.map_or_else(
                        || words.no_data().to_owned(),
                        |value| words.value_of(&line.score, value),
                    )
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">{words.of(&indicator.short)}</th>
                    {values.into_iter().map(|value| view! { <td class="number">{value}</td> }).collect_view()}
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.profile_values()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.indicator()}</th>
                        {heads.into_iter().map(|head| view! { <th scope="col" class="number">{head}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
