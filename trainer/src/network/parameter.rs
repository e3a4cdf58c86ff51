//! What a model consists of: its parameters under the names and in the layout that `PyTorch` would give
//! them, and where each lies among our own numbers.

use std::ops::Range;

use super::{grid::filled, strips::Strips};
use crate::draws::Draws;

/// A parameter of a model, or what it remembers besides, as `PyTorch` would have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, such as `layers.0.weight`.
    pub name: String,
    /// How many numbers it has along each axis, the last one running fastest.
    pub shape: Vec<usize>,
    /// What it is for.
    pub role: Role,
}

/// What a parameter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Multiplies what comes in.
    Matrix,
    /// Is added to a layer's sums.
    Bias,
    /// Scales or shifts what was normalised.
    Norm,
    /// Is remembered and not learnt: a running mean or variance.
    Buffer,
}

/// What a parameter starts with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum First {
    Zeros,
    Ones,
    /// After He et al. (2015), for so many inputs: normal, of the variance 2 / inputs.
    He(usize),
    /// After Glorot and Bengio (2010), for so many inputs and outputs: uniform, of the variance
    /// 2 / (inputs + outputs).
    Glorot(usize, usize),
    /// Normal, with this standard deviation.
    Normal(f64),
}

/// A parameter and where it lies: in rows of whole vectors, a row for each input, among the
/// weights; among what is remembered, if it is a [`Role::Buffer`].
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) parameter: Parameter,
    start: usize,
    sides: Sides,
    first: First,
    order: Order,
}

/// In which order the numbers of a parameter lie.
#[derive(Clone, Copy, Debug)]
enum Order {
    /// Row by row; a row of ours is a column in `PyTorch`.
    Rows,
    /// Row by row; a row of ours is a row in `PyTorch` as well.
    Table,
    /// Strip by strip; a row of ours is a column in `PyTorch`.
    Strips(Strips),
}

/// How a matrix lies in memory. Its inputs are channels at positions: `PyTorch` has all positions of a
/// channel side by side, we have all channels of a position. A vector is a matrix of one row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) positions: usize,
    pub(super) channels: usize,
    pub(super) outputs: usize,
}

impl Sides {
    /// A list of numbers.
    pub(super) fn vector(outputs: usize) -> Self {
        Self { positions: 1, channels: 1, outputs }
    }

    /// How many rows there are.
    pub(super) fn inputs(&self) -> usize {
        self.positions.saturating_mul(self.channels)
    }

    /// How many numbers it takes in our memory.
    pub(super) fn size(&self) -> usize {
        self.inputs().saturating_mul(filled(self.outputs))
    }
}

impl Place {
    pub(super) fn new(parameter: Parameter, start: usize, sides: Sides, first: First) -> Self {
        Self { parameter, start, sides, first, order: Order::Rows }
    }

    /// As a table of rows that are looked up, as in `torch.nn.Embedding`: it lies as in `PyTorch`.
    pub(super) fn into_table(self) -> Self {
        Self { order: Order::Table, ..self }
    }

    /// In strips.
    pub(super) fn in_strips(self, strips: Strips) -> Self {
        Self { order: Order::Strips(strips), ..self }
    }

    /// Where it lies among all numbers, with those that fill vectors up.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.start + self.sides.size()
    }

    /// Reads it, in `PyTorch`'s layout, from numbers laid out as the weights are: the weights themselves,
    /// their gradient, or what an optimizer keeps for each.
    pub(crate) fn read(&self, numbers: &[f32]) -> Vec<f32> {
        self.places().map(|at| numbers[at]).collect()
    }

    /// Writes it, given in `PyTorch`'s layout.
    pub(crate) fn write(&self, values: &[f32], numbers: &mut [f32]) {
        let count: usize = self.parameter.shape.iter().product();
        assert_eq!(values.len(), count, "{:?}", self.parameter);
        for (at, value) in self.places().zip(values) {
            numbers[at] = *value;
        }
    }

    /// Which of the two it lies among.
    pub(super) fn among<'a>(
        &self,
        weights: &'a mut [f32],
        buffers: &'a mut [f32],
    ) -> &'a mut [f32] {
        if self.parameter.role == Role::Buffer { buffers } else { weights }
    }

    /// Writes its first values. Where they are drawn, it is input by input and, for each, output by output,
    /// so that a seed means the same weights however they are laid out.
    pub(super) fn draw(&self, draws: &mut Draws, numbers: &mut [f32]) {
        let numbers = &mut numbers[self.range()];
        let outputs = self.sides.outputs;
        let Order::Strips(strips) = self.order else {
            for row in numbers.chunks_exact_mut(filled(outputs)) {
                self.first.fill(&mut row[..outputs], draws);
            }
            return;
        };
        for row in 0..self.sides.inputs() {
            for strip in strips.each() {
                let known = strip.width.min(outputs - strip.column);
                self.first.fill(&mut numbers[strips.at(row, strip.column)..][..known], draws);
            }
        }
    }

    /// Where its numbers lie, in `PyTorch`'s order.
    fn places(&self) -> impl Iterator<Item = usize> {
        let Self { start, sides: Sides { positions, channels, outputs }, order, .. } = *self;
        let (columns, inputs) = (filled(outputs), positions * channels);
        let place = move |output, input| {
            let (channel, position) = (input / positions, input % positions);
            let row = position * channels + channel;
            start
                + match order {
                    Order::Rows | Order::Table => row * columns + output,
                    Order::Strips(strips) => strips.at(row, output),
                }
        };
        let is_table = matches!(order, Order::Table);
        let [outer, inner] = if is_table { [inputs, outputs] } else { [outputs, inputs] };
        (0..outer).flat_map(move |outer| {
            let place =
                move |inner| if is_table { place(inner, outer) } else { place(outer, inner) };
            (0..inner).map(place)
        })
    }
}

impl First {
    fn fill(self, numbers: &mut [f32], draws: &mut Draws) {
        match self {
            Self::Zeros => numbers.fill(0.0),
            Self::Ones => numbers.fill(1.0),
            Self::He(inputs) => draws.normals((2.0 / float(inputs)).sqrt(), numbers),
            Self::Normal(deviation) => draws.normals(deviation, numbers),
            Self::Glorot(inputs, outputs) => {
                let limit = (6.0 / float(inputs + outputs)).sqrt();
                numbers.fill_with(|| single(draws.between(-limit, limit)));
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "widths are small")]
fn float(width: usize) -> f64 {
    width as f64
}

#[expect(clippy::cast_possible_truncation, reason = "weights are in single precision")]
fn single(number: f64) -> f32 {
    number as f32
}
