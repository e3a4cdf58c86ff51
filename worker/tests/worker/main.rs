//! Whole workers against a coordinator for tests, over real connections.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod fake;
mod records;

use std::{
    ops::ControlFlow,
    sync::{Arc, Mutex, mpsc},
    time::{Duration, Instant},
};

use proto::v1::{Assignment, Verdict, completion::Outcome};
use search::config::{Budget, Task};
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use trainer::{Ending, Job, Point};
use worker::{Config, Device, Error, Observe, Summary, Training, run_with};

use crate::{fake::Fake, records::Records};

/// So long an event may take. Far more than any needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// So many steps no trial makes in a test.
const LONG: u64 = 1_000_000;

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
async fn a_call_whose_answer_is_lost_is_repeated_harmlessly() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(20, 7, 0));
        it.queue.extend(trials(1, 2_500, 0).map(|it| Assignment { trial: "long".into(), ..it }));
        let calls = ["register", "lease", "heartbeat", "report", "complete"];
        it.lose.extend(calls.map(|call| (call, 2)));
    });
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.outcomes.len() == 21 && it.lose.values().all(|left| *left == 0)).await;
    fake.with(|it| it.lose.insert("release", 1));
    assert_eq!(worker.leave().await.finished, 21);
    fake.with(|it| {
        assert_eq!(it.points["long"].len(), 2_501);
        it.outcomes.remove("long");
        all_is_there(it, 7);
    });
}

#[tokio::test]
async fn a_worker_waits_for_its_coordinator() {
    let mut fake = Fake::stopped();
    fake.with(|it| it.queue.extend(trials(1, 1, 0)));
    let worker = Worker::start(&fake, 1);
    tokio::task::yield_now().await;
    fake.start();
    fake.until(|it| it.outcomes.len() == 1).await;
    worker.leave().await;
    fake.with(|it| {
        let known = &it.registered[0];
        assert_eq!((known.name.as_str(), known.slots, known.device.as_str()), ("tester", 1, "cpu"));
        assert_eq!(known.labels["room"], "lab");
    });
}

#[tokio::test]
async fn nothing_is_lost_when_the_coordinator_goes_away_and_comes_back() {
    let mut fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(2, 1_000, 1)));
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.points.values().any(|points| points.len() > 1)).await;
    fake.stop();
    let before = *worker.steps.borrow();
    worker.until_steps(before + 100).await;
    fake.start();
    fake.until(|it| it.outcomes.len() == 2).await;
    worker.leave().await;
    fake.with(|it| all_is_there(it, 1_000));
}

#[tokio::test]
async fn a_fenced_trial_falls_silent() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(1, LONG, 1).map(|it| Assignment { trial: "lost".into(), ..it }));
    });
    let worker = Worker::start(&fake, 1);
    fake.until(|it| it.leased.contains_key("lost")).await;
    fake.with(|it| {
        it.verdicts.insert("lost".into(), Verdict::Fenced);
        it.queue.extend(trials(5, 3, 0));
    });
    fake.until(|it| it.outcomes.len() == 1).await;
    let said = fake.with(|it| it.spoken.iter().filter(|it| *it == "lost").count());
    fake.until(|it| it.outcomes.len() == 5).await;
    assert_eq!(worker.leave().await.released, 0);
    fake.with(|it| {
        assert_eq!(it.spoken.iter().filter(|it| *it == "lost").count(), said);
        all_is_there(it, 3);
    });
}

#[tokio::test]
async fn a_cancelled_trial_ends_as_cancelled() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(3, LONG, 1));
        it.generous = true;
    });
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.leased.len() == 3).await;
    fake.with(|it| it.verdicts.extend((0..3).map(|n| (name(n), Verdict::Cancel))));
    fake.until(|it| it.outcomes.len() == 3).await;
    worker.leave().await;
    fake.with(|it| {
        let cancelled = |it: &Outcome| matches!(it, Outcome::Cancelled(_));
        assert!(it.outcomes.values().all(|(_, outcome)| cancelled(outcome)));
        assert_eq!(it.broken, [""; 0]);
    });
}

#[tokio::test]
async fn leaving_hands_unfinished_trials_back_with_their_points() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(4, LONG, 1));
        it.generous = true;
    });
    let worker = Worker::start(&fake, 2);
    worker.until_steps(10).await;
    assert_eq!(worker.leave().await, Summary { finished: 0, released: 4, unsaid: 0 });
    fake.with(|it| {
        assert_eq!((it.released.len(), it.leased.len(), it.outcomes.len()), (4, 0, 0));
        assert!(it.points.values().map(Vec::len).sum::<usize>() >= 10);
        assert_eq!(it.broken, [""; 0]);
    });
}

