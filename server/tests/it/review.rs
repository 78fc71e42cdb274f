//! Review beyond one return: settings, closed months, the second level, remarks, many at once, and
//! versions side by side.

use crate::returns::NOVEMBER;
use crate::world::*;
use app::ask::programmes::{Did, Month, Programmes, Turn};
use app::ask::returns::{Desk, Returns};
use app::ask::review::{Became, Confirmation, Review, Side, Ticked};
use app::refusal::{NotNow, Refusal, Unreadable};
use app::tables::{DeskView, filter_desk};
use app::text::Words;
use kpi::catalogue::{Lang, PILOT, programme};
use kpi::facts::Value;
use kpi::returns::Stage;
use kpi::role::Role;
use kpi::setting::{ProgrammeSetting, ReviewLevels};
use std::collections::BTreeMap;

const COVID: &str = "covid-recovered-2020";

fn pilot_setting() -> ProgrammeSetting {
    ProgrammeSetting::default_of(programme(PILOT).unwrap())
}

/// Figures that raise no question.
fn quiet() -> Vec<(&'static str, &'static str)> {
    let mut values = NOVEMBER.to_vec();
    values.extend([
        ("schizophrenia_registered", "500"),
        ("schizophrenia_medicated", "400"),
    ]);
    values
}

impl World {
    async fn set(&self, code: &str, setting: ProgrammeSetting) -> Result<(), Refusal> {
        let nation = self.administrator("000000");
        self.office
            .set_programme(&nation.actor, code, &setting, "通知第5号")
            .await
    }

    async fn twice(&self) {
        let setting = ProgrammeSetting {
            review_levels: ReviewLevels::Two,
            ..pilot_setting()
        };
        self.set(PILOT, setting).await.unwrap();
    }
}

impl Person<'_> {
    async fn turn(&self, unit: &str, month: &str, turn: Turn, why: &str) -> Result<(), Refusal> {
        let month = Month {
            org_unit: unit.parse().unwrap(),
            programme: PILOT.to_owned(),
            period: period(month),
        };
        self.world
            .office
            .turn_period(&self.actor, &month, turn, why)
            .await
    }

    async fn confirm(&self, code: &str, month: &str) -> Result<(), Refusal> {
        let revision = self.open(code, month).await?.revision;
        self.world
            .office
            .confirm(&self.actor, &pilot(code, month), revision)
            .await
    }

    async fn desk(&self) -> Desk {
        self.world.office.desk(&self.actor).await.unwrap()
    }

    async fn accept_together(&self, ticked: &[Ticked]) -> Vec<Became> {
        let done = self
            .world
            .office
            .accept_unchanged(&self.actor, ticked)
            .await;
        done.unwrap()
            .into_iter()
            .map(|outcome| outcome.what)
            .collect()
    }

    async fn ticked(&self, code: &str, month: &str) -> Ticked {
        let open = self.open(code, month).await.unwrap();
        Ticked {
            key: open.key,
            revision: open.revision,
        }
    }

    async fn remark(
        &self,
        code: &str,
        month: &str,
        why: &str,
        remarks: &[(&str, &str)],
    ) -> Result<(), Refusal> {
        let revision = self.open(code, month).await?.revision;
        let remarks: BTreeMap<String, String> = remarks
            .iter()
            .map(|(element, text)| ((*element).to_owned(), (*text).to_owned()))
            .collect();
        let key = pilot(code, month);
        self.world
            .office
            .send_back(&self.actor, &key, revision, why, &remarks)
            .await
    }
}

fn is_closed(done: Result<(), Refusal>) -> bool {
    matches!(done, Err(Refusal::NotNow(NotNow::Closed(_))))
}

