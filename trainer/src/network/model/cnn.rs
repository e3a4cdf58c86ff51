//! The small convolutional network.

use search::config::{Activation, BatchNorm, Cnn, Init, Mlp};

use super::{
    super::{
        activation::Nonlinear,
        after::After,
        builder::Builder,
        chain::Chain,
        conv::{Conv, Kernel},
        layer::Layer,
        norm::Norm,
        pool::MaxPool,
        whole::Flatten,
    },
    count, first, perceptron,
};
use crate::{Error, data::Image};

/// The layers for such images. They are called `convs`, `norms` and `layers`, each counted from 0.
pub(super) fn chain(
    model: &Cnn,
    image: Image,
    outputs: usize,
    builder: &mut Builder,
) -> Result<Chain, Error> {
    let (mut chain, mut inputs) = (Chain::default(), image);
    for (index, channels) in model.channels.iter().enumerate() {
        inputs = block(model, index, [inputs, image], count(*channels), &mut chain, builder)?;
    }
    let Image { channels, .. } = inputs;
    let flatten = Layer::Flatten(Flatten { channels });
    chain.push(builder, flatten, [1, inputs.size()], Vec::new())?;
    let (hidden, activation, dropout) = (model.hidden.clone(), model.activation, model.dropout);
    let dense = Mlp { hidden, activation, batch_norm: BatchNorm::Off, dropout, init: Init::Random };
    perceptron::extend(&dense, [inputs.pixels(), channels], outputs, &mut chain, builder)?;
    Ok(chain)
}

/// Adds a convolution, what follows it and a pool. Says what comes out.
fn block(
    model: &Cnn,
    index: usize,
    [inputs, image]: [Image; 2],
    channels: usize,
    chain: &mut Chain,
    builder: &mut Builder,
) -> Result<Image, Error> {
    let (side, stride) = (count(model.kernel), 1);
    let kernel = Kernel { inputs, channels, side, stride, has_bias: true, is_first: index == 0 };
    let (made, pooled) = (kernel.outputs(), MaxPool::outputs(kernel.outputs()));
    if pooled.pixels() == 0 {
        let blocks = model.channels.len();
        return Err(Error::Invalid(format!(
            "images of {image} cannot be halved {blocks} times, once for each of the model's `channels`; list \
             fewer of them"
        )));
    }
    let sizes = [made, pooled].map(|it| [it.pixels(), channels]);
    let first = first(model.activation, [kernel.window(), channels * side * side]);
    let conv = Conv::new(builder, &format!("convs.{index}"), kernel, first)?;
    let mut after = Norm::asked(builder, &format!("norms.{index}"), sizes[0], model.batch_norm)?;
    // What keeps the order of numbers may as well be applied to the largest alone, and gives the same.
    let is_late = model.activation == Activation::Relu;
    let activation =
        After::Activation(Nonlinear::new(builder, model.activation, sizes[usize::from(is_late)])?);
    let (early, late) =
        if is_late { (None, vec![activation]) } else { (Some(activation), Vec::new()) };
    after.extend(early);
    chain.push(builder, Layer::Conv(Box::new(conv)), sizes[0], after)?;
    chain.push(builder, Layer::MaxPool(MaxPool::new(made)), sizes[1], late)?;
    Ok(pooled)
}
