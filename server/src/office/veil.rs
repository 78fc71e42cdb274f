//! The veil: small numbers of persons leave the office only for those who may see them.
//!
//! How a new page uses it, once its figures are read and before anything is made of them:
//!
//! ```text
//! let veil = self.veil(&mut reading, who, [indicator], span).await?;   // all months that it shows
//! let board = board.under(&veil);      // every `board.verdict(…)` is covered; else `veil.cover(…)`
//! ```
//!
//! Whatever is told is made of covered scores: change, sparkline, chart, rank, order, file. A score
//! of a month the veil was not asked for is covered whole. What must be reckoned from true figures
//! (status, sums, signals) is reckoned before; what is then told of a unit is told only where the
//! covered score still has a value.
//!
//! What is withheld is a function of the figures alone (`kpi::suppression`), so it is worked out
//! once for each count and month, and kept until figures change.

use super::{Office, Stop};
use crate::store::{PersonsRow, Reading, SmallIn, Span};
use kpi::catalogue::catalogue;
use kpi::facts::Value;
use kpi::org_unit::NATION;
use kpi::role::{Action, Actor};
use kpi::score::Score;
use kpi::suppression::{
    Cover, Family, Leaf, Side, Threshold, Withheld, counts_persons, families, moves_together,
    withhold,
};
use kpi::{Indicator, OrgUnits, Period, UnitCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

type Months = HashMap<(&'static str, Period), Arc<Withheld>>;

/// What was worked out, and of which state of the figures.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<(i64, Months)>);

/// So many months of counts are kept at most: ten years of all of them are fewer.
const MOST_KEPT: usize = 20_000;

/// What one reader may not see.
#[derive(Debug)]
pub struct Veil<'a> {
    who: Actor,
    units: &'a OrgUnits,
    threshold: Threshold,
    is_open: bool,
    months: Months,
}

impl Office {
    /// The veil before one reader, for these indicators in these months.
    pub(super) async fn veil(
        &self,
        reading: &mut Reading,
        who: &Actor,
        indicators: impl IntoIterator<Item = &Indicator> + Send,
        span: Span,
    ) -> Result<Veil<'_>, Stop> {
        let elements: BTreeSet<&'static str> = indicators
            .into_iter()
            .filter(|indicator| indicator.counts_persons)
            .flat_map(Indicator::elements)
            .filter(|code| !families(code).is_empty())
            .filter_map(|code| Some(catalogue().element(code)?.code.as_str()))
            .collect();
        let sees_all = who
            .permit(Action::SeeSmallNumbers, NATION, self.units())
            .is_ok();
        let mut veil = Veil {
            who: who.clone(),
            units: self.units(),
            threshold: self.threshold,
            is_open: sees_all || self.threshold.is_off(),
            months: Months::new(),
        };
        if veil.is_open || elements.is_empty() {
            return Ok(veil);
        }
        let as_of = reading.figures_as_of().await?;
        let mut desk = Desk::default();
        for element in elements {
            let wanted: Vec<Period> = span.from.through(span.to).collect();
            let missing = self
                .withheld
                .take(as_of, element, &wanted, &mut veil.months);
            if missing.is_empty() {
                continue;
            }
            let found = self.work_out(reading, element, &missing, &mut desk).await?;
            self.withheld.keep(as_of, &found);
            veil.months.extend(found);
        }
        Ok(veil)
    }

    /// What is withheld of one count, month by month.
    async fn work_out(
        &self,
        reading: &mut Reading,
        element: &'static str,
        months: &[Period],
        desk: &mut Desk,
    ) -> Result<Months, Stop> {
        let families = families(element);
        let nothing = Arc::new(Withheld::default());
        let mut found: Months = months
            .iter()
            .map(|month| ((element, *month), nothing.clone()))
            .collect();
        let Some(span) = span_of(months.iter().copied()) else {
            return Ok(found);
        };
        let mut small: BTreeSet<Period> = BTreeSet::new();
        for family in families {
            let in_months = desk.small(reading, self.threshold, family, span).await?;
            let concerned = in_months.iter().filter(|month| match family.side {
                Side::Above => month.above,
                Side::Below | Side::Lacking => month.below,
            });
            small.extend(concerned.map(|month| month.period));
        }
        small.retain(|month| found.contains_key(&(element, *month)));
        let Some(span) = span_of(small.iter().copied()) else {
            return Ok(found);
        };
        let mut leaves: BTreeMap<Period, BTreeMap<UnitCode, Leaf>> = BTreeMap::new();
        for family in families {
            let rows = desk.persons(reading, family, span).await?;
            for row in rows.iter().filter(|row| small.contains(&row.period)) {
                add(leaves.entry(row.period).or_default(), family, row);
            }
        }
        let above = |unit: UnitCode| self.units().get(unit)?.parent;
        for (month, leaves) in leaves {
            let leaves: Vec<Leaf> = leaves.into_values().collect();
            let withheld = withhold(&leaves, above, self.threshold);
            found.insert((element, month), Arc::new(withheld));
        }
        Ok(found)
    }
}

