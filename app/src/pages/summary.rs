//! `/summary/UNIT/MONTH`: where a unit stands, at a glance.

use super::address::unit_and_month;
use crate::ask::refuse;
use crate::ask::scores::{self, Below, Summary as Summed, Tile};
use crate::ask::units::UnitRef;
use crate::parts::{
    Crumbs, DistanceLine, Downloads, Frame, MonthPicker, StatusMark, ValueText, answered,
    any_withheld, withheld_note,
};
use crate::text::{Words, use_words};
use kpi::catalogue::{Bilingual, PILOT, PROGRAMMES, Task, catalogue};
use kpi::{Indicator, Period};
use leptos::prelude::*;

/// The summary of a unit in a month.
#[component]
pub fn Summary() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| unit_and_month());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, period)) => scores::summary(unit, period).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |summed| page(words, summed))
}

fn page(words: Words, summed: Summed) -> impl IntoView {
    let Some(unit) = summed.path.last().cloned() else {
        return ().into_any();
    };
    let period = summed.period;
    let title = format!("{} · {}", words.of(&unit.name), words.month(period));
    let code = unit.code;
    let to = Callback::new(move |above: UnitRef| format!("/summary/{}/{period}", above.code));
    let table = format!("/summary/{code}/{period}/table");
    view! {
        <Crumbs path=summed.path.clone() to/>
        <Frame title>
            <div class="tools">
                <MonthPicker before=format!("/summary/{code}/") period newest=summed.newest/>
                <Downloads table/>
                <a href=format!("/profile/{code}/{period}")>{words.profile()}</a>
            </div>
            {unit.note.as_ref().map(|note| view! { <p class="note">{words.of(note)}</p> })}
            <p class="headline" id="headline">{words.headline(&summed.headline)}</p>
            <p class="lead">
                {words.reporting(&summed)}" "
                {format!("{} {}", words.as_of(), words.day(period.last_day()))}
            </p>
            {withheld_note(words, any_withheld(summed.tiles.iter().map(|tile| &tile.score)))}
            <h2>{words.tiles_heading()}</h2>
            {catalogue()
                .tasks()
                .iter()
                .filter(|task| task.programme == PILOT)
                .map(|task| group(words, task, &summed))
                .collect_view()}
            {below(words, &summed)}
            <details class="others">
                <summary><h2>{words.other_programmes()}</h2></summary>
                {PROGRAMMES.iter().filter(|programme| programme.code != PILOT).map(|programme| view! {
                    <h3>{programme.name(words.lang())}</h3>
                    {catalogue()
                        .tasks()
                        .iter()
                        .filter(|task| task.programme == programme.code)
                        .map(|task| group(words, task, &summed))
                        .collect_view()}
                }).collect_view()}
            </details>
        </Frame>
    }
    .into_any()
}

