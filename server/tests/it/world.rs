//! A world to test in: a database of its own, with people who act in it through the office, as
//! every door does. Each test runs once on SQLite and once on PostgreSQL.

use app::ask::identity::Holding;
use app::ask::returns::{Filing, OpenReturn, Returns};
use app::refusal::Refusal;
use chrono::NaiveDate;
use kpi::draft::{Cell, Draft};
use kpi::returns::ReturnKey;
use kpi::role::{Actor, Role};
use kpi::{Period, UnitCode};
use server::clock::Clock;
use server::office::Office;
use server::store::Store;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where the test lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// One installation.
pub struct World {
    pub office: Office,
    pub url: String,
    file: Option<PathBuf>,
}

/// Somebody in it.
pub struct Person<'a> {
    pub world: &'a World,
    pub actor: Actor,
}

const NO_SERVER: &str = "
The tests run on SQLite and on PostgreSQL, and there is no PostgreSQL: set XINHENG_TEST_POSTGRES
to a server where databases can be made, such as postgres://postgres@127.0.0.1:5432. To start one:
    initdb -D /tmp/xinheng-pg -U postgres -A trust -E UTF8
    pg_ctl -D /tmp/xinheng-pg -o '-p 54329 -c unix_socket_directories=/tmp' -l /tmp/xinheng-pg/log start
    export XINHENG_TEST_POSTGRES=postgres://postgres@127.0.0.1:54329
";

static NEXT: AtomicU32 = AtomicU32::new(0);

/// The demo's day: November is open, December not yet filed.
pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 12, 3).unwrap()
}

pub fn period(text: &str) -> Period {
    text.parse().unwrap()
}

pub fn unit(text: &str) -> UnitCode {
    text.parse().unwrap()
}

impl World {
    pub async fn new(engine: Engine) -> World {
        World::on(engine, day()).await
    }

    pub async fn on(engine: Engine, day: NaiveDate) -> World {
        let (url, file) = empty(engine).await;
        let office = open(&url, day).await;
        World { office, url, file }
    }

    /// The demo, in a database of its own.
    pub async fn demo(engine: Engine) -> World {
        let (url, file) = empty(engine).await;
        let store = Store::open(&url).await.unwrap();
        let office = server::demo::load::open(store).await.unwrap();
        World { office, url, file }
    }

    /// The same database, opened anew.
    pub async fn reopened(&self, day: NaiveDate) -> Office {
        open(&self.url, day).await
    }

    pub fn person(&self, role: Role, code: &str) -> Person<'_> {
        Person {
            world: self,
            actor: Actor {
                account: format!("{}-{code}", role.code()),
                role,
                org_unit: unit(code),
            },
        }
    }

    pub fn reporter(&self, code: &str) -> Person<'_> {
        self.person(Role::Reporter, code)
    }

    pub fn reviewer(&self, code: &str) -> Person<'_> {
        self.person(Role::Reviewer, code)
    }

    pub fn leader(&self, code: &str) -> Person<'_> {
        self.person(Role::Leader, code)
    }

    pub fn administrator(&self, code: &str) -> Person<'_> {
        self.person(Role::Administrator, code)
    }

    /// A return of the pilot programme goes the whole way.
    pub async fn accepted(&self, code: &str, month: &str, values: &[(&str, &str)]) {
        self.reporter(code).submit(month, values).await.unwrap();
        let above = self.office.units().reviewer_of(unit(code)).unwrap();
        self.reviewer(&above.to_string())
            .accept(code, month)
            .await
            .unwrap();
    }
}

/// The address of an empty database, and its file where it is one.
async fn empty(engine: Engine) -> (String, Option<PathBuf>) {
    let name = format!(
        "xinheng_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    match engine {
        Engine::Sqlite => {
            let file = std::env::temp_dir().join(format!("{name}.db"));
            (format!("sqlite:{}", file.display()), Some(file))
        }
        Engine::Postgres => (postgres(&name).await, None),
    }
}

async fn open(url: &str, day: NaiveDate) -> Office {
    let store = Store::open(url).await.unwrap();
    Office::open(store, Clock::Fixed(day))
        .await
        .unwrap()
        .hold(Holding::Real)
        .await
        .unwrap()
}

async fn postgres(name: &str) -> String {
    let server = std::env::var("XINHENG_TEST_POSTGRES").expect(NO_SERVER);
    let server = server.trim_end_matches('/');
    let pool = sqlx::PgPool::connect(&format!("{server}/postgres"))
        .await
        .expect(NO_SERVER);
    let make = sqlx::AssertSqlSafe(format!("create database {name}"));
    sqlx::query(make).execute(&pool).await.unwrap();
    pool.close().await;
    format!("{server}/{name}")
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            for tail in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{tail}", file.display()));
            }
        }
    }
}

pub fn key(code: &str, programme: &str, month: &str) -> ReturnKey {
    ReturnKey {
        org_unit: unit(code),
        programme: programme.to_owned(),
        period: period(month),
    }
}

pub fn pilot(code: &str, month: &str) -> ReturnKey {
    key(code, kpi::catalogue::PILOT, month)
}

impl Person<'_> {
    pub fn code(&self) -> String {
        self.actor.org_unit.to_string()
    }

    /// A whole return: these values, and zero for whatever else is due.
    pub fn filing(&self, month: &str, values: &[(&str, &str)], revision: i64) -> Filing {
        let tiers = self
            .world
            .office
            .units()
            .get(self.actor.org_unit)
            .unwrap()
            .tiers();
        let key = pilot(&self.code(), month);
        let mut cells: BTreeMap<String, Cell> = kpi::catalogue()
            .due(&key.programme, &tiers, key.period)
            .map(|element| (element.code.clone(), Cell::typed("0")))
            .collect();
        for (code, text) in values {
            cells.insert((*code).to_owned(), Cell::typed(*text));
        }
        Filing {
            draft: Draft { key, cells },
            revision,
            reason: String::new(),
        }
    }

    pub async fn open(&self, code: &str, month: &str) -> Result<OpenReturn, Refusal> {
        self.world
            .office
            .open_return(&self.actor, &pilot(code, month))
            .await
    }

    pub async fn revision(&self, month: &str) -> i64 {
        self.open(&self.code(), month).await.unwrap().revision
    }

    pub async fn submit(&self, month: &str, values: &[(&str, &str)]) -> Result<(), Refusal> {
        let filing = self.filing(month, values, self.revision(month).await);
        self.world.office.submit(&self.actor, &filing).await
    }

    pub async fn accept(&self, code: &str, month: &str) -> Result<(), Refusal> {
        let revision = self.open(code, month).await?.revision;
        self.world
            .office
            .accept(&self.actor, &pilot(code, month), revision)
            .await
    }
}
