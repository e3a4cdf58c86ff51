//! Gradients and scores against the same model in double precision, and first weights.

use search::config::{
    Activation, Adadelta, Adagrad, Adam, BatchNorm, Dataset, Generated, Init, LabelNoise, Mlp,
    Rmsprop, Rule, Sgd, Split,
};

use super::{functions::tests::reference_erf, *};
use crate::Data;

const MODELS: [(&[u64], Activation, bool); 8] = [
    (&[], Activation::Relu, false),
    (&[17], Activation::Relu, false),
    (&[24, 16, 5], Activation::Relu, false),
    (&[33, 7], Activation::Tanh, false),
    (&[9, 40], Activation::Gelu, false),
    (&[24, 16, 5], Activation::Relu, true),
    (&[33, 7], Activation::Tanh, true),
    (&[9, 40], Activation::Gelu, true),
];

#[test]
fn the_gradient_of_every_model_is_the_slope_of_its_loss() {
    for (hidden, activation, batch_norm) in MODELS {
        let (mut network, data) = network(hidden, activation, batch_norm, 3);
        let rows: Vec<u32> = (0..21).collect();
        off_their_first_values(&mut network);
        network.learn(&data.train, &rows);
        let slopes = slopes(&network, &data.train, &rows);
        let largest = slopes.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
        for (at, (got, expected)) in network.gradient.iter().zip(&slopes).enumerate() {
            let difference = (f64::from(*got) - expected).abs();
            assert!(
                difference < 2e-5 * largest,
                "{hidden:?} {activation:?} {batch_norm} {at}: {got} {expected}"
            );
        }
    }
}

#[test]
fn a_loss_is_the_mean_cross_entropy_whatever_the_batch() {
    for (hidden, activation, batch_norm) in MODELS {
        let (mut network, data) = network(hidden, activation, batch_norm, 4);
        let rows: Vec<u32> = (0..u32::try_from(data.train.len()).unwrap()).collect();
        network.learn(&data.train, &[1, 5, 9, 14, 15]);
        network.learn(&data.train, &[0, 2, 3]);
        let expected =
            loss(&network, Pass::Scoring, &widened(&network.weights), &data.train, &rows);
        // 80 samples: three batches of 24 and one of 8.
        assert!((network.score(&data.train).loss() - expected).abs() < 1e-5, "{hidden:?}");
    }
}

#[test]
fn accuracy_counts_the_largest_output_and_of_equal_ones_the_first() {
    let (mut network, data) = network(&[], Activation::Relu, false, 5);
    network.weights.fill(0.0);
    let labels = (0..data.train.len()).map(|row| data.train.label(row));
    let first = labels.clone().filter(|it| *it == 0).count();
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let share = first as f64 / labels.len() as f64;
    assert!((network.score(&data.train).accuracy() - share).abs() < 1e-12);
}

/// The rules that keep something, where what fills vectors up could go wrong.
fn every_rule() -> [Rule; 5] {
    let (eps, weight_decay) = (1e-8, 0.01);
    let (betas, amsgrad) = ([0.9, 0.999], true);
    [
        Rule::Sgd(Sgd { momentum: 0.9, dampening: 0.1, nesterov: false, weight_decay }),
        Rule::Adagrad(Adagrad { lr_decay: 0.1, initial_accumulator_value: 0.1, eps, weight_decay }),
        Rule::Adadelta(Adadelta { rho: 0.9, eps, weight_decay }),
        Rule::Rmsprop(Rmsprop { alpha: 0.9, eps, centered: true, momentum: 0.5, weight_decay }),
        Rule::Adam(Adam { betas, eps, amsgrad, weight_decay, decoupled: true }),
    ]
}

#[test]
fn columns_that_fill_vectors_up_stay_zero() {
    for (hidden, activation, batch_norm) in MODELS {
        let (mut network, data) = network(hidden, activation, batch_norm, 6);
        for rule in every_rule() {
            let mut optimizer = Optimizer::new(rule, network.size());
            for _ in 0..5 {
                network.learn(&data.train, &[1, 2, 3, 4, 5]);
                network.update(&mut optimizer, 0.01);
            }
        }
        for layer in &network.layers {
            let mut rows = layer.of(&network.weights).chunks(layer.columns);
            assert!(rows.all(|row| row[layer.outputs..].iter().all(|it| it.to_bits() == 0)));
        }
        for (norm, layer) in network.norms.iter().zip(&network.layers) {
            let mut learnt = norm.learnt(&network.weights).chunks(layer.columns);
            assert!(learnt.all(|it| it[layer.outputs..].iter().all(|it| it.to_bits() == 0)));
        }
    }
}

#[test]
fn a_seed_means_the_same_weights_for_ever() {
    let (network, _) = network(&[4], Activation::Relu, false, 1);
    let first: Vec<String> = network.weights[..3].iter().map(|it| format!("{it:.5}")).collect();
    assert_eq!(first, SEED_1);
}

#[test]
fn weights_before_a_relu_are_drawn_after_he_and_before_tanh_after_glorot() {
    for (activation, variance) in [
        (Activation::Relu, 2.0 / 5.0),
        (Activation::Gelu, 2.0 / 5.0),
        (Activation::Tanh, 2.0 / (5.0 + 400.0)),
    ] {
        let (network, _) = network(&[400], activation, false, 2);
        let matrix = network.layers[0].of(&network.weights);
        let (drawn, biases) = matrix.split_at(5 * 400);
        assert!(biases.iter().all(|it| it.to_bits() == 0));
        let squares: f64 = drawn.iter().map(|it| f64::from(*it).powi(2)).sum();
        assert!((squares / 2_000.0 / variance - 1.0).abs() < 0.1, "{activation:?}");
    }
}

