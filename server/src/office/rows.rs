//! Rows beside a return: universities and lectures one by one. Keeping them keeps the figures they
//! come to, in the same transaction, so that a return and its rows never differ by a half-done
//! save.

use super::filing::{Asked, Opened};
use super::returns::{not_now, put_cells_of, typed_over};
use super::{Office, Stop, again};
use app::ask::rows::{OpenRows, Rows, RowsFiling};
use app::ask::units::path_to;
use app::refusal::{NotNow, Refusal, Unreadable};
use async_trait::async_trait;
use kpi::draft::{Cell, Read};
use kpi::facts::Facts;
use kpi::fault::Fault;
use kpi::period::FIRST_PERIOD;
use kpi::returns::{Return, ReturnKey};
use kpi::role::{Action, Actor};
use kpi::rows::{self, LARGEST_LIST, Renewal, RowList, RowsByList, TypedRow};
use std::collections::BTreeMap;

#[async_trait]
impl Rows for Office {
    async fn open_rows(
        &self,
        who: &Actor,
        key: &ReturnKey,
        list: &str,
    ) -> Result<OpenRows, Refusal> {
        again!(self.lay_rows(who, key, list))
    }

    async fn save_rows(&self, who: &Actor, filing: &RowsFiling) -> Result<i64, Refusal> {
        let RowsFiling {
            key,
            list,
            rows,
            revision,
        } = filing;
        again!(self.keep_rows(who, key, list, Source::Typed(rows), *revision))
    }

    async fn carry_rows(
        &self,
        who: &Actor,
        key: &ReturnKey,
        list: &str,
        revision: i64,
    ) -> Result<i64, Refusal> {
        again!(self.keep_rows(who, key, list, Source::Carried, revision))
    }
}

/// Where rows come from.
#[derive(Clone, Copy)]
enum Source<'a> {
    /// Somebody typed them.
    Typed(&'a [TypedRow]),
    /// They are those accepted last.
    Carried,
}

impl Office {
    async fn lay_rows(&self, who: &Actor, key: &ReturnKey, list: &str) -> Result<OpenRows, Stop> {
        let asked = self.asked(who, Action::ViewReturn, key)?;
        let list = of(&asked, list)?;
        let mut reading = self.store.read().await?;
        let mut opened = self.opened(&mut reading, &asked, key).await?;
        let accepted = match opened.filing.accepted {
            0 => None,
            version => reading.version_rows(key, version).await?.remove(list.code),
        };
        let from = match list.renewal {
            Renewal::Carried => FIRST_PERIOD,
            Renewal::EachMonth => key.period.start_of_year(),
        };
        let months = reading.accepted_rows(key, list, from).await?;
        drop(reading);
        let newest_first = months.into_iter().rev();
        let earlier = match list.renewal {
            Renewal::Carried => newest_first.take(1).collect(),
            Renewal::EachMonth => newest_first.collect(),
        };
        let is_open = opened.filing.stage.is_open();
        let may = who
            .permit(Action::SaveDraft, key.org_unit, self.units())
            .is_ok();
        let standing = list.elements().filter_map(|element| {
            let cell = opened.cells.get(element)?;
            Some((element.to_owned(), super::filing::said(cell)))
        });
        Ok(OpenRows {
            key: key.clone(),
            list: list.code.to_owned(),
            path: path_to(self.units(), key.org_unit),
            stage: opened.begun.then_some(opened.filing.stage),
            revision: opened.filing.revision,
            standing: standing.collect(),
            rows: opened.rows.remove(list.code).unwrap_or_default(),
            accepted,
            earlier,
            may_edit: may && is_open,
        })
    }

