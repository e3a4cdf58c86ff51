//! A dense layer: every output is a weighted sum of all inputs, and a bias.
//!
//! Its matrix has a row for each input, as wide as whole vectors; the biases follow as one row more. Columns
//! that fill vectors up are zeros and stay zeros.

use super::{
    builder::Builder,
    chain::{Back, Forth},
    grid::{Grid, filled},
    parameter::{First, Role, Sides},
    product::{Left, Packed, Panels, Product},
    sums::Sums,
    transpose::Transpose,
};
use crate::Error;

/// A dense layer.
#[derive(Debug)]
pub(super) struct Dense {
    inputs: usize,
    outputs: usize,
    /// `outputs`, filled up to whole vectors: the width of the matrix.
    columns: usize,
    /// Where its matrix starts among the weights.
    start: usize,
    /// The transpose of the matrix, without the biases; empty where nothing is below.
    turned: Vec<f32>,
    /// Room for products with large matrices.
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
        let start = builder.parameter(weight, vec![outputs, inputs], sides, first)?;
        builder.vector((format!("{name}.bias"), Role::Bias), outputs, First::Zeros)?;
        let turned = if is_first { 0 } else { outputs * filled(inputs) };
        let (turned, columns) = (vec![0.0; turned], filled(outputs));
        let panels = Panels::new(columns.max(filled(inputs)));
        Ok(Self { inputs, outputs, columns, start, turned, panels })
    }

    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &Forth<'_>) {
        let Self { columns, start, .. } = *self;
        let (matrix, rest) = forth.weights[start..].split_at(self.inputs * columns);
        let product = Product {
            rows: forth.samples * inputs.places,
            depth: self.inputs,
            columns,
            left: Left::Rows(&inputs.numbers, inputs.stride),
            right: (matrix, columns),
            bias: Some(&rest[..columns]),
            into: (&mut values.numbers, values.stride),
        };
        forth.arch.dispatch(Packed { product, panels: &mut self.panels });
    }

    pub(super) fn backwards(
        &mut self,
        inputs: &Grid,
        errors: &Grid,
        below: Option<&mut Grid>,
        back: &mut Back<'_>,
    ) {
        let Self { columns, start, .. } = *self;
        let rows = back.samples * inputs.places;
        let (matrix, rest) = back.gradient[start..].split_at_mut(self.inputs * columns);
        let product = Product {
            rows: self.inputs,
            depth: rows,
            columns,
            left: Left::Columns(&inputs.numbers, inputs.stride),
            right: (&errors.numbers, errors.stride),
            bias: None,
            into: (matrix, columns),
        };
        back.arch.dispatch(Packed { product, panels: &mut self.panels });
        back.arch.dispatch(Sums {
            grid: errors,
            samples: back.samples,
            into: &mut rest[..columns],
        });
        let Some(below) = below else { return };
        let matrix = &back.weights[start..][..self.inputs * columns];
        back.arch.dispatch(Transpose {
            matrix: (matrix, columns),
            columns: self.outputs,
            into: (&mut self.turned, below.columns),
        });
        let product = Product {
            rows,
            depth: self.outputs,
            columns: below.columns,
            left: Left::Rows(&errors.numbers, errors.stride),
            right: (&self.turned, below.columns),
            bias: None,
            into: (&mut below.numbers, below.stride),
        };
        back.arch.dispatch(Packed { product, panels: &mut self.panels });
    }
}
