//! Ever slower, by a share of the time gone by: Keras' `InverseTimeDecay`.

use super::{decays, length, stairs};
use crate::document::{Fields, Value};

/// lr / (1 + `decay_rate` · t / `decay_steps`)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeBased {
    /// How much slower after `decay_steps`.
    pub decay_rate: f64,
    /// The length of a decay.
    pub decay_steps: u64,
    /// Whether t / `decay_steps` is rounded down.
    pub staircase: bool,
}

impl TimeBased {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        lr / (1.0 + self.decay_rate * decays(t, self.decay_steps, self.staircase))
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let decay_rate = fields.required("decay_rate", Value::not_negative);
        let decay_steps = fields.or("decay_steps", 1, length);
        let staircase = stairs(fields);
        Some(Self { decay_rate: decay_rate?, decay_steps: decay_steps?, staircase: staircase? })
    }
}
