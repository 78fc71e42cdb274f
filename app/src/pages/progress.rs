//! `/indicators/INDICATOR/UNIT/MONTH`: one indicator of one unit over time.

use super::address::{indicator, indicator_code, unit_and_month};
use super::definitions::{definition, published};
use crate::ask::identity::Holding;
use crate::ask::refuse;
use crate::ask::scores::{self, Progress as Told};
use crate::ask::units::UnitRef;
use crate::ask::visits::{self, Verified};
use crate::charts::{Axis, Line, Path, ProgressChart};
use crate::parts::{
    CertaintyLine, ChartFiles, Crumbs, DistanceLine, Downloads, Figure, Frame, MonthPicker,
    StatusMark, ValueText, VerifiedLines, answered, any_withheld, use_here, withheld_note,
};
use crate::refusal::Refusal;
use crate::text::{Words, use_words};
use kpi::fraction::Fraction;
use kpi::role::Role;
use kpi::score::{Measure, Score};
use kpi::verification::can_be_visited;
use kpi::{Indicator, Period};
use leptos::prelude::*;

/// The progress of an indicator.
#[component]
pub fn Progress() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let code = indicator_code()?;
        unit_and_month().map(|(unit, period)| (code, unit, period))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((code, unit, period)) => scores::progress(code, unit, period).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    // What visits found is another question: its refusal is not this page's.
    let verified = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            let (code, unit, period) = asked?;
            let can_be = indicator(&code).is_ok_and(can_be_visited);
            match can_be {
                true => visits::verified(code, unit, period).await,
                false => Ok(Verified::default()),
            }
        },
    );
    let known = use_here();
    answered(question, move |told| {
        let here = known.get().and_then(Result::ok);
        let role = here
            .as_ref()
            .and_then(|here| here.who.as_ref().map(|who| who.role));
        let asks = matches!(
            role,
            Some(Role::Evaluator | Role::Reviewer | Role::Administrator)
        );
        let holding = here.map_or(Holding::Real, |here| here.holding);
        page(words, told, holding, asks, verified)
    })
}

fn page(
    words: Words,
    told: Told,
    holding: Holding,
    asks: bool,
    verified: Resource<Result<Verified, Refusal>>,
) -> impl IntoView {
    let (Ok(indicator), Some(unit)) = (indicator(&told.indicator), told.path.last().cloned())
    else {
        return ().into_any();
    };
    let period = told.period;
    let code = unit.code;
    // Asked are those who file; above them stand sums.
    let may_ask = asks && (unit.is_pilot_county || unit.is_region);
    let name = &indicator.code;
    let title = format!("{} · {}", words.of(&indicator.name), words.of(&unit.name));
    let to = {
        let name = name.clone();
        Callback::new(move |above: UnitRef| format!("/indicators/{name}/{}/{period}", above.code))
    };
    let now = told
        .points
        .last()
        .map(|(_, score)| stand(words, indicator, score.clone(), &told));
    let months = table(words, indicator, &told);
    let finding = finding(words, indicator, &told);
    let chart = chart(words, &told, holding);
    let base = format!("/indicators/{name}/{code}");
    view! {
        <Crumbs path=told.path.clone() to/>
        <Frame title lead=words.month(period)>
            <div class="tools">
                <MonthPicker before=format!("{base}/") period newest=told.newest/>
                <a href=format!("/summary/{code}/{period}")>{words.summary()}</a>
                <a href=format!("/compare/{name}/{code}/{period}")>{words.compare()}</a>
                <a href=format!("/profile/{code}/{period}")>{words.profile()}</a>
                <a href=format!("/definitions/{name}")>{words.definition_link()}</a>
                {may_ask.then(|| view! {
                    <a href=format!("/questions/new?unit={code}&indicator={name}&period={period}")>{words.ask_about_value()}</a>
                })}
                <Downloads table=format!("{base}/{period}/table")/>
                <ChartFiles chart=format!("{base}/{period}/chart")/>
            </div>
            {now}
            <Suspense>
                {move || Suspend::new(async move {
                    verified.await.ok().map(|verified| view! { <VerifiedLines verified unit=code/> })
                })}
            </Suspense>
            {withheld_note(words, any_withheld(told.points.iter().map(|(_, score)| score)))}
            <div class="beside">
                <Figure finding chart/>
                <details open>
                    <summary><h2>{words.progress_table()}</h2></summary>
                    {months}
                </details>
            </div>
            <section>
                <h2>{words.definition()}</h2>
                {definition(words, indicator)}
            </section>
            {published(words, indicator)}
        </Frame>
    }
    .into_any()
}

