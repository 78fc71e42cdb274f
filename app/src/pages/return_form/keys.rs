//! The form is walked and pasted into like a sheet: Enter and the arrows go from field to field,
//! a block from a spreadsheet goes into the fields from the cursor on.

use super::typing::Typing;
use leptos::ev::{ClipboardEvent, KeyboardEvent};

/// Enter and Down go to the next field, Shift with Enter and Up to the one before.
#[cfg(feature = "hydrate")]
pub fn walk(event: KeyboardEvent) {
    use wasm_bindgen::JsCast;
    let Some(at) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let fields = fields();
    let Some(here) = fields.iter().position(|field| **field == at) else {
        return;
    };
    // Up and Down choose in a list; there only Enter leads on.
    let is_list = at.tag_name() == "SELECT";
    let step: isize = match (event.key().as_str(), event.shift_key()) {
        ("Enter", false) => 1,
        ("Enter", true) => -1,
        ("ArrowDown", _) if !is_list => 1,
        ("ArrowUp", _) if !is_list => -1,
        _ => return,
    };
    if event.is_composing() {
        return;
    }
    event.prevent_default();
    let next = here.checked_add_signed(step);
    match next.and_then(|next| fields.get(next)) {
        Some(field) => enter(field),
        None if step > 0 => {
            if let Some(check) = leptos::prelude::document().get_element_by_id("check") {
                focus(&check);
            }
        }
        None => {}
    }
}

/// The fields that can be seen, in the order of the form.
#[cfg(feature = "hydrate")]
fn fields() -> Vec<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    let selector = ".return-form .field-entry :is(input:not([type=hidden]), select)";
    let Ok(found) = leptos::prelude::document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.get(at)?.dyn_into::<web_sys::HtmlElement>().ok())
        .filter(|field| field.offset_parent().is_some())
        .collect()
}

#[cfg(feature = "hydrate")]
fn enter(field: &web_sys::HtmlElement) {
    use wasm_bindgen::JsCast;
    focus(field);
    if let Some(input) = field.dyn_ref::<web_sys::HtmlInputElement>() {
        input.select();
    }
}

#[cfg(feature = "hydrate")]
fn focus(element: &web_sys::Element) {
    use wasm_bindgen::JsCast;
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // A field that cannot take the focus is simply left out.
        let _ = element.focus();
    }
}

#[cfg(feature = "hydrate")]
thread_local! {
    /// The field that was entered last, until the click that entered it is over.
    static ENTERED: std::cell::RefCell<Option<web_sys::HtmlInputElement>> =
        const { std::cell::RefCell::new(None) };
}

#[cfg(feature = "hydrate")]
fn figure_field(event: &web_sys::Event) -> Option<web_sys::HtmlInputElement> {
    use wasm_bindgen::JsCast;
    event
        .target()?
        .dyn_into::<web_sys::HtmlInputElement>()
        .ok()
        .filter(|input| input.name().starts_with("text:"))
}

/// A field that is entered offers its whole figure, so that digits take its place.
#[cfg(feature = "hydrate")]
pub fn entered(event: &web_sys::Event) {
    let field = figure_field(event);
    if let Some(field) = &field {
        field.select();
    }
    ENTERED.set(field);
}

/// The click that entered a field would put the cursor into the figure: it is offered again. The
/// next click in the same field goes where it points.
#[cfg(feature = "hydrate")]
pub fn clicked(event: &web_sys::Event) {
    let entered = ENTERED.take();
    if let Some(field) = figure_field(event).filter(|field| entered.as_ref() == Some(field)) {
        field.select();
    }
}

/// Lays a block from a spreadsheet over the fields; a single figure is pasted as usual.
#[cfg(feature = "hydrate")]
pub fn paste(event: &ClipboardEvent, typing: Typing) {
    use kpi::DataElement;
    use kpi::catalogue::catalogue;
    use wasm_bindgen::JsCast;
    let Some(block) = event
        .clipboard_data()
        .and_then(|data| data.get_data("text").ok())
        .filter(|text| kpi::draft::is_block(text))
    else {
        return;
    };
    let elements: Vec<&'static DataElement> = fields()
        .iter()
        .filter_map(|field| field.get_attribute("name"))
        .filter_map(|name| catalogue().element(name.strip_prefix("text:")?))
        .collect();
    let here = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|at| at.get_attribute("name"))
        .and_then(|name| {
            let code = name.strip_prefix("text:")?.to_owned();
            elements.iter().position(|element| element.code == code)
        });
    let Some(first) = here else { return };
    event.prevent_default();
    for (code, text) in kpi::draft::pasted(&block, &elements, first) {
        typing.change(code, |cell| {
            cell.text = text;
            cell.empty = None;
        });
    }
}

/// On the server no field is entered.
#[cfg(not(feature = "hydrate"))]
pub fn entered<T>(_: &T) {}

/// On the server nothing is clicked.
#[cfg(not(feature = "hydrate"))]
pub fn clicked<T>(_: &T) {}

/// On the server there are no keys.
#[cfg(not(feature = "hydrate"))]
pub fn walk(_: KeyboardEvent) {}

/// On the server nothing is pasted.
#[cfg(not(feature = "hydrate"))]
pub fn paste(_: &ClipboardEvent, _: Typing) {}
