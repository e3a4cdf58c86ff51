//! Each arrow of the diagram, and each refusal.

use super::*;
use crate::loss::Loss;

const ADA: Holder<'_> = Holder { worker: "ada", attempt: 1 };

fn lease(worker: &str, until: i64) -> Event<'static> {
    Event::Lease(Lease {
        worker: worker.into(),
        request: "r".into(),
        until: Timestamp(until),
        cancelled: false,
        halt: None,
    })
}

fn running(until: i64) -> Trial {
    Trial::queued(3).after(lease("ada", until)).unwrap()
}

fn completed() -> Ending {
    let value = Loss::new(0.5).unwrap();
    Ending::Completed(Outcome::Finite { value, first: None })
}

fn failed(permanent: bool) -> Ending {
    Ending::Failed { error: "no such file".into(), permanent }
}

fn finish(by: Holder<'_>, ending: Ending) -> Event<'_> {
    Event::Finish(by, ending, Timestamp(77))
}

#[test]
fn a_trial_that_one_more_failure_ends_is_trained_by_itself() {
    let needs =
        |failures, attempts_max| Trial { failures, attempts_max, ..running(10) }.needs_peace();
    assert_eq!([needs(0, 1), needs(0, 2), needs(1, 2), needs(1, 3)], [true, false, true, false]);
}

#[test]
fn a_lost_worker_cannot_overwrite_its_successor() {
    let expired = running(10).after(Event::Tick(Timestamp(10))).unwrap();
    let retried = expired.after(lease("bob", 20)).unwrap();
    assert_eq!(retried.after(finish(ADA, completed())), Err(Refusal::Fenced));
    assert_eq!(retried.after(Event::Renew(ADA, Timestamp(99))), Err(Refusal::Fenced));
    assert_eq!(retried.after(Event::Release(ADA)), Err(Refusal::Fenced));
}

#[test]
fn another_worker_cannot_speak_for_the_holder() {
    let bob = Holder { worker: "bob", attempt: 1 };
    assert_eq!(running(10).after(finish(bob, completed())), Err(Refusal::Fenced));
}

#[test]
fn a_lease_that_still_runs_is_not_taken_away() {
    assert_eq!(running(10).after(Event::Tick(Timestamp(9))), Ok(running(10)));
    assert_eq!(running(10).after(lease("bob", 20)), Err(Refusal::NotQueued));
}

#[test]
fn a_delayed_renewal_does_not_shorten_a_lease() {
    assert_eq!(running(10).after(Event::Renew(ADA, Timestamp(5))), Ok(running(10)));
}

#[test]
fn saying_finish_twice_is_the_same_as_once() {
    let once = running(10).after(finish(ADA, completed())).unwrap();
    assert_eq!(once.after(finish(ADA, completed())), Ok(once.clone()));
    assert_eq!(once.after(finish(ADA, failed(true))), Ok(once));
}

#[test]
fn a_result_after_the_quarantine_is_fenced() {
    let quarantined = Trial { attempts_max: 1, ..running(10) }.after(Event::Tick(Timestamp(10)));
    let quarantined = quarantined.unwrap();
    assert_eq!(quarantined.state, State::Quarantined);
    assert_eq!(quarantined.after(finish(ADA, completed())), Err(Refusal::Fenced));
}

#[test]
fn a_failure_is_tried_again_until_the_budget_is_spent() {
    let mut trial = Trial::queued(2);
    for attempt in 1..=2 {
        trial = trial.after(lease("ada", 10)).unwrap();
        trial = trial.after(finish(Holder { attempt, ..ADA }, failed(false))).unwrap();
    }
    assert_eq!((trial.failures, trial.is_over()), (2, true));
    assert_eq!(trial.state, State::Failed("no such file".into()));
}

#[test]
fn a_failure_that_may_be_tried_again_waits() {
    let waiting = running(10).after(finish(ADA, failed(false))).unwrap();
    assert_eq!(waiting.state, State::Queued(Timestamp(77)));
}

#[test]
fn a_permanent_failure_ends_at_once() {
    assert!(running(10).after(finish(ADA, failed(true))).unwrap().is_over());
}

#[test]
fn handing_back_costs_nothing() {
    let back = running(10).after(Event::Release(ADA)).unwrap();
    assert_eq!(back, Trial { attempt: 1, ..Trial::queued(3) });
}

#[test]
fn a_cancelled_trial_ends_however_its_worker_takes_it() {
    let cancelled = running(10).after(Event::Cancel).unwrap();
    for event in [
        finish(ADA, Ending::Cancelled),
        finish(ADA, failed(false)),
        Event::Release(ADA),
        Event::Tick(Timestamp(10)),
    ] {
        assert_eq!(cancelled.after(event).unwrap().state, State::Cancelled);
    }
    assert!(matches!(
        cancelled.after(finish(ADA, completed())).unwrap().state,
        State::Completed(_)
    ));
}

fn score(value: f64) -> Score {
    Score { value: Loss::new(value).unwrap(), first: Loss::new(2.0) }
}

fn stopping() -> Trial {
    running(10).after(Event::Halt(Halt::Stop(score(0.9)))).unwrap()
}

#[test]
fn a_trial_that_is_stopped_ends_so_however_its_worker_takes_it() {
    for event in [
        finish(ADA, Ending::Stopped),
        finish(ADA, Ending::Cancelled),
        finish(ADA, failed(true)),
        Event::Release(ADA),
        Event::Tick(Timestamp(10)),
    ] {
        assert_eq!(stopping().after(event).unwrap().state, State::Stopped(score(0.9)));
    }
}

#[test]
fn a_worker_that_finishes_before_it_hears_of_the_stop_has_a_result() {
    let finished = stopping().after(finish(ADA, completed())).unwrap();
    assert!(matches!(finished.state, State::Completed(Outcome::Finite { .. })));
    assert_eq!(finished.after(Event::Halt(Halt::Diverge)), Err(Refusal::Fenced));
}

#[test]
fn a_stopped_trial_keeps_the_last_that_was_said_of_it() {
    let later = stopping().after(Event::Halt(Halt::Stop(score(0.8)))).unwrap();
    let stopped = later.after(finish(ADA, Ending::Stopped)).unwrap();
    assert_eq!(stopped.state, State::Stopped(score(0.8)));
    assert_eq!(stopped.after(finish(ADA, completed())), Ok(stopped.clone()));
    assert_eq!(stopped.after(Event::Retry), Err(Refusal::NotFailed));
    assert_eq!(stopped.after(Event::Cancel), Err(Refusal::Over));
    assert_eq!(stopped.after(lease("bob", 20)), Err(Refusal::Over));
}

#[test]
fn somebody_who_cancels_goes_before_the_rule_that_stops() {
    let either = [
        stopping().after(Event::Cancel).unwrap(),
        running(10).after(Event::Cancel).unwrap().after(Event::Halt(Halt::Diverge)).unwrap(),
    ];
    for trial in either {
        let ended = trial.after(finish(ADA, Ending::Stopped)).unwrap();
        assert_eq!(ended.state, State::Cancelled);
    }
}

#[test]
fn hopeless_training_is_a_result() {
    let hopeless = running(10).after(Event::Halt(Halt::Diverge)).unwrap();
    let ended = hopeless.after(finish(ADA, Ending::Stopped)).unwrap();
    assert_eq!(ended.state, State::Completed(Outcome::Diverged));
}

#[test]
fn a_worker_that_stops_unasked_has_failed() {
    let again = running(10).after(finish(ADA, Ending::Stopped)).unwrap();
    assert_eq!((again.failures, again.state), (1, State::Queued(Timestamp(77))));
}

#[test]
fn a_renewal_does_not_forget_the_stop() {
    let renewed = stopping().after(Event::Renew(ADA, Timestamp(50))).unwrap();
    let ended = renewed.after(Event::Release(ADA)).unwrap();
    assert_eq!(ended.state, State::Stopped(score(0.9)));
    assert_eq!(Trial::queued(3).after(Event::Halt(Halt::Diverge)), Err(Refusal::Fenced));
}

#[test]
fn only_what_failed_is_tried_again() {
    let failed = running(10).after(finish(ADA, failed(true))).unwrap();
    let again = failed.after(Event::Retry).unwrap();
    assert_eq!(again, Trial { attempt: 1, ..Trial::queued(3) });
    assert_eq!(running(10).after(Event::Retry), Err(Refusal::NotFailed));
    let completed = running(10).after(finish(ADA, completed())).unwrap();
    assert_eq!(completed.after(Event::Retry), Err(Refusal::NotFailed));
    assert_eq!(completed.after(Event::Cancel), Err(Refusal::Over));
}
