//! Series: pace, trend, smoothing, regression.

use crate::Kind;
use crate::own::some;
use crate::table::{Check, Row};
use kpi::statistics::Aim;
use kpi::statistics::pace::{Course, Plan};
use kpi::statistics::regression::Line;
use kpi::statistics::slope::{seasonal_slope, theil_sen};
use kpi::statistics::smoothing::Holt;
use kpi::statistics::trend::{MannKendall, Trend, hamed_rao, mann_kendall, seasonal_mann_kendall};

pub const KINDS: &[Kind] = &[
    ("ref_linear_pace.csv", pace),
    ("ref_mann_kendall_theil_sen.csv", trend),
    ("ref_holt_damped.csv", holt),
    ("ext_r_ets_holt.csv", ets),
    ("ref_ols_prediction.csv", regression),
    ("pub_nist_norris_ols.csv", nist_regression),
];

fn pace(row: &Row, check: &mut Check) {
    let plan = Plan {
        baseline: row.f("in_baseline"),
        target: row.f("in_target"),
        total: row.f("in_months_total"),
        aim: Aim::AtLeast,
    };
    let current = row.maybe("in_current");
    let got = current.and_then(|now| plan.pace(row.f("in_months_elapsed"), now));
    check.near(row, "exp_expected_now", got.map(|p| p.expected));
    check.near(row, "exp_gap", got.map(|p| p.gap));
    check.near(
        row,
        "exp_required_pace_per_month",
        got.and_then(|p| p.required),
    );
    check.near(
        row,
        "exp_observed_pace_per_month",
        got.and_then(|p| p.observed),
    );
    check.near(row, "exp_projected_linear", got.and_then(|p| p.projected));
    let course = match got.map(|p| p.course) {
        Some(Course::On) => "true",
        Some(Course::Off) => "false",
        None => "",
    };
    check.same(row, "exp_on_or_above_path", course);
}

fn word(trend: Trend) -> &'static str {
    match trend {
        Trend::Increasing => "increasing",
        Trend::Decreasing => "decreasing",
        Trend::None => "no trend",
    }
}

fn trend(row: &Row, check: &mut Check) {
    let series = row.list("in_series");
    let test = mann_kendall(&series);
    common(row, check, test);
    check.near(row, "exp_tau_b", test.and_then(|t| t.tau_b));
    check.near(row, "exp_p_exact", test.and_then(|t| t.p_exact));
    let line = theil_sen(&series, 0.95);
    check.near(row, "exp_slope", line.map(|l| l.slope));
    check.near(row, "exp_intercept", line.map(|l| l.intercept));
    check.near(row, "exp_slope_lo95", line.map(|l| l.limits.lower));
    check.near(row, "exp_slope_hi95", line.map(|l| l.limits.upper));
}

fn common(row: &Row, check: &mut Check, test: Option<MannKendall>) {
    check.near(row, "exp_s", test.map(|t| t.s));
    check.near(row, "exp_var_s", test.map(|t| t.variance));
    check.near(row, "exp_z", test.map(|t| t.z));
    check.near(row, "exp_p", test.map(|t| t.p));
    check.same(row, "exp_trend", test.map_or("", |t| word(t.trend(0.05))));
}

/// pyMannKendall's own tests; its p is `2 (1 - cdf)`, which agrees where it has digits.
pub fn pymannkendall(row: &Row, check: &mut Check) {
    let series = row.list("in_series");
    let slope = match row.text("in_test") {
        "sens_slope" => theil_sen(&series, 0.95).map(|l| (l.slope, l.intercept)),
        name if name.starts_with("seasonal_sens_slope") => seasonal_slope(&series, 12),
        other => {
            let test = match other {
                "hamed_rao" => hamed_rao(&series, 0.05),
                "original" | "original_test" => mann_kendall(&series),
                "seasonal" | "seasonal_12" | "seasonal_test_12" => {
                    seasonal_mann_kendall(&series, 12)
                }
                _ => return check.fail(row, "in_test", other),
            };
            common(row, check, test);
            check.near(row, "exp_tau", test.map(|t| t.tau_a));
            if row.text("exp_slope").is_empty() {
                return;
            }
            if other.starts_with("seasonal") {
                seasonal_slope(&series, 12)
            } else {
                theil_sen(&series, 0.95).map(|l| (l.slope, l.intercept))
            }
        }
    };
    check.near(row, "exp_slope", slope.map(|(s, _)| s));
    check.near(row, "exp_intercept", slope.map(|(_, i)| i));
}

fn holt(row: &Row, check: &mut Check) {
    let phi = row.maybe("in_phi").unwrap_or(1.0);
    let [alpha, beta_star] = [row.f("in_alpha"), row.f("in_beta_star")];
    let model = Holt::new(alpha, beta_star, phi, row.f("in_l0"), row.f("in_b0"));
    let got = model.run(&row.list("in_series"));
    check.near_list(row, "exp_fitted", &some(&got.fitted));
    check.near(row, "exp_level_last", Some(got.level));
    check.near(row, "exp_trend_last", Some(got.trend));
    check.near_list(row, "exp_forecast_1_6", &some(&got.forecast(6)));
    check.near(row, "exp_sse", Some(got.sse));
}

fn ets(row: &Row, check: &mut Check) {
    let maybe = |column, absent: f64| row.maybe(column).unwrap_or(absent);
    let phi = maybe("in_phi", 1.0);
    let beta = maybe("in_beta", 0.0);
    let model = Holt::from_ets(
        row.f("in_alpha"),
        beta,
        phi,
        row.f("in_l0"),
        maybe("in_b0", 0.0),
    );
    let got = model.run(&row.list("in_series"));
    check.near_list(row, "exp_fitted", &some(&got.fitted));
    let ahead = row.list("exp_forecast").len();
    check.near_list(row, "exp_forecast", &some(&got.forecast(ahead)));
}

fn regression(row: &Row, check: &mut Check) {
    let line = Line::of_series(&row.list("in_series"));
    check.near(row, "exp_intercept", line.map(|l| l.intercept));
    check.near(row, "exp_slope", line.map(|l| l.slope));
    check.near(row, "exp_se_slope", line.map(|l| l.se_slope));
    check.near(row, "exp_p_slope", line.and_then(|l| l.p_slope()));
    check.near(row, "exp_resid_sd", line.map(|l| l.residual));
    let ahead = line.map(|l| l.at(row.f("in_t_deadline")));
    check.near(row, "exp_forecast", ahead.map(|f| f.value));
    check.near(row, "exp_se_pred", ahead.map(|f| f.standard_error));
    for (level, columns) in [
        (0.8, ["exp_pi80_lo", "exp_pi80_hi"]),
        (0.95, ["exp_pi95_lo", "exp_pi95_hi"]),
    ] {
        crate::own::limits(check, row, columns, ahead.and_then(|f| f.interval(level)));
    }
    let chance = ahead.and_then(|f| f.reaches(row.f("in_target"), Aim::AtLeast));
    check.near(row, "exp_prob_reach", chance);
}

fn nist_regression(row: &Row, check: &mut Check) {
    let line = Line::fit(&row.known("in_x"), &row.known("in_y"));
    check.near(row, "exp_intercept", line.map(|l| l.intercept));
    check.near(row, "exp_slope", line.map(|l| l.slope));
    check.near(row, "exp_se_intercept", line.map(|l| l.se_intercept));
    check.near(row, "exp_se_slope", line.map(|l| l.se_slope));
    check.near(row, "exp_resid_sd", line.map(|l| l.residual));
    check.near(row, "exp_r2", line.and_then(|l| l.r_squared));
}
