//! Local targets: stricter ones, or earlier days.

use super::{Office, Stop, again};
use crate::store::{Deed, LocalTargetRow, SystemPermit, Warrant};
use app::ask::targets::{TargetLine, Targets, UnitTargets};
use app::ask::units::path_to;
use app::refusal::{NotNow, Refusal};
use async_trait::async_trait;
use kpi::catalogue::{IndicatorKind, Standard, catalogue};
use kpi::org_unit::NATION;
use kpi::role::{Action, Actor};
use kpi::target::{DatedTarget, Direction, LocalTarget};
use kpi::{Indicator, Period, UnitCode};
use rust_decimal::Decimal;

#[async_trait]
impl Targets for Office {
    async fn unit_targets(&self, who: &Actor, org_unit: UnitCode) -> Result<UnitTargets, Refusal> {
        again!(self.list_targets(who, org_unit))
    }

    async fn set_target(
        &self,
        who: &Actor,
        org_unit: UnitCode,
        indicator: &str,
        local: &LocalTarget,
        reason: &str,
    ) -> Result<(), Refusal> {
        again!(async {
            let permit = self.permit(who, Action::SetTarget, org_unit)?;
            self.sharpen(permit.into(), org_unit, indicator, local, reason)
                .await
        })
    }
}

/// Whether a unit may ask for more than the nation: yes or no and 100% can only come earlier.
fn value_may_move(indicator: &Indicator, value: Decimal) -> bool {
    match indicator.kind {
        IndicatorKind::YesNo => false,
        IndicatorKind::Proportion => value < Decimal::ONE_HUNDRED,
        IndicatorKind::PerMille | IndicatorKind::StudentsPerTeacher | IndicatorKind::Count => true,
    }
}

impl Office {
    /// Sets a local target from the command line.
    pub async fn operator_sets_target(
        &self,
        org_unit: UnitCode,
        indicator: &str,
        local: &LocalTarget,
    ) -> Result<(), Stop> {
        self.unit(org_unit)?;
        let permit = SystemPermit::command_line(Deed::Target);
        self.sharpen(permit.into(), org_unit, indicator, local, "")
            .await
    }

    /// Every local target, for the command line.
    pub async fn operator_lists_targets(&self) -> Result<Vec<LocalTargetRow>, Stop> {
        Ok(self.store.read().await?.local_targets(NATION).await?)
    }

    async fn list_targets(&self, who: &Actor, org_unit: UnitCode) -> Result<UnitTargets, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::ViewScores, org_unit)?;
        let period = Period::of(self.clock.today());
        let rows = self.store.read().await?.local_targets(org_unit).await?;
        let set_by = |code: UnitCode, indicator: &str| -> Vec<&LocalTarget> {
            rows.iter()
                .filter(|row| row.org_unit == code && row.indicator == indicator)
                .map(|row| &row.local)
                .collect()
        };
        let lines = catalogue().indicators().iter().filter_map(|indicator| {
            let local = std::iter::once(unit)
                .chain(self.units().ancestors(org_unit))
                .flat_map(|unit| set_by(unit.code, &indicator.code));
            let Standard::Asked(target) = indicator.standard(period, local) else {
                return None;
            };
            let own = set_by(org_unit, &indicator.code);
            Some(TargetLine {
                indicator: indicator.code.clone(),
                own: own
                    .into_iter()
                    .find(|local| local.year == target.year)
                    .cloned(),
                value_may_move: indicator
                    .target_value(period)
                    .is_some_and(|value| value_may_move(indicator, value)),
                target,
            })
        });
        Ok(UnitTargets {
            path: path_to(self.units(), org_unit),
            lines: lines.collect(),
            may_set: self.permit(who, Action::SetTarget, org_unit).is_ok(),
        })
    }

    async fn sharpen(
        &self,
        warrant: Warrant,
        org_unit: UnitCode,
        code: &str,
        local: &LocalTarget,
        reason: &str,
    ) -> Result<(), Stop> {
        let unit = self.unit(org_unit)?;
        let indicator = catalogue().indicator(code).ok_or(Refusal::Missing)?;
        let national = indicator
            .targets
            .iter()
            .find(|target| target.year == local.year)
            .ok_or(Refusal::Missing)?;
        let mut change = self.store.begin(warrant, self.clock.now()).await?;
        let rows = change.local_targets(org_unit).await?;
        let above: Vec<&LocalTarget> = self
            .units()
            .ancestors(unit.code)
            .flat_map(|above| rows.iter().filter(|row| row.org_unit == above.code))
            .filter(|row| row.indicator == code && row.local.year == local.year)
            .map(|row| &row.local)
            .collect();
        if !is_stricter(indicator, national, &above, local) {
            return Err(Refusal::NotNow(NotNow::NotStricter).into());
        }
        change
            .put_local_target(&LocalTargetRow {
                org_unit,
                indicator: code.to_owned(),
                local: local.clone(),
            })
            .await?;
        let said = |what: Option<String>| what.unwrap_or_else(|| "-".to_owned());
        change.reason(&format!(
            "{org_unit} {code} {}: {} {}{}{reason}",
            local.year,
            said(local.value.map(|value| value.to_string())),
            said(local.due.map(|due| due.to_string())),
            if reason.is_empty() { "" } else { " · " },
        ));
        change.commit().await?;
        Ok(())
    }
}

/// Whether a local target asks for more, or earlier, than what applies above; lifting one, with
/// neither, is always right.
fn is_stricter(
    indicator: &Indicator,
    national: &DatedTarget,
    above: &[&LocalTarget],
    local: &LocalTarget,
) -> bool {
    let direction = indicator.direction.unwrap_or(Direction::AtLeast);
    let value = above
        .iter()
        .filter_map(|one| one.value)
        .fold(national.value, |a, b| direction.stricter(a, b));
    let due = above
        .iter()
        .filter_map(|one| one.due)
        .fold(national.due, std::cmp::Ord::min);
    let value_is_right = local.value.is_none_or(|asked| {
        indicator.takes_local_value(asked)
            && value_may_move(indicator, national.value)
            && asked != value
            && direction.stricter(asked, value) == asked
    });
    let due_is_right = local.due.is_none_or(|asked| asked < due);
    value_is_right && due_is_right
}
