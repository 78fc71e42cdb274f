//! Everything the pages say, in Chinese and English.
//!
//! A language is a value: [`Words`] carries it, and each text is a function of it, so that a
//! missing word does not compile. Fixed texts stand in `words`, texts with figures in `figures`
//! and `sentences`, what is wrong in `faults`, and what the form says while it is filled in
//! `entry`.

mod board;
mod charts;
mod entry;
mod evaluations;
mod faults;
mod figures;
mod heat;
mod league;
mod programmes;
mod quality;
mod questions;
mod review;
mod rows;
mod sentences;
mod sheets;
mod signals;
mod suppression;
mod talk;
mod visits;
mod words;

pub use figures::count;

use kpi::catalogue::{Bilingual, Lang};

/// The texts, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub Lang);

impl Words {
    /// The language.
    pub fn lang(self) -> Lang {
        self.0
    }

    /// The one of two texts.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A text of the catalogue.
    pub fn of(self, text: &Bilingual) -> String {
        text.get(self.0).to_owned()
    }
}

/// The reader's language: on the server from the request, in the browser from the page.
pub fn use_words() -> Words {
    Words(current_lang())
}

#[cfg(feature = "hydrate")]
fn current_lang() -> Lang {
    let tag = leptos::prelude::document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"));
    match tag.as_deref() {
        Some("en") => Lang::En,
        _ => Lang::Zh,
    }
}

#[cfg(not(feature = "hydrate"))]
fn current_lang() -> Lang {
    leptos::prelude::use_context::<Lang>().unwrap_or_default()
}
