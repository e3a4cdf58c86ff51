//! One training run: pure computation, reported step by step.
//!
//! The same job gives the same points to the last bit, on the same kind of machine. A run uses one
//! thread and neither waits nor looks at a clock; what is made of its points is left to the caller.

mod checkpoint;
mod data;
mod draws;
mod mask;
mod member;
mod network;
mod optimizer;
mod report;
mod run;
mod scores;
mod synthetic;

use std::ops::ControlFlow;

use search::{config::TrialConfig, metric::Metric};

pub use self::{
    checkpoint::Refused,
    data::{
        Class, Data, Following, Group, Image, Numbers, Part, Range, Samples, Summary, Targets,
        Text, digest,
    },
    mask::{Mask, Moment},
    member::{Due, Measured, Member},
    network::{Parameter, Role, Score, first_weights},
    run::{Run, train},
};

/// What a run needs.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// What is trained and how.
    pub config: &'a TrialConfig,
    /// The metric that decides.
    pub metric: &'a Metric,
    /// Seeds everything random in the run.
    pub seed: u64,
}

/// A report from a run under way.
#[derive(Clone, Copy, Debug)]
pub struct Point<'a> {
    /// How many updates have been made; 0 is before training.
    pub step: u64,
    /// The metrics measured there. A value may be NaN or infinite.
    pub metrics: &'a [(&'a str, f64)],
}

/// Takes the points of a run under way, and says whether it should go on.
pub type Observe<'a> = dyn FnMut(Point<'_>) -> ControlFlow<()> + 'a;

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// It went to the end of its budget.
    Completed {
        /// The deciding metric, finite.
        value: f64,
        /// The same metric before the first update.
        first: Option<f64>,
    },
    /// The loss or the deciding metric left the finite numbers.
    Diverged,
    /// The observer asked it to stop.
    Stopped,
}

/// Why a run could not be made at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read: another worker may have it.
    #[error("{path}: {problem}")]
    Unreadable {
        /// The file as the sweep names it.
        path: String,
        /// What the system said.
        problem: String,
    },
    /// The data that lie here cannot be used: another worker may have better ones.
    #[error("{0}")]
    Unusable(String),
    /// The configuration, or data that are the same everywhere, cannot work on any worker.
    #[error("{0}")]
    Invalid(String),
}
