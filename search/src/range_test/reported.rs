//! From what the trials of a range test report to curves that can be read.

use crate::{config::TrialConfig, curve::Series};

/// The metric that a range test is read by: the loss that each update began with. It is there at every
/// update, and the first to show that a rate is too high.
pub const METRIC: &str = "train_loss";

/// The curves of several seeds of one range test.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The rates of the updates whose loss is reported.
    pub lr: Vec<f64>,
    /// The losses of each seed, one for each rate; `None` where it blew up or had ended.
    pub loss: Vec<Vec<Option<f64>>>,
}

/// Lines up what the seeds of `config`, a range test, reported as [`METRIC`]. Nothing for any other configuration.
///
/// The point after `step` updates tells of update number `step` - 1. All losses that should be there are counted, so
/// that a run which ended early, as one that blew up does, is cut where the whole test would be.
pub fn reported(config: &TrialConfig, seeds: &[Series]) -> Option<Reported> {
    let steps = config.schedule.ramp()?.steps;
    let every = config.train.report_every.unwrap_or(1).clamp(1, steps.max(1));
    let rest = (!steps.is_multiple_of(every)).then_some(steps);
    let made: Vec<u64> = (1..=steps / every).map(|it| it * every).chain(rest).collect();
    let rate = |step: &u64| config.schedule.lr(config.optimizer.lr, step - 1, 0);
    let losses = |seed: &Series| {
        let value = |step| {
            seed.steps
                .binary_search(step)
                .ok()
                .and_then(|at| seed.values.get(at).copied().flatten())
        };
        made.iter().map(value).collect()
    };
    Some(Reported { lr: made.iter().map(rate).collect(), loss: seeds.iter().map(losses).collect() })
}
