//! What a sweep may look like, for editors and for programs that write one.

use axum::{http::header, response::IntoResponse};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Door, asking::Query};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(get_sweep_schema))
}

/// Show what a sweep may look like
#[utoipa::path(get, path = "/schema/sweep", tag = "sweeps",
    responses((status = 200, description = "A JSON Schema.", body = Object, content_type = "application/schema+json")))]
async fn get_sweep_schema(Query(()): Query<()>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/schema+json")], search::sweep::schema())
}
