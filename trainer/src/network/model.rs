//! From a model's configuration to its layers.

use search::config::{Activation, BatchNorm, Init, Mlp, Model};

use super::{
    builder::Builder,
    chain::Chain,
    dense::Dense,
    dropout::Dropout,
    language,
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
            let (hidden, activation, batch_norm) = (Vec::new(), Activation::Relu, BatchNorm::Off);
            Perceptron(&Mlp { hidden, activation, batch_norm, dropout: 0.0, init: *init })
                .chain(sizes, builder)
        }
        Model::Mlp(it) => Perceptron(it).chain(sizes, builder),
        Model::Transformer(it) => language::chain(it, sizes, builder),
        Model::Cnn(_) | Model::Resnet(_) => Err(unbuilt(model)),
    }
}

/// A model that a sweep may ask for and this version cannot train yet.
fn unbuilt(model: &Model) -> Error {
    Error::Invalid(format!("this version cannot train `{}` yet; take `mlp`", model.name()))
}

/// Dense layers. Logistic regression is the one without hidden layers.
struct Perceptron<'a>(&'a Mlp);

impl Perceptron<'_> {
    fn chain(
        &self,
        [mut inputs, outputs]: [usize; 2],
        builder: &mut Builder,
    ) -> Result<Chain, Error> {
        let mut chain = Chain::default();
        for (index, width) in self.0.hidden.iter().enumerate() {
            let width = usize::try_from(*width).unwrap_or(usize::MAX);
            let layer = self.dense(builder, index, [inputs, width])?;
            let norm = format!("norms.{index}");
            let mut after = Norm::asked(builder, &norm, [1, width], self.0.batch_norm)?;
            after.extend(Dropout::behind(builder, self.0.activation, [1, width], self.0.dropout)?);
            chain.push(builder, Layer::Dense(layer), [1, width], after)?;
            inputs = width;
        }
        let last = self.dense(builder, self.0.hidden.len(), [inputs, outputs])?;
        chain.push(builder, Layer::Dense(last), [1, outputs], Vec::new())?;
        Ok(chain)
    }

    fn dense(
        &self,
        builder: &mut Builder,
        index: usize,
        [inputs, outputs]: [usize; 2],
    ) -> Result<Dense, Error> {
        let is_last = index == self.0.hidden.len();
        let first = match (self.0.init, self.0.activation) {
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
