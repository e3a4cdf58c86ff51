//! How sure an answer is: the interval, the ties, the basin and the edge.

use search::answer;
use serde::Serialize;
use utoipa::ToSchema;

/// Where the best rate lies.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Interval {
    /// Not below this rate.
    low: f64,
    /// Nor above this one.
    high: f64,
    /// As sure as that.
    confidence: f64,
}

/// A rate that cannot be told from the best.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Tied {
    /// The rate.
    lr: Option<f64>,
    /// The mean of the metric there.
    mean: f64,
}

/// Rates nearly as good as the best.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Basin {
    /// From this rate.
    low: f64,
    /// To this one.
    high: f64,
    /// Worse by no more than this.
    within: f64,
}

/// How many trials of each rate diverged.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Frontier {
    /// Every rate tried, the lowest first, among configurations that differ from the best in their rate alone.
    rates: Vec<Share>,
    /// The rate at which half of the trials diverge; `null` where the trials do not show it.
    half: Option<Half>,
}

/// How many trials of one rate diverged.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Share {
    /// The rate.
    lr: f64,
    /// So many trials ended.
    trials: u64,
    /// So many of them diverged.
    diverged: u64,
}

/// The rate at which half of the trials diverge.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Half {
    /// The rate.
    lr: f64,
    /// Not below this rate.
    low: f64,
    /// Nor above this one.
    high: f64,
    /// As sure as that.
    confidence: f64,
}

impl Interval {
    pub(in crate::rest) fn of(it: answer::Interval) -> Self {
        Self { low: it.low, high: it.high, confidence: it.confidence }
    }
}

impl Tied {
    pub(in crate::rest) fn all(tied: Vec<answer::Mean>) -> Vec<Self> {
        tied.into_iter().map(|it| Self { lr: Some(it.lr), mean: it.mean }).collect()
    }
}

impl Basin {
    pub(in crate::rest) fn of(it: answer::Basin) -> Self {
        Self { low: it.low, high: it.high, within: it.within }
    }
}

impl Frontier {
    pub(in crate::rest) fn of(it: answer::Frontier) -> Self {
        let share =
            |it: answer::Share| Share { lr: it.lr, trials: it.trials, diverged: it.diverged };
        let half =
            |it: answer::Half| Half { lr: it.lr, low: it.low, high: it.high, confidence: 0.95 };
        Self { rates: it.rates.into_iter().map(share).collect(), half: it.half.map(half) }
    }
}
