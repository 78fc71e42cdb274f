//! Units as points of a chart: around a target, in a funnel, from one month to another.

use super::scores::Rank;
use super::units::UnitRef;
use crate::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::Bilingual;
use kpi::change::Change;
use kpi::fraction::Fraction;
use kpi::funnel::{Centre, Funnel};
use kpi::role::Actor;
use kpi::score::{Measure, Score, Status};
use kpi::statistics::funnel::Significance;
use kpi::target::Target;
use kpi::{Period, UnitCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A score without what a chart has no use for: thousands of them travel with a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slim {
    /// The verdict; `None` where the indicator is only watched.
    pub status: Option<Status>,
    /// Numerator.
    pub x: Option<i64>,
    /// Denominator.
    pub n: Option<i64>,
    /// In the measure of the whole chart.
    pub value: Option<Fraction>,
    /// Where the numerator is withheld and may be told to be small: the number it is below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<i64>,
    /// What is asked of this unit, where that is not what is asked of most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

impl Slim {
    /// A score without the rest. `common` is what is asked of most units.
    pub fn of(score: &Score, common: Option<Target>) -> Slim {
        Slim {
            status: score.status,
            x: score.numerator,
            n: score.denominator,
            value: score.value,
            below: score.below,
            target: score.target.filter(|target| Some(*target) != common),
        }
    }

    /// The score again, as far as it goes.
    pub fn score(&self, frame: &Scale) -> Score {
        Score {
            status: self.status,
            numerator: self.x,
            denominator: self.n,
            value: self.value,
            measure: frame.measure,
            decimals: frame.decimals,
            target: self.target.or(frame.target),
            shortfall: None,
            coverage: None,
            lower: None,
            upper: None,
            units: None,
            official: false,
            since: None,
            n_since: None,
            below: self.below,
        }
    }
}

/// In what the points of a chart are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// The unit of values and targets.
    pub measure: Measure,
    /// Decimal places of a count that is kept in a smaller unit (money).
    pub decimals: u32,
    /// What is asked of most units.
    pub target: Option<Target>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dot {
    /// Its code.
    pub unit: UnitCode,
    /// Its name.
    pub name: Bilingual,
    /// What it lies in, where that is not the unit asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Bilingual>,
    /// Its figures.
    pub figure: Slim,
}

/// Units for one indicator and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scatter {
    /// The indicator's code.
    pub indicator: String,
    /// The unit above all of them, with the units above it, the nation first.
    pub path: Vec<UnitRef>,
    /// The month.
    pub period: Period,
    /// The newest month there is to see.
    pub newest: Period,
    /// Which units they are.
    pub rank: Rank,
    /// In what they are measured.
    pub scale: Scale,
    /// The unit above, itself.
    pub total: Score,
    /// The reader's own unit, where it is among them.
    pub mine: Option<UnitCode>,
    /// The units, by code.
    pub dots: Vec<Dot>,
}

impl Scatter {
    /// A unit's score.
    pub fn score(&self, dot: &Dot) -> Score {
        dot.figure.score(&self.scale)
    }

    /// How many units are asked for something else than most.
    pub fn with_other_targets(&self) -> usize {
        let others = self.dots.iter().filter(|dot| dot.figure.target.is_some());
        others.count()
    }
}

/// The limits of a funnel at one size, shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rim {
    /// The size: persons.
    pub n: u64,
    /// The 95% limits.
    pub inner: (f64, f64),
    /// The 99.8% limits.
    pub outer: (f64, f64),
}

/// Units in a funnel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunnelTold {
    /// The units.
    pub scatter: Scatter,
    /// What they are held against: the pooled mean where nothing is asked.
    pub centre: Centre,
    /// The funnel; `None` for a census, and where no unit has figures.
    pub funnel: Option<Funnel>,
    /// Its limits from the smallest unit to the largest.
    pub rims: Vec<Rim>,
    /// Where each unit lies, in the order of the units.
    pub places: Vec<Option<Significance>>,
}

/// Units in two months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeTold {
    /// The units in the later month.
    pub scatter: Scatter,
    /// The earlier month.
    pub from: Period,
    /// What most units were asked for then.
    pub target_then: Option<Target>,
    /// The same units then, in the same order.
    pub then: Vec<Slim>,
    /// How each moved.
    pub changes: Vec<Option<Change>>,
    /// The unit above, then.
    pub total_then: Score,
    /// How the unit above moved.
    pub total_change: Option<Change>,
}

impl ChangeTold {
    /// A unit's score in the earlier month.
    pub fn score_then(&self, slim: &Slim) -> Score {
        slim.score(&Scale {
            target: self.target_then,
            ..self.scatter.scale
        })
    }
}

/// Questions whose answers are charts.
#[async_trait]
pub trait Charts: Send + Sync {
    /// The units below `org_unit`. `period` none: the newest; `rank` none: one step below.
    async fn scatter(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
    ) -> Result<Scatter, Refusal>;

    /// The same units in a funnel.
    async fn funnel(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
        centre: Centre,
    ) -> Result<FunnelTold, Refusal>;

    /// The same units in two months. `from` none: the month before.
    async fn change(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
        from: Option<Period>,
    ) -> Result<ChangeTold, Refusal>;
}

/// See [`Charts::scatter`].
#[server(name = AskScatter, prefix = "/ask", endpoint = "scatter")]
pub async fn scatter(
    indicator: String,
    org_unit: UnitCode,
    period: Option<Period>,
    rank: Option<Rank>,
) -> Result<Scatter, Refusal> {
    let who = super::answer(super::signed_in())?;
    let backend = super::backend();
    super::answer(
        backend
            .scatter(&who, &indicator, org_unit, period, rank)
            .await,
    )
}

/// See [`Charts::funnel`].
#[server(name = AskFunnel, prefix = "/ask", endpoint = "funnel")]
pub async fn funnel(
    indicator: String,
    org_unit: UnitCode,
    period: Option<Period>,
    rank: Option<Rank>,
    centre: Centre,
) -> Result<FunnelTold, Refusal> {
    let who = super::answer(super::signed_in())?;
    let backend = super::backend();
    super::answer(
        backend
            .funnel(&who, &indicator, org_unit, period, rank, centre)
            .await,
    )
}

/// See [`Charts::change`].
#[server(name = AskChange, prefix = "/ask", endpoint = "change")]
pub async fn change(
    indicator: String,
    org_unit: UnitCode,
    period: Option<Period>,
    rank: Option<Rank>,
    from: Option<Period>,
) -> Result<ChangeTold, Refusal> {
    let who = super::answer(super::signed_in())?;
    let backend = super::backend();
    super::answer(
        backend
            .change(&who, &indicator, org_unit, period, rank, from)
            .await,
    )
}
