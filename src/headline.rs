//! The headline: how many of how many scored targets are met (semantics 16).

use crate::catalogue::{Indicator, PILOT};
use crate::org_unit::OrgUnit;
use crate::period::Period;
use crate::score::{Score, Status};
use serde::{Deserialize, Serialize};

/// N of M, with everything that is not N told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    /// Met.
    pub met: u32,
    /// Not met, and the day has passed.
    pub overdue: u32,
    /// Not met, and the day has not come.
    pub not_yet_due: u32,
    /// What the missing units report decides.
    pub undetermined: u32,
    /// Without data.
    pub no_data: u32,
    /// With data that contradict themselves.
    pub invalid: u32,
    /// Not told to the reader, because few persons stand behind it.
    pub suppressed: u32,
    /// Not applicable: outside M.
    pub not_applicable: u32,
}

impl Headline {
    /// Whether the headline of `unit` counts `indicator`: explicit, of the pilot, and answered
    /// for at the unit's own tier or below.
    pub fn counts(indicator: &Indicator, unit: &OrgUnit) -> bool {
        indicator.is_scored() && indicator.programme == PILOT && indicator.tier <= unit.height()
    }

    /// Counts the scores given.
    pub fn of<'a>(scores: impl IntoIterator<Item = &'a Score>, period: Period) -> Headline {
        let mut headline = Headline::default();
        for score in scores {
            let Some(status) = score.status else { continue };
            let due = score.target.is_some_and(|target| target.is_due_in(period));
            *match status {
                Status::Met => &mut headline.met,
                Status::NotMet if due => &mut headline.overdue,
                Status::NotMet => &mut headline.not_yet_due,
                Status::Undetermined => &mut headline.undetermined,
                Status::NoData => &mut headline.no_data,
                Status::Invalid => &mut headline.invalid,
                Status::Suppressed => &mut headline.suppressed,
                Status::NotApplicable => &mut headline.not_applicable,
            } += 1;
        }
        headline
    }

    /// M: all that are scored here.
    pub fn scored(&self) -> u32 {
        self.met
            + self.not_met()
            + self.undetermined
            + self.no_data
            + self.invalid
            + self.suppressed
    }

    /// Not met, whether due or not.
    pub fn not_met(&self) -> u32 {
        self.overdue + self.not_yet_due
    }
}
