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
        snapshot!(numbered(&csv.body.replace("\r\n", "\n")), @r#"
        number,id,configuration,replicate,seed,state,diverged,optimizer.momentum,lr,value,first,attempt,failures,trained,worker,started_at,ended_at,train_ms,error
        0,<id 0>,0,0,0,completed,false,0.0,0.1,0.5,2.0,1,0,,<id 1>,2027-01-15T08:00:00.000Z,2027-01-15T08:00:00.000Z,5,
        1,<id 2>,1,0,0,completed,true,0.9,0.1,,,1,0,,<id 1>,2027-01-15T08:00:00.000Z,2027-01-15T08:00:00.000Z,5,
        2,<id 3>,2,0,0,failed,false,0.0,1.0,,,1,1,,<id 1>,2027-01-15T08:00:00.000Z,2027-01-15T08:00:00.000Z,5,"'=HYPERLINK(""x""), lost"
        3,<id 4>,3,0,0,queued,false,0.9,1.0,,,0,0,,,,,,
        "#);
        assert_eq!(door.get(&format!("{export}?format=csv")).await.body, csv.body);
        let jsonl = door.get(&format!("{export}?format=jsonl")).await;
        assert_eq!((jsonl.status, jsonl.header("content-type")), (200, "application/jsonl"));
        snapshot!(numbered(&jsonl.body), @r#"
        {"number":0,"id":"<id 0>","configuration":0,"replicate":0,"seed":0,"state":"completed","diverged":false,"optimizer.momentum":0.0,"lr":0.1,"value":0.5,"first":2.0,"attempt":1,"failures":0,"trained":null,"worker":"<id 1>","started_at":"2027-01-15T08:00:00.000Z","ended_at":"2027-01-15T08:00:00.000Z","train_ms":5,"error":null}
        {"number":1,"id":"<id 2>","configuration":1,"replicate":0,"seed":0,"state":"completed","diverged":true,"optimizer.momentum":0.9,"lr":0.1,"value":null,"first":null,"attempt":1,"failures":0,"trained":null,"worker":"<id 1>","started_at":"2027-01-15T08:00:00.000Z","ended_at":"2027-01-15T08:00:00.000Z","train_ms":5,"error":null}
        {"number":2,"id":"<id 3>","configuration":2,"replicate":0,"seed":0,"state":"failed","diverged":false,"optimizer.momentum":0.0,"lr":1.0,"value":null,"first":null,"attempt":1,"failures":1,"trained":null,"worker":"<id 1>","started_at":"2027-01-15T08:00:00.000Z","ended_at":"2027-01-15T08:00:00.000Z","train_ms":5,"error":"=HYPERLINK(\"x\"), lost"}
        {"number":3,"id":"<id 4>","configuration":3,"replicate":0,"seed":0,"state":"queued","diverged":false,"optimizer.momentum":0.9,"lr":1.0,"value":null,"first":null,"attempt":0,"failures":0,"trained":null,"worker":null,"started_at":null,"ended_at":null,"train_ms":null,"error":null}
        "#);
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
