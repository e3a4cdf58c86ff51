//! Workers at work on trials whose curves a test can tell again.

use std::{ops::ControlFlow, time::Duration};

use proto::v1::{Assignment, completion::Outcome};
use search::config::{Budget, Task};
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use trainer::{Ending, Job, Point};
use worker::{Config, Device, Error, Observe, Summary, Together, Training, run_with};

use crate::{fake::Fake, records::Records};

/// So long an event may take. Far more than any needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// So many steps no trial makes in a test.
pub(crate) const LONG: u64 = 1_000_000;

/// A worker at work.
pub(crate) struct Worker {
    pub(crate) task: JoinHandle<Result<Summary, Error>>,
    pub(crate) shutdown: CancellationToken,
    /// How many points were measured.
    pub(crate) steps: watch::Sender<u64>,
}

impl Worker {
    pub(crate) fn start(fake: &Fake, slots: usize) -> Self {
        let steps = watch::Sender::default();
        let counted = steps.clone();
        Self::train(fake, slots, steps, move |job, observe| Ok(curve(job, observe, &counted)))
    }

    /// A worker that trains in its own way.
    pub(crate) fn train(
        fake: &Fake,
        slots: usize,
        steps: watch::Sender<u64>,
        training: impl Fn(Job<'_>, &mut Observe<'_>) -> Result<Ending, trainer::Error>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self::run(fake, slots, steps, alone(training))
    }

    /// A worker that also trains trials together.
    pub(crate) fn fuse(
        fake: &Fake,
        slots: usize,
        steps: watch::Sender<u64>,
        together: Together,
    ) -> Self {
        let counted = steps.clone();
        let alone = alone(move |job, observe| Ok(curve(job, observe, &counted)));
        Self::run(fake, slots, steps, alone.with_bundles(together))
    }

    pub(crate) fn run(
        fake: &Fake,
        slots: usize,
        steps: watch::Sender<u64>,
        training: Training,
    ) -> Self {
        let shutdown = CancellationToken::new();
        let task = tokio::spawn(run_with(config(fake, slots), training, shutdown.clone()));
        Self { task, shutdown, steps }
    }

    /// Waits until so many points were measured.
    pub(crate) async fn until_steps(&self, steps: u64) {
        let mut measured = self.steps.subscribe();
        let enough = measured.wait_for(|it| *it >= steps);
        tokio::time::timeout(PATIENCE, enough).await.unwrap().unwrap();
    }

    /// Asks the worker to leave.
    pub(crate) async fn leave(self) -> Summary {
        self.shutdown.cancel();
        self.end().await.unwrap()
    }

    /// Waits for the worker's end.
    pub(crate) async fn end(self) -> Result<Summary, Error> {
        tokio::time::timeout(PATIENCE, self.task).await.unwrap().unwrap()
    }
}

/// Training by `train`, each trial by itself.
pub(crate) fn alone(
    train: impl Fn(Job<'_>, &mut Observe<'_>) -> Result<Ending, trainer::Error> + Send + Sync + 'static,
) -> Training {
    Training::alone(train)
}

pub(crate) fn config(fake: &Fake, slots: usize) -> Config {
    Config {
        server: fake.url(),
        name: Some("tester".into()),
        slots: Some(slots),
        bundle: 8,
        device: Device::Cpu,
        labels: [("room".into(), "lab".into())].into(),
        data_dir: ".".into(),
        checkpoints: None,
    }
}

pub(crate) fn name(number: u64) -> String {
    format!("trial-{number}")
}

/// Trials of so many steps, each of which takes `step_ms`.
pub(crate) fn trials(count: u64, steps: u64, step_ms: u64) -> impl Iterator<Item = Assignment> {
    let config = format!(
        r#"{{"train": {{"synthetic": {{"steps": {steps}, "step_ms": {step_ms}}}}},
             "optimizer": {{"lr": 0.1}}}}"#
    );
    (0..count).map(move |seed| Assignment { seed, ..trial(&name(seed), &config) })
}

/// One trial.
pub(crate) fn trial(trial: &str, config: &str) -> Assignment {
    Assignment {
        trial: trial.into(),
        attempt: 1,
        sweep: "sweep".into(),
        seed: 0,
        config: config.into(),
        metric: r#"{"name": "val_loss", "goal": "minimize"}"#.into(),
        rungs: Vec::new(),
        bundle: String::new(),
    }
}

/// Stands in for training: a curve that the test can tell again.
pub(crate) fn curve(job: Job<'_>, observe: &mut Observe<'_>, steps: &watch::Sender<u64>) -> Ending {
    let last = last_step(job);
    for step in 0..=last {
        let metrics = [(job.metric.name.as_str(), value(job.seed, step))];
        if observe(Point { step, metrics: &metrics }) == ControlFlow::Break(()) {
            return Ending::Stopped;
        }
        steps.send_modify(|it| *it += 1);
    }
    let first = Some(value(job.seed, 0));
    Ending::Completed { value: value(job.seed, last), first }
}

/// The last step of such a curve.
pub(crate) fn last_step(job: Job<'_>) -> u64 {
    assert!(matches!(job.config.train.task, Task::Synthetic(_)));
    let Budget::Steps(last) = job.config.train.budget else { panic!("a curve has steps") };
    last
}

#[expect(clippy::cast_precision_loss, reason = "small")]
pub(crate) fn value(seed: u64, step: u64) -> f64 {
    seed as f64 + 1.0 / (1 + step) as f64
}

/// Every trial that ended was trained once, by the rules, and all its points are there.
pub(crate) fn all_is_there(records: &Records, steps: u64) {
    assert_eq!(records.broken, [""; 0]);
    for (trial, (attempt, outcome)) in &records.outcomes {
        let Outcome::Completed(completed) = outcome else { panic!("{trial}: {outcome:?}") };
        let seed: u64 = trial.rsplit('-').next().unwrap().parse().unwrap();
        let points: Vec<_> = (0..=steps).map(|step| (step, value(seed, step))).collect();
        assert_eq!((records.points[trial].as_slice(), *attempt), (points.as_slice(), 1), "{trial}");
        assert_eq!((completed.value, completed.first), (value(seed, steps), Some(value(seed, 0))));
    }
}
