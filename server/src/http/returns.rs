//! The forms of a return: each deed is one plain post to the address of its page.

use super::fields::Fields;
use super::forms::{Door, begin_session};
use super::identify::Identified;
use super::{escape, refused};
use app::ask::returns::{Filing, Saved, Signed};
use app::backend::SharedBackend;
use app::refusal::{Refusal, Unreadable};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use kpi::draft::{Answer, Cell, Draft, Empty, Why};
use kpi::fault::Fault;
use kpi::returns::ReturnKey;
use kpi::role::Actor;
use std::collections::BTreeMap;
use tower_sessions::Session;

/// What a deed has done, as `?done=` says it, or where it leads.
enum Done {
    Said(&'static str),
    Check,
    Receipt(i64),
    Clashing(Saved),
}

/// Save, check, submit, withdraw, accept, confirm, send back.
pub async fn returns(
    (State(doors), Extension(identified)): Door,
    Path((unit, programme, period)): Path<(String, String, String)>,
    session: Session,
    fields: Fields,
) -> Response {
    let page = format!(
        "/returns/{}/{}/{}",
        escape(&unit),
        escape(&programme),
        escape(&period)
    );
    let key = unit.parse().ok().zip(period.parse().ok());
    let Some((org_unit, period)) = key else {
        return refused(identified.lang, &Refusal::Missing, &page);
    };
    let key = ReturnKey {
        org_unit,
        programme,
        period,
    };
    let backend = &doors.backend;
    let actor = match signed_in(backend, &identified, &session, &fields).await {
        Ok(actor) => actor,
        Err(Refusal::SignIn) => return resume(&identified, &page, &fields, false),
        Err(Refusal::WrongPassword) => return resume(&identified, &page, &fields, true),
        Err(refusal) => return refused(identified.lang, &refusal, &page),
    };
    match deed(backend, &actor, key, &fields).await {
        Ok(Done::Said(done)) => Redirect::to(&format!("{page}?done={done}")).into_response(),
        Ok(Done::Check) => Redirect::to(&format!("{page}/check")).into_response(),
        Ok(Done::Receipt(version)) => {
            Redirect::to(&format!("{page}/receipt/{version}?done=submitted")).into_response()
        }
        Ok(Done::Clashing(saved)) | Err(Refusal::Clashing(saved)) => {
            let intent = match fields.get("intent") {
                "submit" => "check",
                other => other,
            };
            let answer = app::parts::clash_page(
                identified.lang,
                &page,
                saved.revision,
                intent,
                &saved.clashes,
            );
            (StatusCode::CONFLICT, Html(answer)).into_response()
        }
        // What was typed is saved; the page shows it with what is wrong.
        Err(Refusal::Faulty(faults)) => {
            let to = match faults.iter().all(Fault::waits_for_a_word) {
                true => format!("{page}/check?check=1#faults"),
                false => format!("{page}?check=1#faults"),
            };
            Redirect::to(&to).into_response()
        }
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

async fn deed(
    backend: &SharedBackend,
    actor: &Actor,
    key: ReturnKey,
    fields: &Fields,
) -> Result<Done, Refusal> {
    let unreadable = || Refusal::Unreadable(Unreadable::NotTheForm);
    let revision = || fields.get("revision").parse().map_err(|_| unreadable());
    match fields.get("intent") {
        "save" => {
            let filing = filing(key, revision()?, fields);
            let saved = backend.save_draft(actor, &filing).await?;
            Ok(match saved.clashes.is_empty() {
                true => Done::Said("saved"),
                false => Done::Clashing(saved),
            })
        }
        "check" => {
            let filing = filing(key.clone(), revision()?, fields);
            let saved = backend.save_draft(actor, &filing).await?;
            if !saved.clashes.is_empty() {
                return Ok(Done::Clashing(saved));
            }
            let faults = backend.open_return(actor, &key).await?.faults;
            match faults.iter().all(Fault::waits_for_a_word) {
                true => Ok(Done::Check),
                false => Err(Refusal::Faulty(faults)),
            }
        }
        "submit" => {
            let filing = filing(key, revision()?, fields);
            Ok(Done::Receipt(backend.submit(actor, &filing).await?))
        }
        "withdraw" => {
            backend.withdraw(actor, &key).await?;
            Ok(Done::Said("withdrawn"))
        }
        "accept" => {
            backend.accept(actor, &key, revision()?).await?;
            Ok(Done::Said("accepted"))
        }
        "confirm" => {
            backend.confirm(actor, &key, revision()?).await?;
            Ok(Done::Said("confirmed"))
        }
        "send_back" => {
            let reason = fields.get("reason");
            let remarks = remarks(fields);
            backend
                .send_back(actor, &key, revision()?, reason, &remarks)
                .await?;
            Ok(Done::Said("sent_back"))
        }
        _ => Err(unreadable()),
    }
}

/// Who acts: the session's account, or the one that signs in with the form it had begun.
async fn signed_in(
    backend: &SharedBackend,
    identified: &Identified,
    session: &Session,
    fields: &Fields,
) -> Result<Actor, Refusal> {
    if let Some(actor) = &identified.actor {
        return Ok(actor.clone());
    }
    let account = fields.get("sign-in-account").trim();
    if account.is_empty() {
        return Err(Refusal::SignIn);
    }
    let actor = backend
        .sign_in(account, fields.get("sign-in-password"))
        .await?;
    begin_session(session, &actor).await?;
    Ok(actor)
}

/// The session has ended: everything that was typed goes along through signing in.
fn resume(identified: &Identified, page: &str, fields: &Fields, wrong: bool) -> Response {
    let again: Vec<(String, String)> = fields
        .iter()
        .filter(|(name, _)| !name.starts_with("sign-in-"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let answer = app::parts::resume_page(identified.lang, page, &again, wrong);
    (StatusCode::UNAUTHORIZED, Html(answer)).into_response()
}

/// The fields of a form: cells as `text:CODE`, `empty:CODE`, `reason:CODE`; `carried:CODE` where
/// the cell was only laid out; `confirm:TASK` and `zero:TASK`; answers as `why:RULE`, `note:RULE`
/// and `of:RULE`; `take:CODE` where somebody chose between two values.
fn filing(key: ReturnKey, revision: i64, fields: &Fields) -> Filing {
    let draft = Draft {
        key,
        cells: BTreeMap::new(),
    };
    let mut filing = Filing {
        reason: fields.get("reason").trim().to_owned(),
        signed: Signed {
            head: fields.get("head").trim().chars().take(60).collect(),
            phone: fields.get("phone").trim().chars().take(40).collect(),
        },
        ..Filing::of(draft, revision)
    };
    for (name, value) in fields.iter() {
        let Some((part, of)) = name.split_once(':') else {
            continue;
        };
        let of = of.to_owned();
        match part {
            "text" => filing.draft.cells.entry(of).or_default().text = value.to_owned(),
            "empty" => {
                let cell: &mut Cell = filing.draft.cells.entry(of).or_default();
                cell.empty = Empty::from_code(value);
            }
            "reason" => filing.draft.cells.entry(of).or_default().reason = value.to_owned(),
            "carried" => drop(filing.carried.insert(of)),
            "confirm" => drop(filing.confirm.insert(of)),
            "zero" => drop(filing.zero.insert(of)),
            "why" => answer(&mut filing, of).why = Why::from_code(value),
            "note" => answer(&mut filing, of).note = value.to_owned(),
            "of" => answer(&mut filing, of).said_of = value.to_owned(),
            _ => {}
        }
    }
    for (name, value) in fields.iter() {
        if let Some(code) = name.strip_prefix("take:").filter(|_| value == "theirs") {
            filing.draft.cells.remove(code);
        }
    }
    filing
}

/// What is said of single figures: `remark:CODE`.
fn remarks(fields: &Fields) -> BTreeMap<String, String> {
    fields
        .iter()
        .filter_map(|(name, text)| Some((name.strip_prefix("remark:")?, text)))
        .map(|(element, text)| (element.to_owned(), text.to_owned()))
        .collect()
}

fn answer(filing: &mut Filing, rule: String) -> &mut Answer {
    filing.answers.entry(rule).or_insert(Answer {
        why: None,
        note: String::new(),
        said_of: String::new(),
    })
}
