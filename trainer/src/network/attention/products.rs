//! The products that attention is made of, of one head in one sequence: on and below the diagonal alone, a
//! block of rows at a time.

use pulp::Arch;

use super::Attention;
use crate::network::{
    grid::filled,
    product::{LANES, Left, Product},
};

impl Attention {
    /// For each position the sum of `rows` of the positions up to it, weighed by its row of `weights`.
    pub(super) fn earlier(
        &self,
        arch: Arch,
        (weights, weights_stride): (&[f32], usize),
        rows: (&[f32], usize),
        (into, into_stride): (&mut [f32], usize),
    ) {
        for first in (0..self.length).step_by(LANES) {
            let count = LANES.min(self.length - first);
            arch.dispatch(Product {
                rows: count,
                depth: first + count,
                columns: filled(self.width),
                left: Left::Rows(&weights[first * weights_stride..], weights_stride),
                right: rows,
                bias: None,
                into: (&mut into[first * into_stride..], into_stride),
            });
        }
    }

    /// For each position the sum of `rows` of the positions from it on, weighed by its column of `weights`.
    pub(super) fn later(
        &self,
        arch: Arch,
        (weights, weights_stride): (&[f32], usize),
        (rows, rows_stride): (&[f32], usize),
        (into, into_stride): (&mut [f32], usize),
    ) {
        for first in (0..self.length).step_by(LANES) {
            let weights = &weights[first * weights_stride + first..];
            arch.dispatch(Product {
                rows: LANES.min(self.length - first),
                depth: self.length - first,
                columns: filled(self.width),
                left: Left::Columns(weights, weights_stride),
                right: (&rows[first * rows_stride..], rows_stride),
                bias: None,
                into: (&mut into[first * into_stride..], into_stride),
            });
        }
    }
}

/// The product of each position's row with those of the positions up to it, and of some after it.
pub(super) fn scores(
    arch: Arch,
    [length, width]: [usize; 2],
    (rows, rows_stride): (&[f32], usize),
    turned: &[f32],
    (into, into_stride): (&mut [f32], usize),
) {
    for first in (0..length).step_by(LANES) {
        arch.dispatch(Product {
            rows: LANES.min(length - first),
            depth: width,
            columns: first + LANES,
            left: Left::Rows(&rows[first * rows_stride..], rows_stride),
            right: (turned, filled(length)),
            bias: None,
            into: (&mut into[first * into_stride..], into_stride),
        });
    }
}
