//! What is known of the rates that a search has tried.

use super::{Ended, Search};
use crate::answer::Observation;

/// A rate that was tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tried {
    /// Which one of the lattice.
    pub(super) rate: u64,
    /// With how many seeds, whatever became of them.
    pub(super) seeds: u64,
    /// How many of these trained.
    pub(super) trained: u64,
    /// With how many training got nowhere.
    pub(super) diverged: u64,
}

impl Tried {
    /// Whether the rate can be the best.
    pub(super) fn is_candidate(&self) -> bool {
        self.trained > 0 && self.diverged == 0
    }
}

impl Search<'_> {
    /// Looks up what became of each rate.
    pub(super) fn gather(&mut self) {
        for rate in 0..self.sweep.rates() {
            let mut tried = Tried { rate, ..Tried::default() };
            for replicate in 0..self.sweep.replicates {
                let number = self.number(rate, replicate);
                let Some(ended) = self.trials.ended.get(&number) else { continue };
                tried.seeds += 1;
                if let (Ended::With(outcome), Some(lr)) = (*ended, self.sweep.place(number).lr) {
                    self.observations.push(Observation {
                        configuration: rate,
                        lr,
                        replicate,
                        outcome,
                    });
                    let diverged = outcome.diverged(self.sweep.metric.goal);
                    tried.diverged += u64::from(diverged);
                    tried.trained += u64::from(!diverged);
                }
            }
            if tried.seeds > 0 {
                self.tried.push(tried);
            }
        }
    }

    /// The seed that a rate is tried with next, if it may have another.
    pub(super) fn next_seed(&self, rate: u64) -> Option<u64> {
        let is_new = |it: &u64| !self.trials.ended.contains_key(&self.number(rate, *it));
        (0..self.sweep.replicates).find(is_new)
    }
}