#[tokio::test]
async fn trials_that_were_granted_while_leaving_are_handed_back() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(1, 1, 0));
        it.lose.insert("lease", 1_000);
    });
    let worker = Worker::start(&fake, 1);
    fake.until(|it| it.leased.len() == 1).await;
    worker.shutdown.cancel();
    fake.with(|it| it.lose.clear());
    assert_eq!(worker.leave().await.released, 1);
    fake.with(|it| assert!(it.leased.is_empty()));
}

#[tokio::test]
async fn a_worker_that_is_sent_away_finishes_what_is_in_training() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(4, 300, 1));
        it.generous = true;
    });
    let worker = Worker::start(&fake, 2);
    worker.until_steps(2).await;
    fake.with(|it| it.drain = true);
    assert_eq!(worker.end().await.unwrap(), Summary { finished: 2, released: 2, unsaid: 0 });
    fake.with(|it| all_is_there(it, 300));
}

#[tokio::test]
async fn leaving_takes_ten_seconds_at_most_without_a_coordinator() {
    let mut fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(2, LONG, 1)));
    let worker = Worker::start(&fake, 2);
    worker.until_steps(2).await;
    fake.stop();
    let begun = now();
    assert_eq!(worker.leave().await, Summary { finished: 0, released: 0, unsaid: 2 });
    assert!(now() - begun < Duration::from_secs(10));
}

#[tokio::test]
async fn a_trial_that_does_not_stop_is_handed_back_all_the_same() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(1, LONG, 0)));
    let (release, stuck) = mpsc::channel::<()>();
    let stuck = Mutex::new(stuck);
    let steps = watch::Sender::default();
    let worker = Worker::train(&fake, 1, steps.clone(), move |_, _| {
        steps.send_modify(|it| *it += 1);
        // Until the test is over.
        assert!(stuck.lock().unwrap().recv().is_err());
        Ok(Ending::Stopped)
    });
    worker.until_steps(1).await;
    assert_eq!(worker.leave().await, Summary { finished: 0, released: 1, unsaid: 0 });
    drop(release);
}

#[tokio::test]
async fn a_forgotten_worker_registers_again() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(1, 300, 1)));
    let worker = Worker::start(&fake, 1);
    worker.until_steps(2).await;
    fake.with(|it| it.known.clear());
    fake.until(|it| it.outcomes.len() == 1).await;
    worker.leave().await;
    fake.with(|it| {
        assert_eq!(it.registered.len(), 2);
        assert_eq!(it.registered[0], it.registered[1]);
        all_is_there(it, 300);
    });
}

#[tokio::test]
async fn a_rewound_acknowledgement_is_obeyed() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(10, 3_000, 0));
        it.forgetful = 12;
    });
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.outcomes.len() == 10).await;
    worker.leave().await;
    fake.with(|it| {
        assert_eq!(it.forgetful, 0);
        all_is_there(it, 3_000);
    });
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
async fn trials_that_lie_ready_go_back_when_trials_turn_out_long() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(5, LONG, 1));
        it.generous = true;
    });
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.released.len() == 3).await;
    assert_eq!(worker.leave().await.released, 5);
}

#[tokio::test]
async fn a_trial_that_the_coordinator_cannot_accept_costs_the_others_nothing() {
    let fake = Fake::started();
    fake.with(|it| {
        it.queue.extend(trials(8, 5, 0));
        it.queue.extend(trials(1, LONG, 1).map(|it| Assignment { trial: "slow".into(), ..it }));
        it.unacceptable.extend([name(3), "slow".into()]);
    });
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.outcomes.len() == 9).await;
    worker.leave().await;
    fake.with(|it| {
        for bad in [name(3), "slow".into()] {
            let (_, outcome) = it.outcomes.remove(&bad).unwrap();
            let Outcome::Failed(failed) = outcome else { panic!("{outcome:?}") };
            assert!(failed.error.contains("is bad") && !failed.permanent, "{}", failed.error);
        }
        all_is_there(it, 5);
    });
}

#[tokio::test]
async fn a_slot_survives_a_trial_that_panics() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(3, 2, 0)));
    let steps = watch::Sender::default();
    let worker = Worker::train(&fake, 1, steps.clone(), move |job, observe| {
        assert!(job.seed != 1, "seed {} is bad luck", job.seed);
        Ok(curve(job, observe, &steps))
    });
    fake.until(|it| it.outcomes.len() == 3).await;
    worker.leave().await;
    let outcome = fake.with(|it| it.outcomes[&name(1)].1.clone());
    let Outcome::Failed(failed) = outcome else { panic!("{outcome:?}") };
    assert!(failed.error.contains("seed 1 is bad luck") && !failed.permanent);
}

