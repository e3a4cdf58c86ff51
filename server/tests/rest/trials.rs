//! Trials: listing, showing, cancelling.

use std::time::Duration;

use search::{
    curve::Points,
    document::Node,
    trial::{Ending, Outcome},
};

use crate::{
    door::{Door, GRID, snapshot, text},
    harness::{completion, finite, on_each, points, series},
};

#[tokio::test]
async fn trials_are_listed_by_number_each_of_them_once() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}/trials", door.submit(GRID, &[]).await.text("id"));
        let first = door.get(&format!("{sweep}?limit=1")).await;
        snapshot!(first.told(), @r#"
        200 application/json
        items:
        - {"id":"<id 0>","sweep":"<id 1>","number":0,"configuration":0,"replicate":0,"state":"queued","diverged":false,"lr":0.01,"parameters":{"lr":0.01},"config":{"train":{"synthetic":{}},"optimizer":{"lr":0.01}},"seed":7,"attempt":0,"failures":0,"value":null,"first":null,"trained":null,"worker":null,"error":null,"started_at":null,"ended_at":null,"train_ms":null}
        next_cursor: "0"
        "#);
        let (mut ids, mut cursor) = (vec![text(&first.items()[0], "id")], first.next_cursor());
        while let Some(at) = cursor {
            let page = door.get(&format!("{sweep}?limit=2&cursor={at}")).await;
            ids.extend(page.items().iter().map(|it| text(it, "id")));
            cursor = page.next_cursor();
        }
        let all: Vec<String> =
            door.get(&sweep).await.items().iter().map(|it| text(it, "id")).collect();
        assert_eq!((all.len(), &ids), (6, &all));
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 6);
    })
    .await;
}

