//! Products whose left matrix lies transposed, as those do that make gradients of weights: both matrices are copied, block
//! by block, into the order in which they are needed.

use std::ops::Range;

use pulp::Simd;

use super::{DEPTH, LANES, Product, add, vectors};

/// So many rows of the left matrix are copied at a time, so that they stay in the cache for all columns of the result.
const BLOCK: usize = 256;

/// Room for copies of parts of both matrices.
#[derive(Debug, Default)]
pub(crate) struct Panels {
    /// Of the right one, a strip as wide as a tile.
    pub(super) strip: Vec<f32>,
    /// Of the left one, tiles one after the other; in each all numbers of an inner index side by side.
    block: Vec<f32>,
}

impl Panels {
    /// Room for right matrices with so many columns, if it is worth its while. What is never used takes no memory: the
    /// zeros are the system's until something is written.
    pub(crate) fn new(columns: usize) -> Self {
        let depth = if columns > 2 * LANES { DEPTH } else { 0 };
        Self { strip: vec![0.0; depth * 2 * LANES], block: vec![0.0; depth * BLOCK] }
    }

    pub(super) fn are_there(&self) -> bool {
        !self.block.is_empty()
    }
}

impl Product<'_> {
    /// Adds the products of the `inner` indices to what the indices before came to. `left` is the transposed matrix
    /// from the first of them on.
    #[inline(always)]
    pub(super) fn blocks<S: Simd>(
        &mut self,
        simd: S,
        left: (&[f32], usize),
        inner: Range<usize>,
        panels: &mut Panels,
    ) {
        if S::REGISTER_COUNT >= 32 {
            self.blocks_of::<S, 8>(simd, left, inner, panels);
        } else {
            self.blocks_of::<S, 4>(simd, left, inner, panels);
        }
    }

    /// The same, in tiles of `TALL` rows, and the rows that are left over one by one.
    #[inline(always)]
    fn blocks_of<S: Simd, const TALL: usize>(
        &mut self,
        simd: S,
        left: (&[f32], usize),
        inner: Range<usize>,
        panels: &mut Panels,
    ) {
        let Panels { strip, block } = panels;
        let whole = self.rows - self.rows % TALL;
        for top in (0..whole).step_by(BLOCK) {
            let rows = top..whole.min(top + BLOCK);
            let tiles = tiles::<TALL>(left, rows, inner.len(), block);
            self.strips(simd, top, inner.clone(), (tiles, strip));
        }
        if whole < self.rows {
            let tiles = tiles::<1>(left, whole..self.rows, inner.len(), block);
            self.strips(simd, whole, inner, (tiles, strip));
        }
    }

    /// The rows of the result from `top` on that these tiles make.
    #[inline(always)]
    fn strips<S: Simd, const TALL: usize>(
        &mut self,
        simd: S,
        top: usize,
        inner: Range<usize>,
        (tiles, strip): (&[[f32; TALL]], &mut [f32]),
    ) {
        let mut column = 0;
        while column + 2 * S::F32_LANES <= self.columns {
            self.strip_of::<S, TALL, 2>(simd, [top, column], inner.clone(), (tiles, strip));
            column += 2 * S::F32_LANES;
        }
        if column < self.columns {
            self.strip_of::<S, TALL, 1>(simd, [top, column], inner, (tiles, strip));
        }
    }

    /// The same, `WIDE` vectors wide.
    #[inline(always)]
    fn strip_of<S: Simd, const TALL: usize, const WIDE: usize>(
        &mut self,
        simd: S,
        [top, column]: [usize; 2],
        inner: Range<usize>,
        (tiles, strip): (&[[f32; TALL]], &mut [f32]),
    ) {
        let (numbers, stride) = self.right;
        let numbers = numbers[inner.start * stride + column..].chunks(stride);
        let (strip, _) = S::as_mut_simd_f32s(strip);
        let strip = &mut strip.as_chunks_mut::<WIDE>().0[..inner.len()];
        for (into, row) in strip.iter_mut().zip(numbers) {
            *into = *vectors::<S, WIDE>(&row[..WIDE * S::F32_LANES]);
        }
        for (tile, row) in tiles.chunks_exact(inner.len()).zip((top..).step_by(TALL)) {
            let mut sums = self.sums_before::<S, TALL, WIDE>(simd, [row, column], inner.start);
            for (left, right) in tile.iter().zip(&*strip) {
                for (sums, left) in sums.iter_mut().zip(left) {
                    add(simd, sums, *left, right);
                }
            }
            self.write(simd, [row, column], inner.end, sums);
        }
    }
}

/// Copies these rows of a matrix that lies transposed, tile by tile.
#[inline(always)]
fn tiles<'a, const TALL: usize>(
    (transposed, stride): (&[f32], usize),
    rows: Range<usize>,
    depth: usize,
    into: &'a mut [f32],
) -> &'a [[f32; TALL]] {
    let (into, _) = into[..rows.len() * depth].as_chunks_mut::<TALL>();
    for (row, tile) in rows.step_by(TALL).zip(into.chunks_exact_mut(depth)) {
        for (into, column) in tile.iter_mut().zip(transposed[row..].chunks(stride)) {
            into.copy_from_slice(&column[..TALL]);
        }
    }
    into
}
