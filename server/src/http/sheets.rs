//! Workbooks out and in: the form of a return, the workbook of the units below, and what an
//! uploaded one would change. An upload saves nothing; what it answers with has the form that
//! does.

use super::fields::Fields;
use super::files::File;
use super::identify::Identified;
use super::router::Doors;
use super::{escape, refused};
use crate::sheet::{self, Filled, of_region, of_sheet};
use app::ask::identity::Holding;
use app::ask::returns::{Filing, OpenReturn};
use app::ask::workbooks::{Differences, FileTrouble, SheetTrouble, Workbook, WrongSheet};
use app::parts::{
    UploadHead, applied_page, differences_page, region_differences_page, trouble_page,
};
use app::refusal::{NotNow, Refusal, Unreadable};
use app::text::Words;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kpi::draft::{Cell, Draft, Empty};
use kpi::returns::{ReturnKey, Stage};
use kpi::role::Actor;
use kpi::{Period, UnitCode};
use std::collections::BTreeMap;
use tokio::sync::Semaphore;

type Door = (State<Doors>, Extension<Identified>);
type Address = Path<(String, String, String)>;

/// So many files are read at once; the others wait. What one may take is bounded in `sheet`.
static READING: Semaphore = Semaphore::const_new(2);

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The form of one return.
pub async fn form((State(doors), Extension(identified)): Door, address: Address) -> Response {
    let page = page_of(&address, "/returns");
    let written = async {
        let actor = signed_in(&identified)?;
        let open = doors.backend.open_return(actor, &key(&address)?).await?;
        let name = format!(
            "{}-{}-{}",
            open.key.org_unit, open.key.programme, open.key.period
        );
        write(&doors, actor, name, vec![open]).await
    };
    file(&identified, written.await, &page)
}

/// The workbook of the units below.
pub async fn workbook((State(doors), Extension(identified)): Door, address: Address) -> Response {
    let page = page_of(&address, "/returns/workbook");
    let written = async {
        let actor = signed_in(&identified)?;
        let workbook = asked(&doors, actor, &address).await?;
        let mut returns = Vec::with_capacity(workbook.lines.len());
        for line in &workbook.lines {
            let key = key_below(&workbook, line.unit.code);
            returns.push(doors.backend.open_return(actor, &key).await?);
        }
        let name = format!(
            "{}-{}-{}-below",
            address.0.0, workbook.programme, workbook.period
        );
        write(&doors, actor, name, returns).await
    };
    file(&identified, written.await, &format!("{page}/upload"))
}

