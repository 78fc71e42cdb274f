//! Who may do what, and where. The only maker of a [`Permit`], without which nothing is written.

use crate::org_unit::{NATION, OrgUnits, UnitCode};
use serde::{Deserialize, Serialize};

/// What somebody is here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// 填报员: files the returns of one unit.
    Reporter,
    /// 审核员: accepts or sends back the returns of the units below.
    Reviewer,
    /// 评估员: compares.
    Evaluator,
    /// 领导: decides.
    Leader,
    /// 管理员: accounts, local targets; at the nation also reviews the provinces.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] = [
        Role::Reporter,
        Role::Reviewer,
        Role::Evaluator,
        Role::Leader,
        Role::Administrator,
    ];

    /// Its name on the command line and in storage.
    pub fn code(self) -> &'static str {
        match self {
            Role::Reporter => "reporter",
            Role::Reviewer => "reviewer",
            Role::Evaluator => "evaluator",
            Role::Leader => "leader",
            Role::Administrator => "administrator",
        }
    }

    /// The role of this name.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Somebody who acts: an account, in its role, at its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account's name.
    pub account: String,
    /// In which role.
    pub role: Role,
    /// At which unit.
    pub org_unit: UnitCode,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Action {
    /// See the scores of a unit: its own, or the sums of one above it.
    ViewScores,
    /// See the units below a unit side by side.
    Compare,
    /// See a unit's return and its versions.
    ViewReturn,
    /// Save a draft.
    SaveDraft,
    /// Fill in the draft of a unit whose returns one's own unit reviews. The unit itself confirms
    /// and submits it.
    FillBelow,
    /// Submit a return.
    Submit,
    /// Take a submitted return back.
    Withdraw,
    /// Accept a return.
    Accept,
    /// Confirm, one level up, a return that was accepted.
    Confirm,
    /// Send a return back with a reason.
    SendBack,
    /// Write a note on a return or on one of its values.
    Comment,
    /// Mark a note as settled: its author, or who reviews the return.
    SettleComment,
    /// Lay a file beside a return as evidence.
    AddEvidence,
    /// Take a file away that one has laid there; it stays listed as removed.
    RemoveEvidence,
    /// Set a stricter target or an earlier date for a unit and all below it.
    SetTarget,
    /// Make and change accounts at a unit.
    ManageAccounts,
    /// Close a month of a programme for a unit and all below it.
    ClosePeriod,
    /// Open again a month that was closed.
    ReopenPeriod,
    /// Set by when the returns of a programme are due, how often they are reviewed, and until
    /// when they are owed.
    SetProgramme,
    /// Ask a unit about a figure that is worth verifying, and close the question with what came
    /// of it.
    Question,
    /// Answer such a question for the unit that is asked.
    AnswerQuestion,
    /// Choose counties and villages for a visit, and record what was found there.
    Visit,
    /// Plan and record a joint evaluation of several departments (task 3).
    EvaluateJointly,
    /// See small numbers of persons as they are.
    SeeSmallNumbers,
}

impl Action {
    /// Every action.
    pub const ALL: [Action; 24] = [
        Action::ViewScores,
        Action::Compare,
        Action::ViewReturn,
        Action::SaveDraft,
        Action::FillBelow,
        Action::Submit,
        Action::Withdraw,
        Action::Accept,
        Action::Confirm,
        Action::SendBack,
        Action::Comment,
        Action::SettleComment,
        Action::AddEvidence,
        Action::RemoveEvidence,
        Action::SetTarget,
        Action::ManageAccounts,
        Action::ClosePeriod,
        Action::ReopenPeriod,
        Action::SetProgramme,
        Action::Question,
        Action::AnswerQuestion,
        Action::Visit,
        Action::EvaluateJointly,
        Action::SeeSmallNumbers,
    ];

    /// Its name in the audit log.
    pub fn code(self) -> &'static str {
        match self {
            Action::ViewScores => "view_scores",
            Action::Compare => "compare",
            Action::ViewReturn => "view_return",
            Action::SaveDraft => "save_draft",
            Action::FillBelow => "fill_below",
            Action::Submit => "submit",
            Action::Withdraw => "withdraw",
            Action::Accept => "accept",
            Action::Confirm => "confirm",
            Action::SendBack => "send_back",
            Action::Comment => "comment",
            Action::SettleComment => "settle_comment",
            Action::AddEvidence => "add_evidence",
            Action::RemoveEvidence => "remove_evidence",
            Action::SetTarget => "set_target",
            Action::ManageAccounts => "manage_accounts",
            Action::ClosePeriod => "close_period",
            Action::ReopenPeriod => "reopen_period",
            Action::SetProgramme => "set_programme",
            Action::Question => "question",
            Action::AnswerQuestion => "answer_question",
            Action::Visit => "visit",
            Action::EvaluateJointly => "evaluate_jointly",
            Action::SeeSmallNumbers => "see_small_numbers",
        }
    }
}

/// Where a unit lies, seen from the actor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The actor's own unit.
    Own,
    /// Below it, and its returns are reviewed by it.
    Reviewed,
    /// Below it, and its returns are reviewed by one whose own returns it reviews: the second
    /// level, where a programme asks for one.
    Confirmed,
    /// Below it.
    Below,
    /// Above it.
    Above,
    /// Neither above nor below.
    Elsewhere,
}

