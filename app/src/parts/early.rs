//! What was typed before the page came to life. Bringing it to life would put the server's values
//! back into the fields, so they are read just before, and typed again just after.

/// Reads what was typed so far. Called before the page is brought to life.
#[cfg(feature = "hydrate")]
pub use browser::notice;

/// Types it again, once a form's fields listen.
#[cfg(feature = "hydrate")]
pub use browser::type_again;

/// On the server nobody types.
#[cfg(not(feature = "hydrate"))]
pub fn type_again() {}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::document;
    use std::cell::RefCell;
    use wasm_bindgen::JsCast;
    use web_sys::{Event, EventInit, HtmlInputElement, HtmlOptionElement, HtmlSelectElement};

    /// A field that says something else than the server wrote into it.
    enum Typed {
        Text(HtmlInputElement, String),
        Choice(HtmlSelectElement, String),
    }

    thread_local! {
        static TYPED: RefCell<Vec<Typed>> = const { RefCell::new(Vec::new()) };
    }

    pub fn notice() {
        let fields = "main form :is(input[name]:not([type]), select[name])";
        let Ok(found) = document().query_selector_all(fields) else {
            return;
        };
        let typed = (0..found.length())
            .filter_map(|at| found.get(at))
            .filter_map(|field| match field.dyn_into::<HtmlInputElement>() {
                Ok(input) => {
                    let text = input.value();
                    (text != input.default_value()).then_some(Typed::Text(input, text))
                }
                Err(field) => chosen(field.dyn_into().ok()?),
            });
        TYPED.set(typed.collect());
    }

    /// What was chosen in a list, where it is not what the server chose.
    fn chosen(select: HtmlSelectElement) -> Option<Typed> {
        let options = select.options();
        let written = (0..options.length())
            .filter_map(|at| options.item(at)?.dyn_into::<HtmlOptionElement>().ok())
            .find(HtmlOptionElement::default_selected)
            .map_or_else(String::new, |option| option.value());
        let value = select.value();
        (value != written).then_some(Typed::Choice(select, value))
    }

    pub fn type_again() {
        for typed in TYPED.take() {
            match typed {
                Typed::Text(input, text) => {
                    input.set_value(&text);
                    tell(&input, "input");
                }
                Typed::Choice(select, value) => {
                    select.set_value(&value);
                    tell(&select, "change");
                }
            }
        }
    }

    fn tell(field: &web_sys::EventTarget, kind: &str) {
        let bubbling = EventInit::new();
        bubbling.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict(kind, &bubbling) {
            // A field that does not listen keeps its text all the same.
            let _ = field.dispatch_event(&event);
        }
    }
}