/// What a filled-in form would change.
pub async fn upload(
    (State(doors), Extension(identified)): Door,
    address: Address,
    File(bytes): File,
) -> Response {
    let page = page_of(&address, "/returns");
    let words = Words(identified.lang);
    let compared = async {
        let actor = signed_in(&identified)?;
        let open = doors.backend.open_return(actor, &key(&address)?).await?;
        if !open.may_edit {
            return Err(match open.stage {
                Some(Stage::Submitted) => Refusal::NotNow(NotNow::Submitted),
                _ => Refusal::Forbidden,
            });
        }
        let holding = doors.backend.here(Some(actor)).await?.holding;
        let head = head(&open, holding, &page);
        let told = read(bytes)
            .await?
            .and_then(|filled| sheet::differences(&filled, &open, holding));
        Ok(match told {
            Ok(told) => (StatusCode::OK, differences_page(words, &head, &told)),
            Err(trouble) => troubled(words, &head, &trouble),
        })
    };
    match compared.await {
        Ok((status, text)) => (status, Html(text)).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

/// What a filled-in workbook would change in the returns below.
pub async fn upload_workbook(
    (State(doors), Extension(identified)): Door,
    address: Address,
    File(bytes): File,
) -> Response {
    let page = page_of(&address, "/returns/workbook");
    let words = Words(identified.lang);
    let compared = async {
        let actor = signed_in(&identified)?;
        let workbook = asked(&doors, actor, &address).await?;
        if !workbook.may_fill {
            return Err(Refusal::Forbidden);
        }
        let holding = doors.backend.here(Some(actor)).await?.holding;
        let head = workbook_head(&workbook, holding, &page);
        let filled = match read(bytes).await? {
            Ok(filled) => filled,
            Err(trouble) => return Ok(troubled(words, &head, &trouble)),
        };
        let region = match of_region(&filled, &workbook, holding) {
            Ok(region) => region,
            Err(trouble) => return Ok(troubled(words, &head, &trouble)),
        };
        let mut left = region.left;
        let mut told = Vec::with_capacity(region.taken.len());
        for (unit, sheet) in region.taken {
            let key = key_below(&workbook, unit);
            let open = doors.backend.open_return(actor, &key).await?;
            match below(&workbook, sheet, &open) {
                Ok(differences) => told.push(differences),
                Err(trouble) => left.extend(trouble),
            }
        }
        let status = match told.is_empty() {
            true => StatusCode::UNPROCESSABLE_ENTITY,
            false => StatusCode::OK,
        };
        Ok((status, region_differences_page(words, &head, &told, &left)))
    };
    match compared.await {
        Ok((status, text)) => (status, Html(text)).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &format!("{page}/upload")),
    }
}

/// What a sheet would change; or, where its return does not stand open, that it would.
fn below(
    workbook: &Workbook,
    sheet: &Filled,
    open: &OpenReturn,
) -> Result<Differences, Option<SheetTrouble>> {
    let told = of_sheet(sheet, open);
    let line = workbook
        .lines
        .iter()
        .find(|line| line.unit.code == open.key.org_unit);
    match line {
        Some(line) if line.is_open() => Ok(told),
        _ if told.changes.is_empty() => Err(None),
        _ => Err(Some(SheetTrouble {
            sheet: sheet.sheet.clone(),
            what: WrongSheet::NotOpen(open.stage.unwrap_or(Stage::Submitted)),
        })),
    }
}

/// Keeps the drafts of the units that were chosen.
pub async fn apply_workbook(
    (State(doors), Extension(identified)): Door,
    address: Address,
    fields: Fields,
) -> Response {
    let page = page_of(&address, "/returns/workbook");
    let words = Words(identified.lang);
    let deed = async {
        let actor = signed_in(&identified)?;
        let workbook = asked(&doors, actor, &address).await?;
        let filings = filings(&workbook, &fields)?;
        doors.backend.fill_below(actor, &filings).await?;
        let holding = doors.backend.here(Some(actor)).await?.holding;
        let units: Vec<_> = workbook
            .lines
            .iter()
            .filter(|line| {
                filings
                    .iter()
                    .any(|filing| filing.draft.key.org_unit == line.unit.code)
            })
            .map(|line| {
                let unit = line.unit.clone();
                let href = format!(
                    "/returns/{}/{}/{}",
                    unit.code, workbook.programme, workbook.period
                );
                (unit, href)
            })
            .collect();
        let head = workbook_head(&workbook, holding, &page);
        Ok(applied_page(words, &head, &units))
    };
    match deed.await {
        Ok(text) => (StatusCode::OK, Html(text)).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &format!("{page}/upload")),
    }
}

