//! Pages, one file a URL: each reads the address, asks, and arranges parts. No rules.

mod accounts;
mod address;
mod around;
mod board;
mod change;
mod check_page;
mod compare;
mod definitions;
mod desk;
mod distribution;
mod evaluations;
mod funnel;
mod heat;
mod profile;
mod programmes;
mod progress;
mod quality;
mod question;
mod questions;
mod receipt_page;
mod return_form;
mod return_page;
mod return_review;
mod rows;
mod rows_form;
mod sign_in;
mod signals;
mod summary;
mod talk;
mod targets;
mod units;
mod upload;
mod versions;
mod visit;
mod visits;
mod workbook;

pub use accounts::{Account, Accounts};
pub(crate) use address::escape;
pub use board::Board;
pub use change::{Change, change_chart};
pub use check_page::CheckPage;
pub use compare::Compare;
pub use definitions::{Definition, Definitions};
pub use desk::Desk;
pub use distribution::{Distribution, distribution_chart};
pub use evaluations::{EvaluationView, EvaluationsPage, counted_table, evaluations_table};
pub use funnel::{Funnel, centre_of, funnel_chart};
pub use heat::{Heat, chart as heat_chart};
pub use profile::{Profile, ProfileView, five_text, profile_chart};
pub use programmes::Programmes;
pub use progress::{Progress, chart as progress_chart};
pub use quality::Quality;
pub use question::{NewQuestion, Question};
pub use questions::{OpenQuestions, Questions};
pub use receipt_page::ReceiptPage;
pub use return_page::{ReturnPage, cell_text};
pub use rows::RowsPage;
pub use sign_in::SignIn;
pub use signals::Signals;
pub use summary::Summary;
pub use talk::Talk;
pub use targets::Targets;
pub use units::Units;
pub use upload::Upload;
pub use versions::VersionsPage;
pub use visit::{Visit, visit_table};
pub use visits::{VisitView, Visits, visits_table};
pub use workbook::{WorkbookLinks, WorkbookPage};

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
