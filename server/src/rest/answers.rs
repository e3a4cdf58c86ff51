//! What a sweep comes to: the best learning rate, or the reading of a range test.

use axum::{Json, extract::State};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Door, asking::Query, ids::SweepId, views};
use crate::{coordinator::Coordinator, error::Error};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(get_best)).routes(routes!(get_range_test))
}

/// Show the best learning rate of a sweep
///
/// From the trials that are over so far.
#[utoipa::path(get, path = "/sweeps/{id}/best", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id.")),
    responses((status = 200, description = "The answer.", body = views::BestView)))]
async fn get_best(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(()): Query<()>,
) -> Result<Json<views::BestView>, Error> {
    Ok(Json(views::BestView::of(coordinator.best(&id).await?)))
}

/// Show what a range test says
///
/// A sweep of another method has none.
#[utoipa::path(get, path = "/sweeps/{id}/range-test", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id.")),
    responses((status = 200, description = "The curves and how they read.", body = views::RangeTest)))]
async fn get_range_test(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(()): Query<()>,
) -> Result<Json<views::RangeTest>, Error> {
    Ok(Json(views::RangeTest::of(coordinator.range_test(&id).await?)))
}
