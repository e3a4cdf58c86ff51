//! Down to an end along a power of the time left: `PolynomialLR`, and Keras' `PolynomialDecay`.

use super::{float, length};
use crate::document::{Fields, Value};

/// (lr - `end_lr`) · (1 - t / `total_iters`) ^ `power` + `end_lr`, and `end_lr` from then on
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Polynomial {
    /// When the end is reached. Where nothing is said, at the end of the run: see
    /// [`Schedule::for_run`](super::Schedule::for_run).
    pub total_iters: Option<u64>,
    /// How bent the way down is; 1 is a straight line.
    pub power: f64,
    /// The last rate.
    pub end_lr: f64,
    /// Whether the way begins anew at the end, each time from lower down: `total_iters` then stands for its next
    /// multiple that is not below t.
    pub cycle: bool,
}

impl Polynomial {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let Some(length) = self.total_iters else { return lr };
        let cycles = if self.cycle { t.div_ceil(length).max(1) } else { 1 };
        let end = length.saturating_mul(cycles);
        let left = 1.0 - float(t.min(end)) / float(end);
        (lr - self.end_lr) * left.powf(self.power) + self.end_lr
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let total_iters = fields.optional("total_iters", length);
        let power = fields.or("power", 1.0, Value::positive);
        let end_lr = fields.or("end_lr", 0.0, Value::not_negative);
        let cycle = fields.or("cycle", false, Value::bool);
        Some(Self { total_iters: total_iters?, power: power?, end_lr: end_lr?, cycle: cycle? })
    }
}
