//! Small numbers of persons: what leaves the office for whom, in every answer and every file.

use crate::world::*;
use app::ask::charts::Charts;
use app::ask::heat::{HeatMaps, HeatView};
use app::ask::league::Leagues;
use app::ask::profile::Profiles;
use app::ask::quality::{Quality, QualityView};
use app::ask::returns::Returns;
use app::ask::review::{Review, Side};
use app::ask::scores::{Comparison, Rank, Scores};
use app::ask::signals::Signals;
use app::tables::league::{LeagueView, league_table};
use app::tables::{progress_table, summary_table};
use app::text::Words;
use kpi::catalogue::Lang;
use kpi::funnel::Centre;
use kpi::role::{Actor, Role};
use kpi::score::{Score, Status};
use kpi::suppression::Threshold;
use kpi::{Period, UnitCode};
use serde::Serialize;
use server::office::Office;

const MONTH: &str = "2020-11";

/// Registered and on medication. 440703 misses three of all; 440704 is the smallest beside it.
const PATIENTS: [(&str, i64, i64); 7] = [
    ("440703", 31_846, 31_843),
    ("440704", 41_900, 32_207),
    ("440705", 43_000, 33_311),
    ("440781", 44_000, 34_417),
    ("440783", 45_000, 35_521),
    ("440784", 46_000, 36_623),
    ("440785", 47_000, 37_729),
];

const MEDICATION: &str = "smd-schizophrenia-medication";

async fn told(world: &World) {
    let mut lines = Vec::new();
    for (code, registered, medicated) in PATIENTS {
        lines.push(format!(
            "{code},{MONTH},schizophrenia_registered,{registered}"
        ));
        lines.push(format!(
            "{code},{MONTH},schizophrenia_medicated,{medicated}"
        ));
    }
    // One that is small itself.
    lines.push("440703,2020-11,smd_registered,60001".to_owned());
    lines.push("440703,2020-11,smd_home_rehab,3".to_owned());
    lines.push("440703,2020-11,smd_at_home,5177".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    world.import(&lines).await;
}

fn json(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap()
}

fn cells(table: app::tables::Table) -> String {
    table
        .rows
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("|")
}

const WORDS: Words = Words(Lang::En);

/// Everything a page or a file about these figures is made of.
async fn everything(office: &Office, who: &Person<'_>, indicator: &str) -> String {
    let actor = &who.actor;
    let at = Some(period(MONTH));
    let mut all = Vec::new();
    for code in ["440703", "440704", "440700", "440000", "000000"] {
        if let Ok(summary) = office.summary(actor, unit(code), at).await {
            all.push(json(&summary));
            all.push(cells(summary_table(&summary, WORDS)));
        }
        if let Ok(progress) = office.progress(actor, indicator, unit(code), at).await {
            all.push(json(&progress));
            all.push(cells(progress_table(&progress, WORDS)));
        }
        for rank in [Rank::Provinces, Rank::Regions, Rank::Counties] {
            let place = (indicator, unit(code), at, Some(rank));
            all.extend(side_by_side(office, actor, place).await);
        }
        if let Ok(heat) = office.heat(actor, unit(code), at, &every_indicator()).await {
            all.push(json(&heat));
        }
        if let Ok(profile) = office.profile(actor, unit(code), at, None).await {
            all.push(json(&profile));
        }
        let view = QualityView::default();
        if let Ok(quality) = office.quality(actor, unit(code), at, &view).await {
            all.push(json(&quality));
        }
        if let Ok(flags) = office
            .quality_flags(actor, unit(code), period(MONTH), &view)
            .await
        {
            all.push(json(&flags));
        }
        if let Ok(signs) = office.worth_verifying(actor, unit(code), at).await {
            all.push(json(&signs));
        }
    }
    for code in ["440703", "440704"] {
        let key = pilot(code, MONTH);
        if let Ok(open) = office.open_return(actor, &key).await {
            all.push(json(&open));
        }
        if let Ok(versions) = office.versions(actor, &key, None, None).await {
            all.push(json(&versions));
        }
        if let Ok(receipt) = office.receipt(actor, &key, 1).await {
            all.push(json(&receipt));
        }
    }
    all.join("\n")
}

/// Where a text has this number, as a number of its own and not among other digits.
fn number_in(text: &str, number: &str) -> Option<String> {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
    let alone = |(place, _): &(usize, &str)| {
        let after = &text[place + number.len()..];
        !is_part(text[..*place].chars().next_back())
            && !after.starts_with(|c: char| c.is_ascii_digit())
    };
    let (place, _) = text.match_indices(number).find(alone)?;
    let around = place.saturating_sub(300)..(place + 60).min(text.len());
    Some(text.get(around).unwrap_or("beside other text").to_owned())
}

fn every_indicator() -> HeatView {
    HeatView {
        programme: "pilot-2020".to_owned(),
        ..HeatView::default()
    }
}

/// Every way to look at the units below a unit, as answers and as files.
async fn side_by_side(
    office: &Office,
    actor: &Actor,
    (indicator, code, at, rank): (&str, UnitCode, Option<Period>, Option<Rank>),
) -> Vec<String> {
    let mut all = Vec::new();
    if let Ok(compared) = office.compare(actor, indicator, code, at, rank).await {
        all.push(json(&compared));
    }
    if let Ok(league) = office.league(actor, indicator, code, at, rank).await {
        all.push(json(&league));
        let view = LeagueView {
            sort: "distance".to_owned(),
            ..LeagueView::default()
        };
        all.push(cells(league_table(&league, &view, WORDS)));
    }
    if let Ok(scatter) = office.scatter(actor, indicator, code, at, rank).await {
        all.push(json(&scatter));
    }
    for centre in [Centre::Target, Centre::Pooled] {
        if let Ok(funnel) = office
            .funnel(actor, indicator, code, at, rank, centre)
            .await
        {
            all.push(json(&funnel));
        }
    }
    if let Ok(change) = office.change(actor, indicator, code, at, rank, None).await {
        all.push(json(&change));
    }
    all
}

fn row<'a>(comparison: &'a Comparison, code: &str) -> &'a Score {
    let row = comparison
        .rows
        .iter()
        .find(|row| row.unit.code == unit(code));
    &row.unwrap().score
}

