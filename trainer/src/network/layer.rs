//! The kinds of layers: each makes a grid of another, and the slopes by that of its own.

use super::{
    chain::{Back, Forth},
    conv::Conv,
    dense::Dense,
    embedding::Embedding,
    grid::Grid,
    head::Head,
    pool::MaxPool,
    residual::Residual,
    whole::{self, Flatten},
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
    /// Every pixel is a weighted sum of those around it.
    Conv(Box<Conv>),
    /// Every pixel is the largest of four.
    MaxPool(MaxPool),
    /// All pixels of a sample come side by side.
    Flatten(Flatten),
    /// The mean of all pixels of a sample.
    Mean,
    /// Layers whose outcome is added to what went in.
    Residual(Box<Residual>),
}

impl Layer {
    /// Makes `values` of `inputs`.
    pub(super) fn forwards(&mut self, inputs: &Grid, values: &mut Grid, forth: &mut Forth<'_>) {
        match self {
            Self::Dense(it) => it.forwards(inputs, values, forth),
            Self::Embedding(it) => it.forwards(inputs, values, forth),
            Self::Head(it) => it.forwards(inputs, values, forth),
            Self::Conv(it) => it.forwards(inputs, values, forth),
            Self::MaxPool(it) => it.forwards(inputs, values, forth),
            Self::Flatten(it) => it.forwards(inputs, values, forth),
            Self::Mean => whole::mean(inputs, values, forth),
            Self::Residual(it) => it.forwards(inputs, values, forth),
        }
    }

    /// Makes the loss's slopes by the weights, and where asked for those by the inputs, of `errors`, those by
    /// what the layer made. `inputs` is what it was given; `values` is what it made and then happened in its place.
    pub(super) fn backwards(
        &mut self,
        inputs: &Grid,
        [values, errors]: [&Grid; 2],
        below: Option<&mut Grid>,
        back: &mut Back<'_>,
    ) {
        match (self, below) {
            (Self::Dense(it), below) => it.backwards(inputs, errors, below, back),
            (Self::Conv(it), below) => it.backwards(inputs, errors, below, back),
            (Self::Residual(it), Some(below)) => it.backwards(inputs, errors, below, back),
            (Self::MaxPool(it), Some(below)) => it.backwards(inputs, [values, errors], below, back),
            (Self::Flatten(it), Some(below)) => it.backwards(errors, below, back),
            (Self::Mean, Some(below)) => whole::spread(errors, below, back),
            (Self::Embedding(it), _) => it.backwards(inputs, errors, back),
            (Self::Head(it), Some(below)) => it.backwards(errors, below, back),
            (
                Self::MaxPool(_)
                | Self::Flatten(_)
                | Self::Mean
                | Self::Residual(_)
                | Self::Head(_),
                None,
            ) => {
                unreachable!("what has no weights, or some below it, does not come first")
            }
        }
    }
}
