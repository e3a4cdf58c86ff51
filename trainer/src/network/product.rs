//! Matrix products in single precision on one core, with the widest vectors it has.
//!
//! A tile of the result is kept in registers while the left and the right matrix stream past it;
//! the rows of the right one are what the vectors run along, so its width is a multiple of
//! [`LANES`]. Nothing is copied or allocated.

use pulp::{Simd, WithSimd};

/// The widths of right matrices and results are multiples of this: the longest vectors there are.
pub(crate) const LANES: usize = 16;

/// How much of the inner dimension is worked through at a time, so that what the right matrix
/// holds for one tile stays in the cache.
const DEPTH: usize = 512;

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
        assert!(self.columns.is_multiple_of(LANES), "{} columns", self.columns);
        for from in (0..self.depth).step_by(DEPTH) {
            let depth = DEPTH.min(self.depth - from);
            let mut column = 0;
            while column + 2 * S::F32_LANES <= self.columns {
                self.strip::<S, 2>(simd, column, from, depth);
                column += 2 * S::F32_LANES;
            }
            if column < self.columns {
                self.strip::<S, 1>(simd, column, from, depth);
            }
        }
    }
}

impl Product<'_> {
    /// All rows of the result, `WIDE` vectors wide.
    #[inline(always)]
    fn strip<S: Simd, const WIDE: usize>(
        &mut self,
        simd: S,
        column: usize,
        from: usize,
        depth: usize,
    ) {
        let mut row = 0;
        if S::REGISTER_COUNT >= 32 {
            while row + 8 <= self.rows {
                self.tile::<S, 8, WIDE>(simd, [row, column], from, depth);
                row += 8;
            }
        }
        while row + 4 <= self.rows {
            self.tile::<S, 4, WIDE>(simd, [row, column], from, depth);
            row += 4;
        }
        while row < self.rows {
            self.tile::<S, 1, WIDE>(simd, [row, column], from, depth);
            row += 1;
        }
    }

    /// `TALL` rows of the result, `WIDE` vectors wide: adds the products from inner index `from`
    /// on to what the indices before came to.
    #[inline(always)]
    fn tile<S: Simd, const TALL: usize, const WIDE: usize>(
        &mut self,
        simd: S,
        [row, column]: [usize; 2],
        from: usize,
        depth: usize,
    ) {
        let width = WIDE * S::F32_LANES;
        let mut sums = [[simd.splat_f32s(0.0); WIDE]; TALL];
        if from > 0 {
            for (tall, sums) in sums.iter_mut().enumerate() {
                *sums = *vectors::<S, WIDE>(
                    &self.into.0[(row + tall) * self.into.1 + column..][..width],
                );
            }
        }
        let right = self.right.0[from * self.right.1 + column..].chunks(self.right.1).take(depth);
        match self.left {
            Left::Rows(left, stride) => {
                let left: [&[f32]; TALL] =
                    std::array::from_fn(|tall| &left[(row + tall) * stride + from..][..depth]);
                for (inner, right) in right.enumerate() {
                    let right = vectors::<S, WIDE>(&right[..width]);
                    for (sums, left) in sums.iter_mut().zip(left) {
                        add(simd, sums, left[inner], right);
                    }
                }
            }
            Left::Columns(left, stride) => {
                let left = left[from * stride + row..].chunks(stride);
                for (left, right) in left.zip(right) {
                    let right = vectors::<S, WIDE>(&right[..width]);
                    for (sums, left) in sums.iter_mut().zip(&left[..TALL]) {
                        add(simd, sums, *left, right);
                    }
                }
            }
        }
        if let Some(bias) = self.bias
            && from + depth == self.depth
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
mod tests {
    use pulp::Arch;

    use super::*;
    use crate::draws::{Draws, Purpose};
    use crate::network::transpose::Transpose;

    #[test]
    fn products_of_all_shapes_match_the_sum_of_products() {
        for rows in [1, 3, 4, 7, 8, 13, 64] {
            for (depth, columns) in [(1, 16), (5, 32), (64, 48), (129, 128), (1_030, 16)] {
                check(rows, depth, columns);
            }
        }
    }

    fn turn(matrix: (&[f32], usize), columns: usize, into: (&mut [f32], usize)) {
        Arch::new().dispatch(Transpose { matrix, columns, into });
    }

    fn check(rows: usize, depth: usize, columns: usize) {
        let (stride, wide) = (depth + 3, columns + 16);
        let (left, right) = (numbers(rows * stride), numbers(depth * wide));
        let bias = numbers(columns);
        let mut turned = vec![0.0; depth * rows];
        turn((&left, stride), depth, (&mut turned, rows));
        for left in [Left::Rows(&left, stride), Left::Columns(&turned, rows)] {
            for unit in [on_the_widest, on_none, on_a_narrow_one] {
                let mut into = vec![9.0; rows * wide];
                let (right, into_rows) = ((&right[..], wide), (&mut into[..], wide));
                let bias = (rows > 4).then_some(&bias[..columns]);
                unit(Product { rows, depth, columns, left, right, bias, into: into_rows });
                compare((rows, depth, columns), &into, left, right.0, bias);
            }
        }
    }

    fn on_the_widest(product: Product<'_>) {
        Arch::new().dispatch(product);
    }

    fn on_none(product: Product<'_>) {
        product.with_simd(pulp::Scalar);
    }

    /// Half as wide as the widest, where the machine has such a one.
    fn on_a_narrow_one(product: Product<'_>) {
        #[cfg(target_arch = "x86_64")]
        if let Some(unit) = pulp::x86::V3::try_new() {
            return Simd::vectorize(unit, product);
        }
        on_none(product);
    }

    fn compare(
        (rows, depth, columns): (usize, usize, usize),
        got: &[f32],
        left: Left<'_>,
        right: &[f32],
        bias: Option<&[f32]>,
    ) {
        let wide = columns + 16;
        for row in 0..rows {
            for column in 0..columns {
                let term = |inner: usize| {
                    let left = match left {
                        Left::Rows(left, stride) => left[row * stride + inner],
                        Left::Columns(left, stride) => left[inner * stride + row],
                    };
                    f64::from(left) * f64::from(right[inner * wide + column])
                };
                let bias = bias.map_or(0.0, |it| f64::from(it[column]));
                let expected = bias + (0..depth).map(term).sum::<f64>();
                let got = f64::from(got[row * wide + column]);
                assert!(
                    (got - expected).abs() < 1e-4,
                    "{rows}x{depth}x{columns}: {got} {expected}"
                );
            }
            assert!(got[row * wide + columns..][..16].iter().all(|it| (*it - 9.0).abs() < 1e-9));
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "test values")]
    fn numbers(count: usize) -> Vec<f32> {
        let mut draws = Draws::new(1, Purpose::Samples);
        (0..count).map(|_| draws.between(-1.0, 1.0) as f32).collect()
    }
}
