//! Whether returns come, and whether they come in time: the reporting rates of WHO and DHIS2,
//! without their known faults.
//!
//! *Completeness of returns* is the share of the expected returns that were received; *timeliness*
//! the share of the expected returns that were first submitted by the deadline; *completeness of
//! values* the share of the values due in the expected returns that say something.
//!
//! None can exceed 100%: only an owed return is expected, only an expected return can be received,
//! and it counts once, however many versions it has. Where nothing is owed, both sides are empty
//! and there is no rate. A later version does not change when the first one came.

use crate::fraction::Fraction;
use crate::returns::Stage;
use serde::{Deserialize, Serialize};

/// What is known of one return that may be owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Whether it is owed.
    pub owed: bool,
    /// Where it stands; none before it was begun.
    pub stage: Option<Stage>,
    /// Whether a version of it counts.
    pub counts: bool,
    /// Whether the first version came by the deadline; none before one came.
    pub in_time: Option<bool>,
    /// Whether the deadline has passed.
    pub is_past: bool,
}

/// How a return stands, as the board says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Standing {
    /// Accepted; a correction may be under way.
    Accepted,
    /// With its reviewer.
    Submitted,
    /// Back with its unit.
    SentBack,
    /// Neither submitted nor sent back, and the deadline has passed.
    Overdue,
    /// Begun, and the deadline has not passed.
    Draft,
    /// Not begun, and the deadline has not passed.
    NotBegun,
    /// Nothing is owed.
    NotOwed,
}

impl Standing {
    /// Every standing, in the order of a filter.
    pub const ALL: [Standing; 7] = [
        Standing::Overdue,
        Standing::SentBack,
        Standing::NotBegun,
        Standing::Draft,
        Standing::Submitted,
        Standing::Accepted,
        Standing::NotOwed,
    ];

    /// Its name in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Accepted => "accepted",
            Standing::Submitted => "submitted",
            Standing::SentBack => "sent_back",
            Standing::Overdue => "overdue",
            Standing::Draft => "draft",
            Standing::NotBegun => "not_begun",
            Standing::NotOwed => "not_owed",
        }
    }

    /// The standing of this name.
    pub fn from_code(code: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|one| one.code() == code)
    }
}

impl Known {
    /// A return that nobody has begun.
    pub fn nothing(owed: bool, is_past: bool) -> Known {
        Known {
            owed,
            stage: None,
            counts: false,
            in_time: None,
            is_past,
        }
    }

    /// How it stands.
    pub fn standing(self) -> Standing {
        if !self.owed {
            return Standing::NotOwed;
        }
        match self.stage {
            Some(Stage::Submitted) => Standing::Submitted,
            Some(Stage::SentBack) => Standing::SentBack,
            Some(Stage::Accepted) => Standing::Accepted,
            Some(Stage::Draft) if self.counts => Standing::Accepted,
            _ if self.is_past => Standing::Overdue,
            Some(Stage::Draft) => Standing::Draft,
            None => Standing::NotBegun,
        }
    }

    /// Whether it was received: it lies with the reviewer, or a version of it counts. One that was
    /// sent back before any version counted has to come again.
    pub fn is_received(self) -> bool {
        self.owed && (self.counts || self.stage == Some(Stage::Submitted))
    }

    /// Whether somebody has to be reminded of it.
    pub fn is_awaited(self) -> bool {
        self.owed && !self.is_received()
    }
}

/// Returns counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reports {
    /// Those owed.
    pub expected: u32,
    /// Of these, those received.
    pub received: u32,
    /// Of these, those whose first version came by the deadline.
    pub in_time: u32,
}

impl Reports {
    /// Counts one more return in.
    pub fn add(&mut self, known: Known) {
        if !known.owed {
            return;
        }
        self.expected += 1;
        if known.is_received() {
            self.received += 1;
            self.in_time += u32::from(known.in_time == Some(true));
        }
    }

    /// Both together.
    pub fn plus(self, other: Reports) -> Reports {
        Reports {
            expected: self.expected + other.expected,
            received: self.received + other.received,
            in_time: self.in_time + other.in_time,
        }
    }

    /// Received of expected; none where nothing is expected.
    ///
    /// ```
    /// use kpi::reporting::Reports;
    /// let month = Reports { expected: 8, received: 6, in_time: 5 };
    /// assert_eq!(month.completeness().unwrap().times(100).rounded(1), "75.0");
    /// assert_eq!(month.timeliness().unwrap().times(100).rounded(1), "62.5");
    /// assert!(Reports::default().completeness().is_none());
    /// ```
    pub fn completeness(self) -> Option<Fraction> {
        Fraction::new(self.received.into(), self.expected.into())
    }

    /// In time of expected; none where nothing is expected.
    pub fn timeliness(self) -> Option<Fraction> {
        Fraction::new(self.in_time.into(), self.expected.into())
    }
}

