//! Against numbers worked out by hand. The gradient is held against finite differences with the rest
//! of the network, in `network/tests.rs`.

use search::config::{Activation, BatchNorm, Init, Mlp, Model};

use super::*;
use crate::network::Layer;

const ROWS: [[f32; 2]; 4] = [[1.0, 10.0], [2.0, 10.0], [3.0, 30.0], [6.0, 30.0]];

#[test]
fn a_batch_is_normalised_by_its_own_biased_variance() {
    let (mut norm, weights, mut values) = norm(&ROWS);
    norm.forwards(Arch::new(), &weights, 4, Pass::Learning, &mut values);
    // Means 3 and 20, biased variances 3.5 and 100.
    let [a, b] = [3.500_01_f32, 100.000_01].map(f32::sqrt);
    close(column(&values, 0), [-2.0 / a, -1.0 / a, 0.0, 3.0 / a]);
    close(column(&values, 1), [-10.0 / b, -10.0 / b, 10.0 / b, 10.0 / b]);
}

#[test]
fn a_tenth_of_a_batch_is_remembered_its_variance_unbiased() {
    let (mut norm, weights, mut values) = norm(&ROWS);
    norm.forwards(Arch::new(), &weights, 4, Pass::Learning, &mut values);
    // Unbiased variances 14/3 and 400/3.
    close(norm.means[..2].iter().copied(), [0.3, 2.0]);
    close(norm.variances[..2].iter().copied(), [0.9 + 14.0 / 30.0, 0.9 + 400.0 / 30.0]);
}

#[test]
fn a_batch_that_is_scored_is_normalised_by_what_is_remembered_and_leaves_it() {
    let (mut norm, weights, mut values) = norm(&ROWS);
    norm.forwards(Arch::new(), &weights, 4, Pass::Scoring, &mut values);
    close(column(&values, 0), [1.0, 2.0, 3.0, 6.0].map(|it| it / 1.000_01_f32.sqrt()));
    close(norm.means[..2].iter().copied(), [0.0; 2]);
}

#[test]
fn a_batch_of_one_row_is_normalised_by_what_is_remembered_and_its_gradient_is_finite() {
    let (mut norm, weights, mut values) = norm(&ROWS);
    norm.forwards(Arch::new(), &weights, 1, Pass::Learning, &mut values);
    close(column(&values, 0).take(1), [1.0 / 1.000_01_f32.sqrt()]);
    close(norm.variances[..2].iter().copied(), [1.0; 2]);
    let (mut errors, mut gradient) = (Grid::new(4, norm.columns), vec![0.0; weights.len()]);
    errors.numbers[0] = 2.0;
    norm.backwards(Arch::new(), &weights, &mut gradient, 1, &mut errors);
    close(column(&errors, 0).take(1), [2.0 / 1.000_01_f32.sqrt()]);
}

/// A norm of two columns, with its weights, before `rows`.
fn norm(rows: &[[f32; 2]]) -> (Norm, Vec<f32>, Grid) {
    let (hidden, activation, init) = (vec![2], Activation::Relu, Init::Random);
    let batch_norm = BatchNorm::Whole;
    let model = Model::Mlp(Mlp { hidden, activation, batch_norm, dropout: 0.0, init });
    let layer = Layer::all(&model, [3, 2], rows.len()).unwrap()[0];
    let mut weights = Vec::new();
    let norm = Norm::new(&layer, rows.len(), &mut weights);
    let mut values = Grid::new(rows.len(), layer.columns);
    values.rows_mut(rows.len()).zip(rows).for_each(|(into, row)| into[..2].copy_from_slice(row));
    (norm, weights, values)
}

fn column(grid: &Grid, column: usize) -> impl Iterator<Item = f32> {
    grid.rows(4).map(move |row| row[column])
}

fn close<const N: usize>(got: impl Iterator<Item = f32>, expected: [f32; N]) {
    let got: Vec<f32> = got.collect();
    assert_eq!(got.len(), N);
    assert!(got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5), "{got:?} {expected:?}");
}
