//! The answer for each combination of what else varies, and what the batch sizes among them say.

use search::{answer, document::Node};
use serde::Serialize;
use utoipa::ToSchema;

use super::certainty::{Basin, Interval, Tied};
use crate::coordinator::Group;

/// What configurations that differ in their rate alone say.
#[derive(Serialize, ToSchema)]
#[schema(as = Group)]
pub(in crate::rest) struct GroupView {
    /// What they have in common.
    #[schema(value_type = Object)]
    parameters: Node,
    /// The best of them; `null` where all diverged with some seed.
    best: Option<Measured>,
    interval: Option<Interval>,
    /// Rates that the trials cannot tell from the best; `null` where they cannot say.
    tied: Option<Vec<Tied>>,
    basin: Option<Basin>,
    /// What cannot be said, and why.
    why: Option<String>,
}

/// A rate and what it came to.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Measured {
    /// The rate.
    lr: f64,
    /// The mean of the metric over its replicates.
    mean: f64,
    /// Their standard deviation; `null` for one replicate.
    std: Option<f64>,
    /// How many trials that is over.
    replicates: u64,
}

/// How the best rate moves with the size of the batch: as batch^exponent.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Scaling {
    /// The exponent.
    exponent: f64,
    /// Not below this.
    low: f64,
    /// Nor above this.
    high: f64,
    /// As sure as that.
    confidence: f64,
    /// Which of the rules `linear` and `square_root` it allows.
    compatible_with: Vec<&'static str>,
}

impl GroupView {
    pub(in crate::rest) fn of(Group { parameters, analysis }: Group) -> Self {
        let mean = |it: answer::Mean| Measured {
            lr: it.lr,
            mean: it.mean,
            std: it.std,
            replicates: it.replicates,
        };
        Self {
            parameters: Node::Map(parameters),
            best: analysis.best.map(mean),
            interval: analysis.interval.map(Interval::of),
            tied: analysis.tied.map(Tied::all),
            basin: analysis.basin.map(Basin::of),
            why: (!analysis.why.is_empty()).then(|| analysis.why.join("; ")),
        }
    }
}

impl Scaling {
    pub(in crate::rest) fn of(it: &answer::Scaling) -> Self {
        let rules = [("linear", it.is_linear), ("square_root", it.is_square_root)];
        Self {
            exponent: it.exponent,
            low: it.low,
            high: it.high,
            confidence: 0.95,
            compatible_with: rules.iter().filter(|it| it.1).map(|it| it.0).collect(),
        }
    }
}
