//! Searches, from stage to stage.

use search::{
    config::TrialConfig,
    curve::Points,
    document::Node,
    trial::{Ending, Outcome},
};
use server::{
    coordinator::{Answer, Assignment, Coordinator},
    store::{StoredSweep, SweepState, TrialFilter},
};

use crate::harness::{Bench, LEASE, completion, finite, on_each, series};

const SEARCH: &str = "
method: find
parameters: { lr: [1e-4, 10] }
train: { synthetic: { steps: 400 } }
";

/// What a trial of a search comes to: best at 0.1, diverging above 1.
fn outcome(lr: f64) -> Ending {
    let far = (lr / 0.1).log10();
    if lr > 1.0 { Ending::Completed(Outcome::Diverged) } else { finite(0.1 + 0.2 * far * far) }
}

/// What a range test reports: falling up to 1 and rising from there on.
fn ramp(config: &TrialConfig) -> Points {
    let steps = config.schedule.ramp().unwrap().steps;
    let mut loss = 2.3;
    let after = |step: u64| {
        let lr = config.schedule.lr(0.0, step - 1, 0);
        let far = (lr / 0.1).log10();
        loss *= if lr > 1.0 { 1.0 + lr } else { 1.0 - 0.05 / (1.0 + 4.0 * far * far) };
        loss
    };
    let values = (1..=steps).map(after).collect();
    Points { metrics: vec!["train_loss".into()], steps: (1..=steps).collect(), values }
}

/// Ends `leased` trials, each as `end` has it; range tests report their curve before.
async fn end(bench: &Bench, worker: &str, leased: &[Assignment], end: impl Fn(f64) -> Ending) {
    for it in leased {
        let config = TrialConfig::read(&Node::from_json(&it.config).unwrap()).unwrap();
        let mut ended = completion(&it.trial, it.attempt, finite(0.5));
        match config.lr() {
            Some(lr) => ended.ending = end(lr),
            None => ended.series = series(&it.trial, it.attempt, 0, vec![ramp(&config)]),
        }
        bench.coordinator.complete(worker, vec![ended], None).await.unwrap();
    }
}

/// Trains all that a search asks for; returns how many trials each stage had.
async fn run(bench: &Bench, worker: &str, ending: impl Fn(f64) -> Ending) -> Vec<usize> {
    let mut stages = Vec::new();
    loop {
        let leased = bench.lease(worker, 100).await.assignments;
        if leased.is_empty() {
            return stages;
        }
        stages.push(leased.len());
        end(bench, worker, &leased, &ending).await;
    }
}

async fn look(bench: &Bench, sweep: &str) -> (StoredSweep, Answer) {
    (bench.coordinator.sweep(sweep).await.unwrap(), bench.coordinator.best(sweep).await.unwrap())
}

/// A search whose one range test is gone, with nobody there to decide what comes next.
async fn between_stages(bench: &Bench) -> String {
    let sweep = bench.submit(SEARCH).await;
    let trial = bench.lease(&bench.register("ada").await, 1).await.assignments.remove(0).trial;
    bench.coordinator.cancel_trial(&trial).await.unwrap();
    // The worker is silent, so that its trial is taken back and, being cancelled, over.
    bench.pass(LEASE * 2);
    bench.coordinator.reap().await.unwrap();
    let (stored, _) = look(bench, &sweep).await;
    assert_eq!((stored.state, stored.counts.open()), (SweepState::Running, 0));
    sweep
}

#[tokio::test]
async fn a_search_goes_from_stage_to_stage_and_is_over_when_it_says_so() {
    on_each(async |bench| {
        let sweep = bench.submit(SEARCH).await;
        let worker = bench.register("ada").await;
        let first = bench.lease(&worker, 100).await.assignments;
        assert_eq!(first.len(), 1);
        end(&bench, &worker, &first, outcome).await;
        let (stored, answer) = look(&bench, &sweep).await;
        assert_eq!((stored.state, stored.ended_at), (SweepState::Running, None));
        assert_eq!((stored.counts.queued, stored.counts.all()), (5, 6));
        assert_eq!(answer.search.unwrap().decisions.len(), 2);

        let stages = run(&bench, &worker, outcome).await;
        let (stored, answer) = look(&bench, &sweep).await;
        assert_eq!(
            (stored.state, stored.ended_at),
            (SweepState::Completed, Some(stored.updated_at))
        );
        let search = answer.search.unwrap();
        assert_eq!(search.decisions.len(), stages.len() + 1);
        assert!(search.end.unwrap().contains("as narrow as asked") && search.cost < 21.0);
        let best = answer.best.unwrap().candidate.lr.unwrap();
        assert!((0.07..0.15).contains(&best), "{best}");
        assert!(answer.top.iter().all(|it| it.candidate.lr.is_some()), "no range test is ranked");
    })
    .await;
}

