//! Learning curves, column by column.

use search::curve::Series;
use serde::Serialize;
use utoipa::ToSchema;

use super::sweep::goal;
use crate::{
    coordinator,
    store::{Stored, state_name},
};

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
    /// How many trials of the sweep have begun.
    begun: u64,
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
    pub(in crate::rest) fn of(sweep: String, curves: coordinator::Curves) -> Self {
        let coordinator::Curves { metric, decides, metrics, shown, goes_on, begun } = curves;
        let last = shown.last().map(|it| it.0.number.to_string());
        Self {
            sweep,
            goal: (metric == decides.name).then(|| goal(decides.goal)),
            metric,
            metrics,
            begun,
            trials: shown.into_iter().map(TrialCurve::of).collect(),
            next_cursor: last.filter(|_| goes_on),
        }
    }
}

impl TrialCurve {
    fn of((trial, curve): (Stored, Series)) -> Self {
        Self {
            state: state_name(&trial.trial.state),
            id: trial.id,
            number: trial.number,
            configuration: trial.configuration,
            lr: trial.lr,
            diverged: trial.diverged,
            steps: curve.steps,
            values: curve.values.into_iter().map(|it| it.map(four_digits)).collect(),
        }
    }
}

/// A plot shows no more than four digits, and half of an answer of curves would be the others.
fn four_digits(value: f64) -> f64 {
    // Powers of ten up to 22, and whole numbers of four digits, are exact; one division of the two comes
    // to the number that the four digits would be read as.
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    #[expect(clippy::cast_possible_truncation, reason = "from -324 to 308")]
    let behind = 3 - value.abs().log10().floor() as i32;
    match behind {
        0..=22 => {
            let scale = 10_f64.powi(behind);
            (value * scale).round() / scale
        }
        -19..0 => {
            let scale = 10_f64.powi(-behind);
            (value / scale).round() * scale
        }
        _ => format!("{value:.3e}").parse().unwrap_or(value),
    }
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

    #[test]
    fn a_rounded_value_is_the_one_that_its_digits_are_read_as() {
        // Weyl's sequence over sixty powers of ten, and both signs.
        for at in 0..20_000_u32 {
            let share = (f64::from(at) * 0.618_033_988_749_894_9).fract();
            let value = (share - 0.5) * 10_f64.powi(i32::try_from(at % 60).unwrap() - 30);
            let quick = four_digits(value);
            let read: f64 = format!("{value:.3e}").parse().unwrap();
            // What lies half way between two may fall to either side.
            let near = (quick - read).abs() <= read.abs() * 1.01e-3;
            assert!(near && written(quick) <= 4, "{value}: {quick} and {read}");
        }
    }

    /// How many digits a number is written with.
    fn written(value: f64) -> usize {
        let text = format!("{value:e}");
        text.split('e').next().unwrap().chars().filter(char::is_ascii_digit).count()
    }
}
