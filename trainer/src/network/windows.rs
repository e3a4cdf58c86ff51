//! Products with a matrix whose rows are windows of an image, which overlap and are read where they lie.
//!
//! Written out, the windows would take the memory of the image many times over. A window is a few pieces of
//! one length, equally far apart: the rows of pixels that it covers, all channels of a pixel side by side.

use pulp::{Simd, WithSimd};

use super::product::{LANES, add, vectors};

/// Windows of an image: the rows of a matrix.
#[derive(Clone, Copy, Debug)]
pub(super) struct Windows<'a> {
    pub(super) numbers: &'a [f32],
    /// Where each window starts.
    pub(super) starts: &'a [u32],
    /// Which row of the outcome each window makes.
    pub(super) makes: &'a [u32],
    /// How many pieces a window has.
    pub(super) pieces: usize,
    /// How far apart they start.
    pub(super) pitch: usize,
    /// How long each is.
    pub(super) length: usize,
}

impl Windows<'_> {
    /// So many numbers of a piece of a window, from `at` on.
    #[inline(always)]
    fn piece(&self, window: usize, piece: usize, at: usize, count: usize) -> &[f32] {
        &self.numbers[self.starts[window] as usize + piece * self.pitch + at..][..count]
    }
}

/// `into` = windows × `right` + `bias`: the row that each window makes. The right matrix is as wide as whole vectors.
pub(super) struct Apply<'a> {
    pub(super) windows: Windows<'a>,
    pub(super) right: &'a [f32],
    pub(super) columns: usize,
    pub(super) bias: Option<&'a [f32]>,
    pub(super) into: (&'a mut [f32], usize),
}

impl WithSimd for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        assert!(self.columns.is_multiple_of(LANES), "{} columns", self.columns);
        let mut column = 0;
        while column + 2 * S::F32_LANES <= self.columns {
            self.strip::<S, 2>(simd, column);
            column += 2 * S::F32_LANES;
        }
        if column < self.columns {
            self.strip::<S, 1>(simd, column);
        }
    }
}

impl Apply<'_> {
    /// All rows of the result, `WIDE` vectors wide.
    #[inline(always)]
    fn strip<S: Simd, const WIDE: usize>(&mut self, simd: S, column: usize) {
        let (mut row, rows) = (0, self.windows.starts.len());
        if S::REGISTER_COUNT >= 32 {
            while row + 8 <= rows {
                self.tile::<S, 8, WIDE>(simd, row, column);
                row += 8;
            }
        }
        while row + 6 <= rows {
            self.tile::<S, 6, WIDE>(simd, row, column);
            row += 6;
        }
        while row + 4 <= rows {
            self.tile::<S, 4, WIDE>(simd, row, column);
            row += 4;
        }
        while row < rows {
            self.tile::<S, 1, WIDE>(simd, row, column);
            row += 1;
        }
    }

    #[inline(always)]
    fn tile<S: Simd, const TALL: usize, const WIDE: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
    ) {
        let (width, windows) = (WIDE * S::F32_LANES, self.windows);
        let mut sums = [[simd.splat_f32s(0.0); WIDE]; TALL];
        for piece in 0..windows.pieces {
            let left: [&[f32]; TALL] =
                std::array::from_fn(|tall| windows.piece(row + tall, piece, 0, windows.length));
            let right = &self.right[piece * windows.length * self.columns + column..];
            // Windows are most often three pixels wide.
            sums = if windows.length.is_multiple_of(6) {
                rows::<S, TALL, WIDE, 6>(simd, sums, left, right, self.columns)
            } else {
                rows::<S, TALL, WIDE, 3>(simd, sums, left, right, self.columns)
            };
        }
        if let Some(bias) = self.bias {
            let bias = vectors::<S, WIDE>(&bias[column..][..width]);
            for (sum, bias) in sums.iter_mut().flat_map(|sums| sums.iter_mut().zip(bias)) {
                *sum = simd.add_f32s(*sum, *bias);
            }
        }
        for (makes, sums) in windows.makes[row..][..TALL].iter().zip(&sums) {
            let into = &mut self.into.0[*makes as usize * self.into.1 + column..][..width];
            S::as_mut_simd_f32s(into).0.copy_from_slice(sums);
        }
    }
}