/// The tiles of one task.
fn group(words: Words, task: &'static Task, summed: &Summed) -> impl IntoView + use<> {
    let tiles: Vec<(&'static Indicator, Tile)> = summed
        .tiles
        .iter()
        .filter_map(|tile| {
            let indicator = catalogue().indicator(&tile.indicator)?;
            (indicator.programme == task.programme && indicator.task == task.number)
                .then(|| (indicator, tile.clone()))
        })
        .collect();
    let unit = summed.path.last().map(|unit| unit.code);
    let period = summed.period;
    (!tiles.is_empty()).then(|| {
        view! {
            <section class="task">
                <h3>
                    <span class="task-number">{words.task_number(&task.number)}</span>
                    {words.of(&task.name)}
                </h3>
                <ul class="tiles">
                    {tiles
                        .into_iter()
                        .map(|(indicator, tile)| {
                            let elsewhere = Some(tile.of.code) != unit;
                            tile_view(words, indicator, tile, period, elsewhere)
                        })
                        .collect_view()}
                </ul>
            </section>
        }
    })
}

fn tile_view(
    words: Words,
    indicator: &'static Indicator,
    tile: Tile,
    period: Period,
    elsewhere: bool,
) -> AnyView {
    let score = tile.score;
    let href = format!("/indicators/{}/{}/{period}", indicator.code, tile.of.code);
    let whose = elsewhere.then(|| answered_by(words, indicator, &tile.of.name));
    let target = words
        .target_of(&score)
        .zip(score.target)
        .map(|(target, exact)| format!("{} {target} · {}", words.target(), words.due_of(&exact)));
    let behind = score.units.map(|(counted, units)| {
        let behind = words.units_behind(indicator, counted, units);
        match words.roll_up_reach(&score) {
            Some(reach) => format!("{behind}{}{reach}", words.pick("，", ", ")),
            None => behind,
        }
    });
    let mean = tile
        .mean
        .as_ref()
        .and_then(|mean| words.pooled_and_mean(indicator, &score, mean));
    let pace = tile
        .pace
        .as_ref()
        .filter(|_| score.target.is_some())
        .map(|pace| {
            let word = words.on_path_word(&score, pace);
            match words.pace(&score, pace, period) {
                Some(each) => format!("{word} · {each}"),
                None => word.to_owned(),
            }
        });
    let class = match elsewhere {
        true => "tile tile-elsewhere",
        false => "tile",
    };
    view! {
        <li class=class data-indicator=indicator.code.clone()>
            <a class="tile-name" href=href>{words.of(&indicator.short)}</a>
            <StatusMark score=score.clone() period/>
            <ValueText score=score.clone()/>
            {score.official.then(|| view! { <span class="note">{words.official_count()}</span> })}
            {words.from_when(&score, period).map(|from| view! { <span class="note">{from}</span> })}
            <DistanceLine indicator score=score.clone()/>
            {pace.map(|pace| view! { <span class="note pace">{pace}</span> })}
            {target.map(|target| view! { <span class="tile-target">{target}</span> })}
            {behind.map(|behind| view! { <span class="tile-behind">{behind}</span> })}
            {mean.map(|mean| view! { <span class="note mean">{mean}</span> })}
            {whose.map(|whose| view! { <span class="tile-behind">{whose}</span> })}
            {tile.sum_below.map(|sum| view! {
                <span class="tile-second">
                    {format!("{}{}{}", words.sum_below_label(&tile.of), words.pick("：", ": "), words.value_or_missing(&sum))}
                    {words.n_of_n(&sum).map(|n| format!("（{n}）"))}
                </span>
            })}
        </li>
    }
    .into_any()
}

fn answered_by(words: Words, indicator: &Indicator, name: &Bilingual) -> String {
    let who = match indicator.tier {
        kpi::Tier::Province | kpi::Tier::Nation => words.answered_by_province(),
        kpi::Tier::Region | kpi::Tier::County => words.answered_by_region(),
    };
    format!("{who}{}{}", words.pick("：", ": "), words.of(name))
}

/// The units one step below, to click through.
fn below(words: Words, summed: &Summed) -> impl IntoView + use<> {
    let rows: Vec<Below> = summed.below.clone();
    let withheld = rows.iter().any(|row| row.headline.suppressed > 0);
    let period = summed.period;
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words.below_heading()}</h2>
                <div class="table-room" tabindex="0" role="region" aria-label=words.below_heading()>
                    <table class="below">
                        <thead>
                            <tr>
                                <th scope="col">{words.unit()}</th>
                                <th scope="col" class="number">{words.headline_column()}</th>
                                <th scope="col" class="number">{words.not_met()}</th>
                                <th scope="col" class="number">{words.undetermined()}</th>
                                <th scope="col" class="number">{words.no_data()}</th>
                                {withheld.then(|| view! { <th scope="col" class="number">{words.withheld()}</th> })}
                                <th scope="col" class="number">{words.reported()}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {rows.into_iter().map(|row| {
                                let headline = row.headline;
                                let href = format!("/summary/{}/{period}", row.unit.code);
                                let (accepted, expected) = row.reported;
                                view! {
                                    <tr>
                                        <th scope="row"><a href=href>{words.of(&row.unit.name)}</a></th>
                                        <td class="number">{format!("{} / {}", headline.met, headline.scored())}</td>
                                        <td class="number">{headline.not_met()}</td>
                                        <td class="number">{headline.undetermined}</td>
                                        <td class="number">{headline.no_data + headline.invalid}</td>
                                        {withheld.then(|| view! { <td class="number">{headline.suppressed}</td> })}
                                        <td class="number">{format!("{accepted} / {expected}")}</td>
                                    </tr>
                                }
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            </section>
        }
    })
}
