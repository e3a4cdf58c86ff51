//! Normal inputs that a random network has labelled: as hard to learn as the network is rich.

use std::f64::consts::FRAC_2_PI;

use super::{
    Samples,
    generated::{float, index_of, single},
};
use crate::{
    Error,
    draws::{Draws, Purpose},
};

/// How many hidden units the teacher has.
const HIDDEN: usize = 16;

/// `count` rows of standard normal features. The class is the teacher's largest output. Its hidden
/// units fold: a unit's outcome is how far its sum lies from 0, on either side, so that no straight line
/// follows it. They have mean 0, so that no class has a head start.
pub(super) fn draw([features, classes]: [u64; 2], count: u64, seed: u64) -> Result<Samples, Error> {
    Samples::fits("teacher", count.max(classes).max(HIDDEN as u64), features)?;
    let (width, outputs) = (index_of(features), index_of(classes));
    let mut draws = Draws::new(seed, Purpose::Truth);
    let mut matrix = |rows: usize, columns: usize, spread: f64| -> Vec<f64> {
        (0..rows * columns).map(|_| spread * draws.normal()).collect()
    };
    let first = matrix(HIDDEN, width, 1.0 / float(features).sqrt());
    let second = matrix(outputs, HIDDEN, 1.0);
    let distances: Vec<f64> = first.chunks(width).map(mean_distance).collect();
    let mut draws = Draws::new(seed, Purpose::Samples);
    let (mut numbers, mut labels) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let row: Vec<f64> = (0..width).map(|_| draws.normal()).collect();
        let sums = product(&first, &row).zip(&distances);
        let hidden: Vec<f64> = sums.map(|(sum, mean)| sum.abs() - mean).collect();
        let best = (0_u32..).zip(product(&second, &hidden)).max_by(|a, b| a.1.total_cmp(&b.1));
        labels.push(best.expect("a teacher has two outputs at least").0);
        numbers.extend(row.into_iter().map(single));
    }
    Samples::new("teacher", width, numbers, labels)
}

/// How far a sum with these weights lies from 0 on average, over normal inputs.
fn mean_distance(weights: &[f64]) -> f64 {
    (FRAC_2_PI * weights.iter().map(|it| it * it).sum::<f64>()).sqrt()
}

/// A matrix, row by row, times a vector.
fn product<'a>(matrix: &'a [f64], vector: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    matrix.chunks(vector.len()).map(move |row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}
