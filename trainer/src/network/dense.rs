//! A dense layer: every output is a weighted sum of all inputs, and a bias.
//!
//! Its matrix has a row for each input, as wide as whole vectors, and lies in strips; the biases follow as one row more.
//! Columns that fill vectors up are zeros and stay zeros.

use pulp::Arch;

use super::{
    builder::Builder,
    chain::{Back, Forth},
    gradient::{Gradient, Panels},
    grid::{Grid, filled},
    parameter::{First, Role, Sides},
    product::{Left, Product},
    strips::Strips,
    sums::Sums,
    transpose::Transpose,
};
use crate::Error;

/// A dense layer.
#[derive(Debug)]
pub(super) struct Dense {
    inputs: usize,
    outputs: usize,
    /// Where its matrix starts among the weights.
    start: usize,
    /// How the matrix lies.
    strips: Strips,
    /// The transpose of the matrix, without the biases; empty where nothing is below.
    turned: Vec<f32>,
    /// Room for the product that makes the gradient.
    panels: Panels,
}

impl Dense {
    /// Takes its place. `sides` says how its inputs came about; `is_first` that nobody asks for slopes by them.
    pub(super) fn new(
        builder: &mut Builder,
        name: &str,
        sides: Sides,
        first: First,
        is_first: bool,
    ) -> Result<Self, Error> {
        let Sides { outputs, .. } = sides;
        let inputs = sides.inputs();
        let weight = (format!("{name}.weight"), Role::Matrix);
        let strips = Strips::new(inputs, filled(outputs));
        let start = builder.matrix(weight, sides, first, strips)?;
        builder.vector((format!("{name}.bias"), Role::Bias), outputs, First::Zeros)?;
        let turned = if is_first { 0 } else { outputs * filled(inputs) };
        let (turned, panels) = (vec![0.0; turned], Panels::new());
        Ok(Self { inputs, outputs, start, strips, turned, panels })
    }

    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &Forth<'_>) {
        let (matrix, biases) = forth.weights[self.start..].split_at(self.strips.size());
        for strip in self.strips.each() {
            forth.arch.dispatch(Product {
                rows: forth.samples * inputs.places,
                depth: self.inputs,
                columns: strip.width,
                left: Left::Rows(&inputs.numbers, inputs.stride),
                right: (&matrix[strip.range()], strip.width),
                bias: Some(&biases[strip.column..]),
                into: (&mut values.numbers[strip.column..], values.stride),
            });
        }
    }

    pub(super) fn backwards(
        &mut self,
        inputs: &Grid,
        errors: &Grid,
        below: Option<&mut Grid>,
        back: &mut Back<'_>,
    ) {
        let rows = back.samples * inputs.places;
        let (matrix, biases) = back.gradient[self.start..].split_at_mut(self.strips.size());
        back.arch.dispatch(Gradient {
            strips: self.strips,
            samples: rows,
            values: (&inputs.numbers, inputs.stride),
            errors: (&errors.numbers, errors.stride),
            panels: &mut self.panels,
            into: matrix,
        });
        let into = &mut biases[..self.strips.columns];
        back.arch.dispatch(Sums { grid: errors, samples: back.samples, into });
        let Some(below) = below else { return };
        let turned = Strips::new(self.outputs, below.columns);
        self.turn(&back.weights[self.start..][..self.strips.size()], turned, back.arch);
        for strip in turned.each() {
            back.arch.dispatch(Product {
                rows,
                depth: self.outputs,
                columns: strip.width,
                left: Left::Rows(&errors.numbers, errors.stride),
                right: (&self.turned[strip.range()], strip.width),
                bias: None,
                into: (&mut below.numbers[strip.column..], below.stride),
            });
        }
    }

    /// Turns the matrix over, from strips into strips: a square of the one after the other.
    fn turn(&mut self, matrix: &[f32], turned: Strips, arch: Arch) {
        for rows in turned.each() {
            let count = rows.width.min(self.inputs - rows.column);
            for strip in self.strips.each() {
                let from = &matrix[strip.range()][rows.column * strip.width..];
                arch.dispatch(Transpose {
                    matrix: (&from[..count * strip.width], strip.width),
                    columns: strip.width.min(self.outputs - strip.column),
                    into: (&mut self.turned[turned.at(strip.column, rows.column)..], rows.width),
                });
            }
        }
    }
}
