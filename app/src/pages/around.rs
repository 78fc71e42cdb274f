//! What the pages of charts over units share: address, tools, filters, marks.

use super::address::{escape, indicator_code, query, unit_and_month};
use crate::ask::charts::{Dot, Scatter};
use crate::ask::scores::Rank;
use crate::charts::{Line, Look, Shape, Tone};
use crate::parts::{ChartFiles, Downloads, MonthPicker, ViewOf, Views, hidden};
use crate::refusal::Refusal;
use crate::text::Words;
use kpi::catalogue::{PROGRAMMES, catalogue};
use kpi::certainty::is_small;
use kpi::score::{Measure, Score, Status};
use kpi::{Indicator, Period, UnitCode};
use leptos::prelude::*;

/// What an address asks for: indicator, unit, month, rank.
pub type AskedUnits = (String, UnitCode, Option<Period>, Option<Rank>);

/// Reads an address.
pub fn asked_units() -> Result<AskedUnits, Refusal> {
    let code = indicator_code()?;
    let rank = Rank::from_code(&query("rank"));
    unit_and_month().map(|(unit, period)| (code, unit, period, rank))
}

/// How a unit is drawn: by its status, and grey where few persons stand behind it.
pub fn look(indicator: &Indicator, score: &Score) -> Look {
    let few = indicator.has_certainty()
        && score
            .numerator
            .zip(score.denominator)
            .is_some_and(|(x, n)| is_small(indicator, x, n));
    Look {
        tone: if few { Tone::Few } else { Tone::Status },
        shape: match score.status {
            Some(Status::Met) => Shape::Met,
            Some(Status::NotMet) => Shape::NotMet,
            None => Shape::Watched,
            Some(_) => Shape::Open,
        },
    }
}

/// What the marks of these scores mean, only those that are there.
pub fn legend(words: Words, looks: impl Iterator<Item = Look>) -> Vec<(&'static str, String)> {
    let seen: std::collections::BTreeSet<Look> = looks.collect();
    let with = |shape: Shape| seen.iter().any(|look| look.shape == shape);
    let mut legend: Vec<(&'static str, String)> = [
        (Shape::Met, "●", words.met()),
        (Shape::NotMet, "✕", words.not_met()),
        (Shape::Open, "○", words.undetermined()),
        (Shape::Watched, "▬", words.watched()),
    ]
    .into_iter()
    .filter(|(shape, ..)| with(*shape))
    .map(|(_, sign, word)| (sign, word.to_owned()))
    .collect();
    if seen.iter().any(|look| look.tone == Tone::Few) {
        legend.push(("", words.chart_few().to_owned()));
    }
    legend
}

/// The sign behind numbers on an axis.
pub fn suffix(measure: Measure) -> &'static str {
    match measure {
        Measure::Percent => "%",
        Measure::PerMille => "‰",
        Measure::Count | Measure::YesNo | Measure::StudentsPerTeacher => "",
    }
}

/// The target line of most units.
pub fn target_line(words: Words, scatter: &Scatter) -> Option<Line> {
    let target = scatter.scale.target?;
    Some(Line {
        at: target.exact().to_f64(),
        label: format!(
            "{} {}",
            words.target(),
            words.target_in(scatter.scale.measure, target.value)
        ),
    })
}

/// A value as it is drawn; money is kept in a smaller unit.
pub fn drawn(scatter: &Scatter, value: kpi::fraction::Fraction) -> f64 {
    match scatter.scale.decimals {
        0 => value.to_f64(),
        places => (value / 10i128.pow(places)).to_f64(),
    }
}

/// The name of a unit where it is to be found at once: the reader's own, and the one that the
/// address marks by name or code.
pub fn marked(words: Words, scatter: &Scatter, mark: &str, dot: &Dot) -> Option<String> {
    let mark = mark.trim();
    let sought = !mark.is_empty()
        && (dot.unit.to_string() == mark
            || dot.name.zh == mark
            || dot.name.en.eq_ignore_ascii_case(mark));
    (sought || scatter.mine == Some(dot.unit)).then(|| words.of(&dot.name))
}