#[tokio::test]
async fn a_worker_that_may_not_lease_says_so_and_ends() {
    let fake = Fake::started();
    fake.with(|it| it.closed = true);
    let error = Worker::start(&fake, 1).end().await.unwrap_err();
    assert!(error.to_string().contains("no trials for you"), "{error}");
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
    assert!(matches!(refused, Err(Error::Device)));
}

/// A worker at work.
struct Worker {
    task: JoinHandle<Result<Summary, Error>>,
    shutdown: CancellationToken,
    /// How many points were measured.
    steps: watch::Sender<u64>,
}

impl Worker {
    fn start(fake: &Fake, slots: usize) -> Self {
        let steps = watch::Sender::default();
        let counted = steps.clone();
        Self::train(fake, slots, steps, move |job, observe| Ok(curve(job, observe, &counted)))
    }

    /// A worker that trains in its own way.
    fn train(
        fake: &Fake,
        slots: usize,
        steps: watch::Sender<u64>,
        training: impl Fn(Job<'_>, &mut Observe<'_>) -> Result<Ending, trainer::Error>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let shutdown = CancellationToken::new();
        let training: Training = Arc::new(training);
        let task = tokio::spawn(run_with(config(fake, slots), training, shutdown.clone()));
        Self { task, shutdown, steps }
    }

    /// Waits until so many points were measured.
    async fn until_steps(&self, steps: u64) {
        let mut measured = self.steps.subscribe();
        let enough = measured.wait_for(|it| *it >= steps);
        tokio::time::timeout(PATIENCE, enough).await.unwrap().unwrap();
    }

    /// Asks the worker to leave.
    async fn leave(self) -> Summary {
        self.shutdown.cancel();
        self.end().await.unwrap()
    }

    /// Waits for the worker's end.
    async fn end(self) -> Result<Summary, Error> {
        tokio::time::timeout(PATIENCE, self.task).await.unwrap().unwrap()
    }
}

fn config(fake: &Fake, slots: usize) -> Config {
    Config {
        server: fake.url(),
        name: Some("tester".into()),
        slots,
        device: Device::Cpu,
        labels: [("room".into(), "lab".into())].into(),
        data_dir: ".".into(),
    }
}

fn name(number: u64) -> String {
    format!("trial-{number}")
}

/// Trials of so many steps, each of which takes `step_ms`.
fn trials(count: u64, steps: u64, step_ms: u64) -> impl Iterator<Item = Assignment> {
    let config = format!(
        r#"{{"train": {{"synthetic": {{"steps": {steps}, "step_ms": {step_ms}}}}}, "optimizer": {{"lr": 0.1}}}}"#
    );
    (0..count).map(move |seed| Assignment {
        trial: name(seed),
        attempt: 1,
        sweep: "sweep".into(),
        seed,
        config: config.clone(),
        metric: r#"{"name": "val_loss", "goal": "minimize"}"#.into(),
    })
}

/// Stands in for training: a curve that the test can tell again.
fn curve(job: Job<'_>, observe: &mut Observe<'_>, steps: &watch::Sender<u64>) -> Ending {
    assert!(matches!(job.config.train.task, Task::Synthetic(_)));
    let Budget::Steps(last) = job.config.train.budget else { panic!("a curve has steps") };
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

#[expect(clippy::cast_precision_loss, reason = "small")]
fn value(seed: u64, step: u64) -> f64 {
    seed as f64 + 1.0 / (1 + step) as f64
}

/// Every trial that ended was trained once, by the rules, and all its points are there.
fn all_is_there(records: &Records, steps: u64) {
    assert_eq!(records.broken, [""; 0]);
    for (trial, (attempt, outcome)) in &records.outcomes {
        let Outcome::Completed(completed) = outcome else { panic!("{trial}: {outcome:?}") };
        let seed: u64 = trial.rsplit('-').next().unwrap().parse().unwrap();
        let points: Vec<_> = (0..=steps).map(|step| (step, value(seed, step))).collect();
        assert_eq!((records.points[trial].as_slice(), *attempt), (points.as_slice(), 1), "{trial}");
        assert_eq!((completed.value, completed.first), (value(seed, steps), Some(value(seed, 0))));
    }
}

#[expect(clippy::disallowed_methods, reason = "how long leaving takes is what is tested")]
fn now() -> Instant {
    Instant::now()
}
