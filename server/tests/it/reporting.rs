//! The reporting board: completeness and timeliness as WHO and DHIS2 define them.

use crate::world::*;
use app::ask::accounts::NewAccount;
use app::ask::board::{BoardView, Boards, ReportingBoard};
use app::ask::returns::Returns;
use app::refusal::Refusal;
use chrono::NaiveDate;
use kpi::draft::{Cell, Empty};
use kpi::reporting::{Reports, Standing};
use kpi::role::Role;
use server::office::Told;

const NOVEMBER: &str = "2020-11";

fn late() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 12, 8).unwrap()
}

async fn board(world: &World, code: &str, month: &str) -> ReportingBoard {
    let evaluator = world.person(Role::Evaluator, code);
    let view = BoardView::default();
    let asked = world
        .office
        .board(&evaluator.actor, unit(code), Some(period(month)), &view);
    asked.await.unwrap()
}

fn of_month(board: &ReportingBoard) -> Reports {
    board.months.last().unwrap().1
}

fn standing(board: &ReportingBoard, code: &str) -> (Standing, bool) {
    let row = board.rows.iter().find(|row| row.code == unit(code));
    *row.unwrap().months.last().unwrap()
}

fn reports(expected: u32, received: u32, in_time: u32) -> Reports {
    Reports {
        expected,
        received,
        in_time,
    }
}

