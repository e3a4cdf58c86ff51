//! Exports.

use std::collections::BTreeSet;

use search::trial::{Ending, Outcome};

use crate::{
    door::{Door, numbered, snapshot},
    harness::{completion, finite, on_each},
};

const TWO_AXES: &str = "
    { method: grid, replicates: 1, train: { synthetic: {} },
      parameters: { lr: { values: [0.1, 1.0] }, optimizer.momentum: { values: [0.0, 0.9] } } }";

#[tokio::test]
async fn an_export_has_a_row_a_trial_in_either_format() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let export =
            format!("/api/v1/sweeps/{}/export", door.submit(TWO_AXES, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 3).await.assignments;
        let failed = Ending::Failed { error: "=HYPERLINK(\"x\"), lost".into(), permanent: true };
        let endings = [finite(0.5), Ending::Completed(Outcome::Diverged), failed];
        let ends =
            leased.iter().zip(endings).map(|(it, end)| completion(&it.trial, 1, end)).collect();
        bench.coordinator.complete(&worker, ends, None).await.unwrap();
        let csv = door.get(&export).await;
        assert_eq!((csv.status, csv.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert!(csv.header("content-disposition").ends_with(".csv\""));
        snapshot!(numbered(&csv.body.replace("\r\n", "\n")), @"");
        assert_eq!(door.get(&format!("{export}?format=csv")).await.body, csv.body);
        let jsonl = door.get(&format!("{export}?format=jsonl")).await;
        assert_eq!((jsonl.status, jsonl.header("content-type")), (200, "application/jsonl"));
        snapshot!(numbered(&jsonl.body), @"");
    })
    .await;
}

#[tokio::test]
async fn a_long_export_has_every_trial_once() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = bench.submit_grid(500, 5).await;
        for format in ["csv", "jsonl"] {
            let body =
                door.get(&format!("/api/v1/sweeps/{sweep}/export?format={format}")).await.body;
            let rows = body.lines().skip(usize::from(format == "csv"));
            let rows: Vec<&str> = rows.collect();
            assert_eq!(rows.len(), 2_500, "{format}");
            assert_eq!(rows.into_iter().collect::<BTreeSet<_>>().len(), 2_500, "{format}");
        }
        let whole = bench.submit_grid(200, 5).await;
        let body = door.get(&format!("/api/v1/sweeps/{whole}/export")).await.body;
        assert_eq!(body.lines().count(), 1_001);
        assert_eq!(body.lines().filter(|it| it.starts_with("number,")).count(), 1);
    })
    .await;
}
