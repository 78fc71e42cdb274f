use super::*;
use kpi::catalogue::{IndicatorKind, catalogue, divisions};
use kpi::draft::{Cell, Draft, Known};
use kpi::facts::Facts;
use kpi::returns::Stage;
use kpi::score::{Part, PartState};
use kpi::{Indicator, Period};
use std::sync::OnceLock;

fn units() -> &'static OrgUnits {
    static UNITS: OnceLock<OrgUnits> = OnceLock::new();
    UNITS.get_or_init(|| OrgUnits::new(divisions()))
}

fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| generate(SEED, units()))
}

/// The accepted figures of every unit.
fn facts() -> &'static BTreeMap<UnitCode, Facts> {
    static FACTS: OnceLock<BTreeMap<UnitCode, Facts>> = OnceLock::new();
    FACTS.get_or_init(|| {
        let mut facts: BTreeMap<UnitCode, Facts> = BTreeMap::new();
        for story in &demo().stories {
            let of_unit = facts.entry(story.key.org_unit).or_default();
            for (element, value) in story.accepted().into_iter().flatten() {
                of_unit.put(element, story.key.period, value.clone());
            }
        }
        facts
    })
}

/// Σx, Σn over the pilot counties under a unit, as a share of a hundred.
fn rate(unit: &str, indicator: &str, month: u32) -> f64 {
    let indicator = catalogue().indicator(indicator).unwrap();
    let period = Period::literal(2020, month);
    let (mut x, mut n) = (0, 0);
    for county in units().responsible(unit.parse().unwrap(), indicator.tier) {
        let Some(facts) = facts().get(&county.code) else {
            continue;
        };
        let part = Part::of(indicator, county, facts, period);
        if part.state == PartState::Complete {
            x += part.x.unwrap_or(0);
            n += part.n.unwrap_or(0);
        }
    }
    100.0 * x as f64 / n as f64
}

#[test]
fn the_same_seed_makes_the_same_demo_and_another_seed_another() {
    let again = generate(SEED, units());
    assert_eq!(
        format!("{:?}", demo().stories[..400].to_vec()),
        format!("{:?}", again.stories[..400].to_vec())
    );
    assert_eq!(*demo(), again);
    assert_ne!(demo().stories, generate(SEED + 1, units()).stories);
}

#[test]
fn every_return_is_one_its_form_would_take_unless_a_flaw_was_planted() {
    let mut known: BTreeMap<UnitCode, Facts> = BTreeMap::new();
    let mut in_time: Vec<&Story> = demo().stories.iter().collect();
    in_time.sort_by_key(|story| story.key.period);
    let mut refused = BTreeSet::new();
    for story in in_time {
        let unit = units().get(story.key.org_unit).unwrap();
        let facts = known.entry(unit.code).or_default();
        let official: BTreeMap<String, i64> = ["villages_total", "townships_total"]
            .into_iter()
            .filter_map(|element| Some((element.to_owned(), unit.official(element)?)))
            .collect();
        for version in &story.versions {
            let draft = draft(story, &version.figures);
            let tiers = unit.tiers();
            let read = draft.parse(
                catalogue(),
                Known {
                    tiers: &tiers,
                    facts,
                    official: &official,
                },
            );
            match read {
                Ok(_) => {}
                Err(_) if is_planted(story) => {
                    refused.insert(unit.code);
                }
                Err(faults) => panic!("{:?}: {faults:?}", story.key),
            }
        }
        for (element, value) in story.accepted().into_iter().flatten() {
            facts.put(element, story.key.period, value.clone());
        }
    }
    assert_eq!(refused.len(), 4, "the four with more rooms than villages");
}

fn draft(story: &Story, figures: &Figures) -> Draft {
    let cells = figures
        .iter()
        .map(|(code, value)| {
            let element = catalogue()
                .element(code)
                .expect("the demo fills elements that exist");
            ((*code).to_owned(), Cell::saying(element, value))
        })
        .collect();
    Draft {
        key: story.key.clone(),
        cells,
    }
}

fn is_planted(story: &Story) -> bool {
    demo().planted.iter().any(|planted| {
        planted.unit == story.key.org_unit
            && planted.flaw == Flaw::MoreThanAll
            && planted.from + 1 == story.key.period.month() as usize
    })
}

#[test]
fn every_state_of_review_is_there_and_nothing_is_later_than_the_day() {
    for stage in [
        Stage::Draft,
        Stage::Submitted,
        Stage::SentBack,
        Stage::Accepted,
    ] {
        let november = demo().stories.iter().filter(|story| {
            story.key.period == Period::literal(2020, 11) && story.stage() == stage
        });
        assert!(november.count() >= 10, "{stage:?} in November");
    }
    let corrected = demo()
        .stories
        .iter()
        .filter(|story| story.is_corrected())
        .count();
    assert!(corrected >= 20, "{corrected} corrected after acceptance");
    let sent_back_once = demo().stories.iter().filter(|story| {
        story.versions.len() == 2 && matches!(story.versions[0].outcome, Outcome::SentBack(..))
    });
    assert!(sent_back_once.count() >= 50);
    for story in &demo().stories {
        assert!(
            story.key.period <= Period::literal(2020, 11),
            "December is not filed"
        );
        for version in &story.versions {
            let mut moments = vec![version.submitted.at];
            if let Outcome::Accepted(moment) | Outcome::SentBack(moment, _) = &version.outcome {
                moments.push(moment.at);
            }
            assert!(moments.is_sorted(), "{:?}", story.key);
            assert!(
                moments.iter().all(|at| at.date_naive() <= TODAY),
                "{:?}",
                story.key
            );
        }
    }
}

