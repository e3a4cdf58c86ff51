//! By the same factor each time: `ExponentialLR`, and Keras' `ExponentialDecay`.

use super::{decays, length, stairs};
use crate::document::{Fields, Value};

/// lr · `gamma` ^ (t / `decay_steps`)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    /// The factor of a decay.
    pub gamma: f64,
    /// The length of a decay.
    pub decay_steps: u64,
    /// Whether t / `decay_steps` is rounded down.
    pub staircase: bool,
}

impl Exponential {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        lr * self.gamma.powf(decays(t, self.decay_steps, self.staircase))
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let gamma = fields.required("gamma", Value::positive);
        let decay_steps = fields.or("decay_steps", 1, length);
        let staircase = stairs(fields);
        Some(Self { gamma: gamma?, decay_steps: decay_steps?, staircase: staircase? })
    }
}
