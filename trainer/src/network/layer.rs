//! The sizes of a network's layers, and the weights that they start with.

use search::config::{Activation, Init, Model};

use super::product::LANES;
use crate::{
    Error,
    draws::{Draws, Purpose},
};

/// The largest model, in weights, and the most outcomes that one batch may have: 1 GiB each. A
/// limit against slips of the keyboard, which would end the worker and not the trial.
const NUMBERS_MAX: usize = 1 << 28;

/// The sizes of a layer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layer {
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    /// `outputs`, filled up to whole vectors: the width of the matrix.
    pub(super) columns: usize,
    /// Where its matrix starts among the weights.
    pub(super) start: usize,
}

impl Layer {
    /// A model's layers, unless they would not fit in memory.
    pub(super) fn all(
        model: &Model,
        [features, classes]: [usize; 2],
        batch: usize,
    ) -> Result<Vec<Self>, Error> {
        let hidden = match model {
            Model::Logistic { .. } => &[][..],
            Model::Mlp(it) => &it.hidden,
            Model::Cnn(_) | Model::Resnet(_) | Model::Transformer(_) => {
                return Err(super::unbuilt(model));
            }
        };
        let outputs = hidden.iter().map(|it| usize::try_from(*it).unwrap_or(usize::MAX));
        let (mut inputs, mut start, mut widths) = (features, 0_usize, features);
        let mut layers = Vec::new();
        for outputs in outputs.chain([classes]) {
            let layer = Self { inputs, outputs, columns: filled(outputs), start };
            start = start.saturating_add(layer.size());
            widths = widths.saturating_add(layer.columns);
            layers.push(layer);
            inputs = outputs;
        }
        if start > NUMBERS_MAX || widths.saturating_mul(batch) > NUMBERS_MAX {
            return Err(Error::Invalid(format!(
                "the model is too large: it has {start} weights and {widths} values for each of {batch} \
                 samples in a batch, and each may come to {NUMBERS_MAX} at most; take narrower layers or \
                 a smaller `batch_size`"
            )));
        }
        Ok(layers)
    }

    /// Its own part of all weights.
    pub(super) fn of<'a>(&self, weights: &'a [f32]) -> &'a [f32] {
        &weights[self.start..][..self.size()]
    }

    /// As [`Self::of`], to be changed.
    pub(super) fn of_mut<'a>(&self, weights: &'a mut [f32]) -> &'a mut [f32] {
        &mut weights[self.start..][..self.size()]
    }

    /// How many numbers the transpose of its matrix holds, without the biases.
    pub(super) fn turned_size(&self) -> usize {
        self.outputs * filled(self.inputs)
    }

    /// How many numbers its matrix holds.
    fn size(&self) -> usize {
        (self.inputs.saturating_add(1)).saturating_mul(self.columns)
    }
}

/// First weights: after He et al. (2015), normal, before `relu` or `gelu`; after Glorot and Bengio
/// (2010), uniform, before tanh and the softmax. Biases start at 0. They are drawn layer by layer,
/// input by input, so that a seed means the same weights however they are laid out.
pub(super) fn draw(layers: &[Layer], activation: Activation, init: Init, seed: u64) -> Vec<f32> {
    let mut draws = Draws::new(seed, Purpose::Weights);
    let mut weights = vec![0.0; layers.iter().map(Layer::size).sum()];
    if init == Init::Zeros {
        return weights;
    }
    for (index, layer) in layers.iter().enumerate() {
        let he = index + 1 < layers.len() && activation != Activation::Tanh;
        let rows = layer.of_mut(&mut weights).chunks_mut(layer.columns).take(layer.inputs);
        for weight in rows.flat_map(|row| &mut row[..layer.outputs]) {
            *weight = if he { he_normal(&mut draws, layer) } else { glorot(&mut draws, layer) };
        }
    }
    weights
}

#[expect(clippy::cast_possible_truncation, reason = "weights are in single precision")]
fn he_normal(draws: &mut Draws, layer: &Layer) -> f32 {
    (draws.normal() * (2.0 / float(layer.inputs)).sqrt()) as f32
}

#[expect(clippy::cast_possible_truncation, reason = "weights are in single precision")]
fn glorot(draws: &mut Draws, layer: &Layer) -> f32 {
    let limit = (6.0 / float(layer.inputs + layer.outputs)).sqrt();
    draws.between(-limit, limit) as f32
}

#[expect(clippy::cast_precision_loss, reason = "widths are small")]
fn float(width: usize) -> f64 {
    width as f64
}

/// The next multiple of [`LANES`].
fn filled(width: usize) -> usize {
    width.div_ceil(LANES).saturating_mul(LANES)
}
