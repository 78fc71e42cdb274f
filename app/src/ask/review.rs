//! Review beyond one return at a time: many unchanged ones at once, the second level, and the
//! versions of a return side by side.

use super::programmes::Closed;
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kpi::UnitCode;
use kpi::draft::Cell;
use kpi::org_unit::Tier;
use kpi::returns::{ReturnKey, Stage};
use kpi::role::Actor;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Somebody who saved in a draft since its return was last submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtWork {
    /// The person's name.
    pub name: String,
    /// When last.
    pub at: DateTime<Utc>,
}

/// How a return stands with the second level of review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confirmation {
    /// Its figures count; this unit has still to look at it.
    Awaited(UnitRef),
    /// This unit has confirmed it.
    Given(UnitRef),
}

/// How a return stands beside its stage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The second level, where there is something to say of it.
    pub confirmation: Option<Confirmation>,
    /// Whether the reader may confirm it, or send it back from the second level.
    pub may_confirm: bool,
    /// By whom its month was closed, if it is.
    pub closed: Option<Closed>,
    /// Who else saved in its draft since it was last submitted, the last to write first.
    pub at_work: Vec<AtWork>,
}

/// What a submitted return changes, for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Figures that differ from those accepted last.
    pub changed: usize,
    /// Rules that ask for a second look and that nobody has answered.
    pub warnings: usize,
}

impl News {
    /// Whether it may be accepted together with others: there is nothing new to look at.
    pub fn is_none(self) -> bool {
        self.changed == 0 && self.warnings == 0
    }
}

/// A return as somebody ticked it in a list: which, and as it stood when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticked {
    /// Which.
    pub key: ReturnKey,
    /// The revision that was read.
    pub revision: i64,
}

/// What became of one of several returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which.
    pub key: ReturnKey,
    /// Whose.
    pub unit: Option<UnitRef>,
    /// What became of it.
    pub what: Became,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Became {
    /// Its figures count.
    Accepted,
    /// It says something new, and is left for a closer look.
    Left(News),
    /// It could not be accepted.
    Refused(Refusal),
}

/// One version of a return, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Its number.
    pub number: i64,
    /// Who submitted it, and when.
    pub submitted: Option<(String, DateTime<Utc>)>,
    /// The file it came from, and when, where nobody submitted it.
    pub file: Option<(String, DateTime<Utc>)>,
    /// Why an accepted return was corrected.
    pub reason: Option<String>,
    /// What became of it: an action's code, who, when, with which words. The newest last.
    pub then: Vec<VersionDeed>,
    /// Remarks on single figures when it went back.
    pub remarks: BTreeMap<String, String>,
}

impl VersionLine {
    /// A version of which nothing is known but its number.
    pub fn bare(number: i64) -> VersionLine {
        VersionLine {
            number,
            submitted: None,
            file: None,
            reason: None,
            then: Vec::new(),
            remarks: BTreeMap::new(),
        }
    }
}

/// What somebody did with a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionDeed {
    /// The action's code.
    pub action: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The words.
    pub reason: Option<String>,
}

/// A side of a comparison: a version, what counts by a file, or what is typed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    /// The version of this number.
    Version(i64),
    /// The figures that count, where a file brought some that stand in no version.
    File,
    /// What stands in the cells, submitted or not.
    Typed,
}

impl Side {
    /// As it stands in an address.
    pub fn code(self) -> String {
        match self {
            Side::Version(number) => number.to_string(),
            Side::File => "file".to_owned(),
            Side::Typed => "typed".to_owned(),
        }
    }

    /// The side of this code.
    pub fn from_code(code: &str) -> Option<Side> {
        match code {
            "file" => Some(Side::File),
            "typed" => Some(Side::Typed),
            number => number.parse().ok().map(Side::Version),
        }
    }
}

/// The versions of a return, two of them side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Which.
    pub key: ReturnKey,
    /// Whose, with the units above, the nation first.
    pub path: Vec<UnitRef>,
    /// The tiers the unit acts on.
    pub tiers: Vec<Tier>,
    /// Where it stands.
    pub stage: Option<Stage>,
    /// The version whose figures count; 0 while none does.
    pub accepted: i64,
    /// Every version, the newest first.
    pub versions: Vec<VersionLine>,
    /// What can be compared: every version that is kept, and what is typed, for its own unit.
    pub sides: Vec<Side>,
    /// What is compared; nothing while there are not two.
    pub compared: Option<Compared>,
}

/// Two sides, element by element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// One side.
    pub from: Side,
    /// The other.
    pub to: Side,
    /// Every element of which either says something, in catalogue order.
    pub lines: Vec<ComparedLine>,
}

/// One element on two sides. What is typed need not make sense, so cells are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedLine {
    /// The element's code.
    pub element: String,
    /// What one side says.
    pub from: Option<Cell>,
    /// What the other says.
    pub to: Option<Cell>,
}

impl ComparedLine {
    /// Whether the two differ.
    pub fn differs(&self) -> bool {
        self.from != self.to
    }
}

/// Questions and deeds of review.
#[async_trait]
pub trait Review: Send + Sync {
    /// Accepts those of several returns that say nothing new, each for itself, and tells of each
    /// what became of it.
    async fn accept_unchanged(
        &self,
        who: &Actor,
        ticked: &[Ticked],
    ) -> Result<Vec<Outcome>, Refusal>;

    /// Confirms, one level up, a return that was accepted.
    async fn confirm(&self, who: &Actor, key: &ReturnKey, revision: i64) -> Result<(), Refusal>;

    /// The versions of a return; two of them side by side, the last two where none are named.
    async fn versions(
        &self,
        who: &Actor,
        key: &ReturnKey,
        from: Option<Side>,
        to: Option<Side>,
    ) -> Result<Versions, Refusal>;

    /// Who else works on a return.
    async fn at_work(&self, who: &Actor, key: &ReturnKey) -> Result<Vec<AtWork>, Refusal>;
}

/// See [`Review::versions`].
#[server(name = AskVersions, prefix = "/ask", endpoint = "versions")]
pub async fn versions(
    org_unit: UnitCode,
    programme: String,
    period: kpi::Period,
    from: Option<Side>,
    to: Option<Side>,
) -> Result<Versions, Refusal> {
    let who = super::answer(super::signed_in())?;
    let key = ReturnKey {
        org_unit,
        programme,
        period,
    };
    super::answer(super::backend().versions(&who, &key, from, to).await)
}

/// See [`Review::at_work`].
#[server(name = AskAtWork, prefix = "/ask", endpoint = "at-work")]
pub async fn at_work(
    org_unit: UnitCode,
    programme: String,
    period: kpi::Period,
) -> Result<Vec<AtWork>, Refusal> {
    let who = super::answer(super::signed_in())?;
    let key = ReturnKey {
        org_unit,
        programme,
        period,
    };
    super::answer(super::backend().at_work(&who, &key).await)
}
