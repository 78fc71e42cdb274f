//! A world to test in: a database of its own, with people who act in it through the office, as
//! every door does. Each test runs once on SQLite and once on PostgreSQL.

use app::ask::identity::Holding;
use app::ask::returns::{Filing, OpenReturn, Returns};
use app::refusal::Refusal;
use chrono::NaiveDate;
use kpi::draft::{Answer, Cell, Draft, Known, Why};
use kpi::org_unit::NATION;
use kpi::returns::ReturnKey;
use kpi::role::{Actor, Role};
use kpi::roll_up::Sums;
use kpi::score::{Score, Status};
use kpi::{Period, UnitCode};
use server::clock::Clock;
use server::evidence::Depot;
use server::office::Office;
use server::office::import::{BadLine, HEADER, ImportStop, Imported, LineFault, Watcher};
use server::store::{Span, Store, SumsRow};
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
    /// Where its files of evidence lie.
    pub evidence: PathBuf,
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
        let mut world = World::empty_on(engine, day).await;
        world.office = world.office.clone().hold(Holding::Real).await.unwrap();
        world
    }

    /// A database that does not know yet what kind of figures it will hold.
    pub async fn empty(engine: Engine) -> World {
        World::empty_on(engine, day()).await
    }

    async fn empty_on(engine: Engine, day: NaiveDate) -> World {
        let (url, file) = empty(engine).await;
        let evidence = evidence_folder();
        let depot = Depot::open(&evidence.to_string_lossy(), "").unwrap();
        let office = open(&url, day).await.keeping_evidence_in(depot);
        World {
            office,
            url,
            file,
            evidence,
        }
    }

    pub fn engine(&self) -> Engine {
        match self.file {
            Some(_) => Engine::Sqlite,
            None => Engine::Postgres,
        }
    }

    /// The demo, in a database of its own.
    pub async fn demo(engine: Engine) -> World {
        let (url, file) = empty(engine).await;
        let store = Store::open(&url).await.unwrap();
        let office = server::demo::load::open(store).await.unwrap();
        World {
            office,
            url,
            file,
            evidence: evidence_folder(),
        }
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

/// The name of a folder of one's own.
fn evidence_folder() -> PathBuf {
    let name = format!(
        "xinheng_evidence_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    std::env::temp_dir().join(name)
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
    Office::open(store, Clock::Fixed(day)).await.unwrap()
}

async fn postgres(name: &str) -> String {
    let url = std::env::var("XINHENG_TEST_POSTGRES").expect(NO_SERVER);
    // With or without the name of a database: there is always one called postgres.
    let authority = url.find("://").map_or(0, |at| at + 3);
    let end = url[authority..]
        .find('/')
        .map_or(url.len(), |at| authority + at);
    let server = &url[..end];
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
        let _ = std::fs::remove_dir_all(&self.evidence);
        if self.file.is_none() {
            let url = self.url.clone();
            // Drop cannot wait, so a thread of its own does. What fails here is left to the next.
            let _ = std::thread::spawn(move || drop_database(&url)).join();
        }
        if let Some(file) = &self.file {
            for tail in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{tail}", file.display()));
            }
        }
    }
}

fn drop_database(url: &str) {
    let Some((server, name)) = url.rsplit_once('/') else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        if let Ok(pool) = sqlx::PgPool::connect(&format!("{server}/postgres")).await {
            let statement = format!("drop database if exists {name} with (force)");
            let _ = sqlx::query(sqlx::AssertSqlSafe(statement))
                .execute(&pool)
                .await;
        }
    });
}

/// Writes down what an import tells.
#[derive(Debug, Default)]
pub struct Notes {
    pub bad: Vec<BadLine>,
}

impl Watcher for Notes {
    fn read(&mut self, _: u64) {}

    fn published(&mut self, _: usize, _: usize) {}

    fn bad(&mut self, line: &BadLine) {
        self.bad.push(line.clone());
    }
}

impl World {
    pub async fn import_bytes(&self, bytes: &[u8]) -> (Result<Imported, ImportStop>, Notes) {
        let mut notes = Notes::default();
        let file = std::io::Cursor::new(bytes.to_vec());
        let done = self
            .office
            .import_csv(file, "file.csv", Holding::Real, &mut notes)
            .await;
        notes.bad.sort_by_key(|line| line.line);
        (done, notes)
    }

    /// Imports lines that must be good.
    pub async fn import(&self, lines: &[&str]) -> Imported {
        let (done, notes) = self.import_bytes(file_of(lines).as_bytes()).await;
        done.unwrap_or_else(|stop| panic!("{stop:?}: {:?}", notes.bad))
    }

