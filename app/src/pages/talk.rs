//! `/returns/UNIT/PROGRAMME/MONTH/talk`: notes on a return and its values, and its evidence.

use super::address::{query, return_of_path};
use crate::ask::refuse;
use crate::ask::talk::{self, Did, Evidence, LONGEST_NOTE, Note, TalkCounts, Thread};
use crate::ask::units::UnitRef;
use crate::parts::{Crumbs, Frame, TalkLink, answered, hidden, said};
use crate::refusal::Refusal;
use crate::text::{Words, use_words};
use kpi::catalogue::programme;
use kpi::returns::ReturnKey;
use leptos::prelude::*;

/// The endings that a browser offers to choose from.
const ACCEPT: &str = ".jpg,.jpeg,.png,.webp,.heic,.heif,.pdf,.xlsx,.xls,.ods,.csv,.txt";

/// How much there is beside a return, on its way.
pub type Counts = Resource<Result<(ReturnKey, TalkCounts), Refusal>>;

/// Notes and evidence of one return.
#[component]
pub fn Talk() -> impl IntoView {
    let words = use_words();
    let asked = Memo::new(|_| return_of_path());
    let question = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Ok((unit, programme, period)) => talk::talk(unit, programme, period).await,
                Err(refusal) => refuse(refusal),
            }
        },
    );
    answered(question, move |thread| page(words, thread))
}

/// How much there is, asked for the page of the return.
pub fn counts() -> Counts {
    let asked = Memo::new(|_| return_of_path());
    Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            let (org_unit, programme, period) = asked?;
            let counts = talk::talk_counts(org_unit, programme.clone(), period).await?;
            let key = ReturnKey {
                org_unit,
                programme,
                period,
            };
            Ok((key, counts))
        },
    )
}

/// The line on the page of the return that leads here. A refusal is the page's own to tell.
pub fn line(counts: Counts) -> impl IntoView {
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                counts.await.ok().map(|(key, counts)| view! {
                    <p class="talk-line"><TalkLink key tally=counts.total()/></p>
                })
            })}
        </Suspense>
    }
}

fn page(words: Words, thread: Thread) -> impl IntoView {
    let key = thread.key.clone();
    let unit = thread
        .path
        .last()
        .map_or_else(String::new, |unit| words.of(&unit.name));
    let programme = programme(&key.programme).map_or("", |programme| programme.name(words.lang()));
    let title = format!("{} · {unit} · {}", words.talk(), words.month(key.period));
    let to = {
        let period = key.period;
        Callback::new(move |above: UnitRef| format!("/summary/{}/{period}", above.code))
    };
    let back = format!("/returns/{}/{}/{}", key.org_unit, key.programme, key.period);
    let chosen = query("element");
    let write = thread
        .may_comment
        .then(|| note_form(words, &thread, &back, &chosen));
    let add = thread
        .may_add
        .then(|| file_form(words, &thread, &back, &chosen));
    view! {
        <Crumbs path=thread.path.clone() to/>
        <Frame title lead=programme>
            <p class="tools"><a href=back.clone()>{words.back_to_return()}</a></p>
            <div class="talk">
                <section class="talk-notes">
                    <h2 id="notes">{words.notes()}</h2>
                    {groups(words, &thread, &back)}
                    {write}
                </section>
                <section class="talk-files">
                    <h2 id="evidence">{words.evidence()}</h2>
                    {files(words, &thread, &back)}
                    {add}
                </section>
            </div>
        </Frame>
    }
}

/// The name of what something is about.
fn about(words: Words, element: Option<&str>) -> String {
    element.map_or_else(
        || words.whole_return().to_owned(),
        |code| words.element(code),
    )
}

/// The thread on the return first, then value by value, each with the newest note last.
fn groups(words: Words, thread: &Thread, back: &str) -> impl IntoView + use<> {
    if thread.notes.is_empty() {
        return view! { <p class="hint">{words.no_notes()}</p> }.into_any();
    }
    // An element that a newer catalogue no longer asks for keeps its notes, at the end.
    let mut places: Vec<Option<String>> = vec![None];
    places.extend(thread.elements.iter().cloned().map(Some));
    for note in &thread.notes {
        if !places.contains(&note.element) {
            places.push(note.element.clone());
        }
    }
    places
        .into_iter()
        .filter_map(|place| {
            let notes: Vec<&Note> = thread
                .notes
                .iter()
                .filter(|note| note.element == place)
                .collect();
            let id = format!("on-{}", place.as_deref().unwrap_or("return"));
            (!notes.is_empty()).then(|| {
                view! {
                    <section class="talk-group" id=id>
                        <h3>{about(words, place.as_deref())}</h3>
                        <ol class="plain">
                            {notes.into_iter().map(|one| note(words, one, back)).collect_view()}
                        </ol>
                    </section>
                }
            })
        })
        .collect_view()
        .into_any()
}

fn by(words: Words, did: &Did) -> impl IntoView + use<> {
    let role = words.did_as(did);
    let role = match role.is_empty() {
        true => role,
        false => format!(" · {role}"),
    };
    view! { {said(did.name.clone())}{role}" · "{words.moment(did.at)} }
}

