//! Import and export: all or nothing, every bad line by name, and out again as it came in.

use crate::world::*;
use app::ask::identity::Holding;
use app::ask::returns::Returns;
use kpi::draft::{Cell, Empty};
use kpi::facts::Value;
use kpi::fault::Reason;
use kpi::org_unit::Tier;
use kpi::returns::Stage;
use server::office::import::{ImportStop, LineFault};

both! {
    async fn every_kind_of_bad_line_is_named(world: World) {
        world.import(&["440703,2020-09,smd_registered,100"]).await;
        let before = world.export().await;
        let bad = world.refused_import(&[
            "440703,2020-11,smd_registered,1000",
            "440703,2020-11,smd_registered",
            "123456,2020-11,smd_registered,1",
            "440703,2020-11,no_such_thing,1",
            "440703,2020-13,smd_registered,1",
            "440703,2021-01,smd_registered,1",
            "440703,2009-12,smd_registered,1",
            "440703,2020-11,crisis_team,1",
            "440700,2020-11,crisis_team,yes",
            "440703,2020-11,smd_new,many",
            "440703,2020-11,smd_new,-1",
            "440703,2020-11,smd_new,1.5",
            "440703,2020-11,smd_new,",
            "440703,2020-11,smd_new,9999999999999",
            "440703,2020-11,smd_registered,1001",
            "440703,2020-11,smd_managed,1002",
            "440703,2020-09,smd_medicated,101",
            "440000,2020-11,youth_funding,1.23456",
        ]).await;
        let faults: Vec<(u64, String)> = bad.iter().map(|(line, fault)| (*line, kind(fault))).collect();
        let expected = [
            (3, "Fields"), (4, "UnknownUnit"), (5, "UnknownElement"), (6, "NotAPeriod"), (7, "Future"),
            (8, "TooEarly"), (9, "BelowTier"), (10, "NotOneOrZero"), (11, "NotANumber"), (12, "Negative"),
            (13, "NotWhole"), (14, "Blank"), (15, "TooLarge"), (16, "Contradicts"), (17, "ExceedsWhole"),
            (18, "ExceedsWhole"), (19, "TooFine"),
        ];
        let expected: Vec<(u64, String)> = expected.iter().map(|(line, kind)| (*line, (*kind).to_owned())).collect();
        assert_eq!(faults, expected);
        assert!(matches!(bad[6].1, LineFault::BelowTier(Tier::Region)));
        assert_eq!(world.export().await, before, "all of it or nothing");
        let left = world.office.store().read().await.unwrap().staged_units("").await.unwrap();
        assert!(left.is_empty());
    }

    async fn a_whole_may_not_shrink_below_its_parts(world: World) {
        world.import(&["440703,2020-11,smd_registered,1000", "440703,2020-11,smd_managed,900"]).await;
        let bad = world.refused_import(&["440703,2020-11,smd_registered,800"]).await;
        assert!(matches!(bad.as_slice(), [(2, LineFault::Value(Reason::BelowPart { .. }))]), "{bad:?}");
        world.import(&["440703,2020-11,smd_registered,800", "440703,2020-11,smd_managed,800"]).await;
    }

    async fn the_same_file_twice_changes_nothing(world: World) {
        let lines = ["440703,2020-11,smd_registered,1000", "440703,2020-11,smd_managed,NA", "440703,2020-11,smd_registered,1000"];
        let first = world.import(&lines).await;
        assert_eq!((first.lines, first.changed), (3, 2), "a repeated line is one");
        let number = first.change.unwrap();
        let again = world.import(&lines).await;
        assert_eq!((again.changed, again.change), (0, None));
        let third = world.import(&["440703,2020-11,smd_registered,1001"]).await;
        assert_eq!(third.change, Some(number + 1), "not even a number was spent");
    }

    async fn an_import_corrects_what_was_accepted(world: World) {
        let county = world.reporter("440703");
        let mut filing = county.filing("2020-11", &crate::returns::NOVEMBER, 0);
        for (code, empty) in [("smd_new", Empty::NotYet), ("smd_deaths", Empty::NotCollected)] {
            filing.draft.cells.insert(code.to_owned(), Cell { empty: Some(empty), ..Cell::default() });
        }
        let filing = county.answered(filing).await;
        world.office.submit(&county.actor, &filing).await.unwrap();
        world.reviewer("440700").accept("440703", "2020-11").await.unwrap();
        let done = world.import(&["440703,2020-11,smd_new,NA", "440703,2020-11,smd_deaths,4", "440703,2020-11,smd_managed,900", "440703,2020-11,smd_registered,1000", "440703,2020-11,smd_standard_managed,870"]).await;
        assert_eq!(done.changed, 3, "two of five lines say what is known");
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.accepted["smd_new"], Value::NotApplicable("file.csv".to_owned()));
        assert_eq!(open.accepted["smd_deaths"], Value::Figure(4));
        assert_eq!((open.stage, open.version), (Some(Stage::Accepted), 2));
        assert!(open.faults.is_empty(), "{:?}", open.faults);
        assert_eq!(world.score("smd-standard-mgmt", "440700", "2020-11").await.numerator, Some(870));
        world.assert_sums_hold().await;
    }

    async fn a_byte_order_mark_is_no_harm(world: World) {
        let bytes = b"\xef\xbb\xbforg_unit,period,data_element,value\r\n440703,2020-11,smd_registered,1000\r\n\r\n";
        let (done, _) = world.import_bytes(bytes).await;
        assert_eq!(done.unwrap().changed, 1);
        let (done, _) = world.import_bytes(b"\"org_unit\",\"period\",\"data_element\",\"value\"\n\"440703\",\"2020-11\",\"smd_new\",\"3\"").await;
        assert_eq!(done.unwrap().changed, 1, "neither are quotes, nor a last line without its end");
    }

    async fn what_is_not_utf8_is_refused_with_its_line(world: World) {
        // 合计 in GBK.
        let mut bytes = file_of(&["440703,2020-11,smd_registered,1000"]).into_bytes();
        bytes.extend(b"\xba\xcf\xbc\xc6,2020-11,smd_registered,1000\n");
        let (done, _) = world.import_bytes(&bytes).await;
        assert!(matches!(done, Err(ImportStop::NotUtf8 { line: 3 })), "{done:?}");
        for (text, found) in [("", ""), ("unit,period,element,value\n", "unit,period,element,value"), ("440703,2020-11,smd_registered,1\n", "440703,2020-11,smd_registered,1")] {
            let (done, _) = world.import_bytes(text.as_bytes()).await;
            assert!(matches!(&done, Err(ImportStop::Header { found: said }) if said == found), "{done:?}");
        }
        let endless = format!("{}{}\n440703,2020-11,smd_registered,1\n", file_of(&[]), "求".repeat(100_000));
        let (done, notes) = world.import_bytes(endless.as_bytes()).await;
        assert!(matches!(done, Err(ImportStop::BadLines(1))));
        assert_eq!(notes.bad[0].fault, LineFault::TooLong);
        assert_eq!(world.export().await.lines().count(), 1);
    }

    async fn what_comes_in_goes_out_again(world: World) {
        world.import(&[
            "440703,2020-11,smd_registered,1000", "440703,2020-11,smd_managed,NA", "440703,2020-06,smd_at_home,12",
            "440000,2019-12,youth_funding,12.5", "000000,2018-12,smd_registered,5994054", "110102,2020-11,crisis_team,0",
        ]).await;
        let out = world.export().await;
        assert_eq!(out.lines().collect::<Vec<_>>(), [
            "org_unit,period,data_element,value", "000000,2018-12,smd_registered,5994054", "110102,2020-11,crisis_team,0",
            "440000,2019-12,youth_funding,12.5", "440703,2020-06,smd_at_home,12", "440703,2020-11,smd_managed,NA",
            "440703,2020-11,smd_registered,1000",
        ]);
        for other in [Engine::Sqlite, Engine::Postgres] {
            let copy = World::new(other).await;
            let (done, _) = copy.import_bytes(out.as_bytes()).await;
            done.unwrap();
            assert_eq!(copy.export().await, out);
        }
    }

    async fn a_month_that_is_imported_whole_is_accepted(world: World) {
        let county = world.reporter("440703");
        let filing = county.filing("2020-10", &crate::returns::NOVEMBER, 0);
        let lines: Vec<String> = filing.draft.cells.iter()
            .map(|(code, cell)| format!("440703,2020-10,{code},{}", cell.text)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        world.import(&lines[1..]).await;
        assert_eq!(county.open("440703", "2020-10").await.unwrap().stage, None, "one element is still due");
        world.import(&lines[..1]).await;
        let open = county.open("440703", "2020-10").await.unwrap();
        assert_eq!(open.stage, Some(Stage::Accepted));
        assert_eq!(open.cells["smd_registered"].text, "1000");
        assert_eq!(open.accepted.len(), lines.len());
        assert!(open.faults.is_empty());
        assert_eq!(open.history.iter().filter(|entry| entry.action == "import").count(), 2);
        assert!(open.history[0].reason.as_deref().unwrap().starts_with("file.csv sha256:"));
        let desk = world.office.desk(&world.reviewer("440700").actor).await.unwrap();
        assert!(!desk.awaited.iter().any(|line| line.key == pilot("440703", "2020-10") ));
        county.correct("2020-10", &[("smd_standard_managed", "840")], "更正").await.unwrap();
        world.reviewer("440700").accept("440703", "2020-10").await.unwrap();
        assert_eq!(world.score("smd-standard-mgmt", "440703", "2020-10").await.numerator, Some(840));
        world.import(&["440703,2020-10,smd_standard_managed,845"]).await;
        let open = county.open("440703", "2020-10").await.unwrap();
        assert_eq!((open.cells["smd_standard_managed"].text.as_str(), open.version), ("845", 3));
        let imported = open.history.iter().find(|entry| entry.action == "import").unwrap();
        assert_eq!(imported.changes, [("smd_standard_managed".to_owned(), "840".to_owned(), "845".to_owned())]);
        world.assert_sums_hold().await;
    }

    async fn real_and_invented_figures_never_mix(world: World) {
        let demo = World::empty(world.engine()).await;
        let demo_office = demo.office.clone().hold(Holding::Demo).await.unwrap();
        assert_eq!(demo_office.holding(), Holding::Demo);
        let file = std::io::Cursor::new(file_of(&["440703,2020-11,smd_registered,1000"]).into_bytes());
        let done = demo_office.import_csv(file, "file.csv", Holding::Real, &mut Notes::default()).await;
        assert!(matches!(done, Err(ImportStop::OtherHolding(Holding::Demo))), "{done:?}");
        let again = demo.reopened(day()).await;
        assert_eq!(again.holding(), Holding::Demo, "the mark is in the database");
        assert!(again.hold(Holding::Real).await.is_err());
    }
}

/// The kind of a fault, without its figures.
fn kind(fault: &LineFault) -> String {
    let text = match fault {
        LineFault::Value(reason) => format!("{reason:?}"),
        other => format!("{other:?}"),
    };
    text.split([' ', '(', '{']).next().unwrap().to_owned()
}
