//! Learning curves, column by column.

use search::{curve::Series, metric::Metric};
use serde::Serialize;
use utoipa::ToSchema;

use super::sweep::goal;
use crate::store::{Stored, state_name};

/// One metric over time.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct SeriesView {
    /// The metric's name.
    metric: String,
    /// How many updates had been made; 0 is before training.
    steps: Vec<u64>,
    /// Its values; `null` is one that is not finite.
    values: Vec<Option<f64>>,
    /// How many are not finite: training blew up.
    non_finite: usize,
}

/// All that a trial's latest attempt reported.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Metrics {
    /// Whose metrics these are.
    pub(in crate::rest) trial: String,
    /// Of which attempt.
    pub(in crate::rest) attempt: u32,
    /// Whether training got nowhere.
    pub(in crate::rest) diverged: bool,
    /// A column a metric.
    pub(in crate::rest) series: Vec<SeriesView>,
}

/// The curves of a sweep's trials.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Curves {
    /// Whose curves these are.
    sweep: String,
    /// Which metric they show.
    metric: String,
    /// Which way is better, where this is the metric that decides.
    goal: Option<&'static str>,
    /// The metrics that these trials reported.
    metrics: Vec<String>,
    /// A curve a trial, by the trials' numbers.
    trials: Vec<TrialCurve>,
    /// Ask with this as `cursor` for the curves of the next trials; `null` where there are no more.
    next_cursor: Option<String>,
}

/// The curve of one trial, from its latest attempt.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct TrialCurve {
    /// The trial.
    id: String,
    /// Its place in the sweep.
    number: u64,
    /// Which configuration it trains.
    configuration: u64,
    /// Its learning rate; `null` for a range test, which has many.
    lr: Option<f64>,
    /// Where the trial stands.
    state: &'static str,
    /// Whether training got nowhere.
    diverged: bool,
    /// How many updates had been made; 0 is before training.
    steps: Vec<u64>,
    /// The metric's values to four digits; `null` is one that is not finite.
    values: Vec<Option<f64>>,
}

impl SeriesView {
    pub(in crate::rest) fn of(series: Series) -> Self {
        let non_finite = series.values.iter().filter(|it| it.is_none()).count();
        Self { metric: series.metric, steps: series.steps, values: series.values, non_finite }
    }
}

impl Curves {
    pub(in crate::rest) fn new(sweep: String, metric: String, decides: &Metric) -> Self {
        Self {
            sweep,
            goal: (metric == decides.name).then(|| goal(decides.goal)),
            metric,
            metrics: Vec::new(),
            trials: Vec::new(),
            next_cursor: None,
        }
    }

    /// How many curves there are so far.
    pub(in crate::rest) fn len(&self) -> usize {
        self.trials.len()
    }

    /// Adds the curve of `trial`, which reported `metrics`.
    pub(in crate::rest) fn add(&mut self, metrics: &[Series], curve: TrialCurve) {
        for it in metrics {
            if !self.metrics.contains(&it.metric) {
                self.metrics.push(it.metric.clone());
            }
        }
        self.trials.push(curve);
    }

    /// Says where the curves go on.
    pub(in crate::rest) fn goes_on(&mut self) {
        self.next_cursor = self.trials.last().map(|it| it.number.to_string());
    }
}

impl TrialCurve {
    pub(in crate::rest) fn of(trial: &Stored, curve: Series) -> Self {
        Self {
            id: trial.id.clone(),
            number: trial.number,
            configuration: trial.configuration,
            lr: trial.lr,
            state: state_name(&trial.trial.state),
            diverged: trial.diverged,
            steps: curve.steps,
            values: curve.values.into_iter().map(|it| it.map(four_digits)).collect(),
        }
    }
}

/// A plot shows no more than four digits, and half of an answer of curves would be the others.
fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::four_digits;

    #[test]
    fn a_value_keeps_four_digits_wherever_its_point_is() {
        for (long, short) in
            [(0.312_349, 0.3123), (1.234_56e-7, 1.235e-7), (123_456.0, 123_500.0), (0.0, 0.0)]
        {
            assert_eq!(four_digits(long).to_bits(), f64::to_bits(short));
        }
    }
}
