//! What is withheld cannot be reckoned back: once by algebra over every sum that is shown, once by
//! trying every world that would show the same.

use super::*;
use proptest::prelude::*;

const NATION: u32 = 0;

fn code(number: u32) -> UnitCode {
    format!("{number:06}").parse().unwrap()
}

/// 110203 is a county of 110200, that a region of 110000, that a province of the nation.
fn above(unit: UnitCode) -> Option<UnitCode> {
    let number: u32 = unit.to_string().parse().unwrap();
    let up = match number {
        NATION => return None,
        n if n % 100 != 0 => n - n % 100,
        n if n % 10_000 != 0 => n - n % 10_000,
        _ => NATION,
    };
    Some(code(up))
}

fn leaf(unit: u32, value: i64, whole: Option<i64>) -> Leaf {
    Leaf {
        unit: code(unit),
        value,
        whole,
        families: 1,
    }
}

fn hidden(leaves: &[Leaf], threshold: i64) -> (Vec<String>, Vec<String>) {
    let withheld = withhold(leaves, above, Threshold(threshold));
    (
        withheld.cells.iter().map(UnitCode::to_string).collect(),
        withheld.sums.keys().map(UnitCode::to_string).collect(),
    )
}

#[test]
fn a_small_number_takes_the_next_smallest_with_it() {
    let leaves = [
        leaf(110101, 3, None),
        leaf(110102, 40, None),
        leaf(110103, 20, None),
        leaf(110104, 0, None),
    ];
    let (cells, sums) = hidden(&leaves, 5);
    assert_eq!(cells, ["110101", "110103"]);
    assert!(sums.is_empty());
}

#[test]
fn what_is_left_of_the_whole_is_as_small() {
    let leaves = [
        leaf(110101, 97, Some(100)),
        leaf(110102, 50, Some(100)),
        leaf(110103, 60, Some(100)),
    ];
    assert_eq!(hidden(&leaves, 5).0, ["110101", "110102"]);
}

#[test]
fn two_ones_under_a_shown_two_are_still_two_ones() {
    let leaves = [
        leaf(110101, 1, None),
        leaf(110102, 1, None),
        leaf(110103, 80, None),
        leaf(110104, 90, None),
    ];
    assert_eq!(hidden(&leaves, 5).0, ["110101", "110102", "110103"]);
}

#[test]
fn one_and_five_under_a_shown_six_tell_each_other() {
    let leaves = [
        leaf(110101, 1, None),
        leaf(110102, 5, None),
        leaf(110103, 9, None),
        leaf(110104, 70, None),
    ];
    assert_eq!(hidden(&leaves, 5).0, ["110101", "110102", "110103"]);
}

#[test]
fn where_no_sibling_is_left_the_sum_goes_and_takes_another_sum_along() {
    // The only county of its region; the next region has two.
    let leaves = [
        leaf(110101, 2, None),
        leaf(110201, 30, None),
        leaf(110202, 31, None),
        leaf(110301, 90, None),
    ];
    let (cells, sums) = hidden(&leaves, 5);
    // 110200 is 61, 110300 is 90: the smaller goes, and of its counties the smaller.
    assert_eq!(sums, ["110100", "110200"]);
    assert_eq!(cells, ["110101", "110201"]);
}

#[test]
fn a_single_county_of_the_whole_country_withholds_every_sum() {
    let (cells, sums) = hidden(&[leaf(110101, 2, None)], 5);
    assert_eq!(cells, ["110101"]);
    assert_eq!(sums, ["000000", "110000", "110100"]);
}

#[test]
fn zero_one_and_off_withhold_nothing_and_large_numbers_stay() {
    let leaves = [leaf(110101, 3, None), leaf(110102, 40, None)];
    for threshold in [0, 1] {
        assert_eq!(hidden(&leaves, threshold), (vec![], vec![]));
    }
    let large = [leaf(110101, 0, Some(40)), leaf(110102, 20, Some(40))];
    assert_eq!(hidden(&large, 5), (vec![], vec![]));
    assert_eq!(hidden(&large, 21).0, ["110102"]);
}

#[test]
fn a_leaf_that_enters_no_sum_is_looked_at_alone() {
    let alone = |value| Leaf {
        families: 0,
        ..leaf(110101, value, None)
    };
    assert_eq!(hidden(&[alone(3), leaf(110102, 9, None)], 5).0, ["110101"]);
    assert!(hidden(&[alone(7)], 5).0.is_empty());
}

