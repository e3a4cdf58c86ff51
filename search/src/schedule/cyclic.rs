//! Up and down in straight lines, again and again: `CyclicLR`.

use super::{Swing, float, length};
use crate::document::{Fields, Value};

/// `min_lr` + (lr - `min_lr`) · height · scale, with a height from 0 to 1 and back in each cycle
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cyclic {
    /// Where each cycle begins and ends. Where lr lies below it, a cycle goes down first.
    pub min_lr: f64,
    /// How long a cycle rises.
    pub step_size_up: u64,
    /// How long it falls.
    pub step_size_down: u64,
    /// What becomes of later cycles.
    pub mode: Mode,
    /// The factor of [`Mode::ExpRange`]; the others do not look at it.
    pub gamma: f64,
    /// The momentum, which falls as the rate rises.
    pub swing: Swing,
}

/// What becomes of later cycles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All are alike.
    Triangular,
    /// Each is half as high as the one before.
    Triangular2,
    /// The height is multiplied by `gamma` ^ t.
    ExpRange,
}

impl Cyclic {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        self.min_lr + (lr - self.min_lr) * self.height(t)
    }

    pub(super) fn momentum(&self, t: u64) -> f64 {
        self.swing.max - (self.swing.max - self.swing.base) * self.height(t)
    }

    /// How high a cycle stands at `t`, with the scale of the later ones.
    fn height(&self, t: u64) -> f64 {
        let length = self.step_size_up + self.step_size_down;
        let (cycle, at) = (t / length, t % length);
        let height = if at <= self.step_size_up {
            float(at) / float(self.step_size_up)
        } else {
            float(length - at) / float(self.step_size_down)
        };
        let scale = match self.mode {
            Mode::Triangular => 1.0,
            Mode::Triangular2 => 0.5_f64.powf(float(cycle)),
            Mode::ExpRange => self.gamma.powf(float(t)),
        };
        height * scale
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let min_lr = fields.required("min_lr", Value::not_negative);
        let up = fields.or("step_size_up", 2_000, length);
        let down = fields.optional("step_size_down", length);
        let modes = [
            ("triangular", Mode::Triangular),
            ("triangular2", Mode::Triangular2),
            ("exp_range", Mode::ExpRange),
        ];
        let mode = fields.or("mode", Mode::Triangular, |it| it.choice(&modes));
        let gamma = fields.or("gamma", 1.0, Value::positive);
        let swing = Swing::read(fields, [0.8, 0.9]);
        let step_size_up = up?;
        Some(Self {
            min_lr: min_lr?,
            step_size_up,
            step_size_down: down?.unwrap_or(step_size_up),
            mode: mode?,
            gamma: gamma?,
            swing: swing?,
        })
    }
}
