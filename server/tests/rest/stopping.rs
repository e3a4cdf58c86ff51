//! Trials that early stopping ended, as the door shows them.

use search::trial::Ending;

use crate::{
    door::{Door, text},
    harness::{completion, on_each, points, series},
};

const HALVING: &str = "{ method: grid, parameters: { lr: { min: 0.01, max: 1, points: 4 } }, train: { synthetic: {} }, \
     early_stopping: { kind: asha, reduction_factor: 2, min_resource: 4, min_survivors: 1 } }";

#[tokio::test]
async fn a_stopped_trial_is_shown_with_what_it_came_to_and_what_that_spared() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = format!("/api/v1/sweeps/{}", door.submit(HALVING, &[]).await.text("id"));
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 2).await.assignments;
        assert_eq!(leased[0].rungs, [4, 8, 16, 32, 64]);
        // The second reports the losses of the first one update later, and so a higher one at the rung.
        let mut late = points(0, 6);
        late[0].steps = vec![0, 2, 3, 4, 5, 6];
        late[0].values.insert(0, 1.0);
        late[0].values.pop();
        let said = vec![
            series(&leased[0].trial, 1, 0, points(0, 6)),
            series(&leased[1].trial, 1, 0, late),
        ];
        bench.coordinator.report(&worker, said).await.unwrap();
        // The second is told to stop, and has not: no page of those in the order of their values loses one.
        let mut numbers = Vec::new();
        let mut next = Some(String::new());
        while let Some(cursor) = next {
            let page = door.get(&format!("{sweep}/trials?sort=value&limit=1{cursor}")).await;
            numbers.extend(page.items().iter().filter_map(|it| it.get("number")?.number()));
            next = page.next_cursor().map(|it| format!("&cursor={it}"));
        }
        assert_eq!(numbers, [0.0, 1.0, 2.0, 3.0]);
        let mut end = completion(&leased[1].trial, 1, Ending::Stopped);
        end.series.first_seq = 6;
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();

        let stopped = door.get(&format!("{sweep}/trials?state=stopped")).await.items();
        assert_eq!((stopped.len(), text(&stopped[0], "id")), (1, leased[1].trial.clone()));
        let trial = door.get(&format!("/api/v1/trials/{}", leased[1].trial)).await.told();
        for part in [
            "state: \"stopped\"",
            "diverged: false",
            "value: 0.2\n",
            "trained: 6\n",
            "\"ending\":\"stopped\"",
        ] {
            assert!(trial.contains(part), "{part} in {trial}");
        }
        let sweep = door.get(&sweep).await.told();
        assert!(sweep.contains("\"stopped\":1"), "{sweep}");
        assert!(sweep.contains("spared: {\"trained\":94,\"trials\":0.94}"), "{sweep}");
        let metrics = door.get("/metrics").await.told();
        assert!(metrics.contains("ratesmith_trials{state=\"stopped\"}"), "{metrics}");
    })
    .await;
}
