//! Submitting sweeps.

use std::collections::BTreeSet;

use axum::body::Body;
use futures::{StreamExt as _, future::join_all, stream};

use crate::{
    door::{Door, GRID, snapshot, text},
    harness::on_each,
};

const SWEEPS: &str = "/api/v1/sweeps";

#[tokio::test]
async fn a_submitted_sweep_is_stored_and_shown() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let answer = door.submit(GRID, &[]).await;
        snapshot!(answer.told(), @r#"
        201 application/json
        id: "<id 0>"
        name: "three rates"
        state: "running"
        method: "grid"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        configurations: 3
        replicates: 2
        trials: 6
        counts: {"queued":6,"running":0,"completed":0,"stopped":0,"failed":0,"cancelled":0,"quarantined":0,"diverged":0}
        spared: null
        priority: 0
        created_at: "2027-01-15T08:00:00.000Z"
        updated_at: "2027-01-15T08:00:00.000Z"
        ended_at: null
        spec: {"name":"three rates","method":"grid","parameters":{"lr":{"distribution":"log_uniform","min":0.01,"max":1.0,"points":3}},"replicates":2,"seed":7,"train":{"synthetic":{}}}
        "#);
        let location = answer.header("location");
        assert_eq!(location, format!("/api/v1/sweeps/{}", answer.text("id")));
        let shown = door.get(location).await;
        assert_eq!((shown.status, shown.body), (200, answer.body));
    })
    .await;
}

#[tokio::test]
async fn json_and_yaml_are_read_and_nothing_else() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let json =
            r#"{"method":"grid","parameters":{"lr":{"values":[0.1]}},"train":{"synthetic":{}}}"#;
        for kind in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/yaml",
            "application/x-yaml",
            "text/yaml",
        ] {
            assert_eq!(door.submit_to(SWEEPS, kind, json, &[]).await.status, 201, "{kind}");
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonl", ""] {
            assert_eq!(door.submit_to(SWEEPS, kind, json, &[]).await.status, 415, "{kind}");
        }
        snapshot!(door.post(SWEEPS).await.told(), @r#"
        415 application/problem+json
        type: "/problems/unsupported-media-type"
        title: "unsupported media type"
        status: 415
        detail: "send the body as application/json or application/yaml, not \"\""
        "#);
        assert_eq!(door.get(SWEEPS).await.items().len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_shows_the_trials_and_stores_nothing() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let path = "/api/v1/sweeps?dry_run=true";
        snapshot!(door.submit_to(path, "application/yaml", GRID, &[]).await.told(), @r#"
        200 application/json
        configurations: 3
        replicates: 2
        trials: 6
        preview:
        - {"number":0,"configuration":0,"replicate":0,"lr":0.01,"seed":7,"parameters":{"lr":0.01},"config":{"train":{"synthetic":{}},"optimizer":{"lr":0.01}}}
        - {"number":1,"configuration":1,"replicate":0,"lr":0.1,"seed":7,"parameters":{"lr":0.1},"config":{"train":{"synthetic":{}},"optimizer":{"lr":0.1}}}
        - {"number":2,"configuration":2,"replicate":0,"lr":1.0,"seed":7,"parameters":{"lr":1.0},"config":{"train":{"synthetic":{}},"optimizer":{"lr":1.0}}}
        - {"number":3,"configuration":0,"replicate":1,"lr":0.01,"seed":8,"parameters":{"lr":0.01},"config":{"train":{"synthetic":{}},"optimizer":{"lr":0.01}}}
        - {"number":4,"configuration":1,"replicate":1,"lr":0.1,"seed":8,"parameters":{"lr":0.1},"config":{"train":{"synthetic":{}},"optimizer":{"lr":0.1}}}
        - {"number":5,"configuration":2,"replicate":1,"lr":1.0,"seed":8,"parameters":{"lr":1.0},"config":{"train":{"synthetic":{}},"optimizer":{"lr":1.0}}}
        find: null
        "#);
        assert!(door.get(SWEEPS).await.items().is_empty());
        let path = "/api/v1/sweeps?dry_run=false";
        assert_eq!(door.submit_to(path, "application/yaml", GRID, &[]).await.status, 201);
    })
    .await;
}

