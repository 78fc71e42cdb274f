//! The mean of the units' rates beside their pooled rate.

use super::veil::Veil;
use super::{Office, Stop};
use crate::store::{Millionths, PartRow, Reading, Span};
use kpi::catalogue::RollUp;
use kpi::mean::{Mean, met_by_millionths};
use kpi::score::Score;
use kpi::{Indicator, Period, UnitCode};

/// Whether a score is a rate pooled over units, judged against a target.
fn is_pooled(indicator: &Indicator, score: &Score) -> bool {
    indicator.roll_up == RollUp::SumNumDen
        && score.units.is_some()
        && score.value.is_some()
        && score.target.is_some()
}

/// The mean of the rates of the units under a pooled score. Where one of them is withheld from the
/// reader there is none: beside the others it would tell that one.
pub(super) fn mean_of(
    indicator: &Indicator,
    score: &Score,
    veil: &Veil<'_>,
    (above, period): (UnitCode, Period),
    parts: &[PartRow],
) -> Option<Mean> {
    let target = score.target.filter(|_| is_pooled(indicator, score))?;
    let counted = parts
        .iter()
        .filter(|row| row.enters && row.org_unit != above && row.part.is_valid());
    if counted
        .clone()
        .any(|row| veil.hides(indicator, row.org_unit, period))
    {
        return None;
    }
    let shares: Vec<(i64, i64)> = counted
        .filter_map(|row| row.part.x.zip(row.part.n))
        .collect();
    Mean::of(&shares, indicator.factor(), &target)
}

/// Whether a pooled value meets its target, whatever is missing: its own colour.
fn color(score: &Score) -> Option<bool> {
    let (value, target) = (score.value?, score.target?);
    Some(target.direction.met(value, target.exact()))
}

impl Office {
    /// The means that have another colour than their pooled rate, by indicator. Most indicators
    /// are settled by a rough sum; the parts are read of the few that are not.
    pub(super) async fn differing_means(
        &self,
        reading: &mut Reading,
        veil: &Veil<'_>,
        above: UnitCode,
        period: Period,
        scores: &[(&'static Indicator, &Score)],
    ) -> Result<Vec<(String, Mean)>, Stop> {
        if !scores
            .iter()
            .any(|(indicator, score)| is_pooled(indicator, score))
        {
            return Ok(Vec::new());
        }
        let mut differing = Vec::new();
        for rough in reading.millionths(above, period).await? {
            let Some((indicator, score)) = scores.iter().find(|(indicator, score)| {
                indicator.code == rough.indicator && is_pooled(indicator, score)
            }) else {
                continue;
            };
            if settled(&rough, indicator, score) {
                continue;
            }
            let month = Span::only(period);
            let parts = reading.parts_under(above, &rough.indicator, month).await?;
            if let Some(mean) = mean_of(indicator, score, veil, (above, period), &parts)
                && Some(mean.met) != color(score)
            {
                differing.push((rough.indicator, mean));
            }
        }
        Ok(differing)
    }
}

/// Whether the rough sum already says that both have one colour.
fn settled(rough: &Millionths, indicator: &Indicator, score: &Score) -> bool {
    let Some(target) = score.target else {
        return true;
    };
    met_by_millionths(rough.sum, rough.units, indicator.factor(), &target)
        .is_some_and(|met| Some(met) == color(score))
}
