//! Batch normalisation (Ioffe and Szegedy, 2015) as `torch.nn.BatchNorm1d` has it, with its defaults.
//!
//! Each column of a hidden layer's sums is brought to mean 0 and variance 1 over the batch, then scaled
//! and shifted by what is learnt. The variance that normalises is the batch's own, that which is
//! remembered is the unbiased one. A batch of one row has no variance: it is normalised by what is
//! remembered, which it leaves as it was. (`PyTorch` refuses it, which would end runs whose epoch
//! leaves one row over.)

use pulp::{Simd, WithSimd};

use super::{
    builder::Builder,
    chain::{Back, Forth, Pass},
    grid::{Grid, filled},
    parameter::{First, Role},
};
use crate::Error;

/// What is added to a variance before it divides.
const EPS: f32 = 1e-5;

/// The share of a batch in what is remembered.
const MOMENTUM: f32 = 0.1;

/// What normalises the columns of a grid.
#[derive(Debug)]
pub(super) struct Norm {
    columns: usize,
    /// Where its scales start among the weights; its shifts follow them.
    start: usize,
    /// Where the remembered means start among the buffers; the variances, unbiased, follow them.
    remembered: usize,
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
    /// For a grid with so many rows a sample and so many columns. Takes the place of its scales and shifts,
    /// ones and zeros, and of what it remembers.
    pub(super) fn new(
        builder: &mut Builder,
        name: &str,
        [places, outputs]: [usize; 2],
    ) -> Result<Self, Error> {
        let mut vector = |name_of: &str, role, first| {
            builder.vector((format!("{name}.{name_of}"), role), outputs, first)
        };
        let start = vector("weight", Role::Norm, First::Ones)?;
        vector("bias", Role::Norm, First::Zeros)?;
        let remembered = vector("running_mean", Role::Buffer, First::Zeros)?;
        vector("running_var", Role::Buffer, First::Ones)?;
        let columns = filled(outputs);
        Ok(Self {
            columns,
            start,
            remembered,
            origin: vec![0.0; columns],
            factor: vec![0.0; columns],
            normal: builder.grid(places, columns)?,
            by_batch: false,
        })
    }

    /// Normalises the rows of a batch, in place.
    pub(super) fn forwards(&mut self, values: &mut Grid, forth: &mut Forth<'_>) {
        let rows = forth.samples * values.places;
        self.by_batch = forth.pass == Pass::Learning && rows > 1;
        let learnt = &forth.weights[self.start..][..2 * self.columns];
        let remembered = &mut forth.buffers[self.remembered..][..2 * self.columns];
        forth.arch.dispatch(Forwards {
            norm: self,
            learnt,
            remembered,
            samples: forth.samples,
            values,
        });
    }

    /// Turns the loss's slopes by what came out, in `errors`, into those by what went in, and writes down
    /// those by scales and shifts.
    pub(super) fn backwards(&mut self, errors: &mut Grid, back: &mut Back<'_>) {
        let scales = &back.weights[self.start..][..self.columns];
        let gradient = &mut back.gradient[self.start..][..2 * self.columns];
        back.arch.dispatch(Backwards {
            norm: self,
            scales,
            gradient,
            samples: back.samples,
            errors,
        });
    }

    /// Takes mean and variance from the batch, and remembers them.
    #[inline(always)]
    fn look_at(&mut self, samples: usize, values: &Grid, remembered: &mut [f32]) {
        let count = float(samples * values.places);
        let Self { columns, origin, factor: squares, .. } = self;
        origin.fill(0.0);
        for row in values.rows(samples) {
            origin.iter_mut().zip(&row[..*columns]).for_each(|(sum, value)| *sum += value);
        }
        for mean in &mut *origin {
            *mean /= count;
        }
        squares.fill(0.0);
        for row in values.rows(samples) {
            for ((sum, value), mean) in squares.iter_mut().zip(&row[..*columns]).zip(&*origin) {
                *sum += (value - mean) * (value - mean);
            }
        }
        let (means, variances) = remembered.split_at_mut(*columns);
        for (kept, new) in means.iter_mut().zip(&self.origin) {
            *kept = (1.0 - MOMENTUM) * *kept + MOMENTUM * new;
        }
        for (kept, squares) in variances.iter_mut().zip(&mut self.factor) {
            *kept = (1.0 - MOMENTUM) * *kept + MOMENTUM * (*squares / (count - 1.0));
            *squares = 1.0 / (*squares / count + EPS).sqrt();
        }
    }

    /// Takes mean and variance from memory.
    #[inline(always)]
    fn recall(&mut self, remembered: &[f32]) {
        let (means, variances) = remembered.split_at(self.columns);
        self.origin.copy_from_slice(means);
        for (factor, variance) in self.factor.iter_mut().zip(variances) {
            *factor = 1.0 / (variance + EPS).sqrt();
        }
    }
}

struct Forwards<'a> {
    norm: &'a mut Norm,
    learnt: &'a [f32],
    remembered: &'a mut [f32],
    samples: usize,
    values: &'a mut Grid,
}

impl WithSimd for Forwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, learnt, remembered, samples, values } = self;
        if norm.by_batch {
            norm.look_at(samples, values, remembered);
        } else {
            norm.recall(remembered);
        }
        let (scales, shifts) = learnt.split_at(norm.columns);
        let Norm { columns, origin, factor, normal, .. } = norm;
        for (values, normal) in values.rows_mut(samples).zip(normal.rows_mut(samples)) {
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
    samples: usize,
    errors: &'a mut Grid,
}

impl WithSimd for Backwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, scales, gradient, samples, errors } = self;
        let (by_scale, by_shift) = gradient.split_at_mut(norm.columns);
        by_scale.fill(0.0);
        by_shift.fill(0.0);
        for (errors, normal) in errors.rows(samples).zip(norm.normal.rows(samples)) {
            let sums = by_scale.iter_mut().zip(&mut *by_shift);
            for ((by_scale, by_shift), (error, normal)) in sums.zip(errors.iter().zip(normal)) {
                *by_scale += error * normal;
                *by_shift += error;
            }
        }
        // Where the batch gave mean and variance, a sum moves every row of its column.
        let share = if norm.by_batch { 1.0 / float(samples * errors.places) } else { 0.0 };
        for (errors, normal) in errors.rows_mut(samples).zip(norm.normal.rows(samples)) {
            let errors = errors[..norm.columns].iter_mut().zip(normal);
            let by = by_scale.iter().zip(&*by_shift).zip(&norm.factor).zip(scales);
            for ((error, normal), (((by_scale, by_shift), factor), scale)) in errors.zip(by) {
                *error = scale * factor * (*error - share * (by_shift + normal * by_scale));
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a batch has far fewer than 2^23 rows")]
fn float(rows: usize) -> f32 {
    rows as f32
}

#[cfg(test)]
mod tests;
