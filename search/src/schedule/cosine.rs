//! Down along half a cosine: `CosineAnnealingLR`, Keras' `CosineDecay` and optax's `cosine_decay_schedule`.

use super::{float, length};
use crate::document::{Fields, Value};

/// `eta_min` + (lr - `eta_min`) · ((1 + cos(π · t / `t_max`)) / 2) ^ `exponent`
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cosine {
    /// When the lowest rate is reached. Where nothing is said, at the end of the run: see
    /// [`Schedule::for_run`](super::Schedule::for_run).
    pub t_max: Option<u64>,
    /// The lowest rate.
    pub eta_min: f64,
    /// What follows.
    pub after: After,
    /// How much lower than the cosine the rate lies.
    pub exponent: f64,
}

/// What follows the lowest rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The lowest rate, as Keras has it.
    Flat,
    /// The cosine goes on: up to lr and down again, as `PyTorch` has it.
    Periodic,
}

impl Cosine {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let Some(t_max) = self.t_max else { return lr };
        let t = match self.after {
            After::Flat => t.min(t_max),
            After::Periodic => t % (2 * t_max),
        };
        let left = fall(float(t) / float(t_max)).powf(self.exponent);
        self.eta_min + (lr - self.eta_min) * left
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let t_max = fields.optional("t_max", length);
        let eta_min = fields.or("eta_min", 0.0, Value::not_negative);
        let ways = [("flat", After::Flat), ("periodic", After::Periodic)];
        let after = fields.or("after", After::Flat, |it| it.choice(&ways));
        let exponent = fields.or("exponent", 1.0, Value::positive);
        Some(Self { t_max: t_max?, eta_min: eta_min?, after: after?, exponent: exponent? })
    }
}

/// Half a cosine: from 1 at 0 to 0 at 1.
pub(super) fn fall(share: f64) -> f64 {
    f64::midpoint(1.0, (std::f64::consts::PI * share).cos())
}
