//! A model in training: its weights, its outcome for a batch, and the gradient of the loss.
//!
//! A model is a [`Chain`] of layers. Columns are filled up to whole vectors with zeros that stay zeros. All
//! memory is taken at the start. What becomes of the gradient is left to the optimizer.

#![expect(clippy::inline_always, reason = "what is inlined uses the caller's vector unit")]

mod model;

mod chain;

mod conv;
mod dense;
mod embedding;
mod head;
mod layer;
mod pool;
mod residual;
mod whole;

mod activation;
mod after;
mod block;
mod dropout;
mod norm;

mod attention;
mod layer_norm;

mod below;
mod builder;
mod gradient;
mod grid;
mod parameter;

mod loss;
mod score;
mod squares;

mod framed;
mod functions;
mod lanes;
mod product;
mod strips;
mod sums;
mod transpose;
mod windows;

use std::ops::Range;

use pulp::Arch;
use search::config::{DecaySkips, Model};

pub(crate) use self::parameter::Place;
use self::{
    builder::Builder,
    chain::{Back, Chain, Forth, Pass},
    grid::Grid,
    loss::CrossEntropy,
    squares::Squares,
};
pub use self::{
    parameter::{Parameter, Role},
    score::Score,
};
use crate::{
    Data, Error,
    data::{Samples, Targets},
    draws::{Draws, Purpose},
    mask::Moment,
    optimizer::Optimizer,
};

/// The parameters that `model` starts with on `data`, and what it remembers before it has seen any of it:
/// each under its name and in its layout in `PyTorch`, in the order of the layers. A run with this seed
/// starts with these.
pub fn first_weights(
    model: &Model,
    data: &Data,
    seed: u64,
) -> Result<Vec<(Parameter, Vec<f32>)>, Error> {
    let network = Network::new(model, data, 1, seed)?;
    let places = network.places().iter();
    Ok(places.map(|it| (it.parameter.clone(), network.read(it))).collect())
}

/// A model in training.
#[derive(Debug)]
pub(crate) struct Network {
    arch: Arch,
    chain: Chain,
    /// What it consists of, in the order of its layers.
    places: Vec<Place>,
    /// How many samples it takes at once.
    batch: usize,
    /// How many numbers it gives for a sample.
    outputs: usize,
    /// Seeds what is drawn while it learns.
    seed: u64,
    /// How much of a label's share in the loss is spread over all classes while it learns.
    smoothing: f32,
    weights: Vec<f32>,
    /// The slope of the last batch's loss by each weight.
    gradient: Vec<f32>,
    /// What norms remember.
    buffers: Vec<f32>,
    /// What goes in.
    inputs: Grid,
    /// What is to be told of a text's symbols.
    labels: Vec<u32>,
}

impl Network {
    /// Draws a model for `data`. It takes up to `batch` samples at once.
    pub(crate) fn new(model: &Model, data: &Data, batch: usize, seed: u64) -> Result<Self, Error> {
        let batch = model::batch(model, data, batch);
        let mut builder = Builder::new(batch);
        let inputs = builder.grid(1, data.features())?;
        let chain = model::chain(model, data, &mut builder)?;
        let mut weights = vec![0.0; builder.weights];
        let mut buffers = vec![0.0; builder.buffers];
        let mut draws = Draws::new(seed, Purpose::Weights);
        for place in &builder.places {
            place.draw(&mut draws, place.among(&mut weights, &mut buffers));
        }
        Ok(Self {
            arch: Arch::new(),
            chain,
            places: builder.places,
            batch,
            outputs: data.outputs(),
            seed,
            smoothing: 0.0,
            gradient: vec![0.0; weights.len()],
            weights,
            buffers,
            inputs,
            labels: Vec::new(),
        })
    }

    /// The same one, which learns with smoothed labels. Scores go without.
    #[expect(clippy::cast_possible_truncation, reason = "losses are in single precision")]
    pub(crate) fn smoothing(self, share: f64) -> Self {
        Self { smoothing: share as f32, ..self }
    }

