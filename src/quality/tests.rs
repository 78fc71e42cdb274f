//! Every check finds what it is for, and stays quiet where it does not fit.

use super::checks::*;
use super::outliers::{Outlier, greatest_z, of_flow, of_stock};
use super::over_time::{against_years, falls, months_off};
use super::related::{Peers, are_equal, is_level, pairs};
use super::reporting::{Reported, is_low, is_unsteady};
use super::*;
use crate::catalogue::divisions;
use crate::facts::Value;
use crate::org_unit::OrgUnits;
use proptest::prelude::*;

const COUNTY: &str = "440703";

fn whole(values: &[i64]) -> Vec<Option<i64>> {
    values.iter().copied().map(Some).collect()
}

fn places(found: &[Outlier]) -> Vec<(usize, Check)> {
    found.iter().map(|one| (one.at, one.check)).collect()
}

fn month(text: &str) -> Period {
    text.parse().unwrap()
}

/// The county, with figures from January 2020 on.
struct County {
    units: OrgUnits,
    facts: Facts,
    returns: Vec<Reported>,
    years: Vec<YearFigure>,
    peers: Option<Peers>,
}

impl County {
    fn new() -> County {
        County {
            units: OrgUnits::new(divisions()),
            facts: Facts::new(),
            returns: Vec::new(),
            years: Vec::new(),
            peers: None,
        }
    }

    fn with(mut self, element: &str, values: &[i64]) -> County {
        for (at, value) in values.iter().enumerate() {
            self.facts.put(
                element,
                month("2020-01").plus(at as i32),
                Value::Figure(*value),
            );
        }
        self
    }

    fn at(mut self, element: &str, period: &str, value: Value) -> County {
        self.facts.put(element, month(period), value);
        self
    }

    fn examined(&self) -> Examined {
        self.until("2020-12")
    }

    fn until(&self, to: &str) -> Examined {
        let to = month(to);
        examine(&Known {
            unit: self.units.get(COUNTY.parse().unwrap()).unwrap(),
            facts: &self.facts,
            returns: &self.returns,
            from: to.plus(1 - WINDOW),
            to,
            years: &self.years,
            peers: self.peers.as_ref(),
        })
    }

    fn official(&self, element: &str) -> i64 {
        let unit = self.units.get(COUNTY.parse().unwrap()).unwrap();
        unit.official(element).unwrap()
    }
}

fn told(examined: &Examined) -> Vec<(Check, String, String)> {
    examined
        .flags
        .iter()
        .map(|flag| {
            let subject = flag.subject.code().to_owned();
            (flag.check, subject, flag.period.to_string())
        })
        .collect()
}

fn has(examined: &Examined, check: Check, subject: &str, period: &str) -> bool {
    told(examined).contains(&(check, subject.to_owned(), period.to_owned()))
}

/// A register that grows slowly, in small uneven steps.
const SLOW: [i64; 12] = [
    1000, 1003, 1004, 1008, 1009, 1015, 1016, 1021, 1022, 1027, 1030, 1034,
];

#[test]
fn a_slowly_growing_stock_is_left_alone() {
    let county = County::new().with("smd_registered", &SLOW);
    assert_eq!(told(&county.examined()), []);
    assert!(county.examined().counts.outliers.tested >= 11);
}

#[test]
fn a_stock_that_never_moves_is_left_alone() {
    let county = County::new().with("smd_registered", &[800; 12]);
    assert_eq!(told(&county.examined()), []);
}

#[test]
fn one_spike_among_twelve_equal_values_is_found_in_its_month_only() {
    let mut values = [800; 12];
    values[6] = 8_000;
    assert_eq!(places(&of_stock(&whole(&values)).0), [(6, Check::Modified)]);
    assert_eq!(places(&of_flow(&whole(&values)).0), [(6, Check::Modified)]);
    let Found::Outlier { measured, back, .. } = &of_stock(&whole(&values)).0[0].found else {
        panic!("an outlier tells what it is");
    };
    assert_eq!((*measured, *back), (Measured::MeanDeviation, true));
}

