//! From a model's configuration to its layers.

mod cnn;
mod language;
mod perceptron;
mod resnet;

use search::config::{Activation, BatchNorm, Mlp, Model};

use super::{builder::Builder, chain::Chain, parameter::First};
use crate::{Data, Error, data::Image};

/// At least so many samples are scored at once, where there are as many: small batches of short rows are slow.
const SCORED: usize = 128;

/// The layers of a model for such data.
pub(super) fn chain(model: &Model, data: &Data, builder: &mut Builder) -> Result<Chain, Error> {
    let outputs = data.outputs();
    let mut chain = Chain::default();
    match model {
        Model::Logistic { init } => {
            let (hidden, activation, batch_norm) = (Vec::new(), Activation::Relu, BatchNorm::Off);
            let model = Mlp { hidden, activation, batch_norm, dropout: 0.0, init: *init };
            perceptron::extend(&model, [1, data.features()], outputs, &mut chain, builder)?;
        }
        Model::Mlp(model) => {
            perceptron::extend(model, [1, data.features()], outputs, &mut chain, builder)?;
        }
        Model::Cnn(it) => return cnn::chain(it, image(model, data)?, outputs, builder),
        Model::Resnet(it) => return resnet::chain(it, image(model, data)?, outputs, builder),
        Model::Transformer(it) => {
            return language::chain(it, [data.features(), outputs], builder);
        }
    }
    Ok(chain)
}

/// How many samples a model takes at once that trains on so many. Where each takes much memory, as images do,
/// scores go without more than a batch needs.
pub(super) fn batch(model: &Model, data: &Data, trained: usize) -> usize {
    let samples = data.training_samples().max(data.validation_samples());
    match model {
        Model::Logistic { .. } | Model::Mlp(_) => trained.max(SCORED.min(samples)),
        // A text has many rows a sample.
        Model::Transformer(_) => {
            trained.max(SCORED.div_ceil(data.train.targets().places()).min(samples))
        }
        Model::Cnn(_) | Model::Resnet(_) => trained,
    }
}

/// What the data show, for a model that looks at images.
fn image(model: &Model, data: &Data) -> Result<Image, Error> {
    data.image().ok_or_else(|| {
        Error::Invalid(format!(
            "`{}` learns images, and this data set has none that it knows the height and width of; take `mlp`, \
             or a data set of kind `digits`, `idx`, `cifar10`, `cifar100` or `images`",
            model.name()
        ))
    })
}

/// The first weights of a hidden layer whose outputs so many inputs go into, and whose inputs so many outputs:
/// normal after He et al. (2015) before `relu` and `gelu`, uniform after Glorot and Bengio (2010) before `tanh`.
fn first(activation: Activation, [inputs, outputs]: [usize; 2]) -> First {
    match activation {
        Activation::Relu | Activation::Gelu => First::He(inputs),
        Activation::Tanh => First::Glorot(inputs, outputs),
    }
}

/// A number of the configuration, which says itself how large it may be.
fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
