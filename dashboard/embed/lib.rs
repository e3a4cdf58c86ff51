//! The dashboard as part of the binary: the pages that Vite built, or one that stands in where they were not.
//!
//! The pages are one document that tells its addresses apart in the browser. Which addresses those are is said
//! here; any other stays with the coordinator, so that a mistyped `/api/…` is never answered with a page.

use axum::Router;
use memory_serve::{CacheControl, MemoryServe};

/// The one document.
const DOCUMENT: &str = "/index.html";

/// The addresses that it shows something at, besides `/`.
const VIEWS: [&str; 8] = [
    "/sweeps",
    "/sweeps/{*view}",
    "/best",
    "/workers",
    "/queue",
    "/compare",
    "/schedule",
    "/settings",
];

/// Whether the pages were there when this was built.
pub const IS_BUILT: bool = matches!(env!("DASHBOARD_IS_BUILT").as_bytes(), b"true");

/// The document at each of its addresses, and what it loads, with an `ETag`; compressed, but for debug builds, which
/// would spend a second on it at each start.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    // What Vite built has a digest in its name and never changes; the document names the latest.
    let lasting = if IS_BUILT { CacheControl::Long } else { CacheControl::NoCache };
    let pages = memory_serve::load!()
        .index_file(Some(DOCUMENT))
        .html_cache_control(CacheControl::NoCache)
        .cache_control(lasting);
    VIEWS
        .into_iter()
        .fold(pages, |pages: MemoryServe, view| pages.add_alias(view, DOCUMENT))
        .into_router()
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Request, Response, StatusCode},
    };
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(path: &str, header: (&str, &str)) -> Response<Body> {
        let request = Request::get(path).header(header.0, header.1).body(Body::empty()).unwrap();
        routes::<()>().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn each_view_is_the_document() {
        for path in ["/", "/sweeps/new", "/sweeps/1/curves", "/best", "/workers", "/queue"] {
            let answer = ask(path, ("accept", "text/html")).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
        }
    }

    #[tokio::test]
    async fn what_is_no_view_is_not_swallowed() {
        for path in ["/api/v1/sweps", "/api", "/workers/1", "/favicon.png", "/assets/gone.js"] {
            assert_eq!(
                ask(path, ("accept", "text/html")).await.status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }

    #[tokio::test]
    async fn it_comes_compressed_and_only_once() {
        let first = ask("/", ("accept-encoding", "br")).await;
        assert_eq!(first.headers().contains_key("content-encoding"), !cfg!(debug_assertions));
        let etag = first.headers()["etag"].to_str().unwrap();
        assert_eq!(ask("/", ("if-none-match", etag)).await.status(), StatusCode::NOT_MODIFIED);
    }
}
