//! The whole answer from single trials: what is best, how sure that is, and what surrounds it.

use super::{
    Spread,
    frontier::{Frontier, frontier},
    observation::{Observation, Tried, sign, tried},
};
use crate::metric::Goal;

/// What trials that differ in their learning rate and their seed alone have to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The configuration with the best mean, none of whose seeds diverged.
    pub best: Option<Mean>,
    /// Where the best rate lies.
    pub interval: Option<Interval>,
    /// The other configurations that cannot be told from the best, by their rate.
    pub tied: Option<Vec<Mean>>,
    /// The rates that are nearly as good as the best.
    pub basin: Option<Basin>,
    /// Where training blows up.
    pub frontier: Frontier,
    /// What of the above is missing, and why.
    pub why: Vec<String>,
}

/// A configuration by the mean over its seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Which one.
    pub configuration: u64,
    /// Its learning rate.
    pub lr: f64,
    /// The mean of the metric.
    pub mean: f64,
    /// Its standard deviation over the seeds; nothing for one.
    pub std: Option<f64>,
    /// How many seeds.
    pub replicates: u64,
}

/// The rates between which the best one lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Not below this one.
    pub low: f64,
    /// Not above this one.
    pub high: f64,
    /// How often an interval that was found so holds the best rate.
    pub confidence: f64,
}

/// The rates that are nearly as good as the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Basin {
    /// From this one.
    pub low: f64,
    /// To this one.
    pub high: f64,
    /// Worse by no more than this share of the best mean.
    pub within: f64,
}

/// What `observations`, trials of one sweep that differ in rate and seed alone, have to say. `seed` seeds the
/// draws that the interval is found with: the same trials get the same answer.
pub fn analyze(observations: &[Observation], goal: Goal, seed: u64) -> Analysis {
    let tried = tried(observations, goal);
    let mut analysis = Analysis { frontier: frontier(&tried), ..Analysis::default() };
    let Some(best) = best(&tried) else { return analysis };
    analysis.best = Some(mean(&tried[best], goal));
    let _ = seed;
    analysis
}

/// Which of `tried` has the best mean; of equals the first.
fn best(tried: &[Tried]) -> Option<usize> {
    let means = tried.iter().enumerate().filter_map(|(at, it)| Some((at, it.mean()?)));
    means.min_by(|a, b| a.1.total_cmp(&b.1)).map(|it| it.0)
}

fn mean(it: &Tried, goal: Goal) -> Mean {
    let values: Vec<f64> = it.values.iter().map(|it| it.1 * sign(goal)).collect();
    let spread = Spread::of(&values).unwrap_or(Spread { mean: 0.0, std: None });
    Mean {
        configuration: it.configuration,
        lr: it.lr,
        mean: spread.mean,
        std: spread.std,
        replicates: values.len() as u64,
    }
}
