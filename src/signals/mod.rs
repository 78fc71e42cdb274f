//! Signals: figures that are worth verifying, and why.
//!
//! A sign says that something would be rare if nothing were behind it. It is a reason to ask the
//! unit and never a finding: real changes, mergers and campaigns make the same signs. One sign is
//! weak; two of different kinds in the same place make the list (methods f).
//!
//! Reading order: [`rule`] (what is looked for, and every threshold), [`panel`] (the figures laid
//! out to be looked at), one file a rule, [`survey`] (all rules together).

mod course;
mod denominator;
mod digits;
mod linked;
mod neighbours;
pub mod panel;
mod peers;
mod relation;
mod repetition;
pub mod rule;
pub mod sign;
pub mod survey;
#[cfg(test)]
mod tests;
mod threshold;

pub use panel::{Observed, Panel};
pub use rule::{Kind, RULES, Rule, RuleCode};
pub use sign::{Finding, Shown, Sign};
pub use survey::{Caliper, RuleTally, Survey, survey};
