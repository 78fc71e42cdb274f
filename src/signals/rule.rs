//! The rules as data: what each looks at, from where it is, and every threshold.

use serde::{Deserialize, Serialize};

/// What a rule looks at. Rules of one kind look at the same thing, so they do not confirm each
/// other; rules of two kinds do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Where a rate lies against its target.
    Threshold,
    /// The digits of counts.
    Digits,
    /// Figures that do not move.
    Repetition,
    /// The figures of another unit.
    Neighbours,
    /// The unit's own course.
    Course,
    /// A part beside its whole, against the other units in the same month.
    Relation,
    /// The denominator alone.
    Denominator,
    /// What of a rate's change is the denominator's.
    Split,
    /// Figures that must balance or move together.
    Linked,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::Threshold,
        Kind::Digits,
        Kind::Repetition,
        Kind::Neighbours,
        Kind::Course,
        Kind::Relation,
        Kind::Denominator,
        Kind::Split,
        Kind::Linked,
    ];

    /// Its name in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Threshold => "threshold",
            Kind::Digits => "digits",
            Kind::Repetition => "repetition",
            Kind::Neighbours => "neighbours",
            Kind::Course => "course",
            Kind::Relation => "relation",
            Kind::Denominator => "denominator",
            Kind::Split => "split",
            Kind::Linked => "linked",
        }
    }
}

/// The rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RuleCode {
    /// Exactly as many as the target asks.
    ExactTarget,
    /// Last digits that are not equally frequent.
    LastDigits,
    /// More counts that end in 0 or 5 than a fifth.
    RoundFigures,
    /// Several figures of a return that stand still together.
    StandingStill,
    /// No more movement since it is exactly what the target asks.
    StaysAtTarget,
    /// One figure, or part and whole, the same month after month.
    SameRun,
    /// The figures of another unit of the province, to the digit.
    SameAsNeighbour,
    /// Ten times its course, or a tenth of it.
    FactorTen,
    /// Up or down in one month, and back in the next.
    SpikeAndBack,
    /// Up or down at once, and no way back.
    Step,
    /// A part larger than its whole.
    MoreThanAll,
    /// A part in its whole far from that of the other units.
    OutOfLine,
    /// The denominator fell.
    Shrunk,
    /// The rate rose because the denominator fell.
    RoseByDenominator,
    /// The register does not balance with those who came and went.
    RegisterBalance,
    /// The register fell while a rate of the patients on it rose.
    RegisterFell,
}

/// Where a threshold is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// Gerber & Malhotra 2008, on values just above a threshold; the level is ours.
    GerberMalhotra,
    /// Nigrini 2012, on digits.
    Nigrini,
    /// The exact binomial chance of identical months; the level is ours.
    ExactRun,
    /// NIST/SEMATECH 1.3.5.17, modified z; the limit is wider, for figures with heavy tails.
    Nist,
    /// By arithmetic: it cannot be.
    Arithmetic,
    /// WHO Data Quality Review, consistency of related figures.
    WhoRelated,
    /// The two effects that make up a change of a rate (Kitagawa 1955).
    Kitagawa,
    /// Our own judgement.
    Own,
}

/// One rule: what it needs, and from when on it is a sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Which.
    pub code: RuleCode,
    /// What it looks at.
    pub kind: Kind,
    /// A chance at or below this makes a sign that stands by itself.
    pub level: f64,
    /// The effect from which on it is looked at, in the rule's own measure (said with the rule).
    pub effect: f64,
    /// The smallest figure, or the fewest figures, it is asked of.
    pub least: i64,
    /// Where the threshold is from.
    pub origin: Origin,
    /// How many signs that stand by themselves come of 1,000 tests where nothing is behind them:
    /// counted over ten simulated years (docs/signals.md says which).
    pub false_per_thousand: f64,
}

const fn rule(
    code: RuleCode,
    kind: Kind,
    level: f64,
    effect: f64,
    least: i64,
    origin: Origin,
    false_per_thousand: f64,
) -> Rule {
    Rule {
        code,
        kind,
        level,
        effect,
        least,
        origin,
        false_per_thousand,
    }
}

