//! Shares, rates, comparisons, ranks.

use crate::Kind;
use crate::table::{Check, Row};
use kpi::statistics::bayes::{Posterior, Prior, needed};
use kpi::statistics::binomial::{Alternative, exact_test};
use kpi::statistics::difference::{self, Pair};
use kpi::statistics::interval::{self, proportion, wilson};
use kpi::statistics::random::Random;
use kpi::statistics::rank::{chances, expected_ranks, simulate};
use kpi::statistics::{Certainty, Interval, certainty, moments, poisson};

pub const KINDS: &[Kind] = &[
    ("ext_r_binom_confint.csv", proportion_limits),
    ("ref_binomial_ci_other.csv", proportion_limits),
    ("pub_poisson_ci_desctools.csv", poisson_limits),
    ("ref_poisson_rate_ci.csv", poisson_limits),
    ("ref_wilson.csv", wilson_limits),
    ("ref_target_status.csv", wilson_against_target),
    ("ref_binom_test.csv", binomial_test),
    ("ref_beta_posterior.csv", posterior),
    ("ref_betabinom_predictive.csv", predictive),
    ("ref_two_proportions.csv", two_proportions),
    ("ref_two_rates.csv", two_rates),
    ("ref_rank_uncertainty.csv", ranks),
    ("pub_nist_numacc.csv", nist_moments),
];

pub fn limits(check: &mut Check, row: &Row, [low, high]: [&str; 2], got: Option<Interval>) {
    check.near(row, low, got.map(|l| l.lower));
    check.near(row, high, got.map(|l| l.upper));
}

pub const LIMITS: [&str; 2] = ["exp_lower", "exp_upper"];

pub fn proportion_limits(row: &Row, check: &mut Check) {
    let method = match row.text("in_method") {
        "wilson" => interval::Method::Wilson,
        "wilson_cc" => interval::Method::WilsonContinuity,
        "clopper_pearson" => interval::Method::ClopperPearson,
        "clopper_pearson_midp" => interval::Method::MidP,
        "jeffreys" => interval::Method::Jeffreys,
        "agresti_coull" => interval::Method::AgrestiCoull,
        "wald" => interval::Method::Wald,
        other => return check.fail(row, "in_method", other),
    };
    let counts = row.maybe("in_x").zip(row.maybe("in_n"));
    let got = counts.and_then(|(x, n)| proportion(method, x, n, row.f("in_conf")));
    limits(check, row, LIMITS, got);
}

pub fn poisson_limits(row: &Row, check: &mut Check) {
    let method = match row.text("in_method") {
        "garwood_exact" => poisson::Method::Exact,
        "byar" | "byar_only" => poisson::Method::Byar,
        "phe_rate" => poisson::Method::ExactThenByar,
        "byar_half" => poisson::Method::ByarHalf,
        "score" => poisson::Method::Score,
        "wald" | "normal" => poisson::Method::Wald,
        other => return check.fail(row, "in_method", other),
    };
    let counts = || Some((row.maybe("in_x")?, row.maybe(exposure(row))?));
    let factor = if row.has("in_multiplier") {
        row.f("in_multiplier")
    } else {
        1.0
    };
    let got = counts().and_then(|(x, t)| poisson::rate(method, x, t, row.f("in_conf")));
    let got = got.map(|l| l.scaled(factor));
    limits(check, row, LIMITS, got);
    for column in ["exp_rate", "exp_value"] {
        if row.has(column) {
            let (value, undefined) = (counts().map(|(x, t)| x / t * factor), got.is_none());
            check.near(row, column, if undefined { None } else { value });
        }
    }
    if row.has("exp_method") {
        let few = counts().is_some_and(|(x, _)| x < poisson::BYAR_FROM);
        let word = if few { "Exact" } else { "Byars" };
        check.same(row, "exp_method", if got.is_none() { "" } else { word });
    }
}

fn exposure(row: &Row) -> &'static str {
    if row.has("in_t") { "in_t" } else { "in_n" }
}

