//! What the browser keeps of a return: every cell that was typed here, with the revision it was
//! typed at, until the server's page is known to hold it.

use super::super::typing::Typing;
use crate::ask::returns::OpenReturn;
use crate::text::use_words;
use kpi::draft::{Answer, Cell};
use kpi::returns::ReturnKey;
use leptos::ev::Event;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;

/// What is kept of one return, for one account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Local {
    /// Whose draft of which return this is.
    pub key: ReturnKey,
    /// The newest revision that this browser knows of.
    pub revision: i64,
    /// Cells by data element.
    pub cells: BTreeMap<String, Kept<Cell>>,
    /// Answers by rule.
    pub answers: BTreeMap<String, Kept<Answer>>,
}

/// One thing that was typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept<T> {
    /// What.
    pub what: T,
    /// What the page said there.
    pub was: Option<T>,
    /// The revision of the form it was typed into.
    pub base: i64,
    /// Whether it went along with the form as a whole: whether it arrived, the next page shows.
    pub posted: bool,
    /// Whether the server has it.
    pub sent: bool,
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn place(open: &OpenReturn) -> String {
    let key = &open.key;
    format!(
        "draft {} {} {} {}",
        open.account, key.org_unit, key.programme, key.period
    )
}

impl<T: PartialEq> Kept<T> {
    /// Whether the server has it, by what its page shows now.
    pub fn has_arrived(&self, shown: Option<&T>) -> bool {
        self.sent || shown == Some(&self.what) || (self.posted && shown != self.was.as_ref())
    }
}

/// What is kept of a return.
pub fn load(open: &OpenReturn) -> Option<Local> {
    let text = storage()?.get_item(&place(open)).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// Forgets a return.
pub fn forget(open: &OpenReturn) {
    if let Some(storage) = storage() {
        // What cannot be removed is only old.
        let _ = storage.remove_item(&place(open));
    }
}

/// Writes down everything that was typed in this window, beside what other windows wrote.
pub fn store(typing: Typing) {
    typing.open.with_value(|open| {
        let mut local = load(open).unwrap_or_else(|| nothing(open));
        gather(typing, &mut local);
        write(open, &local);
    });
}

/// Marks everything unsent as going along with the form.
pub fn mark_posted(typing: Typing) {
    typing.open.with_value(|open| {
        if let Some(mut local) = load(open) {
            for kept in local.cells.values_mut() {
                kept.posted = true;
            }
            for kept in local.answers.values_mut() {
                kept.posted = true;
            }
            write(open, &local);
        }
    });
}

fn write(open: &OpenReturn, local: &Local) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(local)) {
        // A full store is told by the state line: what is typed is then only in the page.
        let _ = storage.set_item(&place(open), &text);
    }
}

fn nothing(open: &OpenReturn) -> Local {
    Local {
        key: open.key.clone(),
        revision: open.revision,
        cells: BTreeMap::new(),
        answers: BTreeMap::new(),
    }
}

fn gather(typing: Typing, local: &mut Local) {
    let revision = typing.revision.get_untracked();
    local.revision = local.revision.max(revision);
    typing.unsent.with_untracked(|unsent| {
        let kept_base = |known: Option<(i64, bool)>| match known {
            Some((base, false)) => base.min(revision),
            _ => revision,
        };
        typing.touched.with_untracked(|touched| {
            typing.cells.with_untracked(|cells| {
                for code in touched {
                    let Some(cell) = cells.get(code) else {
                        continue;
                    };
                    let known = local.cells.get(code).map(|kept| (kept.base, kept.sent));
                    let kept = Kept {
                        what: cell.clone(),
                        was: typing.open.with_value(|open| open.cells.get(code).cloned()),
                        base: kept_base(known),
                        posted: false,
                        sent: !unsent.contains(code),
                    };
                    local.cells.insert(code.clone(), kept);
                }
            });
        });
        typing.answers.with_untracked(|answers| {
            for (rule, answer) in answers {
                let known = local.answers.get(rule).map(|kept| (kept.base, kept.sent));
                let is_unsent = unsent.contains(rule);
                if is_unsent || known.is_some() {
                    let kept = Kept {
                        what: answer.clone(),
                        was: typing
                            .open
                            .with_value(|open| open.answers.get(rule).cloned()),
                        base: kept_base(known),
                        posted: false,
                        sent: !is_unsent,
                    };
                    local.answers.insert(rule.clone(), kept);
                }
            }
        });
    });
}

/// Lets the whole draft be kept as a file: a link that downloads it is made and followed.
pub fn save_file(typing: Typing) {
    let (text, name) = typing.open.with_value(|open| {
        let mut local = nothing(open);
        let revision = typing.revision.get_untracked();
        typing.cells.with_untracked(|cells| {
            for (code, cell) in cells {
                let kept = Kept {
                    what: cell.clone(),
                    was: None,
                    base: revision,
                    posted: false,
                    sent: false,
                };
                local.cells.insert(code.clone(), kept);
            }
        });
        gather(typing, &mut local);
        let key = &open.key;
        let name = format!("{}-{}-{}.json", key.org_unit, key.programme, key.period);
        (serde_json::to_string_pretty(&local), name)
    });
    let Ok(text) = text else { return };
    let made = document().create_element("a");
    let Some(link) = made
        .ok()
        .and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return;
    };
    let address = format!(
        "data:application/json;charset=utf-8,{}",
        String::from(js_sys::encode_uri_component(&text))
    );
    // Attributes of an element that was just made can be set.
    let _ = link.set_attribute("href", &address);
    let _ = link.set_attribute("download", &name);
    link.click();
}

/// Reads a draft from a file, and types it in where it differs.
pub fn read_file(event: &Event, typing: Typing, notice: RwSignal<Option<&'static str>>) {
    let words = use_words();
    let file = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
        .and_then(|input| input.files())
        .and_then(|files| files.get(0));
    let Some(file) = file else { return };
    leptos::task::spawn_local(async move {
        let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
        let local: Option<Local> = text
            .ok()
            .and_then(|text| serde_json::from_str(&text.as_string()?).ok());
        let fits = |local: &Local| typing.open.with_value(|open| open.key == local.key);
        match local.filter(fits) {
            Some(local) => {
                for (code, kept) in local.cells {
                    if untrack(|| typing.shown(&code) != kept.what || typing.is_carried(&code)) {
                        typing.change(&code, |cell| *cell = kept.what);
                    }
                }
                notice.set(Some(words.file_restored()));
            }
            None => notice.set(Some(words.file_other())),
        }
    });
}
