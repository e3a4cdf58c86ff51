//! Sobol' points: drawn numbers that leave no large gaps.
//!
//! Direction numbers are those of S. Joe and F. Y. Kuo (2008), `new-joe-kuo-6.21201`, the first
//! [`DIMENSIONS_MAX`] dimensions. The points are moved by a random digital shift, so that each seed gives
//! another set of points as evenly spread as the first.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

/// The most parameters that a Sobol' sweep may vary.
pub(super) const DIMENSIONS_MAX: usize = 21;

const BITS: usize = 32;

/// Degree s, coefficients a and initial numbers m of each dimension but the first.
const JOE_KUO: [(usize, u32, &[u32]); DIMENSIONS_MAX - 1] = [
    (1, 0, &[1]),
    (2, 1, &[1, 3]),
    (3, 1, &[1, 3, 1]),
    (3, 2, &[1, 1, 1]),
    (4, 1, &[1, 1, 3, 3]),
    (4, 4, &[1, 3, 5, 13]),
    (5, 2, &[1, 1, 5, 5, 17]),
    (5, 4, &[1, 1, 5, 5, 5]),
    (5, 7, &[1, 1, 7, 11, 19]),
    (5, 11, &[1, 1, 5, 1, 1]),
    (5, 13, &[1, 1, 1, 3, 11]),
    (5, 14, &[1, 3, 5, 5, 31]),
    (6, 1, &[1, 3, 3, 9, 7, 49]),
    (6, 13, &[1, 1, 1, 15, 21, 21]),
    (6, 16, &[1, 3, 1, 13, 27, 49]),
    (6, 19, &[1, 1, 1, 15, 7, 5]),
    (6, 22, &[1, 3, 1, 15, 13, 25]),
    (6, 25, &[1, 1, 5, 5, 19, 61]),
    (7, 1, &[1, 3, 7, 11, 23, 15, 103]),
    (7, 4, &[1, 3, 7, 13, 13, 15, 69]),
];

/// A sequence in the unit cube.
#[derive(Debug)]
pub(super) struct Sobol {
    directions: Vec<[u32; BITS]>,
    shifts: Vec<u32>,
}

impl Sobol {
    /// The sequence in `dimensions` dimensions, moved by a shift drawn from `seed`.
    pub(super) fn new(dimensions: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        Self {
            directions: (0..dimensions.min(DIMENSIONS_MAX)).map(directions).collect(),
            shifts: (0..dimensions).map(|_| rng.next_u32()).collect(),
        }
    }

    /// The `index`-th point, each coordinate in [0, 1).
    pub(super) fn point(&self, index: u64) -> Vec<f64> {
        let gray = index ^ (index >> 1);
        let coordinate = |(directions, shift): (&[u32; BITS], &u32)| {
            let set = (0..BITS).filter(|bit| gray >> bit & 1 == 1);
            let bits = set.fold(*shift, |sum, bit| sum ^ directions[bit]);
            f64::from(bits) / f64::from(u32::MAX).mul_add(1.0, 1.0)
        };
        self.directions.iter().zip(&self.shifts).map(coordinate).collect()
    }
}

/// The direction numbers of one dimension, by Joe and Kuo's recurrence.
fn directions(dimension: usize) -> [u32; BITS] {
    let mut v = [0; BITS];
    let Some((s, a, m)) = dimension.checked_sub(1).map(|it| JOE_KUO[it]) else {
        for (bit, v) in v.iter_mut().enumerate() {
            *v = 1 << (BITS - 1 - bit);
        }
        return v;
    };
    for bit in 0..BITS {
        v[bit] = if bit < s {
            m[bit] << (BITS - 1 - bit)
        } else {
            let taps = (1..s).filter(|k| a >> (s - 1 - k) & 1 == 1);
            taps.fold(v[bit - s] ^ (v[bit - s] >> s), |sum, k| sum ^ v[bit - k])
        };
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The points as published, without a shift.
    fn plain(dimensions: usize) -> Sobol {
        Sobol { shifts: vec![0; dimensions], ..Sobol::new(dimensions, 0) }
    }

    #[test]
    fn the_points_are_those_of_scipy() {
        // scipy.stats.qmc.Sobol(d=5, scramble=False).random(8)
        let known = [
            [0.0, 0.0, 0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25, 0.25, 0.75],
            [0.25, 0.75, 0.75, 0.75, 0.25],
            [0.375, 0.375, 0.625, 0.875, 0.375],
            [0.875, 0.875, 0.125, 0.375, 0.875],
            [0.625, 0.125, 0.875, 0.625, 0.625],
            [0.125, 0.625, 0.375, 0.125, 0.125],
        ];
        for (index, point) in known.iter().enumerate() {
            assert_eq!(plain(5).point(index as u64), point, "point {index}");
        }
    }

    #[test]
    fn every_dimension_fills_every_interval_once() {
        let sobol = Sobol::new(DIMENSIONS_MAX, 7);
        for dimension in 0..DIMENSIONS_MAX {
            let mut cells: Vec<f64> =
                (0..256).map(|it| (sobol.point(it)[dimension] * 256.0).floor()).collect();
            cells.sort_by(f64::total_cmp);
            assert_eq!(cells, (0..256).map(f64::from).collect::<Vec<_>>(), "dimension {dimension}");
        }
    }
}
