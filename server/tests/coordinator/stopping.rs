//! Early stopping: who is told to stop, and what becomes of them.

use search::{
    curve::Points,
    trial::{Ending, Event, Outcome, State, Trial},
};
use server::{
    coordinator::{Coordinator, Verdict},
    store::TrialFilter,
};

use super::{claim, counts};
use crate::harness::{Bench, LEASE, completion, finite, on_each, series};

/// A grid of eight rates, judged after 10 and after 20 of 40 updates: the better half goes on.
const HALVING: &str =
    "early_stopping: { kind: asha, reduction_factor: 2, min_resource: 10, min_survivors: 1 }";

/// A sweep whose trials are all leased to one worker.
struct Begun {
    sweep: String,
    worker: String,
    trials: Vec<String>,
}

impl Begun {
    async fn on(bench: &Bench, worker: &str, replicates: u32, stopping: &str) -> Self {
        let sweep = bench
            .submit(&format!(
                "{{ method: grid, parameters: {{ lr: {{ min: 0.01, max: 1, points: 8 }} }}, replicates: {replicates}, \
                 train: {{ synthetic: {{ steps: 40 }} }}, {stopping} }}"
            ))
            .await;
        let worker = bench.register(worker).await;
        let leased = bench.lease(&worker, 100).await.assignments;
        Self { sweep, worker, trials: leased.into_iter().map(|it| it.trial).collect() }
    }

    /// Trial number `number` reports its first point, with a loss of 2, and another after `step` updates.
    async fn report(&self, bench: &Bench, number: usize, step: u64, loss: f64) -> Verdict {
        let said = vec![series(&self.trials[number], 1, 0, two(step, loss))];
        bench.coordinator.report(&self.worker, said).await.unwrap().0[0].verdict
    }

    async fn end(&self, bench: &Bench, number: usize, ending: Ending) {
        let ends = vec![completion(&self.trials[number], 1, ending)];
        bench.coordinator.complete(&self.worker, ends, None).await.unwrap();
    }

    async fn state(&self, bench: &Bench, number: usize) -> State {
        bench.coordinator.trial(&self.trials[number]).await.unwrap().trial.state
    }
}

fn two(step: u64, loss: f64) -> Vec<Points> {
    vec![Points { metrics: vec!["val_loss".into()], steps: vec![0, step], values: vec![2.0, loss] }]
}

/// What a stopped trial had come to.
fn stopped_at(state: &State) -> Option<f64> {
    if let State::Stopped(score) = state { Some(score.value.value()) } else { None }
}

#[tokio::test]
async fn at_a_rung_the_better_part_of_those_that_came_goes_on() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, HALVING).await;
        let mut told = Vec::new();
        for (number, loss) in [0.5, 0.9, 0.4, 0.45, 0.6, 0.1].into_iter().enumerate() {
            told.push(begun.report(&bench, number, 10, loss).await);
        }
        let (ok, stop) = (Verdict::Ok, Verdict::Stop);
        assert_eq!(told, [ok, stop, ok, ok, stop, ok]);
        assert_eq!(begun.report(&bench, 6, 9, 5.0).await, ok, "it has not reached the rung");
    })
    .await;
}

#[tokio::test]
async fn a_stopped_trial_keeps_its_last_value_and_counts_as_stopped() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, HALVING).await;
        begun.report(&bench, 0, 10, 0.5).await;
        begun.report(&bench, 1, 10, 0.9).await;
        let later = Points { metrics: vec!["val_loss".into()], steps: vec![12], values: vec![0.8] };
        let mut end = completion(&begun.trials[1], 1, Ending::Stopped);
        end.series = series(&begun.trials[1], 1, 2, vec![later]);
        for _ in 0..2 {
            let ends = vec![end.clone()];
            let (acks, _) = bench.coordinator.complete(&begun.worker, ends, None).await.unwrap();
            assert_eq!((acks[0].verdict, acks[0].next_seq), (Verdict::Ok, 3));
        }
        assert_eq!(stopped_at(&begun.state(&bench, 1).await), Some(0.8));
        let (kept, counted) = counts(&bench, &begun.sweep).await;
        assert_eq!((kept.stopped, kept.running, kept.spared), (1, 7, 28));
        assert_eq!(kept, counted);
        let trial = bench.coordinator.trial(&begun.trials[1]).await.unwrap();
        assert_eq!(bench.coordinator.store.attempts(&trial).await.unwrap()[0].ending, "stopped");
        assert!(trial.ended_at.is_some() && !trial.diverged);
    })
    .await;
}

