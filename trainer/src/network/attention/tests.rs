//! Against `PyTorch`'s numbers, and what no position may see.

use serde_json::Value;

use super::*;
use crate::network::reference::{back, cases, compare, flat, forth, grid, numbers, size};

#[test]
fn what_positions_take_from_each_other_is_what_pytorch_says() {
    for case in cases("attention") {
        let it = Looked::at(&case, &[]);
        compare(&flat(&it.into, it.samples, it.width()), &case, "outcome");
    }
}

#[test]
fn slopes_by_queries_keys_and_values_are_pytorchs() {
    for case in cases("attention") {
        let mut it = Looked::at(&case, &[]);
        let (samples, width) = (it.samples, it.width());
        let errors = numbers(samples * it.attention.length * width, 1.0);
        let errors = grid(&errors, [samples, width], it.columns(1));
        let mut slopes = Grid::new(samples, it.attention.length, it.columns(3));
        it.attention.backwards(&it.from, &errors, &mut slopes, &back(samples, &[], &mut []));
        compare(&flat(&slopes, samples, 3 * width), &case, "slopes");
        let spilt = slopes.rows(samples).flat_map(|row| &row[3 * width..slopes.columns]);
        assert!(spilt.into_iter().all(|it| *it == 0.0));
    }
}

#[test]
fn nothing_that_comes_later_changes_a_position_by_a_bit() {
    for case in cases("attention") {
        let it = Looked::at(&case, &[]);
        let width = it.width();
        for changed in 1..it.attention.length {
            let other = Looked::at(&case, &[changed]);
            let [before, after] = [&it, &other].map(|it| flat(&it.into, 1, width));
            assert_eq!(before[..changed * width], after[..changed * width]);
            assert_ne!(before[changed * width..], after[changed * width..]);
        }
    }
}

/// Attention, and what it made of the numbers of a case.
struct Looked {
    attention: Attention,
    samples: usize,
    from: Grid,
    into: Grid,
}

impl Looked {
    /// With other numbers at the positions `changed` of the first sequence.
    fn at(case: &Value, changed: &[usize]) -> Self {
        let [samples, length, heads, width] =
            ["windows", "length", "heads", "width"].map(|it| size(case, it));
        let columns = 3 * heads * width;
        let mut numbers = numbers(samples * length * columns, 0.0);
        for row in changed {
            numbers[row * columns..][..columns].iter_mut().for_each(|it| *it = 1.0 - 2.0 * *it);
        }
        let [wide, narrow] = [3, 1].map(|parts| Attention::columns(heads, width, parts));
        let from = grid(&numbers, [samples, columns], wide);
        let attention = Attention::new(&mut Builder::new(samples), [heads, width, length]).unwrap();
        let mut it = Self { attention, samples, from, into: Grid::new(samples, length, narrow) };
        it.attention.forwards(&it.from, &mut it.into, &forth(samples, &[]));
        it
    }

    fn width(&self) -> usize {
        self.attention.heads * self.attention.width
    }

    fn columns(&self, parts: usize) -> usize {
        Attention::columns(self.attention.heads, self.attention.width, parts)
    }
}
