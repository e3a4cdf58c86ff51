//! What every route refuses in the same way.

use crate::{
    door::{Answer, Door, GRID, snapshot},
    harness::on_each,
};

/// The routes with an id in them: its kind, the method, the path.
const NAMED: [(&str, &str, &str); 17] = [
    ("sweep", "GET", "/api/v1/sweeps/{id}"),
    ("sweep", "DELETE", "/api/v1/sweeps/{id}"),
    ("sweep", "POST", "/api/v1/sweeps/{id}/pause"),
    ("sweep", "POST", "/api/v1/sweeps/{id}/resume"),
    ("sweep", "POST", "/api/v1/sweeps/{id}/cancel"),
    ("sweep", "POST", "/api/v1/sweeps/{id}/retry"),
    ("sweep", "GET", "/api/v1/sweeps/{id}/trials"),
    ("sweep", "GET", "/api/v1/sweeps/{id}/best"),
    ("sweep", "GET", "/api/v1/sweeps/{id}/range-test"),
    ("sweep", "GET", "/api/v1/sweeps/{id}/curves"),
    ("sweep", "GET", "/api/v1/sweeps/{id}/events"),
    ("sweep", "GET", "/api/v1/sweeps/{id}/export"),
    ("trial", "GET", "/api/v1/trials/{id}"),
    ("trial", "GET", "/api/v1/trials/{id}/metrics"),
    ("trial", "GET", "/api/v1/trials/{id}/logs"),
    ("trial", "POST", "/api/v1/trials/{id}/cancel"),
    ("worker", "POST", "/api/v1/workers/{id}/drain"),
];

async fn ask(door: &Door, method: &str, path: &str) -> Answer {
    match method {
        "GET" => door.get(path).await,
        "POST" => door.post(path).await,
        _ => door.delete(path).await,
    }
}

#[tokio::test]
async fn an_id_that_nobody_has_and_what_is_no_id_name_nothing() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let nobody = uuid::Uuid::now_v7().to_string();
        for (kind, method, path) in NAMED {
            for id in [nobody.as_str(), "no-id", "..%2F..", "%00", "%FF"] {
                let answer = ask(&door, method, &path.replace("{id}", id)).await;
                assert_eq!(answer.status, 404, "{method} {path} {id}: {}", answer.body);
                assert_eq!(answer.text("type"), "/problems/not-found");
                assert!(answer.text("detail").starts_with(&format!("no {kind} is named ")));
            }
        }
        snapshot!(door.get("/api/v1/sweeps/no-id").await.told(), @r#"
        404 application/problem+json
        type: "/problems/not-found"
        title: "not found"
        status: 404
        detail: "no sweep is named \"no-id\""
        "#);
    })
    .await;
}

#[tokio::test]
async fn an_id_is_known_however_it_is_written() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let id = door.submit(GRID, &[]).await.text("id");
        for id in [id.to_uppercase(), id.replace('-', "")] {
            assert_eq!(door.get(&format!("/api/v1/sweeps/{id}")).await.status, 200);
        }
    })
    .await;
}

#[tokio::test]
async fn a_query_that_is_not_known_is_refused_by_name() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        for (_, method, path) in NAMED {
            let path = path.replace("/api/v1/sweeps/{id}", &sweep);
            let path = path.replace("{id}", &uuid::Uuid::now_v7().to_string());
            let answer = ask(&door, method, &format!("{path}?nonsense=1")).await;
            assert_eq!(answer.status, 400, "{method} {path}");
            assert!(answer.body.contains(r#""path":"nonsense""#), "{}", answer.body);
        }
        snapshot!(door.get("/api/v1/sweeps?limmit=3&state=done").await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "state: unknown: `done`; expected one of running, paused, completed, cancelled; limmit: unknown key; did you mean `limit`?"
        errors:
        - {"path":"state","message":"unknown: `done`; expected one of running, paused, completed, cancelled"}
        - {"path":"limmit","message":"unknown key; did you mean `limit`?"}
        "#);
    })
    .await;
}

#[tokio::test]
async fn values_out_of_bounds_are_refused_with_their_path() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        let trials = format!("{sweep}/trials");
        let curves = format!("{sweep}/curves");
        for (path, query) in [
            ("/api/v1/sweeps", "limit=0"),
            ("/api/v1/sweeps", "limit=501"),
            ("/api/v1/sweeps", "limit=-1"),
            ("/api/v1/sweeps", "limit="),
            ("/api/v1/sweeps", "limit=ten"),
            ("/api/v1/sweeps", "limit=99999999999999999999"),
            ("/api/v1/sweeps", "limit=1&limit=2"),
            ("/api/v1/sweeps", "cursor=7"),
            ("/api/v1/sweeps", "cursor=%00"),
            ("/api/v1/sweeps", "state=queued"),
            ("/api/v1/workers", "cursor=last"),
            (&trials, "cursor=-1"),
            (&trials, "cursor=18446744073709551615"),
            (&trials, "cursor=0193a"),
            (&trials, "state=leased"),
            (&curves, "max_points=1"),
            (&curves, "max_points=5001"),
            (&curves, "trials=0"),
            (&format!("{sweep}/export"), "format=xls"),
        ] {
            let answer = door.get(&format!("{path}?{query}")).await;
            let key = query.split('=').next().unwrap();
            assert_eq!(answer.status, 400, "{path}?{query}");
            assert!(answer.body.contains(&format!(r#""path":"{key}""#)), "{}", answer.body);
        }
        let dry = door.submit_to("/api/v1/sweeps?dry_run=yes", "text/yaml", GRID, &[]).await;
        snapshot!(dry.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "dry_run: unknown: `yes`; expected one of true, false"
        errors:
        - {"path":"dry_run","message":"unknown: `yes`; expected one of true, false"}
        "#);
    })
    .await;
}

#[tokio::test]
async fn what_stands_nowhere_and_what_cannot_be_done_are_told_apart() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        snapshot!(door.get("/api/v1/swoops").await.told(), @r#"
        404 application/problem+json
        type: "about:blank"
        title: "Not Found"
        status: 404
        detail: "nothing stands at /api/v1/swoops; /docs lists the addresses there are"
        "#);
        for path in
            ["/api", "/api/v1", "/api/v2/sweeps", "/api/v1/sweeps/", "/nothing", "/api/v1/bests"]
        {
            assert_eq!(door.get(path).await.status, 404, "{path}");
        }
        let wrong = door.delete("/api/v1/sweeps").await;
        snapshot!(wrong.told(), @r#"
        405 application/problem+json
        type: "about:blank"
        title: "Method Not Allowed"
        status: 405
        detail: "this method is not known here; Allow lists those that are"
        "#);
        let mut allowed: Vec<&str> = wrong.header("allow").split(',').collect();
        allowed.sort_unstable();
        assert_eq!(allowed, ["GET", "HEAD", "POST"]);
        for path in ["/healthz", "/metrics", "/openapi.json", "/", "/api/v1/workers"] {
            let answer = door.post(path).await;
            assert_eq!(answer.status, 405, "{path}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    })
    .await;
}
