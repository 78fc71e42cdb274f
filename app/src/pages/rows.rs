//! `/returns/UNIT/PROGRAMME/MONTH/rows/LIST`: universities or lectures, one by one.

use super::address::{part, query, return_of_path};
use super::desk::stage_class;
use super::rows_form::RowsForm;
use crate::ask::refuse;
use crate::ask::rows::{OpenRows, open_rows};
use crate::ask::units::UnitRef;
use crate::parts::{
    Crumbs, Downloads, Frame, answered, hidden, rows_address, said, status_class, status_shape,
};
use crate::text::{Words, count, use_words};
use kpi::Period;
use kpi::catalogue::catalogue;
use kpi::rows::{Column, Compared, Department, Entry, Read, RowList, TypedRow, compare, read};
use kpi::score::Status;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// One list of a return.
#[component]
pub fn RowsPage() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| {
        let (unit, programme, period) = return_of_path()?;
        let list: String = part("list")?;
        Ok((unit, programme, period, list))
    });
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, programme, period, list)) => {
                    open_rows(unit, programme, period, list).await
                }
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |open| match RowList::of(&open.list) {
        Some(list) => page(words, list, open).into_any(),
        None => ().into_any(),
    })
}

fn page(words: Words, list: &'static RowList, open: OpenRows) -> impl IntoView {
    let key = open.key.clone();
    let unit = open
        .path
        .last()
        .map_or_else(String::new, |unit| words.of(&unit.name));
    let title = format!(
        "{} · {unit} · {}",
        words.list_name(list),
        words.month(key.period)
    );
    let to = {
        let period = key.period;
        Callback::new(move |above: UnitRef| format!("/summary/{}/{period}", above.code))
    };
    let back = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let file = format!("{}/table", rows_address(&key, list));
    let carried = open.may_edit.then(|| open.carried().cloned()).flatten();
    let empty = query("more").parse().unwrap_or(0);
    let shows_earlier = carried.is_none();
    view! {
        <Crumbs path=open.path.clone() to/>
        <Frame title lead=words.list_note(list)>
            <p class="stand">
                <span class=stage_class(open.stage)>{words.stage_of(open.stage)}</span>
                <a href=back>{words.to_return()}</a>
                {(!open.rows.is_empty()).then(|| view! {
                    <Downloads table=file/>
                })}
            </p>
            {carried.map(|carried| carried_rows(words, list, &open, carried))}
            {match open.may_edit {
                true => view! { <RowsForm list open=open.clone() empty/> }.into_any(),
                false => read_only(words, list, &open).into_any(),
            }}
            {shows_earlier.then(|| earlier(words, list, open.earlier.clone()))}
        </Frame>
    }
}

/// The rows that were accepted last, to be taken over by one act.
fn carried_rows(
    words: Words,
    list: &'static RowList,
    open: &OpenRows,
    (month, rows): (Period, Vec<TypedRow>),
) -> impl IntoView + use<> {
    let heading = words.rows_carried(&words.month(month));
    let action = rows_address(&open.key, list);
    let count = rows.len();
    view! {
        <section class="callout rows-carried">
            <h2>{heading.clone()}</h2>
            {table(words, list, month, heading, rows.into_iter().map(Compared::Same).collect())}
            <form method="post" action=action class="inline">
                {hidden("revision", open.revision)}
                <button class="button" name="intent" value="carry">{words.rows_carry(count)}</button>
            </form>
        </section>
    }
}

/// The rows as they stand, beside those of the accepted version.
fn read_only(words: Words, list: &'static RowList, open: &OpenRows) -> impl IntoView + use<> {
    let period = open.key.period;
    let rows = match &open.accepted {
        Some(accepted) => compare(list, accepted, &open.rows),
        None => open.rows.iter().cloned().map(Compared::Same).collect(),
    };
    let told = read(list, period, &open.rows);
    let name = words.list_name(list).to_owned();
    view! {
        {match rows.is_empty() {
            true => view! { <p>{words.rows_none()}</p> }.into_any(),
            false => table(words, list, period, name, rows).into_any(),
        }}
        {doubts(words, &told)}
        {computed(words, list, &told, &open.standing)}
    }
}

/// Rows of other months, to look things up.
fn earlier(
    words: Words,
    list: &'static RowList,
    months: Vec<(Period, Vec<TypedRow>)>,
) -> impl IntoView {
    (!months.is_empty()).then(|| {
        view! {
            <details class="history">
                <summary><h2>{words.earlier_rows(list)}</h2></summary>
                {months.into_iter().map(|(month, rows)| {
                    let name = words.month(month);
                    view! {
                        <h3>{name.clone()}</h3>
                        {table(words, list, month, name, rows.into_iter().map(Compared::Same).collect())}
                    }
                }).collect_view()}
            </details>
        }
    })
}