/// Every rule with its thresholds. The measures of `effect` and `least`, in this order:
/// –, whole · –, counts of two digits · –, counts · figures that stand still,
/// figure · months at the target, whole · months of the run, figure · figures that are the same, figure · –, figure · z, figure
/// · z, figure · –, whole · z, whole · share of the fall, whole · points of a hundred, whole ·
/// patients, register · share of the fall, register.
pub const RULES: [Rule; 16] = [
    rule(
        RuleCode::ExactTarget,
        Kind::Threshold,
        0.1,
        0.0,
        30,
        Origin::GerberMalhotra,
        0.0,
    ),
    rule(
        RuleCode::LastDigits,
        Kind::Digits,
        0.05,
        0.0,
        100,
        Origin::Nigrini,
        0.0,
    ),
    rule(
        RuleCode::RoundFigures,
        Kind::Digits,
        0.05,
        0.0,
        100,
        Origin::Nigrini,
        0.0,
    ),
    rule(
        RuleCode::StandingStill,
        Kind::Repetition,
        0.02,
        3.0,
        20,
        Origin::Own,
        6.0,
    ),
    rule(
        RuleCode::StaysAtTarget,
        Kind::Repetition,
        0.006,
        2.0,
        30,
        Origin::GerberMalhotra,
        0.0,
    ),
    rule(
        RuleCode::SameRun,
        Kind::Repetition,
        0.001,
        3.0,
        20,
        Origin::ExactRun,
        0.0,
    ),
    rule(
        RuleCode::SameAsNeighbour,
        Kind::Neighbours,
        1e-6,
        3.0,
        20,
        Origin::Own,
        0.0,
    ),
    rule(
        RuleCode::FactorTen,
        Kind::Course,
        0.01,
        10.0,
        15,
        Origin::Own,
        0.018,
    ),
    rule(
        RuleCode::SpikeAndBack,
        Kind::Course,
        0.01,
        6.0,
        20,
        Origin::Nist,
        0.064,
    ),
    rule(
        RuleCode::Step,
        Kind::Course,
        0.001,
        8.0,
        20,
        Origin::Nist,
        0.021,
    ),
    rule(
        RuleCode::MoreThanAll,
        Kind::Relation,
        0.0,
        0.0,
        1,
        Origin::Arithmetic,
        0.0,
    ),
    rule(
        RuleCode::OutOfLine,
        Kind::Relation,
        0.05,
        5.0,
        20,
        Origin::Nist,
        0.057,
    ),
    rule(
        RuleCode::Shrunk,
        Kind::Denominator,
        0.01,
        0.05,
        10,
        Origin::Own,
        0.0,
    ),
    rule(
        RuleCode::RoseByDenominator,
        Kind::Split,
        0.01,
        2.0,
        10,
        Origin::Kitagawa,
        0.01,
    ),
    rule(
        RuleCode::RegisterBalance,
        Kind::Linked,
        0.02,
        1.0,
        20,
        Origin::WhoRelated,
        0.0,
    ),
    rule(
        RuleCode::RegisterFell,
        Kind::Linked,
        0.01,
        0.03,
        20,
        Origin::Own,
        0.0,
    ),
];

/// At or below this a sign of another kind counts beside one that stands by itself. A place holds
/// about ten tests of a kind, so a kind confirms what means nothing once in twenty times.
pub const BESIDE: f64 = 0.005;

/// How many tests of one kind a place holds.
pub const TESTS_IN_PLACE: f64 = 10.0;

/// How many other kinds look at a figure.
pub const KINDS_IN_PLACE: f64 = 3.0;

/// The false discovery rate of Benjamini and Hochberg, over all units within indicator and month.
pub const FALSE_DISCOVERY: f64 = 0.05;

/// Fewer units than this have nothing usual among them.
pub const FEWEST_PEERS: usize = 20;

/// The months in which a year is evaluated, half-year and year, which are those in which the
/// targets of 2018 to 2021 fall due: in these a smaller spike is looked at.
pub const EVALUATION_MONTHS: [u32; 2] = [6, 12];

/// The z from which on a spike in a month of evaluation is looked at.
pub const EVALUATION_SPIKE: f64 = 3.5;

/// How wide a caliper about a target is, as a share on each side.
pub const CALIPER: f64 = 0.05;

/// The smallest denominator that enters a caliper: below, k/n piles up on the target by itself.
pub const CALIPER_LEAST: i64 = 50;

impl RuleCode {
    /// The rule of this code.
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    /// Its name in addresses, files and storage.
    pub fn code(self) -> &'static str {
        match self {
            RuleCode::ExactTarget => "exact_target",
            RuleCode::LastDigits => "last_digits",
            RuleCode::RoundFigures => "round_figures",
            RuleCode::StandingStill => "standing_still",
            RuleCode::StaysAtTarget => "stays_at_target",
            RuleCode::SameRun => "same_run",
            RuleCode::SameAsNeighbour => "same_as_neighbour",
            RuleCode::FactorTen => "factor_ten",
            RuleCode::SpikeAndBack => "spike_and_back",
            RuleCode::Step => "step",
            RuleCode::MoreThanAll => "more_than_all",
            RuleCode::OutOfLine => "out_of_line",
            RuleCode::Shrunk => "shrunk",
            RuleCode::RoseByDenominator => "rose_by_denominator",
            RuleCode::RegisterBalance => "register_balance",
            RuleCode::RegisterFell => "register_fell",
        }
    }

    /// The rule of this name.
    pub fn from_code(code: &str) -> Option<RuleCode> {
        RULES
            .iter()
            .map(|rule| rule.code)
            .find(|rule| rule.code() == code)
    }
}