/// What was read for one veil: indicators share their counts.
#[derive(Default)]
struct Desk {
    small: HashMap<(&'static str, Period, Period), Arc<Vec<SmallIn>>>,
    persons: HashMap<(&'static str, Period, Period), Arc<Vec<PersonsRow>>>,
}

impl Desk {
    async fn small(
        &mut self,
        reading: &mut Reading,
        threshold: Threshold,
        family: &Family,
        span: Span,
    ) -> Result<Arc<Vec<SmallIn>>, Stop> {
        let code = family.indicator.code.as_str();
        if let Some(known) = self.small.get(&(code, span.from, span.to)) {
            return Ok(known.clone());
        }
        let rows = Arc::new(reading.small_in(code, span, threshold.0).await?);
        self.small.insert((code, span.from, span.to), rows.clone());
        Ok(rows)
    }

    async fn persons(
        &mut self,
        reading: &mut Reading,
        family: &Family,
        span: Span,
    ) -> Result<Arc<Vec<PersonsRow>>, Stop> {
        let code = family.indicator.code.as_str();
        if let Some(known) = self.persons.get(&(code, span.from, span.to)) {
            return Ok(known.clone());
        }
        let rows = Arc::new(reading.persons(code, span).await?);
        self.persons
            .insert((code, span.from, span.to), rows.clone());
        Ok(rows)
    }
}

fn span_of(months: impl Iterator<Item = Period> + Clone) -> Option<Span> {
    Some(Span {
        from: months.clone().min()?,
        to: months.max()?,
    })
}

/// Adds to the leaves what one row says of the count, and into which sum it goes.
fn add(leaves: &mut BTreeMap<UnitCode, Leaf>, family: &Family, row: &PersonsRow) {
    let (value, whole, enters) = match family.side {
        Side::Above => (row.x, row.n, row.is_complete),
        Side::Below => (row.n, None, row.is_complete),
        Side::Lacking => (row.n, None, !row.is_complete && !row.is_out),
    };
    let Some(value) = value else { return };
    let leaf = leaves.entry(row.org_unit).or_insert(Leaf {
        unit: row.org_unit,
        value,
        whole: None,
        families: 0,
    });
    leaf.whole = leaf.whole.or(whole);
    if enters {
        leaf.families |= family.bit;
    }
}

impl Known {
    /// Lays what is known of the wanted months into `months`, and tells which are not.
    fn take(
        &self,
        as_of: i64,
        element: &'static str,
        wanted: &[Period],
        months: &mut Months,
    ) -> Vec<Period> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut missing = Vec::new();
        for month in wanted {
            let place = (element, *month);
            match known.1.get(&place).filter(|_| known.0 == as_of) {
                Some(withheld) => {
                    months.insert(place, withheld.clone());
                }
                None => missing.push(*month),
            }
        }
        missing
    }

    /// Keeps what was found; what was of an older state of the figures goes.
    fn keep(&self, as_of: i64, found: &Months) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 > as_of {
            return;
        }
        if known.0 < as_of || known.1.len() > MOST_KEPT {
            known.1.clear();
            known.0 = as_of;
        }
        let found = found
            .iter()
            .map(|(place, withheld)| (*place, withheld.clone()));
        known.1.extend(found);
    }
}

/// How a withheld figure of a return is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is small: "<5".
    Small,
    /// It is withheld, small or not.
    Withheld,
}

