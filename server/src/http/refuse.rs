//! How a refusal leaves the house, and what an address may be led back to.

use app::refusal::Refusal;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kpi::catalogue::Lang;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands unescaped in a part of an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The refusal as a page in the reader's language, with its HTTP status.
pub fn refused(lang: Lang, refusal: &Refusal, back: &str) -> Response {
    let status =
        StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let page = app::parts::refusal_page(lang, refusal, &local(back));
    (status, Html(page)).into_response()
}

/// A part of an address, escaped.
pub fn escape(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// The address, if it leads somewhere on this site; else the first page.
pub fn local(address: &str) -> String {
    let own = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.chars().any(char::is_control);
    match own {
        true => address.to_owned(),
        false => "/".to_owned(),
    }
}

/// The page of this site that the request came from.
pub fn came_from(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    text(header::REFERER)
        .and_then(|referer| referer.split_once("://"))
        .and_then(|(_, rest)| rest.strip_prefix(host))
        .map_or_else(|| "/".to_owned(), local)
}

/// A number under which the log tells more.
pub fn incident() -> String {
    format!("{:08x}", rand::random::<u32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_to_another_site() {
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "evil",
            "",
            "/a\nb",
        ] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
        assert_eq!(local("/summary/330000?x=1"), "/summary/330000?x=1");
    }
}
