//! What each slot trains: one attempt, or those of a bundle.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::Roster;
use crate::attempt::{Attempt, Farewell, Order};

/// What a slot trains.
#[derive(Debug)]
pub(in crate::held) struct Load {
    /// One attempt, or those of a bundle that have not ended.
    pub(in crate::held) members: Vec<Arc<Attempt>>,
    /// Since when.
    pub(in crate::held) since: Instant,
    /// How long the longest of those took that ended of themselves.
    took: Option<Duration>,
}

impl Roster {
    /// Gives `slot` the attempt that has waited longest, and with it those that can be trained together with it.
    pub(in crate::held) fn start(
        &mut self,
        slot: usize,
        now: Instant,
    ) -> Option<Vec<Arc<Attempt>>> {
        let first = self.waiting.pop_front()?;
        let mut members = vec![Arc::clone(&first)];
        if let Some(kind) = first.bundle() {
            let size = self.bundles.size(kind);
            self.waiting.retain(|it| {
                let joins = members.len() < size && it.bundle() == Some(kind);
                if joins {
                    members.push(Arc::clone(it));
                }
                !joins
            });
        }
        self.slots[slot] = Some(Load { members: members.clone(), since: now, took: None });
        Some(members)
    }

    /// `slot` has no room for those of its bundle: they wait again, before all others.
    pub(in crate::held) fn put_back(&mut self, slot: usize, attempts: Vec<Arc<Attempt>>) {
        for attempt in attempts.into_iter().rev() {
            if !self.leave(slot, &attempt) {
                continue;
            }
            if self.closed {
                self.end(attempt, Farewell::Release, Duration::ZERO);
            } else {
                self.waiting.push_front(attempt);
            }
        }
    }

    /// `slot` is done with `attempt`, which took so long if it ended of itself. `false` if it was taken away before.
    pub(in crate::held) fn finish(
        &mut self,
        slot: usize,
        attempt: &Arc<Attempt>,
        took: Option<Duration>,
    ) -> bool {
        if let Some(load) = &mut self.slots[slot] {
            load.took = load.took.max(took);
        }
        self.leave(slot, attempt)
    }

    /// Takes `attempt` from `slot`, which is idle when the last one has gone.
    fn leave(&mut self, slot: usize, attempt: &Arc<Attempt>) -> bool {
        let Some(load) = &mut self.slots[slot] else { return false };
        let Some(at) = load.members.iter().position(|it| Arc::ptr_eq(it, attempt)) else {
            return false;
        };
        load.members.swap_remove(at);
        if load.members.is_empty() {
            if let Some(took) = load.took {
                self.pace.took(took);
            }
            self.slots[slot] = None;
        }
        true
    }

    /// The attempts in training.
    pub(in crate::held) fn training(&self) -> impl Iterator<Item = &Arc<Attempt>> {
        self.slots.iter().flatten().flat_map(|it| &it.members)
    }

    /// Whether a slot trains `attempt`.
    pub(in crate::held) fn trains(&self, attempt: &Arc<Attempt>) -> bool {
        self.training().any(|it| Arc::ptr_eq(it, attempt))
    }

    /// Hands back all that is in training.
    pub(in crate::held) fn abandon(&mut self) {
        let trained: Vec<_> = self.slots.iter_mut().filter_map(Option::take).collect();
        for attempt in trained.into_iter().flat_map(|it| it.members) {
            attempt.tell(Order::HandBack);
            self.end(attempt, Farewell::Release, Duration::ZERO);
        }
    }
}
