//! What a trial tells while it trains, and whether it should go on.

use std::{ops::ControlFlow, time::Duration};

use search::{
    config::{Budget, Task, TrialConfig},
    stopping::Stopping,
};
use trainer::Point;

use crate::attempt::Attempt;

/// Takes the points of one attempt.
pub(super) struct Telling<'a> {
    attempt: &'a Attempt,
    budget: Budget,
    /// How long an update of a synthetic curve pretends to take.
    step: Duration,
    /// The update of the last point.
    last: u64,
    /// How many points there were, but for the one before training.
    points: u64,
    /// How many rungs were passed.
    passed: usize,
}

impl<'a> Telling<'a> {
    pub(super) fn new(attempt: &'a Attempt, config: &TrialConfig) -> Self {
        let step = Duration::from_millis(match &config.train.task {
            Task::Synthetic(it) => it.step_ms,
            Task::Builtin(_) => 0,
        });
        Self { attempt, budget: config.train.budget, step, last: 0, points: 0, passed: 0 }
    }

    /// Keeps `point` for the coordinator, and calls `hurry` if a rung was reached with it. Breaks off if the attempt has
    /// been told to stop.
    pub(super) fn point(&mut self, point: &Point<'_>, hurry: &dyn Fn(&Attempt)) -> ControlFlow<()> {
        let steps = u32::try_from(point.step.saturating_sub(self.last)).unwrap_or(u32::MAX);
        self.last = point.step;
        if !self.attempt.rest(self.step.saturating_mul(steps)) {
            return ControlFlow::Break(());
        }
        self.attempt.keep(point);
        self.points += u64::from(point.step > 0);
        let trained = Stopping::trained(self.budget, point.step, self.points);
        let rungs = &self.attempt.assignment.rungs;
        if rungs.get(self.passed).is_some_and(|it| *it <= trained) {
            self.passed = rungs.partition_point(|it| *it <= trained);
            hurry(self.attempt);
        }
        ControlFlow::Continue(())
    }
}
