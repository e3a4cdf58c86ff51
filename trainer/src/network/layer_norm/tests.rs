//! Against `PyTorch`'s numbers.

use serde_json::Value;

use super::*;
use crate::network::reference::{back, cases, compare, flat, forth, grid, numbers, size};

#[test]
fn rows_are_normalised_as_pytorch_does() {
    for case in cases("layer_norm") {
        let mut it = Normed::new(&case);
        it.norm.forwards(&it.values, &mut it.into, &forth(it.rows, &it.learnt));
        compare(&flat(&it.into, it.rows, it.width), &case, "outcome");
    }
}

#[test]
fn slopes_are_pytorchs_and_are_added_to_what_is_there() {
    for case in cases("layer_norm") {
        let mut it = Normed::new(&case);
        it.norm.forwards(&it.values, &mut it.into, &forth(it.rows, &it.learnt));
        it.into.numbers.fill(1.0);
        let errors = grid(&numbers(it.rows * it.width, 3.0), [it.rows, it.width], it.width);
        let mut gradient = vec![9.0; it.learnt.len()];
        let mut back = back(it.rows, &it.learnt, &mut gradient);
        it.norm.backwards(&errors, &mut it.into, &mut back);
        let added: Vec<f32> = flat(&it.into, it.rows, it.width).iter().map(|it| it - 1.0).collect();
        compare(&added, &case, "values");
        let (scales, shifts) = gradient.split_at(filled(it.width));
        compare(&scales[..it.width], &case, "scales");
        compare(&shifts[..it.width], &case, "shifts");
        assert!([scales, shifts].iter().all(|all| all[it.width..].iter().all(|it| *it == 0.0)));
    }
}

#[test]
fn a_row_of_equal_numbers_becomes_the_shifts_and_not_a_nan() {
    let mut it = Normed::new(&cases("layer_norm")[0]);
    it.values.numbers.fill(3.0);
    it.norm.forwards(&it.values, &mut it.into, &forth(1, &it.learnt));
    assert_eq!(flat(&it.into, 1, it.width), numbers(it.width, 2.0));
}

/// A norm, what it has learnt, and what it is given.
struct Normed {
    norm: LayerNorm,
    learnt: Vec<f32>,
    rows: usize,
    width: usize,
    values: Grid,
    into: Grid,
}

impl Normed {
    fn new(case: &Value) -> Self {
        let (rows, width) = (size(case, "rows"), size(case, "width"));
        let mut builder = Builder::new(rows);
        let norm = LayerNorm::new(&mut builder, "norm", [1, width]).unwrap();
        let mut learnt = vec![0.0; builder.weights];
        learnt[..width].copy_from_slice(&numbers(width, 1.0));
        learnt[filled(width)..][..width].copy_from_slice(&numbers(width, 2.0));
        let values = grid(&numbers(rows * width, 0.0), [rows, width], width);
        Self { norm, learnt, rows, width, values, into: Grid::new(rows, 1, width) }
    }
}
