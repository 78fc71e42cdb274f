//! Lays a whole invented set into an empty database, quickly: rows are made on one core while
//! those before them are loaded on the other, in portions, so that memory does not grow with the
//! set.

use super::filing::cells_of;
use super::parts::all_parts;
use super::{Office, Stop, Tree};
use crate::bench::{self, Came, Chosen, Extent, Filed, Plants, Truth};
use crate::demo::people::{self, PASSWORD};
use crate::store::{
    Account, Deed, Filing, FilingHead, PartRow, PastChange, PastFigure, PastHead, PastVersion,
    Store, StoreError, SumsRow, SystemPermit,
};
use app::ask::identity::Holding;
use kpi::catalogue::{PROGRAMMES, catalogue};
use kpi::facts::Facts;
use kpi::org_unit::UnitCode;
use kpi::returns::Stage;
use kpi::role::{Action, Role};
use kpi::roll_up::Sums;
use kpi::setting::ProgrammeSetting;
use kpi::{OrgUnits, Period};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use tokio::sync::mpsc;

/// So many units are made and loaded at a time.
const PORTION: usize = 20;

/// Why a set was not laid in.
#[derive(Debug)]
pub enum NotLaid {
    /// The database holds something already.
    Occupied,
    /// The maker of rows broke off.
    BrokeOff,
    /// The office stopped.
    Stop(Stop),
}

impl fmt::Display for NotLaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotLaid::Occupied => write!(f, "the database is not empty"),
            NotLaid::BrokeOff => write!(f, "the rows were not made to the end"),
            NotLaid::Stop(stop) => write!(f, "{stop}"),
        }
    }
}

impl std::error::Error for NotLaid {}

impl From<Stop> for NotLaid {
    fn from(stop: Stop) -> NotLaid {
        NotLaid::Stop(stop)
    }
}

impl From<StoreError> for NotLaid {
    fn from(error: StoreError) -> NotLaid {
        NotLaid::Stop(error.into())
    }
}

/// Watches a set being laid in.
pub trait Onlooker {
    /// So many units of so many are in.
    fn units(&mut self, done: usize, of: usize);
    /// Everything is in; indexes are being built.
    fn indexing(&mut self);
    /// What is known about a unit's figures.
    fn truth(&mut self, truth: &[Truth]);
}

/// What was laid in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Laid {
    /// Units that file.
    pub units: usize,
    /// Returns.
    pub returns: usize,
    /// Accepted figures.
    pub figures: usize,
    /// Parts: numerators and denominators by unit, indicator and month.
    pub parts: usize,
    /// Bytes of the database.
    pub bytes: i64,
}

/// The rows of some units.
#[derive(Default)]
struct Portion {
    units: usize,
    changes: Vec<PastChange>,
    heads: Vec<PastHead>,
    versions: Vec<PastVersion>,
    figures: Vec<PastFigure>,
    parts: Vec<PartRow>,
    truth: Vec<Truth>,
}

