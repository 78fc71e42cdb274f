//! Finding units.

use super::{Office, Stop, again};
use app::ask::units::{FoundUnit, FoundUnits, Scope, UnitRef, Units, path_to};
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::pilot_regions;
use kpi::org_unit::{NATION, OrgUnit};
use kpi::role::{Action, Actor};

#[async_trait]
impl Units for Office {
    async fn find_units(
        &self,
        who: &Actor,
        text: &str,
        scope: Scope,
        most: usize,
    ) -> Result<FoundUnits, Refusal> {
        again!(async { Ok::<_, Stop>(self.find(who, text, scope, most)) })
    }
}

impl Office {
    fn find(&self, who: &Actor, text: &str, scope: Scope, most: usize) -> FoundUnits {
        let words = text.trim().to_lowercase();
        let pilots = self.tree.filers(NATION);
        let matches = |unit: &&OrgUnit| {
            unit.code.to_string().starts_with(&words)
                || unit.name_zh.contains(&words)
                || unit.name_en.to_lowercase().contains(&words)
        };
        let found: Vec<&OrgUnit> = self
            .units()
            .iter()
            .filter(|unit| scope == Scope::All || pilots.contains(&unit.code))
            .filter(matches)
            .collect();
        FoundUnits {
            total: found.len(),
            units: found
                .into_iter()
                .take(most)
                .map(|unit| self.found(who, unit))
                .collect(),
            without_code: pilot_regions()
                .into_iter()
                .filter(|region| region.code.is_none())
                .map(|region| (region.name, region.note))
                .collect(),
        }
    }

    fn found(&self, who: &Actor, unit: &OrgUnit) -> FoundUnit {
        let mut above = path_to(self.units(), unit.code);
        above.pop();
        above.retain(|unit| unit.code != NATION);
        FoundUnit {
            unit: UnitRef::from(unit),
            above,
            readable: who
                .permit(Action::ViewScores, unit.code, self.units())
                .is_ok(),
        }
    }
}
