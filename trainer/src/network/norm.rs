//! Batch normalisation (Ioffe and Szegedy, 2015) as `torch.nn.BatchNorm1d` has it, with its defaults.
//!
//! Each column of a hidden layer's sums is brought to mean 0 and variance 1 over the batch, then scaled
//! and shifted by what is learnt. The variance that normalises is the batch's own, that which is
//! remembered is the unbiased one. A batch of one row has no variance: it is normalised by what is
//! remembered, which it leaves as it was. (`PyTorch` refuses it, which would end runs whose epoch
//! leaves one row over.)
//!
//! A ghost batch (Hoffer et al., 2017) is so many samples of the batch, in their order, that are normalised by
//! themselves, as if `torch.nn.BatchNorm1d` were called for one after the other: each is remembered in its turn,
//! and the last one is smaller where they do not come out even. So the noise of small batches stays when a batch
//! grows.

use pulp::{Simd, WithSimd};
use search::config::BatchNorm;

use super::{
    after::After,
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
    /// How many samples are normalised together.
    ghost: usize,
    /// What was taken from each column last.
    origin: Vec<f32>,
    /// What each column was multiplied by then: so many numbers for each ghost batch.
    factors: Vec<f32>,
    /// The normalised sums of the last batch, before scales and shifts.
    normal: Grid,
    /// A ghost batch's slopes by scales and shifts.
    slopes: Vec<f32>,
}

impl Norm {
    /// What a model asks for, if it asks for anything.
    pub(super) fn asked(
        builder: &mut Builder,
        name: &str,
        size: [usize; 2],
        batch_norm: BatchNorm,
    ) -> Result<Vec<After>, Error> {
        let ghost = match batch_norm {
            BatchNorm::Off => return Ok(Vec::new()),
            BatchNorm::Whole => usize::MAX,
            BatchNorm::Ghost(samples) => usize::try_from(samples).unwrap_or(usize::MAX),
        };
        Ok(vec![After::Norm(Self::new(builder, name, size, ghost)?)])
    }

    /// For a grid with so many rows a sample and so many columns, of which `ghost` samples are normalised
    /// together. Takes the place of its scales and shifts, ones and zeros, and of what it remembers.
    pub(super) fn new(
        builder: &mut Builder,
        name: &str,
        [places, outputs]: [usize; 2],
        ghost: usize,
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
            ghost,
            origin: vec![0.0; columns],
            factors: vec![0.0; columns * builder.batch.div_ceil(ghost)],
            normal: builder.grid(places, columns)?,
            slopes: vec![0.0; 2 * columns],
        })
    }

    /// Normalises the rows of a batch, in place.
    pub(super) fn forwards(&mut self, values: &mut Grid, forth: &mut Forth<'_>) {
        let learnt = &forth.weights[self.start..][..2 * self.columns];
        let remembered = &mut forth.buffers[self.remembered..][..2 * self.columns];
        let (pass, samples) = (forth.pass, forth.samples);
        forth.arch.dispatch(Forwards { norm: self, learnt, remembered, pass, samples, values });
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

    /// The ghost batches of a batch of so many samples: where each begins, and how many samples it has.
    fn ghosts(&self, samples: usize) -> impl Iterator<Item = [usize; 2]> + use<> {
        let ghost = self.ghost;
        (0..samples).step_by(ghost).map(move |first| [first, ghost.min(samples - first)])
    }

    /// Takes mean and variance from a ghost batch, and remembers them. The factors are in the `at`-th place.
    #[inline(always)]
    fn look_at(
        &mut self,
        at: usize,
        [first, samples]: [usize; 2],
        values: &Grid,
        remembered: &mut [f32],
    ) {
        let count = float(samples * values.places);
        let Self { columns, origin, factors, .. } = self;
        let squares = &mut factors[at * *columns..][..*columns];
        origin.fill(0.0);
        for row in values.part(first, samples) {
            origin.iter_mut().zip(&row[..*columns]).for_each(|(sum, value)| *sum += value);
        }
        for mean in &mut *origin {
            *mean /= count;
        }
        squares.fill(0.0);
        for row in values.part(first, samples) {
            for ((sum, value), mean) in squares.iter_mut().zip(&row[..*columns]).zip(&*origin) {
                *sum += (value - mean) * (value - mean);
            }
        }
        let (means, variances) = remembered.split_at_mut(*columns);
        for (kept, new) in means.iter_mut().zip(&*origin) {
            *kept = (1.0 - MOMENTUM) * *kept + MOMENTUM * new;
        }
        for (kept, squares) in variances.iter_mut().zip(squares) {
            *kept = (1.0 - MOMENTUM) * *kept + MOMENTUM * (*squares / (count - 1.0));
            *squares = 1.0 / (*squares / count + EPS).sqrt();
        }
    }

    /// Takes mean and variance from memory.
    #[inline(always)]
    fn recall(&mut self, at: usize, remembered: &[f32]) {
        let (means, variances) = remembered.split_at(self.columns);
        self.origin.copy_from_slice(means);
        let factors = &mut self.factors[at * self.columns..][..self.columns];
        for (factor, variance) in factors.iter_mut().zip(variances) {
            *factor = 1.0 / (variance + EPS).sqrt();
        }
    }
}

