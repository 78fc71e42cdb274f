//! The rows that are not ours to copy: read where they lie.

use crate::Kind;
use crate::own::{LIMITS, difference_limits, limits, poisson_limits, proportion_limits};
use crate::series::pymannkendall;
use crate::table::{Check, Row};
use kpi::statistics::funnel::{
    Depth, Significance, count_significance, expected_at_limits, normal_limits,
    proportion_significance, ratio_limits,
};
use kpi::statistics::interval::wilson;
use kpi::statistics::quantile::{First, quantiles};
use kpi::statistics::standardise::{Stratum, direct, indirect};
use kpi::statistics::{moments, poisson};

pub const KINDS: &[Kind] = &[
    ("ext_contingencytables_1x2_ci.csv", proportion_limits),
    ("pub_newcombe1998_single.csv", proportion_limits),
    ("pub_newcombe1998_difference.csv", difference_limits),
    ("ext_pymannkendall.csv", pymannkendall),
    ("ext_phe_rate_byar_exact.csv", poisson_limits),
    ("ext_phe_proportion_wilson.csv", phe_proportion),
    ("ext_phe_ncmp_wilson.csv", phe_proportion),
    ("ext_funnelplotr_poisson_limits.csv", funnelplotr),
    ("ext_phe_dsr_dobson.csv", phe_dsr),
    ("ext_phe_funnel_prop_limits.csv", phe_funnel_limits),
    (
        "ext_phe_funnel_prop_significance.csv",
        phe_proportion_significance,
    ),
    (
        "ext_phe_funnel_rate_significance.csv",
        phe_rate_significance,
    ),
    ("ext_phe_funnel_ratio_limits.csv", phe_ratio_limits),
    (
        "ext_phe_funnel_ratio_significance.csv",
        phe_ratio_significance,
    ),
    ("ext_phe_isr.csv", phe_isr),
    ("ext_phe_mean_t.csv", phe_mean),
    ("ext_phe_quantiles.csv", phe_quantiles),
];

fn phe_proportion(row: &Row, check: &mut Check) {
    let counts = row.maybe("in_x").zip(row.maybe("in_n"));
    let factor = row.f("in_multiplier");
    let got = counts.and_then(|(x, n)| wilson(x, n, row.f("in_conf")));
    limits(check, row, LIMITS, got.map(|l| l.scaled(factor)));
    let value = got.and(counts).map(|(x, n)| x / n * factor);
    check.near(row, "exp_value", value);
}

fn funnelplotr(row: &Row, check: &mut Check) {
    let (expected, target) = (row.f("in_expected"), row.f("in_target"));
    let at = |depth| ratio_limits(expected, depth).map(|l| l.scaled(target));
    limits(check, row, ["exp_ll95", "exp_ul95"], at(Depth::Inner));
    limits(check, row, ["exp_ll998", "exp_ul998"], at(Depth::Outer));
}

fn phe_dsr(row: &Row, check: &mut Check) {
    let bands = row.known("in_counts").into_iter().zip(row.known("in_pops"));
    let bands = bands.zip(row.known("in_stdpop"));
    let strata: Vec<Stratum> = bands
        .map(|((events, population), standard)| Stratum {
            events,
            population,
            standard,
        })
        .collect();
    let got = direct(&strata, row.f("in_conf")).map(|s| s.scaled(row.f("in_multiplier")));
    check.near(row, "exp_value", got.map(|s| s.value));
    limits(check, row, LIMITS, got.map(|s| s.limits));
}

fn phe_funnel_limits(row: &Row, check: &mut Check) {
    let (target, factor) = (row.f("in_baseline"), row.f("in_multiplier"));
    let at = |depth| normal_limits(target, row.f("in_n"), depth).map(|l| l.scaled(factor));
    limits(
        check,
        row,
        ["exp_lower_95", "exp_upper_95"],
        at(Depth::Inner),
    );
    limits(
        check,
        row,
        ["exp_lower_998", "exp_upper_998"],
        at(Depth::Outer),
    );
    check.near(row, "exp_baseline", Some(target * factor));
}

fn words(significance: Option<Significance>) -> &'static str {
    match significance {
        Some(Significance::FarBelow) => "Low (0.001)",
        Some(Significance::Below) => "Low (0.025)",
        Some(Significance::Inside) => "Not significant",
        Some(Significance::Above) => "High (0.025)",
        Some(Significance::FarAbove) => "High (0.001)",
        None => "",
    }
}

fn phe_proportion_significance(row: &Row, check: &mut Check) {
    let got = proportion_significance(row.f("in_x"), row.f("in_n"), row.f("in_baseline"));
    check.same(row, "exp_significance", words(got));
}

fn phe_rate_significance(row: &Row, check: &mut Check) {
    let expected = row.f("in_pop") * row.f("in_baseline_rate");
    check.same(
        row,
        "exp_significance",
        words(count_significance(row.f("in_count"), expected)),
    );
}

fn phe_ratio_significance(row: &Row, check: &mut Check) {
    let got = count_significance(row.f("in_obs"), row.f("in_expected"));
    check.same(row, "exp_significance", words(got));
}

fn phe_ratio_limits(row: &Row, check: &mut Check) {
    let observed = row.f("in_obs");
    for (depth, name) in [(Depth::Inner, "95"), (Depth::Outer, "998")] {
        let ends = expected_at_limits(observed, depth);
        // PHE names the limit of the ratio, so its "lower" has the larger expectation.
        for (side, expected) in [
            ("lower", ends.map(|e| e.upper)),
            ("upper", ends.map(|e| e.lower)),
        ] {
            check.near(row, &format!("exp_{side}_{name}_expected"), expected);
            let ratio = expected.map(|e| 100.0 * observed / e);
            check.near(row, &format!("exp_{side}_{name}_isr"), ratio);
        }
    }
}

fn phe_isr(row: &Row, check: &mut Check) {
    let observed = row.f("in_observed");
    let got = indirect(observed, row.f("in_expected"), row.f("in_conf"));
    // The reference rate is already a rate per multiplier.
    let factor = match row.text("in_statistic") {
        "israte" => row.f("in_ref_rate"),
        _ => row.f("in_multiplier"),
    };
    let got = got.map(|s| s.scaled(factor));
    check.near(row, "exp_value", got.map(|s| s.value));
    limits(check, row, LIMITS, got.map(|s| s.limits));
    let method = if observed < poisson::BYAR_FROM {
        "Exact"
    } else {
        "Byars"
    };
    check.same(row, "exp_method", method);
}

fn phe_mean(row: &Row, check: &mut Check) {
    let values = row.known("in_values");
    check.near(row, "exp_n", Some(values.len() as f64));
    check.near(row, "exp_mean", moments::mean(&values));
    check.near(row, "exp_sd", moments::standard_deviation(&values));
    limits(
        check,
        row,
        LIMITS,
        moments::mean_interval(&values, row.f("in_conf")),
    );
}

fn phe_quantiles(row: &Row, check: &mut Check) {
    let first = match row.text("in_invert") {
        "true" => First::Highest,
        _ => First::Lowest,
    };
    let got = quantiles(&row.list("in_values"), row.f("in_nquantiles") as u32, first);
    let got: Vec<_> = got.into_iter().map(|q| q.map(f64::from)).collect();
    check.near_list(row, "exp_quantiles", &got);
}