    /// Where those of its weights lie that weight decay leaves alone.
    pub(crate) fn spared(&self, skips: DecaySkips) -> impl Iterator<Item = Range<usize>> {
        let spared = move |role| match (skips, role) {
            (DecaySkips::NormsAndBiases, Role::Bias | Role::Norm) => true,
            (DecaySkips::NormsAndBiases, Role::Matrix | Role::Buffer)
            | (DecaySkips::Nothing, Role::Matrix | Role::Bias | Role::Norm | Role::Buffer) => false,
        };
        self.places.iter().filter(move |it| spared(it.parameter.role)).map(Place::range)
    }

    /// How many numbers its weights are, those that fill vectors up included.
    pub(crate) fn size(&self) -> usize {
        self.weights.len()
    }

    /// What it consists of, in the order of its layers.
    pub(crate) fn places(&self) -> &[Place] {
        &self.places
    }

    /// Reads a parameter, in `PyTorch`'s layout.
    pub(crate) fn read(&self, place: &Place) -> Vec<f32> {
        let is_buffer = place.parameter.role == Role::Buffer;
        place.read(if is_buffer { &self.buffers } else { &self.weights })
    }

    /// Writes a parameter, given in `PyTorch`'s layout.
    pub(crate) fn write(&mut self, place: &Place, values: &[f32]) {
        place.write(values, place.among(&mut self.weights, &mut self.buffers));
    }

    /// Scores the samples in `rows`, at most a batch, and finds the gradient of their mean loss. `update` says how
    /// many updates were made before: dropout draws by it.
    pub(crate) fn learn(&mut self, samples: &Samples, rows: &[u32], update: u64) -> Score {
        let rows_from_0 = rows.iter().map(|it| *it as usize);
        let score = self.outcome(samples, rows_from_0, (Pass::Learning, update));
        let (arch, samples) = (self.arch, rows.len());
        let Self { weights, gradient, .. } = self;
        self.chain.backwards(&self.inputs, None, &mut Back { arch, samples, weights, gradient });
        score
    }

    /// Makes an update with the last gradient.
    pub(crate) fn update(&mut self, optimizer: &mut Optimizer<f32>, lr: f64) {
        optimizer.update(&mut self.weights, &mut self.gradient, lr);
    }

    /// Scores all samples.
    pub(crate) fn score(&mut self, samples: &Samples) -> Score {
        let mut score = Score::default();
        for first in (0..samples.len()).step_by(self.batch) {
            let last = samples.len().min(first + self.batch);
            score.add(&self.outcome(samples, first..last, (Pass::Scoring, 0)));
        }
        score
    }

    /// Scores the samples in `rows`.
    pub(crate) fn score_rows(&mut self, samples: &Samples, rows: &[u32]) -> Score {
        let mut score = Score::default();
        for rows in rows.chunks(self.batch) {
            let rows = rows.iter().map(|it| *it as usize);
            score.add(&self.outcome(samples, rows, (Pass::Scoring, 0)));
        }
        score
    }

    /// Scores some samples; the outputs become the loss's slopes by them.
    fn outcome(
        &mut self,
        samples: &Samples,
        rows: impl ExactSizeIterator<Item = usize> + Clone,
        (pass, update): (Pass, u64),
    ) -> Score {
        for (row, into) in rows.clone().zip(self.inputs.rows_mut(rows.len())) {
            samples.features().copy(row, into);
        }
        let (arch, count) = (self.arch, rows.len());
        let moment = Moment { seed: self.seed, update };
        let Self { weights, buffers, .. } = self;
        self.chain.forwards(
            &self.inputs,
            &mut Forth { arch, pass, moment, samples: count, weights, buffers },
        );
        let outputs = self.chain.turn();
        let smoothing = if pass == Pass::Learning { self.smoothing } else { 0.0 };
        match samples.targets() {
            Targets::Classes { labels, .. } => {
                let (classes, labels) = (self.outputs, rows.map(|row| labels[row]));
                arch.dispatch(CrossEntropy { outputs, classes, smoothing, labels })
            }
            Targets::Numbers(numbers) => {
                let (units, targets) = (numbers.units(), rows.map(|row| numbers.row(row)));
                arch.dispatch(Squares { outputs, units, targets })
            }
            Targets::Following(following) => {
                self.labels.clear();
                let labels = rows.flat_map(|row| following.row(row)).map(|it| u32::from(*it));
                self.labels.extend(labels);
                let (classes, labels) = (self.outputs, self.labels.iter().copied());
                arch.dispatch(CrossEntropy { outputs, classes, smoothing, labels })
            }
        }
    }
}

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;
