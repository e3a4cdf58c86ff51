//! How every configuration of a sweep has done, in one answer, with no more of them than a plot can show.

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
    OpenApiRouter::new().routes(routes!(get_configurations))
}

/// What may be asked for, and what is given where nothing is.
const SHOWN_MAX: u64 = 20_000;
const SHOWN: u64 = 2_000;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ConfigurationsQuery {
    /// How many to give at most; of more, those are chosen that show how far the results of each stretch of rates reach.
    #[param(required = false, minimum = 5, maximum = 20_000, default = 2_000)]
    max: usize,
}

impl Ask for ConfigurationsQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let max = fields.or("max", SHOWN, |it| asking::whole(it, 5, SHOWN_MAX));
        Some(Self { max: usize::try_from(max?).ok()? })
    }
}

/// Show how the configurations of a sweep have done
///
/// Those with completed trials, by their numbers, column by column.
#[utoipa::path(get, path = "/sweeps/{id}/configurations", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id."), ConfigurationsQuery),
    responses((status = 200, description = "An entry a configuration in each column.", body = views::Configurations)))]
async fn get_configurations(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(query): Query<ConfigurationsQuery>,
) -> Result<Json<views::Configurations>, Error> {
    let landscape = coordinator.landscape(&id, query.max).await?;
    Ok(Json(views::Configurations::of(id, landscape)))
}
