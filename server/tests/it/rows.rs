//! Universities and lectures, one by one: from the rows to the figures that count.

use crate::world::*;
use app::ask::returns::Returns;
use app::ask::rows::{OpenRows, Rows, RowsFiling};
use app::refusal::{NotNow, Refusal};
use kpi::draft::{Answer, Why};
use kpi::facts::Value;
use kpi::fault::Reason;
use kpi::returns::Stage;
use kpi::rows::{Column, TypedRow};
use kpi::score::Status;

const REGION: &str = "440700";

/// What a region says in November beside its rows.
const QUIET: [(&str, &str); 0] = [];

fn university(name: &str, students: &str, teachers: &str) -> TypedRow {
    TypedRow::of([
        (Column::Name, name),
        (Column::Students, students),
        (Column::Teachers, teachers),
    ])
}

fn lecture(department: &str, day: &str, place: &str) -> TypedRow {
    TypedRow::of([
        (Column::Department, department),
        (Column::Day, day),
        (Column::Place, place),
        (Column::Participants, "30"),
    ])
}

/// Three universities: exactly 1:4000, one student over, 2:8000.
fn three() -> Vec<TypedRow> {
    vec![
        university("甲大学", "4,000", "1"),
        university("乙学院", "4001", "1"),
        university("丙学院", "8000", "2"),
    ]
}

impl Person<'_> {
    async fn rows(&self, month: &str, list: &str) -> Result<OpenRows, Refusal> {
        let key = pilot(REGION, month);
        self.world.office.open_rows(&self.actor, &key, list).await
    }

    async fn list(&self, month: &str, list: &str, rows: &[TypedRow]) -> Result<i64, Refusal> {
        let revision = self.rows(month, list).await?.revision;
        self.list_at(month, list, rows, revision).await
    }

    async fn list_at(
        &self,
        month: &str,
        list: &str,
        rows: &[TypedRow],
        revision: i64,
    ) -> Result<i64, Refusal> {
        let filing = RowsFiling {
            key: pilot(REGION, month),
            list: list.to_owned(),
            rows: rows.to_vec(),
            revision,
        };
        self.world.office.save_rows(&self.actor, &filing).await
    }
}

/// The accepted figure of the region.
async fn figure(world: &World, month: &str, element: &str) -> Option<Value> {
    let mut reading = world.office.store().read().await.unwrap();
    let facts = reading
        .facts(unit(REGION), period("2020-01"), period(month))
        .await
        .unwrap();
    facts.at(element, period(month)).cloned()
}

fn figures(number: i64) -> Option<Value> {
    Some(Value::Figure(number))
}