#[test]
fn a_low_outlier_is_found_as_a_high_one_is() {
    let mut values = SLOW;
    values[4] /= 10;
    assert_eq!(places(&of_stock(&whole(&values)).0), [(4, Check::Modified)]);
    let flow = [50, 52, 47, 49, 51, 5, 48, 50, 53, 49, 50, 51];
    assert_eq!(places(&of_flow(&whole(&flow)).0), [(5, Check::Modified)]);
}

#[test]
fn the_last_month_is_found_before_anybody_knows_what_follows() {
    let mut values = SLOW;
    values[11] *= 10;
    let found = of_stock(&whole(&values)).0;
    assert_eq!(places(&found), [(11, Check::Modified)]);
    let Found::Outlier { back, .. } = found[0].found else {
        panic!("an outlier tells what it is");
    };
    assert!(!back, "nobody knows yet");
}

#[test]
fn a_month_is_no_part_of_its_own_baseline() {
    // Together with itself it hides; against the months before it stands out.
    let values = [10, 30, 11, 29, 12, 28, 11, 30, 10, 29, 12, 140];
    let found = of_flow(&whole(&values)).0;
    assert_eq!(found.iter().map(|one| one.at).collect::<Vec<_>>(), [11]);
}

#[test]
fn months_of_a_few_deaths_are_chance() {
    assert_eq!(of_flow(&whole(&[0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0])).0, []);
    assert_eq!(
        of_flow(&whole(&[0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0]))
            .0
            .len(),
        1
    );
}

#[test]
fn few_values_are_not_tested_and_that_is_counted() {
    assert_eq!(of_flow(&whole(&[1, 900, 1, 1, 1])), (Vec::new(), 0));
    assert_eq!(of_stock(&whole(&[100, 1000, 100, 100])), (Vec::new(), 0));
    let county = County::new().with("smd_new", &[1, 900, 1]);
    assert_eq!(
        county.until("2020-03").counts.too_short,
        2,
        "neither outliers nor years"
    );
}

#[test]
fn a_change_over_a_gap_is_no_monthly_change() {
    let mut values = whole(&SLOW);
    values[5] = None;
    values[6] = Some(1_500);
    values[7] = Some(1_502);
    let found = of_stock(&values).0;
    assert!(found.iter().all(|one| one.at != 6), "{found:?}");
}

#[test]
fn three_deviations_are_asked_for_only_where_they_can_be() {
    assert!(greatest_z(FEWEST_EXTREME) > 3.0 && greatest_z(FEWEST_EXTREME - 1) < 3.0);
    assert!(greatest_z(FEWEST_MODERATE) > 2.0 && greatest_z(FEWEST_MODERATE - 1) < 2.0);
    assert!((greatest_z(12) - 3.175).abs() < 0.001);
}

#[test]
fn a_year_to_date_figure_is_held_against_its_own_year_only() {
    let rising = [500, 580, 700, 830, 890, 925, 950, 960, 970, 980, 990, 1000];
    let county = County::new()
        .with("smd_managed", &rising)
        .with("smd_registered", &[1100; 12]);
    assert_eq!(told(&county.examined()), []);
    let mut twice = rising.to_vec();
    twice.extend([480, 570]);
    let county = County::new().with("smd_managed", &twice);
    assert_eq!(told(&county.until("2021-02")), [], "January begins again");
    let mut fallen = rising;
    fallen[7] = 96;
    let county = County::new().with("smd_managed", &fallen);
    assert_eq!(
        told(&county.examined()),
        [(Check::Falls, "smd_managed".to_owned(), "2020-08".to_owned())]
    );
    assert_eq!(
        falls(&whole(&[100, 100, 96]), 1),
        (vec![], 2),
        "few go away"
    );
}

#[test]
fn a_third_off_the_months_before_is_told_once() {
    let values = [400, 404, 398, 402, 400, 401, 620, 622, 618, 400, 399, 402];
    let (found, tested) = months_off(Kind::Flow, &whole(&values));
    assert_eq!(found.iter().map(|one| one.at).collect::<Vec<_>>(), [6]);
    assert_eq!(tested, 12 - FEWEST_MONTHS);
    // A campaign that opens rooms at an even pace is what a line foresees.
    let rooms = [30, 38, 46, 54, 62, 70, 78, 86, 94, 102, 110, 118];
    assert_eq!(months_off(Kind::Stock, &whole(&rooms)).0, []);
    assert_eq!(
        months_off(Kind::Flow, &whole(&[3, 1, 2, 4, 2, 5, 1, 0, 3])).0,
        [],
        "chance"
    );
}

