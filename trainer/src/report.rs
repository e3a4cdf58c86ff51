//! What a run tells: its points, and in the end the number that decides.

use std::ops::ControlFlow;

use search::metric::Metric;

use crate::{Ending, Error, Job, Observe, Point};

/// What every run tells behind its scores; the point before training has no rate.
const RATE: &str = "lr";

/// What stands behind the rate where it moves.
const BATCH: &str = "batch_size";
const MOMENTUM: &str = "momentum";

/// How much of a range test's smoothed curve comes from the points before (as in fastai).
const SMOOTHING: f64 = 0.98;

/// Passes points on and remembers what decides.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    metric: &'a Metric,
    /// The metrics of a point; one before training has the first of them.
    metrics: Vec<&'static str>,
    /// Which of them decides.
    column: usize,
    /// Whether this is a range test.
    ramp: bool,
    /// The deciding metric before training.
    first: Option<f64>,
    /// The deciding metric at each point after that; finite.
    values: Vec<f64>,
}

impl<'a> Report<'a> {
    /// Before the first point, unless the run does not have the metric that is to decide. `scores` are the
    /// metrics that it measures, the loss of the training first.
    pub(crate) fn new(
        job: Job<'a>,
        scores: impl Iterator<Item = &'static str>,
    ) -> Result<Self, Error> {
        let metric = job.metric;
        let mut metrics: Vec<&str> = scores.chain([RATE]).collect();
        let Some(column) = metrics.iter().position(|it| *it == metric.name) else {
            let (name, metrics) = (&metric.name, metrics.join(", "));
            return Err(Error::Invalid(format!(
                "there is no metric {name:?}; there are: {metrics}"
            )));
        };
        metrics.extend(job.config.growth.is_some().then_some(BATCH));
        metrics.extend(job.config.schedule.momentum(0, 0).map(|_| MOMENTUM));
        let ramp = job.config.schedule.ramp_end().is_some();
        Ok(Self { metric, metrics, column, ramp, first: None, values: Vec::new() })
    }

    /// Reports the metrics after `step` updates, in their order: the scores, and after the first update the rate, the
    /// batch where it grows, and the momentum where it moves. Breaks off when there is nothing to go on for.
    pub(crate) fn point(
        &mut self,
        step: u64,
        values: &[f64],
        observe: &mut Observe<'_>,
    ) -> ControlFlow<Ending> {
        let metrics: Vec<(&str, f64)> =
            self.metrics.iter().copied().zip(values.iter().copied()).collect();
        let unwanted = observe(Point { step, metrics: &metrics }).is_break();
        let deciding = values.get(self.column).copied();
        if !values[0].is_finite() || deciding.is_some_and(|it| !it.is_finite()) {
            return ControlFlow::Break(self.blown_up());
        }
        if step == 0 {
            self.first = deciding;
        } else {
            self.values.extend(deciding);
        }
        if unwanted { ControlFlow::Break(Ending::Stopped) } else { ControlFlow::Continue(()) }
    }

    /// The end of a run that came to the end of its budget.
    pub(crate) fn completed(&self) -> Ending {
        let (goal, summary) = (self.metric.goal, self.metric.summary);
        let value = if self.ramp {
            smoothed(&self.values).reduce(|a, b| if goal.better(b, a) { b } else { a })
        } else {
            summary.of(goal, &self.values)
        };
        match value {
            Some(value) if value.is_finite() => Ending::Completed { value, first: self.first },
            Some(_) | None => Ending::Diverged,
        }
    }

    /// The end of a run that left the finite numbers. A range test is made to, so it has done its
    /// work, unless it had not even begun: it counts as diverged where its first point is not
    /// finite.
    fn blown_up(&self) -> Ending {
        if self.ramp { self.completed() } else { Ending::Diverged }
    }
}

/// The exponential moving average, corrected for having started at 0.
fn smoothed(values: &[f64]) -> impl Iterator<Item = f64> {
    let (mut average, mut weight) = (0.0, 1.0);
    values.iter().map(move |value| {
        average = SMOOTHING * average + (1.0 - SMOOTHING) * value;
        weight *= SMOOTHING;
        average / (1.0 - weight)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_loss_is_smoothed_to_the_constant_at_every_update() {
        assert!(smoothed(&[1.25; 500]).all(|it| (it - 1.25).abs() < 1e-12));
    }
}