/// Adds pieces of windows × the rows of the right matrix, each so many numbers after the one before. They are
/// worked through `DEEP` at a time, so that what is asked of the pieces' lengths costs next to nothing.
#[inline(always)]
fn rows<S: Simd, const TALL: usize, const WIDE: usize, const DEEP: usize>(
    simd: S,
    mut sums: [[S::f32s; WIDE]; TALL],
    left: [&[f32]; TALL],
    right: &[f32],
    stride: usize,
) -> [[S::f32s; WIDE]; TALL] {
    let (mut inner, depth) = (0, left[0].len());
    while inner + DEEP <= depth {
        sums = block::<S, TALL, WIDE, DEEP>(simd, sums, left, right, [inner, stride]);
        inner += DEEP;
    }
    while inner < depth {
        sums = block::<S, TALL, WIDE, 1>(simd, sums, left, right, [inner, stride]);
        inner += 1;
    }
    sums
}

#[inline(always)]
fn block<S: Simd, const TALL: usize, const WIDE: usize, const DEEP: usize>(
    simd: S,
    mut sums: [[S::f32s; WIDE]; TALL],
    left: [&[f32]; TALL],
    right: &[f32],
    [inner, stride]: [usize; 2],
) -> [[S::f32s; WIDE]; TALL] {
    let left: [&[f32; DEEP]; TALL] = std::array::from_fn(|tall| {
        left[tall][inner..].first_chunk().expect("all pieces are as long as the first")
    });
    for deep in 0..DEEP {
        let right = &right[(inner + deep) * stride..][..WIDE * S::F32_LANES];
        let right = vectors::<S, WIDE>(right);
        for (sums, left) in sums.iter_mut().zip(&left) {
            add(simd, sums, left[deep], right);
        }
    }
    sums
}

/// `into` += the transpose of the windows × `right`: a row for each number of a window.
pub(super) struct Gather<'a> {
    pub(super) windows: Windows<'a>,
    /// A row for each window, each so many numbers after the one before.
    pub(super) right: (&'a [f32], usize),
    pub(super) columns: usize,
    pub(super) into: &'a mut [f32],
}

impl WithSimd for Gather<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        assert!(self.columns.is_multiple_of(LANES), "{} columns", self.columns);
        for piece in 0..self.windows.pieces {
            let mut column = 0;
            while column + 2 * S::F32_LANES <= self.columns {
                self.strip::<S, 2>(simd, piece, column);
                column += 2 * S::F32_LANES;
            }
            if column < self.columns {
                self.strip::<S, 1>(simd, piece, column);
            }
        }
    }
}

impl Gather<'_> {
    /// All rows of the result that belong to a piece, `WIDE` vectors wide. Windows of three pixels are the
    /// most common, so the rows come in threes.
    #[inline(always)]
    fn strip<S: Simd, const WIDE: usize>(&mut self, simd: S, piece: usize, column: usize) {
        let (mut at, length) = (0, self.windows.length);
        if S::REGISTER_COUNT >= 32 {
            while at + 12 <= length {
                self.tile::<S, 12, WIDE>(simd, [piece, at], column);
                at += 12;
            }
        }
        while at + 6 <= length {
            self.tile::<S, 6, WIDE>(simd, [piece, at], column);
            at += 6;
        }
        while at + 3 <= length {
            self.tile::<S, 3, WIDE>(simd, [piece, at], column);
            at += 3;
        }
        while at < length {
            self.tile::<S, 1, WIDE>(simd, [piece, at], column);
            at += 1;
        }
    }

    #[inline(always)]
    fn tile<S: Simd, const TALL: usize, const WIDE: usize>(
        &mut self,
        simd: S,
        [piece, at]: [usize; 2],
        column: usize,
    ) {
        let (width, windows) = (WIDE * S::F32_LANES, self.windows);
        let first = (piece * windows.length + at) * self.columns + column;
        let mut sums: [[S::f32s; WIDE]; TALL] = std::array::from_fn(|tall| {
            *vectors::<S, WIDE>(&self.into[first + tall * self.columns..][..width])
        });
        let right = self.right.0[column..].chunks(self.right.1);
        for (window, right) in (0..windows.starts.len()).zip(right) {
            let left = windows.piece(window, piece, at, TALL);
            let right = vectors::<S, WIDE>(&right[..width]);
            for (sums, left) in sums.iter_mut().zip(left) {
                add(simd, sums, *left, right);
            }
        }
        for (tall, sums) in sums.iter().enumerate() {
            let into = &mut self.into[first + tall * self.columns..][..width];
            S::as_mut_simd_f32s(into).0.copy_from_slice(sums);
        }
    }
}

#[cfg(test)]
mod tests;
