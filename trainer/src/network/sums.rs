//! The sums of a grid's columns: the slopes by biases.

use pulp::{Simd, WithSimd};

use super::{grid::Grid, product::LANES};

/// So many columns are added up at a time: their sums stay in registers while the rows stream past.
const STRIP: usize = 4 * LANES;

/// Writes the sum of each column down, over all rows of the first `samples` samples.
pub(super) struct Sums<'a> {
    pub(super) grid: &'a Grid,
    pub(super) samples: usize,
    pub(super) into: &'a mut [f32],
}

impl WithSimd for Sums<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { grid, samples, into } = self;
        let (strips, rest) = into.as_chunks_mut::<STRIP>();
        let done = strips.len() * STRIP;
        for (strip, into) in strips.iter_mut().enumerate() {
            *into = sum(grid, samples, strip * STRIP);
        }
        for (line, into) in rest.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            *into = sum(grid, samples, done + line * LANES);
        }
    }
}

/// The sums of the columns from this one on.
#[inline(always)]
fn sum<const COLUMNS: usize>(grid: &Grid, samples: usize, column: usize) -> [f32; COLUMNS] {
    let mut sums = [0.0; COLUMNS];
    for row in grid.rows(samples) {
        let numbers = row[column..].first_chunk().expect("grids are whole vectors wide");
        let numbers: &[f32; COLUMNS] = numbers;
        sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
    }
    sums
}
