//! Laws of the domain that hold for any figures.

use kpi::catalogue::{IndicatorKind, PILOT, Standard, ValueType, divisions};
use kpi::draft::{Cell, Draft, Empty, Known, LARGEST, value, written};
use kpi::facts::{Facts, Value};
use kpi::fraction::Fraction;
use kpi::org_unit::Tier;
use kpi::returns::ReturnKey;
use kpi::roll_up::{Behind, Sums, Tally, pooled, units_met};
use kpi::score::{Part, Score, Status};
use kpi::target::{Direction, Target};
use kpi::{DataElement, Indicator, Period, catalogue};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::str::FromStr;

fn share() -> &'static Indicator {
    catalogue()
        .indicator("school-room-coverage")
        .expect("the catalogue asks for school rooms")
}

fn target(value: Decimal, direction: Direction) -> Target {
    Target {
        value,
        direction,
        due: "2020-12-31".parse().expect("a day"),
        year: 2020,
        carried: false,
        local: false,
    }
}

fn any_direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::AtLeast), Just(Direction::AtMost)]
}

/// A numerator and its denominator, often close to the target.
fn any_share() -> impl Strategy<Value = (i64, i64, i64)> {
    (
        1i64..=LARGEST,
        0i64..=100_000,
        -2i64..=2,
        any::<bool>(),
        0.0f64..=1.0,
    )
        .prop_map(|(n, milli, off, near, at)| {
            let x = match near {
                true => (i128::from(n) * i128::from(milli) / 100_000) as i64 + off,
                false => (n as f64 * at) as i64,
            };
            (x.clamp(0, n), n, milli)
        })
}

fn scored(x: i64, n: i64, milli: i64, direction: Direction) -> Score {
    let part = Part::of_counts(IndicatorKind::Proportion, Some(x), Some(n));
    let asked = target(Decimal::new(milli, 3), direction);
    Score::of(share(), &part, Standard::Asked(asked))
}

proptest! {
    #[test]
    fn the_status_is_the_comparison_in_whole_numbers(
        (x, n, milli) in any_share(), direction in any_direction(),
    ) {
        let (left, right) = (i128::from(x) * 100_000, i128::from(milli) * i128::from(n));
        let met = match direction {
            Direction::AtLeast => left >= right,
            Direction::AtMost => left <= right,
        };
        let score = scored(x, n, milli, direction);
        prop_assert_eq!(score.status == Some(Status::Met), met);
        prop_assert_eq!(score.shortfall == Some(0), met);
    }

    #[test]
    fn what_is_missing_and_no_less_would_meet_the_target(
        (x, n, milli) in any_share(), direction in any_direction(),
    ) {
        let missing = scored(x, n, milli, direction).shortfall.expect("both sides are known");
        let moved = |by: i64| match direction {
            Direction::AtLeast => x + by,
            Direction::AtMost => x - by,
        };
        let status = |by: i64| scored(moved(by), n, milli, direction).status;
        prop_assert_eq!(status(missing), Some(Status::Met));
        prop_assert!(missing == 0 || status(missing - 1) == Some(Status::NotMet));
    }

    #[test]
    fn what_is_printed_never_contradicts_the_status(
        (x, n, milli) in any_share(), direction in any_direction(), decimals in 0u32..=4,
    ) {
        let score = scored(x, n, milli, direction);
        let shown = score.printed(score.value.expect("both sides are known"), decimals);
        let shown = Fraction::of_decimal(Decimal::from_str(&shown).expect("a decimal"));
        let met = direction.met(shown, score.target.expect("a target").exact());
        prop_assert_eq!(met, score.status == Some(Status::Met));
    }

    #[test]
    fn a_target_however_fine_never_overflows(
        x in 0i64..=LARGEST, n in 1i64..=LARGEST, mantissa in 0i64.., scale in 0u32..=28,
    ) {
        let asked = target(Decimal::new(mantissa, scale), Direction::AtLeast);
        let part = Part::of_counts(IndicatorKind::Proportion, Some(x.min(n)), Some(n));
        Score::of(share(), &part, Standard::Asked(asked));
    }
}

/// Counties: reported, with a known denominator only, or silent.
fn any_counties() -> impl Strategy<Value = Vec<Part>> {
    let county = (0i64..=2_000, 0i64..=1_500, 0u8..6).prop_map(|(x, n, kind)| {
        let (x, n) = match kind {
            0 => (None, Some(n)),
            1 => (None, None),
            2 => (Some(x), None),
            _ => (Some(x), Some(n)),
        };
        Part::of_counts(IndicatorKind::Proportion, x, n)
    });
    prop::collection::vec(county, 1..12)
}

fn summed(parts: &[Part]) -> Sums {
    parts.iter().fold(Sums::default(), |sums, part| {
        sums.plus(Sums::of(part, None))
    })
}

