//! What a search costs, in trials: a range test is as much of one as its updates are of a trial's.

use super::{Search, Trials};
use crate::sweep::Sweep;

/// So many rates has the plain grid that a search is measured against: three a decade over seven decades.
pub const GRID_POINTS: u64 = 21;

/// What the trials that exist of a search come to.
pub fn spent(sweep: &Sweep, trials: &Trials) -> f64 {
    trials.ended.keys().map(|it| cost(sweep, *it)).sum()
}

/// What a search may cost in all; nothing for a sweep that is none.
#[expect(clippy::cast_precision_loss, reason = "at most a few thousand")]
pub fn budget(sweep: &Sweep) -> Option<f64> {
    let combinations = sweep.configurations / (sweep.rates() + 1);
    Some(sweep.find?.budget * combinations as f64)
}

/// What a plain grid over the same range would cost: as many seeds as a rate may have here, for each combination of
/// the other parameters' values.
#[expect(clippy::cast_precision_loss, reason = "at most a few hundred thousand")]
pub fn grid_cost(sweep: &Sweep) -> f64 {
    let combinations = sweep.configurations / (sweep.rates() + 1);
    (GRID_POINTS * sweep.replicates * combinations) as f64
}

/// Trial number `number` in trials. Where nobody knows how long a trial is, a range test counts as a whole one.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 updates")]
fn cost(sweep: &Sweep, number: u64) -> f64 {
    if !sweep.is_range_test(number % sweep.configurations) {
        return 1.0;
    }
    sweep.updates().map_or(1.0, |it| sweep.range_test_updates() as f64 / it as f64)
}

impl Search<'_> {
    /// Trial number `number` in trials.
    pub(super) fn cost(&self, number: u64) -> f64 {
        cost(self.sweep, number)
    }

    /// What this combination has cost so far.
    pub(super) fn spent(&self) -> f64 {
        let width = self.sweep.rates() + 1;
        let own = |it: &&u64| **it % self.sweep.configurations / width == self.combination;
        self.trials.ended.keys().filter(own).map(|it| self.cost(*it)).sum()
    }
}
