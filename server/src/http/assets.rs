//! The front end's files. They are part of the binary, so that it runs from any folder.

use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::fmt::Write;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Serves one file, packed where the browser takes it so and a packed twin lies beside it; or
/// says that the browser has it already.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let Some(file) = Site::get(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut tag = String::from("\"");
    for byte in &file.metadata.sha256_hash()[..16] {
        write!(tag, "{byte:02x}").expect("writing to a string does not fail");
    }
    tag.push('"');
    let kept = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let head = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::CONTENT_TYPE, kind.to_string()),
        (header::VARY, "accept-encoding".to_owned()),
    ];
    // A service worker lives under the policy of its own file: it has to fetch what it keeps.
    let policy = [(
        header::CONTENT_SECURITY_POLICY,
        match path {
            "sw.js" => "default-src 'none'; connect-src 'self'",
            _ => "default-src 'none'; style-src 'self'; img-src 'self'",
        },
    )];
    if kept {
        return (StatusCode::NOT_MODIFIED, policy, head).into_response();
    }
    match Site::get(&format!("{path}.br")).filter(|_| takes_brotli(&headers)) {
        Some(packed) => (head, [(header::CONTENT_ENCODING, "br")], packed.data).into_response(),
        None => (policy, head, file.data).into_response(),
    }
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            coding
                .split(';')
                .next()
                .is_some_and(|name| name.trim() == "br")
        })
}
