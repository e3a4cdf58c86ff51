//! What the coordinator promises, on both databases.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod harness;

use std::time::Duration;

use harness::{Bench, LEASE, completion, finite, on_each, points, series};
use search::{
    curve,
    trial::{Ending, Outcome, State},
};
use server::{
    coordinator::{Claim, LeaseRequest, Verdict},
    store::{Counts, SweepState, TrialFilter},
};

fn claim(trial: &str, attempt: u32) -> Claim {
    Claim { trial: trial.into(), attempt }
}

/// What the sweep's own counts say, and what counting its trials says.
async fn counts(bench: &Bench, sweep: &str) -> (Counts, Counts) {
    let kept = bench.coordinator.sweep(sweep).await.unwrap().counts;
    let mut counted = Counts::default();
    for it in bench.coordinator.store.trials(sweep, &TrialFilter::default(), 100_000).await.unwrap()
    {
        match it.trial.state {
            State::Queued(_) => counted.queued += 1,
            State::Running(_) => counted.running += 1,
            State::Completed(_) => counted.completed += 1,
            State::Failed(_) => counted.failed += 1,
            State::Cancelled => counted.cancelled += 1,
            State::Quarantined => counted.quarantined += 1,
        }
        counted.diverged += i64::from(it.diverged);
    }
    (kept, counted)
}

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
        };
        assert_eq!(kept, expected);
        bench.coordinator.cancel(&sweep).await.unwrap();
        let (kept, counted) = counts(&bench, &sweep).await;
        assert_eq!((kept, kept.cancelled), (counted, 7));
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
async fn points_that_come_twice_are_kept_once_and_a_gap_is_refused() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        let say = async |first, list| {
            let said = vec![series(&trial, 1, first, list)];
            bench.coordinator.report(&worker, said).await.unwrap().0[0].next_seq
        };
        assert_eq!(say(0, points(0, 10)).await, 10);
        assert_eq!(say(5, points(5, 10)).await, 15, "what overlaps is kept once");
        assert_eq!(say(0, points(0, 10)).await, 15, "what came before changes nothing");
        assert_eq!(say(20, points(20, 5)).await, 15, "a gap is not filled with nothing");
        let stored = bench.coordinator.trial(&trial).await.unwrap();
        let curve = curve::series(&bench.coordinator.points(&stored).await.unwrap());
        assert_eq!(curve[0].steps, (0..15).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_trial_with_points_missing_is_not_over() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        let mut end = completion(&trial, 1, finite(0.5));
        end.series = series(&trial, 1, 4, points(4, 2));
        let (acks, _) = bench.coordinator.complete(&worker, vec![end.clone()], None).await.unwrap();
        assert_eq!((acks[0].verdict, acks[0].next_seq), (Verdict::Ok, 0));
        assert!(!bench.coordinator.trial(&trial).await.unwrap().trial.is_over());
        end.series = series(&trial, 1, 0, points(0, 6));
        let (acks, _) = bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        assert_eq!(acks[0].next_seq, 6);
        assert!(bench.coordinator.trial(&trial).await.unwrap().trial.is_over());
    })
    .await;
}

#[tokio::test]
async fn a_curve_reported_in_many_pieces_is_few_rows_and_whole() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        for piece in 0..200_u64 {
            let mut list = points(piece * 10, 10);
            // Values that are not finite come back as such, and a metric may come now and then.
            list[0].values[3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY][(piece % 3) as usize];
            list.push(curve::Points {
                metrics: vec!["lr".into()],
                steps: vec![piece * 10 + 9],
                values: vec![0.1],
            });
            let said = vec![series(&trial, 1, piece * 11, list)];
            bench.coordinator.report(&worker, said).await.unwrap();
        }
        let end = series(&trial, 1, 2_200, Vec::new());
        let end = server::coordinator::Completion { series: end, ending: finite(0.5), train_ms: 1 };
        bench.coordinator.complete(&worker, vec![end], None).await.unwrap();
        let stored = bench.coordinator.trial(&trial).await.unwrap();
        let rows = bench.coordinator.store.sweep_points(&sweep, 10).await.unwrap();
        assert!(rows.len() <= 3, "{} rows", rows.len());
        let points = bench.coordinator.points(&stored).await.unwrap();
        let curves = curve::series(&points);
        assert_eq!(curves[0].steps, (0..2_000).collect::<Vec<_>>());
        assert_eq!((curves[0].values[3], curves[0].values[4]), (None, Some(0.2)));
        assert_eq!(curves[1].steps.len(), 200);
        assert!(points[0].values[3].is_nan());
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
        let request =
            LeaseRequest { worker: nobody.clone(), request: nobody.clone(), trials_max: 1 };
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
async fn a_worker_that_waits_is_woken_by_a_submission() {
    on_each(async |bench| {
        let worker = bench.register("ada").await;
        let waiting = {
            let bench = bench.clone();
            let request =
                LeaseRequest { worker, request: uuid::Uuid::now_v7().to_string(), trials_max: 1 };
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
async fn the_best_rate_has_the_best_mean_and_no_seed_that_diverged() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(5, 2).await;
        let worker = bench.register("ada").await;
        let leased = bench.lease(&worker, 100).await.assignments;
        let rules = bench.coordinator.rules(&sweep).await.unwrap();
        // By configuration; the fourth would be best but for one seed, the fifth learns next to nothing.
        let ends = leased.iter().map(|it| {
            let config = search::config::TrialConfig::read(
                &search::document::Node::from_json(&it.config).unwrap(),
            );
            let lr = config.unwrap().optimizer.lr;
            let at = (0..5).find(|n| rules.place(*n).lr == Some(lr)).unwrap();
            let ending = match (at, it.seed) {
                (0, _) => finite(1.0),
                (1, 0) => finite(0.6),
                (1, _) => finite(0.8),
                (2, _) => finite(0.5),
                (3, 0) => Ending::Completed(Outcome::Diverged),
                (3, _) => finite(0.1),
                _ => finite(1.95),
            };
            completion(&it.trial, 1, ending)
        });
        bench.coordinator.complete(&worker, ends.collect(), None).await.unwrap();
        let answer = bench.coordinator.best(&sweep).await.unwrap();
        let best = answer.best.unwrap();
        assert_eq!((best.candidate.configuration, best.candidate.mean), (2, 0.5));
        assert_eq!((best.trials.len(), best.spread.std), (2, Some(0.0)));
        assert_eq!(answer.top[1].candidate.configuration, 1);
        assert_eq!(answer.divergence.lowest_diverged, rules.place(3).lr);
        assert_eq!(answer.divergence.highest_converged, rules.place(2).lr);
        assert!(!answer.at_edge);
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
async fn an_answer_follows_every_trial_that_ends() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(3, 1).await;
        let worker = bench.register("ada").await;
        for (it, value) in bench.lease(&worker, 3).await.assignments.iter().zip([0.5, 0.3, 0.4]) {
            // The clock stands still: that the answer is new must not hang on the time.
            let end = vec![completion(&it.trial, 1, finite(value))];
            bench.coordinator.complete(&worker, end, None).await.unwrap();
            let told = bench.coordinator.best(&sweep).await.unwrap();
            let again = bench.coordinator.best(&sweep).await.unwrap();
            let mean = |it: server::coordinator::Answer| it.best.unwrap().candidate.mean;
            let best = if value < 0.5 { 0.3 } else { 0.5 };
            assert_eq!((mean(told), mean(again)), (best, best));
        }
    })
    .await;
}
