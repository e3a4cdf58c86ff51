//! Trials are handed out once, and only whoever holds one may speak of it.

use std::time::Duration;

use search::trial::Ending;
use server::{
    coordinator::{Assignment, LeaseRequest, Verdict},
    store::SweepState,
};

use super::claim;
use crate::harness::{LEASE, completion, finite, on_each, points, series};

#[tokio::test]
async fn a_sweep_ends_when_each_of_its_trials_has_ended_once() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(5, 2).await;
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 100).await.assignments;
        assert_eq!(leased.len(), 10);
        let all = leased.iter().map(|it| completion(&it.trial, it.attempt, finite(0.5))).collect();
        let (acks, _) = bench.coordinator.complete(&worker, all, None).await.unwrap();
        assert!(acks.iter().all(|it| it.verdict == Verdict::Ok));
        let stored = bench.coordinator.sweep(&sweep).await.unwrap();
        assert_eq!((stored.state, stored.counts.completed), (SweepState::Completed, 10));
        assert!(stored.ended_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn many_workers_share_the_trials_without_overlap() {
    on_each(async |bench| {
        bench.submit_grid(200, 1).await;
        let mut workers = tokio::task::JoinSet::new();
        for name in 0..16 {
            let bench = bench.clone();
            workers.spawn(async move {
                let worker = bench.register(&name.to_string()).await;
                let mut got = Vec::new();
                loop {
                    let leased = bench.lease(&worker, 7).await.assignments;
                    if leased.is_empty() {
                        return got;
                    }
                    got.extend(leased.into_iter().map(|it| it.trial));
                }
            });
        }
        let mut all: Vec<String> = workers.join_all().await.into_iter().flatten().collect();
        all.sort();
        let handed_out = all.len();
        all.dedup();
        assert_eq!((handed_out, all.len()), (200, 200));
    })
    .await;
}

#[tokio::test]
async fn the_same_lease_request_again_is_given_the_same_trials() {
    on_each(async |bench| {
        bench.submit_grid(10, 1).await;
        let worker = bench.register("ada").await;
        let request = LeaseRequest {
            worker: worker.clone(),
            request: uuid::Uuid::now_v7().to_string(),
            trials_max: 3,
            bundle_max: 0,
        };
        let first = bench.coordinator.lease(request.clone(), Duration::ZERO).await.unwrap();
        let again = bench.coordinator.lease(request, Duration::ZERO).await.unwrap();
        assert_eq!(first.assignments, again.assignments);
        assert_eq!(first.assignments.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_falls_silent_loses_its_trials_and_its_say() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(1, 1).await;
        let (ada, bob) = (bench.register("ada").await, bench.register("bob").await);
        let trial = bench.lease(&ada, 1).await.assignments[0].trial.clone();
        bench.pass(LEASE);
        assert_eq!(bench.coordinator.reap().await.unwrap(), 1);
        let again = bench.lease(&bob, 1).await.assignments;
        assert_eq!((again[0].trial.as_str(), again[0].attempt), (trial.as_str(), 2));

        let late = vec![completion(&trial, 1, finite(0.1))];
        let (acks, _) = bench.coordinator.complete(&ada, late, None).await.unwrap();
        assert_eq!(acks[0].verdict, Verdict::Fenced);
        let late = vec![series(&trial, 1, 0, points(0, 3))];
        let (acks, _) = bench.coordinator.report(&ada, late).await.unwrap();
        assert_eq!(acks[0].verdict, Verdict::Fenced);
        let (verdicts, _) =
            bench.coordinator.heartbeat_of(&ada, vec![claim(&trial, 1)]).await.unwrap();
        assert_eq!(verdicts, [Verdict::Fenced]);

        let ends = vec![completion(&trial, 2, finite(0.4))];
        bench.coordinator.complete(&bob, ends, None).await.unwrap();
        let stored = bench.coordinator.trial(&trial).await.unwrap();
        assert_eq!(stored.worker, Some(bob));
        let attempts = bench.coordinator.store.attempts(&stored).await.unwrap();
        let endings: Vec<&str> = attempts.iter().map(|it| it.ending.as_str()).collect();
        assert_eq!(endings, ["lost", "completed"]);
        assert_eq!(bench.coordinator.sweep(&sweep).await.unwrap().state, SweepState::Completed);
    })
    .await;
}

#[tokio::test]
async fn what_failed_on_a_worker_goes_to_another_one_while_there_is_one() {
    on_each(async |bench| {
        bench.submit_grid(3, 1).await;
        let (ada, bob) = (bench.register("ada").await, bench.register("bob").await);
        // Ada has no data. Whatever she is given she fails, at once.
        let failed = |it: &Assignment| {
            let ending = Ending::Failed { error: "no such file".into(), permanent: false };
            completion(&it.trial, it.attempt, ending)
        };
        let given = bench.lease(&ada, 3).await.assignments;
        let ends = given.iter().map(failed).collect();
        bench.coordinator.complete(&ada, ends, None).await.unwrap();
        bench.pass(Duration::from_mins(1));
        // Bob shows that he is there.
        bench.lease(&bob, 0).await;
        assert!(bench.lease(&ada, 3).await.assignments.is_empty());
        let bobs = bench.lease(&bob, 1).await.assignments;
        assert_eq!((bobs[0].trial.as_str(), bobs[0].attempt), (given[0].trial.as_str(), 2));

        // When nobody else is left, she may try again.
        bench.pass(LEASE.max(Duration::from_secs(40)) + Duration::from_secs(1));
        let again = bench.lease(&ada, 3).await.assignments;
        assert_eq!(again.iter().map(|it| it.attempt).collect::<Vec<_>>(), [2, 2]);
    })
    .await;
}

#[tokio::test]
async fn a_sign_of_life_keeps_a_lease() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        for _ in 0..3 {
            bench.pass(LEASE * 9 / 10);
            let (verdicts, _) =
                bench.coordinator.heartbeat_of(&worker, vec![claim(&trial, 1)]).await.unwrap();
            assert_eq!(verdicts, [Verdict::Ok]);
            assert_eq!(bench.coordinator.reap().await.unwrap(), 0);
        }
    })
    .await;
}

