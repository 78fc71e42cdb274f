//! The forms: each deed is one plain post, and answers with the page that shows what it did.

use super::fields::Fields;
use super::identify::{ACCOUNT, Identified, LANGUAGE_COOKIE};
use super::router::Doors;
use super::{came_from, escape, local, refused};
use app::ask::accounts::NewAccount;
use app::ask::returns::Filing;
use app::refusal::{Refusal, Unreadable};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kpi::UnitCode;
use kpi::catalogue::Lang;
use kpi::draft::{Cell, Draft, Empty};
use kpi::returns::ReturnKey;
use kpi::role::{Actor, Role};
use kpi::target::LocalTarget;
use serde::Deserialize;
use std::collections::BTreeMap;
use tower_sessions::Session;

type Door = (State<Doors>, Extension<Identified>);

/// `/`: where each one begins.
pub async fn first_page(Extension(identified): Extension<Identified>) -> Redirect {
    Redirect::to(&match identified.actor {
        None => "/sign-in".to_owned(),
        Some(actor) => match actor.role {
            Role::Reporter | Role::Reviewer => "/returns".to_owned(),
            Role::Evaluator | Role::Leader | Role::Administrator => {
                format!("/summary/{}", actor.org_unit)
            }
        },
    })
}

/// Where a picker leads.
#[derive(Deserialize)]
pub struct Go {
    before: String,
    period: String,
    #[serde(default)]
    after: String,
}

/// `/go`: leads on to what was picked, on this site only.
pub async fn go(Query(go): Query<Go>) -> Redirect {
    Redirect::to(&local(&format!(
        "{}{}{}",
        go.before,
        escape(&go.period),
        go.after
    )))
}

