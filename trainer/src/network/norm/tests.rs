//! Against numbers worked out by hand. The gradient is held against finite differences with the rest
//! of the network, in `network/tests.rs`.

use pulp::Arch;

use super::*;
use crate::{
    draws::{Draws, Purpose},
    mask::Moment,
};

const ROWS: [[f32; 2]; 4] = [[1.0, 10.0], [2.0, 10.0], [3.0, 30.0], [6.0, 30.0]];

#[test]
fn a_batch_is_normalised_by_its_own_biased_variance() {
    let mut bench = Bench::new(1);
    bench.forwards(4, Pass::Learning);
    // Means 3 and 20, biased variances 3.5 and 100.
    let [a, b] = [3.500_01_f32, 100.000_01].map(f32::sqrt);
    close(bench.column(0), [-2.0 / a, -1.0 / a, 0.0, 3.0 / a]);
    close(bench.column(1), [-10.0 / b, -10.0 / b, 10.0 / b, 10.0 / b]);
}

#[test]
fn a_tenth_of_a_batch_is_remembered_its_variance_unbiased() {
    let mut bench = Bench::new(1);
    bench.forwards(4, Pass::Learning);
    // Unbiased variances 14/3 and 400/3.
    close(bench.means(), [0.3, 2.0]);
    close(bench.variances(), [0.9 + 14.0 / 30.0, 0.9 + 400.0 / 30.0]);
}

#[test]
fn a_batch_that_is_scored_is_normalised_by_what_is_remembered_and_leaves_it() {
    let mut bench = Bench::new(1);
    bench.forwards(4, Pass::Scoring);
    close(bench.column(0), [1.0, 2.0, 3.0, 6.0].map(|it| it / 1.000_01_f32.sqrt()));
    close(bench.means(), [0.0; 2]);
}

#[test]
fn a_batch_of_one_row_is_normalised_by_what_is_remembered_and_its_gradient_is_finite() {
    let mut bench = Bench::new(1);
    bench.forwards(1, Pass::Learning);
    close(bench.column(0)[..1].try_into().unwrap(), [1.0 / 1.000_01_f32.sqrt()]);
    close(bench.variances(), [1.0; 2]);
    bench.values.numbers.fill(2.0);
    bench.backwards(1);
    close(bench.column(0)[..1].try_into().unwrap(), [2.0 / 1.000_01_f32.sqrt()]);
}

#[test]
fn all_places_of_all_samples_are_normalised_together() {
    let (mut rows, mut places) = (Bench::new(1), Bench::new(2));
    rows.forwards(4, Pass::Learning);
    places.forwards(2, Pass::Learning);
    close(places.column(0), rows.column(0));
    close(places.variances(), rows.variances());
}

#[test]
fn a_ghost_batch_is_normalised_by_itself_and_remembered_in_its_turn() {
    let mut bench = Bench::with_ghosts(1, 2);
    bench.forwards(4, Pass::Learning);
    // Means 1.5 and 4.5, biased variances 0.25 and 2.25, unbiased ones 0.5 and 4.5.
    let [a, b] = [0.250_01_f32, 2.250_01].map(f32::sqrt);
    close(bench.column(0), [-0.5 / a, 0.5 / a, -1.5 / b, 1.5 / b]);
    close(bench.means(), [0.9 * 0.15 + 0.45, 0.9 * 1.0 + 3.0]);
    close(bench.variances(), [0.9 * (0.9 + 0.05) + 0.45, 0.9 * 0.9]);
}

#[test]
fn a_last_sample_alone_is_normalised_by_what_was_remembered_until_then() {
    let mut bench = Bench::with_ghosts(1, 3);
    bench.forwards(4, Pass::Learning);
    // The first three rows have the mean 2 and the variances 2/3, or 1 unbiased.
    let [a, b] = [2.0 / 3.0 + 0.000_01_f32, 1.000_01].map(f32::sqrt);
    close(bench.column(0), [-1.0 / a, 0.0, 1.0 / a, (6.0 - 0.2) / b]);
    assert!((bench.means()[0] - 0.2).abs() < 1e-6, "it is not remembered");
}

#[test]
fn a_ghost_batch_counts_samples_and_not_their_places() {
    let (mut ghosts, mut whole) = (Bench::with_ghosts(2, 2), Bench::new(2));
    ghosts.forwards(2, Pass::Learning);
    whole.forwards(2, Pass::Learning);
    assert_eq!(ghosts.column(0).map(f32::to_bits), whole.column(0).map(f32::to_bits));
}

/// A norm of two columns, and [`ROWS`].
struct Bench {
    norm: Norm,
    values: Grid,
    weights: Vec<f32>,
    buffers: Vec<f32>,
}

impl Bench {
    fn new(places: usize) -> Self {
        Self::with_ghosts(places, usize::MAX)
    }

    /// Of which so many samples are normalised together.
    fn with_ghosts(places: usize, ghost: usize) -> Self {
        let mut builder = Builder::new(ROWS.len() / places);
        let norm = Norm::new(&mut builder, "norm", [places, 2], ghost).unwrap();
        let mut values = builder.grid(places, 2).unwrap();
        let rows = values.rows_mut(ROWS.len() / places).zip(ROWS);
        rows.for_each(|(into, row)| into[..2].copy_from_slice(&row));
        let (mut weights, mut buffers) = (vec![0.0; builder.weights], vec![0.0; builder.buffers]);
        let mut draws = Draws::new(0, Purpose::Weights);
        let places = builder.places.iter();
        places.for_each(|it| it.draw(&mut draws, it.among(&mut weights, &mut buffers)));
        Self { norm, values, weights, buffers }
    }

    fn forwards(&mut self, samples: usize, pass: Pass) {
        let Self { norm, values, weights, buffers } = self;
        let (arch, moment) = (Arch::new(), Moment { seed: 0, update: 0 });
        norm.forwards(values, &mut Forth { arch, pass, moment, samples, weights, buffers });
    }

    fn backwards(&mut self, samples: usize) {
        let gradient = &mut vec![0.0; self.weights.len()];
        let mut back = Back { arch: Arch::new(), samples, weights: &self.weights, gradient };
        self.norm.backwards(&mut self.values, &mut back);
    }

    fn column(&self, column: usize) -> [f32; 4] {
        std::array::from_fn(|row| self.values.numbers[row * self.values.stride + column])
    }

    fn means(&self) -> [f32; 2] {
        [self.buffers[0], self.buffers[1]]
    }

    fn variances(&self) -> [f32; 2] {
        [self.buffers[self.norm.columns], self.buffers[self.norm.columns + 1]]
    }
}

fn close<const N: usize>(got: [f32; N], expected: [f32; N]) {
    assert!(got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5), "{got:?} {expected:?}");
}
