//! Rows that are entered one by one: as typed, and as submitted with a version.

use super::engine::{Field, on};
use super::error::{Doing, corrupt};
use super::{Change, Reading, StoreError, parsed};
use kpi::period::Period;
use kpi::returns::ReturnKey;
use kpi::rows::{Column, RowList, RowsByList, TypedRow};
use std::collections::BTreeMap;

#[derive(sqlx::FromRow)]
struct ListRow {
    list: String,
    name: String,
    day: String,
    place: String,
    topic: String,
    first: String,
    second: String,
}

#[derive(sqlx::FromRow)]
struct PastRow {
    period: String,
    #[sqlx(flatten)]
    row: ListRow,
}

/// The column of the table in which a list's column stands.
fn place_of(column: Column) -> usize {
    match column {
        Column::Name | Column::Department => 0,
        Column::Day => 1,
        Column::Place => 2,
        Column::Topic => 3,
        Column::Students | Column::Participants => 4,
        Column::Teachers => 5,
    }
}

impl ListRow {
    fn read(self) -> Result<(String, TypedRow), sqlx::Error> {
        let list = RowList::of(&self.list).ok_or_else(|| corrupt("list", &self.list))?;
        let texts = [
            self.name,
            self.day,
            self.place,
            self.topic,
            self.first,
            self.second,
        ];
        let row = list
            .columns
            .iter()
            .map(|column| (*column, texts[place_of(*column)].as_str()));
        Ok((self.list, TypedRow::of(row)))
    }
}

/// A row's six texts, in the order of the table.
fn texts(list: &RowList, row: &TypedRow) -> [String; 6] {
    let mut texts: [String; 6] = Default::default();
    for column in list.columns {
        texts[place_of(*column)] = row.get(*column).to_owned();
    }
    texts
}

fn by_list(rows: Result<Vec<ListRow>, sqlx::Error>) -> Result<RowsByList, sqlx::Error> {
    let mut lists = RowsByList::new();
    for row in rows? {
        let (list, row) = row.read()?;
        lists.entry(list).or_default().push(row);
    }
    Ok(lists)
}

impl Reading {
    /// The rows of a return as they stand, by list.
    pub async fn rows(&mut self, key: &ReturnKey) -> Result<RowsByList, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        by_list(on!(&mut self.link, db => sqlx::query_as::<_, ListRow>(
            "select list, name, day, place, topic, first, second from list_row
             where org_unit = $1 and programme = $2 and period = $3 and until_change is null
             order by list, line",
        ).bind(&unit).bind(&key.programme).bind(&period).fetch_all(db).await))
        .doing("reading rows")
    }

    /// The rows of a return as they stood at change `number`.
    pub async fn rows_at(
        &mut self,
        key: &ReturnKey,
        number: i64,
    ) -> Result<RowsByList, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        by_list(on!(&mut self.link, db => sqlx::query_as::<_, ListRow>(
            "select list, name, day, place, topic, first, second from list_row
             where org_unit = $1 and programme = $2 and period = $3 and since_change <= $4
               and (until_change is null or until_change > $4)
             order by list, line",
        ).bind(&unit).bind(&key.programme).bind(&period).bind(number).fetch_all(db).await))
        .doing("reading rows of the past")
    }

    /// The rows of a version, as submitted.
    pub async fn version_rows(
        &mut self,
        key: &ReturnKey,
        version: i64,
    ) -> Result<RowsByList, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        by_list(on!(&mut self.link, db => sqlx::query_as::<_, ListRow>(
            "select list, name, day, place, topic, first, second from version_row
             where org_unit = $1 and programme = $2 and period = $3 and version = $4
             order by list, line",
        ).bind(&unit).bind(&key.programme).bind(&period).bind(version).fetch_all(db).await))
        .doing("reading a version's rows")
    }

    /// The accepted rows of a list in the returns of a unit from `from` on and before this one,
    /// by month.
    pub async fn accepted_rows(
        &mut self,
        key: &ReturnKey,
        list: &RowList,
        from: Period,
    ) -> Result<BTreeMap<Period, Vec<TypedRow>>, StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let from = from.to_string();
        let rows = on!(&mut self.link, db => sqlx::query_as::<_, PastRow>(
            "select r.period, r.list, r.name, r.day, r.place, r.topic, r.first, r.second
             from filing f join version_row r on r.org_unit = f.org_unit
                  and r.programme = f.programme and r.period = f.period and r.version = f.accepted
             where f.org_unit = $1 and f.programme = $2 and f.period >= $3 and f.period < $4
               and r.list = $5
             order by r.period, r.line",
        ).bind(&unit).bind(&key.programme).bind(&from).bind(&period).bind(list.code).fetch_all(db).await)
        .doing("reading accepted rows")?;
        let mut months: BTreeMap<Period, Vec<TypedRow>> = BTreeMap::new();
        for row in rows {
            let month = parsed("period", &row.period).doing("reading accepted rows")?;
            let (_, row) = row.row.read().doing("reading accepted rows")?;
            months.entry(month).or_default().push(row);
        }
        Ok(months)
    }
}