#[test]
fn the_years_before_are_asked_where_there_are_any() {
    assert_eq!(against_years(Kind::Stock, 140, &[]), None);
    assert_eq!(
        against_years(Kind::Stock, 133, &[100, 100, 100]),
        Some((100.0, false))
    );
    assert_eq!(
        against_years(Kind::Stock, 134, &[100, 100, 100]),
        Some((100.0, true))
    );
    assert_eq!(against_years(Kind::Stock, 66, &[100]), Some((100.0, true)));
    let mut county = County::new().with("smd_registered", &SLOW);
    let quiet = county.examined();
    assert!(
        quiet.counts.too_short > 0,
        "no year before: said, not tested"
    );
    let year = |year, figure| YearFigure {
        element: "smd_registered".to_owned(),
        year,
        figure,
    };
    county.years = vec![year(2017, 600), year(2018, 610), year(2019, 620)];
    assert!(has(
        &county.examined(),
        Check::Years,
        "smd_registered",
        "2020-12"
    ));
}

#[test]
fn parts_never_exceed_their_wholes() {
    let chain: Vec<(&str, &str)> = pairs()
        .iter()
        .map(|(a, b, _)| (&*a.code, &*b.code))
        .collect();
    for pair in [
        ("smd_managed", "smd_registered"),
        ("smd_regular_medicated", "smd_medicated"),
        ("smd_medicated", "smd_registered"),
        ("schizophrenia_medicated", "schizophrenia_registered"),
        ("schizophrenia_medicated", "smd_medicated"),
        ("schizophrenia_registered", "smd_registered"),
        ("villages_with_room", "villages_total"),
        ("smd_home_rehab", "smd_at_home"),
        ("smd_at_home", "smd_registered"),
    ] {
        assert!(chain.contains(&pair), "{pair:?}");
    }
    let county = County::new()
        .at("villages_total", "2020-01", Value::Figure(60))
        .with("villages_with_room", &[50, 52, 61]);
    let examined = county.until("2020-03");
    assert!(has(
        &examined,
        Check::PartOverWhole,
        "villages_with_room",
        "2020-03"
    ));
    assert_eq!(
        (examined.counts.related.tested, examined.counts.related.hits),
        (3, 1)
    );
    let county = County::new()
        .with("smd_medicated", &[90])
        .with("smd_regular_medicated", &[91]);
    let examined = county.until("2020-01");
    assert!(has(
        &examined,
        Check::Dropout,
        "smd_regular_medicated",
        "2020-01"
    ));
    assert_eq!(
        examined.flags.len(),
        1,
        "the catalogue's rule says no more: {examined:?}"
    );
}

#[test]
fn a_half_years_part_meets_the_whole_in_force_beside_it() {
    let county = County::new()
        .with("smd_registered", &[300, 300, 300, 300, 300, 200])
        .at("smd_at_home", "2020-06", Value::Figure(260));
    let examined = county.until("2020-06");
    assert!(has(
        &examined,
        Check::PartOverWhole,
        "smd_at_home",
        "2020-06"
    ));
}

#[test]
fn rules_of_the_catalogue_over_several_figures_are_held() {
    let county = County::new()
        .with("smd_registered", &[100])
        .with("schizophrenia_registered", &[99]);
    let examined = county.until("2020-01");
    let flag = examined
        .flags
        .iter()
        .find(|flag| flag.check == Check::Catalogue)
        .unwrap();
    assert_eq!(
        flag.severity,
        Severity::Note,
        "a warning of the catalogue is a note here"
    );
}

#[test]
fn the_register_must_balance_within_its_tolerance() {
    let county = |last: i64| {
        County::new()
            .with("smd_registered", &[1000, last])
            .with("smd_new", &[0, 30])
            .with("smd_deaths", &[0, 3])
            .with("smd_moved_in", &[0, 2])
            .with("smd_moved_out", &[0, 1])
            .until("2020-02")
    };
    assert!(!has(
        &county(1028),
        Check::Balance,
        "smd_registered",
        "2020-02"
    ));
    assert!(!has(
        &county(1040),
        Check::Balance,
        "smd_registered",
        "2020-02"
    ));
    assert!(has(
        &county(980),
        Check::Balance,
        "smd_registered",
        "2020-02"
    ));
    assert!(are_equal(102, 100, 2, 0) && !are_equal(103, 100, 2, 0) && are_equal(5, 0, 2, 5));
}

