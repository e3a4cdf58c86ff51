//! The slopes by a matrix of weights: the product of what went in, turned over, and the slopes by what came out.
//!
//! Both are copied, block by block, into the order in which they are needed.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::{
    product::{DEPTH, LANES, add, parts, vectors},
    strips::Strips,
};

/// So many inputs are copied at a time, so that they stay in the cache for all columns of the result.
const BLOCK: usize = 256;

/// Writes the slopes by a matrix that lies in `strips`, a row for each input and a column for each output.
pub(super) struct Gradient<'a> {
    pub(super) strips: Strips,
    /// How many rows there are of what went in and of the slopes by what came out.
    pub(super) samples: usize,
    /// What went in, and how far its rows are apart.
    pub(super) values: (&'a [f32], usize),
    /// The slopes by what came out, and how far their rows are apart.
    pub(super) errors: (&'a [f32], usize),
    pub(super) panels: &'a mut Panels,
    pub(super) into: &'a mut [f32],
}

/// Room for the copies.
#[derive(Debug)]
pub(super) struct Panels {
    /// Of the slopes, a strip as wide as a tile.
    strip: Vec<f32>,
    /// Of what went in, tiles one after the other; in each the numbers of a sample side by side.
    block: Vec<f32>,
}

impl Panels {
    /// What is never used takes no memory: the zeros are the system's until something is written.
    pub(super) fn new() -> Self {
        Self { strip: vec![0.0; DEPTH * 2 * LANES], block: vec![0.0; DEPTH * BLOCK] }
    }
}

impl WithSimd for Gradient<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let Strips { columns, .. } = self.strips;
        assert!(columns.is_multiple_of(LANES), "{columns} columns");
        for samples in parts(self.samples) {
            if S::REGISTER_COUNT >= 32 {
                self.blocks::<S, 8>(simd, &samples);
            } else {
                self.blocks::<S, 4>(simd, &samples);
            }
        }
    }
}

impl Gradient<'_> {
    /// Adds what these samples come to, in tiles of `TALL` rows; rows that are left over come one by one.
    #[inline(always)]
    fn blocks<S: Simd, const TALL: usize>(&mut self, simd: S, samples: &Range<usize>) {
        let inputs = self.strips.rows;
        let whole = inputs - inputs % TALL;
        for top in (0..whole).step_by(BLOCK) {
            self.block::<S, TALL>(simd, samples, top..whole.min(top + BLOCK));
        }
        if whole < inputs {
            self.block::<S, 1>(simd, samples, whole..inputs);
        }
    }

    /// The same, for these rows of the result.
    #[inline(always)]
    fn block<S: Simd, const TALL: usize>(
        &mut self,
        simd: S,
        samples: &Range<usize>,
        rows: Range<usize>,
    ) {
        let (values, stride) = self.values;
        let (tiles, _) = self.panels.block[..rows.len() * samples.len()].as_chunks_mut::<TALL>();
        for (row, tile) in rows.clone().step_by(TALL).zip(tiles.chunks_exact_mut(samples.len())) {
            let values = values[samples.start * stride + row..].chunks(stride);
            tile.iter_mut().zip(values).for_each(|(into, it)| into.copy_from_slice(&it[..TALL]));
        }
        let mut column = 0;
        while column + 2 * S::F32_LANES <= self.strips.columns {
            self.strip::<S, TALL, 2>(simd, samples, rows.clone(), column);
            column += 2 * S::F32_LANES;
        }
        if column < self.strips.columns {
            self.strip::<S, TALL, 1>(simd, samples, rows, column);
        }
    }

    /// The same, for `WIDE` vectors of columns.
    #[inline(always)]
    fn strip<S: Simd, const TALL: usize, const WIDE: usize>(
        &mut self,
        simd: S,
        samples: &Range<usize>,
        rows: Range<usize>,
        column: usize,
    ) {
        let width = WIDE * S::F32_LANES;
        let (errors, stride) = self.errors;
        let errors = errors[samples.start * stride + column..].chunks(stride);
        let Panels { strip, block } = &mut *self.panels;
        let (strip, _) = S::as_mut_simd_f32s(strip);
        let strip = &mut strip.as_chunks_mut::<WIDE>().0[..samples.len()];
        for (into, row) in strip.iter_mut().zip(errors) {
            *into = *vectors::<S, WIDE>(&row[..width]);
        }
        let (tiles, _) = block[..rows.len() * samples.len()].as_chunks::<TALL>();
        // A tile lies within a strip of the result.
        let (first, apart) = (self.strips.at(0, column), self.strips.of(column).width);
        for (tile, row) in tiles.chunks_exact(samples.len()).zip(rows.step_by(TALL)) {
            let into = &mut self.into[first + row * apart..];
            let mut sums = [[simd.splat_f32s(0.0); WIDE]; TALL];
            if samples.start > 0 {
                for (tall, sums) in sums.iter_mut().enumerate() {
                    *sums = *vectors::<S, WIDE>(&into[tall * apart..][..width]);
                }
            }
            for (left, right) in tile.iter().zip(&*strip) {
                for (sums, left) in sums.iter_mut().zip(left) {
                    add(simd, sums, *left, right);
                }
            }
            for (tall, sums) in sums.iter().enumerate() {
                let into = &mut into[tall * apart..][..width];
                S::as_mut_simd_f32s(into).0.copy_from_slice(sums);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pulp::Arch;

    use super::*;
    use crate::draws::{Draws, Purpose};

    #[test]
    fn slopes_of_all_sizes_match_the_sum_of_products() {
        for samples in [1, 7, 64, 700] {
            for (inputs, columns, width) in
                [(1, 16, 16), (2, 32, 16), (9, 48, 32), (300, 48, 32), (64, 16, 32)]
            {
                check(samples, inputs, columns, width, true);
                check(samples, inputs, columns, width, false);
            }
        }
    }

    fn check(samples: usize, inputs: usize, columns: usize, width: usize, is_widest: bool) {
        let strips = Strips::wide(inputs, columns, width);
        let (apart, wide) = (inputs + 3, columns + 16);
        let mut draws = Draws::new(1, Purpose::Samples);
        let [values, errors] = [apart, wide].map(|it| {
            let mut numbers = vec![0.0; samples * it];
            draws.normals(0.5, &mut numbers);
            numbers
        });
        let mut into = vec![9.0; strips.size()];
        let gradient = Gradient {
            strips,
            samples,
            values: (&values, apart),
            errors: (&errors, wide),
            panels: &mut Panels::new(),
            into: &mut into,
        };
        if is_widest {
            Arch::new().dispatch(gradient);
        } else {
            gradient.with_simd(pulp::Scalar);
        }
        for input in 0..inputs {
            for column in 0..columns {
                let term = |sample: usize| {
                    f64::from(values[sample * apart + input])
                        * f64::from(errors[sample * wide + column])
                };
                let expected: f64 = (0..samples).map(term).sum();
                let got = f64::from(into[strips.at(input, column)]);
                assert!(
                    (got - expected).abs() < 1e-4,
                    "{samples}x{inputs}x{columns}: {got} {expected}"
                );
            }
        }
    }
}