/// Values counted, of the expected returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// How many values are due, without those that do not apply.
    pub due: u32,
    /// How many of them are there; a zero is.
    pub present: u32,
}

impl Values {
    /// The values of one expected return: so many data elements fall due, so many have a figure,
    /// and so many do not apply. What is not yet available, not collected or blank is missing.
    pub fn of(elements: u32, figures: u32, not_applicable: u32) -> Values {
        let due = elements.saturating_sub(not_applicable);
        Values {
            due,
            present: figures.min(due),
        }
    }

    /// Both together.
    pub fn plus(self, other: Values) -> Values {
        Values {
            due: self.due + other.due,
            present: self.present + other.present,
        }
    }

    /// Present of due; none where nothing is due.
    pub fn completeness(self) -> Option<Fraction> {
        Fraction::new(self.present.into(), self.due.into())
    }
}

/// Whether a share reaches a threshold in percent.
pub fn reaches(share: Fraction, percent: i64) -> bool {
    share.times(100) >= Fraction::whole(percent.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(stage: Option<Stage>, counts: bool, in_time: Option<bool>) -> Known {
        Known {
            owed: true,
            stage,
            counts,
            in_time,
            is_past: true,
        }
    }

    #[test]
    fn a_correction_under_way_stays_received_and_in_time() {
        let mut reports = Reports::default();
        for stage in [
            Stage::Draft,
            Stage::Submitted,
            Stage::SentBack,
            Stage::Accepted,
        ] {
            reports.add(known(Some(stage), true, Some(true)));
        }
        assert_eq!(
            (reports.expected, reports.received, reports.in_time),
            (4, 4, 4)
        );
    }

    #[test]
    fn what_was_sent_back_before_it_counted_has_to_come_again() {
        let back = known(Some(Stage::SentBack), false, Some(true));
        assert!(!back.is_received() && back.is_awaited());
        assert_eq!(back.standing(), Standing::SentBack);
        let again = known(Some(Stage::Submitted), false, Some(true));
        let mut reports = Reports::default();
        reports.add(again);
        assert_eq!(reports.in_time, 1, "the first version came in time");
    }

    #[test]
    fn what_is_not_owed_leaves_both_sides() {
        let mut reports = Reports::default();
        let free = Known {
            owed: false,
            ..known(Some(Stage::Accepted), true, Some(true))
        };
        reports.add(free);
        assert_eq!(reports, Reports::default());
        assert_eq!(free.standing(), Standing::NotOwed);
        assert!(!free.is_awaited());
    }

    #[test]
    fn overdue_is_what_never_came_and_draft_what_may_still_come() {
        let soon = |stage| Known {
            is_past: false,
            ..known(stage, false, None)
        };
        assert_eq!(known(None, false, None).standing(), Standing::Overdue);
        assert_eq!(
            known(Some(Stage::Draft), false, None).standing(),
            Standing::Overdue
        );
        assert_eq!(soon(None).standing(), Standing::NotBegun);
        assert_eq!(soon(Some(Stage::Draft)).standing(), Standing::Draft);
        assert_eq!(
            known(Some(Stage::Draft), true, Some(true)).standing(),
            Standing::Accepted
        );
    }

    #[test]
    fn not_applicable_leaves_the_values_due_and_a_blank_does_not() {
        let values = Values::of(10, 6, 2);
        assert_eq!((values.present, values.due), (6, 8));
        assert_eq!(Values::of(3, 0, 3).completeness(), None);
        assert_eq!(Values::of(0, 0, 0).completeness(), None);
    }

    fn any_known() -> impl Strategy<Value = Known> {
        let stage = prop_oneof![
            Just(None),
            Just(Some(Stage::Draft)),
            Just(Some(Stage::Submitted)),
            Just(Some(Stage::SentBack)),
            Just(Some(Stage::Accepted)),
        ];
        (
            any::<bool>(),
            stage,
            any::<bool>(),
            any::<Option<bool>>(),
            any::<bool>(),
        )
            .prop_map(|(owed, stage, counts, in_time, is_past)| Known {
                owed,
                stage,
                counts,
                in_time,
                is_past,
            })
    }

    proptest! {
        #[test]
        fn no_rate_exceeds_the_whole(all in proptest::collection::vec(any_known(), 0..60)) {
            let mut reports = Reports::default();
            all.iter().for_each(|known| reports.add(*known));
            prop_assert!(reports.in_time <= reports.received);
            prop_assert!(reports.received <= reports.expected);
            prop_assert!(reports.expected as usize <= all.len());
        }

        #[test]
        fn no_values_exceed_what_is_due(a in 0u32..50, b in 0u32..50, c in 0u32..50) {
            let values = Values::of(a, b, c);
            prop_assert!(values.present <= values.due && values.due <= a);
        }
    }
}
