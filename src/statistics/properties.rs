//! Laws that hold for any data, whatever the vectors say.

use super::bayes::{FLAT, JEFFREYS, Posterior, needed};
use super::beta::{beta_quantile, beta_tails};
use super::binomial::{Alternative, at_least, at_most, exact_test};
use super::caliper::caliper;
use super::difference::{self, Pair};
use super::forecast::{Choice, Damping, backtest, fit, logit, share};
use super::funnel::{Depth, exact_limits, normal_limits};
use super::interval::{Method, proportion, wilson, wilson_sample_of};
use super::multiple::{benjamini_hochberg, holm};
use super::outlier::{Modified, Scores};
use super::pace::Plan;
use super::poisson;
use super::quantile::{First, quantiles};
use super::rank::{chances, expected_ranks, simulate};
use super::slope::theil_sen;
use super::special::student_upper;
use super::special::{gamma_quantile, gamma_tails, normal_quantile, normal_upper, student_of};
use super::trend::mann_kendall;
use super::{Aim, Interval};
use proptest::prelude::*;

fn counts() -> impl Strategy<Value = (u64, u64)> {
    (1_u64..5_000).prop_flat_map(|n| (0..=n, Just(n)))
}

fn series() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.9, 0.0..1.0), 6..40)
}

fn holds(limits: Interval, value: f64) -> bool {
    limits.lower <= value + 1e-12 && value <= limits.upper + 1e-12
}

const METHODS: [Method; 6] = [
    Method::Wilson,
    Method::WilsonContinuity,
    Method::ClopperPearson,
    Method::MidP,
    Method::AgrestiCoull,
    Method::Wald,
];