#[test]
fn the_difference_of_two_sums_of_the_same_count_does_not_tell_it() {
    // Three counties; the second rate lacks the first county's numerator.
    let both = |unit, value| Leaf {
        families: 0b11,
        ..leaf(unit, value, None)
    };
    let leaves = [
        Leaf {
            families: 0b01,
            ..leaf(110101, 3, None)
        },
        both(110102, 40),
        both(110103, 50),
        both(110201, 60),
    ];
    let withheld = withhold(&leaves, above, Threshold(5));
    assert_eq!(derived(&leaves, &withheld), Vec::<String>::new());
    assert!(withheld.hides_sum(code(110100), 0b01));
    assert!(!withheld.hides_sum(code(110100), 0b10));
}

/// The withheld numbers that follow from the shown ones by adding and subtracting.
fn derived(leaves: &[Leaf], withheld: &Withheld) -> Vec<String> {
    let unknown: Vec<&Leaf> = leaves
        .iter()
        .filter(|leaf| withheld.cells.contains(&leaf.unit))
        .collect();
    let units: BTreeSet<UnitCode> = leaves
        .iter()
        .flat_map(|leaf| std::iter::successors(above(leaf.unit), |unit| above(*unit)))
        .collect();
    let lies_under = |leaf: &Leaf, unit: UnitCode| {
        std::iter::successors(above(leaf.unit), |unit| above(*unit)).any(|one| one == unit)
    };
    let sum_of = |unit: UnitCode, family: Families| -> Vec<i128> {
        unknown
            .iter()
            .map(|leaf| i128::from(leaf.families & family != 0 && lies_under(leaf, unit)))
            .collect()
    };
    let families: Vec<Families> = (0..4).map(|bit| 1 << bit).collect();
    let mut shown = Vec::new();
    let mut secret = Vec::new();
    for unit in &units {
        for family in &families {
            let row = sum_of(*unit, *family);
            match withheld.hides_sum(*unit, *family) {
                true => secret.push((format!("sum {unit}"), row)),
                false => shown.push(row),
            }
        }
    }
    for (at, leaf) in unknown.iter().enumerate() {
        let row = (0..unknown.len()).map(|k| i128::from(k == at)).collect();
        secret.push((leaf.unit.to_string(), row));
    }
    let rank = rank_of(shown.clone());
    secret
        .into_iter()
        .filter(|(_, row)| row.iter().any(|entry| *entry != 0))
        .filter(|(_, row)| {
            let mut more = shown.clone();
            more.push(row.clone());
            rank_of(more) == rank
        })
        .map(|(name, _)| name)
        .collect()
}

/// The rank of a matrix over a large prime field.
fn rank_of(mut rows: Vec<Vec<i128>>) -> usize {
    const PRIME: i128 = 2_147_483_647;
    let inverse = |mut base: i128| {
        let (mut exponent, mut result) = (PRIME - 2, 1);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
            exponent >>= 1;
        }
        result
    };
    let width = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..width {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] % PRIME != 0) else {
            continue;
        };
        rows.swap(rank, pivot);
        let scale = inverse(rows[rank][column].rem_euclid(PRIME));
        let pivot = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1) {
            let factor = row[column] * scale % PRIME;
            for (entry, above) in row.iter_mut().zip(&pivot) {
                *entry = (*entry - factor * above).rem_euclid(PRIME);
            }
        }
        rank += 1;
    }
    rank
}

