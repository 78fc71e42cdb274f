//! Rows beside a return: one plain form a list, and its file.

use super::downloads::{Door, file};
use super::fields::Fields;
use super::forms::signed_in;
use super::{escape, refused};
use app::ask::rows::RowsFiling;
use app::refusal::{Refusal, Unreadable};
use app::tables;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use kpi::returns::ReturnKey;
use kpi::rows::{Column, TypedRow};
use std::collections::{BTreeMap, BTreeSet};

type Address = Path<(String, String, String, String)>;

/// Empty rows that "more rows" adds.
const MORE: usize = 5;

/// Save, save and show more rows, take over those accepted last.
pub async fn rows(
    (State(doors), Extension(identified), _): Door,
    Path((unit, programme, period, list)): Address,
    fields: Fields,
) -> Response {
    let page = format!(
        "/returns/{}/{}/{}/rows/{}",
        escape(&unit),
        escape(&programme),
        escape(&period),
        escape(&list)
    );
    let deed = async {
        let actor = signed_in(&identified)?;
        let key = read_key(&unit, programme, &period)?;
        let unreadable = || Refusal::Unreadable(Unreadable::NotTheForm);
        let revision = fields.get("revision").parse().map_err(|_| unreadable())?;
        let filing = |rows| RowsFiling {
            key: key.clone(),
            list: list.clone(),
            rows,
            revision,
        };
        let backend = &doors.backend;
        match fields.get("intent") {
            "save" => {
                backend.save_rows(actor, &filing(typed(&fields))).await?;
                Ok("done=saved".to_owned())
            }
            "more" => {
                let rows = typed(&fields);
                let empty = rows.iter().filter(|row| row.is_blank()).count();
                backend.save_rows(actor, &filing(rows)).await?;
                Ok(format!("done=saved&more={}", empty + MORE))
            }
            "carry" => {
                backend.carry_rows(actor, &key, &list, revision).await?;
                Ok("done=saved".to_owned())
            }
            _ => Err(unreadable()),
        }
    };
    match deed.await {
        Ok(done) => Redirect::to(&format!("{page}?{done}")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

/// A list as a file.
pub async fn table(door: Door, Path((unit, programme, period, list)): Address) -> Response {
    let name = format!("{list}-{unit}-{period}");
    file(door, &name, async |doors, actor, words| {
        let key = read_key(&unit, programme, &period)?;
        let open = doors.backend.open_rows(actor, &key, &list).await?;
        tables::rows_table(&open, words).ok_or(Refusal::Missing)
    })
    .await
}

fn read_key(unit: &str, programme: String, period: &str) -> Result<ReturnKey, Refusal> {
    Ok(ReturnKey {
        org_unit: unit.parse().map_err(|_| Refusal::Missing)?,
        programme,
        period: period.parse().map_err(|_| Refusal::Missing)?,
    })
}

/// The rows of a form, in their order: `COLUMN:LINE`, and `drop:LINE` for those to be deleted.
fn typed(fields: &Fields) -> Vec<TypedRow> {
    let mut rows: BTreeMap<u32, TypedRow> = BTreeMap::new();
    let mut dropped: BTreeSet<u32> = BTreeSet::new();
    for (name, value) in fields.iter() {
        let Some((part, line)) = name.split_once(':') else {
            continue;
        };
        let Ok(line) = line.parse() else {
            continue;
        };
        match (part, Column::from_code(part)) {
            ("drop", _) => {
                dropped.insert(line);
            }
            (_, Some(column)) => rows.entry(line).or_default().put(column, value),
            (_, None) => {}
        }
    }
    rows.into_iter()
        .filter(|(line, _)| !dropped.contains(line))
        .map(|(_, row)| row)
        .collect()
}
