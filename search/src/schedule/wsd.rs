//! Stable for long, then a decay: what follows the warm-up in Transformers' `get_wsd_schedule`, and in `MiniCPM`.

use super::{LENGTH_MAX, cosine::fall, float, length, share};
use crate::document::{Fields, Value};

/// lr for `stable_steps`, then down to lr · `min_lr_ratio` in `decay_steps`, and there it stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wsd {
    /// How long the rate stays. Where nothing is said, until the decay just ends with the run: see
    /// [`Schedule::for_run`](super::Schedule::for_run).
    pub stable_steps: Option<u64>,
    /// How long it falls.
    pub decay_steps: u64,
    /// How it falls.
    pub decay: Decay,
    /// After which time the rate of [`Decay::Exponential`] is halved.
    pub half_life: f64,
    /// The last rate, as a share of lr.
    pub min_lr_ratio: f64,
}

/// What is left of the height after a share p of the decay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decay {
    /// 1 - p
    Linear,
    /// (1 + cos(π · p)) / 2
    Cosine,
    /// 1 - √p
    Sqrt,
    /// ½ ^ (the time gone by / `half_life`), as in `MiniCPM`; the others do not look at that.
    Exponential,
}

impl Wsd {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let Some(stable_steps) = self.stable_steps else { return lr };
        let decayed = t.saturating_sub(stable_steps).min(self.decay_steps);
        let gone = float(decayed) / float(self.decay_steps);
        let left = match self.decay {
            Decay::Linear => 1.0 - gone,
            Decay::Cosine => fall(gone),
            Decay::Sqrt => 1.0 - gone.sqrt(),
            Decay::Exponential => 0.5_f64.powf(float(decayed) / self.half_life),
        };
        lr * (left * (1.0 - self.min_lr_ratio) + self.min_lr_ratio)
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let stable_steps = fields.optional("stable_steps", |it| it.whole(0, LENGTH_MAX));
        let decay_steps = fields.required("decay_steps", length);
        let ways = [
            ("linear", Decay::Linear),
            ("cosine", Decay::Cosine),
            ("sqrt", Decay::Sqrt),
            ("exponential", Decay::Exponential),
        ];
        let decay = fields.or("decay", Decay::Linear, |it| it.choice(&ways));
        let half_life = fields.optional("half_life", Value::positive);
        let min_lr_ratio = fields.or("min_lr_ratio", 0.0, share);
        let (decay, half_life) = (decay?, half_life?);
        if decay == Decay::Exponential && half_life.is_none() {
            return fields.note("half_life", "is missing: after which time is the rate halved?");
        }
        Some(Self {
            half_life: half_life.unwrap_or(1.0),
            stable_steps: stable_steps?,
            decay_steps: decay_steps?,
            decay,
            min_lr_ratio: min_lr_ratio?,
        })
    }
}
