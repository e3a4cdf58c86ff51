//! Who is where: the bookkeeping behind [`super::Held`], without locks, waiting or waking.
//! What the slots train is in `slots`.

mod slots;

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use proto::v1::Assignment;

use self::slots::Load;
use crate::{
    attempt::{Attempt, Ended, Farewell, Order},
    config::BUNDLE_MAX,
    held::bundles::Bundles,
    lookahead::{LONG, Pace},
    room::Room,
    run::Summary,
};

/// Who is where.
#[derive(Debug)]
pub(super) struct Roster {
    /// All attempts that the coordinator believes to be here, by trial.
    pub(super) all: HashMap<String, Arc<Attempt>>,
    /// What each slot trains.
    pub(super) slots: Vec<Option<Load>>,
    /// How many trials the leaser has asked for.
    pub(super) asked: usize,
    /// What is known of bundles.
    pub(super) bundles: Bundles,
    /// How long a slot trains, be it a trial or a bundle.
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
    /// A roster of so many slots, each of which trains up to `bundle` trials together.
    pub(super) fn new(slots: usize, bundle: usize) -> Self {
        Self {
            all: HashMap::new(),
            slots: (0..slots).map(|_| None).collect(),
            asked: 0,
            bundles: Bundles::new(bundle),
            pace: Pace::default(),
            closed: false,
            waiting: VecDeque::new(),
            ended: Vec::new(),
            unsettled: 0,
            summary: Summary::default(),
        }
    }

    /// How often a slot is kept busy by the trials that wait for one or have one.
    pub(super) fn busy(&self) -> usize {
        self.slots.iter().flatten().count() + self.loads_waiting()
    }

    /// How often a slot will be kept busy by those that wait.
    fn loads_waiting(&self) -> usize {
        if !self.bundles.are_made() {
            return self.waiting.len();
        }
        let mut kinds: HashMap<&str, usize> = HashMap::new();
        let mut loads = 0;
        for attempt in &self.waiting {
            match attempt.bundle() {
                Some(kind) => *kinds.entry(kind).or_default() += 1,
                None => loads += 1,
            }
        }
        loads + kinds.iter().map(|(it, count)| count.div_ceil(self.bundles.size(it))).sum::<usize>()
    }

    /// How long the end of a trial may wait to be told with others.
    pub(super) fn patience(&self) -> Duration {
        if self.busy() == 0 {
            return Duration::ZERO;
        }
        self.pace.patience(self.loads_waiting() / self.slots.len())
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
        let size = self.bundles.likely();
        let target = self.slots.len() * (1 + self.pace.ahead());
        let loads = target.saturating_sub(self.busy() + self.asked.div_ceil(size));
        loads.saturating_mul(size).min(BUNDLE_MAX)
    }

    /// What was done so far.
    pub(super) fn summary(&self) -> Summary {
        Summary { unsaid: self.all.len() as u64, ..self.summary }
    }

    /// Takes in what the coordinator leased to us.
    pub(super) fn accept(&mut self, mut assignment: Assignment, room: &Arc<Room>) {
        if let Some(old) = self.all.get(&assignment.trial).cloned() {
            if old.assignment.attempt >= assignment.attempt {
                return;
            }
            // A newer attempt at the same trial: the older one is over.
            old.tell(Order::Forget);
            self.unwait(&old);
        }
        if !self.bundles.are_made() || self.bundles.is_loner(&assignment.trial) {
            assignment.bundle.clear();
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

    /// Hands back all that wait for a slot. Returns how many.
    pub(super) fn hand_back(&mut self) -> usize {
        let waiting = std::mem::take(&mut self.waiting);
        let count = waiting.len();
        for attempt in waiting {
            self.end(attempt, Farewell::Release, Duration::ZERO);
        }
        count
    }

    /// Hands back what waits where every slot has been busy for long with one trial or
    /// bundle: the guess that they are short was wrong. Returns how many.
    pub(super) fn recall(&mut self, now: Instant) -> usize {
        let youngest = self.slots.iter().flatten().map(|it| now - it.since).min();
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
mod tests;
