//! Units as points of a chart: one reading for the distribution, the funnel and two months.

use super::board::Board;
use super::scores::{indicator_of, one_below};
use super::{Office, Stop, again};
use crate::store::Span;
use app::ask::charts::{ChangeTold, Charts, Dot, FunnelTold, Rim, Scale, Scatter, Slim};
use app::ask::scores::Rank;
use app::ask::units::path_to;
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::Bilingual;
use kpi::change::change;
use kpi::funnel::{Centre, Funnel};
use kpi::org_unit::{OrgUnit, Tier};
use kpi::role::{Action, Actor};
use kpi::score::Score;
use kpi::statistics::funnel::Depth;
use kpi::target::Target;
use kpi::{Indicator, Period, UnitCode};

/// So many points draw the rim of a funnel without a corner to be seen.
const RIM_POINTS: u32 = 96;

#[async_trait]
impl Charts for Office {
    async fn scatter(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
    ) -> Result<Scatter, Refusal> {
        again!(async {
            let laid = self
                .lay_out(who, indicator, org_unit, period, rank, None)
                .await?;
            Ok::<_, Stop>(laid.scatter())
        })
    }

    async fn funnel(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
        centre: Centre,
    ) -> Result<FunnelTold, Refusal> {
        again!(async {
            let laid = self
                .lay_out(who, indicator, org_unit, period, rank, None)
                .await?;
            Ok::<_, Stop>(laid.funnel(centre))
        })
    }

    async fn change(
        &self,
        who: &Actor,
        indicator: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
        from: Option<Period>,
    ) -> Result<ChangeTold, Refusal> {
        again!(async {
            let from = match from {
                Some(from) => Since::Month(from),
                None => Since::MonthBefore,
            };
            let laid = self
                .lay_out(who, indicator, org_unit, period, rank, Some(from))
                .await?;
            laid.change().ok_or(Stop::Refused(Refusal::Missing))
        })
    }
}

/// From when a change is told.
#[derive(Debug, Clone, Copy)]
enum Since {
    MonthBefore,
    Month(Period),
}

/// What was read and judged of units.
struct Laid<'a> {
    indicator: &'static Indicator,
    scatter: Scatter,
    rows: Vec<(&'a OrgUnit, Score)>,
    then: Option<Then>,
}

/// The same in an earlier month.
struct Then {
    period: Period,
    total: Score,
    scores: Vec<Score>,
}

impl Office {
    async fn lay_out(
        &self,
        who: &Actor,
        code: &str,
        org_unit: UnitCode,
        period: Option<Period>,
        rank: Option<Rank>,
        since: Option<Since>,
    ) -> Result<Laid<'_>, Stop> {
        let unit = self.unit(org_unit)?;
        self.permit(who, Action::Compare, org_unit)?;
        let indicator = indicator_of(code)?;
        let newest = self.newest().await?;
        let period = self.sayable(period.unwrap_or(newest))?;
        let from = match since {
            Some(Since::MonthBefore) => Some(period.previous()),
            Some(Since::Month(month)) => Some(self.sayable(month)?),
            None => None,
        };
        let rank = rank.unwrap_or_else(|| one_below(unit));
        let mut reading = self.store.read().await?;
        let local = reading.local_targets(org_unit).await?;
        // A board a month: what lies between two months is neither read nor covered.
        let mut boards = Vec::new();
        let mut veils = Vec::new();
        for month in [Some(period), from].into_iter().flatten() {
            let month = Span::only(month);
            let mut board = Board::new(&self.tree, local.clone());
            board.lay_parts(reading.parts_under(org_unit, code, month).await?);
            board.lay_sums(reading.sums_under(org_unit, code, month).await?);
            veils.push(self.veil(&mut reading, who, [indicator], month).await?);
            boards.push((month.from, board));
        }
        drop(reading);
        let boards: Vec<(Period, Board)> = boards
            .into_iter()
            .zip(&veils)
            .map(|((month, board), veil)| (month, board.under(veil)))
            .collect();
        let score = |unit: &OrgUnit, month: Period| {
            let of_month = boards.iter().find(|(known, _)| *known == month);
            let board = of_month.map(|(_, board)| board);
            board.map(|board| board.verdict(indicator, unit, month).score)
        };
        let units: Vec<&OrgUnit> = self
            .tree
            .responsible(org_unit, tier_of(rank))
            .iter()
            .filter(|row| **row != org_unit)
            .filter_map(|row| self.units().get(*row))
            .collect();
        let rows: Vec<(&OrgUnit, Score)> = units
            .iter()
            .filter_map(|unit| Some((*unit, score(unit, period)?)))
            .collect();
        let total = score(unit, period).ok_or(Stop::Refused(Refusal::Missing))?;
        let mine = units.iter().find(|unit| unit.code == who.org_unit);
        Ok(Laid {
            indicator,
            scatter: Scatter {
                indicator: code.to_owned(),
                path: path_to(self.units(), org_unit),
                period,
                newest,
                rank,
                scale: scale(indicator, rows.iter().map(|(_, score)| score)),
                total,
                mine: mine.map(|unit| unit.code),
                dots: rows
                    .iter()
                    .map(|(unit, score)| self.dot(unit, score, org_unit))
                    .collect(),
            },
            then: from.and_then(|month| {
                Some(Then {
                    period: month,
                    total: score(unit, month)?,
                    scores: units.iter().filter_map(|unit| score(unit, month)).collect(),
                })
            }),
            rows,
        })
    }

    fn dot(&self, unit: &OrgUnit, score: &Score, below: UnitCode) -> Dot {
        let name = |unit: &OrgUnit| Bilingual {
            zh: unit.name_zh.clone(),
            en: unit.name_en.clone(),
        };
        let parent = unit.parent.filter(|parent| *parent != below);
        Dot {
            unit: unit.code,
            name: name(unit),
            within: parent.and_then(|parent| self.units().get(parent)).map(name),
            figure: Slim::of(score, None),
        }
    }
}