proptest! {
    #[test]
    fn limits_hold_the_share_and_stay_in_range((x, n) in counts(), confidence in 0.5..0.999) {
        let p = x as f64 / n as f64;
        for method in METHODS {
            let limits = proportion(method, x as f64, n as f64, confidence).unwrap();
            prop_assert!(holds(limits, p), "{method:?} {limits:?} {p}");
            prop_assert!(limits.lower >= 0.0 && limits.upper <= 1.0);
        }
        prop_assert!(wilson(x as f64, n as f64, confidence).unwrap().width() > 0.0);
    }

    #[test]
    fn exact_limits_are_wider_than_mid_p_and_turn_with_the_success((x, n) in counts()) {
        let of = |method, x: u64| proportion(method, x as f64, n as f64, 0.95).unwrap();
        let (wide, narrow) = (of(Method::ClopperPearson, x), of(Method::MidP, x));
        prop_assert!(wide.lower <= narrow.lower + 1e-12 && narrow.upper <= wide.upper + 1e-12);
        let turned = of(Method::ClopperPearson, n - x);
        prop_assert!((wide.lower + turned.upper - 1.0).abs() < 1e-10);
    }

    #[test]
    fn one_more_success_never_lowers_a_limit((x, n) in counts()) {
        for method in METHODS {
            let of = |x: u64| proportion(method, x as f64, n as f64, 0.95);
            // Wald is zero wide at the ends, which is one reason why it is not shown.
            if x < n && method != Method::Wald {
                let (now, then) = (of(x).unwrap(), of(x + 1).unwrap());
                prop_assert!(now.lower <= then.lower + 1e-12 && now.upper <= then.upper + 1e-12);
            }
        }
    }

    #[test]
    fn inspecting_more_of_a_finite_whole_leaves_less_to_chance((x, n) in counts(), more in 0_u64..500) {
        let part = wilson_sample_of(x, n, n + more, 0.95).unwrap();
        let all = wilson(x as f64, n as f64, 0.95).unwrap();
        prop_assert!(part.width() <= all.width() + 1e-12);
        if more == 0 {
            prop_assert_eq!(part.width(), 0.0);
        }
    }

    #[test]
    fn quantiles_undo_distributions(a in 0.5..3_000.0, b in 0.5..3_000.0, p in 0.001..0.999) {
        let x = beta_quantile(a, b, p).unwrap();
        prop_assert!((beta_tails(a, b, x).unwrap().lower - p).abs() < 1e-10);
        let g = gamma_quantile(a, p).unwrap();
        prop_assert!((gamma_tails(a, g).unwrap().lower - p).abs() < 1e-9);
        prop_assert!((normal_upper(normal_quantile(p)) - (1.0 - p)).abs() < 1e-13);
        let t = student_of(p, a).unwrap();
        prop_assert!((2.0 * student_upper(t, a).unwrap() - (1.0 - p)).abs() < 1e-10);
    }

    #[test]
    fn binomial_tails_make_one((x, n) in counts(), p in 0.0..=1.0) {
        let above = if x < n { at_least(x + 1, n, p).unwrap() } else { 0.0 };
        prop_assert!((at_most(x, n, p).unwrap() + above - 1.0).abs() < 1e-12);
        for way in [Alternative::TwoSided, Alternative::Less, Alternative::Greater] {
            let p = exact_test(x, n, p, way).unwrap();
            prop_assert!((0.0..=1.0).contains(&p));
        }
    }

    #[test]
    fn rates_lie_within_their_limits(x in 0_u64..2_000, t in 0.1..1e6) {
        for method in [poisson::Method::Exact, poisson::Method::Byar, poisson::Method::Score] {
            let limits = poisson::rate(method, x as f64, t, 0.95).unwrap();
            prop_assert!(holds(limits, x as f64 / t) && limits.lower >= 0.0);
        }
    }

    #[test]
    fn a_difference_turns_round_with_its_pair(one in counts(), two in counts()) {
        let pair = Pair::new(one.0, one.1, two.0, two.1).unwrap();
        let turned = Pair::new(two.0, two.1, one.0, one.1).unwrap();
        for method in [
            difference::Method::Newcombe,
            difference::Method::MiettinenNurminen,
            difference::Method::Mee,
        ] {
            let limits = pair.limits(method, 0.95).unwrap();
            let back = turned.limits(method, 0.95).unwrap();
            prop_assert!(holds(limits, pair.difference()), "{method:?} {limits:?}");
            prop_assert!((limits.lower + back.upper).abs() < 1e-9);
            prop_assert!(limits.lower >= -1.0 - 1e-12 && limits.upper <= 1.0 + 1e-12);
        }
        let (p, q) = (pair.fisher().unwrap(), turned.fisher().unwrap());
        prop_assert!((0.0..=1.0).contains(&p) && (p - q).abs() < 1e-9);
    }

    #[test]
    fn needing_more_is_never_likelier((x, n) in counts(), m in 0_u64..300, k in 0_u64..300) {
        let posterior = Posterior::new(x, n, JEFFREYS).unwrap();
        let easy = posterior.predictive_at_least(k, m);
        let hard = posterior.predictive_at_least(k + 1, m);
        prop_assert!(hard <= easy && (0.0..=1.0).contains(&easy));
    }

    #[test]
    fn what_is_needed_just_reaches_the_target((x, n) in counts(), m in 0_u64..500, t in 0_u32..=10_000) {
        let target = rust_decimal::Decimal::new(i64::from(t), 4);
        let wanted = needed(x, n, m, target).unwrap();
        let all = u128::from(n + m) * u128::from(t);
        let reached = |k: u64| u128::from(x + k) * 10_000 >= all;
        prop_assert!(reached(wanted) && (wanted == 0 || !reached(wanted - 1)));
    }

    #[test]
    fn adjusted_values_keep_order_and_never_shrink(p in prop::collection::vec(0.0..=1.0, 1..60)) {
        let (bh, holm) = (benjamini_hochberg(&p), holm(&p));
        for i in 0..p.len() {
            prop_assert!(bh[i] >= p[i] && holm[i] >= bh[i] - 1e-15 && holm[i] <= 1.0);
            for j in 0..p.len() {
                prop_assert!(p[i] > p[j] || (bh[i] <= bh[j] && holm[i] <= holm[j]));
            }
        }
    }

    #[test]
    fn time_reversed_reverses_the_trend(series in series()) {
        let turned: Vec<_> = series.iter().rev().copied().collect();
        if let (Some(there), Some(back)) = (mann_kendall(&series), mann_kendall(&turned)) {
            prop_assert_eq!(there.s, -back.s);
            prop_assert!((0.0..=1.0).contains(&there.p_to_show()));
            let line = theil_sen(&series, 0.95).unwrap();
            prop_assert!(holds(line.limits, line.slope));
            prop_assert!((line.slope + theil_sen(&turned, 0.95).unwrap().slope).abs() < 1e-12);
        }
    }

    #[test]
    fn no_z_passes_what_the_number_of_values_allows(v in prop::collection::vec(0.0..1e4, 2..40)) {
        let n = v.len() as f64;
        let scores = Scores::of(&v).unwrap();
        let bound = (n - 1.0) / n.sqrt() + 1e-9;
        prop_assert!(scores.z.iter().all(|z| z.abs() <= bound));
        prop_assert_eq!(Modified::of(&v).unwrap().z.len(), v.len());
    }

    #[test]
    fn the_outer_funnel_holds_the_inner(target in 0.0..=1.0, n in 1_u64..3_000) {
        let exact = |depth| exact_limits(target, n, depth).unwrap();
        let normal = |depth| normal_limits(target, n as f64, depth).unwrap();
        for (inner, outer) in [
            (exact(Depth::Inner), exact(Depth::Outer)),
            (normal(Depth::Inner), normal(Depth::Outer)),
        ] {
            prop_assert!(outer.lower <= inner.lower && inner.upper <= outer.upper);
        }
    }

    #[test]
    fn groups_follow_the_values(values in prop::collection::vec(0_u8..50, 4..60)) {
        let places: Vec<_> = values.iter().map(|v| Some(f64::from(*v))).collect();
        let groups = quantiles(&places, 4, First::Lowest);
        for (v, g) in values.iter().zip(&groups) {
            prop_assert!((1..=4).contains(&g.unwrap()));
            for (w, h) in values.iter().zip(&groups) {
                prop_assert!(v > w || g <= h);
            }
        }
    }

    #[test]
    fn a_caliper_never_counts_a_value_twice(v in prop::collection::vec(0.0..1.0, 0..80)) {
        let near = caliper(&v, 0.5, 0.05).unwrap();
        prop_assert!(near.below + near.above <= v.len() as u64 && near.p > 0.0 && near.p <= 1.0);
    }

    #[test]
    fn a_plan_met_on_pace_arrives(base in 0.0..0.5, target in 0.5..1.0, elapsed in 1.0..11.0) {
        let plan = Plan { baseline: base, target, total: 12.0, aim: Aim::AtLeast };
        let line = base + (target - base) * elapsed / 12.0;
        let pace = plan.pace(elapsed, line).unwrap();
        prop_assert!((pace.projected.unwrap() - target).abs() < 1e-9);
        prop_assert!((pace.required.unwrap() - pace.observed.unwrap()).abs() < 1e-9);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn expected_ranks_add_up_and_the_simulation_agrees(places in prop::collection::vec(counts(), 2..7)) {
        let shares: Vec<_> =
            places.iter().map(|(x, n)| Posterior::new(*x, *n, FLAT).unwrap()).collect();
        let exact = expected_ranks(&chances(&shares));
        let m = shares.len() as f64;
        prop_assert!((exact.iter().sum::<f64>() - m * (m + 1.0) / 2.0).abs() < 1e-9);
        let ranks = simulate(&shares, 4_000, 11, 0.9).unwrap();
        prop_assert_eq!(&ranks, &simulate(&shares, 4_000, 11, 0.9).unwrap());
        for (rank, want) in ranks.iter().zip(exact) {
            prop_assert!((rank.mean - want).abs() < 0.12);
        }
    }

    #[test]
    fn a_fit_is_no_worse_than_a_level_line(series in series()) {
        let known: Vec<f64> = series.iter().flatten().copied().collect();
        if let Some(smoothed) = fit(&series, Damping::Damped) {
            let mean = known.iter().sum::<f64>() / known.len() as f64;
            let level: f64 = known.iter().map(|v| (v - mean).powi(2)).sum();
            prop_assert!(smoothed.sse <= level * 1.05 + 1e-9);
            prop_assert!(smoothed.forecast(6).iter().all(|v| v.is_finite()));
        }
    }
}

#[test]
fn a_steady_climb_keeps_the_model_and_a_still_series_keeps_the_last_value() {
    let climb: Vec<_> = (0..14).map(|t| Some(0.2 + 0.03 * f64::from(t))).collect();
    let line = fit(&climb, Damping::Linear).unwrap();
    assert!(line.sse < 1e-12);
    assert!((line.forecast(2)[1] - (0.2 + 0.03 * 15.0)).abs() < 1e-6);
    assert_eq!(
        backtest(&climb, Damping::Linear, 8, 1).unwrap().choice(),
        Choice::Model
    );

    let still = vec![Some(0.5); 12];
    assert_eq!(
        backtest(&still, Damping::Damped, 8, 1).unwrap().choice(),
        Choice::LastValue
    );
    assert_eq!(backtest(&still, Damping::Damped, 12, 1), None);
    assert_eq!(backtest(&still, Damping::Damped, 8, 0), None);
}

#[test]
fn forecast_limits_open_with_the_months() {
    let values = [0.4, 0.45, 0.43, 0.5, 0.52, 0.49, 0.57, 0.6, 0.58, 0.66];
    let series: Vec<_> = values.iter().copied().map(Some).collect();
    let limits = fit(&series, Damping::Damped)
        .unwrap()
        .forecast_interval(6, 0.8)
        .unwrap();
    assert!(limits.windows(2).all(|two| two[0].width() < two[1].width()));
}

#[test]
fn the_logit_scale_is_finite_at_the_ends() {
    assert!((share(logit(3, 10).unwrap()) - 3.5 / 11.0).abs() < 1e-15);
    assert!(logit(0, 10).unwrap().is_finite() && logit(10, 10).unwrap().is_finite());
    assert_eq!(logit(0, 0), None);
}

#[test]
fn nothing_is_said_about_no_data() {
    assert_eq!(wilson(0.0, 0.0, 0.95), None);
    assert_eq!(wilson(-1.0, 5.0, 0.95), None);
    assert_eq!(wilson(f64::NAN, 5.0, 0.95), None);
    assert_eq!(wilson(1.0, 5.0, 1.0), None);
    assert_eq!(poisson::rate(poisson::Method::Byar, 1.0, 0.0, 0.95), None);
    assert_eq!(poisson::two_rates(0, 1.0, 0, 1.0), None);
    assert_eq!(exact_limits(0.5, 0, Depth::Inner), None);
    assert_eq!(mann_kendall(&[None, None]), None);
    assert_eq!(theil_sen(&[Some(1.0)], 0.95), None);
    assert!(benjamini_hochberg(&[]).is_empty());
    assert_eq!(fit(&[None; 20], Damping::Damped), None);
}