both! {
    async fn rows_become_the_figures_that_count(world: World) {
        let region = world.reporter(REGION);
        region.list("2020-11", "universities", &three()).await.unwrap();
        region.list("2020-11", "lectures", &[lecture("police", "2020-11-03", "礼堂"), lecture("公安", "2020/11/30", "礼堂"), lecture("civil", "11月5日", "民政局")]).await.unwrap();
        let open = region.open(REGION, "2020-11").await.unwrap();
        assert_eq!(open.cells["universities_ratio_met"].text, "2");
        assert_eq!(open.from_rows["universities_total"], 3);
        assert_eq!(open.from_rows["lectures_disabled"], 3);
        let change = open.history.iter().find(|one| one.reason.as_deref() == Some("rows:universities:0:3")).unwrap();
        assert!(change.changes.contains(&("universities_total".to_owned(), String::new(), "3".to_owned())));
        // The form sends other figures for what is computed: they are not taken.
        region.submit("2020-11", &[("lectures_police", "9"), ("universities_total", "40")]).await.unwrap();
        world.reviewer("440000").accept(REGION, "2020-11").await.unwrap();
        for (element, number) in [
            ("universities_total", 3), ("universities_ratio_met", 2), ("university_students", 16_001),
            ("university_counsellors", 4), ("lectures_police", 2), ("lectures_civil", 1),
            ("lectures_justice", 0), ("lectures_petition", 0), ("lectures_disabled", 0),
        ] {
            assert_eq!(figure(&world, "2020-11", element).await, figures(number), "{element}");
        }
        let score = world.score("univ-ratio-met", REGION, "2020-11").await;
        assert_eq!((score.numerator, score.denominator, score.status), (Some(2), Some(3), Some(Status::NotMet)));
        assert_eq!(world.status("lecture-police", REGION, "2020-11").await, Some(Status::Met));
        world.assert_sums_hold().await;
    }

    async fn a_correction_of_rows_is_a_new_version_with_its_own_rows(world: World) {
        let region = world.reporter(REGION);
        let reviewer = world.reviewer("440000");
        region.list("2020-11", "universities", &three()).await.unwrap();
        region.submit("2020-11", &QUIET).await.unwrap();
        let submitted = region.list("2020-11", "universities", &three()[..2]).await;
        assert_eq!(submitted, Err(Refusal::NotNow(NotNow::Submitted)));
        reviewer.accept(REGION, "2020-11").await.unwrap();
        let mut rows = three();
        rows[1].put(Column::Teachers, "2");
        rows.remove(0);
        region.list("2020-11", "universities", &rows).await.unwrap();
        assert_eq!(region.open(REGION, "2020-11").await.unwrap().stage, Some(Stage::Draft));
        assert_eq!(region.correct("2020-11", &[], "").await, Err(Refusal::NotNow(NotNow::CorrectionWithoutReason)));
        region.correct("2020-11", &[], "乙学院新聘一名教师").await.unwrap();
        let seen = reviewer.rows("2020-11", "universities").await.unwrap();
        assert_eq!((seen.accepted, seen.rows, seen.may_edit), (Some(three()), rows.clone(), false));
        assert_eq!(figure(&world, "2020-11", "universities_total").await, figures(3), "not before it is accepted");
        reviewer.accept(REGION, "2020-11").await.unwrap();
        assert_eq!(figure(&world, "2020-11", "universities_total").await, figures(2));
        assert_eq!(figure(&world, "2020-11", "universities_ratio_met").await, figures(2));
        let mut reading = world.office.store().read().await.unwrap();
        let key = pilot(REGION, "2020-11");
        assert_eq!(reading.version_rows(&key, 1).await.unwrap()["universities"], three());
        assert_eq!(reading.version_rows(&key, 2).await.unwrap()["universities"], rows);
        let first = reading.trail(&key).await.unwrap().into_iter().find(|one| one.source.as_deref() == Some("rows:universities:0:3")).unwrap();
        assert_eq!(reading.rows_at(&key, first.number).await.unwrap()["universities"], three(), "every state can be read again");
    }

    async fn a_row_with_a_fault_is_kept_and_stops_the_return(world: World) {
        let region = world.reporter(REGION);
        let rows = [university("甲大学", "八千", "2"), university("乙学院", "4000", "1")];
        region.list("2020-11", "universities", &rows).await.unwrap();
        let wrong = [lecture("police", "2020-12-01", "礼堂"), lecture("police", "2020-11-31", "礼堂"), lecture("", "2020-11-01", "")];
        region.list("2020-11", "lectures", &wrong).await.unwrap();
        assert_eq!(region.rows("2020-11", "universities").await.unwrap().rows, rows);
        let refused = region.submit("2020-11", &QUIET).await.unwrap_err();
        let Refusal::Faulty(faults) = refused else { panic!("{refused:?}") };
        let told: Vec<_> = faults.iter().map(|fault| (fault.element.as_str(), &fault.reason)).collect();
        let rows_fault = |list: &str, line, faults| Reason::Rows { list: list.to_owned(), line, faults };
        assert_eq!(told, [
            ("lectures_police", &rows_fault("lectures", 1, 4)),
            ("universities_total", &rows_fault("universities", 1, 1)),
        ]);
        let open = region.open(REGION, "2020-11").await.unwrap();
        assert_eq!(open.faults.len(), 2);
        region.list("2020-11", "universities", &three()).await.unwrap();
        region.list("2020-11", "lectures", &[lecture("police", "2020-11-30", "礼堂")]).await.unwrap();
        region.submit("2020-11", &QUIET).await.unwrap();
    }

    async fn without_rows_the_figures_are_typed_again(world: World) {
        let region = world.reporter(REGION);
        region.list("2020-11", "universities", &three()).await.unwrap();
        region.list("2020-11", "universities", &[TypedRow::default()]).await.unwrap();
        let open = region.open(REGION, "2020-11").await.unwrap();
        assert!(open.from_rows.is_empty());
        assert_eq!(open.cells["universities_total"].text, "3", "what stood there stands until it is typed over");
        assert_eq!(open.history[0].reason.as_deref(), Some("rows:universities:3:0"));
        region.submit("2020-11", &[("universities_total", "5"), ("universities_ratio_met", "4")]).await.unwrap();
        world.reviewer("440000").accept(REGION, "2020-11").await.unwrap();
        assert_eq!(figure(&world, "2020-11", "universities_total").await, figures(5));
    }

    async fn stale_rows_change_nothing_and_the_same_again_is_no_change(world: World) {
        let region = world.reporter(REGION);
        let first = region.list("2020-11", "universities", &three()).await.unwrap();
        let second = region.save("2020-11", &[("services_on_demand", "3")]).await.unwrap();
        assert!(second > first, "one revision for the return and its rows");
        assert_eq!(region.list_at("2020-11", "universities", &three()[..1], first).await, Err(Refusal::Stale));
        assert_eq!(region.list_at("2020-11", "universities", &three(), first).await, Ok(second));
        assert_eq!(region.rows("2020-11", "universities").await.unwrap().rows, three());
        let late = region.only("2020-11", &[("services_on_demand", "4")], first);
        let told = world.office.save_draft(&region.actor, &late).await.unwrap();
        assert_eq!(told.clashes.len(), 1, "cells come together one by one");
    }

    async fn nobody_lists_for_others_and_counties_have_no_lists(world: World) {
        let region = world.reporter(REGION);
        region.list("2020-11", "universities", &three()).await.unwrap();
        for (other, view) in [
            (world.reporter("440703"), Err(Refusal::Forbidden)), (world.reporter("110000"), Err(Refusal::Forbidden)),
            (world.reviewer("440000"), Ok(3)), (world.leader("440000"), Ok(3)), (world.leader(REGION), Ok(3)),
        ] {
            let seen = other.rows("2020-11", "universities").await.map(|open| open.rows.len());
            assert_eq!(seen, view, "{}", other.actor.account);
            let done = other.list_at("2020-11", "universities", &[], 1).await;
            assert_eq!(done, Err(Refusal::Forbidden), "{}", other.actor.account);
        }
        assert_eq!(region.rows("2020-11", "hospitals").await, Err(Refusal::Missing));
        assert_eq!(region.rows("2021-01", "universities").await, Err(Refusal::NotNow(NotNow::Future)));
        let county = world.reporter("440703");
        let asked = world.office.open_rows(&county.actor, &pilot("440703", "2020-11"), "universities").await;
        assert_eq!(asked, Err(Refusal::Missing));
        let hotline = key(REGION, "hotline-12355", "2020-11");
        assert_eq!(world.office.open_rows(&region.actor, &hotline, "lectures").await, Err(Refusal::Missing));
    }

    async fn universities_are_carried_and_lectures_begin_anew(world: World) {
        let region = world.reporter(REGION);
        region.list("2020-10", "universities", &three()).await.unwrap();
        region.list("2020-10", "lectures", &[lecture("police", "2020-10-08", "礼堂")]).await.unwrap();
        assert!(region.rows("2020-11", "universities").await.unwrap().carried().is_none(), "nothing is accepted yet");
        region.submit("2020-10", &QUIET).await.unwrap();
        world.reviewer("440000").accept(REGION, "2020-10").await.unwrap();
        let open = region.rows("2020-12", "universities").await.unwrap();
        assert_eq!(open.carried(), Some(&(period("2020-10"), three())));
        assert!(open.rows.is_empty() && open.standing.is_empty(), "carried is not confirmed");
        let key = pilot(REGION, "2020-12");
        let done = world.office.carry_rows(&region.actor, &key, "universities", open.revision + 1).await;
        assert_eq!(done, Err(Refusal::Stale));
        world.office.carry_rows(&region.actor, &key, "universities", open.revision).await.unwrap();
        let open = region.rows("2020-12", "universities").await.unwrap();
        assert_eq!((open.rows.len(), open.carried()), (3, None));
        assert_eq!(open.standing["university_students"], "16001");
        let lectures = region.rows("2020-12", "lectures").await.unwrap();
        assert!(lectures.rows.is_empty() && lectures.carried().is_none());
        assert_eq!(lectures.earlier.len(), 1, "October's can be read");
        let revision = lectures.revision;
        assert_eq!(world.office.carry_rows(&region.actor, &key, "lectures", revision).await, Err(Refusal::NotNow(NotNow::NothingAsked)));
    }

    async fn of_rows_and_an_imported_count_the_later_wins(world: World) {
        let region = world.reporter(REGION);
        region.list("2020-11", "universities", &three()).await.unwrap();
        region.submit("2020-11", &QUIET).await.unwrap();
        world.reviewer("440000").accept(REGION, "2020-11").await.unwrap();
        world.import(&["440700,2020-11,universities_total,7"]).await;
        assert_eq!(figure(&world, "2020-11", "universities_total").await, figures(7));
        let open = region.rows("2020-11", "universities").await.unwrap();
        assert_eq!((open.rows.len(), open.standing["universities_total"].as_str()), (3, "7"), "the page can say that they differ");
        region.list("2020-11", "universities", &three()).await.unwrap();
        assert_eq!(region.rows("2020-11", "universities").await.unwrap().standing["universities_total"], "3");
        region.correct("2020-11", &[], "以逐校明细为准").await.unwrap();
        world.reviewer("440000").accept(REGION, "2020-11").await.unwrap();
        assert_eq!(figure(&world, "2020-11", "universities_total").await, figures(3));
    }

    async fn one_lecture_of_two_departments_is_asked_about_and_counts(world: World) {
        let region = world.reporter(REGION);
        region.list("2020-11", "lectures", &[lecture("police", "2020-11-03", "礼堂"), lecture("justice", "11月3日", "礼堂")]).await.unwrap();
        let cells: Vec<_> = region.filing("2020-11", &QUIET, 0).draft.cells.into_keys().collect();
        let zeros: Vec<_> = cells.iter().map(|code| (code.as_str(), "0")).collect();
        region.save("2020-11", &zeros).await.unwrap();
        let open = region.open(REGION, "2020-11").await.unwrap();
        let rules: Vec<_> = open.rows_broken().map(|broken| broken.rule).collect();
        assert_eq!(rules, ["lecture-police-4", "lecture-justice-4"], "{:?}", open.faults);
        let refused = region.submit("2020-11", &QUIET).await.unwrap_err();
        let Refusal::Faulty(faults) = refused else { panic!("{refused:?}") };
        assert!(faults.iter().all(|fault| matches!(fault.reason, Reason::Unanswered(_))), "{faults:?}");
        let mut filing = region.filing("2020-11", &QUIET, region.revision("2020-11").await);
        for broken in region.open(REGION, "2020-11").await.unwrap().warnings {
            let answer = Answer { why: Some(Why::RealChange), note: String::new(), said_of: broken.said_of() };
            filing.answers.insert(broken.rule, answer);
        }
        assert_eq!(world.office.submit(&region.actor, &filing).await, Ok(1));
    }
}
