//! Many runs as one computation: what `trainer` trains one after the other, side by side on a GPU.
//!
//! The members of a bundle train the same network on the same data with batches of the same sizes; rates, momenta, decays,
//! schedules, first weights and seeds may differ. Each starts with the weights that `trainer` would give it and sees the
//! same rows in the same order, so that only the rounding of sums differs. A member that diverges, is stopped or fails
//! leaves, and the others do not notice: their numbers are what they would be without it.
//!
//! It is written for any of burn's back ends. The tests run on burn's CPU, workers on CUDA (feature `cuda`).

mod alike;
mod bundle;
mod capacity;
#[cfg(feature = "cuda")]
pub mod cuda;
mod engine;
mod group;
mod loss;
mod network;
mod optimizer;
mod parameters;
mod table;

use std::ops::ControlFlow;

use trainer::{Data, Point};
pub use trainer::{Ending, Error};

pub use self::engine::Engine;

/// Takes what is heard of the members of a bundle, by their place, and says whether that member should go on.
pub type Hear<'a> = dyn FnMut(usize, Heard<'_>) -> ControlFlow<()> + 'a;

/// What is heard of a member of a bundle.
#[derive(Debug)]
pub enum Heard<'a> {
    /// Where it is.
    Point(Point<'a>),
    /// How it ended; told as soon as it has, while the others go on. An error is this member's own.
    End(Result<Ending, Error>),
}
