//! All that the pages can ask and do. The server implements it; a fake one renders every page in
//! the tests.

use crate::ask::accounts::Accounts;
use crate::ask::board::Boards;
use crate::ask::charts::Charts;
use crate::ask::evaluations::Evaluations;
use crate::ask::heat::HeatMaps;
use crate::ask::identity::Identity;
use crate::ask::league::Leagues;
use crate::ask::profile::Profiles;
use crate::ask::programmes::Programmes;
use crate::ask::quality::Quality;
use crate::ask::questions::Questions;
use crate::ask::returns::Returns;
use crate::ask::review::Review;
use crate::ask::rows::Rows;
use crate::ask::scores::Scores;
use crate::ask::signals::Signals;
use crate::ask::talk::Talk;
use crate::ask::targets::Targets;
use crate::ask::units::Units;
use crate::ask::visits::Visits;
use crate::ask::workbooks::Workbooks;
use std::sync::Arc;

/// The sum of the subjects.
pub trait Backend:
    Identity
    + Units
    + Returns
    + Rows
    + Talk
    + Review
    + Programmes
    + Workbooks
    + Scores
    + Leagues
    + Boards
    + HeatMaps
    + Targets
    + Signals
    + Questions
    + Accounts
    + Quality
    + Charts
    + Profiles
    + Visits
    + Evaluations
{
}

impl<T> Backend for T where
    T: Identity
        + Units
        + Returns
        + Rows
        + Talk
        + Review
        + Programmes
        + Workbooks
        + Scores
        + Leagues
        + Boards
        + HeatMaps
        + Targets
        + Signals
        + Questions
        + Accounts
        + Quality
        + Charts
        + Profiles
        + Visits
        + Evaluations
{
}

/// How the backend lies in the Leptos context.
pub type SharedBackend = Arc<dyn Backend>;
