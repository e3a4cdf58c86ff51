//! What people send: a sweep, a schedule or a curve, as JSON or YAML, and a key that makes sending a sweep again harmless.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use search::document::{Malformed, Node};

use super::problem;
use crate::error::Error;

/// The longest body that is read. A sweep is a page of text; this is a thousand pages.
pub(super) const BODY_MAX: usize = 1 << 20;
/// The same for the curve of a range test, whose lists may be long.
pub(super) const LISTS_MAX: usize = 8 << 20;
/// The longest idempotency key.
const KEY_MAX: usize = 255;

/// A sweep, or a schedule, as a person wrote it.
pub(super) struct Document(pub(super) Node);

impl<S: Send + Sync> FromRequest<S> for Document {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        read(request, state, "a document has at most 1 MiB").await.map(Self)
    }
}

/// A curve of a range test as a program wrote it.
pub(super) struct Lists(pub(super) Node);

impl<S: Send + Sync> FromRequest<S> for Lists {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        read(request, state, "a curve has at most 8 MiB").await.map(Self)
    }
}

/// The document that `request` carries. One that is longer than its route takes is told `too_long`.
async fn read<S: Send + Sync>(
    request: Request,
    state: &S,
    too_long: &'static str,
) -> Result<Node, Response> {
    let read = reader(request.headers()).map_err(IntoResponse::into_response)?;
    let body = Bytes::from_request(request, state).await.map_err(|rejection| {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                problem::plain(StatusCode::PAYLOAD_TOO_LARGE, too_long)
            }
            status => problem::plain(status, "the body did not arrive whole; send it again"),
        }
    })?;
    let invalid = |message: String| Error::invalid("", message).into_response();
    let text = std::str::from_utf8(&body).map_err(|error| invalid(error.to_string()))?;
    read(text).map_err(|error| invalid(error.to_string()))
}

type Reader = fn(&str) -> Result<Node, Malformed>;

/// What reads a body of the kind that `headers` tell.
fn reader(headers: &HeaderMap) -> Result<Reader, Error> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
    match kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
        "application/json" => Ok(Node::from_json),
        "application/yaml" | "application/x-yaml" | "text/yaml" => Ok(Node::from_yaml),
        _ => Err(Error::MediaType(kind.to_owned())),
    }
}

/// The `Idempotency-Key`, where there is one.
pub(super) struct Key(pub(super) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let mut keys = parts.headers.get_all("idempotency-key").iter();
        let Some(key) = keys.next() else { return Ok(Self(None)) };
        let text = key.to_str().unwrap_or_default();
        let fits =
            (1..=KEY_MAX).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_graphic());
        if !fits || keys.next().is_some() {
            let message = format!("must be 1 to {KEY_MAX} visible ASCII characters, once");
            return Err(Error::invalid("Idempotency-Key", message));
        }
        Ok(Self(Some(text.to_owned())))
    }
}
