//! Workers: listing, and asking them to leave.

use std::time::Duration;

use crate::{
    door::{Door, snapshot, text},
    harness::on_each,
};

#[tokio::test]
async fn a_worker_is_active_then_draining_then_gone() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let worker = bench.register("ada").await;
        bench.submit_grid(3, 1).await;
        bench.lease(&worker, 2).await;
        snapshot!(door.get("/api/v1/workers").await.told(), @r#"
        200 application/json
        items:
        - {"id":"<id 0>","name":"ada","slots":4,"device":"cpu","device_reason":"it was asked for","bundle":1,"labels":{"room":"ada"},"version":"0","state":"active","running":2,"registered_at":"2027-01-15T08:00:00.000Z","seen_at":"2027-01-15T08:00:00.000Z"}
        next_cursor: null
        "#);
        let drained = door.post(&format!("/api/v1/workers/{worker}/drain")).await;
        assert_eq!((drained.status, drained.text("state").as_str()), (200, "draining"));
        assert!(bench.lease(&worker, 2).await.drain);
        bench.pass(Duration::from_mins(2));
        assert_eq!(text(&door.get("/api/v1/workers").await.items()[0], "state"), "gone");
    })
    .await;
}

#[tokio::test]
async fn workers_are_listed_page_by_page_the_last_to_come_first() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let mut came = Vec::new();
        for name in ["ada", "bob", "cy"] {
            came.push(bench.register(name).await);
        }
        came.sort();
        came.reverse();
        let first = door.get("/api/v1/workers?limit=2").await;
        let rest = door
            .get(&format!("/api/v1/workers?limit=2&cursor={}", first.next_cursor().unwrap()))
            .await;
        assert_eq!(rest.next_cursor(), None);
        let listed: Vec<String> =
            [first.items(), rest.items()].concat().iter().map(|it| text(it, "id")).collect();
        assert_eq!(listed, came);
    })
    .await;
}
