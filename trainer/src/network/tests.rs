//! Gradients and scores against the same model in double precision, parameters and first weights.

mod images;
mod language;
mod options;
mod plain;

use search::config::{
    Activation, Adadelta, Adagrad, Adam, BatchNorm, Dataset, Generated, Init, LabelNoise, Mlp,
    Rmsprop, Rule, Sgd, Split,
};

use super::*;
use plain::Plain;

/// Hidden layers, what follows them, and whether they are normalised.
type Kind = (&'static [u64], Activation, bool);

const MODELS: [Kind; 8] = [
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
    for model in MODELS {
        let (mut network, data) = network(model, 3);
        let rows: Vec<u32> = (0..21).collect();
        off_their_first_values(&mut network);
        let plain = Plain::of(&network, model);
        network.learn(&data.train, &rows, 0);
        let slopes = plain.slopes(&data.train, &rows);
        let numbers = || slopes.values().flatten();
        let largest = numbers().fold(0.0_f64, |a, b| a.max(b.abs()));
        for (name, slopes) in &slopes {
            let place = place(&network, name);
            for (got, expected) in place.read(&network.gradient).iter().zip(slopes) {
                let difference = (f64::from(*got) - expected).abs();
                assert!(difference < 2e-5 * largest, "{model:?} {name}: {got} {expected}");
            }
        }
    }
}

#[test]
fn a_loss_is_the_mean_cross_entropy_whatever_the_batch() {
    for model in MODELS {
        let (mut network, data) = network(model, 4);
        let rows: Vec<u32> = (0..u32::try_from(data.train.len()).unwrap()).collect();
        network.learn(&data.train, &[1, 5, 9, 14, 15], 0);
        network.learn(&data.train, &[0, 2, 3], 0);
        let expected = Plain::of(&network, model).loss(Pass::Scoring, &data.train, &rows);
        // 80 samples are scored at once, and again in batches of 24 and one of 8.
        assert!((network.score(&data.train).loss() - expected).abs() < 1e-5, "{model:?}");
        network.batch = 24;
        assert!((network.score(&data.train).loss() - expected).abs() < 1e-5, "{model:?}");
    }
}

#[test]
fn accuracy_counts_the_largest_output_and_of_equal_ones_the_first() {
    let (mut network, data) = network(MODELS[0], 5);
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
    for model in MODELS {
        let (mut network, data) = network(model, 6);
        for rule in every_rule() {
            let mut optimizer = Optimizer::new(rule, network.size());
            for _ in 0..5 {
                network.learn(&data.train, &[1, 2, 3, 4, 5], 0);
                network.update(&mut optimizer, 0.01);
            }
        }
        assert!(fills_with_zeros(&network), "{model:?}");
    }
}

/// Whether all weights are zeros but those of parameters.
fn fills_with_zeros(network: &Network) -> bool {
    let mut known = vec![0.0; network.size()];
    for place in network.places.iter().filter(|it| it.parameter.role != Role::Buffer) {
        place.write(&place.read(&network.weights), &mut known);
    }
    known.iter().zip(&network.weights).all(|(a, b)| a.to_bits() == b.to_bits())
}

#[test]
fn parameters_cover_all_weights_one_after_the_other() {
    for model in MODELS {
        let (network, _) = network(model, 0);
        let weights = network.places.iter().filter(|it| it.parameter.role != Role::Buffer);
        let end = weights.fold(0, |start, place| {
            assert_eq!(place.range().start, start, "{:?}", place.parameter);
            place.range().end
        });
        assert_eq!(end, network.size());
    }
}

#[test]
fn parameters_are_called_as_pytorch_would() {
    let (network, _) = network(MODELS[6], 0);
    let names: Vec<String> = network
        .places
        .iter()
        .map(|Place { parameter: Parameter { name, shape, role }, .. }| {
            format!("{name} {shape:?} {role:?}")
        })
        .collect();
    assert_eq!(names[..8], NAMES);
    assert_eq!(names.last().unwrap(), "layers.2.bias [3] Bias");
}

const NAMES: [&str; 8] = [
    "layers.0.weight [33, 5] Matrix",
    "layers.0.bias [33] Bias",
    "norms.0.weight [33] Norm",
    "norms.0.bias [33] Norm",
    "norms.0.running_mean [33] Buffer",
    "norms.0.running_var [33] Buffer",
    "layers.1.weight [7, 33] Matrix",
    "layers.1.bias [7] Bias",
];

#[test]
fn what_is_written_is_read_again_and_a_matrix_is_the_transpose_of_ours() {
    let (mut network, _) = network(MODELS[1], 0);
    let place = place(&network, "layers.0.weight").clone();
    let values: Vec<f32> = (0_u16..17 * 5).map(f32::from).collect();
    network.write(&place, &values);
    assert_eq!(network.read(&place), values);
    // The first input's weight to the third output, which has 5 inputs.
    assert_eq!(network.weights[2].to_bits(), 10.0_f32.to_bits());
}

#[test]
fn a_seed_means_the_same_weights_for_ever() {
    let (network, _) = network((&[4], Activation::Relu, false), 1);
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
        let (network, _) = network((&[400], activation, false), 2);
        let drawn = place(&network, "layers.0.weight").read(&network.weights);
        let biases = place(&network, "layers.0.bias").read(&network.weights);
        assert!(biases.iter().all(|it| it.to_bits() == 0));
        let squares: f64 = drawn.iter().map(|it| f64::from(*it).powi(2)).sum();
        assert!((squares / 2_000.0 / variance - 1.0).abs() < 0.1, "{activation:?}");
    }
}

