//! The form of a list: a row of fields for each university or lecture, and five empty ones.
//!
//! It is one plain HTML form, and "more rows" is a post that saves. With scripts the rows are read
//! while somebody types, by the same code as on the server, more rows come in place, and a block
//! that was copied from a sheet falls into the fields from the one it is pasted into.

use super::rows::{computed, doubts, meaning};
use crate::ask::rows::OpenRows;
use crate::parts::{hidden, rows_address, type_again};
use crate::text::{Words, use_words};
use kpi::rows::{Column, Department, LARGEST_LIST, LONGEST_TEXT, Read, RowFault, RowList};
use kpi::rows::{RowReason, TypedRow, pasted, read};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Empty rows at the end of a list.
const EMPTY: usize = 5;

/// What the fields share.
#[derive(Clone, Copy)]
struct Typing {
    words: Words,
    list: &'static RowList,
    /// A day of the month, as it can be written.
    sample: StoredValue<String>,
    rows: RwSignal<Vec<TypedRow>>,
    shown: RwSignal<usize>,
    dropped: RwSignal<BTreeSet<usize>>,
    read: Memo<Read>,
    /// Rows that were saved: what they lack is said at once, what a new row lacks when it is
    /// saved.
    saved: usize,
}

impl Typing {
    fn text(self, at: usize, column: Column) -> String {
        self.rows.with(|rows| {
            rows.get(at)
                .map_or_else(String::new, |row| row.get(column).to_owned())
        })
    }

    fn put(self, at: usize, column: Column, text: String) {
        self.rows.update(|rows| {
            if rows.len() <= at {
                rows.resize_with(at + 1, TypedRow::default);
            }
            rows[at].put(column, text);
        });
    }

    fn faults(self, at: usize, column: Option<Column>) -> Vec<RowFault> {
        let here = |fault: &&RowFault| {
            fault.line == at + 1
                && column.is_none_or(|column| fault.column == column)
                && (at < self.saved || fault.reason != RowReason::Missing)
        };
        self.read
            .with(|read| read.faults.iter().filter(here).cloned().collect())
    }

    /// Lays a block into the fields, from one of them on; says whether it was one.
    fn paste(self, at: usize, column: Column, text: Option<String>) -> bool {
        let text = text.unwrap_or_default();
        let block = pasted(&text);
        if !text.contains('\t') && block.len() < 2 {
            return false;
        }
        let columns = self.list.columns;
        let first = columns.iter().position(|one| *one == column).unwrap_or(0);
        let lines = at..LARGEST_LIST;
        for (line, cells) in lines.zip(&block) {
            for (column, cell) in columns[first..].iter().zip(cells) {
                self.put(line, *column, as_typed(*column, cell));
            }
        }
        let needed = (at + block.len() + 1).min(LARGEST_LIST);
        if needed > self.shown.get_untracked() {
            self.shown.set(needed);
        }
        true
    }
}

/// A pasted cell as its field has it: a department's name is chosen where it is known.
fn as_typed(column: Column, cell: &str) -> String {
    match column {
        Column::Department => {
            Department::read(cell).map_or_else(|| cell.to_owned(), |known| known.code().to_owned())
        }
        _ => cell.to_owned(),
    }
}

