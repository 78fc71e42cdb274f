//! Questions about figures: who may ask and answer, what is kept, and what is counted.

use crate::world::*;
use app::ask::questions::{
    Act, Because, Came, NewQuestion, QuestionFault, QuestionState, Questions,
};
use app::ask::signals::Signals;
use app::refusal::Refusal;
use kpi::role::{Actor, Role};
use kpi::signals::RuleCode;

const COUNTY: &str = "440785";

fn about(rules: Vec<RuleCode>) -> NewQuestion {
    NewQuestion {
        unit: unit(COUNTY),
        indicator: Some("counselling-room-coverage".to_owned()),
        elements: vec!["villages_with_room".to_owned(), "villages_total".to_owned()],
        from: period("2020-08"),
        to: period("2020-09"),
        rules,
        text: "请核实8、9月的数".to_owned(),
    }
}

fn fault<T>(fault: QuestionFault) -> Result<T, Refusal> {
    Err(Refusal::Question(fault))
}

async fn with_figures(world: &World) {
    world
        .import(&[
            "440785,2020-01,villages_total,100",
            "440785,2020-08,villages_with_room,50",
            "440785,2020-09,villages_with_room,50",
        ])
        .await;
}

fn evaluator(world: &World, code: &str) -> Actor {
    world.person(Role::Evaluator, code).actor
}

