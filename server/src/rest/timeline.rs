//! When the trials of a sweep trained, and where.

use axum::{Json, extract::State};
use search::document::Fields;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{self, Ask, Query},
    ids::SweepId,
    views,
};
use crate::{coordinator::Coordinator, error::Error};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(get_timeline))
}

/// What may be asked for, and what is given where nothing is.
const TRIALS_MAX: u64 = 10_000;
const TRIALS: u64 = 2_000;
const PARTS_MAX: u64 = 1_000;
const PARTS: u64 = 200;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct TimelineQuery {
    /// Up to how many trials are given one by one.
    #[param(required = false, minimum = 0, maximum = 10_000, default = 2_000)]
    trials: u64,
    /// Into how many equal parts the time is divided for the workers' lanes.
    #[param(required = false, minimum = 1, maximum = 1_000, default = 200)]
    parts: usize,
}

impl Ask for TimelineQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let trials = fields.or("trials", TRIALS, |it| asking::whole(it, 0, TRIALS_MAX));
        let parts = fields.or("parts", PARTS, |it| asking::whole(it, 1, PARTS_MAX));
        Some(Self { trials: trials?, parts: usize::try_from(parts?).ok()? })
    }
}

/// Show when the trials of a sweep trained, and where
///
/// The latest attempt of each trial that has begun, unless they are more than `trials`; and how busy each worker was with
/// all of them.
#[utoipa::path(get, path = "/sweeps/{id}/timeline", operation_id = "get_timeline", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id."), TimelineQuery),
    responses((status = 200, description = "The timeline.", body = views::TimelineView)))]
async fn get_timeline(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(query): Query<TimelineQuery>,
) -> Result<Json<views::TimelineView>, Error> {
    let timeline = coordinator.timeline(&id, query.trials, query.parts).await?;
    Ok(Json(views::TimelineView::of(id, timeline)))
}
