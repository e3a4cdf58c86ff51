//! Dense layers: a model's weights, its outcome for a batch, and the gradient of the loss.
//!
//! Logistic regression is the network without hidden layers. A layer is one matrix: its last row
//! holds the biases, and its inputs end in a 1. Columns are filled up to whole vectors with zeros
//! that stay zeros. All memory is taken at the start. What becomes of the gradient is left to the
//! optimizer.

#![expect(clippy::inline_always, reason = "what is inlined uses the caller's vector unit")]

mod activation;
#[cfg_attr(not(test), expect(dead_code, reason = "the language model made of it follows"))]
mod attention;
#[cfg_attr(not(test), expect(dead_code, reason = "the language model made of it follows"))]
mod embedding;
mod functions;
mod grid;
mod lanes;
mod layer;
#[cfg_attr(not(test), expect(dead_code, reason = "the language model made of it follows"))]
mod layer_norm;
mod loss;
mod norm;
mod product;
mod score;
mod squares;
mod transpose;

use pulp::Arch;
use search::config::{Activation, BatchNorm, Model};

pub(crate) use self::score::Score;
use self::{
    activation::{Backwards, Forwards},
    grid::Grid,
    layer::Layer,
    loss::CrossEntropy,
    norm::Norm,
    product::{Left, Product},
    squares::Squares,
    transpose::Transpose,
};
use crate::{
    Error,
    data::{Samples, Targets},
    optimizer::Optimizer,
};

/// A model in training.
#[derive(Debug)]
pub(crate) struct Network {
    arch: Arch,
    layers: Vec<Layer>,
    /// What normalises the sums of each hidden layer; empty where nothing does.
    norms: Vec<Norm>,
    activation: Activation,
    /// How many samples it takes at once.
    batch: usize,
    /// Every layer's matrix, one after the other, and after them what the norms learn.
    weights: Vec<f32>,
    /// The slope of the last batch's loss by each weight.
    gradient: Vec<f32>,
    /// What goes into each layer, and at last what comes out.
    values: Vec<Grid>,
    /// The slopes of each hidden layer's activation, where they cannot be told from the outcome.
    slopes: Vec<Grid>,
    /// The loss's slopes by what comes out of each hidden layer.
    errors: Vec<Grid>,
    /// The transposes of the matrices of all layers but the first, without the biases.
    turned: Vec<Vec<f32>>,
}

/// What a batch is sent through the network for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// To find a gradient: norms go by the batch, and remember it.
    Learning,
    /// To be scored: norms go by what they remember.
    Scoring,
}

impl Network {
    /// Draws a model for so many features and outputs: classes, or numbers to be told. It takes up to `batch` samples at once.
    pub(crate) fn new(
        model: &Model,
        [features, outputs]: [usize; 2],
        batch: usize,
        seed: u64,
    ) -> Result<Self, Error> {
        let layers = Layer::all(model, [features, outputs], batch)?;
        let (activation, init, batch_norm) = match model {
            Model::Logistic { init } => (Activation::Relu, *init, false),
            Model::Mlp(it) => (it.activation, it.init, it.batch_norm != BatchNorm::Off),
            Model::Cnn(_) | Model::Resnet(_) | Model::Transformer(_) => return Err(unbuilt(model)),
        };
        let hidden = &layers[..layers.len() - 1];
        let slope = |it: &Layer| if activation == Activation::Gelu { it.columns } else { 0 };
        let mut weights = layer::draw(&layers, activation, init, seed);
        let normed = if batch_norm { hidden } else { &[] };
        let norms = normed.iter().map(|it| Norm::new(it, batch, &mut weights)).collect();
        let mut values = vec![Grid::new(batch, features + 1)];
        values.extend(layers.iter().map(|it| Grid::new(batch, it.columns.max(it.outputs + 1))));
        values[0].rows_mut(batch).for_each(|row| row[features] = 1.0);
        Ok(Self {
            arch: Arch::new(),
            norms,
            activation,
            batch,
            gradient: vec![0.0; weights.len()],
            weights,
            values,
            slopes: hidden.iter().map(|it| Grid::new(batch, slope(it))).collect(),
            errors: hidden.iter().map(|it| Grid::new(batch, it.columns)).collect(),
            turned: layers[1..].iter().map(|it| vec![0.0; it.turned_size()]).collect(),
            layers,
        })
    }

    /// How many numbers its weights are, those that fill vectors up included.
    pub(crate) fn size(&self) -> usize {
        self.weights.len()
    }

    /// Scores the samples in `rows`, at most a batch, and finds the gradient of their mean loss.
    pub(crate) fn learn(&mut self, samples: &Samples, rows: &[u32]) -> Score {
        let score = self.outcome(samples, rows.iter().map(|it| *it as usize), Pass::Learning);
        self.backwards(rows.len());
        score
    }

