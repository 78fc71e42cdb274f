//! All rules together: what is listed, what stands alone, and how much of it chance would give.

use super::panel::Panel;
use super::rule::{BESIDE, FALSE_DISCOVERY, KINDS_IN_PLACE, RULES, RuleCode, TESTS_IN_PLACE};
use super::sign::{Finding, Sign, Tested};
use super::{course, denominator, digits, linked, neighbours, relation, repetition, threshold};
use crate::org_unit::UnitCode;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What one rule was asked, and what it answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleTally {
    /// The rule.
    pub rule: RuleCode,
    /// How many tests were made.
    pub tests: usize,
    /// How many signs stand by themselves.
    pub flagged: usize,
    /// How many of these chance alone would give.
    pub expected: f64,
}

/// The units about a target, for one indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Caliper {
    /// The indicator.
    pub indicator: String,
    /// Units just below their target.
    pub below: u64,
    /// Units on it and just above.
    pub above: u64,
    /// The chance of so many above, each side being as likely.
    pub chance: f64,
}

/// What was found among many units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// Signs of two and more kinds in one place, the rarest first.
    pub findings: Vec<Finding>,
    /// Signs that stand by themselves and alone, by unit.
    pub singles: Vec<Sign>,
    /// Each rule's tests.
    pub rules: Vec<RuleTally>,
    /// How many units were looked at.
    pub units: usize,
    /// How many entries of the list chance alone would give.
    pub expected: f64,
    /// The units about each target.
    pub calipers: Vec<Caliper>,
}

/// Asks every rule, and lays together what meets.
pub fn survey(panel: &Panel) -> Survey {
    let tested: Vec<Tested> = [
        threshold::look(panel),
        digits::look(panel),
        repetition::look(panel),
        neighbours::look(panel),
        course::look(panel),
        relation::look(panel),
        denominator::look(panel),
        linked::look(panel),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rules: Vec<RuleTally> = RULES
        .iter()
        .filter_map(|rule| tested.iter().find(|tested| tested.rule == rule.code))
        .map(tally)
        .collect();
    let expected = expected_entries(&rules);
    let mut by_unit: BTreeMap<UnitCode, Vec<Sign>> = BTreeMap::new();
    for sign in tested.into_iter().flat_map(|tested| joined(tested.signs)) {
        by_unit.entry(sign.unit).or_default().push(sign);
    }
    let (mut findings, mut singles) = (Vec::new(), Vec::new());
    for (unit, signs) in by_unit {
        let (listed, alone) = entries(signs);
        findings.extend(listed.into_iter().map(|signs| Finding { unit, signs }));
        singles.extend(alone);
    }
    one_of_two(&mut findings, &mut singles);
    findings.sort_by(|one, other| {
        let joint = one.joint().total_cmp(&other.joint());
        joint.then_with(|| one.unit.cmp(&other.unit))
    });
    Survey {
        findings,
        singles,
        rules,
        units: panel.units.len(),
        expected,
        calipers: threshold::calipers(panel),
    }
}

fn tally(tested: &Tested) -> RuleTally {
    let flagged = tested.signs.iter().filter(|sign| sign.strong).count();
    let counted = tested.rule.rule().false_per_thousand * tested.tests as f64 / 1000.0;
    let discovered = match tested.rule {
        RuleCode::OutOfLine => FALSE_DISCOVERY * flagged as f64,
        _ => 0.0,
    };
    RuleTally {
        rule: tested.rule,
        tests: tested.tests,
        flagged,
        expected: tested.expected.max(counted).max(discovered),
    }
}

/// A sign that means nothing is listed where one of another kind stands beside it, and each of
/// those is asked for at the level for it.
fn expected_entries(rules: &[RuleTally]) -> f64 {
    // Resting at a target is two kinds at once, and its chance is that of both.
    let (both, alone): (Vec<_>, Vec<_>) = rules
        .iter()
        .partition(|rule| rule.rule == RuleCode::StaysAtTarget);
    let sum = |rules: &[&RuleTally]| rules.iter().map(|rule| rule.expected).sum::<f64>();
    sum(&both) + sum(&alone) * (1.0 - (1.0 - BESIDE).powf(KINDS_IN_PLACE * TESTS_IN_PLACE))
}

/// Of two units with the same figures the one is listed whose own figures break where they begin to
/// be the same; the other is named there. It stays on the list when its own break as well.
fn one_of_two(findings: &mut Vec<Finding>, singles: &mut Vec<Sign>) {
    let breaks = |finding: &Finding| {
        let mut others = finding.signs.iter().filter(|sign| sign.neighbour.is_none());
        others.any(|sign| sign.strong)
    };
    let broken: BTreeSet<UnitCode> = findings
        .iter()
        .filter(|finding| breaks(finding))
        .map(|finding| finding.unit)
        .collect();
    let (kept, source): (Vec<_>, Vec<_>) =
        std::mem::take(findings).into_iter().partition(|finding| {
            let mut neighbours = finding.signs.iter().filter_map(|sign| sign.neighbour);
            breaks(finding) || !neighbours.any(|neighbour| broken.contains(&neighbour))
        });
    *findings = kept;
    let alone = source.into_iter().flat_map(|finding| finding.signs);
    singles.extend(alone.filter(|sign| sign.strong));
}

/// Signs of one rule about one thing in neighbouring months are one sign.
fn joined(mut signs: Vec<Sign>) -> Vec<Sign> {
    signs.sort_by(|one, other| {
        let place = |sign: &Sign| (sign.unit, sign.elements.clone(), sign.neighbour);
        place(one)
            .cmp(&place(other))
            .then(one.from.cmp(&other.from))
    });
    let mut joined: Vec<Sign> = Vec::new();
    for sign in signs {
        let goes_on = joined.last_mut().filter(|last| {
            last.unit == sign.unit
                && last.elements == sign.elements
                && last.neighbour == sign.neighbour
                && sign.from <= last.to.next()
        });
        match goes_on {
            Some(last) => {
                last.to = last.to.max(sign.to);
                last.strong |= sign.strong;
                if sign.chance < last.chance {
                    last.chance = sign.chance;
                    last.adjusted = sign.adjusted;
                }
                last.figures.extend(sign.figures);
            }
            None => joined.push(sign),
        }
    }
    joined
}

/// Of one unit's signs: those that make entries, together, and those that stand alone. A sign of
/// another kind that does not stand by itself counts beside one that does.
fn entries(signs: Vec<Sign>) -> (Vec<Vec<Sign>>, Vec<Sign>) {
    let confirms = |one: &Sign, other: &Sign| {
        one.is_independent_of(other) && (one.strong || other.strong) && one.meets(other)
    };
    let listed: Vec<bool> = signs
        .iter()
        .map(|one| signs.iter().any(|other| confirms(one, other)))
        .collect();
    let mut groups: Vec<Vec<Sign>> = Vec::new();
    let mut alone = Vec::new();
    for (sign, listed) in signs.into_iter().zip(listed) {
        if !listed {
            if sign.strong {
                alone.push(sign);
            }
            continue;
        }
        // What meets several groups holds them together.
        let (meeting, apart): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| group.iter().any(|other| other.meets(&sign)));
        groups = apart;
        let mut group: Vec<Sign> = meeting.into_iter().flatten().collect();
        group.push(sign);
        groups.push(group);
    }
    for group in &mut groups {
        group.sort_by(|one, other| one.chance.total_cmp(&other.chance));
    }
    (groups, alone)
}