    /// Imports lines of which some are bad: which, and why.
    pub async fn refused_import(&self, lines: &[&str]) -> Vec<(u64, LineFault)> {
        let (done, notes) = self.import_bytes(file_of(lines).as_bytes()).await;
        match done {
            Err(ImportStop::BadLines(count)) => assert_eq!(count, notes.bad.len() as u64),
            other => panic!("{other:?}"),
        }
        notes
            .bad
            .into_iter()
            .map(|bad| (bad.line, bad.fault))
            .collect()
    }

    pub async fn export(&self) -> String {
        let mut bytes = Vec::new();
        self.office
            .export_csv(NATION, Span::EVER, &mut bytes)
            .await
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    pub async fn score(&self, indicator: &str, code: &str, month: &str) -> Score {
        let rows = self
            .office
            .score_rows(unit(code), period(month))
            .await
            .unwrap();
        let row = rows.into_iter().find(|(one, _)| one.code == indicator);
        row.unwrap().1
    }

    pub async fn status(&self, indicator: &str, code: &str, month: &str) -> Option<Status> {
        self.score(indicator, code, month).await.status
    }

    /// The sums as they are kept must be what the parts come to.
    pub async fn assert_sums_hold(&self) {
        let mut reading = self.office.store().read().await.unwrap();
        let (kept, afresh) = reading.sums_kept_and_afresh().await.unwrap();
        let by_place = |rows: Vec<SumsRow>| -> BTreeMap<_, _> {
            rows.into_iter()
                .filter(|row| row.sums != Sums::default())
                .map(|row| ((row.org_unit, row.indicator, row.period), row.sums))
                .collect()
        };
        let (kept, afresh) = (by_place(kept), by_place(afresh));
        assert!(!afresh.is_empty());
        assert_eq!(kept, afresh);
    }
}

pub fn file_of(lines: &[&str]) -> String {
    format!("{HEADER}\n{}\n", lines.join("\n"))
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
        Filing::of(Draft { key, cells }, revision)
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

    /// The same filing with every warning answered: it is so.
    pub async fn answered(&self, mut filing: Filing) -> Filing {
        let key = filing.draft.key.clone();
        let open = self
            .world
            .office
            .open_return(&self.actor, &key)
            .await
            .unwrap();
        let mut cells = open.cells.clone();
        cells.extend(filing.draft.cells.clone());
        let known = Known {
            tiers: &open.tiers,
            facts: &open.facts,
            official: &open.official,
        };
        let read = Draft { key, cells }.read(kpi::catalogue(), known);
        for broken in read.warnings {
            let answer = Answer {
                why: Some(Why::RealChange),
                note: "已核实".to_owned(),
                said_of: broken.said_of(),
            };
            filing.answers.insert(broken.rule, answer);
        }
        filing
    }

    pub async fn submit(&self, month: &str, values: &[(&str, &str)]) -> Result<(), Refusal> {
        let filing = self.filing(month, values, self.revision(month).await);
        let filing = self.answered(filing).await;
        let version = self.world.office.submit(&self.actor, &filing).await?;
        assert!(version > 0);
        Ok(())
    }

    pub async fn save(&self, month: &str, cells: &[(&str, &str)]) -> Result<i64, Refusal> {
        let revision = self.revision(month).await;
        let filing = self.only(month, cells, revision);
        let saved = self.world.office.save_draft(&self.actor, &filing).await?;
        assert_eq!(saved.clashes, []);
        Ok(saved.revision)
    }

    /// Just these cells.
    pub fn only(&self, month: &str, cells: &[(&str, &str)], revision: i64) -> Filing {
        let draft = Draft {
            key: pilot(&self.code(), month),
            cells: cells
                .iter()
                .map(|(code, text)| ((*code).to_owned(), Cell::typed(*text)))
                .collect(),
        };
        Filing::of(draft, revision)
    }

    /// Submits just these cells on top of what is there.
    pub async fn correct(
        &self,
        month: &str,
        cells: &[(&str, &str)],
        reason: &str,
    ) -> Result<(), Refusal> {
        let mut filing = self.only(month, cells, self.revision(month).await);
        filing.reason = reason.to_owned();
        let filing = self.answered(filing).await;
        self.world
            .office
            .submit(&self.actor, &filing)
            .await
            .map(drop)
    }

    pub async fn send_back(&self, code: &str, month: &str, why: &str) -> Result<(), Refusal> {
        let revision = self.open(code, month).await?.revision;
        self.world
            .office
            .send_back(
                &self.actor,
                &pilot(code, month),
                revision,
                why,
                &BTreeMap::new(),
            )
            .await
    }

    pub async fn withdraw(&self, month: &str) -> Result<(), Refusal> {
        let key = pilot(&self.code(), month);
        self.world.office.withdraw(&self.actor, &key).await
    }

    pub async fn accept(&self, code: &str, month: &str) -> Result<(), Refusal> {
        let revision = self.open(code, month).await?.revision;
        self.world
            .office
            .accept(&self.actor, &pilot(code, month), revision)
            .await
    }
}