/// Where the unit stands in the month asked about.
fn stand(
    words: Words,
    indicator: &'static Indicator,
    score: Score,
    told: &Told,
) -> impl IntoView + use<> {
    let period = told.period;
    let pace = told.pace.as_ref().map(|pace| {
        let word = words.on_path_word(&score, pace);
        match words.pace(&score, pace, period) {
            Some(each) => format!("{word} · {each}"),
            None => word.to_owned(),
        }
    });
    let behind = score
        .units
        .map(|(counted, units)| words.units_behind(indicator, counted, units));
    let reach = match (behind, words.roll_up_reach(&score)) {
        (Some(behind), Some(reach)) => Some(format!("{behind}{}{reach}", words.pick("，", ", "))),
        (behind, _) => behind,
    };
    let mean = told
        .mean
        .as_ref()
        .and_then(|mean| words.pooled_and_mean(indicator, &score, mean));
    let sum_below = told
        .sum_below
        .as_ref()
        .zip(told.path.last())
        .map(|(sum, unit)| {
            let label = words.sum_below_label(unit);
            let value = words.value_or_missing(sum);
            let n = words
                .n_of_n(sum)
                .map_or_else(String::new, |n| format!(" ({n})"));
            format!("{label}{}{value}{n}", words.pick("：", ": "))
        });
    view! {
        <p class="stand">
            <StatusMark score=score.clone() period/>
            <ValueText score=score.clone()/>
            {words.target_of(&score).zip(score.target).map(|(target, exact)| view! {
                <span class="tile-target">{format!("{} {target} · {}", words.target(), words.due_of(&exact))}</span>
            })}
            <DistanceLine indicator score=score.clone()/>
            <CertaintyLine indicator score=score.clone()/>
            {reach.map(|reach| view! { <span class="note">{reach}</span> })}
            {pace.map(|pace| view! { <span class="note pace">{pace}</span> })}
            {score.official.then(|| view! { <span class="note">{words.official_count()}</span> })}
            {words.from_when(&score, period).map(|from| view! { <span class="note">{from}</span> })}
        </p>
        {sum_below.map(|text| view! { <p class="note">{text}</p> })}
        {mean.map(|text| view! { <p class="note mean">{text}" "{words.mean_note()}</p> })}
    }
}

/// The chart's title states the finding.
fn finding(words: Words, indicator: &Indicator, told: &Told) -> String {
    let unit = told
        .path
        .last()
        .map_or_else(String::new, |unit| words.of(&unit.name));
    let Some((period, score)) = told.points.last() else {
        return words.of(&indicator.name);
    };
    let month = words.month(*period);
    let value = words.value_or_missing(score);
    let status = words.status_of(score, *period);
    let distance = words.distance(indicator, score);
    match words.lang() {
        kpi::catalogue::Lang::Zh => {
            let distance = distance.map_or_else(String::new, |distance| format!("，{distance}"));
            match score.value {
                Some(_) => format!(
                    "{unit}{month}{}为 {value}，{status}{distance}",
                    words.of(&indicator.short)
                ),
                None => format!("{unit}{month}{}{status}", words.of(&indicator.short)),
            }
        }
        kpi::catalogue::Lang::En => {
            let distance = distance.map_or_else(String::new, |distance| format!(", {distance}"));
            match score.value {
                Some(_) => format!(
                    "{unit}, {month}: {} at {value}, {}{distance}",
                    words.of(&indicator.short),
                    status.to_lowercase()
                ),
                None => format!(
                    "{unit}, {month}: {}, {}",
                    words.of(&indicator.short),
                    status.to_lowercase()
                ),
            }
        }
    }
}

