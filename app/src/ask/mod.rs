//! The questions, one file a subject: its trait, what goes in and comes out, and the server
//! functions by which pages ask. A server function is one line; the rules are behind the trait.

pub mod accounts;
pub mod board;
pub mod charts;
pub mod evaluations;
pub mod heat;
pub mod identity;
pub mod league;
pub mod profile;
pub mod programmes;
pub mod quality;
pub mod questions;
pub mod returns;
pub mod review;
pub mod rows;
pub mod scores;
pub mod signals;
pub mod talk;
pub mod targets;
pub mod units;
pub mod visits;
pub mod workbooks;

#[cfg(feature = "ssr")]
pub use server_side::{answer, backend, signed_in};

use crate::refusal::Refusal;

/// Refuses without asking: the address itself is wrong.
pub fn refuse<T>(refusal: Refusal) -> Result<T, Refusal> {
    #[cfg(feature = "ssr")]
    return answer(Err(refusal));
    #[cfg(not(feature = "ssr"))]
    Err(refusal)
}

#[cfg(feature = "ssr")]
mod server_side {
    use crate::backend::SharedBackend;
    use crate::refusal::Refusal;
    use kpi::role::Actor;
    use leptos::prelude::{expect_context, use_context};
    use leptos_axum::ResponseOptions;

    /// The backend that the server laid into the context.
    pub fn backend() -> SharedBackend {
        expect_context()
    }

    /// Who asks, or the request to sign in.
    pub fn signed_in() -> Result<Actor, Refusal> {
        use_context::<Option<Actor>>()
            .flatten()
            .ok_or(Refusal::SignIn)
    }

    /// Sets the HTTP status from the refusal: without it every refusal goes out as 500.
    pub fn answer<T>(answer: Result<T, Refusal>) -> Result<T, Refusal> {
        if let (Err(refusal), Some(response)) = (&answer, use_context::<ResponseOptions>()) {
            let status = axum::http::StatusCode::from_u16(refusal.status())
                .expect("every refusal names an HTTP status");
            response.set_status(status);
        }
        answer
    }
}