/// Changes to the other language and goes back.
pub async fn language(Extension(identified): Extension<Identified>, fields: Fields) -> Response {
    let lang = match identified.lang.other() {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let cookie = format!("{LANGUAGE_COOKIE}={lang}; Path=/; Max-Age=31536000; SameSite=Lax");
    let back = Redirect::to(&local(fields.get("back")));
    ([(header::SET_COOKIE, cookie)], back).into_response()
}

/// Signs in, under a new session.
pub async fn sign_in(
    (State(doors), Extension(identified)): Door,
    session: Session,
    fields: Fields,
) -> Response {
    let back = local(fields.get("back"));
    let account = fields.get("account").trim();
    match doors.backend.sign_in(account, fields.get("password")).await {
        Ok(actor) => {
            let begun = match session.cycle_id().await {
                Ok(()) => session.insert(ACCOUNT, &actor.account).await,
                Err(error) => Err(error),
            };
            match begun {
                Ok(()) => Redirect::to(&back).into_response(),
                Err(error) => {
                    tracing::error!(%error, "beginning a session");
                    refused(identified.lang, &Refusal::Busy, "/sign-in")
                }
            }
        }
        Err(Refusal::WrongPassword) => {
            Redirect::to(&format!("/sign-in?wrong=1&back={}", escape(&back))).into_response()
        }
        Err(refusal) => refused(identified.lang, &refusal, "/sign-in"),
    }
}

/// Ends the session.
pub async fn sign_out(session: Session) -> Redirect {
    if let Err(error) = session.flush().await {
        tracing::error!(%error, "ending a session");
    }
    Redirect::to("/sign-in")
}

/// Save, submit, withdraw, accept, send back.
pub async fn returns(
    (State(doors), Extension(identified)): Door,
    Path((unit, programme, period)): Path<(String, String, String)>,
    fields: Fields,
) -> Response {
    let page = format!(
        "/returns/{}/{}/{}",
        escape(&unit),
        escape(&programme),
        escape(&period)
    );
    let deed = async {
        let actor = signed_in(&identified)?;
        let key = ReturnKey {
            org_unit: unit.parse().map_err(|_| Refusal::Missing)?,
            programme,
            period: period.parse().map_err(|_| Refusal::Missing)?,
        };
        let unreadable = Refusal::Unreadable(Unreadable::NotTheForm);
        let revision = fields
            .get("revision")
            .parse()
            .map_err(|_| unreadable.clone());
        let backend = &doors.backend;
        match fields.get("intent") {
            "save" => {
                backend
                    .save_draft(actor, &filing(key, revision?, &fields))
                    .await?;
                Ok("saved")
            }
            "submit" => {
                backend
                    .submit(actor, &filing(key, revision?, &fields))
                    .await?;
                Ok("submitted")
            }
            "withdraw" => backend.withdraw(actor, &key).await.map(|()| "withdrawn"),
            "accept" => backend
                .accept(actor, &key, revision?)
                .await
                .map(|()| "accepted"),
            "send_back" => {
                let reason = fields.get("reason");
                backend.send_back(actor, &key, revision?, reason).await?;
                Ok("sent_back")
            }
            _ => Err(unreadable),
        }
    };
    match deed.await {
        Ok(done) => Redirect::to(&format!("{page}?done={done}")).into_response(),
        // What was typed is saved; the page shows it with what is wrong.
        Err(Refusal::Faulty(_)) => Redirect::to(&format!("{page}?check=1#faults")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

pub(super) fn signed_in(identified: &Identified) -> Result<&Actor, Refusal> {
    identified.actor.as_ref().ok_or(Refusal::SignIn)
}

/// The cells of a form: `text:CODE`, `empty:CODE`, `reason:CODE`.
fn filing(key: ReturnKey, revision: i64, fields: &Fields) -> Filing {
    let mut cells: BTreeMap<String, Cell> = BTreeMap::new();
    for (name, value) in fields.iter() {
        let Some((part, element)) = name.split_once(':') else {
            continue;
        };
        let cell = cells.entry(element.to_owned()).or_default();
        match part {
            "text" => cell.text = value.to_owned(),
            "empty" => cell.empty = Empty::from_code(value),
            "reason" => cell.reason = value.to_owned(),
            _ => {}
        }
    }
    Filing {
        draft: Draft { key, cells },
        revision,
        reason: fields.get("reason").trim().to_owned(),
    }
}

/// Sets or lifts a local target.
pub async fn targets(
    (State(doors), Extension(identified)): Door,
    Path(unit): Path<String>,
    fields: Fields,
) -> Response {
    let page = format!("/targets/{}", escape(&unit));
    let unreadable = || Refusal::Unreadable(Unreadable::NotTheForm);
    let deed = async {
        let actor = signed_in(&identified)?;
        let org_unit = unit.parse().map_err(|_| Refusal::Missing)?;
        let local = LocalTarget {
            year: fields.get("year").parse().map_err(|_| unreadable())?,
            value: optional(fields.get("value")).map_err(|()| unreadable())?,
            due: optional(fields.get("due")).map_err(|()| unreadable())?,
        };
        let indicator = fields.get("indicator");
        let reason = fields.get("reason");
        doors
            .backend
            .set_target(actor, org_unit, indicator, &local, reason)
            .await
    };
    match deed.await {
        Ok(()) => Redirect::to(&format!("{page}?done=target")).into_response(),
        Err(refusal) => refused(identified.lang, &refusal, &page),
    }
}

fn optional<T: std::str::FromStr>(text: &str) -> Result<Option<T>, ()> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| ()),
    }
}

/// Adds, resets and closes accounts. A new password is shown once, on the answering page, which
/// is kept nowhere.
pub async fn accounts((State(doors), Extension(identified)): Door, fields: Fields) -> Response {
    enum Done {
        Closed,
        Password(String),
    }
    let deed = async {
        let actor = signed_in(&identified)?;
        let account = fields.get("account").trim();
        let unreadable = || Refusal::Unreadable(Unreadable::NotTheForm);
        match fields.get("intent") {
            "add" => {
                let org_unit: UnitCode = fields
                    .get("org_unit")
                    .trim()
                    .parse()
                    .map_err(|_| Refusal::Missing)?;
                let new = NewAccount {
                    account: account.to_owned(),
                    name: fields.get("name").trim().to_owned(),
                    role: Role::from_code(fields.get("role")).ok_or_else(unreadable)?,
                    org_unit,
                };
                doors
                    .backend
                    .add_account(actor, &new)
                    .await
                    .map(Done::Password)
            }
            "reset" => doors
                .backend
                .reset_password(actor, account)
                .await
                .map(Done::Password),
            "close" => doors
                .backend
                .close_account(actor, account)
                .await
                .map(|()| Done::Closed),
            _ => Err(unreadable()),
        }
    };
    match deed.await {
        Ok(Done::Closed) => Redirect::to("/accounts?done=closed").into_response(),
        Ok(Done::Password(password)) => {
            let page =
                app::parts::password_page(identified.lang, fields.get("account").trim(), &password);
            (StatusCode::OK, axum::response::Html(page)).into_response()
        }
        Err(refusal) => refused(identified.lang, &refusal, "/accounts"),
    }
}

/// Changes one's own password.
pub async fn account(
    (State(doors), Extension(identified)): Door,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let new = fields.get("new");
    let wrong = |what: &str| Redirect::to(&format!("/account?wrong={what}")).into_response();
    if new.chars().count() < 12 {
        return wrong("short");
    }
    if new != fields.get("again") {
        return wrong("twice");
    }
    let deed = async {
        let actor = signed_in(&identified)?;
        doors
            .backend
            .change_password(actor, fields.get("old"), new)
            .await
    };
    match deed.await {
        Ok(()) => Redirect::to("/account?done=password").into_response(),
        Err(Refusal::WrongPassword) => wrong("old"),
        Err(refusal) => refused(identified.lang, &refusal, &came_from(&headers)),
    }
}
