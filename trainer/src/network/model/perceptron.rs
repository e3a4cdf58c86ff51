//! Dense layers: the multi-layer perceptron, and what a convolutional network ends with.

use search::config::{Init, Mlp};

use super::{
    super::{
        builder::Builder,
        chain::Chain,
        dense::Dense,
        dropout::Dropout,
        layer::Layer,
        norm::Norm,
        parameter::{First, Sides},
    },
    count, first,
};
use crate::Error;

/// Adds the hidden layers and that of the outputs. What goes in are so many channels at so many positions.
pub(super) fn extend(
    model: &Mlp,
    [mut positions, mut channels]: [usize; 2],
    outputs: usize,
    chain: &mut Chain,
    builder: &mut Builder,
) -> Result<(), Error> {
    for (index, width) in model.hidden.iter().map(|it| count(*it)).enumerate() {
        let sides = Sides { positions, channels, outputs: width };
        let first = first(model.activation, [sides.inputs(), width]);
        let layer = dense(model, index, sides, first, chain, builder)?;
        let mut after =
            Norm::asked(builder, &format!("norms.{index}"), [1, width], model.batch_norm)?;
        after.extend(Dropout::behind(builder, model.activation, [1, width], model.dropout)?);
        chain.push(builder, layer, [1, width], after)?;
        [positions, channels] = [1, width];
    }
    let sides = Sides { positions, channels, outputs };
    let first = First::Glorot(sides.inputs(), outputs);
    let layer = dense(model, model.hidden.len(), sides, first, chain, builder)?;
    chain.push(builder, layer, [1, outputs], Vec::new())
}

fn dense(
    model: &Mlp,
    index: usize,
    sides: Sides,
    first: First,
    chain: &Chain,
    builder: &mut Builder,
) -> Result<Layer, Error> {
    let first = match model.init {
        Init::Zeros => First::Zeros,
        Init::Random => first,
    };
    let name = format!("layers.{index}");
    Dense::new(builder, &name, sides, first, chain.is_empty()).map(Layer::Dense)
}
