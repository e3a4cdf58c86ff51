//! The network and the coordinator at their worst: nothing is lost, nothing recorded twice.

use proto::v1::{Assignment, completion::Outcome};
use tokio::sync::watch;

use crate::{
    fake::Fake,
    work::{LONG, Worker, all_is_there, curve, name, trials},
};

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
