//! What follows a hidden layer, forwards and backwards.

use pulp::{Simd, WithSimd};
use search::config::Activation;

use super::{
    functions::{normal, tanh},
    grid::Grid,
};

/// Applies an activation to the first `rows` rows of `values`, in place.
pub(super) struct Forwards<'a> {
    pub(super) activation: Activation,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) values: &'a mut Grid,
    /// The activation's slopes, where they cannot be told from the outcome.
    pub(super) slopes: &'a mut Grid,
}

impl WithSimd for Forwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (values, slopes) in self.values.rows_mut(self.rows).zip(self.slopes.rows_mut(self.rows))
        {
            let values = &mut values[..self.columns];
            match self.activation {
                // Not `max`, which would hide a NaN.
                Activation::Relu => {
                    for it in values {
                        *it = if *it < 0.0 { 0.0 } else { *it };
                    }
                }
                Activation::Tanh => values.iter_mut().for_each(|it| *it = tanh(*it)),
                Activation::Gelu => {
                    for (value, slope) in values.iter_mut().zip(slopes) {
                        let (share, density) = normal(*value);
                        *slope = share + *value * density;
                        *value *= share;
                    }
                }
            }
        }
    }
}

/// Turns the loss's slopes by a layer's outcome, in `errors`, into those by its sums.
pub(super) struct Backwards<'a> {
    pub(super) activation: Activation,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) values: &'a Grid,
    pub(super) slopes: &'a Grid,
    pub(super) errors: &'a mut Grid,
}

impl WithSimd for Backwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let known = self.values.rows(self.rows).zip(self.slopes.rows(self.rows));
        for (errors, (values, slopes)) in self.errors.rows_mut(self.rows).zip(known) {
            let errors = &mut errors[..self.columns];
            match self.activation {
                Activation::Relu => {
                    for (error, value) in errors.iter_mut().zip(values) {
                        *error = if *value > 0.0 { *error } else { 0.0 };
                    }
                }
                Activation::Tanh => {
                    errors.iter_mut().zip(values).for_each(|(error, it)| *error *= 1.0 - it * it);
                }
                Activation::Gelu => {
                    errors.iter_mut().zip(slopes).for_each(|(error, slope)| *error *= slope);
                }
            }
        }
    }
}
