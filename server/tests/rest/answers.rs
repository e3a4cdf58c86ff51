//! What a sweep comes to: the best rate, the reading of a range test, the curves.

use search::{
    curve::Points,
    document::Node,
    trial::{Ending, Outcome},
};
use server::coordinator::{Assignment, Completion};

use crate::{
    door::{Door, GRID, snapshot},
    harness::{Bench, completion, finite, on_each, series},
};

/// Leases all trials of the one sweep there is, in the order of their numbers.
async fn lease_all(bench: &Bench) -> (String, Vec<Assignment>) {
    let worker = bench.register("ada").await;
    let leased = bench.lease(&worker, 1_000).await.assignments;
    (worker, leased)
}

/// Ends `leased` trials one after the other with `endings`.
async fn end(bench: &Bench, worker: &str, leased: &[Assignment], endings: &[Ending]) {
    let ends: Vec<Completion> = leased
        .iter()
        .zip(endings)
        .map(|(it, ending)| completion(&it.trial, it.attempt, ending.clone()))
        .collect();
    bench.coordinator.complete(worker, ends, None).await.unwrap();
}

#[tokio::test]
async fn the_answer_names_the_best_rate_and_the_edge() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let best = format!("/api/v1/sweeps/{}/best", door.submit(GRID, &[]).await.text("id"));
        snapshot!(door.get(&best).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        best: null
        interval: null
        tied: null
        basin: null
        why: "no trial has ended yet"
        divergence: {"lowest_diverged":null,"highest_converged":null}
        at_edge: false
        horizon: {"epochs":null,"steps":100}
        counts: {"queued":6,"running":0,"completed":0,"stopped":0,"failed":0,"cancelled":0,"quarantined":0,"diverged":0}
        warnings: []
        top: []
        "#);
        let (worker, leased) = lease_all(&bench).await;
        // Rates 0.01, 0.1 and 1 with one seed, then with the other.
        let blown = Ending::Completed(Outcome::Diverged);
        let endings = [finite(1.0), finite(0.25), blown.clone(), finite(1.5), finite(0.75), blown];
        end(&bench, &worker, &leased, &endings).await;
        snapshot!(door.get(&best).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        best: {"lr":0.1,"parameters":{"lr":0.1},"config":{"train":{"synthetic":{}},"optimizer":{"lr":0.1}},"mean":0.5,"std":0.3535533905932738,"replicates":2,"trials":["<id 1>","<id 2>"]}
        interval: null
        tied: null
        basin: null
        why: "this version gives the spread over seeds, and no interval, ties or basin"
        divergence: {"lowest_diverged":1.0,"highest_converged":0.1}
        at_edge: false
        horizon: {"epochs":null,"steps":100}
        counts: {"queued":0,"running":0,"completed":6,"stopped":0,"failed":0,"cancelled":0,"quarantined":0,"diverged":2}
        warnings:
        - "found by training for 100 updates; the longer one trains, the lower is the best rate"
        top:
        - {"lr":0.1,"mean":0.5,"replicates":2,"parameters":{"lr":0.1}}
        - {"lr":0.01,"mean":1.25,"replicates":2,"parameters":{"lr":0.01}}
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_best_rate_at_the_end_of_the_grid_comes_with_a_warning() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = GRID.replace("replicates: 2", "replicates: 1");
        let best = format!("/api/v1/sweeps/{}/best", door.submit(grid, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        end(&bench, &worker, &leased, &[finite(0.2), finite(0.4)]).await;
        let answer = door.get(&best).await.json();
        let told = |key| serde_json::to_string(answer.get(key).unwrap()).unwrap();
        assert_eq!(told("at_edge"), "true");
        snapshot!(told("warnings"), @r#"["the best rate is the lowest that was tried, a better one may lie beyond; search lower rates, with a smaller `min`","1 trial is not over yet; the answer may still change","found by training for 100 updates; the longer one trains, the lower is the best rate"]"#);
        snapshot!(told("why"), @r#""one replicate: set `replicates: 3` to learn how much the seed alone moves the result""#);
    })
    .await;
}

#[tokio::test]
async fn curves_are_thinned_and_those_that_blew_up_are_marked() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let curves = format!("/api/v1/sweeps/{}/curves", door.submit(GRID, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let steps: Vec<u64> = (0..1_000).collect();
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let values =
            steps.iter().map(|it| if *it == 777 { 42.0 } else { 1.0 / (1.0 + *it as f64) });
        let long = Points { metrics: vec!["val_loss".into()], values: values.collect(), steps };
        let short = Points {
            metrics: vec!["train_loss".into(), "val_loss".into()],
            steps: vec![0, 1],
            values: vec![2.0, 1.234_567, 3.0, f64::NAN],
        };
        let said = vec![
            series(&leased[1].trial, 1, 0, vec![long]),
            series(&leased[2].trial, 1, 0, vec![short]),
        ];
        bench.coordinator.report(&worker, said).await.unwrap();
        end(&bench, &worker, &leased[2..3], &[Ending::Completed(Outcome::Diverged)]).await;
        snapshot!(door.get(&format!("{curves}?max_points=6")).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: "val_loss"
        goal: "minimize"
        metrics:
        - "val_loss"
        - "train_loss"
        trials:
        - {"id":"<id 1>","number":1,"configuration":1,"lr":0.1,"state":"running","diverged":false,"steps":[0,1,499,777,998,999],"values":[1.0,0.5,0.002,42.0,0.001001,0.001]}
        - {"id":"<id 2>","number":2,"configuration":2,"lr":1.0,"state":"completed","diverged":true,"steps":[0,1],"values":[1.235,null]}
        next_cursor: null
        "#);
        let first = door.get(&format!("{curves}?trials=1&max_points=2&metric=val_loss")).await;
        assert_eq!(first.next_cursor().as_deref(), Some("1"));
        let rest = door.get(&format!("{curves}?trials=1&metric=train_loss&cursor=1")).await;
        snapshot!(rest.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: "train_loss"
        goal: null
        metrics:
        - "train_loss"
        - "val_loss"
        trials:
        - {"id":"<id 1>","number":2,"configuration":2,"lr":1.0,"state":"completed","diverged":true,"steps":[0,1],"values":[2.0,3.0]}
        next_cursor: null
        "#);
    })
    .await;
}

#[tokio::test]
async fn the_curves_of_many_trials_are_read_page_by_page() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grid = GRID.replace("points: 3", "points: 60");
        let curves = format!("/api/v1/sweeps/{}/curves", door.submit(grid, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let point =
            |_| Points { metrics: vec!["val_loss".into()], steps: vec![1], values: vec![0.5] };
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, (0..1).map(point).collect()));
        bench.coordinator.report(&worker, said.collect()).await.unwrap();
        let count = |answer: &Node| match answer.get("trials") {
            Some(Node::List(trials)) => trials.len(),
            _ => 0,
        };
        let all = door.get(&curves).await;
        assert_eq!((count(&all.json()), all.next_cursor()), (120, None));
        let some = door.get(&format!("{curves}?trials=100")).await;
        assert_eq!((count(&some.json()), some.next_cursor().as_deref()), (100, Some("99")));
        let rest = door.get(&format!("{curves}?trials=100&cursor=99")).await;
        assert_eq!((count(&rest.json()), rest.next_cursor()), (20, None));
    })
    .await;
}

const RANGE_TEST: &str = "
    { method: range_test, parameters: { lr: [1e-5, 1.0] }, replicates: 2, train: { synthetic: { steps: 40 } } }";

/// A loss that falls up to update 30 and then leaves the finite numbers.
#[expect(clippy::cast_precision_loss, reason = "small")]
fn ramp() -> Points {
    let steps: Vec<u64> = (0..=40).collect();
    let loss = |it: u64| match it {
        0..=10 => 2.3,
        11..=30 => 2.3 - 0.1 * (it - 10) as f64,
        31..=35 => 0.3 + (it - 30) as f64,
        _ => f64::INFINITY,
    };
    let values = steps.iter().flat_map(|it| [loss(*it), loss(*it) + 0.1]).collect();
    Points { metrics: vec!["train_loss".into(), "val_loss".into()], steps, values }
}

#[tokio::test]
async fn a_range_test_is_read_and_its_curves_are_shown_beside_their_rates() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(RANGE_TEST, &[]).await.text("id"));
        let test = format!("{sweep}/range-test");
        snapshot!(door.get(&test).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        curves: []
        suggestions: {"valley":null,"slide":null,"minimum":null,"steep":null,"steepest":null}
        edge: null
        bracket: null
        edge_spread: null
        why: "no trial has reported yet"
        readings: []
        "#);
        let (worker, leased) = lease_all(&bench).await;
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, vec![ramp()])).collect();
        bench.coordinator.report(&worker, said).await.unwrap();
        end(&bench, &worker, &leased, &[finite(0.3), finite(0.3)]).await;
        let answer = door.get(&test).await.json();
        let told = |key| serde_json::to_string(answer.get(key).unwrap()).unwrap();
        snapshot!(told("suggestions"), @r#"{"valley":0.002030917620904736,"slide":0.0008376776400682922,"minimum":0.0070170382867038306,"steep":0.03888155180308088,"steepest":0.03888155180308088}"#);
        snapshot!(told("bracket"), @r#"{"low":0.0006769725403015787,"high":0.052233450742668434}"#);
        snapshot!(told("why"), @"null");
        let Some(Node::List(curves)) = answer.get("curves") else { panic!("no curves") };
        let Some(Node::Map(points)) = curves[0].get("points") else { panic!("no points") };
        let lengths: Vec<(&str, usize)> = points
            .iter()
            .map(|(name, it)| (name.as_str(), if let Node::List(it) = it { it.len() } else { 0 }))
            .collect();
        assert_eq!(lengths, [("lr", 40), ("train_loss", 40), ("val_loss", 40)]);
        let Some(Node::List(rates)) = curves[0].get("points").and_then(|it| it.get("lr")) else {
            panic!("no rates");
        };
        let ends = [rates.first(), rates.last()].map(|it| it.and_then(Node::number).unwrap());
        assert!((ends[0] - 1e-5).abs() < 1e-12 && (ends[1] - 1.0).abs() < 1e-9, "{ends:?}");
        assert!(door.get(&format!("{sweep}/best")).await.text("why").contains("/range-test"));
    })
    .await;
}

