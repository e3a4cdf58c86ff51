//! What stands outside the API: health, numbers, the description, the first page.

use std::{collections::BTreeSet, sync::Arc};

use axum::{body::Body, http::Request};
use search::document::Node;
use server::{rest, store::Store};
use tokio::sync::Notify;

use crate::{
    door::{Door, GRID, snapshot},
    harness::{completion, finite, on_each, points, series},
};

#[tokio::test]
async fn a_coordinator_that_stops_is_alive_and_not_ready() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        assert_eq!(door.get("/healthz").await.body, "ok");
        assert_eq!(door.get("/readyz").await.told(), "200 text/plain; charset=utf-8\nok");
        bench.coordinator.shutdown.cancel();
        assert_eq!(door.get("/healthz").await.status, 200);
        let answer = door.get("/readyz").await;
        assert_eq!(answer.header("retry-after"), "1");
        snapshot!(answer.told(), @r#"
        503 application/problem+json
        type: "about:blank"
        title: "Service Unavailable"
        status: 503
        detail: "the coordinator is shutting down"
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_gone_is_told() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let Store::Postgres(pool) = &bench.coordinator.store else { return };
        pool.close().await;
        assert_eq!(door.get("/healthz").await.status, 200);
        snapshot!(door.get("/readyz").await.told(), @r#"
        503 application/problem+json
        type: "about:blank"
        title: "Service Unavailable"
        status: 503
        detail: "the database does not answer"
        "#);
        snapshot!(door.get("/api/v1/sweeps").await.told(), @r#"
        500 application/problem+json
        type: "/problems/internal-failure"
        title: "internal failure"
        status: 500
        detail: "internal failure; the coordinator's log says more"
        "#);
    })
    .await;
}

#[tokio::test]
async fn the_metrics_count_what_happened_and_what_there_is() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 2).await.assignments;
        let said = vec![series(&leased[0].trial, 1, 0, points(0, 3))];
        bench.coordinator.report(&worker, said).await.unwrap();
        let ends = vec![completion(&leased[0].trial, 1, finite(0.5))];
        bench.coordinator.complete(&worker, ends, None).await.unwrap();
        door.get(&format!("/api/v1/sweeps/{sweep}")).await;
        let answer = door.get("/metrics").await;
        assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
        for line in [
            concat!("ratesmith_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
            "ratesmith_sweeps{state=\"running\"} 1",
            "ratesmith_sweeps{state=\"paused\"} 0",
            "ratesmith_trials{state=\"queued\"} 4",
            "ratesmith_trials{state=\"running\"} 1",
            "ratesmith_trials{state=\"completed\"} 1",
            "ratesmith_queue_depth 4",
            "ratesmith_workers 1",
            "ratesmith_worker_slots 4",
        ] {
            assert!(answer.body.lines().any(|it| it == line), "{line}\n{}", answer.body);
        }
        // Counted for the whole process, and so for other tests as well.
        for (name, least) in [
            ("ratesmith_points_ingested_total", 3.0),
            ("ratesmith_trials_finished_total{outcome=\"completed\"}", 1.0),
            ("ratesmith_lease_expired_total", 0.0),
            (
                "http_server_request_duration_seconds_count{http_request_method=\"GET\",\
              http_route=\"/api/v1/sweeps/{id}\",http_response_status_code=\"200\"}",
                1.0,
            ),
        ] {
            let line = answer.body.lines().find_map(|it| it.strip_prefix(name));
            let value: f64 =
                line.unwrap_or_else(|| panic!("{name}\n{}", answer.body)).trim().parse().unwrap();
            assert!(value >= least, "{name} {value}");
        }
        assert!(!answer.body.contains(&sweep), "no id is a label");
    })
    .await;
}

/// The operations of the description: method, path, and what is said of each.
fn operations(document: &Node) -> Vec<(String, String, Node)> {
    let Some(Node::Map(paths)) = document.get("paths") else { panic!("no paths") };
    let of = |(path, item): &(String, Node)| {
        let Node::Map(item) = item else { panic!("{path} is no item") };
        let told =
            |(method, it): &(String, Node)| (method.to_uppercase(), path.clone(), it.clone());
        item.iter().map(told).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

#[tokio::test]
async fn the_description_lists_every_route_and_all_that_it_may_answer() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let document = door.get("/openapi.json").await.json();
        assert_eq!(document.get("openapi"), Some(&Node::Text("3.1.0".into())));
        let operations = operations(&document);
        let listed: Vec<String> =
            operations.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
        snapshot!(listed.join("\n"), @r#"
        GET /api/v1/best
        POST /api/v1/range-tests/analyze
        POST /api/v1/schedules/preview
        GET /api/v1/schema/sweep
        GET /api/v1/sweeps
        POST /api/v1/sweeps
        GET /api/v1/sweeps/{id}
        DELETE /api/v1/sweeps/{id}
        GET /api/v1/sweeps/{id}/best
        POST /api/v1/sweeps/{id}/cancel
        GET /api/v1/sweeps/{id}/configurations
        GET /api/v1/sweeps/{id}/curves
        GET /api/v1/sweeps/{id}/events
        GET /api/v1/sweeps/{id}/export
        GET /api/v1/sweeps/{id}/heatmap
        POST /api/v1/sweeps/{id}/pause
        GET /api/v1/sweeps/{id}/plots/{file}
        GET /api/v1/sweeps/{id}/range-test
        POST /api/v1/sweeps/{id}/resume
        POST /api/v1/sweeps/{id}/retry
        GET /api/v1/sweeps/{id}/timeline
        GET /api/v1/sweeps/{id}/trials
        GET /api/v1/trials/{id}
        POST /api/v1/trials/{id}/cancel
        GET /api/v1/trials/{id}/logs
        GET /api/v1/trials/{id}/metrics
        GET /api/v1/workers
        POST /api/v1/workers/{id}/drain
        GET /healthz
        GET /metrics
        GET /readyz
        "#);
        let mut names = BTreeSet::new();
        for (method, path, operation) in &operations {
            let Some(Node::Text(name)) = operation.get("operationId") else { panic!("{path}") };
            assert!(names.insert(name), "{name} stands twice");
            assert!(operation.get("summary").is_some(), "{method} {path}");
            let answers = operation.get("responses").unwrap();
            assert!(
                answers.get("500").is_some() && answers.get("503").is_some(),
                "{method} {path}"
            );
            assert_eq!(answers.get("404").is_some(), path.contains("{id}"), "{method} {path}");
            assert_eq!(answers.get("403").is_some(), method != "GET", "{method} {path}");
            // Each is routed: what is not is told in other words.
            let asked = path.replace("{id}", "none");
            let request = Request::builder().method(method.as_str()).uri(&asked);
            let answer = door.send(request.body(Body::empty()).unwrap()).await;
            assert_ne!(answer.status, 405, "{method} {path}");
            assert!(!answer.body.contains("nothing stands at"), "{method} {path}");
        }
    })
    .await;
}

