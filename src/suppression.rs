//! Small numbers of persons: which cells are withheld so that nobody can reckon back to four
//! patients (methods h).
//!
//! **Primary**: a count of 1 to threshold − 1, and a numerator whose rest, n − x, is such a
//! count. Zero is shown; villages and institutions are no persons and never come here.
//!
//! **Secondary**: sums are shown beside their parts, a county under its region, the region under
//! its province, the province under the nation. Every sum that is shown is an equation between
//! the cells below it. Of each cell the range is reckoned that a reader of all shown figures can
//! narrow it to: not only by subtraction, but also knowing that what is withheld is not zero, that
//! "<5" is below five, and that a part is no larger than its whole. While a withheld cell has a
//! range of one number, its smallest sibling is withheld too; where no sibling is left, the sum.
//!
//! **The same count in several sums**: registered patients stand under the line of five rates, and
//! each rate adds up the counties of which both sides are known. The difference of two such sums
//! may be one county. So leaves are taken apart by the sums they enter, and each kind is closed by
//! itself: whoever knew even the sums of each kind alone could not reckon back.
//!
//! What is withheld follows from the figures alone, never from who looks at which page, so that
//! two pages laid side by side tell no more than one.

mod persons;

pub use persons::{Cover, Family, Side, counts_persons, families, moves_together};

use crate::org_unit::UnitCode;
use std::collections::{BTreeMap, BTreeSet};

/// The threshold where nothing else is configured (methods h).
pub const USUAL: i64 = 5;

/// Stands for a withheld figure where a figure would be text.
pub const WITHHELD: &str = "[withheld]";

/// Below which number persons are not told apart. 0 and 1 withhold nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold(pub i64);

impl Threshold {
    /// Whether anything is withheld at all.
    pub fn is_off(self) -> bool {
        self.0 <= 1
    }

    /// Whether a count of persons is small: from one up to the threshold.
    pub fn is_small(self, count: i64) -> bool {
        (1..self.0).contains(&count)
    }

    /// Whether a numerator is withheld for its own sake: it is small, or what is left of its
    /// whole is.
    pub fn hides(self, x: i64, whole: Option<i64>) -> bool {
        x > 0 && (self.is_small(x) || whole.is_some_and(|n| self.is_small(n - x)))
    }

    /// Whether a withheld count may be shown as "<5": below two there is only one.
    pub fn tells(self, count: i64) -> bool {
        self.0 > 2 && self.is_small(count)
    }
}

/// The sums a leaf enters, one bit each.
pub type Families = u64;

/// A count of persons in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// The unit.
    pub unit: UnitCode,
    /// The count.
    pub value: i64,
    /// The whole it is a part of, where it stands above a line.
    pub whole: Option<i64>,
    /// The sums it enters.
    pub families: Families,
}

/// What is withheld of one count in one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Leaves.
    pub cells: BTreeSet<UnitCode>,
    /// Sums: in which families that of a unit is withheld.
    pub sums: BTreeMap<UnitCode, Families>,
}

impl Withheld {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.sums.is_empty()
    }

    /// Whether the sum of a family at a unit is withheld.
    pub fn hides_sum(&self, unit: UnitCode, family: Families) -> bool {
        self.sums
            .get(&unit)
            .is_some_and(|families| families & family != 0)
    }
}

/// Withholds what must be of one count in one period. `above` is the unit above a unit, whose sum
/// is shown; the same unit may not be a leaf and stand above another leaf.
pub fn withhold(
    leaves: &[Leaf],
    above: impl Fn(UnitCode) -> Option<UnitCode>,
    threshold: Threshold,
) -> Withheld {
    let mut withheld = Withheld::default();
    if threshold.is_off() {
        return withheld;
    }
    let mut kinds: BTreeMap<Families, Vec<&Leaf>> = BTreeMap::new();
    for leaf in leaves {
        kinds.entry(leaf.families).or_default().push(leaf);
    }
    for (families, leaves) in kinds {
        let primary = |leaf: &&&Leaf| threshold.hides(leaf.value, leaf.whole);
        if families == 0 {
            let alone = leaves.iter().filter(primary).map(|leaf| leaf.unit);
            withheld.cells.extend(alone);
            continue;
        }
        if !leaves.iter().any(|leaf| primary(&leaf)) {
            continue;
        }
        let mut forest = Forest::grow(&leaves, &above, threshold);
        forest.close();
        for node in forest.nodes.iter().filter(|node| node.hidden) {
            match node.is_leaf {
                true => {
                    withheld.cells.insert(node.unit);
                }
                false => *withheld.sums.entry(node.unit).or_default() |= families,
            }
        }
    }
    withheld
}