type SumsAbove = HashMap<(UnitCode, &'static str, Period), Sums>;

impl Office {
    /// Lays a set into the database behind `store`, which must be empty, and opens it.
    pub async fn lay_in_set(
        store: Store,
        extent: Extent,
        onlooker: &mut (dyn Onlooker + Send),
    ) -> Result<(Office, Laid), NotLaid> {
        let clock = crate::clock::Clock::Fixed(extent.today());
        let office = Office::open(store.clone(), clock).await?;
        if office.holding.is_some() || !store.read().await?.is_untouched().await? {
            return Err(NotLaid::Occupied);
        }
        let office = office.hold(Holding::Demo).await?;
        let chosen = bench::choose(office.units(), extent.counties, extent.seed);
        let indexes = office.mark_set(&extent, &chosen).await?;
        // Opened again: who answers for what follows from who is a pilot.
        let office = Office::open(store, clock).await?;
        office.people_of(&extent).await?;
        let laid = office.pour(extent, &chosen, indexes, onlooker).await?;
        Ok((office, laid))
    }

    /// Marks the pilots, lets every programme go on without end, and takes indexes away; returns
    /// the statements that make them again.
    async fn mark_set(&self, extent: &Extent, chosen: &Chosen) -> Result<Vec<String>, NotLaid> {
        let permit = SystemPermit::command_line(Deed::Import);
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        change
            .mark_pilots(&chosen.regions, &chosen.counties)
            .await?;
        for programme in PROGRAMMES
            .iter()
            .filter(|programme| programme.owed.is_some())
        {
            let setting = ProgrammeSetting {
                last_owed: None,
                ..ProgrammeSetting::default_of(programme)
            };
            change.put_setting(programme.code, &setting).await?;
        }
        let indexes = change.without_indexes().await?;
        change.source(&source(extent));
        change.commit().await?;
        Ok(indexes)
    }

    async fn people_of(&self, extent: &Extent) -> Result<(), NotLaid> {
        let hash = self.passwords.hash(PASSWORD).await?;
        let permit = SystemPermit::command_line(Deed::Account);
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let accounts: Vec<Account> = people::everybody(extent.seed, self.units())
            .into_iter()
            .map(|person| Account {
                account: person.account,
                name: person.name,
                password_hash: hash.clone(),
                role: person.role,
                org_unit: person.org_unit,
                active: true,
            })
            .collect();
        change.load_accounts(&accounts).await?;
        change.commit().await?;
        Ok(())
    }

    async fn pour(
        &self,
        extent: Extent,
        chosen: &Chosen,
        indexes: Vec<String>,
        onlooker: &mut (dyn Onlooker + Send),
    ) -> Result<Laid, NotLaid> {
        let filers: Vec<UnitCode> = self
            .tree
            .filers(kpi::org_unit::NATION)
            .into_iter()
            .collect();
        let of = filers.len();
        let plants = Plants::choose(&extent, chosen);
        let (send, mut receive) = mpsc::channel::<Portion>(1);
        let tree = self.tree.clone();
        let making = tokio::task::spawn_blocking(move || {
            let mut sums = SumsAbove::new();
            for some in filers.chunks(PORTION) {
                let portion = make(&extent, &tree, &plants, some, &mut sums);
                if send.blocking_send(portion).is_err() {
                    break;
                }
            }
            sums
        });
        let mut laid = Laid {
            units: 0,
            returns: 0,
            figures: 0,
            parts: 0,
            bytes: 0,
        };
        while let Some(portion) = receive.recv().await {
            laid.units += portion.units;
            laid.returns += portion.heads.len();
            laid.figures += portion.figures.len();
            laid.parts += portion.parts.len();
            onlooker.truth(&portion.truth);
            self.load(&extent, portion).await?;
            onlooker.units(laid.units, of);
        }
        let sums = making.await.map_err(|_| NotLaid::BrokeOff)?;
        onlooker.indexing();
        let permit = SystemPermit::command_line(Deed::Import);
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        change.load_sums(&in_order(sums)).await?;
        change.with_indexes(indexes).await?;
        change.saw_period(extent.last()).await?;
        change.source(&source(&extent));
        change.commit().await?;
        laid.bytes = self.store.read().await?.size().await?;
        Ok(laid)
    }

    async fn load(&self, extent: &Extent, mut portion: Portion) -> Result<(), NotLaid> {
        let permit = SystemPermit::command_line(Deed::Import);
        let mut change = self.store.begin(permit, self.clock.now()).await?;
        let count = i64::try_from(portion.changes.len()).unwrap_or(i64::MAX);
        let first = change.reserve(count).await?;
        // The maker counted from 0.
        for told in &mut portion.changes {
            told.number += first;
        }
        for figure in &mut portion.figures {
            figure.since += first;
        }
        change.load_changes(&portion.changes).await?;
        change.load_returns(&portion.heads).await?;
        change.load_versions(&portion.versions).await?;
        change.load_figures(&portion.figures).await?;
        change.load_parts(&portion.parts).await?;
        change.source(&source(extent));
        change.commit().await?;
        Ok(())
    }
}

fn source(extent: &Extent) -> String {
    format!(
        "bench-data: {} counties, {} months, seed {}",
        extent.counties, extent.months, extent.seed
    )
}

/// The sums in the order of their key, as rows.
fn in_order(sums: SumsAbove) -> Vec<SumsRow> {
    let mut rows: Vec<SumsRow> = sums
        .into_iter()
        .map(|((org_unit, indicator, period), sums)| SumsRow {
            org_unit,
            indicator: indicator.to_owned(),
            period,
            sums,
        })
        .collect();
    rows.sort_by(|a, b| {
        (a.org_unit, a.period, &a.indicator).cmp(&(b.org_unit, b.period, &b.indicator))
    });
    rows
}

fn make(
    extent: &Extent,
    tree: &Tree,
    plants: &Plants,
    some: &[UnitCode],
    sums: &mut SumsAbove,
) -> Portion {
    let units: &OrgUnits = tree.units();
    let mut portion = Portion {
        units: some.len(),
        ..Portion::default()
    };
    for code in some {
        let Some(unit) = units.get(*code) else {
            continue;
        };
        let (filed, truth) = bench::of_unit(extent, units, plants, *code);
        let mut facts = Facts::new();
        let reviewer = units.reviewer_of(*code);
        for filed in &filed {
            portion.add(filed, reviewer, &unit.tiers(), &mut facts);
        }
        let parts = all_parts(tree, unit, &facts);
        let above: Vec<UnitCode> = units.ancestors(*code).map(|above| above.code).collect();
        for row in parts.iter().filter(|row| row.enters) {
            let Some(indicator) = catalogue().indicator(&row.indicator) else {
                continue;
            };
            let one = Sums::of(&row.part, row.official_n);
            for above in &above {
                let key = (*above, indicator.code.as_str(), row.period);
                let sum = sums.entry(key).or_default();
                *sum = sum.plus(one);
            }
        }
        portion.parts.extend(parts);
        portion.truth.extend(truth);
    }
    portion
}

impl Portion {
    /// One return: its head, the changes that made it, and its figures where they count.
    fn add(
        &mut self,
        filed: &Filed,
        reviewer: Option<UnitCode>,
        tiers: &[kpi::Tier],
        facts: &mut Facts,
    ) {
        let key = &filed.key;
        let due: BTreeSet<&str> = catalogue()
            .due(&key.programme, tiers, key.period)
            .map(|element| element.code.as_str())
            .collect();
        let filled = filed
            .values
            .keys()
            .filter(|code| due.contains(code.as_str()))
            .count();
        let head = Filing {
            filled: i64::try_from(filled).unwrap_or(i64::MAX),
            ..Filing::NONE
        };
        let (head, received) = match filed.came {
            Came::Accepted {
                submitted,
                accepted,
            } => {
                self.told(filed, Action::Submit, submitted, reviewer);
                let since = self.told(filed, Action::Accept, accepted, reviewer);
                for (element, value) in &filed.values {
                    facts.put(element, key.period, value.clone());
                    self.figures.push(PastFigure {
                        org_unit: key.org_unit,
                        element: element.clone(),
                        period: key.period,
                        since,
                        until: None,
                        value: value.clone(),
                    });
                }
                let head = Filing {
                    stage: Stage::Accepted,
                    revision: 2,
                    version: 1,
                    accepted: 1,
                    changed_at: accepted,
                    submitted_at: Some(submitted),
                    ..head
                };
                (head, Some(submitted))
            }
            Came::Submitted { submitted } => {
                self.told(filed, Action::Submit, submitted, reviewer);
                let head = Filing {
                    stage: Stage::Submitted,
                    revision: 1,
                    version: 1,
                    changed_at: submitted,
                    submitted_at: Some(submitted),
                    ..head
                };
                (head, Some(submitted))
            }
            Came::SentBack { submitted, back } => {
                self.told(filed, Action::Submit, submitted, reviewer);
                self.told(filed, Action::SendBack, back, reviewer);
                let head = Filing {
                    stage: Stage::SentBack,
                    revision: 2,
                    version: 1,
                    changed_at: back,
                    submitted_at: Some(submitted),
                    sent_back_because: Some(SENT_BACK.to_owned()),
                    ..head
                };
                (head, Some(submitted))
            }
            Came::Draft { saved } => {
                self.told(filed, Action::SaveDraft, saved, reviewer);
                let head = Filing {
                    revision: 1,
                    changed_at: saved,
                    ..head
                };
                (head, None)
            }
        };
        // The cells of what is accepted are read from its figures until somebody types.
        let open = head.stage != Stage::Accepted;
        if open && head.version > 0 {
            self.versions.push(PastVersion {
                key: key.clone(),
                version: 1,
                values: filed.values.clone(),
            });
        }
        self.heads.push(PastHead {
            cells: match open {
                true => cells_of(&filed.values),
                false => BTreeMap::new(),
            },
            head: FilingHead {
                key: key.clone(),
                filing: head,
            },
            received_at: received,
        });
    }

    /// One change; returns its number, counted from 0 in this portion.
    fn told(&mut self, filed: &Filed, action: Action, at: i64, reviewer: Option<UnitCode>) -> i64 {
        let number = i64::try_from(self.changes.len()).unwrap_or(i64::MAX);
        let by_reviewer = matches!(action, Action::Accept | Action::SendBack);
        let (role, unit, word) = match by_reviewer.then_some(reviewer).flatten() {
            Some(reviewer) => (Role::Reviewer, reviewer, "reviewer"),
            None => (Role::Reporter, filed.key.org_unit, "reporter"),
        };
        self.changes.push(PastChange {
            number,
            at,
            account: format!("{word}-{unit}"),
            role: role.code(),
            action: action.code(),
            key: filed.key.clone(),
            version: (action != Action::SaveDraft).then_some(1),
            reason: (action == Action::SendBack).then(|| SENT_BACK.to_owned()),
            source: None,
            cells: Vec::new(),
        });
        number
    }
}

/// What a reviewer of a set says.
const SENT_BACK: &str = "请核对本月数据后重新报送。";
