//! Figures against related ones: parts and wholes, stages of care, the register's balance, the
//! catalogue's rules over several figures, and one ratio that is alike everywhere.

use super::checks::{BALANCE_PERCENT, BALANCE_THINGS, Check, LEVEL_FEWEST, LEVEL_OFF};
use super::{Examined, Found, Known, Severity, element};
use crate::catalogue::{Condition, DataElement, Reference, Rule, RuleKind, catalogue};
use crate::facts::{Facts, InForce};
use crate::fraction::Fraction;
use crate::period::Period;
use std::sync::OnceLock;

/// Parts and wholes that the catalogue's `at_most` does not name.
const MORE_PAIRS: [(&str, &str); 1] = [("schizophrenia_medicated", "smd_medicated")];

/// Stages of care, the later one first: what is lost between them is a dropout.
const STAGES: [(&str, &str); 5] = [
    ("smd_standard_managed", "smd_managed"),
    ("smd_regular_medicated", "smd_medicated"),
    ("smd_home_rehab", "smd_at_home"),
    ("cured_followed_up", "cured_due"),
    ("talent_in_database", "trained_passed"),
];

/// The ratio that is alike everywhere: how many of the registered patients have schizophrenia.
pub const LEVEL: (&str, &str) = ("schizophrenia_registered", "smd_registered");

/// The rule of the catalogue that the balance replaces: it lets nobody be counted twice, and asks
/// to the last patient.
const BALANCE_RULE: &str = "smd-reported-prevalence-2";

/// The units a unit is compared with, taken together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Peers {
    /// The part in all of them.
    pub part: i64,
    /// The whole in all of them.
    pub whole: i64,
    /// How many they are.
    pub units: i64,
}

/// What is lost from a stage to the next, (A − B)/A. Negative: more came out than went in. `None`
/// where nobody came.
///
/// ```
/// use kpi::quality::related::dropout;
/// assert_eq!(dropout(200, 150).unwrap().times(100).rounded(0), "25");
/// assert!(dropout(100, 120).unwrap().times(100).rounded(0).starts_with('-'));
/// assert!(dropout(0, 3).is_none());
/// ```
pub fn dropout(earlier: i64, later: i64) -> Option<Fraction> {
    Fraction::new(i128::from(earlier) - i128::from(later), i128::from(earlier))
}

/// Whether two figures that should be equal are, within a tolerance in percent of the second and
/// in things.
pub fn are_equal(a: i64, b: i64, percent: i64, things: i64) -> bool {
    let wide = i128::from;
    let apart = (wide(a) - wide(b)).abs();
    apart <= wide(things) || apart * 100 <= wide(percent) * wide(b).abs()
}

/// Whether a ratio lies within a tolerance, in percent, of that of all. `None` where one of them
/// has no whole.
pub fn is_level(part: i64, whole: i64, all: &Peers, percent: i64) -> Option<bool> {
    if whole <= 0 || all.whole <= 0 || all.part <= 0 {
        return None;
    }
    let wide = i128::from;
    let (own, of_all) = (wide(part) * wide(all.whole), wide(all.part) * wide(whole));
    Some((own - of_all).abs() * 100 <= wide(percent) * of_all)
}

/// Every part with its whole, and the check that speaks of them.
pub fn pairs() -> &'static [(&'static DataElement, &'static DataElement, Check)] {
    static PAIRS: OnceLock<Vec<(&DataElement, &DataElement, Check)>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let catalogue = catalogue();
        let named = catalogue
            .elements()
            .iter()
            .filter_map(|part| Some((part.code.as_str(), part.at_most.as_deref()?)));
        named
            .chain(MORE_PAIRS)
            .filter_map(|(part, whole)| {
                let check = match STAGES.contains(&(part, whole)) {
                    true => Check::Dropout,
                    false => Check::PartOverWhole,
                };
                Some((catalogue.element(part)?, catalogue.element(whole)?, check))
            })
            .collect()
    })
}

/// The catalogue's rules over several figures of a month that say more than parts and wholes do.
fn rules() -> &'static [&'static Rule] {
    static RULES: OnceLock<Vec<&Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        let said = said_by_pairs();
        let several = |rule: &Rule| {
            let references = rule.references();
            let current = |one: &&&Reference| matches!(one, Reference::Current(_));
            references.len() >= 2 && references.iter().filter(current).count() == references.len()
        };
        catalogue()
            .rules()
            .iter()
            .filter(|rule| matches!(rule.kind, RuleKind::Hard | RuleKind::Warning))
            .filter(|rule| rule.id != BALANCE_RULE && several(rule))
            // Patients per thousand residents are asked about once, from outside.
            .filter(|rule| !rule.as_written().any(|one| *one == residents()))
            .filter(|rule| rule.must.as_ref().is_some_and(|must| !said.contains(must)))
            .collect()
    })
}

fn residents() -> Reference {
    Reference::Current("resident_population".to_owned())
}

/// What parts and wholes say already, over however many steps.
fn said_by_pairs() -> Vec<Condition> {
    let catalogue = catalogue();
    let mut said = Vec::new();
    for part in catalogue.elements() {
        let mut chain = vec![part.code.as_str()];
        while let Some(whole) = chain
            .last()
            .and_then(|code| catalogue.element(code)?.at_most.as_deref())
            .filter(|whole| !chain.contains(whole))
        {
            said.extend(Condition::parse(&format!("{} <= {whole}", chain[0])));
            if let [.., below] = chain[..]
                && chain.len() == 2
            {
                let both = format!("{} <= {below} and {below} <= {whole}", chain[0]);
                said.extend(Condition::parse(&both));
            }
            chain.push(whole);
        }
    }
    said
}

