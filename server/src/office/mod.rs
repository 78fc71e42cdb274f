//! The office: the use cases behind every door. It answers the questions of `app::ask`, one file
//! a subject; it knows no SQL and no HTTP, so the pages, the importer and the command line
//! cannot come to different rules.
//!
//! A use case asks for the permit, reads, lets the domain judge, and writes under the permit.

mod accounts;
mod board;
mod bulk;
mod charts;
mod covered;
mod desk;
mod entry;
mod evaluations;
mod evidence;
pub mod export;
mod filing;
mod heat;
mod identity;
pub mod import;
mod league;
mod means;
mod parts;
mod password;
mod past;
mod profile;
mod programmes;
mod quality;
mod questions;
mod receipt;
mod reporting;
mod returns;
mod review;
mod rows;
mod scores;
mod signals;
mod stop;
mod talk;
mod targets;
mod tree;
mod units;
mod veil;
mod versions;
mod visits;
mod workbooks;

pub use accounts::Told;
pub use bulk::{Laid, NotLaid, Onlooker};
pub use evidence::GivenOut;
pub use past::{End, Hand, Past, PastReturn, Submission};
pub use stop::Stop;
pub use tree::Tree;

use crate::clock::Clock;
use crate::evidence::Depot;
use crate::store::{Deed, Store, StoreError, SystemPermit};
use app::ask::identity::Holding;
use app::refusal::{NotNow, Refusal};
use kpi::catalogue::{catalogue, divisions};
use kpi::org_unit::OrgUnit;
use kpi::period::FIRST_PERIOD;
use kpi::role::{Action, Actor, Permit};
use kpi::suppression::{Threshold, USUAL};
use kpi::{OrgUnits, Period, UnitCode};
use password::Passwords;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Everything a use case needs.
#[derive(Debug, Clone)]
pub struct Office {
    store: Store,
    tree: Arc<Tree>,
    clock: Clock,
    holding: Option<Holding>,
    passwords: Arc<Passwords>,
    depot: Option<Depot>,
    threshold: Threshold,
    withheld: Arc<veil::Known>,
    surveys: Arc<signals::Surveys>,
}

/// Tries again when somebody else was writing, a few times and a little later each time. A plain
/// loop: helpers that take async closures do not compile inside `#[async_trait]`.
macro_rules! again {
    ($attempt:expr) => {{
        let mut tries: u32 = 0;
        loop {
            match $attempt.await {
                Err($crate::office::Stop::Store(error)) if error.is_transient() && tries < 4 => {
                    tries += 1;
                    let pause = std::time::Duration::from_millis(40 << tries);
                    tokio::time::sleep(pause).await;
                }
                other => break $crate::office::stop::told(other),
            }
        }
    }};
}
use again;

impl Office {
    /// Opens the office over a store: brings the schema up to date, lays in the catalogue, and
    /// reads the running tree.
    pub async fn open(store: Store, clock: Clock) -> Result<Office, StoreError> {
        store.migrate().await?;
        let units = store
            .lay_in(catalogue(), &divisions(), &fingerprint())
            .await?;
        let kind = store.read().await?.holding().await?;
        Ok(Office {
            store,
            tree: Arc::new(Tree::new(units)),
            clock,
            holding: kind.as_deref().and_then(holding_of),
            passwords: Arc::default(),
            depot: None,
            threshold: Threshold(USUAL),
            withheld: Arc::default(),
            surveys: Arc::default(),
        })
    }

    /// Marks what kind of figures the database holds, the first time; refuses another kind than
    /// it is marked with.
    pub async fn hold(mut self, holding: Holding) -> Result<Office, Stop> {
        match self.holding {
            Some(held) if held == holding => Ok(self),
            Some(held) => Err(Stop::OtherHolding(held)),
            None => {
                let permit = SystemPermit::command_line(Deed::Mark);
                let mut change = self.store.begin(permit, self.clock.now()).await?;
                change.mark_holding(holding_code(holding)).await?;
                change.reason(holding_code(holding));
                change.commit().await?;
                self.holding = Some(holding);
                Ok(self)
            }
        }
    }

    /// The same office with a storage for files of evidence. Without one it takes none.
    pub fn keeping_evidence_in(self, depot: Depot) -> Office {
        Office {
            depot: Some(depot),
            ..self
        }
    }

    /// The same office with another threshold for small numbers of persons.
    pub fn withholding_below(self, threshold: Threshold) -> Office {
        Office {
            threshold,
            withheld: Arc::default(),
            ..self
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The tree.
    pub fn units(&self) -> &OrgUnits {
        self.tree.units()
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The same office on another day: the demo's people acted on days before its own.
    pub fn on(&self, day: chrono::NaiveDate) -> Office {
        Office {
            clock: Clock::Fixed(day),
            ..self.clone()
        }
    }

    /// What kind of figures are held: real ones, unless something else was said.
    pub fn holding(&self) -> Holding {
        self.holding.unwrap_or(Holding::Real)
    }

    /// The unit of a code, or that there is none.
    fn unit(&self, code: UnitCode) -> Result<&OrgUnit, Stop> {
        self.units()
            .get(code)
            .ok_or(Stop::Refused(Refusal::Missing))
    }

    /// The right to do something at a unit: an unknown unit is missing, a known one outside the
    /// right forbidden.
    fn permit(&self, who: &Actor, action: Action, code: UnitCode) -> Result<Permit, Stop> {
        self.unit(code)?;
        Ok(who.permit(action, code, self.units())?)
    }

    /// A period that something can be said about: not before any figure, not in the future.
    fn sayable(&self, period: Period) -> Result<Period, Stop> {
        if period < FIRST_PERIOD {
            Err(Stop::Refused(Refusal::NotNow(NotNow::TooEarly)))
        } else if period > Period::of(self.clock.today()) {
            Err(Stop::Refused(Refusal::NotNow(NotNow::Future)))
        } else {
            Ok(period)
        }
    }
}

/// A holding's name in storage.
pub fn holding_code(holding: Holding) -> &'static str {
    match holding {
        Holding::Real => "real",
        Holding::Published => "published",
        Holding::Demo => "demo",
    }
}

fn holding_of(code: &str) -> Option<Holding> {
    [Holding::Real, Holding::Published, Holding::Demo]
        .into_iter()
        .find(|holding| holding_code(*holding) == code)
}

/// Names the catalogue that is compiled in, so that it is laid into the tables only when it is
/// another one than last time.
fn fingerprint() -> String {
    const TABLES: [&str; 6] = [
        include_str!("../../../src/catalogue/data/divisions.csv"),
        include_str!("../../../src/catalogue/data/pilot_regions.csv"),
        include_str!("../../../src/catalogue/data/pilot_counties.csv"),
        include_str!("../../../src/catalogue/data/data_elements.csv"),
        include_str!("../../../src/catalogue/data/indicators.csv"),
        include_str!("../../../src/catalogue/data/targets.csv"),
    ];
    let mut hasher = std::hash::DefaultHasher::new();
    TABLES.hash(&mut hasher);
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hasher.finish())
}
