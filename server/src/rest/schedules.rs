//! Schedules before anything is trained.

use axum::Json;
use search::preview::Preview;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Door, asking::Query, problem::Problem, submission::Document, views};
use crate::error::Error;

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(preview_schedule))
}

/// Show a schedule before anything is trained
///
/// Step by step, or epoch by epoch where `unit` is `epoch` or the batch grows: the same computation that trains. At most
/// 200000 entries.
#[utoipa::path(post, path = "/schedules/preview", tag = "schedules",
    request_body(
        description = "`lr`, and how it moves: `schedule` and `batch_schedule`, as in a sweep. How long: `steps`; or `epochs` with `batch_size` and `dataset_size`, which may also stand beside `steps`. Without the data, an epoch is one update. `momentum` is the optimizer's. `metrics` is what a `plateau` would be told, one at each epoch's end, `null` for what is not a number.",
        content(
            (Object = "application/json", examples(
                ("A warm-up and a cosine" = (value = json!({ "lr": 0.1, "schedule": { "kind": "cosine", "warmup": { "steps": 2 } }, "steps": 6 }))),
                ("A momentum that moves" = (value = json!({ "lr": 0.1, "schedule": { "kind": "one_cycle" }, "momentum": 0.9, "steps": 10 }))),
                ("A batch that grows" = (value = json!({ "lr": 0.1, "momentum": 0.9, "batch_schedule": { "kind": "grow", "milestones": [60, 120, 160], "factor": 5, "max_batch": 5120 }, "batch_size": 128, "dataset_size": 50_000, "epochs": 200 }))),
                ("A plateau" = (value = json!({ "lr": 0.1, "schedule": { "kind": "plateau", "patience": 1, "unit": "epoch" }, "steps": 4, "metrics": [1.0, 1.0, 1.0] }))),
            )),
            (String = "application/yaml"), (String = "application/x-yaml"), (String = "text/yaml"))),
    responses(
        (status = 200, description = "The schedule, entry by entry.", body = views::ScheduleView),
        (status = 413, description = "The body has more than 1 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is of a kind that is not read.", body = Problem, content_type = "application/problem+json"),
    ))]
async fn preview_schedule(
    Query(()): Query<()>,
    Document(document): Document,
) -> Result<Json<views::ScheduleView>, Error> {
    let preview = Preview::read(&document).map_err(Error::Invalid)?;
    Ok(Json(views::ScheduleView::of(preview.show())))
}
