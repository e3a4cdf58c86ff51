//! The kinds of layers: each makes a grid of another, and the slopes by that of its own.

use super::{
    chain::{Back, Forth},
    dense::Dense,
    embedding::Embedding,
    grid::Grid,
    head::Head,
};

/// What makes a grid of another.
#[derive(Debug)]
pub(super) enum Layer {
    /// Every output is a weighted sum of all inputs.
    Dense(Dense),
    /// Each symbol becomes a row.
    Embedding(Embedding),
    /// Each row tells how likely each symbol is.
    Head(Box<Head>),
}

impl Layer {
    /// Makes `values` of `inputs`.
    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &mut Forth<'_>) {
        match self {
            Self::Dense(it) => it.forwards(inputs, values, forth),
            Self::Embedding(it) => it.forwards(inputs, values, forth),
            Self::Head(it) => it.forwards(inputs, values, forth),
        }
    }

    /// Makes the loss's slopes by the weights, and where asked for those by the inputs, of `errors`, those by
    /// the values. The inputs are what they were on the way there.
    pub(super) fn backwards(
        &mut self,
        inputs: &Grid,
        errors: &Grid,
        below: Option<&mut Grid>,
        back: &mut Back<'_>,
    ) {
        match self {
            Self::Dense(it) => it.backwards(inputs, errors, below, back),
            Self::Embedding(it) => it.backwards(inputs, errors, back),
            Self::Head(it) => {
                it.backwards(errors, below.expect("a model begins with symbols"), back);
            }
        }
    }
}