impl Change {
    /// Puts rows in the place of a list's rows. Those that stay as they are, in their line, are
    /// left alone; the others are closed, not overwritten.
    pub async fn put_rows(
        &mut self,
        key: &ReturnKey,
        list: &RowList,
        before: &[TypedRow],
        now: &[TypedRow],
    ) -> Result<(), StoreError> {
        let number = self.number;
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        for (at, row) in before.iter().enumerate() {
            if now.get(at) == Some(row) {
                continue;
            }
            let line = line_of(at);
            on!(&mut self.reading.link, db => sqlx::query(
                "update list_row set until_change = $1
                 where org_unit = $2 and programme = $3 and period = $4 and list = $5
                   and line = $6 and until_change is null",
            )
            .bind(number)
            .bind(&unit)
            .bind(&key.programme)
            .bind(&period)
            .bind(list.code)
            .bind(line)
            .execute(db).await.map(|done| done.rows_affected()))
            .doing("closing a row")?;
        }
        let opened = now
            .iter()
            .enumerate()
            .filter(|(at, row)| before.get(*at) != Some(*row))
            .map(|(at, row)| {
                let mut fields = vec![
                    Field::Text(unit.clone()),
                    Field::Text(key.programme.clone()),
                    Field::Text(period.clone()),
                    Field::Text(list.code.to_owned()),
                    Field::Int(line_of(at)),
                    Field::Int(number),
                ];
                fields.extend(texts(list, row).map(Field::Text));
                fields
            });
        self.reading
            .link
            .insert(
                "insert into list_row (org_unit, programme, period, list, line, since_change, name, day, place, topic, first, second) ",
                "",
                opened.collect(),
            )
            .await
            .doing("writing rows")
    }

    /// Freezes the rows of a version.
    pub async fn put_version_rows(
        &mut self,
        key: &ReturnKey,
        version: i64,
        rows: &RowsByList,
    ) -> Result<(), StoreError> {
        let (unit, period) = (key.org_unit.to_string(), key.period.to_string());
        let frozen = rows
            .iter()
            .filter_map(|(code, rows)| Some((RowList::of(code)?, rows)))
            .flat_map(|(list, rows)| {
                rows.iter()
                    .enumerate()
                    .map(move |(at, row)| (list, at, row))
            })
            .map(|(list, at, row)| {
                let mut fields = vec![
                    Field::Text(unit.clone()),
                    Field::Text(key.programme.clone()),
                    Field::Text(period.clone()),
                    Field::Int(version),
                    Field::Text(list.code.to_owned()),
                    Field::Int(line_of(at)),
                ];
                fields.extend(texts(list, row).map(Field::Text));
                fields
            });
        self.reading
            .link
            .insert(
                "insert into version_row (org_unit, programme, period, version, list, line, name, day, place, topic, first, second) ",
                "",
                frozen.collect(),
            )
            .await
            .doing("freezing a version's rows")
    }
}

/// The number of a row, from 1.
fn line_of(at: usize) -> i64 {
    i64::try_from(at).map_or(i64::MAX, |at| at + 1)
}
