//! The tables of the charts over units and of the profile, as files: the rows that the pages show.

use super::Table;
use crate::ask::charts::{ChangeTold, Dot, FunnelTold, Scatter};
use crate::ask::profile::Profile;
use crate::pages::{ProfileView, five_text};
use crate::parts::certainty_text;
use crate::text::Words;
use kpi::catalogue::catalogue;
use kpi::score::Score;

fn number(number: Option<i64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// What every row begins with.
fn unit_head(words: Words) -> [&'static str; 3] {
    [words.code(), words.unit(), words.chart_within()]
}

fn unit_cells(words: Words, dot: &Dot) -> Vec<String> {
    let within = dot.within.as_ref();
    vec![
        dot.unit.to_string(),
        words.of(&dot.name),
        within.map_or_else(String::new, |within| words.of(within)),
    ]
}

fn figure_head(words: Words) -> [&'static str; 5] {
    [
        words.status_column(),
        words.value(),
        words.numerator(),
        words.denominator(),
        words.target(),
    ]
}

fn figure_cells(words: Words, score: &Score, scatter: &Scatter) -> Vec<String> {
    vec![
        words.status_of(score, scatter.period),
        words.value_or_missing(score),
        number(score.numerator),
        number(score.denominator),
        words.target_of(score).unwrap_or_default(),
    ]
}

/// The funnel's units with their place against the limits.
pub fn funnel_table(told: &FunnelTold, words: Words) -> Table {
    let scatter = &told.scatter;
    let known = catalogue().indicator(&scatter.indicator);
    let mut head = unit_head(words).to_vec();
    head.extend(figure_head(words));
    head.extend([words.funnel_place(), words.certainty_label()]);
    let rows = scatter.dots.iter().zip(&told.places).map(|(dot, place)| {
        let score = scatter.score(dot);
        let mut cells = unit_cells(words, dot);
        cells.extend(figure_cells(words, &score, scatter));
        cells.push(place.map_or_else(String::new, |place| words.funnel_place_of(place).to_owned()));
        let certainty = known.and_then(|indicator| certainty_text(words, indicator, &score));
        cells.push(certainty.unwrap_or_default());
        cells
    });
    let scores: Vec<_> = scatter.dots.iter().map(|dot| scatter.score(dot)).collect();
    let mut table = Table::new(head, rows)
        .about([scatter.indicator.as_str()])
        .withholding(words, &scores)
        .note(words.funnel_is_no_verdict());
    if let Some(funnel) = &told.funnel {
        let units = told.places.iter().flatten().count();
        table = table.note(words.funnel_spread(funnel, units));
    }
    table
}

/// The distribution's units.
pub fn distribution_table(scatter: &Scatter, words: Words) -> Table {
    let mut head = unit_head(words).to_vec();
    head.extend(figure_head(words));
    let rows = scatter.dots.iter().map(|dot| {
        let mut cells = unit_cells(words, dot);
        cells.extend(figure_cells(words, &scatter.score(dot), scatter));
        cells
    });
    let scores: Vec<_> = scatter.dots.iter().map(|dot| scatter.score(dot)).collect();
    Table::new(head, rows)
        .about([scatter.indicator.as_str()])
        .withholding(words, &scores)
}

/// Units in two months.
pub fn change_table(told: &ChangeTold, words: Words) -> Table {
    let scatter = &told.scatter;
    let measure = scatter.scale.measure;
    let mut head: Vec<String> = unit_head(words).map(str::to_owned).to_vec();
    let (then, now) = (told.from.to_string(), scatter.period.to_string());
    for month in [&then, &now] {
        for name in [words.value(), words.numerator(), words.denominator()] {
            head.push(format!("{month} {name}"));
        }
    }
    head.extend(
        [
            words.status_column(),
            words.change_difference(),
            words.change_of_numerator(),
            words.change_of_denominator(),
            words.change_interval(),
            words.change_fisher(),
            words.change_chance(),
        ]
        .map(str::to_owned),
    );
    let rows = scatter
        .dots
        .iter()
        .zip(&told.then)
        .zip(&told.changes)
        .map(|((dot, before), change)| {
            let (score, before) = (scatter.score(dot), told.score_then(before));
            let mut cells = unit_cells(words, dot);
            for score in [&before, &score] {
                cells.push(words.value_or_missing(score));
                cells.push(number(score.numerator));
                cells.push(number(score.denominator));
            }
            cells.push(words.status_of(&score, scatter.period));
            let split = change.and_then(|change| change.split);
            let chance = change.and_then(|change| change.chance);
            let of = |difference| words.difference_of(measure, difference);
            let or_nothing = |text: Option<String>| text.unwrap_or_default();
            cells.push(or_nothing(change.map(|change| of(change.difference))));
            cells.push(or_nothing(split.map(|split| of(split.numerator))));
            cells.push(or_nothing(split.map(|split| of(split.denominator))));
            cells.push(or_nothing(chance.map(|chance| {
                let (lower, upper) = chance.limits;
                format!("{} – {}", words.signed(lower, 3), words.signed(upper, 3))
            })));
            cells.push(or_nothing(
                chance.and_then(|chance| Some(format!("{:.4}", chance.fisher?))),
            ));
            cells.push(or_nothing(
                chance.map(|chance| words.change_verdict(&chance).to_owned()),
            ));
            cells
        })
        .collect::<Vec<_>>();
    let has_chance = catalogue()
        .indicator(&scatter.indicator)
        .is_some_and(kpi::Indicator::has_certainty);
    let note = match has_chance {
        true => words.change_note(),
        false => words.change_census_note(),
    };
    Table::new(head.iter().map(String::as_str), rows)
        .about([scatter.indicator.as_str()])
        .note(note)
        .note(words.change_split_note())
}

/// A unit's profile, filtered as the page is.
pub fn profile_table(told: &Profile, view: &ProfileView, words: Words) -> Table {
    let above = &told.path[..told.path.len().saturating_sub(1)];
    let mut head: Vec<String> = [
        words.code(),
        words.indicator(),
        words.unit(),
        words.status_column(),
        words.value(),
        words.numerator(),
        words.denominator(),
        words.target(),
        words.certainty_label(),
        words.profile_five(),
        words.profile_trend(),
    ]
    .map(str::to_owned)
    .to_vec();
    head.extend(above.iter().rev().map(|unit| words.of(&unit.name)));
    head.extend(told.months.iter().map(kpi::Period::to_string));
    let lines = view.lines(told);
    let rows = lines.iter().map(|(indicator, line)| {
        let score = &line.score;
        let owner = told.path.iter().find(|unit| unit.code == line.of);
        let mut cells = vec![
            indicator.code.clone(),
            words.of(&indicator.name),
            owner.map_or_else(|| line.of.to_string(), |unit| words.of(&unit.name)),
            words.status_of(score, told.period),
            words.value_or_missing(score),
            number(score.numerator),
            number(score.denominator),
            words.target_of(score).unwrap_or_default(),
            certainty_text(words, indicator, score).unwrap_or_default(),
            five_text(words, line).unwrap_or_default(),
            line.course
                .map_or_else(String::new, |course| words.course(score.measure, &course)),
        ];
        cells.extend(line.above.iter().rev().map(|beside| {
            beside.as_ref().map_or_else(String::new, |beside| {
                words.value_or_missing(&beside.figure.score(&beside.scale))
            })
        }));
        cells.extend(
            line.values
                .iter()
                .map(|value| value.map_or_else(String::new, |value| words.value_of(score, value))),
        );
        cells
    });
    let rows: Vec<Vec<String>> = rows.collect();
    Table::new(head.iter().map(String::as_str), rows)
        .about(lines.iter().map(|(indicator, _)| indicator.code.as_str()))
        .withholding(words, lines.iter().map(|(_, line)| &line.score))
        .note(words.profile_spine_note())
        .note(words.profile_trend_note())
}
