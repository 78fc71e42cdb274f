//! The numbers that are nobody's law: where a mark is set, and who proposed it. They are printed
//! beside what they mark, with their origin. What is "ours" has no external authority and is for
//! the owner to confirm (methods, last paragraph).

/// Below this denominator a rate carries the mark "small number" (methods h; ours).
pub const SMALL_DENOMINATOR: i64 = 20;

/// Below this numerator a rate carries the mark "small number" (methods h; ours).
pub const SMALL_NUMERATOR: i64 = 10;

/// From this share of expected returns on, in percent, completeness is good: the default of the
/// WHO data quality tool.
pub const COMPLETENESS_GOOD: i64 = 90;

/// From this share of expected returns on, in percent, timeliness is good: the default of the WHO
/// data quality tool.
pub const TIMELINESS_GOOD: i64 = 75;

/// From this share of due values on, in percent, completeness of values is good: Countdown to
/// 2030 asks for it of forms; of values it is ours.
pub const VALUES_GOOD: i64 = 90;

/// How many draws a rank interval is simulated with (methods g).
pub const RANK_DRAWS: usize = 10_000;

/// How many single draws a simulation may take: of more than 300 units fewer rounds are drawn,
/// and their number is printed (ours).
pub const RANK_DRAWS_IN_ALL: usize = 3_000_000;

/// How many rounds are drawn at least, however many units there are (ours).
pub const RANK_DRAWS_LEAST: usize = 400;

/// Above so many units the simulation is kept to its least number of rounds: the page has to be
/// there within a second (ours).
pub const RANK_UNITS_QUICK: usize = 600;

/// The seed of every simulated rank. It is printed with the intervals.
pub const RANK_SEED: u64 = 20_201_203;

/// The level of a rank's interval.
pub const RANK_LEVEL: f64 = 0.95;

/// How many units stand on a page.
pub const UNITS_A_PAGE: usize = 100;

/// How many units of like size are compared, where nobody said another number (ours).
pub const PEERS: usize = 10;

/// Whether a rate of these counts rests on small numbers.
///
/// ```
/// use kpi::thresholds::is_small;
/// assert!(is_small(15, 19) && is_small(9, 400));
/// assert!(!is_small(10, 20));
/// ```
pub fn is_small(numerator: i64, denominator: i64) -> bool {
    denominator < SMALL_DENOMINATOR || numerator < SMALL_NUMERATOR
}

/// How many rounds are drawn for so many places.
pub fn rank_draws(places: usize) -> usize {
    if places > RANK_UNITS_QUICK {
        return RANK_DRAWS_LEAST;
    }
    (RANK_DRAWS_IN_ALL / places.max(1)).clamp(RANK_DRAWS_LEAST, RANK_DRAWS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_units_get_ten_thousand_rounds_and_many_get_fewer() {
        assert_eq!(rank_draws(1), 10_000);
        assert_eq!(rank_draws(300), 10_000);
        assert_eq!(rank_draws(600), 5_000);
        assert_eq!(rank_draws(601), 400);
        assert_eq!(rank_draws(3_000), 400);
    }
}
