//! The rise before a schedule begins: `LinearLR` and `ConstantLR` in front of another, and Transformers' warm-ups.

use super::{LENGTH_MAX, cosine::fall, float, share};
use crate::document::Value;

/// From `start_factor` times the schedule's first rate up to that rate. The schedule counts from there: its t = 0 is at
/// t = `steps`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Warmup {
    /// How long it lasts, in the schedule's unit. 0 is no warm-up.
    pub steps: u64,
    /// The share of the rate that it begins with.
    pub start_factor: f64,
    /// The way up.
    pub rise: Rise,
}

/// How much of the height is reached after a share p of the warm-up. A sweep calls it `type`, as Transformers does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rise {
    /// p
    #[default]
    Linear,
    /// (1 - cos(π · p)) / 2
    Cosine,
    /// 1 - √(1 - p)
    Sqrt,
    /// Nothing before the end: `ConstantLR`.
    Constant,
}

impl Warmup {
    /// The share of the rate at `t`, before the end.
    pub(super) fn factor(&self, t: u64) -> f64 {
        let gone = float(t) / float(self.steps);
        let height = match self.rise {
            Rise::Linear => gone,
            Rise::Cosine => 1.0 - fall(gone),
            Rise::Sqrt => 1.0 - (1.0 - gone).sqrt(),
            Rise::Constant => 0.0,
        };
        self.start_factor + (1.0 - self.start_factor) * height
    }

    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let steps = fields.required("steps", |it| it.whole(0, LENGTH_MAX));
        let start_factor = fields.or("start_factor", 0.0, share);
        let ways = [
            ("linear", Rise::Linear),
            ("cosine", Rise::Cosine),
            ("sqrt", Rise::Sqrt),
            ("constant", Rise::Constant),
        ];
        let rise = fields.or("type", Rise::Linear, |it| it.choice(&ways));
        fields.finish();
        Some(Self { steps: steps?, start_factor: start_factor?, rise: rise? })
    }
}
