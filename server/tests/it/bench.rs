//! Sets of any size: what is laid in at once is what the deeds would have left.

use crate::world::*;
use app::ask::board::{BoardView, Boards};
use kpi::role::{Actor, Role};
use server::bench::{Extent, Truth, TruthKind};
use server::office::{NotLaid, Office, Onlooker};
use server::store::Store;
use std::collections::BTreeMap;

const EXTENT: Extent = Extent {
    counties: 30,
    months: 14,
    seed: 5,
};

#[derive(Default)]
struct Notes(Vec<Truth>);

impl Onlooker for Notes {
    fn units(&mut self, _: usize, _: usize) {}

    fn indexing(&mut self) {}

    fn truth(&mut self, truth: &[Truth]) {
        self.0.extend_from_slice(truth);
    }
}

async fn laid(mut world: World) -> (World, Vec<Truth>) {
    let mut notes = Notes::default();
    let store = Store::open(&world.url).await.unwrap();
    let (office, laid) = Office::lay_in_set(store, EXTENT, &mut notes).await.unwrap();
    assert!(laid.returns > 400 && laid.bytes > 100_000, "{laid:?}");
    world.office = office;
    (world, notes.0)
}

/// Every index with its statement, by name.
async fn indexes(world: &World) -> BTreeMap<String, String> {
    let rows: Vec<(String, String)> = match world.engine() {
        Engine::Sqlite => {
            let pool = sqlx::SqlitePool::connect(&world.url).await.unwrap();
            sqlx::query_as(
                "select name, sql from sqlite_master where type = 'index' and sql is not null",
            )
            .fetch_all(&pool)
            .await
            .unwrap()
        }
        Engine::Postgres => {
            let pool = sqlx::PgPool::connect(&world.url).await.unwrap();
            let rows = sqlx::query_as(
                "select indexname::text, indexdef::text from pg_indexes where schemaname = 'public'",
            );
            let rows = rows.fetch_all(&pool).await.unwrap();
            pool.close().await;
            rows
        }
    };
    let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    rows.into_iter()
        .map(|(name, sql)| (name, plain(sql)))
        .collect()
}

async fn a_set_is_whole(engine: Engine) {
    let fresh = World::empty(engine).await;
    let (world, truth) = laid(World::empty(engine).await).await;
    world.assert_sums_hold().await;
    assert_eq!(indexes(&world).await, indexes(&fresh).await);
    let filers = world.office.units().iter();
    let counties = filers.filter(|unit| unit.is_pilot_county()).count();
    assert_eq!(counties, EXTENT.counties, "no other unit is a pilot");

    // The board finds what is known of the last month.
    let who = Actor {
        account: "evaluator-000000".to_owned(),
        role: Role::Evaluator,
        org_unit: unit("000000"),
    };
    let last = EXTENT.last();
    let board = world
        .office
        .whole_board(&who, unit("000000"), last, &BoardView::default())
        .await
        .unwrap();
    let known = |kind| {
        let of_pilot = |truth: &&Truth| truth.detail == kpi::catalogue::PILOT;
        truth
            .iter()
            .filter(|truth| truth.kind == kind && truth.month == last)
            .filter(of_pilot)
            .count()
    };
    let (missing, late) = (known(TruthKind::Missing), known(TruthKind::Late));
    let sent_back: usize = board
        .rows
        .iter()
        .filter(|row| {
            let standing = row.months.last().unwrap().0;
            standing == kpi::reporting::Standing::SentBack
        })
        .count();
    let reports = board.months.last().unwrap().1;
    // Of most provinces nothing is due in the last month.
    let is_owed = |row: &&app::ask::board::BoardRow| {
        row.months.last().unwrap().0 != kpi::reporting::Standing::NotOwed
    };
    let owed = board.rows.iter().filter(is_owed).count();
    assert!(owed > EXTENT.counties && owed <= board.rows.len());
    assert_eq!(reports.expected as usize, owed);
    assert_eq!(reports.received as usize, owed - missing - sent_back);
    let late_here = board
        .rows
        .iter()
        .filter(|row| row.months.last().unwrap().1)
        .count();
    assert!(late_here <= late);
    assert_eq!((reports.received - reports.in_time) as usize, late_here);

    let (store, mut notes) = (Store::open(&world.url).await.unwrap(), Notes::default());
    let again = Office::lay_in_set(store, EXTENT, &mut notes).await;
    assert!(matches!(again, Err(NotLaid::Occupied)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_is_whole_on_sqlite() {
    a_set_is_whole(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_is_whole_on_postgres() {
    a_set_is_whole(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_holds_anything_is_refused() {
    for world in [
        World::new(Engine::Sqlite).await,
        World::new(Engine::Postgres).await,
    ] {
        let store = Store::open(&world.url).await.unwrap();
        let done = Office::lay_in_set(store, EXTENT, &mut Notes::default()).await;
        assert!(matches!(done, Err(NotLaid::Occupied)));
        world.import(&["440703,2020-11,smd_registered,10"]).await;
    }
}
