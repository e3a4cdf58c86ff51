//! Trials: listing, showing, cancelling.

use axum::{Json, extract::State};
use search::{
    curve,
    document::{Fields, Value},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{self, Ask, Query},
    ids::{SweepId, TrialId},
    problem::Problem,
    selecting::Selection,
    views::{self, Attempt, Line, Page, SeriesView},
};
use crate::{
    coordinator::{self, Coordinator},
    error::Error,
    store::{Key, Order, Stored, TrialFilter, TrialPlace},
};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(list_trials))
        .routes(routes!(get_trial))
        .routes(routes!(get_trial_metrics))
        .routes(routes!(get_trial_logs))
        .routes(routes!(cancel_trial))
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct TrialsQuery {
    #[param(ignore)]
    selection: Selection,
    /// By what they are ordered: `number`, `lr`, `value`, `state`, `duration` or `started_at`. Those without a value stand last.
    #[param(required = false, value_type = String, default = "number")]
    sort: Key,
    /// `asc` or `desc`: the lowest first, or the highest.
    #[param(required = false, value_type = String, default = "asc")]
    order: bool,
    /// How many to give.
    #[param(required = false, minimum = 1, maximum = 500, default = 50)]
    limit: u32,
    /// `next_cursor` of the page before, for the same order.
    #[param(value_type = Option<String>)]
    cursor: Option<TrialPlace>,
    /// How many to leave out first: for tables that are jumped about in. A cursor is the steadier way through a list that grows.
    #[param(required = false, minimum = 0, maximum = 10_000_000, default = 0)]
    skip: u64,
}

/// What trials can be ordered by.
const KEYS: [(&str, Key); 6] = [
    ("number", Key::Number),
    ("lr", Key::Rate),
    ("value", Key::Value),
    ("state", Key::State),
    ("duration", Key::Duration),
    ("started_at", Key::Start),
];
/// No sweep has more trials.
const SKIP_MAX: u64 = 10_000_000;

impl Ask for TrialsQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let selection = Selection::read(fields);
        let sort = fields.or("sort", Key::Number, |it| it.choice(&KEYS));
        let orders = [("asc", false), ("desc", true)];
        let order = fields.or("order", false, |it| it.choice(&orders));
        let (limit, cursor) = (asking::limit(fields), fields.optional("cursor", cursor_place));
        let skip = fields.or("skip", 0, |it| asking::whole(it, 0, SKIP_MAX));
        Some(Self {
            selection: selection?,
            sort: sort?,
            order: order?,
            limit: limit?,
            cursor: cursor?,
            skip: skip?,
        })
    }
}

/// Where a list of trials goes on: a number, and in an order of another kind the value there, or `-` for none.
fn cursor_place(value: &Value<'_>) -> Option<TrialPlace> {
    let (number, key) = value.text()?.split_once(':').unwrap_or((value.text()?, "-"));
    let number = number.parse().ok().filter(|it| *it <= i64::MAX.unsigned_abs());
    let key = match key {
        "-" => Some(None),
        key => key.parse().ok().filter(|it: &f64| it.is_finite()).map(Some),
    };
    match (number, key) {
        (Some(number), Some(key)) => Some(TrialPlace { number, key }),
        _ => value.note("is no cursor of ours; pass `next_cursor` on as it came"),
    }
}

fn written(trial: &Stored, by: Key) -> String {
    match (by, by.of(trial)) {
        (Key::Number, _) => trial.number.to_string(),
        (_, None) => format!("{}:-", trial.number),
        (_, Some(key)) => format!("{}:{key:e}", trial.number),
    }
}

/// The most points of a metric that are given, and how many where nothing else is asked for.
const POINTS_MAX: u64 = 100_000;
const POINTS: u64 = 10_000;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct MetricsQuery {
    /// How many points of each metric to give at most; of more, the lowest and the highest of each stretch are kept.
    #[param(required = false, minimum = 2, maximum = 100_000, default = 10_000)]
    max_points: usize,
}

impl Ask for MetricsQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let read = fields.or("max_points", POINTS, |it| asking::whole(it, 2, POINTS_MAX));
        Some(Self { max_points: usize::try_from(read?).ok()? })
    }
}

/// List the trials of a sweep, by number or in another order
#[utoipa::path(get, path = "/sweeps/{id}/trials", tag = "trials",
    params(("id" = String, Path, description = "The sweep's id."), Selection, TrialsQuery),
    responses((status = 200, description = "A page of trials.", body = views::TrialsPage)))]
