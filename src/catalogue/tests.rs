//! The tables hold what they promise, row by row.

use super::*;
use crate::org_unit::{NATION, OrgUnits};
use std::collections::BTreeSet;

#[test]
fn the_catalogue_is_whole() {
    let catalogue = catalogue();
    assert_eq!(catalogue.elements().len(), 104, "data elements");
    assert_eq!(catalogue.indicators().len(), 80, "indicators");
    assert_eq!(catalogue.rules().len(), 168, "clauses of validation rules");
    let pilot: Vec<_> = catalogue
        .indicators()
        .iter()
        .filter(|indicator| indicator.programme == PILOT)
        .collect();
    assert_eq!(pilot.len(), 42, "indicators of the pilot");
    let scored = |tier| {
        pilot
            .iter()
            .filter(|indicator| indicator.is_scored() && indicator.tier == tier)
            .count()
    };
    assert_eq!(
        (
            scored(Tier::County),
            scored(Tier::Region),
            scored(Tier::Province)
        ),
        (11, 16, 1),
        "semantics 16: 28 explicit indicators by who answers"
    );
}

#[test]
fn every_name_in_the_catalogue_leads_somewhere() {
    let catalogue = catalogue();
    for indicator in catalogue.indicators() {
        assert!(
            programme(&indicator.programme).is_some(),
            "{}",
            indicator.code
        );
        for element in indicator.elements() {
            assert!(
                catalogue.element(element).is_some(),
                "{} names {element}",
                indicator.code
            );
        }
        assert_eq!(
            indicator.direction.is_some(),
            !indicator.targets.is_empty(),
            "{} has a direction without a target, or a target without one",
            indicator.code
        );
    }
    for element in catalogue.elements() {
        assert!(programme(&element.programme).is_some(), "{}", element.code);
        if let Some(whole) = &element.at_most {
            assert!(
                catalogue.element(whole).is_some(),
                "{} names {whole}",
                element.code
            );
        }
        let task = catalogue
            .tasks()
            .iter()
            .any(|task| task.programme == element.programme && task.number == element.task);
        assert!(task, "{} stands under no task", element.code);
    }
    for rule in catalogue.rules() {
        assert!(
            catalogue.indicator(&rule.indicator).is_some(),
            "{}",
            rule.id
        );
        for reference in rule.references() {
            if let Reference::Current(code) | Reference::Last(code) | Reference::Official(code) =
                reference
            {
                assert!(
                    catalogue.element(code).is_some(),
                    "{} names {code}",
                    rule.id
                );
            }
        }
    }
}

#[test]
fn every_clause_is_a_rule_or_says_why_not() {
    let catalogue = catalogue();
    let ids: BTreeSet<_> = catalogue.rules().iter().map(|rule| &rule.id).collect();
    assert_eq!(ids.len(), catalogue.rules().len(), "an id stands twice");
    for rule in catalogue.rules() {
        match rule.kind {
            RuleKind::Hard | RuleKind::Warning => {
                assert!(
                    rule.must.is_some() && !rule.message.is_empty(),
                    "{}",
                    rule.id
                );
            }
            RuleKind::Rows => {
                assert!(
                    rule.must.is_none() && !rule.message.is_empty() && !rule.reason.is_empty(),
                    "{}",
                    rule.id
                );
            }
            RuleKind::Documented => {
                assert!(
                    rule.must.is_none() && !rule.reason.is_empty(),
                    "{}",
                    rule.id
                );
            }
        }
    }
    for indicator in catalogue.indicators() {
        let clauses: Vec<&str> = indicator
            .validation_rules
            .zh
            .split('；')
            .filter(|clause| !clause.trim().is_empty())
            .collect();
        let rules: Vec<&str> = catalogue
            .rules()
            .iter()
            .filter(|rule| rule.indicator == indicator.code)
            .map(|rule| rule.clause.zh.as_str())
            .collect();
        assert_eq!(rules, clauses, "{}", indicator.code);
    }
}

