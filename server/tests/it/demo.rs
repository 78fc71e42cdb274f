//! The demo in a database: quick to load, whole, and apart from anything real.

use crate::world::*;
use app::ask::identity::Identity;
use app::ask::returns::Returns;
use app::ask::scores::Scores;
use kpi::returns::Stage;
use server::demo::load;
use server::demo::people::{PASSWORD, tour};
use server::store::Store;
use std::time::Instant;

async fn the_demo_is_whole(engine: Engine) {
    let began = Instant::now();
    let world = World::demo(engine).await;
    println!(
        "{engine:?}: loaded in {:.1} s",
        began.elapsed().as_secs_f64()
    );
    let office = &world.office;

    // Kept sums are what the parts come to.
    let (kept, afresh) = office
        .store()
        .read()
        .await
        .unwrap()
        .sums_kept_and_afresh()
        .await
        .unwrap();
    assert!(!kept.is_empty() && kept == afresh);

    // Everybody on the list comes in.
    for person in tour(server::demo::SEED).iter().take(3) {
        let actor = office.sign_in(&person.account, PASSWORD).await.unwrap();
        assert_eq!((actor.role, actor.org_unit), (person.role, person.org_unit));
    }

    // The reviewer finds every state on the desk.
    let reviewer = world.reviewer("440700");
    let desk = office.desk(&reviewer.actor).await.unwrap();
    assert!(
        desk.to_review
            .iter()
            .any(|line| line.key.org_unit == unit("440705"))
    );
    assert!(
        desk.awaited
            .iter()
            .any(|line| line.stage == Some(Stage::SentBack) && line.sent_back_because.is_some())
    );
    let mut reading = office.store().read().await.unwrap();
    for (code, month, stage) in [
        ("440704", "2020-11", Stage::Draft),
        ("440705", "2020-11", Stage::Submitted),
        ("440783", "2020-11", Stage::SentBack),
        ("440784", "2020-11", Stage::Accepted),
    ] {
        let filing = reading
            .filing(&key(code, "pilot-2020", month))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(filing.stage, stage, "{code} {month}");
    }
    drop(reading);

    // What was accepted months ago is there with its history.
    let past = key("440703", "pilot-2020", "2020-10");
    let open = office
        .open_return(&world.reporter("440703").actor, &past)
        .await
        .unwrap();
    assert_eq!(open.stage, Some(Stage::Accepted));
    assert_eq!(open.accepted.len(), open.cells.len());
    assert!(open.faults.is_empty());
    let did: Vec<&str> = open.history.iter().map(|one| one.action.as_str()).collect();
    assert_eq!(did, ["accept", "submit", "save_draft"]);
    assert!(
        open.history
            .is_sorted_by_key(|one| std::cmp::Reverse(one.at))
    );

    // The nation has most of its October.
    let leader = world.leader("000000");
    let nation = office
        .summary(&leader.actor, unit("000000"), Some(period("2020-10")))
        .await
        .unwrap();
    assert!(nation.reported.0 * 100 > nation.reported.1 * 95);
    assert_eq!(nation.headline.no_data, 0);

    // Opened again, nothing is loaded twice.
    let before = office
        .store()
        .read()
        .await
        .unwrap()
        .newest_period()
        .await
        .unwrap();
    let again = load::open(Store::open(&world.url).await.unwrap())
        .await
        .unwrap();
    assert_eq!(
        again
            .store()
            .read()
            .await
            .unwrap()
            .newest_period()
            .await
            .unwrap(),
        before
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_whole_on_sqlite() {
    the_demo_is_whole(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_whole_on_postgresql() {
    the_demo_is_whole(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_never_enters_a_database_of_real_figures() {
    let world = World::new(Engine::Sqlite).await;
    let refused = load::open(Store::open(&world.url).await.unwrap()).await;
    assert!(refused.is_err_and(|why| why.to_string().contains("never mix")));
}
