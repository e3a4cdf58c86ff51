//! What happens in a sweep, as it happens: server-sent events.

use std::time::Duration;

use axum::{
    extract::{FromRequestParts, State},
    http::{StatusCode, request::Parts},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, StreamExt as _, stream};
use search::{sweep::Sweep, time::Timestamp};
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Door, asking::Query, ids::SweepId, views};
use crate::{
    coordinator::{News, Watch},
    error::Error,
    store,
};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(get_events))
}

/// A browser that was cut off comes back after this time.
const RETRY: Duration = Duration::from_secs(2);
/// While nothing happens a comment shows so often that the line is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Where somebody was cut off: the id of the last event that arrived.
struct LastEvent(Option<Timestamp>);

impl<S: Send + Sync> FromRequestParts<S> for LastEvent {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Some(id) = parts.headers.get("last-event-id") else { return Ok(Self(None)) };
        let at = id.to_str().ok().and_then(|it| it.parse().ok()).filter(|it| *it >= 0);
        let wrong = || Error::invalid("Last-Event-ID", "is no id of ours; pass it on as it came");
        at.map(|it| Self(Some(Timestamp(it)))).ok_or_else(wrong)
    }
}

/// Follow a sweep
///
/// `sweep` carries the sweep, first as it is and then whenever it changes; `trial` a trial that changed; `points`
/// the metric points that came in for a trial. The ids are times: who comes back with `Last-Event-ID` misses
/// nothing, and may be told a little twice. The stream ends when the sweep is over and all was told; who then comes
/// back is answered with 204, so that browsers stop asking.
#[utoipa::path(get, path = "/sweeps/{id}/events", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id."),
        ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that arrived.")),
    responses(
        (status = 200, description = "Events.", content_type = "text/event-stream", body = String),
        (status = 204, description = "The sweep is over, and all was told before.")))]
async fn get_events(
    State(door): State<Door>,
    SweepId(id): SweepId,
    LastEvent(since): LastEvent,
    Query(()): Query<()>,
) -> Result<Response, Error> {
    let place = door.streams.try_acquire_owned().map_err(|_| Error::Busy)?;
    let watch = door.coordinator.watch(&id, since).await?;
    if watch.is_over() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let first = Event::default().retry(RETRY).comment("ratesmith");
    let events = stream::iter([Ok(first)]).chain(told(watch, place));
    let heartbeat = KeepAlive::new().interval(HEARTBEAT).text("alive");
    Ok(Sse::new(events).keep_alive(heartbeat).into_response())
}

/// What `watch` tells, until it ends or fails; a browser comes back of itself.
fn told(watch: Watch, place: OwnedSemaphorePermit) -> impl Stream<Item = Result<Event, Error>> {
    stream::unfold((watch, place), |(mut watch, place)| async move {
        let news = match watch.next().await {
            Ok(news) => events(watch.rules(), news?),
            Err(error) => Err(error),
        };
        let events = news.inspect_err(Error::log).ok()?;
        Some((stream::iter(events.into_iter().map(Ok)), (watch, place)))
    })
    .flatten()
}

fn events(rules: &Sweep, news: News) -> Result<Vec<Event>, Error> {
    let id = news.at.0.to_string();
    let mut events = Vec::new();
    if let Some(sweep) = news.sweep {
        events.push(event("sweep", &id, &views::Sweep::of(sweep, rules)?)?);
    }
    for trial in news.trials {
        events.push(event("trial", &id, &views::Trial::of(trial, rules))?);
    }
    for fresh in &news.points {
        events.push(event("points", &id, &views::Points::of(fresh))?);
    }
    Ok(events)
}

fn event(name: &str, id: &str, data: &impl Serialize) -> Result<Event, Error> {
    let event = Event::default().event(name).id(id);
    event.json_data(data).map_err(|_| Error::Store(store::Error::Corrupt("trials")))
}
