//! Against `PyTorch`'s numbers, and what no position may see.

use serde_json::Value;

use super::*;
use crate::network::reference::{cases, compare, flat, grid, numbers, size};

#[test]
fn what_positions_take_from_each_other_is_what_pytorch_says() {
    for case in cases("attention") {
        let mut it = Looked::new(&case, &[]);
        let (rows, width) = (it.windows * it.attention.length, it.width());
        it.attention.forwards(Arch::new(), it.windows, &it.from, &mut it.into);
        compare(&flat(&it.into, rows, width), &case, "outcome");
    }
}

#[test]
fn slopes_by_queries_keys_and_values_are_pytorchs() {
    for case in cases("attention") {
        let mut it = Looked::new(&case, &[]);
        let (rows, width) = (it.windows * it.attention.length, it.width());
        it.attention.forwards(Arch::new(), it.windows, &it.from, &mut it.into);
        let errors = grid(&numbers(rows * width, 1.0), width, it.columns(1));
        let mut slopes = Grid::new(rows, it.columns(3));
        it.attention.backwards(Arch::new(), it.windows, &it.from, &errors, &mut slopes);
        compare(&flat(&slopes, rows, 3 * width), &case, "slopes");
    }
}

#[test]
fn nothing_that_comes_later_changes_a_position_by_a_bit() {
    for case in cases("attention") {
        let mut it = Looked::new(&case, &[]);
        let (length, width) = (it.attention.length, it.width());
        it.attention.forwards(Arch::new(), it.windows, &it.from, &mut it.into);
        for changed in 1..length {
            let mut other = Looked::new(&case, &[changed]);
            other.attention.forwards(Arch::new(), 1, &other.from, &mut other.into);
            let [before, after] = [&it, &other].map(|it| flat(&it.into, length, width));
            assert_eq!(before[..changed * width], after[..changed * width]);
            assert_ne!(before[changed * width..], after[changed * width..]);
        }
    }
}

/// Attention before the numbers of a case.
struct Looked {
    attention: Attention,
    windows: usize,
    from: Grid,
    into: Grid,
}

impl Looked {
    /// With other numbers at the positions `changed` of the first window.
    fn new(case: &Value, changed: &[usize]) -> Self {
        let [windows, length, heads, width] =
            ["windows", "length", "heads", "width"].map(|it| size(case, it));
        let (rows, columns) = (windows * length, 3 * heads * width);
        let mut numbers = numbers(rows * columns, 0.0);
        for row in changed {
            numbers[row * columns..][..columns].iter_mut().for_each(|it| *it = 1.0 - 2.0 * *it);
        }
        let [wide, narrow] = [3, 1].map(|parts| Attention::columns(heads, width, parts));
        let from = grid(&numbers, columns, wide);
        let attention = Attention::new(heads, width, length, windows);
        Self { attention, windows, from, into: Grid::new(rows, narrow) }
    }

    fn width(&self) -> usize {
        self.attention.heads * self.attention.width
    }

    fn columns(&self, parts: usize) -> usize {
        Attention::columns(self.attention.heads, self.attention.width, parts)
    }
}