#[test]
fn some_come_late_and_some_never() {
    let late = demo().stories.iter().filter(|story| {
        let setting = kpi::setting::Settings::default().of_code(&story.key.programme);
        let deadline = setting.unwrap().deadline(story.key.period).day;
        story
            .versions
            .first()
            .is_some_and(|version| version.submitted.at.date_naive() > deadline)
    });
    let late = late.count();
    let pilot = demo()
        .stories
        .iter()
        .filter(|story| story.key.programme == PILOT)
        .count();
    let filing = units()
        .iter()
        .filter(|unit| units().files_returns(unit.code))
        .count();
    let never = filing * 11 - pilot;
    assert!((300..2000).contains(&late), "{late} late");
    assert!((40..700).contains(&never), "{never} never came");
}

#[test]
fn at_least_eight_monthly_indicators_carry_a_forecast() {
    let long_enough = |indicator: &&Indicator| {
        let units = units().responsible(NATION, indicator.tier);
        let with_eight = units.iter().filter(|unit| {
            let points = (1..=10).filter(|month| {
                let facts = facts().get(&unit.code);
                facts.is_some_and(|facts| {
                    let part = Part::of(indicator, unit, facts, Period::literal(2020, *month));
                    part.state == PartState::Complete
                })
            });
            points.count() >= 8
        });
        with_eight.count() * 10 >= units.len() * 8
    };
    let monthly: Vec<&str> = catalogue()
        .indicators()
        .iter()
        .filter(|indicator| indicator.programme == PILOT && indicator.kind != IndicatorKind::YesNo)
        .filter(|indicator| {
            let element = catalogue().element(&indicator.numerator_element).unwrap();
            element.frequency == kpi::period::Frequency::Monthly
        })
        .filter(long_enough)
        .map(|indicator| indicator.code.as_str())
        .collect();
    assert!(monthly.len() >= 8, "{monthly:?}");
}

#[test]
fn the_nation_is_green_here_and_red_there() {
    let october = |indicator| rate("000000", indicator, 10);
    let rooms = october("counselling-room-coverage");
    assert!((44.0..58.0).contains(&rooms), "rooms {rooms}");
    assert!((70.0..90.0).contains(&october("smd-standard-mgmt")));
    assert!((55.0..70.0).contains(&october("smd-regular-medication")));
    assert!((0.42..0.50).contains(&october("smd-reported-prevalence")));
    let provinces: Vec<f64> = units()
        .responsible(NATION, Tier::Province)
        .into_iter()
        .map(|province| rate(&province.code.to_string(), "counselling-room-coverage", 10))
        .filter(|rate| rate.is_finite())
        .collect();
    let green = provinces.iter().filter(|rate| **rate >= 50.0).count();
    assert!(
        (provinces.len() / 5..provinces.len() * 4 / 5).contains(&green),
        "{green} of {}",
        provinces.len()
    );
    // The epidemic: medicine was hard to fetch in February, and was fetched again by summer.
    let regular = |month| rate("000000", "smd-regular-medication", month);
    assert!(regular(2) < regular(1) - 3.0 && regular(6) > regular(2) + 3.0);
}

#[test]
fn the_tour_finds_a_county_just_short_of_its_target() {
    let rooms = rate("440703", "counselling-room-coverage", 10);
    assert!((48.0..50.0).contains(&rooms), "{rooms}");
    let november = |code: &str| {
        demo().stories.iter().find(|story| {
            story.key.org_unit == code.parse().unwrap()
                && story.key.programme == PILOT
                && story.key.period == Period::literal(2020, 11)
        })
    };
    assert!(november("440703").is_none());
    assert_eq!(november("440705").unwrap().stage(), Stage::Submitted);
}

#[test]
fn everybody_who_filed_or_reviewed_has_an_account() {
    let accounts: BTreeSet<String> = people::everybody(SEED, units())
        .into_iter()
        .map(|person| person.account)
        .collect();
    for story in &demo().stories {
        for version in &story.versions {
            assert!(
                accounts.contains(&version.submitted.account),
                "{}",
                version.submitted.account
            );
            if let Outcome::Accepted(by) | Outcome::SentBack(by, _) = &version.outcome {
                assert!(accounts.contains(&by.account), "{}", by.account);
            }
        }
    }
    assert_eq!(people::tour(SEED).len(), 20);
}
