//! The units of the tour: what a visitor finds when signing in as one of the people of the
//! demo. Everything else is left to the dice.

use super::year::Year;
use kpi::UnitCode;
use kpi::catalogue::PILOT;
use kpi::facts::Value;
use kpi::returns::ReturnKey;

/// Where a return of the tour stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// Accepted.
    Accepted,
    /// Submitted, waiting for its reviewer.
    Waiting,
    /// Sent back today.
    SentBack,
    /// Some cells are typed.
    Begun,
    /// Nobody has begun it.
    Untouched,
}

/// November of the tour: a county to fill, its neighbours in every state, and the units above.
const NOVEMBER: [(&str, Scene); 13] = [
    ("440703", Scene::Untouched),
    ("440704", Scene::Begun),
    ("440705", Scene::Waiting),
    ("440781", Scene::Waiting),
    ("440783", Scene::SentBack),
    ("440784", Scene::Accepted),
    ("440785", Scene::Accepted),
    ("440700", Scene::Waiting),
    ("440000", Scene::Begun),
    ("110102", Scene::Begun),
    ("110105", Scene::Waiting),
    ("120000", Scene::Waiting),
    ("120101", Scene::Untouched),
];

/// The unit of the tour whose November is played last.
pub const LAST: &str = "440705";

/// The unit of the tour that never filed its September.
const OVERDUE: &str = "440704";

/// Pengjiang, whose rooms are short of one half until November.
const PENGJIANG: &str = "440703";

/// The scene of a return of the tour; earlier months of its units are accepted, but for one.
pub fn scene(unit: UnitCode, key: &ReturnKey) -> Option<Scene> {
    let code = unit.to_string();
    let (_, november) = NOVEMBER.into_iter().find(|(tour, _)| *tour == code)?;
    match (key.programme == PILOT, key.period.month()) {
        (true, 11) => Some(november),
        // A visitor finds one overdue since September.
        (true, 9) if code == OVERDUE => Some(Scene::Untouched),
        _ => Some(Scene::Accepted),
    }
}

/// Whether the tour passes a unit: nothing is planted there.
pub fn is_on_tour(unit: UnitCode) -> bool {
    let code = unit.to_string();
    NOVEMBER.into_iter().any(|(tour, _)| tour == code)
}

/// Holds Pengjiang's rooms just under the half that is asked, so that the visitor's own figure
/// turns the page green.
pub fn arrange(unit: UnitCode, year: &mut Year) {
    if unit.to_string() != PENGJIANG {
        return;
    }
    let rooms = [38, 38, 39, 43, 47, 50, 53, 56, 60, 65, 69, 75];
    for (month, rooms) in rooms.into_iter().enumerate() {
        year.month_mut(month)
            .insert("villages_with_room", Value::Figure(rooms));
    }
}