both! {
    async fn the_setting_says_by_when(world: World) {
        let county = world.reporter("440703");
        let before = county.open("440703", "2020-11").await.unwrap().deadline;
        assert_eq!((before.day.to_string().as_str(), before.hour), ("2020-12-05", 24));
        let earlier = ProgrammeSetting { deadline_day: 2, deadline_hour: 17, ..pilot_setting() };
        world.set(PILOT, earlier).await.unwrap();
        let after = county.open("440703", "2020-11").await.unwrap().deadline;
        assert_eq!((after.day.to_string().as_str(), after.hour), ("2020-12-02", 17));
        let desk = county.desk().await;
        let november = desk.own.iter().find(|line| line.key == pilot("440703", "2020-11")).unwrap();
        assert!(november.is_overdue(), "the demo's day is the third");
        let december = desk.own.iter().find(|line| line.key == pilot("440703", "2020-12")).unwrap();
        assert!(!december.is_overdue());
    }

    async fn an_overdue_return_stays_until_it_is_in(world: World) {
        let county = world.reporter("440703");
        let overdue = async || {
            let desk = county.desk().await;
            desk.own.into_iter().filter(|line| line.is_overdue()).map(|line| line.key).collect::<Vec<_>>()
        };
        assert!(overdue().await.contains(&pilot("440703", "2020-01")));
        world.administrator("000000").turn("000000", "2020-01", Turn::Close, "年度汇总").await.unwrap();
        assert!(overdue().await.contains(&pilot("440703", "2020-01")), "closed, and still owed");
        county.submit("2020-02", &NOVEMBER).await.unwrap();
        assert!(!overdue().await.contains(&pilot("440703", "2020-02")));
        world.reviewer("440700").send_back("440703", "2020-02", "请核对").await.unwrap();
        assert!(overdue().await.contains(&pilot("440703", "2020-02")));
    }

    async fn a_programme_is_owed_until_it_is_closed(world: World) {
        let office = world.reopened(chrono::NaiveDate::from_ymd_opt(2021, 7, 3).unwrap()).await;
        let county = world.reporter("440703");
        let owed = async || {
            let desk = office.desk(&county.actor).await.unwrap();
            let lines = desk.own.into_iter().filter(|line| line.key.programme == COVID);
            lines.map(|line| line.key.period.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(owed().await, ["2020-12", "2021-06"], "half-yearly, from September 2020 on");
        let setting = ProgrammeSetting::default_of(programme(COVID).unwrap());
        let closed = ProgrammeSetting { last_owed: Some(period("2020-12")), ..setting };
        world.set(COVID, closed).await.unwrap();
        assert_eq!(owed().await, ["2020-12"]);
        world.set(COVID, setting).await.unwrap();
        assert_eq!(owed().await, ["2020-12", "2021-06"]);
    }

    async fn only_the_nation_sets_programmes_and_says_why(world: World) {
        let setting = ProgrammeSetting { deadline_day: 8, ..pilot_setting() };
        for person in [world.administrator("440000"), world.reviewer("440700"), world.leader("000000")] {
            let done = world.office.set_programme(&person.actor, PILOT, &setting, "想改").await;
            assert_eq!(done, Err(Refusal::Forbidden), "{:?}", person.actor);
        }
        let nation = world.administrator("000000");
        let mute = world.office.set_programme(&nation.actor, PILOT, &setting, " ").await;
        assert_eq!(mute, Err(Refusal::NotNow(NotNow::ActWithoutReason)));
        let absurd = ProgrammeSetting { deadline_day: 31, ..pilot_setting() };
        assert_eq!(world.set(PILOT, absurd).await, Err(Refusal::NotNow(NotNow::NotASetting)));
        assert_eq!(world.set("no-such", setting).await, Err(Refusal::Missing));
        assert_eq!(world.set(PILOT, setting).await, Ok(()));
        assert_eq!(world.set(PILOT, setting).await, Ok(()), "the same again is no change");
        let told = world.office.programmes(&world.reporter("440703").actor).await.unwrap();
        assert!(!told.may_set && told.may_close.is_none(), "everybody reads, few set");
        assert_eq!(told.programmes[0].setting, setting);
        assert_eq!(told.log.len(), 1);
        assert_eq!(told.log[0].reason, "通知第5号");
        assert_eq!(told.log[0].did, Did::Set { from: pilot_setting(), to: setting });
    }

    async fn a_closed_month_stands_still_and_drafts_are_kept(world: World) {
        let (county, reviewer) = (world.reporter("440703"), world.reviewer("440700"));
        let other = world.reporter("440704");
        other.submit("2020-11", &NOVEMBER).await.unwrap();
        let admin = world.administrator("440700");
        assert_eq!(admin.turn("440700", "2020-11", Turn::Close, "").await, Err(Refusal::NotNow(NotNow::ActWithoutReason)));
        admin.turn("440700", "2020-11", Turn::Close, "已汇总上报").await.unwrap();
        let revision = county.save("2020-11", &[("smd_registered", "1000")]).await.unwrap();
        let refused = county.submit("2020-11", &NOVEMBER).await.unwrap_err();
        let Refusal::NotNow(NotNow::Closed(closed)) = &refused else { panic!("{refused:?}") };
        assert_eq!((closed.because.as_str(), closed.by.as_str()), ("已汇总上报", "administrator-440700"));
        let (_, help) = Words(Lang::Zh).refusal(&refused);
        assert!(help.contains("江门市") && help.contains("已汇总上报"), "{help}");
        let open = county.open("440703", "2020-11").await.unwrap();
        assert!(open.revision > revision, "what was typed while it closed is kept");
        assert_eq!((open.stage, open.cells["smd_managed"].text.as_str()), (Some(Stage::Draft), "900"));
        assert!(open.standing.closed.is_some() && open.may_edit);
        assert!(is_closed(reviewer.accept("440704", "2020-11").await));
        assert!(is_closed(reviewer.send_back("440704", "2020-11", "请核对").await));
        assert!(is_closed(other.withdraw("2020-11").await));
        let ticked = reviewer.ticked("440704", "2020-11").await;
        assert!(matches!(reviewer.accept_together(&[ticked]).await[0], Became::Refused(Refusal::NotNow(NotNow::Closed(_)))));
        let line = county.desk().await.own.into_iter().find(|line| line.key.period == period("2020-11")).unwrap();
        assert!(line.closed);
        county.submit("2020-10", &NOVEMBER).await.unwrap();
        let again = admin.turn("440700", "2020-11", Turn::Close, "再关").await;
        assert_eq!(again, Err(Refusal::NotNow(NotNow::AlreadyTurned)));
        admin.turn("440700", "2020-11", Turn::Reopen, "漏报补报").await.unwrap();
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        reviewer.accept("440704", "2020-11").await.unwrap();
        let log = world.office.programmes(&county.actor).await.unwrap().log;
        let reasons: Vec<&str> = log.iter().map(|line| line.reason.as_str()).collect();
        assert_eq!(reasons, ["漏报补报", "已汇总上报"], "the newest first");
    }

    async fn nobody_opens_what_was_closed_above(world: World) {
        let (nation, region) = (world.administrator("000000"), world.administrator("440700"));
        nation.turn("000000", "2020-11", Turn::Close, "全国汇总").await.unwrap();
        let done = region.turn("440700", "2020-11", Turn::Reopen, "想开").await;
        assert_eq!(done, Err(Refusal::NotNow(NotNow::AlreadyTurned)), "it is not closed there");
        assert_eq!(region.turn("000000", "2020-11", Turn::Reopen, "想开").await, Err(Refusal::Forbidden));
        assert_eq!(world.reviewer("440700").turn("440700", "2020-11", Turn::Close, "想关").await, Err(Refusal::Forbidden));
        assert_eq!(region.turn("440300", "2020-11", Turn::Close, "想关").await, Err(Refusal::Forbidden));
        assert_eq!(region.turn("440700", "2031-11", Turn::Close, "想关").await, Err(Refusal::NotNow(NotNow::Future)));
        assert!(is_closed(world.reporter("440703").submit("2020-11", &NOVEMBER).await));
        region.turn("440700", "2020-11", Turn::Close, "本市也关").await.unwrap();
        nation.turn("000000", "2020-11", Turn::Reopen, "补报").await.unwrap();
        assert!(is_closed(world.reporter("440703").submit("2020-11", &NOVEMBER).await));
        assert_eq!(world.reporter("110102").submit("2020-11", &NOVEMBER).await.err().map(|refused| matches!(refused, Refusal::Faulty(_))), None);
        nation.turn("440700", "2020-11", Turn::Reopen, "补报").await.unwrap();
        world.reporter("440703").submit("2020-11", &NOVEMBER).await.unwrap();
    }

    async fn the_command_line_closes_and_opens(world: World) {
        let month = Month { org_unit: unit("440000"), programme: PILOT.to_owned(), period: period("2020-11") };
        world.office.operator_turns_period(&month, Turn::Close, "操作员").await.unwrap();
        assert!(is_closed(world.reporter("440703").submit("2020-11", &NOVEMBER).await));
        world.office.operator_turns_period(&month, Turn::Reopen, "操作员").await.unwrap();
        world.reporter("440703").submit("2020-11", &NOVEMBER).await.unwrap();
    }

    async fn the_second_level_confirms_what_counts_already(world: World) {
        world.accepted("440703", "2020-10", &NOVEMBER).await;
        world.twice().await;
        let (county, region, province) = (world.reporter("440703"), world.reviewer("440700"), world.reviewer("440000"));
        assert!(province.desk().await.to_confirm.is_empty(), "what was accepted before does not wait");
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        assert_eq!(province.confirm("440703", "2020-11").await, Err(Refusal::NotNow(NotNow::NotToConfirm)));
        region.accept("440703", "2020-11").await.unwrap();
        assert_eq!(world.score("smd-standard-mgmt", "440703", "2020-11").await.numerator, Some(830), "the first acceptance counts");
        let open = county.open("440703", "2020-11").await.unwrap();
        assert!(matches!(&open.standing.confirmation, Some(Confirmation::Awaited(above)) if above.code == unit("440000")));
        assert_eq!(region.confirm("440703", "2020-11").await, Err(Refusal::Forbidden));
        assert_eq!(world.reviewer("330000").confirm("440703", "2020-11").await, Err(Refusal::Forbidden));
        let desk = province.desk().await;
        assert_eq!(desk.to_confirm.len(), 1);
        assert!(province.open("440703", "2020-11").await.unwrap().standing.may_confirm);
        province.confirm("440703", "2020-11").await.unwrap();
        assert_eq!(province.confirm("440703", "2020-11").await, Err(Refusal::NotNow(NotNow::NotToConfirm)));
        let open = county.open("440703", "2020-11").await.unwrap();
        assert!(matches!(open.standing.confirmation, Some(Confirmation::Given(_))));
        assert_eq!(open.stage, Some(Stage::Accepted));
        assert_eq!(open.history[0].action, "confirm");
    }

    async fn sent_back_from_above_the_figures_still_count(world: World) {
        world.twice().await;
        let (county, region, province) = (world.reporter("440703"), world.reviewer("440700"), world.reviewer("440000"));
        world.accepted("440703", "2020-11", &NOVEMBER).await;
        county.save("2020-11", &[("smd_new", "3")]).await.unwrap();
        assert_eq!(province.desk().await.to_confirm.len(), 1, "typing does not take it away from there");
        province.remark("440703", "2020-11", "", &[("smd_standard_managed", "与月报不符")]).await.unwrap();
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!((open.stage, open.sent_back_because.as_deref()), (Some(Stage::SentBack), None));
        assert_eq!(open.remarks["smd_standard_managed"], "与月报不符");
        assert_eq!(world.score("smd-standard-mgmt", "440703", "2020-11").await.numerator, Some(830));
        assert!(province.desk().await.to_confirm.is_empty());
        assert_eq!(province.send_back("440703", "2020-11", "再退").await, Err(Refusal::NotNow(NotNow::NotToConfirm)));
        let mute = county.correct("2020-11", &[("smd_standard_managed", "840")], "").await;
        assert_eq!(mute, Err(Refusal::NotNow(NotNow::CorrectionWithoutReason)));
        county.correct("2020-11", &[("smd_standard_managed", "840")], "按月报更正").await.unwrap();
        region.accept("440703", "2020-11").await.unwrap();
        assert_eq!(world.score("smd-standard-mgmt", "440703", "2020-11").await.numerator, Some(840));
        province.confirm("440703", "2020-11").await.unwrap();
        world.assert_sums_hold().await;
    }

    async fn regions_are_confirmed_by_the_nation_and_provinces_by_nobody(world: World) {
        world.twice().await;
        world.accepted("440700", "2020-11", &[]).await;
        let nation = world.administrator("000000");
        assert_eq!(nation.desk().await.to_confirm.len(), 1);
        nation.confirm("440700", "2020-11").await.unwrap();
        world.reporter("440000").submit("2020-12", &[]).await.unwrap();
        nation.accept("440000", "2020-12").await.unwrap();
        let open = world.reporter("440000").open("440000", "2020-12").await.unwrap();
        assert_eq!(open.standing.confirmation, None, "there is nobody above the nation");
    }

    async fn sending_back_needs_words_about_the_whole_or_about_a_figure(world: World) {
        let (county, reviewer) = (world.reporter("440703"), world.reviewer("440700"));
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        let mute = reviewer.remark("440703", "2020-11", " ", &[("smd_new", "  ")]).await;
        assert_eq!(mute, Err(Refusal::NotNow(NotNow::WithoutReason)));
        let elsewhere = reviewer.remark("440703", "2020-11", "", &[("hospitals_total", "多了")]).await;
        assert_eq!(elsewhere, Err(Refusal::Unreadable(Unreadable::NotTheForm)), "not a figure of this return");
        reviewer.remark("440703", "2020-11", "请改两处", &[("smd_new", "本月新增为何是零"), ("smd_managed", "核对")]).await.unwrap();
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.remarks.len(), 2);
        let line = county.desk().await.own.into_iter().find(|line| line.key.period == period("2020-11")).unwrap();
        assert_eq!((line.remarks, line.sent_back_because.as_deref()), (2, Some("请改两处")));
        county.correct("2020-11", &[("smd_new", "1")], "").await.unwrap();
        let open = county.open("440703", "2020-11").await.unwrap();
        assert!(open.remarks.is_empty(), "they belong to the version that went back");
        reviewer.send_back("440703", "2020-11", "还有一处").await.unwrap();
        let open = county.open("440703", "2020-11").await.unwrap();
        assert!(open.remarks.is_empty());
        let told = world.office.versions(&county.actor, &pilot("440703", "2020-11"), None, None).await.unwrap();
        assert_eq!(told.versions[1].remarks.len(), 2, "and are kept with it");
    }

    async fn the_unchanged_ones_are_accepted_together(world: World) {
        for code in ["440703", "440704", "440705"] {
            world.accepted(code, "2020-10", &quiet()).await;
        }
        let reviewer = world.reviewer("440700");
        world.reporter("440703").submit("2020-11", &quiet()).await.unwrap();
        let mut moved = quiet();
        moved.push(("smd_managed", "901"));
        world.reporter("440704").submit("2020-11", &moved).await.unwrap();
        world.reporter("440705").submit("2020-11", &quiet()).await.unwrap();
        let desk = reviewer.desk().await;
        let news = |code: &str| {
            let line = desk.to_review.iter().find(|line| line.unit.code == unit(code)).unwrap();
            line.news.unwrap()
        };
        assert!(news("440703").is_none(), "{:?}", news("440703"));
        assert_eq!(news("440704").changed, 1);
        let mut ticked = Vec::new();
        for code in ["440703", "440704", "440705"] {
            ticked.push(reviewer.ticked(code, "2020-11").await);
        }
        world.reporter("440705").withdraw("2020-11").await.unwrap();
        let outcomes = reviewer.accept_together(&ticked).await;
        assert_eq!(outcomes[0], Became::Accepted);
        assert!(matches!(outcomes[1], Became::Left(news) if news.changed == 1), "{:?}", outcomes[1]);
        assert_eq!(outcomes[2], Became::Refused(Refusal::NotNow(NotNow::NotSubmitted)));
        let stage = async |code: &str| reviewer.open(code, "2020-11").await.unwrap().stage;
        assert_eq!(stage("440703").await, Some(Stage::Accepted));
        assert_eq!(stage("440704").await, Some(Stage::Submitted));
        let outcomes = reviewer.accept_together(&ticked).await;
        assert_eq!(outcomes[0], Became::Refused(Refusal::NotNow(NotNow::NotSubmitted)), "once is enough");
        let others = world.reviewer("440400").accept_together(&ticked[1..2]).await;
        assert_eq!(others, [Became::Refused(Refusal::Forbidden)]);
        world.assert_sums_hold().await;
    }

    async fn what_changed_since_it_was_ticked_is_left(world: World) {
        world.accepted("440703", "2020-10", &quiet()).await;
        let (county, reviewer) = (world.reporter("440703"), world.reviewer("440700"));
        county.submit("2020-11", &quiet()).await.unwrap();
        let ticked = reviewer.ticked("440703", "2020-11").await;
        county.withdraw("2020-11").await.unwrap();
        county.correct("2020-11", &[("smd_managed", "905")], "").await.unwrap();
        assert_eq!(reviewer.accept_together(std::slice::from_ref(&ticked)).await, [Became::Refused(Refusal::Stale)]);
        let afresh = reviewer.ticked("440703", "2020-11").await;
        assert!(matches!(reviewer.accept_together(&[afresh]).await[0], Became::Left(_)), "the server looks again");
    }

    async fn any_two_versions_can_be_compared(world: World) {
        world.accepted("440703", "2020-11", &NOVEMBER).await;
        let (county, reviewer) = (world.reporter("440703"), world.reviewer("440700"));
        let key = pilot("440703", "2020-11");
        county.correct("2020-11", &[("smd_standard_managed", "850")], "漏报20人").await.unwrap();
        reviewer.send_back("440703", "2020-11", "再核").await.unwrap();
        county.correct("2020-11", &[("smd_standard_managed", "840"), ("smd_managed", "910")], "再次更正").await.unwrap();
        reviewer.accept("440703", "2020-11").await.unwrap();
        county.save("2020-11", &[("smd_managed", " 9,11 ")]).await.unwrap();
        let told = world.office.versions(&county.actor, &key, None, None).await.unwrap();
        assert_eq!(told.accepted, 3);
        let numbers: Vec<i64> = told.versions.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [3, 2, 1], "the newest first");
        assert_eq!(told.versions[0].reason.as_deref(), Some("再次更正"));
        assert_eq!(told.versions[1].then[0].reason.as_deref(), Some("再核"));
        assert_eq!(told.versions[2].then[0].action, "accept");
        assert_eq!(told.sides, [Side::Version(1), Side::Version(2), Side::Version(3), Side::Typed]);
        let compared = told.compared.unwrap();
        assert_eq!((compared.from, compared.to), (Side::Version(3), Side::Typed));
        let differs = async |from, to| {
            let told = world.office.versions(&county.actor, &key, Some(from), Some(to)).await.unwrap();
            let lines = told.compared.unwrap().lines.into_iter().filter(|line| line.differs());
            lines.map(|line| (line.element, line.from.unwrap().text, line.to.unwrap().text)).collect::<Vec<_>>()
        };
        let line = |element: &str, from: &str, to: &str| (element.to_owned(), from.to_owned(), to.to_owned());
        assert_eq!(differs(Side::Version(1), Side::Version(2)).await, [line("smd_standard_managed", "830", "850")]);
        let mut first_to_last = differs(Side::Version(1), Side::Version(3)).await;
        first_to_last.sort();
        assert_eq!(first_to_last, [line("smd_managed", "900", "910"), line("smd_standard_managed", "830", "840")]);
        assert_eq!(differs(Side::Version(3), Side::Typed).await, [line("smd_managed", "910", " 9,11 ")]);
        let for_reviewer = world.office.versions(&reviewer.actor, &key, None, None).await.unwrap();
        assert!(!for_reviewer.sides.contains(&Side::Typed), "what is typed is the unit's own");
        let unheard_of = world.office.versions(&county.actor, &key, Some(Side::Version(9)), None).await;
        assert_eq!(unheard_of, Err(Refusal::Missing));
        assert_eq!(world.office.versions(&world.reporter("440704").actor, &key, None, None).await, Err(Refusal::Forbidden));
    }

    async fn what_came_by_file_is_a_version_called_file(world: World) {
        let county = world.reporter("440703");
        let key = pilot("440703", "2020-11");
        world.import(&["440703,2020-11,smd_registered,1000"]).await;
        let told = world.office.versions(&county.actor, &key, None, None).await.unwrap();
        assert_eq!((told.versions.len(), told.sides.clone()), (0, vec![Side::File, Side::Typed]));
        county.submit("2020-11", &NOVEMBER).await.unwrap();
        world.reviewer("440700").accept("440703", "2020-11").await.unwrap();
        world.import(&["440703,2020-11,smd_registered,1001", "440703,2020-11,smd_ever_registered,1001"]).await;
        let told = world.office.versions(&world.leader("440703").actor, &key, None, None).await.unwrap();
        assert!(told.versions.iter().any(|line| line.number == 1 && line.submitted.is_some()));
        let newest = &told.versions[0];
        assert_eq!(newest.number, 2, "the file brought the month in whole");
        assert!(newest.file.as_ref().is_some_and(|(file, _)| file.starts_with("file.csv")));
        let compared = told.compared.unwrap();
        let differ: Vec<_> = compared.lines.iter().filter(|line| line.differs()).map(|line| line.element.as_str()).collect();
        assert_eq!(differ, ["smd_ever_registered", "smd_registered"]);
    }

    async fn who_else_works_on_it_is_told(world: World) {
        let one = world.reporter("440703");
        let mut other = world.reporter("440703");
        other.actor.account = "reporter-b".to_owned();
        one.save("2020-11", &[("smd_registered", "1000")]).await.unwrap();
        other.save("2020-11", &[("smd_managed", "900")]).await.unwrap();
        let names = async |who: &Person<'_>| {
            let people = world.office.at_work(&who.actor, &pilot("440703", "2020-11")).await.unwrap();
            people.into_iter().map(|person| person.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&one).await, ["reporter-b"], "the others");
        assert_eq!(names(&other).await, ["reporter-440703"]);
        assert_eq!(names(&world.reviewer("440700")).await.len(), 2);
        let line = |desk: Desk| desk.own.into_iter().find(|line| line.key.period == period("2020-11")).unwrap();
        assert_eq!(line(one.desk().await).at_work[0].name, "reporter-b");
        let awaited = world.reviewer("440700").desk().await.awaited;
        let awaited = awaited.iter().find(|line| line.key == pilot("440703", "2020-11")).unwrap();
        assert_eq!(awaited.at_work.len(), 2);
        one.submit("2020-11", &NOVEMBER).await.unwrap();
        assert!(names(&one).await.is_empty(), "the draft was handed in");
        assert_eq!(world.office.at_work(&world.reporter("440704").actor, &pilot("440703", "2020-11")).await, Err(Refusal::Forbidden));
    }

    async fn a_desk_is_filtered_as_its_address_says(world: World) {
        let reviewer = world.reviewer("440700");
        let desk = reviewer.desk().await;
        let filter = |view: DeskView| filter_desk(desk.clone(), &view, Words(Lang::Zh)).awaited;
        let all = filter(DeskView::default()).len();
        let late = filter(DeskView { late: "1".to_owned(), ..DeskView::default() });
        assert!(!late.is_empty() && late.len() < all, "November is not late yet");
        let pengjiang = filter(DeskView { q: "蓬江".to_owned(), ..DeskView::default() });
        assert!(pengjiang.iter().all(|line| line.unit.code == unit("440703")) && !pengjiang.is_empty());
        let october = filter(DeskView { period: "2020-10".to_owned(), programme: PILOT.to_owned(), ..DeskView::default() });
        assert_eq!(october.len(), 7);
    }

    async fn a_correction_shows_what_it_changes_of_what_counts(world: World) {
        world.accepted("440703", "2020-10", &[("smd_registered", "7"), ("smd_ever_registered", "7")]).await;
        world.accepted("440703", "2020-11", &NOVEMBER).await;
        let county = world.reporter("440703");
        county.correct("2020-11", &[("smd_managed", "905")], "更正").await.unwrap();
        let desk = world.reviewer("440700").desk().await;
        assert_eq!(desk.to_review[0].news.unwrap().changed, 1, "against the version that counts, not against October");
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.accepted["smd_managed"], Value::Figure(900));
        assert!(world.person(Role::Evaluator, "440700").desk().await.to_review.is_empty());
    }
}
