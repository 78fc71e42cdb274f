//! An uploaded file, read whole and within bounds. What is too large is read to its end and
//! refused, as for other forms, so that the browser hears the answer.

use super::fields::{DRAIN_TIME, read};
use super::identify::language;
use super::refused;
use app::refusal::{Refusal, Unreadable};
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header;
use axum::response::Response;

/// No form of ours is larger, filled in or not: the longest has some hundred thousand bytes.
pub const LARGEST_FILE: usize = 5_000_000;

/// What the browser writes around a file.
const AROUND: usize = 20_000;

/// What the layer above must let through, so that this door can answer by itself.
pub fn no_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::disable()
}

/// The bytes of the file that came in the field `file`; none, when none was chosen.
pub struct File(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<File, Response> {
        let lang = language(request.headers());
        let back = super::came_from(request.headers());
        file(request, state)
            .await
            .map_err(|unreadable| refused(lang, &Refusal::Unreadable(unreadable), &back))
    }
}

async fn file<S: Send + Sync>(request: Request, state: &S) -> Result<File, Unreadable> {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    if !is_form {
        return Err(Unreadable::NotTheForm);
    }
    let too_large = Unreadable::TooLarge {
        limit: LARGEST_FILE as u64,
    };
    let (parts, body) = request.into_parts();
    let body = read(body, LARGEST_FILE + AROUND, DRAIN_TIME)
        .await
        .map_err(|unreadable| match unreadable {
            Unreadable::TooLarge { .. } => too_large,
            other => other,
        })?;
    let request = Request::from_parts(parts, Body::from(body));
    let mut form = Multipart::from_request(request, state)
        .await
        .map_err(|_| Unreadable::NotTheForm)?;
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|_| Unreadable::NotTheForm)?
    {
        if field.name() == Some("file") {
            let bytes = field.bytes().await.map_err(|_| Unreadable::NotTheForm)?;
            return match bytes.len() > LARGEST_FILE {
                true => Err(too_large),
                false => Ok(File(bytes)),
            };
        }
    }
    Ok(File(Bytes::new()))
}
