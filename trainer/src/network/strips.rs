//! A matrix cut into strips of columns, one after the other, each row by row. A product looks at a strip of its right
//! matrix again and again; here that is one piece of memory, where rows of the whole matrix would lie far apart and fall
//! into the same few places of the cache.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use super::product::LANES;

/// How a matrix is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Strips {
    pub(super) rows: usize,
    /// A multiple of [`LANES`].
    pub(super) columns: usize,
    /// How many columns a strip has; the last one may have fewer.
    width: usize,
}

/// One of the strips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Strip {
    /// Its first column.
    pub(super) column: usize,
    /// How many it has: so far its rows are apart.
    pub(super) width: usize,
    rows: usize,
}

impl Strips {
    /// Of a matrix of this size, so wide as a product takes them.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self::wide(rows, columns, Arch::new().dispatch(Width))
    }

    /// So wide as is said: a multiple of [`LANES`].
    pub(super) fn wide(rows: usize, columns: usize, width: usize) -> Self {
        Self { rows, columns, width }
    }

    /// How many numbers the whole matrix has.
    pub(super) fn size(self) -> usize {
        self.rows * self.columns
    }

    /// All strips, from the left to the right.
    pub(super) fn each(self) -> impl Iterator<Item = Strip> {
        (0..self.columns).step_by(self.width).map(move |column| self.of(column))
    }

    /// The strip that a column is in.
    pub(super) fn of(self, column: usize) -> Strip {
        let first = column - column % self.width;
        Strip { column: first, width: self.width.min(self.columns - first), rows: self.rows }
    }

    /// Where a number lies.
    pub(super) fn at(self, row: usize, column: usize) -> usize {
        let strip = self.of(column);
        strip.range().start + row * strip.width + column - strip.column
    }
}

impl Strip {
    /// Where it lies among all numbers.
    pub(super) fn range(self) -> Range<usize> {
        self.column * self.rows..(self.column + self.width) * self.rows
    }
}

/// How wide the tiles of a product are.
struct Width;

impl WithSimd for Width {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        (2 * S::F32_LANES).max(LANES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_place_of_its_own() {
        for (rows, columns, width) in [(3, 48, 16), (5, 48, 32), (1, 16, 32), (2, 64, 32)] {
            let strips = Strips::wide(rows, columns, width);
            let mut found: Vec<usize> = (0..rows)
                .flat_map(|row| (0..columns).map(move |column| strips.at(row, column)))
                .collect();
            found.sort_unstable();
            assert_eq!(found, (0..strips.size()).collect::<Vec<_>>());
            let covered: Vec<usize> = strips.each().flat_map(Strip::range).collect();
            assert_eq!(covered, found);
        }
    }

    #[test]
    fn rows_of_a_strip_follow_each_other() {
        let strips = Strips::wide(4, 48, 32);
        let last = strips.of(40);
        assert_eq!((last.column, last.width, last.range()), (32, 16, 128..192));
        assert_eq!(strips.at(1, 40), 128 + 16 + 8);
    }
}
