//! Following a sweep.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::Request,
};
use futures::StreamExt as _;
use search::{document::Node, time::Timestamp, trial::Ending};
use server::{
    clock::Clock,
    coordinator::{Claim, Coordinator},
};
use tokio::time::timeout;
use tower::ServiceExt as _;

use crate::{
    door::{Door, GRID, snapshot, text, told},
    harness::{Bench, DAWN, LEASE, completion, finite, on_each, points, series},
};

/// No event takes so long; it only keeps a broken stream from hanging the tests.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody who follows.
struct Events {
    stream: BodyDataStream,
    text: String,
}

/// What was told.
#[derive(Clone, Debug, PartialEq)]
struct Event {
    name: String,
    id: String,
    data: String,
}

impl Events {
    async fn of(door: &Door, sweep: &str, last: Option<&str>) -> Self {
        let mut request = Request::get(format!("/api/v1/sweeps/{sweep}/events"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = door.0.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { stream: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event; nothing at the end.
    async fn next(&mut self) -> Option<Event> {
        timeout(PATIENCE, self.read()).await.unwrap()
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            while let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| {
                    let line = block.lines().find_map(|it| it.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                let event = Event { name: field("event:"), id: field("id:"), data: field("data:") };
                if !event.name.is_empty() {
                    return Some(event);
                }
            }
            let part = self.stream.next().await?;
            self.text += std::str::from_utf8(&part.unwrap()).unwrap();
        }
    }

    /// The next event of this name.
    async fn next_of(&mut self, name: &str) -> Event {
        loop {
            let event = self.next().await.unwrap();
            if event.name == name {
                return event;
            }
        }
    }

    /// All that is told until the end.
    async fn rest(&mut self) -> Vec<Event> {
        let mut all = Vec::new();
        while let Some(event) = self.next().await {
            all.push(event);
        }
        all
    }
}

impl Event {
    fn json(&self) -> Node {
        Node::from_json(&self.data).unwrap()
    }
}

fn of<'a>(events: &'a [Event], name: &str) -> Vec<&'a Event> {
    events.iter().filter(|it| it.name == name).collect()
}

async fn lease_one(bench: &Bench, worker: &str) -> String {
    bench.lease(worker, 1).await.assignments.remove(0).trial
}

async fn complete(coordinator: &Coordinator, worker: &str, trial: &str, ending: Ending) {
    coordinator.complete(worker, vec![completion(trial, 1, ending)], None).await.unwrap();
}

#[tokio::test]
async fn who_follows_is_told_of_the_sweep_of_trials_and_of_points() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        let mut events = Events::of(&door, &sweep, None).await;
        let first = events.next().await.unwrap();
        assert_eq!((first.name.as_str(), text(&first.json(), "id")), ("sweep", sweep));
        bench.pass(Duration::from_secs(1));
        let trial = lease_one(&bench, &worker).await;
        let leased = events.next_of("trial").await;
        assert_eq!(leased.id, (DAWN + 1_000).to_string());
        snapshot!(told("trial", &leased.data), @r#"
        trial
        id: "<id 0>"
        sweep: "<id 1>"
        number: 0
        configuration: 0
        replicate: 0
        state: "running"
        diverged: false
        lr: 0.01
        parameters: {"lr":0.01}
        config: {"train":{"synthetic":{}},"optimizer":{"lr":0.01}}
        seed: 7
        attempt: 1
        failures: 0
        value: null
        first: null
        trained: null
        worker: "<id 2>"
        error: null
        started_at: "2027-01-15T08:00:01.000Z"
        ended_at: null
        train_ms: null
        "#);
        bench.pass(Duration::from_secs(1));
        let said = vec![series(&trial, 1, 0, points(0, 2))];
        bench.coordinator.report(&worker, said).await.unwrap();
        snapshot!(told("points", &events.next_of("points").await.data), @r#"
        points
        trial: "<id 0>"
        attempt: 1
        first_seq: 0
        series:
        - {"metric":"val_loss","steps":[0,1],"values":[1.0,0.5],"non_finite":0}
        "#);
        bench.pass(Duration::from_secs(1));
        complete(&bench.coordinator, &worker, &trial, finite(0.5)).await;
        let ended = events.next_of("trial").await;
        assert_eq!(text(&ended.json(), "state"), "completed");
    })
    .await;
}

#[tokio::test]
async fn each_point_is_told_once_however_they_are_stored() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        let trial = lease_one(&bench, &worker).await;
        let mut events = Events::of(&door, &sweep, None).await;
        events.next_of("trial").await;
        // More reports than are left as they came: they are joined on the way.
        for number in 0..40 {
            bench.pass(Duration::from_millis(100));
            let said = vec![series(&trial, 1, number, points(number, 1))];
            bench.coordinator.report(&worker, said).await.unwrap();
            if number % 10 == 0 {
                events.next_of("points").await;
            }
        }
        complete(&bench.coordinator, &worker, &trial, finite(0.5)).await;
        bench.coordinator.cancel(&sweep).await.unwrap();
        let told: Vec<String> = of(&events.rest().await, "points")
            .iter()
            .map(|it| serde_json::to_string(it.json().get("first_seq").unwrap()).unwrap())
            .collect();
        let mut firsts: Vec<u64> = told.iter().map(|it| it.parse().unwrap()).collect();
        let count = firsts.len();
        firsts.sort_unstable();
        firsts.dedup();
        assert_eq!(firsts.len(), count, "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn who_was_cut_off_is_told_what_was_missed() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        let mut events = Events::of(&door, &sweep, None).await;
        bench.pass(Duration::from_secs(10));
        let first = lease_one(&bench, &worker).await;
        let last = events.next_of("trial").await.id;
        drop(events);
        bench.pass(Duration::from_secs(10));
        let second = lease_one(&bench, &worker).await;
        let said = vec![series(&second, 1, 0, points(0, 2))];
        bench.coordinator.report(&worker, said).await.unwrap();
        bench.pass(Duration::from_secs(10));
        complete(&bench.coordinator, &worker, &first, finite(0.5)).await;
        bench.coordinator.cancel(&sweep).await.unwrap();
        complete(&bench.coordinator, &worker, &second, Ending::Cancelled).await;
        let missed = Events::of(&door, &sweep, Some(&last)).await.rest().await;
        for trial in [&first, &second] {
            assert!(of(&missed, "trial").iter().any(|it| text(&it.json(), "id") == **trial));
        }
        let points = of(&missed, "points");
        assert_eq!((points.len(), text(&points[0].json(), "trial")), (1, second));
        let sweep = of(&missed, "sweep").last().unwrap().json();
        assert_eq!(text(&sweep, "state"), "cancelled");
    })
    .await;
}