fn wilson_limits(row: &Row, check: &mut Check) {
    let counts = row.maybe("in_x").zip(row.maybe("in_n"));
    let got = counts.and_then(|(x, n)| wilson(x, n, row.f("in_conf")));
    limits(check, row, LIMITS, got);
    check.near(row, "exp_p", got.and(counts).map(|(x, n)| x / n));
}

fn wilson_against_target(row: &Row, check: &mut Check) {
    let counts = || Some((row.maybe("in_num")?, row.maybe("in_den")?));
    let got = counts().and_then(|(x, n)| wilson(x, n, 0.95));
    limits(check, row, ["exp_wilson_lower", "exp_wilson_upper"], got);
    let word = match got.map(|l| certainty(l, row.f("in_target_pct") / 100.0)) {
        Some(Certainty::Above) => "above",
        Some(Certainty::Below) => "below",
        Some(Certainty::Either) => "uncertain",
        None => "not_applicable",
    };
    check.same(row, "exp_wilson_vs_target", word);
}

fn binomial_test(row: &Row, check: &mut Check) {
    let alternative = match row.text("in_alternative") {
        "two-sided" => Alternative::TwoSided,
        "less" => Alternative::Less,
        "greater" => Alternative::Greater,
        other => return check.fail(row, "in_alternative", other),
    };
    let counts = || Some((row.count("in_x")?, row.count("in_n")?));
    let got = counts().and_then(|(x, n)| exact_test(x, n, row.f("in_p0"), alternative));
    check.near(row, "exp_p", got);
}

fn believed(row: &Row) -> Option<Posterior> {
    let prior = Prior {
        a: row.f("in_prior_a"),
        b: row.f("in_prior_b"),
    };
    Posterior::new(row.count("in_x")?, row.count("in_n")?, prior)
}

fn posterior(row: &Row, check: &mut Check) {
    let got = believed(row);
    check.near(
        row,
        "exp_prob_ge",
        got.and_then(|p| p.at_least(row.f("in_target"))),
    );
    check.near(row, "exp_mean", got.map(|p| p.mean()));
    check.near(row, "exp_q025", got.and_then(|p| p.quantile(0.025)));
    check.near(row, "exp_q975", got.and_then(|p| p.quantile(0.975)));
}

fn predictive(row: &Row, check: &mut Check) {
    let counts = || {
        Some((
            row.count("in_x")?,
            row.count("in_n")?,
            row.count("in_m_remaining")?,
        ))
    };
    let target = row.text("in_target").parse().expect("a decimal target");
    let wanted = counts().and_then(|(x, n, m)| Some((needed(x, n, m, target)?, m)));
    check.near(row, "exp_needed", wanted.map(|(w, _)| w as f64));
    let chance = believed(row)
        .zip(wanted)
        .map(|(p, (w, m))| p.predictive_at_least(w, m));
    check.near(row, "exp_prob_reach", chance);
}

fn pair(row: &Row) -> Option<Pair> {
    let count = |column| row.count(column);
    Pair::new(
        count("in_x1")?,
        count("in_n1")?,
        count("in_x2")?,
        count("in_n2")?,
    )
}

fn two_proportions(row: &Row, check: &mut Check) {
    let Some(pair) = pair(row) else {
        return check.near(row, "exp_diff", None);
    };
    check.near(row, "exp_diff", Some(pair.difference()));
    let pooled = pair.pooled();
    check.near(row, "exp_z_pooled", pooled.map(|t| t.statistic));
    check.near(row, "exp_p_pooled", pooled.map(|t| t.p));
    let yates = pair.yates();
    check.near(row, "exp_chi2_yates", yates.map(|t| t.statistic));
    check.near(row, "exp_p_yates", yates.map(|t| t.p));
    check.near(row, "exp_p_fisher", pair.fisher());
    for (method, name) in [
        (difference::Method::Newcombe, "newcombe"),
        (difference::Method::MiettinenNurminen, "mn"),
        (difference::Method::AgrestiCaffo, "agresti_caffo"),
    ] {
        let columns = [format!("exp_{name}_lower"), format!("exp_{name}_upper")];
        limits(
            check,
            row,
            [&columns[0], &columns[1]],
            pair.limits(method, 0.95),
        );
    }
}

