//! Numbers for symbols: what each symbol has learnt to stand for, and what each place in a window has.
//!
//! The table of symbols is the last layer's matrix as well (Press and Wolf, 2017; GPT-2 and nanoGPT have it
//! so), whose slopes are written down before those from here are added.

use pulp::{Simd, WithSimd};

use super::grid::Grid;

/// Numbers for symbols and places, row by row, or the loss's slopes by them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tables<T> {
    /// A row for each symbol.
    pub(super) symbols: T,
    /// A row for each place in a window.
    pub(super) places: T,
    /// How far apart the rows lie.
    pub(super) stride: usize,
}

/// Writes a row for each of `symbols`, window after window of `length` of them.
pub(super) struct Embed<'a> {
    pub(super) symbols: &'a [u32],
    pub(super) length: usize,
    /// How many numbers a symbol has.
    pub(super) width: usize,
    pub(super) tables: Tables<&'a [f32]>,
    pub(super) into: &'a mut Grid,
}

impl WithSimd for Embed<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { symbols, length, width, tables, into } = self;
        let rows = into.rows_mut(symbols.len());
        for ((at, symbol), into) in symbols.iter().enumerate().zip(rows) {
            let symbol = &tables.symbols[*symbol as usize * tables.stride..][..width];
            let place = &tables.places[at % length * tables.stride..][..width];
            for (into, (symbol, place)) in into[..width].iter_mut().zip(symbol.iter().zip(place)) {
                *into = symbol + place;
            }
        }
    }
}

/// Adds the loss's slopes by a symbol's numbers to those from elsewhere, and writes down those by a place's.
pub(super) struct EmbedBackwards<'a> {
    pub(super) symbols: &'a [u32],
    pub(super) length: usize,
    pub(super) width: usize,
    pub(super) errors: &'a Grid,
    pub(super) slopes: Tables<&'a mut [f32]>,
}

impl WithSimd for EmbedBackwards<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { symbols, length, width, errors, slopes } = self;
        let Tables { symbols: by_symbol, places: by_place, stride } = slopes;
        by_place.fill(0.0);
        let rows = errors.rows(symbols.len());
        for ((at, symbol), errors) in symbols.iter().enumerate().zip(rows) {
            let by_symbol = &mut by_symbol[*symbol as usize * stride..][..width];
            let by_place = &mut by_place[at % length * stride..][..width];
            for (error, (by_symbol, by_place)) in
                errors.iter().zip(by_symbol.iter_mut().zip(by_place))
            {
                *by_symbol += error;
                *by_place += error;
            }
        }
    }
}

#[cfg(test)]
mod tests;