#[tokio::test]
async fn the_stream_ends_with_the_sweep_and_browsers_are_told_to_stop() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        let mut events = Events::of(&door, &sweep, None).await;
        let leased = bench.lease(&worker, 6).await.assignments;
        bench.pass(Duration::from_secs(1));
        let ends = leased.iter().map(|it| completion(&it.trial, 1, finite(0.5))).collect();
        bench.coordinator.complete(&worker, ends, None).await.unwrap();
        let all = events.rest().await;
        let mut ended: Vec<String> = of(&all, "trial")
            .iter()
            .filter(|it| text(&it.json(), "state") == "completed")
            .map(|it| text(&it.json(), "id"))
            .collect();
        ended.sort();
        let mut trials: Vec<String> = leased.into_iter().map(|it| it.trial).collect();
        trials.sort();
        assert_eq!(ended, trials);
        assert_eq!(text(&of(&all, "sweep").last().unwrap().json(), "state"), "completed");
        let again = Request::get(format!("/api/v1/sweeps/{sweep}/events"));
        let again = again.header("last-event-id", &all.last().unwrap().id);
        assert_eq!(door.send(again.body(Body::empty()).unwrap()).await.status, 204);
        let fresh = Events::of(&door, &sweep, None).await.rest().await;
        assert_eq!(of(&fresh, "sweep").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_change_that_another_coordinator_commits_late_is_told_as_well() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        bench.pass(Duration::from_mins(1));
        let early = Clock::manual(|| Timestamp(DAWN + 58_000));
        let other = Coordinator::new(bench.coordinator.store.clone(), early, LEASE);
        let [first, second] = [lease_one(&bench, &worker).await, lease_one(&bench, &worker).await];
        let mut events = Events::of(&door, &sweep, None).await;
        events.next_of("trial").await;
        complete(&bench.coordinator, &worker, &first, finite(0.5)).await;
        while text(&events.next_of("trial").await.json(), "state") != "completed" {}
        // By its clock this was two seconds ago, and nobody here wakes those who follow.
        complete(&other, &worker, &second, finite(0.5)).await;
        loop {
            let told = events.next_of("trial").await.json();
            if text(&told, "state") == "completed" {
                assert_eq!(text(&told, "id"), second);
                break;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn points_that_come_to_light_late_are_told_in_their_order() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        bench.pass(Duration::from_mins(1));
        let early = Clock::manual(|| Timestamp(DAWN + 58_000));
        let other = Coordinator::new(bench.coordinator.store.clone(), early, LEASE);
        let trial = lease_one(&bench, &worker).await;
        let mut events = Events::of(&door, &sweep, None).await;
        events.next_of("trial").await;
        let said = |from, count| vec![series(&trial, 1, from, points(from, count))];
        other.report(&worker, said(0, 2)).await.unwrap();
        bench.pass(Duration::from_secs(1));
        bench.coordinator.report(&worker, said(2, 1)).await.unwrap();
        let mut steps = String::new();
        while !steps.contains('2') {
            let told = events.next_of("points").await.json();
            let Some(Node::List(columns)) = told.get("series") else { panic!("no series") };
            steps += &serde_json::to_string(columns[0].get("steps").unwrap()).unwrap();
        }
        assert_eq!(steps.replace("][", ","), "[0,1,2]");
    })
    .await;
}

