//! Batch normalisation (Ioffe and Szegedy, 2015) as `torch.nn.BatchNorm1d` has it, with its defaults.
//!
//! Each column of a hidden layer's sums is brought to mean 0 and variance 1 over the batch, then scaled
//! and shifted by what is learnt. The variance that normalises is the batch's own, that which is
//! remembered is the unbiased one. A batch of one row has no variance: it is normalised by what is
//! remembered, which it leaves as it was. (`PyTorch` refuses it, which would end runs whose epoch
//! leaves one row over.)

use pulp::{Arch, Simd, WithSimd};

use super::{Pass, grid::Grid, layer::Layer};

/// What is added to a variance before it divides.
const EPS: f32 = 1e-5;

/// The share of a batch in what is remembered.
const MOMENTUM: f32 = 0.1;

/// What normalises the sums of one hidden layer.
#[derive(Debug)]
pub(super) struct Norm {
    columns: usize,
    /// Where its scales start among the weights; its shifts follow them.
    start: usize,
    /// The remembered means.
    means: Vec<f32>,
    /// The remembered variances, unbiased.
    variances: Vec<f32>,
    /// What was taken from each column last.
    origin: Vec<f32>,
    /// What each column was multiplied by then.
    factor: Vec<f32>,
    /// The normalised sums of the last batch, before scales and shifts.
    normal: Grid,
    /// Whether the last batch was normalised by its own statistics.
    by_batch: bool,
}

impl Norm {
    /// For the sums of `layer`. Puts its scales and shifts, ones and zeros, behind the `weights`.
    pub(super) fn new(layer: &Layer, batch: usize, weights: &mut Vec<f32>) -> Self {
        let (columns, start) = (layer.columns, weights.len());
        weights.resize(start + layer.outputs, 1.0);
        weights.resize(start + 2 * columns, 0.0);
        Self {
            columns,
            start,
            means: vec![0.0; columns],
            variances: vec![1.0; columns],
            origin: vec![0.0; columns],
            factor: vec![0.0; columns],
            normal: Grid::new(batch, columns),
            by_batch: false,
        }
    }

    /// Normalises the first `rows` rows of `values`, in place.
    pub(super) fn forwards(
        &mut self,
        arch: Arch,
        weights: &[f32],
        rows: usize,
        pass: Pass,
        values: &mut Grid,
    ) {
        self.by_batch = pass == Pass::Learning && rows > 1;
        let learnt = &weights[self.start..][..2 * self.columns];
        arch.dispatch(Forwards { norm: self, learnt, rows, values });
    }

    /// Turns the loss's slopes by what came out, in `errors`, into those by the sums, and writes down
    /// those by scales and shifts.
    pub(super) fn backwards(
        &mut self,
        arch: Arch,
        weights: &[f32],
        gradient: &mut [f32],
        rows: usize,
        errors: &mut Grid,
    ) {
        let scales = &weights[self.start..][..self.columns];
        let gradient = &mut gradient[self.start..][..2 * self.columns];
        arch.dispatch(Backwards { norm: self, scales, gradient, rows, errors });
    }

    /// Takes mean and variance from the batch, and remembers them.
    #[inline(always)]
    fn look_at(&mut self, rows: usize, values: &Grid) {
        let count = float(rows);
        let Self { columns, origin, factor: squares, .. } = self;
        origin.fill(0.0);
        for row in values.rows(rows) {
            origin.iter_mut().zip(&row[..*columns]).for_each(|(sum, value)| *sum += value);
        }
        for mean in &mut *origin {
            *mean /= count;
        }
        squares.fill(0.0);
        for row in values.rows(rows) {
            for ((sum, value), mean) in squares.iter_mut().zip(&row[..*columns]).zip(&*origin) {
                *sum += (value - mean) * (value - mean);
            }
        }
        for (kept, new) in self.means.iter_mut().zip(&self.origin) {
            *kept = (1.0 - MOMENTUM) * *kept + MOMENTUM * new;
        }
        for (kept, squares) in self.variances.iter_mut().zip(&mut self.factor) {
            *kept = (1.0 - MOMENTUM) * *kept + MOMENTUM * (*squares / (count - 1.0));
            *squares = 1.0 / (*squares / count + EPS).sqrt();
        }
    }

