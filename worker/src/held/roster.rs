//! Who is where: the bookkeeping behind [`super::Held`], without locks, waiting or waking.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use proto::v1::Assignment;

use crate::{
    attempt::{Attempt, Ended, Farewell, Order},
    lookahead::{LONG, Pace},
    room::Room,
    run::Summary,
};

/// So many trials are asked for in one call, so that the answer stays a message of ordinary size.
const ASKED_MAX: usize = 256;

/// Who is where.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// All attempts that the coordinator believes to be here, by trial.
    pub(super) all: HashMap<String, Arc<Attempt>>,
    /// What each slot trains, and since when.
    pub(super) slots: Vec<Option<(Arc<Attempt>, Instant)>>,
    /// How many trials the leaser has asked for.
    pub(super) asked: usize,
    /// How long trials take.
    pub(super) pace: Pace,
    /// Nothing new is started any more.
    pub(super) closed: bool,
    /// Those that no slot has taken yet.
    waiting: VecDeque<Arc<Attempt>>,
    /// Those that ended since the reporter last looked.
    ended: Vec<Ended>,
    /// How many ended and are not settled: these, and those that the reporter has.
    unsettled: usize,
    summary: Summary,
}

impl Roster {
    pub(super) fn new(slots: usize) -> Self {
        Self { slots: (0..slots).map(|_| None).collect(), ..Self::default() }
    }

    /// How many trials wait for a slot or have one.
    pub(super) fn busy(&self) -> usize {
        self.waiting.len() + self.slots.iter().flatten().count()
    }

    /// Whether there is nothing that the coordinator should still hear about.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty() && self.unsettled == 0
    }

    /// Whether a slot is idle. While ends are on their way, their call asks for more.
    pub(super) fn is_hungry(&self) -> bool {
        !self.closed && self.unsettled == 0 && self.asked == 0 && self.busy() < self.slots.len()
    }

    /// For how many trials to ask.
    pub(super) fn wanted(&self) -> usize {
        if self.closed {
            return 0;
        }
        let target = self.slots.len() * (1 + self.pace.ahead());
        target.saturating_sub(self.busy() + self.asked).min(ASKED_MAX)
    }

    /// What was done so far.
    pub(super) fn summary(&self) -> Summary {
        Summary { unsaid: self.all.len() as u64, ..self.summary }
    }

    /// Takes in what the coordinator leased to us.
    pub(super) fn accept(&mut self, assignment: Assignment, room: &Arc<Room>) {
        if let Some(old) = self.all.get(&assignment.trial).cloned() {
            if old.assignment.attempt >= assignment.attempt {
                return;
            }
            // A newer attempt at the same trial: the older one is over.
            old.tell(Order::Forget);
            self.unwait(&old);
        }
        let trial = assignment.trial.clone();
        let attempt = Arc::new(Attempt::new(assignment, Arc::clone(room)));
        self.all.insert(trial, Arc::clone(&attempt));
        if self.closed {
            self.end(attempt, Farewell::Release, Duration::ZERO);
        } else {
            self.waiting.push_back(attempt);
        }
    }

    /// Gives `slot` the attempt that has waited longest.
    pub(super) fn start(&mut self, slot: usize, now: Instant) -> Option<Arc<Attempt>> {
        let attempt = self.waiting.pop_front()?;
        self.slots[slot] = Some((Arc::clone(&attempt), now));
        Some(attempt)
    }

    /// Notes what is to be said about an attempt that ended.
    pub(super) fn end(&mut self, attempt: Arc<Attempt>, farewell: Farewell, took: Duration) {
        self.unsettled += 1;
        self.ended.push(Ended::new(attempt, farewell, took));
    }

    /// The attempts that ended since the last call.
    pub(super) fn take_ended(&mut self) -> Vec<Ended> {
        std::mem::take(&mut self.ended)
    }

    /// The coordinator has heard the last of it.
    pub(super) fn settle(&mut self, ended: &Ended) {
        self.unsettled -= 1;
        if self.remove(&ended.attempt) && !ended.attempt.is_forgotten() {
            match ended.farewell {
                Farewell::Complete(_) => self.summary.finished += 1,
                Farewell::Release => self.summary.released += 1,
            }
        }
    }

    /// Takes `attempt` out of what is held. A newer attempt at the same trial stays.
    pub(super) fn remove(&mut self, attempt: &Arc<Attempt>) -> bool {
        let trial = &attempt.assignment.trial;
        let found = self.all.get(trial).is_some_and(|it| Arc::ptr_eq(it, attempt));
        found && self.all.remove(trial).is_some()
    }

    /// Takes `attempt` out of those that wait for a slot.
    pub(super) fn unwait(&mut self, attempt: &Arc<Attempt>) -> bool {
        let at = self.waiting.iter().position(|it| Arc::ptr_eq(it, attempt));
        at.and_then(|at| self.waiting.remove(at)).is_some()
    }

    /// Whether a slot trains `attempt`.
    pub(super) fn trains(&self, attempt: &Arc<Attempt>) -> bool {
        self.slots.iter().flatten().any(|(it, _)| Arc::ptr_eq(it, attempt))
    }

    /// Hands back all that wait for a slot. Returns how many.
    pub(super) fn hand_back(&mut self) -> usize {
        let waiting = std::mem::take(&mut self.waiting);
        let count = waiting.len();
        for attempt in waiting {
            self.end(attempt, Farewell::Release, Duration::ZERO);
        }
        count
    }

    /// Hands back all that is in training.
    pub(super) fn abandon(&mut self) {
        let trained: Vec<_> = self.slots.iter_mut().filter_map(Option::take).collect();
        for (attempt, _) in trained {
            attempt.tell(Order::HandBack);
            self.end(attempt, Farewell::Release, Duration::ZERO);
        }
    }

    /// Hands back what waits where every slot has been busy for long with one trial: the guess
    /// that trials are short was wrong. Returns how many.
    pub(super) fn recall(&mut self, now: Instant) -> usize {
        let youngest = self.slots.iter().flatten().map(|(_, since)| now - *since).min();
        let all_busy = self.slots.iter().all(Option::is_some);
        match youngest {
            Some(age) if all_busy && age > LONG && !self.waiting.is_empty() => {
                self.pace.takes_longer_than(age);
                self.hand_back()
            }
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    const MILLI: Duration = Duration::from_millis(1);

    fn assignment(trial: &str, attempt: u32) -> Assignment {
        Assignment { trial: trial.into(), attempt, ..Assignment::default() }
    }

    /// A roster of two slots that holds these trials.
    fn roster(trials: &[&str]) -> Roster {
        let (mut roster, room) = (Roster::new(2), Arc::default());
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
        let mut roster = Roster::new(100);
        roster.pace.took(MILLI);
        assert_eq!(roster.wanted(), ASKED_MAX);
    }

    #[test]
    fn nobody_asks_while_ends_are_on_their_way_or_after_closing() {
        let mut roster = roster(&["a"]);
        let attempt = roster.start(0, clock::now()).unwrap();
        roster.slots[0] = None;
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
        let old = roster.start(0, clock::now()).unwrap();
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
}
