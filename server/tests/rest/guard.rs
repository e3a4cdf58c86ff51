//! What a browser may not be made to do, and what it is told on every answer.

use axum::{body::Body, http::Request};
use server::rest::{self, Options};

use crate::{
    door::{Answer, Door, GRID, snapshot},
    harness::on_each,
};

async fn ask(door: &Door, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    door.send(request.body(Body::empty()).unwrap()).await
}

const HOST: (&str, &str) = ("host", "127.0.0.1:7070");

#[tokio::test]
async fn a_page_of_another_site_may_look_but_not_touch() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        for foreign in [
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://evil.example"),
            ("origin", "http://127.0.0.1:8080"),
            ("origin", "null"),
            ("origin", ""),
        ] {
            for method in ["POST", "DELETE", "PUT", "PATCH", "PROPFIND"] {
                let answer = ask(&door, method, &sweep, &[HOST, foreign]).await;
                assert_eq!(answer.status, 403, "{method} {foreign:?}");
            }
            assert_eq!(ask(&door, "GET", &sweep, &[HOST, foreign]).await.status, 200);
        }
        let pause = format!("{sweep}/pause");
        snapshot!(ask(&door, "POST", &pause, &[HOST, ("origin", "null")]).await.told(), @r#"
        403 application/problem+json
        type: "about:blank"
        title: "Forbidden"
        status: 403
        detail: "a page of another site may not change anything here"
        "#);
        assert_eq!(door.get(&sweep).await.text("state"), "running");
        let ours = [HOST, ("origin", "http://127.0.0.1:7070"), ("sec-fetch-site", "same-origin")];
        assert_eq!(ask(&door, "POST", &pause, &ours).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn on_this_machine_alone_no_other_name_is_answered() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        for host in ["localhost:7070", "127.0.0.1", "[::1]:7070", "192.168.0.7:7070"] {
            assert_eq!(
                ask(&door, "GET", "/healthz", &[("host", host)]).await.status,
                200,
                "{host}"
            );
        }
        for host in ["evil.example", "localhost.evil.example:7070", "127.0.0.1.nip.io"] {
            assert_eq!(
                ask(&door, "GET", "/healthz", &[("host", host)]).await.status,
                403,
                "{host}"
            );
        }
        snapshot!(ask(&door, "GET", "/healthz", &[("host", "evil.example")]).await.told(), @r#"
        403 application/problem+json
        type: "about:blank"
        title: "Forbidden"
        status: 403
        detail: "this coordinator serves this machine alone, and by no other name than localhost, or its address; use http://127.0.0.1 and the port"
        "#);
        let open = Door(rest::router(bench.coordinator.clone(), Options { loopback: false }));
        assert_eq!(ask(&open, "GET", "/healthz", &[("host", "rates.example")]).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        for path in ["/", "/api/v1/sweeps", "/nothing", "/docs/", "/metrics", "/openapi.json"] {
            let answer = ask(&door, "GET", path, &[("origin", "http://evil.example")]).await;
            let policy = answer.header("content-security-policy");
            assert!(policy.starts_with("default-src 'self'; "), "{path}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}");
            assert_eq!(policy.contains("unsafe-inline"), path == "/docs/", "{path}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
            assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
        }
    })
    .await;
}
