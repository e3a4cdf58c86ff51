//! The numbers that an optimizer works with: single or double precision.

use std::ops::{Add, Div, Mul, Sub};

/// A floating-point number.
pub(crate) trait Real:
    Copy
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
{
    /// The nearest number to `value`.
    fn from_f64(value: f64) -> Self;
    /// The square root.
    fn root(self) -> Self;
    /// The same number in double precision.
    fn wide(self) -> f64;
}

impl Real for f32 {
    #[expect(clippy::cast_possible_truncation, reason = "rounding is what is asked for")]
    fn from_f64(value: f64) -> Self {
        value as Self
    }

    fn root(self) -> Self {
        self.sqrt()
    }

    fn wide(self) -> f64 {
        self.into()
    }
}

impl Real for f64 {
    fn from_f64(value: f64) -> Self {
        value
    }

    fn root(self) -> Self {
        self.sqrt()
    }

    fn wide(self) -> f64 {
        self
    }
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts in a run are far below 2^53")]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}
