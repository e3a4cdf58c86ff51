//! What a sweep comes to: the best learning rate, or the reading of a range test.

use axum::{
    Json,
    extract::{DefaultBodyLimit, State},
};
use search::{document::Fields, range_test::Curve};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{Ask, Query},
    ids::SweepId,
    problem::Problem,
    submission::{LISTS_MAX, Lists},
    views,
};
use crate::{coordinator::Coordinator, error::Error};

pub(super) fn routes() -> OpenApiRouter<Door> {
    let analysis = OpenApiRouter::new()
        .routes(routes!(analyze_range_test))
        .layer(DefaultBodyLimit::max(LISTS_MAX));
    OpenApiRouter::new().routes(routes!(get_best)).routes(routes!(get_range_test)).merge(analysis)
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

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct RangeTestQuery {
    /// The accuracy that guessing comes to, for data whose classes are known to workers alone: 0.1 for ten classes.
    #[param(minimum = 0, exclusive_maximum = 1)]
    chance: Option<f64>,
}

impl Ask for RangeTestQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let chance = fields.optional("chance", |it| match it.text()?.parse::<f64>() {
            Ok(chance) if (0.0..1.0).contains(&chance) => Some(chance),
            _ => it.note("must be a number at least 0 and below 1"),
        });
        Some(Self { chance: chance? })
    }
}

/// Show what a range test says
///
/// What the losses and the accuracies of its seeds say, each on its own, and where they do not agree. A sweep of
/// another method has none.
#[utoipa::path(get, path = "/sweeps/{id}/range-test", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id."), RangeTestQuery),
    responses((status = 200, description = "The curves and how they read.", body = views::RangeTest)))]
async fn get_range_test(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(query): Query<RangeTestQuery>,
) -> Result<Json<views::RangeTest>, Error> {
    Ok(Json(views::RangeTest::of(coordinator.range_test(&id, query.chance).await?)))
}

/// Read a range test that was run elsewhere
///
/// Nothing is stored. What cannot be answered is `null`, and `why` says why.
#[utoipa::path(post, path = "/range-tests/analyze", operation_id = "analyze_range_test", tag = "answers",
    request_body(description = "The curve.", content(
        (views::Curve = "application/json"), (views::Curve = "application/yaml"))),
    responses(
        (status = 200, description = "What is read in it.", body = views::Findings),
        (status = 413, description = "The body has more than 8 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is of a kind that is not read.", body = Problem, content_type = "application/problem+json")))]
async fn analyze_range_test(
    Query(()): Query<()>,
    Lists(document): Lists,
) -> Result<Json<views::Findings>, Error> {
    let findings = Curve::read(&document).and_then(|it| it.findings()).map_err(Error::Invalid)?;
    Ok(Json(views::Findings::of(findings)))
}
