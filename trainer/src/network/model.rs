//! From a model's configuration to its layers.

use search::config::{Activation, BatchNorm, Init, Mlp, Model, Transformer};

use super::{
    activation::Nonlinear,
    after::After,
    block::Blocks,
    builder::Builder,
    chain::Chain,
    dense::Dense,
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
            Perceptron { hidden: &[], activation: Activation::Relu, batch_norm: false, init: *init }
        }
        Model::Mlp(Mlp { hidden, activation, batch_norm, init, .. }) => {
            let (activation, init) = (*activation, *init);
            let batch_norm = *batch_norm != BatchNorm::Off;
            Perceptron { hidden, activation, batch_norm, init }
        }
        Model::Transformer(it) => return language(it, sizes, builder),
        Model::Cnn(_) | Model::Resnet(_) => {
            let name = model.name();
            let problem = format!("this version cannot train `{name}` yet; take `mlp`");
            return Err(Error::Invalid(problem));
        }
    }
    .chain(sizes, builder)
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
