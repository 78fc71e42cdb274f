//! Entering: what is carried over, what is asked about, what two people type at once, and the
//! receipt.

use crate::world::{Engine, World, day, period, pilot, unit};
use app::ask::returns::{EVERY_TASK, Filing, Returns, Signed};
use app::refusal::{NotNow, Refusal};
use kpi::draft::{Answer, Cell, Draft, Origin, Why};
use kpi::facts::Value;
use kpi::fault::{Broken, Fault, Reason};
use kpi::returns::Stage;
use std::collections::{BTreeMap, BTreeSet};

/// A quiet month: nothing in it breaks a rule.
const OCTOBER: [(&str, &str); 12] = [
    ("villages_with_room", "60"),
    ("townships_with_group", "6"),
    ("townships_group_complete", "5"),
    ("smd_ever_registered", "1200"),
    ("smd_registered", "1000"),
    ("smd_managed", "950"),
    ("smd_standard_managed", "830"),
    ("smd_medicated", "880"),
    ("smd_regular_medicated", "640"),
    ("smd_face_to_face", "900"),
    ("schizophrenia_registered", "700"),
    ("schizophrenia_medicated", "620"),
];

/// What happened in the month: nothing.
const EVENTS: [&str; 5] = [
    "smd_new",
    "smd_deaths",
    "smd_moved_in",
    "smd_moved_out",
    "popularisation_events",
];

fn nothing(code: &str, month: &str, revision: i64) -> Filing {
    let draft = Draft {
        key: pilot(code, month),
        cells: BTreeMap::new(),
    };
    Filing::of(draft, revision)
}

fn reasons(faults: &[Fault], element: &str) -> Vec<Reason> {
    faults
        .iter()
        .filter(|one| one.element == element)
        .map(|one| one.reason.clone())
        .collect()
}

fn answer(broken: &Broken, why: Why, note: &str) -> (String, Answer) {
    let answer = Answer {
        why: Some(why),
        note: note.to_owned(),
        said_of: broken.said_of(),
    };
    (broken.rule.clone(), answer)
}

