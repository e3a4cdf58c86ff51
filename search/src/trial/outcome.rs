//! How an attempt, and with it perhaps the trial, comes to an end.

use crate::{loss::Loss, metric::Goal};

/// What a worker says of an attempt that is over.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// Trained to the end, or as far as the numbers stayed finite.
    Completed(Outcome),
    /// It could not be trained.
    Failed {
        /// Why, for people.
        error: String,
        /// Another attempt would fail the same way.
        permanent: bool,
    },
    /// Ended before its time because early stopping said so; the rule knows what it had come to.
    Stopped,
    /// Stopped because somebody cancelled the trial.
    Cancelled,
}

/// The result of a trial. One that diverged is a result too: it says where the edge lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// The loss left the finite numbers: the rate was too high.
    Diverged,
    /// The deciding metric came to a finite value.
    Finite {
        /// That value.
        value: Loss,
        /// The same metric before training, where it was measured.
        first: Option<Loss>,
    },
}

impl Outcome {
    /// Whether training got nowhere: the numbers blew up, or the network ended no better than it
    /// began and so died without a NaN.
    pub fn diverged(&self, goal: Goal) -> bool {
        match self {
            Self::Diverged => true,
            Self::Finite { first: None, .. } => false,
            Self::Finite { value, first: Some(first) } => {
                !goal.better(value.value(), first.value())
            }
        }
    }
}