    /// Makes an update with the last gradient.
    pub(crate) fn update(&mut self, optimizer: &mut Optimizer<f32>, lr: f64) {
        optimizer.update(&mut self.weights, &self.gradient, lr);
    }

    /// Scores all samples.
    pub(crate) fn score(&mut self, samples: &Samples) -> Score {
        let mut score = Score::default();
        for first in (0..samples.len()).step_by(self.batch) {
            let last = samples.len().min(first + self.batch);
            score.add(&self.outcome(samples, first..last, Pass::Scoring));
        }
        score
    }

    /// Scores the samples in `rows`.
    pub(crate) fn score_rows(&mut self, samples: &Samples, rows: &[u32]) -> Score {
        let mut score = Score::default();
        for rows in rows.chunks(self.batch) {
            let rows = rows.iter().map(|it| *it as usize);
            score.add(&self.outcome(samples, rows, Pass::Scoring));
        }
        score
    }

    /// Scores some samples; the outputs become the loss's slopes by them.
    fn outcome(
        &mut self,
        samples: &Samples,
        rows: impl ExactSizeIterator<Item = usize> + Clone,
        pass: Pass,
    ) -> Score {
        for (row, into) in rows.clone().zip(self.values[0].rows_mut(rows.len())) {
            samples.features().copy(row, into);
        }
        self.forwards(rows.len(), pass);
        let last = self.layers[self.layers.len() - 1];
        let outputs = &mut self.values[self.layers.len()];
        let columns = last.columns;
        match samples.targets() {
            Targets::Classes { labels, .. } => {
                let (classes, labels) = (last.outputs, rows.map(|row| labels[row]));
                self.arch.dispatch(CrossEntropy { outputs, columns, classes, labels })
            }
            Targets::Numbers(numbers) => {
                let (units, targets) = (numbers.units(), rows.map(|row| numbers.row(row)));
                self.arch.dispatch(Squares { outputs, columns, units, targets })
            }
            Targets::Following(_) => panic!("dense layers are given no text"),
        }
    }

    fn forwards(&mut self, rows: usize, pass: Pass) {
        for (index, layer) in self.layers.iter().enumerate() {
            let (inputs, values) = self.values.split_at_mut(index + 1);
            let (inputs, values) = (&inputs[index], &mut values[0]);
            self.arch.dispatch(Product {
                rows,
                depth: layer.inputs + 1,
                columns: layer.columns,
                left: Left::Rows(&inputs.numbers, inputs.stride),
                right: (layer.of(&self.weights), layer.columns),
                into: (&mut values.numbers, values.stride),
            });
            if let Some(norm) = self.norms.get_mut(index) {
                norm.forwards(self.arch, &self.weights, rows, pass, values);
            }
            if let Some(slopes) = self.slopes.get_mut(index) {
                let (activation, columns) = (self.activation, layer.columns);
                self.arch.dispatch(Forwards { activation, rows, columns, values, slopes });
                values.rows_mut(rows).for_each(|row| row[layer.outputs] = 1.0);
            }
        }
    }

    fn backwards(&mut self, rows: usize) {
        for (index, layer) in self.layers.iter().enumerate().rev() {
            // Up to here the outputs have become their errors.
            let (below, errors) = match self.errors.split_at_mut_checked(index) {
                Some((below, [errors, ..])) => (below, &*errors),
                _ => (&mut self.errors[..], &self.values[index + 1]),
            };
            let inputs = &self.values[index];
            self.arch.dispatch(Product {
                rows: layer.inputs + 1,
                depth: rows,
                columns: layer.columns,
                left: Left::Columns(&inputs.numbers, inputs.stride),
                right: (&errors.numbers, errors.stride),
                into: (layer.of_mut(&mut self.gradient), layer.columns),
            });
            let Some(below) = below.last_mut() else { return };
            let (columns, turned) = (self.layers[index - 1].columns, &mut self.turned[index - 1]);
            let weights = &layer.of(&self.weights)[..layer.inputs * layer.columns];
            self.arch.dispatch(Transpose {
                matrix: (weights, layer.columns),
                columns: layer.outputs,
                into: (turned, columns),
            });
            self.arch.dispatch(Product {
                rows,
                depth: layer.outputs,
                columns,
                left: Left::Rows(&errors.numbers, errors.stride),
                right: (turned, columns),
                into: (&mut below.numbers, below.stride),
            });
            let (activation, values, slopes) = (self.activation, inputs, &self.slopes[index - 1]);
            self.arch.dispatch(Backwards {
                activation,
                rows,
                columns,
                values,
                slopes,
                errors: below,
            });
            if let Some(norm) = self.norms.get_mut(index - 1) {
                norm.backwards(self.arch, &self.weights, &mut self.gradient, rows, below);
            }
        }
    }
}

/// A model that a sweep may ask for and this version cannot train yet.
fn unbuilt(model: &Model) -> Error {
    Error::Invalid(format!("this version cannot train `{}` yet; take `mlp`", model.name()))
}

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;
