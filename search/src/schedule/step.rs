//! By a factor at even distances: `StepLR`.

use super::{decays, length};
use crate::document::{Fields, Value};

/// lr · `gamma` ^ ⌊t / `step_size`⌋
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The length of a step.
    pub step_size: u64,
    /// The factor of a step.
    pub gamma: f64,
}

impl Step {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        lr * self.gamma.powf(decays(t, self.step_size, true))
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let step_size = fields.required("step_size", length);
        let gamma = fields.or("gamma", 0.1, Value::positive);
        Some(Self { step_size: step_size?, gamma: gamma? })
    }
}
