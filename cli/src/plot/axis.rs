//! Brings numbers to a share of the way along an axis, and writes numbers beside it.

use super::column;
use crate::numbers;

/// One axis of a plot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    is_logarithmic: bool,
}

/// The room left at both ends of a logarithmic axis, as a share of it.
const ROOM: f64 = 0.02;
/// The least length of a logarithmic axis, in decades.
const DECADES_MIN: f64 = 0.2;

impl Axis {
    /// From the lowest to the highest of `values`, which are above 0; nothing where there are none.
    pub(super) fn logarithmic(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (low, high) = values
            .filter(|it| *it > 0.0)
            .map(f64::log10)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
                (low.min(it), high.max(it))
            });
        let room = ((high - low) * ROOM).max((DECADES_MIN - (high - low)) / 2.0);
        (low <= high).then_some(Self { low: low - room, high: high + room, is_logarithmic: true })
    }

    /// From `low` to `high`.
    pub(super) fn linear(low: f64, high: f64) -> Self {
        Self { low, high, is_logarithmic: false }
    }

    /// How far along the axis `value` lies: 0 at its low end, 1 at its high end.
    pub(super) fn share(&self, value: f64) -> f64 {
        let value = if self.is_logarithmic { value.log10() } else { value };
        (value - self.low) / (self.high - self.low)
    }

    /// The value at a share of the way.
    pub(super) fn label(&self, share: f64) -> String {
        let value = self.low + share * (self.high - self.low);
        numbers::rate(if self.is_logarithmic { 10_f64.powf(value) } else { value })
    }

    /// A line `width` long with a tick at each power of ten, and the line of their labels; where
    /// there are fewer than two, the ends are labelled instead.
    pub(super) fn decades(&self, width: usize) -> (String, String) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "exponents of finite numbers are small"
        )]
        let powers = (self.low.ceil() as i32)..=(self.high.floor() as i32);
        let mut places: Vec<(usize, String)> = powers
            .map(|power| 10_f64.powi(power))
            .map(|value| (column(self.share(value), width), numbers::rate(value)))
            .collect();
        if places.len() < 2 {
            places = vec![(0, self.label(0.0)), (width - 1, self.label(1.0))];
        }
        let mut line = vec!['-'; width];
        let mut labels = String::new();
        for (at, label) in places {
            line[at] = '+';
            // A label is centred below its tick and never touches the one before it.
            let from = at.saturating_sub(label.len() / 2);
            let free = labels.len() + usize::from(!labels.is_empty());
            if from >= free {
                labels += &" ".repeat(from - labels.len());
                labels += &label;
            }
        }
        (line.into_iter().collect(), labels)
    }
}
