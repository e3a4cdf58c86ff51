//! What `PyTorch` makes of the parts of a language model: `tests/language/parts.py` wrote it down.

use pulp::Arch;
use serde_json::Value;

use super::{
    chain::{Back, Forth, Pass},
    grid::Grid,
};
use crate::mask::Moment;

/// Every case of a part.
pub(super) fn cases(part: &str) -> Vec<Value> {
    let parts: Value =
        serde_json::from_str(include_str!("../../tests/language/parts.json")).unwrap();
    parts[part].as_array().unwrap().clone()
}

/// A size that a case has.
pub(super) fn size(case: &Value, name: &str) -> usize {
    usize::try_from(case[name].as_u64().unwrap()).unwrap()
}

/// The script's `numbers`.
#[expect(clippy::cast_possible_truncation, reason = "inputs are in single precision")]
pub(super) fn numbers(count: usize, start: f64) -> Vec<f32> {
    let number = |at: f64| (0.7 * at + start).sin() + 0.5 * (2.3 * at * at + start).sin();
    (0_u32..).take(count).map(|at| number(f64::from(at)) as f32).collect()
}

/// Numbers as rows of a grid that has room for `columns` columns; what is left of a row is not 0.
pub(super) fn grid(numbers: &[f32], [samples, width]: [usize; 2], columns: usize) -> Grid {
    let mut grid = Grid::new(samples, numbers.len() / samples / width, columns);
    grid.numbers.fill(0.25);
    for (into, row) in grid.rows_mut(samples).zip(numbers.chunks(width)) {
        into[..width].copy_from_slice(row);
    }
    grid
}

/// The first `width` numbers of each row.
pub(super) fn flat(grid: &Grid, samples: usize, width: usize) -> Vec<f32> {
    grid.rows(samples).flat_map(|row| &row[..width]).copied().collect()
}

pub(super) fn forth(samples: usize, weights: &[f32]) -> Forth<'_> {
    let moment = Moment { seed: 0, update: 0 };
    Forth { arch: Arch::new(), pass: Pass::Learning, moment, samples, weights, buffers: &mut [] }
}

pub(super) fn back<'a>(samples: usize, weights: &'a [f32], gradient: &'a mut [f32]) -> Back<'a> {
    Back { arch: Arch::new(), samples, weights, gradient }
}

/// Holds numbers against those of a case, within some units of the largest one's last place.
pub(super) fn compare(got: &[f32], case: &Value, name: &str) {
    let expected: Vec<f64> =
        case[name].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect();
    assert_eq!(got.len(), expected.len(), "{name}");
    let largest = expected.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        let difference = (f64::from(*got) - expected).abs();
        assert!(difference < 2e-6 * largest, "{name} {at}: {got} {expected}");
    }
}
