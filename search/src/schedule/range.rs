//! The range test's own: from a low rate to a high one, whatever lr is.

use super::float;
use crate::document::{Fields, Value};

/// The longest range test: its curve is read as a whole.
const RANGE_MAX: u64 = crate::range_test::UPDATES_MAX as u64;

/// From `start` at t = 0 to `end` at t = `steps` - 1
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The first rate.
    pub start: f64,
    /// The last rate.
    pub end: f64,
    /// How many updates.
    pub steps: u64,
    /// How it rises.
    pub mode: Ramp,
}

/// How a range test's rate rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ramp {
    /// By the same factor each time.
    Exponential,
    /// By the same amount each time.
    Linear,
}

impl Range {
    pub(super) fn rate(&self, t: u64) -> f64 {
        let Self { start, end, steps, mode } = *self;
        // The end is exactly what was asked for, whatever rounding does before it.
        if t >= steps.saturating_sub(1) {
            return end;
        }
        let share = float(t) / float(steps - 1);
        match mode {
            Ramp::Exponential if (end / start).is_finite() => start * (end / start).powf(share),
            // The factor is beyond all numbers, though the rates are not.
            Ramp::Exponential => start.powf(1.0 - share) * end.powf(share),
            Ramp::Linear => start + (end - start) * share,
        }
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let start = fields.required("start", Value::positive);
        let end = fields.required("end", Value::positive);
        let steps = fields.required("steps", |it| it.whole(2, RANGE_MAX));
        let modes = [("exponential", Ramp::Exponential), ("linear", Ramp::Linear)];
        let mode = fields.or("mode", Ramp::Exponential, |it| it.choice(&modes));
        if fields.node("warmup").is_some() {
            return fields.note("warmup", "a range rises by itself; leave this out");
        }
        let (start, end) = (start?, end?);
        if end <= start {
            return fields.note("end", format!("must lie above `start`, which is {start}"));
        }
        Some(Self { start, end, steps: steps?, mode: mode? })
    }
}
