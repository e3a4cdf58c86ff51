//! Stable for long, then a decay: what follows the warm-up in Transformers' `get_wsd_schedule`.

use super::{LENGTH_MAX, cosine::fall, float, length, share};
use crate::document::Fields;

/// lr for `stable_steps`, then down to lr · `min_lr_ratio` in `decay_steps`, and there it stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wsd {
    /// How long the rate stays.
    pub stable_steps: u64,
    /// How long it falls.
    pub decay_steps: u64,
    /// How it falls.
    pub decay: Decay,
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
}

impl Wsd {
    pub(super) fn rate(&self, lr: f64, t: u64) -> f64 {
        let decayed = t.saturating_sub(self.stable_steps).min(self.decay_steps);
        let gone = float(decayed) / float(self.decay_steps);
        let left = match self.decay {
            Decay::Linear => 1.0 - gone,
            Decay::Cosine => fall(gone),
            Decay::Sqrt => 1.0 - gone.sqrt(),
        };
        lr * (left * (1.0 - self.min_lr_ratio) + self.min_lr_ratio)
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let stable_steps = fields.required("stable_steps", |it| it.whole(0, LENGTH_MAX));
        let decay_steps = fields.required("decay_steps", length);
        let ways = [("linear", Decay::Linear), ("cosine", Decay::Cosine), ("sqrt", Decay::Sqrt)];
        let decay = fields.or("decay", Decay::Linear, |it| it.choice(&ways));
        let min_lr_ratio = fields.or("min_lr_ratio", 0.0, share);
        Some(Self {
            stable_steps: stable_steps?,
            decay_steps: decay_steps?,
            decay: decay?,
            min_lr_ratio: min_lr_ratio?,
        })
    }
}
