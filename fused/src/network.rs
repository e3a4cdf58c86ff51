//! The network of all members at once: every tensor has the members as its first axis, and nothing but that
//! axis tells them apart.
//!
//! A layer takes rows of numbers, `[members, samples × places, columns]`, and gives such rows, as our own network does.
//! A place is a pixel of an image or a position of a text; other samples have one. No operation mixes members:
//! products are batched, sums never run along the first axis, and what is masked is chosen and not multiplied,
//! so that a NaN stays with its member.

mod model;

mod activation;
mod block;
mod conv;
mod dense;
mod dropout;
mod image;
mod language;
mod layer_norm;
mod norm;

use burn_tensor::{Tensor, backend::AutodiffBackend};
use search::config::{Activation, Model};
use trainer::Image;

pub(crate) use self::dropout::Dropout;
use self::{
    block::Block,
    conv::Conv,
    dense::Dense,
    image::Residual,
    language::{Embedding, Head},
    model::Builder,
    norm::Norm,
};
use crate::{Data, Error, parameters::Inventory};

/// The layers of a model, one after the other.
#[derive(Debug)]
pub(crate) struct Network<A: AutodiffBackend> {
    layers: Vec<Layer<A>>,
    /// How many numbers a sample is on its way through, all layers together.
    numbers: usize,
    /// The layers that leave numbers out at random.
    dropouts: Vec<Dropout>,
}

#[derive(Debug)]
enum Layer<A: AutodiffBackend> {
    Dense(Dense),
    Norm(Norm),
    Activation(Activation),
    Dropout(Dropout),
    Pixels(Image),
    Conv(Conv<A>),
    MaxPool(Image),
    Residual(Residual<A>),
    Mean(Image),
    Planes(Image),
    Embedding(Embedding),
    Block(Box<Block>),
    Head(Head),
}

/// What a batch is sent through a network with.
#[derive(Debug)]
pub(crate) struct Pass<'a, A: AutodiffBackend> {
    /// Each parameter, `[members, numbers]`.
    pub(crate) weights: &'a [Tensor<A, 2>],
    /// What is remembered, each `[members, numbers]`; what was learnt from the batch takes its place.
    pub(crate) buffers: &'a mut [Tensor<A, 2>],
    /// Whether the batch is learnt from: norms go by it and remember it, and numbers are left out at random.
    pub(crate) learning: Option<Chance<'a, A>>,
}

/// What goes through each dropout is multiplied by: `[members, numbers]` each.
pub(crate) type Chance<'a, A> = &'a [Tensor<A, 2>];

impl<A: AutodiffBackend> Network<A> {
    /// The layers of `model` on `data`.
    pub(crate) fn new(
        model: &Model,
        data: &Data,
        inventory: &Inventory,
        device: &A::Device,
    ) -> Result<Self, Error> {
        Builder::new(data.features(), inventory, device).build(model, data.image())
    }

    /// How many numbers a sample is on its way through, all layers together.
    pub(crate) fn numbers(&self) -> usize {
        self.numbers
    }

    /// The layers that leave numbers out at random.
    pub(crate) fn dropouts(&self) -> &[Dropout] {
        &self.dropouts
    }

    /// What comes out for a batch, `[members, samples × places, outputs]`.
    pub(crate) fn forwards(&self, inputs: Tensor<A, 3>, pass: &mut Pass<'_, A>) -> Tensor<A, 3> {
        through(&self.layers, inputs, pass)
    }
}

/// Sends rows through layers, one after the other.
fn through<A: AutodiffBackend>(
    layers: &[Layer<A>],
    inputs: Tensor<A, 3>,
    pass: &mut Pass<'_, A>,
) -> Tensor<A, 3> {
    layers.iter().fold(inputs, |values, layer| match layer {
        Layer::Dense(it) => it.forwards(values, pass),
        Layer::Norm(it) => it.forwards(values, pass),
        Layer::Activation(it) => activation::forwards(*it, values),
        Layer::Dropout(it) => it.forwards(values, pass),
        Layer::Pixels(it) => image::pixels(values, *it),
        Layer::Conv(it) => it.forwards(values, pass),
        Layer::MaxPool(it) => image::max_pool(values, *it),
        Layer::Residual(it) => it.forwards(values, pass),
        Layer::Mean(it) => image::mean(values, *it),
        Layer::Planes(it) => image::planes(values, *it),
        Layer::Embedding(it) => it.forwards(values, pass),
        Layer::Block(it) => it.forwards(values, pass),
        Layer::Head(it) => it.forwards(values, pass),
    })
}
