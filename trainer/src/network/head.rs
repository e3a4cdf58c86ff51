//! The end of a model of language: a last norm, and for each place how likely each symbol is next.
//!
//! Its matrix is the table of symbols (Press and Wolf, 2017), as in GPT-2 and nanoGPT, and there are no biases.

use super::{
    builder::Builder,
    chain::{Back, Forth},
    embedding::Table,
    grid::{Grid, filled},
    layer_norm::LayerNorm,
    product::{Left, Product},
    transpose::Transpose,
};
use crate::Error;

/// The end of a model of language.
#[derive(Debug)]
pub(super) struct Head {
    norm: LayerNorm,
    /// What the norm comes to.
    normed: Grid,
    /// The loss's slopes by it.
    errors: Grid,
    table: Table,
    /// The table, turned over.
    turned: Vec<f32>,
}

impl Head {
    /// For a grid with so many rows a sample and so many columns.
    pub(super) fn new(
        builder: &mut Builder,
        table: Table,
        sizes @ [places, width]: [usize; 2],
    ) -> Result<Self, Error> {
        let norm = LayerNorm::new(builder, "transformer.ln_f", sizes)?;
        let [normed, errors] = [builder.grid(places, width)?, builder.grid(places, width)?];
        let turned = vec![0.0; width * filled(table.rows)];
        Ok(Self { norm, normed, errors, table, turned })
    }

    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &Forth<'_>) {
        let Self { norm, normed, table, turned, .. } = self;
        norm.forwards(inputs, normed, forth);
        let depth = turned.len() / values.columns;
        forth.arch.dispatch(Transpose {
            matrix: (table.of(forth.weights), table.columns),
            columns: depth,
            into: (turned, values.columns),
        });
        forth.arch.dispatch(Product {
            rows: forth.samples * inputs.places,
            depth,
            columns: values.columns,
            left: Left::Rows(&normed.numbers, normed.stride),
            right: (turned, values.columns),
            bias: None,
            into: (&mut values.numbers, values.stride),
        });
    }

    /// Writes the slopes by the table down; those by its rows are still to be added.
    pub(super) fn backwards(&mut self, errors: &Grid, below: &mut Grid, back: &mut Back<'_>) {
        let rows = back.samples * errors.places;
        let Self { norm, normed, errors: by_normed, table, .. } = self;
        back.arch.dispatch(Product {
            rows: table.rows,
            depth: rows,
            columns: table.columns,
            left: Left::Columns(&errors.numbers, errors.stride),
            right: (&normed.numbers, normed.stride),
            bias: None,
            into: (table.of_mut(back.gradient), table.columns),
        });
        back.arch.dispatch(Product {
            rows,
            depth: table.rows,
            columns: table.columns,
            left: Left::Rows(&errors.numbers, errors.stride),
            right: (table.of(back.weights), table.columns),
            bias: None,
            into: (&mut by_normed.numbers, by_normed.stride),
        });
        below.rows_mut(back.samples).for_each(|row| row.fill(0.0));
        norm.backwards(by_normed, below, back);
    }
}
