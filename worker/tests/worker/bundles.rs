//! Trials that are trained together: each stays a trial of its own.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, mpsc},
};

use proto::v1::{Assignment, Verdict, completion::Outcome};
use tokio::sync::watch;
use trainer::{Ending, Job, Point};
use worker::{Hear, Heard, Together};

use crate::{
    fake::Fake,
    work::{LONG, Worker, all_is_there, last_step, name, trials, value},
};

/// How many members each bundle had that was trained.
type Sizes = Arc<Mutex<Vec<usize>>>;

/// Trials of one kind, or of none.
fn bundle(kind: &str, count: u64, steps: u64, step_ms: u64) -> impl Iterator<Item = Assignment> {
    let kind = kind.to_owned();
    trials(count, steps, step_ms).map(move |it| Assignment { bundle: kind.clone(), ..it })
}

/// A worker of one slot that trains up to eight together where the device has `room`.
fn fused(
    fake: &Fake,
    room: usize,
    train: impl Fn(&[Job<'_>], &mut Hear<'_>, &watch::Sender<u64>) + Send + Sync + 'static,
) -> (Worker, Sizes) {
    let (steps, sizes) = (watch::Sender::default(), Sizes::default());
    let (counted, noted) = (steps.clone(), Arc::clone(&sizes));
    let together = Together::new(
        move |_| Ok(room),
        move |jobs, hear| {
            noted.lock().unwrap().push(jobs.len());
            train(jobs, hear, &counted);
        },
    );
    (Worker::fuse(fake, 1, steps, together), sizes)
}

/// Trains `jobs` in lock step: one after the other, a step each.
fn lock_step(jobs: &[Job<'_>], hear: &mut Hear<'_>, steps: &watch::Sender<u64>) {
    let mut members: VecDeque<(usize, u64)> = (0..jobs.len()).map(|it| (it, 0)).collect();
    while let Some((member, step)) = members.pop_front() {
        let job = jobs[member];
        let metrics = [(job.metric.name.as_str(), value(job.seed, step))];
        steps.send_modify(|it| *it += 1);
        if hear(member, Heard::Point(Point { step, metrics: &metrics })).is_break() {
            let left = hear(member, Heard::End(Ok(Ending::Stopped)));
            assert!(left.is_break());
        } else if step == last_step(job) {
            let first = Some(value(job.seed, 0));
            let ending = Ending::Completed { value: value(job.seed, step), first };
            assert!(hear(member, Heard::End(Ok(ending))).is_break());
        } else {
            members.push_back((member, step + 1));
        }
    }
}

/// Waits for the end of all trials of `kind` while `verdict` is told of number 1, and returns how that one ended.
async fn others_are_untouched(verdict: Verdict) -> Option<Outcome> {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(bundle("kind", 4, 300, 0)));
    let (go_on, gate) = mpsc::channel();
    let gate = Mutex::new(gate);
    let (worker, sizes) = fused(&fake, 8, move |jobs, hear, steps| {
        // The first half, then what the coordinator says of number 1, then the rest.
        let mut half = |member: usize, heard: Heard<'_>| {
            if matches!(&heard, Heard::Point(it) if it.step == 150 && member == 0) {
                gate.lock().unwrap().recv().unwrap();
            }
            hear(member, heard)
        };
        lock_step(jobs, &mut half, steps);
    });
    worker.until_steps(4 * 150).await;
    fake.with(|it| it.verdicts.insert(name(1), verdict));
    // Two signs of life after it was said, the first may have been under way.
    let beats = fake.with(|it| it.calls.get("heartbeat").copied().unwrap_or_default());
    fake.until(|it| it.calls.get("heartbeat").is_some_and(|now| *now >= beats + 3)).await;
    go_on.send(()).unwrap();
    fake.until(|it| [0, 2, 3].iter().all(|n| it.outcomes.contains_key(&name(*n)))).await;
    worker.leave().await;
    assert_eq!(*sizes.lock().unwrap(), [4]);
    fake.with(|it| {
        let ended = it.outcomes.remove(&name(1)).map(|(_, outcome)| outcome);
        let told = it.points.get(&name(1)).map_or(0, Vec::len);
        assert!(told <= 152, "it left at its next point");
        all_is_there(it, 300);
        ended
    })
}

#[tokio::test]
async fn a_slot_trains_as_many_as_fit_and_each_tells_its_own() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(bundle("kind", 20, 30, 0)));
    let (worker, sizes) = fused(&fake, 100, lock_step);
    fake.until(|it| it.outcomes.len() == 20).await;
    assert_eq!(worker.leave().await.finished, 20);
    assert_eq!(*sizes.lock().unwrap(), [8, 8, 4]);
    fake.with(|it| {
        assert_eq!(it.registered[0].bundle, 8);
        assert_eq!((it.asked[0].trials_max, it.asked[0].bundle_max), (8, 8));
        all_is_there(it, 30);
    });
}

