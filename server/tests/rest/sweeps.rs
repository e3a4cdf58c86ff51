//! Sweeps: listing, steering, forgetting.

use std::{collections::BTreeSet, time::Duration};

use search::trial::Ending;

use crate::{
    door::{Door, GRID, snapshot, text},
    harness::{Bench, completion, finite, on_each},
};

fn failed() -> Ending {
    Ending::Failed { error: "no such file".into(), permanent: true }
}

/// Ends all trials that wait with `ending`.
async fn end_all(bench: &Bench, worker: &str, ending: &Ending) {
    let leased = bench.lease(worker, 1_000).await.assignments;
    let ends = leased.iter().map(|it| completion(&it.trial, it.attempt, ending.clone())).collect();
    bench.coordinator.complete(worker, ends, None).await.unwrap();
}

#[tokio::test]
async fn sweeps_are_listed_page_by_page_the_newest_first() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let mut made = Vec::new();
        for number in 0..7 {
            bench.pass(Duration::from_millis(1));
            made.push(
                door.submit(GRID.replace("three", &number.to_string()), &[]).await.text("id"),
            );
        }
        made.reverse();
        let mut listed = Vec::new();
        let mut path = "/api/v1/sweeps?limit=3".to_owned();
        let mut lengths = Vec::new();
        loop {
            let page = door.get(&path).await;
            lengths.push(page.items().len());
            listed.extend(page.items().iter().map(|it| text(it, "id")));
            let Some(cursor) = page.next_cursor() else { break };
            path = format!("/api/v1/sweeps?limit=3&cursor={cursor}");
        }
        assert_eq!((listed, lengths), (made, vec![3, 3, 1]));
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_exactly_full_is_the_last_one() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        for _ in 0..2 {
            door.submit(GRID, &[]).await;
        }
        assert_eq!(door.get("/api/v1/sweeps?limit=2").await.next_cursor(), None);
        assert!(door.get("/api/v1/sweeps?limit=1").await.next_cursor().is_some());
    })
    .await;
}

#[tokio::test]
async fn sweeps_are_listed_by_state() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let [running, paused] =
            [door.submit(GRID, &[]).await.text("id"), door.submit(GRID, &[]).await.text("id")];
        door.post(&format!("/api/v1/sweeps/{paused}/pause")).await;
        for (state, ids) in
            [("running", vec![running]), ("paused", vec![paused]), ("cancelled", vec![])]
        {
            let items = door.get(&format!("/api/v1/sweeps?state={state}")).await.items();
            assert_eq!(items.iter().map(|it| text(it, "id")).collect::<Vec<_>>(), ids);
        }
    })
    .await;
}

