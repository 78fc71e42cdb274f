//! Who asks, and in which language: told once, at the door.

use super::refused;
use super::router::Doors;
use app::refusal::Refusal;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use kpi::catalogue::Lang;
use kpi::role::Actor;
use tower_sessions::Session;

/// Under this key the session keeps the account's name.
pub const ACCOUNT: &str = "account";

/// The cookie that keeps the reader's language.
pub const LANGUAGE_COOKIE: &str = "lang";

/// Who asks.
#[derive(Debug, Clone, Default)]
pub struct Identified {
    /// The signed-in actor.
    pub actor: Option<Actor>,
    /// The reader's language.
    pub lang: Lang,
}

/// Looks up the session's account at every request, so that a closed account is out at once. A
/// page that needs somebody sends nobody to sign in, and back afterwards.
pub async fn identify(
    State(doors): State<Doors>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let lang = language(request.headers());
    let account = match session.get::<String>(ACCOUNT).await {
        Ok(account) => account,
        Err(error) => {
            tracing::error!(%error, "reading the session");
            return refused(lang, &Refusal::Busy, "/");
        }
    };
    let actor = match account {
        None => None,
        Some(account) => match doors.backend.actor(&account).await {
            Ok(actor) => actor,
            Err(refusal) => return refused(lang, &refusal, "/"),
        },
    };
    let wants_page = request.method() == Method::GET && needs_somebody(request.uri().path());
    if actor.is_none() && wants_page {
        let back = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        return Redirect::to(&format!("/sign-in?back={}", super::escape(back))).into_response();
    }
    request.extensions_mut().insert(Identified { actor, lang });
    next.run(request).await
}

/// Definitions can be read by anybody; everything else of the pages needs an account.
fn needs_somebody(path: &str) -> bool {
    [
        "/returns",
        "/summary",
        "/indicators",
        "/board",
        "/compare",
        "/heat",
        "/funnel",
        "/distribution",
        "/change",
        "/profile",
        "/quality",
        "/signals",
        "/questions",
        "/visits",
        "/evaluations",
        "/units",
        "/targets",
        "/account",
    ]
    .iter()
    .any(|start| path.starts_with(start))
}

/// The language of the cookie; Chinese comes first.
pub fn language(headers: &HeaderMap) -> Lang {
    let english = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .any(|(name, value)| name == LANGUAGE_COOKIE && value == "en");
    match english {
        true => Lang::En,
        false => Lang::Zh,
    }
}
