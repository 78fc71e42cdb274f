//! Who may do what and where: the law as a golden file, and the law among real units.

use kpi::catalogue::divisions;
use kpi::org_unit::{NATION, OrgUnits};
use kpi::role::{Action, Actor, Denied, Role, law};
use std::sync::OnceLock;

fn units() -> &'static OrgUnits {
    static UNITS: OnceLock<OrgUnits> = OnceLock::new();
    UNITS.get_or_init(|| OrgUnits::new(divisions()))
}

fn may(role: Role, at: &str, action: Action, unit: &str) -> bool {
    let actor = Actor {
        account: format!("{}-{at}", role.code()),
        role,
        org_unit: at.parse().expect("a code"),
    };
    let unit = unit.parse().expect("a code");
    match actor.permit(action, unit, units()) {
        Ok(permit) => {
            assert_eq!(
                (permit.actor(), permit.action(), permit.org_unit()),
                (&actor, action, unit)
            );
            true
        }
        Err(denied) => {
            assert_eq!(denied, Denied { role, action });
            false
        }
    }
}

#[test]
fn the_file_of_permissions_is_the_law() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/permissions.txt");
    let written = std::fs::read_to_string(path).expect("docs/permissions.txt is there");
    assert_eq!(
        written,
        law(),
        "docs/permissions.txt is not what the code allows"
    );
}

#[test]
fn nobody_accepts_their_own() {
    for unit in units().iter() {
        let code = unit.code.to_string();
        for role in Role::ALL {
            assert!(!may(role, &code, Action::Accept, &code), "{role:?} {code}");
            assert!(
                !may(role, &code, Action::SendBack, &code),
                "{role:?} {code}"
            );
        }
    }
}

#[test]
fn returns_are_accepted_exactly_one_step_up() {
    let steps = [
        ("440703", "440700"),
        ("440700", "440000"),
        ("110102", "110000"),
        ("120101", "120000"),
        ("659001", "650000"),
    ];
    for (unit, above) in steps {
        assert!(
            may(Role::Reviewer, above, Action::Accept, unit),
            "{above} {unit}"
        );
        for elsewhere in ["440703", "440700", "440000", "110000", "120000", "000000"] {
            let allowed = may(Role::Reviewer, elsewhere, Action::Accept, unit);
            assert_eq!(allowed, elsewhere == above, "{elsewhere} {unit}");
        }
    }
}

#[test]
fn provinces_are_reviewed_by_the_national_administrator() {
    for province in ["440000", "120000", "110000"] {
        assert!(may(Role::Administrator, "000000", Action::Accept, province));
        assert!(!may(Role::Leader, "000000", Action::Accept, province));
    }
    assert!(!may(
        Role::Administrator,
        "440000",
        Action::Accept,
        "440700"
    ));
    assert!(!may(
        Role::Administrator,
        "000000",
        Action::Accept,
        "440700"
    ));
}

#[test]
fn only_the_reporter_of_a_unit_writes_its_returns() {
    for unit in ["440703", "440700", "440000", "110102", "120000", "659001"] {
        for action in [Action::SaveDraft, Action::Submit, Action::Withdraw] {
            for role in Role::ALL {
                assert_eq!(may(role, unit, action, unit), role == Role::Reporter);
                assert!(!may(role, "000000", action, unit), "{role:?} from above");
            }
        }
    }
}

#[test]
fn neighbours_see_nothing_of_each_other() {
    let neighbours = [
        ("440703", "440704"),
        ("440700", "440300"),
        ("440000", "120000"),
        ("110102", "110105"),
        ("659001", "650100"),
    ];
    for (one, other) in neighbours {
        for role in Role::ALL {
            for action in Action::ALL {
                assert!(
                    !may(role, one, action, other),
                    "{role:?} {action:?} {one} {other}"
                );
                assert!(
                    !may(role, other, action, one),
                    "{role:?} {action:?} {other} {one}"
                );
            }
        }
    }
}

#[test]
fn of_what_lies_above_only_the_sums_are_readable() {
    for (unit, above) in [
        ("440703", "440700"),
        ("440703", "000000"),
        ("110102", "110000"),
        ("120101", "120000"),
    ] {
        for role in Role::ALL {
            for action in Action::ALL {
                let allowed = may(role, unit, action, above);
                assert_eq!(
                    allowed,
                    action == Action::ViewScores,
                    "{role:?} {action:?} {unit} {above}"
                );
            }
        }
    }
}

#[test]
fn everything_below_may_be_compared() {
    for role in Role::ALL {
        for (above, below) in [
            ("000000", "440703"),
            ("440000", "440703"),
            ("440700", "440703"),
        ] {
            for action in [Action::ViewScores, Action::Compare, Action::ViewReturn] {
                assert!(may(role, above, action, below), "{role:?} {above} {below}");
            }
        }
    }
}

#[test]
fn targets_and_accounts_are_the_administrators() {
    for role in Role::ALL {
        for action in [Action::SetTarget, Action::ManageAccounts] {
            let expected = role == Role::Administrator;
            assert_eq!(may(role, "440700", action, "440700"), expected);
            assert_eq!(may(role, "440700", action, "440703"), expected);
            assert!(!may(role, "440700", action, "440000"));
        }
    }
}

#[test]
fn an_unknown_unit_is_nobodys() {
    for role in Role::ALL {
        for action in Action::ALL {
            assert!(!may(role, "000000", action, "999999"));
        }
    }
}

#[test]
fn a_unit_that_files_nothing_is_reviewed_by_nobody() {
    for unit in ["440100", "440105", "630000"] {
        let code = unit.parse().expect("a code");
        assert!(!units().files_returns(code), "{unit}");
        assert_eq!(units().reviewer_of(code), None, "{unit}");
    }
    assert!(!units().files_returns(NATION));
    for unit in units()
        .iter()
        .filter(|unit| units().files_returns(unit.code))
    {
        let reviewer = units().reviewer_of(unit.code).expect("somebody accepts");
        assert!(units().is_below(unit.code, reviewer), "{}", unit.code);
    }
}
