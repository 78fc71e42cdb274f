//! What people have written: names, reasons, the reviewer's words.

use leptos::prelude::*;

/// A text as somebody wrote it, marked as Chinese where it is, so that it is read aloud rightly
/// in a page of the other language.
pub fn said(text: String) -> impl IntoView {
    let chinese = text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    view! { <span lang=chinese.then_some("zh-CN")>{text}</span> }
}
