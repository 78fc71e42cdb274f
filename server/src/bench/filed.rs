//! What came of each return: most in time, some late, some never; the newest month is still under
//! way.

use super::planted::{Plants, Truth, TruthKind};
use super::series::{self, Place, Series};
use super::{Extent, is_told_early};
use crate::demo::dice::Dice;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use kpi::catalogue::{Kind, PROGRAMMES, Programme, catalogue};
use kpi::facts::Value;
use kpi::org_unit::{OrgUnits, Tier, UnitCode};
use kpi::returns::ReturnKey;
use kpi::setting::ProgrammeSetting;
use kpi::{DataElement, Period};
use std::collections::BTreeMap;

/// One return of a set.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed {
    /// Which.
    pub key: ReturnKey,
    /// Its values.
    pub values: BTreeMap<String, Value>,
    /// What came of it.
    pub came: Came,
}

/// What came of a return. Moments are milliseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Submitted and accepted.
    Accepted {
        /// When it was submitted.
        submitted: i64,
        /// When it was accepted.
        accepted: i64,
    },
    /// It lies with its reviewer.
    Submitted {
        /// Since when.
        submitted: i64,
    },
    /// It came and went back.
    SentBack {
        /// When it was submitted.
        submitted: i64,
        /// When it went back.
        back: i64,
    },
    /// It was begun.
    Draft {
        /// When.
        saved: i64,
    },
}

/// Everything that one unit filed, by programme and month, and what is known about it.
pub fn of_unit(
    extent: &Extent,
    units: &OrgUnits,
    plants: &Plants,
    code: UnitCode,
) -> (Vec<Filed>, Vec<Truth>) {
    let Some(unit) = units.get(code) else {
        return Default::default();
    };
    let place = Place::new(unit, extent);
    let tiers = unit.tiers();
    let mut series = series::of(&place, &tiers);
    let mut truth: Vec<Truth> = plants.put(&place, units, &mut series).into_iter().collect();
    let mut filed = Vec::new();
    let manner = Manner::of(&place);
    let now = at(extent.today().and_hms_opt(9, 0, 0).unwrap_or_default());
    for programme in &PROGRAMMES {
        let first = programme.owed.map_or(super::FIRST, |(first, _)| first);
        for (index, period) in extent.periods().into_iter().enumerate() {
            if period < first
                || catalogue()
                    .due(programme.code, &tiers, period)
                    .next()
                    .is_none()
            {
                continue;
            }
            let key = ReturnKey {
                org_unit: code,
                programme: programme.code.to_owned(),
                period,
            };
            let values = values(&place, programme, &tiers, (index, period), &series);
            let is_last = period == extent.last();
            // Nobody owes the hotline's activity, so nothing of it is late.
            let owed = programme.owed.is_some();
            let came = match owed {
                true => manner.came(&place, &key, is_last, now),
                false => manner.in_time(&mut place.dice(&format!("{period} hotline")), period),
            };
            let kind = match came {
                None | Some(Came::Draft { .. }) => Some(TruthKind::Missing),
                Some(
                    Came::Accepted { submitted, .. }
                    | Came::Submitted { submitted }
                    | Came::SentBack { submitted, .. },
                ) => (submitted >= deadline(period)).then_some(TruthKind::Late),
            };
            if let Some(kind) = kind.filter(|_| owed) {
                truth.push(Truth {
                    unit: code,
                    kind,
                    month: period,
                    element: "",
                    detail: programme.code.to_owned(),
                });
            }
            if let Some(came) = came {
                filed.push(Filed { key, values, came });
            }
        }
    }
    (filed, truth)
}

/// What a return of a month says: what is due, and what others are measured by.
fn values(
    place: &Place,
    programme: &Programme,
    tiers: &[Tier],
    (at, period): (usize, Period),
    series: &Series,
) -> BTreeMap<String, Value> {
    let collects = !place.dice("workplaces served").chance(0.04);
    let offences = place
        .dice(&format!("{} offences", period.year()))
        .chance(0.65);
    let is_told = |element: &&DataElement| {
        let due = element.frequency.due_in(period);
        due || (element.kind != Kind::Flow && is_told_early(element.frequency, at, period))
    };
    catalogue()
        .asked(programme.code, tiers)
        .filter(is_told)
        .filter_map(|element| {
            let number = *series.get(element.code.as_str())?.get(at)?;
            let value = match element.code.as_str() {
                "workplaces_with_service" if !collects => Value::NotCollected,
                "smd_offence_disposal" if !offences => {
                    Value::NotApplicable("年内至今未发生肇事肇祸事件".to_owned())
                }
                _ => Value::Figure(number),
            };
            Some((element.code.clone(), value))
        })
        .collect()
}

/// How punctual a unit is.
struct Manner {
    late: f64,
    missing: f64,
}

impl Manner {
    fn of(place: &Place) -> Manner {
        let mut dice = place.dice("punctual");
        match dice.chance(0.12) {
            true => Manner {
                late: dice.between(0.15, 0.40),
                missing: dice.between(0.05, 0.15),
            },
            false => Manner {
                late: 0.03,
                missing: 0.012,
            },
        }
    }

    fn came(&self, place: &Place, key: &ReturnKey, is_last: bool, now: i64) -> Option<Came> {
        let mut dice = place.dice(&format!("{} {}", key.programme, key.period));
        let throw = dice.share();
        if throw < self.missing {
            let saved = moment(&mut dice, key.period, 1, 5);
            return dice.chance(0.4).then_some(Came::Draft { saved });
        }
        let came = match throw < self.missing + self.late {
            true => accepted(&mut dice, key.period, 6, 25),
            false => accepted(&mut dice, key.period, 1, 5),
        };
        match came {
            // What had not come by the day of the set has not come.
            Came::Accepted { submitted, .. } if submitted > now => None,
            Came::Accepted {
                submitted,
                accepted,
            } if is_last => {
                let throw = dice.share();
                Some(match accepted > now || throw < 0.10 {
                    true => Came::Submitted { submitted },
                    false if throw < 0.14 => Came::SentBack {
                        submitted,
                        back: accepted,
                    },
                    false => came,
                })
            }
            Came::Accepted {
                submitted,
                accepted,
            } if accepted > now => Some(Came::Submitted { submitted }),
            other => Some(other),
        }
    }

    fn in_time(&self, dice: &mut Dice, period: Period) -> Option<Came> {
        Some(accepted(dice, period, 1, 4))
    }
}

fn accepted(dice: &mut Dice, period: Period, from: i64, to: i64) -> Came {
    let submitted = moment(dice, period, from, to);
    let accepted = submitted + dice.whole(2 * 60, 3 * 24 * 60) * 60_000;
    Came::Accepted {
        submitted,
        accepted,
    }
}

/// A moment in office hours, on one of these days of the month after `period`.
fn moment(dice: &mut Dice, period: Period, from: i64, to: i64) -> i64 {
    let day = period.next().first_day() + Duration::days(dice.whole(from, to) - 1);
    let minutes = dice.whole(8 * 60, 18 * 60);
    at(day.and_hms_opt(0, 0, 0).unwrap_or_default() + Duration::minutes(minutes))
}

/// When a return of a month closes, as every new installation has it.
fn deadline(period: Period) -> i64 {
    at(ProgrammeSetting::DEFAULT.deadline(period).ends())
}

/// A moment by China's clocks.
fn at(wall: NaiveDateTime) -> i64 {
    let moment: DateTime<Utc> = (wall - Duration::hours(8)).and_utc();
    moment.timestamp_millis()
}
