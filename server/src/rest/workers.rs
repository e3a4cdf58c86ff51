//! Workers: listing, and asking them to leave.

use axum::{Json, extract::State};
use search::document::Fields;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{self, Ask, Query},
    ids::WorkerId,
    views::{self, Page},
};
use crate::{
    coordinator::{Coordinator, Seen},
    error::Error,
};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(list_workers)).routes(routes!(drain_worker))
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct WorkersQuery {
    /// How many to give.
    #[param(required = false, minimum = 1, maximum = 500, default = 50)]
    limit: u32,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Ask for WorkersQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let (limit, cursor) = (asking::limit(fields), fields.optional("cursor", asking::cursor_id));
        Some(Self { limit: limit?, cursor: cursor? })
    }
}

/// List workers, the last to come first
#[utoipa::path(get, path = "/workers", tag = "workers", params(WorkersQuery),
    responses((status = 200, description = "A page of workers.", body = Page<views::Worker>)))]
async fn list_workers(
    State(coordinator): State<Coordinator>,
    Query(query): Query<WorkersQuery>,
) -> Result<Json<Page<views::Worker>>, Error> {
    let workers = coordinator.workers(query.cursor.as_deref(), query.limit + 1).await?;
    let view = |it| Ok(views::Worker::of(it));
    Page::of(workers, query.limit, |it: &Seen| it.worker.id.clone(), view).map(Json)
}

/// Ask a worker to finish what it trains and leave
#[utoipa::path(post, path = "/workers/{id}/drain", tag = "workers",
    params(("id" = String, Path, description = "The worker's id.")),
    responses((status = 200, description = "The worker.", body = views::Worker)))]
async fn drain_worker(
    State(coordinator): State<Coordinator>,
    WorkerId(id): WorkerId,
    Query(()): Query<()>,
) -> Result<Json<views::Worker>, Error> {
    coordinator.drain(&id).await?;
    Ok(Json(views::Worker::of(coordinator.worker(&id).await?)))
}