#[test]
fn a_ratio_is_held_against_all_together() {
    let all = Peers {
        part: 7_000,
        whole: 10_000,
        units: 12,
    };
    assert_eq!(is_level(700, 1000, &all, LEVEL_OFF), Some(true));
    assert_eq!(is_level(400, 1000, &all, LEVEL_OFF), Some(false));
    assert_eq!(is_level(0, 0, &all, LEVEL_OFF), None);
    let mut county = County::new()
        .with("smd_registered", &[1000])
        .with("schizophrenia_registered", &[420]);
    county.peers = Some(all);
    assert!(has(
        &county.until("2020-01"),
        Check::Level,
        "schizophrenia_registered",
        "2020-01"
    ));
    county.peers = Some(Peers { units: 2, ..all });
    assert!(!has(
        &county.until("2020-01"),
        Check::Level,
        "schizophrenia_registered",
        "2020-01"
    ));
}

#[test]
fn counts_are_held_against_the_division_data() {
    let county = County::new();
    let official = county.official("villages_total");
    let with = |villages: i64| {
        County::new()
            .at("villages_total", "2020-01", Value::Figure(villages))
            .until("2020-11")
    };
    assert!(!has(
        &with(official),
        Check::Villages,
        "villages_total",
        "2020-01"
    ));
    assert!(!has(
        &with(official * 110 / 100),
        Check::Villages,
        "villages_total",
        "2020-01"
    ));
    assert!(has(
        &with(official * 112 / 100),
        Check::Villages,
        "villages_total",
        "2020-01"
    ));
    assert!(has(
        &with(official * 82 / 100),
        Check::Villages,
        "villages_total",
        "2020-01"
    ));
    let rooms = County::new()
        .with("villages_with_room", &[official + 1])
        .until("2020-01");
    assert!(has(
        &rooms,
        Check::OverOfficial,
        "villages_with_room",
        "2020-01"
    ));
}

#[test]
fn prevalence_is_plausible_between_two_and_seven_per_mille() {
    use super::external::is_plausible;
    assert_eq!(is_plausible(2, 1000), Some(true));
    assert_eq!(is_plausible(7, 1000), Some(true));
    assert_eq!(is_plausible(1_999, 1_000_000), Some(false));
    assert_eq!(is_plausible(7_001, 1_000_000), Some(false));
    assert_eq!(is_plausible(5, 0), None);
}

#[test]
fn own_figures_are_held_against_the_sum_of_all_below() {
    use super::external::{Below, against_parts};
    let own = County::new().with("smd_registered", &[1000]);
    let (a, b) = (
        County::new().with("smd_registered", &[600]),
        County::new().with("smd_registered", &[350]),
    );
    let facts = [&a.facts, &b.facts];
    let flags = |of, is_all| {
        let mut examined = Examined::default();
        let known = Known {
            unit: own.units.get(COUNTY.parse().unwrap()).unwrap(),
            facts: &own.facts,
            returns: &[],
            from: month("2019-02"),
            to: month("2020-01"),
            years: &[],
            peers: None,
        };
        against_parts(
            &known,
            &Below {
                facts: &facts,
                of,
                is_all,
            },
            &mut examined,
        );
        examined.flags.len()
    };
    assert_eq!(flags(2, true), 1, "950 is not 1000, and all are in");
    assert_eq!(flags(3, true), 0, "the third may have 50");
    assert_eq!(flags(2, false), 0, "there are more than the pilots");
}

#[test]
fn a_denominator_that_jumps_is_found() {
    let county = County::new()
        .at("villages_total", "2020-01", Value::Figure(200))
        .at("villages_total", "2020-09", Value::Figure(164))
        .at("schools_total", "2020-01", Value::Figure(50))
        .at("schools_total", "2020-09", Value::Figure(53));
    let examined = county.until("2020-11");
    assert!(has(&examined, Check::Growth, "villages_total", "2020-09"));
    assert!(!has(&examined, Check::Growth, "schools_total", "2020-09"));
    assert_eq!(examined.counts.denominators.tested, 2);
}