#[tokio::test]
async fn however_a_worker_takes_the_verdict_the_trial_ends_as_stopped() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, HALVING).await;
        begun.report(&bench, 0, 10, 0.1).await;
        let losses = [0.1, 0.5, 0.6, 0.7, 0.8];
        for (number, loss) in losses.into_iter().enumerate().skip(1) {
            assert_eq!(begun.report(&bench, number, 10, loss).await, Verdict::Stop);
        }
        begun.end(&bench, 1, Ending::Failed { error: "e".into(), permanent: false }).await;
        let held = vec![claim(&begun.trials[2], 1)];
        let (verdicts, _) = bench.coordinator.heartbeat_of(&begun.worker, held).await.unwrap();
        assert_eq!(verdicts, [Verdict::Stop]);
        let held = vec![claim(&begun.trials[2], 1)];
        bench.coordinator.release(&begun.worker, held).await.unwrap();
        begun.end(&bench, 3, finite(0.7)).await;
        bench.pass(LEASE);
        bench.coordinator.reap().await.unwrap();
        for number in [1, 2, 4] {
            assert_eq!(stopped_at(&begun.state(&bench, number).await), Some(losses[number]));
        }
        let finished = begun.state(&bench, 3).await;
        assert!(matches!(finished, State::Completed(Outcome::Finite { .. })), "it was first");
        let (kept, counted) = counts(&bench, &begun.sweep).await;
        assert_eq!(kept, counted);
    })
    .await;
}

#[tokio::test]
async fn an_older_worker_is_told_what_it_understands() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "old", 1, HALVING).await;
        begun.report(&bench, 0, 10, 0.5).await;
        assert_eq!(begun.report(&bench, 1, 10, 0.9).await, Verdict::Cancel);
        begun.end(&bench, 1, Ending::Cancelled).await;
        assert_eq!(stopped_at(&begun.state(&bench, 1).await), Some(0.9));
    })
    .await;
}

#[tokio::test]
async fn seeds_are_judged_apart_from_each_other() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 2, HALVING).await;
        begun.report(&bench, 0, 10, 0.5).await;
        assert_eq!(begun.report(&bench, 8, 10, 0.9).await, Verdict::Ok);
        assert_eq!(begun.report(&bench, 9, 10, 1.0).await, Verdict::Stop);
    })
    .await;
}

#[tokio::test]
async fn one_that_diverged_came_to_the_rung_and_did_worst() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, HALVING).await;
        begun.end(&bench, 0, Ending::Completed(Outcome::Diverged)).await;
        begun.end(&bench, 1, Ending::Completed(Outcome::Diverged)).await;
        begun.report(&bench, 2, 10, 0.5).await;
        assert_eq!(begun.report(&bench, 3, 10, 0.9).await, Verdict::Ok, "it is second of four");
    })
    .await;
}

#[tokio::test]
async fn hopeless_training_ends_as_diverged_and_not_as_stopped() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, HALVING).await;
        let blown = Points {
            metrics: vec!["val_loss".into()],
            steps: vec![0, 4, 8, 12],
            values: vec![2.0, 9.0, 20.0, 30.0],
        };
        let said = vec![series(&begun.trials[0], 1, 0, vec![blown])];
        let (acks, _) = bench.coordinator.report(&begun.worker, said).await.unwrap();
        assert_eq!(acks[0].verdict, Verdict::Stop);
        begun.end(&bench, 0, Ending::Stopped).await;
        assert_eq!(begun.state(&bench, 0).await, State::Completed(Outcome::Diverged));
        let (kept, counted) = counts(&bench, &begun.sweep).await;
        assert_eq!((kept.diverged, kept.stopped, kept.spared), (1, 0, 28));
        assert_eq!(kept, counted);
    })
    .await;
}

