//! What a row means: a university, or a lecture.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// "Not less than 1:4000": at most so many students for one full-time teacher.
pub const STUDENTS_PER_TEACHER: i64 = 4000;

/// A row that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A university.
    University(University),
    /// A lecture.
    Lecture(Lecture),
}

/// A university with its students and its teachers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct University {
    /// Its name.
    pub name: String,
    /// Students enrolled.
    pub students: i64,
    /// Full-time teachers of mental-health education.
    pub teachers: i64,
}

impl University {
    /// Whether it has a teacher for every 4,000 students begun: students ≤ 4,000 × teachers,
    /// in whole numbers. Exactly 4,000 for one is met. Students without a teacher are not. A
    /// university without students lacks nobody, so it is met by any number of teachers.
    ///
    /// ```
    /// use kpi::rows::University;
    /// let of = |students, teachers| University { name: "U".into(), students, teachers };
    /// assert!(of(4000, 1).is_met() && !of(4001, 1).is_met() && of(8000, 2).is_met());
    /// assert!(!of(1, 0).is_met() && of(0, 0).is_met());
    /// ```
    pub fn is_met(&self) -> bool {
        self.missing() == 0
    }

    /// How many teachers are missing.
    pub fn missing(&self) -> i64 {
        let asked = self.students / STUDENTS_PER_TEACHER
            + i64::from(self.students % STUDENTS_PER_TEACHER > 0);
        (asked - self.teachers).max(0)
    }

    /// Students for one teacher; none without teachers.
    pub fn students_per_teacher(&self) -> Option<crate::fraction::Fraction> {
        crate::fraction::Fraction::new(i128::from(self.students), i128::from(self.teachers))
    }
}

/// A lecture, held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lecture {
    /// By whom.
    pub department: Department,
    /// On which day.
    pub day: NaiveDate,
    /// Where.
    pub place: String,
    /// About what; empty where that is not said.
    pub topic: String,
    /// How many came, where that is said.
    pub participants: Option<i64>,
}

/// The departments that the policy names, each of which must hold lectures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Department {
    /// 公安
    Police,
    /// 司法行政
    Justice,
    /// 信访
    Petition,
    /// 民政
    Civil,
    /// 残联
    Disabled,
}

impl Department {
    /// All five, in the order of the policy.
    pub const ALL: [Department; 5] = [
        Department::Police,
        Department::Justice,
        Department::Petition,
        Department::Civil,
        Department::Disabled,
    ];

    /// Its name in forms and storage.
    pub fn code(self) -> &'static str {
        match self {
            Department::Police => "police",
            Department::Justice => "justice",
            Department::Petition => "petition",
            Department::Civil => "civil",
            Department::Disabled => "disabled",
        }
    }

    /// The department as the form sends it, or as people write it in a sheet.
    pub fn read(text: &str) -> Option<Department> {
        let text = text.trim().to_lowercase();
        let said = |names: &[&str]| names.contains(&text.as_str());
        Department::ALL
            .into_iter()
            .find(|department| department.code() == text || said(department.written()))
    }

    fn written(self) -> &'static [&'static str] {
        match self {
            Department::Police => &["公安", "公安局", "公安部门", "公安系统", "public security"],
            Department::Justice => &[
                "司法",
                "司法局",
                "司法行政",
                "司法行政部门",
                "司法行政系统",
                "justice administration",
            ],
            Department::Petition => &["信访", "信访局", "信访部门", "信访系统", "petitions"],
            Department::Civil => &["民政", "民政局", "民政部门", "民政系统", "civil affairs"],
            Department::Disabled => &[
                "残联",
                "残疾人联合会",
                "残联系统",
                "disabled persons' federation",
            ],
        }
    }

    /// The data element that counts its lectures.
    pub fn element(self) -> &'static str {
        match self {
            Department::Police => "lectures_police",
            Department::Justice => "lectures_justice",
            Department::Petition => "lectures_petition",
            Department::Civil => "lectures_civil",
            Department::Disabled => "lectures_disabled",
        }
    }

    /// The indicator that asks for its lectures.
    pub fn indicator(self) -> &'static str {
        match self {
            Department::Police => "lecture-police",
            Department::Justice => "lecture-justice",
            Department::Petition => "lecture-petition",
            Department::Civil => "lecture-civil",
            Department::Disabled => "lecture-disabled",
        }
    }
}
