//! What learns.

use crate::document::{Fields, Value};

/// A model of ours. Inputs and outputs have the data set's width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Model {
    /// Multinomial logistic regression: one linear layer.
    Logistic {
        /// The weights that it starts with.
        init: Init,
    },
    /// A multi-layer perceptron.
    Mlp {
        /// The widths of the hidden layers.
        hidden: Vec<u64>,
        /// What follows each of them.
        activation: Activation,
        /// Whether a layer's sums are normalised over the batch before it (`torch.nn.BatchNorm1d`).
        batch_norm: bool,
        /// The weights that it starts with.
        init: Init,
    },
}

/// The weights that a model starts with. Biases start at 0 in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// Drawn, as fits what follows a layer.
    Random,
    /// Zeros, as in a calculation by hand. Hidden layers learn nothing from there.
    Zeros,
}

/// The non-linearity after a hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// max(0, x); weights drawn after He et al. (2015).
    Relu,
    /// tanh(x); weights drawn after Glorot and Bengio (2010).
    Tanh,
    /// x Φ(x); weights drawn as for `Relu`.
    Gelu,
}

impl Model {
    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let kind = fields.required("kind", |it| it.choice(&[("logistic", false), ("mlp", true)]));
        let model = match kind {
            Some(false) => Init::read(&fields).map(|init| Self::Logistic { init }),
            Some(true) => Self::mlp(&fields),
            None => return None,
        };
        fields.finish();
        model
    }

    fn mlp(fields: &Fields<'_>) -> Option<Self> {
        let width = |it: &Value<'_>| it.whole(1, 65_536);
        let hidden = fields.or("hidden", vec![128, 128], |it| {
            if it.items()?.len() > 64 {
                return it.note("at most 64 layers");
            }
            it.items()?.iter().map(width).collect()
        });
        let activation = fields.or("activation", Activation::Relu, |it| {
            it.choice(&[
                ("relu", Activation::Relu),
                ("tanh", Activation::Tanh),
                ("gelu", Activation::Gelu),
            ])
        });
        let batch_norm = fields.or("batch_norm", false, Value::bool);
        let init = Init::read(fields);
        let (hidden, activation, batch_norm) = (hidden?, activation?, batch_norm?);
        Some(Self::Mlp { hidden, activation, batch_norm, init: init? })
    }

    /// The name that a sweep uses.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Logistic { .. } => "logistic",
            Self::Mlp { .. } => "mlp",
        }
    }

    /// Whether it normalises over batches, so that one of a single row says nothing.
    pub(super) fn normalises(&self) -> bool {
        match self {
            Self::Logistic { .. } => false,
            Self::Mlp { hidden, batch_norm, .. } => *batch_norm && !hidden.is_empty(),
        }
    }
}

impl Init {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let choices = [("random", Self::Random), ("zeros", Self::Zeros)];
        fields.or("init", Self::Random, |it| it.choice(&choices))
    }
}