#[test]
fn every_schema_and_every_field_is_described() {
    let document = Node::from_json(&rest::openapi().to_json().unwrap()).unwrap();
    let schemas = document.get("components").and_then(|it| it.get("schemas")).unwrap();
    let Node::Map(schemas) = schemas else { panic!("no schemas") };
    let mut bare = Vec::new();
    for (name, schema) in schemas {
        let parts = match schema.get("allOf") {
            Some(Node::List(parts)) => parts.clone(),
            _ => vec![schema.clone()],
        };
        if schema.get("description").is_none() {
            bare.push(name.clone());
        }
        for part in parts {
            let Some(Node::Map(fields)) = part.get("properties").cloned() else { continue };
            for (field, it) in fields {
                if it.get("description").is_none()
                    && it.get("$ref").is_none()
                    && it.get("oneOf").is_none()
                {
                    bare.push(format!("{name}.{field}"));
                }
            }
        }
    }
    assert_eq!(bare, Vec::<String>::new());
    let text = rest::openapi().to_json().unwrap();
    for part in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(schemas.iter().any(|(it, _)| it == name), "{name} is referred to and not there");
    }
}

#[tokio::test]
async fn the_schema_of_a_sweep_is_a_document() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let answer = door.get("/api/v1/schema/sweep").await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "application/schema+json")
        );
        assert!(
            answer.json().get("$schema").is_some() && answer.json().get("properties").is_some()
        );
    })
    .await;
}

#[tokio::test]
async fn the_docs_are_served_from_here_alone() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let moved = door.get("/docs").await;
        assert_eq!((moved.status, moved.header("location")), (303, "/docs/"));
        let page = door.get("/docs/").await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("://"), "{}", page.body);
        // The policy forbids scripts in the page itself.
        let scripts = |of: &str| page.body.matches(of).count();
        assert!(scripts("<script ") > 0 && scripts("<script") == scripts("<script src="));
        let start = door.get("/docs/swagger-initializer.js").await;
        assert!(start.body.contains("/openapi.json"), "{}", start.body);
        let files: Vec<&str> =
            page.body.split('"').filter_map(|it| it.strip_prefix("./")).collect();
        assert!(files.len() > 3, "{files:?}");
        for file in files {
            assert_eq!(door.get(&format!("/docs/{file}")).await.status, 200, "{file}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_stand_beside_the_api_and_never_in_its_place() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        for page in ["/", "/sweeps/new", "/workers"] {
            let answer = door.get(page).await;
            assert_eq!(answer.status, 200, "{page}");
            assert!(answer.header("content-type").starts_with("text/html"), "{page}");
            assert!(!answer.body.contains("://"), "{page} names another host");
        }
        for nowhere in ["/api/v1/sweps", "/api/v2/sweeps", "/sweps", "/workers/1"] {
            let answer = door.get(nowhere).await;
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (404, "application/problem+json")
            );
        }
    })
    .await;
}

#[tokio::test]
async fn json_is_compressed_for_those_who_read_it() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        door.submit(GRID, &[]).await;
        let request = Request::get("/api/v1/sweeps").header("accept-encoding", "gzip");
        let answer = door.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.header("content-encoding"), "gzip");
        assert_eq!(door.get("/api/v1/sweeps").await.header("content-encoding"), "");
    })
    .await;
}

#[tokio::test]
async fn one_request_too_many_is_turned_away_to_come_again() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let go_on = Arc::new(Notify::new());
        let mut waiting = tokio::task::JoinSet::new();
        for _ in 0..512 {
            let (door, go_on) = (door.clone(), go_on.clone());
            let body = futures::stream::once(async move {
                go_on.notified().await;
                Ok::<_, std::io::Error>(GRID)
            });
            waiting.spawn(async move { door.submit(Body::from_stream(body), &[]).await.status });
        }
        let turned_away = loop {
            let answer = door.get("/healthz").await;
            if answer.status != 200 {
                break answer;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!(turned_away.header("retry-after"), "1");
        snapshot!(turned_away.told(), @r#"
        503 application/problem+json
        type: "/problems/busy"
        title: "busy"
        status: 503
        detail: "the coordinator is busy; try again in a moment"
        "#);
        waiting.abort_all();
        while waiting.join_next().await.is_some() {}
        assert_eq!(door.get("/healthz").await.status, 200);
    })
    .await;
}
