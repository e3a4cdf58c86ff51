//! Slopes by what goes in against the sums that they are.

use super::*;
use crate::network::reference::{back, grid, numbers};

const SAMPLES: usize = 2;

#[test]
fn slopes_of_all_shapes_are_the_sums_over_all_windows() {
    for [side, stride] in [[3, 1], [3, 2], [5, 2], [1, 2], [5, 3], [3, 4]] {
        for [height, width] in [[7, 6], [1, 1], [2, 5], [8, 8]] {
            let inputs = Image { channels: 3, height, width };
            let [high, wide] = [height, width].map(|it: usize| it.div_ceil(stride));
            let outputs = Image { channels: 2, height: high, width: wide };
            check(inputs, outputs, side, stride);
        }
    }
}

fn check(inputs: Image, outputs: Image, side: usize, stride: usize) {
    let matrix = matrix(inputs, outputs, side);
    let errors = numbers(SAMPLES * outputs.size(), 1.0);
    let mut below = Grid::new(SAMPLES, inputs.pixels(), inputs.channels);
    below.numbers.fill(9.0);
    let mut gradient = [0.0];
    Below::new(inputs, outputs, side, stride).backwards(
        &matrix,
        &grid(&errors, [SAMPLES, outputs.channels], outputs.channels),
        &mut below,
        &back(SAMPLES, &[0.0], &mut gradient),
    );
    let mut expected = vec![0.0_f32; SAMPLES * inputs.size()];
    for (at, error) in errors.iter().enumerate() {
        let (sample, made) = (at / outputs.size(), at % outputs.size());
        let (pixel, output) = (made / outputs.channels, made % outputs.channels);
        for tap in 0..side * side {
            let place = [(pixel / outputs.width, tap / side), (pixel % outputs.width, tap % side)];
            let [y, x] = place.map(|(at, tap)| (at * stride + tap).wrapping_sub(side / 2));
            if y < inputs.height && x < inputs.width {
                let first = (sample * inputs.pixels() + y * inputs.width + x) * inputs.channels;
                for channel in 0..inputs.channels {
                    let row = tap * inputs.channels + channel;
                    expected[first + channel] += error * matrix[row * filled(2) + output];
                }
            }
        }
    }
    for (row, expected) in below.rows(SAMPLES).zip(expected.chunks(inputs.channels)) {
        for (got, expected) in row.iter().zip(expected) {
            let told = || format!("{inputs:?} {side} {stride}: {got} {expected}");
            assert!((got - expected).abs() < 1e-5, "{}", told());
        }
    }
}

/// A row for each number of a window, filled up to whole vectors.
fn matrix(inputs: Image, outputs: Image, side: usize) -> Vec<f32> {
    let rows = side * side * inputs.channels;
    let numbers = numbers(rows * outputs.channels, 0.0);
    let mut matrix = vec![0.0; rows * filled(outputs.channels)];
    for (into, row) in matrix
        .chunks_exact_mut(filled(outputs.channels))
        .zip(numbers.chunks_exact(outputs.channels))
    {
        into[..outputs.channels].copy_from_slice(row);
    }
    matrix
}
