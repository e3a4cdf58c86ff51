//! The residual network that He et al. (2016) trained on CIFAR.

use search::config::{Activation, Resnet};

use super::{
    super::{
        activation::Nonlinear,
        after::After,
        builder::Builder,
        chain::Chain,
        conv::{Conv, Kernel},
        dense::Dense,
        layer::Layer,
        norm::Norm,
        parameter::{First, Sides},
        residual::Residual,
    },
    count,
};
use crate::{Error, data::Image};

/// The layers for such images, called as torchvision does: `conv1`, `bn1`, `layer1.0.conv1`, …, `fc`. Kernels are
/// drawn after He et al. (2015), for the inputs of a window; the last layer's weights after Glorot and Bengio.
pub(super) fn chain(
    model: &Resnet,
    image: Image,
    outputs: usize,
    builder: &mut Builder,
) -> Result<Chain, Error> {
    let (mut chain, mut inputs) = (Chain::default(), image);
    let stem = Conv3 { inputs, channels: count(model.width), stride: 1, is_first: true };
    inputs = stem.push(model, ["conv1", "bn1"].map(String::from), true, &mut chain, builder)?;
    for stage in 0..3 {
        for block in 0..count(model.blocks()) {
            let name = format!("layer{}.{block}", stage + 1);
            let stride = if stage > 0 && block == 0 { 2 } else { 1 };
            let channels = count(model.width) << stage;
            let first = Conv3 { inputs, channels, stride, is_first: false };
            inputs = residual(model, &name, first, &mut chain, builder)?;
        }
    }
    let width = inputs.channels;
    chain.push(builder, Layer::Mean, [1, width], Vec::new())?;
    let sides = Sides { positions: 1, channels: width, outputs };
    let last = Dense::new(builder, "fc", sides, First::Glorot(width, outputs), false)?;
    chain.push(builder, Layer::Dense(last), [1, outputs], Vec::new())?;
    Ok(chain)
}

/// Adds two convolutions that what goes in is added to. Says what comes out.
fn residual(
    model: &Resnet,
    name: &str,
    first: Conv3,
    chain: &mut Chain,
    builder: &mut Builder,
) -> Result<Image, Error> {
    let mut layers = Chain::default();
    let names = |at: u8| [format!("{name}.conv{at}"), format!("{name}.bn{at}")];
    let made = first.push(model, names(1), true, &mut layers, builder)?;
    let second = Conv3 { inputs: made, stride: 1, ..first };
    let made = second.push(model, names(2), false, &mut layers, builder)?;
    let size = [made.pixels(), made.channels];
    let relu = After::Activation(Nonlinear::new(builder, Activation::Relu, size)?);
    let residual = Residual::new(layers, first.inputs, first.stride);
    chain.push(builder, Layer::Residual(Box::new(residual)), size, vec![relu])?;
    Ok(made)
}

/// A convolution with a kernel of 3 × 3 and without biases, and the norm behind it.
#[derive(Clone, Copy)]
struct Conv3 {
    inputs: Image,
    channels: usize,
    stride: usize,
    is_first: bool,
}

impl Conv3 {
    /// Adds it under these names. Says what comes out.
    fn push(
        self,
        model: &Resnet,
        [conv, norm]: [String; 2],
        is_rectified: bool,
        chain: &mut Chain,
        builder: &mut Builder,
    ) -> Result<Image, Error> {
        let Self { inputs, channels, stride, is_first } = self;
        let kernel = Kernel { inputs, channels, side: 3, stride, has_bias: false, is_first };
        let made = kernel.outputs();
        let size = [made.pixels(), channels];
        let conv = Conv::new(builder, &conv, kernel, First::He(kernel.window()))?;
        let mut after = Norm::asked(builder, &norm, size, model.batch_norm)?;
        if is_rectified {
            after.push(After::Activation(Nonlinear::new(builder, Activation::Relu, size)?));
        }
        chain.push(builder, Layer::Conv(Box::new(conv)), size, after)?;
        Ok(made)
    }
}
