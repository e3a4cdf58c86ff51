//! Rows of numbers for a batch, laid out for the cache.

use super::product::LANES;

/// A matrix with one or more rows for each sample: one for a sample that is a list of numbers, one a
/// pixel for an image, one a place for a text.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) numbers: Vec<f32>,
    /// How far apart rows lie. Where a sample is a row, it is an odd number of cache lines, so that the same
    /// column of many rows does not fall into the same few places of the cache. Where it is many, they are
    /// read one after the other, and lie side by side.
    pub(super) stride: usize,
    /// How many columns there are, a multiple of [`LANES`].
    pub(super) columns: usize,
    /// How many rows each sample has.
    pub(super) places: usize,
}

impl Grid {
    /// Zeros for so many samples; columns are filled up to whole vectors.
    pub(super) fn new(samples: usize, places: usize, columns: usize) -> Self {
        let stride = Self::stride(places, columns);
        let numbers = vec![0.0; samples * places * stride];
        Self { numbers, stride, columns: filled(columns), places }
    }

    /// How many numbers it takes.
    pub(super) fn size(samples: usize, places: usize, columns: usize) -> usize {
        samples.saturating_mul(places).saturating_mul(Self::stride(places, columns))
    }

    fn stride(places: usize, columns: usize) -> usize {
        let lines = filled(columns) / LANES;
        let lines = if places > 1 { lines.max(1) } else { lines | 1 };
        lines.saturating_mul(LANES)
    }

    /// The rows of the first `samples` samples, each from its first number to the next row's.
    pub(super) fn rows(&self, samples: usize) -> impl Iterator<Item = &[f32]> {
        self.numbers.chunks_exact(self.stride).take(samples * self.places)
    }

    /// The rows of `samples` samples from the one numbered `first` on.
    pub(super) fn part(&self, first: usize, samples: usize) -> impl Iterator<Item = &[f32]> {
        let rows = self.numbers[first * self.places * self.stride..].chunks_exact(self.stride);
        rows.take(samples * self.places)
    }

    /// As [`Self::part`], to be changed.
    pub(super) fn part_mut(
        &mut self,
        first: usize,
        samples: usize,
    ) -> impl Iterator<Item = &mut [f32]> {
        let stride = self.stride;
        let rows = self.numbers[first * self.places * stride..].chunks_exact_mut(stride);
        rows.take(samples * self.places)
    }

    /// As [`Self::rows`], to be changed.
    pub(super) fn rows_mut(&mut self, samples: usize) -> impl Iterator<Item = &mut [f32]> {
        self.numbers.chunks_exact_mut(self.stride).take(samples * self.places)
    }
}

/// The next multiple of [`LANES`].
pub(super) fn filled(width: usize) -> usize {
    width.div_ceil(LANES).saturating_mul(LANES)
}