/// The form.
#[component]
pub fn RowsForm(
    /// Which list.
    list: &'static RowList,
    /// The list as it stands.
    open: OpenRows,
    /// Empty rows at its end.
    empty: usize,
) -> impl IntoView {
    let words = use_words();
    let period = open.key.period;
    let action = rows_address(&open.key, list);
    let rows = RwSignal::new(open.rows.clone());
    let dropped = RwSignal::new(BTreeSet::new());
    let read = Memo::new(move |_| {
        let mut rows = rows.get();
        dropped.with(|dropped: &BTreeSet<usize>| {
            for at in dropped {
                if let Some(row) = rows.get_mut(*at) {
                    *row = TypedRow::default();
                }
            }
        });
        read(list, period, &rows)
    });
    Effect::new(|before: Option<()>| {
        if before.is_none() {
            type_again();
        }
    });
    let typing = Typing {
        words,
        list,
        sample: StoredValue::new(period.last_day().to_string()),
        rows,
        shown: RwSignal::new((open.rows.len() + empty.max(EMPTY)).min(LARGEST_LIST)),
        dropped,
        read,
        saved: open.rows.len(),
    };
    let standing = StoredValue::new(open.standing.clone());
    let heads = list
        .columns
        .iter()
        .map(|column| view! { <th scope="col">{words.row_column(*column)}</th> })
        .collect_view();
    view! {
        <form method="post" action=action class="rows-form" novalidate autocomplete="off">
            {hidden("revision", open.revision)}
            {move || summary_of_faults(typing)}
            <p class="hint">{words.paste_note()}</p>
            <div class="table-room" tabindex="0" role="region" aria-label=words.list_name(list)>
                <table class="rows">
                    <thead>
                        <tr>
                            <th scope="col">{words.row_number()}</th>
                            {heads}
                            <th scope="col">{words.row_meaning()}</th>
                            <th scope="col">{words.delete_row()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || 0..typing.shown.get() key=|at| *at let:at>
                            {line(typing, at)}
                        </For>
                    </tbody>
                </table>
            </div>
            {move || typing.read.with(|read| doubts(words, read))}
            {move || typing.read.with(|read| {
                standing.with_value(|standing| computed(words, list, read, standing))
            })}
            <p class="actions">
                <button class="button" name="intent" value="save">{words.save_rows()}</button>
                <button
                    class="button button-quiet"
                    name="intent"
                    value="more"
                    on:click=move |event| {
                        event.prevent_default();
                        typing.shown.update(|shown| *shown = (*shown + EMPTY).min(LARGEST_LIST));
                    }
                >
                    {words.more_rows()}
                </button>
            </p>
        </form>
    }
}

/// What is wrong with the rows that were saved, each with a way to its field.
fn summary_of_faults(typing: Typing) -> impl IntoView {
    let words = typing.words;
    let saved = |fault: &&RowFault| fault.line <= typing.saved;
    let faults: Vec<RowFault> = typing
        .read
        .with(|read| read.faults.iter().filter(saved).cloned().collect());
    (!faults.is_empty()).then(|| {
        view! {
            <section class="callout callout-fault" id="faults" tabindex="-1">
                <h2>{words.faults_heading()}</h2>
                <ul>
                    {faults.iter().map(|fault| {
                        let place = words.cell_label(fault.column, fault.line);
                        let field = format!("#r-{}-{}", fault.column.code(), fault.line);
                        view! {
                            <li><a href=field>{place}</a>": "{words.row_fault(fault)}</li>
                        }
                    }).collect_view()}
                </ul>
            </section>
        }
    })
}

fn line(typing: Typing, at: usize) -> impl IntoView {
    let words = typing.words;
    let number = at + 1;
    let cells = typing
        .list
        .columns
        .iter()
        .map(|column| cell(typing, at, *column))
        .collect_view();
    let told = move || {
        typing.read.with(|read| {
            let entry = read.entries.iter().find(|(line, _)| *line == number);
            entry.map(|(_, entry)| meaning(words, entry))
        })
    };
    view! {
        <tr class:row-fault=move || !typing.faults(at, None).is_empty()>
            <th scope="row">{number}</th>
            {cells}
            <td class="row-meaning" data-label=words.row_meaning()>{told}</td>
            <td class="row-drop" data-label=words.delete_row()>
                <input
                    type="checkbox"
                    name=format!("drop:{number}")
                    value="1"
                    aria-label=words.delete_line(number)
                    on:change=move |event| {
                        let is_dropped = event_target_checked(&event);
                        typing.dropped.update(|dropped| {
                            match is_dropped {
                                true => dropped.insert(at),
                                false => dropped.remove(&at),
                            };
                        });
                    }
                />
            </td>
        </tr>
    }
}

fn cell(typing: Typing, at: usize, column: Column) -> impl IntoView {
    let words = typing.words;
    let number = at + 1;
    let name = format!("{}:{number}", column.code());
    let notes = format!("n-{}-{number}", column.code());
    let id = format!("r-{}-{number}", column.code());
    let faults = move || typing.faults(at, Some(column));
    let invalid = move || (!faults().is_empty()).to_string();
    let class = format!("row-{}", column.code());
    let label = words.cell_label(column, number);
    let field = match column {
        Column::Department => {
            let chosen = typing.text(at, column);
            let option = move |value: &'static str, name: &'static str| {
                let chosen = Department::read(&chosen).map_or("", Department::code) == value;
                view! {
                    <option
                        value=value
                        selected=chosen
                        prop:selected=move || {
                            let text = typing.text(at, column);
                            Department::read(&text).map_or("", Department::code) == value
                        }
                    >
                        {name}
                    </option>
                }
            };
            let unknown = move || {
                let text = typing.text(at, column);
                let is_unknown = !text.trim().is_empty() && Department::read(&text).is_none();
                is_unknown.then(|| {
                    view! { <option value=text.clone() selected=true>{text.clone()}</option> }
                })
            };
            view! {
                <select
                    id=id
                    name=name
                    aria-label=label
                    aria-describedby=notes.clone()
                    aria-invalid=invalid
                    on:change=move |event| typing.put(at, column, event_target_value(&event))
                    on:paste=move |event| {
                        if typing.paste(at, column, clipboard(&event)) {
                            event.prevent_default();
                        }
                    }
                >
                    {option("", words.choose())}
                    {Department::ALL.map(|one| option(one.code(), words.department_name(one))).collect_view()}
                    {unknown}
                </select>
            }
            .into_any()
        }
        _ => view! {
            <input
                id=id
                name=name
                value=typing.text(at, column)
                prop:value=move || typing.text(at, column)
                inputmode=if column.is_count() { "numeric" } else { "text" }
                placeholder=if column == Column::Day { typing.sample.get_value() } else { String::new() }
                maxlength=LONGEST_TEXT.to_string()
                autocomplete="off"
                aria-label=label
                aria-describedby=notes.clone()
                aria-invalid=invalid
                on:input=move |event| typing.put(at, column, event_target_value(&event))
                on:paste=move |event| {
                        if typing.paste(at, column, clipboard(&event)) {
                            event.prevent_default();
                        }
                    }
            />
        }
        .into_any(),
    };
    view! {
        <td class=class data-label=words.row_column(column)>
            {field}
            <div id=notes aria-live="polite">
                {move || faults().iter().map(|fault| view! {
                    <p class="fault">{words.row_fault(fault)}</p>
                }).collect_view()}
            </div>
        </td>
    }
}

/// What lies on the clipboard.
#[cfg(feature = "hydrate")]
fn clipboard(event: &web_sys::ClipboardEvent) -> Option<String> {
    event.clipboard_data()?.get_data("text/plain").ok()
}

/// The server never sees a clipboard.
#[cfg(not(feature = "hydrate"))]
fn clipboard<T>(_event: &T) -> Option<String> {
    None
}
