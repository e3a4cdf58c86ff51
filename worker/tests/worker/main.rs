//! Whole workers against a coordinator for tests, over real connections.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod bundles;
mod fake;
mod faults;
mod leaving;
mod records;
mod work;

use proto::v1::completion::Outcome;
use tokio_util::sync::CancellationToken;
use worker::{Config, Device, Error, Summary};

use crate::{
    fake::Fake,
    work::{Worker, all_is_there, config, name, trial, trials},
};

#[tokio::test]
async fn trials_are_completed_with_their_points_once() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(40, 7, 0)));
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.outcomes.len() == 40).await;
    assert_eq!(worker.leave().await, Summary { finished: 40, released: 0, unsaid: 0 });
    fake.with(|it| all_is_there(it, 7));
}

#[tokio::test]
async fn trivial_trials_travel_many_in_a_call() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(5_000, 1, 0)));
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.outcomes.len() == 5_000).await;
    worker.leave().await;
    fake.with(|it| {
        assert!(*it.batches.iter().max().unwrap() >= 64, "{:?}", it.batches);
        assert!(it.batches.len() < 500, "{} calls for 5,000 trials", it.batches.len());
        all_is_there(it, 1);
    });
}

#[tokio::test]
async fn ends_are_told_together_while_trials_lie_ready() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(60, 1, 20)));
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.outcomes.len() == 60).await;
    worker.leave().await;
    fake.with(|it| {
        assert!(
            it.batches.len() < 20,
            "{} calls for 60 trials: {:?}",
            it.batches.len(),
            it.batches
        );
        all_is_there(it, 1);
    });
}

#[tokio::test]
async fn a_worker_that_cannot_work_is_refused_at_once() {
    let fake = Fake::stopped();
    for server in ["", "nowhere at all", "https://127.0.0.1:1", "127.0.0.1:1"] {
        let config = Config { server: server.into(), ..config(&fake, 1) };
        let refused = worker::run(config, CancellationToken::new()).await;
        assert!(matches!(refused, Err(Error::Server(_))), "{server}: {refused:?}");
    }
    let config = Config { device: Device::Cuda(0), ..config(&fake, 1) };
    let refused = worker::run(config, CancellationToken::new()).await;
    assert!(matches!(refused, Err(Error::Device(..))));
}

#[tokio::test]
async fn our_own_trainer_trains() {
    let fake = Fake::started();
    let beyond = r#"{"train": {"synthetic": {"edge": 1}}, "optimizer": {"lr": 100}}"#;
    let builtin = r#"{"train": {"builtin": {"dataset": FILE, "model": {"kind": "logistic"}}, "epochs": 2},
        "optimizer": {"lr": 0.1}}"#;
    let moons = builtin.replace("FILE", r#"{"kind": "moons", "samples": 50}"#);
    let missing = builtin.replace("FILE", r#"{"kind": "csv", "path": "not/there.csv"}"#);
    fake.with(|it| {
        it.queue.extend(trials(10, 5, 0));
        it.queue.extend([
            trial("diverges", beyond),
            trial("moons", &moons),
            trial("missing", &missing),
        ]);
    });
    let shutdown = CancellationToken::new();
    let task = tokio::spawn(worker::run(config(&fake, 2), shutdown.clone()));
    fake.until(|it| it.outcomes.len() == 13).await;
    shutdown.cancel();
    assert_eq!(task.await.unwrap().unwrap().finished, 13);
    fake.with(|it| {
        assert_eq!(it.broken, [""; 0]);
        assert!(matches!(it.outcomes[&name(9)].1, Outcome::Completed(_)));
        assert!(matches!(it.outcomes["moons"].1, Outcome::Completed(_)));
        assert!(matches!(it.outcomes["diverges"].1, Outcome::Diverged(_)));
        let Outcome::Failed(failed) = &it.outcomes["missing"].1 else { panic!("no failure") };
        assert!(!failed.permanent && failed.error.contains("not/there.csv"), "{}", failed.error);
    });
}