fn rolled_up(parts: &[Part]) -> Score {
    let behind = Behind {
        units: parts.len() as i64,
        official: None,
    };
    let asked = Standard::Asked(target(Decimal::from(70), Direction::AtLeast));
    pooled(share(), &summed(parts), behind, asked)
}

fn is_within(inner: &Score, outer: &Score) -> bool {
    inner.lower >= outer.lower && inner.upper <= outer.upper
}

proptest! {
    #[test]
    fn the_bounds_hold_the_pooled_value(parts in any_counties()) {
        let score = rolled_up(&parts);
        if let (Some(lower), Some(value), Some(upper)) = (score.lower, score.value, score.upper) {
            prop_assert!(lower <= value && value <= upper);
            let coverage = score.coverage.expect("something is in");
            prop_assert!(Fraction::whole(0) <= coverage && coverage <= Fraction::whole(1));
        }
    }

    #[test]
    fn the_bounds_shrink_when_a_missing_unit_reports(
        mut parts in any_counties(), known in prop::option::of(0i64..=1_500), x in 0i64..=2_000,
    ) {
        parts.push(Part::of_counts(IndicatorKind::Proportion, None, known));
        let before = rolled_up(&parts);
        let n = known.unwrap_or(1_500);
        let mut after = parts;
        after.pop();
        after.push(Part::of_counts(IndicatorKind::Proportion, Some(x.min(n)), Some(n)));
        let after = rolled_up(&after);
        // Nobody had reported: there were no bounds to shrink.
        if before.value.is_some() {
            prop_assert!(is_within(&after, &before));
            if before.status != Some(Status::Undetermined) {
                prop_assert_eq!(after.status, before.status, "what was sure stays so");
            }
        }
    }

    #[test]
    fn sums_add_up_in_any_order_and_subtract_again(
        (parts, shuffled) in any_counties().prop_flat_map(|p| (Just(p.clone()), Just(p).prop_shuffle())),
        extra in any_counties(), official in prop::option::of(0i64..=200),
    ) {
        prop_assert_eq!(summed(&parts), summed(&shuffled));
        let other = extra.iter().fold(Sums::default(), |sums, part| sums.plus(Sums::of(part, official)));
        let all = summed(&parts);
        prop_assert_eq!(all.plus(other).minus(other), all);
        prop_assert_eq!(all.plus(other), other.plus(all));
    }

    #[test]
    fn k_of_k_is_what_its_bounds_say(
        met in 0i64..50, not_met in 0i64..50, missing in 0i64..50, not_applicable in 0i64..50,
    ) {
        let indicator = catalogue().indicator("hotline-7x24").expect("7x24 is asked");
        let tally = Tally { met, not_met, missing, not_applicable };
        let asked = Standard::Asked(target(Decimal::ONE, Direction::AtLeast));
        let score = units_met(indicator, &tally, asked);
        if met + not_met > 0 {
            let all = Fraction::whole(100);
            let expected = match (score.lower == Some(all), score.upper == Some(all)) {
                (true, _) => Status::Met,
                (false, false) => Status::NotMet,
                (false, true) => Status::Undetermined,
            };
            prop_assert_eq!(score.status, Some(expected));
            prop_assert_eq!(score.shortfall, Some(not_met + missing));
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ 　]?[-－−+]?[0-9０-９,，.．eE]{0,12}[ 　]?",
        "[0-9]{1,3}(,[0-9]{3}){0,4}(\\.[0-9]{0,5})?",
        "[是否01]",
    ]
}

fn any_element() -> impl Strategy<Value = &'static DataElement> {
    prop::sample::select(catalogue().elements().iter().collect::<Vec<_>>())
}

/// What a figure may look like, said in another way than the code says it: ASCII digits, with
/// commas in threes or none, and one point.
fn is_number(text: &str) -> bool {
    let text: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).expect("a digit"),
            '．' => '.',
            '，' => ',',
            '－' | '−' => '-',
            other => other,
        })
        .collect();
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let in_threes = groups.all(|group| group.len() == 3 && digits(group));
    let grouped = whole.contains(',');
    in_threes
        && digits(first)
        && digits(fraction)
        && (!grouped || (1..=3).contains(&first.len()))
        && text.chars().any(|c| c.is_ascii_digit())
}

fn any_empty() -> impl Strategy<Value = Option<Empty>> {
    prop::option::weighted(
        0.2,
        prop::sample::select(vec![
            Empty::NotApplicable,
            Empty::NotYet,
            Empty::NotCollected,
        ]),
    )
}

fn any_cells() -> impl Strategy<Value = BTreeMap<String, Cell>> {
    let text = prop_oneof![any_text(), "[0-9]{1,3}", "[0-9]{1,3}"];
    let cell = (text, any_empty(), any_text()).prop_map(|(text, empty, reason)| Cell {
        text,
        empty,
        reason,
    });
    let code = prop_oneof![
        20 => any_element().prop_map(|element| element.code.clone()),
        1 => any::<String>(),
    ];
    prop::collection::btree_map(code, cell, 0..60)
}

