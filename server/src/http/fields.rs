//! The fields of a form, read strictly: what is not UTF-8 or too large is refused with advice,
//! never repaired in silence.

use super::identify::language;
use super::refused;
use app::refusal::{Refusal, Unreadable};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::Response;
use percent_encoding::percent_decode;
use std::time::Duration;

/// No form of ours is larger.
const LARGEST_FORM: usize = 1_000_000;

/// A refused upload is read to its end, within bounds, so that the browser hears the answer
/// instead of a broken connection.
const DRAINED: usize = 150_000_000;
pub(super) const DRAIN_TIME: Duration = Duration::from_secs(20);

/// Names and values, in the order they were sent.
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of this name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(of, _)| of == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// Every field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, _state: &S) -> Result<Fields, Response> {
        let lang = language(request.headers());
        let back = super::came_from(request.headers());
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| {
                kind.as_bytes()
                    .starts_with(b"application/x-www-form-urlencoded")
            });
        let read = match is_form {
            true => read(request.into_body(), LARGEST_FORM, DRAIN_TIME).await,
            false => Err(Unreadable::NotTheForm),
        };
        read.and_then(|body| parse(&body))
            .map_err(|unreadable| refused(lang, &Refusal::Unreadable(unreadable), &back))
    }
}

/// A body of at most `largest` bytes. What is too large is still heard to its end.
pub(super) async fn read(
    body: Body,
    largest: usize,
    patience: Duration,
) -> Result<Bytes, Unreadable> {
    use axum::body::HttpBody;
    use std::pin::pin;
    let mut body = pin!(body);
    let mut kept = Vec::new();
    let mut total = 0;
    let drain = async {
        while let Some(frame) = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
            let Ok(data) = frame.map_err(|_| Unreadable::NotTheForm)?.into_data() else {
                continue;
            };
            total += data.len();
            if total <= largest {
                kept.extend_from_slice(&data);
            } else if total > DRAINED {
                break;
            }
        }
        Ok(())
    };
    let ended = tokio::time::timeout(patience, drain).await;
    if total > largest || ended.is_err() {
        return Err(Unreadable::TooLarge {
            limit: largest as u64,
        });
    }
    ended.unwrap_or(Ok(()))?;
    Ok(kept.into())
}

fn parse(body: &[u8]) -> Result<Fields, Unreadable> {
    let decode = |part: &[u8]| {
        let spaced: Vec<u8> = part
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect();
        percent_decode(&spaced)
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| Unreadable::NotUtf8)
    };
    let fields: Result<Vec<_>, Unreadable> = body
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut sides = pair.splitn(2, |byte| *byte == b'=');
            let name = decode(sides.next().unwrap_or_default())?;
            let value = decode(sides.next().unwrap_or_default())?;
            // A zero byte is no text, and PostgreSQL would not store it.
            match name.contains('\0') || value.contains('\0') {
                true => Err(Unreadable::NotTheForm),
                false => Ok((name, value)),
            }
        })
        .collect();
    fields.map(Fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_spaces_come_through() {
        let fields = parse("reason=%E5%8F%A3%E5%BE%84+a%2Bb&text%3Ax=12".as_bytes())
            .ok()
            .unwrap();
        assert_eq!(fields.get("reason"), "口径 a+b");
        assert_eq!(fields.get("text:x"), "12");
    }

    #[test]
    fn gbk_and_zero_bytes_are_refused() {
        assert!(matches!(
            parse(b"reason=%BF%DA%BE%B6"),
            Err(Unreadable::NotUtf8)
        ));
        assert!(matches!(
            parse(b"reason=a%00b"),
            Err(Unreadable::NotTheForm)
        ));
    }
}