struct Forwards<'a> {
    norm: &'a mut Norm,
    learnt: &'a [f32],
    remembered: &'a mut [f32],
    pass: Pass,
    samples: usize,
    values: &'a mut Grid,
}

impl WithSimd for Forwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { norm, learnt, remembered, pass, samples, values } = self;
        let (scales, shifts) = learnt.split_at(norm.columns);
        for (at, ghost @ [first, samples]) in norm.ghosts(samples).enumerate() {
            if pass == Pass::Learning && samples * values.places > 1 {
                norm.look_at(at, ghost, values, remembered);
            } else {
                norm.recall(at, remembered);
            }
            let Norm { columns, origin, factors, normal, .. } = &mut *norm;
            let factors = &factors[at * *columns..][..*columns];
            let rows = values.part_mut(first, samples).zip(normal.part_mut(first, samples));
            for (values, normal) in rows {
                let values = values[..*columns].iter_mut().zip(&mut normal[..*columns]);
                let by = origin.iter().zip(factors).zip(scales).zip(shifts);
                for ((value, normal), (((origin, factor), scale), shift)) in values.zip(by) {
                    *normal = (*value - origin) * factor;
                    *value = *normal * scale + shift;
                }
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
        gradient.fill(0.0);
        for (at, [first, samples]) in norm.ghosts(samples).enumerate() {
            let Norm { columns, factors, normal, slopes, .. } = &mut *norm;
            slopes.fill(0.0);
            let (by_scale, by_shift) = slopes.split_at_mut(*columns);
            let rows = errors.part(first, samples).zip(normal.part(first, samples));
            for (errors, normal) in rows {
                let sums = by_scale.iter_mut().zip(&mut *by_shift);
                for ((by_scale, by_shift), (error, normal)) in sums.zip(errors.iter().zip(normal)) {
                    *by_scale += error * normal;
                    *by_shift += error;
                }
            }
            // Where the ghost batch gave mean and variance, a sum moves every row of its column.
            let rows = samples * errors.places;
            let share = if rows > 1 { 1.0 / float(rows) } else { 0.0 };
            let factors = &factors[at * *columns..][..*columns];
            let rows = errors.part_mut(first, samples).zip(normal.part(first, samples));
            for (errors, normal) in rows {
                let errors = errors[..*columns].iter_mut().zip(normal);
                let by = by_scale.iter().zip(&*by_shift).zip(factors).zip(scales);
                for ((error, normal), (((by_scale, by_shift), factor), scale)) in errors.zip(by) {
                    *error = scale * factor * (*error - share * (by_shift + normal * by_scale));
                }
            }
            gradient.iter_mut().zip(&*slopes).for_each(|(sum, slope)| *sum += slope);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a batch has far fewer than 2^23 rows")]
fn float(rows: usize) -> f32 {
    rows as f32
}

#[cfg(test)]
mod tests;
