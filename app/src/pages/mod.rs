//! Pages, one file a URL: each reads the address, asks, and arranges parts. No rules.

mod accounts;
mod address;
mod compare;
mod definitions;
mod desk;
mod progress;
mod return_form;
mod return_page;
mod sign_in;
mod summary;
mod talk;
mod targets;
mod units;

pub use accounts::{Account, Accounts};
pub use compare::Compare;
pub use definitions::{Definition, Definitions};
pub use desk::Desk;
pub use progress::{Progress, chart as progress_chart};
pub use return_page::ReturnPage;
pub use sign_in::SignIn;
pub use summary::Summary;
pub use talk::Talk;
pub use targets::Targets;
pub use units::Units;

use crate::parts::{RefusalNote, answered};
use crate::refusal::Refusal;
use leptos::prelude::*;

/// An address that leads nowhere.
#[component]
pub fn Nowhere() -> impl IntoView {
    let question = Resource::new_blocking(
        || (),
        |()| async { crate::ask::refuse::<()>(Refusal::Missing) },
    );
    answered(
        question,
        |()| view! { <RefusalNote refusal=Refusal::Missing/> },
    )
}
