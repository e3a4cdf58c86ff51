//! When trials trained, and where.

use std::time::Duration;

use search::{
    document::Node,
    trial::{Ending, Outcome},
};

use crate::{
    door::{Door, GRID, snapshot},
    harness::{completion, finite, on_each},
};

#[tokio::test]
async fn the_latest_attempts_are_told_one_by_one_and_gathered_by_worker() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let line = format!("/api/v1/sweeps/{}/timeline", door.submit(GRID, &[]).await.text("id"));
        let (ada, bob) = (bench.register("ada").await, bench.register("bob").await);
        let first = bench.lease(&ada, 1).await.assignments;
        bench.pass(Duration::from_millis(500));
        let second = bench.lease(&bob, 1).await.assignments;
        bench.pass(Duration::from_millis(500));
        let mut end = completion(&first[0].trial, 1, finite(0.5));
        end.train_ms = 1_000;
        bench.coordinator.complete(&ada, vec![end], None).await.unwrap();
        let mut end = completion(&second[0].trial, 1, Ending::Completed(Outcome::Diverged));
        end.train_ms = 250;
        bench.coordinator.complete(&bob, vec![end], None).await.unwrap();
        snapshot!(door.get(&format!("{line}?parts=4")).await.told(), @r#"
        200 application/json
        sweep: "<id 0>"
        began_at: "2027-01-15T08:00:00.000Z"
        length_ms: 1000
        trials: 2
        workers:
        - "<id 1>"
        - "<id 2>"
        stretches: {"trial":["<id 3>","<id 4>"],"number":[0,1],"lr":[0.01,0.1],"worker":[0,1],"attempt":[1,1],"from_ms":[0,750],"to_ms":[1000,1000],"state":["completed","diverged"]}
        lanes:
        - {"busy":[1.0,1.0,1.0,1.0],"ended":[0,0,0,1],"diverged":[0,0,0,0],"failed":[0,0,0,0]}
        - {"busy":[0.0,0.0,0.0,1.0],"ended":[0,0,0,1],"diverged":[0,0,0,1],"failed":[0,0,0,0]}
        "#);
        // A trial that waits for another attempt trains nowhere.
        let third = bench.lease(&ada, 1).await.assignments;
        let failed = Ending::Failed { error: "e".into(), permanent: false };
        let end = completion(&third[0].trial, 1, failed);
        bench.coordinator.complete(&ada, vec![end], None).await.unwrap();
        let few = door.get(&format!("{line}?parts=1&trials=1")).await.json();
        assert_eq!(few.get("stretches"), Some(&Node::Null));
        assert_eq!(few.get("trials").and_then(Node::number), Some(2.0));
    })
    .await;
}
