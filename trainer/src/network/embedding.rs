//! Numbers for symbols: what each symbol has learnt to stand for, and what each place in a sequence has.

use pulp::{Simd, WithSimd};

use super::{
    builder::Builder,
    chain::{Back, Forth},
    grid::{Grid, filled},
    parameter::{First, Role},
};
use crate::Error;

/// The sum of a symbol's numbers and its place's, a row for each place.
#[derive(Debug)]
pub(super) struct Embedding {
    /// How many numbers a symbol has.
    width: usize,
    /// The table of symbols.
    pub(super) symbols: Table,
    places: Table,
}

/// Where a table lies among the weights: a row for each symbol, as wide as whole vectors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    start: usize,
    /// How many rows it has.
    pub(super) rows: usize,
    /// How wide its rows are.
    pub(super) columns: usize,
}

impl Embedding {
    /// For so many kinds of symbols, in sequences of so many, with so many numbers each.
    pub(super) fn new(
        builder: &mut Builder,
        [symbols, length, width]: [usize; 3],
        first: First,
    ) -> Result<Self, Error> {
        let mut table = |name: &str, rows| {
            let weight = (format!("transformer.{name}.weight"), Role::Matrix);
            let start = builder.table(weight, [rows, width], first)?;
            Ok(Table { start, rows, columns: filled(width) })
        };
        Ok(Self { width, symbols: table("wte", symbols)?, places: table("wpe", length)? })
    }

    /// `inputs` has a row of symbols a sample, `values` a row for each of them.
    pub(super) fn forwards(&self, inputs: &Grid, values: &mut Grid, forth: &Forth<'_>) {
        let symbols = self.symbols.of(forth.weights);
        let places = self.places.of(forth.weights);
        let samples = forth.samples;
        forth.arch.dispatch(Forwards {
            width: self.width,
            symbols,
            places,
            samples,
            inputs,
            values,
        });
    }

    /// Writes down the slopes by places, and adds those by symbols to what the last layer has written
    /// there: the table is its matrix as well.
    pub(super) fn backwards(&self, inputs: &Grid, errors: &Grid, back: &mut Back<'_>) {
        let (arch, samples) = (back.arch, back.samples);
        let (symbols, places) = back.gradient.split_at_mut(self.places.start);
        let symbols = &mut symbols[self.symbols.start..];
        let places = &mut places[..self.places.size()];
        arch.dispatch(Backwards { width: self.width, symbols, places, samples, inputs, errors });
    }
}

impl Table {
    /// Its own part of all weights.
    pub(super) fn of<'a>(&self, weights: &'a [f32]) -> &'a [f32] {
        &weights[self.start..][..self.size()]
    }

    /// As [`Self::of`], to be changed.
    pub(super) fn of_mut<'a>(&self, weights: &'a mut [f32]) -> &'a mut [f32] {
        &mut weights[self.start..][..self.size()]
    }

    fn size(&self) -> usize {
        self.rows * self.columns
    }
}

/// The number that a symbol has among features.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "symbols are whole numbers below 2^16"
)]
fn symbol(feature: f32) -> usize {
    feature as usize
}

struct Forwards<'a> {
    width: usize,
    symbols: &'a [f32],
    places: &'a [f32],
    samples: usize,
    inputs: &'a Grid,
    values: &'a mut Grid,
}

impl WithSimd for Forwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { width, symbols, places, samples, inputs, values } = self;
        let (length, columns) = (values.places, values.columns);
        let mut into = values.rows_mut(samples);
        for sequence in inputs.rows(samples) {
            let rows = sequence[..length].iter().zip(places.chunks_exact(columns));
            for ((feature, place), into) in rows.zip(&mut into) {
                let symbol = &symbols[symbol(*feature) * columns..][..width];
                for (into, (symbol, place)) in into.iter_mut().zip(symbol.iter().zip(place)) {
                    *into = symbol + place;
                }
            }
        }
    }
}

struct Backwards<'a> {
    width: usize,
    symbols: &'a mut [f32],
    places: &'a mut [f32],
    samples: usize,
    inputs: &'a Grid,
    errors: &'a Grid,
}

impl WithSimd for Backwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { width, symbols, places, samples, inputs, errors } = self;
        let (length, columns) = (errors.places, errors.columns);
        places.fill(0.0);
        let mut errors = errors.rows(samples);
        for sequence in inputs.rows(samples) {
            let rows = sequence[..length].iter().zip(places.chunks_exact_mut(columns));
            for ((feature, place), errors) in rows.zip(&mut errors) {
                let symbol = &mut symbols[symbol(*feature) * columns..][..width];
                for (error, (symbol, place)) in errors.iter().zip(symbol.iter_mut().zip(place)) {
                    *symbol += error;
                    *place += error;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