fn in_force(facts: &Facts, element: &DataElement, period: Period) -> Option<i64> {
    match facts.in_force(element, element.window_start(period), period) {
        InForce::Number { number, .. } => Some(number),
        InForce::NotApplicable | InForce::Missing => None,
    }
}

fn filed(facts: &Facts, code: &str, period: Period) -> bool {
    facts
        .at(code, period)
        .is_some_and(|value| value.figure().is_some())
}

pub(super) fn examine(known: &Known, examined: &mut Examined) {
    parts_and_wholes(known, examined);
    catalogue_rules(known, examined);
    balance(known, examined);
    level(known, examined);
}

fn parts_and_wholes(known: &Known, examined: &mut Examined) {
    let facts = known.facts;
    for (part, whole, check) in pairs() {
        if facts.of(&part.code).next().is_none() || facts.of(&whole.code).next().is_none() {
            continue;
        }
        for period in known.from.through(known.to) {
            if !filed(facts, &part.code, period) && !filed(facts, &whole.code, period) {
                continue;
            }
            let (Some(x), Some(n)) = (
                in_force(facts, part, period),
                in_force(facts, whole, period),
            ) else {
                continue;
            };
            examined.counts.related.count(x > n);
            if x > n {
                let found = Found::Pair {
                    part: x,
                    whole_element: whole.code.clone(),
                    whole: n,
                };
                examined.flag(known, period, *check, element(&part.code), found);
            }
        }
    }
}

fn catalogue_rules(known: &Known, examined: &mut Examined) {
    let facts = known.facts;
    for rule in rules() {
        let named: Vec<&str> = rule
            .as_written()
            .filter_map(|one| match one {
                Reference::Current(code) => Some(code.as_str()),
                Reference::Last(_) | Reference::Official(_) | Reference::Days => None,
            })
            .collect();
        let silent = |code: &&str| facts.of(code).next().is_none();
        let Some(place) = rule.place().filter(|_| !named.iter().any(silent)) else {
            continue;
        };
        for period in known.from.through(known.to) {
            if !named.iter().any(|code| filed(facts, code, period)) {
                continue;
            }
            let figure = |reference: &Reference| match reference {
                Reference::Current(code) => in_force(facts, catalogue().element(code)?, period),
                Reference::Last(_) | Reference::Official(_) | Reference::Days => None,
            };
            if rule.holds(figure).is_none() {
                continue;
            }
            let broken = rule.broken_by(figure);
            examined.counts.related.count(broken.is_some());
            if let Some(figures) = broken {
                let severity = match rule.kind {
                    RuleKind::Hard => Severity::Verify,
                    RuleKind::Warning | RuleKind::Rows | RuleKind::Documented => Severity::Note,
                };
                let found = Found::Broken {
                    rule: rule.id.clone(),
                    figures,
                };
                examined.flag_as(
                    known,
                    period,
                    Check::Catalogue,
                    severity,
                    element(place),
                    found,
                );
            }
        }
    }
}

/// What comes to the register and goes from it in a month.
const MOVEMENTS: [(&str, i64); 4] = [
    ("smd_new", 1),
    ("smd_moved_in", 1),
    ("smd_deaths", -1),
    ("smd_moved_out", -1),
];

/// The register of a month, and last month's with those who came and without those who went.
fn register(known: &Known, period: Period) -> Option<(i64, i64)> {
    let figure = |code: &str, period| known.facts.at(code, period)?.figure();
    let mut expected = figure("smd_registered", period.previous())?;
    for (movement, sign) in MOVEMENTS {
        expected += sign * figure(movement, period)?;
    }
    Some((figure("smd_registered", period)?, expected))
}

fn balances((now, expected): (i64, i64)) -> bool {
    are_equal(now, expected, BALANCE_PERCENT, BALANCE_THINGS)
}

/// Whether a movement's figure is borne out by the register, which moved as it says.
pub(super) fn is_explained(known: &Known, code: &str, period: Period) -> bool {
    MOVEMENTS.iter().any(|(movement, _)| *movement == code)
        && register(known, period).is_some_and(balances)
}

/// Last month's register and those who came, without those who went, against the register.
fn balance(known: &Known, examined: &mut Examined) {
    for period in known.from.through(known.to) {
        let Some((now, expected)) = register(known, period) else {
            continue;
        };
        let holds = balances((now, expected));
        examined.counts.related.count(!holds);
        if !holds {
            let found = Found::Balance { now, expected };
            let subject = element("smd_registered");
            examined.flag(known, period, Check::Balance, subject, found);
        }
    }
}

/// One ratio against that of all units together, in the newest month only: it hardly moves.
fn level(known: &Known, examined: &mut Examined) {
    let Some(all) = known.peers.filter(|all| all.units >= LEVEL_FEWEST) else {
        return;
    };
    let figure = |code: &str| known.facts.at(code, known.to)?.figure();
    let (Some(part), Some(whole)) = (figure(LEVEL.0), figure(LEVEL.1)) else {
        return;
    };
    let Some(holds) = is_level(part, whole, all, LEVEL_OFF) else {
        return;
    };
    // Of few patients a ratio is chance.
    let expected = whole as f64 * all.part as f64 / all.whole as f64;
    let off = !holds && super::checks::beyond_chance(part as f64, expected);
    examined.counts.related.count(off);
    if off {
        let found = Found::Level {
            part,
            whole_element: LEVEL.1.to_owned(),
            whole,
            all_part: all.part,
            all_whole: all.whole,
            units: all.units,
        };
        examined.flag(known, known.to, Check::Level, element(LEVEL.0), found);
    }
}
