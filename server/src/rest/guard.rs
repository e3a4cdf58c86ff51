//! Keeps other people's web pages from using the coordinator through its user's browser.
//!
//! A browser sends requests for any page it shows. So what changes something is refused when it comes from a page
//! of another origin; and on a coordinator for this machine alone a name that is not this machine's is refused, since
//! whoever owns that name could point it here (DNS rebinding).

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::Response,
};

use super::{Options, problem};

/// What pages of ours may load: nothing from anywhere else. Pictures that a page drew itself, `blob:`, it may save.
const POLICY: &str = "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'; object-src 'none'";
/// Swagger UI writes styles into its page, and its pictures into its styles.
const POLICY_OF_DOCS: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
                              img-src 'self' data:; base-uri 'none'; form-action 'self'; \
                              frame-ancestors 'none'; object-src 'none'";

/// Refuses what another page may have sent.
pub(super) async fn same_origin(
    State(options): State<Options>,
    request: Request,
    next: Next,
) -> Response {
    match refusal(options, request.method(), request.uri(), request.headers()) {
        Some(why) => problem::plain(StatusCode::FORBIDDEN, why),
        None => next.run(request).await,
    }
}

fn refusal(
    options: Options,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Option<&'static str> {
    let text = |name| headers.get(name).map(|it: &HeaderValue| it.to_str().unwrap_or("?"));
    let host = uri.authority().map(Authority::as_str).or_else(|| text("host"));
    if options.loopback && host.is_some_and(|it| !is_this_machine(it)) {
        return Some(
            "this coordinator serves this machine alone, and by no other name than localhost, or its address; \
             use http://127.0.0.1 and the port",
        );
    }
    let is_safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let is_foreign = text("sec-fetch-site") == Some("cross-site")
        || text("origin").is_some_and(|it| !is_origin(it, host));
    (!is_safe && is_foreign).then_some("a page of another site may not change anything here")
}

/// Whether a page from `origin` is one of ours, who are reached as `host`.
fn is_origin(origin: &str, host: Option<&str>) -> bool {
    let authority = origin.split_once("://").map(|(_, it)| it);
    authority.zip(host).is_some_and(|(origin, host)| origin.eq_ignore_ascii_case(host))
}

/// Whether `host`, with or without a port, is an address or `localhost`.
fn is_this_machine(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

/// Tells browsers on every answer to be careful with it.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_docs = path == "/docs" || path.starts_with("/docs/");
    let mut response = next.run(request).await;
    let policy = if is_docs { POLICY_OF_DOCS } else { POLICY };
    let careful = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in careful {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_an_address_or_localhost() {
        for host in ["127.0.0.1:7070", "[::1]:7070", "localhost", "LOCALHOST:1", "10.0.0.7"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in
            ["evil.example", "localhost.evil.example:7070", "127.0.0.1.evil.example", "", "a b"]
        {
            assert!(!is_this_machine(host), "{host}");
        }
    }

    #[test]
    fn an_origin_is_ours_with_the_same_host_and_port() {
        assert!(is_origin("http://127.0.0.1:7070", Some("127.0.0.1:7070")));
        assert!(!is_origin("http://127.0.0.1:7071", Some("127.0.0.1:7070")));
        assert!(!is_origin("null", Some("null")));
        assert!(!is_origin("http://a", None));
    }
}
