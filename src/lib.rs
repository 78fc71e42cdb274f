//! Xinheng's domain: what a return is, what it means, and how it is judged.
//!
//! Everything here is a value or a rule over values. There is no I/O, no clock, no async and no
//! prose: a fault is a fact, and the sentence about it is made at the edge, in the reader's
//! language. The same code judges on the server and, while somebody types, in the browser.
//!
//! Reading order: [`period`] and [`org_unit`] (when and where), [`catalogue`] (what is asked),
//! [`draft`] (what was typed) and [`returns`] (what it means), [`rows`] (what is listed one by
//! one), [`setting`] (by when it is due), [`reporting`] (whether it came), [`facts`] (what is in
//! force), [`quality`] (how far figures can be believed), [`difference`] (what a
//! return changes), [`score`] (value against target), [`roll_up`] (many units as one),
//! [`certainty`], [`change`], [`course`], [`funnel`] and [`spread`] (what stands beside a score),
//! [`league`] (many units side by side), [`role`] (who may), [`thresholds`] (marks that are ours).

pub mod catalogue;
pub mod certainty;
pub mod change;
pub mod course;
pub mod difference;
pub mod draft;
pub mod facts;
pub mod fault;
pub mod fraction;
pub mod funnel;
pub mod headline;
pub mod joint_evaluation;
pub mod league;
pub mod mean;
pub mod org_unit;
pub mod pace;
pub mod period;
pub mod quality;
pub mod reporting;
pub mod returns;
pub mod role;
pub mod roll_up;
pub mod rows;
pub mod sampling;
pub mod score;
pub mod setting;
pub mod signals;
pub mod spread;
pub mod statistics;
pub mod suppression;
pub mod target;
pub mod thresholds;
pub mod verification;

pub use catalogue::{Catalogue, DataElement, Indicator, catalogue};
pub use org_unit::{OrgUnit, OrgUnits, Tier, UnitCode};
pub use period::Period;
