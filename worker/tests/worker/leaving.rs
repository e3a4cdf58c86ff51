//! How a worker stops: one trial, all of them, itself.

use std::{
    sync::{Mutex, mpsc},
    time::{Duration, Instant},
};

use proto::v1::{Assignment, Verdict, completion::Outcome};
use tokio::sync::watch;
use trainer::Ending;
use worker::Summary;

use crate::{
    fake::Fake,
    work::{LONG, Worker, all_is_there, name, trials},
};

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
async fn a_trial_that_is_stopped_ends_as_stopped_and_leaves_the_others_alone() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(trials(2, LONG, 1)));
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.leased.len() == 2).await;
    fake.with(|it| it.verdicts.extend([(name(0), Verdict::Stop)]));
    fake.until(|it| it.outcomes.len() == 1).await;
    worker.leave().await;
    fake.with(|it| {
        assert!(matches!(it.outcomes[&name(0)].1, Outcome::Stopped(_)), "{:?}", it.outcomes);
        assert_eq!(it.released.len(), 1, "the other one trained until the worker left");
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
async fn a_worker_that_may_not_lease_says_so_and_ends() {
    let fake = Fake::started();
    fake.with(|it| it.closed = true);
    let error = Worker::start(&fake, 1).end().await.unwrap_err();
    assert!(error.to_string().contains("no trials for you"), "{error}");
}

#[expect(clippy::disallowed_methods, reason = "how long leaving takes is what is tested")]
fn now() -> Instant {
    Instant::now()
}
