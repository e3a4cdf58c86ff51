//! A multi-layer perceptron in double precision, written down as plainly as can be.

use std::collections::BTreeMap;

use search::config::Activation;

use super::{super::functions::tests::reference_erf, Kind, Moment, Network, Pass, Samples};
use crate::Mask;

/// What `PyTorch` adds to a variance before it divides.
const EPS: f64 = 1e-5;

/// The parameters of a model by their names, in `PyTorch`'s layout.
pub(super) struct Plain {
    hidden: usize,
    activation: Activation,
    batch_norm: bool,
    /// How many rows are normalised together.
    ghost: usize,
    /// What dropout draws by, and what it leaves out.
    dropout: (Moment, f64),
    smoothing: f64,
    parameters: BTreeMap<String, Vec<f64>>,
}

impl Plain {
    pub(super) fn of(network: &Network, (hidden, activation, batch_norm): Kind) -> Self {
        let widened = |it: Vec<f32>| it.into_iter().map(f64::from).collect();
        let places = network.places.iter();
        let parameters =
            places.map(|it| (it.parameter.name.clone(), widened(network.read(it)))).collect();
        let (ghost, smoothing) = (usize::MAX, 0.0);
        let dropout = (Moment { seed: 0, update: 0 }, 0.0);
        let hidden = hidden.len();
        Self { hidden, activation, batch_norm, ghost, dropout, smoothing, parameters }
    }

    /// The same one with what keeps its training steady.
    pub(super) fn steadied(self, ghost: usize, dropout: (Moment, f64), smoothing: f64) -> Self {
        Self { ghost, dropout, smoothing, ..self }
    }

    /// The loss's slopes by each parameter that is learnt, by finite differences.
    pub(super) fn slopes(&self, samples: &Samples, rows: &[u32]) -> BTreeMap<String, Vec<f64>> {
        const STEP: f64 = 1e-6;
        let moved = |name: &str, at: usize, by: f64| {
            let mut parameters = self.parameters.clone();
            parameters.get_mut(name).unwrap()[at] += by;
            Self { parameters, ..*self }.loss(Pass::Learning, samples, rows)
        };
        let slope =
            |name: &str, at| (moved(name, at, STEP) - moved(name, at, -STEP)) / (2.0 * STEP);
        let learnt = self.parameters.iter().filter(|it| !it.0.contains("running"));
        learnt
            .map(|(name, values)| {
                (name.clone(), (0..values.len()).map(|at| slope(name, at)).collect())
            })
            .collect()
    }

    /// The mean cross entropy of these rows.
    pub(super) fn loss(&self, pass: Pass, samples: &Samples, rows: &[u32]) -> f64 {
        let rows = rows.iter().map(|row| *row as usize);
        let features =
            rows.clone().map(|row| samples.row(row).into_iter().map(f64::from).collect());
        let outputs = self.outputs(pass, features.collect());
        let losses = rows.zip(&outputs).map(|(row, outputs)| {
            let sum: f64 = outputs.iter().map(|it| it.exp()).sum();
            let smoothing = if pass == Pass::Learning { self.smoothing } else { 0.0 };
            let mean = outputs.iter().sum::<f64>() / count(outputs.len());
            let right = outputs[samples.label(row) as usize];
            sum.ln() - (1.0 - smoothing) * right - smoothing * mean
        });
        losses.sum::<f64>() / count(outputs.len())
    }

    /// What the model makes of a batch.
    fn outputs(&self, pass: Pass, mut values: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        for index in 0..=self.hidden {
            let [weight, bias] = ["weight", "bias"].map(|it| self.of_layer("layers", index, it));
            let sum = |row: &[f64], output: usize| -> f64 {
                let weights = &weight[output * row.len()..][..row.len()];
                bias[output] + row.iter().zip(weights).map(|(a, b)| a * b).sum::<f64>()
            };
            let sums = |row: &Vec<f64>| (0..bias.len()).map(|it| sum(row, it)).collect();
            values = values.iter().map(sums).collect();
            if index == self.hidden {
                break;
            }
            if self.batch_norm {
                for ghost in values.chunks_mut(self.ghost) {
                    (0..bias.len()).for_each(|it| self.normalise(pass, index, it, ghost));
                }
            }
            values.iter_mut().flatten().for_each(|it| *it = activated(self.activation, *it));
            if pass == Pass::Learning {
                let (moment, share) = self.dropout;
                let mask = Mask::new(moment, u32::try_from(index).unwrap(), share);
                let places = values.iter_mut().flatten().zip(0..);
                places.for_each(|(it, place)| *it *= f64::from(mask.factor(place)));
            }
        }
        values
    }

    /// What `PyTorch` says that batch normalisation does to a column.
    fn normalise(&self, pass: Pass, index: usize, column: usize, values: &mut [Vec<f64>]) {
        let number = |of| self.of_layer("norms", index, of)[column];
        let rows = count(values.len());
        let (mean, variance) = match pass {
            Pass::Learning => {
                let mean = values.iter().map(|row| row[column]).sum::<f64>() / rows;
                let squares = values.iter().map(|row| (row[column] - mean).powi(2));
                (mean, squares.sum::<f64>() / rows)
            }
            Pass::Scoring => (number("running_mean"), number("running_var")),
        };
        for row in values {
            let normal = (row[column] - mean) / (variance + EPS).sqrt();
            row[column] = number("weight") * normal + number("bias");
        }
    }

    fn of_layer(&self, kind: &str, index: usize, of: &str) -> &[f64] {
        &self.parameters[&format!("{kind}.{index}.{of}")]
    }
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn count(of: usize) -> f64 {
    of as f64
}

fn activated(activation: Activation, x: f64) -> f64 {
    match activation {
        Activation::Relu => x.max(0.0),
        Activation::Tanh => x.tanh(),
        Activation::Gelu => x * (0.5 + 0.5 * reference_erf(x / std::f64::consts::SQRT_2)),
    }
}
