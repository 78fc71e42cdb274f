//! The doors of the web, put together.

use super::chart_file::chart;
use super::identify::{Identified, identify};
use super::table_file::table;
use super::{
    assets, downloads, evaluation, files, forms, guard, health, quality, questions, returns,
    review_forms, rows, sheets, talk, visits,
};
use crate::office::Office;
use app::backend::SharedBackend;
use app::{App, shell};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderValue, request};
use axum::middleware;
use axum::routing::{get, post};
use leptos::config::LeptosOptions;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_sessions::{SessionManagerLayer, SessionStore};

/// What a server function may receive at most: a return has some hundred short fields.
const LARGEST_QUESTION: usize = 1_000_000;

/// What the doors share.
#[derive(Clone)]
pub struct Doors {
    /// Where the front end lies.
    pub options: LeptosOptions,
    /// What answers.
    pub backend: SharedBackend,
    /// The same, for files: their bytes do not pass through what pages ask.
    pub office: Office,
}

impl FromRef<Doors> for LeptosOptions {
    fn from_ref(doors: &Doors) -> LeptosOptions {
        doors.options.clone()
    }
}

/// Every door of the web.
pub fn router<S: SessionStore + Clone>(doors: Doors, sessions: SessionManagerLayer<S>) -> Router {
    let backend = doors.backend.clone();
    let lay_out = move || lay_context(&backend);
    let pages = {
        let options = doors.options.clone();
        move || shell(options.clone())
    };
    tables()
        .merge(charts())
        .merge(super::charts::doors())
        .route("/", get(forms::first_page))
        .route("/go", get(forms::go))
        .route("/language", post(forms::language))
        .route("/sign-in", post(forms::sign_in))
        .route("/sign-out", post(forms::sign_out))
        .route(
            "/returns/{unit}/{programme}/{period}",
            post(returns::returns),
        )
        .route(
            "/returns/{unit}/{programme}/{period}/form.xlsx",
            get(sheets::form),
        )
        .route(
            "/returns/{unit}/{programme}/{period}/upload",
            post(sheets::upload).layer(files::no_limit()),
        )
        .route(
            "/returns/workbook/{unit}/{programme}/{period}/form.xlsx",
            get(sheets::workbook),
        )
        .route(
            "/returns/workbook/{unit}/{programme}/{period}/upload",
            post(sheets::upload_workbook).layer(files::no_limit()),
        )
        .route(
            "/returns/workbook/{unit}/{programme}/{period}/apply",
            post(sheets::apply_workbook),
        )
        .route("/returns/accept", post(review_forms::accept))
        .route("/programmes", post(review_forms::programmes))
        .route(
            "/returns/{unit}/{programme}/{period}/rows/{list}",
            post(rows::rows),
        )
        .route(
            "/returns/{unit}/{programme}/{period}/talk",
            post(talk::deeds),
        )
        .route(
            "/returns/{unit}/{programme}/{period}/evidence",
            post(talk::upload),
        )
        .route(
            "/returns/{unit}/{programme}/{period}/evidence/{file}",
            get(talk::evidence),
        )
        .route("/questions", post(questions::ask))
        .route("/questions/{id}", post(questions::deeds))
        .route("/visits/{unit}", post(visits::choose))
        .route("/visits/{unit}/{id}", post(visits::record))
        .route("/evaluations/{unit}", post(visits::evaluations))
        .route("/targets/{unit}", post(forms::targets))
        .route("/accounts", post(forms::accounts))
        .route("/account", post(forms::account))
        .route("/main.css", get(assets::serve))
        .route("/favicon.svg", get(assets::serve))
        .route("/sw.js", get(assets::serve))
        .route("/pkg/{file}", get(assets::serve))
        .leptos_routes_with_context(
            &doors,
            generate_route_list(App),
            lay_out.clone(),
            pages.clone(),
        )
        .fallback(leptos_axum::render_app_async_with_context(lay_out, pages))
        .layer(DefaultBodyLimit::max(LARGEST_QUESTION))
        .layer(middleware::from_fn_with_state(doors.clone(), identify))
        .layer(sessions)
        .layer(middleware::from_fn(guard::same_site))
        .layer(middleware::from_fn(guard::headers))
        .route("/health", get(health::health))
        .layer(CompressionLayer::new().compress_when(
            // Packed beforehand where it is worth it: see `assets`.
            DefaultPredicate::new().and(NotForContentType::new("application/wasm")),
        ))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .with_state(doors)
}

/// Every table that is given out as a file, under `.csv` and `.xlsx`.
fn tables() -> Router<Doors> {
    let mut router = Router::new();
    router = table(
        router,
        "/returns/{unit}/{programme}/{period}/rows/{list}/table",
        rows::table,
    );
    router = table(
        router,
        "/compare/{indicator}/{unit}/{period}/table",
        evaluation::league,
    );
    router = table(router, "/board/{unit}/{period}/table", evaluation::board);
    router = table(
        router,
        "/board/{unit}/{period}/remind",
        evaluation::reminders,
    );
    router = table(router, "/heat/{unit}/{period}/table", evaluation::heat);
    router = table(router, "/summary/{unit}/{period}/table", downloads::summary);
    router = table(
        router,
        "/indicators/{indicator}/{unit}/{period}/table",
        downloads::progress,
    );
    router = table(router, "/signals/{unit}/{period}/table", questions::signals);
    router = table(
        router,
        "/signals/{unit}/{period}/rules/table",
        questions::outcomes,
    );
    router = table(router, "/questions/table", questions::questions);
    router = table(router, "/returns/table", downloads::desk);
    router = table(router, "/quality/{unit}/{period}/table", quality::summary);
    router = table(
        router,
        "/quality/{unit}/{period}/flags/table",
        quality::flags,
    );
    router = table(router, "/units/table", downloads::units);
    router = table(router, "/definitions/table", downloads::definitions);
    router = table(router, "/visits/{unit}/table", visits::visits);
    router = table(router, "/visits/{unit}/{id}/table", visits::visit);
    router = table(router, "/evaluations/{unit}/table", visits::evaluation_list);
    router = table(
        router,
        "/evaluations/{unit}/counts/table",
        visits::evaluation_counts,
    );
    router
}

/// Every chart that is given out as a file, under `.svg` and `.png`.
fn charts() -> Router<Doors> {
    let router = chart(
        Router::new(),
        "/indicators/{indicator}/{unit}/{period}/chart",
        downloads::chart,
    );
    chart(
        router,
        "/heat/{unit}/{period}/chart",
        evaluation::heat_chart,
    )
}

/// What every page and question finds around it: the backend, who asks, in which language. The
/// page's scripts get a nonce, and nothing else may run.
fn lay_context(backend: &SharedBackend) {
    provide_context(backend.clone());
    let identified = use_context::<request::Parts>()
        .and_then(|parts| parts.extensions.get::<Identified>().cloned())
        .unwrap_or_default();
    provide_context(identified.actor);
    provide_context(identified.lang);
    leptos::nonce::provide_nonce();
    let Some((nonce, response)) = leptos::nonce::use_nonce().zip(use_context::<ResponseOptions>())
    else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(axum::http::header::CONTENT_SECURITY_POLICY, policy);
    }
}
