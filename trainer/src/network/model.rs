//! From a model's configuration to its layers.

use search::config::{Activation, Init, Model};

use super::{
    activation::Nonlinear,
    after::After,
    builder::Builder,
    chain::Chain,
    dense::Dense,
    layer::Layer,
    norm::Norm,
    parameter::{First, Sides},
};
use crate::Error;

/// The layers of a model for so many features and outputs.
pub(super) fn chain(
    model: &Model,
    sizes: [usize; 2],
    builder: &mut Builder,
) -> Result<Chain, Error> {
    match model {
        Model::Logistic { init } => {
            Perceptron { hidden: &[], activation: Activation::Relu, batch_norm: false, init: *init }
        }
        Model::Mlp { hidden, activation, batch_norm, init } => {
            let (activation, batch_norm, init) = (*activation, *batch_norm, *init);
            Perceptron { hidden, activation, batch_norm, init }
        }
    }
    .chain(sizes, builder)
}

/// Dense layers. Logistic regression is the one without hidden layers.
struct Perceptron<'a> {
    hidden: &'a [u64],
    activation: Activation,
    batch_norm: bool,
    init: Init,
}

impl Perceptron<'_> {
    fn chain(
        &self,
        [mut inputs, outputs]: [usize; 2],
        builder: &mut Builder,
    ) -> Result<Chain, Error> {
        let mut chain = Chain::default();
        for (index, width) in self.hidden.iter().enumerate() {
            let width = usize::try_from(*width).unwrap_or(usize::MAX);
            let layer = self.dense(builder, index, [inputs, width])?;
            let mut after = Vec::new();
            if self.batch_norm {
                let norm = Norm::new(builder, &format!("norms.{index}"), [1, width])?;
                after.push(After::Norm(norm));
            }
            let activation = Nonlinear::new(builder, self.activation, [1, width])?;
            after.push(After::Activation(activation));
            chain.push(builder, Layer::Dense(layer), [1, width], after)?;
            inputs = width;
        }
        let last = self.dense(builder, self.hidden.len(), [inputs, outputs])?;
        chain.push(builder, Layer::Dense(last), [1, outputs], Vec::new())?;
        Ok(chain)
    }

    fn dense(
        &self,
        builder: &mut Builder,
        index: usize,
        [inputs, outputs]: [usize; 2],
    ) -> Result<Dense, Error> {
        let is_last = index == self.hidden.len();
        let first = match (self.init, self.activation) {
            (Init::Zeros, _) => First::Zeros,
            (Init::Random, Activation::Relu | Activation::Gelu) if !is_last => First::He(inputs),
            (Init::Random, Activation::Relu | Activation::Gelu | Activation::Tanh) => {
                First::Glorot(inputs, outputs)
            }
        };
        let sides = Sides { positions: 1, channels: inputs, outputs };
        Dense::new(builder, &format!("layers.{index}"), sides, first, index == 0)
    }
}
