//! Charts over units and the profile: from figures to what is drawn.

use crate::world::*;
use app::ask::charts::Charts;
use app::ask::profile::Profiles;
use app::ask::scores::{Rank, Scores};
use app::refusal::{NotNow, Refusal};
use kpi::change::Verdict;
use kpi::course::Way;
use kpi::fraction::Fraction;
use kpi::funnel::Centre;
use kpi::score::Status;
use kpi::statistics::funnel::Significance;

const COUNTIES: [&str; 7] = [
    "440703", "440704", "440705", "440781", "440783", "440784", "440785",
];

/// Managed of registered patients in a month.
async fn managed(world: &World, month: &str, counties: &[(&str, i64, i64)]) {
    let lines: Vec<String> = counties
        .iter()
        .flat_map(|(county, x, n)| {
            [
                format!("{county},{month},smd_registered,{n}"),
                format!("{county},{month},smd_standard_managed,{x}"),
            ]
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    world.import(&lines).await;
}

both! {
    async fn a_funnel_says_who_lies_outside_and_a_census_has_none(world: World) {
        let counties: Vec<(&str, i64, i64)> = COUNTIES.iter().zip([800, 805, 795, 801, 799, 803, 640]).map(|(county, x)| (*county, x, 1_000)).collect();
        managed(&world, "2020-11", &counties).await;
        let who = world.reviewer("440700");
        let at = |indicator, centre| world.office.funnel(&who.actor, indicator, unit("440700"), Some(period("2020-11")), None, centre);
        let told = at("smd-standard-mgmt", Centre::Target).await.unwrap();
        assert_eq!((told.centre, told.scatter.dots.len(), told.scatter.rank), (Centre::Target, 7, Rank::Counties));
        let funnel = told.funnel.unwrap();
        assert_eq!(funnel.centre, 0.8);
        assert!(!told.rims.is_empty() && told.rims.first().unwrap().n < 1_000 && told.rims.last().unwrap().n > 1_000);
        // One of seven lies far off, and seven are too few to draw it in: the limits are wide.
        assert!(funnel.is_widened());
        assert_eq!(told.places[6], Some(Significance::Below));
        assert_eq!(told.places[0], Some(Significance::Inside));
        let pooled = at("smd-standard-mgmt", Centre::Pooled).await.unwrap();
        assert_eq!(pooled.centre, Centre::Pooled);
        assert!((pooled.funnel.unwrap().centre - 5_443.0 / 7_000.0).abs() < 1e-12);
        let watched = at("smd-mgmt-rate", Centre::Target).await.unwrap();
        assert_eq!((watched.centre, watched.funnel), (Centre::Pooled, None), "nothing asked, nothing filed");
        world.import(&["440703,2020-11,villages_with_room,100"]).await;
        let census = at("counselling-room-coverage", Centre::Target).await.unwrap();
        assert_eq!((census.funnel, census.places[0]), (None, None));
        assert!(census.scatter.dots[0].figure.value.is_some());
    }

    async fn what_contradicts_itself_lies_nowhere(world: World) {
        managed(&world, "2020-11", &[("440703", 900, 1_000), ("440704", 60, 0), ("440705", 80, 100)]).await;
        let who = world.leader("440700");
        let told = world.office.funnel(&who.actor, "smd-standard-mgmt", unit("440700"), Some(period("2020-11")), None, Centre::Pooled).await.unwrap();
        let told_of = told.places.iter().flatten().count();
        assert_eq!(told_of, 2);
        assert_eq!(told.scatter.dots[1].figure.status, Some(Status::Invalid));
        assert!((told.funnel.unwrap().centre - 980.0 / 1_100.0).abs() < 1e-12);
    }

    async fn two_months_tell_what_moved_and_which_side_moved_it(world: World) {
        managed(&world, "2020-10", &[("440703", 800, 1_000), ("440704", 700, 1_000), ("440705", 80, 112)]).await;
        managed(&world, "2020-11", &[("440703", 900, 1_000), ("440704", 705, 1_000), ("440705", 80, 100)]).await;
        let who = world.reviewer("440700");
        let at = |from| world.office.change(&who.actor, "smd-standard-mgmt", unit("440700"), Some(period("2020-11")), None, from);
        let told = at(None).await.unwrap();
        assert_eq!(told.from, period("2020-10"), "the month before");
        let of = |place: usize| told.changes[place].unwrap();
        assert_eq!((of(0).difference, of(0).chance.unwrap().verdict), (Fraction::whole(10), Verdict::Rose));
        assert_eq!(of(1).chance.unwrap().verdict, Verdict::Open);
        let shrunk = of(2).split.unwrap();
        assert_eq!((shrunk.numerator, shrunk.denominator), (Fraction::whole(0), of(2).difference));
        assert_eq!(told.changes[3], None, "four counties filed nothing");
        let total = told.total_change.unwrap();
        assert_eq!(total.difference, Fraction::new(168_500, 2_100).unwrap() - Fraction::new(158_000, 2_112).unwrap());
        let older = at(Some(period("2020-09"))).await.unwrap();
        assert!(older.changes.iter().all(Option::is_none));
        let future = at(Some(period("2021-09"))).await;
        assert_eq!(future, Err(Refusal::NotNow(NotNow::Future)));
    }

    async fn charts_over_units_are_for_those_who_may_compare(world: World) {
        let reporter = world.reporter("440703");
        let above = world.office.scatter(&reporter.actor, "smd-standard-mgmt", unit("440700"), None, None).await;
        assert_eq!(above, Err(Refusal::Forbidden));
        let nowhere = world.office.scatter(&reporter.actor, "smd-standard-mgmt", unit("999999"), None, None).await;
        assert_eq!(nowhere, Err(Refusal::Missing));
        let nothing = world.office.scatter(&world.leader("440700").actor, "no-such-thing", unit("440700"), None, None).await;
        assert_eq!(nothing, Err(Refusal::Missing));
        let nation = world.office.scatter(&world.leader("000000").actor, "smd-standard-mgmt", unit("000000"), None, Some(Rank::Counties)).await.unwrap();
        assert_eq!(nation.dots.len(), 510);
        assert!(nation.dots.iter().all(|dot| dot.within.is_some()));
    }

    async fn a_profile_stands_among_its_peers_and_under_those_above(world: World) {
        for (place, month) in ["2020-07", "2020-08", "2020-09", "2020-10", "2020-11"].iter().enumerate() {
            let counties: Vec<(&str, i64, i64)> = COUNTIES.iter().enumerate().map(|(at, county)| (*county, 600 + 40 * at as i64 + 10 * place as i64, 1_000)).collect();
            managed(&world, month, &counties).await;
        }
        let reporter = world.reporter("440703");
        let at = |code: &'static str, peers| world.office.profile(&reporter.actor, unit(code), Some(period("2020-11")), peers);
        let told = at("440703", Some(unit("440700"))).await.unwrap();
        assert_eq!(told.lines.len(), 80);
        assert_eq!((told.months.len(), told.months[0]), (12, period("2019-12")));
        assert_eq!(told.peers.as_ref().unwrap().units, 7);
        let line = told.lines.iter().find(|line| line.indicator == "smd-standard-mgmt").unwrap();
        let five = line.five.unwrap();
        assert_eq!((five.least, five.middle, five.most, five.units), (64.0, 76.0, 88.0, 7));
        assert_eq!(line.score.value, Fraction::new(64, 1));
        let above: Vec<_> = line.above.iter().map(|beside| beside.as_ref().unwrap().figure.value.unwrap()).collect();
        assert_eq!(above, vec![Fraction::whole(76); 3], "nation, province and region are what was filed");
        let course = line.course.unwrap();
        assert_eq!((course.months, course.way), (5, Some(Way::Rising)));
        assert!(course.is_indicative());
        let (slope, lower, upper) = course.slope.unwrap();
        assert!((slope - 1.0).abs() < 1e-9 && lower <= slope && slope <= upper);
        let team = told.lines.iter().find(|line| line.indicator == "crisis-team").unwrap();
        assert_eq!((team.of, team.five, team.course), (unit("440700"), None, None), "the region answers");
        assert_eq!(at("440703", None).await.unwrap().peers.unwrap().units, 510, "the whole nation");
        assert_eq!(at("440703", Some(unit("330000"))).await, Err(Refusal::Missing), "no unit above it");
        assert_eq!(at("440704", None).await, Err(Refusal::Forbidden));
        let nation = at("000000", None).await.unwrap();
        assert_eq!((nation.peers, nation.months_left_out), (None, true), "its own ancestors' sums are readable");
        let region = world.office.profile(&world.leader("440700").actor, unit("440700"), Some(period("2020-11")), None).await.unwrap();
        assert_eq!((region.peers.unwrap().units, region.months_left_out), (63, false));
        let line = region.lines.iter().find(|line| line.indicator == "smd-standard-mgmt").unwrap();
        assert_eq!(line.values[11], Some(Fraction::whole(76)));
        assert_eq!(line.five, None, "one region alone has no spread");
    }

    async fn a_mean_of_counties_is_told_where_its_colour_differs(world: World) {
        // Pooled 84% of 10,060 and met; the mean of the seven is 67% and not met.
        let mut counties = vec![("440703", 8_500, 10_000)];
        counties.extend(COUNTIES[1..].iter().map(|county| (*county, 64, 100)));
        managed(&world, "2020-11", &counties).await;
        let leader = world.leader("440700");
        let summary = world.office.summary(&leader.actor, unit("440700"), Some(period("2020-11"))).await.unwrap();
        let tile = |code: &str| summary.tiles.iter().find(|tile| tile.indicator == code).unwrap();
        let managed_tile = tile("smd-standard-mgmt");
        assert_eq!(managed_tile.score.status, Some(Status::Met));
        let mean = managed_tile.mean.unwrap();
        assert_eq!((mean.units, mean.met, mean.value.rounded(2)), (7, false, "67.00".to_owned()));
        assert_eq!(summary.tiles.iter().filter(|tile| tile.mean.is_some()).count(), 1);
        let progress = world.office.progress(&leader.actor, "smd-standard-mgmt", unit("440700"), Some(period("2020-11"))).await.unwrap();
        assert_eq!(progress.mean, Some(mean));
        // Everybody alike: one colour, and the summary is silent.
        managed(&world, "2020-10", &COUNTIES.map(|county| (county, 80, 100))).await;
        let alike = world.office.summary(&leader.actor, unit("440700"), Some(period("2020-10"))).await.unwrap();
        assert!(alike.tiles.iter().all(|tile| tile.mean.is_none()));
    }
}
