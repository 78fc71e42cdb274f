//! What is set for programmes, and which months are closed.

use super::engine::{Field, on};
use super::error::{Doing, corrupt};
use super::{Change, Reading, StoreError, parsed};
use kpi::org_unit::UnitCode;
use kpi::period::Period;
use kpi::returns::ReturnKey;
use kpi::setting::{ProgrammeSetting, ReviewLevels, Settings};

/// Who did something of which only the number is kept elsewhere, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The account.
    pub account: String,
    /// The person's name; nobody's on the command line.
    pub name: Option<String>,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Why.
    pub reason: Option<String>,
}

/// Something that was set for a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRow {
    /// The programme's code.
    pub programme: String,
    /// What was set.
    pub setting: ProgrammeSetting,
    /// By whom.
    pub author: Author,
}

/// A month that was closed, or opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingRow {
    /// Where; it holds for all below, too.
    pub org_unit: UnitCode,
    /// The programme's code.
    pub programme: String,
    /// The month.
    pub period: Period,
    /// Whether it was closed.
    pub closed: bool,
    /// By whom.
    pub author: Author,
}

#[derive(sqlx::FromRow)]
struct RawSetting {
    programme: String,
    deadline_day: i64,
    deadline_hour: i64,
    review_levels: i64,
    last_owed: Option<String>,
    account: String,
    name: Option<String>,
    at: i64,
    reason: Option<String>,
}

impl TryFrom<RawSetting> for SettingRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawSetting) -> Result<SettingRow, sqlx::Error> {
        let small = |column, number: i64| {
            u32::try_from(number).map_err(|_| corrupt(column, &number.to_string()))
        };
        let levels = small("review_levels", raw.review_levels)?;
        Ok(SettingRow {
            setting: ProgrammeSetting {
                deadline_day: small("deadline_day", raw.deadline_day)?,
                deadline_hour: small("deadline_hour", raw.deadline_hour)?,
                review_levels: ReviewLevels::of(levels)
                    .ok_or_else(|| corrupt("review_levels", &levels.to_string()))?,
                last_owed: raw
                    .last_owed
                    .map(|text| parsed("last_owed", &text))
                    .transpose()?,
            },
            programme: raw.programme,
            author: Author {
                account: raw.account,
                name: raw.name,
                at: raw.at,
                reason: raw.reason,
            },
        })
    }
}

#[derive(sqlx::FromRow)]
struct RawClosing {
    org_unit: String,
    programme: String,
    period: String,
    closed: bool,
    account: String,
    name: Option<String>,
    at: i64,
    reason: Option<String>,
}

impl TryFrom<RawClosing> for ClosingRow {
    type Error = sqlx::Error;

    fn try_from(raw: RawClosing) -> Result<ClosingRow, sqlx::Error> {
        Ok(ClosingRow {
            org_unit: parsed("org_unit", &raw.org_unit)?,
            programme: raw.programme,
            period: parsed("period", &raw.period)?,
            closed: raw.closed,
            author: Author {
                account: raw.account,
                name: raw.name,
                at: raw.at,
                reason: raw.reason,
            },
        })
    }
}

fn closings(rows: Result<Vec<RawClosing>, sqlx::Error>) -> Result<Vec<ClosingRow>, StoreError> {
    rows.and_then(|rows| rows.into_iter().map(ClosingRow::try_from).collect())
        .doing("reading closed months")
}

impl Reading {
    /// Everything that was ever set for programmes, the newest first.
    pub async fn setting_rows(&mut self) -> Result<Vec<SettingRow>, StoreError> {
        on!(&mut self.link, db => sqlx::query_as::<_, RawSetting>(
            "select s.programme, s.deadline_day, s.deadline_hour, s.review_levels, s.last_owed,
                    c.account, a.name, c.at, c.reason
             from programme_setting s
             join change c on c.id = s.change
             left join account a on a.account = c.account
             order by s.change desc",
        ).fetch_all(db).await)
        .and_then(|rows| rows.into_iter().map(SettingRow::try_from).collect())
        .doing("reading programmes' settings")
    }

    /// What is set for programmes now.
    pub async fn settings(&mut self) -> Result<Settings, StoreError> {
        let rows = self.setting_rows().await?;
        // The oldest first, so that the newest is laid in last.
        let rows = rows.into_iter().rev();
        Ok(Settings::new(rows.map(|row| (row.programme, row.setting))))
    }

    /// Every month that was ever closed or opened again, the newest first.
    pub async fn closing_rows(&mut self) -> Result<Vec<ClosingRow>, StoreError> {
        closings(on!(&mut self.link, db => sqlx::query_as::<_, RawClosing>(
            "select g.org_unit, g.programme, g.period, g.closed, c.account, a.name, c.at, c.reason
             from closing g
             join change c on c.id = g.change
             left join account a on a.account = c.account
             order by g.change desc",
        ).fetch_all(db).await))
    }

    /// By what the month of a return is closed, the newest first: at its unit or above it.
    pub async fn closings_of(&mut self, key: &ReturnKey) -> Result<Vec<ClosingRow>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        closings(on!(&mut self.link, db => sqlx::query_as::<_, RawClosing>(
            "select g.org_unit, g.programme, g.period, g.closed, c.account, a.name, c.at, c.reason
             from unit_ancestor u
             join closing g on g.org_unit = u.ancestor and g.programme = $2 and g.period = $3
             join change c on c.id = g.change
             left join account a on a.account = c.account
             where u.org_unit = $1 and g.closed and not exists (
                 select 1 from closing n
                 where n.org_unit = g.org_unit and n.programme = g.programme
                   and n.period = g.period and n.change > g.change)
             order by g.change desc",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await))
    }
}

impl Change {
    /// Sets something for a programme, in place of what was set before.
    pub async fn put_setting(
        &mut self,
        programme: &str,
        setting: &ProgrammeSetting,
    ) -> Result<(), StoreError> {
        let row = vec![
            Field::Text(programme.to_owned()),
            Field::Int(self.number),
            Field::Int(setting.deadline_day.into()),
            Field::Int(setting.deadline_hour.into()),
            Field::Int(setting.review_levels.number().into()),
            Field::MaybeText(setting.last_owed.map(|period| period.to_string())),
        ];
        self.reading
            .link
            .insert(
                "insert into programme_setting (programme, change, deadline_day, deadline_hour, review_levels, last_owed) ",
                "",
                vec![row],
            )
            .await
            .doing("setting a programme")
    }

    /// Closes a month for a unit and all below it, or opens it again.
    pub async fn put_closing(&mut self, key: &ReturnKey, closed: bool) -> Result<(), StoreError> {
        let row = vec![
            Field::Text(key.org_unit.to_string()),
            Field::Text(key.programme.clone()),
            Field::Text(key.period.to_string()),
            Field::Int(self.number),
            Field::Bool(closed),
        ];
        self.reading
            .link
            .insert(
                "insert into closing (org_unit, programme, period, change, closed) ",
                "",
                vec![row],
            )
            .await
            .doing("closing a month")
    }
}
