//! The REST door: turns requests into calls and answers into JSON, and decides nothing.

mod answers;
mod asking;
mod best_rates;
mod configurations;
mod curves;
mod docs;
mod events;
mod export;
mod guard;
mod heat;
mod ids;
mod layers;
mod outside;
mod plots;
mod problem;
mod schedules;
mod schema;
mod selecting;
mod submission;
mod sweeps;
mod telemetry;
mod timeline;
mod trials;
mod views;
mod workers;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
};
use tokio::sync::Semaphore;
use utoipa_axum::router::OpenApiRouter;

use crate::coordinator::Coordinator;

/// So many answers that go on and on, events and exports, are under way at once.
const STREAMS_MAX: usize = 256;

/// So many pictures are drawn at once; each takes a core, and a PNG some forty megabytes.
const DRAWINGS_MAX: usize = 2;

/// How the door is to behave.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether only this machine can reach it.
    pub loopback: bool,
}

/// What requests are answered from.
#[derive(Clone)]
struct Door {
    coordinator: Coordinator,
    streams: Arc<Semaphore>,
    drawings: Arc<Semaphore>,
}

impl FromRef<Door> for Coordinator {
    fn from_ref(door: &Door) -> Self {
        door.coordinator.clone()
    }
}

/// The routes.
pub fn router(coordinator: Coordinator, options: Options) -> Router {
    telemetry::start();
    let room = |places| Arc::new(Semaphore::new(places));
    let door = Door { coordinator, streams: room(STREAMS_MAX), drawings: room(DRAWINGS_MAX) };
    let (routes, document) = described().split_for_parts();
    let routes = routes
        .layer(DefaultBodyLimit::max(submission::BODY_MAX))
        .with_state(door)
        .merge(docs::routes(&document))
        .merge(dashboard::routes())
        .method_not_allowed_fallback(problem::wrong_method)
        .fallback(problem::nowhere);
    layers::around(routes, options)
}

/// The description of the routes, for programs: `OpenAPI` 3.1.
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().into_openapi()
}

fn described() -> OpenApiRouter<Door> {
    let api = OpenApiRouter::new()
        .merge(sweeps::routes())
        .merge(schema::routes())
        .merge(schedules::routes())
        .merge(trials::routes())
        .merge(answers::routes())
        .merge(best_rates::routes())
        .merge(configurations::routes())
        .merge(curves::routes())
        .merge(heat::routes())
        .merge(timeline::routes())
        .merge(plots::routes())
        .merge(events::routes())
        .merge(export::routes())
        .merge(workers::routes());
    let mut all =
        OpenApiRouter::with_openapi(docs::document()).merge(outside::routes()).nest("/api/v1", api);
    docs::add_refusals(all.get_openapi_mut());
    all
}