impl Place {
    /// Every place.
    pub const ALL: [Place; 6] = [
        Place::Own,
        Place::Reviewed,
        Place::Confirmed,
        Place::Below,
        Place::Above,
        Place::Elsewhere,
    ];

    /// Where `unit` lies, seen from `from`.
    pub fn of(unit: UnitCode, from: UnitCode, units: &OrgUnits) -> Place {
        if unit == from {
            Place::Own
        } else if units.reviewer_of(unit) == Some(from) {
            Place::Reviewed
        } else if units.confirmer_of(unit) == Some(from) {
            Place::Confirmed
        } else if units.is_below(unit, from) {
            Place::Below
        } else if units.is_below(from, unit) {
            Place::Above
        } else {
            Place::Elsewhere
        }
    }
}

/// The right to do one thing in one place. Made by [`Actor::permit`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    actor: Actor,
    action: Action,
    org_unit: UnitCode,
}

impl Permit {
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What it allows.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Where it allows it.
    pub fn org_unit(&self) -> UnitCode {
        self.org_unit
    }
}

/// This role may not do this here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denied {
    /// In which role it was tried.
    pub role: Role,
    /// What was tried.
    pub action: Action,
}

impl Actor {
    /// The right to do `action` at `org_unit`, or why not.
    pub fn permit(
        &self,
        action: Action,
        org_unit: UnitCode,
        units: &OrgUnits,
    ) -> Result<Permit, Denied> {
        let place = Place::of(org_unit, self.org_unit, units);
        match may(self.role, action, place, self.org_unit == NATION) {
            true => Ok(Permit {
                actor: self.clone(),
                action,
                org_unit,
            }),
            false => Err(Denied {
                role: self.role,
                action,
            }),
        }
    }
}

/// The whole of the law. `docs/permissions.txt` shows it as a table, and a test compares.
fn may(role: Role, action: Action, place: Place, national: bool) -> bool {
    let within = matches!(
        place,
        Place::Own | Place::Reviewed | Place::Confirmed | Place::Below
    );
    let reviews = role == Role::Reviewer || (role == Role::Administrator && national);
    match action {
        Action::ViewScores => within || place == Place::Above,
        Action::Compare | Action::ViewReturn => within,
        Action::SaveDraft | Action::Submit | Action::Withdraw => {
            role == Role::Reporter && place == Place::Own
        }
        // Not a reviewer: whoever accepts a return has not filled it in.
        Action::FillBelow => role == Role::Reporter && place == Place::Reviewed,
        Action::Accept => place == Place::Reviewed && reviews,
        Action::Confirm => place == Place::Confirmed && reviews,
        Action::SendBack => matches!(place, Place::Reviewed | Place::Confirmed) && reviews,
        // Leaders read. Whoever else may see a return may speak about it, a reporter about the
        // unit's own only.
        Action::Comment | Action::SettleComment => match role {
            Role::Reporter => place == Place::Own,
            Role::Reviewer | Role::Evaluator | Role::Administrator => within,
            Role::Leader => false,
        },
        Action::AddEvidence | Action::RemoveEvidence => {
            (reviews && place == Place::Reviewed) || (role == Role::Reporter && place == Place::Own)
        }
        Action::SetTarget | Action::ManageAccounts | Action::ClosePeriod | Action::ReopenPeriod => {
            role == Role::Administrator && within
        }
        Action::SetProgramme => role == Role::Administrator && national && place == Place::Own,
        // Whoever has to judge what is reported may ask about it and go and look.
        Action::Question | Action::Visit => {
            within && matches!(role, Role::Reviewer | Role::Evaluator | Role::Administrator)
        }
        Action::AnswerQuestion => role == Role::Reporter && place == Place::Own,
        Action::EvaluateJointly => match role {
            Role::Reporter => place == Place::Own,
            Role::Reviewer | Role::Evaluator | Role::Administrator => within,
            Role::Leader => false,
        },
        // Who handles the returns sees their figures anyhow; who compares and decides does not
        // need to know of four patients that they are four.
        Action::SeeSmallNumbers => match role {
            Role::Reporter => place == Place::Own,
            Role::Reviewer | Role::Administrator => within,
            Role::Evaluator | Role::Leader => false,
        },
    }
}

/// The law as a table: role, action, and the places where it is allowed.
pub fn law() -> String {
    let mut table =
        String::from("# role x action: where it is allowed. A test holds this file to the code.\n");
    for role in Role::ALL {
        for action in Action::ALL {
            let places = |national: bool| -> Vec<String> {
                Place::ALL
                    .into_iter()
                    .filter(|place| may(role, action, *place, national))
                    .map(|place| format!("{place:?}").to_lowercase())
                    .collect()
            };
            let (anywhere, at_the_nation) = (places(false), places(true));
            let places = match (anywhere.is_empty(), at_the_nation == anywhere) {
                (true, true) => "-".to_owned(),
                (false, true) => anywhere.join(" "),
                (_, false) => format!("{}, at the nation only", at_the_nation.join(" ")),
            };
            table.push_str(&format!(
                "{:<14} {:<16} {places}\n",
                role.code(),
                action.code()
            ));
        }
    }
    table
}
