//! What happens to a layer's outcome in its place, forwards and backwards.

use super::{
    activation::Nonlinear,
    block::Blocks,
    chain::{Back, Forth},
    dropout::Dropout,
    grid::Grid,
    norm::Norm,
};

/// What happens to a layer's outcome in its place.
#[derive(Debug)]
pub(super) enum After {
    /// Each column is normalised over the batch.
    Norm(Norm),
    /// Each number goes through a function.
    Activation(Nonlinear),
    /// Each row is added to, by itself and by those before it.
    Blocks(Blocks),
    /// Some numbers are left out while the model learns.
    Dropout(Dropout),
}

impl After {
    pub(super) fn forwards(&mut self, values: &mut Grid, forth: &mut Forth<'_>) {
        match self {
            Self::Norm(it) => it.forwards(values, forth),
            Self::Activation(it) => it.forwards(values, forth),
            Self::Blocks(it) => it.forwards(values, forth),
            Self::Dropout(it) => it.forwards(values, forth),
        }
    }

    /// Turns the loss's slopes by what it made, in `errors`, into those by what it was given. `values` is
    /// what the whole stage came to: what goes by them stands last, or before dropout alone.
    pub(super) fn backwards(&mut self, values: &Grid, errors: &mut Grid, back: &mut Back<'_>) {
        match self {
            Self::Norm(it) => it.backwards(errors, back),
            Self::Activation(it) => it.backwards(values, errors, back),
            Self::Blocks(it) => it.backwards(errors, back),
            Self::Dropout(it) => it.backwards(errors, back),
        }
    }
}