#[tokio::test]
async fn configurations_of_a_range_test_are_read_apart() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let two =
            RANGE_TEST.replace("1.0] }", "1.0], optimizer.momentum: { values: [0.0, 0.9] } }");
        let sweep = door.submit(two, &[]).await.text("id");
        let (worker, leased) = lease_all(&bench).await;
        let said = leased.iter().map(|it| series(&it.trial, 1, 0, vec![ramp()])).collect();
        bench.coordinator.report(&worker, said).await.unwrap();
        let answer = door.get(&format!("/api/v1/sweeps/{sweep}/range-test")).await.json();
        assert!(answer.get("why").is_some_and(|it| format!("{it:?}").contains("readings")));
        let Some(Node::List(readings)) = answer.get("readings") else { panic!("no readings") };
        assert_eq!(readings.len(), 2);
        assert!(readings.iter().all(|it| it.get("edge").and_then(Node::number).is_some()));
    })
    .await;
}

#[tokio::test]
async fn another_sweep_has_no_range_test() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        snapshot!(door.get(&format!("/api/v1/sweeps/{sweep}/range-test")).await.told(), @r#"
        404 application/problem+json
        type: "/problems/not-found"
        title: "not found"
        status: 404
        detail: "no range test is named \"<id 0>\""
        "#);
    })
    .await;
}

#[tokio::test]
async fn each_configuration_is_an_entry_of_every_column() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let all =
            format!("/api/v1/sweeps/{}/configurations", door.submit(GRID, &[]).await.text("id"));
        let (worker, leased) = lease_all(&bench).await;
        let blown = Ending::Completed(Outcome::Diverged);
        end(&bench, &worker, &leased, &[finite(1.0), finite(0.25), blown, finite(1.5)]).await;
        snapshot!(door.get(&all).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        metric: {"name":"val_loss","goal":"minimize","summary":"last"}
        total: 3
        configuration:
        - 0
        - 1
        - 2
        lr:
        - 0.01
        - 0.1
        - 1.0
        mean:
        - 1.25
        - 0.25
        - null
        low:
        - 1.0
        - 0.25
        - null
        high:
        - 1.5
        - 0.25
        - null
        replicates:
        - 2
        - 1
        - 1
        diverged:
        - 0
        - 0
        - 1
        parameters: {"lr":[0.01,0.1,1.0]}
        "#);
        assert_eq!(door.get(&format!("{all}?max=4")).await.status, 400);
    })
    .await;
}
