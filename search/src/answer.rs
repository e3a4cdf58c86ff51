//! The answer: which learning rate is best, where the edge lies, and what cannot be said.

mod analysis;
mod observation;

mod basin;
mod frontier;
mod interval;
mod scaling;
mod tied;

mod cholesky;
mod region;
mod smooth;

pub use analysis::{Analysis, Mean, Moving, analyze, analyze_stopped, moving};
pub use basin::Basin;
pub use frontier::{Frontier, Half, Share};
pub use interval::Interval;
pub use observation::{Observation, Stopped};
pub use scaling::{AtBatch, Scaling, scaling};

use crate::metric::Goal;

/// A configuration, none of whose trials diverged, by the mean over its replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Which one.
    pub configuration: u64,
    /// Its learning rate, where it has one.
    pub lr: Option<f64>,
    /// The mean of the metric.
    pub mean: f64,
    /// Over so many trials.
    pub replicates: u64,
}

/// How far the rates reach that were tried.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    /// The lowest rate tried.
    pub lowest: Option<f64>,
    /// The highest rate tried.
    pub highest: Option<f64>,
    /// The lowest rate that lay beyond the edge at least once.
    pub lowest_diverged: Option<f64>,
    /// The highest rate tried below it: the edge lies between the two.
    pub highest_converged: Option<f64>,
}

/// What a trial must have gained on where it began to count as trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alive {
    /// Only of trials above this rate, the best one, is anything asked: a rate too low to learn is not beyond the edge.
    pub above: f64,
    /// Of a trial that was trained to its end.
    pub gain_min: f64,
    /// Of one that was stopped early: it had less time.
    pub early_gain_min: f64,
}

impl Alive {
    /// Where there is no best rate, nothing is asked.
    pub const UNASKED: Self = Self { above: f64::INFINITY, gain_min: 0.0, early_gain_min: 0.0 };
}

/// The best configuration, closer up.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The mean of the metric over the replicates.
    pub mean: f64,
    /// Its standard deviation, with n - 1; nothing for one replicate.
    pub std: Option<f64>,
}

/// Among the rates above the best, a trial that gained less than this share of what the best one gained is dead:
/// its network lost what it could learn without a number ever leaving the finite. A dead classifier ends at
/// chance, and begins somewhat above it, so that it does seem to gain a little.
pub const DEAD_SHARE: f64 = 0.25;

/// The same for a trial that was stopped early, beside what the best one had gained at the first rung. Whoever learns slowly
/// has gained little by then as well, and may still train; so less is asked.
pub const DEAD_SHARE_EARLY: f64 = 0.125;

impl Spread {
    /// The spread of `values`; nothing where there are none.
    #[expect(clippy::cast_precision_loss, reason = "a handful of replicates")]
    pub fn of(values: &[f64]) -> Option<Self> {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares = values.iter().map(|it| (it - mean).powi(2)).sum::<f64>();
        let std = (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt());
        (!values.is_empty()).then_some(Self { mean, std })
    }
}

/// The least that a trial above the best rate must have gained to count as trained, where the best one came
/// from `first` to `best`.
pub fn gain_min(goal: Goal, first: f64, best: f64) -> f64 {
    DEAD_SHARE * gain(goal, first, best)
}

/// The same for one that was stopped early, where the best one had come from `first` to `then` at the first rung.
pub fn early_gain_min(goal: Goal, first: f64, then: f64) -> f64 {
    DEAD_SHARE_EARLY * gain(goal, first, then)
}

fn gain(goal: Goal, first: f64, then: f64) -> f64 {
    let gain = match goal {
        Goal::Minimize => first - then,
        Goal::Maximize => then - first,
    };
    gain.max(0.0)
}

/// Whether the best rate lies at an end of what was tried, so that a better one may lie beyond.
/// Rates that diverged bound the search as well: an optimum right below them is not at its edge.
pub fn at_edge(best: f64, extent: &Extent) -> bool {
    let several = extent.lowest < extent.highest;
    several && (Some(best) == extent.lowest || Some(best) == extent.highest)
}

/// Why there is no best configuration.
pub fn why_none(completed: u64, diverged: u64, open: u64) -> &'static str {
    match (completed, diverged, open) {
        (0, _, 1..) => "no trial has ended yet",
        (0, _, 0) => "no trial has completed",
        (completed, diverged, _) if completed == diverged => {
            "every trial diverged; search among lower learning rates"
        }
        _ => {
            "every configuration diverged with at least one seed; search among lower learning rates"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_replicate_has_a_mean_and_no_spread() {
        assert_eq!(Spread::of(&[0.5]), Some(Spread { mean: 0.5, std: None }));
        assert_eq!(Spread::of(&[]), None);
    }

    #[test]
    fn the_spread_is_that_of_a_sample() {
        assert_eq!(Spread::of(&[1.0, 3.0]), Some(Spread { mean: 2.0, std: Some(2_f64.sqrt()) }));
    }

    #[test]
    fn a_best_rate_at_the_end_of_the_grid_is_at_the_edge() {
        let extent = Extent { lowest: Some(0.1), highest: Some(1.0), ..Extent::default() };
        assert!(at_edge(0.1, &extent));
        assert!(at_edge(1.0, &extent));
        assert!(!at_edge(0.5, &extent));
    }

    #[test]
    fn a_single_rate_is_not_at_an_edge() {
        let extent = Extent { lowest: Some(0.1), highest: Some(0.1), ..Extent::default() };
        assert!(!at_edge(0.1, &extent));
    }

    #[test]
    fn what_gains_a_quarter_of_the_best_has_trained() {
        assert!((gain_min(Goal::Minimize, 2.3, 0.3) - 0.5).abs() < 1e-12);
        assert!((gain_min(Goal::Maximize, 0.1, 0.9) - 0.2).abs() < 1e-12);
        assert!(gain_min(Goal::Minimize, 0.3, 2.3).abs() < 1e-12);
    }

    #[test]
    fn an_answer_that_is_missing_says_why() {
        assert!(why_none(0, 0, 5).contains("yet"));
        assert!(why_none(3, 3, 0).contains("every trial diverged"));
        assert!(why_none(3, 2, 0).contains("at least one seed"));
    }
}
