//! What machines ask that look after the coordinator: is it alive, is it ready, how is it doing.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Door, problem, telemetry};
use crate::{coordinator::Coordinator, error::Error};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).routes(routes!(metrics))
}

/// Ask whether the process is alive
#[utoipa::path(get, path = "/healthz", operation_id = "get_health", tag = "outside",
    responses((status = 200, description = "It is.", body = String, content_type = "text/plain")))]
async fn healthz() -> &'static str {
    "ok"
}

/// Ask whether the coordinator can serve
#[utoipa::path(get, path = "/readyz", operation_id = "get_readiness", tag = "outside",
    responses((status = 200, description = "It can.", body = String, content_type = "text/plain")))]
async fn readyz(State(coordinator): State<Coordinator>) -> Result<&'static str, Response> {
    let not = |why| problem::plain(StatusCode::SERVICE_UNAVAILABLE, why);
    if coordinator.shutdown.is_cancelled() {
        return Err(not("the coordinator is shutting down"));
    }
    coordinator.ready().await.map_err(|error| {
        error.log();
        not("the database does not answer")
    })?;
    Ok("ok")
}

/// Show the coordinator's numbers for Prometheus
#[utoipa::path(get, path = "/metrics", operation_id = "get_metrics", tag = "outside",
    responses((status = 200, description = "The numbers.", body = String, content_type = "text/plain; version=0.0.4")))]
async fn metrics(State(door): State<Door>) -> Result<impl IntoResponse, Error> {
    let overview = door.coordinator.overview().await?;
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, telemetry::render(&overview)))
}