#[tokio::test]
async fn the_points_of_another_attempt_begin_anew() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let worker = bench.register("ada").await;
        let trial = lease_one(&bench, &worker).await;
        let mut events = Events::of(&door, &sweep, None).await;
        events.next_of("trial").await;
        let said = |attempt| vec![series(&trial, attempt, 0, points(0, 3))];
        bench.coordinator.report(&worker, said(1)).await.unwrap();
        let first = events.next_of("points").await.json();
        let claim = Claim { trial: trial.clone(), attempt: 1 };
        bench.coordinator.release(&worker, vec![claim]).await.unwrap();
        assert_eq!(lease_one(&bench, &worker).await, trial);
        bench.coordinator.report(&worker, said(2)).await.unwrap();
        let second = events.next_of("points").await.json();
        assert_eq!(
            (first.get("attempt"), first.get("first_seq")),
            (Some(&Node::Integer(1)), Some(&Node::Integer(0)))
        );
        assert_eq!(
            (second.get("attempt"), second.get("first_seq")),
            (Some(&Node::Integer(2)), Some(&Node::Integer(0)))
        );
        assert_eq!(first.get("series"), second.get("series"));
    })
    .await;
}

#[tokio::test]
async fn more_changes_than_a_page_holds_are_all_told() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = bench.submit_grid(500, 5).await;
        let mut events = Events::of(&door, &sweep, None).await;
        bench.pass(Duration::from_secs(1));
        // Every trial changes at the same millisecond.
        bench.coordinator.cancel(&sweep).await.unwrap();
        let all = events.rest().await;
        let trials: std::collections::BTreeSet<String> =
            of(&all, "trial").iter().map(|it| text(&it.json(), "id")).collect();
        assert_eq!((of(&all, "trial").len(), trials.len()), (2_500, 2_500));
    })
    .await;
}

#[tokio::test]
async fn the_stream_ends_when_the_sweep_is_forgotten_or_the_coordinator_stops() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let mut events = Events::of(&door, &sweep, None).await;
        events.next().await.unwrap();
        bench.coordinator.shutdown.cancel();
        assert_eq!(events.next().await, None);
    })
    .await;
}

#[tokio::test]
async fn so_many_may_follow_and_no_more() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        let mut following = Vec::new();
        for _ in 0..256 {
            following.push(Events::of(&door, &sweep, None).await);
        }
        let path = format!("/api/v1/sweeps/{sweep}/events");
        assert_eq!(door.get(&path).await.status, 503);
        following.pop();
        following.push(Events::of(&door, &sweep, None).await);
        assert_eq!(door.get("/healthz").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_is_not_ours_is_refused() {
    on_each(async |bench| {
        let door = Door::of(&bench);
        let sweep = door.submit(GRID, &[]).await.text("id");
        for id in ["", "yesterday", "-5", "99999999999999999999"] {
            let request = Request::get(format!("/api/v1/sweeps/{sweep}/events"));
            let request = request.header("last-event-id", id).body(Body::empty()).unwrap();
            assert_eq!(door.send(request).await.status, 400, "{id:?}");
        }
    })
    .await;
}
