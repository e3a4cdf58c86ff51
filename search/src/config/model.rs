//! What learns.

use crate::document::Value;

/// A model of ours. Inputs and outputs have the data set's width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Model {
    /// Multinomial logistic regression: one linear layer.
    Logistic,
    /// A multi-layer perceptron.
    Mlp {
        /// The widths of the hidden layers.
        hidden: Vec<u64>,
        /// What follows each of them.
        activation: Activation,
    },
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
            Some(false) => Some(Self::Logistic),
            Some(true) => Self::mlp(&fields),
            None => return None,
        };
        fields.finish();
        model
    }

    fn mlp(fields: &crate::document::Fields<'_>) -> Option<Self> {
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
        Some(Self::Mlp { hidden: hidden?, activation: activation? })
    }
}
