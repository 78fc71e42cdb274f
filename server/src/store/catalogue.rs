//! Lays the compiled-in catalogue and the divisions into the tables, at every start. Repeating it
//! does no harm, and nothing is deleted. It is code becoming rows, so it needs no warrant.

use super::engine::{Field, Link, on};
use super::error::Doing;
use super::units::{level_name, standing_name};
use super::{Reading, Store, StoreError};
use kpi::catalogue::{Catalogue, Indicator, RollUp};
use kpi::org_unit::{OrgUnit, OrgUnits, Tier, UnitCode};
use kpi::period::Frequency;

impl Store {
    /// Lays in the catalogue and the divisions, unless these very ones were laid in last time,
    /// and returns the running tree. Whether a unit is a pilot is only written when it is new:
    /// an installation may have changed it.
    pub async fn lay_in(
        &self,
        catalogue: &Catalogue,
        divisions: &[OrgUnit],
        fingerprint: &str,
    ) -> Result<OrgUnits, StoreError> {
        let mut reading = self.read().await?;
        let known = reading.fingerprint().await?;
        if known.as_deref() != Some(fingerprint) {
            drop(reading);
            let mut link = self.engine.writing().await?;
            lay_units(&mut link, divisions)
                .await
                .doing("laying in the units")?;
            lay_catalogue(&mut link, catalogue)
                .await
                .doing("laying in the catalogue")?;
            on!(&mut link, db => sqlx::query("update holding set catalogue = $1 where id = 1")
                .bind(fingerprint).execute(db).await.map(|done| done.rows_affected()))
            .doing("remembering the catalogue")?;
            link.commit().await.doing("laying in the catalogue")?;
            reading = self.read().await?;
        }
        let rows = reading.units_and_reviewers().await?;
        drop(reading);
        let units = OrgUnits::new(rows.iter().map(|(unit, _)| unit.clone()));
        let stale: Vec<(UnitCode, Option<UnitCode>)> = rows
            .iter()
            .map(|(unit, reviewer)| (unit.code, *reviewer, units.reviewer_of(unit.code)))
            .filter(|(_, written, follows)| written != follows)
            .map(|(code, _, follows)| (code, follows))
            .collect();
        if !stale.is_empty() {
            let mut link = self.engine.writing().await?;
            lay_tree(&mut link, &units, &stale)
                .await
                .doing("laying in the tree")?;
            link.commit().await.doing("laying in the tree")?;
        }
        Ok(units)
    }
}

impl Reading {
    async fn fingerprint(&mut self) -> Result<Option<String>, StoreError> {
        on!(&mut self.link, db => sqlx::query_scalar::<_, Option<String>>(
            "select catalogue from holding where id = 1",
        ).fetch_one(db).await)
        .doing("reading which catalogue was laid in")
    }
}

async fn lay_units(link: &mut Link, divisions: &[OrgUnit]) -> Result<(), sqlx::Error> {
    let rows = divisions.iter().map(unit_row).collect();
    link.insert(
        "insert into org_unit (code, name_zh, name_en, level, parent, standing, is_region, region,
         townships_official, villages_official, note_zh, note_en) ",
        " on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
         level = excluded.level, parent = excluded.parent, standing = excluded.standing,
         townships_official = excluded.townships_official,
         villages_official = excluded.villages_official,
         note_zh = excluded.note_zh, note_en = excluded.note_en",
        rows,
    )
    .await?;
    let tree = OrgUnits::new(divisions.iter().cloned());
    let rows = divisions
        .iter()
        .flat_map(|unit| {
            std::iter::once(unit)
                .chain(tree.ancestors(unit.code))
                .map(|above| vec![code(unit.code), code(above.code)])
        })
        .collect();
    link.insert(
        "insert into unit_ancestor (org_unit, ancestor) ",
        " on conflict (org_unit, ancestor) do nothing",
        rows,
    )
    .await
}

