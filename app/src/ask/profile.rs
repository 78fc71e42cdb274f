//! The profile of a unit: every indicator, beside the units above and among its peers.

use super::charts::{Scale, Slim};
use super::scores::Rank;
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::course::Course;
use kpi::fraction::Fraction;
use kpi::role::Actor;
use kpi::score::Score;
use kpi::spread::Five;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A unit in a month, indicator by indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The month.
    pub period: Period,
    /// The newest month there is to see.
    pub newest: Period,
    /// Among whom it stands: the units of its rank under one of those above it. None for the
    /// nation.
    pub peers: Option<Peers>,
    /// The twelve months up to this one.
    pub months: Vec<Period>,
    /// Whether the months of what is counted unit by unit are left out, because too many units
    /// stand behind them.
    pub months_left_out: bool,
    /// Indicators in catalogue order.
    pub lines: Vec<Line>,
}

/// The units that a unit stands among.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peers {
    /// The unit above all of them.
    pub above: UnitRef,
    /// Their rank.
    pub rank: Rank,
    /// How many they are, the unit itself included.
    pub units: usize,
}

/// One indicator of a profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The indicator's code.
    pub indicator: String,
    /// Whose score it is: the unit's, or that of the unit above that answers for it.
    pub of: UnitCode,
    /// The score.
    pub score: Score,
    /// The same of each unit above, the nation first; none where it has no figures.
    pub above: Vec<Option<Beside>>,
    /// How the peers lie; `None` where fewer than two have figures.
    pub five: Option<Five>,
    /// The value of each of the twelve months.
    pub values: Vec<Option<Fraction>>,
    /// How it went over them: of rates only.
    pub course: Option<Course>,
}

/// A score of a unit above: its measure may be another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// In what it is measured.
    pub scale: Scale,
    /// The score.
    pub figure: Slim,
}

/// Questions about a unit's profile.
#[async_trait]
pub trait Profiles: Send + Sync {
    /// The profile of a unit. `peers`: the unit above under which its peers are; none: the
    /// highest.
    async fn profile(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        period: Option<Period>,
        peers: Option<UnitCode>,
    ) -> Result<Profile, Refusal>;
}

/// See [`Profiles::profile`].
#[server(name = AskProfile, prefix = "/ask", endpoint = "profile")]
pub async fn profile(
    org_unit: UnitCode,
    period: Option<Period>,
    peers: Option<UnitCode>,
) -> Result<Profile, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(
        super::backend()
            .profile(&who, org_unit, period, peers)
            .await,
    )
}
