//! The people of the demo: somebody for every unit that files or reviews, and one for each role
//! and level whose name is printed at the start.

use super::dice::Dice;
use super::words;
use kpi::org_unit::{NATION, OrgUnits, Tier, UnitCode};
use kpi::role::Role;
use std::collections::BTreeSet;

/// The password of every account of the demo. It is printed at each start, and the demo answers
/// on the loopback address only.
pub const PASSWORD: &str = "xinheng-2020";

/// An account of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The account's name: role and unit.
    pub account: String,
    /// The person's name, made up.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// At which unit.
    pub org_unit: UnitCode,
}

/// The accounts that are printed at the start: every role at every level where it makes sense.
const TOUR: [(Role, &str); 20] = [
    (Role::Reporter, "440703"),
    (Role::Reporter, "440704"),
    (Role::Reporter, "110102"),
    (Role::Reporter, "440700"),
    (Role::Reporter, "440000"),
    (Role::Reporter, "120000"),
    (Role::Reviewer, "440700"),
    (Role::Reviewer, "440000"),
    (Role::Reviewer, "110000"),
    (Role::Evaluator, "440703"),
    (Role::Evaluator, "440700"),
    (Role::Evaluator, "440000"),
    (Role::Evaluator, "000000"),
    (Role::Leader, "440703"),
    (Role::Leader, "440700"),
    (Role::Leader, "440000"),
    (Role::Leader, "000000"),
    (Role::Administrator, "440700"),
    (Role::Administrator, "440000"),
    (Role::Administrator, "000000"),
];

/// The accounts of the tour, in the order they are printed.
pub fn tour(seed: u64) -> Vec<Person> {
    TOUR.into_iter()
        .filter_map(|(role, code)| Some(person(seed, role, code.parse().ok()?)))
        .collect()
}

/// Every account: those of the tour, and a reporter and a reviewer wherever returns are filed
/// and reviewed.
pub fn everybody(seed: u64, units: &OrgUnits) -> Vec<Person> {
    let filing: BTreeSet<UnitCode> = [Tier::County, Tier::Region, Tier::Province]
        .into_iter()
        .flat_map(|tier| units.responsible(NATION, tier))
        .map(|unit| unit.code)
        .collect();
    let reviewing: BTreeSet<UnitCode> = filing
        .iter()
        .filter_map(|unit| units.reviewer_of(*unit))
        .filter(|unit| *unit != NATION)
        .collect();
    let reporters = filing
        .iter()
        .map(|unit| person(seed, Role::Reporter, *unit));
    let reviewers = reviewing
        .iter()
        .map(|unit| person(seed, Role::Reviewer, *unit));
    let mut everybody: Vec<Person> = tour(seed)
        .into_iter()
        .chain(reporters)
        .chain(reviewers)
        .collect();
    everybody.sort_by(|one, other| one.account.cmp(&other.account));
    everybody.dedup_by(|one, other| one.account == other.account);
    everybody
}

fn person(seed: u64, role: Role, org_unit: UnitCode) -> Person {
    let word = match role {
        Role::Reporter => "reporter",
        Role::Reviewer => "reviewer",
        Role::Evaluator => "evaluator",
        Role::Leader => "leader",
        Role::Administrator => "admin",
    };
    let account = format!("{word}-{org_unit}");
    Person {
        name: words::name(&mut Dice::of(seed, org_unit, &account)),
        account,
        role,
        org_unit,
    }
}