/// How many units are not in a chart: those without figures, those whose figures contradict each
/// other, and those that are withheld.
pub fn left_out(words: Words, scatter: &Scatter) -> Option<String> {
    let with = |status: Status| {
        let found = scatter.dots.iter();
        found
            .filter(|dot| dot.figure.status == Some(status))
            .count()
    };
    let (wrong, withheld) = (with(Status::Invalid), with(Status::Suppressed));
    let none = scatter.dots.iter().filter(|dot| dot.figure.value.is_none());
    let told = |dot: &&Dot| {
        !matches!(
            dot.figure.status,
            Some(Status::Invalid | Status::Suppressed)
        )
    };
    let silent = none.filter(told).count();
    words.chart_left_out(scatter.rank, (silent, wrong, withheld))
}

/// The dots that are drawn, with their scores: those with a value that can be believed.
pub fn shown(scatter: &Scatter) -> impl Iterator<Item = (&Dot, Score)> + Clone {
    scatter
        .dots
        .iter()
        .filter(|dot| dot.figure.value.is_some() && dot.figure.status != Some(Status::Invalid))
        .map(|dot| (dot, scatter.score(dot)))
}

/// A query that keeps what is chosen; each pair is a name and its text.
pub fn query_of(rank: Rank, rest: &[(&str, &str)]) -> String {
    let mut text = format!("?rank={}", rank.code());
    for (name, value) in rest.iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&format!("&{name}={}", escape(value)));
    }
    text
}

/// The tools of a page: month, files, definition; and the ways to look.
pub fn tools(
    words: Words,
    here: ViewOf,
    page: &'static str,
    indicator: &'static Indicator,
    scatter: &Scatter,
    rest: String,
    with_chart: bool,
) -> impl IntoView + use<> {
    let name = indicator.code.clone();
    let (period, rank) = (scatter.period, scatter.rank);
    let unit = scatter.path.last().map(|unit| unit.code);
    unit.map(|unit| {
        let base = format!("/{page}/{name}/{unit}");
        view! {
            <div class="tools">
                <MonthPicker before=format!("{base}/") after=rest.clone() period newest=scatter.newest/>
                {with_chart.then(|| view! { <ChartFiles chart=format!("{base}/{period}/chart") query=rest.clone()/> })}
                <Downloads table=format!("{base}/{period}/table") query=rest/>
                <a href=format!("/indicators/{name}/{unit}/{period}")>{words.progress()}</a>
                <a href=format!("/definitions/{name}")>{words.definition_link()}</a>
            </div>
            <Views here indicator=name unit period query=query_of(rank, &[])/>
        }
    })
}

/// Chooses another indicator for the same page.
pub fn pick_indicator(
    words: Words,
    page: &'static str,
    indicator: &'static Indicator,
    unit: UnitCode,
    after: String,
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
            {hidden("before", format!("/{page}/"))}
            {hidden("after", format!("/{unit}{after}"))}
            <button>{words.show()}</button>
        </form>
    }
}

/// Chooses which units are shown.
pub fn pick_rank(words: Words, rank: Rank) -> impl IntoView {
    let ranks = [
        (Rank::Provinces, words.provinces()),
        (Rank::Regions, words.regions()),
        (Rank::Counties, words.counties()),
    ];
    view! {
        <label>
            <span>{words.level()}</span>
            <select name="rank">
                {ranks.into_iter().map(|(each, name)| view! {
                    <option value=each.code() selected=each == rank>{name}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

/// Names a unit to be marked.
pub fn pick_mark(words: Words, mark: &str) -> impl IntoView + use<> {
    let mark = mark.to_owned();
    view! {
        <label>
            <span>{words.chart_mark()}</span>
            <input type="search" name="mark" value=mark/>
        </label>
    }
}
