//! Dropout, forwards and backwards. What is left out, [`Mask`] says.

use pulp::{Simd, WithSimd};
use search::config::Activation;

use super::{
    activation::Nonlinear,
    after::After,
    builder::Builder,
    chain::{Back, Forth, Pass},
    grid::Grid,
};
use crate::{Error, Mask, mask::Moment};

/// Leaves numbers out while a model learns, and makes up for them with what it keeps (`torch.nn.Dropout`).
#[derive(Debug)]
pub(super) struct Dropout {
    share: f64,
    /// Which of the model's it is.
    number: u32,
    /// How many columns hold something.
    outputs: usize,
    /// The last batch's.
    mask: Mask,
}

impl Dropout {
    /// For a grid of so many columns, those that fill vectors up left out of account.
    pub(super) fn new(builder: &mut Builder, share: f64, outputs: usize) -> Self {
        let number = builder.dropout();
        let mask = Mask::new(Moment { seed: 0, update: 0 }, number, share);
        Self { share, number, outputs, mask }
    }

    /// An activation and, where anything is left out, dropout behind it, for a grid with so many rows a sample and
    /// so many columns.
    pub(super) fn behind(
        builder: &mut Builder,
        activation: Activation,
        size: [usize; 2],
        share: f64,
    ) -> Result<Vec<After>, Error> {
        if share == 0.0 {
            return Ok(vec![After::Activation(Nonlinear::new(builder, activation, size)?)]);
        }
        let activation = Nonlinear::before_dropout(builder, activation, size)?;
        let dropout = Self::new(builder, share, size[1]);
        Ok(vec![After::Activation(activation), After::Dropout(dropout)])
    }

    pub(super) fn forwards(&mut self, values: &mut Grid, forth: &Forth<'_>) {
        if forth.pass == Pass::Scoring {
            return;
        }
        self.mask = Mask::new(forth.moment, self.number, self.share);
        let (mask, outputs) = (self.mask, self.outputs);
        forth.arch.dispatch(Masking { mask, outputs, samples: forth.samples, grid: values });
    }

    /// What was left out moves nothing, and what was kept counts more.
    pub(super) fn backwards(&self, errors: &mut Grid, back: &Back<'_>) {
        let (mask, outputs) = (self.mask, self.outputs);
        back.arch.dispatch(Masking { mask, outputs, samples: back.samples, grid: errors });
    }
}

/// Multiplies the rows of the first `samples` samples by a mask.
struct Masking<'a> {
    mask: Mask,
    outputs: usize,
    samples: usize,
    grid: &'a mut Grid,
}

impl WithSimd for Masking<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        // A grid has fewer than 2^32 numbers.
        let mut place = 0_u32;
        for row in self.grid.rows_mut(self.samples) {
            for (it, at) in row[..self.outputs].iter_mut().zip(place..) {
                // Not a choice between the two, which would hide a NaN.
                *it *= self.mask.factor(at);
            }
            place = place.wrapping_add(u32::try_from(self.outputs).unwrap_or(u32::MAX));
        }
    }
}
