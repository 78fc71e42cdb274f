//! The contract of entry, scoring and roll-up, one test a sentence. The number in a comment is
//! the sentence's.

#[path = "semantics/entry.rs"]
mod entry;
#[path = "semantics/headline.rs"]
mod headline;
#[path = "semantics/in_force.rs"]
mod in_force;
#[path = "semantics/roll_up.rs"]
mod roll_up;
#[path = "semantics/scoring.rs"]
mod scoring;
#[path = "semantics/targets.rs"]
mod targets;
#[path = "semantics/world.rs"]
mod world;