both! {
    async fn what_is_carried_over_waits_to_be_confirmed(world: World) {
        world.accepted("440703", "2020-10", &OCTOBER).await;
        let county = world.reporter("440703");
        let mut filing = nothing("440703", "2020-11", 0);
        for event in EVENTS {
            filing.draft.cells.insert(event.to_owned(), Cell::typed("0"));
        }
        // Laid out and sent unchanged: it stays unconfirmed, and is not kept as typed.
        filing.draft.cells.insert("smd_registered".to_owned(), Cell::typed("1000"));
        filing.carried = BTreeSet::from(["smd_registered".to_owned()]);
        let refused = world.office.submit(&county.actor, &filing).await.unwrap_err();
        let Refusal::Faulty(faults) = refused else { panic!("{refused:?}") };
        let expected = Reason::Unconfirmed { carried: "1000".to_owned(), origin: Origin::Accepted(period("2020-10")) };
        assert_eq!(reasons(&faults, "smd_registered"), [expected]);
        assert_eq!(faults.len(), OCTOBER.len(), "{faults:?}");
        let open = county.open("440703", "2020-11").await.unwrap();
        assert!(!open.cells.contains_key("smd_registered"));
        let mut filing = nothing("440703", "2020-11", open.revision);
        filing.confirm = BTreeSet::from(["12".to_owned()]);
        let saved = world.office.save_draft(&county.actor, &filing).await.unwrap();
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.cells["smd_registered"], Cell::typed("1000"));
        assert!(!open.cells.contains_key("villages_with_room"), "another task is another act");
        let mut filing = nothing("440703", "2020-11", saved.revision);
        filing.confirm = BTreeSet::from([EVERY_TASK.to_owned()]);
        assert_eq!(world.office.submit(&county.actor, &filing).await, Ok(1));
        world.reviewer("440700").accept("440703", "2020-11").await.unwrap();
        assert_eq!(world.score("counselling-room-coverage", "440703", "2020-11").await.numerator, Some(60));
    }

    async fn nothing_happened_is_one_act_for_a_task(world: World) {
        world.accepted("440703", "2020-10", &OCTOBER).await;
        let county = world.reporter("440703");
        let mut filing = nothing("440703", "2020-11", 0);
        filing.zero = BTreeSet::from(["12".to_owned()]);
        world.office.save_draft(&county.actor, &filing).await.unwrap();
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!(open.cells["smd_deaths"], Cell::typed("0"));
        assert!(!open.cells.contains_key("popularisation_events"));
        assert!(!open.cells.contains_key("smd_registered"), "a stock is not what happened");
    }

    async fn the_official_count_is_laid_out_and_a_difference_asks_for_its_reason(world: World) {
        let county = world.reporter("440703");
        let mut filing = nothing("440703", "2020-12", 0);
        filing.draft.cells.insert("villages_total".to_owned(), Cell::typed("150"));
        world.office.save_draft(&county.actor, &filing).await.unwrap();
        let open = county.open("440703", "2020-12").await.unwrap();
        let townships = reasons(&open.faults, "townships_total");
        let expected = Reason::Unconfirmed { carried: "6".to_owned(), origin: Origin::Official };
        assert_eq!(townships, [expected]);
        let broken = open.warnings.iter().find(|one| one.element == "villages_total").unwrap();
        assert_eq!(broken.rule, "counselling-room-coverage-2");
        let asks = |note: &str| {
            let answers = BTreeMap::from([answer(broken, Why::RealChange, note)]);
            kpi::draft::unanswered(kpi::catalogue(), std::slice::from_ref(broken), &answers)
        };
        assert!(matches!(asks("")[0].reason, Reason::WithoutWords(_)));
        assert_eq!(asks("撤村并居后新设"), []);
    }

    async fn an_unusual_figure_is_asked_about_and_the_answer_is_kept(world: World) {
        world.accepted("440703", "2020-10", &OCTOBER).await;
        let county = world.reporter("440703");
        let mut november = OCTOBER;
        november[0].1 = "55";
        let filing = county.filing("2020-11", &november, 0);
        let refused = world.office.submit(&county.actor, &filing).await.unwrap_err();
        let Refusal::Faulty(faults) = refused else { panic!("{refused:?}") };
        let [Fault { element, reason: Reason::Unanswered(broken) }] = faults.as_slice() else { panic!("{faults:?}") };
        assert_eq!((element.as_str(), broken.rule.as_str()), ("villages_with_room", "counselling-room-coverage-3"));
        let revision = county.revision("2020-11").await;
        let mut typo = nothing("440703", "2020-11", revision);
        typo.answers = BTreeMap::from([answer(broken, Why::EntryError, "")]);
        let refused = world.office.submit(&county.actor, &typo).await.unwrap_err();
        assert!(matches!(&refused, Refusal::Faulty(faults) if matches!(faults[0].reason, Reason::EntryError(_))), "{refused:?}");
        let revision = county.revision("2020-11").await;
        let mut real = nothing("440703", "2020-11", revision);
        real.answers = BTreeMap::from([answer(broken, Why::RealChange, "五个村的咨询室撤并")]);
        assert_eq!(world.office.submit(&county.actor, &real).await, Ok(1));
        let receipt = world.office.receipt(&county.actor, &pilot("440703", "2020-11"), 1).await.unwrap();
        assert_eq!(receipt.answers["counselling-room-coverage-3"].note, "五个村的咨询室撤并");
        assert_eq!(receipt.values["villages_with_room"], Value::Figure(55), "the figure is left as it is");
    }

    async fn an_answer_belongs_to_its_figures(world: World) {
        world.accepted("440703", "2020-10", &OCTOBER).await;
        let county = world.reporter("440703");
        let mut november = OCTOBER;
        november[0].1 = "55";
        let filing = county.answered(county.filing("2020-11", &november, 0)).await;
        world.office.save_draft(&county.actor, &filing).await.unwrap();
        let revision = county.revision("2020-11").await;
        let another = county.only("2020-11", &[("villages_with_room", "50")], revision);
        let refused = world.office.submit(&county.actor, &another).await.unwrap_err();
        assert!(matches!(&refused, Refusal::Faulty(faults) if matches!(faults[0].reason, Reason::Unanswered(_))), "{refused:?}");
    }

    async fn a_register_that_falls_by_those_who_died_is_not_asked_about(world: World) {
        world.accepted("440703", "2020-10", &OCTOBER).await;
        let county = world.reporter("440703");
        let mut november = OCTOBER.to_vec();
        november[4].1 = "997";
        november.push(("smd_deaths", "3"));
        let filing = county.filing("2020-11", &november, 0);
        assert_eq!(world.office.submit(&county.actor, &filing).await, Ok(1));
        county.withdraw("2020-11").await.unwrap();
        let revision = county.revision("2020-11").await;
        let more = county.only("2020-11", &[("smd_registered", "990")], revision);
        let refused = world.office.submit(&county.actor, &more).await.unwrap_err();
        let Refusal::Faulty(faults) = refused else { panic!("{refused:?}") };
        let rules: Vec<_> = faults.iter().filter_map(|fault| match &fault.reason {
            Reason::Unanswered(broken) => Some(broken.rule.as_str()),
            _ => None,
        }).collect();
        assert_eq!(rules, ["smd-reported-prevalence-2", "fall:smd_registered"]);
    }

    async fn a_rate_that_jumps_is_asked_about(world: World) {
        world.accepted("440703", "2020-10", &OCTOBER).await;
        let county = world.reporter("440703");
        let mut november = OCTOBER;
        november[8].1 = "740";
        let filing = county.filing("2020-11", &november, 0);
        assert_eq!(world.office.submit(&county.actor, &filing).await, Ok(1), "64 to 74 per cent is ten points, not more");
        county.withdraw("2020-11").await.unwrap();
        let revision = county.revision("2020-11").await;
        let more = county.only("2020-11", &[("smd_regular_medicated", "741")], revision);
        let refused = world.office.submit(&county.actor, &more).await.unwrap_err();
        assert!(matches!(&refused, Refusal::Faulty(faults) if matches!(&faults[0].reason, Reason::Unanswered(broken) if broken.rule == "jump:smd-regular-medication")), "{refused:?}");
    }

    async fn two_people_type_into_different_cells_and_both_are_kept(world: World) {
        let county = world.reporter("440703");
        let first = county.save("2020-11", &[("smd_new", "1"), ("smd_deaths", "2")]).await.unwrap();
        let mine = county.only("2020-11", &[("smd_new", "5"), ("smd_deaths", "2")], first);
        let theirs = county.only("2020-11", &[("smd_new", "1"), ("smd_deaths", "9")], first);
        assert_eq!(world.office.save_draft(&county.actor, &mine).await.unwrap().clashes, []);
        assert_eq!(world.office.save_draft(&county.actor, &theirs).await.unwrap().clashes, []);
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!((open.cells["smd_new"].text.as_str(), open.cells["smd_deaths"].text.as_str()), ("5", "9"));
    }

    async fn of_a_clash_everything_else_is_saved(world: World) {
        let county = world.reporter("440703");
        let first = county.save("2020-11", &[("smd_new", "1")]).await.unwrap();
        county.save("2020-11", &[("smd_new", "2")]).await.unwrap();
        let late = county.only("2020-11", &[("smd_new", "3"), ("smd_deaths", "4")], first);
        let saved = world.office.save_draft(&county.actor, &late).await.unwrap();
        assert_eq!(saved.clashes.len(), 1);
        let open = county.open("440703", "2020-11").await.unwrap();
        assert_eq!((open.cells["smd_new"].text.as_str(), open.cells["smd_deaths"].text.as_str()), ("2", "4"));
        let mine = county.only("2020-11", &[("smd_new", "3")], saved.revision);
        assert_eq!(world.office.save_draft(&county.actor, &mine).await.unwrap().clashes, [], "chosen knowingly");
    }

    async fn a_receipt_proves_what_was_submitted(world: World) {
        let county = world.reporter("440703");
        let mut filing = county.answered(county.filing("2020-11", &OCTOBER, 0)).await;
        filing.signed = Signed { head: "李主任".to_owned(), phone: "0750-1234567".to_owned() };
        assert_eq!(world.office.submit(&county.actor, &filing).await, Ok(1));
        let key = pilot("440703", "2020-11");
        let receipt = world.office.receipt(&county.actor, &key, 1).await.unwrap();
        assert!(receipt.number.starts_with("440703-202011-"), "{}", receipt.number);
        assert_eq!((receipt.fingerprint.len(), receipt.stage), (64, Stage::Submitted));
        assert_eq!(receipt.signed.head, "李主任");
        assert_eq!(receipt.values.len(), 17);
        assert!(!receipt.counts && !receipt.is_overtaken);
        let again = world.office.submit(&county.actor, &filing).await;
        assert_eq!(again, Ok(1), "sent twice, it counts once");
        county.withdraw("2020-11").await.unwrap();
        let revision = county.revision("2020-11").await;
        let other = county.only("2020-11", &[("smd_new", "1"), ("smd_registered", "1001")], revision);
        let other = county.answered(other).await;
        assert_eq!(world.office.submit(&county.actor, &other).await, Ok(2));
        let second = world.office.receipt(&county.actor, &key, 2).await.unwrap();
        assert_ne!(second.fingerprint, receipt.fingerprint);
        assert!(world.office.receipt(&county.actor, &key, 1).await.unwrap().is_overtaken);
        assert_eq!(world.office.receipt(&county.actor, &key, 3).await, Err(Refusal::Missing));
        assert_eq!(world.office.receipt(&world.reporter("440704").actor, &key, 1).await, Err(Refusal::Forbidden));
        let open = county.open("440703", "2020-10").await.unwrap();
        assert_eq!(open.signed.phone, "0750-1234567", "nobody types it twice");
        assert_eq!(unit("440703"), open.key.org_unit);
    }

    async fn the_calendar_says_how_many_summaries_are_due(world: World) {
        let region = world.reporter("440700");
        let key = crate::world::key("440700", "hotline-12355", "2020-11");
        let open = world.office.open_return(&region.actor, &key).await.unwrap();
        let due = |element: &str| match reasons(&open.faults, element).first() {
            Some(Reason::Unconfirmed { carried, origin: Origin::Calendar }) => carried.clone(),
            other => panic!("{element}: {other:?}"),
        };
        assert_eq!((due("youth_daily_due"), due("youth_two_day_due"), due("youth_five_day_due")), ("30".to_owned(), "15".to_owned(), "6".to_owned()));
        assert_eq!(day(), open.today);
        let future = crate::world::key("440700", "hotline-12355", "2021-02");
        assert_eq!(world.office.open_return(&region.actor, &future).await, Err(Refusal::NotNow(NotNow::Future)));
    }
}