/// What the chart draws of the months told.
pub fn chart(words: Words, told: &Told, holding: Holding) -> ProgressChart {
    let last = told.points.last().map(|(_, score)| score.clone());
    let target = last.as_ref().and_then(|score| score.target);
    let due = target.map(|target| Period::of(target.due));
    let asked = told.period;
    let first = told.points.first().map_or(asked, |(period, _)| *period);
    // The due month belongs on the axis when it is within a year.
    let end = match due {
        Some(due) if due > asked && due.months_since(asked) <= 12 => due,
        _ => asked,
    };
    let months: Vec<Period> = first.through(end).collect();
    let measure = last.as_ref().map(|score| score.measure);
    let values = months
        .iter()
        .map(|month| {
            let at = usize::try_from(month.months_since(first)).ok()?;
            let (_, score) = told.points.get(at)?;
            shown(score, score.value?)
        })
        .collect();
    let newest = told
        .points
        .iter()
        .rev()
        .map(|(_, score)| score)
        .find(|score| score.value.is_some());
    let inside = |period: Period| first <= period && period <= end;
    ProgressChart {
        months,
        values,
        target: target.zip(last.as_ref()).map(|(target, score)| Line {
            at: target.exact().to_f64(),
            label: format!(
                "{} {}",
                words.target(),
                words.target_in(score.measure, target.value)
            ),
        }),
        pace: told
            .pace
            .as_ref()
            .filter(|pace| inside(pace.baseline.0) && inside(pace.goal.0))
            .map(|pace| Path {
                from: (pace.baseline.0, pace.baseline.1.to_f64()),
                to: (pace.goal.0, pace.goal.1.to_f64()),
                label: words.required_pace().to_owned(),
            }),
        due: due
            .filter(|due| inside(*due))
            .zip(target)
            .map(|(due, target)| {
                (
                    due,
                    format!("{} {}", words.due(), words.short_day(target.due)),
                )
            }),
        suffix: match measure {
            Some(Measure::Percent) => "%",
            Some(Measure::PerMille) => "‰",
            _ => "",
        },
        last: newest.map_or_else(String::new, |score| words.value_or_missing(score)),
        cut: words
            .pick("纵轴不从零起", "The axis does not start at zero")
            .to_owned(),
        note: words.holding_band(holding).map(str::to_owned),
        axis: Axis::Fitting,
    }
}

fn shown(score: &Score, value: Fraction) -> Option<f64> {
    Some(match score.decimals {
        0 => value.to_f64(),
        decimals => (value / 10i128.pow(decimals)).to_f64(),
    })
}

fn table(words: Words, indicator: &'static Indicator, told: &Told) -> impl IntoView + use<> {
    let points = told.points.clone();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.progress_table()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.period()}</th>
                        <th scope="col" class="number">{words.value()}</th>
                        <th scope="col" class="number">{words.n_of_n_label()}</th>
                        <th scope="col">{words.status_column()}</th>
                        <th scope="col">{words.distance_column()}</th>
                    </tr>
                </thead>
                <tbody>
                    {points.into_iter().rev().map(|(period, score)| view! {
                        <tr>
                            <th scope="row">{words.month(period)}</th>
                            <td class="number">{words.value_or_missing(&score)}</td>
                            <td class="number">{words.n_of_n(&score)}</td>
                            <td><StatusMark score=score.clone() period/></td>
                            <td>{words.distance(indicator, &score)}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
