//! Layer normalisation (Ba, Kiros and Hinton, 2016) as `torch.nn.LayerNorm` has it, with its defaults.
//!
//! Each row is brought to mean 0 and (biased) variance 1 over its columns, then scaled and shifted by
//! what is learnt. A row stands alone, so that scoring and learning are the same.

use pulp::{Arch, Simd, WithSimd};

use super::{grid::Grid, lanes};

/// What is added to a variance before it divides.
const EPS: f32 = 1e-5;

/// What normalises rows of some width.
#[derive(Debug)]
pub(super) struct LayerNorm {
    width: usize,
    /// The rows last seen, before scales and shifts.
    normal: Grid,
    /// What each of them was multiplied by.
    factors: Vec<f32>,
}

impl LayerNorm {
    /// For up to `rows` rows.
    pub(super) fn new(rows: usize, width: usize) -> Self {
        Self { width, normal: Grid::new(rows, width), factors: vec![0.0; rows] }
    }

    /// Writes what becomes of the first `rows` rows of `values`. Columns beyond the width stay as they are.
    pub(super) fn forwards(
        &mut self,
        arch: Arch,
        learnt: Learnt<&[f32]>,
        rows: usize,
        values: &Grid,
        into: &mut Grid,
    ) {
        arch.dispatch(Forwards { norm: self, learnt, rows, values, into });
    }

    /// Adds the loss's slopes by `values` to `into`, given those by what came out, and writes down those by
    /// scales and shifts.
    pub(super) fn backwards(
        &mut self,
        arch: Arch,
        scales: &[f32],
        slopes: Learnt<&mut [f32]>,
        rows: usize,
        errors: &Grid,
        into: &mut Grid,
    ) {
        arch.dispatch(Backwards { norm: self, scales, slopes, rows, errors, into });
    }
}

/// What is learnt of each column, or the loss's slopes by it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Learnt<T> {
    pub(super) scales: T,
    pub(super) shifts: T,
}

struct Forwards<'a> {
    norm: &'a mut LayerNorm,
    learnt: Learnt<&'a [f32]>,
    rows: usize,
    values: &'a Grid,
    into: &'a mut Grid,
}

impl WithSimd for Forwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, learnt, rows, values, into } = self;
        let width = norm.width;
        let share = 1.0 / float(width);
        let kept = norm.normal.rows_mut(rows).zip(&mut norm.factors);
        for ((values, into), (normal, factor)) in
            values.rows(rows).zip(into.rows_mut(rows)).zip(kept)
        {
            let values = &values[..width];
            let mean = lanes::sum([values], |[it]| it) * share;
            let squares = lanes::sum([values], |[it]| (it - mean) * (it - mean));
            *factor = 1.0 / (squares * share + EPS).sqrt();
            let learnt = learnt.scales.iter().zip(learnt.shifts);
            let into = into[..width].iter_mut().zip(&mut normal[..width]);
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
    slopes: Learnt<&'a mut [f32]>,
    rows: usize,
    errors: &'a Grid,
    into: &'a mut Grid,
}

impl WithSimd for Backwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, scales, slopes, rows, errors, into } = self;
        let width = norm.width;
        let share = 1.0 / float(width);
        let Learnt { scales: by_scale, shifts: by_shift } = slopes;
        let (by_scale, by_shift) = (&mut by_scale[..width], &mut by_shift[..width]);
        by_scale.fill(0.0);
        by_shift.fill(0.0);
        let scales = &scales[..width];
        let kept = norm.normal.rows(rows).zip(&norm.factors);
        for ((errors, into), (normal, factor)) in
            errors.rows(rows).zip(into.rows_mut(rows)).zip(kept)
        {
            let (errors, normal) = (&errors[..width], &normal[..width]);
            let sums = by_scale.iter_mut().zip(&mut *by_shift);
            for ((by_scale, by_shift), (error, normal)) in sums.zip(errors.iter().zip(normal)) {
                *by_scale += error * normal;
                *by_shift += error;
            }
            // Mean and factor move every column of the row.
            let mean = lanes::sum([errors, scales], |[error, scale]| error * scale) * share;
            let slant = lanes::sum([errors, scales, normal], |[error, scale, normal]| {
                error * scale * normal
            }) * share;
            let into = into[..width].iter_mut().zip(normal);
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
