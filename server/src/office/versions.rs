//! The versions of a return, and any two of them side by side.

use super::filing::{Asked, Opened, cells_of};
use super::{Office, Stop};
use crate::clock::Clock;
use crate::store::{Reading, TrailEntry};
use app::ask::review::{Compared, ComparedLine, Side, VersionDeed, VersionLine, Versions};
use app::ask::units::path_to;
use app::refusal::Refusal;
use kpi::catalogue::catalogue;
use kpi::draft::{Cell, value};
use kpi::facts::Value;
use kpi::returns::ReturnKey;
use kpi::role::{Action, Actor};
use std::collections::BTreeMap;

type Cells = BTreeMap<String, Cell>;

impl Office {
    pub(super) async fn lay_versions(
        &self,
        who: &Actor,
        key: &ReturnKey,
        from: Option<Side>,
        to: Option<Side>,
    ) -> Result<Versions, Stop> {
        let asked = self.asked(who, Action::ViewReturn, key)?;
        let mut reading = self.store.read().await?;
        let opened = self.opened(&mut reading, &asked, key).await?;
        let trail = reading.trail(key).await?;
        let remarks = reading.remarks(key).await?;
        let mut numbers = reading.version_numbers(key).await?;
        let accepted = opened.filing.accepted;
        // A file accepts a whole month without freezing a version: its figures are the version.
        if accepted > 0 && !numbers.contains(&accepted) {
            numbers.push(accepted);
        }
        numbers.sort_unstable();
        let mut versions = lines(&numbers, &trail);
        for line in &mut versions {
            line.remarks = remarks.get(&line.number).cloned().unwrap_or_default();
        }
        let mut sides: Vec<Side> = numbers.iter().copied().map(Side::Version).collect();
        if self
            .came_by_file(&mut reading, &asked, key, &opened)
            .await?
        {
            sides.push(Side::File);
        }
        let writes = self.permit(who, Action::SaveDraft, key.org_unit).is_ok();
        if writes && !opened.cells.is_empty() {
            sides.push(Side::Typed);
        }
        let compared = self
            .compare_sides(&mut reading, &asked, key, &opened, &sides, (from, to))
            .await?;
        versions.reverse();
        let versions = Versions {
            key: key.clone(),
            path: path_to(self.units(), key.org_unit),
            stage: opened.begun.then_some(opened.filing.stage),
            tiers: asked.tiers,
            accepted,
            versions,
            sides,
            compared,
        };
        self.cover_versions(&mut reading, who, versions).await
    }

    /// Whether figures that count under the month came from a file and stand in no version.
    async fn came_by_file(
        &self,
        reading: &mut Reading,
        asked: &Asked<'_>,
        key: &ReturnKey,
        opened: &Opened,
    ) -> Result<bool, Stop> {
        let counting = asked.accepted_at(key, &opened.facts);
        let version = reading.version_values(key, opened.filing.accepted).await?;
        let is_the_version = version.is_empty() && opened.filing.accepted > 0;
        Ok(!counting.is_empty() && !is_the_version && counting != version)
    }

    async fn compare_sides(
        &self,
        reading: &mut Reading,
        asked: &Asked<'_>,
        key: &ReturnKey,
        opened: &Opened,
        sides: &[Side],
        (from, to): (Option<Side>, Option<Side>),
    ) -> Result<Option<Compared>, Stop> {
        let known = |side: Option<Side>| match side {
            Some(side) if !sides.contains(&side) => Err(Stop::from(Refusal::Missing)),
            side => Ok(side),
        };
        let (from, to) = (known(from)?, known(to)?);
        let newest = sides.iter().rev();
        // What is asked for; else the newest, against the one before it.
        let to = to.or_else(|| newest.clone().find(|side| Some(**side) != from).copied());
        let from = from.or_else(|| newest.clone().find(|side| Some(**side) != to).copied());
        let Some((from, to)) = from.zip(to) else {
            return Ok(None);
        };
        let one = self.cells_on(reading, asked, key, opened, from).await?;
        let other = self.cells_on(reading, asked, key, opened, to).await?;
        let lines = catalogue()
            .asked(&key.programme, &asked.tiers)
            .map(|element| ComparedLine {
                element: element.code.clone(),
                from: one.get(&element.code).cloned(),
                to: other.get(&element.code).cloned(),
            })
            .filter(|line| line.from.is_some() || line.to.is_some())
            .collect();
        Ok(Some(Compared { from, to, lines }))
    }

    async fn cells_on(
        &self,
        reading: &mut Reading,
        asked: &Asked<'_>,
        key: &ReturnKey,
        opened: &Opened,
        side: Side,
    ) -> Result<Cells, Stop> {
        let counting = || cells_of(&asked.accepted_at(key, &opened.facts));
        Ok(match side {
            Side::Typed => opened
                .cells
                .iter()
                .filter(|(_, cell)| !cell.is_blank())
                .map(|(code, cell)| (code.clone(), plainly(code, cell)))
                .collect(),
            Side::File => counting(),
            Side::Version(number) => {
                let values: BTreeMap<String, Value> = reading.version_values(key, number).await?;
                match values.is_empty() && number == opened.filing.accepted {
                    true => counting(),
                    false => cells_of(&values),
                }
            }
        })
    }
}

/// A cell as a version would say it, so that 1,000 and 1000 are the same; as typed where it makes
/// no sense.
fn plainly(code: &str, cell: &Cell) -> Cell {
    let said = catalogue().element(code).and_then(|element| {
        let value = value(element, cell).ok()?;
        Some(Cell::saying(element, &value))
    });
    said.unwrap_or_else(|| cell.clone())
}

/// The versions, the oldest first, with what the trail tells of each.
fn lines(numbers: &[i64], trail: &[TrailEntry]) -> Vec<VersionLine> {
    let mut lines: BTreeMap<i64, VersionLine> = numbers
        .iter()
        .map(|number| (*number, VersionLine::bare(*number)))
        .collect();
    let mut files = Vec::new();
    for entry in trail.iter().rev() {
        match (entry.action.as_str(), entry.version) {
            ("import", _) => files.push(entry),
            ("submit", Some(number)) => {
                let line = lines
                    .entry(number)
                    .or_insert_with(|| VersionLine::bare(number));
                line.submitted = Some((entry.account.clone(), Clock::moment(entry.at)));
                line.reason = entry.reason.clone();
            }
            (_, Some(number)) => {
                if let Some(line) = lines.get_mut(&number) {
                    line.then.push(VersionDeed {
                        action: entry.action.clone(),
                        by: entry.account.clone(),
                        at: Clock::moment(entry.at),
                        reason: entry.reason.clone(),
                    });
                }
            }
            (_, None) => {}
        }
    }
    // Versions that nobody submitted came from files, in the same order.
    let unsubmitted = lines.values_mut().filter(|line| line.submitted.is_none());
    for (line, entry) in unsubmitted.zip(files) {
        line.file = Some((
            entry.source.clone().unwrap_or_default(),
            Clock::moment(entry.at),
        ));
    }
    lines.into_values().collect()
}
