//! The accept loop: one port for REST over HTTP/1.1 and gRPC over HTTP/2.
//!
//! Our own, because those of axum and tonic wait for ever: for a client that connects and says nothing, for a header that
//! never ends, for the last stream at shutdown; and because they spin when the process is out of file descriptors.

use std::{convert::Infallible, io, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

/// So many connections are open at once; the next one waits to be accepted.
const CONNECTIONS_MAX: usize = 4_096;
/// A client says something within this time, or is let go.
const FIRST_BYTE: Duration = Duration::from_secs(10);
/// A request's header is complete within this time.
const HEADER: Duration = Duration::from_secs(5);
/// A silent HTTP/2 client is asked for a sign of life so often, and has so long to give it.
const KEEP_ALIVE: [Duration; 2] = [Duration::from_secs(20), Duration::from_secs(10)];
/// What is under way at shutdown has so long to end.
const LAST_WORDS: Duration = Duration::from_secs(8);
/// Out of file descriptors, we wait so long for one.
const BREATH: Duration = Duration::from_millis(100);

/// Serves `app` on `listener` until `shutdown`, and lets what is under way end.
pub(crate) async fn serve(listener: TcpListener, app: Router, shutdown: CancellationToken) {
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let open = TaskTracker::new();
    while let Some(stream) = accept(&listener, &shutdown).await {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let (app, shutdown) = (app.clone(), shutdown.clone());
        open.spawn(async move {
            if let Err(error) = converse(stream, app, shutdown).await {
                tracing::debug!("a connection ended early: {error}");
            }
            drop(place);
        });
    }
    drop(listener);
    open.close();
    if timeout(LAST_WORDS, open.wait()).await.is_err() {
        tracing::warn!(connections = open.len(), "connections were cut at shutdown");
    }
}

async fn accept(listener: &TcpListener, shutdown: &CancellationToken) -> Option<TcpStream> {
    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => return None,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => return Some(stream),
            Err(error) if is_the_clients(&error) => (),
            Err(error) => {
                tracing::warn!("cannot accept a connection: {error}");
                sleep(BREATH).await;
            }
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind as E;
    matches!(error.kind(), E::ConnectionAborted | E::ConnectionReset | E::ConnectionRefused)
}

async fn converse(
    stream: TcpStream,
    app: Router,
    shutdown: CancellationToken,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    let mut byte = [0];
    let first = tokio::select! {
        () = shutdown.cancelled() => return Ok(()),
        first = timeout(FIRST_BYTE, stream.peek(&mut byte)) => first,
    };
    if !matches!(first, Ok(Ok(1))) {
        return Ok(());
    }
    let service = app.map_request(|request: Request<Incoming>| request.map(Body::new));
    let service = TowerToHyperService::new(service.map_err(|never: Infallible| match never {}));
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(KEEP_ALIVE[0])
        .keep_alive_timeout(KEEP_ALIVE[1])
        .max_concurrent_streams(256)
        .max_header_list_size(32 << 10);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    tokio::select! {
        ended = &mut connection => return ended,
        () = shutdown.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    timeout(LAST_WORDS, connection).await.unwrap_or(Ok(()))
}
