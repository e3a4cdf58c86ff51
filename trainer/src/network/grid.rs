//! Rows of numbers for a batch, laid out for the cache.

use super::product::LANES;

/// A matrix with a row for each sample.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) numbers: Vec<f32>,
    /// How far apart rows lie: an odd number of cache lines, so that the same column of many rows
    /// does not fall into the same few places of the cache.
    pub(super) stride: usize,
}

impl Grid {
    /// Zeros.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        let stride = Self::stride(columns);
        Self { numbers: vec![0.0; rows * stride], stride }
    }

    /// How far apart rows of so many columns lie.
    pub(super) fn stride(columns: usize) -> usize {
        (columns.div_ceil(LANES) | 1) * LANES
    }

    /// The first `rows` rows, each from its first number to the next row's.
    pub(super) fn rows(&self, rows: usize) -> impl Iterator<Item = &[f32]> {
        self.numbers.chunks_exact(self.stride).take(rows)
    }

    /// As [`Self::rows`], to be changed.
    pub(super) fn rows_mut(&mut self, rows: usize) -> impl Iterator<Item = &mut [f32]> {
        self.numbers.chunks_exact_mut(self.stride).take(rows)
    }
}
