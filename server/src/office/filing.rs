//! What every deed about a return needs: the checks at the door, its cells, and what is known
//! beside them.

use super::{Office, Stop};
use crate::store::{Filing, Reading};
use app::refusal::{NotNow, Refusal};
use kpi::DataElement;
use kpi::catalogue::{Programme, catalogue, programme};
use kpi::draft::{Answers, Carried, Cell, Draft, Known, Read, carried};
use kpi::facts::{Facts, Value};
use kpi::fault::Fault;
use kpi::org_unit::{OrgUnit, Tier};
use kpi::returns::{Return, ReturnKey};
use kpi::role::{Action, Actor, Permit};
use kpi::rows::RowsByList;
use std::collections::BTreeMap;

/// A return that may be dealt with: the door's checks are behind it.
pub struct Asked<'a> {
    /// Whose.
    pub unit: &'a OrgUnit,
    /// The tiers the unit acts on.
    pub tiers: Vec<Tier>,
    /// The programme.
    pub programme: &'static Programme,
    /// The right to what was asked.
    pub permit: Permit,
}

/// A return with all that is known of it.
pub struct Opened {
    /// Its head; [`Filing::NONE`] before anybody began it.
    pub filing: Filing,
    /// Whether anybody began it.
    pub begun: bool,
    /// The rows entered one by one beside it.
    pub rows: RowsByList,
    /// Its cells.
    pub cells: BTreeMap<String, Cell>,
    /// The unit's accepted values from January of the year before.
    pub facts: Facts,
    /// The values of this very return that count, by data element.
    pub accepted: BTreeMap<String, Value>,
    /// What was answered to warnings.
    pub answers: Answers,
}

impl Office {
    /// The checks at the door, in their order: is there such a unit, may one, is there such a
    /// programme, is it a month that can be spoken about, is anything asked.
    pub(super) fn asked(
        &self,
        who: &Actor,
        action: Action,
        key: &ReturnKey,
    ) -> Result<Asked<'_>, Stop> {
        let unit = self.unit(key.org_unit)?;
        let permit = self.permit(who, action, key.org_unit)?;
        let programme = programme(&key.programme).ok_or(Refusal::Missing)?;
        self.sayable(key.period)?;
        let tiers = unit.tiers();
        let asks = catalogue().asked(programme.code, &tiers).next().is_some();
        if !asks || !self.tree.files_returns(key.org_unit) {
            return Err(Refusal::NotNow(NotNow::NothingAsked).into());
        }
        Ok(Asked {
            unit,
            tiers,
            programme,
            permit,
        })
    }

    /// Reads a return. Until somebody types, its cells say what was imported for the month.
    pub(super) async fn opened(
        &self,
        reading: &mut Reading,
        asked: &Asked<'_>,
        key: &ReturnKey,
    ) -> Result<Opened, Stop> {
        let filing = reading.filing(key).await?;
        let from = key.period.plus(-12).start_of_year();
        let facts = reading.facts(key.org_unit, from, key.period).await?;
        let rows = reading.rows(key).await?;
        let mut cells = reading.cells(key).await?;
        if cells.is_empty() {
            cells = cells_of(&asked.accepted_at(key, &facts));
        }
        let accepted = match filing.as_ref().map_or(0, |filing| filing.accepted) {
            0 => BTreeMap::new(),
            version => reading.version_values(key, version).await?,
        };
        // An import accepts a whole month without a version: its values are the figures.
        let is_import = accepted.is_empty() && filing.as_ref().is_some_and(|one| one.accepted > 0);
        Ok(Opened {
            accepted: match is_import {
                true => asked.accepted_at(key, &facts),
                false => accepted,
            },
            begun: filing.is_some(),
            rows,
            filing: filing.unwrap_or(Filing::NONE),
            answers: reading.answers(key).await?,
            cells,
            facts,
        })
    }
}

impl Asked<'_> {
    /// What the cells mean, or what is wrong with them.
    pub fn parse(
        &self,
        key: &ReturnKey,
        cells: &BTreeMap<String, Cell>,
        facts: &Facts,
    ) -> Result<Return, Vec<Fault>> {
        self.draft(key, cells)
            .parse(catalogue(), self.known(facts, &self.official()))
    }

    /// What the cells say, with everything that is wrong or unusual.
    pub fn read(&self, key: &ReturnKey, cells: &BTreeMap<String, Cell>, facts: &Facts) -> Read {
        self.draft(key, cells)
            .read(catalogue(), self.known(facts, &self.official()))
    }

    fn draft(&self, key: &ReturnKey, cells: &BTreeMap<String, Cell>) -> Draft {
        Draft {
            key: key.clone(),
            cells: cells.clone(),
        }
    }

    fn known<'a>(&'a self, facts: &'a Facts, official: &'a BTreeMap<String, i64>) -> Known<'a> {
        Known {
            tiers: &self.tiers,
            facts,
            official,
        }
    }

    /// What is carried into the return, by data element, of what falls due.
    pub fn carried(&self, key: &ReturnKey, facts: &Facts) -> Vec<(&'static DataElement, Carried)> {
        let official = self.official();
        let known = self.known(facts, &official);
        catalogue()
            .due(self.programme.code, &self.tiers, key.period)
            .filter_map(|element| Some((element, carried(element, key.period, known)?)))
            .collect()
    }

    /// The accepted values under this very period of the elements that are asked.
    pub fn accepted_at(&self, key: &ReturnKey, facts: &Facts) -> BTreeMap<String, Value> {
        catalogue()
            .asked(self.programme.code, &self.tiers)
            .filter_map(|element| {
                let value = facts.at(&element.code, key.period)?;
                Some((element.code.clone(), value.clone()))
            })
            .collect()
    }

    /// Official counts of the unit, by data element.
    pub fn official(&self) -> BTreeMap<String, i64> {
        catalogue()
            .elements()
            .iter()
            .filter_map(|element| Some((element.code.clone(), self.unit.official(&element.code)?)))
            .collect()
    }

    /// How many due elements say something, and how many are due.
    pub fn filled(&self, key: &ReturnKey, cells: &BTreeMap<String, Cell>) -> (usize, usize) {
        let due = catalogue().due(self.programme.code, &self.tiers, key.period);
        due.fold((0, 0), |(filled, all), element| {
            let says = cells
                .get(&element.code)
                .is_some_and(|cell| !cell.is_blank());
            (filled + usize::from(says), all + 1)
        })
    }
}

/// The cells that say these values: how a frozen version is read again.
pub fn cells_of(values: &BTreeMap<String, Value>) -> BTreeMap<String, Cell> {
    values
        .iter()
        .filter_map(|(code, value)| {
            let element = catalogue().element(code)?;
            Some((code.clone(), Cell::saying(element, value)))
        })
        .collect()
}

/// A cell as one text, for the history: the figure, or the empty with its reason.
pub fn said(cell: &Cell) -> String {
    let text = cell.text.trim();
    match (cell.empty, cell.reason.trim()) {
        (None, _) => text.to_owned(),
        (Some(empty), "") => format!("{text}[{}]", empty.code()),
        (Some(empty), reason) => format!("{text}[{}] {reason}", empty.code()),
    }
}
