//! Rate against a second parameter, every configuration counted, in cells that a picture can show.

use axum::{Json, extract::State};
use search::document::Fields;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{Ask, Query},
    ids::SweepId,
    views,
};
use crate::{coordinator::Coordinator, error::Error};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(get_heat_map))
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct HeatMapQuery {
    /// Which of the parameters that vary the rows are; the batch size, or the first, where nothing is said.
    by: Option<String>,
}

impl Ask for HeatMapQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self { by: fields.optional("by", |it| it.text().map(str::to_owned))? })
    }
}

/// Show how a sweep has done over its rates and a second parameter
///
/// Over all trials that were trained to their end, cell by cell. Where there are very many values they are gathered into fewer.
#[utoipa::path(get, path = "/sweeps/{id}/heatmap", operation_id = "get_heatmap", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id."), HeatMapQuery),
    responses((status = 200, description = "The cells.", body = views::HeatMapView)))]
async fn get_heat_map(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(query): Query<HeatMapQuery>,
) -> Result<Json<views::HeatMapView>, Error> {
    let map = coordinator.heat_map(&id, query.by.as_deref()).await?;
    Ok(Json(views::HeatMapView::of(id, map)))
}
