//! Sweeps: submitting, listing, steering, forgetting.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use search::document::Fields;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{self, Ask, Query},
    ids::SweepId,
    problem::Problem,
    submission::{Document, Key},
    views::{self, Page},
};
use crate::{coordinator::Coordinator, error::Error, store::StoredSweep};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(submit, list_sweeps))
        .routes(routes!(get_sweep, delete_sweep))
        .routes(routes!(pause_sweep))
        .routes(routes!(resume_sweep))
        .routes(routes!(cancel_sweep))
        .routes(routes!(retry_sweep))
}

/// Where a sweep may stand.
const STATES: [&str; 4] = ["running", "paused", "completed", "cancelled"];

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct SubmitQuery {
    /// `true` answers with the trials that the sweep would have, and stores nothing.
    #[param(required = false)]
    dry_run: bool,
}

impl Ask for SubmitQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let choices = [("true", true), ("false", false)];
        Some(Self { dry_run: fields.or("dry_run", false, |it| it.choice(&choices))? })
    }
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct SweepsQuery {
    /// Only sweeps in this state: `running`, `paused`, `completed` or `cancelled`.
    state: Option<&'static str>,
    /// How many to give.
    #[param(required = false, minimum = 1, maximum = 500, default = 50)]
    limit: u32,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Ask for SweepsQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let state = fields.optional("state", |it| asking::one_of(it, &STATES));
        let (limit, cursor) = (asking::limit(fields), fields.optional("cursor", asking::cursor_id));
        Some(Self { state: state?, limit: limit?, cursor: cursor? })
    }
}

/// Submit a sweep
///
/// Every mistake in it is told at once, with its path, and nothing is stored then.
#[utoipa::path(post, path = "/sweeps", operation_id = "submit_sweep", tag = "sweeps",
    params(SubmitQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters. Sending the same sweep again with the same key within a day is answered with the sweep that was stored the first time.")),
    request_body(description = "The sweep; see the guide for its keys.", content(
        (Object = "application/json"), (String = "application/yaml"), (String = "application/x-yaml"), (String = "text/yaml"))),
    responses(
        (status = 201, description = "It is stored.", body = views::Sweep, headers(("Location" = String, description = "Where the sweep is found."))),
        (status = 200, description = "It was stored before, and this is it; or with `dry_run=true`, the trials it would have.", body = inline(Submitted)),
        (status = 413, description = "The body has more than 1 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is of a kind that is not read.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key came with another sweep before.", body = Problem, content_type = "application/problem+json"),
        (status = 507, description = "The disk is full.", body = Problem, content_type = "application/problem+json"),
    ))]
async fn submit(
    State(coordinator): State<Coordinator>,
    Query(query): Query<SubmitQuery>,
    Key(key): Key,
    Document(document): Document,
) -> Result<Response, Error> {
    if query.dry_run {
        let plan = Coordinator::dry_run(&document)?;
        return Ok(Json(views::DryRun::of(plan)).into_response());
    }
    let accepted = coordinator.submit(&document, key).await?;
    let status = if accepted.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let location = [(header::LOCATION, format!("/api/v1/sweeps/{}", accepted.sweep.id))];
    Ok((status, location, view(&coordinator, accepted.sweep)?).into_response())
}

/// What a submission may be answered with, for the document alone.
#[derive(serde::Serialize, utoipa::ToSchema)]
#[serde(untagged)]
#[expect(dead_code, clippy::large_enum_variant, reason = "only describes")]
enum Submitted {
    Sweep(views::Sweep),
    DryRun(views::DryRun),
}

/// List sweeps, the newest first
#[utoipa::path(get, path = "/sweeps", tag = "sweeps", params(SweepsQuery),
    responses((status = 200, description = "A page of sweeps.", body = Page<views::Sweep>)))]
async fn list_sweeps(
    State(coordinator): State<Coordinator>,
    Query(query): Query<SweepsQuery>,
) -> Result<Json<Page<views::Sweep>>, Error> {
    let SweepsQuery { state, limit, cursor } = query;
    let sweeps = coordinator.sweeps(state, cursor.as_deref(), limit + 1).await?;
    let view = |it| view(&coordinator, it).map(|Json(it)| it);
    Page::of(sweeps, limit, |it| it.id.clone(), view).map(Json)
}

/// Show a sweep
#[utoipa::path(get, path = "/sweeps/{id}", tag = "sweeps",
    params(("id" = String, Path, description = "The sweep's id.")),
    responses((status = 200, description = "The sweep.", body = views::Sweep)))]
async fn get_sweep(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(()): Query<()>,
) -> Result<Json<views::Sweep>, Error> {
    view(&coordinator, coordinator.sweep(&id).await?)
}

/// Forget a sweep that is over, and all its trials
#[utoipa::path(delete, path = "/sweeps/{id}", tag = "sweeps",
    params(("id" = String, Path, description = "The sweep's id.")),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "Its trials are not over; cancel it first.", body = Problem, content_type = "application/problem+json")))]
async fn delete_sweep(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(()): Query<()>,
) -> Result<StatusCode, Error> {
    coordinator.remove(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hand out no more trials of a sweep
///
/// Those that run go on.
#[utoipa::path(post, path = "/sweeps/{id}/pause", tag = "sweeps",
    params(("id" = String, Path, description = "The sweep's id.")),
    responses(
        (status = 200, description = "The sweep, paused.", body = views::Sweep),
        (status = 409, description = "It is over.", body = Problem, content_type = "application/problem+json")))]
async fn pause_sweep(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(()): Query<()>,
) -> Result<Json<views::Sweep>, Error> {
    view(&coordinator, coordinator.pause(&id).await?)
}

/// Hand out trials of a paused sweep again
#[utoipa::path(post, path = "/sweeps/{id}/resume", tag = "sweeps",
    params(("id" = String, Path, description = "The sweep's id.")),
    responses(
        (status = 200, description = "The sweep, running.", body = views::Sweep),
        (status = 409, description = "It is over.", body = Problem, content_type = "application/problem+json")))]
async fn resume_sweep(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(()): Query<()>,
) -> Result<Json<views::Sweep>, Error> {
    view(&coordinator, coordinator.resume(&id).await?)
}

/// Cancel what is left of a sweep
///
/// Trials that wait are over at once, those that run as soon as their workers hear of it.
#[utoipa::path(post, path = "/sweeps/{id}/cancel", tag = "sweeps",
    params(("id" = String, Path, description = "The sweep's id.")),
    responses(
        (status = 200, description = "The sweep, cancelled.", body = views::Sweep),
        (status = 409, description = "It is completed.", body = Problem, content_type = "application/problem+json")))]
async fn cancel_sweep(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(()): Query<()>,
) -> Result<Json<views::Sweep>, Error> {
    view(&coordinator, coordinator.cancel(&id).await?)
}

/// Queue the failed and quarantined trials of a sweep again
#[utoipa::path(post, path = "/sweeps/{id}/retry", tag = "sweeps",
    params(("id" = String, Path, description = "The sweep's id.")),
    responses(
        (status = 200, description = "The sweep.", body = views::Sweep),
        (status = 409, description = "It is cancelled.", body = Problem, content_type = "application/problem+json")))]
async fn retry_sweep(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(()): Query<()>,
) -> Result<Json<views::Sweep>, Error> {
    view(&coordinator, coordinator.retry(&id).await?)
}

fn view(coordinator: &Coordinator, sweep: StoredSweep) -> Result<Json<views::Sweep>, Error> {
    let rules = coordinator.rules_of(&sweep)?;
    Ok(Json(views::Sweep::of(sweep, &rules)?))
}