/// Counties in up to three provinces with up to three regions of up to four counties.
fn counties(most: i64, families: u64) -> impl Strategy<Value = Vec<Leaf>> {
    let small_or_not = prop_oneof![0..7_i64, 0..most];
    let one = (
        1..4_u32,
        1..4_u32,
        1..5_u32,
        small_or_not,
        prop::option::of(0..most),
        0..families,
    );
    prop::collection::vec(one, 1..24).prop_map(|found| {
        let by_unit: BTreeMap<u32, Leaf> = found
            .into_iter()
            .map(|(province, region, county, value, rest, families)| {
                let unit = (10 + province) * 10_000 + region * 100 + county;
                let leaf = Leaf {
                    families,
                    ..leaf(unit, value, rest.map(|rest| value + rest))
                };
                (unit, leaf)
            })
            .collect();
        by_unit.into_values().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_withheld_number_follows_from_the_shown_ones(
        leaves in counties(60, 16),
        threshold in 2..12_i64,
    ) {
        let withheld = withhold(&leaves, above, Threshold(threshold));
        for leaf in &leaves {
            let must = Threshold(threshold).hides(leaf.value, leaf.whole);
            prop_assert!(!must || withheld.cells.contains(&leaf.unit));
            prop_assert!(leaf.value > 0 || !withheld.cells.contains(&leaf.unit));
        }
        prop_assert_eq!(derived(&leaves, &withheld), Vec::<String>::new());
    }

    #[test]
    fn a_small_sum_is_withheld_too(leaves in counties(20, 2), threshold in 2..12_i64) {
        let threshold = Threshold(threshold);
        let withheld = withhold(&leaves, above, threshold);
        let mut sums: BTreeMap<UnitCode, i64> = BTreeMap::new();
        for leaf in leaves.iter().filter(|leaf| leaf.families == 1) {
            for unit in std::iter::successors(above(leaf.unit), |unit| above(*unit)) {
                *sums.entry(unit).or_default() += leaf.value;
            }
        }
        for (unit, sum) in sums {
            prop_assert!(!threshold.is_small(sum) || withheld.hides_sum(unit, 1));
        }
    }

    #[test]
    fn the_order_of_the_leaves_does_not_matter(leaves in counties(60, 4)) {
        let mut turned = leaves.clone();
        turned.reverse();
        let withheld = withhold(&leaves, above, Threshold(5));
        prop_assert_eq!(withheld, withhold(&turned, above, Threshold(5)));
    }
}

/// A few counties in one province, with numbers so small that every world can be tried.
fn tiny() -> impl Strategy<Value = Vec<Leaf>> {
    let one = (1..3_u32, 1..4_u32, 0..9_i64);
    prop::collection::vec(one, 1..5).prop_map(|found| {
        let by_unit: BTreeMap<u32, Leaf> = found
            .into_iter()
            .map(|(region, county, value)| {
                let unit = 110_000 + region * 100 + county;
                (unit, leaf(unit, value, None))
            })
            .collect();
        by_unit.into_values().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_withheld_number_could_be_another(leaves in tiny(), threshold in 3..6_i64) {
        let withheld = withhold(&leaves, above, Threshold(threshold));
        let open: Vec<&Leaf> = leaves
            .iter()
            .filter(|leaf| withheld.cells.contains(&leaf.unit))
            .collect();
        let shown_sums: Vec<(UnitCode, i64)> = leaves
            .iter()
            .flat_map(|leaf| std::iter::successors(above(leaf.unit), |unit| above(*unit)))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter(|unit| !withheld.hides_sum(*unit, 1))
            .map(|unit| (unit, total(&open, unit, |leaf| leaf.value)))
            .collect();
        let range = |leaf: &Leaf| match leaf.value < threshold {
            true => 1..threshold,
            // One of the largest sum and one more are enough to look at.
            false => threshold..40,
        };
        let mut seen: Vec<BTreeSet<i64>> = vec![BTreeSet::new(); open.len()];
        let mut world = Vec::new();
        every_world(&open, &range, &mut world, &mut |world: &[i64]| {
            let value = |leaf: &Leaf| {
                open.iter()
                    .position(|one| one.unit == leaf.unit)
                    .map_or(0, |at| world[at])
            };
            if shown_sums.iter().all(|(unit, sum)| total(&open, *unit, value) == *sum) {
                for (seen, value) in seen.iter_mut().zip(world) {
                    seen.insert(*value);
                }
            }
        });
        for (leaf, seen) in open.iter().zip(&seen) {
            prop_assert!(seen.len() > 1, "{leaf:?} {withheld:?}");
        }
    }
}

fn total(leaves: &[&Leaf], unit: UnitCode, value: impl Fn(&Leaf) -> i64) -> i64 {
    leaves
        .iter()
        .filter(|leaf| {
            std::iter::successors(above(leaf.unit), |unit| above(*unit)).any(|one| one == unit)
        })
        .map(|leaf| value(leaf))
        .sum()
}

fn every_world(
    open: &[&Leaf],
    range: &impl Fn(&Leaf) -> std::ops::Range<i64>,
    world: &mut Vec<i64>,
    look: &mut impl FnMut(&[i64]),
) {
    let Some(next) = open.get(world.len()) else {
        look(world);
        return;
    };
    for value in range(next) {
        world.push(value);
        every_world(open, range, world, look);
        world.pop();
    }
}
