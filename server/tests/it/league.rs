//! The league table and the heat map: order, peers, ranks fixed by their seed.

use crate::world::*;
use app::ask::heat::{HeatMaps, HeatView};
use app::ask::league::{League, Leagues, SizeBy};
use app::ask::scores::Rank;
use app::refusal::Refusal;
use app::tables::league::{LeagueView, arrange, league_table};
use app::text::Words;
use kpi::catalogue::Lang;
use kpi::score::Status;
use kpi::thresholds::RANK_SEED;

const ZH: Words = Words(Lang::Zh);

/// Five counties of one region: registered, and managed by the standard.
const FIGURES: [(&str, i64, i64); 5] = [
    ("440703", 1_000, 900),
    ("440704", 400, 260),
    ("440705", 2_100, 1_700),
    ("440781", 15, 9),
    ("440783", 950, 760),
];

async fn given(world: &World) {
    let mut lines = Vec::new();
    for (code, n, x) in FIGURES {
        for (month, less) in [("2020-02", 60), ("2020-10", 10), ("2020-11", 0)] {
            lines.push(format!("{code},{month},smd_registered,{n}"));
            let x = (x - x * less / 100).max(0);
            lines.push(format!("{code},{month},smd_standard_managed,{x}"));
        }
        lines.push(format!("{code},2020-11,villages_with_room,10"));
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    world.import(&lines).await;
}

async fn league(world: &World, indicator: &str, rank: Rank) -> League {
    let evaluator = world.person(kpi::role::Role::Evaluator, "000000");
    let asked = world.office.league(
        &evaluator.actor,
        indicator,
        unit("000000"),
        Some(period("2020-11")),
        Some(rank),
    );
    asked.await.unwrap()
}

fn codes(league: &League, view: LeagueView) -> Vec<String> {
    arrange(league, &view, ZH)
        .iter()
        .take(5)
        .map(|row| row.code.to_string())
        .collect()
}

fn sorted(sort: &str) -> LeagueView {
    LeagueView {
        sort: sort.to_owned(),
        ..LeagueView::default()
    }
}

both! {
    async fn a_league_has_its_course_its_changes_and_its_order(world: World) {
        given(&world).await;
        let league = league(&world, "smd-standard-mgmt", Rank::Counties).await;
        assert_eq!(league.rows.0.len(), 510);
        let row = league.rows.0.iter().find(|row| row.code == unit("440703")).unwrap();
        assert_eq!((row.score.numerator, row.size), (Some(900), Some(1_000)));
        assert_eq!(ZH.change_of(&row.score, row.before).unwrap(), "+9.00");
        assert_eq!(ZH.change_of(&row.score, row.first).unwrap(), "+54.00", "against February, the year's first");
        let course: Vec<Option<i64>> = row.course.clone();
        assert_eq!(course.len(), 12);
        assert_eq!((course[2], course[3], course[11]), (Some(3_600), None, Some(9_000)), "gaps stay gaps");
        assert_eq!(codes(&league, sorted("value")), ["440703", "440705", "440783", "440704", "440781"]);
        assert_eq!(codes(&league, sorted("value_low"))[..2], ["440781", "440704"]);
        assert_eq!(codes(&league, sorted("distance"))[0], "440704", "60 patients short");
        assert_eq!(codes(&league, LeagueView { status: "not_met".to_owned(), ..LeagueView::default() }), ["440704", "440781"]);
        assert_eq!(codes(&league, LeagueView { q: "蓬江".to_owned(), ..LeagueView::default() }), ["440703"]);
        // The compact form is what travels; it must be the same league.
        let text = serde_json::to_string(&league).unwrap();
        assert_eq!(serde_json::from_str::<League>(&text).unwrap(), league);
        let table = league_table(&league, &sorted("value"), ZH);
        assert_eq!((table.rows.len(), table.rows[0][0].as_str()), (510, "440703"));
        assert!(table.rows.iter().all(|row| row.len() == table.head.len()));
        assert!(table.notes.iter().any(|note| note.contains(&RANK_SEED.to_string())));
    }

    async fn ranks_follow_from_their_seed_and_only_where_chance_has_a_part(world: World) {
        given(&world).await;
        let process = league(&world, "smd-standard-mgmt", Rank::Counties).await;
        let ranking = process.ranking.unwrap();
        assert_eq!((ranking.places, ranking.draws, ranking.seed), (5, 10_000, RANK_SEED));
        let rank = |code: &str| process.rows.0.iter().find(|row| row.code == unit(code)).unwrap().rank;
        let best = rank("440703").unwrap();
        assert_eq!((best.median, best.lower), (1.0, 1.0));
        let small = rank("440781").unwrap();
        assert!(small.upper - small.lower >= 2.0, "of fifteen patients nothing is sure: {small:?}");
        assert_eq!(rank("440784"), None, "it has no figures");
        assert_eq!(process, league(&world, "smd-standard-mgmt", Rank::Counties).await);
        let census = league(&world, "counselling-room-coverage", Rank::Counties).await;
        assert_eq!(census.ranking, None);
        assert!(census.rows.0.iter().all(|row| row.rank.is_none()));
        let prevalence = league(&world, "smd-reported-prevalence", Rank::Counties).await;
        assert_eq!(prevalence.ranking, None);
        for sort in ["value", "value_low", "distance", "change", "start", "size", "status"] {
            let found = codes(&prevalence, sorted(sort));
            assert_eq!(found, codes(&prevalence, LeagueView::default()), "{sort}: nobody is ordered by it");
        }
    }

    async fn peers_are_of_like_size(world: World) {
        given(&world).await;
        let league = league(&world, "smd-standard-mgmt", Rank::Counties).await;
        assert_eq!(league.size, SizeBy::Denominator);
        let view = LeagueView { peers: "440703".to_owned(), k: "2".to_owned(), ..LeagueView::default() };
        assert_eq!(codes(&league, view.clone()), ["440703", "440705", "440783"]);
        assert_eq!(league_table(&league, &view, ZH).rows.len(), 3, "the file holds what the page shows");
        let one = LeagueView { k: "1".to_owned(), ..view };
        assert_eq!(codes(&league, one), ["440703", "440783"]);
        let unknown = LeagueView { peers: "110101".to_owned(), ..LeagueView::default() };
        assert!(codes(&league, unknown).is_empty(), "it has no figures to have a size by");
        let regions = world.office.league(&world.leader("000000").actor, "crisis-team", unit("000000"), Some(period("2020-11")), Some(Rank::Regions)).await.unwrap();
        assert_eq!(regions.size, SizeBy::Villages);
        assert!(regions.rows.0.iter().any(|row| row.size.is_some_and(|size| size > 100)));
    }

    async fn regions_and_provinces_have_leagues_too(world: World) {
        given(&world).await;
        let regions = league(&world, "smd-standard-mgmt", Rank::Regions).await;
        let row = regions.rows.0.iter().find(|row| row.code == unit("440700")).unwrap();
        assert_eq!((row.score.numerator, row.score.units), (Some(3_629), Some((5, 7))));
        assert_eq!(row.course[11], Some(8_128));
        let provinces = league(&world, "smd-standard-mgmt", Rank::Provinces).await;
        assert_eq!(provinces.rows.0.len(), 30);
        let refused = world.office.league(&world.leader("440703").actor, "smd-standard-mgmt", unit("440700"), None, None).await;
        assert_eq!(refused, Err(Refusal::Forbidden));
        let unheard = world.office.league(&world.leader("000000").actor, "no-such", unit("000000"), None, None).await;
        assert_eq!(unheard, Err(Refusal::Missing));
    }

    async fn a_heat_map_reads_a_page_and_sorts_all(world: World) {
        given(&world).await;
        let evaluator = world.person(kpi::role::Role::Evaluator, "000000");
        let asked = |view: HeatView| { let actor = evaluator.actor.clone(); let office = world.office.clone(); async move {
            office.heat(&actor, unit("000000"), Some(period("2020-11")), &view).await.unwrap()
        }};
        let counties = HeatView { rank: "counties".to_owned(), ..HeatView::default() };
        let first = asked(counties.clone()).await;
        assert_eq!((first.rows.len(), first.fitting, first.page), (100, 510, (1, 6)));
        let at = |map: &app::ask::heat::HeatMap, code: &str, indicator: &str| {
            let column = map.indicators.iter().position(|one| one == indicator).unwrap();
            map.rows.iter().find(|row| row.code == unit(code)).unwrap().cells[column]
        };
        let named = asked(HeatView { q: "440704".to_owned(), ..counties.clone() }).await;
        assert_eq!(at(&named, "440704", "smd-standard-mgmt"), Some(Status::NotMet));
        let worst = asked(HeatView { sort: "not_met".to_owned(), ..counties.clone() }).await;
        assert!(worst.rows.windows(2).all(|pair| pair[0].not_met >= pair[1].not_met));
        assert!(worst.rows[0].not_met > 0);
        let not_met = asked(HeatView { status: "not_met".to_owned(), ..counties.clone() }).await;
        assert!(not_met.rows.iter().all(|row| row.cells.contains(&Some(Status::NotMet))));
        assert!(not_met.fitting < 510);
        // What is read for a page and what is read for all must say the same.
        for row in &worst.rows {
            let alone = asked(HeatView { q: row.code.to_string(), ..counties.clone() }).await;
            assert_eq!(alone.rows[0].cells, row.cells);
            if row.not_met == 0 { break; }
        }
        let regions = asked(HeatView { rank: "regions".to_owned(), q: "440700".to_owned(), ..HeatView::default() }).await;
        assert_eq!(at(&regions, "440700", "smd-standard-mgmt"), Some(Status::Undetermined));
        let covid = asked(HeatView { programme: "covid-recovered-2020".to_owned(), ..counties }).await;
        assert_eq!(covid.indicators.len(), 15);
    }
}
