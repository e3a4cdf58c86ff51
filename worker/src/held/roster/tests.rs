//! Who is where, step by step.

use super::*;
use crate::clock;

const MILLI: Duration = Duration::from_millis(1);

fn assignment(trial: &str, attempt: u32) -> Assignment {
    Assignment { trial: trial.into(), attempt, ..Assignment::default() }
}

/// A roster of two slots that holds these trials.
fn roster(trials: &[&str]) -> Roster {
    let (mut roster, room) = (Roster::new(2, 1), Arc::default());
    for it in trials {
        roster.accept(assignment(it, 1), &room);
    }
    roster
}

#[test]
fn an_idle_slot_asks_for_itself_and_for_what_should_lie_ready() {
    let mut roster = roster(&["a"]);
    assert!(roster.is_hungry());
    assert_eq!(roster.wanted(), 1);
    roster.pace.took(100 * MILLI);
    assert_eq!(roster.wanted(), 2 + 2 * 5 - 1);
    roster.asked = 4;
    assert_eq!((roster.wanted(), roster.is_hungry()), (7, false));
}

#[test]
fn a_call_asks_for_a_bounded_number() {
    let mut roster = Roster::new(100, 1);
    roster.pace.took(MILLI);
    assert_eq!(roster.wanted(), BUNDLE_MAX);
}

#[test]
fn nobody_asks_while_ends_are_on_their_way_or_after_closing() {
    let mut roster = roster(&["a"]);
    let attempt = roster.start(0, clock::now()).unwrap().remove(0);
    assert!(roster.finish(0, &attempt, None));
    roster.end(attempt, Farewell::Release, MILLI);
    assert!(!roster.is_hungry());
    let ended = roster.take_ended();
    roster.settle(&ended[0]);
    assert!(roster.is_hungry() && roster.is_empty());
    roster.closed = true;
    assert_eq!((roster.is_hungry(), roster.wanted()), (false, 0));
}

#[test]
fn the_same_lease_twice_is_one_and_a_newer_attempt_ends_the_older() {
    let mut roster = roster(&["a", "a"]);
    assert_eq!(roster.busy(), 1);
    let old = roster.start(0, clock::now()).unwrap().remove(0);
    roster.accept(assignment("a", 2), &Arc::default());
    assert!(old.is_forgotten());
    assert_eq!(roster.busy(), 2);
    assert!(!roster.remove(&old), "the newer attempt went in its place");
}

#[test]
fn what_arrives_after_closing_is_handed_back() {
    let mut roster = roster(&["a"]);
    roster.closed = true;
    assert_eq!(roster.hand_back(), 1);
    roster.accept(assignment("b", 1), &Arc::default());
    let ended = roster.take_ended();
    assert!(ended.len() == 2 && ended.iter().all(|it| it.farewell == Farewell::Release));
    for it in &ended {
        roster.settle(it);
    }
    assert_eq!(roster.summary().released, 2);
}

#[test]
fn what_lies_ready_goes_back_only_when_all_slots_are_busy_for_long() {
    let mut roster = roster(&["a", "b", "c"]);
    roster.pace.took(MILLI);
    let begun = clock::now();
    roster.start(0, begun);
    assert_eq!(roster.recall(begun + 2 * LONG), 0, "a slot is idle");
    roster.start(1, begun + LONG);
    assert_eq!(roster.recall(begun + LONG + MILLI), 0, "a slot has just begun");
    assert_eq!(roster.recall(begun + 2 * LONG + MILLI), 1);
    assert_eq!(roster.pace.ahead(), 0);
}

/// A roster of one slot that trains up to four together, and holds these trials, `kind:name` each.
fn bundled(trials: &[&str]) -> Roster {
    let (mut roster, room) = (Roster::new(1, 4), Arc::default());
    for it in trials {
        roster.accept(of_kind(it), &room);
    }
    roster
}

fn of_kind(text: &str) -> Assignment {
    let (kind, trial) = text.split_once(':').unwrap();
    Assignment { bundle: kind.into(), ..assignment(trial, 1) }
}

fn names(attempts: &[Arc<Attempt>]) -> Vec<&str> {
    attempts.iter().map(|it| it.assignment.trial.as_str()).collect()
}

#[test]
fn a_slot_takes_a_bundle_and_is_busy_until_its_last_member_has_ended() {
    let mut roster = bundled(&["k:a", "l:b", "k:c", ":d", "k:e", "k:f", "k:g"]);
    assert_eq!(roster.busy(), 4, "two bundles of k, one of l, one alone");
    let taken = roster.start(0, clock::now()).unwrap();
    assert_eq!(names(&taken), ["a", "c", "e", "f"]);
    assert_eq!(roster.busy(), 4);
    for it in &taken[..3] {
        assert!(roster.finish(0, it, Some(100 * MILLI)) && roster.slots[0].is_some());
    }
    assert!(roster.finish(0, &taken[3], None) && roster.slots[0].is_none());
    assert!(!roster.finish(0, &taken[3], None), "it has gone");
    assert_eq!(roster.pace.ahead(), 5, "the bundle took as long as its longest member");
    assert_eq!(names(&roster.start(0, clock::now()).unwrap()), ["b"]);
}

#[test]
fn bundles_are_asked_for_by_the_room_of_a_whole_one() {
    let mut roster = bundled(&[]);
    assert_eq!(roster.wanted(), 4);
    roster.accept(of_kind("k:a"), &Arc::default());
    assert!(
        !roster.is_hungry() && roster.wanted() == 0,
        "one that is not full keeps a slot as busy"
    );
    roster.pace.took(250 * MILLI);
    assert_eq!(roster.wanted(), 8, "two bundles ahead");
    roster.bundles.learn("k", 3);
    assert_eq!(roster.wanted(), 6);
    roster.asked = 4;
    assert_eq!(roster.wanted(), 0);
}

#[test]
fn what_does_not_fit_waits_again_in_its_order_or_goes_back_once_closed() {
    let mut roster = bundled(&["k:a", "k:b", "k:c", "k:d", "l:e"]);
    let mut taken = roster.start(0, clock::now()).unwrap();
    roster.bundles.learn("k", 2);
    roster.put_back(0, taken.split_off(2));
    assert_eq!(roster.busy(), 3);
    for it in &taken {
        assert!(roster.finish(0, it, None));
    }
    let mut next = roster.start(0, clock::now()).unwrap();
    assert_eq!(names(&next), ["c", "d"]);
    roster.closed = true;
    roster.put_back(0, next.split_off(1));
    assert_eq!(roster.take_ended().len(), 1);
}

#[test]
fn a_trial_whose_bundle_broke_down_comes_back_alone() {
    let mut roster = bundled(&["k:a"]);
    roster.bundles.part("b");
    roster.accept(of_kind("k:b"), &Arc::default());
    assert_eq!(names(&roster.start(0, clock::now()).unwrap()), ["a"]);
    let alone = roster.start(0, clock::now()).unwrap();
    assert_eq!((names(&alone), alone[0].bundle()), (vec!["b"], None));
}

#[test]
fn a_worker_that_trains_alone_makes_no_bundles_of_what_it_was_not_asked_for() {
    let mut roster = roster(&[]);
    for it in ["k:a", "k:b"] {
        roster.accept(of_kind(it), &Arc::default());
    }
    assert_eq!(names(&roster.start(0, clock::now()).unwrap()), ["a"]);
}
