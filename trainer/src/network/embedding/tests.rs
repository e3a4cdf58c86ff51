//! Against sums by hand.

use super::*;
use crate::network::reference::{back, flat, forth};

/// Two sequences of two symbols, of which there are three.
const SYMBOLS: [f32; 4] = [2.0, 0.0, 2.0, 1.0];

#[test]
fn a_row_is_the_symbols_numbers_and_the_places() {
    let (embedding, weights, inputs) = embedding();
    let mut into = Grid::new(2, 2, 2);
    embedding.forwards(&inputs, &mut into, &forth(2, &weights));
    assert_eq!(flat(&into, 2, 2), [15.0, 26.0, 31.0, 42.0, 15.0, 26.0, 33.0, 44.0]);
}

#[test]
fn slopes_gather_by_symbol_beside_those_of_the_last_layer_and_by_place() {
    let (embedding, weights, inputs) = embedding();
    let mut errors = Grid::new(2, 2, 2);
    for (at, row) in (1_u8..).zip(errors.rows_mut(2)) {
        row[..2].copy_from_slice(&[f32::from(at), f32::from(at * 10)]);
    }
    let mut gradient = vec![0.5; weights.len()];
    embedding.backwards(&inputs, &errors, &mut back(2, &weights, &mut gradient));
    let rows: Vec<&[f32]> = gradient.chunks(filled(2)).map(|row| &row[..2]).collect();
    let by_symbol = [[2.5, 20.5], [4.5, 40.5], [4.5, 40.5]];
    assert_eq!(rows[..3], by_symbol);
    assert_eq!(rows[3..], [[4.0, 40.0], [6.0, 60.0]]);
}

fn embedding() -> (Embedding, Vec<f32>, Grid) {
    let mut builder = Builder::new(2);
    let embedding = Embedding::new(&mut builder, [3, 2, 2], First::Zeros).unwrap();
    let mut weights = vec![0.0; builder.weights];
    let rows = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [10.0, 20.0], [30.0, 40.0]];
    for (into, row) in weights.chunks_mut(filled(2)).zip(rows) {
        into[..2].copy_from_slice(&row);
    }
    let mut inputs = Grid::new(2, 1, 2);
    for (into, symbols) in inputs.rows_mut(2).zip(SYMBOLS.chunks(2)) {
        into[..2].copy_from_slice(symbols);
    }
    (embedding, weights, inputs)
}
