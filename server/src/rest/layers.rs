//! What every request passes through before it is answered, and every answer after.

use std::{any::Any, sync::Arc};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use tokio::{sync::Semaphore, time::Instant};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    trace::TraceLayer,
};

use super::{Options, guard, problem, telemetry};
use crate::error::Error;

/// So many requests are answered at once; another is turned away, to come again.
const REQUESTS_MAX: usize = 512;

/// Puts the layers around `routes`, the first of them outermost.
pub(super) fn around(routes: Router, options: Options) -> Router {
    let room = Arc::new(Semaphore::new(REQUESTS_MAX));
    routes.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
            .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(from_fn(timed))
            .layer(from_fn(guard::headers))
            .layer(CompressionLayer::new())
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn_with_state(room, bounded))
            .layer(from_fn_with_state(options, guard::same_origin)),
    )
}

fn span<B>(request: &axum::http::Request<B>) -> tracing::Span {
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|it| it.header_value().to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", request.id = id, method = %request.method(), path = request.uri().path())
}

/// Notes how long each request took.
async fn timed(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(String::new, |it| it.as_str().to_owned());
    let response = next.run(request).await;
    telemetry::answered(method, route, response.status().as_u16(), began.elapsed());
    response
}

/// A method's name. Anybody can make names up; those share one.
fn method(method: &Method) -> &'static str {
    let known = [
        (Method::GET, "GET"),
        (Method::HEAD, "HEAD"),
        (Method::POST, "POST"),
        (Method::DELETE, "DELETE"),
        (Method::OPTIONS, "OPTIONS"),
    ];
    known.iter().find(|(it, _)| it == method).map_or("_OTHER", |(_, name)| name)
}

/// Turns requests away while too many are under way.
async fn bounded(State(room): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    match room.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => Error::Busy.into_response(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
    tracing::error!("a request panicked: {words}");
    problem::plain(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal failure; the coordinator's log says more",
    )
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    async fn broken() {
        panic!("a mistake of ours");
    }

    #[tokio::test]
    async fn a_request_that_panics_is_answered_and_the_next_one_as_well() {
        let routes = Router::new().route("/broken", get(broken)).route("/", get(|| async { "ok" }));
        let app = around(routes, Options { loopback: true });
        let ask = |path| app.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());
        let answer = ask("/broken").await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.headers()["content-type"], problem::MEDIA_TYPE);
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(ask("/").await.unwrap().status(), StatusCode::OK);
    }
}