fn any_month() -> impl Strategy<Value = Period> {
    (2017i32..=2023, 1u32..=12).prop_map(|(year, month)| Period::literal(year, month))
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let value = prop_oneof![
        4 => (0i64..1_000).prop_map(Value::Figure),
        1 => Just(Value::NotApplicable("none".to_owned())),
        1 => Just(Value::NotYet),
    ];
    prop::collection::vec((any_element(), any_month(), value), 0..80).prop_map(|all| {
        let mut facts = Facts::new();
        for (element, at, value) in all {
            facts.put(&element.code, at, value);
        }
        facts
    })
}

proptest! {
    #[test]
    fn a_figure_is_taken_from_a_number_only(element in any_element(), text in any_text()) {
        let said = value(element, &Cell::typed(text.clone()));
        match (element.value_type, said) {
            (ValueType::Flag, Ok(Value::Figure(figure))) => prop_assert!((0..=1).contains(&figure)),
            (_, Ok(Value::Figure(figure))) => {
                prop_assert!(is_number(&text), "{text:?} was taken for {figure}");
                prop_assert!((0..=LARGEST * 10_000).contains(&figure));
            }
            (_, Ok(other)) => prop_assert!(false, "{text:?} was taken for {other:?}"),
            (_, Err(_)) => {}
        }
    }

    #[test]
    fn what_is_written_reads_back(element in any_element(), figure in 0i64..=LARGEST) {
        let figure = match element.value_type {
            ValueType::Flag => figure % 2,
            ValueType::Count | ValueType::Decimal => figure,
        };
        let cell = Cell::typed(written(element, figure));
        prop_assert_eq!(value(element, &cell), Ok(Value::Figure(figure)));
        prop_assert_eq!(Cell::saying(element, &Value::Figure(figure)), cell);
    }

    #[test]
    fn a_draft_of_anything_is_taken_or_told_why(
        cells in any_cells(), facts in any_facts(), at in any_month(),
        programme in prop::sample::select(vec![PILOT, "covid-recovered-2020", "hotline-12355", "none"]),
    ) {
        let county = code("440703");
        let official = BTreeMap::from([("villages_total".to_owned(), 133i64)]);
        let tiers = [Tier::County, Tier::Region];
        let key = ReturnKey { org_unit: county, programme: programme.to_owned(), period: at };
        let draft = Draft { key, cells };
        let known = Known { tiers: &tiers, facts: &facts, official: &official };
        match draft.parse(catalogue(), known) {
            Ok(taken) => {
                for (code, value) in &taken.values {
                    prop_assert!(catalogue().element(code).is_some());
                    prop_assert!(value.figure().is_none_or(|figure| figure >= 0));
                }
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for (at, fault) in faults.iter().enumerate() {
                    prop_assert!(!faults[..at].contains(fault), "{fault:?} is told twice");
                    let known = catalogue().element(&fault.element).is_some();
                    prop_assert!(known || draft.cells.contains_key(&fault.element));
                }
            }
        }
    }

    #[test]
    fn a_new_value_changes_nothing_that_was_in_force_before(
        facts in any_facts(), element in any_element(), filed in any_month(), figure in 0i64..1_000,
        asked in any_element(), at in any_month(),
    ) {
        let mut later = facts.clone();
        later.put(&element.code, filed, Value::Figure(figure));
        prop_assume!(at < filed || asked.code != element.code);
        let start = asked.window_start(at);
        prop_assert_eq!(later.in_force(asked, start, at), facts.in_force(asked, start, at));
        prop_assert_eq!(later.last_before(asked, at), facts.last_before(asked, at));
    }

    #[test]
    fn every_indicator_of_any_facts_gets_a_verdict_that_agrees_with_its_figures(
        facts in any_facts(), at in any_month(),
    ) {
        for indicator in catalogue().indicators() {
            let units = pengjiang();
            let part = Part::of(indicator, units, &facts, at);
            let score = Score::of(indicator, &part, indicator.standard(at, []));
            prop_assert_eq!(score.status.is_none(), indicator.direction.is_none());
            match score.status {
                Some(Status::Met) => prop_assert_eq!(score.shortfall, Some(0)),
                Some(Status::NotMet) => prop_assert!(score.shortfall > Some(0)),
                Some(Status::Undetermined) => prop_assert!(false, "one unit is never undetermined"),
                Some(Status::Suppressed) => prop_assert!(false, "nothing is withheld in judging"),
                Some(Status::NoData | Status::Invalid | Status::NotApplicable) | None => {}
            }
        }
    }
}

fn code(text: &str) -> kpi::UnitCode {
    text.parse().expect("a code")
}

fn pengjiang() -> &'static kpi::OrgUnit {
    static UNIT: std::sync::OnceLock<kpi::OrgUnit> = std::sync::OnceLock::new();
    UNIT.get_or_init(|| {
        divisions()
            .into_iter()
            .find(|unit| unit.code == code("440703"))
            .expect("Pengjiang is a division")
    })
}
