//! Field visits and joint evaluations: chosen, recorded, corrected, counted, and never in the way
//! of what was reported.

use crate::world::*;
use app::ask::evaluations::{EvaluationList, Evaluations, HeldEvaluation, NewEvaluation};
use app::ask::scores::Scores;
use app::ask::visits::{FieldFault, NewFinding, NewVisit, OpenVisit, Visits};
use app::pages::{
    EvaluationView, VisitView, counted_table, evaluations_table, visit_table, visits_table,
};
use app::refusal::Refusal;
use app::text::Words;
use kpi::catalogue::Lang;
use kpi::fraction::Fraction;
use kpi::joint_evaluation::{Department, Duty, NoEvaluation, State};
use kpi::role::Role;
use kpi::sampling::ChosenBy;
use kpi::score::Status;
use kpi::verification::{Basis, Finding, NoFinding};
use std::collections::BTreeSet;

const MONTH: &str = "2020-11";
const ROOMS: &str = "counselling-room-coverage";
const WORDS: Words = Words(Lang::En);

fn asked(units: usize, chance: usize, seed: u64) -> NewVisit {
    NewVisit {
        period: Some(period(MONTH)),
        indicators: vec![ROOMS.to_owned()],
        units,
        chance,
        each: 5,
        seed: Some(seed),
        purpose: "第四季度核查".to_owned(),
    }
}

fn found(code: &str, visited: u64, reported: Option<u64>, found: u64, empty: u64) -> NewFinding {
    NewFinding {
        org_unit: unit(code),
        indicator: ROOMS.to_owned(),
        finding: Finding {
            visited,
            reported,
            found,
            empty,
        },
        day: "2020-12-01".parse().unwrap(),
        people: "张三、李四".to_owned(),
        remark: "一处门锁着".to_owned(),
        reason: String::new(),
    }
}

async fn rooms(world: &World) {
    world
        .import(&[
            "440703,2020-11,villages_total,100",
            "440703,2020-11,villages_with_room,80",
            "440704,2020-11,villages_total,60",
            "440704,2020-11,villages_with_room,60",
        ])
        .await;
}

impl Person<'_> {
    async fn choose(&self, at: &str, new: &NewVisit) -> Result<i64, Refusal> {
        self.world
            .office
            .choose_visit(&self.actor, unit(at), new)
            .await
    }

    async fn visit(&self, at: &str, id: i64) -> Result<OpenVisit, Refusal> {
        self.world.office.visit(&self.actor, unit(at), id).await
    }

    async fn record(&self, id: i64, new: &NewFinding) -> Result<(), Refusal> {
        self.world.office.record_finding(&self.actor, id, new).await
    }

    async fn evaluations(&self, at: &str) -> Result<EvaluationList, Refusal> {
        self.world
            .office
            .evaluations(&self.actor, unit(at), Some(2020))
            .await
    }
}

fn departments(of: &[Department]) -> BTreeSet<Department> {
    of.iter().copied().collect()
}

fn plan(duty: Duty, code: &str) -> NewEvaluation {
    NewEvaluation {
        duty,
        org_unit: unit(code),
        planned_for: "2020-12-10".parse().unwrap(),
        departments: departments(&[
            Department::Health,
            Department::Education,
            Department::Justice,
        ]),
        lead: Department::Health,
        place: None,
    }
}

fn held(on: &str) -> HeldEvaluation {
    HeldEvaluation {
        held_on: on.parse().unwrap(),
        departments: departments(&[Department::Health, Department::Education]),
        lead: Department::Health,
        findings: "两个村的咨询室未开放".to_owned(),
        documents: "江卫函〔2020〕12号".to_owned(),
        reason: String::new(),
    }
}