/// Who reviews whom follows from the tree; on a fresh database that is every unit that files.
async fn lay_tree(
    link: &mut Link,
    units: &OrgUnits,
    stale: &[(UnitCode, Option<UnitCode>)],
) -> Result<(), sqlx::Error> {
    for (unit, reviewer) in stale.iter().filter(|(unit, _)| units.get(*unit).is_some()) {
        let (unit, reviewer) = (unit.to_string(), reviewer.map(|code| code.to_string()));
        on!(link, db => sqlx::query("update org_unit set reviewer = $2 where code = $1")
            .bind(&unit).bind(&reviewer).execute(db).await.map(|done| done.rows_affected()))?;
    }
    Ok(())
}

fn unit_row(unit: &OrgUnit) -> Vec<Field> {
    let (note_zh, note_en) = unit.note.clone().unwrap_or_default();
    let optional = |code: Option<UnitCode>| Field::MaybeText(code.map(|code| code.to_string()));
    vec![
        code(unit.code),
        Field::Text(unit.name_zh.clone()),
        Field::Text(unit.name_en.clone()),
        Field::Text(level_name(unit.level).to_owned()),
        optional(unit.parent),
        Field::Text(standing_name(unit.standing).to_owned()),
        Field::Bool(unit.is_region),
        optional(unit.region),
        Field::MaybeInt(unit.townships_official),
        Field::MaybeInt(unit.villages_official),
        Field::Text(note_zh),
        Field::Text(note_en),
    ]
}

fn code(unit: UnitCode) -> Field {
    Field::Text(unit.to_string())
}

async fn lay_catalogue(link: &mut Link, catalogue: &Catalogue) -> Result<(), sqlx::Error> {
    let text = |text: &str| Field::Text(text.to_owned());
    let elements = catalogue.elements().iter().zip(0..).map(|(element, at)| {
        vec![
            text(&element.code),
            text(&element.name.zh),
            text(&element.name.en),
            text(tier_name(element.tier)),
            text(frequency_name(element.frequency)),
            text(&element.programme),
            Field::Int(at),
        ]
    });
    link.insert(
        "insert into data_element (code, name_zh, name_en, tier, frequency, programme, position) ",
        " on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
         tier = excluded.tier, frequency = excluded.frequency, programme = excluded.programme,
         position = excluded.position",
        elements.collect(),
    )
    .await?;
    let indicators = catalogue.indicators().iter().zip(0..).map(|(one, at)| {
        vec![
            text(&one.code),
            text(&one.name.zh),
            text(&one.name.en),
            text(tier_name(one.tier)),
            text(&one.programme),
            text(roll_up_name(one.roll_up)),
            text(&one.numerator_element),
            Field::MaybeText(one.denominator_element.clone()),
            Field::Int(at),
        ]
    });
    link.insert(
        "insert into indicator (code, name_zh, name_en, tier, programme, roll_up,
         numerator_element, denominator_element, position) ",
        " on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
         tier = excluded.tier, programme = excluded.programme, roll_up = excluded.roll_up,
         numerator_element = excluded.numerator_element,
         denominator_element = excluded.denominator_element, position = excluded.position",
        indicators.collect(),
    )
    .await?;
    link.insert(
        "insert into target (indicator, year, value, due) ",
        " on conflict (indicator, year) do update set value = excluded.value, due = excluded.due",
        catalogue.indicators().iter().flat_map(targets).collect(),
    )
    .await
}

fn targets(indicator: &Indicator) -> Vec<Vec<Field>> {
    let rows = indicator.targets.iter().map(|target| {
        vec![
            Field::Text(indicator.code.clone()),
            Field::Int(i64::from(target.year)),
            Field::Text(target.value.to_string()),
            Field::Text(target.due.to_string()),
        ]
    });
    rows.collect()
}

fn tier_name(tier: Tier) -> &'static str {
    match tier {
        Tier::County => "county",
        Tier::Region => "region",
        Tier::Province => "province",
        Tier::Nation => "nation",
    }
}

fn frequency_name(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Monthly => "monthly",
        Frequency::HalfYear => "half_year",
        Frequency::Annual => "annual",
        Frequency::AsAt => "as_at",
    }
}

fn roll_up_name(roll_up: RollUp) -> &'static str {
    match roll_up {
        RollUp::SumNumDen => "sum_num_den",
        RollUp::Sum => "sum",
        RollUp::Max => "max",
        RollUp::UnitsMet => "units_met",
        RollUp::ShareOfPeriods => "share_of_periods",
    }
}
