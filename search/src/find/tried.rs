//! What is known of the rates that a search has tried.

use super::{Ended, Search};
use crate::{metric::Goal, trial::Outcome};

/// A rate that was tried.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tried {
    /// Which one of the lattice.
    pub(super) rate: u64,
    /// What it came to, by seed, turned so that lower is better.
    pub(super) values: Vec<(u64, f64)>,
    /// Whether training got nowhere with one seed at least.
    pub(super) diverged: bool,
    /// How many seeds were tried, whatever became of them.
    pub(super) seeds: u64,
}

impl Tried {
    /// The mean over the seeds; nothing where one diverged or none came to a result.
    #[expect(clippy::cast_precision_loss, reason = "a handful of seeds")]
    pub(super) fn mean(&self) -> Option<f64> {
        let sum: f64 = self.values.iter().map(|it| it.1).sum();
        let is_known = !self.diverged && !self.values.is_empty();
        is_known.then(|| sum / self.values.len() as f64)
    }
}

impl Search<'_> {
    /// The rates tried so far, ascending.
    pub(super) fn gather(&self) -> Vec<Tried> {
        let mut all: Vec<Tried> = Vec::new();
        for rate in 0..self.sweep.rates() {
            let seeds = (0..self.sweep.replicates).map(|it| (it, self.number(rate, it)));
            let ended = seeds.filter_map(|(seed, it)| Some((seed, self.trials.ended.get(&it)?)));
            let mut tried = Tried { rate, values: Vec::new(), diverged: false, seeds: 0 };
            for (seed, ended) in ended {
                tried.seeds += 1;
                self.note(&mut tried, seed, *ended);
            }
            if tried.seeds > 0 {
                all.push(tried);
            }
        }
        all
    }

    fn note(&self, tried: &mut Tried, seed: u64, ended: Ended) {
        let goal = self.sweep.metric.goal;
        let Ended::With(outcome) = ended else { return };
        tried.diverged |= outcome.diverged(goal);
        if let Outcome::Finite { value, .. } = outcome {
            let sign = match goal {
                Goal::Minimize => 1.0,
                Goal::Maximize => -1.0,
            };
            tried.values.push((seed, sign * value.value()));
        }
    }

    /// The seed that a rate is tried with next, if it may have another.
    pub(super) fn next_seed(&self, rate: u64) -> Option<u64> {
        let is_new = |it: &u64| !self.trials.ended.contains_key(&self.number(rate, *it));
        (0..self.sweep.replicates).find(is_new)
    }
}