#[test]
fn zeros_empties_and_blanks_are_told_apart() {
    let mut county = County::new()
        .at("smd_new", "2020-01", Value::Figure(0))
        .at("smd_deaths", "2020-01", Value::NotYet)
        .at("smd_moved_in", "2020-01", Value::NotCollected)
        .at(
            "smd_moved_out",
            "2020-01",
            Value::NotApplicable("无".to_owned()),
        )
        .at("popularisation_events", "2020-01", Value::Figure(3));
    county.returns = vec![Reported {
        programme: "pilot-2020".to_owned(),
        period: month("2020-01"),
        received: true,
        in_time: Some(false),
    }];
    let cells = county.until("2020-01").counts.cells;
    assert_eq!(
        (cells.zeros, cells.figures, cells.not_applicable),
        (1, 1, 1)
    );
    assert_eq!((cells.not_yet, cells.not_collected), (1, 1));
    let due = cells.figures
        + cells.zeros
        + cells.not_applicable
        + cells.not_yet
        + cells.not_collected
        + cells.blank;
    assert_eq!(
        cells.present().tested,
        due - 1,
        "what does not apply is not expected"
    );
    assert_eq!(cells.present().hits, 2);
}

#[test]
fn shares_are_low_below_three_quarters_and_never_from_nothing() {
    assert!(is_low(Tally { tested: 4, hits: 2 }));
    assert!(!is_low(Tally { tested: 4, hits: 3 }));
    assert!(!is_low(Tally { tested: 0, hits: 0 }));
    let share = |hits, tested| Tally { tested, hits };
    assert_eq!(is_unsteady(share(6, 10), share(80, 80)), Some(true));
    assert_eq!(is_unsteady(share(67, 100), share(80, 80)), Some(false));
    assert_eq!(
        is_unsteady(share(10, 10), share(40, 80)),
        Some(false),
        "better is no fault"
    );
    assert_eq!(is_unsteady(share(0, 0), share(80, 80)), None);
    assert_eq!(is_unsteady(share(5, 10), share(0, 80)), None);
}

#[test]
fn many_new_patients_that_the_register_shows_are_only_noted() {
    let county = |grows: bool| {
        let mut registered = Vec::new();
        let mut last = 1000;
        let new = [4, 3, 5, 4, 4, 3, 90, 5, 4, 3, 4, 4];
        for one in new {
            last += if grows { one } else { one.min(5) };
            registered.push(last);
        }
        County::new()
            .with("smd_registered", &registered)
            .with("smd_new", &new)
            .with("smd_deaths", &[0; 12])
            .with("smd_moved_in", &[0; 12])
            .with("smd_moved_out", &[0; 12])
            .examined()
    };
    let severity = |examined: &Examined| {
        let found = examined
            .flags
            .iter()
            .find(|flag| flag.check == Check::Modified);
        found.map(|flag| (flag.subject.code().to_owned(), flag.severity))
    };
    let noted = ("smd_new".to_owned(), Severity::Note);
    assert_eq!(severity(&county(true)), Some(noted));
    let asked = ("smd_new".to_owned(), Severity::Verify);
    assert_eq!(
        severity(&county(false)),
        Some(asked),
        "nobody came to the register"
    );
    assert!(has(
        &county(false),
        Check::Balance,
        "smd_registered",
        "2020-07"
    ));
}

#[test]
fn a_month_in_which_nothing_happened_is_no_return_of_zeros() {
    let all_zero = |elements: &[&str]| {
        let mut county = County::new();
        for code in elements {
            county = county.at(code, "2020-01", Value::Figure(0));
        }
        county.returns = vec![Reported {
            programme: "pilot-2020".to_owned(),
            period: month("2020-01"),
            received: true,
            in_time: Some(true),
        }];
        has(
            &county.until("2020-01"),
            Check::AllZero,
            "pilot-2020",
            "2020-01",
        )
    };
    let flows = [
        "smd_new",
        "smd_deaths",
        "smd_moved_in",
        "smd_moved_out",
        "popularisation_events",
    ];
    assert!(!all_zero(&flows));
    assert!(all_zero(&[&flows[..], &["smd_registered"]].concat()));
}