/// More than any count; as an upper bound it means that there is none.
const NO_BOUND: i64 = i64::MAX / 4;

/// The smallest and the largest that a number can be for somebody who reads all that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    least: i64,
    most: i64,
}

impl Range {
    fn only(value: i64) -> Range {
        Range {
            least: value,
            most: value,
        }
    }

    fn is_known(self) -> bool {
        self.least >= self.most
    }
}

#[derive(Debug)]
struct Node {
    unit: UnitCode,
    above: Option<usize>,
    below: Vec<usize>,
    depth: usize,
    is_leaf: bool,
    value: i64,
    /// What is left of the whole; `None` where some leaf below has no whole.
    rest: Option<i64>,
    /// Of a leaf that is withheld: what its mark alone tells.
    told: Range,
    /// Whether it can be withheld at all: some leaf below is more than zero, and its mark would
    /// not tell it.
    can_hide: bool,
    hidden: bool,
}

/// The leaves of one kind with all the units above them, those above first.
struct Forest {
    nodes: Vec<Node>,
}

impl Forest {
    fn grow(
        leaves: &[&Leaf],
        above: &impl Fn(UnitCode) -> Option<UnitCode>,
        threshold: Threshold,
    ) -> Forest {
        let up = |unit: UnitCode| std::iter::successors(above(unit), |unit| above(*unit));
        let mut depths: BTreeMap<UnitCode, usize> = BTreeMap::new();
        for leaf in leaves {
            let path: Vec<UnitCode> = up(leaf.unit).collect();
            depths.insert(leaf.unit, path.len());
            for (at, unit) in path.iter().enumerate() {
                depths.entry(*unit).or_insert(path.len() - 1 - at);
            }
        }
        let mut order: Vec<(usize, UnitCode)> = depths
            .into_iter()
            .map(|(unit, depth)| (depth, unit))
            .collect();
        order.sort_unstable();
        let places: BTreeMap<UnitCode, usize> = order
            .iter()
            .enumerate()
            .map(|(at, (_, unit))| (*unit, at))
            .collect();
        let mut nodes: Vec<Node> = order
            .into_iter()
            .map(|(depth, unit)| Node {
                unit,
                above: above(unit).and_then(|above| places.get(&above).copied()),
                below: Vec::new(),
                depth,
                is_leaf: false,
                value: 0,
                rest: Some(0),
                told: Range::only(0),
                can_hide: false,
                hidden: false,
            })
            .collect();
        for leaf in leaves {
            let Some(node) = places.get(&leaf.unit).and_then(|at| nodes.get_mut(*at)) else {
                continue;
            };
            node.is_leaf = true;
            node.value = leaf.value;
            node.rest = leaf.whole.map(|whole| whole - leaf.value);
            node.told = told(leaf, threshold);
            node.can_hide = leaf.value > 0 && !node.told.is_known();
        }
        for at in (0..nodes.len()).rev() {
            let Some(above) = nodes[at].above else {
                continue;
            };
            let (value, rest, can_hide) = (nodes[at].value, nodes[at].rest, nodes[at].can_hide);
            let over = &mut nodes[above];
            over.below.push(at);
            over.value += value;
            over.rest = over.rest.zip(rest).map(|(a, b)| a + b);
            over.can_hide |= can_hide;
        }
        for node in &mut nodes {
            let rest = node.rest.is_some_and(|rest| threshold.is_small(rest));
            node.hidden = node.value > 0 && (threshold.is_small(node.value) || rest);
        }
        Forest { nodes }
    }

    /// Withholds more until no withheld number can be told.
    fn close(&mut self) {
        loop {
            let ranges = self.ranges();
            let mut known: Vec<usize> = (0..self.nodes.len())
                .filter(|at| self.nodes[*at].hidden && ranges[*at].is_known())
                .collect();
            if self.open_below(&known) {
                continue;
            }
            // From above: a sum that stays open leaves what is under it open too.
            known.sort_by_key(|at| (self.nodes[*at].depth, *at));
            let mut helped: BTreeSet<Option<usize>> = BTreeSet::new();
            let mut depth = None;
            for at in known {
                if depth.is_some_and(|depth| depth < self.nodes[at].depth) {
                    break;
                }
                let group = self.nodes[at].above;
                if helped.contains(&group) {
                    continue;
                }
                if let Some(companion) = self.companion(at) {
                    self.nodes[companion].hidden = true;
                    helped.insert(group);
                    depth = Some(self.nodes[at].depth);
                }
            }
            if depth.is_none() {
                return;
            }
        }
    }

