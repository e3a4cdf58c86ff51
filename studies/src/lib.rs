//! Studies: experiments whose outcome is known, as sweeps, and what must come out of them.
//!
//! Pure computation. A study names its sweeps and judges what their trials have told; who submits them,
//! waits and writes the report down is left to the caller.

mod study;

mod records;
mod statistics;

mod horizon;
mod memorisation;
mod patterns;
mod range_test;
mod smith;

mod drawing;
mod report;

pub use records::{Record, Records, Trial};
pub use report::{Outcome, Report, Table};
pub use study::Study;

/// Why a study cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A trial failed, or told less than the study asks.
    #[error("sweep {sweep}: {problem}")]
    Untold {
        /// The sweep's name.
        sweep: String,
        /// What is not there.
        problem: String,
    },
}

impl Error {
    fn untold(sweep: &str, problem: impl Into<String>) -> Self {
        Self::Untold { sweep: sweep.to_owned(), problem: problem.into() }
    }
}
