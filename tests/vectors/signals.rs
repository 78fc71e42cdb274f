//! Outliers, funnels, digits, runs: what a page calls worth verifying.

use crate::Kind;
use crate::own::{limits, some};
use crate::table::{Check, Row};
use kpi::statistics::funnel::{Depth, exact_limits, normal_limits};
use kpi::statistics::multiple::{benjamini_hochberg, holm, rejected};
use kpi::statistics::outlier::{Consistent, Distance, Modified, Scale, Scores, consistency};
use kpi::statistics::overdispersion::overdispersion;
use kpi::statistics::{caliper, digits, frozen};

pub const KINDS: &[Kind] = &[
    ("ref_caliper.csv", calipers),
    ("ref_digit_tests.csv", digit_tests),
    ("ref_dqr_consistency.csv", dqr),
    ("ref_fdr.csv", false_discovery),
    ("ref_frozen_run.csv", frozen_run),
    ("ref_funnel_overdispersion.csv", spread),
    ("ref_spiegelhalter_funnel.csv", funnel),
    ("ref_modified_z.csv", scores),
];

fn calipers(row: &Row, check: &mut Check) {
    let got = caliper::caliper(
        &row.known("in_values"),
        row.f("in_threshold"),
        row.f("in_width"),
    );
    check.near(row, "exp_below", got.map(|c| c.below as f64));
    check.near(row, "exp_above", got.map(|c| c.above as f64));
    check.near(row, "exp_p_greater", got.map(|c| c.p));
}

fn digit_tests(row: &Row, check: &mut Check) {
    let counts = row.counts("in_counts");
    let got = match row.text("in_kind") {
        "first_benford" => digits::first_digits(&counts.try_into().expect("nine digits")),
        "last_uniform" => digits::last_digits(&counts.try_into().expect("ten digits")),
        "share_ending_0_or_5" => {
            let round = digits::round_share(counts[0], counts[1]);
            let total = (counts[0] + counts[1]) as f64;
            let expected = round.map(|r| [Some(r.expected), Some(total - r.expected)]);
            check.near_list(row, "exp_expected", &expected.unwrap_or_default());
            return check.near(row, "exp_p", round.map(|r| r.p));
        }
        other => return check.fail(row, "in_kind", other),
    };
    let expected = got.as_ref().map_or(vec![], |t| t.expected.clone());
    check.near_list(row, "exp_expected", &some(&expected));
    check.near(row, "exp_chi2", got.as_ref().map(|t| t.chi_square));
    check.near(row, "exp_df", got.as_ref().map(|t| f64::from(t.freedom)));
    check.near(row, "exp_p", got.as_ref().map(|t| t.p));
    check.near(row, "exp_mad", got.as_ref().map(|t| t.mad));
}

fn dqr(row: &Row, check: &mut Check) {
    let years = row.known("in_years_1_to_4");
    let (current, before) = years.split_last().expect("four years");
    let got = consistency(before, *current, row.f("in_threshold"));
    check.near(row, "exp_mean_prev3", got.map(|c| c.mean_before));
    check.near(row, "exp_ratio", got.and_then(|c| c.ratio));
    let flag = match got.and_then(|c| c.verdict) {
        Some(Consistent::Off) => "true",
        Some(Consistent::Yes) => "false",
        None => "",
    };
    check.same(row, "exp_flag", flag);
}

fn false_discovery(row: &Row, check: &mut Check) {
    let p = row.known("in_p");
    let adjusted = benjamini_hochberg(&p);
    check.near_list(row, "exp_bh", &some(&adjusted));
    check.near_list(row, "exp_holm", &some(&holm(&p)));
    let flags = rejected(&adjusted, row.f("in_alpha"));
    let flags: Vec<&str> = flags.iter().map(|r| if *r { "1" } else { "0" }).collect();
    check.same(row, "exp_reject_bh", &flags.join(";"));
}

fn frozen_run(row: &Row, check: &mut Check) {
    let chance =
        |n, months: u64| frozen::chance_of_run(n, row.f("in_p"), u32::try_from(months).ok()?);
    let got = row
        .count("in_n")
        .zip(row.count("in_months"))
        .and_then(|(n, k)| chance(n, k));
    check.near(row, "exp_prob_all_equal", got);
}

fn spread(row: &Row, check: &mut Check) {
    let places: Vec<_> = row
        .counts("in_x")
        .into_iter()
        .zip(row.counts("in_n"))
        .collect();
    let got = overdispersion(&places, row.f("in_winsor")).expect("a spread");
    check.near(row, "exp_target", Some(got.target));
    check.near_list(row, "exp_z", &some(&got.z));
    check.near(row, "exp_phi_raw", Some(got.phi_raw));
    check.near(row, "exp_phi_winsor", Some(got.phi));
    check.near(row, "exp_overdispersed_chi2_p", Some(got.p));
    check.near(row, "exp_tau2", Some(got.tau_squared));
}

fn funnel(row: &Row, check: &mut Check) {
    let (target, n) = (row.f("in_target"), row.count("in_n").expect("a size"));
    let inner = exact_limits(target, n, Depth::Inner);
    limits(check, row, ["exp_lo95", "exp_hi95"], inner);
    let outer = exact_limits(target, n, Depth::Outer);
    limits(check, row, ["exp_lo998", "exp_hi998"], outer);
    let normal = normal_limits(target, n as f64, Depth::Inner);
    limits(check, row, ["exp_approx_lo95", "exp_approx_hi95"], normal);
}

fn scores(row: &Row, check: &mut Check) {
    let values = row.known("in_values");
    let modified = Modified::of(&values);
    check.near(row, "exp_median", modified.as_ref().map(|m| m.median));
    check.near(row, "exp_mad_raw", modified.as_ref().map(|m| m.mad));
    check.near(row, "exp_mean_ad", modified.as_ref().map(|m| m.mean_ad));
    let modified = modified.expect("values");
    let scale = match modified.scale {
        Scale::Median => "mad",
        Scale::Mean => "meanad",
        Scale::None => "none",
    };
    check.same(row, "exp_scale_used", scale);
    check.near_list(row, "exp_modified_z", &some(&modified.z));
    check.same(row, "exp_flag_mz35", &places(&modified.flagged()));
    let Some(plain) = Scores::of(&values) else {
        return check.near(row, "exp_sd", None);
    };
    check.near(row, "exp_mean", Some(plain.mean));
    check.near(row, "exp_sd", Some(plain.deviation));
    check.near_list(row, "exp_z", &some(&plain.z));
    check.same(
        row,
        "exp_flag_moderate_2_3sd",
        &places(&plain.at(Distance::Moderate)),
    );
    check.same(
        row,
        "exp_flag_extreme_3sd",
        &places(&plain.at(Distance::Extreme)),
    );
}

fn places(indices: &[usize]) -> String {
    let words: Vec<String> = indices.iter().map(usize::to_string).collect();
    words.join(";")
}
