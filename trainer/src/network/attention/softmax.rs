//! The softmax of scores below the diagonal, and its slopes.

use pulp::{Simd, WithSimd};

use crate::network::{functions::exp, grid::filled, lanes};

/// Turns scores into shares, row by row: the softmax of the first one's first, the second one's first two, …
pub(super) struct Softmax<R> {
    pub(super) rows: R,
    /// What scores are multiplied by before.
    pub(super) scale: f32,
}

impl<'a, R: Iterator<Item = &'a mut [f32]>> WithSimd for Softmax<R> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (at, row) in self.rows.enumerate() {
            let row = &mut row[..filled(at + 1)];
            let largest = lanes::largest(&row[..=at]);
            row.iter_mut().for_each(|it| *it = exp((*it - largest) * self.scale));
            row[at + 1..].fill(0.0);
            let share = 1.0 / lanes::sum([row], |[it]| it);
            row.iter_mut().for_each(|it| *it *= share);
        }
    }
}

/// Turns the loss's slopes by shares into those by scores. Each row comes with its shares.
pub(super) struct SoftmaxBackwards<R> {
    pub(super) rows: R,
    pub(super) scale: f32,
}

impl<'a, R: Iterator<Item = (&'a mut [f32], &'a [f32])>> WithSimd for SoftmaxBackwards<R> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (at, (slopes, shares)) in self.rows.enumerate() {
            let columns = filled(at + 1);
            let (slopes, shares) = (&mut slopes[..columns], &shares[..columns]);
            let mean = lanes::sum([slopes, shares], |[slope, share]| slope * share);
            for (slope, share) in slopes.iter_mut().zip(shares) {
                *slope = share * (*slope - mean) * self.scale;
            }
        }
    }
}