both! {
    async fn the_same_seed_chooses_the_same_units_and_the_choice_is_kept(world: World) {
        rooms(&world).await;
        let evaluator = world.person(Role::Evaluator, "440000");
        let first = evaluator.choose("440700", &asked(3, 50, 20_201_203)).await.unwrap();
        let second = evaluator.choose("440700", &asked(3, 50, 20_201_203)).await.unwrap();
        let other = evaluator.choose("440700", &asked(3, 50, 4)).await.unwrap();
        let (first, second) = (evaluator.visit("440700", first).await.unwrap(), evaluator.visit("440700", second).await.unwrap());
        assert_eq!(first.units, second.units);
        assert_eq!((first.seed, first.frame, first.units.len()), (20_201_203, 7, 3));
        assert_eq!((first.by_chance, first.by_signal), (2, 1));
        let other = evaluator.visit("440700", other).await.unwrap();
        let numbers = |visit: &OpenVisit| visit.units.iter().map(|one| (one.unit.code, one.places[0].numbers.clone())).collect::<Vec<_>>();
        assert_ne!(numbers(&first), numbers(&other));
        for one in &first.units {
            assert!(one.inclusion > Fraction::whole(0) && one.inclusion <= Fraction::whole(1));
            assert!(one.places[0].numbers.len() <= 5);
        }
        let listed = world.office.visits(&evaluator.actor, unit("440700")).await.unwrap();
        assert_eq!(listed.visits.len(), 3);
        assert!(listed.may_choose);
        let lines = visits_table(&listed, &VisitView { q: "第四季度".to_owned(), ..VisitView::default() }, WORDS).rows;
        assert_eq!(lines.len(), 3);
        assert!(visits_table(&listed, &VisitView { indicator: "school-room-coverage".to_owned(), ..VisitView::default() }, WORDS).rows.is_empty());
        // A seed that nobody gave is made, and kept.
        let unseeded = NewVisit { seed: None, ..asked(1, 100, 0) };
        let made = evaluator.choose("440700", &unseeded).await.unwrap();
        let made = evaluator.visit("440700", made).await.unwrap();
        let again = evaluator.choose("440700", &NewVisit { seed: Some(made.seed), ..unseeded }).await.unwrap();
        assert_eq!(evaluator.visit("440700", again).await.unwrap().units, made.units);
    }

    async fn signals_draw_the_choice(world: World) {
        rooms(&world).await;
        for code in ["440703", "440704", "440705", "440781", "440783", "440784"] {
            for month in ["2020-09", "2020-10", "2020-11"] {
                world.accepted(code, month, &[]).await;
            }
        }
        let reviewer = world.reviewer("440700");
        let all = reviewer.choose("440700", &asked(7, 0, 9)).await.unwrap();
        let all = reviewer.visit("440700", all).await.unwrap();
        let weight = |code: &str| all.units.iter().find(|one| one.unit.code == unit(code)).unwrap().weight;
        // Eleven months of 2020 are owed: whoever sent none in has eleven missing, the others eight.
        assert!(weight("440785") >= 11 && weight("440703") >= 8);
        assert!(all.units.iter().all(|one| one.chosen == ChosenBy::Signal && one.inclusion == Fraction::whole(1)));
        let total: u32 = all.units.iter().map(|one| one.weight).sum();
        let id = reviewer.choose("440700", &asked(1, 0, 9)).await.unwrap();
        let visit = reviewer.visit("440700", id).await.unwrap();
        let one = &visit.units[0];
        assert_eq!((one.chosen, one.weight), (ChosenBy::Signal, weight(&one.unit.code.to_string())));
        assert_eq!(one.inclusion, Fraction::new(one.weight.into(), total.into()).unwrap());
    }

    async fn a_finding_is_held_against_what_was_reported_and_changes_no_status(world: World) {
        rooms(&world).await;
        let evaluator = world.person(Role::Evaluator, "440700");
        let id = evaluator.choose("440700", &asked(7, 100, 1)).await.unwrap();
        let before = world.score(ROOMS, "440703", MONTH).await;
        evaluator.record(id, &found("440703", 20, Some(16), 12, 2)).await.unwrap();
        evaluator.record(id, &found("440704", 10, None, 10, 0)).await.unwrap();
        assert_eq!(world.score(ROOMS, "440703", MONTH).await, before);
        let visit = evaluator.visit("440700", id).await.unwrap();
        let of = |code: &str| visit.units.iter().find(|one| one.unit.code == unit(code)).unwrap().places[0].clone();
        let factor = of("440703").factor.unwrap();
        assert!((factor.value - 0.75).abs() < 1e-12 && factor.is_off, "12 found of 16 reported");
        assert!((factor.with_empty - 0.875).abs() < 1e-12);
        assert!(factor.limits.unwrap().0 < 0.75 && factor.limits.unwrap().1 > 0.75);
        let whole = of("440704").factor.unwrap();
        assert!((whole.value - 1.0).abs() < 1e-12 && whole.basis == Basis::OfUnit && !whole.is_off);
        let (code, pooled, units) = visit.pooled[0].clone();
        assert_eq!((code.as_str(), units), (ROOMS, 2));
        // 100 · 12/20 + 60 · 10/10 found, 100 · 16/20 + 60 said; every unit of the frame is in.
        let pooled = pooled.unwrap();
        assert!((pooled.value - 120.0 / 140.0).abs() < 1e-12);
        assert_eq!(pooled.basis, Basis::EveryUnit);
        assert_eq!(visit.line.recorded, (2, 7));
        let table = visit_table(&visit, WORDS);
        let line = table.rows.iter().find(|row| row[0] == "440703").unwrap();
        assert_eq!(&line[8..12], ["20", "16", "12", "2"]);
        // Beside the indicator: at the county its own, at the region all together.
        let leader = world.leader("000000");
        let own = world.office.verified(&leader.actor, ROOMS, unit("440703"), None).await.unwrap();
        assert_eq!(own.visits[0].recorded.as_ref().unwrap().finding.found, 12);
        assert_eq!(own.visits[0].factor, Some(factor));
        let region = world.office.verified(&leader.actor, ROOMS, unit("440700"), None).await.unwrap();
        assert_eq!((region.visits[0].units, region.visits[0].factor), (2, Some(pooled)));
        let earlier = world.office.verified(&leader.actor, ROOMS, unit("440703"), Some(period("2020-10"))).await.unwrap();
        assert!(earlier.visits.is_empty(), "of a month before the visited one nothing is said");
        let progress = world.office.progress(&leader.actor, ROOMS, unit("440703"), Some(period(MONTH))).await.unwrap();
        assert_eq!(progress.points.last().unwrap().1.status, Some(Status::Met));
    }

    async fn findings_are_corrected_with_a_reason_and_stay(world: World) {
        rooms(&world).await;
        let evaluator = world.person(Role::Evaluator, "440700");
        let id = evaluator.choose("440700", &asked(7, 100, 1)).await.unwrap();
        let first = found("440703", 20, Some(16), 12, 2);
        evaluator.record(id, &first).await.unwrap();
        evaluator.record(id, &first).await.unwrap();
        let second = found("440703", 20, Some(16), 14, 1);
        assert_eq!(evaluator.record(id, &second).await, Err(Refusal::Field(FieldFault::NoReason)));
        evaluator.record(id, &NewFinding { reason: "漏看一处".to_owned(), ..second }).await.unwrap();
        let visit = evaluator.visit("440700", id).await.unwrap();
        let place = &visit.units.iter().find(|one| one.unit.code == unit("440703")).unwrap().places[0];
        let told: Vec<_> = place.recorded.iter().map(|one| (one.finding.found, one.reason.as_str())).collect();
        assert_eq!(told, [(14, "漏看一处"), (12, "")], "sent twice, recorded once");
    }

    async fn what_cannot_be_is_refused_and_nothing_is_kept(world: World) {
        rooms(&world).await;
        let evaluator = world.person(Role::Evaluator, "440700");
        let refused = |fault| Err::<i64, _>(Refusal::Field(fault));
        assert_eq!(evaluator.choose("440700", &asked(8, 50, 1)).await, refused(FieldFault::Frame { units: 7 }));
        assert_eq!(evaluator.choose("440700", &asked(0, 50, 1)).await, refused(FieldFault::Frame { units: 7 }));
        assert_eq!(evaluator.choose("440700", &asked(1, 101, 1)).await, refused(FieldFault::NotANumber));
        let persons = NewVisit { indicators: vec!["smd-regular-medication".to_owned()], ..asked(1, 50, 1) };
        assert_eq!(evaluator.choose("440700", &persons).await, refused(FieldFault::NoIndicator));
        let mixed = NewVisit { indicators: vec![ROOMS.to_owned(), "hospital-clinic".to_owned()], ..asked(1, 50, 1) };
        assert_eq!(evaluator.choose("440700", &mixed).await, refused(FieldFault::MixedTiers));
        let listed = world.office.visits(&evaluator.actor, unit("440700")).await.unwrap();
        assert!(listed.visits.is_empty());
        let id = evaluator.choose("440700", &asked(7, 100, 1)).await.unwrap();
        let fault = |why| Err(Refusal::Field(FieldFault::Finding(why)));
        assert_eq!(evaluator.record(id, &found("440703", 101, None, 1, 0)).await, fault(NoFinding::MoreThanThereAre { total: 100 }));
        assert_eq!(evaluator.record(id, &found("440703", 10, None, 8, 3)).await, fault(NoFinding::MoreThanVisited));
        assert_eq!(evaluator.record(id, &found("440703", 10, Some(11), 8, 2)).await, fault(NoFinding::MoreReported));
        let tomorrow = NewFinding { day: "2020-12-04".parse().unwrap(), ..found("440703", 10, None, 8, 0) };
        assert_eq!(evaluator.record(id, &tomorrow).await, Err(Refusal::Field(FieldFault::NotYet)));
        let nobody = NewFinding { people: "  ".to_owned(), ..found("440703", 10, None, 8, 0) };
        assert_eq!(evaluator.record(id, &nobody).await, Err(Refusal::Field(FieldFault::NoPeople)));
        assert_eq!(evaluator.record(id, &found("440103", 1, None, 1, 0)).await, Err(Refusal::Forbidden));
        assert_eq!(evaluator.record(id + 500, &found("440703", 1, None, 1, 0)).await, Err(Refusal::Missing));
    }

    async fn who_may_choose_record_and_read(world: World) {
        rooms(&world).await;
        for who in [world.reporter("440703"), world.leader("440700")] {
            assert_eq!(who.choose(&who.code(), &asked(1, 50, 1)).await, Err(Refusal::Forbidden));
        }
        let evaluator = world.person(Role::Evaluator, "440700");
        assert_eq!(evaluator.choose("440000", &asked(1, 50, 1)).await, Err(Refusal::Forbidden));
        assert_eq!(evaluator.choose("999999", &asked(1, 50, 1)).await, Err(Refusal::Missing));
        let id = evaluator.choose("440700", &asked(7, 100, 1)).await.unwrap();
        evaluator.record(id, &found("440703", 10, None, 8, 0)).await.unwrap();
        let county = world.reporter("440703").visit("440703", id).await.unwrap();
        assert_eq!(county.units.len(), 1, "a county reads of itself only");
        assert!(county.pooled.is_empty() && !county.units[0].may_record);
        assert_eq!(world.reporter("440703").record(id, &found("440703", 10, None, 9, 0)).await, Err(Refusal::Forbidden));
        assert_eq!(world.reporter("440703").visit("440700", id).await.map(drop), Err(Refusal::Forbidden));
        assert_eq!(world.reporter("110102").visit("110102", id).await.map(drop), Err(Refusal::Missing));
        assert_eq!(world.office.visits(&world.reporter("440703").actor, unit("440703")).await.unwrap().visits.len(), 1);
    }

    async fn joint_evaluations_are_planned_recorded_and_counted_beside_the_returns(world: World) {
        world.import(&["440703,2020-12,county_joint_evaluations,2", "440000,2020-12,province_joint_evaluations,1", "440000,2020-12,province_eval_departments,2"]).await;
        let office = world.reopened("2020-12-20".parse().unwrap()).await;
        let reviewer = world.reviewer("440700");
        let id = office.plan_evaluation(&reviewer.actor, &plan(Duty::County, "440703")).await.unwrap();
        assert_eq!(office.plan_evaluation(&reviewer.actor, &plan(Duty::County, "440703")).await, Ok(id), "sent twice, planned once");
        let list = || office.evaluations(&reviewer.actor, unit("440700"), Some(2020));
        let counted = |list: &EvaluationList, code: &str| list.counted.iter().find(|line| line.unit.code == unit(code)).unwrap().counted;
        let told = list().await.unwrap();
        assert_eq!((counted(&told, "440703").planned, counted(&told, "440703").held), (1, 0));
        assert_eq!(counted(&told, "440703").more_recorded(), Some(-2));
        office.record_evaluation(&reviewer.actor, id, &held("2020-12-11")).await.unwrap();
        let told = list().await.unwrap();
        let line = counted(&told, "440703");
        assert_eq!((line.planned, line.held, line.departments, line.reported), (0, 1, 2, Some(2)));
        assert_eq!(WORDS.counted_difference(&line).unwrap(), "1 more reported than recorded");
        assert!(!counted(&told, "440704").differs());
        let one = &told.evaluations[0];
        assert_eq!((one.state, one.held_on), (State::Held, Some("2020-12-11".parse().unwrap())));
        assert_eq!(one.history.len(), 2);
        let differ = EvaluationView { differ: "1".to_owned(), ..EvaluationView::default() };
        assert_eq!(counted_table(&told, &differ, WORDS).rows.len(), 1);
        let planned = EvaluationView { state: "planned".to_owned(), ..EvaluationView::default() };
        assert!(evaluations_table(&told, &planned, WORDS).rows.is_empty());
        // The return is not changed by what is recorded here.
        assert_eq!(world.score("joint-eval-county", "440703", "2020-12").await.numerator, Some(2));
        // The province's own, with a pilot region that it looked at.
        let admin = world.administrator("000000");
        let ours = NewEvaluation { place: Some(unit("440700")), ..plan(Duty::Province, "440000") };
        let id = office.plan_evaluation(&admin.actor, &ours).await.unwrap();
        office.record_evaluation(&admin.actor, id, &held("2020-12-12")).await.unwrap();
        let told = office.evaluations(&admin.actor, unit("440000"), Some(2020)).await.unwrap();
        let line = told.counted.iter().find(|line| line.duty == Duty::Province).unwrap().counted;
        assert_eq!((line.held, line.reported, line.departments, line.reported_departments), (1, Some(1), 2, Some(2)));
        assert!(!line.differs());
        assert_eq!(told.evaluations.len(), 2);
    }

    async fn an_evaluation_is_corrected_or_called_off_with_a_reason(world: World) {
        let reporter = world.reporter("440703");
        let office = &world.office;
        let id = office.plan_evaluation(&reporter.actor, &plan(Duty::County, "440703")).await.unwrap();
        office.record_evaluation(&reporter.actor, id, &held("2020-12-01")).await.unwrap();
        let other = HeldEvaluation { findings: "三个村未开放".to_owned(), ..held("2020-12-01") };
        let no_reason = Err(Refusal::Field(FieldFault::NoReason));
        assert_eq!(office.record_evaluation(&reporter.actor, id, &other).await, no_reason);
        office.record_evaluation(&reporter.actor, id, &HeldEvaluation { reason: "补记".to_owned(), ..other }).await.unwrap();
        assert_eq!(office.cancel_evaluation(&reporter.actor, id, " ").await, no_reason);
        office.cancel_evaluation(&reporter.actor, id, "重复登记").await.unwrap();
        let told = reporter.evaluations("440703").await.unwrap();
        assert_eq!(told.evaluations[0].state, State::Cancelled);
        assert!(!told.evaluations[0].may_record);
        assert_eq!(told.evaluations[0].history.len(), 4);
        assert_eq!(told.counted[0].counted.held, 0);
        assert_eq!(office.record_evaluation(&reporter.actor, id, &held("2020-12-02")).await, Err(Refusal::Field(FieldFault::CalledOff)));
    }

    async fn who_may_evaluate_and_what_an_evaluation_takes(world: World) {
        let office = &world.office;
        let fault = |why| Err::<i64, _>(Refusal::Field(FieldFault::Evaluation(why)));
        let reporter = world.reporter("440703");
        let alone = NewEvaluation { departments: departments(&[Department::Health]), ..plan(Duty::County, "440703") };
        assert_eq!(office.plan_evaluation(&reporter.actor, &alone).await, fault(NoEvaluation::TooFewDepartments));
        let absent = NewEvaluation { lead: Department::Finance, ..plan(Duty::County, "440703") };
        assert_eq!(office.plan_evaluation(&reporter.actor, &absent).await, fault(NoEvaluation::LeadAbsent));
        assert_eq!(office.plan_evaluation(&reporter.actor, &plan(Duty::County, "440704")).await, Err(Refusal::Forbidden));
        assert_eq!(office.plan_evaluation(&reporter.actor, &plan(Duty::Province, "440703")).await, Err(Refusal::Missing));
        assert_eq!(office.plan_evaluation(&world.leader("440703").actor, &plan(Duty::County, "440703")).await, Err(Refusal::Forbidden));
        let elsewhere = NewEvaluation { place: Some(unit("440700")), ..plan(Duty::Province, "110000") };
        assert_eq!(office.plan_evaluation(&world.administrator("000000").actor, &elsewhere).await, Err(Refusal::Missing));
        let id = office.plan_evaluation(&reporter.actor, &plan(Duty::County, "440703")).await.unwrap();
        let early = office.record_evaluation(&reporter.actor, id, &held("2020-12-04")).await;
        assert_eq!(early, Err(Refusal::Field(FieldFault::Evaluation(NoEvaluation::NotYet))));
        assert_eq!(reporter.evaluations("440700").await.map(drop), Err(Refusal::Forbidden));
        assert_eq!(world.leader("440700").evaluations("440700").await.unwrap().may_plan, []);
    }
}