both! {
    async fn evaluators_and_leaders_get_no_hidden_figure_and_cannot_subtract_one(world: World) {
        told(&world).await;
        for role in [Role::Evaluator, Role::Leader] {
            for at in ["000000", "440000", "440700", "440703"] {
                let who = world.person(role, at);
                let all = everything(&world.office, &who, MEDICATION).await;
                assert!(all.contains("440703"));
                for hidden in ["31843", "32207", "31,843", "32,207"] {
                    let told = number_in(&all, hidden);
                    assert_eq!(told, None, "{role:?} at {at} is told {hidden}");
                }
            }
            let who = world.person(role, "440700");
            let compared = world.office.compare(&who.actor, MEDICATION, unit("440700"), Some(period(MONTH)), None).await.unwrap();
            let hidden: Vec<String> = compared.rows.iter().filter(|row| row.score.status == Some(Status::Suppressed)).map(|row| row.unit.code.to_string()).collect();
            assert_eq!(hidden, ["440703", "440704"], "the next smallest goes too");
            let total: i64 = PATIENTS.iter().map(|(_, _, x)| x).sum();
            assert_eq!(compared.total.numerator, Some(total), "withheld figures are in the sum");
            let score = row(&compared, "440703");
            assert_eq!((score.denominator, score.value, score.shortfall), (Some(31_846), None, None));
            assert_eq!((score.lower, score.upper, score.below), (None, None, None));
        }
    }

    async fn whoever_handles_the_return_sees_it_as_it_is(world: World) {
        told(&world).await;
        for (role, at) in [(Role::Reporter, "440703"), (Role::Reviewer, "440700"), (Role::Reviewer, "440000"), (Role::Administrator, "000000"), (Role::Administrator, "440700")] {
            let who = world.person(role, at);
            let all = everything(&world.office, &who, MEDICATION).await;
            assert!(all.contains("31843"), "{role:?} at {at} is not told");
            // Above their own unit it is withheld from them as from anybody.
            assert_eq!(all.contains("Suppressed"), at != "000000", "{role:?} at {at}");
        }
    }

    async fn what_is_small_itself_is_said_to_be_below_five(world: World) {
        told(&world).await;
        let leader = world.leader("440000");
        let compared = world.office.compare(&leader.actor, "smd-home-rehab", unit("440700"), Some(period(MONTH)), None).await.unwrap();
        let score = row(&compared, "440703");
        assert_eq!((score.status, score.below), (Some(Status::Suppressed), Some(5)));
        assert_eq!(WORDS.n_of_n(score).unwrap(), "<5 / 5,177");
        assert_eq!(WORDS.value_or_missing(score), "Withheld");
        // It is the only county that reported, so every sum above it is the same number.
        assert_eq!(compared.total.status, Some(Status::Suppressed));
        assert_eq!(compared.total.below, None, "a sum is not said to be small");
        let nation = world.office.summary(&world.leader("000000").actor, unit("000000"), Some(period(MONTH))).await.unwrap();
        let tile = nation.tiles.iter().find(|tile| tile.indicator == "smd-home-rehab").unwrap();
        assert_eq!((tile.score.status, tile.score.numerator), (Some(Status::Suppressed), None));
        assert!(tile.pace.is_none());
        assert!(nation.headline.suppressed >= 1);
        let open = leader.open("440703", MONTH).await.unwrap();
        assert_eq!(open.withheld.get("smd_home_rehab"), Some(&Some(5)));
        assert!(!open.cells.contains_key("smd_home_rehab") && !open.accepted.contains_key("smd_home_rehab"));
        assert!(open.facts.of("smd_home_rehab").next().is_none());
        assert_eq!(open.withheld.get("schizophrenia_medicated"), Some(&None));
        assert!(open.cells.contains_key("smd_registered"), "a large number stays");
    }

    async fn the_threshold_is_configured_and_nothing_is_withheld_below_two(world: World) {
        told(&world).await;
        let leader = world.leader("440700");
        for (below, hidden) in [(0, 0), (1, 0), (2, 0), (3, 0), (4, 2), (5, 2)] {
            let office = world.office.clone().withholding_below(Threshold(below));
            let compared = office.compare(&leader.actor, MEDICATION, unit("440700"), Some(period(MONTH)), None).await.unwrap();
            let count = compared.rows.iter().filter(|row| row.score.status == Some(Status::Suppressed)).count();
            assert_eq!(count, hidden, "below {below}");
        }
    }

    async fn villages_are_no_persons(world: World) {
        world.import(&["440703,2020-11,villages_total,132", "440703,2020-11,villages_with_room,3", "440704,2020-11,villages_total,90", "440704,2020-11,villages_with_room,88"]).await;
        let evaluator = world.person(Role::Evaluator, "440700");
        let compared = world.office.compare(&evaluator.actor, "counselling-room-coverage", unit("440700"), Some(period(MONTH)), None).await.unwrap();
        assert_eq!(row(&compared, "440703").numerator, Some(3));
        assert_eq!(row(&compared, "440704").numerator, Some(88));
    }

    async fn a_new_figure_lifts_the_veil_at_once(world: World) {
        told(&world).await;
        let leader = world.leader("440700");
        let ask = || world.office.compare(&leader.actor, MEDICATION, unit("440700"), Some(period(MONTH)), None);
        assert_eq!(row(&ask().await.unwrap(), "440703").status, Some(Status::Suppressed));
        world.import(&["440703,2020-11,schizophrenia_medicated,31000"]).await;
        let compared = ask().await.unwrap();
        assert_eq!(row(&compared, "440703").numerator, Some(31_000));
        assert_eq!(row(&compared, "440704").numerator, Some(32_207));
    }

    async fn drafts_versions_and_receipts_are_covered_too(world: World) {
        let values = [("smd_ever_registered", "900"), ("smd_registered", "800"), ("smd_managed", "790"), ("smd_standard_managed", "788"), ("smd_medicated", "4"), ("schizophrenia_registered", "0"), ("smd_new", "2"), ("smd_deaths", "71"), ("smd_moved_in", "0"), ("smd_moved_out", "0")];
        world.reporter("440703").submit(MONTH, &values).await.unwrap();
        let key = pilot("440703", MONTH);
        let evaluator = world.person(Role::Evaluator, "440700");
        let open = evaluator.open("440703", MONTH).await.unwrap();
        assert_eq!(open.withheld.get("smd_medicated"), Some(&Some(5)), "before it counts, too");
        for element in ["smd_new", "smd_deaths", "smd_moved_in"] {
            assert!(open.withheld.contains_key(element), "the balance goes together: {element}");
        }
        assert!(open.cells.contains_key("smd_managed"));
        let changes: Vec<_> = open.history.iter().flat_map(|event| &event.changes).collect();
        assert!(!changes.iter().any(|(element, _, to)| element == "smd_medicated" && to == "4"));
        let receipt = world.office.receipt(&evaluator.actor, &key, 1).await.unwrap();
        assert_eq!(receipt.fingerprint, "", "four numbers are soon tried");
        assert!(!receipt.values.contains_key("smd_medicated"));
        assert_eq!(receipt.withheld.get("smd_medicated"), Some(&Some(5)));
        let own = world.office.receipt(&world.reporter("440703").actor, &key, 1).await.unwrap();
        assert_eq!(own.fingerprint.len(), 64);
        world.reviewer("440700").accept("440703", MONTH).await.unwrap();
        world.reporter("440703").correct(MONTH, &[("smd_medicated", "3")], "more exact").await.unwrap();
        let versions = world.office.versions(&evaluator.actor, &key, Some(Side::Version(1)), Some(Side::Version(2))).await.unwrap();
        let lines = versions.compared.unwrap().lines;
        let line = lines.iter().find(|line| line.element == "smd_medicated").unwrap();
        assert_eq!(line.from.as_ref().unwrap().text, "<5");
        assert_eq!(line.to.as_ref().unwrap().text, "<5");
        assert!(!line.differs());
    }
}