fn table(
    words: Words,
    list: &'static RowList,
    period: Period,
    name: String,
    rows: Vec<Compared>,
) -> impl IntoView {
    let heads = list
        .columns
        .iter()
        .map(|column| {
            let class = if column.is_count() { "number" } else { "" };
            view! { <th scope="col" class=class>{words.row_column(*column)}</th> }
        })
        .collect_view();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=name>
            <table class="rows">
                <thead><tr>{heads}<th scope="col">{words.row_meaning()}</th></tr></thead>
                <tbody>{rows.into_iter().map(|row| line(words, list, period, row)).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn line(
    words: Words,
    list: &'static RowList,
    period: Period,
    compared: Compared,
) -> impl IntoView + use<> {
    let (row, was, class, note) = match compared {
        Compared::Same(row) => (row, None, "", None),
        Compared::Added(row) => (row, None, "changed", Some(words.added_row())),
        Compared::Changed { was, now } => (now, Some(was), "changed", None),
        Compared::Removed(row) => (row, None, "removed", Some(words.removed_row())),
    };
    let cells = list
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let now = cell_text(words, *column, row.get(*column));
            let was = was
                .as_ref()
                .map(|was| cell_text(words, *column, was.get(*column)))
                .filter(|was| *was != now)
                .map(
                    |was| view! { <span class="note">{words.changed_from()}" "{said(was)}</span> },
                );
            let class = if column.is_count() { "number" } else { "" };
            match at {
                0 => view! { <th scope="row">{said(now)}{was}</th> }.into_any(),
                _ => view! { <td class=class>{said(now)}{was}</td> }.into_any(),
            }
        })
        .collect_view();
    let told = read(list, period, std::slice::from_ref(&row));
    let faults = told
        .faults
        .iter()
        .map(|fault| view! { <p class="fault">{words.row_fault(fault)}</p> })
        .collect_view();
    let entry = told.entries.first().map(|(_, entry)| meaning(words, entry));
    view! {
        <tr class=class>
            {cells}
            <td>{note.map(|note| view! { <strong>{note}" "</strong> })}{entry}{faults}</td>
        </tr>
    }
}

/// A cell to be read: counts with commas, departments by name.
fn cell_text(words: Words, column: Column, text: &str) -> String {
    match column {
        Column::Department => Department::read(text).map_or_else(
            || text.to_owned(),
            |department| words.department_name(department).to_owned(),
        ),
        column if column.is_count() => {
            kpi::draft::count(text).map_or_else(|_| text.to_owned(), count)
        }
        _ => text.to_owned(),
    }
}

/// What a row comes to: a university's ratio with its status, the day of a lecture.
pub fn meaning(words: Words, entry: &Entry) -> AnyView {
    match entry {
        Entry::Lecture(lecture) => {
            view! { <span class="note">{words.day(lecture.day)}</span> }.into_any()
        }
        Entry::University(university) => {
            let (status, word) = match university.is_met() {
                true => (Some(Status::Met), words.met()),
                false => (Some(Status::NotMet), words.not_met()),
            };
            view! {
                <span class=status_class(status)>
                    <span class="shape" aria-hidden="true">{status_shape(status)}</span>
                    <span class="word">{word}</span>
                </span>
                " "
                <span class="note">{words.university_told(university)}</span>
            }
            .into_any()
        }
    }
}

/// What asks for a second look.
pub fn doubts(words: Words, told: &Read) -> impl IntoView + use<> {
    let doubts = told.doubts.clone();
    (!doubts.is_empty()).then(|| {
        view! {
            <section class="callout callout-warning" role="note">
                <h2>{words.warnings_heading()}</h2>
                <ul>{doubts.iter().map(|doubt| view! { <li>{words.row_doubt(doubt)}</li> }).collect_view()}</ul>
            </section>
        }
    })
}

/// The figures that the rows come to, beside what the return says.
pub fn computed(
    words: Words,
    list: &'static RowList,
    told: &Read,
    standing: &BTreeMap<String, String>,
) -> impl IntoView + use<> {
    let counts = told.counts();
    let lines = list
        .elements()
        .filter_map(|code| {
            let (element, figure) = (catalogue().element(code)?, counts.get(code)?);
            let differs = standing
                .get(code)
                .filter(|said| **said != figure.to_string() && !said.is_empty())
                .map(|said| view! { <span class="note">{words.standing_differs(said)}</span> });
            Some(view! {
                <li data-element=code>
                    <span class="live-indicator">{words.of(&element.name)}</span>
                    <span class="tile-value">{count(*figure)}</span>
                    {differs}
                </li>
            })
        })
        .collect_view();
    view! {
        <div class="live rows-computed" aria-live="off">
            <p class="live-name">{words.rows_computed()}</p>
            {match counts.is_empty() {
                true => view! { <p>{words.nothing_computed()}</p> }.into_any(),
                false => view! { <ul class="plain">{lines}</ul> }.into_any(),
            }}
        </div>
    }
}
