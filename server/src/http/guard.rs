//! What no request gets past: other sites, missing headers, panics.

use super::identify::language;
use super::refused;
use app::refusal::{Refusal, Unreadable};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, Response, header};
use axum::middleware::Next;
use std::any::Any;

/// Refuses deeds that another site has sent in the reader's name. Browsers say where a request
/// comes from; one that says nothing is no browser and carries no cookies by accident.
pub async fn same_site(request: Request, next: Next) -> axum::response::Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if safe || is_own(&request) {
        return next.run(request).await;
    }
    let refusal = Refusal::Unreadable(Unreadable::OtherSite);
    refused(language(request.headers()), &refusal, "/")
}

fn is_own(request: &Request) -> bool {
    let text = |name: HeaderName| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    match (
        text(HeaderName::from_static("sec-fetch-site")),
        text(header::ORIGIN),
    ) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = text(header::HOST).unwrap_or_default();
            origin.split_once("://").is_some_and(|(_, of)| of == host)
        }
        (None, None) => true,
    }
}

/// Headers that every answer carries.
pub async fn headers(request: Request, next: Next) -> axum::response::Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), microphone=(), geolocation=()",
        ),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'",
        ));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A panic becomes an incident with a number, in the log and on the page.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let incident = super::incident();
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    tracing::error!(incident, what, "a request panicked");
    refused(Default::default(), &Refusal::Broken { incident }, "/")
}
