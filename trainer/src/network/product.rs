//! Matrix products in single precision on one core, with the widest vectors it has.
//!
//! A tile of the result is kept in registers while the left and the right matrix stream past it;
//! the rows of the right one are what the vectors run along, so its width is a multiple of
//! [`LANES`]. Nothing is allocated.

use std::ops::Range;

use pulp::{Simd, WithSimd};

/// The widths of right matrices and results are multiples of this: the longest vectors there are.
pub(crate) const LANES: usize = 16;

/// How much of the inner dimension is worked through at a time, so that what the right matrix
/// holds for one tile stays in the cache.
pub(super) const DEPTH: usize = 400;

/// The matrix on the left.
#[derive(Clone, Copy)]
pub(crate) enum Left<'a> {
    /// Stored row by row, each so many numbers after the one before.
    Rows(&'a [f32], usize),
    /// Stored column by column: the transpose of what lies in memory.
    Columns(&'a [f32], usize),
}

/// `into` = `left` × `right` + `bias`. Matrices but `left` are stored row by row, each row so many numbers
/// after the one before.
pub(crate) struct Product<'a> {
    /// The rows of `left` and `into`.
    pub(crate) rows: usize,
    /// The columns of `left` and rows of `right`.
    pub(crate) depth: usize,
    /// The columns of `right` and `into`, a multiple of [`LANES`].
    pub(crate) columns: usize,
    pub(crate) left: Left<'a>,
    pub(crate) right: (&'a [f32], usize),
    /// What is added to every row of the result, at last.
    pub(crate) bias: Option<&'a [f32]>,
    pub(crate) into: (&'a mut [f32], usize),
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        self.run(simd);
    }
}

impl Product<'_> {
    #[inline(always)]
    fn run<S: Simd>(&mut self, simd: S) {
        assert!(self.columns.is_multiple_of(LANES), "{} columns", self.columns);
        for inner in parts(self.depth) {
            let mut column = 0;
            while column + 2 * S::F32_LANES <= self.columns {
                self.strip::<S, 2>(simd, column, inner.clone());
                column += 2 * S::F32_LANES;
            }
            if column < self.columns {
                self.strip::<S, 1>(simd, column, inner);
            }
        }
    }

    /// All rows of the result, `WIDE` vectors wide.
    #[inline(always)]
    fn strip<S: Simd, const WIDE: usize>(&mut self, simd: S, column: usize, inner: Range<usize>) {
        let (numbers, stride) = self.right;
        let numbers = &numbers[inner.start * stride + column..];
        let width = WIDE * S::F32_LANES;
        if stride == width {
            let (rows, _) = S::as_simd_f32s(&numbers[..inner.len() * width]);
            self.tiles::<S, WIDE>(simd, column, inner, &rows.as_chunks().0.iter());
            return;
        }
        let rows = numbers.chunks(stride).take(inner.len());
        let rows = rows.map(|row| vectors::<S, WIDE>(&row[..width]));
        self.tiles::<S, WIDE>(simd, column, inner, &rows);
    }

    /// The same, by a part of the right matrix.
    #[inline(always)]
    fn tiles<'r, S: Simd, const WIDE: usize>(
        &mut self,
        simd: S,
        column: usize,
        inner: Range<usize>,
        right: &(impl Iterator<Item = &'r [S::f32s; WIDE]> + Clone),
    ) {
        let mut row = 0;
        if S::REGISTER_COUNT >= 32 {
            while row + 8 <= self.rows {
                self.tile::<S, 8, WIDE>(simd, [row, column], inner.clone(), right.clone());
                row += 8;
            }
        }
        while row + 4 <= self.rows {
            self.tile::<S, 4, WIDE>(simd, [row, column], inner.clone(), right.clone());
            row += 4;
        }
        while row < self.rows {
            self.tile::<S, 1, WIDE>(simd, [row, column], inner.clone(), right.clone());
            row += 1;
        }
    }

    /// `TALL` rows of the result, `WIDE` vectors wide: adds the products of the `inner` indices
    /// to what the indices before came to.
    #[inline(always)]
    fn tile<'r, S: Simd, const TALL: usize, const WIDE: usize>(
        &mut self,
        simd: S,
        [row, column]: [usize; 2],
        inner: Range<usize>,
        right: impl Iterator<Item = &'r [S::f32s; WIDE]>,
    ) {
        let (from, depth) = (inner.start, inner.len());
        let width = WIDE * S::F32_LANES;
        let mut sums = [[simd.splat_f32s(0.0); WIDE]; TALL];
        if from > 0 {
            for (tall, sums) in sums.iter_mut().enumerate() {
                let before = &self.into.0[(row + tall) * self.into.1 + column..];
                *sums = *vectors::<S, WIDE>(&before[..width]);
            }
        }
        match self.left {
            Left::Rows(left, stride) => {
                let left: [&[f32]; TALL] =
                    std::array::from_fn(|tall| &left[(row + tall) * stride + from..][..depth]);
                for (inner, right) in right.enumerate() {
                    for (sums, left) in sums.iter_mut().zip(left) {
                        add(simd, sums, left[inner], right);
                    }
                }
            }
            Left::Columns(left, stride) => {
                let left = left[from * stride + row..].chunks(stride);
                for (left, right) in left.zip(right) {
                    for (sums, left) in sums.iter_mut().zip(&left[..TALL]) {
                        add(simd, sums, *left, right);
                    }
                }
            }
        }
        if let Some(bias) = self.bias
            && inner.end == self.depth
        {
            let bias = vectors::<S, WIDE>(&bias[column..][..width]);
            for (sum, bias) in sums.iter_mut().flat_map(|sums| sums.iter_mut().zip(bias)) {
                *sum = simd.add_f32s(*sum, *bias);
            }
        }
        for (tall, sums) in sums.iter().enumerate() {
            let into = &mut self.into.0[(row + tall) * self.into.1 + column..][..width];
            S::as_mut_simd_f32s(into).0.copy_from_slice(sums);
        }
    }
}

/// The inner dimension in parts of about the same size, none larger than [`DEPTH`].
pub(super) fn parts(depth: usize) -> impl Iterator<Item = Range<usize>> {
    let part = depth.div_ceil(depth.div_ceil(DEPTH).max(1)).max(1);
    (0..depth).step_by(part).map(move |from| from..depth.min(from + part))
}

/// Adds `left` × `right` to `sums`.
#[inline(always)]
pub(super) fn add<S: Simd, const WIDE: usize>(
    simd: S,
    sums: &mut [S::f32s; WIDE],
    left: f32,
    right: &[S::f32s; WIDE],
) {
    let left = simd.splat_f32s(left);
    for (sum, right) in sums.iter_mut().zip(right) {
        *sum = simd.mul_add_e_f32s(left, *right, *sum);
    }
}

/// So many numbers as vectors.
#[inline(always)]
pub(super) fn vectors<S: Simd, const WIDE: usize>(numbers: &[f32]) -> &[S::f32s; WIDE] {
    S::as_simd_f32s(numbers).0.first_chunk().expect("the caller took WIDE vectors of numbers")
}

#[cfg(test)]
mod tests;
