//! Returns: from the first figure to the one that counts.

use crate::world::*;
use app::ask::returns::Returns;
use app::ask::scores::Scores;
use app::refusal::{NotNow, Refusal};
use kpi::facts::Value;
use kpi::fault::Reason;
use kpi::returns::Stage;
use kpi::score::Status;

/// What a county of six townships might say for a month.
pub const NOVEMBER: [(&str, &str); 8] = [
    ("townships_with_group", "6"),
    ("townships_group_complete", "6"),
    ("smd_ever_registered", "1000"),
    ("smd_registered", "1000"),
    ("smd_managed", "900"),
    ("smd_standard_managed", "830"),
    ("smd_medicated", "700"),
    ("smd_regular_medicated", "610"),
];

both! {
    async fn a_return_travels_from_the_county_to_the_leader(world: World) {
        let county = world.reporter("440703");
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        let leader = world.leader("440700");
        let seen = || world.office.summary(&leader.actor, unit("440700"), Some(period("2020-11")));
        assert_eq!(seen().await.unwrap().reported, (0, 8), "seven counties and the region itself");
        world.reviewer("440700").accept("440703", "2020-11").await.unwrap();
        let own = world.office.summary(&county.actor, unit("440703"), Some(period("2020-11"))).await.unwrap();
        let tile = own.tiles.iter().find(|tile| tile.indicator == "smd-standard-mgmt").unwrap();
        assert_eq!(tile.score.status, Some(Status::Met));
        assert_eq!((tile.score.numerator, tile.score.denominator), (Some(830), Some(1000)));
        let after = seen().await.unwrap();
        assert_eq!(after.reported, (1, 8));
        let tile = after.tiles.iter().find(|tile| tile.indicator == "smd-standard-mgmt").unwrap();
        assert_eq!((tile.score.numerator, tile.score.denominator), (Some(830), Some(1000)));
        assert_eq!(tile.score.units, Some((1, 7)));
        assert_eq!(tile.score.status, Some(Status::Undetermined), "six counties are silent");
        let below = after.below.iter().find(|below| below.unit.code == unit("440703")).unwrap();
        assert_eq!(below.reported, (1, 1));
        assert_eq!(below.headline, own.headline);
        let progress = world.office.progress(&leader.actor, "smd-standard-mgmt", unit("440700"), None).await.unwrap();
        assert_eq!(progress.points.len(), 11, "January to November");
        assert_eq!(progress.points[10].1.numerator, Some(830));
        assert_eq!(progress.points[9].1.numerator, None, "a gap stays a gap");
        let table = world.office.compare(&leader.actor, "smd-standard-mgmt", unit("440700"), None, None).await.unwrap();
        let rows: Vec<_> = table.rows.iter().filter(|row| row.score.numerator.is_some()).collect();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].unit.code, unit("440703"));
        world.assert_sums_hold().await;
    }

    async fn what_is_typed_is_kept_with_its_faults(world: World) {
        let county = world.reporter("440703");
        let mut values = NOVEMBER.to_vec();
        values.push(("smd_managed", "十二"));
        values.push(("smd_medicated", "1200"));
        let refused = county.submit("2020-11", &values).await.unwrap_err();
        let Refusal::Faulty(faults) = refused else { panic!("{refused:?}") };
        let about = |code: &str| faults.iter().find(|fault| fault.element == code).map(|fault| &fault.reason);
        assert!(matches!(about("smd_managed"), Some(Reason::NotANumber { .. })));
        assert!(matches!(about("smd_medicated"), Some(Reason::ExceedsWhole { .. })));
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.stage, Some(Stage::Draft));
        assert_eq!(open.cells["smd_managed"].text, "十二");
        assert_eq!(open.faults.len(), faults.len());
        let filing = county.only("2020-11", &[("hospitals_total", "3")], open.revision);
        let refused = world.office.save_draft(&county.actor, &filing).await.unwrap_err();
        assert!(matches!(refused, Refusal::Faulty(faults) if faults[0].reason == Reason::NotAsked));
    }

    async fn nobody_acts_where_they_have_no_right(world: World) {
        let county = world.reporter("440703");
        assert_eq!(county.open("440704", "2020-11").await, Err(Refusal::Forbidden));
        assert_eq!(county.open("999999", "2020-11").await, Err(Refusal::Missing));
        let mut filing = county.filing("2020-11", &NOVEMBER, 0);
        filing.draft.key.org_unit = unit("440704");
        assert_eq!(world.office.submit(&county.actor, &filing).await, Err(Refusal::Forbidden));
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        assert_eq!(county.accept("440703", "2020-11").await, Err(Refusal::Forbidden));
        let revision = county.revision("2020-11").await;
        for (reviewer, answer) in [("440703", Refusal::Forbidden), ("440400", Refusal::Forbidden), ("440000", Refusal::Forbidden)] {
            let person = world.reviewer(reviewer);
            let done = world.office.accept(&person.actor, &pilot("440703", "2020-11"), revision).await;
            assert_eq!(done, Err(answer), "{reviewer} is not the county's reviewer");
        }
        let leader = world.leader("440703");
        let region = world.office.summary(&leader.actor, unit("440700"), None).await.unwrap();
        assert!(region.below.is_empty(), "the sums of one's region can be read, its other parts cannot");
        let compared = world.office.compare(&leader.actor, "smd-standard-mgmt", unit("440700"), None, None).await;
        assert_eq!(compared, Err(Refusal::Forbidden));
        let elsewhere = world.office.summary(&leader.actor, unit("110000"), None).await;
        assert_eq!(elsewhere, Err(Refusal::Forbidden));
        let nowhere = world.office.summary(&leader.actor, unit("123456"), None).await;
        assert_eq!(nowhere, Err(Refusal::Missing));
        let unheard_of = world.office.progress(&leader.actor, "no-such-thing", unit("440703"), None).await;
        assert_eq!(unheard_of, Err(Refusal::Missing));
    }

    async fn a_period_must_be_one_that_can_be_spoken_about(world: World) {
        let county = world.reporter("440703");
        let not_now = |why| Err(Refusal::NotNow(why));
        assert_eq!(county.open("440703", "2021-01").await, not_now(NotNow::Future));
        assert_eq!(county.open("440703", "2009-12").await, not_now(NotNow::TooEarly));
        assert!(county.open("440703", "2020-12").await.is_ok(), "the current month may be begun");
        assert_eq!(world.reporter("440100").open("440100", "2020-11").await, not_now(NotNow::NothingAsked));
        let hotline = key("440703", "hotline-12355", "2020-11");
        let asked = world.office.open_return(&county.actor, &hotline).await;
        assert_eq!(asked, not_now(NotNow::NothingAsked), "counties have no part in the hotline");
        let unheard_of = key("440703", "no-such-programme", "2020-11");
        assert_eq!(world.office.open_return(&county.actor, &unheard_of).await, Err(Refusal::Missing));
    }

    async fn a_stale_form_changes_nothing(world: World) {
        let county = world.reporter("440703");
        let first = county.save("2020-11", &[("smd_registered", "1000")]).await.unwrap();
        let second = county.save("2020-11", &[("smd_registered", "1001")]).await.unwrap();
        assert!(second > first);
        let late = county.only("2020-11", &[("smd_registered", "999")], first);
        let told = world.office.save_draft(&county.actor, &late).await.unwrap();
        let clash = &told.clashes[0];
        let said = (clash.base.as_str(), clash.mine.text.as_str(), clash.theirs.text.as_str());
        assert_eq!(said, ("1000", "999", "1001"));
        let refused = world.office.submit(&county.actor, &late).await;
        assert!(matches!(refused, Err(Refusal::Clashing(_))), "{refused:?}");
        let unheard_of = county.only("2020-11", &[("smd_registered", "999")], 99);
        assert_eq!(world.office.save_draft(&county.actor, &unheard_of).await, Err(Refusal::Stale));
        let same = county.only("2020-11", &[("smd_registered", "1001")], first);
        let again = world.office.save_draft(&county.actor, &same).await.unwrap();
        assert_eq!(again.revision, second, "the same again is no change");
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.cells["smd_registered"].text, "1001");
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        let reviewer = world.reviewer("440700");
        let read = county.revision("2020-11").await;
        county.withdraw("2020-11").await.unwrap();
        county.submit("2020-11", &[("smd_new", "1")]).await.unwrap_or_else(|refused| panic!("{refused:?}"));
        let done = world.office.accept(&reviewer.actor, &pilot("440703", "2020-11"), read).await;
        assert_eq!(done, Err(Refusal::Stale), "what was read is not what lies there now");
    }

    async fn of_two_submissions_at_once_one_is_taken(world: World) {
        let county = world.reporter("440703");
        let filing = county.answered(county.filing("2020-11", &NOVEMBER, 0)).await;
        let (one, other) = tokio::join!(
            world.office.submit(&county.actor, &filing),
            world.office.submit(&county.actor, &filing),
        );
        assert_eq!((one, other), (Ok(1), Ok(1)), "the second finds the first one done");
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!((open.version, open.stage), (1, Some(Stage::Submitted)));
        let mut different = county.filing("2020-10", &NOVEMBER, 0);
        let first = county.answered(different.clone()).await;
        different.draft.cells.get_mut("smd_registered").unwrap().text = "1003".to_owned();
        different.draft.cells.get_mut("smd_ever_registered").unwrap().text = "1003".to_owned();
        let different = county.answered(different).await;
        let (one, other) = tokio::join!(
            world.office.submit(&county.actor, &first),
            world.office.submit(&county.actor, &different),
        );
        let refused = match (one, other) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            both => panic!("one must win: {both:?}"),
        };
        assert!(matches!(refused, Refusal::Stale | Refusal::Clashing(_) | Refusal::NotNow(NotNow::Submitted)), "{refused:?}");
    }

    async fn what_lies_with_the_reviewer_stays_as_it_is(world: World) {
        let county = world.reporter("440703");
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        let typed = county.save("2020-11", &[("smd_registered", "7")]).await;
        assert_eq!(typed, Err(Refusal::NotNow(NotNow::Submitted)));
        let reviewer = world.reviewer("440700");
        let mute = reviewer.send_back("440703", "2020-11", "  ").await;
        assert_eq!(mute, Err(Refusal::NotNow(NotNow::WithoutReason)));
        reviewer.send_back("440703", "2020-11", "请核对在册患者数").await.unwrap();
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.stage, Some(Stage::SentBack));
        assert_eq!(open.sent_back_because.as_deref(), Some("请核对在册患者数"));
        assert!(open.may_edit && !open.may_withdraw);
        let again = reviewer.accept("440703", "2020-11").await;
        assert_eq!(again, Err(Refusal::NotNow(NotNow::NotSubmitted)));
        county.correct("2020-11", &[("smd_new", "2")], "").await.unwrap();
        county.withdraw("2020-11").await.unwrap();
        assert_eq!(county.withdraw("2020-11").await, Err(Refusal::NotNow(NotNow::NotSubmitted)));
        let history = county.open("440703", "2020-11").await.unwrap().history;
        let actions: Vec<&str> = history.iter().rev().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["submit", "send_back", "submit", "withdraw"]);
    }

    async fn a_correction_takes_the_place_of_what_counted_and_says_why(world: World) {
        world.accepted("440703", "2020-11", &NOVEMBER).await;
        let county = world.reporter("440703");
        let mute = county.correct("2020-11", &[("smd_standard_managed", "850")], " ").await;
        assert_eq!(mute, Err(Refusal::NotNow(NotNow::CorrectionWithoutReason)));
        county.correct("2020-11", &[("smd_standard_managed", "850")], "漏报20人").await.unwrap();
        let before = world.score("smd-standard-mgmt", "440703", "2020-11").await;
        assert_eq!(before.numerator, Some(830), "until it is accepted, the old one counts");
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.accepted["smd_standard_managed"], Value::Figure(830));
        world.reviewer("440700").accept("440703", "2020-11").await.unwrap();
        let after = world.score("smd-standard-mgmt", "440703", "2020-11").await;
        assert_eq!(after.numerator, Some(850));
        assert_eq!(world.score("smd-standard-mgmt", "440700", "2020-11").await.numerator, Some(850));
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.version, 2);
        let submitted = open.history.iter().find(|entry| entry.action == "submit").unwrap();
        assert_eq!((submitted.version, submitted.reason.as_deref()), (2, Some("漏报20人")));
        let changed: Vec<_> = open.history.iter().flat_map(|entry| &entry.changes)
            .filter(|(code, _, _)| code == "smd_standard_managed").cloned().collect();
        let change = |was: &str, became: &str| ("smd_standard_managed".to_owned(), was.to_owned(), became.to_owned());
        assert_eq!(changed, [change("830", "850"), change("", "830")], "newest first");
        let again = county.correct("2020-11", &[], "").await;
        assert_eq!(again, Ok(()), "nothing new, nothing to do");
        assert_eq!(county.open("440703", "2020-11").await.unwrap().version, 2);
        world.assert_sums_hold().await;
    }

    async fn a_part_left_out_of_a_correction_counts_no_more(world: World) {
        let mut values = NOVEMBER.to_vec();
        values.extend([("smd_at_home", "500"), ("smd_home_rehab", "300")]);
        world.accepted("440703", "2020-11", &values).await;
        assert_eq!(world.status("smd-home-rehab", "440703", "2020-12").await, Some(Status::Met));
        let county = world.reporter("440703");
        county.correct("2020-11", &[("smd_at_home", ""), ("smd_home_rehab", "")], "填错月份").await.unwrap();
        world.reviewer("440700").accept("440703", "2020-11").await.unwrap();
        assert_eq!(world.status("smd-home-rehab", "440703", "2020-12").await, Some(Status::NoData));
        assert_eq!(world.score("smd-home-rehab", "440700", "2020-12").await.numerator, None);
        world.assert_sums_hold().await;
    }

    async fn a_whole_that_shrank_meanwhile_stops_the_acceptance(world: World) {
        let county = world.reporter("440703");
        let mut values = NOVEMBER.to_vec();
        values.push(("villages_with_room", "100"));
        county.submit("2020-11", &values).await.unwrap();
        world.import(&["440703,2020-11,villages_total,90"]).await;
        let done = world.reviewer("440700").accept("440703", "2020-11").await;
        assert!(matches!(&done, Err(Refusal::Faulty(faults)) if faults[0].element == "villages_with_room"), "{done:?}");
    }

    async fn a_desk_shows_what_there_is_to_do(world: World) {
        let county = world.reporter("440703");
        let desk = world.office.desk(&county.actor).await.unwrap();
        assert_eq!(desk.own.iter().filter(|line| line.key.programme == "pilot-2020").count(), 12);
        assert_eq!(desk.own[0].key.period, period("2020-01"), "the most pressing first");
        assert!(desk.own[0].is_overdue());
        county.save("2020-11", &[("smd_registered", "1000")]).await.unwrap();
        county.submit("2020-10", &NOVEMBER).await.unwrap();
        let desk = world.office.desk(&county.actor).await.unwrap();
        let november = desk.own.iter().find(|line| line.key.period == period("2020-11")).unwrap();
        assert_eq!((november.stage, november.filled.0, november.minutes_left.div_euclid(1440)), (Some(Stage::Draft), 1, 2));
        let reviewer = world.reviewer("440700");
        let desk = world.office.desk(&reviewer.actor).await.unwrap();
        assert_eq!(desk.to_review.len(), 1);
        assert!(desk.own.is_empty(), "reviewers file nothing");
        let awaited = |code: &str| desk.awaited.iter().filter(|line| line.key.programme == "pilot-2020" && line.unit.code == unit(code)).count();
        assert_eq!((awaited("440703"), awaited("440704")), (10, 11));
        let nation = world.administrator("000000");
        world.reporter("120000");
        let desk = world.office.desk(&nation.actor).await.unwrap();
        assert!(desk.awaited.iter().any(|line| line.unit.code == unit("120000")), "the nation reviews the provinces");
        assert!(world.office.desk(&world.leader("440700").actor).await.unwrap().awaited.is_empty());
    }
}