    /// Takes mean and variance from memory.
    #[inline(always)]
    fn recall(&mut self) {
        self.origin.copy_from_slice(&self.means);
        for (factor, variance) in self.factor.iter_mut().zip(&self.variances) {
            *factor = 1.0 / (variance + EPS).sqrt();
        }
    }
}

struct Forwards<'a> {
    norm: &'a mut Norm,
    learnt: &'a [f32],
    rows: usize,
    values: &'a mut Grid,
}

impl WithSimd for Forwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, learnt, rows, values } = self;
        if norm.by_batch {
            norm.look_at(rows, values);
        } else {
            norm.recall();
        }
        let (scales, shifts) = learnt.split_at(norm.columns);
        let Norm { columns, origin, factor, normal, .. } = norm;
        for (values, normal) in values.rows_mut(rows).zip(normal.rows_mut(rows)) {
            let values = values[..*columns].iter_mut().zip(&mut normal[..*columns]);
            let by = origin.iter().zip(&*factor).zip(scales).zip(shifts);
            for ((value, normal), (((origin, factor), scale), shift)) in values.zip(by) {
                *normal = (*value - origin) * factor;
                *value = *normal * scale + shift;
            }
        }
    }
}

struct Backwards<'a> {
    norm: &'a mut Norm,
    scales: &'a [f32],
    gradient: &'a mut [f32],
    rows: usize,
    errors: &'a mut Grid,
}

impl WithSimd for Backwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, scales, gradient, rows, errors } = self;
        let (by_scale, by_shift) = gradient.split_at_mut(norm.columns);
        by_scale.fill(0.0);
        by_shift.fill(0.0);
        for (errors, normal) in errors.rows(rows).zip(norm.normal.rows(rows)) {
            let sums = by_scale.iter_mut().zip(&mut *by_shift);
            for ((by_scale, by_shift), (error, normal)) in sums.zip(errors.iter().zip(normal)) {
                *by_scale += error * normal;
                *by_shift += error;
            }
        }
        // Where the batch gave mean and variance, a sum moves every row of its column.
        let share = if norm.by_batch { 1.0 / float(rows) } else { 0.0 };
        for (errors, normal) in errors.rows_mut(rows).zip(norm.normal.rows(rows)) {
            let errors = errors[..norm.columns].iter_mut().zip(normal);
            let by = by_scale.iter().zip(&*by_shift).zip(&norm.factor).zip(scales);
            for ((error, normal), (((by_scale, by_shift), factor), scale)) in errors.zip(by) {
                *error = scale * factor * (*error - share * (by_shift + normal * by_scale));
            }
        }
    }
}

#[cfg(test)]
impl Norm {
    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// Its scales and shifts.
    pub(super) fn learnt<'a>(&self, weights: &'a [f32]) -> &'a [f32] {
        &weights[self.start..][..2 * self.columns]
    }

    /// As [`Self::learnt`], to be changed.
    pub(super) fn learnt_mut<'a>(&self, weights: &'a mut [f32]) -> &'a mut [f32] {
        &mut weights[self.start..][..2 * self.columns]
    }

    /// The remembered mean and variance of a column.
    pub(super) fn remembered(&self, column: usize) -> (f64, f64) {
        (self.means[column].into(), self.variances[column].into())
    }
}

#[expect(clippy::cast_precision_loss, reason = "a batch has far fewer than 2^23 rows")]
fn float(rows: usize) -> f32 {
    rows as f32
}

#[cfg(test)]
mod tests;