#[test]
fn no_english_text_holds_chinese() {
    let catalogue = catalogue();
    let chinese = |text: &str| {
        text.chars().any(|c| {
            ('\u{3000}'..='\u{303f}').contains(&c)
                || ('\u{3400}'..='\u{9fff}').contains(&c)
                || ('\u{ff00}'..='\u{ffef}').contains(&c)
        })
    };
    let mut texts: Vec<(String, String)> = Vec::new();
    for i in catalogue.indicators() {
        for text in [
            &i.name,
            &i.short,
            &i.area,
            &i.numerator,
            &i.denominator,
            &i.unit,
            &i.department,
            &i.definition,
            &i.policy_document,
            &i.policy_sentence,
            &i.external_source,
            &i.validation_rules,
            &i.notes,
        ] {
            assert_eq!(
                text.zh.is_empty(),
                text.en.is_empty(),
                "{}: {:?} has no twin",
                i.code,
                text
            );
            texts.push((i.code.clone(), text.en.clone()));
        }
        texts.extend(
            i.targets
                .iter()
                .map(|target| (i.code.clone(), target.source.1.clone())),
        );
    }
    for e in catalogue.elements() {
        for text in [
            &e.name.en,
            &e.definition.en,
            &e.unit.en,
            &e.noun_en_one,
            &e.noun_en_many,
        ] {
            assert!(!text.is_empty(), "{} lacks an English text", e.code);
            texts.push((e.code.clone(), text.clone()));
        }
    }
    for r in catalogue.rules() {
        for text in [&r.clause, &r.message, &r.reason] {
            assert_eq!(
                text.zh.is_empty(),
                text.en.is_empty(),
                "{}: {:?} has no twin",
                r.id,
                text
            );
            texts.push((r.id.clone(), text.en.clone()));
        }
    }
    for t in catalogue.tasks() {
        texts.push((t.number.clone(), t.name.en.clone()));
        texts.push((t.number.clone(), t.area.en.clone()));
    }
    for unit in divisions() {
        assert!(
            !unit.name_en.is_empty(),
            "{} has no English name",
            unit.code
        );
        texts.push((unit.code.to_string(), unit.name_en));
    }
    for figure in published_figures() {
        for text in [
            figure.place.en,
            figure.name.en,
            figure.unit.en,
            figure.note.en,
            figure.source.en,
        ] {
            texts.push((figure.source.zh.clone(), text));
        }
    }
    for (of, text) in texts {
        assert!(!chinese(&text), "{of}: {text:?} holds Chinese");
    }
}

#[test]
fn the_divisions_and_the_pilots_are_all_there() {
    let units = OrgUnits::new(divisions());
    let count = |tier| units.responsible(NATION, tier).len();
    assert_eq!(
        units.iter().count(),
        1 + 31 + 333 + 2853 + 138,
        "the nation, provinces, prefectures, counties and statistical zones"
    );
    assert_eq!(pilot_regions().len(), 65, "entries of the pilot list");
    assert_eq!(count(Tier::Region), 63, "pilot regions with a code");
    assert_eq!(count(Tier::County), 510, "pilot counties");
    assert_eq!(
        count(Tier::Province),
        30,
        "provinces that hold a pilot region with a code"
    );
    for unit in units.iter() {
        if let Some(parent) = unit.parent {
            assert!(units.get(parent).is_some(), "{} lies nowhere", unit.code);
        }
        if let Some(region) = unit.region {
            assert!(
                units.get(region).is_some_and(|region| region.is_region),
                "{}",
                unit.code
            );
        }
    }
    let villages: i64 = units
        .responsible(NATION, Tier::County)
        .iter()
        .filter_map(|county| county.villages_official)
        .sum();
    assert_eq!(
        villages, 111_723,
        "policy 3: villages and communities of the pilot counties"
    );
}

#[test]
fn units_on_several_tiers_are_reviewed_above_the_highest() {
    let units = OrgUnits::new(divisions());
    let code = |text: &str| text.parse().unwrap();
    assert_eq!(units.reviewer_of(code("440703")), Some(code("440700")));
    assert_eq!(units.reviewer_of(code("440700")), Some(code("440000")));
    assert_eq!(units.reviewer_of(code("110102")), Some(code("110000")));
    assert_eq!(units.reviewer_of(code("659001")), Some(code("650000")));
    assert_eq!(units.reviewer_of(code("120000")), Some(NATION));
    assert_eq!(units.reviewer_of(code("120101")), Some(code("120000")));
    assert_eq!(
        units.reviewer_of(code("440100")),
        None,
        "no pilot, no return"
    );
}

#[test]
fn chance_and_persons_are_told_of_indicators_that_are_there() {
    let listed = include_str!("data/nature.csv").lines().skip(1);
    for code in listed.filter_map(|line| line.split(',').next()) {
        let indicator = catalogue().indicator(code);
        assert!(
            indicator.is_some_and(|known| known.counts_persons),
            "{code}"
        );
    }
    let rooms = catalogue().indicator("counselling-room-coverage").unwrap();
    assert!(!rooms.has_certainty() && !rooms.counts_persons && rooms.may_rank());
    let prevalence = catalogue().indicator("smd-reported-prevalence").unwrap();
    assert!(prevalence.has_certainty() && !prevalence.may_rank());
    assert!(!prevalence.has_rank_interval());
}
