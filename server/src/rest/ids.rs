//! The ids in a request's path. What is no id at all names nothing, like an id that nobody has.

use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use uuid::Uuid;

use crate::error::Error;

/// The id of a sweep.
pub(super) struct SweepId(pub(super) String);
/// The id of a trial.
pub(super) struct TrialId(pub(super) String);
/// The id of a worker.
pub(super) struct WorkerId(pub(super) String);

/// The id in the path, of a thing of this kind.
async fn id(parts: &mut Parts, kind: &'static str) -> Result<String, Error> {
    let Ok(Path(text)) = parts.extract::<Path<String>>().await else {
        return Err(Error::NotFound(kind, parts.uri.path().to_owned()));
    };
    named(text, kind)
}

/// The sweep that `text` names, among other things in a path.
pub(super) fn sweep(text: String) -> Result<SweepId, Error> {
    named(text, "sweep").map(SweepId)
}

fn named(text: String, kind: &'static str) -> Result<String, Error> {
    match Uuid::try_parse(&text) {
        Ok(id) => Ok(id.to_string()),
        Err(_) => Err(Error::NotFound(kind, text)),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SweepId {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        id(parts, "sweep").await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for TrialId {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        id(parts, "trial").await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for WorkerId {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        id(parts, "worker").await.map(Self)
    }
}
