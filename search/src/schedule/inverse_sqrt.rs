//! By the root of the time gone by: what follows the warm-up in Transformers' `get_inverse_sqrt_schedule`.

use super::{Warmup, float, length};
use crate::document::Fields;

/// The timescale of a schedule that neither says one nor warms up, as in Transformers.
const TIMESCALE: u64 = 10_000;

/// lr / √((t + `timescale`) / `timescale`)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseSqrt {
    /// After three times this the rate is halved.
    pub timescale: u64,
}

impl InverseSqrt {
    pub(super) fn rate(self, lr: f64, t: u64) -> f64 {
        lr / (1.0 + float(t) / float(self.timescale)).sqrt()
    }

    /// Where no timescale is given, it is as long as the warm-up.
    pub(super) fn read(fields: &Fields<'_>, warmup: Warmup) -> Option<Self> {
        let default = if warmup.steps == 0 { TIMESCALE } else { warmup.steps };
        Some(Self { timescale: fields.or("timescale", default, length)? })
    }
}
