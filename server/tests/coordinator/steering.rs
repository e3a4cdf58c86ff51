//! What people do with sweeps and workers, and the counts that follow.

use std::time::Duration;

use search::trial::{Ending, Event, Outcome, Trial};
use server::{
    coordinator::{LeaseRequest, Verdict},
    store::{Counts, SweepState, TrialFilter},
};

use super::{claim, counts};
use crate::harness::{completion, finite, on_each, points, series};

#[tokio::test]
async fn the_counts_are_always_what_counting_would_give() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(12, 1).await;
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 8).await.assignments;
        let endings = [
            finite(0.5),
            finite(3.0),
            Ending::Completed(Outcome::Diverged),
            Ending::Failed { error: "e".into(), permanent: true },
            Ending::Failed { error: "e".into(), permanent: false },
            Ending::Cancelled,
        ];
        let ends =
            leased.iter().zip(endings).map(|(it, end)| completion(&it.trial, 1, end)).collect();
        bench.coordinator.complete(&worker, ends, None).await.unwrap();
        bench.coordinator.release(&worker, vec![claim(&leased[6].trial, 1)]).await.unwrap();
        let (kept, counted) = counts(&bench, &sweep).await;
        assert_eq!(kept, counted);
        let expected = Counts {
            queued: 6,
            running: 1,
            completed: 3,
            stopped: 0,
            failed: 1,
            cancelled: 1,
            quarantined: 0,
            diverged: 2,
            spared: 0,
        };
        assert_eq!(kept, expected);
        bench.coordinator.cancel(&sweep).await.unwrap();
        let (kept, counted) = counts(&bench, &sweep).await;
        assert_eq!((kept, kept.cancelled), (counted, 7));
    })
    .await;
}

#[tokio::test]
async fn a_paused_sweep_hands_out_nothing_until_it_is_resumed() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(4, 1).await;
        let worker = bench.register("ada").await;
        bench.coordinator.pause(&sweep).await.unwrap();
        assert!(bench.lease(&worker, 4).await.assignments.is_empty());
        bench.coordinator.resume(&sweep).await.unwrap();
        assert_eq!(bench.lease(&worker, 4).await.assignments.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_sweep_tells_its_workers_and_ends() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(4, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        let cancelled = bench.coordinator.cancel(&sweep).await.unwrap();
        assert_eq!((cancelled.state, cancelled.counts.cancelled), (SweepState::Cancelled, 3));
        let (verdicts, _) =
            bench.coordinator.heartbeat_of(&worker, vec![claim(&trial, 1)]).await.unwrap();
        assert_eq!(verdicts, [Verdict::Cancel]);
        let end = vec![completion(&trial, 1, Ending::Cancelled)];
        bench.coordinator.complete(&worker, end, None).await.unwrap();
        let stored = bench.coordinator.sweep(&sweep).await.unwrap();
        assert_eq!((stored.state, stored.counts.cancelled), (SweepState::Cancelled, 4));
        assert!(stored.ended_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn sweeps_go_by_priority_and_to_workers_that_fit() {
    on_each(async |bench| {
        let sweep = |priority, room| {
            format!(
                "{{ method: random, trials: 1, parameters: {{ lr: [0.1, 1] }}, train: {{ synthetic: {{}} }}, \
                 priority: {priority}, resources: {{ labels: {{ room: {room} }} }} }}"
            )
        };
        let low = bench.submit(&sweep(0, "ada")).await;
        let high = bench.submit(&sweep(5, "ada")).await;
        let other = bench.submit(&sweep(9, "bob")).await;
        let (ada, bob) = (bench.register("ada").await, bench.register("bob").await);
        let first = bench.lease(&ada, 1).await.assignments;
        assert_eq!(first[0].sweep, high);
        let rest = bench.lease(&ada, 9).await.assignments;
        assert_eq!(rest.iter().map(|it| &it.sweep).collect::<Vec<_>>(), [&low]);
        assert_eq!(bench.lease(&bob, 9).await.assignments[0].sweep, other);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_nobody_knows_is_told_so() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let nobody = uuid::Uuid::now_v7().to_string();
        let request = LeaseRequest {
            worker: nobody.clone(),
            request: nobody.clone(),
            trials_max: 1,
            bundle_max: 0,
        };
        let refused = bench.coordinator.lease(request, Duration::ZERO).await.unwrap_err();
        assert!(refused.to_string().contains("worker"), "{refused}");
        assert!(bench.coordinator.heartbeat_of(&nobody, Vec::new()).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_is_drained_is_told_so_and_given_nothing() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        bench.coordinator.drain(&worker).await.unwrap();
        let leased = bench.lease(&worker, 1).await;
        assert!(leased.drain && leased.assignments.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_same_submission_twice_makes_one_sweep() {
    on_each(async |bench| {
        let document = |points| {
            let yaml = format!(
                "{{ method: grid, parameters: {{ lr: {{ min: 0.1, max: 1, points: {points} }} }}, train: {{ synthetic: {{}} }} }}"
            );
            search::document::Node::from_yaml(&yaml).unwrap()
        };
        let key = || Some("k1".to_owned());
        let first = bench.coordinator.submit(&document(3), key()).await.unwrap();
        let again = bench.coordinator.submit(&document(3), key()).await.unwrap();
        assert_eq!((first.sweep.id, again.is_new), (again.sweep.id, false));
        assert!(bench.coordinator.submit(&document(4), key()).await.is_err());
        assert_eq!(bench.coordinator.store.sweeps(None, None, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_sweep_is_removed_with_all_that_belongs_to_it() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(3, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        let said = vec![series(&trial, 1, 0, points(0, 3))];
        bench.coordinator.report(&worker, said).await.unwrap();
        assert!(bench.coordinator.remove(&sweep).await.is_err(), "it is still running");
        bench.coordinator.cancel(&sweep).await.unwrap();
        let end = vec![completion(&trial, 1, Ending::Cancelled)];
        bench.coordinator.complete(&worker, end, None).await.unwrap();
        bench.coordinator.remove(&sweep).await.unwrap();
        assert!(bench.coordinator.sweep(&sweep).await.is_err());
        assert!(bench.coordinator.trial(&trial).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn moving_a_whole_sweep_is_moving_each_of_its_trials() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(8, 1).await;
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 5).await.assignments;
        let failed = |permanent| Ending::Failed { error: "e".into(), permanent };
        let endings = [finite(0.5), failed(true), failed(false), Ending::Cancelled];
        let ends =
            leased.iter().zip(endings).map(|(it, end)| completion(&it.trial, 1, end)).collect();
        bench.coordinator.complete(&worker, ends, None).await.unwrap();
        let all = async || {
            let store = &bench.coordinator.store;
            let stored = store.trials(&sweep, &TrialFilter::default(), 100).await.unwrap();
            stored.into_iter().map(|it| it.trial).collect::<Vec<_>>()
        };
        let moved = |before: &[Trial], event: fn() -> Event<'static>| -> Vec<Trial> {
            before.iter().map(|it| it.after(event()).unwrap_or_else(|_| it.clone())).collect()
        };
        let before = all().await;
        bench.coordinator.retry(&sweep).await.unwrap();
        assert_eq!(all().await, moved(&before, || Event::Retry));
        let before = all().await;
        bench.coordinator.cancel(&sweep).await.unwrap();
        assert_eq!(all().await, moved(&before, || Event::Cancel));
    })
    .await;
}