    /// Keeps rows and the figures they come to. The same rows again are no change, even from a
    /// form that is out of date, unless the figures were overwritten meanwhile by a file.
    async fn keep_rows(
        &self,
        who: &Actor,
        key: &ReturnKey,
        list: &str,
        source: Source<'_>,
        revision: i64,
    ) -> Result<i64, Stop> {
        let asked = self.asked(who, Action::SaveDraft, key)?;
        let list = of(&asked, list)?;
        let mut change = self
            .store
            .begin(asked.permit.clone(), self.clock.now())
            .await?;
        let mut now = self.opened(&mut change, &asked, key).await?;
        let before = now.rows.get(list.code).cloned().unwrap_or_default();
        let rows = match source {
            Source::Typed(rows) => rows::tidied(list, rows),
            Source::Carried if list.renewal == Renewal::EachMonth => {
                return Err(not_now(NotNow::NothingAsked));
            }
            Source::Carried if !before.is_empty() => return Ok(now.filing.revision),
            Source::Carried => {
                let mut months = change.accepted_rows(key, list, FIRST_PERIOD).await?;
                months.pop_last().map(|(_, rows)| rows).unwrap_or_default()
            }
        };
        if rows.len() > LARGEST_LIST {
            return Err(Refusal::Unreadable(Unreadable::NotTheForm).into());
        }
        let computed = rows::read(list, key.period, &rows).cells();
        let changes = typed_over(&now.cells, &computed);
        if rows == before && changes.is_empty() {
            return Ok(now.filing.revision);
        }
        if !now.filing.stage.is_open() {
            return Err(not_now(NotNow::Submitted));
        }
        if now.filing.revision != revision {
            return Err(Refusal::Stale.into());
        }
        now.cells.extend(computed);
        now.filing.stage = now.filing.stage.typed_in();
        put_cells_of(&mut change, &asked, key, &mut now, &changes).await?;
        change.put_rows(key, list, &before, &rows).await?;
        let told = format!("rows:{}:{}:{}", list.code, before.len(), rows.len());
        change.about(key).source(&told);
        change.commit().await?;
        Ok(now.filing.revision)
    }
}

/// The list of this name, where the return has it.
fn of(asked: &Asked<'_>, list: &str) -> Result<&'static RowList, Stop> {
    RowList::asked(asked.programme.code, &asked.tiers)
        .find(|one| one.code == list)
        .ok_or(Refusal::Missing.into())
}

/// Leaves out what was typed for elements that are computed from rows: the rows say it.
pub(super) fn without_computed(
    sent: BTreeMap<String, Cell>,
    rows: &RowsByList,
) -> BTreeMap<String, Cell> {
    let computed = rows::computed_from(rows);
    sent.into_iter()
        .filter(|(element, _)| !computed.contains_key(element))
        .collect()
}

/// Puts the figures of the rows into a return that is handed in, in the place of what a file may
/// have brought since; says what that changes.
pub(super) fn hold_to_rows(key: &ReturnKey, now: &mut Opened) -> Vec<(String, String, String)> {
    let computed = rows::cells(key.period, &now.rows);
    let changes = typed_over(&now.cells, &computed);
    now.cells.extend(computed);
    changes
}

impl Asked<'_> {
    /// What the cells say with the rows beside them, with everything that is wrong or unusual.
    pub(super) fn read_with_rows(
        &self,
        key: &ReturnKey,
        cells: &BTreeMap<String, Cell>,
        facts: &Facts,
        rows: &RowsByList,
    ) -> Read {
        let (faults, warnings) = rows::said_of(key.period, rows);
        let mut read = self.read(key, cells, facts);
        read.faults.extend(faults);
        read.warnings.extend(warnings);
        read
    }

    /// What the cells mean with the rows beside them, or what is wrong with either.
    pub(super) fn parse_with_rows(
        &self,
        key: &ReturnKey,
        cells: &BTreeMap<String, Cell>,
        facts: &Facts,
        rows: &RowsByList,
    ) -> Result<Return, Vec<Fault>> {
        let read = self.read_with_rows(key, cells, facts, rows);
        match read.faults.is_empty() {
            true => Ok(Return {
                key: key.clone(),
                values: read.values,
                warnings: read.warnings,
            }),
            false => Err(read.faults),
        }
    }
}