#[test]
fn a_model_that_does_not_fit_in_memory_is_refused() {
    for (width, batch) in [(65_536, 64), (8_192, 65_536)] {
        let model = mlp(&[width; 64], Activation::Relu, false);
        let error = Network::new(&model, &data(0), batch, 0).unwrap_err().to_string();
        assert!(error.starts_with("the model is too large"), "{error}");
    }
}

const SEED_1: [&str; 3] = ["0.56172", "0.16323", "-0.12656"];

/// A network, and 100 samples of 5 features and 3 classes.
fn network((hidden, activation, batch_norm): Kind, seed: u64) -> (Network, Data) {
    let data = data(seed);
    let model = match hidden {
        [] => Model::Logistic { init: Init::Random },
        hidden => mlp(hidden, activation, batch_norm),
    };
    (Network::new(&model, &data, 24, seed).unwrap(), data)
}

fn data(seed: u64) -> Data {
    let dataset = Dataset::Generated {
        shape: Generated::Blobs { classes: 3, features: 5, spread: 3.0 },
        samples: 100,
        seed,
        split: Split { validation: 0.2, seed },
        noise: LabelNoise::default(),
    };
    Data::load(&dataset, std::path::Path::new("")).unwrap()
}

fn mlp(hidden: &[u64], activation: Activation, batch_norm: bool) -> Model {
    let batch_norm = if batch_norm { BatchNorm::Whole } else { BatchNorm::Off };
    Model::Mlp(perceptron(hidden, activation, batch_norm, 0.0))
}

fn perceptron(hidden: &[u64], activation: Activation, batch_norm: BatchNorm, dropout: f64) -> Mlp {
    Mlp { hidden: hidden.to_vec(), activation, batch_norm, dropout, init: Init::Random }
}

fn place<'a>(network: &'a Network, name: &str) -> &'a Place {
    network.places.iter().find(|it| it.parameter.name == name).unwrap()
}

/// Moves scales, shifts and biases, so that a gradient that leaves them out shows. (A bias of 0 under inputs of
/// which dropout left none is where a ReLU has no slope.)
fn off_their_first_values(network: &mut Network) {
    for place in network
        .places
        .clone()
        .iter()
        .filter(|it| [Role::Norm, Role::Bias].contains(&it.parameter.role))
    {
        let mut values = network.read(place);
        for (at, it) in values.iter_mut().enumerate() {
            *it += [0.3, -0.2, 0.1][at % 3];
        }
        network.write(place, &values);
    }
}
