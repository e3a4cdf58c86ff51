//! The updates of a range test that its trials report, and what was measured at each of them.

use crate::{config::TrialConfig, curve::Series};

/// The updates that a range test reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Updates {
    /// How many updates had been made at each.
    steps: Vec<u64>,
    /// The rate that each was made with.
    pub lr: Vec<f64>,
}

impl Updates {
    /// The updates of `config`, a range test; nothing for any other configuration.
    ///
    /// The point after `step` updates tells of update number `step` - 1. All that should be there are counted, so
    /// that a run which ended early, as one that blew up does, is cut where the whole test would be.
    pub fn of(config: &TrialConfig) -> Option<Self> {
        let steps = config.schedule.ramp()?.steps;
        let every = config.train.report_every.unwrap_or(1).clamp(1, steps.max(1));
        let rest = (!steps.is_multiple_of(every)).then_some(steps);
        let steps: Vec<u64> = (1..=steps / every).map(|it| it * every).chain(rest).collect();
        let rate = |step: &u64| config.schedule.lr(config.optimizer.lr, step - 1, 0);
        Some(Self { lr: steps.iter().map(rate).collect(), steps })
    }

    /// The values of `series`, one an update; `None` where none was reported or it was not finite.
    pub fn values(&self, series: &Series) -> Vec<Option<f64>> {
        let value = |step: &u64| {
            let at = series.steps.binary_search(step).ok()?;
            series.values.get(at).copied().flatten()
        };
        self.steps.iter().map(value).collect()
    }

    /// How many updates a trial with these series has reported, with all before them.
    pub fn made(&self, series: &[Series]) -> usize {
        let last = series.iter().filter_map(|it| it.steps.last()).max().copied().unwrap_or(0);
        self.steps.partition_point(|it| *it <= last)
    }
}
