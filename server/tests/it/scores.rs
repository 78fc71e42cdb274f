//! Scores: the contract's examples, from figures to verdicts.

use crate::world::*;
use app::ask::scores::{Rank, Scores};
use app::ask::targets::Targets;
use app::refusal::{NotNow, Refusal};
use kpi::fraction::Fraction;
use kpi::score::Status;
use kpi::target::LocalTarget;
use rust_decimal::Decimal;

fn published() -> Vec<&'static str> {
    kpi::catalogue::published_import()
        .lines()
        .skip(1)
        .filter(|line| !line.contains("2021-04"))
        .collect()
}

both! {
    async fn the_published_years_come_out_as_published(world: World) {
        world.import(&published()).await;
        let score = world.score("smd-standard-mgmt", "000000", "2018-12").await;
        assert_eq!(score.printed(score.value.unwrap(), 2), "82.69");
        assert_eq!(score.status, Some(Status::Met));
        let score = world.score("smd-regular-medication", "000000", "2018-12").await;
        assert_eq!(score.printed(score.value.unwrap(), 2), "41.78");
        assert_eq!((score.status, score.shortfall), (Some(Status::NotMet), Some(1_092_110)));
        for (indicator, value) in [("smd-reported-prevalence", "4.60"), ("smd-standard-mgmt", "89.01"), ("smd-regular-medication", "68.84")] {
            let score = world.score(indicator, "000000", "2020-12").await;
            assert_eq!(score.printed(score.value.unwrap(), 2), value);
            assert_eq!(score.status, Some(Status::Met));
        }
        let leader = world.leader("000000");
        let progress = world.office.progress(&leader.actor, "smd-standard-mgmt", unit("000000"), Some(period("2020-12"))).await.unwrap();
        assert_eq!(progress.points.first().unwrap().0, period("2017-12"));
        let values = progress.points.iter().filter(|(_, score)| score.value.is_some()).count();
        assert_eq!((progress.points.len(), values), (37, 3), "gaps stay gaps");
        assert_eq!(progress.pace, None, "one value makes no path");
    }

    async fn a_half_year_is_judged_by_its_own_months(world: World) {
        world.import(&["440700,2020-03,lead_meetings,1"]).await;
        assert_eq!(world.status("lead-meeting", "440700", "2020-02").await, Some(Status::NoData));
        assert_eq!(world.status("lead-meeting", "440700", "2020-03").await, Some(Status::Met), "met is met, whatever is missing");
        assert_eq!(world.status("lead-meeting", "440700", "2020-06").await, Some(Status::Met));
        assert_eq!(world.status("lead-meeting", "440700", "2020-07").await, Some(Status::NoData), "two in one half-year do not count for the other");
        world.import(&["440700,2020-12,lead_meetings,0"]).await;
        let score = world.score("lead-meeting", "440700", "2020-12").await;
        assert_eq!((score.status, score.shortfall), (Some(Status::NotMet), Some(1)));
        assert_eq!(world.status("lead-meeting", "440700", "2019-12").await, Some(Status::NotApplicable), "before 2020 there was no such duty");
    }

    async fn every_month_needs_its_activity(world: World) {
        world.import(&["440703,2020-05,popularisation_events,1", "440703,2020-06,popularisation_events,2", "440703,2020-07,popularisation_events,0"]).await;
        assert_eq!(world.status("science-pop-monthly", "440703", "2020-06").await, Some(Status::Met));
        let score = world.score("science-pop-monthly", "440703", "2020-07").await;
        assert_eq!((score.numerator, score.denominator, score.status), (Some(2), Some(3), Some(Status::NotMet)));
        assert_eq!(world.status("science-pop-monthly", "440703", "2020-08").await, Some(Status::NoData));
        let region = world.score("science-pop-monthly", "440700", "2020-06").await;
        assert_eq!((region.numerator, region.denominator, region.units), (Some(1), Some(7), Some((1, 7))));
        assert_eq!(region.status, Some(Status::Undetermined));
    }

    async fn above_those_who_answer_it_is_k_of_all(world: World) {
        world.import(&["440700,2020-11,crisis_team,1", "120000,2020-11,crisis_team,1"]).await;
        let nation = world.score("crisis-team", "000000", "2020-11").await;
        assert_eq!((nation.numerator, nation.denominator, nation.shortfall), (Some(2), Some(63), Some(61)));
        assert_eq!(nation.status, Some(Status::Undetermined), "the silent may all have one");
        assert_eq!(nation.coverage, Fraction::new(2, 63));
        let guangdong = world.score("crisis-team", "440000", "2020-11").await;
        assert_eq!(guangdong.numerator, Some(1));
        world.import(&["110102,2020-11,crisis_team,0"]).await;
        assert_eq!(world.status("crisis-team", "000000", "2020-11").await, Some(Status::NotMet));
        assert_eq!(world.status("crisis-team", "110000", "2020-11").await, Some(Status::NotMet));
        assert_eq!(world.status("crisis-team", "110102", "2020-11").await, Some(Status::NotMet));
        assert_eq!(world.status("crisis-team", "440703", "2020-11").await, Some(Status::NotApplicable), "a county of a region does not answer");
    }

    async fn the_missing_bound_the_verdict(world: World) {
        let region = "440700";
        let counties = ["440703", "440704", "440705", "440781", "440783", "440784", "440785"];
        let mut lines = Vec::new();
        for county in &counties[..6] {
            lines.push(format!("{county},2020-11,smd_registered,1000"));
            lines.push(format!("{county},2020-11,smd_standard_managed,900"));
        }
        lines.push("440785,2020-11,smd_registered,100".to_owned());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        world.import(&lines).await;
        let score = world.score("smd-standard-mgmt", region, "2020-11").await;
        assert_eq!((score.numerator, score.denominator), (Some(5400), Some(6000)));
        assert_eq!(score.coverage, Fraction::new(6000, 6100));
        assert_eq!(score.lower, Fraction::new(540_000, 6100));
        assert_eq!(score.upper, Fraction::new(550_000, 6100));
        assert_eq!(score.status, Some(Status::Met), "even if the seventh had managed nobody");
        world.import(&["440785,2020-11,smd_registered,9000"]).await;
        assert_eq!(world.status("smd-standard-mgmt", region, "2020-11").await, Some(Status::Undetermined));
        world.import(&["440785,2020-11,smd_standard_managed,1000"]).await;
        assert_eq!(world.status("smd-standard-mgmt", region, "2020-11").await, Some(Status::NotMet));
        world.assert_sums_hold().await;
    }

    async fn official_counts_stand_in_for_unreported_wholes(world: World) {
        world.import(&["440703,2020-11,villages_with_room,100"]).await;
        let official = world.office.units().get(unit("440703")).unwrap().villages_official.unwrap();
        let score = world.score("counselling-room-coverage", "440703", "2020-11").await;
        assert_eq!((score.numerator, score.denominator, score.official), (Some(100), Some(official), true));
        let region = world.score("counselling-room-coverage", "440700", "2020-11").await;
        let all: i64 = world.office.units().responsible(unit("440700"), kpi::Tier::County)
            .iter().filter_map(|county| county.villages_official).sum();
        assert_eq!(region.denominator, Some(official));
        assert_eq!(region.coverage, Fraction::new(i128::from(official), i128::from(all)));
        assert_eq!(world.status("counselling-room-coverage", "440704", "2020-11").await, Some(Status::NoData));
    }

    async fn a_value_reported_above_stands_for_itself_alone(world: World) {
        world.import(&["440700,2020-11,smd_registered,7000"]).await;
        let score = world.score("smd-standard-mgmt", "440700", "2020-11").await;
        assert_eq!((score.status, score.numerator), (Some(Status::NoData), None), "one side alone says nothing");
        world.import(&["440700,2020-11,smd_standard_managed,6000", "440703,2020-11,smd_registered,1000", "440703,2020-11,smd_standard_managed,500"]).await;
        let leader = world.leader("440700");
        let summary = world.office.summary(&leader.actor, unit("440700"), Some(period("2020-11"))).await.unwrap();
        let tile = summary.tiles.iter().find(|tile| tile.indicator == "smd-standard-mgmt").unwrap();
        assert_eq!((tile.score.numerator, tile.score.units), (Some(6000), None));
        let below = tile.sum_below.as_ref().unwrap();
        assert_eq!((below.numerator, below.units), (Some(500), Some((1, 7))));
        let province = world.score("smd-standard-mgmt", "440000", "2020-11").await;
        assert_eq!(province.numerator, Some(500), "it never enters another unit's sum");
    }

    async fn the_strictest_target_of_all_above_applies(world: World) {
        world.import(&["440703,2020-11,smd_registered,1000", "440703,2020-11,smd_standard_managed,830"]).await;
        assert_eq!(world.status("smd-standard-mgmt", "440703", "2020-11").await, Some(Status::Met));
        let asks = |value: i64| LocalTarget { year: 2020, value: Some(Decimal::from(value)), due: None };
        let province = world.administrator("440000");
        world.office.set_target(&province.actor, unit("440000"), "smd-standard-mgmt", &asks(85), "省里要求").await.unwrap();
        let score = world.score("smd-standard-mgmt", "440703", "2020-11").await;
        assert_eq!((score.status, score.shortfall), (Some(Status::NotMet), Some(20)));
        assert!(score.target.unwrap().local);
        assert_eq!(world.status("smd-standard-mgmt", "000000", "2020-11").await, Some(Status::Undetermined), "only below the province");
        let region = world.administrator("440700");
        let looser = world.office.set_target(&region.actor, unit("440700"), "smd-standard-mgmt", &asks(82), "").await;
        assert_eq!(looser, Err(Refusal::NotNow(NotNow::NotStricter)));
        let yes_no = world.office.set_target(&region.actor, unit("440700"), "crisis-team", &asks(2), "").await;
        assert_eq!(yes_no, Err(Refusal::NotNow(NotNow::NotStricter)));
        let earlier = LocalTarget { year: 2020, value: None, due: chrono::NaiveDate::from_ymd_opt(2020, 11, 30) };
        world.office.set_target(&region.actor, unit("440700"), "smd-standard-mgmt", &earlier, "").await.unwrap();
        let target = world.score("smd-standard-mgmt", "440703", "2020-11").await.target.unwrap();
        assert_eq!((target.value, target.due), (Decimal::from(85), earlier.due.unwrap()));
        let summary = world.office.summary(&world.leader("440703").actor, unit("440703"), Some(period("2020-11"))).await.unwrap();
        assert_eq!(summary.headline.overdue, 1, "the region's day has come");
        let lift = LocalTarget { year: 2020, value: None, due: None };
        world.office.set_target(&province.actor, unit("440000"), "smd-standard-mgmt", &lift, "").await.unwrap();
        assert_eq!(world.status("smd-standard-mgmt", "440703", "2020-11").await, Some(Status::Met));
        let stranger = world.office.set_target(&region.actor, unit("440000"), "smd-standard-mgmt", &asks(90), "").await;
        assert_eq!(stranger, Err(Refusal::Forbidden));
        let lines = world.office.unit_targets(&region.actor, unit("440700")).await.unwrap();
        assert!(lines.may_set);
        let line = lines.lines.iter().find(|line| line.indicator == "smd-standard-mgmt").unwrap();
        assert_eq!(line.own, Some(earlier));
    }

    async fn a_summary_shows_what_higher_units_answer_for(world: World) {
        world.import(&["440700,2020-11,crisis_team,1", "440000,2020-12,province_joint_evaluations,1"]).await;
        let county = world.leader("440703");
        let summary = world.office.summary(&county.actor, unit("440703"), Some(period("2020-12"))).await.unwrap();
        assert_eq!(summary.tiles.len(), 80);
        let tile = |code: &str| summary.tiles.iter().find(|tile| tile.indicator == code).unwrap();
        assert_eq!((tile("crisis-team").of.code, tile("crisis-team").score.status), (unit("440700"), Some(Status::Met)));
        assert_eq!((tile("joint-eval-province").of.code, tile("joint-eval-province").score.status), (unit("440000"), Some(Status::Met)));
        assert_eq!(summary.headline.scored(), 11, "a county's eleven");
        let region = world.office.summary(&world.leader("440700").actor, unit("440700"), Some(period("2020-12"))).await.unwrap();
        assert_eq!(region.headline.scored(), 27);
        let nation = world.office.summary(&world.leader("000000").actor, unit("000000"), Some(period("2020-12"))).await.unwrap();
        assert_eq!(nation.headline.scored(), 28);
        assert_eq!(nation.below.len(), 30);
        assert_eq!(nation.reported, (0, 510 + 63 + 30 - 18), "a unit on several tiers files once");
    }

    async fn units_stand_side_by_side_at_every_rank(world: World) {
        world.import(&["440703,2020-10,smd_registered,1000", "440703,2020-10,smd_standard_managed,700", "440703,2020-11,smd_registered,1000", "440703,2020-11,smd_standard_managed,830"]).await;
        let leader = world.leader("000000");
        let at = |rank| world.office.compare(&leader.actor, "smd-standard-mgmt", unit("000000"), Some(period("2020-11")), rank);
        let provinces = at(None).await.unwrap();
        assert_eq!((provinces.rank, provinces.rows.len()), (Rank::Provinces, 30));
        let regions = at(Some(Rank::Regions)).await.unwrap();
        assert_eq!(regions.rows.len(), 63);
        let counties = at(Some(Rank::Counties)).await.unwrap();
        assert_eq!(counties.rows.len(), 510);
        let row = counties.rows.iter().find(|row| row.unit.code == unit("440703")).unwrap();
        assert_eq!((row.score.numerator, row.before.numerator), (Some(830), Some(700)));
        let above: Vec<_> = row.above.iter().map(|unit| unit.code.to_string()).collect();
        assert_eq!(above, ["440000", "440700"]);
        for table in [&provinces, &regions] {
            let with = table.rows.iter().filter(|row| row.score.numerator == Some(830)).count();
            assert_eq!(with, 1);
        }
        assert_eq!(counties.total.numerator, Some(830));
    }

    async fn the_newest_month_is_the_last_complete_one(world: World) {
        let county = world.leader("440703");
        let newest = || async { world.office.summary(&county.actor, unit("440703"), None).await.unwrap().period };
        assert_eq!(newest().await, period("2020-11"));
        world.import(&["440703,2020-12,smd_registered,1000"]).await;
        assert_eq!(newest().await, period("2020-12"), "figures have come for December");
    }
}
