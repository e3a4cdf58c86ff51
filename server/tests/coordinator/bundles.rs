//! Trials are granted so that bundles fill up.

use std::time::Duration;

use search::trial::Ending;
use server::coordinator::{Assignment, LeaseRequest, Leased};

use crate::harness::{Bench, LEASE, completion, on_each};

/// Two batch sizes take turns: 12 rates × 2 sizes × 2 seeds.
const MIXED: &str = "
    method: grid
    parameters: { lr: { min: 1e-3, max: 1, points: 12 }, train.batch_size: { values: [32, 64] } }
    replicates: 2
    train: { builtin: { dataset: digits, model: { kind: logistic } }, epochs: 1 }";

/// 8 rates × 2 seeds that all go together.
const ALIKE: &str = "
    method: grid
    parameters: { lr: { min: 1e-3, max: 1, points: 8 } }
    replicates: 2
    train: { builtin: { dataset: digits, model: { kind: logistic } }, epochs: 1 }";

fn request(worker: &str, [trials_max, bundle_max]: [u32; 2]) -> LeaseRequest {
    let request = uuid::Uuid::now_v7().to_string();
    LeaseRequest { worker: worker.into(), request, trials_max, bundle_max }
}

async fn lease(bench: &Bench, worker: &str, room: [u32; 2]) -> Vec<Assignment> {
    granted(bench, request(worker, room)).await.assignments
}

async fn granted(bench: &Bench, request: LeaseRequest) -> Leased {
    bench.coordinator.lease(request, Duration::ZERO).await.unwrap()
}

/// How many assignments there are of each bundle, in the order in which the bundles come.
fn sizes(assignments: &[Assignment]) -> Vec<usize> {
    let mut bundles: Vec<(&str, usize)> = Vec::new();
    for it in assignments {
        match bundles.iter_mut().find(|(bundle, _)| *bundle == it.bundle && !bundle.is_empty()) {
            Some((_, count)) => *count += 1,
            None => bundles.push((&it.bundle, 1)),
        }
    }
    bundles.into_iter().map(|(_, count)| count).collect()
}

/// The numbers of the trials in their sweep.
async fn numbers(bench: &Bench, assignments: &[Assignment]) -> Vec<u64> {
    let mut numbers = Vec::new();
    for it in assignments {
        numbers.push(bench.coordinator.trial(&it.trial).await.unwrap().number);
    }
    numbers.sort_unstable();
    numbers
}