both! {
    async fn returns_are_counted_once_and_by_when_they_first_came(world: World) {
        let mut world = world;
        assert_eq!(of_month(&board(&world, "440700", NOVEMBER).await), reports(8, 0, 0), "seven counties and the region");
        world.accepted("440703", NOVEMBER, &[]).await;
        world.reporter("440704").submit(NOVEMBER, &[]).await.unwrap();
        let told = board(&world, "440700", NOVEMBER).await;
        assert_eq!(of_month(&told), reports(8, 2, 2));
        assert_eq!(standing(&told, "440703"), (Standing::Accepted, false));
        assert_eq!(standing(&told, "440704"), (Standing::Submitted, false));
        assert_eq!(standing(&told, "440705"), (Standing::NotBegun, false));
        world.reviewer("440700").send_back("440704", NOVEMBER, "重填").await.unwrap();
        world.reporter("440705").save(NOVEMBER, &[("smd_new", "1")]).await.unwrap();
        let told = board(&world, "440700", NOVEMBER).await;
        assert_eq!(of_month(&told), reports(8, 1, 1), "what went back before it counted has to come again");
        assert_eq!(standing(&told, "440704"), (Standing::SentBack, false));
        assert_eq!(standing(&told, "440705"), (Standing::Draft, false));

        world.office = world.office.on(late());
        let told = board(&world, "440700", NOVEMBER).await;
        assert_eq!(standing(&told, "440705"), (Standing::Overdue, false), "a draft is not a return");
        assert!(told.is_past);
        world.reporter("440704").submit(NOVEMBER, &[]).await.unwrap();
        world.reporter("440705").submit(NOVEMBER, &[]).await.unwrap();
        let told = board(&world, "440700", NOVEMBER).await;
        assert_eq!(of_month(&told), reports(8, 3, 2), "it first came in time; the other did not");
        assert_eq!(standing(&told, "440705"), (Standing::Submitted, true));
        assert_eq!(standing(&told, "440704"), (Standing::Submitted, false));

        // A correction, with the accepted version counting all the while, changes neither side.
        let values = [("smd_registered", "7"), ("smd_ever_registered", "9")];
        let reporter = world.reporter("440703");
        reporter.correct(NOVEMBER, &values, "漏报").await.unwrap();
        assert_eq!(of_month(&board(&world, "440700", NOVEMBER).await), reports(8, 3, 2));
        world.reviewer("440700").accept("440703", NOVEMBER).await.unwrap();
        let told = board(&world, "440700", NOVEMBER).await;
        assert_eq!(of_month(&told), reports(8, 3, 2));
        assert_eq!(standing(&told, "440703"), (Standing::Accepted, false));
        assert_eq!(told.to_remind.1, 8, "all owe earlier months too");
        let nation = board(&world, "000000", NOVEMBER).await;
        assert_eq!(of_month(&nation).received, 3);
        assert_eq!(of_month(&nation).expected, 510 + 63 + 30 - 18 - 28, "a unit on several tiers files once; of 28 provinces nothing is due in November");
        assert_eq!((nation.rows.len(), nation.page), (100, (1, 6)));
    }

    async fn what_is_not_owed_is_on_neither_side(world: World) {
        let mut world = world;
        world.accepted("440703", NOVEMBER, &[]).await;
        world.office = world.office.on(NaiveDate::from_ymd_opt(2021, 2, 8).unwrap());
        let told = board(&world, "440703", "2021-01").await;
        assert_eq!(of_month(&told), reports(0, 0, 0));
        assert_eq!(of_month(&told).completeness(), None);
        assert_eq!(standing(&told, "440703").0, Standing::NotOwed);
        let counted: u32 = told.months.iter().map(|(_, reports)| reports.expected).sum();
        assert_eq!(counted, 11, "February to December 2020");
        let covid = told.programmes.iter().find(|(code, _)| code == "covid-recovered-2020").unwrap();
        assert_eq!(covid.1.reports, reports(0, 0, 0), "nothing falls due in January");
    }

    async fn an_imported_return_came_with_its_import(world: World) {
        let due: Vec<String> = kpi::catalogue()
            .due(kpi::catalogue::PILOT, &[kpi::Tier::County], period("2020-10"))
            .map(|element| format!("440703,2020-10,{},0", element.code))
            .collect();
        let lines: Vec<&str> = due.iter().map(String::as_str).collect();
        world.import(&lines).await;
        let told = board(&world, "440703", "2020-10").await;
        assert_eq!(of_month(&told), reports(1, 1, 0), "in December, for October");
        assert_eq!(standing(&told, "440703"), (Standing::Accepted, true));
    }

    async fn values_count_when_they_say_something(world: World) {
        let county = world.reporter("440703");
        let mut filing = county.filing(NOVEMBER, &[], 0);
        let due = u32::try_from(filing.draft.cells.len()).unwrap();
        let cell = |empty, reason: &str| Cell { text: String::new(), empty: Some(empty), reason: reason.to_owned() };
        filing.draft.cells.insert("popularisation_events".to_owned(), cell(Empty::NotCollected, ""));
        filing.draft.cells.insert("smd_face_to_face".to_owned(), cell(Empty::NotYet, ""));
        filing.draft.cells.insert("smd_medicated".to_owned(), cell(Empty::NotApplicable, "不适用"));
        filing.draft.cells.insert("smd_regular_medicated".to_owned(), cell(Empty::NotApplicable, "不适用"));
        let filing = county.answered(filing).await;
        world.office.submit(&county.actor, &filing).await.unwrap();
        let values = |told: &ReportingBoard| (told.rows[0].values.present, told.rows[0].values.due);
        assert_eq!(values(&board(&world, "440703", NOVEMBER).await), (due - 4, due - 2), "zeros are values");
        world.reviewer("440700").accept("440703", NOVEMBER).await.unwrap();
        let told = board(&world, "440703", NOVEMBER).await;
        assert_eq!(values(&told), (due - 4, due - 2));
        assert_eq!(told.programmes[0].1.values, told.rows[0].values);
        let region = board(&world, "440700", NOVEMBER).await;
        let total = region.programmes[0].1.values;
        assert_eq!(total.present, due - 4);
        assert!(total.due > due, "who has not filed lacks every value");
    }

    async fn the_list_of_reminders_names_people(world: World) {
        world.accepted("440703", NOVEMBER, &[]).await;
        let person = NewAccount { account: "li-wei".to_owned(), name: "李伟".to_owned(), role: Role::Reporter, org_unit: unit("440704") };
        world.office.operator_adds(&person, Told::new("long enough for a test")).await.unwrap();
        let evaluator = world.person(Role::Evaluator, "440700");
        let asked = |view| { let actor = evaluator.actor.clone(); let office = world.office.clone(); async move {
            office.reminders(&actor, unit("440700"), period(NOVEMBER), &view).await
        }};
        let all = asked(BoardView::default()).await.unwrap();
        assert_eq!(all.len(), 8 * 11 - 1, "eight units, eleven months, one came");
        assert!(all.iter().all(|one| one.code != unit("440703") || one.period != period(NOVEMBER)));
        let one = all.iter().find(|one| one.code == unit("440704")).unwrap();
        assert_eq!((one.people.as_slice(), one.standing), ([("li-wei".to_owned(), "李伟".to_owned())].as_slice(), Standing::Overdue));
        assert_eq!((one.period, one.days_late), (period("2020-01"), 301), "due by 5 February, midnight");
        let open = asked(BoardView { state: "not_begun".to_owned(), ..BoardView::default() }).await.unwrap();
        assert_eq!(open.len(), 7);
        assert!(open.iter().all(|one| one.period == period(NOVEMBER) && one.days_late < 0));
        let stranger = world.leader("440703");
        let refused = world.office.reminders(&stranger.actor, unit("440700"), period(NOVEMBER), &BoardView::default()).await;
        assert_eq!(refused, Err(Refusal::Forbidden));
    }

    async fn the_view_filters_and_pages_and_nothing_is_guessed(world: World) {
        world.accepted("440703", NOVEMBER, &[]).await;
        let evaluator = world.person(Role::Evaluator, "000000");
        let asked = |view: BoardView| { let actor = evaluator.actor.clone(); let office = world.office.clone(); async move {
            office.board(&actor, unit("000000"), Some(period(NOVEMBER)), &view).await
        }};
        let accepted = asked(BoardView { state: "accepted".to_owned(), ..BoardView::default() }).await.unwrap();
        assert_eq!((accepted.fitting, accepted.rows[0].code), (1, unit("440703")));
        let provinces = asked(BoardView { rank: "provinces".to_owned(), ..BoardView::default() }).await.unwrap();
        assert_eq!(provinces.fitting, 30);
        assert_eq!(of_month(&provinces).expected, 2, "totals are of what is looked at: Tianjin and Shanghai are regions too");
        let named = asked(BoardView { q: "蓬江".to_owned(), page: "99".to_owned(), ..BoardView::default() }).await.unwrap();
        assert_eq!((named.fitting, named.page), (1, (1, 1)));
        let unheard = asked(BoardView { programme: "no-such".to_owned(), ..BoardView::default() }).await;
        assert_eq!(unheard, Err(Refusal::Missing));
        let whole = world.office.whole_board(&evaluator.actor, unit("000000"), period(NOVEMBER), &BoardView::default()).await.unwrap();
        assert_eq!(whole.rows.len(), whole.fitting);
    }
}
