//! The rise before a schedule begins: `LinearLR` in front of another, and Transformers' warm-up.

use super::{LENGTH_MAX, float, share};
use crate::document::Value;

/// From `start_factor` times the schedule's first rate up to that rate in a straight line. The schedule counts from
/// there: its t = 0 is at t = `steps`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Warmup {
    /// How long it lasts, in the schedule's unit. 0 is no warm-up.
    pub steps: u64,
    /// The share of the rate that it begins with.
    pub start_factor: f64,
}

impl Warmup {
    /// The share of the rate at `t`, before the end.
    pub(super) fn factor(&self, t: u64) -> f64 {
        self.start_factor + (1.0 - self.start_factor) * float(t) / float(self.steps)
    }

    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let steps = fields.required("steps", |it| it.whole(0, LENGTH_MAX));
        let start_factor = fields.or("start_factor", 0.0, share);
        fields.finish();
        Some(Self { steps: steps?, start_factor: start_factor? })
    }
}
