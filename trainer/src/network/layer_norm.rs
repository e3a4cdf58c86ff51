//! Layer normalisation (Ba, Kiros and Hinton, 2016) as `torch.nn.LayerNorm` has it, with its defaults.
//!
//! Each row is brought to mean 0 and (biased) variance 1 over its columns, then scaled and shifted by
//! what is learnt. A row stands alone, so that scoring and learning are the same.

use pulp::{Simd, WithSimd};

use super::{
    builder::Builder,
    chain::{Back, Forth},
    grid::{Grid, filled},
    lanes,
    parameter::{First, Role},
};
use crate::Error;

/// What is added to a variance before it divides.
const EPS: f32 = 1e-5;

/// What normalises the rows of a grid.
#[derive(Debug)]
pub(super) struct LayerNorm {
    width: usize,
    /// Where its scales start among the weights; its shifts follow them.
    start: usize,
    /// The rows of the last batch, before scales and shifts.
    normal: Grid,
    /// What each of them was multiplied by.
    factors: Vec<f32>,
}

impl LayerNorm {
    /// For a grid with so many rows a sample and so many columns. Takes the place of its scales and shifts,
    /// ones and zeros.
    pub(super) fn new(
        builder: &mut Builder,
        name: &str,
        [places, width]: [usize; 2],
    ) -> Result<Self, Error> {
        let start = builder.vector((format!("{name}.weight"), Role::Norm), width, First::Ones)?;
        builder.vector((format!("{name}.bias"), Role::Norm), width, First::Zeros)?;
        let (normal, rows) = (builder.grid(places, width)?, builder.batch * places);
        Ok(Self { width, start, normal, factors: vec![0.0; rows] })
    }

    /// Writes what becomes of `values`.
    pub(super) fn forwards(&mut self, values: &Grid, into: &mut Grid, forth: &Forth<'_>) {
        let learnt = &forth.weights[self.start..][..2 * filled(self.width)];
        let samples = forth.samples;
        forth.arch.dispatch(Forwards { norm: self, learnt, samples, values, into });
    }

    /// Adds the loss's slopes by what it was given to `into`, from those by what came out, and writes down
    /// those by scales and shifts.
    pub(super) fn backwards(&self, errors: &Grid, into: &mut Grid, back: &mut Back<'_>) {
        let scales = &back.weights[self.start..][..self.width];
        let slopes = &mut back.gradient[self.start..][..2 * filled(self.width)];
        let samples = back.samples;
        back.arch.dispatch(Backwards { norm: self, scales, slopes, samples, errors, into });
    }
}

struct Forwards<'a> {
    norm: &'a mut LayerNorm,
    learnt: &'a [f32],
    samples: usize,
    values: &'a Grid,
    into: &'a mut Grid,
}

impl WithSimd for Forwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, learnt, samples, values, into } = self;
        let LayerNorm { width, normal, factors, .. } = norm;
        let share = 1.0 / float(*width);
        let (scales, shifts) = learnt.split_at(filled(*width));
        let kept = normal.rows_mut(samples).zip(factors);
        let rows = values.rows(samples).zip(into.rows_mut(samples));
        for ((values, into), (normal, factor)) in rows.zip(kept) {
            let values = &values[..*width];
            let mean = lanes::sum([values], |[it]| it) * share;
            let squares = lanes::sum([values], |[it]| (it - mean) * (it - mean));
            *factor = 1.0 / (squares * share + EPS).sqrt();
            let into = into[..*width].iter_mut().zip(&mut normal[..*width]);
            let learnt = scales.iter().zip(shifts);
            for ((value, (into, normal)), (scale, shift)) in values.iter().zip(into).zip(learnt) {
                *normal = (value - mean) * *factor;
                *into = *normal * scale + shift;
            }
        }
    }
}

struct Backwards<'a> {
    norm: &'a LayerNorm,
    scales: &'a [f32],
    slopes: &'a mut [f32],
    samples: usize,
    errors: &'a Grid,
    into: &'a mut Grid,
}

impl WithSimd for Backwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, scales, slopes, samples, errors, into } = self;
        let LayerNorm { width, normal, factors, .. } = norm;
        let share = 1.0 / float(*width);
        slopes.fill(0.0);
        let (by_scale, by_shift) = slopes.split_at_mut(filled(*width));
        let kept = normal.rows(samples).zip(factors);
        let rows = errors.rows(samples).zip(into.rows_mut(samples));
        for ((errors, into), (normal, factor)) in rows.zip(kept) {
            let (errors, normal) = (&errors[..*width], &normal[..*width]);
            let sums = by_scale.iter_mut().zip(&mut *by_shift);
            for ((by_scale, by_shift), (error, normal)) in sums.zip(errors.iter().zip(normal)) {
                *by_scale += error * normal;
                *by_shift += error;
            }
            // Mean and factor move every column of the row.
            let mean = lanes::sum([errors, scales], |[error, scale]| error * scale) * share;
            let slant = lanes::sum([errors, scales, normal], |[a, b, c]| a * b * c) * share;
            let into = into[..*width].iter_mut().zip(normal);
            for ((into, normal), (error, scale)) in into.zip(errors.iter().zip(scales)) {
                *into += factor * (error * scale - mean - normal * slant);
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a row has far fewer than 2^23 columns")]
fn float(width: usize) -> f32 {
    width as f32
}

#[cfg(test)]
mod tests;
