//! Field visits: the choice, made once, and the findings, append-only.

use super::engine::{Field, on};
use super::error::{Doing, corrupt};
use super::{Change, Reading, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use kpi::sampling::ChosenBy;
use kpi::verification::Finding;
use std::collections::BTreeMap;

/// A visit as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// Its number.
    pub id: i64,
    /// Who visits.
    pub org_unit: UnitCode,
    /// The month whose figures are visited.
    pub period: Period,
    /// Which indicators, by code.
    pub indicators: Vec<String>,
    /// How many units could be chosen.
    pub frame: i64,
    /// How many were, by chance.
    pub by_chance: i64,
    /// How many were, by signal.
    pub by_signal: i64,
    /// How many are drawn in each.
    pub each: i64,
    /// The seed.
    pub seed: i64,
    /// Why.
    pub purpose: String,
    /// Who chose: account, and the person's name where it is known.
    pub by: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
}

/// A unit that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitUnitRow {
    /// The visit.
    pub visit: i64,
    /// The unit.
    pub org_unit: UnitCode,
    /// Its weight.
    pub weight: i64,
    /// Why it was chosen.
    pub chosen: ChosenBy,
    /// Its inclusion probability.
    pub inclusion: (i64, i64),
}

/// One indicator at one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitPlaceRow {
    /// The visit.
    pub visit: i64,
    /// The unit.
    pub org_unit: UnitCode,
    /// The indicator's code.
    pub indicator: String,
    /// Numerator as it was reported.
    pub x: Option<i64>,
    /// Denominator as it was reported.
    pub n: Option<i64>,
    /// The numbers drawn.
    pub numbers: Vec<u64>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// The visit.
    pub visit: i64,
    /// The unit.
    pub org_unit: UnitCode,
    /// The indicator's code.
    pub indicator: String,
    /// The finding.
    pub finding: Finding,
    /// On which day.
    pub day: String,
    /// Who was there.
    pub people: String,
    /// What else there is to say.
    pub remark: String,
    /// Why it corrects what was there.
    pub reason: String,
    /// Who recorded it.
    pub by: String,
    /// When.
    pub at: i64,
}

#[derive(sqlx::FromRow)]
struct RawVisit {
    id: i64,
    org_unit: String,
    period: String,
    indicators: String,
    frame: i64,
    by_chance: i64,
    by_signal: i64,
    each_unit: i64,
    seed: i64,
    purpose: String,
    account: String,
    name: Option<String>,
    at: i64,
}

impl TryFrom<RawVisit> for VisitRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawVisit) -> Result<VisitRow, sqlx::Error> {
        Ok(VisitRow {
            id: raw.id,
            org_unit: parsed("org_unit", &raw.org_unit)?,
            period: parsed("period", &raw.period)?,
            indicators: words(&raw.indicators),
            frame: raw.frame,
            by_chance: raw.by_chance,
            by_signal: raw.by_signal,
            each: raw.each_unit,
            seed: raw.seed,
            purpose: raw.purpose,
            by: raw.name.unwrap_or(raw.account),
            at: raw.at,
        })
    }
}

#[derive(sqlx::FromRow)]
struct RawUnit {
    visit: i64,
    org_unit: String,
    weight: i64,
    chosen_by: String,
    inclusion_top: i64,
    inclusion_bottom: i64,
}

impl TryFrom<RawUnit> for VisitUnitRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawUnit) -> Result<VisitUnitRow, sqlx::Error> {
        Ok(VisitUnitRow {
            visit: raw.visit,
            org_unit: parsed("org_unit", &raw.org_unit)?,
            weight: raw.weight,
            chosen: ChosenBy::from_code(&raw.chosen_by)
                .ok_or_else(|| corrupt("chosen_by", &raw.chosen_by))?,
            inclusion: (raw.inclusion_top, raw.inclusion_bottom),
        })
    }
}

#[derive(sqlx::FromRow)]
struct RawPlace {
    visit: i64,
    org_unit: String,
    indicator: String,
    x: Option<i64>,
    n: Option<i64>,
    numbers: String,
}