#[tokio::test]
async fn the_median_rule_waits_for_enough_others() {
    on_each(async |bench| {
        let median = "early_stopping: { kind: median, warmup_steps: 10, min_trials: 3 }";
        let begun = Begun::on(&bench, "ada", 1, median).await;
        for (number, loss) in [0.5, 0.6, 0.9].into_iter().enumerate() {
            assert_eq!(begun.report(&bench, number, 10, loss).await, Verdict::Ok);
        }
        assert_eq!(begun.report(&bench, 3, 10, 0.61).await, Verdict::Stop);
        assert_eq!(begun.report(&bench, 4, 10, 0.6).await, Verdict::Ok);
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_that_starts_anew_judges_where_the_last_one_stopped() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, HALVING).await;
        begun.report(&bench, 0, 10, 0.5).await;
        begun.report(&bench, 1, 9, 0.9).await;
        let anew = Coordinator::new(
            bench.coordinator.store.clone(),
            bench.coordinator.clock.clone(),
            LEASE,
        );
        let next = Points { metrics: vec!["val_loss".into()], steps: vec![10], values: vec![0.8] };
        let said = vec![series(&begun.trials[1], 1, 2, vec![next])];
        let (acks, _) = anew.report(&begun.worker, said).await.unwrap();
        assert_eq!(acks[0].verdict, Verdict::Stop);
    })
    .await;
}

#[tokio::test]
async fn cancelling_a_sweep_goes_before_stopping_its_trials() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, HALVING).await;
        begun.report(&bench, 0, 10, 0.5).await;
        begun.report(&bench, 1, 10, 0.9).await;
        begun.report(&bench, 2, 10, 0.9).await;
        begun.end(&bench, 2, Ending::Stopped).await;
        let all = async || -> Vec<Trial> {
            let store = &bench.coordinator.store;
            let stored = store.trials(&begun.sweep, &TrialFilter::default(), 100).await.unwrap();
            stored.into_iter().map(|it| it.trial).collect()
        };
        let before = all().await;
        bench.coordinator.retry(&begun.sweep).await.unwrap();
        assert_eq!(all().await, before, "what was stopped is not tried again");
        bench.coordinator.cancel(&begun.sweep).await.unwrap();
        let each = before.iter().map(|it| it.after(Event::Cancel).unwrap_or_else(|_| it.clone()));
        assert_eq!(all().await, each.collect::<Vec<_>>());
        assert_eq!(begun.report(&bench, 1, 10, 0.9).await, Verdict::Cancel);
        begun.end(&bench, 1, Ending::Stopped).await;
        assert_eq!(begun.state(&bench, 1).await, State::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn a_configuration_with_a_stopped_seed_comes_behind_those_without() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 2, HALVING).await;
        begun.report(&bench, 8, 10, 0.5).await;
        begun.report(&bench, 9, 10, 0.9).await;
        begun.end(&bench, 9, Ending::Stopped).await;
        begun.end(&bench, 0, finite(0.3)).await;
        begun.end(&bench, 8, finite(0.4)).await;
        begun.end(&bench, 1, finite(0.1)).await;
        let answer = bench.coordinator.best(&begun.sweep).await.unwrap();
        let ranked: Vec<u64> = answer.top.iter().map(|it| it.candidate.configuration).collect();
        assert_eq!(ranked, [0, 1]);
        let best = answer.best.unwrap().candidate;
        assert!((best.mean - 0.35).abs() < 1e-12 && best.replicates == 2, "{best:?}");
        assert_eq!(answer.counts.stopped, 1);
    })
    .await;
}

#[tokio::test]
async fn a_best_rate_with_stopped_ones_on_both_sides_is_not_at_the_edge() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, HALVING).await;
        let rates = async || {
            let store = &bench.coordinator.store;
            store.trials(&begun.sweep, &TrialFilter::default(), 100).await.unwrap()
        };
        let mut order: Vec<usize> = (0..8).collect();
        let stored = rates().await;
        order.sort_by(|a, b| stored[*a].lr.partial_cmp(&stored[*b].lr).unwrap());
        begun.report(&bench, order[3], 10, 0.1).await;
        begun.report(&bench, order[0], 10, 0.9).await;
        begun.report(&bench, order[7], 10, 0.95).await;
        begun.end(&bench, order[0], Ending::Stopped).await;
        begun.end(&bench, order[7], Ending::Stopped).await;
        begun.end(&bench, order[3], finite(0.05)).await;
        let answer = bench.coordinator.best(&begun.sweep).await.unwrap();
        assert!(!answer.at_edge);
        assert_eq!(answer.divergence.lowest_diverged, None);
    })
    .await;
}

#[tokio::test]
async fn a_sweep_without_early_stopping_keeps_nothing_for_it() {
    on_each(async |bench| {
        let begun = Begun::on(&bench, "ada", 1, "early_stopping: { kind: none }").await;
        begun.report(&bench, 0, 10, 0.1).await;
        assert_eq!(begun.report(&bench, 1, 10, 0.9).await, Verdict::Ok);
        assert_eq!(bench.coordinator.trial(&begun.trials[1]).await.unwrap().progress, None);
    })
    .await;
}