#[test]
fn a_zero_where_a_stock_stood_is_asked_about() {
    let county = County::new().with("smd_registered", &[300, 0, 305]);
    assert!(has(
        &county.until("2020-03"),
        Check::ZeroAfter,
        "smd_registered",
        "2020-02"
    ));
    let county = County::new().with("smd_deaths", &[12, 0, 11]);
    assert!(!has(
        &county.until("2020-03"),
        Check::ZeroAfter,
        "smd_deaths",
        "2020-02"
    ));
}

#[test]
fn late_and_missing_returns_are_flagged_and_imported_ones_have_no_hour() {
    let mut county = County::new();
    let one = |period: &str, received, in_time| Reported {
        programme: "pilot-2020".to_owned(),
        period: month(period),
        received,
        in_time,
    };
    county.returns = vec![
        one("2020-01", true, Some(true)),
        one("2020-02", true, Some(false)),
        one("2020-03", false, None),
        one("2020-04", true, None),
    ];
    let examined = county.until("2020-04");
    let counts = examined.counts;
    assert_eq!((counts.returns.hits, counts.returns.tested), (3, 4));
    assert_eq!((counts.in_time.hits, counts.in_time.tested), (1, 3));
    assert!(!has(&examined, Check::Returns, "pilot-2020", "2020-04"));
    assert!(has(&examined, Check::InTime, "pilot-2020", "2020-04"));
    assert_eq!((counts.every_month.hits, counts.every_month.tested), (0, 1));
}

#[test]
fn every_check_has_its_own_code_and_stands_once() {
    let mut codes: Vec<&str> = Check::ALL.iter().map(|check| check.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Check::ALL.len());
    assert!(Check::ALL.is_sorted());
    assert!(Check::ALL.iter().all(|check| !check.fits().is_empty()));
    assert!(
        !Check::Extreme.fits().contains(&Fit::Stock),
        "no z-score on a slow stock"
    );
}

proptest! {
    #[test]
    fn nothing_is_found_among_equal_values(value in 0i64..1_000_000, n in 0usize..40) {
        let series = vec![Some(value); n];
        prop_assert!(of_flow(&series).0.is_empty() && of_stock(&series).0.is_empty());
        prop_assert!(months_off(Kind::Stock, &series).0.is_empty());
        prop_assert!(months_off(Kind::Flow, &series).0.is_empty());
    }

    #[test]
    fn a_factor_of_ten_is_found_wherever_it_stands(
        base in 200i64..50_000, steps in prop::collection::vec(0i64..4, 13), at in 1usize..12, up: bool,
    ) {
        let mut level = base;
        let mut series: Vec<Option<i64>> = steps.iter().map(|step| { level += step; Some(level) }).collect();
        let honest = series[at].unwrap();
        series[at] = Some(if up { honest * 10 } else { honest / 10 });
        let found = of_stock(&series).0;
        prop_assert_eq!(places(&found), vec![(at, Check::Modified)]);
    }

    #[test]
    fn a_slow_stock_is_quiet_whatever_its_small_steps(
        base in 100i64..50_000, steps in prop::collection::vec(-4i64..8, 13),
    ) {
        let mut level = base;
        let series: Vec<Option<i64>> = steps.iter().map(|step| { level += step; Some(level) }).collect();
        prop_assert!(of_stock(&series).0.is_empty());
    }

    #[test]
    fn figures_are_read_in_their_order_and_left_as_they_are(values in prop::collection::vec(prop::option::of(0i64..1000), 0..24)) {
        let before = values.clone();
        let (flow, _) = of_flow(&values);
        let (stock, _) = of_stock(&values);
        prop_assert_eq!(&values, &before);
        for one in flow.iter().chain(&stock) {
            let Found::Outlier { value, .. } = one.found else { panic!("an outlier") };
            prop_assert_eq!(values[one.at], Some(value));
        }
    }

    #[test]
    fn counts_add_up_in_any_order(a in 0i64..1000, b in 0i64..1000) {
        let one = Counts { verify: a, outliers: Tally { tested: a + b, hits: b }, ..Counts::default() };
        let other = Counts { note: b, ..Counts::default() };
        prop_assert_eq!(one.plus(other), other.plus(one));
    }
}
