//! Every trial's learning curve in one answer, with no more points than a plot can show.

use std::collections::HashMap;

use axum::{Json, extract::State};
use search::{
    curve::{self, Points, Series},
    document::Fields,
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{self, Ask, Query},
    ids::SweepId,
    thinning,
    views::{self, TrialCurve},
};
use crate::{
    coordinator::Coordinator,
    error::Error,
    store::{Stored, TrialFilter},
};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(get_curves))
}

/// The points of so many trials are in memory at once, before they are thinned.
const TRIALS_AT_ONCE: usize = 50;
/// What may be asked for, and what is given where nothing is.
const POINTS_MAX: u64 = 5_000;
const POINTS: u64 = 500;
const TRIALS_MAX: u64 = 2_000;
const TRIALS: u64 = 500;

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
    trials: usize,
    /// `next_cursor` of the answer before.
    #[param(value_type = Option<String>)]
    cursor: Option<u64>,
}

impl Ask for CurvesQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let metric = fields.optional("metric", |it| it.text().map(str::to_owned));
        let max_points = fields.or("max_points", POINTS, |it| asking::whole(it, 2, POINTS_MAX));
        let trials = fields.or("trials", TRIALS, |it| asking::whole(it, 1, TRIALS_MAX));
        let cursor = fields.optional("cursor", asking::cursor_number);
        Some(Self {
            metric: metric?,
            max_points: usize::try_from(max_points?).ok()?,
            trials: usize::try_from(trials?).ok()?,
            cursor: cursor?,
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
    let rules = coordinator.rules_of(&coordinator.sweep(&id).await?)?;
    let CurvesQuery { metric, max_points, trials: wanted, cursor } = query;
    let metric = metric.unwrap_or_else(|| rules.metric.name.clone());
    let mut curves = views::Curves::new(id.clone(), metric.clone(), &rules.metric);
    let mut filter = TrialFilter { measured: true, after: cursor, ..TrialFilter::default() };
    loop {
        // One more than is wanted tells whether there are more.
        let limit = TRIALS_AT_ONCE.min(wanted - curves.len() + 1);
        let page = coordinator.trials(&id, &filter, u32::try_from(limit).unwrap_or(1)).await?;
        let mut points = points(&coordinator, &page).await?;
        for trial in &page {
            if curves.len() == wanted {
                curves.goes_on();
                return Ok(Json(curves));
            }
            let series = curve::series(&points.remove(&trial.id).unwrap_or_default());
            let curve = thinning::thin(of_metric(&series, &metric), max_points);
            curves.add(&series, TrialCurve::of(trial, curve));
        }
        if page.len() < limit {
            return Ok(Json(curves));
        }
        filter.after = page.last().map(|it| it.number);
    }
}

async fn points(
    coordinator: &Coordinator,
    trials: &[Stored],
) -> Result<HashMap<String, Vec<Points>>, Error> {
    let mut points: HashMap<String, Vec<Points>> = HashMap::new();
    for row in coordinator.points_of(trials).await? {
        points.entry(row.trial).or_default().extend(row.points);
    }
    Ok(points)
}

/// The curve of `metric`, without a point where that was not reported.
fn of_metric(series: &[Series], metric: &str) -> Series {
    let empty = || Series { metric: metric.to_owned(), steps: Vec::new(), values: Vec::new() };
    series.iter().find(|it| it.metric == metric).cloned().unwrap_or_else(empty)
}
