//! What reviewers say of single figures, who is at work on a return, and which versions are kept.

use super::engine::{Field, on};
use super::error::Doing;
use super::{Change, Reading, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::returns::ReturnKey;
use std::collections::BTreeMap;

/// Somebody who saved in a draft since its return was last submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriterRow {
    /// Which return.
    pub key: ReturnKey,
    /// The account.
    pub account: String,
    /// The person's name.
    pub name: Option<String>,
    /// When last, in milliseconds since 1970, UTC.
    pub at: i64,
}

#[derive(sqlx::FromRow)]
struct RemarkRow {
    version: i64,
    data_element: String,
    text: String,
}

#[derive(sqlx::FromRow)]
struct RawWriter {
    org_unit: String,
    programme: String,
    period: String,
    account: String,
    name: Option<String>,
    at: i64,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    org_unit: String,
    programme: String,
    period: String,
    remarks: i64,
}

/// Remarks by version and data element.
pub type Remarks = BTreeMap<i64, BTreeMap<String, String>>;

impl Reading {
    /// What was said of single figures of a return, version by version; where a version went back
    /// twice, the last word.
    pub async fn remarks(&mut self, key: &ReturnKey) -> Result<Remarks, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, RemarkRow>(
            "select version, data_element, text from remark r
             where org_unit = $1 and programme = $2 and period = $3 and change = (
                 select max(n.change) from remark n
                 where n.org_unit = r.org_unit and n.programme = r.programme
                   and n.period = r.period and n.version = r.version)",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("reading remarks")?;
        let mut remarks = Remarks::new();
        for row in rows {
            let of_version = remarks.entry(row.version).or_default();
            of_version.insert(row.data_element, row.text);
        }
        Ok(remarks)
    }

    /// How many remarks went with the last sending back of each return of a unit that lies there
    /// sent back.
    pub async fn remark_counts(
        &mut self,
        unit: UnitCode,
    ) -> Result<BTreeMap<ReturnKey, usize>, StoreError> {
        let unit = unit.to_string();
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, CountRow>(
            "select r.org_unit, r.programme, r.period, count(*) as remarks
             from remark r
             join filing f on f.org_unit = r.org_unit and f.programme = r.programme
                  and f.period = r.period and f.version = r.version
             where r.org_unit = $1 and f.stage = 'sent_back' and r.change = (
                 select max(n.change) from remark n
                 where n.org_unit = r.org_unit and n.programme = r.programme
                   and n.period = r.period)
             group by r.org_unit, r.programme, r.period",
        ).bind(&unit).fetch_all(db).await)
        .doing("counting remarks")?;
        rows.into_iter()
            .map(|row| {
                let key = key_of(&row.org_unit, row.programme, &row.period)?;
                Ok((key, usize::try_from(row.remarks).unwrap_or(0)))
            })
            .collect::<Result<_, sqlx::Error>>()
            .doing("counting remarks")
    }

    /// Who saved in the drafts of a unit, or of the units that it reviews, since each was last
    /// submitted; the last to write first.
    pub async fn writers(&mut self, around: UnitCode) -> Result<Vec<WriterRow>, StoreError> {
        let around = around.to_string();
        writers(on!(&mut self.link, db => sqlx::query_as::<_, RawWriter>(
            "select c.org_unit, c.programme, c.period, c.account, max(a.name) as name,
                    max(c.at) as at
             from filing f
             join change c on c.org_unit = f.org_unit and c.programme = f.programme
                  and c.period = f.period
             left join account a on a.account = c.account
             where f.org_unit in (select code from org_unit where code = $1 or reviewer = $1)
               and f.stage in ('draft', 'sent_back') and c.action = 'save_draft'
               and not exists (
                 select 1 from change s
                 where s.org_unit = c.org_unit and s.programme = c.programme
                   and s.period = c.period and s.action = 'submit' and s.id > c.id)
             group by c.org_unit, c.programme, c.period, c.account
             order by max(c.at) desc, c.account",
        ).bind(&around).fetch_all(db).await))
    }

    /// Who saved in the draft of one return since it was last submitted; the last to write first.
    pub async fn writers_of(&mut self, key: &ReturnKey) -> Result<Vec<WriterRow>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        writers(on!(&mut self.link, db => sqlx::query_as::<_, RawWriter>(
            "select c.org_unit, c.programme, c.period, c.account, max(a.name) as name,
                    max(c.at) as at
             from change c
             left join account a on a.account = c.account
             where c.org_unit = $1 and c.programme = $2 and c.period = $3
               and c.action = 'save_draft'
               and not exists (
                 select 1 from change s
                 where s.org_unit = c.org_unit and s.programme = c.programme
                   and s.period = c.period and s.action = 'submit' and s.id > c.id)
             group by c.org_unit, c.programme, c.period, c.account
             order by max(c.at) desc, c.account",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await))
    }
}

impl Reading {
    /// The numbers of the versions that are kept of a return, in order.
    pub async fn version_numbers(&mut self, key: &ReturnKey) -> Result<Vec<i64>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        on!(&mut self.link, db => sqlx::query_scalar::<_, i64>(
            "select version from version_value
             where org_unit = $1 and programme = $2 and period = $3
             group by version order by version",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await)
        .doing("listing versions")
    }
}

fn writers(rows: Result<Vec<RawWriter>, sqlx::Error>) -> Result<Vec<WriterRow>, StoreError> {
    rows.and_then(|rows| {
        rows.into_iter()
            .map(|row| {
                Ok(WriterRow {
                    key: key_of(&row.org_unit, row.programme, &row.period)?,
                    account: row.account,
                    name: row.name,
                    at: row.at,
                })
            })
            .collect()
    })
    .doing("reading who is at work")
}

fn key_of(unit: &str, programme: String, period: &str) -> Result<ReturnKey, sqlx::Error> {
    Ok(ReturnKey {
        org_unit: parsed("org_unit", unit)?,
        programme,
        period: parsed("period", period)?,
    })
}

impl Change {
    /// Keeps what a reviewer says of single figures of the version that goes back.
    pub async fn put_remarks(
        &mut self,
        key: &ReturnKey,
        version: i64,
        remarks: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        let number = self.number;
        let rows = remarks.iter().map(|(element, text)| {
            vec![
                Field::Text(key.org_unit.to_string()),
                Field::Text(key.programme.clone()),
                Field::Text(key.period.to_string()),
                Field::Int(number),
                Field::Int(version),
                Field::Text(element.clone()),
                Field::Text(text.clone()),
            ]
        });
        self.reading
            .link
            .insert(
                "insert into remark (org_unit, programme, period, change, version, data_element, text) ",
                "",
                rows.collect(),
            )
            .await
            .doing("keeping remarks")
    }
}
