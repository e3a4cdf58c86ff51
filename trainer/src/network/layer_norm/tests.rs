//! Against `PyTorch`'s numbers.

use super::*;
use crate::network::reference::{cases, compare, flat, grid, numbers, size};

#[test]
fn rows_are_normalised_as_pytorch_does() {
    for case in cases("layer_norm") {
        let (rows, width) = (size(&case, "rows"), size(&case, "width"));
        let (mut norm, learnt, values) = norm(rows, width);
        let mut into = Grid::new(rows, width);
        norm.forwards(Arch::new(), borrowed(&learnt), rows, &values, &mut into);
        compare(&flat(&into, rows, width), &case, "outcome");
    }
}

#[test]
fn slopes_are_pytorchs_and_are_added_to_what_is_there() {
    for case in cases("layer_norm") {
        let (rows, width) = (size(&case, "rows"), size(&case, "width"));
        let (mut norm, learnt, values) = norm(rows, width);
        let mut into = Grid::new(rows, width);
        norm.forwards(Arch::new(), borrowed(&learnt), rows, &values, &mut into);
        into.numbers.fill(1.0);
        let errors = grid(&numbers(rows * width, 3.0), width, width);
        let (mut scales, mut shifts) = (vec![9.0; width], vec![9.0; width]);
        let slopes = Learnt { scales: &mut scales[..], shifts: &mut shifts[..] };
        norm.backwards(Arch::new(), &learnt.scales, slopes, rows, &errors, &mut into);
        let added: Vec<f32> = flat(&into, rows, width).iter().map(|it| it - 1.0).collect();
        compare(&added, &case, "values");
        compare(&scales, &case, "scales");
        compare(&shifts, &case, "shifts");
    }
}

#[test]
fn a_row_of_equal_numbers_becomes_the_shifts_and_not_a_nan() {
    let (mut norm, learnt, mut values) = norm(1, 5);
    values.numbers.fill(3.0);
    let mut into = Grid::new(1, 5);
    norm.forwards(Arch::new(), borrowed(&learnt), 1, &values, &mut into);
    assert_eq!(flat(&into, 1, 5), learnt.shifts);
}

/// A norm, what it has learnt, and what it is given.
fn norm(rows: usize, width: usize) -> (LayerNorm, Learnt<Vec<f32>>, Grid) {
    let learnt = Learnt { scales: numbers(width, 1.0), shifts: numbers(width, 2.0) };
    let values = grid(&numbers(rows * width, 0.0), width, width);
    (LayerNorm::new(rows, width), learnt, values)
}

fn borrowed(learnt: &Learnt<Vec<f32>>) -> Learnt<&[f32]> {
    Learnt { scales: &learnt.scales, shifts: &learnt.shifts }
}
