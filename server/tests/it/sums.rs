//! Sums are kept up to date by differences; they must always be what the parts come to.

use crate::world::*;
use kpi::catalogue::PILOT;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use server::store::Span;

/// One thing that happens: somewhere, in some month, figures are accepted or imported.
#[derive(Debug, Clone)]
struct Event {
    county: usize,
    month: usize,
    imported: bool,
    figures: Vec<u32>,
}

const COUNTIES: [&str; 5] = ["440703", "440704", "110102", "120101", "659001"];
const MONTHS: [&str; 4] = ["2020-06", "2020-09", "2020-10", "2020-11"];

/// Wholes before their parts, so that a part can be cut to its whole.
const ELEMENTS: [(&str, Option<usize>); 8] = [
    ("smd_ever_registered", None),
    ("smd_registered", Some(0)),
    ("smd_managed", Some(1)),
    ("smd_standard_managed", Some(2)),
    ("villages_total", None),
    ("villages_with_room", Some(4)),
    ("popularisation_events", None),
    ("resident_population", None),
];

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = (
        0..COUNTIES.len(),
        0..MONTHS.len(),
        any::<bool>(),
        prop::collection::vec(1u32..400, 8),
    );
    let event = event.prop_map(|(county, month, imported, figures)| Event {
        county,
        month,
        imported,
        figures,
    });
    prop::collection::vec(event, 4..9)
}

fn values(event: &Event) -> Vec<(&'static str, String)> {
    let mut known: Vec<u32> = Vec::new();
    let mut values = Vec::new();
    for ((code, whole), figure) in ELEMENTS.iter().zip(&event.figures) {
        let figure = whole.map_or(*figure + 400, |whole| (*figure).min(known[whole]));
        known.push(figure);
        values.push((*code, figure.to_string()));
    }
    values
}

/// A correction of a correction may well be refused by a rule; then nothing has changed, which
/// must leave the sums right as well.
async fn happens(world: &World, event: &Event) {
    let (code, month) = (COUNTIES[event.county], MONTHS[event.month]);
    let values = values(event);
    if event.imported {
        let lines: Vec<String> = values
            .iter()
            .map(|(element, figure)| format!("{code},{month},{element},{figure}"))
            .collect();
        let _ = world
            .import_bytes(file_of(&lines.iter().map(String::as_str).collect::<Vec<_>>()).as_bytes())
            .await;
        return;
    }
    let reporter = world.reporter(code);
    let texts: Vec<(&str, &str)> = values
        .iter()
        .map(|(element, figure)| (*element, figure.as_str()))
        .collect();
    let mut filing = reporter.filing(month, &texts, reporter.revision(month).await);
    filing.reason = "again".to_owned();
    assert_eq!(filing.draft.key.programme, PILOT);
    if app::ask::returns::Returns::submit(&world.office, &reporter.actor, &filing)
        .await
        .is_ok()
    {
        let above = world
            .office
            .units()
            .reviewer_of(unit(code))
            .unwrap()
            .to_string();
        world.reviewer(&above).accept(code, month).await.unwrap();
    }
}

fn whatever_happens_the_sums_hold(engine: Engine) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 4,
        max_shrink_iters: 8,
        ..Config::default()
    });
    runner
        .run(&events(), |events| {
            runtime.block_on(async {
                let world = World::new(engine).await;
                world.import(&["440705,2020-11,smd_registered,10"]).await;
                for event in &events {
                    happens(&world, event).await;
                    world.assert_sums_hold().await;
                }
            });
            Ok(())
        })
        .unwrap();
}

#[test]
fn whatever_happens_the_sums_hold_on_sqlite() {
    whatever_happens_the_sums_hold(Engine::Sqlite);
}

#[test]
fn whatever_happens_the_sums_hold_on_postgres() {
    whatever_happens_the_sums_hold(Engine::Postgres);
}

both! {
    async fn a_newer_denominator_says_from_which_month_it_is(world: World) {
        let register = [("smd_ever_registered", "90"), ("smd_registered", "80")];
        let june = [register[0], register[1], ("resident_population", "20000")];
        world.accepted("440703", "2020-06", &june).await;
        let october = [register[0], register[1], ("resident_population", "21000")];
        world.accepted("440703", "2020-10", &october).await;
        let since = async |month: &str| {
            let mut reading = world.office.store().read().await.unwrap();
            let parts = reading
                .parts_of(unit("440703"), Span::only(period(month)))
                .await
                .unwrap();
            let prevalence = parts
                .into_iter()
                .find(|row| row.indicator == "smd-reported-prevalence")
                .unwrap();
            (prevalence.part.n, prevalence.part.n_since)
        };
        assert_eq!(since("2020-06").await, (Some(20000), Some(period("2020-06"))));
        // The part of November was there already, with June's population.
        assert_eq!(since("2020-11").await, (Some(21000), Some(period("2020-10"))));
    }
}
