//! What an uploaded workbook would change, as whole pages that need no script: they answer the
//! upload, and nothing is saved before their form is sent.

use super::form::hidden;
use super::said::said;
use crate::ask::identity::Holding;
use crate::ask::units::UnitRef;
use crate::ask::workbooks::{CellTrouble, Difference, Differences, FileTrouble, SheetTrouble};
use crate::text::Words;
use kpi::Period;
use kpi::catalogue::{ValueType, catalogue};
use kpi::draft::{Cell, Empty};
use leptos::prelude::*;

/// What a page about an upload says at its top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadHead {
    /// The unit whose return or workbook it is.
    pub unit: Option<UnitRef>,
    /// The month.
    pub period: Period,
    /// The address of the page the file was sent to.
    pub page: String,
    /// Where one goes instead.
    pub back: String,
    /// What kind of figures are held.
    pub holding: Holding,
}

/// Why a file was not taken, with the field for another one.
pub fn trouble_page(words: Words, head: &UploadHead, trouble: &FileTrouble) -> String {
    let title = title(words, head);
    let sheet = match trouble {
        FileTrouble::Sheet(SheetTrouble { sheet, .. }) => Some(sheet.clone()),
        _ => None,
    };
    let sentence = words.file_trouble(trouble);
    let content = view! {
        <h1>{title.clone()}</h1>
        <section class="callout callout-fault" role="alert">
            <h2>{words.file_not_taken()}</h2>
            <p>{sheet.map(|sheet| sheet_name(words, sheet))}{sentence}</p>
            <p>{words.nothing_saved()}</p>
        </section>
        {upload_form(words, &head.page)}
        <p class="actions"><a class="button button-quiet" href=head.back.clone()>{words.go_back()}</a></p>
    };
    page(words, head.holding, &title, content)
}

/// What a file would change in one return.
pub fn differences_page(words: Words, head: &UploadHead, told: &Differences) -> String {
    let title = title(words, head);
    let fields = told
        .changes
        .iter()
        .map(|change| fields(&change.element, &change.after))
        .collect_view();
    let apply = (!told.changes.is_empty()).then(|| {
        view! {
            <form method="post" action=head.back.clone()>
                {hidden("revision", told.revision)}
                {fields}
                <p class="hint">{words.apply_note()}</p>
                <p class="actions">
                    <button class="button" name="intent" value="save">{words.apply_changes()}</button>
                    <a class="button button-quiet" href=head.back.clone()>{words.go_back()}</a>
                </p>
            </form>
        }
    });
    let back = told.changes.is_empty().then(|| {
        view! {
            <p>{words.nothing_differs()}</p>
            <p class="actions"><a class="button" href=head.back.clone()>{words.back_to_return()}</a></p>
        }
    });
    let content = view! {
        <h1>{title.clone()}</h1>
        {compared(words, told)}
        {apply}
        {back}
    };
    page(words, head.holding, &title, content)
}

/// What a workbook would change in the returns under a unit.
pub fn region_differences_page(
    words: Words,
    head: &UploadHead,
    told: &[Differences],
    left: &[SheetTrouble],
) -> String {
    let title = title(words, head);
    let sections = told
        .iter()
        .map(|told| {
            let unit = told.key.org_unit;
            let take = (!told.changes.is_empty()).then(|| {
                view! {
                    <p><label class="check">
                        <input type="checkbox" name="take" value=unit.to_string() checked=true/>
                        <span>{words.take_unit()}</span>
                    </label></p>
                    {hidden_named(format!("revision:{unit}"), told.revision.to_string())}
                    {told.changes.iter()
                        .map(|change| fields(&format!("{unit}:{}", change.element), &change.after))
                        .collect_view()}
                }
            });
            view! {
                <section class="upload-unit">
                    <h2>{unit_name(words, told)}</h2>
                    {take}
                    {compared(words, told)}
                </section>
            }
        })
        .collect_view();
    let any = told.iter().any(|told| !told.changes.is_empty());
    let content = view! {
        <h1>{title.clone()}</h1>
        {left_sheets(words, left)}
        <form method="post" action=format!("{}/apply", workbook_page(&head.page))>
            {sections}
            {match any {
                true => view! { <p class="hint">{words.region_workbook_note()}</p> }.into_any(),
                false => view! { <p class="hint">{words.nothing_differs()}</p> }.into_any(),
            }}
            <p class="actions">
                {any.then(|| view! { <button class="button">{words.apply_changes()}</button> })}
                <a class="button button-quiet" href=head.back.clone()>{words.go_back()}</a>
            </p>
        </form>
    };
    page(words, head.holding, &title, content)
}