#[tokio::test]
async fn trials_are_listed_by_state() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}/trials", door.submit(GRID, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 3).await.assignments;
        let end = completion(&leased[0].trial, 1, Ending::Completed(Outcome::Diverged));
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        for (state, count) in [("queued", 3), ("running", 2), ("completed", 1), ("failed", 0)] {
            let items = door.get(&format!("{sweep}?state={state}")).await.items();
            assert!(items.iter().all(|it| text(it, "state") == state));
            assert_eq!(items.len(), count, "{state}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_trial_shows_its_attempts_and_how_it_went() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        door.submit(GRID, &[]).await;
        let worker = bench.register("ada").await;
        let it = bench.lease(&worker, 1).await.assignments.remove(0);
        let path = format!("/api/v1/trials/{}", it.trial);
        bench.pass(Duration::from_millis(1_500));
        let failed = Ending::Failed { error: "disk\nis full".into(), permanent: false };
        let ends = vec![completion(&it.trial, 1, failed)];
        bench.coordinator.complete(&worker, ends, None).await.unwrap();
        bench.pass(Duration::from_mins(2));
        // What failed on this worker comes after all that did not.
        bench.lease(&worker, 1_000).await;
        let again = bench.lease(&worker, 1).await.assignments.remove(0);
        assert_eq!((&again.trial, again.attempt), (&it.trial, 2));
        snapshot!(door.get(&path).await.told(), @r#"
        200 application/json
        id: "<id 0>"
        sweep: "<id 1>"
        number: 0
        configuration: 0
        replicate: 0
        state: "running"
        diverged: false
        lr: 0.01
        parameters: {"lr":0.01}
        config: {"train":{"synthetic":{}},"optimizer":{"lr":0.01}}
        seed: 7
        attempt: 2
        failures: 1
        value: null
        first: null
        trained: null
        worker: "<id 2>"
        error: null
        started_at: "2027-01-15T08:02:01.500Z"
        ended_at: null
        train_ms: null
        attempts:
        - {"attempt":1,"worker":"<id 2>","started_at":"2027-01-15T08:00:00.000Z","ended_at":"2027-01-15T08:00:01.500Z","ending":"failed","error":"disk\nis full"}
        - {"attempt":2,"worker":"<id 2>","started_at":"2027-01-15T08:02:01.500Z","ended_at":null,"ending":null,"error":null}
        "#);
        bench.pass(Duration::from_secs(1));
        let ends = vec![completion(&it.trial, 2, finite(0.25))];
        bench.coordinator.complete(&worker, ends, None).await.unwrap();
        snapshot!(door.get(&path).await.told(), @r#"
        200 application/json
        id: "<id 0>"
        sweep: "<id 1>"
        number: 0
        configuration: 0
        replicate: 0
        state: "completed"
        diverged: false
        lr: 0.01
        parameters: {"lr":0.01}
        config: {"train":{"synthetic":{}},"optimizer":{"lr":0.01}}
        seed: 7
        attempt: 2
        failures: 1
        value: 0.25
        first: 2.0
        trained: null
        worker: "<id 2>"
        error: null
        started_at: "2027-01-15T08:02:01.500Z"
        ended_at: "2027-01-15T08:02:02.500Z"
        train_ms: 5
        attempts:
        - {"attempt":1,"worker":"<id 2>","started_at":"2027-01-15T08:00:00.000Z","ended_at":"2027-01-15T08:00:01.500Z","ending":"failed","error":"disk\nis full"}
        - {"attempt":2,"worker":"<id 2>","started_at":"2027-01-15T08:02:01.500Z","ended_at":"2027-01-15T08:02:02.500Z","ending":"completed","error":null}
        "#);
        snapshot!(door.get(&format!("{path}/logs")).await.told(), @r#"
        200 application/json
        items:
        - {"at":"2027-01-15T08:00:00.000Z","attempt":1,"text":"attempt 1 began on worker <id 0>"}
        - {"at":"2027-01-15T08:00:01.500Z","attempt":1,"text":"attempt 1 ended: failed"}
        - {"at":"2027-01-15T08:00:01.500Z","attempt":1,"text":"disk"}
        - {"at":"2027-01-15T08:00:01.500Z","attempt":1,"text":"is full"}
        - {"at":"2027-01-15T08:02:01.500Z","attempt":2,"text":"attempt 2 began on worker <id 0>"}
        - {"at":"2027-01-15T08:02:02.500Z","attempt":2,"text":"attempt 2 ended: completed"}
        next_cursor: null
        "#);
    })
    .await;
}

#[tokio::test]
async fn metrics_are_columns_and_what_is_not_finite_is_null() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        door.submit(GRID, &[]).await;
        let worker = bench.register("ada").await;
        let it = bench.lease(&worker, 1).await.assignments.remove(0);
        let both = Points {
            metrics: vec!["train_loss".into(), "val_loss".into()],
            steps: vec![3, 4],
            values: vec![0.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY],
        };
        let said = vec![series(&it.trial, 1, 0, points(1, 2)), series(&it.trial, 1, 2, vec![both])];
        bench.coordinator.report(&worker, said).await.unwrap();
        let end = completion(&it.trial, 1, Ending::Completed(Outcome::Diverged));
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        let path = format!("/api/v1/trials/{}", it.trial);
        snapshot!(door.get(&format!("{path}/metrics")).await.told(), @r#"
        200 application/json
        trial: "<id 0>"
        attempt: 1
        diverged: true
        series:
        - {"metric":"val_loss","steps":[1,2,3,4],"values":[0.5,0.3333333333333333,null,null],"non_finite":2}
        - {"metric":"train_loss","steps":[3,4],"values":[0.5,null],"non_finite":1}
        "#);
        let thin = door.get(&format!("{path}/metrics?max_points=2")).await;
        assert!(
            thin.body.contains(r#""steps":[1,4],"values":[0.5,null],"non_finite":1"#),
            "{}",
            thin.body
        );
        snapshot!(door.get(&path).await.told(), @r#"
        200 application/json
        id: "<id 0>"
        sweep: "<id 1>"
        number: 0
        configuration: 0
        replicate: 0
        state: "completed"
        diverged: true
        lr: 0.01
        parameters: {"lr":0.01}
        config: {"train":{"synthetic":{}},"optimizer":{"lr":0.01}}
        seed: 7
        attempt: 1
        failures: 0
        value: null
        first: null
        trained: null
        worker: "<id 2>"
        error: null
        started_at: "2027-01-15T08:00:00.000Z"
        ended_at: "2027-01-15T08:00:00.000Z"
        train_ms: 5
        attempts:
        - {"attempt":1,"worker":"<id 2>","started_at":"2027-01-15T08:00:00.000Z","ended_at":"2027-01-15T08:00:00.000Z","ending":"diverged","error":null}
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_trial_without_a_report_has_no_metrics() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let trials = door.get(&format!("/api/v1/sweeps/{sweep}/trials")).await.items();
        let path = format!("/api/v1/trials/{}", text(&trials[0], "id"));
        snapshot!(door.get(&format!("{path}/metrics")).await.told(), @r#"
        200 application/json
        trial: "<id 0>"
        attempt: 0
        diverged: false
        series: []
        "#);
        snapshot!(door.get(&format!("{path}/logs")).await.told(), @r#"
        200 application/json
        items: []
        next_cursor: null
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_trial_that_waits_is_cancelled_at_once_and_one_that_runs_when_its_worker_hears_of_it() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        let it = bench.lease(&worker, 1).await.assignments.remove(0);
        let waits =
            text(&door.get(&format!("/api/v1/sweeps/{sweep}/trials")).await.items()[5], "id");
        let cancel = async |id: &str| door.post(&format!("/api/v1/trials/{id}/cancel")).await;
        assert_eq!(cancel(&waits).await.text("state"), "cancelled");
        assert_eq!(cancel(&waits).await.status, 200);
        assert_eq!(cancel(&it.trial).await.text("state"), "running");
        let end = completion(&it.trial, 1, finite(0.5));
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        snapshot!(cancel(&it.trial).await.told(), @r#"
        409 application/problem+json
        type: "/problems/conflict"
        title: "conflict"
        status: 409
        detail: "the trial is over"
        "#);
    })
    .await;
}

#[tokio::test]
async fn trials_are_listed_in_any_order_each_of_them_once() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}/trials", door.submit(GRID, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 5).await.assignments;
        let endings =
            [finite(0.5), finite(0.25), Ending::Completed(Outcome::Diverged), finite(0.5)];
        let ends = (0..).zip(leased.iter().zip(endings)).map(|(at, (it, ending))| {
            let mut end = completion(&it.trial, 1, ending);
            end.train_ms = 40 - 10 * at;
            end
        });
        bench.coordinator.complete(&worker, ends.collect(), None).await.unwrap();
        let numbers = async |query: &str| {
            let (mut numbers, mut next) = (Vec::new(), Some(String::new()));
            while let Some(cursor) = next {
                let page = door.get(&format!("{sweep}?limit=2&{query}{cursor}")).await;
                let items = page.items();
                numbers.extend(
                    items.iter().map(|it| it.get("number").and_then(Node::number).unwrap()),
                );
                next = page.next_cursor().map(|it| format!("&cursor={it}"));
            }
            format!("{numbers:?}").replace(".0", "")
        };
        // Trial 2 diverged, 4 runs and 5 waits: none of them has a value, and 4 and 5 no length.
        assert_eq!(numbers("sort=value").await, "[1, 0, 3, 2, 4, 5]");
        assert_eq!(numbers("sort=value&order=desc").await, "[0, 3, 1, 2, 4, 5]");
        assert_eq!(numbers("sort=duration").await, "[3, 2, 1, 0, 4, 5]");
        assert_eq!(numbers("sort=lr&order=desc").await, "[2, 5, 1, 4, 0, 3]");
        assert_eq!(numbers("sort=state").await, "[4, 5, 0, 1, 2, 3]");
        assert_eq!(numbers("order=desc").await, "[5, 4, 3, 2, 1, 0]");
        let skipped = door.get(&format!("{sweep}?sort=value&skip=2&limit=2")).await.items();
        let told: Vec<f64> = skipped.iter().filter_map(|it| it.get("number")?.number()).collect();
        assert_eq!(told, [3.0, 2.0]);
        for wrong in ["sort=seed", "order=up", "cursor=1:x", "cursor=-1", "skip=-1"] {
            assert_eq!(door.get(&format!("{sweep}?{wrong}")).await.status, 400, "{wrong}");
        }
    })
    .await;
}