#[tokio::test]
async fn what_a_dry_run_finds_no_room_for_is_trained_next() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(bundle("kind", 8, 30, 0)));
    let (worker, sizes) = fused(&fake, 3, lock_step);
    fake.until(|it| it.outcomes.len() == 8).await;
    worker.leave().await;
    assert_eq!(*sizes.lock().unwrap(), [3, 3, 2]);
    fake.with(|it| {
        assert!(
            it.asked[1..].iter().all(|it| it.trials_max % 3 == 0 && it.bundle_max == 8),
            "{:?}",
            it.asked
        );
        all_is_there(it, 30);
    });
}

#[tokio::test]
async fn only_trials_of_one_kind_are_trained_together() {
    let fake = Fake::started();
    fake.with(|it| {
        let kinds = ["a", "", "b"].into_iter().cycle();
        let mixed = trials(8, 20, 0).zip(kinds);
        it.queue.extend(mixed.map(|(it, kind)| Assignment { bundle: kind.into(), ..it }));
        it.generous = true;
    });
    let (worker, sizes) = fused(&fake, 8, lock_step);
    fake.until(|it| it.outcomes.len() == 8).await;
    worker.leave().await;
    assert_eq!(*sizes.lock().unwrap(), [3, 2], "and three were trained by themselves");
    fake.with(|it| all_is_there(it, 20));
}

#[tokio::test]
async fn a_worker_that_trains_alone_asks_for_no_bundles() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(bundle("kind", 3, 5, 0)));
    let worker = Worker::start(&fake, 2);
    fake.until(|it| it.outcomes.len() == 3).await;
    worker.leave().await;
    fake.with(|it| {
        assert_eq!(it.registered[0].bundle, 1);
        assert!(it.asked.iter().all(|it| it.bundle_max <= 1));
        all_is_there(it, 5);
    });
}

#[tokio::test]
async fn a_member_that_is_cancelled_leaves_and_the_others_are_untouched() {
    let ended = others_are_untouched(Verdict::Cancel).await;
    assert!(matches!(ended, Some(Outcome::Cancelled(_))), "{ended:?}");
}

#[tokio::test]
async fn a_member_that_is_stopped_early_leaves_and_the_others_are_untouched() {
    let ended = others_are_untouched(Verdict::Stop).await;
    assert!(matches!(ended, Some(Outcome::Stopped(_))), "{ended:?}");
}

#[tokio::test]
async fn a_member_whose_lease_is_lost_falls_silent_and_the_others_are_untouched() {
    assert_eq!(others_are_untouched(Verdict::Fenced).await, None);
}

#[tokio::test]
async fn a_member_that_diverges_is_told_of_while_the_others_go_on() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(bundle("kind", 3, LONG, 1)));
    let (worker, _) = fused(&fake, 8, |jobs, hear, steps| {
        assert!(hear(1, Heard::End(Ok(Ending::Diverged))).is_break());
        let mut others = |member: usize, heard: Heard<'_>| hear([0, 2][member], heard);
        lock_step(&[jobs[0], jobs[2]], &mut others, steps);
    });
    fake.until(|it| it.outcomes.contains_key(&name(1))).await;
    assert_eq!(worker.leave().await.released, 2, "the others had not ended");
    fake.with(|it| assert!(matches!(it.outcomes[&name(1)].1, Outcome::Diverged(_))));
}

#[tokio::test]
async fn a_bundle_that_breaks_down_is_trained_one_by_one_and_only_the_cause_fails() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(bundle("kind", 4, 20, 0)));
    let (steps, counted) = (watch::Sender::default(), watch::Sender::default());
    let together = Together::new(
        |_| Ok(8),
        |jobs, hear| {
            let metrics = [("val_loss", 1.0)];
            assert!(hear(0, Heard::Point(Point { step: 0, metrics: &metrics })).is_continue());
            panic!("out of memory with {}", jobs.len());
        },
    );
    let alone = crate::work::alone(move |job, observe| {
        assert!(job.seed != 2, "seed {} is bad luck", job.seed);
        Ok(crate::work::curve(job, observe, &counted))
    });
    let worker = Worker::run(&fake, 1, steps, alone.with_bundles(together));
    fake.until(|it| it.released.len() == 4).await;
    fake.with(|it| {
        it.points.clear();
        it.queue.extend(bundle("kind", 4, 20, 0).map(|it| Assignment { attempt: 2, ..it }));
    });
    fake.until(|it| it.outcomes.len() == 4).await;
    worker.leave().await;
    fake.with(|it| {
        let Outcome::Failed(failed) = it.outcomes.remove(&name(2)).unwrap().1 else { panic!() };
        assert!(failed.error.contains("seed 2 is bad luck") && !failed.permanent);
        it.outcomes.values_mut().for_each(|(attempt, _)| *attempt -= 1);
        all_is_there(it, 20);
    });
}

#[tokio::test]
async fn leaving_hands_all_members_back_with_their_points() {
    let fake = Fake::started();
    fake.with(|it| it.queue.extend(bundle("kind", 8, LONG, 1)));
    let (worker, _) = fused(&fake, 8, lock_step);
    worker.until_steps(80).await;
    assert_eq!(worker.leave().await.released, 8);
    fake.with(|it| {
        assert!(it.points.values().map(Vec::len).sum::<usize>() >= 79, "all but the one under way");
        assert_eq!((it.released.len(), it.leased.len(), it.broken.len()), (8, 0, 0));
    });
}