#[test]
fn a_model_that_does_not_fit_in_memory_is_refused() {
    let model = mlp(&[65_536; 64], Activation::Relu, false);
    let error = Network::new(&model, [10, 10], 64, 0).unwrap_err().to_string();
    assert!(error.starts_with("the model is too large"), "{error}");
}

const SEED_1: [&str; 3] = ["0.56172", "0.16323", "-0.12656"];

/// A network that takes 24 samples at once, and 100 samples of 5 features and 3 classes.
fn network(hidden: &[u64], activation: Activation, batch_norm: bool, seed: u64) -> (Network, Data) {
    let dataset = Dataset::Generated {
        shape: Generated::Blobs { classes: 3, features: 5, spread: 3.0 },
        samples: 100,
        seed,
        split: Split { validation: 0.2, seed },
        noise: LabelNoise::default(),
    };
    let data = Data::load(&dataset, std::path::Path::new("")).unwrap();
    let model = match hidden {
        [] => Model::Logistic { init: Init::Random },
        hidden => mlp(hidden, activation, batch_norm),
    };
    (Network::new(&model, [5, 3], 24, seed).unwrap(), data)
}

fn mlp(hidden: &[u64], activation: Activation, batch_norm: bool) -> Model {
    Model::Mlp(Mlp {
        hidden: hidden.to_vec(),
        activation,
        batch_norm: if batch_norm { BatchNorm::Whole } else { BatchNorm::Off },
        dropout: 0.0,
        init: Init::Random,
    })
}

/// Moves scales and shifts, so that a gradient that leaves them out shows.
fn off_their_first_values(network: &mut Network) {
    for (norm, layer) in network.norms.iter().zip(&network.layers) {
        let learnt = norm.learnt_mut(&mut network.weights).chunks_mut(layer.columns);
        for (at, it) in learnt.flat_map(|it| &mut it[..layer.outputs]).enumerate() {
            *it += [0.3, -0.2, 0.1][at % 3];
        }
    }
}

/// The loss's slopes by finite differences in double precision.
fn slopes(network: &Network, samples: &Samples, rows: &[u32]) -> Vec<f64> {
    const STEP: f64 = 1e-6;
    let weights = widened(&network.weights);
    let moved = |at: usize, by: f64| {
        let mut weights = weights.clone();
        weights[at] += by;
        loss(network, Pass::Learning, &weights, samples, rows)
    };
    let filling = |at: usize| {
        let norms = network.norms.iter().map(Norm::start).zip(&network.layers);
        let starts = network.layers.iter().map(|it| (it.start, it)).chain(norms);
        let (start, layer) = starts.rev().find(|it| it.0 <= at).unwrap();
        (at - start) % layer.columns >= layer.outputs
    };
    (0..weights.len())
        .map(
            |at| {
                if filling(at) { 0.0 } else { (moved(at, STEP) - moved(at, -STEP)) / (2.0 * STEP) }
            },
        )
        .collect()
}

fn loss(network: &Network, pass: Pass, weights: &[f64], samples: &Samples, rows: &[u32]) -> f64 {
    let rows = rows.iter().map(|row| *row as usize);
    let features = rows.clone().map(|row| widened(&samples.row(row))).collect();
    let outputs = outputs(network, pass, weights, features);
    let losses = rows.zip(&outputs).map(|(row, outputs)| {
        let sum: f64 = outputs.iter().map(|it| it.exp()).sum();
        sum.ln() - outputs[samples.label(row) as usize]
    });
    losses.sum::<f64>() / count(outputs.len())
}

/// What the network makes of a batch, written down as plainly as can be.
fn outputs(
    network: &Network,
    pass: Pass,
    weights: &[f64],
    mut values: Vec<Vec<f64>>,
) -> Vec<Vec<f64>> {
    for (index, layer) in network.layers.iter().enumerate() {
        let matrix = &weights[layer.start..];
        let sum = |row: &[f64], output: usize| -> f64 {
            let inputs = row.iter().chain([&1.0]).enumerate();
            inputs.map(|(input, value)| value * matrix[input * layer.columns + output]).sum()
        };
        let sums = |row: &Vec<f64>| (0..layer.outputs).map(|it| sum(row, it)).collect();
        values = values.iter().map(sums).collect();
        if let Some(norm) = network.norms.get(index) {
            (0..layer.outputs).for_each(|it| normalise(norm, pass, weights, it, &mut values));
        }
        if index + 1 < network.layers.len() {
            let numbers = values.iter_mut().flatten();
            numbers.for_each(|it| *it = activated(network.activation, *it));
        }
    }
    values
}

/// What `PyTorch` says that batch normalisation does to a column.
fn normalise(norm: &Norm, pass: Pass, weights: &[f64], column: usize, values: &mut [Vec<f64>]) {
    let learnt = &weights[norm.start()..];
    let rows = count(values.len());
    let (mean, variance) = match pass {
        Pass::Learning => {
            let mean = values.iter().map(|row| row[column]).sum::<f64>() / rows;
            let squares = values.iter().map(|row| (row[column] - mean).powi(2));
            (mean, squares.sum::<f64>() / rows)
        }
        Pass::Scoring => norm.remembered(column),
    };
    for row in values {
        let normal = (row[column] - mean) / (variance + 1e-5).sqrt();
        row[column] = learnt[column] * normal + learnt[norm.columns() + column];
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

fn widened(numbers: &[f32]) -> Vec<f64> {
    numbers.iter().map(|it| f64::from(*it)).collect()
}
