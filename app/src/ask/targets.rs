//! Local targets: stricter ones, or earlier days, that a unit sets for itself and all below it.

use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::UnitCode;
use kpi::role::Actor;
use kpi::target::{LocalTarget, Target};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The targets of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitTargets {
    /// The unit, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// Every indicator that has a target, in catalogue order.
    pub lines: Vec<TargetLine>,
    /// Whether the reader may set one here.
    pub may_set: bool,
}

/// The target of one indicator in a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetLine {
    /// The indicator's code.
    pub indicator: String,
    /// What applies to the unit now.
    pub target: Target,
    /// What this very unit has set.
    pub own: Option<LocalTarget>,
    /// Whether a unit may ask for more: yes or no and 100% can only come earlier.
    pub value_may_move: bool,
}

/// Questions and deeds about targets.
#[async_trait]
pub trait Targets: Send + Sync {
    /// The targets of a unit.
    async fn unit_targets(&self, who: &Actor, org_unit: UnitCode) -> Result<UnitTargets, Refusal>;

    /// Sets a stricter target or an earlier day; without both, what was set is lifted.
    async fn set_target(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        indicator: &str,
        local: &LocalTarget,
        reason: &str,
    ) -> Result<(), Refusal>;
}

/// See [`Targets::unit_targets`].
#[server(name = AskUnitTargets, prefix = "/ask", endpoint = "targets")]
pub async fn unit_targets(org_unit: UnitCode) -> Result<UnitTargets, Refusal> {
    let who = super::answer(super::signed_in())?;
    super::answer(super::backend().unit_targets(&who, org_unit).await)
}