#[tokio::test]
async fn a_bundle_is_filled_across_what_lies_between_its_trials() {
    on_each(async |bench| {
        bench.submit(MIXED).await;
        let worker = bench.register("ada").await;
        let first = lease(&bench, &worker, [8, 8]).await;
        assert_eq!(sizes(&first), [8]);
        assert_eq!(numbers(&bench, &first).await, [0, 2, 4, 6, 8, 10, 12, 14]);
        let rest = lease(&bench, &worker, [64, 32]).await;
        assert_eq!(sizes(&rest), [24, 16], "the other size waits longest now");
        assert!(lease(&bench, &worker, [64, 32]).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_grant_holds_no_more_bundles_than_there_is_room_for() {
    on_each(async |bench| {
        bench.submit(MIXED).await;
        let worker = bench.register("ada").await;
        assert_eq!(sizes(&lease(&bench, &worker, [32, 32]).await), [24], "one slot, one bundle");
        assert_eq!(sizes(&lease(&bench, &worker, [16, 8]).await), [16], "two bundles of a kind");
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_asks_for_no_bundles_is_told_of_none_and_served_in_order() {
    on_each(async |bench| {
        bench.submit(MIXED).await;
        let worker = bench.register("ada").await;
        for bundle_max in [0, 1] {
            let leased = lease(&bench, &worker, [4, bundle_max]).await;
            assert!(leased.iter().all(|it| it.bundle.is_empty()));
            let first = 4 * u64::from(bundle_max);
            assert_eq!(numbers(&bench, &leased).await, (first..first + 4).collect::<Vec<_>>());
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_request_again_is_given_the_same_bundles() {
    on_each(async |bench| {
        bench.submit(MIXED).await;
        let worker = bench.register("ada").await;
        let request = request(&worker, [12, 6]);
        let mut first = granted(&bench, request.clone()).await.assignments;
        let mut again = granted(&bench, request).await.assignments;
        first.sort_by(|a, b| a.trial.cmp(&b.trial));
        again.sort_by(|a, b| a.trial.cmp(&b.trial));
        assert_eq!((first.len(), &first), (12, &again));
    })
    .await;
}

#[tokio::test]
async fn no_bundle_reaches_beyond_its_sweep_and_the_higher_priority_goes_first() {
    on_each(async |bench| {
        let later = bench.submit(ALIKE).await;
        let first = bench.submit(&format!("{ALIKE}\n    priority: 5")).await;
        let worker = bench.register("ada").await;
        let leased = lease(&bench, &worker, [64, 32]).await;
        let of = |sweep: &str| leased.iter().filter(|it| it.sweep == sweep).count();
        assert_eq!((sizes(&leased), of(&first), of(&later)), (vec![16, 16], 16, 16));
        assert_eq!(leased[0].sweep, first);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_trained_has_no_bundle() {
    on_each(async |bench| {
        bench.submit_grid(6, 1).await;
        let worker = bench.register("ada").await;
        let leased = lease(&bench, &worker, [8, 4]).await;
        assert_eq!(leased.len(), 2, "each takes the room of a bundle");
        assert!(leased.iter().all(|it| it.bundle.is_empty()));
    })
    .await;
}

#[tokio::test]
async fn a_trial_has_its_last_chance_by_itself() {
    on_each(async |bench| {
        bench.submit(ALIKE).await;
        let worker = bench.register("ada").await;
        // The process dies twice with all that it holds.
        for _ in 0..2 {
            assert_eq!(sizes(&lease(&bench, &worker, [16, 16]).await), [16]);
            bench.pass(LEASE);
            bench.coordinator.reap().await.unwrap();
        }
        let leased = lease(&bench, &worker, [64, 16]).await;
        assert_eq!((sizes(&leased), leased[0].bundle.as_str()), (vec![1; 4], ""));
    })
    .await;
}

#[tokio::test]
async fn a_completion_asks_for_the_next_bundle() {
    on_each(async |bench| {
        bench.submit(MIXED).await;
        let worker = bench.register("ada").await;
        let leased = lease(&bench, &worker, [4, 4]).await;
        let failed = Ending::Failed { error: "no".into(), permanent: false };
        let ended = leased.iter().map(|it| completion(&it.trial, 1, failed.clone())).collect();
        let next = Some(request(&worker, [4, 4]));
        let (_, next) = bench.coordinator.complete(&worker, ended, next).await.unwrap();
        assert_eq!(sizes(&next.assignments), [4]);
        assert_ne!(next.assignments[0].bundle, leased[0].bundle, "the other size comes first now");
    })
    .await;
}

#[tokio::test]
async fn many_workers_share_bundles_without_overlap() {
    on_each(async |bench| {
        bench.submit(&MIXED.replace("points: 12", "points: 60")).await;
        let mut workers = tokio::task::JoinSet::new();
        for name in 0..6 {
            let bench = bench.clone();
            workers.spawn(async move {
                let worker = bench.register(&name.to_string()).await;
                let mut got = Vec::new();
                let mut nothing = 0;
                // Those that another grant is looking at are passed over.
                while nothing < 50 {
                    let leased = lease(&bench, &worker, [8, 8]).await;
                    assert!(sizes(&leased).len() <= 1);
                    nothing = if leased.is_empty() { nothing + 1 } else { 0 };
                    got.extend(leased.into_iter().map(|it| it.trial));
                }
                got
            });
        }
        let mut all: Vec<String> = workers.join_all().await.into_iter().flatten().collect();
        all.sort();
        let handed_out = all.len();
        all.dedup();
        assert_eq!((handed_out, all.len()), (240, 240));
    })
    .await;
}
