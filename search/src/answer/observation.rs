//! What is known of a sweep's trials: one line for each that has ended, and all of one configuration together.
//! What they add up to is said elsewhere.

use std::collections::BTreeMap;

use super::Spread;
use crate::{metric::Goal, trial::Outcome};

/// A trial that was trained to its end, or as far as its numbers stayed finite. Trials that were stopped early or
/// failed are none: what they would have come to is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// Which configuration it trained.
    pub configuration: u64,
    /// Its learning rate.
    pub lr: f64,
    /// Which of the replicates it is; the same number means the same seed in every configuration.
    pub replicate: u64,
    /// What it came to.
    pub outcome: Outcome,
}

/// What is known of trials that were stopped early. Their values are those of shorter runs, and enter no mean, no tie
/// and no interval; but one that had learned next to nothing when it was stopped says where the edge lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stopped {
    /// Those trials, each by the value that it had when it was stopped.
    pub trials: Vec<Observation>,
    /// The trials that went on to their end, each by the value that it had at the first rung. No trial is stopped before
    /// that one, so that who is compared with it there had at least as long to learn.
    pub others_then: Vec<Observation>,
}

/// All trials of one configuration.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tried {
    pub(super) configuration: u64,
    pub(super) lr: f64,
    /// Replicate and value, turned so that lower is better.
    pub(super) values: Vec<(u64, f64)>,
    /// What each of those trials began at, turned the same way, where that was measured.
    pub(super) firsts: Vec<Option<f64>>,
    pub(super) trials: u64,
    pub(super) diverged: u64,
}

impl Tried {
    /// The mean over the seeds; nothing where a seed diverged.
    pub(super) fn mean(&self) -> Option<f64> {
        let values: Vec<f64> = self.values.iter().map(|it| it.1).collect();
        if self.diverged > 0 { None } else { Spread::of(&values).map(|it| it.mean) }
    }

    /// Counts anew what diverged: what left the finite numbers, and what gained less than `gain_min`.
    pub(super) fn recount(&mut self, gain_min: f64) {
        let trials = self.values.iter().zip(&self.firsts);
        let dead = trials
            .filter(|((_, value), first)| first.is_some_and(|it| it - value < gain_min))
            .count();
        self.diverged = self.trials - self.values.len() as u64 + dead as u64;
    }

    /// The value with the seed `replicate`.
    pub(super) fn value(&self, replicate: u64) -> Option<f64> {
        self.values.iter().find(|it| it.0 == replicate).map(|it| it.1)
    }
}

/// 1, or -1 where higher is better: what turns a metric so that lower is better.
pub(super) fn sign(goal: Goal) -> f64 {
    match goal {
        Goal::Minimize => 1.0,
        Goal::Maximize => -1.0,
    }
}

/// The configurations by their rate. A rate that is no positive number has no place on the axis and is left out.
pub(super) fn tried(observations: &[Observation], goal: Goal) -> Vec<Tried> {
    let mut found: BTreeMap<u64, Tried> = BTreeMap::new();
    for it in observations.iter().filter(|it| it.lr > 0.0 && it.lr.is_finite()) {
        let Observation { configuration, lr, replicate, outcome } = *it;
        let tried = found.entry(configuration).or_insert_with(|| Tried {
            configuration,
            lr,
            values: Vec::new(),
            firsts: Vec::new(),
            trials: 0,
            diverged: 0,
        });
        tried.trials += 1;
        tried.diverged += u64::from(outcome.diverged(goal));
        if let Outcome::Finite { value, first } = outcome {
            tried.values.push((replicate, sign(goal) * value.value()));
            tried.firsts.push(first.map(|it| sign(goal) * it.value()));
        }
    }
    let mut tried: Vec<Tried> = found.into_values().collect();
    tried.sort_by(|a, b| a.lr.total_cmp(&b.lr).then(a.configuration.cmp(&b.configuration)));
    tried
}
