//! The way of every return: in time or late, once or twice, accepted or still under way on the
//! demo's day.

use super::dice::Dice;
use super::place::Place;
use super::showcase::{self, Scene};
use super::story::{Outcome, Story, at};
use super::ways::Ways;
use super::year::{Figures, Year};
use chrono::NaiveDate;
use kpi::Period;
use kpi::returns::ReturnKey;

/// The day of the demo (semantics 11): November open, December not yet filed.
pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 12, 3).expect("a day of the calendar");

/// The last month that has ended.
const OPEN: usize = 10;

/// How a unit files.
struct Habits {
    /// How often a return is late.
    late: f64,
    /// How often it never comes.
    never: f64,
}

/// The stories of a unit's returns for a programme.
pub fn stories(place: &Place, programme: &str, year: &Year) -> Vec<Story> {
    let mut dice = place.dice(&format!("journey {programme}"));
    let bent = place.bent("diligence");
    let chronic = dice.chance(0.03);
    let habits = Habits {
        late: (0.12 - 0.06 * bent).clamp(0.01, 0.5),
        never: if chronic {
            0.35
        } else {
            (0.008 - 0.004 * bent).clamp(0.0, 0.03)
        },
    };
    (0..=OPEN)
        .filter(|month| !year.month(*month).is_empty())
        .filter_map(|month| {
            let key = ReturnKey {
                org_unit: place.unit.code,
                programme: programme.to_owned(),
                period: Period::literal(2020, month as u32 + 1),
            };
            let figures = year.month(month).clone();
            let told = match (showcase::scene(place.unit.code, &key), month) {
                (Some(scene), _) => Told::scene(place, key, figures, scene),
                (None, OPEN) => Told::open(place, key, figures, &mut dice),
                (None, _) => Told::past(place, key, figures, &habits, &mut dice),
            };
            told.0
        })
        .collect()
}

/// A story, or none where the return never came.
struct Told(Option<Story>);

impl Told {
    /// A month that is over and done with, mostly.
    fn past(
        place: &Place,
        key: ReturnKey,
        figures: Figures,
        habits: &Habits,
        dice: &mut Dice,
    ) -> Told {
        let month = key.period.month() as usize - 1;
        let worse = if matches!(month, 1 | 2) { 2.0 } else { 1.0 };
        // Somebody rings until they are in: January, with the denominators of the whole year,
        // June, with the half-year's, and October, which the leaders look at.
        let rung_for = matches!(month, 0 | 5 | 9);
        if !rung_for && dice.chance(habits.never * worse) {
            return Told(None);
        }
        let longest = if month == 9 { 12 } else { 24 };
        let after = match dice.chance(habits.late * worse) {
            true => dice.whole(6, longest),
            false => dice.whole(1, 5),
        };
        let ways = Ways::new(place, &key, dice, after);
        let story = match dice.whole(0, 99) {
            0..=3 => ways.sent_back_once(key, figures, dice),
            4 if month < 9 => ways.corrected(key, figures, dice),
            _ => ways.accepted(key, figures),
        };
        Told(cut(story))
    }

    /// The month that is open on the demo's day: every state at once.
    fn open(place: &Place, key: ReturnKey, figures: Figures, dice: &mut Dice) -> Told {
        let ways = Ways::new(place, &key, dice, 1);
        let prompt = (0.72 + 0.05 * place.skill).clamp(0.3, 0.9);
        let rest = 1.0 - prompt;
        let throw = dice.share();
        Told(if throw < prompt {
            let mut story = ways.accepted(key, figures);
            story.versions[0].outcome = Outcome::Accepted(ways.reviewed_lately(dice));
            Some(story)
        } else if throw < prompt + 0.45 * rest {
            Some(ways.waiting(key, figures))
        } else if throw < prompt + 0.60 * rest {
            Some(ways.sent_back_today(key, figures, dice))
        } else if throw < prompt + 0.80 * rest {
            Some(ways.begun(key, figures, dice))
        } else {
            None
        })
    }

    /// What the tour of the demo needs.
    fn scene(place: &Place, key: ReturnKey, figures: Figures, scene: Scene) -> Told {
        let mut dice = place.dice(&format!("scene {}", key.period));
        let day = if key.period.month() == 11 {
            1
        } else {
            dice.whole(1, 5)
        };
        let ways = Ways::new(place, &key, &mut dice, day);
        Told(match scene {
            Scene::Accepted if key.period.month() == 11 => {
                let mut story = ways.accepted(key, figures);
                story.versions[0].outcome = Outcome::Accepted(ways.reviewed_lately(&mut dice));
                Some(story)
            }
            Scene::Accepted => cut(ways.accepted(key, figures)),
            Scene::Waiting => Some(ways.waiting(key, figures)),
            Scene::SentBack => Some(ways.sent_back_today(key, figures, &mut dice)),
            Scene::Begun => Some(ways.begun(key, figures, &mut dice)),
            Scene::Untouched => None,
        })
    }
}

/// The story as far as it has come by the demo's day.
fn cut(mut story: Story) -> Option<Story> {
    let now = at(TODAY, 10 * 60);
    story.versions.retain(|version| version.submitted.at <= now);
    for version in &mut story.versions {
        let reviewed = match &version.outcome {
            Outcome::Accepted(moment) | Outcome::SentBack(moment, _) => Some(moment.at),
            Outcome::Waiting | Outcome::Imported(_) => None,
        };
        if reviewed.is_some_and(|reviewed| reviewed > now) {
            version.outcome = Outcome::Waiting;
        }
    }
    (!story.versions.is_empty()).then_some(story)
}
