//! Notes and evidence: the forms of their page, and the files themselves.

use super::fields::{Fields, read};
use super::identify::Identified;
use super::router::Doors;
use super::{escape, refused};
use crate::evidence::Incoming;
use crate::office::GivenOut;
use app::ask::talk::LARGEST_POST;
use app::refusal::{Refusal, Unreadable};
use axum::Extension;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Query, Request, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Redirect, Response};
use kpi::returns::ReturnKey;
use kpi::role::Actor;
use serde::Deserialize;
use std::time::Duration;

type Door = (State<Doors>, Extension<Identified>);

/// What stands around the files in a post.
const AROUND: u64 = 100_000;

/// Photos come from townships, over slow lines.
const UPLOAD_TIME: Duration = Duration::from_secs(300);

/// For what is refused anyway.
const REFUSED_TIME: Duration = Duration::from_secs(20);

/// A picture is shown and can do nothing: no scripts, no forms, no origin.
const SHOWN: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox";

fn key_of(unit: &str, programme: String, period: &str) -> Result<ReturnKey, Refusal> {
    Ok(ReturnKey {
        org_unit: unit.parse().map_err(|_| Refusal::Missing)?,
        programme,
        period: period.parse().map_err(|_| Refusal::Missing)?,
    })
}

fn page_of(unit: &str, programme: &str, period: &str) -> String {
    format!(
        "/returns/{}/{}/{}/talk",
        escape(unit),
        escape(programme),
        escape(period)
    )
}

fn signed_in(identified: &Identified) -> Result<&Actor, Refusal> {
    identified.actor.as_ref().ok_or(Refusal::SignIn)
}

/// What something is about, where that is not the whole return.
fn element(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|code| !code.is_empty())
}

/// Writes a note, settles one, takes a file away.
pub async fn deeds(
    (State(doors), Extension(identified)): Door,
    Path((unit, programme, period)): Path<(String, String, String)>,
    fields: Fields,
) -> Response {
    let page = page_of(&unit, &programme, &period);
    let deed = async {
        let actor = signed_in(&identified)?;
        let key = key_of(&unit, programme, &period)?;
        let unreadable = Refusal::Unreadable(Unreadable::NotTheForm);
        let number = |name| fields.get(name).parse().map_err(|_| unreadable.clone());
        let backend = &doors.backend;
        match fields.get("intent") {
            "comment" => {
                let about = element(fields.get("element"));
                let text = fields.get("text");
                backend.comment(actor, &key, about, text).await?;
                Ok("noted#notes")
            }
            "settle" => {
                backend.settle(actor, &key, number("note")?).await?;
                Ok("settled#notes")
            }
            "remove" => {
                let reason = fields.get("reason");
                backend
                    .remove_evidence(actor, &key, number("file")?, reason)
                    .await?;
                Ok("removed#evidence")
            }
            _ => Err(unreadable),
        }
    };
    match deed.await {
        Ok(done) => Redirect::to(&format!("{page}?done={done}")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

/// Takes files in. Who may not is refused before a byte is kept in memory, and still heard to
/// the end, so that the browser shows the answer.
pub async fn upload(
    (State(doors), Extension(identified)): Door,
    Path((unit, programme, period)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let page = page_of(&unit, &programme, &period);
    let deed = async {
        let may = async {
            let actor = signed_in(&identified)?;
            let key = key_of(&unit, programme, &period)?;
            doors.office.may_add_evidence(actor, &key)?;
            Ok((actor, key))
        };
        let (actor, key) = match may.await {
            Ok(may) => may,
            Err(refusal) => {
                let _ = read(request.into_body(), 0, REFUSED_TIME).await;
                return Err(refusal);
            }
        };
        let (about, files) = received(request).await.map_err(Refusal::Unreadable)?;
        doors
            .office
            .add_evidence(actor, &key, element(&about), files)
            .await
    };
    match deed.await {
        Ok(()) => Redirect::to(&format!("{page}?done=evidence#evidence")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

/// What the form is about, and its files. A field for files that was left empty brings one
/// without a name and without a byte.
async fn received(request: Request) -> Result<(String, Vec<Incoming>), Unreadable> {
    let broken = |_| Unreadable::NotTheForm;
    let (parts, body) = request.into_parts();
    let largest = LARGEST_POST + AROUND;
    let bytes = match read(body, largest as usize, UPLOAD_TIME).await {
        Err(Unreadable::TooLarge { .. }) => {
            return Err(Unreadable::TooLarge {
                limit: LARGEST_POST,
            });
        }
        other => other?,
    };
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // Its length has been looked at.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Unreadable::NotTheForm)?;
    let mut about = String::new();
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("element") => about = field.text().await.map_err(broken)?,
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(broken)?.to_vec();
                if !(name.is_empty() && bytes.is_empty()) {
                    files.push(Incoming { name, bytes });
                }
            }
            _ => {}
        }
    }
    match about.contains('\0') {
        true => Err(Unreadable::NotTheForm),
        false => Ok((about, files)),
    }
}

/// How a file is asked for.
#[derive(Deserialize)]
pub struct Seen {
    #[serde(default)]
    view: String,
}

/// Gives a file out: to be saved, or a picture to be seen.
pub async fn evidence(
    (State(doors), Extension(identified)): Door,
    Path((unit, programme, period, file)): Path<(String, String, String, String)>,
    Query(seen): Query<Seen>,
) -> Response {
    let page = page_of(&unit, &programme, &period);
    let given = async {
        let actor = signed_in(&identified)?;
        let key = key_of(&unit, programme, &period)?;
        let file = file.parse().map_err(|_| Refusal::Missing)?;
        doors.office.give_out(actor, &key, file).await
    };
    match given.await {
        Ok(given) => served(given, seen.view == "1"),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

fn served(given: GivenOut, to_be_seen: bool) -> Response {
    let how = match to_be_seen && given.kind.is_picture() {
        true => "inline",
        false => "attachment",
    };
    let name = format!("{how}; filename*=UTF-8''{}", escape(&given.name));
    let head = [
        (header::CONTENT_TYPE, given.kind.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CONTENT_LENGTH, given.size.to_string()),
        (header::CONTENT_SECURITY_POLICY, SHOWN.to_owned()),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin".to_owned(),
        ),
    ];
    (head, Body::from_stream(given.content.into_stream())).into_response()
}
