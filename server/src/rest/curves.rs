//! Every trial's learning curve in one answer, with no more points than a plot can show.

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
use crate::{
    coordinator::{Choice, Coordinator, CurvesWanted},
    error::Error,
};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(get_curves))
}

/// What may be asked for, and what is given where nothing is.
const POINTS_MAX: u64 = 5_000;
const POINTS: u64 = 500;
const TRIALS_MAX: u64 = 2_000;
const TRIALS: u64 = 500;
const FIRST: &str = "first";
const FAIR: &str = "fair";

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct CurvesQuery {
    /// Which metric to show; the one that decides where nothing is said.
    metric: Option<String>,
    /// How many points of each curve to give at most; of more, the lowest and the highest of each stretch are kept.
    #[param(required = false, minimum = 2, maximum = 5000, default = 500)]
    max_points: usize,
    /// How many curves to give.
    #[param(required = false, minimum = 1, maximum = 2000, default = 500)]
    trials: u32,
    /// Which of more: the `first`, page by page, or a `fair` choice of the best and of others from all over the sweep.
    #[param(value_type = String, required = false, default = "first")]
    choice: &'static str,
    /// `next_cursor` of the answer before; a fair choice has none.
    #[param(value_type = Option<String>)]
    cursor: Option<u64>,
}

impl Ask for CurvesQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let metric = fields.optional("metric", |it| it.text().map(str::to_owned));
        let max_points = fields.or("max_points", POINTS, |it| asking::whole(it, 2, POINTS_MAX));
        let trials = fields.or("trials", TRIALS, |it| asking::whole(it, 1, TRIALS_MAX));
        let cursor = fields.optional("cursor", asking::cursor_number);
        let choice = fields.or("choice", FIRST, |it| asking::one_of(it, &[FIRST, FAIR]));
        let (choice, cursor) = (choice?, cursor?);
        if choice == FAIR && cursor.is_some() {
            return fields.note("cursor", "a fair choice is one page; leave it out");
        }
        Some(Self {
            metric: metric?,
            max_points: usize::try_from(max_points?).ok()?,
            trials: u32::try_from(trials?).ok()?,
            choice,
            cursor,
        })
    }
}

/// Show the learning curves of a sweep
///
/// One metric of the trials that have reported, from their latest attempts, by their numbers.
#[utoipa::path(get, path = "/sweeps/{id}/curves", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id."), CurvesQuery),
    responses((status = 200, description = "A curve a trial.", body = views::Curves)))]
async fn get_curves(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(query): Query<CurvesQuery>,
) -> Result<Json<views::Curves>, Error> {
    let CurvesQuery { metric, max_points: points_max, trials: trials_max, choice, cursor } = query;
    let choice = if choice == FAIR { Choice::Fair } else { Choice::After(cursor) };
    let wanted = CurvesWanted { metric, points_max, trials_max, choice };
    let curves = coordinator.curves(&id, wanted).await?;
    Ok(Json(views::Curves::of(id, curves)))
}