/// The address that a workbook is applied at lies beside the one it is uploaded at.
fn workbook_page(upload: &str) -> &str {
    upload.strip_suffix("/upload").unwrap_or(upload)
}

/// Which returns were filled in.
pub fn applied_page(words: Words, head: &UploadHead, units: &[(UnitRef, String)]) -> String {
    let title = title(words, head);
    let lines = units
        .iter()
        .map(|(unit, href)| {
            view! { <li><a href=href.clone()>{words.of(&unit.name)}</a></li> }
        })
        .collect_view();
    let content = match units.is_empty() {
        true => view! {
            <h1>{title.clone()}</h1>
            <p class="notice" role="status">{words.nothing_taken()}</p>
        }
        .into_any(),
        false => view! {
            <h1>{title.clone()}</h1>
            <p class="notice" role="status">{words.applied_title()}</p>
            <p>{words.applied_lead()}</p>
            <ul>{lines}</ul>
        }
        .into_any(),
    };
    let content = view! {
        {content}
        <p class="actions"><a class="button" href=head.back.clone()>{words.go_back()}</a></p>
    };
    page(words, head.holding, &title, content)
}

/// The field for a file. It is sent as it is and answered by a page of differences.
pub fn upload_form(words: Words, page: &str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=page.to_owned() enctype="multipart/form-data" class="stack upload">
            <label>
                <span>{words.upload_file()}</span>
                <input type="file" name="file" required accept=".xlsx,.ods,.xls"/>
            </label>
            <p class="hint">{words.upload_blank_note()}</p>
            <p class="actions"><button class="button">{words.upload_button()}</button></p>
        </form>
    }
}

fn title(words: Words, head: &UploadHead) -> String {
    format!(
        "{} · {} · {}",
        words.differences(),
        head.unit
            .as_ref()
            .map_or_else(String::new, |unit| words.of(&unit.name)),
        words.month(head.period)
    )
}

fn sheet_name(words: Words, sheet: String) -> impl IntoView {
    view! { {words.sheet_named()}" "{said(sheet)}{words.pick("：", ": ")} }
}

fn unit_name(words: Words, told: &Differences) -> String {
    told.unit.as_ref().map_or_else(
        || told.key.org_unit.to_string(),
        |unit| words.of(&unit.name),
    )
}