impl Veil<'_> {
    /// The threshold.
    pub fn threshold(&self) -> Threshold {
        self.threshold
    }

    /// Whether nothing is covered from the reader at a unit.
    pub fn sees(&self, unit: UnitCode) -> bool {
        self.is_open
            || self
                .who
                .permit(Action::SeeSmallNumbers, unit, self.units)
                .is_ok()
    }

    /// The score as the reader may see it.
    pub fn cover(
        &self,
        indicator: &Indicator,
        unit: UnitCode,
        period: Period,
        score: Score,
    ) -> Score {
        let cover = self.cover_of(indicator, unit, period, &score);
        // A small sum is not said to be small: "<5" over four counties that are not zero would
        // tell all four.
        let told = self
            .units
            .get(unit)
            .is_some_and(|unit| unit.acts_as(indicator.tier));
        score.covered(cover, self.threshold, told)
    }

    /// Whether a figure of an indicator is withheld from the reader at a unit.
    pub fn hides(&self, indicator: &Indicator, unit: UnitCode, period: Period) -> bool {
        let cover = match indicator.counts_persons && !self.sees(unit) {
            true => self.around(indicator, unit, period),
            false => Cover::default(),
        };
        cover.numerator || cover.denominator
    }

    fn cover_of(
        &self,
        indicator: &Indicator,
        unit: UnitCode,
        period: Period,
        score: &Score,
    ) -> Cover {
        if !indicator.counts_persons || self.sees(unit) {
            return Cover::default();
        }
        Cover::of(indicator, score, self.threshold).and(self.around(indicator, unit, period))
    }

    /// What the figures of all units together ask for.
    fn around(&self, indicator: &Indicator, unit: UnitCode, period: Period) -> Cover {
        let mut cover = Cover::default();
        for element in indicator.elements() {
            let of_indicator = families(element)
                .iter()
                .filter(|family| family.indicator.code == indicator.code);
            for family in of_indicator {
                let Some(withheld) = self.months.get(&(element_code(element), period)) else {
                    return Cover::WHOLE;
                };
                let sum = withheld.hides_sum(unit, family.bit);
                match family.side {
                    Side::Above => cover.numerator |= sum || withheld.cells.contains(&unit),
                    Side::Below => cover.denominator |= sum || withheld.cells.contains(&unit),
                    Side::Lacking => cover.bounds |= sum,
                }
            }
        }
        cover
    }

    /// Which figures of a unit's return are withheld from the reader, and how each is shown.
    /// `figures` are the figures of one return, one version, one column.
    pub fn withheld_of(
        &self,
        unit: UnitCode,
        period: Period,
        figures: &BTreeMap<String, i64>,
    ) -> BTreeMap<String, Mark> {
        if self.sees(unit) {
            return BTreeMap::new();
        }
        let mut marks: BTreeMap<String, Mark> = figures
            .iter()
            .filter(|(element, _)| counts_persons(element))
            .filter(|(element, figure)| self.hides_figure(element, **figure, unit, period, figures))
            .map(|(element, figure)| {
                let mark = match self.threshold.tells(*figure) {
                    true => Mark::Small,
                    false => Mark::Withheld,
                };
                (element.clone(), mark)
            })
            .collect();
        let together: BTreeSet<&str> = marks
            .keys()
            .flat_map(|element| moves_together(element))
            .copied()
            .collect();
        for element in together {
            if figures.contains_key(element) {
                marks.entry(element.to_owned()).or_insert(Mark::Withheld);
            }
        }
        marks
    }

    fn hides_figure(
        &self,
        element: &str,
        figure: i64,
        unit: UnitCode,
        period: Period,
        figures: &BTreeMap<String, i64>,
    ) -> bool {
        let known = self.months.get(&(element_code(element), period));
        let of_sums = match (families(element).is_empty(), known) {
            (true, _) => false,
            (false, None) => true,
            (false, Some(known)) => known.cells.contains(&unit) || known.sums.contains_key(&unit),
        };
        let beside = families(element).iter().any(|family| {
            let whole = family
                .indicator
                .denominator_element
                .as_ref()
                .filter(|code| !families(code).is_empty())
                .and_then(|code| figures.get(code));
            family.side == Side::Above && self.threshold.hides(figure, whole.copied())
        });
        of_sums || beside || self.threshold.is_small(figure)
    }
}

/// The figures among values.
pub(super) fn figures_of(values: &BTreeMap<String, Value>) -> BTreeMap<String, i64> {
    values
        .iter()
        .filter_map(|(element, value)| Some((element.clone(), value.figure()?)))
        .collect()
}

/// The catalogue's own copy of a code, which outlives every reading.
fn element_code(code: &str) -> &'static str {
    catalogue()
        .element(code)
        .map_or("", |element| element.code.as_str())
}