fn note(words: Words, note: &Note, back: &str) -> impl IntoView + use<> {
    let action = format!("{back}/talk");
    let id = format!("note-{}", note.id);
    let settle = note.may_settle.then(|| {
        view! {
            <form method="post" action=action class="inline">
                {hidden("note", note.id)}
                <button class="link" name="intent" value="settle" aria-describedby=id.clone()>
                    {words.settle_note()}
                </button>
            </form>
        }
    });
    view! {
        <li class="talk-note" class:talk-settled=note.settled.is_some()>
            <p class="talk-text" id=id>{said(note.text.clone())}</p>
            <p class="note">{by(words, &note.by)}</p>
            {note.settled.as_ref().map(|did| view! {
                <p class="note"><span class="talk-done">"✓ "{words.settled()}</span>" · "{by(words, did)}</p>
            })}
            {settle}
        </li>
    }
}

/// The choice between the whole return and each of its values.
fn choice(words: Words, thread: &Thread, chosen: &str) -> impl IntoView + use<> {
    let chosen = chosen.to_owned();
    let options = thread
        .elements
        .iter()
        .map(|code| {
            let selected = *code == chosen;
            view! { <option value=code.clone() selected=selected>{words.element(code)}</option> }
        })
        .collect_view();
    view! {
        <label>
            <span>{words.about_what()}</span>
            <select name="element">
                <option value="">{words.whole_return()}</option>
                {options}
            </select>
        </label>
    }
}

fn note_form(words: Words, thread: &Thread, back: &str, chosen: &str) -> impl IntoView + use<> {
    let action = format!("{back}/talk");
    view! {
        <form method="post" action=action class="stack talk-form" id="write">
            <h3>{words.write_note()}</h3>
            {choice(words, thread, chosen)}
            <label>
                <span>{words.note_text()}</span>
                <textarea name="text" rows="4" required maxlength=LONGEST_NOTE.to_string() aria-describedby="note-rule"></textarea>
            </label>
            <p class="hint" id="note-rule">{words.note_rule()}</p>
            <button class="button" name="intent" value="comment">{words.write_note()}</button>
        </form>
    }
}

fn file_form(words: Words, thread: &Thread, back: &str, chosen: &str) -> impl IntoView + use<> {
    let action = format!("{back}/evidence");
    view! {
        <form method="post" action=action enctype="multipart/form-data" class="stack talk-form" id="add">
            <h3>{words.add_evidence()}</h3>
            {choice(words, thread, chosen)}
            <label>
                <span>{words.choose_files()}</span>
                <input type="file" name="file" multiple required accept=ACCEPT aria-describedby="file-rule"/>
            </label>
            <p class="hint" id="file-rule">{words.evidence_rule()}" "{words.metadata_rule()}</p>
            <button class="button">{words.upload()}</button>
        </form>
    }
}

fn files(words: Words, thread: &Thread, back: &str) -> impl IntoView + use<> {
    if thread.files.is_empty() {
        return view! { <p class="hint">{words.no_evidence()}</p> }.into_any();
    }
    let rows = thread
        .files
        .iter()
        .map(|file| row(words, file, back))
        .collect_view();
    view! {
        <div class="table-room" tabindex="0" role="region" aria-label=words.evidence()>
            <table class="talk-table">
                <thead>
                    <tr>
                        <th scope="col">{words.file()}</th>
                        <th scope="col" class="number">{words.file_size()}</th>
                        <th scope="col">{words.about_what()}</th>
                        <th scope="col">{words.added_by()}</th>
                        <th scope="col"><span class="sr-only">{words.remove_file()}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(words: Words, file: &Evidence, back: &str) -> AnyView {
    let address = format!("{back}/evidence/{}", file.id);
    let named = format!("file-{}", file.id);
    let name = match &file.removed {
        Some(_) => view! { <s id=named.clone()>{said(file.name.clone())}</s> }.into_any(),
        None => view! {
            <a href=address.clone() rel="external" download="" id=named.clone()>{said(file.name.clone())}</a>
        }
        .into_any(),
    };
    let picture = (file.removed.is_none() && file.kind.is_picture()).then(|| {
        let see = format!("{address}?view=1");
        view! { " "<a href=see rel="external" class="talk-view" aria-describedby=named.clone()>{words.see_picture()}</a> }
    });
    let removed = file.removed.as_ref().map(|(did, because)| {
        view! {
            <p class="note">{words.removed()}" · "{by(words, did)}</p>
            <p class="note">{said(because.clone())}</p>
        }
    });
    let remove = file.may_remove.then(|| {
        let action = format!("{back}/talk");
        view! {
            <details class="talk-remove">
                <summary aria-describedby=named>{words.remove_file()}</summary>
                <form method="post" action=action class="stack">
                    {hidden("file", file.id)}
                    <label>
                        <span>{words.why_removed()}</span>
                        <input name="reason" required maxlength="500"/>
                    </label>
                    <button class="button button-quiet button-small" name="intent" value="remove">{words.remove_file()}</button>
                </form>
            </details>
        }
    });
    view! {
        <tr>
            <th scope="row">{name}" "<small>{file.kind.short()}</small>{picture}{removed}</th>
            <td class="number">{words.bytes(file.size)}</td>
            <td>{about(words, file.element.as_deref())}</td>
            <td class="talk-by">{by(words, &file.by)}</td>
            <td>{remove}</td>
        </tr>
    }
    .into_any()
}