#[tokio::test]
async fn every_mistake_is_told_with_its_path_and_nothing_is_stored() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let wrong = "
            { name: '', method: grid, parameters: { lr: { min: 1, max: .nan, points: 3 } }, replicats: 3,
              train: { synthetic: { edge: -1 } } }";
        snapshot!(door.submit(wrong, &[]).await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "name: must be a name of 1 to 200 letters, without control characters; parameters.lr.max: must be a finite number; replicats: unknown key; did you mean `replicates`?; train.synthetic.edge: must be above 0, not -1"
        errors:
        - {"path":"name","message":"must be a name of 1 to 200 letters, without control characters"}
        - {"path":"parameters.lr.max","message":"must be a finite number"}
        - {"path":"replicats","message":"unknown key; did you mean `replicates`?"}
        - {"path":"train.synthetic.edge","message":"must be above 0, not -1"}
        "#);
        assert!(door.get(SWEEPS).await.items().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_no_document_is_refused() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let json = "application/json";
        for (kind, body) in [
            (json, "{"),
            (json, ""),
            (json, "[1, 2]"),
            (json, r#"{"method": "grid", "method": "grid"}"#),
            (json, r#"{"seed": NaN}"#),
            (json, r#"{"seed": 1e999}"#),
            ("application/yaml", "a: b: c"),
            ("application/yaml", "a: &x [*x]"),
            ("application/yaml", "\"unclosed"),
            ("application/yaml", ""),
        ] {
            let answer = door.submit_to(SWEEPS, kind, body, &[]).await;
            assert_eq!(answer.status, 400, "{body}: {}", answer.body);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        snapshot!(door.submit_to(SWEEPS, json, "{\"a\" 1}", &[]).await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "not JSON: expected `:` at line 1 column 6"
        errors:
        - {"path":"","message":"not JSON: expected `:` at line 1 column 6"}
        "#);
        snapshot!(door.submit_to(SWEEPS, json, vec![0xff, 0xfe], &[]).await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "invalid utf-8 sequence of 1 bytes from index 0"
        errors:
        - {"path":"","message":"invalid utf-8 sequence of 1 bytes from index 0"}
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_document_made_to_exhaust_us_is_refused() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let (deep, maps) = ("[".repeat(500_000), "{a: ".repeat(100_000));
        let laughs = (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |all, it| {
            format!("{all}a{it}: &a{it} [*a{0}, *a{0}]\n", it - 1)
        });
        for (kind, body) in [
            ("application/json", &deep),
            ("application/yaml", &deep),
            ("application/yaml", &maps),
            ("application/yaml", &laughs),
        ] {
            assert_eq!(door.submit_to(SWEEPS, kind, body.clone(), &[]).await.status, 400);
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_however_it_comes() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let whole = Body::from(vec![b' '; 10 << 20]);
        snapshot!(door.submit(whole, &[]).await.told(), @r#"
        413 application/problem+json
        type: "about:blank"
        title: "Payload Too Large"
        status: 413
        detail: "a document has at most 1 MiB"
        "#);
        let piece = || Ok::<_, std::io::Error>(vec![b' '; 1 << 16]);
        let endless = Body::from_stream(stream::repeat_with(piece));
        assert_eq!(door.submit(endless, &[]).await.status, 413);
        let cut = stream::iter([piece(), Err(std::io::Error::other("gone"))]).boxed();
        assert_eq!(door.submit(Body::from_stream(cut), &[]).await.status, 400);
    })
    .await;
}

#[tokio::test]
async fn a_submission_that_is_repeated_is_stored_once() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let key = [("idempotency-key", "the-same")];
        let first = door.submit(GRID, &key).await;
        let again = door.submit(GRID, &key).await;
        assert_eq!((first.status, again.status), (201, 200));
        assert_eq!((first.text("id"), first.body), (again.text("id"), again.body));
        snapshot!(door.submit(GRID.replace("seed: 7", "seed: 8"), &key).await.told(), @r#"
        422 application/problem+json
        type: "/problems/key-reused"
        title: "key reused"
        status: 422
        detail: "this Idempotency-Key was used for another sweep; choose a new one"
        "#);
        assert_eq!(door.submit(GRID, &[("idempotency-key", "another")]).await.status, 201);
        assert_eq!(door.get(SWEEPS).await.items().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn submissions_with_one_key_at_the_same_time_make_one_sweep() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let key = [("idempotency-key", "at-once")];
        let answers = join_all((0..8).map(|_| door.submit(GRID, &key))).await;
        let stored = answers.iter().filter(|it| it.status == 201).count();
        assert!(stored <= 1, "{answers:?}");
        assert!(answers.iter().all(|it| matches!(it.status, 200 | 201 | 503)), "{answers:?}");
        let ids: BTreeSet<String> =
            door.get(SWEEPS).await.items().iter().map(|it| text(it, "id")).collect();
        assert_eq!(ids.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_one_to_255_visible_letters() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let (longest, longer) = ("k".repeat(255), "k".repeat(256));
        for key in ["", " ", "a b", "é", &longer] {
            let answer = door.submit(GRID, &[("idempotency-key", key)]).await;
            assert_eq!(answer.status, 400, "{key:?}");
        }
        let twice = [("idempotency-key", "a"), ("idempotency-key", "b")];
        snapshot!(door.submit(GRID, &twice).await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "Idempotency-Key: must be 1 to 255 visible ASCII characters, once"
        errors:
        - {"path":"Idempotency-Key","message":"must be 1 to 255 visible ASCII characters, once"}
        "#);
        assert_eq!(door.submit(GRID, &[("idempotency-key", &longest)]).await.status, 201);
    })
    .await;
}