/// The cells of the units that were chosen: `take`, `revision:UNIT`, and of each data element
/// `text:UNIT:CODE`, `empty:UNIT:CODE`, `reason:UNIT:CODE`.
fn filings(workbook: &Workbook, fields: &Fields) -> Result<Vec<Filing>, Refusal> {
    let unreadable = || Refusal::Unreadable(Unreadable::NotTheForm);
    let mut cells: BTreeMap<&str, BTreeMap<String, Cell>> = BTreeMap::new();
    for (name, value) in fields.iter() {
        let mut parts = name.splitn(3, ':');
        let (Some(part), Some(unit), Some(element)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let of_unit = cells.entry(unit).or_default();
        let cell = of_unit.entry(element.to_owned()).or_default();
        match part {
            "text" => cell.text = value.to_owned(),
            "empty" => cell.empty = Empty::from_code(value),
            "reason" => cell.reason = value.to_owned(),
            _ => {}
        }
    }
    let taken = fields.iter().filter(|(name, _)| *name == "take");
    taken
        .map(|(_, unit)| {
            let org_unit: UnitCode = unit.parse().map_err(|_| unreadable())?;
            let revision = fields.get(&format!("revision:{unit}"));
            let draft = Draft {
                key: key_below(workbook, org_unit),
                cells: cells.remove(unit).unwrap_or_default(),
            };
            let revision = revision.parse().map_err(|_| unreadable())?;
            Ok(Filing::of(draft, revision))
        })
        .collect()
}

fn signed_in(identified: &Identified) -> Result<&Actor, Refusal> {
    identified.actor.as_ref().ok_or(Refusal::SignIn)
}

fn page_of(Path((unit, programme, period)): &Address, under: &str) -> String {
    format!(
        "{under}/{}/{}/{}",
        escape(unit),
        escape(programme),
        escape(period)
    )
}

fn key(Path((unit, programme, period)): &Address) -> Result<ReturnKey, Refusal> {
    Ok(ReturnKey {
        org_unit: unit.parse().map_err(|_| Refusal::Missing)?,
        programme: programme.clone(),
        period: period.parse().map_err(|_| Refusal::Missing)?,
    })
}

fn key_below(workbook: &Workbook, org_unit: UnitCode) -> ReturnKey {
    ReturnKey {
        org_unit,
        programme: workbook.programme.clone(),
        period: workbook.period,
    }
}

async fn asked(
    doors: &Doors,
    actor: &Actor,
    Path((unit, programme, period)): &Address,
) -> Result<Workbook, Refusal> {
    let above: UnitCode = unit.parse().map_err(|_| Refusal::Missing)?;
    let period: Period = period.parse().map_err(|_| Refusal::Missing)?;
    doors
        .backend
        .workbook(actor, above, programme, period)
        .await
}

/// Reads a file on a thread that may be blocked.
async fn read(bytes: Bytes) -> Result<Result<Vec<Filled>, FileTrouble>, Refusal> {
    let _turn = READING.acquire().await.map_err(|_| Refusal::Busy)?;
    let read = tokio::task::spawn_blocking(move || sheet::read(&bytes)).await;
    read.map_err(|error| broken(&error))
}

async fn write(
    doors: &Doors,
    actor: &Actor,
    name: String,
    returns: Vec<OpenReturn>,
) -> Result<(String, Vec<u8>), Refusal> {
    let holding = doors.backend.here(Some(actor)).await?.holding;
    let suffix = match holding {
        Holding::Demo => "-demo",
        Holding::Published => "-published",
        Holding::Real => "",
    };
    let written = tokio::task::spawn_blocking(move || sheet::workbook(&returns, holding)).await;
    let bytes = written
        .map_err(|error| broken(&error))?
        .map_err(|error| broken(&error))?;
    Ok((format!("{name}{suffix}.xlsx"), bytes))
}

fn broken(error: &dyn std::error::Error) -> Refusal {
    let incident = super::incident();
    tracing::error!(incident, %error, "a workbook");
    Refusal::Broken { incident }
}

fn file(
    identified: &Identified,
    written: Result<(String, Vec<u8>), Refusal>,
    back: &str,
) -> Response {
    match written {
        Ok((name, bytes)) => {
            let name = format!("attachment; filename=\"{name}\"");
            let head = [
                (header::CONTENT_TYPE, XLSX.to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (head, bytes).into_response()
        }
        Err(refusal) => refused(identified.lang, &refusal, back),
    }
}

fn head(open: &OpenReturn, holding: Holding, page: &str) -> UploadHead {
    UploadHead {
        unit: open.path.last().cloned(),
        period: open.key.period,
        page: format!("{page}/upload"),
        back: page.to_owned(),
        holding,
    }
}

fn workbook_head(workbook: &Workbook, holding: Holding, page: &str) -> UploadHead {
    UploadHead {
        unit: workbook.path.last().cloned(),
        period: workbook.period,
        page: format!("{page}/upload"),
        back: format!("{page}/upload"),
        holding,
    }
}

fn troubled(words: Words, head: &UploadHead, trouble: &FileTrouble) -> (StatusCode, String) {
    (
        StatusCode::UNPROCESSABLE_ENTITY,
        trouble_page(words, head, trouble),
    )
}