impl TryFrom<RawPlace> for VisitPlaceRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawPlace) -> Result<VisitPlaceRow, sqlx::Error> {
        let numbers = raw.numbers.split_whitespace();
        Ok(VisitPlaceRow {
            visit: raw.visit,
            org_unit: parsed("org_unit", &raw.org_unit)?,
            indicator: raw.indicator,
            x: raw.x,
            n: raw.n,
            numbers: numbers
                .map(|number| parsed("numbers", number))
                .collect::<Result<_, _>>()?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct RawFinding {
    visit: i64,
    org_unit: String,
    indicator: String,
    visited: i64,
    reported: Option<i64>,
    found: i64,
    stands_empty: i64,
    day: String,
    people: String,
    remark: String,
    reason: String,
    account: String,
    name: Option<String>,
    at: i64,
}

impl TryFrom<RawFinding> for FindingRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawFinding) -> Result<FindingRow, sqlx::Error> {
        let count = |column, number: i64| {
            u64::try_from(number).map_err(|_| corrupt(column, &number.to_string()))
        };
        Ok(FindingRow {
            visit: raw.visit,
            org_unit: parsed("org_unit", &raw.org_unit)?,
            indicator: raw.indicator,
            finding: Finding {
                visited: count("visited", raw.visited)?,
                reported: raw
                    .reported
                    .map(|reported| count("reported", reported))
                    .transpose()?,
                found: count("found", raw.found)?,
                empty: count("stands_empty", raw.stands_empty)?,
            },
            day: raw.day,
            people: raw.people,
            remark: raw.remark,
            reason: raw.reason,
            by: raw.name.unwrap_or(raw.account),
            at: raw.at,
        })
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn rows<R, T: TryFrom<R, Error = sqlx::Error>>(
    raw: Result<Vec<R>, sqlx::Error>,
) -> Result<Vec<T>, StoreError> {
    raw.and_then(|raw| raw.into_iter().map(T::try_from).collect())
        .doing("reading visits")
}

impl Reading {
    /// Every visit, the newest first.
    pub async fn visits(&mut self) -> Result<Vec<VisitRow>, StoreError> {
        rows(on!(&mut self.link, db => sqlx::query_as::<_, RawVisit>(
            "select v.id, v.org_unit, v.period, v.indicators, v.frame, v.by_chance, v.by_signal,
                    v.each_unit, v.seed, v.purpose, v.account, a.name, v.at
             from visit v left join account a on a.account = v.account order by v.id desc",
        ).fetch_all(db).await))
    }

    /// Every unit that was ever chosen.
    pub async fn visited_units(&mut self) -> Result<Vec<VisitUnitRow>, StoreError> {
        rows(on!(&mut self.link, db => sqlx::query_as::<_, RawUnit>(
            "select visit, org_unit, weight, chosen_by, inclusion_top, inclusion_bottom
             from visit_unit order by visit, org_unit",
        ).fetch_all(db).await))
    }

    /// The places of a visit.
    pub async fn visited_places(&mut self, visit: i64) -> Result<Vec<VisitPlaceRow>, StoreError> {
        rows(on!(&mut self.link, db => sqlx::query_as::<_, RawPlace>(
            "select visit, org_unit, indicator, x, n, numbers from visit_place
             where visit = $1 order by org_unit, indicator",
        ).bind(visit).fetch_all(db).await))
    }

    /// Everything that was recorded on a visit, the newest first.
    pub async fn findings(&mut self, visit: i64) -> Result<Vec<FindingRow>, StoreError> {
        rows(on!(&mut self.link, db => sqlx::query_as::<_, RawFinding>(
            "select f.visit, f.org_unit, f.indicator, f.visited, f.reported, f.found,
                    f.stands_empty, f.day, f.people, f.remark, f.reason, c.account, a.name, c.at
             from visit_finding f
             join change c on c.id = f.change
             left join account a on a.account = c.account
             where f.visit = $1 order by f.change desc",
        ).bind(visit).fetch_all(db).await))
    }

    /// Of how many places of each visit something is recorded, of how many.
    pub async fn recorded_places(&mut self) -> Result<BTreeMap<i64, (i64, i64)>, StoreError> {
        let counts = on!(&mut self.link, db => sqlx::query_as::<_, (i64, i64, i64)>(
            "select p.visit,
                cast(sum(case when exists (
                    select 1 from visit_finding f where f.visit = p.visit
                      and f.org_unit = p.org_unit and f.indicator = p.indicator)
                    then 1 else 0 end) as bigint),
                cast(count(*) as bigint)
             from visit_place p group by p.visit",
        ).fetch_all(db).await)
        .doing("counting what visits recorded")?;
        Ok(counts
            .into_iter()
            .map(|(visit, recorded, all)| (visit, (recorded, all)))
            .collect())
    }

    /// How many returns of a programme each unit has had accepted in some months, and how often
    /// one went back.
    pub async fn course_of_returns(
        &mut self,
        programme: &str,
        span: super::Span,
    ) -> Result<BTreeMap<UnitCode, (i64, i64)>, StoreError> {
        let (from, to) = (span.from.to_string(), span.to.to_string());
        let accepted = on!(&mut self.link, db => sqlx::query_as::<_, (String, i64)>(
            "select org_unit, cast(count(*) as bigint) from filing
             where programme = $1 and period between $2 and $3 and accepted > 0
             group by org_unit",
        ).bind(programme).bind(&from).bind(&to).fetch_all(db).await)
        .doing("counting accepted returns")?;
        let went_back = on!(&mut self.link, db => sqlx::query_as::<_, (String, i64)>(
            "select org_unit, cast(count(*) as bigint) from change
             where action = 'send_back' and programme = $1 and period between $2 and $3
             group by org_unit",
        ).bind(programme).bind(&from).bind(&to).fetch_all(db).await)
        .doing("counting returns that went back")?;
        let mut course: BTreeMap<UnitCode, (i64, i64)> = BTreeMap::new();
        let unit = |code: &str| parsed("org_unit", code).doing("counting returns");
        for (code, count) in accepted {
            course.entry(unit(&code)?).or_default().0 = count;
        }
        for (code, count) in went_back {
            course.entry(unit(&code)?).or_default().1 = count;
        }
        Ok(course)
    }
}

impl Change {
    /// Keeps a choice. Returns its number.
    pub async fn put_visit(
        &mut self,
        visit: &VisitRow,
        units: &[VisitUnitRow],
        places: &[VisitPlaceRow],
    ) -> Result<i64, StoreError> {
        let (account, role) = self.warrant.who();
        // Visits are few and named by people, so they count from one.
        let id = on!(&mut self.reading.link, db => sqlx::query_scalar::<_, i64>(
            "select coalesce(max(id), 0) + 1 from visit",
        ).fetch_one(db).await)
        .doing("numbering a visit")?;
        let head = vec![
            Field::Int(id),
            Field::Text(visit.org_unit.to_string()),
            Field::Text(visit.period.to_string()),
            Field::Text(visit.indicators.join(" ")),
            Field::Int(visit.frame),
            Field::Int(visit.by_chance),
            Field::Int(visit.by_signal),
            Field::Int(visit.each),
            Field::Int(visit.seed),
            Field::Text(visit.purpose.clone()),
            Field::Text(account),
            Field::Text(role),
            Field::Int(self.at),
        ];
        let number = id;
        let units = units.iter().map(|unit| {
            vec![
                Field::Int(number),
                Field::Text(unit.org_unit.to_string()),
                Field::Int(unit.weight),
                Field::Text(unit.chosen.code().to_owned()),
                Field::Int(unit.inclusion.0),
                Field::Int(unit.inclusion.1),
            ]
        });
        let places = places.iter().map(|place| {
            let numbers: Vec<String> = place.numbers.iter().map(u64::to_string).collect();
            vec![
                Field::Int(number),
                Field::Text(place.org_unit.to_string()),
                Field::Text(place.indicator.clone()),
                Field::MaybeInt(place.x),
                Field::MaybeInt(place.n),
                Field::Text(numbers.join(" ")),
            ]
        });
        let (units, places) = (units.collect(), places.collect());
        let link = &mut self.reading.link;
        link.insert(
            "insert into visit (id, org_unit, period, indicators, frame, by_chance, by_signal, each_unit, seed, purpose, account, role, at) ",
            "",
            vec![head],
        )
        .await
        .doing("keeping a choice")?;
        link.insert(
            "insert into visit_unit (visit, org_unit, weight, chosen_by, inclusion_top, inclusion_bottom) ",
            "",
            units,
        )
        .await
        .doing("keeping the units of a choice")?;
        link.insert(
            "insert into visit_place (visit, org_unit, indicator, x, n, numbers) ",
            "",
            places,
        )
        .await
        .doing("keeping the places of a choice")?;
        Ok(id)
    }

    /// Records what was found. What was recorded before stays.
    pub async fn put_finding(&mut self, row: &FindingRow) -> Result<(), StoreError> {
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let fields = vec![
            Field::Int(row.visit),
            Field::Text(row.org_unit.to_string()),
            Field::Text(row.indicator.clone()),
            Field::Int(self.number),
            Field::Int(count(row.finding.visited)),
            Field::MaybeInt(row.finding.reported.map(count)),
            Field::Int(count(row.finding.found)),
            Field::Int(count(row.finding.empty)),
            Field::Text(row.day.clone()),
            Field::Text(row.people.clone()),
            Field::Text(row.remark.clone()),
            Field::Text(row.reason.clone()),
        ];
        self.reading
            .link
            .insert(
                "insert into visit_finding (visit, org_unit, indicator, change, visited, reported, found, stands_empty, day, people, remark, reason) ",
                "",
                vec![fields],
            )
            .await
            .doing("recording what was found")
    }
}
