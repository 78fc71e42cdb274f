//! Workbooks: all the returns under one unit in one file, filled in from above. What is kept are
//! drafts: each unit confirms its own, and submits it.

use super::filing::Asked;
use super::returns::{not_now, put_cells_of, typed_over};
use super::{Office, Stop, again};
use crate::store::Reading;
use app::ask::returns::Filing;
use app::ask::units::{UnitRef, path_to};
use app::ask::workbooks::{Offers, Workbook, WorkbookLine, Workbooks};
use app::refusal::{NotNow, Refusal};
use async_trait::async_trait;
use kpi::catalogue::{PROGRAMMES, catalogue, programme};
use kpi::org_unit::OrgUnit;
use kpi::returns::{ReturnKey, Stage};
use kpi::role::{Action, Actor, Role};
use kpi::{Period, UnitCode};

#[async_trait]
impl Workbooks for Office {
    async fn workbook_offers(&self, who: &Actor) -> Result<Offers, Refusal> {
        again!(self.offer_workbooks(who))
    }

    async fn workbook(
        &self,
        who: &Actor,
        above: UnitCode,
        programme: &str,
        period: Period,
    ) -> Result<Workbook, Refusal> {
        again!(self.lay_workbook(who, above, programme, period))
    }

    async fn fill_below(&self, who: &Actor, filings: &[Filing]) -> Result<(), Refusal> {
        again!(self.fill_in(who, filings))
    }
}

impl Office {
    /// For whoever files or reviews: last month's workbook of every programme that asks
    /// something of the units below.
    async fn offer_workbooks(&self, who: &Actor) -> Result<Offers, Stop> {
        if !matches!(who.role, Role::Reporter | Role::Reviewer) {
            return Ok(Offers::default());
        }
        let period = self.newest().await?;
        let workbooks = PROGRAMMES
            .iter()
            .filter(|programme| !self.below(who.org_unit, programme.code).is_empty())
            .map(|programme| (who.org_unit, programme.code.to_owned(), period))
            .collect();
        Ok(Offers { workbooks })
    }

    /// The units whose returns are reviewed at `above` and that the programme asks something of.
    fn below(&self, above: UnitCode, programme: &str) -> Vec<&OrgUnit> {
        self.tree
            .reviewed_by(above)
            .iter()
            .filter_map(|code| self.units().get(*code))
            .filter(|unit| catalogue().asked(programme, &unit.tiers()).next().is_some())
            .collect()
    }

    async fn lay_workbook(
        &self,
        who: &Actor,
        above: UnitCode,
        code: &str,
        period: Period,
    ) -> Result<Workbook, Stop> {
        self.permit(who, Action::ViewReturn, above)?;
        let programme = programme(code).ok_or(Refusal::Missing)?;
        self.sayable(period)?;
        let below = self.below(above, programme.code);
        if below.is_empty() {
            return Err(not_now(NotNow::NothingAsked));
        }
        let may_fill = below
            .iter()
            .all(|unit| self.permit(who, Action::FillBelow, unit.code).is_ok());
        let mut reading = self.store.read().await?;
        let mut lines = Vec::with_capacity(below.len());
        for unit in below {
            self.permit(who, Action::ViewReturn, unit.code)?;
            let key = ReturnKey {
                org_unit: unit.code,
                programme: programme.code.to_owned(),
                period,
            };
            let head = reading.filing(&key).await?;
            let tiers = unit.tiers();
            let due = catalogue().due(programme.code, &tiers, period);
            let filled = head.as_ref().map_or(0, |head| head.filled);
            lines.push(WorkbookLine {
                unit: UnitRef::from(unit),
                stage: head.map(|head| head.stage),
                filled: (usize::try_from(filled).unwrap_or(0), due.count()),
            });
        }
        Ok(Workbook {
            path: path_to(self.units(), above),
            programme: programme.code.to_owned(),
            period,
            newest: Period::of(self.clock.today()),
            lines,
            may_fill,
        })
    }

    /// Keeps the drafts of several units, all or none: first everything is looked at, then all
    /// is written in one transaction, with a row in the log for each return.
    async fn fill_in(&self, who: &Actor, filings: &[Filing]) -> Result<(), Stop> {
        let mut asked = Vec::with_capacity(filings.len());
        for filing in filings {
            let one = self.asked(who, Action::FillBelow, &filing.draft.key)?;
            match self.split(filing).1 {
                faults if faults.is_empty() => asked.push((one, filing)),
                faults => return Err(Refusal::Faulty(faults).into()),
            }
        }
        let mut reading = self.store.read().await?;
        let mut changed = Vec::new();
        for (one, filing) in asked {
            if self.would_change(&mut reading, &one, filing).await? {
                changed.push((one, filing));
            }
        }
        drop(reading);
        let Some((first, _)) = changed.first() else {
            return Ok(());
        };
        let mut change = self
            .store
            .begin(first.permit.clone(), self.clock.now())
            .await?;
        for (at, (one, filing)) in changed.iter().enumerate() {
            if at > 0 {
                change.follow(one.permit.clone()).await?;
            }
            let key = &filing.draft.key;
            let mut now = self.opened(&mut change, one, key).await?;
            if now.filing.revision != filing.revision {
                return Err(Refusal::Stale.into());
            }
            let changes = typed_over(&now.cells, &filing.draft.cells);
            now.cells.extend(filing.draft.cells.clone());
            now.filing.stage = now.filing.stage.typed_in();
            put_cells_of(&mut change, one, key, &mut now, &changes).await?;
            change.about(key);
        }
        change.commit().await?;
        Ok(())
    }

    /// Whether a filing changes anything in a return that stands open. What was accepted is
    /// corrected by its own unit.
    async fn would_change(
        &self,
        reading: &mut Reading,
        asked: &Asked<'_>,
        filing: &Filing,
    ) -> Result<bool, Stop> {
        let key = &filing.draft.key;
        let now = self.opened(reading, asked, key).await?;
        if typed_over(&now.cells, &filing.draft.cells).is_empty() {
            return Ok(false);
        }
        if now.filing.revision != filing.revision {
            return Err(Refusal::Stale.into());
        }
        match now.begun.then_some(now.filing.stage) {
            None | Some(Stage::Draft | Stage::SentBack) => Ok(true),
            Some(Stage::Submitted | Stage::Accepted) => Err(not_now(NotNow::Submitted)),
        }
    }
}
