//! The life of a trial: queued, leased to one worker at a time, over once.
//!
//! [`Trial::after`] is the only place where a trial changes state. A worker proves that it still
//! holds the lease by naming its attempt, so nothing that a worker we gave up on says can touch the
//! work of its successor. Two numbers are kept apart: `attempt` is that fence and only ever grows;
//! `failures` is the budget, charged for errors and lost workers, and not for a trial handed back.

mod life;
mod outcome;

pub use life::{Event, Halt, Holder, Lease, Refusal, Score, State, Trial, UNASKED};
pub use outcome::{Ending, Outcome};