#[tokio::test]
async fn a_trial_that_loses_three_workers_is_quarantined_and_can_be_retried() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        for _ in 0..3 {
            assert_eq!(bench.lease(&worker, 1).await.assignments.len(), 1);
            bench.pass(LEASE);
            bench.coordinator.reap().await.unwrap();
        }
        let stored = bench.coordinator.sweep(&sweep).await.unwrap();
        assert_eq!((stored.counts.quarantined, stored.state), (1, SweepState::Completed));
        let retried = bench.coordinator.retry(&sweep).await.unwrap();
        assert_eq!((retried.counts.queued, retried.state), (1, SweepState::Running));
        assert_eq!(bench.lease(&worker, 1).await.assignments[0].attempt, 4);
    })
    .await;
}

#[tokio::test]
async fn completing_and_leasing_go_in_one_call_and_a_completion_is_heard_once() {
    on_each(async |bench| {
        bench.submit_grid(2, 1).await;
        let worker = bench.register("ada").await;
        let first = bench.lease(&worker, 1).await.assignments[0].clone();
        let next = || LeaseRequest {
            worker: worker.clone(),
            request: "0193f1d0-0000-7000-8000-000000000001".into(),
            trials_max: 1,
            bundle_max: 0,
        };
        let end = || vec![completion(&first.trial, 1, finite(0.5))];
        let (acks, leased) =
            bench.coordinator.complete(&worker, end(), Some(next())).await.unwrap();
        assert_eq!((acks[0].verdict, leased.assignments.len()), (Verdict::Ok, 1));
        let (acks, again) = bench.coordinator.complete(&worker, end(), Some(next())).await.unwrap();
        assert_eq!((acks[0].verdict, again.assignments), (Verdict::Ok, leased.assignments));
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_waits_is_woken_by_a_submission() {
    on_each(async |bench| {
        let worker = bench.register("ada").await;
        let waiting = {
            let bench = bench.clone();
            let request = LeaseRequest {
                worker,
                request: uuid::Uuid::now_v7().to_string(),
                trials_max: 1,
                bundle_max: 0,
            };
            tokio::spawn(async move {
                bench.coordinator.lease(request, Duration::from_secs(20)).await.unwrap()
            })
        };
        tokio::task::yield_now().await;
        bench.submit_grid(1, 1).await;
        assert_eq!(waiting.await.unwrap().assignments.len(), 1);
    })
    .await;
}