#[tokio::test]
async fn a_search_that_was_left_between_two_stages_goes_on_with_another_coordinator() {
    on_each(async |bench| {
        let sweep = between_stages(&bench).await;
        let Coordinator { store, clock, .. } = bench.coordinator.clone();
        let again = Coordinator::new(store, clock, LEASE);
        again.decide_all().await.unwrap();
        let stored = again.sweep(&sweep).await.unwrap();
        assert!(stored.counts.queued >= 5, "{:?}", stored.counts);
        assert!(!again.decide(&sweep).await.unwrap(), "trials wait: there is nothing to decide");
    })
    .await;
}

#[tokio::test]
async fn of_several_coordinators_one_decides() {
    on_each(async |bench| {
        let sweep = between_stages(&bench).await;
        let Coordinator { store, clock, .. } = bench.coordinator.clone();
        let others: Vec<Coordinator> =
            (0..6).map(|_| Coordinator::new(store.clone(), clock.clone(), LEASE)).collect();
        let decided = futures::future::join_all(others.iter().map(|it| it.decide(&sweep))).await;
        assert_eq!(decided.into_iter().filter(|it| *it.as_ref().unwrap()).count(), 1);
        let stored = bench.coordinator.sweep(&sweep).await.unwrap();
        let trials = store.trials(&sweep, &TrialFilter::default(), 1_000).await.unwrap();
        assert_eq!(stored.counts.all(), i64::try_from(trials.len()).unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_paused_search_decides_nothing_until_it_is_resumed() {
    on_each(async |bench| {
        let sweep = between_stages(&bench).await;
        let paused = bench.coordinator.pause(&sweep).await.unwrap();
        assert_eq!((paused.state, paused.ended_at), (SweepState::Paused, None));
        bench.coordinator.decide_all().await.unwrap();
        assert_eq!(look(&bench, &sweep).await.0.counts.open(), 0);
        assert!(bench.coordinator.remove(&sweep).await.is_err(), "it is not over");
        bench.coordinator.resume(&sweep).await.unwrap();
        bench.coordinator.decide_all().await.unwrap();
        assert!(look(&bench, &sweep).await.0.counts.queued > 0);
    })
    .await;
}

#[tokio::test]
async fn a_search_that_is_cancelled_between_two_stages_is_over() {
    on_each(async |bench| {
        let sweep = between_stages(&bench).await;
        let cancelled = bench.coordinator.cancel(&sweep).await.unwrap();
        assert_eq!(cancelled.state, SweepState::Cancelled);
        assert!(cancelled.ended_at.is_some());
        assert!(!bench.coordinator.decide(&sweep).await.unwrap());
        bench.coordinator.remove(&sweep).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_search_whose_trials_fail_ends_and_goes_on_when_they_are_tried_again() {
    on_each(async |bench| {
        let sweep = bench.submit(SEARCH).await;
        let worker = bench.register("ada").await;
        let failed = |_| Ending::Failed { error: "e".into(), permanent: true };
        run(&bench, &worker, failed).await;
        let (stored, answer) = look(&bench, &sweep).await;
        assert_eq!((stored.state, answer.best.is_none()), (SweepState::Completed, true));
        assert!(answer.search.unwrap().end.unwrap().contains("`retry`"));
        bench.coordinator.retry(&sweep).await.unwrap();
        run(&bench, &worker, outcome).await;
        let (stored, answer) = look(&bench, &sweep).await;
        assert_eq!((stored.state, stored.counts.failed), (SweepState::Completed, 0));
        assert!(answer.best.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_search_among_rates_that_all_diverge_says_where_to_look() {
    on_each(async |bench| {
        let sweep = bench.submit(SEARCH).await;
        let worker = bench.register("ada").await;
        run(&bench, &worker, |_| Ending::Completed(Outcome::Diverged)).await;
        let (stored, answer) = look(&bench, &sweep).await;
        assert_eq!((stored.state, answer.best.is_none()), (SweepState::Completed, true));
        assert!(answer.search.unwrap().end.unwrap().contains("smaller `min`"));
    })
    .await;
}
