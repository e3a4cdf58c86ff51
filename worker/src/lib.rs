//! A worker: leases trials from a coordinator, trains them side by side and reports.
//!
//! Async tasks talk to the coordinator ([`run`]); plain threads train, one trial or one bundle of them at a time each.
//! They meet in `held`: the attempts that this worker holds. What is reported but not yet
//! acknowledged waits in memory, so training goes on while the coordinator is away.

mod config;
mod device;
mod error;
mod run;

mod attempt;
mod buffer;
mod held;
mod room;

mod checkpoints;
mod shelf;
mod slots;
mod training;

mod clock;
mod heartbeat;
mod leaser;
mod link;
mod lookahead;
mod reporter;

pub use checkpoints::Keeping;
pub use config::{BUNDLE, Config};
pub use device::{Choice, Device, Place, cores};
pub use error::Error;
pub use run::{Summary, run, run_with};
pub use training::{Hear, Heard, Observe, Together, Training};