both! {
    async fn a_question_is_asked_answered_asked_on_and_closed(world: World) {
        with_figures(&world).await;
        let office = &world.office;
        let asker = evaluator(&world, "440000");
        let county = world.reporter(COUNTY).actor;
        let id = office.ask(&asker, &about(vec![RuleCode::ExactTarget, RuleCode::StaysAtTarget])).await.unwrap();
        assert_eq!(office.open_questions(&county).await, Ok(1));
        assert_eq!(office.open_questions(&asker).await, Ok(0), "nobody asks an evaluator");
        let open = office.question(&county, id).await.unwrap();
        assert!(open.may_answer && !open.may_ask);
        assert_eq!(open.head.rules, [RuleCode::ExactTarget, RuleCode::StaysAtTarget]);
        assert_eq!(open.figures.iter().map(|one| (one.element.as_str(), one.then, one.now)).collect::<Vec<_>>(), [
            ("villages_with_room", Some(50), Some(50)),
            ("villages_with_room", Some(50), Some(50)),
        ]);
        // The county corrects, and says so.
        world.import(&["440785,2020-09,villages_with_room,55"]).await;
        office.answer_question(&county, id, open.revision, Some(Because::EntryError), "9月少录", "附件1.pdf").await.unwrap();
        let answered = office.question(&asker, id).await.unwrap();
        assert_eq!(answered.head.state, QuestionState::Answered);
        assert!(answered.may_ask && !answered.may_answer);
        assert_eq!((answered.figures[1].then, answered.figures[1].now), (Some(50), Some(55)), "what was asked about stays readable");
        assert_eq!(office.open_questions(&county).await, Ok(0));
        office.follow_up(&asker, id, answered.revision, "8月也是吗？").await.unwrap();
        assert_eq!(office.open_questions(&county).await, Ok(1));
        let open = office.question(&county, id).await.unwrap();
        office.answer_question(&county, id, open.revision, Some(Because::RealChange), "", "").await.unwrap();
        let open = office.question(&asker, id).await.unwrap();
        office.close_question(&asker, id, open.revision, Some(Came::Corrected), "").await.unwrap();
        let closed = office.question(&county, id).await.unwrap();
        let acts: Vec<Act> = closed.entries.iter().map(|entry| entry.act).collect();
        assert_eq!(acts, [
            Act::Asked,
            Act::Answered(Because::EntryError),
            Act::FollowedUp,
            Act::Answered(Because::RealChange),
            Act::Closed(Came::Corrected),
        ]);
        assert_eq!(closed.entries[1].evidence, "附件1.pdf");
        assert_eq!(closed.entries[1].by.role, Some(Role::Reporter));
        assert!(!closed.may_answer);
        assert_eq!(office.answer_question(&county, id, closed.revision, Some(Because::Other), "又想起来", "").await, fault(QuestionFault::Closed));
        // Counted by rule: once for each of its rules.
        let told = office.worth_verifying(&asker, unit("440000"), Some(period("2020-11"))).await.unwrap();
        for rule in [RuleCode::ExactTarget, RuleCode::StaysAtTarget] {
            let outcome = told.outcomes.iter().find(|one| one.rule == Some(rule)).unwrap();
            assert_eq!((outcome.asked, outcome.answered, outcome.closed), (1, 1, [0, 1, 0, 0, 0]));
        }
        let elsewhere = office.worth_verifying(&evaluator(&world, "330000"), unit("330000"), None).await.unwrap();
        assert!(elsewhere.outcomes.iter().all(|one| one.asked == 0));
    }

    async fn who_may_ask_who_may_answer_and_who_may_only_read(world: World) {
        with_figures(&world).await;
        let office = &world.office;
        for who in [world.reporter(COUNTY).actor, world.leader("440700").actor, evaluator(&world, "330000"), world.reporter("440700").actor] {
            assert_eq!(office.ask(&who, &about(vec![])).await, Err(Refusal::Forbidden), "{}", who.account);
        }
        let mut unknown = about(vec![]);
        unknown.unit = unit("999999");
        assert_eq!(office.ask(&evaluator(&world, "000000"), &unknown).await, Err(Refusal::Missing));
        let id = office.ask(&world.reviewer("440700").actor, &about(vec![])).await.unwrap();
        let revision = office.question(&world.reporter(COUNTY).actor, id).await.unwrap().revision;
        for who in [world.leader("440700").actor, evaluator(&world, "000000"), world.reviewer("440000").actor] {
            let open = office.question(&who, id).await.unwrap();
            assert!(!open.may_answer, "{}", who.account);
            assert_eq!(office.answer_question(&who, id, revision, Some(Because::RealChange), "", "").await, Err(Refusal::Forbidden));
        }
        for who in [world.reporter("440781").actor, evaluator(&world, "330000")] {
            assert_eq!(office.question(&who, id).await.err(), Some(Refusal::Forbidden), "{}", who.account);
            assert_eq!(office.questions(&who).await.unwrap().questions.len(), 0);
        }
        assert_eq!(office.question(&evaluator(&world, "000000"), id + 999).await.err(), Some(Refusal::Missing));
        assert_eq!(office.close_question(&world.leader("440700").actor, id, revision, Some(Came::Confirmed), "").await, Err(Refusal::Forbidden));
        assert_eq!(office.close_question(&world.reporter(COUNTY).actor, id, revision, Some(Came::Confirmed), "").await, Err(Refusal::Forbidden));
        let seen = office.questions(&evaluator(&world, "440000")).await.unwrap();
        assert_eq!(seen.questions.iter().map(|head| head.id).collect::<Vec<_>>(), [id]);
        assert_eq!(office.worth_verifying(&world.reporter("440781").actor, unit(COUNTY), None).await.err(), Some(Refusal::Forbidden));
        assert!(office.worth_verifying(&world.reporter(COUNTY).actor, unit(COUNTY), None).await.is_ok());
    }

    async fn sent_twice_is_said_once_and_what_is_stale_is_refused(world: World) {
        with_figures(&world).await;
        let office = &world.office;
        let asker = evaluator(&world, "440000");
        let county = world.reporter(COUNTY).actor;
        let id = office.ask(&asker, &about(vec![])).await.unwrap();
        assert_eq!(office.ask(&asker, &about(vec![])).await, Ok(id), "the same question");
        assert_eq!(office.ask(&world.reviewer("440700").actor, &about(vec![])).await, Ok(id), "whoever asks it");
        let revision = office.question(&county, id).await.unwrap().revision;
        for _ in 0..2 {
            office.answer_question(&county, id, revision, Some(Because::RealChange), "已核", "").await.unwrap();
        }
        assert_eq!(office.question(&county, id).await.unwrap().entries.len(), 2);
        let late = office.answer_question(&county, id, revision, Some(Because::EntryError), "另一个人", "").await;
        assert_eq!(late, Err(Refusal::Stale));
        let revision = revision + 1;
        let (one, other) = tokio::join!(
            office.close_question(&asker, id, revision, Some(Came::Confirmed), ""),
            office.follow_up(&asker, id, revision, "再问"),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        // Once it is closed, the same may be asked anew.
        let open = office.question(&asker, id).await.unwrap();
        if open.head.state != QuestionState::Closed {
            office.close_question(&asker, id, open.revision, Some(Came::NotSettled), "").await.unwrap();
        }
        assert_ne!(office.ask(&asker, &about(vec![])).await.unwrap(), id);
    }

    async fn a_question_needs_words_a_figure_and_a_choice(world: World) {
        with_figures(&world).await;
        let office = &world.office;
        let asker = evaluator(&world, "440000");
        let county = world.reporter(COUNTY).actor;
        let with = |change: fn(&mut NewQuestion)| { let mut one = about(vec![]); change(&mut one); one };
        assert_eq!(office.ask(&asker, &with(|one| one.text = " \n".into())).await, fault(QuestionFault::NoWords));
        assert_eq!(office.ask(&asker, &with(|one| one.text = "字".repeat(2_001))).await, fault(QuestionFault::TooLong(2_001)));
        assert_eq!(office.ask(&asker, &with(|one| { one.from = period("2020-02"); one.to = period("2020-03"); })).await, fault(QuestionFault::NoFigures));
        assert_eq!(office.ask(&asker, &with(|one| one.elements = vec!["no_such".into()])).await, Err(Refusal::Missing));
        assert_eq!(office.ask(&asker, &with(|one| one.indicator = Some("no-such".into()))).await, Err(Refusal::Missing));
        assert_eq!(office.ask(&asker, &with(|one| one.from = period("2020-10"))).await, Err(Refusal::Missing));
        let id = office.ask(&asker, &about(vec![])).await.unwrap();
        assert_eq!(office.answer_question(&county, id, 1, None, "x", "").await, fault(QuestionFault::NoAnswer));
        assert_eq!(office.answer_question(&county, id, 1, Some(Because::Other), "", "").await, fault(QuestionFault::NoWords));
        assert_eq!(office.close_question(&asker, id, 1, None, "").await, fault(QuestionFault::NoOutcome));
        assert_eq!(office.follow_up(&asker, id, 1, "").await, fault(QuestionFault::NoWords));
        assert_eq!(office.question(&asker, id).await.unwrap().entries.len(), 1, "nothing was half kept");
        let askable = office.askable(&asker, unit(COUNTY), "counselling-room-coverage", period("2020-09")).await.unwrap();
        assert_eq!(askable.figures.len(), 1);
        assert_eq!(office.askable(&county, unit(COUNTY), "counselling-room-coverage", period("2020-09")).await.err(), Some(Refusal::Forbidden));
    }

    async fn what_is_planted_in_the_demo_is_listed(world: World) {
        let world = World::demo(world.engine()).await;
        let planted = server::demo::generate(server::demo::SEED, world.office.units()).planted;
        let nation = evaluator(&world, "000000");
        let told = world.office.worth_verifying(&nation, unit("000000"), Some(period("2020-11"))).await.unwrap();
        let listed = |code| told.listed.iter().any(|place| place.unit.code == code);
        let found = planted.iter().filter(|one| listed(one.unit)).count();
        assert!(found * 10 >= planted.len() * 9, "{found} of {}", planted.len());
        let innocent = told.listed.iter().filter(|place| planted.iter().all(|one| one.unit != place.unit.code)).count();
        assert!(innocent as f64 <= told.expected + 5.0, "{innocent} beside {}", told.expected);
        assert!(told.listed.iter().all(|place| place.may_ask && place.signs.len() >= 2));
        // A region is told of its own counties, from the same tests.
        let region = evaluator(&world, "440700");
        let below = world.office.worth_verifying(&region, unit("440700"), Some(period("2020-11"))).await.unwrap();
        assert_eq!((below.rules, below.in_all), (told.rules, told.in_all));
        assert!(below.listed.iter().all(|place| place.unit.code.to_string().starts_with("4407")));
    }
}

/// Words of suspicion have no place where somebody is only asked.
#[test]
fn no_text_speaks_of_suspicion() {
    const NEVER: [&str; 12] = [
        "manipul",
        "fake",
        "fraud",
        "cheat",
        "suspic",
        "dishonest",
        "造假",
        "可疑",
        "作弊",
        "弄虚",
        "舞弊",
        "操纵",
    ];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![root.join("app/src"), root.join("src/signals")];
    let mut files = vec![
        root.join("docs/signals.md"),
        root.join("server/src/office/signals.rs"),
        root.join("server/src/office/questions.rs"),
        root.join("server/src/cli/signals_check.rs"),
    ];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    assert!(files.len() > 50);
    // It speaks of the backend that tests put in the real one's place.
    files.retain(|file| !file.ends_with("app/src/backend.rs"));
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap().to_lowercase();
        for word in NEVER {
            assert!(!text.contains(word), "{}: {word}", file.display());
        }
    }
}
