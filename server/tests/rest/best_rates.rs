//! Best rates across sweeps.

use search::document::Node;
use server::store::{Lane, Tx, job};

use crate::{
    door::{Answer, Door, snapshot},
    harness::{Bench, completion, finite, on_each},
};

/// Stores a sweep of two rates about `what` and ends its trials with these values.
async fn swept(bench: &Bench, door: &Door, name: &str, what: &str, values: [f64; 2]) -> String {
    let sweep = format!(
        "{{ name: {name}, method: grid, parameters: {{ lr: {{ min: 0.1, max: 1, points: 2 }} }}, \
         train: {{ synthetic: {{}} }}, {what} }}"
    );
    let id = door.submit(sweep, &[]).await.text("id");
    let worker = bench.register("ada").await;
    let leased = bench.lease(&worker, 10).await.assignments;
    let ends = leased.iter().zip(values).map(|(it, value)| completion(&it.trial, 1, finite(value)));
    bench.coordinator.complete(&worker, ends.collect(), None).await.unwrap();
    id
}

/// Four sweeps, two of them with an accuracy.
async fn four(bench: &Bench, door: &Door) -> [String; 4] {
    let accuracy = "metric: { name: val_accuracy }, optimizer: { kind: adam }";
    [
        swept(bench, door, "fair", "seed: 1", [0.5, 0.7]).await,
        swept(bench, door, "good", "seed: 2", [0.6, 0.3]).await,
        swept(bench, door, "acc-low", accuracy, [2.1, 2.5]).await,
        swept(bench, door, "acc-high", accuracy, [2.9, 2.2]).await,
    ]
}

/// The names on a page.
fn names(page: &Answer) -> Vec<String> {
    let Some(Node::List(items)) = page.json().get("items").cloned() else { panic!("no page") };
    let name = |it: &Node| match it.get("name") {
        Some(Node::Text(name)) => name.clone(),
        _ => panic!("no name"),
    };
    items.iter().map(name).collect()
}

#[tokio::test]
async fn best_rates_stand_by_metric_the_best_first_page_after_page() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        four(&bench, &door).await;
        let all = door.get("/api/v1/best").await;
        assert_eq!(names(&all), ["acc-high", "acc-low", "good", "fair"]);
        let first = door.get("/api/v1/best?limit=3").await;
        assert_eq!(names(&first), ["acc-high", "acc-low", "good"]);
        let cursor = first.next_cursor().unwrap();
        let last = door.get(&format!("/api/v1/best?limit=3&cursor={cursor}")).await;
        assert_eq!((names(&last), last.next_cursor()), (vec!["fair".to_owned()], None));
    })
    .await;
}

#[tokio::test]
async fn best_rates_are_looked_up_by_what_sweeps_are_about() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        four(&bench, &door).await;
        snapshot!(door.get("/api/v1/best?optimizer=sgd&metric=val_loss&dataset=synthetic&limit=1").await.told(), @r#"
        200 application/json
        items:
        - {"sweep":"<id 0>","name":"good","metric":"val_loss","goal":"minimize","dataset":"synthetic","model":null,"optimizer":"sgd","schedule":"constant","lr":1.0,"mean":0.3,"replicates":1}
        next_cursor: "<id 0>"
        "#);
        assert_eq!(names(&door.get("/api/v1/best?optimizer=adam").await).len(), 2);
        assert_eq!(names(&door.get("/api/v1/best?dataset=digits").await).len(), 0);
        snapshot!(door.get("/api/v1/best?model=&limit=0&cursor=x&rate=1").await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "model: is empty; limit: must be a whole number from 1 to 500; cursor: is no cursor of ours; pass `next_cursor` on as it came; rate: unknown key; known here: dataset, model, optimizer, schedule, metric, limit, cursor"
        errors:
        - {"path":"model","message":"is empty"}
        - {"path":"limit","message":"must be a whole number from 1 to 500"}
        - {"path":"cursor","message":"is no cursor of ours; pass `next_cursor` on as it came"}
        - {"path":"rate","message":"unknown key; known here: dataset, model, optimizer, schedule, metric, limit, cursor"}
        "#);
    })
    .await;
}

/// Leaves the sweeps as they were stored before anything was said about them.
async fn forget_subjects(bench: &Bench) {
    let forget = job(|tx| {
        Box::pin(async move {
            let sql =
                "update sweeps set metric = null, goal = null, dataset = null, optimizer = null";
            match tx {
                Tx::Sqlite(it) => sqlx::query(sql).execute(&mut *it).await.map(drop),
                Tx::Postgres(it) => sqlx::query(sql).execute(&mut **it).await.map(drop),
            }?;
            Ok(())
        })
    });
    bench.coordinator.store.write(Lane::Control, forget).await.unwrap();
}

#[tokio::test]
async fn a_sweep_of_an_older_version_is_found_as_well() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        four(&bench, &door).await;
        forget_subjects(&bench).await;
        assert_eq!(names(&door.get("/api/v1/best?optimizer=sgd").await), ["good", "fair"]);
    })
    .await;
}

#[tokio::test]
async fn the_best_rate_of_a_sweep_moves_as_its_trials_end() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = "{ method: grid, parameters: { lr: { min: 0.1, max: 1, points: 2 } }, train: { synthetic: {} } }";
        door.submit(sweep.to_owned(), &[]).await;
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 10).await.assignments;
        assert_eq!(door.get("/api/v1/best").await.json().get("items"), Some(&Node::List(vec![])));
        for (it, (value, best)) in leased.iter().zip([(0.5, 0.1), (0.3, 1.0)]) {
            let end = completion(&it.trial, 1, finite(value));
            bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
            assert_eq!(lr_of_first(&door.get("/api/v1/best").await), Some(best));
        }
    })
    .await;
}

/// The rate of the first sweep on a page.
fn lr_of_first(page: &Answer) -> Option<f64> {
    let Some(Node::List(items)) = page.json().get("items").cloned() else { panic!("no page") };
    items.first()?.get("lr")?.number()
}
