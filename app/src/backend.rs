//! All that the pages can ask and do. The server implements it; a fake one renders every page in
//! the tests.

use crate::ask::accounts::Accounts;
use crate::ask::identity::Identity;
use crate::ask::returns::Returns;
use crate::ask::scores::Scores;
use crate::ask::talk::Talk;
use crate::ask::targets::Targets;
use crate::ask::units::Units;
use std::sync::Arc;

/// The sum of the subjects.
pub trait Backend: Identity + Units + Returns + Scores + Talk + Targets + Accounts {}

impl<T: Identity + Units + Returns + Scores + Talk + Targets + Accounts> Backend for T {}

/// How the backend lies in the Leptos context.
pub type SharedBackend = Arc<dyn Backend>;
