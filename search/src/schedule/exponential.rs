//! By the same factor each time: `ExponentialLR`, and Keras' `ExponentialDecay`.

use super::{LENGTH_MAX, decays, length, stairs};
use crate::document::{Fields, Value};

/// lr · `gamma` ^ (t / `decay_steps`), where t begins to count at `transition_begin`, as in optax
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    /// The factor of a decay.
    pub gamma: f64,
    /// The length of a decay.
    pub decay_steps: u64,
    /// Whether t / `decay_steps` is rounded down.
    pub staircase: bool,
    /// How long the rate stays before.
    pub transition_begin: u64,
    /// Where the way ends; nothing for never.
    pub end_lr: Option<f64>,
}

impl Exponential {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let t = t.saturating_sub(self.transition_begin);
        let rate = lr * self.gamma.powf(decays(t, self.decay_steps, self.staircase));
        match self.end_lr {
            Some(end) if self.gamma < 1.0 => rate.max(end),
            Some(end) => rate.min(end),
            None => rate,
        }
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let gamma = fields.required("gamma", Value::positive);
        let decay_steps = fields.or("decay_steps", 1, length);
        let staircase = stairs(fields);
        let transition_begin = fields.or("transition_begin", 0, |it| it.whole(0, LENGTH_MAX));
        let end_lr = fields.optional("end_lr", Value::not_negative);
        Some(Self {
            gamma: gamma?,
            decay_steps: decay_steps?,
            staircase: staircase?,
            transition_begin: transition_begin?,
            end_lr: end_lr?,
        })
    }
}