fn left_sheets(words: Words, left: &[SheetTrouble]) -> impl IntoView + use<> {
    let lines: Vec<_> = left
        .iter()
        .map(|trouble| {
            let sentence = words.sheet_trouble(trouble);
            view! { <li>{sheet_name(words, trouble.sheet.clone())}{sentence}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="callout callout-fault" role="alert">
                <h2>{words.sheets_not_taken()}</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}

/// What one sheet says beside its return.
fn compared(words: Words, told: &Differences) -> impl IntoView + use<> {
    let troubles: Vec<CellTrouble> = told.troubles.clone();
    let older = told.older_form;
    let count = words.changes_count(told.changes.len());
    let same = words.same_and_blank(told.same, told.blank);
    let rows = told
        .changes
        .iter()
        .map(|change| row(words, change))
        .collect_view();
    let label = format!("{} · {}", words.differences(), unit_name(words, told));
    let table = (!told.changes.is_empty()).then(|| {
        view! {
            <div class="table-room" tabindex="0" role="region" aria-label=label>
                <table class="differences">
                    <thead>
                        <tr>
                            <th scope="col">{words.data_element()}</th>
                            <th scope="col">{words.cell_of_file()}</th>
                            <th scope="col">{words.now_in_return()}</th>
                            <th scope="col">{words.file_says()}</th>
                            <th scope="col">{words.what_is_wrong()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <p class="note">{sheet_name(words, told.sheet.clone())}{count}{words.pick("；", "; ")}{same}</p>
        {older.then(|| view! { <p class="callout callout-warning" role="note">{words.older_form()}</p> })}
        {(!troubles.is_empty()).then(|| view! {
            <section class="callout callout-warning" role="note">
                <h3>{words.not_taken()}</h3>
                <ul>{troubles.iter().map(|trouble| view! { <li>{words.cell_trouble(trouble)}</li> }).collect_view()}</ul>
            </section>
        })}
        {table}
    }
}

fn row(words: Words, change: &Difference) -> impl IntoView + use<> {
    let faults: Vec<String> = change
        .faults
        .iter()
        .map(|fault| words.fault(fault))
        .collect();
    let class = match faults.is_empty() {
        true => "",
        false => "difference-fault",
    };
    view! {
        <tr class=class data-element=change.element.clone()>
            <th scope="row">{words.element(&change.element)}</th>
            <td>{change.at.clone()}</td>
            <td>{cell_text(words, &change.element, &change.before)}</td>
            <td>{cell_text(words, &change.element, &change.after)}</td>
            <td>{faults.into_iter().map(|fault| view! { <p class="fault">{fault}</p> }).collect_view()}</td>
        </tr>
    }
}

/// What a cell says: a figure, a choice in words, an empty with its reason.
fn cell_text(words: Words, element: &str, cell: &Cell) -> impl IntoView + use<> {
    let is_flag = catalogue()
        .element(element)
        .is_some_and(|element| element.value_type == ValueType::Flag);
    let text = match (is_flag, cell.text.trim()) {
        (true, "1") => words.yes().to_owned(),
        (true, "0") => words.no().to_owned(),
        (_, text) => text.to_owned(),
    };
    let empty = cell.empty.map(|empty| match empty {
        Empty::NotApplicable => words.empty_na(),
        Empty::NotYet => words.empty_not_yet(),
        Empty::NotCollected => words.empty_not_collected(),
    });
    let blank = text.is_empty() && empty.is_none();
    let reason = cell.reason.trim().to_owned();
    view! {
        {(!text.is_empty()).then(|| view! { {said(text)}" " })}
        {empty}
        {(!reason.is_empty()).then(|| view! { <span class="note">" "{said(reason)}</span> })}
        {blank.then(|| words.not_begun())}
    }
}

/// The hidden fields of a cell, named as the form on the page names them.
fn fields(name: &str, cell: &Cell) -> impl IntoView + use<> {
    let empty = cell.empty.map_or("", Empty::code).to_owned();
    view! {
        {hidden_named(format!("text:{name}"), cell.text.clone())}
        {hidden_named(format!("empty:{name}"), empty)}
        {hidden_named(format!("reason:{name}"), cell.reason.clone())}
    }
}

fn hidden_named(name: String, value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}

fn page(words: Words, holding: Holding, title: &str, content: impl IntoView) -> String {
    let band = words.holding_band(holding);
    let page = view! {
        <html lang=words.lang().tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{format!("{title} · {}", words.brand())}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/main.css"/>
            </head>
            <body>
                <header class="head">
                    {band.map(|band| view! { <p class="band" role="note">{band}</p> })}
                    <a class="brand" href="/">
                        <span class="brand-name">{words.brand()}</span>
                        <span class="brand-line">{words.tagline()}</span>
                    </a>
                </header>
                <main id="content">{content}</main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", page.to_html())
}