/// The tier on which units of a rank answer.
fn tier_of(rank: Rank) -> Tier {
    match rank {
        Rank::Provinces => Tier::Province,
        Rank::Regions => Tier::Region,
        Rank::Counties => Tier::County,
    }
}

/// In what units are measured, and what is asked of most of them.
fn scale<'a>(indicator: &Indicator, scores: impl Iterator<Item = &'a Score> + Clone) -> Scale {
    let one = scores.clone().find(|score| score.value.is_some());
    Scale {
        measure: one.map_or(indicator.measure(), |score| score.measure),
        decimals: one.map_or(0, |score| score.decimals),
        target: most_common(scores.filter_map(|score| score.target)),
    }
}

fn most_common(targets: impl Iterator<Item = Target>) -> Option<Target> {
    let mut seen: Vec<(Target, usize)> = Vec::new();
    for target in targets {
        match seen.iter_mut().find(|(known, _)| *known == target) {
            Some((_, times)) => *times += 1,
            None => seen.push((target, 1)),
        }
    }
    seen.into_iter()
        .max_by_key(|(_, times)| *times)
        .map(|(target, _)| target)
}

impl Laid<'_> {
    /// The units, each without what is asked of most.
    fn scatter(self) -> Scatter {
        let mut scatter = self.scatter;
        let common = scatter.scale.target;
        for dot in &mut scatter.dots {
            dot.figure.target = dot.figure.target.filter(|target| Some(*target) != common);
        }
        scatter
    }

    fn funnel(self, centre: Centre) -> FunnelTold {
        // Persons that can be told of: a part larger than its whole lies nowhere.
        let counts: Vec<Option<(u64, u64)>> = self
            .rows
            .iter()
            .map(|(_, score)| {
                score.value?;
                let x = u64::try_from(score.numerator?).ok()?;
                let n = u64::try_from(score.denominator?).ok()?;
                (n > 0 && x <= n).then_some((x, n))
            })
            .collect();
        let told: Vec<(u64, u64)> = counts.iter().flatten().copied().collect();
        let target = self.scatter.scale.target;
        let asked = target.map(|target| target.exact().to_f64() / self.indicator.factor() as f64);
        let (centre, share) = match (centre, asked) {
            (Centre::Target, Some(share)) => (Centre::Target, Some(share)),
            _ => (Centre::Pooled, Funnel::pooled(&told)),
        };
        let funnel = share
            .filter(|_| self.indicator.has_certainty() && !told.is_empty())
            .map(|share| Funnel::around(share, &told));
        let places = counts
            .iter()
            .map(|unit| {
                let (x, n) = (*unit)?;
                funnel?.place(x, n)
            })
            .collect();
        FunnelTold {
            centre,
            rims: funnel.map_or_else(Vec::new, |funnel| rims(&funnel, &told)),
            funnel,
            places,
            scatter: self.scatter(),
        }
    }

    /// How each unit moved; `None` where no earlier month was read.
    fn change(mut self) -> Option<ChangeTold> {
        let indicator = self.indicator;
        let then = self.then.take()?;
        let target_then = most_common(then.scores.iter().filter_map(|score| score.target));
        let changes = self
            .rows
            .iter()
            .zip(&then.scores)
            .map(|((_, now), before)| change(indicator, before, now))
            .collect();
        Some(ChangeTold {
            from: then.period,
            target_then,
            then: then
                .scores
                .iter()
                .map(|score| Slim::of(score, target_then))
                .collect(),
            changes,
            total_change: change(indicator, &then.total, &self.scatter.total),
            total_then: then.total,
            scatter: self.scatter(),
        })
    }
}

/// The limits from somewhat below the smallest unit to somewhat above the largest, evenly on a
/// logarithmic scale.
fn rims(funnel: &Funnel, units: &[(u64, u64)]) -> Vec<Rim> {
    let sizes = units.iter().map(|(_, n)| *n);
    let (Some(least), Some(most)) = (sizes.clone().min(), sizes.max()) else {
        return Vec::new();
    };
    let (from, to) = (
        (least as f64 / 1.25).max(1.0).ln(),
        (most as f64 * 1.25).ln(),
    );
    let mut ns: Vec<u64> = (0..=RIM_POINTS)
        .map(|step| from + (to - from) * f64::from(step) / f64::from(RIM_POINTS))
        .map(|log| log.exp().round() as u64)
        .collect();
    ns.dedup();
    ns.into_iter()
        .filter_map(|n| {
            let inner = funnel.limits(n, Depth::Inner)?;
            let outer = funnel.limits(n, Depth::Outer)?;
            Some(Rim {
                n,
                inner: (inner.lower, inner.upper),
                outer: (outer.lower, outer.upper),
            })
        })
        .collect()
}
