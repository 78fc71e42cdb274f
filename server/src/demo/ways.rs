//! The ways a return can go, with the people and the hours of each.

use super::dice::Dice;
use super::journey::TODAY;
use super::place::Place;
use super::story::{Moment, Outcome, Story, Typed, Version, at};
use super::words;
use super::year::Figures;
use chrono::{DateTime, Days, Utc};
use kpi::UnitCode;
use kpi::facts::Value;
use kpi::org_unit::NATION;
use kpi::returns::ReturnKey;

/// Figures that nothing else of a return is a part of: one of them can be wrong alone.
const LEAVES: [&str; 6] = [
    "villages_with_room",
    "smd_regular_medicated",
    "schizophrenia_medicated",
    "smd_face_to_face",
    "townships_group_complete",
    "popularisation_events",
];

/// The people and times of one return.
pub struct Ways {
    reporter: String,
    reviewer: String,
    submitted: DateTime<Utc>,
    accepted: DateTime<Utc>,
    day_after: u64,
}

impl Ways {
    /// The people and hours of a return that comes `days` days after its month.
    pub fn new(place: &Place, key: &ReturnKey, dice: &mut Dice, days: i64) -> Ways {
        let first = key.period.next().first_day();
        let day = first + Days::new(days.max(1) as u64 - 1);
        let wait = dice.whole(1, 6) as u64;
        Ways {
            reporter: reporter(place.unit.code),
            reviewer: reviewer(place),
            submitted: at(day, dice.whole(8 * 60, 18 * 60)),
            accepted: at(day + Days::new(wait), dice.whole(9 * 60, 17 * 60)),
            day_after: wait,
        }
    }

    fn submission(&self, figures: Figures, outcome: Outcome) -> Version {
        Version {
            figures,
            reason: None,
            submitted: self.by_reporter(self.submitted),
            outcome,
        }
    }

    fn by_reporter(&self, at: DateTime<Utc>) -> Moment {
        Moment {
            account: self.reporter.clone(),
            at,
        }
    }

    fn by_reviewer(&self, at: DateTime<Utc>) -> Moment {
        Moment {
            account: self.reviewer.clone(),
            at,
        }
    }

    /// A review on the eve of the demo's day.
    pub fn reviewed_lately(&self, dice: &mut Dice) -> Moment {
        self.by_reviewer(at(TODAY - Days::new(1), dice.whole(14 * 60, 18 * 60)))
    }

    /// Submitted and accepted.
    pub fn accepted(&self, key: ReturnKey, figures: Figures) -> Story {
        let accepted = Outcome::Accepted(self.by_reviewer(self.accepted));
        only(key, vec![self.submission(figures, accepted)])
    }

    /// Submitted, and nobody has looked at it.
    pub fn waiting(&self, key: ReturnKey, figures: Figures) -> Story {
        only(key, vec![self.submission(figures, Outcome::Waiting)])
    }

    /// Submitted, and back since this morning.
    pub fn sent_back_today(&self, key: ReturnKey, figures: Figures, dice: &mut Dice) -> Story {
        let (figures, words) = doubtful(figures, dice);
        let back = Outcome::SentBack(self.reviewed_lately(dice), words);
        only(key, vec![self.submission(figures, back)])
    }

    /// Sent back, put right, accepted.
    pub fn sent_back_once(&self, key: ReturnKey, figures: Figures, dice: &mut Dice) -> Story {
        let (wrong, words) = doubtful(figures.clone(), dice);
        let back = Outcome::SentBack(self.by_reviewer(self.accepted), words);
        let again = self.accepted + chrono::Duration::hours(dice.whole(2, 50));
        let accepted = again + chrono::Duration::hours(dice.whole(3, 70));
        let second = Version {
            figures,
            reason: None,
            submitted: self.by_reporter(again),
            outcome: Outcome::Accepted(self.by_reviewer(accepted)),
        };
        only(key, vec![self.submission(wrong, back), second])
    }

    /// Accepted, and weeks later corrected, with the reason.
    pub fn corrected(&self, key: ReturnKey, figures: Figures, dice: &mut Dice) -> Story {
        let (wrong, _) = doubtful(figures.clone(), dice);
        let accepted = Outcome::Accepted(self.by_reviewer(self.accepted));
        let again = self.accepted + chrono::Duration::days(dice.whole(8, 30));
        let then = again + chrono::Duration::hours(dice.whole(3, 60));
        let second = Version {
            figures,
            reason: Some((*dice.one_of(&words::CORRECTIONS)).to_owned()),
            submitted: self.by_reporter(again),
            outcome: Outcome::Accepted(self.by_reviewer(then)),
        };
        only(key, vec![self.submission(wrong, accepted), second])
    }

    /// Some cells typed, some still to come.
    pub fn begun(&self, key: ReturnKey, figures: Figures, dice: &mut Dice) -> Story {
        let some = figures.into_iter().filter(|_| dice.chance(0.55)).collect();
        let saved =
            self.by_reporter(self.submitted + chrono::Duration::minutes(self.day_after as i64));
        Story {
            key,
            versions: Vec::new(),
            typed: Some(Typed {
                figures: some,
                saved,
            }),
        }
    }
}

fn only(key: ReturnKey, versions: Vec<Version>) -> Story {
    Story {
        key,
        versions,
        typed: None,
    }
}

/// The same figures with one that makes a reviewer ask, and the reviewer's words.
fn doubtful(mut figures: Figures, dice: &mut Dice) -> (Figures, String) {
    let leaves: Vec<&str> = LEAVES
        .into_iter()
        .filter(|leaf| {
            figures
                .get(leaf)
                .is_some_and(|value| value.figure() > Some(0))
        })
        .collect();
    if leaves.is_empty() {
        return (figures, (*dice.one_of(&words::PLAIN)).to_owned());
    }
    let leaf = *dice.one_of(&leaves);
    if let Some(Value::Figure(figure)) = figures.get_mut(leaf) {
        *figure -= (*figure / dice.whole(4, 9)).max(1);
    }
    (figures, words::about(leaf, dice))
}

/// The account that files for a unit.
pub fn reporter(unit: UnitCode) -> String {
    format!("reporter-{unit}")
}

/// The account that reviews a unit's returns.
fn reviewer(place: &Place) -> String {
    match place.units.reviewer_of(place.unit.code) {
        Some(NATION) | None => format!("admin-{NATION}"),
        Some(above) => format!("reviewer-{above}"),
    }
}