#[tokio::test]
async fn a_paused_sweep_hands_out_nothing_until_it_is_resumed() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        for _ in 0..2 {
            let paused = door.post(&format!("{sweep}/pause")).await;
            assert_eq!((paused.status, paused.text("state").as_str()), (200, "paused"));
        }
        assert!(bench.lease(&worker, 1).await.assignments.is_empty());
        for _ in 0..2 {
            let resumed = door.post(&format!("{sweep}/resume")).await;
            assert_eq!((resumed.status, resumed.text("state").as_str()), (200, "running"));
        }
        assert_eq!(bench.lease(&worker, 1).await.assignments.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_sweep_is_over_with_the_last_trial_that_runs() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 1).await.assignments;
        bench.pass(Duration::from_secs(2));
        snapshot!(door.post(&format!("{sweep}/cancel")).await.told(), @r#"
        200 application/json
        id: "<id 0>"
        name: "three rates"
        state: "cancelled"
        method: "grid"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        configurations: 3
        replicates: 2
        trials: 6
        counts: {"queued":0,"running":1,"completed":0,"stopped":0,"failed":0,"cancelled":5,"quarantined":0,"diverged":0}
        spared: null
        priority: 0
        created_at: "2027-01-15T08:00:00.000Z"
        updated_at: "2027-01-15T08:00:02.000Z"
        ended_at: null
        spec: {"name":"three rates","method":"grid","parameters":{"lr":{"distribution":"log_uniform","min":0.01,"max":1.0,"points":3}},"replicates":2,"seed":7,"train":{"synthetic":{}}}
        "#);
        let end = completion(&leased[0].trial, 1, Ending::Cancelled);
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        let again = door.post(&format!("{sweep}/cancel")).await;
        assert_eq!(
            (again.status, again.text("ended_at").as_str()),
            (200, "2027-01-15T08:00:02.000Z")
        );
        for verb in ["pause", "resume", "retry"] {
            assert_eq!(door.post(&format!("{sweep}/{verb}")).await.status, 409, "{verb}");
        }
        snapshot!(door.post(&format!("{sweep}/pause")).await.told(), @r#"
        409 application/problem+json
        type: "/problems/conflict"
        title: "conflict"
        status: 409
        detail: "the sweep is cancelled; only a running sweep can be paused"
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_completed_sweep_cannot_be_cancelled_or_paused() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        end_all(&bench, &worker, &finite(0.5)).await;
        assert_eq!(door.get(&sweep).await.text("state"), "completed");
        for verb in ["pause", "resume", "cancel"] {
            assert_eq!(door.post(&format!("{sweep}/{verb}")).await.status, 409, "{verb}");
        }
        assert_eq!(door.post(&format!("{sweep}/retry")).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn retry_queues_what_failed_and_nothing_else() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 2).await.assignments;
        let end = completion(&leased[0].trial, 1, finite(0.5));
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        let end = completion(&leased[1].trial, 1, failed());
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        end_all(&bench, &worker, &failed()).await;
        assert_eq!(door.get(&sweep).await.text("state"), "completed");
        snapshot!(door.post(&format!("{sweep}/retry")).await.told(), @r#"
        200 application/json
        id: "<id 0>"
        name: "three rates"
        state: "running"
        method: "grid"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        configurations: 3
        replicates: 2
        trials: 6
        counts: {"queued":5,"running":0,"completed":1,"stopped":0,"failed":0,"cancelled":0,"quarantined":0,"diverged":0}
        spared: null
        priority: 0
        created_at: "2027-01-15T08:00:00.000Z"
        updated_at: "2027-01-15T08:00:00.000Z"
        ended_at: null
        spec: {"name":"three rates","method":"grid","parameters":{"lr":{"distribution":"log_uniform","min":0.01,"max":1.0,"points":3}},"replicates":2,"seed":7,"train":{"synthetic":{}}}
        "#);
        end_all(&bench, &worker, &finite(0.5)).await;
        assert_eq!(door.get(&sweep).await.text("state"), "completed");
    })
    .await;
}

#[tokio::test]
async fn only_a_sweep_that_is_over_can_be_forgotten() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(GRID, &[]).await.text("id"));
        let trial = text(&door.get(&format!("{sweep}/trials")).await.items()[0], "id");
        snapshot!(door.delete(&sweep).await.told(), @r#"
        409 application/problem+json
        type: "/problems/conflict"
        title: "conflict"
        status: 409
        detail: "the sweep is running; cancel it first, and let its trials end"
        "#);
        door.post(&format!("{sweep}/cancel")).await;
        let gone = door.delete(&sweep).await;
        assert_eq!((gone.status, gone.body.as_str()), (204, ""));
        for path in [&sweep, &format!("/api/v1/trials/{trial}"), &format!("{sweep}/trials")] {
            assert_eq!(door.get(path).await.status, 404);
        }
        assert_eq!(door.delete(&sweep).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_grid_of_a_hundred_thousand_trials_is_taken_and_paged_through() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = GRID.replace("points: 3", "points: 50000");
        let sweep = format!("/api/v1/sweeps/{}", door.submit(grid, &[]).await.text("id"));
        let last = door.get(&format!("{sweep}/trials?limit=3&cursor=99996")).await;
        assert_eq!((last.items().len(), last.next_cursor()), (3, None));
        let page = door.get(&format!("{sweep}/trials?limit=500&cursor=77776")).await;
        let numbers: BTreeSet<i64> = page
            .items()
            .iter()
            .map(|it| serde_json::to_string(it.get("number").unwrap()).unwrap().parse().unwrap())
            .collect();
        assert!(numbers.into_iter().eq(77_777..78_277));
        assert_eq!(page.next_cursor().as_deref(), Some("78276"));
        snapshot!(crate::door::told("last", &serde_json::to_string(&last.items()[2]).unwrap()), @r#"
        last
        id: "<id 0>"
        sweep: "<id 1>"
        number: 99999
        configuration: 49999
        replicate: 1
        state: "queued"
        diverged: false
        lr: 1.0
        parameters: {"lr":1.0}
        config: {"train":{"synthetic":{}},"optimizer":{"lr":1.0}}
        seed: 8
        attempt: 0
        failures: 0
        value: null
        first: null
        trained: null
        worker: null
        error: null
        started_at: null
        ended_at: null
        train_ms: null
        "#);
    })
    .await;
}
