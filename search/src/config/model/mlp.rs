//! The multi-layer perceptron.

use super::{Activation, BatchNorm, Init, dropout, hidden};
use crate::document::Fields;

/// Dense layers: each hidden one is a linear map, a batch norm where there is one, an activation, and dropout.
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp {
    /// The widths of the hidden layers.
    pub hidden: Vec<u64>,
    /// What follows each of them.
    pub activation: Activation,
    /// What normalises a hidden layer's sums (`torch.nn.BatchNorm1d`).
    pub batch_norm: BatchNorm,
    /// The share of a hidden layer's outcome that is left out while it learns (`torch.nn.Dropout`).
    pub dropout: f64,
    /// The weights that it starts with.
    pub init: Init,
}

impl Mlp {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let hidden = hidden(fields, &[128, 128]);
        let activation = Activation::read(fields);
        let batch_norm = BatchNorm::read(fields);
        let dropout = dropout(fields, hidden.as_deref());
        let init = Init::read(fields);
        Some(Self {
            hidden: hidden?,
            activation: activation?,
            batch_norm: batch_norm?,
            dropout: dropout?,
            init: init?,
        })
    }
}