pub fn difference_limits(row: &Row, check: &mut Check) {
    let method = match row.text("in_method") {
        "newcombe_score" => difference::Method::Newcombe,
        "miettinen_nurminen" => difference::Method::MiettinenNurminen,
        "mee" => difference::Method::Mee,
        "agresti_caffo" => difference::Method::AgrestiCaffo,
        other => return check.fail(row, "in_method", other),
    };
    let got = pair(row);
    check.near(row, "exp_diff", got.map(|p| p.difference()));
    limits(
        check,
        row,
        LIMITS,
        got.and_then(|p| p.limits(method, row.f("in_conf"))),
    );
}

fn two_rates(row: &Row, check: &mut Check) {
    let counts = || Some((row.count("in_c1")?, row.count("in_c2")?));
    let got =
        counts().and_then(|(c1, c2)| poisson::two_rates(c1, row.f("in_t1"), c2, row.f("in_t2")));
    check.near(row, "exp_rate_ratio", got.and_then(|t| t.ratio));
    check.near(row, "exp_p_exact_cond", got.map(|t| t.p_exact));
    check.near(row, "exp_z_score", got.map(|t| t.z));
    check.near(row, "exp_p_score", got.map(|t| t.p_score));
}

pub fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn ranks(row: &Row, check: &mut Check) {
    let prior = match row.text("in_prior") {
        "Beta(1,1)" => kpi::statistics::bayes::FLAT,
        "Beta(0.5,0.5)" => kpi::statistics::bayes::JEFFREYS,
        other => return check.fail(row, "in_prior", other),
    };
    let counts = row.counts("in_x").into_iter().zip(row.counts("in_n"));
    let shares: Vec<_> = counts
        .map(|(x, n)| Posterior::new(x, n, prior).expect("x <= n"))
        .collect();
    let table = chances(&shares);
    check.near_list(row, "exp_prob_i_gt_j", &some(&table.concat()));
    check.near_list(row, "exp_expected_rank", &some(&expected_ranks(&table)));

    // The simulation against the same values, with the simulation's own allowance.
    let allowed = row.f("tol_mc_10000");
    let exact = row.known("exp_expected_rank");
    let simulated = simulate(&shares, 10_000, 20_200_301, 0.95).expect("ranks");
    for (rank, want) in simulated.iter().zip(&exact) {
        // A rank adds up m - 1 probabilities.
        let sum = allowed * (shares.len() as f64 - 1.0).sqrt();
        check.within(row, "simulated rank", *want, rank.mean, sum);
        assert!(rank.interval.lower <= rank.median && rank.median <= rank.interval.upper);
    }
    let mut random = Random::seeded(7);
    let mut above = vec![0_u32; shares.len() * shares.len()];
    for _ in 0..10_000 {
        let round: Vec<f64> = shares.iter().map(|s| random.beta(s.a, s.b)).collect();
        for (i, first) in round.iter().enumerate() {
            for (j, second) in round.iter().enumerate() {
                above[i * shares.len() + j] += u32::from(first > second);
            }
        }
    }
    for (place, want) in row.known("exp_prob_i_gt_j").into_iter().enumerate() {
        if place % (shares.len() + 1) != 0 {
            let got = f64::from(above[place]) / 10_000.0;
            check.within(row, "simulated chance", want, got, allowed);
        }
    }
}

fn nist_moments(row: &Row, check: &mut Check) {
    let values = row.known("in_values");
    check.near(row, "exp_mean", moments::mean(&values));
    check.near(row, "exp_sd", moments::standard_deviation(&values));
}