    /// A withheld sum of which everything below is shown is no secret: its smallest part goes.
    fn open_below(&mut self, known: &[usize]) -> bool {
        let mut found = false;
        for at in known {
            let node = &self.nodes[*at];
            if node.is_leaf || node.below.iter().any(|below| self.nodes[*below].hidden) {
                continue;
            }
            if let Some(smallest) = self.smallest_shown(&node.below) {
                self.nodes[smallest].hidden = true;
                found = true;
            }
        }
        found
    }

    /// What to withhold so that a number stays open: its smallest sibling, or the sum above.
    fn companion(&self, at: usize) -> Option<usize> {
        let above = self.nodes[at].above?;
        let over = &self.nodes[above];
        self.smallest_shown(&over.below)
            .or_else(|| (!over.hidden).then_some(above))
    }

    fn smallest_shown(&self, of: &[usize]) -> Option<usize> {
        let shown = |at: &&usize| !self.nodes[**at].hidden && self.nodes[**at].can_hide;
        let size = |at: &&usize| (self.nodes[**at].value, self.nodes[**at].unit);
        of.iter().filter(shown).min_by_key(size).copied()
    }

    /// What a reader can narrow each number to: up from the leaves, then down from the sums.
    fn ranges(&self) -> Vec<Range> {
        let mut ranges: Vec<Range> = self
            .nodes
            .iter()
            .map(|node| match (node.hidden, node.is_leaf) {
                (false, _) => Range::only(node.value),
                (true, true) => node.told,
                (true, false) => Range::only(0),
            })
            .collect();
        for at in (0..self.nodes.len()).rev() {
            let node = &self.nodes[at];
            if node.hidden && !node.is_leaf {
                ranges[at] = self.added(node, &ranges);
            }
        }
        for at in 0..self.nodes.len() {
            let node = &self.nodes[at];
            let whole = ranges[at];
            let added = self.added(node, &ranges);
            let unbounded = |at: &&usize| ranges[**at].most >= NO_BOUND;
            let open = node.below.iter().filter(unbounded).count();
            let bounded: i64 = node
                .below
                .iter()
                .map(|below| ranges[*below].most)
                .filter(|most| *most < NO_BOUND)
                .sum();
            let narrowed: Vec<(usize, Range)> = node
                .below
                .iter()
                .map(|below| {
                    let own = ranges[*below];
                    let others_most = match (open, own.most >= NO_BOUND) {
                        (0, _) => Some(bounded - own.most),
                        (1, true) => Some(bounded),
                        _ => None,
                    };
                    let least = others_most.map_or(own.least, |others| whole.least - others);
                    let most = match whole.most >= NO_BOUND {
                        true => own.most,
                        false => whole.most - (added.least - own.least),
                    };
                    let range = Range {
                        least: own.least.max(least),
                        most: own.most.min(most),
                    };
                    (*below, range)
                })
                .collect();
            for (below, range) in narrowed {
                ranges[below] = range;
            }
        }
        ranges
    }

    fn added(&self, node: &Node, ranges: &[Range]) -> Range {
        let below = node.below.iter().map(|at| ranges[*at]);
        below.fold(Range::only(0), |sum, one| Range {
            least: sum.least + one.least,
            most: (sum.most + one.most).min(NO_BOUND),
        })
    }
}

/// What the mark of a withheld leaf tells: "<5" is one to four; anything else is at least the
/// threshold, and no more than its whole.
fn told(leaf: &Leaf, threshold: Threshold) -> Range {
    let whole = leaf
        .whole
        .filter(|whole| *whole >= threshold.0.max(leaf.value))
        .unwrap_or(NO_BOUND);
    match threshold.tells(leaf.value) {
        true => Range {
            least: 1,
            most: whole.min(threshold.0 - 1),
        },
        false => Range {
            least: leaf.value.min(threshold.0),
            most: whole,
        },
    }
}

#[cfg(test)]
mod tests;
