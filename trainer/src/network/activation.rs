//! The non-linearity after a hidden layer, forwards and backwards.

use pulp::{Simd, WithSimd};
use search::config::Activation;

use super::{
    builder::Builder,
    chain::{Back, Forth},
    functions::{normal, tanh},
    grid::Grid,
};
use crate::Error;

/// An activation, and what it keeps of a batch.
#[derive(Debug)]
pub(super) struct Nonlinear {
    activation: Activation,
    /// The activation's slopes, where they cannot be told from the outcome.
    slopes: Grid,
}

impl Nonlinear {
    /// For a grid with so many rows a sample and so many columns.
    pub(super) fn new(
        builder: &mut Builder,
        activation: Activation,
        size: [usize; 2],
    ) -> Result<Self, Error> {
        Self::keeping(builder, activation, size, activation == Activation::Gelu)
    }

    /// The same, before dropout: it may scale the outcome, but a 0 stays one.
    pub(super) fn before_dropout(
        builder: &mut Builder,
        activation: Activation,
        size: [usize; 2],
    ) -> Result<Self, Error> {
        Self::keeping(builder, activation, size, activation != Activation::Relu)
    }

    fn keeping(
        builder: &mut Builder,
        activation: Activation,
        [places, columns]: [usize; 2],
        slopes: bool,
    ) -> Result<Self, Error> {
        let slopes = builder.grid(places, if slopes { columns } else { 0 })?;
        Ok(Self { activation, slopes })
    }

    pub(super) fn forwards(&mut self, values: &mut Grid, forth: &Forth<'_>) {
        let Self { activation, slopes } = self;
        let (activation, samples) = (*activation, forth.samples);
        forth.arch.dispatch(Forwards { activation, samples, values, slopes });
    }

    pub(super) fn backwards(&mut self, values: &Grid, errors: &mut Grid, back: &Back<'_>) {
        let (activation, slopes, samples) = (self.activation, &self.slopes, back.samples);
        back.arch.dispatch(Backwards { activation, samples, values, slopes, errors });
    }
}

/// Applies an activation to the rows of the first `samples` samples, in place.
struct Forwards<'a> {
    activation: Activation,
    samples: usize,
    values: &'a mut Grid,
    slopes: &'a mut Grid,
}

impl WithSimd for Forwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (columns, samples) = (self.values.columns, self.samples);
        let kept = self.slopes.columns;
        let slopes = self.slopes.rows_mut(samples);
        for (values, slopes) in self.values.rows_mut(samples).zip(slopes) {
            let values = &mut values[..columns];
            match self.activation {
                // Not `max`, which would hide a NaN. Chosen by hand: the compiler would store under a mask, which is slow.
                Activation::Relu => {
                    let zero = simd.splat_f32s(0.0);
                    for it in S::as_mut_simd_f32s(values).0 {
                        *it = simd.select_f32s(simd.less_than_f32s(*it, zero), zero, *it);
                    }
                }
                Activation::Tanh if kept == 0 => {
                    for it in values {
                        *it = tanh(*it);
                    }
                }
                Activation::Tanh => {
                    for (value, slope) in values.iter_mut().zip(slopes) {
                        *value = tanh(*value);
                        *slope = 1.0 - *value * *value;
                    }
                }
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
struct Backwards<'a> {
    activation: Activation,
    samples: usize,
    values: &'a Grid,
    slopes: &'a Grid,
    errors: &'a mut Grid,
}

impl WithSimd for Backwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (columns, samples) = (self.errors.columns, self.samples);
        let known = self.values.rows(samples).zip(self.slopes.rows(samples));
        for (errors, (values, slopes)) in self.errors.rows_mut(samples).zip(known) {
            let errors = &mut errors[..columns];
            match self.activation {
                Activation::Relu => {
                    let zero = simd.splat_f32s(0.0);
                    let (errors, values) =
                        (S::as_mut_simd_f32s(errors).0, S::as_simd_f32s(values).0);
                    for (error, value) in errors.iter_mut().zip(values) {
                        let is_active = simd.greater_than_f32s(*value, zero);
                        *error = simd.select_f32s(is_active, *error, zero);
                    }
                }
                Activation::Tanh if self.slopes.columns == 0 => {
                    errors.iter_mut().zip(values).for_each(|(error, it)| *error *= 1.0 - it * it);
                }
                Activation::Tanh | Activation::Gelu => {
                    errors.iter_mut().zip(slopes).for_each(|(error, slope)| *error *= slope);
                }
            }
        }
    }
}
