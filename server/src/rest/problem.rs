//! How the door says no: RFC 9457's `application/problem+json`, whatever went wrong.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Error;

/// The media type.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was refused.
#[derive(Serialize, ToSchema)]
pub(super) struct Problem {
    /// The kind of problem, an address; `about:blank` where the status says it all.
    #[schema(example = "/problems/invalid")]
    r#type: String,
    /// The kind of problem in words.
    #[schema(example = "invalid")]
    title: String,
    /// The status of the answer.
    #[schema(example = 400)]
    status: u16,
    /// What is wrong here, and what can be done about it.
    #[schema(example = "parameters.lr.min: must be above 0, not -1")]
    detail: String,
    /// Every mistake in a refused request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Mistake>,
}

/// One mistake in a request.
#[derive(Serialize, ToSchema)]
pub(super) struct Mistake {
    /// Where it is: dotted, as in `parameters.lr.min`; the name of a query parameter or header; empty for
    /// the request itself.
    path: String,
    /// What is wrong there, and what would be right.
    message: String,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.log();
        let (_, status, title) = self.status();
        let mistake = |it: &search::document::Problem| Mistake {
            path: it.path.clone(),
            message: it.message.clone(),
        };
        let errors = match &self {
            Self::Invalid(problems) => problems.iter().map(mistake).collect(),
            _ => Vec::new(),
        };
        Problem {
            r#type: format!("/problems/{}", title.replace(' ', "-")),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: self.to_string(),
            errors,
        }
        .into_response()
    }
}

/// A problem that HTTP has a status for, and we no more to say of than `detail`.
pub(super) fn plain(status: StatusCode, detail: impl Into<String>) -> Response {
    Problem {
        r#type: "about:blank".into(),
        title: status.canonical_reason().unwrap_or("Problem").into(),
        status: status.as_u16(),
        detail: detail.into(),
        errors: Vec::new(),
    }
    .into_response()
}

/// Nothing stands at this address.
pub(super) async fn nowhere(uri: Uri) -> Response {
    let detail = format!("nothing stands at {}; /docs lists the addresses there are", uri.path());
    plain(StatusCode::NOT_FOUND, detail)
}

/// Something does, but this cannot be done to it.
pub(super) async fn wrong_method() -> Response {
    plain(
        StatusCode::METHOD_NOT_ALLOWED,
        "this method is not known here; Allow lists those that are",
    )
}
