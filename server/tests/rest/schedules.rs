//! Schedules shown before anything is trained.

use crate::{
    door::{Answer, Door, snapshot},
    harness::on_each,
};

const PREVIEW: &str = "/api/v1/schedules/preview";

async fn preview(door: &Door, json: &str) -> Answer {
    door.submit_to(PREVIEW, "application/json", json.to_owned(), &[]).await
}

#[tokio::test]
async fn a_schedule_is_shown_step_by_step() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let cosine = r#"{"lr":8,"schedule":{"kind":"multistep","milestones":[2],"gamma":0.5},"steps":4}"#;
        snapshot!(preview(&door, cosine).await.told(), @r#"
        200 application/json
        lr:
        - 8.0
        - 8.0
        - 4.0
        - 4.0
        updates:
        - 1
        - 1
        - 1
        - 1
        "#);
        let cycle = r#"{"lr":1,"schedule":{"kind":"cyclic","min_lr":0,"step_size_up":2,"base_momentum":0.5,"max_momentum":0.75},"momentum":0.9,"batch_size":10,"dataset_size":20,"epochs":2}"#;
        snapshot!(preview(&door, cycle).await.told(), @r#"
        200 application/json
        lr:
        - 0.0
        - 0.5
        - 1.0
        - 0.5
        momentum:
        - 0.75
        - 0.625
        - 0.5
        - 0.625
        batch_size:
        - 10
        - 10
        - 10
        - 10
        updates:
        - 1
        - 1
        - 1
        - 1
        noise_scale:
        - 0.0
        - 1.3333333333333333
        - 2.0
        - 1.3333333333333333
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_growing_batch_is_shown_epoch_by_epoch_and_yaml_is_read() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let yaml = "{lr: 0.5, batch_schedule: {kind: grow, milestones: [1, 2], factor: 4, max_batch: 40}, batch_size: 10, dataset_size: 80, epochs: 3}";
        let answer = door.submit_to(PREVIEW, "application/yaml", yaml, &[]).await;
        snapshot!(answer.told(), @r#"
        200 application/json
        lr:
        - 0.5
        - 0.5
        - 0.125
        batch_size:
        - 10
        - 40
        - 40
        updates:
        - 8
        - 2
        - 2
        noise_scale:
        - 3.5
        - 0.5
        - 0.125
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_rate_beyond_all_numbers_is_null() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let grown = r#"{"lr":1e300,"schedule":{"kind":"exponential","gamma":1e10},"steps":2}"#;
        let answer = preview(&door, grown).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (200, r#"{"lr":[1e+300,null],"updates":[1,1]}"#)
        );
    })
    .await;
}

#[tokio::test]
async fn every_mistake_in_a_preview_is_told_with_its_path() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let wrong = r#"{"lr":-1,"schedule":{"kind":"step","gamma":0},"batch_schedule":{"kind":"grow","milestones":[],"factor":1},"epochs":0,"speed":1}"#;
        snapshot!(preview(&door, wrong).await.told(), @r#"
        400 application/problem+json
        type: "/problems/invalid"
        title: "invalid"
        status: 400
        detail: "lr: must be above 0, not -1; schedule.step_size: is missing; schedule.gamma: must be above 0, not 0; batch_schedule.milestones: is empty; say when something changes, or leave the schedule out; batch_schedule.factor: must be above 1 and at most 1000000, not 1; epochs: must be a whole number from 1 to 1000000000; batch_size: is missing; epochs follow from both sizes; dataset_size: is missing; epochs follow from both sizes; speed: unknown key; known here: lr, schedule, momentum, batch_size, dataset_size, batch_schedule, metrics, steps, epochs"
        errors:
        - {"path":"lr","message":"must be above 0, not -1"}
        - {"path":"schedule.step_size","message":"is missing"}
        - {"path":"schedule.gamma","message":"must be above 0, not 0"}
        - {"path":"batch_schedule.milestones","message":"is empty; say when something changes, or leave the schedule out"}
        - {"path":"batch_schedule.factor","message":"must be above 1 and at most 1000000, not 1"}
        - {"path":"epochs","message":"must be a whole number from 1 to 1000000000"}
        - {"path":"batch_size","message":"is missing; epochs follow from both sizes"}
        - {"path":"dataset_size","message":"is missing; epochs follow from both sizes"}
        - {"path":"speed","message":"unknown key; known here: lr, schedule, momentum, batch_size, dataset_size, batch_schedule, metrics, steps, epochs"}
        "#);
        for (body, status) in [("{", 400), ("[]", 400), (r#"{"lr":1,"steps":200001}"#, 400), ("", 400)] {
            let answer = preview(&door, body).await;
            assert_eq!((answer.status, answer.text("type").as_str()), (status, "/problems/invalid"), "{body}");
        }
        assert_eq!(door.post(PREVIEW).await.status, 415);
        assert_eq!(door.get(PREVIEW).await.status, 405);
        let query = format!("{PREVIEW}?steps=3");
        assert_eq!(door.submit_to(&query, "application/json", "{}", &[]).await.status, 400);
    })
    .await;
}
