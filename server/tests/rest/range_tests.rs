//! Range tests that were run elsewhere, handed in to be read.

use axum::body::Body;

use crate::{
    door::{Answer, Door, snapshot},
    harness::{Bench, on_each},
};

const ADDRESS: &str = "/api/v1/range-tests/analyze";

async fn analyze(bench: &Bench, body: impl Into<Body>) -> Answer {
    Door::of(bench).submit_to(ADDRESS, "application/json", body, &[]).await
}

/// A curve of forty updates from 1e-4 to 10 whose loss falls, rises and leaves the finite numbers.
fn curve(more: &str) -> String {
    let rates: Vec<f64> = (0..40).map(|it| 10_f64.powf(f64::from(it) / 8.0 - 4.0)).collect();
    let loss = |it: u32| match it {
        0..=29 => format!("{:.3}", 2.3 - f64::from(it * it) / 500.0),
        30..=37 => format!("{:.3}", 0.6 + f64::from(it - 29)),
        _ => "null".to_owned(),
    };
    let losses: Vec<String> = (0..40).map(loss).collect();
    format!(r#"{{"lr": {rates:?}, "loss": [{}]{more}}}"#, losses.join(","))
}

#[tokio::test]
async fn a_curve_is_read_and_nothing_is_stored() {
    on_each(async |bench| {
        snapshot!(analyze(&bench, curve("")).await.told(), @r#"
        200 application/json
        suggestions: {"valley":0.01,"slide":0.007498942093324558,"minimum":0.056234132519034905,"steep":0.31622776601683794,"steepest":0.31622776601683794}
        edge: 0.4216965034285822
        bracket: {"low":0.0033333333333333335,"high":0.4216965034285822}
        accuracy: null
        why: null
        "#);
        let (base, rising) = (vec!["0.1"; 10], vec!["0.9"; 25]);
        let accuracy = [base, rising, vec!["0.1"; 5]].concat().join(",");
        let more = format!(r#", "accuracy": [{accuracy}], "chance": 0.1"#);
        let told = analyze(&bench, curve(&more)).await.json();
        snapshot!(serde_json::to_string(told.get("accuracy").unwrap()).unwrap(), @r#"{"base_lr":0.0017782794100389228,"max_lr":1.7782794100389228,"reason":"falls","why":null}"#);
        assert!(Door::of(&bench).get("/api/v1/sweeps").await.items().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_curve_that_says_nothing_says_so() {
    on_each(async |bench| {
        let told = analyze(&bench, r#"{"lr": [0.1, 0.2], "loss": [null, null]}"#).await;
        snapshot!(told.told(), @r#"
        200 application/json
        suggestions: {"valley":null,"slide":null,"minimum":null,"steep":null,"steepest":null}
        edge: null
        bracket: null
        accuracy: null
        why: "no loss is finite"
        "#);
        let one = analyze(&bench, r#"{"lr": [0.1], "loss": [2.3], "accuracy": [0.1]}"#).await;
        assert_eq!(one.text("why"), "one update shows no change; accuracy: needs `chance`, the accuracy that guessing comes to");
    })
    .await;
}

#[tokio::test]
async fn every_mistake_in_a_curve_is_told_with_its_path() {
    on_each(async |bench| {
        let body =
            r#"{"lr": [0.1, 0.1, -1], "loss": ["a", 1], "accuracy": [0.1, 0.2, 0.3], "chance": 2}"#;
        snapshot!(analyze(&bench, body).await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "loss[0]: expected a number or null, found text; chance: must be at least 0 and below 1, not 2; loss: holds 2 values for 3 rates; lr[1]: must lie above the rate before it; lr[2]: must be a finite number above 0"
        errors:
        - {"path":"loss[0]","message":"expected a number or null, found text"}
        - {"path":"chance","message":"must be at least 0 and below 1, not 2"}
        - {"path":"loss","message":"holds 2 values for 3 rates"}
        - {"path":"lr[1]","message":"must lie above the rate before it"}
        - {"path":"lr[2]","message":"must be a finite number above 0"}
        "#);
        for wrong in ["", "[]", "{", "null", r#"{"lr": {}, "loss": []}"#] {
            let answer = analyze(&bench, wrong).await;
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (400, "application/problem+json"),
                "{wrong}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_curve_may_be_long_but_not_endless() {
    on_each(async |bench| {
        let list = |count: u32| (1..=count).map(|it| it.to_string()).collect::<Vec<_>>().join(",");
        let body = |count| format!(r#"{{"lr": [{0}], "loss": [{0}]}}"#, list(count));
        assert_eq!(analyze(&bench, body(100_000)).await.status, 200, "more than a sweep may have");
        let answer = analyze(&bench, body(100_001)).await;
        assert!(answer.body.contains("must hold 1 to 100000 rates"), "{}", answer.body);
        let answer = analyze(&bench, vec![b' '; (8 << 20) + 1]).await;
        snapshot!(answer.told(), @r#"
        413 application/problem+json
        type: "about:blank"
        title: "Payload Too Large"
        status: 413
        detail: "a curve has at most 8 MiB"
        "#);
        let answer = Door::of(&bench).submit_to(ADDRESS, "text/csv", "lr,loss", &[]).await;
        assert_eq!(answer.status, 415);
    })
    .await;
}
