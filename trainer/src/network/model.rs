//! From a model's configuration to its layers.

use search::config::{Activation, BatchNorm, Init, Mlp, Model, Transformer};

use super::{
    after::After,
    block::Blocks,
    builder::Builder,
    chain::Chain,
    dense::Dense,
    dropout::Dropout,
    embedding::Embedding,
    head::Head,
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
        Model::Transformer(it) => language(it, sizes, builder),
        Model::Cnn(_) | Model::Resnet(_) => Err(unbuilt(model)),
    }
}

/// A model that a sweep may ask for and this version cannot train yet.
fn unbuilt(model: &Model) -> Error {
    Error::Invalid(format!("this version cannot train `{}` yet; take `mlp`", model.name()))
}

/// A model of language: symbols become rows, blocks work on these in their place, and the head tells what
/// comes next. First weights are GPT-2's (Radford et al., 2019, as nanoGPT draws them): normal, of this standard
/// deviation, but for those that are added to the rows in blocks; biases are 0. They are drawn in the order
/// of the parameters.
fn language(
    model: &Transformer,
    [length, symbols]: [usize; 2],
    builder: &mut Builder,
) -> Result<Chain, Error> {
    const DEVIATION: f64 = 0.02;
    if Ok(length) != usize::try_from(model.context) {
        let problem = format!("`context` is {}, and sequences have {length}", model.context);
        return Err(Error::Invalid(problem));
    }
    let width = usize::try_from(model.width).unwrap_or(usize::MAX);
    let first = First::Normal(DEVIATION);
    let embedding = Embedding::new(builder, [symbols, length, width], first)?;
    let table = embedding.symbols;
    let blocks = After::Blocks(Blocks::new(builder, model, DEVIATION)?);
    let head = Head::new(builder, table, [length, width])?;
    let mut chain = Chain::default();
    chain.push(builder, Layer::Embedding(embedding), [length, width], vec![blocks])?;
    chain.push(builder, Layer::Head(Box::new(head)), [length, symbols], Vec::new())?;
    Ok(chain)
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