async fn list_trials(
    State(coordinator): State<Coordinator>,
    SweepId(id): SweepId,
    Query(query): Query<TrialsQuery>,
) -> Result<Json<views::TrialsPage>, Error> {
    let rules = coordinator.rules_of(&coordinator.sweep(&id).await?)?;
    let TrialsQuery { selection, sort: by, order: descending, .. } = query;
    let conditions = selection.of(&rules)?;
    let (order, after, skip) = (Order { by, descending }, query.cursor, query.skip);
    let filter = TrialFilter { conditions, order, after, skip, measured: false };
    let trials = coordinator.trials(&id, &filter, query.limit + 1).await?;
    // Once is enough; and how many are in which state is known of the sweep already.
    let is_counted = selection.is_uncounted() && after.is_none() && skip == 0;
    let total =
        if is_counted { Some(coordinator.trials_in_all(&id, &filter).await?) } else { None };
    let view = |it| Ok::<_, Error>(views::Trial::of(it, &rules));
    let page = Page::of(trials, query.limit, |it: &Stored| written(it, by), view)?;
    Ok(Json(views::TrialsPage { page, total }))
}

/// Show a trial and its attempts
#[utoipa::path(get, path = "/trials/{id}", tag = "trials",
    params(("id" = String, Path, description = "The trial's id.")),
    responses((status = 200, description = "The trial.", body = views::TrialWithAttempts)))]
async fn get_trial(
    State(coordinator): State<Coordinator>,
    TrialId(id): TrialId,
    Query(()): Query<()>,
) -> Result<Json<views::TrialWithAttempts>, Error> {
    let trial = coordinator.trial(&id).await?;
    let attempts = Attempt::all(&trial, coordinator.attempts(&trial).await?);
    let rules = coordinator.rules(&trial.sweep).await?;
    Ok(Json(views::Trial::of(trial, &rules).with(attempts)))
}

/// Show what a trial's latest attempt reported
#[utoipa::path(get, path = "/trials/{id}/metrics", tag = "trials",
    params(("id" = String, Path, description = "The trial's id."), MetricsQuery),
    responses((status = 200, description = "A column a metric.", body = views::Metrics)))]
async fn get_trial_metrics(
    State(coordinator): State<Coordinator>,
    TrialId(id): TrialId,
    Query(query): Query<MetricsQuery>,
) -> Result<Json<views::Metrics>, Error> {
    let trial = coordinator.trial(&id).await?;
    let points = coordinator.points(&trial).await?;
    let thin = |it| SeriesView::of(coordinator::thin(it, query.max_points));
    Ok(Json(views::Metrics {
        trial: trial.id,
        attempt: trial.trial.attempt,
        diverged: trial.diverged,
        series: curve::series(&points).into_iter().map(thin).collect(),
    }))
}

/// Show what is known of how a trial went, line by line
#[utoipa::path(get, path = "/trials/{id}/logs", tag = "trials",
    params(("id" = String, Path, description = "The trial's id.")),
    responses((status = 200, description = "When its attempts began and ended, and what they failed of.", body = Page<Line>)))]
async fn get_trial_logs(
    State(coordinator): State<Coordinator>,
    TrialId(id): TrialId,
    Query(()): Query<()>,
) -> Result<Json<Page<Line>>, Error> {
    let trial = coordinator.trial(&id).await?;
    let attempts = Attempt::all(&trial, coordinator.attempts(&trial).await?);
    let items = attempts.into_iter().flat_map(Attempt::lines).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// Cancel a trial
///
/// One that runs is over as soon as its worker hears of it.
#[utoipa::path(post, path = "/trials/{id}/cancel", tag = "trials",
    params(("id" = String, Path, description = "The trial's id.")),
    responses(
        (status = 200, description = "The trial.", body = views::Trial),
        (status = 409, description = "It is over.", body = Problem, content_type = "application/problem+json")))]
async fn cancel_trial(
    State(coordinator): State<Coordinator>,
    TrialId(id): TrialId,
    Query(()): Query<()>,
) -> Result<Json<views::Trial>, Error> {
    let trial = coordinator.cancel_trial(&id).await?;
    let rules = coordinator.rules(&trial.sweep).await?;
    Ok(Json(views::Trial::of(trial, &rules)))
}
