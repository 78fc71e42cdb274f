//! Joint evaluations of task 3: several departments look at the pilot work together, once a year
//! at least: those of the province, and of the pilot region in each county (336号, task 3).

use crate::org_unit::Tier;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which of the two duties an evaluation answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Duty {
    /// The departments of a province, for its pilot regions.
    Province,
    /// The departments of a pilot region, for one of its counties.
    County,
}

impl Duty {
    /// Both.
    pub const ALL: [Duty; 2] = [Duty::Province, Duty::County];

    /// Its name in storage and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Duty::Province => "province",
            Duty::County => "county",
        }
    }

    /// The duty of this name.
    pub fn from_code(code: &str) -> Option<Duty> {
        Duty::ALL.into_iter().find(|duty| duty.code() == code)
    }

    /// On which tier it is counted.
    pub fn tier(self) -> Tier {
        match self {
            Duty::Province => Tier::Province,
            Duty::County => Tier::County,
        }
    }

    /// The indicator under which returns report how many there were.
    pub fn indicator(self) -> &'static str {
        match self {
            Duty::Province => "joint-eval-province",
            Duty::County => "joint-eval-county",
        }
    }

    /// The indicator under which returns report how many departments took part.
    pub fn departments_indicator(self) -> Option<&'static str> {
        match self {
            Duty::Province => Some("joint-eval-province-depts"),
            Duty::County => None,
        }
    }
}

/// Where an evaluation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// It is to be held.
    Planned,
    /// It was held, and counts.
    Held,
    /// It will not be held; why is kept.
    Cancelled,
}

impl State {
    /// All.
    pub const ALL: [State; 3] = [State::Planned, State::Held, State::Cancelled];

    /// Its name in storage and addresses.
    pub fn code(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Held => "held",
            State::Cancelled => "cancelled",
        }
    }

    /// The state of this name.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A department that can take part. The text names ten and adds "and others".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Department {
    /// 卫生健康
    Health,
    /// 政法
    PoliticalLegal,
    /// 宣传
    Publicity,
    /// 教育
    Education,
    /// 公安
    PublicSecurity,
    /// 民政
    CivilAffairs,
    /// 司法行政
    Justice,
    /// 财政
    Finance,
    /// 信访
    Petitions,
    /// 残联
    DisabledPersons,
    /// 其他
    Other,
}

impl Department {
    /// All, in the order of the text.
    pub const ALL: [Department; 11] = [
        Department::Health,
        Department::PoliticalLegal,
        Department::Publicity,
        Department::Education,
        Department::PublicSecurity,
        Department::CivilAffairs,
        Department::Justice,
        Department::Finance,
        Department::Petitions,
        Department::DisabledPersons,
        Department::Other,
    ];

    /// Its name in storage and forms.
    pub fn code(self) -> &'static str {
        match self {
            Department::Health => "health",
            Department::PoliticalLegal => "political_legal",
            Department::Publicity => "publicity",
            Department::Education => "education",
            Department::PublicSecurity => "public_security",
            Department::CivilAffairs => "civil_affairs",
            Department::Justice => "justice",
            Department::Finance => "finance",
            Department::Petitions => "petitions",
            Department::DisabledPersons => "disabled_persons",
            Department::Other => "other",
        }
    }

    /// The department of this name.
    pub fn from_code(code: &str) -> Option<Department> {
        Department::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Fewer do not make an evaluation joint.
pub const LEAST_DEPARTMENTS: usize = 2;

/// Why an evaluation cannot be planned or recorded as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoEvaluation {
    /// Fewer than two departments.
    TooFewDepartments,
    /// The one that leads takes no part.
    LeadAbsent,
    /// It was held on a day that has not come.
    NotYet,
    /// It was held in a year before the pilot.
    BeforeThePilot,
}

/// The first year of the pilots.
const FIRST_YEAR: i32 = 2018;

/// Looks whether it can be.
pub fn check(
    departments: &BTreeSet<Department>,
    lead: Department,
    planned_for: NaiveDate,
    held: Option<(NaiveDate, NaiveDate)>,
) -> Result<(), NoEvaluation> {
    use chrono::Datelike;
    if departments.len() < LEAST_DEPARTMENTS {
        return Err(NoEvaluation::TooFewDepartments);
    }
    if !departments.contains(&lead) {
        return Err(NoEvaluation::LeadAbsent);
    }
    if planned_for.year() < FIRST_YEAR {
        return Err(NoEvaluation::BeforeThePilot);
    }
    match held {
        Some((day, today)) if day > today => Err(NoEvaluation::NotYet),
        Some((day, _)) if day.year() < FIRST_YEAR => Err(NoEvaluation::BeforeThePilot),
        _ => Ok(()),
    }
}

/// What is recorded here of a unit and year, beside what its returns say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Evaluations held, as recorded here.
    pub held: i64,
    /// Still planned.
    pub planned: i64,
    /// Different departments that took part in those held.
    pub departments: i64,
    /// Evaluations as the returns say; `None` where they say nothing.
    pub reported: Option<i64>,
    /// Departments as the returns say, where they are asked.
    pub reported_departments: Option<i64>,
}

impl Counted {
    /// By how many more are recorded here than reported; `None` where nothing is reported.
    pub fn more_recorded(&self) -> Option<i64> {
        Some(self.held - self.reported?)
    }

    /// The same of departments.
    pub fn more_departments(&self) -> Option<i64> {
        Some(self.departments - self.reported_departments?)
    }

    /// Whether the two do not say the same. Nothing recorded and nothing reported do.
    pub fn differs(&self) -> bool {
        let silent_and_recorded = self.reported.is_none() && self.held > 0;
        silent_and_recorded
            || self.more_recorded().is_some_and(|more| more != 0)
            || self.more_departments().is_some_and(|more| more != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::catalogue;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_takes_two_departments_and_one_of_them_leads() {
        let both = BTreeSet::from([Department::Health, Department::Education]);
        let one = BTreeSet::from([Department::Health]);
        let plan = day("2020-11-20");
        assert_eq!(check(&both, Department::Health, plan, None), Ok(()));
        let few = check(&one, Department::Health, plan, None);
        assert_eq!(few, Err(NoEvaluation::TooFewDepartments));
        let absent = check(&both, Department::Finance, plan, None);
        assert_eq!(absent, Err(NoEvaluation::LeadAbsent));
        let held = |on| {
            check(
                &both,
                Department::Health,
                plan,
                Some((day(on), day("2020-12-03"))),
            )
        };
        assert_eq!(held("2020-12-03"), Ok(()));
        assert_eq!(held("2020-12-04"), Err(NoEvaluation::NotYet));
        assert_eq!(held("2017-12-31"), Err(NoEvaluation::BeforeThePilot));
    }

    #[test]
    fn a_difference_is_told_either_way() {
        let counted = |held, reported| Counted {
            held,
            reported,
            ..Counted::default()
        };
        assert!(!counted(1, Some(1)).differs() && !counted(0, None).differs());
        assert!(counted(1, None).differs() && counted(1, Some(2)).differs());
        assert_eq!(counted(1, Some(2)).more_recorded(), Some(-1));
    }

    #[test]
    fn every_duty_has_its_indicators() {
        for duty in Duty::ALL {
            let indicator = catalogue().indicator(duty.indicator()).unwrap();
            assert_eq!(indicator.tier, duty.tier());
            if let Some(code) = duty.departments_indicator() {
                assert!(catalogue().indicator(code).is_some());
            }
            assert_eq!(Duty::from_code(duty.code()), Some(duty));
        }
        for department in Department::ALL {
            assert_eq!(Department::from_code(department.code()), Some(department));
        }
    }
}
